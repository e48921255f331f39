#include "script/sentences.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/arena.h"
#include "base/data.h"
#include "base/text.h"
#include "voice/languages.h"

/* What a word with a full stop behind it, or a word that comes next, tells. */
#define KINDS(X)                                                                                                       \
    X(GOES_ON, "goes-on")              /* "Dr.": the sentence goes on */                                               \
    X(BEFORE_NUMBER, "before-number")  /* "No.": it does before a number */                                            \
    X(MAY_END, "may-end")              /* "Inc.": it does unless the next word begins sentences */                     \
    X(STARTER, "starter")              /* a word that begins sentences */

typedef enum kind {
#define X(id, name) id,
    KINDS(X)
#undef X
    KIND_COUNT
} kind;

enum { BUCKETS = 512, LONGEST = 40 /* bytes of a word */ };

typedef struct entry entry;
struct entry {
    entry *next;
    const char *word;
    kind kind;
};

struct al_sentences {
    al_arena arena;
    entry *buckets[BUCKETS];
    bool ordinals; /* a full stop behind a number makes it an ordinal */
};

static const char *const names[] = {
#define X(id, name) name,
    KINDS(X)
#undef X
};

/* ---- the file --------------------------------------------------------------------------------------------------- */

static size_t hash(const char *word, size_t size)
{
    size_t h = 2166136261u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ (unsigned char)word[i]) * 16777619u;
    return (h ^ h >> 15) % BUCKETS;
}

static bool has(const al_sentences *s, kind k, const char *word, size_t size)
{
    for (const entry *e = s->buckets[hash(word, size)]; e; e = e->next)
        if (e->kind == k && strlen(e->word) == size && memcmp(e->word, word, size) == 0)
            return true;
    return false;
}

typedef struct loading {
    al_sentences *to;
    const char *path;
    aloud_error *err;
} loading;

static int add_words(const loading *l, kind k, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        entry *e = n ? al_arena_alloc(&l->to->arena, sizeof *e) : NULL;
        if (n && (!e || !(e->word = al_arena_copy(&l->to->arena, words, n))))
            return al_fail_memory(l->err);
        if (n) {
            entry **bucket = &l->to->buckets[hash(words, n)];
            e->kind = k;
            e->next = *bucket;
            *bucket = e;
        }
        words += n;
        words += strspn(words, " ");
    }
    return 0;
}

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    const loading *l = user;
    if (strcmp(section, "rules") == 0 && strcmp(key, "ordinals") == 0 && (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0)) {
        l->to->ordinals = *value == 'y';
        return 0;
    }
    for (kind k = 0; k < KIND_COUNT; k++)
        if (strcmp(section, names[k]) == 0 && strcmp(key, "words") == 0)
            return add_words(l, k, value);
    return al_fail_at(l->err, ALOUD_ERROR_ENGINE, line,
                      "%s:%ld: [%s] %s: there are ordinals = yes in [rules], and words = ... in [goes-on], [before-number], "
                      "[may-end], [starter]",
                      l->path, line, section, key);
}

int al_sentences_load(const char *data, const char *language, al_sentences **out, aloud_error *err)
{
    al_sentences *s = calloc(1, sizeof *s);
    if (!s)
        return al_fail_memory(err);
    al_arena_init(&s->arena, 4 << 20);
    al_buf path;
    al_buf_init(&path, 1 << 16);
    char tag[64];
    al_language_normal(language, tag, sizeof tag);
    int status = 1;
    do {
        al_buf_cut(&path, 0);
        al_buf_printf(&path, "%s/%s/sentences.ini", data, tag);
        loading l = { s, al_buf_string(&path), err };
        status = path.failed ? al_fail_memory(err) : al_data_ini(l.path, take_line, &l, err);
    } while (status == 1 && al_language_cut(tag));
    al_buf_release(&path);
    if (status) {
        al_sentences_free(s);
        s = NULL;
    }
    if (status >= 0)
        *out = s;
    return status < 0 ? status : 0;
}

void al_sentences_free(al_sentences *s)
{
    if (!s)
        return;
    al_arena_release(&s->arena);
    free(s);
}

/* ---- what stands before and behind ------------------------------------------------------------------------------ */

static size_t step_back(const char *text, size_t at)
{
    do
        at--;
    while (at && ((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

static unsigned code_at(const char *text, size_t size, size_t at)
{
    return at < size ? al_text_next(text, size, &at) : ' ';
}

/* Of a word: letters, digits, what joins them; an apostrophe parts words ("l'avv."). */
static bool of_word(unsigned c)
{
    return al_text_is_letter(c) || al_text_is_digit(c) || c == '-' || c == '.' || c == 0xBA || c == 0xAA;
}

static bool is_roman(const char *word, size_t size)
{
    return size && strspn(word, "IVXLC") >= size;
}

static bool is_number(const char *word, size_t size)
{
    size_t digits = 0;
    while (digits < size && word[digits] >= '0' && word[digits] <= '9')
        digits++;
    return digits && digits == size;
}

/* One capital, or a few letters with full stops between: "J", "J.R.R", "U.S", "J.-P". */
static bool is_initials(const char *word, size_t size)
{
    size_t run = 0, letters = 0, capitals = 0;
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(word, size, &at);
        bool letter = al_text_is_letter(c);
        if (!letter && c != '.' && c != '-')
            return false;
        run = letter ? run + 1 : 0;
        if (run > 2)
            return false;
        letters += letter;
        capitals += letter && al_text_is_upper(c);
    }
    return letters && (letters == 1 ? capitals == 1 : memchr(word, '.', size) != NULL);
}

/* Whether it is listed as it stands, or in small letters where it begins with a capital. */
static bool is_listed(const al_sentences *s, kind k, const char *word, size_t size)
{
    char small[LONGEST + 8];
    if (!size || size > LONGEST)
        return false;
    if (has(s, k, word, size))
        return true;
    size_t at = 0, n = 0;
    UBool bad = false;
    unsigned c = al_text_next(word, size, &at);
    U8_APPEND(small, n, 4, (UChar32)u_tolower((UChar32)c), bad);
    memcpy(small + n, word + at, size - at);
    return !bad && has(s, k, small, n + size - at);
}

/* The word that ends before byte `stop`. */
static size_t word_before(const char *text, size_t stop)
{
    size_t from = stop;
    while (from && stop - from < LONGEST) {
        size_t before = step_back(text, from);
        if (!of_word(code_at(text, stop, before)))
            break;
        from = before;
    }
    while (from < stop && (text[from] == '-' || text[from] == '.'))
        from++;
    return from;
}

al_break al_sentences_break(const al_sentences *s, const char *text, size_t size, size_t stop, size_t next)
{
    size_t from = word_before(text, stop), n = stop - from;
    const char *word = text + from;
    if (!n)
        return AL_BREAK_ASK;
    while (next < size && !of_word(code_at(text, size, next)) && !al_text_is_space(code_at(text, size, next)))
        al_text_next(text, size, &next);
    size_t to = next;
    while (to < size && of_word(code_at(text, size, to)) && text[to] != '.')
        al_text_next(text, size, &to);
    bool initial = code_at(text, size, to) == '.' && al_text_points(text + next, to - next) == 1;
    bool starter = is_listed(s, STARTER, text + next, to - next) && !initial;
    bool number = al_text_is_digit(code_at(text, size, next)) || (is_roman(text + next, to - next) && !starter);
    if (is_listed(s, GOES_ON, word, n))
        return AL_BREAK_NEVER;
    if (is_listed(s, BEFORE_NUMBER, word, n) && number)
        return AL_BREAK_NEVER;
    if (is_listed(s, MAY_END, word, n) || is_initials(word, n))
        return starter ? AL_BREAK_ALWAYS : AL_BREAK_NEVER;
    if (s->ordinals && ((is_number(word, n) && n <= 3) || is_roman(word, n)))
        return starter || is_listed(s, BEFORE_NUMBER, text + next, to - next) ? AL_BREAK_ALWAYS
                                                                              : AL_BREAK_NEVER;
    /* A number in figures begins a sentence as well as a capital does; Unicode's rules look past it.  Behind a few letters it may
     * be an abbreviation that is not listed. */
    return number && !is_number(word, n) && al_text_points(word, n) > 3 ? AL_BREAK_ALWAYS : AL_BREAK_ASK;
}
