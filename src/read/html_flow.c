#include "read/html_flow.h"

#include <string.h>

#include "base/text.h"
#include "read/html_build.h"
#include "read/html_typed.h"

static const size_t LIMIT = (size_t)1 << 30;

int al_flow_parse(al_dom *dom, al_buf *page, aloud_error *err)
{
    int status = al_dom_parse(dom, page, err);
    for (uint32_t i = status ? 1 : dom->body->order; !status && i <= dom->body->end; i++)
        dom->nodes[i]->article = true;
    return status;
}

static al_dom_node *new_node(al_dom *dom, al_tag tag, al_dom_node *parent)
{
    al_dom_node *n = al_arena_alloc(&dom->arena, sizeof *n);
    if (!n)
        return NULL;
    n->tag = (uint8_t)tag;
    n->cls = "";
    n->parent = parent;
    n->depth = (uint16_t)(parent->depth + 1);
    n->line = parent->line;
    n->article = true;
    dom->count++;
    return n;
}

bool al_flow_put_heading(al_dom *dom, al_dom_node *place, al_tag tag, const char *text, const char *why)
{
    size_t from = dom->text.size;
    al_buf_add_string(&dom->text, text);
    al_dom_node *h = new_node(dom, tag, place->parent), *t = h ? new_node(dom, AL_TAG_TEXT, h) : NULL;
    if (!t || dom->text.failed)
        return false;
    h->name = "h2";
    h->part = AL_PART_HEADING;
    h->why = why;
    h->first = h->last = t;
    t->from = (uint32_t)from;
    t->size = (uint32_t)strlen(text);
    h->next = place;
    h->prev = place->prev;
    if (place->prev)
        place->prev->next = h;
    else
        place->parent->first = h;
    place->prev = h;
    return true;
}

/* Numbers and measures anew, with what was put in. */
static bool renumber(al_dom *dom)
{
    al_dom_node **nodes = al_arena_array(&dom->arena, (size_t)dom->count + 1, sizeof *nodes);
    uint32_t count = 0;
    if (!nodes)
        return false;
    for (al_dom_node *n = dom->root; n; n = al_dom_next(n, dom->root)) {
        n->order = n->end = ++count;
        nodes[count] = n;
    }
    for (uint32_t i = count; i > 1; i--)
        if (nodes[i]->parent->end < nodes[i]->end)
            nodes[i]->parent->end = nodes[i]->end;
    dom->nodes = nodes;
    dom->count = count;
    al_dom_measure(dom, false);
    return true;
}

int al_flow_build(al_dom *dom, const al_meta *meta, const al_cues *cues, al_article *article, aloud_error *err)
{
    if (!renumber(dom))
        return al_fail_memory(err);
    al_html_type(dom, meta, cues);
    return al_html_build(dom, meta, cues, article, err);
}

int al_flow_read(const char *html, size_t size, const al_cues *cues, al_article *article, aloud_error *err)
{
    al_dom dom = { 0 };
    al_meta meta = { 0 };
    al_buf page;
    al_buf_init(&page, LIMIT);
    al_text_repair(&page, html, size, NULL, NULL);
    int status = page.failed ? al_fail_memory(err) : al_flow_parse(&dom, &page, err);
    if (!status)
        status = al_flow_build(&dom, &meta, cues, article, err);
    al_dom_release(&dom);
    al_buf_release(&page);
    return status;
}

int al_flow_same(const char *a, const char *b)
{
    al_buf x, y;
    al_buf_init(&x, LIMIT);
    al_buf_init(&y, LIMIT);
    al_text_key(&x, a);
    al_text_key(&y, b);
    int same = x.failed || y.failed ? -1 : x.size && x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
    al_buf_release(&x);
    al_buf_release(&y);
    return same;
}

/* Append the words, a blank before each and one behind the last. */
static void add_words(al_buf *out, const char *text)
{
    al_buf key;
    al_buf_init(&key, LIMIT);
    al_text_key(&key, text);
    bool gap = true;
    for (size_t at = 0; at < key.size;) {
        unsigned c = al_text_next(key.data, key.size, &at);
        bool part = al_text_is_letter(c) || al_text_is_digit(c);
        if (part && gap)
            al_buf_add_byte(out, ' ');
        if (part)
            al_buf_add_code_point(out, c);
        gap = !part;
    }
    al_buf_add_byte(out, ' ');
    out->failed = out->failed || key.failed;
    al_buf_release(&key);
}

int al_flow_holds(const char *whole, const char *part)
{
    al_buf x, y;
    al_buf_init(&x, LIMIT);
    al_buf_init(&y, LIMIT);
    add_words(&x, whole);
    add_words(&y, part);
    int held = x.failed || y.failed ? -1 : y.size > 1 && strstr(x.data, y.data) != NULL;
    al_buf_release(&x);
    al_buf_release(&y);
    return held;
}

bool al_flow_untitle(al_article *a)
{
    for (al_node *n = a->root->first; n && a->title && n->kind != AL_PARAGRAPH; n = n->next) {
        int same = n->kind == AL_HEADING ? al_flow_same(n->text, a->title) : 0;
        if (same > 0) {
            n->kind = AL_OMITTED;
            n->why = "title-again";
        }
        if (same)
            return same > 0;
    }
    return true;
}
