#include "read/cues.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/data.h"
#include "base/text.h"

enum {
    MOST = 512,          /* code points of a line that are looked at; a longer one is prose, not a label */
    DIGITS = 0xE000,     /* stands for a run of digits in a folded line */
    ANY = 0xE001,        /* stands for '*' */
    BUCKETS = 1024,      /* a power of two */
    TASTE = 3000         /* bytes of a file that show which script its lines are in */
};

/* A line as cues see it: letters folded, quotes gone, dashes alike, runs of space and of digits one each. */
typedef struct folded {
    uint32_t at[MOST];   /* code points */
    uint32_t from[MOST]; /* byte where each begins in the line, and */
    uint32_t end[MOST];  /* where it ends */
    size_t count;
} folded;

typedef enum match { IS, STARTS, ENDS } match;

typedef struct entry entry;
struct entry {
    entry *next;
    size_t count;
    al_cue cue;
    bool any; /* holds ANY */
    uint32_t at[];
};

struct al_cues {
    al_arena arena;
    entry *whole[BUCKETS];         /* IS without ANY, by hash */
    entry *lists[3][AL_CUE_COUNT]; /* IS with ANY, STARTS, ENDS */
    al_cue section;                /* being read */
};

static bool is_quote(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        return false;
    return c == '"' || c == '\'' || c == '`' || c == 0xB4 || c == 0x02BB || c == 0x02BC || (c >= 0x2018 && c <= 0x201F) ||
           c == 0xAB || c == 0xBB;
}

/* What a code point counts as; 0 where it counts for nothing. */
static uint32_t fold_one(uint32_t c)
{
    if (is_quote(c))
        return 0;
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c >= '0' && c <= '9' ? DIGITS : c <= ' ' ? ' ' : c;
    switch (u_charType((UChar32)c)) {
    case U_FORMAT_CHAR: return c == 0x200B || c == 0xFEFF ? ' ' : 0;
    case U_DASH_PUNCTUATION: return '-';
    case U_DECIMAL_DIGIT_NUMBER: return DIGITS;
    case U_SPACE_SEPARATOR: case U_LINE_SEPARATOR: case U_PARAGRAPH_SEPARATOR: return ' ';
    case U_UPPERCASE_LETTER: case U_TITLECASE_LETTER: return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
    default: return c == 0x85 ? ' ' : c == 0x2212 ? '-' : c;
    }
}

/* Fold up to MOST code points of line[0..size); false when there are more. */
static bool fold(folded *f, const char *line, size_t size, bool pattern)
{
    size_t at = 0;
    f->count = 0;
    while (at < size) {
        size_t from = at;
        uint32_t c = (unsigned char)line[at] < 0x80 ? (uint32_t)line[at++] : al_text_next(line, size, &at);
        c = pattern && c == '#' ? DIGITS : pattern && c == '*' ? ANY : fold_one(c);
        if (!c)
            continue;
        if ((c == ' ' || c == DIGITS) && f->count && f->at[f->count - 1] == c) {
            f->end[f->count - 1] = (uint32_t)at;
            continue;
        }
        if (f->count == MOST)
            return false;
        f->at[f->count] = c;
        f->from[f->count] = (uint32_t)from;
        f->end[f->count++] = (uint32_t)at;
    }
    return true;
}

static bool is_outer(uint32_t c)
{
    return c == ' ' || (c < 0x80 && strchr(".,:;!?*#-", (int)c)) || c == 0x2022 || c == 0x2026;
}

/* The part [*from, *to) of a folded line without outer punctuation. */
static void strip(const folded *f, size_t *from, size_t *to)
{
    *from = 0;
    *to = f->count;
    while (*to > *from && is_outer(f->at[*to - 1]))
        --*to;
    while (*from < *to && is_outer(f->at[*from]))
        ++*from;
}

static size_t hash(const uint32_t *at, size_t count)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < count; i++)
        h = (h ^ at[i]) * 16777619u;
    return (h ^ h >> 15) & (BUCKETS - 1);
}

static bool word_char(uint32_t c)
{
    return c == DIGITS || al_text_is_letter(c);
}

static int add(al_cues *cues, match how, const char *words, aloud_error *err)
{
    folded f;
    size_t from, to;
    if (!fold(&f, words, strlen(words), true))
        return al_fail(err, ALOUD_ERROR_ENGINE, "a cue is too long");
    if (how == IS)
        strip(&f, &from, &to);
    else
        from = 0, to = f.count;
    if (from == to)
        return 0;
    entry *e = al_arena_alloc(&cues->arena, sizeof *e + (to - from) * sizeof *e->at);
    if (!e)
        return al_fail_memory(err);
    e->count = to - from;
    e->cue = cues->section;
    for (size_t i = 0; i < e->count; i++) {
        e->at[i] = f.at[from + i];
        e->any = e->any || e->at[i] == ANY;
    }
    entry **list = how == IS && !e->any ? &cues->whole[hash(e->at, e->count)] : &cues->lists[how][e->cue];
    e->next = *list;
    *list = e;
    return 0;
}

/* `last` is the section of the line before: most lines are in the same one. */
static al_cue find_section(const char *name, al_cue last)
{
    static const char *const names[] = {
#define X(id, section) [id] = section,
        AL_CUES(X)
#undef X
    };
    size_t i = 0;
    if (last < AL_CUE_COUNT && strcmp(names[last], name) == 0)
        return last;
    while (i < AL_CUE_COUNT && strcmp(names[i], name) != 0)
        i++;
    return (al_cue)i;
}

/* Passed through the data callbacks. */
typedef struct loading {
    al_cues *cues;
    unsigned scripts; /* of the page */
    const char *data;
    const char *path; /* of the file being read */
    aloud_error *err;
} loading;

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    loading *l = user;
    l->cues->section = find_section(section, l->cues->section);
    if (l->cues->section == AL_CUE_COUNT)
        return al_fail_at(l->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: no cue is called [%s]", l->path, line, section);
    if (strcmp(key, "is") == 0)
        return add(l->cues, IS, value, l->err);
    if (strcmp(key, "starts") == 0)
        return add(l->cues, STARTS, value, l->err);
    if (strcmp(key, "ends") == 0)
        return add(l->cues, ENDS, value, l->err);
    return al_fail_at(l->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: '%s' is none of is, starts, ends", l->path, line, key);
}

/* Scripts as bits, by the first bytes of their letters in UTF-8; what Latin has is none. */
static unsigned script_of(unsigned char byte)
{
    static const struct { unsigned char first, last; } scripts[] = {
        { 0xCE, 0xCF }, /* Greek */
        { 0xD0, 0xD3 }, /* Cyrillic */
        { 0xD4, 0xD6 }, /* Armenian */
        { 0xD7, 0xDF }, /* Hebrew, Arabic and their neighbours */
        { 0xE0, 0xE0 }, /* India's, Thai, Lao */
        { 0xE1, 0xE1 }, /* Georgian, Khmer */
        { 0xE3, 0xED }, /* Chinese, Japanese, Korean */
    };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (byte >= scripts[i].first && byte <= scripts[i].last)
            return 1u << i;
    return 0;
}

/* The scripts that a text, with a NUL at its end, has letters of. */
static unsigned scripts_in(const char *text, size_t size)
{
    bool seen[256] = { false };
    unsigned found = 0;
    for (size_t i = 0; i < size; i++)
        seen[(unsigned char)text[i]] = true;
    for (size_t i = 0x80; i < 256; i++)
        found |= seen[i] ? script_of((unsigned char)i) : 0;
    for (const char *p = text; seen['&'] && (p = memmem(p, size - (size_t)(p - text), "&#", 2)) != NULL; p += 2) {
        bool hex = p[2] == 'x' || p[2] == 'X';
        unsigned long c = strtoul(p + 2 + hex, NULL, hex ? 16 : 10);
        if (c >= 0x80 && c < 0x10000)
            found |= script_of((unsigned char)(c < 0x800 ? 0xC0 | c >> 6 : 0xE0 | c >> 12));
    }
    return found;
}

/* Whether cues could fit a text in `scripts`: not where most of their lines are in one that the text has no letter of. */
static bool matters(const char *cues, size_t size, unsigned scripts)
{
    size_t lines = 0, foreign = 0;
    unsigned line = 0;
    for (size_t i = 0; i < size && i < TASTE; i++) {
        if ((unsigned char)cues[i] >= 0x80) {
            line |= script_of((unsigned char)cues[i]);
        } else if (cues[i] == '\n') {
            lines++;
            foreign += line && !(line & scripts);
            line = 0;
        }
    }
    return foreign * 2 <= lines;
}

static int take_language(void *user, const char *name)
{
    loading *l = user;
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s/cues.ini", l->data, name);
    l->path = al_buf_string(&path);
    al_buf text;
    al_buf_init(&text, AL_DATA_LIMIT);
    int status = path.failed ? al_fail_memory(l->err) : al_data_file(l->path, &text, l->err);
    if (!status && matters(text.data, text.size, l->scripts))
        status = al_data_lines(l->path, &text, take_line, l, l->err);
    al_buf_release(&text);
    al_buf_release(&path);
    return status < 0 ? status : 0;
}

int al_cues_load(const char *data, const char *text, size_t size, al_cues **out, aloud_error *err)
{
    al_cues *cues = calloc(1, sizeof *cues);
    if (!cues)
        return al_fail_memory(err);
    al_arena_init(&cues->arena, 64u << 20);
    loading l = { .cues = cues, .data = data, .err = err, .scripts = scripts_in(text, size) };
    int status = al_data_list(data, "", take_language, &l, err);
    if (status)
        al_cues_free(cues);
    else
        *out = cues;
    return status;
}

void al_cues_free(al_cues *cues)
{
    if (!cues)
        return;
    al_arena_release(&cues->arena);
    free(cues);
}

/* Whether the pattern matches all of at[0..count): ANY stands for one or more code points. */
static bool glob(const entry *e, const uint32_t *at, size_t count)
{
    size_t p = 0, i = 0, star = SIZE_MAX, back = 0;
    uint32_t last = e->at[e->count - 1];
    if (e->count > count || (e->at[0] != ANY && e->at[0] != at[0]) || (last != ANY && last != at[count - 1]))
        return false;
    while (i < count) {
        if (p < e->count && e->at[p] == ANY) {
            star = p++;
            back = ++i; /* ANY takes at least one */
        } else if (p < e->count && e->at[p] == at[i]) {
            p++;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++back;
        } else {
            return false;
        }
    }
    return p == e->count;
}

static bool same(const entry *e, const uint32_t *at)
{
    return memcmp(e->at, at, e->count * sizeof *at) == 0;
}

static bool is_whole(const al_cues *cues, al_cue cue, const uint32_t *at, size_t count)
{
    for (const entry *e = cues->whole[hash(at, count)]; e; e = e->next)
        if (e->cue == cue && e->count == count && same(e, at))
            return true;
    for (const entry *e = cues->lists[IS][cue]; e; e = e->next)
        if (glob(e, at, count))
            return true;
    return false;
}

/* Folded code points at the start that a STARTS of the cue covers; 0: none. */
static size_t starts(const al_cues *cues, al_cue cue, const folded *f)
{
    size_t best = 0;
    for (const entry *e = cues->lists[STARTS][cue]; e; e = e->next) {
        if (e->count <= best || e->count > f->count || !same(e, f->at))
            continue;
        if (e->count < f->count && word_char(e->at[e->count - 1]) && word_char(f->at[e->count]))
            continue;
        best = e->count;
    }
    return best;
}

static size_t ends(const al_cues *cues, al_cue cue, const folded *f)
{
    size_t best = 0, count = f->count;
    while (count && f->at[count - 1] == ' ')
        count--;
    for (int without = 0; without < 2 && !best; without++) {
        /* "contributed to this report." ends like "contributed to this report". */
        if (without && (!count || f->at[count - 1] != '.'))
            break;
        count -= (size_t)without;
        for (const entry *e = cues->lists[ENDS][cue]; e; e = e->next) {
            if (e->count <= best || e->count > count || !same(e, f->at + count - e->count))
                continue;
            if (e->count < count && word_char(e->at[0]) && word_char(f->at[count - e->count - 1]))
                continue;
            best = e->count;
        }
    }
    return best ? count - best : f->count;
}

/* Fold the last MOST / 2 code points or so of a line; *skipped bytes lie before them. */
static void fold_tail(folded *f, const char *line, size_t size, size_t *skipped)
{
    size_t skip = size > MOST ? size - MOST : 0;
    while (skip > 0 && ((unsigned char)line[skip] & 0xC0) == 0x80)
        skip--;
    *skipped = skip;
    fold(f, line + skip, size - skip, false);
}

al_cue_set al_cues_fit(const al_cues *cues, const char *line)
{
    folded f, tail;
    size_t from, to, skipped, size = strlen(line);
    al_cue_set set = 0;
    bool all = fold(&f, line, size, false);
    if (all) {
        strip(&f, &from, &to);
        const entry *e = from < to ? cues->whole[hash(f.at + from, to - from)] : NULL;
        for (; e; e = e->next)
            if (e->count == to - from && same(e, f.at + from))
                set |= AL_CUE_BIT(e->cue);
        for (int c = 0; c < AL_CUE_COUNT && from < to; c++)
            for (e = cues->lists[IS][c]; e && !(set & AL_CUE_BIT(c)); e = e->next)
                if (glob(e, f.at + from, to - from))
                    set |= AL_CUE_BIT(c);
    } else {
        fold_tail(&tail, line, size, &skipped);
    }
    for (int c = 0; c < AL_CUE_COUNT; c++) {
        const folded *end = all ? &f : &tail;
        if (starts(cues, (al_cue)c, &f) > 0 || ends(cues, (al_cue)c, end) < end->count)
            set |= AL_CUE_BIT(c);
    }
    return set;
}

size_t al_cue_prefix(const al_cues *cues, al_cue cue, const char *line)
{
    folded f;
    size_t from, to, size = strlen(line);
    if (fold(&f, line, size, false)) {
        strip(&f, &from, &to);
        if (from < to && is_whole(cues, cue, f.at + from, to - from))
            return size;
    }
    size_t n = starts(cues, cue, &f);
    if (!n)
        return 0;
    size_t end = f.end[n - 1];
    while (line[end] == ' ')
        end++;
    return end;
}

size_t al_cue_suffix(const al_cues *cues, al_cue cue, const char *line)
{
    folded f;
    size_t skipped, size = strlen(line);
    fold_tail(&f, line, size, &skipped);
    size_t n = ends(cues, cue, &f);
    return n < f.count ? skipped + f.from[n] : size;
}

bool al_cue_within(const al_cues *cues, al_cue cue, const char *line)
{
    folded f;
    fold(&f, line, strlen(line), false);
    for (size_t i = 0; i < f.count; i++) {
        if (!word_char(f.at[i]) || (i && word_char(f.at[i - 1])))
            continue;
        for (size_t j = i + 1; j <= f.count && j - i <= 40; j++)
            if ((j == f.count || !word_char(f.at[j])) && word_char(f.at[j - 1]) && is_whole(cues, cue, f.at + i, j - i))
                return true;
    }
    return false;
}
