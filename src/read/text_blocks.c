#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/grow.h"
#include "base/text.h"
#include "read/text.h"

/* A line of the input before lines are joined. */
typedef struct line {
    const char *at;
    size_t size;     /* without white space at the ends */
    size_t width;    /* code points with the indentation */
    size_t first;    /* code points of its first word */
    uint32_t number;
} line;

typedef struct lines {
    line *at;
    size_t count, room;
} lines;

static bool is_break(const char *text, size_t size, size_t at, size_t *after)
{
    unsigned char c = (unsigned char)text[at];
    if (c == '\r') {
        *after = at + 1 + (at + 1 < size && text[at + 1] == '\n');
        return true;
    }
    *after = at + 1;
    return c == '\n' || c == '\f' || c == '\v';
}

static bool push(lines *ls, line l)
{
    if (!al_grow(&ls->at, &ls->room, ls->count, sizeof *ls->at))
        return false;
    ls->at[ls->count++] = l;
    return true;
}

/* Trim a line and measure it. */
static line measure(const char *text, size_t from, size_t to, uint32_t number)
{
    line l = { .number = number };
    size_t at = from, indent = 0;
    while (at < to) {
        size_t here = at;
        if (!al_text_is_space(al_text_next(text, to, &at))) {
            at = here;
            break;
        }
        indent++;
    }
    l.at = text + at;
    size_t end = at, columns = 0;
    bool word = true;
    for (size_t i = at; i < to;) {
        bool space = al_text_is_space(al_text_next(text, to, &i));
        columns++;
        if (space) {
            word = false;
            continue;
        }
        end = i;
        l.first += word;
        l.width = indent + columns;
    }
    l.size = end - at;
    return l;
}

static bool split(lines *ls, const char *text, size_t size)
{
    uint32_t number = 1;
    for (size_t from = 0, at = 0; at <= size; at++) {
        size_t after = at;
        if (at < size && !is_break(text, size, at, &after))
            continue;
        if (!push(ls, measure(text, from, at, number)))
            return false;
        number++;
        if (at == size)
            break;
        from = after;
        at = after - 1;
    }
    return true;
}

static int by_width(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* The column at which lines would be wrapped if they were: that of nearly all lines; 0 where lines are as long as paragraphs, or so
 * short that they can only be verse. */
static size_t wrap_column(const lines *ls)
{
    size_t *widths = malloc((ls->count ? ls->count : 1) * sizeof *widths), n = 0;
    if (!widths)
        return 0;
    for (size_t i = 0; i < ls->count; i++)
        if (ls->at[i].size)
            widths[n++] = ls->at[i].width;
    if (n)
        qsort(widths, n, sizeof *widths, by_width);
    size_t column = n ? widths[n - 1 - n / 50] : 0;
    free(widths);
    return column < 50 || column > 110 ? 0 : column;
}

/* Bytes of a list's mark with the white space after it; 0 where there is none. */
static size_t bullet(const char *text, size_t size, bool *ordered)
{
    size_t at = 0, digits = 0;
    *ordered = false;
    unsigned c = al_text_next(text, size, &at);
    if (c == 0x2022 || c == 0x2023 || c == 0x25E6 || c == 0x25AA || c == 0x25CF || c == 0x00B7 || c == '*' || c == '-') {
        size_t mark = at;
        while (at < size && (text[at] == ' ' || text[at] == '\t'))
            at++;
        return at > mark || c > 0x80 ? at : 0;
    }
    for (at = 0; at < size && text[at] >= '0' && text[at] <= '9'; at++)
        digits++;
    if (!digits || digits > 3 || at + 1 >= size || (text[at] != '.' && text[at] != ')') || text[at + 1] != ' ')
        return 0;
    *ordered = true;
    for (at++; at < size && text[at] == ' ';)
        at++;
    return at;
}

static bool closes(unsigned c)
{
    int8_t t = u_charType((UChar32)c);
    return c == '"' || c == '\'' || t == U_END_PUNCTUATION || t == U_FINAL_PUNCTUATION || t == U_INITIAL_PUNCTUATION || c == 0x201C;
}

static bool is_end_mark(unsigned c)
{
    return c == 0x2026 || u_hasBinaryProperty((UChar32)c, UCHAR_S_TERM);
}

/* Fill in what the rules want to know of a block's text. */
static void look(al_block *b)
{
    size_t size = strlen(b->text), at = 0;
    unsigned last = 0;
    bool pending = false;
    while (at < size) {
        unsigned c = al_text_next(b->text, size, &at);
        b->length++;
        if (is_end_mark(c))
            pending = true;
        else if (al_text_is_space(c)) {
            b->sentences += pending;
            pending = false;
        } else if (!closes(c))
            pending = false;
        if (!closes(c) && !al_text_is_space(c))
            last = c;
    }
    b->sentences += pending;
    b->ends = is_end_mark(last) || last == ':' || last == ',' || last == ';';
    b->words = al_text_words(b->text);
    b->label = !b->ends && b->words <= 25 && b->length <= 180;
    b->prose = b->words >= 26 || (b->ends && b->words >= 4);
}

static bool add_block(al_blocks *bs, const line *from, const line *to, bool gap)
{
    al_block *b = &bs->at[bs->count];
    al_buf text, key, whole;
    al_buf_init(&text, SIZE_MAX / 4);
    al_buf_init(&key, SIZE_MAX / 4);
    al_buf_init(&whole, SIZE_MAX / 4);
    *b = (al_block){ .line = from->number, .gap = gap, .seconds = -1 };
    size_t skip = bullet(from->at, from->size, &b->ordered);
    b->bullet = skip > 0 && skip < from->size;
    if (b->ordered)
        b->number = strtol(from->at, NULL, 10);
    for (const line *l = from; l <= to; l++) {
        size_t cut = l == from && b->bullet ? skip : 0;
        if (text.size)
            al_buf_add_byte(&text, ' ');
        al_text_collapse(&text, l->at + cut, l->size - cut);
    }
    al_text_key(&key, al_buf_string(&text));
    if (b->bullet) {
        al_text_collapse(&whole, from->at, skip);
        al_buf_printf(&whole, " %s", al_buf_string(&text));
    }
    b->text = al_arena_copy(bs->arena, al_buf_string(&text), text.size);
    b->key = al_arena_copy(bs->arena, al_buf_string(&key), key.size);
    b->whole = b->bullet ? al_arena_copy(bs->arena, al_buf_string(&whole), whole.size) : b->text;
    bool ok = !text.failed && !key.failed && !whole.failed && b->text && b->key && b->whole;
    if (ok && !al_text_is_blank(b->text)) {
        look(b);
        b->cues = al_cues_fit(bs->cues, b->text);
        bs->count++;
    }
    al_buf_release(&text);
    al_buf_release(&key);
    al_buf_release(&whole);
    return ok;
}

/* Whether a line stops in the middle of a sentence: it has no end mark, or the next one begins with a small letter. */
static bool breaks_sentence(const line *l)
{
    size_t at = 0;
    if (al_text_is_lower(al_text_next(l[1].at, l[1].size, &at)))
        return true;
    unsigned last = 0;
    for (at = 0; at < l->size;) {
        unsigned c = al_text_next(l->at, l->size, &at);
        last = closes(c) ? last : c;
    }
    return !is_end_mark(last) && last != ':';
}

static bool is_full(const line *l, size_t column)
{
    return l->width + 1 + l[1].first > column;
}

/* Whether the lines [from, to], with nothing between them, are a paragraph that was wrapped: lines stop where the next one's first
 * word would not have fitted any more. */
static bool is_wrapped(const line *from, const line *to, size_t column)
{
    size_t full = 0, breaks = (size_t)(to - from), widest = 0;
    for (const line *l = from; l < to; l++)
        widest = l->width > widest ? l->width : widest;
    size_t own = widest + 8 < column ? 0 : widest; /* one short line under a heading is no column */
    for (const line *l = from; l < to && own; l++)
        full += is_full(l, own);
    return own && full * 4 >= breaks * 3;
}

/* Whether a line of a wrapped paragraph goes on in the next one.  Not every program that wraps fills its lines to the same
 * column. */
static bool goes_on(const line *l, size_t column)
{
    bool ordered, dashes = l->at[0] == '-' && l->at[1] == ' ';
    if (bullet(l[1].at, l[1].size, &ordered) && (l[1].at[0] != '-' || dashes))
        return false;
    return is_full(l, column) || (l->width * 2 >= column && breaks_sentence(l));
}

/* The last line of the run of lines that begins at `i`. */
static size_t run_end(const lines *ls, size_t i)
{
    while (i + 1 < ls->count && ls->at[i + 1].size)
        i++;
    return i;
}

bool al_blocks_cut(al_blocks *bs, const char *text, size_t size)
{
    lines ls = { 0 };
    bool ok = split(&ls, text, size), gap = true;
    bs->at = ok ? al_arena_array(bs->arena, ls.count, sizeof *bs->at) : NULL;
    bs->count = 0;
    ok = ok && bs->at;
    size_t column = ok ? wrap_column(&ls) : 0, gaps = 0, end = 0;
    bool wrapped = false;
    for (size_t i = 0; ok && i < ls.count; i++) {
        if (!ls.at[i].size) {
            gap = true;
            continue;
        }
        if (gap) {
            end = run_end(&ls, i);
            wrapped = column && is_wrapped(&ls.at[i], &ls.at[end], column);
        }
        size_t from = i;
        while (wrapped && i < end && goes_on(&ls.at[i], column))
            i++;
        gaps += gap;
        ok = add_block(bs, &ls.at[from], &ls.at[i], gap);
        gap = false;
    }
    bs->flat = gaps <= 1;
    bs->spaced = bs->count >= 3 && gaps * 4 >= bs->count * 3;
    bs->title = bs->count;
    free(ls.at);
    return ok;
}

void al_block_settle(al_block *b, al_kind kind, const char *why)
{
    if (b->settled)
        return;
    b->settled = true;
    b->kind = kind;
    b->why = why;
}

bool al_block_bears(const al_block *b, al_cue cue)
{
    return (b->cues & AL_CUE_BIT(cue)) != 0;
}

bool al_block_same(const al_block *a, const al_block *b)
{
    return a->key[0] && strcmp(a->key, b->key) == 0;
}

static bool stands(const al_block *b)
{
    return !b->settled || b->kind != AL_OMITTED;
}

size_t al_blocks_before(const al_blocks *bs, size_t i)
{
    while (i-- > 0)
        if (stands(&bs->at[i]))
            return i;
    return bs->count;
}

size_t al_blocks_after(const al_blocks *bs, size_t i)
{
    while (++i < bs->count)
        if (stands(&bs->at[i]))
            return i;
    return bs->count;
}

long al_block_times(const char *text)
{
    long longest = -1;
    const char *c = text;
    while (*c) {
        long parts[3] = { 0 }, n = 0, digits = 0;
        while (n < 3) {
            for (digits = 0; *c >= '0' && *c <= '9' && digits < 3; c++, digits++)
                parts[n] = parts[n] * 10 + (*c - '0');
            if (!digits || (n && digits != 2))
                return -1;
            n++;
            if (*c != ':')
                break;
            c++;
        }
        if (n < 2)
            return -1;
        long seconds = n == 2 ? parts[0] * 60 + parts[1] : parts[0] * 3600 + parts[1] * 60 + parts[2];
        longest = seconds > longest ? seconds : longest;
        while (*c && (*c == ' ' || *c == '/' || *c == '|' || *c == '-'))
            c++;
    }
    return longest;
}
