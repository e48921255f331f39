#include "read/html_typed.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/alike.h"
#include "read/html_formula.h"

enum { CELL_CHARS = 220, HEADING = 40, CITE = 25, CREDIT = 8 };

struct typing {
    al_dom *dom;
    const al_meta *meta;
    const al_cues *cues;
    xmlHashTablePtr ids; /* of elements, once asked for */
};

static bool has_class(const al_dom_node *n, const char *const *words)
{
    for (; *words && *n->cls; words++)
        if (strstr(n->cls, *words))
            return true;
    return false;
}

static bool in_article(const al_dom_node *n)
{
    return n->article && !n->hidden && n->part != AL_PART_OMITTED;
}

static void set(al_dom_node *n, al_part part, const char *why)
{
    if (n->part != AL_PART_OMITTED) {
        n->part = (uint8_t)part;
        n->why = why;
    }
}

static bool holds_tag(const al_dom *dom, const al_dom_node *top, al_tag tag)
{
    for (uint32_t i = top->order + 1; i <= top->end; i++)
        if (dom->nodes[i]->tag == tag)
            return true;
    return false;
}

/* Whether no text follows it within `top`. */
static bool is_last_text(const al_dom *dom, const al_dom_node *n, const al_dom_node *top)
{
    for (uint32_t i = n->end + 1; i <= top->end; i++)
        if (dom->nodes[i]->tag == AL_TAG_TEXT && dom->nodes[i]->words)
            return false;
    return true;
}

/* ---- tables ---- */

struct shape {
    uint32_t rows, cells, widest, longest;
    bool heads, nested;
};

static struct shape shape_of(const al_dom *dom, const al_dom_node *table)
{
    struct shape s = { 0 };
    uint32_t columns = 0;
    for (uint32_t i = table->order + 1; i <= table->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n->tag == AL_TAG_TABLE)
            s.nested = true;
        if (n->tag == AL_TAG_TR) {
            s.rows++;
            columns = 0;
        } else if (n->tag == AL_TAG_TD || n->tag == AL_TAG_TH) {
            s.cells++;
            columns++;
            s.widest = columns > s.widest ? columns : s.widest;
            s.longest = n->chars > s.longest ? n->chars : s.longest;
            s.heads = s.heads || n->tag == AL_TAG_TH;
        } else if (n->tag == AL_TAG_CAPTION || n->tag == AL_TAG_THEAD) {
            s.heads = true;
        }
    }
    return s;
}

/* A data table has heads, or is a grid of short cells; else the table only lays the page out. */
static bool is_data(const al_dom *dom, const al_dom_node *table)
{
    if (al_dom_attr_is(table, "role", "presentation") || al_dom_attr_is(table, "role", "none"))
        return false;
    struct shape s = shape_of(dom, table);
    if (s.nested || s.rows < 2 || s.widest < 2)
        return false;
    return (s.heads && s.longest < 8 * CELL_CHARS) || s.longest <= CELL_CHARS;
}

static void type_table(struct typing *t, al_dom_node *table)
{
    if (!is_data(t->dom, table))
        return;
    set(table, AL_PART_TABLE, "data-table");
    for (uint32_t i = table->order + 1; i <= table->end; i++) {
        al_dom_node *n = t->dom->nodes[i];
        if (n->tag == AL_TAG_TR)
            set(n, AL_PART_ROW, "tr");
        else if (n->tag == AL_TAG_TD || n->tag == AL_TAG_TH)
            set(n, AL_PART_CELL, n->name);
        else if (n->tag == AL_TAG_CAPTION)
            set(n, AL_PART_TABLE_CAPTION, "caption");
    }
}

/* ---- figures ---- */

static const char *const CAPTION_CLASSES[] = { " caption ", " captions ", " wp caption text ", " figcaption ", " bildunterschrift ",
    " image description ", " photo description ", " media caption ", " img desc ", " picture text ", " legend ", NULL };
static const char *const CREDIT_CLASSES[] = { " credit ", " credits ", " copyright ", " photographer ", " attribution ",
    " photo credit ", " image credit ", " image source ", " source ", " agency ", " quelle ", " author ", " byline ", " rights ",
    " copy right ", NULL };

static bool is_picture(const al_dom_node *n)
{
    return n->tag == AL_TAG_IMG || n->tag == AL_TAG_AMP_IMG || n->tag == AL_TAG_PICTURE || n->tag == AL_TAG_SVG ||
           n->tag == AL_TAG_CANVAS || n->tag == AL_TAG_VIDEO || n->tag == AL_TAG_AUDIO || n->tag == AL_TAG_IFRAME ||
           n->tag == AL_TAG_AMP_VIDEO || n->tag == AL_TAG_AMP_YOUTUBE || n->tag == AL_TAG_OBJECT || n->tag == AL_TAG_EMBED;
}

static bool is_credit(const al_dom_node *n)
{
    return n->tag != AL_TAG_TEXT && n->chars && n->chars < 160 &&
           (has_class(n, CREDIT_CLASSES) || al_dom_attr_has(n, "itemprop", "copyrightHolder") ||
            al_dom_attr_has(n, "itemprop", "creditText"));
}

/* "Photo: A Name" at the end of a caption, in an element of its own. */
static bool says_photographer(const struct typing *t, const al_dom_node *n, const al_dom_node *figure)
{
    if (n->tag == AL_TAG_TEXT || n->block || !n->words || n->words > CREDIT || !t->cues || !is_last_text(t->dom, n, figure))
        return false;
    al_buf text;
    al_buf_init(&text, 4096);
    al_dom_text(t->dom, n, &text);
    const char *line = al_buf_string(&text);
    size_t mark = al_cue_prefix(t->cues, AL_CUE_PHOTO_CREDIT, line + strspn(line, " (\n"));
    al_buf_release(&text);
    return mark > 0;
}

static void type_credits(struct typing *t, al_dom_node *figure)
{
    for (uint32_t i = figure->order + 1; i <= figure->end; i++) {
        al_dom_node *n = t->dom->nodes[i];
        if (n->part == AL_PART_FLOW && (is_credit(n) || says_photographer(t, n, figure)))
            set(n, AL_PART_CREDIT, "credit");
    }
}

static void type_figure(struct typing *t, al_dom_node *figure, const char *why)
{
    for (uint32_t i = figure->order + 1; i <= figure->end; i++) {
        const al_dom_node *n = t->dom->nodes[i];
        if (n->tag == AL_TAG_TABLE || n->tag == AL_TAG_PRE || n->tag == AL_TAG_BLOCKQUOTE ||
            (n->tag == AL_TAG_FIGURE && n->chars && holds_tag(t->dom, n, AL_TAG_FIGCAPTION)))
            return; /* what it holds is more than a picture */
    }
    for (const al_dom_node *up = figure->parent; up && up->article; up = up->parent)
        if (up->part == AL_PART_FIGURE)
            return;
    bool picture = false;
    for (uint32_t i = figure->order + 1; i <= figure->end && !picture; i++)
        picture = is_picture(t->dom->nodes[i]) || t->dom->nodes[i]->tag == AL_TAG_NOSCRIPT;
    if (!picture && !holds_tag(t->dom, figure, AL_TAG_FIGCAPTION) && figure->chars > 0)
        return;
    bool captioned = false;
    set(figure, AL_PART_FIGURE, why);
    for (uint32_t i = figure->order + 1; i <= figure->end; i++) {
        al_dom_node *n = t->dom->nodes[i];
        if (n->tag == AL_TAG_FIGCAPTION || (n->tag != AL_TAG_TEXT && has_class(n, CAPTION_CLASSES) && n->chars && !is_credit(n))) {
            set(n, AL_PART_CAPTION, n->tag == AL_TAG_FIGCAPTION ? "figcaption" : "caption-class");
            captioned = true;
        }
    }
    /* A figure's only text is its caption, whatever it is in. */
    if (!captioned && figure->words > 2 && figure->links * 2 < figure->chars)
        for (uint32_t i = figure->order + 1; i <= figure->end; i++) {
            al_dom_node *n = t->dom->nodes[i];
            if (n->part == AL_PART_OMITTED)
                i = n->end;
            else if (n->own.words || n->tag == AL_TAG_SPAN)
                set(n, AL_PART_CAPTION, "figure-text");
        }
    type_credits(t, figure);
}

/* Some pages close the figure before its caption: what holds both and no more is the figure. */
static al_dom_node *whole_figure(al_dom_node *figure)
{
    al_dom_node *up = figure;
    for (int i = 0; i < 2 && up->parent && up->parent->article && up->parent->tag != AL_TAG_FIGURE; i++) {
        const al_dom_node *next = up->next;
        while (next && next->tag == AL_TAG_TEXT && !next->words)
            next = next->next;
        up = up->parent;
        if (next && next->tag == AL_TAG_FIGCAPTION)
            return next->parent->words <= figure->words + next->words ? up : figure;
        if (next)
            break;
    }
    return figure;
}

/* A caption by its class: the figure is the nearest element around it with a picture and little other text. */
static void type_caption(struct typing *t, al_dom_node *caption)
{
    al_dom_node *up = caption->parent;
    for (int i = 0; i < 5 && up && up->article; i++, up = up->parent) {
        if (up->part == AL_PART_FIGURE || up->part == AL_PART_CAPTION || up->part == AL_PART_TABLE)
            return;
        if (up->chars > caption->chars + 200 || up->end - up->order > 500)
            break;
        for (uint32_t k = up->order + 1; k <= up->end; k++)
            if (is_picture(t->dom->nodes[k])) {
                type_figure(t, up, "caption-class");
                if (up->part == AL_PART_FIGURE)
                    return;
                break;
            }
    }
    if (caption->words > 1 && caption->words < 100 && caption->part == AL_PART_FLOW)
        set(caption, AL_PART_CAPTION, "caption-class"); /* its picture is loaded by a script */
}

/* ---- lists, quotes, notes ---- */

/* Whether a figure holds a quotation and no picture: its caption says who is quoted. */
static bool quotes(const al_dom *dom, const al_dom_node *figure)
{
    bool quote = false;
    for (uint32_t i = figure->order + 1; i <= figure->end && i < figure->order + 200; i++) {
        if (is_picture(dom->nodes[i]))
            return false;
        quote = quote || dom->nodes[i]->tag == AL_TAG_BLOCKQUOTE;
    }
    return quote;
}

/* Who is quoted: named behind the words, in an element of its own. */
static void type_quote(struct typing *t, al_dom_node *quote)
{
    static const char *const classes[] = { " cite ", " citation ", " attribution ", " quote author ", " author ", " quote source ",
                                           " source ", " credit ", " name ", " person ", NULL };
    set(quote, AL_PART_QUOTE, "blockquote");
    for (uint32_t i = quote->order + 1; i <= quote->end; i++) {
        al_dom_node *n = t->dom->nodes[i];
        bool named = n->tag == AL_TAG_CITE || n->tag == AL_TAG_FOOTER || (n->tag != AL_TAG_TEXT && has_class(n, classes));
        if (!named || n->part != AL_PART_FLOW || !n->words || n->words > CITE || n->words * 2 > quote->words ||
            !is_last_text(t->dom, n, quote))
            continue;
        set(n, AL_PART_CITE, "cite");
        return;
    }
}

/* Whether a caption is that of a data table, and of no picture. */
static bool is_of_table(const al_dom *dom, const al_dom_node *caption)
{
    bool table = false;
    const al_dom_node *figure = caption->parent;
    for (uint32_t i = figure->order + 1; i <= figure->end && figure->tag == AL_TAG_FIGURE; i++) {
        if (is_picture(dom->nodes[i]))
            return false;
        table = table || dom->nodes[i]->part == AL_PART_TABLE;
    }
    return table;
}

static void type_list(struct typing *t, al_dom_node *list)
{
    bool any = false;
    for (al_dom_node *c = list->first; c; c = c->next) {
        bool item = c->tag == AL_TAG_LI || c->tag == AL_TAG_DT || c->tag == AL_TAG_DD;
        if (item && c->part == AL_PART_FLOW) {
            set(c, AL_PART_ITEM, c->name);
            any = any || c->chars;
        }
        if (c->tag == AL_TAG_DIV && list->tag == AL_TAG_DL)
            for (al_dom_node *d = c->first; d; d = d->next)
                if (d->tag == AL_TAG_DT || d->tag == AL_TAG_DD) {
                    set(d, AL_PART_ITEM, d->name);
                    any = any || d->chars;
                }
    }
    if (any)
        set(list, AL_PART_LIST, list->name);
    (void)t;
}

static bool is_note_link(const al_dom_node *a)
{
    const char *href = al_dom_attr(a, "href");
    if (!href || href[0] != '#' || !href[1])
        return false;
    return al_dom_attr_has(a, "role", "doc-noteref") || al_dom_attr_has(a, "epub:type", "noteref") ||
           strstr(a->cls, " footnote ref ") || (a->parent && a->parent->tag == AL_TAG_SUP) ||
           (a->first && a->first == a->last && a->first->tag == AL_TAG_SUP);
}

/* "↩": the way back from a note to its marker. */
static void omit_way_back(struct typing *t, const al_dom_node *note)
{
    for (uint32_t i = note->order + 1; i <= note->end; i++) {
        al_dom_node *n = t->dom->nodes[i];
        const char *href = n->tag == AL_TAG_A ? al_dom_attr(n, "href") : NULL;
        if (href && strchr(href, '#') && (!n->words || al_dom_attr_has(n, "role", "doc-backlink"))) {
            n->part = AL_PART_OMITTED;
            n->why = "backlink";
        }
    }
}

/* Elements by their id. */
static void find_ids(struct typing *t)
{
    t->ids = xmlHashCreate(256);
    for (uint32_t i = 1; t->ids && i <= t->dom->count; i++) {
        al_dom_node *n = t->dom->nodes[i];
        const char *id = n->tag == AL_TAG_TEXT ? NULL : al_dom_attr(n, "id");
        if (!id)
            id = n->tag == AL_TAG_A ? al_dom_attr(n, "name") : NULL;
        if (id && *id)
            xmlHashAddEntry(t->ids, BAD_CAST id, n); /* the first of an id is the one meant */
    }
}

/* The notes that markers point to. */
static void type_notes(struct typing *t)
{
    static const char *const classes[] = { " footnote ", " footnotes ", " endnote ", " endnotes ", NULL };
    for (uint32_t i = 1; i <= t->dom->count; i++) {
        al_dom_node *a = t->dom->nodes[i];
        if (a->tag != AL_TAG_A || !in_article(a) || !is_note_link(a))
            continue;
        if (!t->ids)
            find_ids(t);
        al_dom_node *n = t->ids ? xmlHashLookup(t->ids, BAD_CAST al_dom_attr(a, "href") + 1) : NULL;
        if (n && !n->block)
            n = al_dom_block(n);
        if (n && n->order > a->end && n->words && n->chars < 4000 && n->article && n->part != AL_PART_OMITTED)
            set(n, AL_PART_NOTE, "noteref");
    }
    for (uint32_t i = 1; i <= t->dom->count; i++) {
        al_dom_node *n = t->dom->nodes[i];
        if (n->tag == AL_TAG_LI && n->part == AL_PART_ITEM && n->parent && in_article(n) &&
            (has_class(n->parent, classes) || (n->parent->parent && has_class(n->parent->parent, classes))))
            set(n, AL_PART_NOTE, "footnotes");
        else if (n->tag != AL_TAG_TEXT && in_article(n) &&
                 (al_dom_attr_has(n, "role", "doc-footnote") || al_dom_attr_has(n, "epub:type", "footnote")))
            set(n, AL_PART_NOTE, "footnotes");
        if (n->part == AL_PART_NOTE)
            omit_way_back(t, n);
    }
    xmlHashFree(t->ids, NULL);
}

/* ---- headings without a heading's mark-up ---- */

/* A paragraph all in bold, short and without a full stop, over running text. */
static bool is_bold_line(const struct typing *t, const al_dom_node *n)
{
    if ((n->tag != AL_TAG_P && n->tag != AL_TAG_DIV) || n->own.words != n->words || !n->words || n->words > 14 || n->links)
        return false;
    for (uint32_t i = n->order + 1; i <= n->end; i++) {
        const al_dom_node *k = t->dom->nodes[i];
        if (k->tag == AL_TAG_BR && k != n->last)
            return false;
        if (k->tag != AL_TAG_TEXT || !k->chars)
            continue;
        const al_dom_node *b = k->parent;
        while (b != n && b->tag != AL_TAG_B && b->tag != AL_TAG_STRONG)
            b = b->parent;
        if (b == n)
            return false;
    }
    const al_dom_node *text = t->dom->nodes[n->end];
    for (uint32_t i = n->end; i > n->order && (text->tag != AL_TAG_TEXT || !text->chars); i--)
        text = t->dom->nodes[i];
    const char *end = t->dom->text.data + text->from + text->size;
    while (end > t->dom->text.data + text->from && strchr(" \t\r\n", end[-1]))
        end--;
    if (end > t->dom->text.data && strchr(".:,;", end[-1]))
        return false;
    if (al_dom_up(n, AL_TAG_LI) || al_dom_up(n, AL_TAG_TABLE) || al_dom_up(n, AL_TAG_BLOCKQUOTE) ||
        al_dom_up(n, AL_TAG_FIGURE))
        return false;
    for (uint32_t i = n->end + 1; i <= t->dom->count && i < n->end + 60; i++) {
        const al_dom_node *next = t->dom->nodes[i];
        if (next->block && next->own.words)
            return next->good > 10 && next->article && next->words > 15;
    }
    return false;
}

/* ---- all ---- */

/* ---- what is not said amid text ---- */

/* "¶" behind a heading, that links to it. */
static bool is_permalink(const al_dom_node *n)
{
    const char *href = n->tag == AL_TAG_A ? al_dom_attr(n, "href") : NULL;
    return href && strchr(href, '#') && !n->words && n->chars && n->chars < 4 && !n->block;
}

/* The numbers of code's lines: in a column of their own, or before each. */
static bool is_line_numbers(const struct typing *t, const al_dom_node *n)
{
    static const char *const classes[] = { " linenos ", " lineno ", " linenumbers ", " line numbers ", " line number ", " gutter ",
                                           " linenodiv ", " line number cell ", " blob num ", NULL };
    if (!n->chars || (!has_class(n, classes) && n->tag != AL_TAG_PRE))
        return false;
    for (uint32_t i = n->order + 1; i <= n->end; i++) {
        const al_dom_node *k = t->dom->nodes[i];
        for (uint32_t c = 0; k->tag == AL_TAG_TEXT && c < k->size; c++)
            if (!strchr("0123456789. \t\r\n", t->dom->text.data[k->from + c]))
                return false;
    }
    return n->words > 1 || n->tag != AL_TAG_PRE;
}

/* "pic.twitter.com/KEY", "https://t.co/KEY": what a network puts in place of a picture or an address; it names neither. */
static bool is_short_address(const struct typing *t, const al_dom_node *a)
{
    static const char *const hosts[] = { "pic.twitter.com/", "pic.x.com/", "t.co/", NULL };
    al_buf text;
    al_buf_init(&text, 256);
    if (a->chars < 60)
        al_dom_text(t->dom, a, &text);
    const char *p = al_buf_string(&text);
    bool is = false;
    p += strspn(p, " \n");
    p += strncmp(p, "https://", 8) == 0 ? 8 : 0;
    for (int i = 0; hosts[i] && !is; i++)
        is = strncmp(p, hosts[i], strlen(hosts[i])) == 0 && !strchr(p, ' ');
    al_buf_release(&text);
    return is;
}

/* Why an element amid text is not said; NULL where it is. */
static const char *unsaid(const struct typing *t, const al_dom_node *n)
{
    if (n->tag == AL_TAG_RT)
        return "ruby";
    if (is_permalink(n))
        return "permalink";
    if (is_line_numbers(t, n))
        return "line-numbers";
    if (n->tag == AL_TAG_A && n->words && is_short_address(t, n))
        return "short-address";
    if (n->tag == AL_TAG_SPAN && strstr(n->cls, " math jax preview "))
        return "math-source";
    return NULL;
}

static bool is_sidenote(const al_dom_node *n)
{
    static const char *const classes[] = { " sidenote ", " marginnote ", " margin note ", " side note ", " footnote content ",
                                           NULL };
    return n->tag == AL_TAG_SPAN && n->words && has_class(n, classes) && !strstr(n->cls, " number ");
}

/* ---- live blogs ---- */

/* "9.03am", "8:20 Uhr": hours and minutes, and little else. */
static bool is_clock_time(const struct typing *t, const al_dom_node *n)
{
    al_buf text;
    al_buf_init(&text, 256);
    al_dom_text(t->dom, n, &text);
    const char *p = al_buf_string(&text);
    while (*p && (*p < '0' || *p > '9'))
        p++;
    size_t hours = strspn(p, "0123456789");
    bool is = hours && hours < 3 && (p[hours] == ':' || p[hours] == '.' || p[hours] == 'h') && p[hours + 1] >= '0' &&
              p[hours + 1] <= '5' && p[hours + 2] >= '0' && p[hours + 2] <= '9';
    al_buf_release(&text);
    return is;
}

/* The time over a post of a live blog, without a time element. */
static bool is_post_time(const struct typing *t, const al_dom_node *n)
{
    static const char *const classes[] = { " time ", " timestamp ", " time stamp ", " datetime ", " date time ", " published ",
                                           " posttime ", " uhrzeit ", NULL };
    return n->words && n->words <= 6 && n->chars < 40 && !n->links && has_class(n, classes) && !al_dom_up(n, AL_TAG_TABLE) &&
           !al_dom_up(n, AL_TAG_FIGURE) && al_dom_block(n) && al_dom_block(n)->own.words <= n->words + 2 && is_clock_time(t, n);
}

static void type_element(struct typing *t, al_dom_node *n)
{
    const char *why = unsaid(t, n);
    if (why) {
        n->part = AL_PART_OMITTED;
        n->why = why;
        return;
    }
    if (al_formula_is_box(n)) {
        set(n, al_formula_is_display(t->dom, n) ? AL_PART_MATH : AL_PART_FORMULA, "math");
        return;
    }
    if (is_sidenote(n)) {
        set(n, AL_PART_NOTE, "sidenote");
        return;
    }
    if (is_post_time(t, n)) {
        set(n, AL_PART_DATELINE, "time");
        return;
    }
    if (al_tag_is_heading(n->tag)) {
        if (n->chars && n->part == AL_PART_FLOW && n->words <= HEADING && !al_dom_up(n, AL_TAG_FIGURE))
            set(n, AL_PART_HEADING, n->name);
        return;
    }
    if (al_html_medium(n) != AL_ARTICLE) {
        set(n, AL_PART_MEDIUM, n->name);
        return;
    }
    switch (n->tag) {
    case AL_TAG_FIGURE: type_figure(t, whole_figure(n), "figure"); break;
    case AL_TAG_IMG: case AL_TAG_AMP_IMG: set(n, AL_PART_IMAGE, "img"); break;
    case AL_TAG_UL: case AL_TAG_OL: case AL_TAG_MENU: case AL_TAG_DIR: case AL_TAG_DL: type_list(t, n); break;
    case AL_TAG_BLOCKQUOTE: type_quote(t, n); break;
    case AL_TAG_SUMMARY:
        if (n->chars && n->parent->tag == AL_TAG_DETAILS && n->parent->good > n->good)
            set(n, AL_PART_HEADING, "summary");
        break;
    case AL_TAG_PRE: case AL_TAG_XMP: set(n, AL_PART_CODE, n->name); break;
    case AL_TAG_TABLE: type_table(t, n); break;
    case AL_TAG_HR: set(n, AL_PART_RULE, "hr"); break;
    default:
        if (n->part == AL_PART_FLOW && is_bold_line(t, n)) {
            set(n, AL_PART_HEADING, "bold-line");
            return;
        }
        if (al_html_is_picture_box(t->dom, n))
            type_figure(t, n, "picture-class");
        if (n->tag == AL_TAG_FIGCAPTION && n->words && is_of_table(t->dom, n)) {
            set(n, AL_PART_TABLE_CAPTION, "figcaption");
            return;
        }
        if (n->tag == AL_TAG_FIGCAPTION && n->words && n->words <= CITE && quotes(t->dom, n->parent)) {
            set(n, AL_PART_CITE, "cite");
            return;
        }
        if ((n->tag == AL_TAG_FIGCAPTION || has_class(n, CAPTION_CLASSES)) && n->chars && n->chars < 1500 &&
            n->part == AL_PART_FLOW)
            type_caption(t, n);
    }
}

void al_html_type(al_dom *dom, const al_meta *meta, const al_cues *cues)
{
    struct typing t = { .dom = dom, .meta = meta, .cues = cues };
    for (uint32_t i = 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->tag == AL_TAG_TEXT)
            continue;
        if (n == meta->h1) {
            n->part = AL_PART_TITLE;
            n->why = "title-heading";
        } else if (n->part == AL_PART_OMITTED && !(meta->h1 && al_dom_within(meta->h1, n))) {
            i = n->end;
        } else if (n->part == AL_PART_FLOW && in_article(n)) {
            type_element(&t, n);
            if (n->part == AL_PART_OMITTED || n->part == AL_PART_MATH || n->part == AL_PART_FORMULA)
                i = n->end;
        }
    }
    type_notes(&t);
}
