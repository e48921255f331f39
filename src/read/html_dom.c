#include "read/html_dom.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/html_guard.h"

enum {
    DEPTH = 1024,             /* deeper elements are flattened into their ancestor */
    VALUE = 64 * 1024,        /* bytes kept of an attribute */
    DATA_URL = 64,            /* and of a data: URL */
};
static const size_t ARENA = (size_t)1 << 31, TEXT = (size_t)1 << 30;

struct builder {
    al_dom *dom;
    al_dom_node *top; /* the open element; NULL before the first */
    uint32_t deeper;  /* open elements below DEPTH */
    bool failed;
};

static const struct { const char *name; char shown; } TAGS[] = {
#define X(id, name, shown) { name, (#shown)[0] },
    AL_TAGS(X)
#undef X
};

al_tag al_tag_find(const char *name)
{
    size_t low = 0, high = AL_TAG_COUNT;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = strcmp(name, TAGS[mid].name);
        if (order == 0)
            return (al_tag)mid;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return AL_TAG_OTHER;
}

char al_tag_shown(unsigned tag)
{
    return tag < AL_TAG_COUNT ? TAGS[tag].shown : 'I';
}

static al_dom_node *add(struct builder *b, al_tag tag)
{
    al_dom_node *n = al_arena_alloc(&b->dom->arena, sizeof *n);
    if (!n) {
        b->failed = true;
        return NULL;
    }
    n->tag = (uint8_t)tag;
    n->cls = "";
    n->order = ++b->dom->count;
    n->parent = b->top;
    if (b->top) {
        n->depth = (uint16_t)(b->top->depth + 1);
        n->prev = b->top->last;
        if (n->prev)
            n->prev->next = n;
        else
            b->top->first = n;
        b->top->last = n;
    }
    return n;
}

/* Append class or id words: "articleBody main-text" as "article body | main text |". */
static void add_words(al_buf *out, const char *value)
{
    bool gap = true, lower = false;
    for (const char *p = value; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
        if ((!letter || (upper && lower)) && !gap) {
            al_buf_add_byte(out, ' ');
            gap = true;
        }
        if (c == ' ' || (c >= 9 && c <= 13))
            al_buf_add_string(out, "| ");
        lower = letter && !upper;
        if (letter) {
            al_buf_add_byte(out, (char)(upper ? c | 0x20 : c));
            gap = false;
        }
    }
    al_buf_add_string(out, gap ? "| " : " | ");
}

static const char *class_words(struct builder *b, const al_dom_node *n)
{
    const char *cls = al_dom_attr(n, "class"), *id = al_dom_attr(n, "id");
    if (!cls && !id)
        return "";
    al_buf out;
    al_buf_init(&out, VALUE);
    al_buf_add_byte(&out, ' ');
    add_words(&out, cls ? cls : "");
    add_words(&out, id ? id : "");
    const char *copy = out.failed ? "" : al_arena_copy(&b->dom->arena, out.data, out.size);
    al_buf_release(&out);
    return copy ? copy : "";
}

static bool copy_attributes(struct builder *b, al_dom_node *n, const xmlChar **atts)
{
    uint32_t count = 0;
    while (atts && atts[2 * count])
        count++;
    al_attr *list = al_arena_array(&b->dom->arena, count, sizeof *list);
    if (!list)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const char *value = atts[2 * i + 1] ? (const char *)atts[2 * i + 1] : "";
        size_t most = strncasecmp(value, "data:", 5) == 0 ? DATA_URL : VALUE;
        list[i].name = al_arena_string(&b->dom->arena, (const char *)atts[2 * i]);
        list[i].value = *value ? al_arena_copy(&b->dom->arena, value, al_text_fit(value, most)) : "";
        if (!list[i].name || !list[i].value)
            return false;
    }
    n->attrs = list;
    n->attr_count = count;
    n->cls = class_words(b, n);
    return true;
}

/* Elements that libxml2 does not know, and leaves in the head of a page that has no body tag: HTML begins the body with them. */
static bool begins_body(al_tag tag)
{
    return tag == AL_TAG_ARTICLE || tag == AL_TAG_MAIN || tag == AL_TAG_SECTION || tag == AL_TAG_HEADER || tag == AL_TAG_NAV ||
           tag == AL_TAG_ASIDE || tag == AL_TAG_FOOTER || tag == AL_TAG_FIGURE;
}

static void start_element(void *user, const xmlChar *name, const xmlChar **atts)
{
    xmlParserCtxtPtr ctxt = user;
    struct builder *b = ctxt->_private;
    al_tag tag = al_tag_find((const char *)name);
    al_dom_node *n = tag == AL_TAG_HTML ? b->dom->root : tag == AL_TAG_BODY ? b->dom->body : NULL;
    if (b->failed)
        return;
    if (b->deeper || (b->top && b->top->depth >= DEPTH)) {
        b->deeper++;
        return;
    }
    if (b->top && b->top->tag == AL_TAG_HEAD && b->top->parent && begins_body(tag))
        b->top = b->top->parent;
    if (!n)
        n = add(b, tag);
    if (!n)
        return;
    n->line = ctxt->input ? (uint32_t)ctxt->input->line : 0;
    n->name = tag == AL_TAG_OTHER ? al_arena_string(&b->dom->arena, (const char *)name) : TAGS[tag].name;
    if (!n->name || (!n->attr_count && !copy_attributes(b, n, atts)))
        b->failed = true;
    if (tag == AL_TAG_HTML)
        b->dom->root = n;
    if (tag == AL_TAG_BODY)
        b->dom->body = n;
    b->top = n;
}

static void end_element(void *user, const xmlChar *name)
{
    struct builder *b = ((xmlParserCtxtPtr)user)->_private;
    if (b->deeper) {
        b->deeper--;
        return;
    }
    if (b->top && b->top->parent && b->top->name && strcmp(b->top->name, (const char *)name) == 0)
        b->top = b->top->parent;
}

static void characters(void *user, const xmlChar *bytes, int size)
{
    xmlParserCtxtPtr ctxt = user;
    struct builder *b = ctxt->_private;
    al_buf *text = &b->dom->text;
    if (b->failed || size <= 0 || !b->top)
        return;
    al_dom_node *n = b->top->last;
    if (!n || n->tag != AL_TAG_TEXT) {
        n = add(b, AL_TAG_TEXT);
        if (!n)
            return;
        n->line = ctxt->input ? (uint32_t)ctxt->input->line : 0;
        n->from = (uint32_t)text->size;
    }
    al_buf_add(text, bytes, (size_t)size);
    n->size = (uint32_t)(text->size - n->from);
    b->failed = b->failed || text->failed;
}

static int run(struct builder *b, al_buf *page, aloud_error *err)
{
    xmlSAXHandler sax = { .startElement = start_element, .endElement = end_element, .characters = characters,
                          .cdataBlock = characters, .ignorableWhitespace = characters };
    htmlParserCtxtPtr ctxt = htmlCreateMemoryParserCtxt(page->data, (int)page->size);
    if (!ctxt)
        return al_fail_memory(err);
    *ctxt->sax = sax;
    ctxt->userData = ctxt;
    ctxt->_private = b;
    htmlCtxtUseOptions(ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                 HTML_PARSE_IGNORE_ENC | (int)XML_PARSE_HUGE);
    xmlSwitchEncoding(ctxt, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(ctxt);
    bool memory = b->failed || ctxt->errNo == XML_ERR_NO_MEMORY;
    xmlFreeDoc(ctxt->myDoc);
    ctxt->myDoc = NULL;
    htmlFreeParserCtxt(ctxt);
    return memory ? al_fail_memory(err) : 0;
}

/* Number the nodes in document order.  (A second html or body element adds to the first, so nodes were not made in it.) */
static bool number(al_dom *dom)
{
    dom->nodes = al_arena_array(&dom->arena, (size_t)dom->count + 1, sizeof *dom->nodes);
    if (!dom->nodes)
        return false;
    dom->count = 0;
    for (al_dom_node *n = dom->root; n; n = al_dom_next(n, dom->root)) {
        n->order = n->end = ++dom->count;
        dom->nodes[n->order] = n;
    }
    for (uint32_t i = dom->count; i > 1; i--) {
        al_dom_node *up = dom->nodes[i]->parent;
        if (up->end < dom->nodes[i]->end)
            up->end = dom->nodes[i]->end;
    }
    return true;
}

int al_dom_parse(al_dom *dom, al_buf *page, aloud_error *err)
{
    memset(dom, 0, sizeof *dom);
    al_arena_init(&dom->arena, ARENA);
    al_buf_init(&dom->text, TEXT);
    if (page->size > INT32_MAX / 2)
        return al_fail(err, ALOUD_ERROR_INPUT, "larger than a page can be; split it");
    struct builder b = { .dom = dom };
    if (page->size) {
        al_html_guard(page->data, page->size);
        int status = run(&b, page, err);
        if (status)
            return status;
    }
    if (!dom->root) {
        al_dom_node *old = b.top;
        while (old && old->parent)
            old = old->parent;
        dom->root = old ? old : add(&b, AL_TAG_HTML);
        if (!dom->root)
            return al_fail_memory(err);
    }
    if (!dom->body)
        dom->body = dom->root;
    if (!number(dom))
        return al_fail_memory(err);
    al_dom_measure(dom, false);
    return 0;
}

void al_dom_release(al_dom *dom)
{
    al_arena_release(&dom->arena);
    al_buf_release(&dom->text);
}

al_dom_node *al_dom_skip(const al_dom_node *n, const al_dom_node *top)
{
    while (n != top) {
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

al_dom_node *al_dom_next(const al_dom_node *n, const al_dom_node *top)
{
    return n->first ? n->first : al_dom_skip(n, top);
}

const char *al_dom_attr(const al_dom_node *n, const char *name)
{
    for (uint32_t i = 0; i < n->attr_count; i++)
        if (strcmp(n->attrs[i].name, name) == 0)
            return n->attrs[i].value;
    return NULL;
}

bool al_dom_attr_is(const al_dom_node *n, const char *name, const char *value)
{
    const char *have = al_dom_attr(n, name);
    return have && strcasecmp(have, value) == 0;
}

bool al_dom_attr_has(const al_dom_node *n, const char *name, const char *word)
{
    const char *p = al_dom_attr(n, name);
    size_t size = strlen(word);
    while (p && *p) {
        p += strspn(p, " \t\r\n\f");
        size_t have = strcspn(p, " \t\r\n\f");
        if (have == size && strncasecmp(p, word, size) == 0)
            return true;
        p += have;
    }
    return false;
}

bool al_dom_within(const al_dom_node *n, const al_dom_node *top)
{
    return n->order >= top->order && n->order <= top->end;
}

al_dom_node *al_dom_up(const al_dom_node *n, al_tag tag)
{
    while (n && n->tag != tag)
        n = n->parent;
    return (al_dom_node *)n;
}

al_dom_node *al_dom_block(const al_dom_node *n)
{
    do
        n = n->parent;
    while (n && !n->block);
    return (al_dom_node *)n;
}

void al_dom_text(const al_dom *dom, const al_dom_node *top, al_buf *out)
{
    const al_dom_node *block = NULL;
    for (uint32_t i = top->order; i <= top->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n->hidden)
            continue;
        if (n->tag == AL_TAG_TEXT) {
            const al_dom_node *now = al_dom_block(n);
            if (now != block)
                al_buf_add_byte(out, ' ');
            block = now;
            al_buf_add(out, dom->text.data + n->from, n->size);
        } else if (n->block || n->tag == AL_TAG_BR) {
            block = NULL;
        }
    }
}

/* ---- measuring ---- */

static bool style_hides(const char *style)
{
    /* "display: none" and "visibility:hidden", with or without spaces. */
    for (const char *p = style; (p = strpbrk(p, "dDvV")) != NULL; p++) {
        bool display = strncasecmp(p, "display", 7) == 0;
        if (!display && strncasecmp(p, "visibility", 10) != 0)
            continue;
        const char *q = p + (display ? 7 : 10);
        q += strspn(q, " \t");
        if (*q != ':')
            continue;
        q += 1 + strspn(q + 1, " \t");
        if (strncasecmp(q, display ? "none" : "hidden", display ? 4 : 6) == 0)
            return true;
    }
    return false;
}

static bool is_hidden(const al_dom_node *n, bool reveal)
{
    if (n->tag == AL_TAG_TEXT)
        return n->parent && n->parent->tag == AL_TAG_IFRAME;
    if (al_tag_shown(n->tag) == 'H' || n->tag == AL_TAG_NOSCRIPT || (n->parent && n->parent->tag == AL_TAG_IFRAME))
        return true;
    if (reveal)
        return false;
    const char *style = al_dom_attr(n, "style");
    return al_dom_attr(n, "hidden") || (style && style_hides(style));
}

static bool is_blank(const al_dom *dom, const al_dom_node *text)
{
    for (uint32_t k = 0; k < text->size; k++)
        if (!strchr(" \t\r\n\f", dom->text.data[text->from + k]))
            return false;
    return true;
}

/* Custom elements are shown as blocks unless they stand amid text. */
static bool is_block(const al_dom *dom, const al_dom_node *n)
{
    if (n->tag != AL_TAG_OTHER)
        return al_tag_shown(n->tag) == 'B' || n->tag == AL_TAG_HR;
    if (!strchr(n->name, '-') || !n->parent)
        return false;
    const al_dom_node *around[2] = { n->prev, n->next };
    for (int i = 0; i < 2; i++) {
        const al_dom_node *t = around[i];
        if (t && t->tag == AL_TAG_TEXT && !is_blank(dom, t))
            return false;
    }
    return true;
}

/* An inline element that stands alone between blocks is on lines of its own as well. */
static bool stands_alone(const al_dom *dom, const al_dom_node *n)
{
    const al_dom_node *before = n->prev, *behind = n->next;
    if (before && before->tag == AL_TAG_TEXT && is_blank(dom, before))
        before = before->prev;
    if (behind && behind->tag == AL_TAG_TEXT && is_blank(dom, behind))
        behind = behind->next;
    bool block = (before && before->tag != AL_TAG_TEXT && is_block(dom, before)) ||
                 (behind && behind->tag != AL_TAG_TEXT && is_block(dom, behind));
    return block && (!before || before->tag == AL_TAG_BR || (before->tag != AL_TAG_TEXT && is_block(dom, before))) &&
           (!behind || behind->tag == AL_TAG_BR || (behind->tag != AL_TAG_TEXT && is_block(dom, behind)));
}

static bool is_stop(unsigned c)
{
    return c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == 0x3002 || c == 0xFF0C || c == 0x3001 ||
           c == 0xFF01 || c == 0xFF1F || c == 0x060C || c == 0x061F || c == 0x06D4 || c == 0x0964 || c == 0x2026;
}

static void count_text(const al_dom *dom, al_dom_node *n)
{
    const char *text = dom->text.data + n->from;
    size_t at = 0;
    bool word = false;
    while (at < n->size) {
        unsigned c = al_text_next(text, n->size, &at);
        bool ideograph = al_text_is_ideograph(c), letter = !ideograph && (al_text_is_letter(c) || al_text_is_digit(c));
        if (!al_text_is_space(c))
            n->chars += ideograph ? 2 : 1;
        n->words += ideograph || (letter && !word);
        word = letter || (word && (c == '\'' || c == 0x2019 || c == '-'));
        n->stops += is_stop(c);
    }
}

/* What is said of a node by those around it. */
static void measure_down(const al_dom *dom, al_dom_node *n, bool reveal)
{
    const al_dom_node *up = n->parent;
    n->hidden = is_hidden(n, reveal) || (up && up->hidden);
    n->block = n->tag != AL_TAG_TEXT && (is_block(dom, n) || (al_tag_shown(n->tag) == 'I' && n->first && stands_alone(dom, n)));
    n->holds_block = n->block;
    n->linked = (up && up->linked) || (n->tag == AL_TAG_A && al_dom_attr(n, "href"));
    n->chars = n->words = n->stops = n->links = 0;
    if (n->tag == AL_TAG_TEXT && !n->hidden) {
        count_text(dom, n);
        n->links = n->linked ? n->chars : 0;
    }
}

static void add_own(al_dom_node *n)
{
    al_dom_node *block = n->tag == AL_TAG_TEXT && !n->hidden ? al_dom_block(n) : NULL;
    if (n->tag != AL_TAG_TEXT)
        memset(&n->own, 0, sizeof n->own); /* its texts come after it */
    if (!block)
        return;
    block->own.chars += n->chars;
    block->own.links += n->links;
    block->own.words += n->words;
    block->own.stops += n->stops;
}

void al_dom_measure(al_dom *dom, bool reveal)
{
    for (uint32_t i = 1; i <= dom->count; i++)
        measure_down(dom, dom->nodes[i], reveal);
    for (uint32_t i = dom->count; i > 1; i--) {
        al_dom_node *n = dom->nodes[i], *up = n->parent;
        up->holds_block = up->holds_block || (n->holds_block && !n->hidden);
        up->chars += n->chars;
        up->links += n->links;
        up->words += n->words;
        up->stops += n->stops;
    }
    for (uint32_t i = 1; i <= dom->count; i++)
        add_own(dom->nodes[i]);
}
