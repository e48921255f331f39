#include "read/html_build.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/grow.h"
#include "base/text.h"
#include "read/html_builder.h"
#include "read/html_formula.h"
#include "read/html_tidy.h"
#include "read/html_typed.h"

enum { MOST_START = 1000000, CITE = 25 };

al_node *al_builder_add(al_builder *b, al_node *parent, al_kind kind, uint32_t line, const char *why)
{
    al_node *n = al_node_add(b->article, parent, kind, line, "", why);
    b->failed = b->failed || !n;
    if (n && b->now.language && kind != AL_OMITTED) {
        n->language = al_arena_string(&b->article->arena, b->now.language);
        b->failed = b->failed || !n->language;
    }
    if (n && b->now.anchor && kind != AL_OMITTED) {
        n->anchor = al_arena_string(&b->article->arena, b->now.anchor);
        b->failed = b->failed || !n->anchor;
        b->now.anchor = NULL;
    }
    return n;
}

void al_builder_give(al_builder *b, const al_run *run, al_node *node)
{
    if (node && !al_run_give(run, b->article, node))
        b->failed = true;
    b->failed = b->failed || run->failed;
}

const char *al_builder_keep(al_builder *b, const char *text)
{
    const char *copy = al_arena_string(&b->article->arena, text);
    b->failed = b->failed || !copy;
    return copy;
}

static void unfold(al_builder *, al_node *quote);

al_node *al_builder_place(al_builder *b)
{
    al_node *to = b->now.parent;
    /* An item that holds a picture and no words is none: the list would be announced for its pictures. */
    if (b->now.sink != AL_SINK_HOLD || (to->kind == AL_LIST_ITEM && !*to->text && !to->first))
        return b->article->root;
    unfold(b, b->now.parent);
    return b->now.parent;
}

/* ---- what is left out amid a run ---- */

/* All that is in `n` is left out, and the run goes on behind it. */
static void set_aside(al_builder *b, const al_dom_node *n, const char *why)
{
    const al_buf *run = &b->run.text;
    b->muted = n->end;
    if (run->size && strchr(".:!?", run->data[run->size - 1]))
        al_run_space(&b->run); /* a style sets apart what is around it */
    if (!al_grow(&b->asides, &b->aside_room, b->aside_count, sizeof *b->asides)) {
        b->failed = true;
        return;
    }
    b->asides[b->aside_count++] = (al_aside){ .why = why, .line = n->line, .from = b->aside_text.size };
}

static void show_asides(al_builder *b)
{
    const char *text = al_buf_string(&b->aside_text);
    for (size_t i = 0; i < b->aside_count && !b->aside_text.failed && !b->failed; i++) {
        const al_aside *a = &b->asides[i];
        size_t end = i + 1 < b->aside_count ? a[1].from : b->aside_text.size;
        while (end > a->from && text[end - 1] == ' ')
            end--;
        if (end > a->from)
            b->failed = !al_node_add_n(b->article, b->article->root, AL_OMITTED, a->line, text + a->from, end - a->from, a->why);
    }
    b->failed = b->failed || b->aside_text.failed;
    al_buf_cut(&b->aside_text, 0);
    b->aside_count = 0;
}

/* Notes that stood amid the run. */
static void show_notes(al_builder *b)
{
    al_node *n = b->notes, *last = b->article->root->last, *next;
    b->notes = NULL;
    for (; n; last = n, n = next) {
        next = n->next;
        al_node_put(n, b->article->root, last);
    }
}

bool al_builder_formula(al_builder *b, const al_dom_node *box)
{
    al_buf out;
    al_buf_init(&out, 1 << 20);
    al_formula_text(b->dom, box, &out);
    bool said = out.size && !out.failed && b->now.sink != AL_SINK_OMIT && b->now.sink != AL_SINK_CODE;
    if (said) {
        b->formula = al_run_is_blank(&b->run);
        al_run_add(&b->run, out.data, out.size, box->line);
        set_aside(b, box, "math-source");
    }
    al_buf_release(&out);
    return said;
}

/* ---- runs of text ---- */

/* A quote begins with text of its own; when more comes it becomes a paragraph. */
static void unfold(al_builder *b, al_node *quote)
{
    if (!*quote->text || quote->kind != AL_QUOTE)
        return;
    al_node *p = al_builder_add(b, quote, AL_PARAGRAPH, quote->line, "blockquote");
    if (!p)
        return;
    al_node_unlink(p);
    al_node_put(p, quote, NULL);
    p->text = quote->text;
    p->spans = quote->spans;
    quote->text = "";
    quote->spans = NULL;
}

/* Who is quoted, without the dash before the name. */
static void give_cite(al_builder *b, al_node *quote, const char *text)
{
    size_t size = strlen(text), at = 0, from = 0;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        if (!al_text_is_space(c) && c != '-' && c != 0x2013 && c != 0x2014 && c != 0x2015)
            break;
        from = at;
    }
    if (from < size)
        quote->as.quote.cite = al_builder_keep(b, text + from);
}

static void hold(al_builder *b)
{
    al_node *to = b->now.parent;
    const char *text = al_buf_string(&b->run.text);
    bool dash = strncmp(text, "\u2014", 3) == 0 || strncmp(text, "\u2013 ", 4) == 0;
    if (to->kind == AL_QUOTE && dash && !to->as.quote.cite && (*to->text || to->first) && al_text_words(text) <= CITE) {
        give_cite(b, to, text); /* as posts of networks end */
        return;
    }
    if (!*to->text && !to->first) {
        al_builder_give(b, &b->run, to);
        return;
    }
    unfold(b, to);
    al_builder_give(b, &b->run, al_builder_add(b, to, AL_PARAGRAPH, b->run.line, "paragraph"));
}

static void flush(al_builder *b)
{
    b->breaks = 0;
    if (!al_run_is_blank(&b->run)) {
        switch (b->now.sink) {
        case AL_SINK_BLOCK: {
            bool math = b->formula && b->now.kind == AL_PARAGRAPH;
            al_builder_give(b, &b->run, al_builder_add(b, b->article->root, math ? AL_MATH : b->now.kind, b->run.line,
                                                       math ? "tex" : b->now.why));
            break;
        }
        case AL_SINK_HOLD:
            hold(b);
            break;
        case AL_SINK_JOIN: case AL_SINK_CODE:
            al_run_move(b->now.join, &b->run);
            b->failed = b->failed || b->now.join->failed;
            break;
        case AL_SINK_OMIT:
            al_builder_give(b, &b->run, al_builder_add(b, b->article->root, AL_OMITTED, b->run.line, b->now.why));
            break;
        }
    }
    b->failed = b->failed || b->run.failed;
    b->formula = false;
    al_run_clear(&b->run);
    show_asides(b);
    show_notes(b);
    al_figure_show_waiting(b);
}

/* Text of the page, with the TeX that a script would set in it. */
static void add_text(al_builder *b, const al_dom_node *n, const char *bytes, size_t size)
{
    al_formula_place place;
    while (b->now.sink != AL_SINK_OMIT && al_formula_find(bytes, size, &place)) {
        al_buf out;
        al_buf_init(&out, 1 << 20);
        al_run_add(&b->run, bytes, place.from, n->line);
        al_formula_tex(bytes + place.tex_from, place.tex_to - place.tex_from, &out);
        b->formula = al_run_is_blank(&b->run);
        al_run_add(&b->run, al_buf_string(&out), out.size, n->line);
        al_buf_release(&out);
        set_aside(b, n, "math-source");
        al_buf_add(&b->aside_text, bytes + place.from, place.to - place.from);
        b->muted = 0;
        bytes += place.to;
        size -= place.to;
    }
    size_t before = b->run.text.size;
    al_run_add(&b->run, bytes, size, n->line);
    b->formula = b->formula && b->run.text.size == before;
}

static void text(al_builder *b, const al_dom_node *n)
{
    const char *bytes = b->dom->text.data + n->from;
    if (n->order <= b->muted) {
        if (b->aside_text.size && b->aside_text.size > b->asides[b->aside_count - 1].from)
            al_buf_add_byte(&b->aside_text, ' ');
        al_text_collapse(&b->aside_text, bytes, n->size);
        return;
    }
    if (b->now.sink == AL_SINK_CODE) {
        al_buf_add(&b->now.join->text, bytes, n->size);
        b->failed = b->failed || b->now.join->text.failed;
        return;
    }
    size_t before = b->run.text.size;
    add_text(b, n, bytes, n->size);
    if (b->run.text.size > before)
        b->breaks = 0;
}

static void line_break(al_builder *b)
{
    if (b->now.sink == AL_SINK_CODE)
        al_buf_add_byte(&b->now.join->text, '\n');
    else if (++b->breaks > 1)
        flush(b);
    else
        al_run_space(&b->run);
}

/* ---- elements ---- */

static struct al_frame *push(al_builder *b, const al_dom_node *n)
{
    if (!al_grow(&b->frames, &b->room, b->depth, sizeof *b->frames)) {
        b->failed = true;
        return NULL;
    }
    struct al_frame *f = &b->frames[b->depth++];
    *f = (struct al_frame){ .node = n, .saved = b->now };
    return f;
}

/* Gather all that is said within into one run, for the node `made` or another use. */
static al_run *gather(al_builder *b, struct al_frame *f, enum al_sink sink)
{
    f->run = malloc(sizeof *f->run);
    if (!f->run) {
        b->failed = true;
        return NULL;
    }
    al_run_init(f->run);
    b->now.sink = sink;
    b->now.join = f->run;
    return f->run;
}

static void omit(al_builder *b, const char *why)
{
    b->now.sink = AL_SINK_OMIT;
    b->now.why = why;
    b->now.figure = NULL;
}

static void block(al_builder *b, al_kind kind, const char *why)
{
    b->now.sink = AL_SINK_BLOCK;
    b->now.kind = kind;
    b->now.why = why;
    b->now.parent = b->article->root;
}

static void enter_heading(al_builder *b, struct al_frame *f)
{
    const al_dom_node *n = f->node;
    bool title = n->part == AL_PART_TITLE;
    f->made = al_builder_add(b, b->article->root, title ? AL_TITLE : AL_HEADING, n->line, n->why);
    if (f->made && !title && al_tag_is_heading(n->tag))
        f->made->as.heading.level = n->tag == AL_TAG_H1 ? 2 : (int)(n->tag - AL_TAG_H1) + 1;
    else if (f->made && !title)
        f->made->as.heading.level = 3;
    gather(b, f, AL_SINK_JOIN);
}

static void enter_figure(al_builder *b, struct al_frame *f)
{
    f->figure = calloc(1, sizeof *f->figure);
    if (!f->figure) {
        b->failed = true;
        return;
    }
    al_run_init(&f->figure->caption);
    al_run_init(&f->figure->credit);
    f->figure->medium = AL_ARTICLE;
    f->figure->seconds = -1;
    f->figure->line = f->node->line;
    f->figure->language = b->now.language;
    omit(b, "figure");
    b->now.figure = f->figure;
}

/* A number as attributes give it; false where it is none, or none that anyone counts to. */
static bool number_of(const char *value, long *out)
{
    char *end;
    long n = strtol(value, &end, 10);
    if (end == value || n <= -MOST_START || n >= MOST_START)
        return false;
    *out = n;
    return true;
}

static void enter_item(al_builder *b, struct al_frame *f)
{
    al_node *list = b->now.parent, *last = list->last;
    const al_dom_node *n = f->node;
    if (list->kind != AL_LIST) { /* a stray item */
        block(b, AL_PARAGRAPH, "stray-item");
        return;
    }
    const char *value = n->tag == AL_TAG_LI ? al_dom_attr(n, "value") : NULL;
    bool joins = n->tag == AL_TAG_DD && last && n->prev;
    al_node *item = joins ? last : al_builder_add(b, list, AL_LIST_ITEM, n->line, n->why);
    if (!item)
        return;
    if (value)
        item->as.item.given = number_of(value, &item->as.item.number);
    b->now.sink = AL_SINK_HOLD;
    b->now.parent = item;
}

static void enter_list(al_builder *b, struct al_frame *f)
{
    const al_dom_node *n = f->node;
    al_node *parent = b->now.parent;
    const char *start = al_dom_attr(n, "start");
    if (b->now.sink == AL_SINK_JOIN || b->now.sink == AL_SINK_CODE)
        return;
    if (b->now.sink == AL_SINK_HOLD)
        unfold(b, parent);
    al_node *list = al_builder_add(b, parent, AL_LIST, n->line, n->why);
    if (!list)
        return;
    list->as.list.ordered = n->tag == AL_TAG_OL;
    list->as.list.reversed = list->as.list.ordered && al_dom_attr(n, "reversed");
    list->as.list.given = start && number_of(start, &list->as.list.start);
    f->made = list;
    block(b, AL_PARAGRAPH, "stray-item"); /* text that is in no item */
    b->now.parent = list;
}

static void enter_table(al_builder *b, struct al_frame *f)
{
    f->made = al_builder_add(b, al_builder_place(b), AL_TABLE, f->node->line, f->node->why);
    if (!f->made)
        return;
    b->now.parent = f->made;
    b->now.sink = AL_SINK_OMIT;
    b->now.why = "table";
}

static void enter_row(al_builder *b, struct al_frame *f)
{
    if (b->now.parent->kind != AL_TABLE)
        return;
    f->made = al_builder_add(b, b->now.parent, AL_ROW, f->node->line, f->node->why);
    if (f->made)
        b->now.parent = f->made;
}

static uint32_t span_of(const al_dom_node *n, const char *name)
{
    const char *v = al_dom_attr(n, name);
    long count = v ? strtol(v, NULL, 10) : 1;
    return count < 1 ? 1 : count > 1000 ? 1000 : (uint32_t)count;
}

static void enter_cell(al_builder *b, struct al_frame *f)
{
    if (b->now.sink == AL_SINK_JOIN || b->now.sink == AL_SINK_CODE)
        return; /* of a table in a note or another cell */
    if (b->now.parent->kind != AL_ROW) {
        block(b, AL_PARAGRAPH, "stray-cell");
        return;
    }
    f->made = al_builder_add(b, b->now.parent, AL_CELL, f->node->line, f->node->why);
    if (f->made) {
        f->made->as.cell.header = f->node->tag == AL_TAG_TH;
        f->made->as.cell.columns = span_of(f->node, "colspan");
        f->made->as.cell.rows = span_of(f->node, "rowspan");
    }
    gather(b, f, AL_SINK_JOIN);
}

static void enter_quote(al_builder *b, struct al_frame *f)
{
    al_node *parent = b->now.sink == AL_SINK_HOLD ? b->now.parent : b->article->root;
    if (b->now.sink == AL_SINK_JOIN || b->now.sink == AL_SINK_CODE)
        return;
    unfold(b, parent);
    f->made = al_builder_add(b, parent, AL_QUOTE, f->node->line, f->node->why);
    if (!f->made)
        return;
    b->now.sink = AL_SINK_HOLD;
    b->now.parent = f->made;
}

/* The id that links point to: the element's own or the first within. */
static const char *id_of(const al_builder *b, const al_dom_node *n)
{
    for (uint32_t i = n->order; i <= n->end; i++) {
        const al_dom_node *k = b->dom->nodes[i];
        const char *id = k->tag == AL_TAG_TEXT ? NULL : al_dom_attr(k, "id");
        if (id)
            return id;
    }
    return NULL;
}

/* A formula that stands alone is a block; amid text it is part of the sentence. */
static void enter_math(al_builder *b, struct al_frame *f)
{
    const al_dom_node *n = f->node;
    bool block = n->part == AL_PART_MATH && (b->now.sink == AL_SINK_BLOCK || b->now.sink == AL_SINK_HOLD);
    if (block) {
        f->made = al_builder_add(b, al_builder_place(b), AL_MATH, n->line, n->why);
        gather(b, f, AL_SINK_JOIN);
    }
    al_builder_formula(b, n);
}

/* A note: all that is in it is one text.  Amid a run it waits until that ends. */
static void enter_note(al_builder *b, struct al_frame *f)
{
    const al_dom_node *n = f->node;
    if (b->now.sink == AL_SINK_CODE || b->now.sink == AL_SINK_OMIT)
        return;
    if (!n->block) {
        f->held = malloc(sizeof *f->held);
        if (!f->held) {
            b->failed = true;
            return;
        }
        *f->held = b->run;
        al_run_init(&b->run);
    }
    b->now.parent = b->article->root;
    b->now.anchor = id_of(b, n);
    f->made = al_builder_add(b, b->article->root, AL_FOOTNOTE, n->line, n->why);
    if (f->made && f->held)
        al_node_unlink(f->made);
    b->now.anchor = NULL;
    f->saved.anchor = NULL;
    gather(b, f, AL_SINK_JOIN);
}

/* The note amid text is complete: the run that it interrupted goes on. */
static void leave_note(al_builder *b, struct al_frame *f)
{
    if (!f->held)
        return;
    if (f->run)
        al_run_move(f->run, &b->run);
    al_run_release(&b->run);
    b->run = *f->held;
    free(f->held);
    f->held = NULL;
    if (!f->made || !f->run || al_run_is_blank(f->run))
        return;
    *(b->notes ? &b->last_note->next : &b->notes) = f->made;
    b->last_note = f->made;
}

/* The table that is open, or the last block: its caption follows.  NULL where there is none, or it has a caption. */
static al_node *captioned_table(const al_builder *b)
{
    al_node *n = b->now.parent;
    if (n->kind != AL_TABLE)
        n = n->last;
    return n && n->kind == AL_TABLE && !*n->text ? n : NULL;
}

/* The quotation that is open, or that was the last thing said; NULL where there is none, or it is known who is quoted. */
static al_node *quote_before(const al_builder *b)
{
    al_node *n = b->now.parent;
    if (n->kind != AL_QUOTE)
        n = b->article->root->last;
    return n && n->kind == AL_QUOTE && !n->as.quote.cite ? n : NULL;
}

static void enter_part(al_builder *b, struct al_frame *f)
{
    const al_dom_node *n = f->node;
    al_figure *figure = b->now.figure;
    bool open = b->now.sink != AL_SINK_JOIN && b->now.sink != AL_SINK_CODE;
    switch ((al_part)n->part) {
    case AL_PART_OMITTED: omit(b, n->why); break;
    case AL_PART_TITLE: enter_heading(b, f); break;
    case AL_PART_HEADING:
        if (open)
            enter_heading(b, f);
        break;
    case AL_PART_STANDFIRST: block(b, AL_STANDFIRST, n->why); break;
    case AL_PART_BYLINE: block(b, AL_BYLINE, n->why); break;
    case AL_PART_DATELINE: block(b, AL_DATELINE, n->why); break;
    case AL_PART_DISCLAIMER: block(b, AL_DISCLAIMER, n->why); break;
    case AL_PART_CONTRIBUTION: block(b, AL_CREDIT, n->why); break;
    case AL_PART_AUTHOR: block(b, AL_AUTHOR, n->why); break;
    case AL_PART_FIGURE: enter_figure(b, f); break;
    case AL_PART_CAPTION: case AL_PART_CREDIT:
        if (!figure && n->part == AL_PART_CAPTION && b->now.sink != AL_SINK_JOIN && b->now.sink != AL_SINK_CODE) {
            enter_figure(b, f);
            figure = f->figure;
        }
        if (figure) {
            b->now.sink = AL_SINK_JOIN;
            b->now.join = n->part == AL_PART_CAPTION ? &figure->caption : &figure->credit;
            figure->language = n->part == AL_PART_CAPTION ? b->now.language : figure->language;
        }
        break;
    case AL_PART_IMAGE: al_figure_see_picture(b, n); break;
    case AL_PART_MEDIUM:
        al_figure_see_medium(b, n);
        omit(b, "player");
        break;
    case AL_PART_LIST: enter_list(b, f); break;
    case AL_PART_ITEM:
        if (open)
            enter_item(b, f);
        break;
    case AL_PART_QUOTE: enter_quote(b, f); break;
    case AL_PART_CODE:
        if (open) {
            f->made = al_builder_add(b, al_builder_place(b), AL_CODE, n->line, n->why);
            gather(b, f, AL_SINK_CODE);
        }
        break;
    case AL_PART_TABLE:
        if (open)
            enter_table(b, f);
        break;
    case AL_PART_TABLE_CAPTION:
        f->made = captioned_table(b);
        if (f->made)
            gather(b, f, AL_SINK_JOIN);
        break;
    case AL_PART_ROW: enter_row(b, f); break;
    case AL_PART_CELL: enter_cell(b, f); break;
    case AL_PART_NOTE: enter_note(b, f); break;
    case AL_PART_RULE:
        if (b->now.sink == AL_SINK_BLOCK)
            al_builder_add(b, b->article->root, AL_SEPARATOR, n->line, n->why);
        break;
    case AL_PART_MATH: case AL_PART_FORMULA: enter_math(b, f); break;
    case AL_PART_FLOW: break;
    case AL_PART_CITE:
        f->cite = open && b->now.sink != AL_SINK_OMIT && quote_before(b) && gather(b, f, AL_SINK_JOIN);
        break;
    }
}

static bool is_note_marker(const al_dom_node *a)
{
    const char *href = al_dom_attr(a, "href");
    bool marked = al_dom_attr_has(a, "role", "doc-noteref") || al_dom_attr_has(a, "epub:type", "noteref");
    if (marked && href && href[0] != '#')
        return strchr(href, '#') != NULL; /* into another file of a book */
    return href && href[0] == '#' && href[1] &&
           (marked ||
            strstr(a->cls, " footnote ref ") || al_dom_up(a, AL_TAG_SUP) ||
            (a->first && a->first == a->last && a->first->tag == AL_TAG_SUP));
}

static bool breaks_line(const al_dom_node *n)
{
    return n->block || (n->part != AL_PART_FLOW && n->part != AL_PART_IMAGE && n->part != AL_PART_FORMULA &&
                        n->part != AL_PART_NOTE);
}

/* The language that the element declares; NULL where it declares none, or the whole page's. */
static const char *declared_language(const al_dom_node *n)
{
    const char *lang = al_dom_attr(n, "lang");
    lang = lang ? lang : al_dom_attr(n, "xml:lang");
    return !lang || !*lang || n->tag == AL_TAG_HTML || n->tag == AL_TAG_BODY ? NULL : lang;
}

/* A block is in its language itself, and what is in it: known before anything is made of it. */
static void enter_language(al_builder *b, const al_dom_node *n)
{
    const char *lang = breaks_line(n) ? declared_language(n) : NULL;
    bool same = lang && b->article->language && strcasecmp(lang, b->article->language) == 0;
    if (lang)
        b->now.language = same ? NULL : lang;
}

static void open_spans(al_builder *b, struct al_frame *f)
{
    const al_dom_node *n = f->node;
    const char *lang = breaks_line(n) ? NULL : declared_language(n);
    if (n->tag == AL_TAG_A && al_dom_attr(n, "href")) {
        f->note = is_note_marker(n);
        f->link = al_dom_attr(n, "href");
        f->link += f->note && *f->link == '#';
        al_run_open(&b->run, f->note ? AL_SPAN_NOTE : AL_SPAN_LINK, f->link);
    }
    if (n->tag == AL_TAG_EM || n->tag == AL_TAG_I || n->tag == AL_TAG_STRONG || n->tag == AL_TAG_B) {
        f->emphasis = true;
        al_run_open(&b->run, AL_SPAN_EMPHASIS, NULL);
    }
    if (lang) {
        f->language = lang;
        al_run_open(&b->run, AL_SPAN_LANGUAGE, lang);
    }
}

static bool is_skipped(const al_dom_node *n)
{
    return al_tag_shown(n->tag) == 'H';
}

/* Whether it is left out amid text that goes on: why, or NULL. */
static const char *left_out_amid(const al_builder *b, const al_dom_node *n)
{
    if (n->holds_block || b->now.sink == AL_SINK_OMIT)
        return NULL;
    return n->part == AL_PART_OMITTED ? n->why : n->hidden && n->part != AL_PART_TITLE ? "hidden" : NULL;
}

static void enter(al_builder *b, const al_dom_node *n)
{
    if (n->order <= b->muted)
        return;
    if (n->tag == AL_TAG_BR) {
        line_break(b);
        return;
    }
    const char *left_out = left_out_amid(b, n);
    if (left_out) {
        set_aside(b, n, left_out);
        return;
    }
    if (breaks_line(n))
        flush(b);
    struct al_frame *f = push(b, n);
    if (!f)
        return;
    const char *why = b->now.sink == AL_SINK_OMIT && !n->article ? n->reason : NULL;
    if (why)
        b->now.why = why;
    if (n->hidden && !(n->parent && n->parent->hidden))
        omit(b, n->tag == AL_TAG_NOSCRIPT ? "noscript" : "hidden");
    enter_language(b, n);
    if (!n->hidden || n->part == AL_PART_TITLE)
        enter_part(b, f);
    else if (b->now.figure == NULL && f->saved.figure && n->tag == AL_TAG_NOSCRIPT)
        b->now.figure = f->saved.figure;
    open_spans(b, f);
}

static void leave(al_builder *b)
{
    struct al_frame *f = &b->frames[b->depth - 1];
    if (breaks_line(f->node))
        flush(b);
    if (f->link)
        al_run_close(&b->run, f->note ? AL_SPAN_NOTE : AL_SPAN_LINK, f->link);
    if (f->emphasis)
        al_run_close(&b->run, AL_SPAN_EMPHASIS, NULL);
    if (f->language)
        al_run_close(&b->run, AL_SPAN_LANGUAGE, f->language);
    leave_note(b, f);
    if (f->run && f->made)
        al_builder_give(b, f->run, f->made);
    b->now = f->saved;
    if (f->cite && quote_before(b))
        give_cite(b, quote_before(b), al_buf_string(&f->run->text));
    if (f->figure)
        al_figure_end(b, f->figure);
    /* Nothing is left of a list, row or heading in which nothing was said. */
    if (f->made && f->made->parent && !f->made->first && !*f->made->text && f->made->kind != AL_CELL)
        al_node_unlink(f->made);
    if (f->run) {
        al_run_release(f->run);
        free(f->run);
    }
    al_figure_free(f->figure);
    b->depth--;
}

static void walk(al_builder *b)
{
    for (uint32_t i = 1; i <= b->dom->count && !b->failed; i++) {
        const al_dom_node *n = b->dom->nodes[i];
        while (b->depth && b->frames[b->depth - 1].node->end < i)
            leave(b);
        if (is_skipped(n)) {
            i = n->end;
            continue;
        }
        /* The walk goes from outside the article into it and out again. */
        bool was = n->parent && n->parent->article;
        if (n->article && !was && n->tag != AL_TAG_TEXT) {
            flush(b);
            enter(b, n);
            if (b->depth && b->frames[b->depth - 1].node == n && n->part == AL_PART_FLOW)
                block(b, AL_PARAGRAPH, "paragraph");
            continue;
        }
        if (n->tag == AL_TAG_TEXT)
            text(b, n);
        else
            enter(b, n);
    }
    flush(b);
    while (b->depth)
        leave(b);
}

/* Items and quotes in which nothing was said, from a node on (NULL: the first). */
static void drop_empty(al_article *a, al_node *from)
{
    for (al_node *n = from ? from : a->root, *next; n; n = next) {
        next = al_node_next(n, a->root);
        while (n != a->root && !n->first && !*n->text && (n->kind == AL_LIST_ITEM || n->kind == AL_QUOTE || n->kind == AL_LIST)) {
            al_node *up = n->parent;
            if (next && next->parent == n)
                next = al_node_skip(n, a->root);
            al_node_unlink(n);
            n = up;
        }
    }
}

static bool add_facts(al_builder *b)
{
    al_article *a = b->article;
    const al_meta *m = b->meta;
    const char *const from[] = { m->language, m->published, m->modified, m->site, m->url };
    const char **to[] = { &a->language, &a->published, &a->modified, &a->site, &a->url };
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        if (from[i])
            *to[i] = al_builder_keep(b, from[i]);
    for (const al_name *n = m->authors; n; n = n->next)
        b->failed = b->failed || !al_article_byline(a, n->text);
    if (m->title)
        a->title = al_builder_keep(b, m->title);
    if (m->title && !m->h1)
        b->failed = b->failed || !al_node_add(a, a->root, AL_TITLE, 0, m->title, "title-metadata");
    return !b->failed;
}

int al_html_build(const al_dom *dom, const al_meta *meta, const al_cues *cues, al_article *article, aloud_error *err)
{
    al_builder b = { .dom = dom, .meta = meta, .cues = cues, .article = article, .media = meta->ld.media };
    al_node *last = article->root->last; /* of what was there before */
    al_run_init(&b.run);
    al_buf_init(&b.aside_text, (size_t)1 << 30);
    b.now = (struct al_context){ .sink = AL_SINK_OMIT, .kind = AL_PARAGRAPH, .parent = article->root, .why = "outside-article" };
    if (add_facts(&b))
        walk(&b);
    while (b.depth)
        leave(&b);
    drop_empty(article, last);
    b.failed = b.failed || !al_html_tidy(article, last, cues);
    al_run_release(&b.run);
    al_buf_release(&b.aside_text);
    free(b.asides);
    free(b.frames);
    free(b.waiting);
    return b.failed ? al_fail_memory(err) : 0;
}
