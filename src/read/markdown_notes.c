/* Footnotes, which Markdown's parser does not know: "[^label]: text" with what is indented below it. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

#include "read/markdown_html.h"

enum { LABEL = 100 };

static const size_t LIMIT = (size_t)1 << 29;

struct line {
    size_t from, to; /* with its newline */
    size_t indent;   /* columns of white space */
    size_t begin;    /* first byte that is none */
    bool blank;
};

static struct line line_at(const char *text, size_t size, size_t at)
{
    const char *end = memchr(text + at, '\n', size - at);
    struct line l = { .from = at, .to = end ? (size_t)(end - text) + 1 : size, .begin = at };
    while (l.begin < l.to && (text[l.begin] == ' ' || text[l.begin] == '\t')) {
        l.indent += text[l.begin] == '\t' ? 4 - l.indent % 4 : 1;
        l.begin++;
    }
    l.blank = l.begin == l.to || text[l.begin] == '\n' || text[l.begin] == '\r';
    return l;
}

/* The length of a code fence's run of marks at the line's beginning, 0 where it is none. */
static size_t fence_of(const char *text, const struct line *l)
{
    char mark = l->begin < l->to ? text[l->begin] : 0;
    size_t n = 0;
    if ((mark != '`' && mark != '~') || l->indent > 3)
        return 0;
    while (l->begin + n < l->to && text[l->begin + n] == mark)
        n++;
    return n >= 3 ? n : 0;
}

/* Bytes of "[^label]:" at the line's beginning; 0 where it does not begin so. */
static size_t mark_of(const char *text, const struct line *l)
{
    const char *s = text + l->begin;
    size_t most = l->to - l->begin, n = 2;
    if (l->indent > 3 || most < 5 || s[0] != '[' || s[1] != '^')
        return 0;
    while (n < most && n < LABEL && s[n] != ']' && s[n] != '[' && s[n] != ' ' && s[n] != '\n')
        n++;
    return n > 2 && n + 1 < most && s[n] == ']' && s[n + 1] == ':' ? n + 2 : 0;
}

static al_markdown_note *new_note(al_markdown_notes *notes)
{
    bool room = al_grow(&notes->list, &notes->room, notes->count, sizeof *notes->list);
    return room ? &notes->list[notes->count++] : NULL;
}

static void blank_out(char *text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (text[i] != '\n')
            text[i] = ' ';
}

/* The definition whose first line is `l`, and the lines that belong to it.  Returns where it ends. */
static size_t take_note(char *text, const char *labels, size_t size, struct line l, size_t mark, size_t *number,
                        al_markdown_notes *notes)
{
    al_markdown_note *n = new_note(notes);
    if (!n)
        return size + 1;
    *n = (al_markdown_note){ .label = labels + l.begin + 2, .label_size = mark - 4, .line = *number, .from = notes->text.size };
    al_buf_add(&notes->text, text + l.begin + mark, l.to - l.begin - mark);
    blank_out(text, l.from, l.to);
    bool gap = false;
    size_t at = l.to, line = *number;
    while (at < size) {
        l = line_at(text, size, at);
        line++;
        if (!l.blank && (mark_of(text, &l) || (gap && l.indent < 2) || (!gap && l.indent < 2 && fence_of(text, &l))))
            break;
        gap = l.blank;
        at = l.to;
        if (gap) {
            al_buf_add_byte(&notes->text, '\n');
            continue;
        }
        size_t cut = l.from;
        while (cut < l.begin && cut < l.from + 4 && text[cut] == ' ')
            cut++;
        cut += cut == l.from && cut < l.begin; /* a tab */
        al_buf_add(&notes->text, text + cut, l.to - cut);
        blank_out(text, l.from, l.to);
    }
    *number = line - (at < size);
    al_buf_add_byte(&notes->text, '\n');
    n->to = notes->text.size;
    return at;
}

static int by_label(const void *a, const void *b)
{
    const al_markdown_note *x = *(al_markdown_note *const *)a, *y = *(al_markdown_note *const *)b;
    size_t n = x->label_size < y->label_size ? x->label_size : y->label_size;
    int order = memcmp(x->label, y->label, n);
    if (!order && x->label_size != y->label_size)
        return x->label_size < y->label_size ? -1 : 1;
    return order ? order : (x > y) - (x < y);
}

static bool sort(al_markdown_notes *notes)
{
    notes->sorted = notes->count ? malloc(notes->count * sizeof *notes->sorted) : NULL;
    if (!notes->sorted)
        return notes->count == 0;
    for (size_t i = 0; i < notes->count; i++)
        notes->sorted[i] = &notes->list[i];
    qsort(notes->sorted, notes->count, sizeof *notes->sorted, by_label);
    return true;
}

bool al_markdown_take_notes(char *text, const char *labels, size_t size, al_markdown_notes *notes)
{
    size_t fence = 0, number = 0;
    char mark = 0;
    *notes = (al_markdown_notes){ 0 };
    al_buf_init(&notes->text, LIMIT);
    for (size_t at = 0; at < size;) {
        struct line l = line_at(text, size, at);
        size_t marks = fence_of(text, &l), note = fence ? 0 : mark_of(text, &l);
        number++;
        at = l.to;
        if (note) {
            at = take_note(text, labels, size, l, note, &number, notes);
            if (at > size)
                return false;
        } else if (!fence && marks) {
            fence = marks;
            mark = text[l.begin];
        } else if (fence && marks >= fence && text[l.begin] == mark) {
            fence = 0;
        }
    }
    return !notes->text.failed && sort(notes);
}

void al_markdown_notes_release(al_markdown_notes *notes)
{
    free(notes->list);
    free(notes->sorted);
    al_buf_release(&notes->text);
    *notes = (al_markdown_notes){ 0 };
}
