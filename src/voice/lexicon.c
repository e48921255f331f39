#include "voice/lexicon.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "voice/languages.h"
#include "voice/lexicon_store.h"

al_lexicon *al_lexicon_new(void)
{
    al_lexicon *l = calloc(1, sizeof *l);
    if (l)
        al_arena_init(&l->arena, 256 << 20);
    return l;
}

void al_lexicon_free(al_lexicon *l)
{
    if (!l)
        return;
    free(l->buckets);
    free(l->all);
    al_arena_release(&l->arena);
    free(l);
}

size_t al_lexicon_count(const al_lexicon *l)
{
    return l->count;
}

const al_lexeme *al_lexicon_get(const al_lexicon *l, size_t index)
{
    return index < l->count ? &l->all[index]->lexeme : NULL;
}

/* ---- characters ------------------------------------------------------------------------------------------------- */

static bool of_word(unsigned c)
{
    return al_text_is_letter(c) || al_text_is_digit(c);
}

/* What is neither seen nor compared. */
static bool is_nothing(unsigned c)
{
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

/* Characters that are written for one another are the same. */
static unsigned alike(unsigned c)
{
    if (c == 0x2019 || c == 0x2BC)
        return '\'';
    if (c == 0x2010 || c == 0x2011)
        return '-';
    return al_text_is_space(c) ? ' ' : c;
}

static unsigned fold(unsigned c)
{
    c = alike(c);
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (unsigned)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

/* Of the first word in text[at..size): all that is of one, without case.  *end, where not NULL, is the byte behind it. */
static size_t hash_word(const char *text, size_t size, size_t at, size_t *end)
{
    size_t h = 2166136261u;
    while (at < size) {
        size_t here = at;
        unsigned c = al_text_next(text, size, &at);
        if (is_nothing(c))
            continue;
        if (!of_word(c)) {
            at = here;
            break;
        }
        h = (h ^ fold(c)) * 16777619u;
    }
    if (end)
        *end = at;
    return h ^ h >> 15;
}

bool al_lexicon_word_begins(const char *text, size_t size, size_t at)
{
    size_t next = at, before = at;
    if (at >= size || !of_word(al_text_next(text, size, &next)))
        return false;
    if (!at)
        return true;
    do
        before--;
    while (before && ((unsigned char)text[before] & 0xC0) == 0x80);
    return !of_word(al_text_next(text, size, &before));
}

/* ---- storing ---------------------------------------------------------------------------------------------------- */

static bool grow(al_lexicon *l)
{
    size_t room = l->room ? l->room * 2 : 256;
    lexicon_entry **buckets = calloc(room, sizeof(lexicon_entry *));
    lexicon_entry **all = buckets ? realloc(l->all, room * sizeof(lexicon_entry *)) : NULL;
    if (!all) {
        free(buckets);
        return false;
    }
    l->all = all;
    for (size_t i = 0; i < l->count; i++) {
        lexicon_entry *e = all[i];
        e->next = buckets[e->hash & (room - 1)];
        buckets[e->hash & (room - 1)] = e;
    }
    free(l->buckets);
    l->buckets = buckets;
    l->room = room;
    return true;
}

/* The first word of a grapheme begins at its first letter; one without any cannot be found. */
bool al_lexicon_add(al_lexicon *l, const al_lexeme *x)
{
    if (l->count == l->room && !grow(l))
        return false;
    lexicon_entry *e = al_arena_alloc(&l->arena, sizeof *e);
    if (!e)
        return false;
    size_t size = strlen(x->grapheme);
    *e = (lexicon_entry){ .lexeme = *x, .order = l->count, .file = l->files, .hash = hash_word(x->grapheme, size, 0, NULL) };
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(x->grapheme, size, &at);
        e->letters += al_text_is_letter(c);
        e->capitals = e->capitals || al_text_is_upper(c);
        e->small = e->small || al_text_is_lower(c);
    }
    lexicon_entry **bucket = &l->buckets[e->hash & (l->room - 1)];
    e->next = *bucket;
    *bucket = l->all[l->count++] = e;
    return true;
}

/* ---- finding ---------------------------------------------------------------------------------------------------- */

/* The next character of the text that counts; white space however long is one. */
static unsigned next_seen(const char *text, size_t size, size_t *at)
{
    unsigned c;
    do
        c = *at < size ? al_text_next(text, size, at) : 0;
    while (is_nothing(c) && *at < size);
    if (!al_text_is_space(c))
        return c;
    for (size_t next = *at; next < size && al_text_is_space(al_text_next(text, size, &next));)
        *at = next;
    return ' ';
}

/* Whether the grapheme stands at text[at..size); *to is then the byte behind it. */
static bool stands(const lexicon_entry *e, const char *text, size_t size, size_t at, size_t *to)
{
    const char *g = e->lexeme.grapheme;
    size_t length = strlen(g), k = 0;
    bool exact = true, small = false;
    while (k < length) {
        unsigned want = al_text_next(g, length, &k), is = next_seen(text, size, &at);
        if (!is || fold(want) != fold(is))
            return false;
        exact = exact && alike(want) == alike(is);
        small = small || al_text_is_lower(is);
    }
    *to = at;
    return exact || !e->capitals || (e->small && !small && e->letters > 2);
}

/* What stands behind the grapheme must not make it part of a longer word; an ending may. */
static bool settle(const al_lookup *l, const lexicon_entry *e, const char *text, size_t size, size_t at, al_found *out)
{
    const char *sound = "";
    size_t ending = al_endings_find(l->shipped, &e->lexeme, text, size, at, &sound), next = at;
    *out = (al_found){ .lexeme = &e->lexeme, .ending = at, .to = at + ending, .sound = sound, .sound_size = strlen(sound) };
    if (ending)
        return true;
    unsigned c = at < size ? al_text_next(text, size, &next) : 0;
    if (of_word(c))
        return false;
    return alike(c) != '\'' || next >= size || !of_word(al_text_next(text, size, &next));
}

/* "en" and "en-GB" are for one another, "en-US" and "en-GB" are not. */
static bool serves(const char *lexicon, const char *language)
{
    char tag[64];
    al_language_normal(language, tag, sizeof tag);
    size_t a = strlen(lexicon), b = strlen(tag), n = a < b ? a : b;
    return memcmp(lexicon, tag, n) == 0 && (a == b || (a < b ? tag[n] : lexicon[n]) == '-');
}

/* Whether `a` is to be taken rather than `b`, both of which stand. */
static bool is_better(const lexicon_entry *a, const lexicon_entry *b)
{
    size_t n = strlen(a->lexeme.grapheme), m = strlen(b->lexeme.grapheme);
    if (n != m)
        return n > m;
    if (a->file != b->file)
        return a->file > b->file;
    return a->lexeme.role != b->lexeme.role ? b->lexeme.role : a->order < b->order;
}

/* Among the graphemes whose first word has that hash. */
static const lexicon_entry *find_hash(const al_lexicon *in, const al_lookup *l, size_t hash, const char *text, size_t size,
                                      size_t at, al_found *out)
{
    const lexicon_entry *best = NULL;
    for (const lexicon_entry *e = in->buckets[hash & (in->room - 1)]; e; e = e->next) {
        size_t to;
        al_found found;
        if (e->hash == hash && (!best || is_better(e, best)) && serves(e->lexeme.language, l->language) &&
            stands(e, text, size, at, &to) && settle(l, e, text, size, to, &found)) {
            best = e;
            *out = found;
        }
    }
    return best;
}

/* The word as it stands, then without each ending that may be a part of it ("Kazakhs"). */
static bool find_in(const al_lexicon *in, const al_lookup *l, const char *text, size_t size, size_t at, al_found *out)
{
    if (!in || !in->count)
        return false;
    size_t end, hash = hash_word(text, size, at, &end);
    bool found = find_hash(in, l, hash, text, size, at, out) != NULL;
    for (const lexicon_ending *e = l->shipped ? l->shipped->endings : NULL; e && !found; e = e->next) {
        size_t n = strlen(e->text);
        if (n < end - at && strncasecmp(text + end - n, e->text, n) == 0)
            found = find_hash(in, l, hash_word(text, end - n, at, NULL), text, size, at, out) != NULL;
    }
    return found;
}

bool al_lexicon_find(const al_lookup *l, const char *text, size_t size, size_t at, al_found *out)
{
    return find_in(l->own, l, text, size, at, out) || find_in(l->shipped, l, text, size, at, out);
}

void al_found_phonemes(const al_found *f, al_buf *out)
{
    al_buf_add_string(out, f->lexeme->phonemes);
    al_buf_add(out, f->sound, f->sound_size);
}
