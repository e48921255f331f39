/* The walk over a text: what a rule, the letters or an address take is said their way, the rest stays as it is. */
#include "script/normalise.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/grow.h"
#include "base/text.h"
#include "script/compose.h"
#include "script/say.h"

typedef struct walk {
    al_normaliser *n;
    al_buf *out, said;  /* `said` holds one piece's words */
    al_spoken_map *map; /* NULL where nobody asks */
    size_t base, start; /* of the chunk in the text; of our part in `out` */
    bool starved, replaced; /* out of memory; the piece before was said otherwise than written */
} walk;

void al_spoken_map_release(al_spoken_map *m)
{
    free(m->at);
    *m = (al_spoken_map){ .at = NULL };
}

/* ---- pieces ----------------------------------------------------------------------------------------------------- */

static al_spoken *last_piece(walk *w)
{
    return w->map && w->map->count ? &w->map->at[w->map->count - 1] : NULL;
}

static void add_piece(walk *w, size_t spoken, size_t from, size_t to, bool same)
{
    if (!w->map || from == to)
        return;
    al_spoken *was = last_piece(w);
    if (was && was->same && same) { /* one stretch of plain text */
        was->to = (uint32_t)(w->out->size - w->start);
        was->display_to = (uint32_t)to;
        return;
    }
    if (!al_grow(&w->map->at, &w->map->room, w->map->count, sizeof *w->map->at)) {
        w->starved = true;
        return;
    }
    w->map->at[w->map->count++] = (al_spoken){ .from = (uint32_t)spoken, .to = (uint32_t)(w->out->size - w->start),
                                               .display_from = (uint32_t)from, .display_to = (uint32_t)to, .same = same };
}

static unsigned last_code(const walk *w)
{
    size_t at = w->out->size;
    if (at == w->start)
        return ' ';
    do
        at--;
    while (at > w->start && ((unsigned char)w->out->data[at] & 0xC0) == 0x80);
    return al_text_next(w->out->data, w->out->size, &at);
}

static bool spoken_code(unsigned c)
{
    return al_text_is_letter(c) || al_text_is_digit(c);
}

/* Whether a blank is wanted between what is there and `next`. */
static bool runs_together(const walk *w, unsigned next)
{
    unsigned c = last_code(w);
    return spoken_code(next) && (spoken_code(c) || (w->replaced && c == ','));
}

/* Blanks before a comma of ours go; the pieces they belong to end earlier. */
static void take_blanks_back(walk *w)
{
    while (w->out->size > w->start && w->out->data[w->out->size - 1] == ' ')
        al_buf_cut(w->out, w->out->size - 1);
    size_t end = w->out->size - w->start;
    for (size_t i = w->map ? w->map->count : 0; i-- > 0 && w->map->at[i].to > end;) {
        al_spoken *s = &w->map->at[i];
        s->to = (uint32_t)end;
        s->from = s->from > s->to ? s->to : s->from;
        s->same = false;
    }
}

/* The white space of text[from, to), as it is. */
static void add_blanks(walk *w, size_t from, size_t to)
{
    const char *text = w->n->text;
    for (size_t at = from; at < to;) {
        size_t here = at;
        unsigned c = al_text_next(text, to, &at);
        if (al_text_is_space(c) && c != 0x200B && c != 0xFEFF)
            al_buf_add(w->out, text + here, at - here);
    }
}

/* Whether a sentence begins here: an engine makes no pause at a stop with a small letter behind it. */
static bool begins_sentence(const walk *w)
{
    size_t at = w->out->size;
    while (at > w->start && strchr(" \"'(", w->out->data[at - 1]))
        at--;
    return at == w->start || (strchr(".!?", w->out->data[at - 1]) && at < w->out->size);
}

static void add_code(walk *w, const char *bytes, size_t size, unsigned c)
{
    unsigned other = al_say_other(w->n, c);
    if (other == c)
        al_buf_add(w->out, bytes, size);
    else
        al_buf_add_code_point(w->out, other);
}

/* The bytes of a word without what nobody sees; joiners inside it stay, some scripts need them. */
static void add_seen(walk *w, size_t from, size_t to)
{
    const char *text = w->n->text;
    for (size_t at = from; at < to;) {
        size_t here = at;
        unsigned c = al_text_next(text, to, &at);
        if (al_say_nothing(c) && c != 0x200C && c != 0x200D)
            continue;
        add_code(w, text + here, at - here, c);
    }
}

/* Tokens [first, last) are said w->said, or as they are written. */
static void emit(walk *w, size_t first, size_t last, bool verbatim)
{
    al_normaliser *n = w->n;
    size_t from = first == 0 ? 0 : n->tokens[first].from, end = n->tokens[last - 1].to;
    size_t to = last < n->count ? n->tokens[last].from : n->size, spoken = w->out->size - w->start;
    if (first == 0) /* what stands before the first token */
        add_blanks(w, 0, n->tokens[0].from);
    if (verbatim) {
        size_t code = n->tokens[first].from;
        if (w->replaced && al_say_glued(n, first) && runs_together(w, al_text_next(n->text, n->size, &code)))
            al_buf_add_byte(w->out, ' ');
        add_seen(w, n->tokens[first].from, end);
        add_blanks(w, end, to);
        size_t long_ = w->out->size - w->start - spoken;
        bool same = long_ == to - from && memcmp(w->out->data + w->start + spoken, n->text + from, long_) == 0;
        add_piece(w, spoken, w->base + from, w->base + to, same);
        w->replaced = false;
        return;
    }
    const char *s = al_buf_string(&w->said);
    size_t size = w->said.size;
    while (size && *s == ' ')
        s++, size--;
    while (size && s[size - 1] == ' ')
        size--;
    if (size && *s == ',') {
        take_blanks_back(w);
        spoken = spoken < w->out->size - w->start ? spoken : w->out->size - w->start;
        unsigned before = last_code(w);
        if (w->out->size == w->start || (before < 0x80 && strchr(",.;:!?(-", (int)before)) || before == 0x2026) {
            s++, size--; /* there is a pause already */
            if (size == 0 && w->out->size > w->start && to == end)
                al_buf_add_byte(w->out, ' ');
        }
    }
    size_t code = 0;
    if (size && runs_together(w, al_text_next(s, size, &code)))
        al_buf_add_byte(w->out, ' ');
    if (size && !(n->tokens[first].flags & SAY_WORD && !(n->tokens[first].flags & SAY_CAPITAL)) && begins_sentence(w)) {
        size_t next = 0;
        unsigned c = al_text_next(s, size, &next);
        bool dotted = c == 'i' && n->alphabet && uset_contains(n->alphabet, 0x131); /* Turkish: the capital of i is İ */
        al_buf_add_code_point(w->out, dotted ? 0x130 : n->known ? (unsigned)u_totitle((UChar32)c) : c);
        s += next;
        size -= next;
    }
    bool blank = false; /* runs of blanks in the data's output are one */
    for (size_t i = 0; i < size;) {
        size_t here = i;
        unsigned c = al_text_next(s, size, &i);
        if (c != ' ' || !blank)
            add_code(w, s + here, i - here, c);
        blank = c == ' ';
    }
    if (size || !al_text_is_space(last_code(w)))
        add_blanks(w, end, to);
    add_piece(w, spoken, w->base + from, w->base + to, false);
    w->replaced = true;
}

/* ---- tokens ----------------------------------------------------------------------------------------------------- */

/* Pictures among letters: emoji and their like are left out. */
static bool is_picture(unsigned c)
{
    return c >= 0x1F000 || (c >= 0x25A0 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) || c == 0x20E3;
}

static bool say_symbol(walk *w, size_t at)
{
    al_normaliser *n = w->n;
    size_t code = n->tokens[at].from;
    unsigned c = al_text_next(n->text, n->size, &code);
    return n->known && is_picture(c) && u_charType((UChar32)c) != U_DASH_PUNCTUATION;
}

static size_t say_token_at(walk *w, size_t at)
{
    al_normaliser *n = w->n;
    const say_token *t = &n->tokens[at];
    al_buf_cut(&w->said, 0);
    size_t taken = al_say_electronic(n, at, &w->said);
    if (taken)
        return taken;
    say_match m;
    bool matched = al_say_match(n, at, &m);
    if (matched && t->flags & SAY_LETTER) { /* "V.I.P." is more than the abbreviation "v." */
        taken = al_say_letters(n, at, &w->said);
        if (taken > m.last - m.first)
            return taken;
        al_buf_cut(&w->said, 0);
    }
    if (matched) {
        al_say_verbalise(n, &m, &w->said);
        if (w->said.size && n->text[n->tokens[m.last - 1].from] == '.' && m.last - m.first > 1 &&
            al_say_sentence_ends(n, m.last) && w->said.data[w->said.size - 1] != '.')
            al_buf_add_byte(&w->said, '.'); /* the abbreviation's dot was the sentence's as well */
        return m.last - m.first;
    }
    taken = al_say_letters(n, at, &w->said);
    if (taken)
        return taken;
    if (t->flags & SAY_NUMBER && n->numbers) {
        bool zeros = t->digits > 1 && u_charDigitValue((UChar32)(unsigned char)n->text[t->from]) == 0;
        if (zeros)
            al_say_digits(n, &w->said, n->text + t->from, t->to - t->from);
        else
            al_say_number(n, &w->said, t, "cardinal");
        return 1;
    }
    return say_symbol(w, at);
}

/* What the lexicons know at token `at`, in whole tokens; 0 for nothing. */
static size_t find_lexeme(const al_normaliser *n, size_t at, al_found *out)
{
    size_t from = n->tokens[at].from, last = at;
    if (!n->lexicon || !al_lexicon_word_begins(n->text, n->size, from) || !al_lexicon_find(n->lexicon, n->text, n->size, from, out))
        return 0;
    while (last < n->count && n->tokens[last].to < out->to)
        last++;
    return last < n->count && n->tokens[last].to == out->to ? last + 1 - at : 0;
}

/* Say what begins at token `at`; returns how many tokens that is.  *verbatim: they are said as they are written. */
static size_t say_next(walk *w, size_t at, bool *verbatim)
{
    size_t taken = say_token_at(w, at);
    al_found f;
    size_t known = find_lexeme(w->n, at, &f);
    *verbatim = known >= taken ? known == 0 || f.lexeme->phonemes : false;
    if (known < taken || !known)
        return taken ? taken : 1;
    al_buf_cut(&w->said, 0);
    if (f.lexeme->alias) {
        al_buf_add_string(&w->said, f.lexeme->alias);
        al_buf_add(&w->said, w->n->text + f.ending, f.to - f.ending);
    }
    return known;
}

/* Whether the chunk is written in capitals, as headlines are: then capitals are no sign of an initialism. */
static bool is_shouting(const al_normaliser *n)
{
    size_t caps = 0, words = 0, long_ = 0;
    for (size_t i = 0; i < n->count; i++) {
        const say_token *t = &n->tokens[i];
        if (!(t->flags & SAY_WORD) || (t->flags & SAY_LETTER))
            continue;
        words++;
        caps += (t->flags & SAY_CAPS) != 0;
        const char *b = n->text + t->from;
        size_t size = t->to - t->from, short_ = (unsigned char)*b < 0x80 ? 3 : 6; /* bytes of three letters */
        bool known = size <= short_ || al_say_find(n, "read", b, size) || al_say_find(n, "spell", b, size);
        long_ += (t->flags & SAY_CAPS) && !known;
    }
    return words >= 3 && long_ >= 2 && caps * 10 >= words * 7;
}

static void walk_chunk(walk *w, const char *text, size_t size)
{
    al_normaliser *n = w->n;
    n->text = text;
    n->size = size;
    n->count = al_say_tokenise(n, text, size, n->tokens, SAY_CHUNK + 1, true);
    n->shouting = is_shouting(n);
    if (n->count == 0) {
        size_t spoken = w->out->size - w->start;
        add_blanks(w, 0, size);
        add_piece(w, spoken, w->base, w->base + size, w->out->size - w->start - spoken == size);
        return;
    }
    for (size_t at = 0; at < n->count;) {
        bool verbatim;
        size_t taken = say_next(w, at, &verbatim);
        emit(w, at, at + taken, verbatim);
        at += taken;
    }
}

/* Where to cut so that a chunk is no longer than SAY_CHUNK: behind white space, else behind a code point. */
static size_t chunk_size(const char *text, size_t size)
{
    if (size <= SAY_CHUNK)
        return size;
    size_t end = SAY_CHUNK;
    while (end > SAY_CHUNK / 2 && text[end - 1] != ' ' && text[end - 1] != '\n')
        end--;
    if (end > SAY_CHUNK / 2)
        return end;
    for (end = SAY_CHUNK; ((unsigned char)text[end] & 0xC0) == 0x80; end--)
        ;
    return end;
}

void al_normaliser_lexicon(al_normaliser *n, const al_lookup *lexicon)
{
    n->lexicon = lexicon;
}

static bool normalise_composed(walk *w, const char *text, size_t size)
{
    while (w->base < size) {
        size_t take = chunk_size(text + w->base, size - w->base);
        w->n->final = w->base + take == size;
        walk_chunk(w, text + w->base, take);
        w->base += take;
    }
    return !w->starved && !w->out->failed && !w->said.failed;
}

int al_normalise(al_normaliser *n, const char *text, size_t size, al_buf *out, al_spoken_map *map, aloud_error *err)
{
    if (size > UINT32_MAX / 64)
        return al_fail(err, ALOUD_ERROR_MEMORY, "a text of more than 64 MiB; give it in paragraphs");
    walk w = { .n = n, .out = out, .map = map, .start = out->size };
    al_composed composed;
    al_composed_init(&composed);
    al_buf_init(&w.said, 1 << 20);
    if (map)
        map->count = 0;
    bool done = al_compose(&composed, text, size);
    if (done && composed.count)
        done = normalise_composed(&w, composed.text.data, composed.text.size) && (!map || al_composed_restore(&composed, map));
    else if (done)
        done = normalise_composed(&w, text, size);
    al_composed_release(&composed);
    al_buf_release(&w.said);
    if (!done)
        al_buf_cut(out, w.start);
    return done ? 0 : al_fail_memory(err);
}
