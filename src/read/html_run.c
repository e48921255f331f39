#include "read/html_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"

static const size_t MOST = (size_t)1 << 30;

void al_run_init(al_run *r)
{
    *r = (al_run){ 0 };
    al_buf_init(&r->text, MOST);
}

void al_run_release(al_run *r)
{
    al_buf_release(&r->text);
    free(r->spans);
    *r = (al_run){ 0 };
}

/* What windows-1252 has where references like "&#146;" put a control character (HTML, section 13.2.5.84). */
static unsigned mend(unsigned c)
{
    static const unsigned short table[32] = {
        0x20AC, 0x20, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x20, 0x17D, 0x20,
        0x20, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x20, 0x17E, 0x178,
    };
    return c >= 0x80 && c < 0xA0 ? table[c - 0x80] : c;
}

void al_run_add(al_run *r, const char *bytes, size_t size, uint32_t line)
{
    size_t at = 0, from = 0;
    while (at < size) {
        size_t start = at;
        unsigned c = al_text_next(bytes, size, &at), m = mend(c);
        bool space = al_text_is_space(m);
        line += c == '\n';
        if (!space && !r->gap && m == c && r->text.size)
            continue;
        al_buf_add(&r->text, bytes + from, start - from);
        from = at;
        if (space) {
            r->gap = true;
            continue;
        }
        if (!r->text.size)
            r->line = line;
        else if (r->gap)
            al_buf_add_byte(&r->text, ' ');
        r->gap = false;
        al_buf_add_code_point(&r->text, m);
    }
    al_buf_add(&r->text, bytes + from, size - from);
    r->failed = r->failed || r->text.failed;
}

void al_run_space(al_run *r)
{
    r->gap = true;
}

static bool grow(al_run *r)
{
    if (!al_grow(&r->spans, &r->room, r->count, sizeof *r->spans))
        r->failed = true;
    return !r->failed;
}

void al_run_open(al_run *r, al_span_kind kind, const char *value)
{
    if (grow(r))
        r->spans[r->count++] = (al_run_span){ kind, r->text.size, SIZE_MAX, value };
}

void al_run_close(al_run *r, al_span_kind kind, const char *value)
{
    for (size_t i = r->count; i-- > 0;) {
        al_run_span *s = &r->spans[i];
        if (s->to == SIZE_MAX && s->kind == kind && s->value == value) {
            s->to = r->text.size;
            return;
        }
    }
}

void al_run_clear(al_run *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++)
        if (r->spans[i].to == SIZE_MAX) {
            r->spans[kept] = r->spans[i];
            r->spans[kept++].from = 0;
        }
    r->count = kept;
    al_buf_cut(&r->text, 0);
    r->gap = false;
    r->line = 0;
}

void al_run_move(al_run *to, al_run *from)
{
    if (from->text.size) {
        size_t base = to->text.size + (to->text.size > 0);
        if (!to->text.size)
            to->line = from->line;
        else
            al_buf_add_byte(&to->text, ' ');
        al_buf_add(&to->text, from->text.data, from->text.size);
        for (size_t i = 0; i < from->count && grow(to); i++) {
            al_run_span s = from->spans[i];
            s.from += base;
            s.to = s.to == SIZE_MAX ? to->text.size : s.to + base;
            to->spans[to->count++] = s;
        }
    }
    to->failed = to->failed || to->text.failed;
    al_run_clear(from);
}

bool al_run_is_blank(const al_run *r)
{
    return al_text_is_blank(al_buf_string(&r->text));
}

static int by_from(const void *a, const void *b)
{
    const al_run_span *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to < y->to) - (x->to > y->to);
}

bool al_run_give(const al_run *r, al_article *a, al_node *node)
{
    const char *text = al_arena_copy(&a->arena, al_buf_string(&r->text), r->text.size);
    al_run_span *spans = r->count ? malloc(r->count * sizeof *spans) : NULL;
    bool ok = text && (spans || !r->count);
    if (ok) {
        node->text = text;
        if (!node->line)
            node->line = r->line;
    }
    if (ok && r->count) {
        memcpy(spans, r->spans, r->count * sizeof *spans);
        qsort(spans, r->count, sizeof *spans, by_from);
    }
    al_span **end = &node->spans;
    while (*end)
        end = &(*end)->next;
    for (size_t i = 0; ok && i < r->count; i++) {
        size_t from = spans[i].from, to = spans[i].to < r->text.size ? spans[i].to : r->text.size;
        while (from < to && text[from] == ' ')
            from++;
        if (from == to)
            continue;
        /* Appended here and not by al_node_span, which looks for the place: a list of links would be quadratic. */
        al_span *s = al_arena_alloc(&a->arena, sizeof *s);
        ok = s != NULL;
        if (ok) {
            *s = (al_span){ .from = (uint32_t)from, .to = (uint32_t)to, .kind = spans[i].kind };
            s->value = spans[i].value ? al_arena_string(&a->arena, spans[i].value) : NULL;
            ok = s->value || !spans[i].value;
            *end = s;
            end = &s->next;
        }
    }
    free(spans);
    return ok;
}
