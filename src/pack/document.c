#include "pack/document.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What is open around the block that is being written. */
typedef enum box { BOX_NONE, BOX_TABLE, BOX_QUOTE, BOX_LISTS } box;

enum { DEEPEST = 9 /* lists in one another, as the script counts them */ };

enum { HELD = 64 /* rows that a cell is followed down */, WIDEST = 1000 /* HTML, section 4.9.11 */ };

typedef struct page {
    const al_document *d;
    const al_cues *cues;
    size_t cue;        /* the next one */
    const al_item *end; /* behind the chapter's last */
    al_buf *out;
    box open;
    int rows;          /* of the open table, written so far */
    uint32_t columns;  /* of its first row */
    uint32_t held[HELD]; /* columns that cells of rows above take, by the number of the row */
    bool numbered[DEEPEST]; /* of the open lists: whether it is one of numbers */
    int depth;         /* how many lists are open, each with an item open in it */
    int level;         /* of the last heading; 0 before the first */
} page;

static void add(page *p, const char *markup)
{
    al_buf_add_string(p->out, markup);
}

static bool is(const page *p, al_document_kind kind)
{
    return p->d->kind == kind;
}

/* ---- text ----------------------------------------------------------------------------------------------------------- */

void al_document_language(const al_document *d, const char *language, al_buf *out)
{
    al_buf_add_string(out, " lang=\"");
    al_pack_html(out, language);
    if (d->kind != AL_DOCUMENT_PAGE) {
        al_buf_add_string(out, "\" xml:lang=\"");
        al_pack_html(out, language);
    }
    al_buf_add_byte(out, '"');
    int rtl = al_pack_rtl(language);
    if (rtl != al_pack_rtl(d->in->script->language))
        al_buf_printf(out, " dir=\"%s\"", rtl ? "rtl" : "ltr");
}

static void add_language(page *p, const al_item *i)
{
    if (strcmp(i->language, p->d->in->script->language) != 0)
        al_document_language(p->d, i->language, p->out);
}

static void add_announcement(page *p, const al_item *i)
{
    if (!i->announce)
        return;
    add(p, "<span class=\"announced\"");
    const char *said = p->d->in->script->announcing;
    if (strcmp(said, i->language) != 0)
        al_document_language(p->d, said, p->out);
    add(p, ">");
    al_pack_html(p->out, i->announce);
    add(p, *i->text && is(p, AL_DOCUMENT_PAGE) ? " </span>" : "</span>");
    if (*i->text && !is(p, AL_DOCUMENT_PAGE))
        add(p, " ");
}

static void add_mark(page *p, const al_item *i, const al_note_mark *m)
{
    static const char *const starts[] = { "<a epub:type=\"noteref\" role=\"doc-noteref\" href=\"", "<a class=\"noteref\" href=\"",
                                          "<a role=\"doc-noteref\" href=\"" };
    add(p, starts[p->d->kind]);
    if (!is(p, AL_DOCUMENT_PAGE))
        al_document_file(p->d, p->d->chapter_of[m->note], p->out);
    al_buf_printf(p->out, is(p, AL_DOCUMENT_PAGE) ? "#i%u\">" : "#n%u\">", m->note);
    al_pack_html_part(p->out, i->text + m->from, m->to - m->from);
    add(p, "</a>");
}

/* Bytes [from, to) of an item's text, markers of notes as links to them. */
static void add_text(page *p, const al_item *i, size_t from, size_t to)
{
    for (size_t k = 0; k < i->mark_count; k++) {
        const al_note_mark *m = &i->marks[k];
        if (m->from < from || m->to > to || p->d->chapter_of[m->note] == SIZE_MAX)
            continue;
        al_pack_html_part(p->out, i->text + from, m->from - from);
        add_mark(p, i, m);
        from = m->to;
    }
    al_pack_html_part(p->out, i->text + from, to - from);
}

/* How many cues the item has, from p->cue on. */
static size_t cues_of(const page *p, const al_item *i)
{
    size_t n = 0;
    while (p->cue + n < p->cues->count && p->cues->at[p->cue + n].item == i)
        n++;
    return n;
}

/* The item's announcement and text, a span for each cue. */
static void add_spans(page *p, const al_item *i)
{
    size_t n = cues_of(p, i);
    if (!n) {
        add_announcement(p, i);
        add_text(p, i, 0, strlen(i->text));
    }
    for (size_t k = 0; k < n; k++) {
        const al_cue *c = &p->cues->at[p->cue];
        al_buf_printf(p->out, "<span id=\"c%zu\">", ++p->cue);
        if (k == 0)
            add_announcement(p, i);
        /* The white space between sentences stands between their spans, so that no highlighting ends in a blank. */
        size_t to = c->to;
        while (k + 1 < n && to > c->from && i->text[to - 1] == ' ')
            to--;
        add_text(p, i, c->from, to);
        add(p, "</span>");
        al_pack_html_part(p->out, i->text + to, c->to - to);
    }
}

/* The id of an element that is being opened and is all that stands for the item, however many sentences it has. */
static void add_id(page *p, const al_item *i)
{
    size_t n = cues_of(p, i);
    if (is(p, AL_DOCUMENT_PAGE))
        al_buf_printf(p->out, " id=\"i%u\"", i->id);
    else if (n)
        al_buf_printf(p->out, " id=\"c%zu\"", p->cue + 1);
    p->cue += n;
}

/* The id of a list or table that is being opened. */
static void add_box_id(page *p)
{
    if (!is(p, AL_DOCUMENT_PAGE))
        al_buf_printf(p->out, " id=\"b%zu\"", p->cue + 1);
}

static void add_block(page *p, const al_item *i, const char *element, const char *attributes)
{
    al_buf_printf(p->out, "<%s%s", element, attributes);
    if (is(p, AL_DOCUMENT_PAGE))
        add_id(p, i);
    add_language(p, i);
    add(p, ">");
    add_spans(p, i);
    al_buf_printf(p->out, "</%s>\n", element);
}

/* ---- lists ---------------------------------------------------------------------------------------------------------- */

static void close_lists(page *p, int depth)
{
    while (p->depth > depth)
        add(p, p->numbered[--p->depth] ? "</li></ol>\n" : "</li></ul>\n");
}

/* Open lists until `depth` of them are, the last with the item `i` still to be opened in it. */
static void open_lists(page *p, int depth, const al_item *i)
{
    while (p->depth < depth) {
        bool numbered = p->numbered[p->depth] = i->announce != NULL;
        add(p, numbered ? "<ol class=\"numbered\"" : "<ul");
        if (p->depth == 0)
            add_box_id(p);
        add(p, ">\n");
        if (++p->depth < depth)
            add(p, "<li>");
    }
}

/* A list's own item is what is announced before it; that of a list in another belongs to the item that it is in. */
static void add_list(page *p, const al_item *i)
{
    close_lists(p, i->level - 1);
    add_block(p, i, "p", " class=\"notice list\"");
}

static void add_list_item(page *p, const al_item *i)
{
    int depth = i->depth < 1 ? 1 : i->depth > DEEPEST ? DEEPEST : i->depth;
    close_lists(p, depth);
    if (i->more && p->depth == depth) {
        add_block(p, i, "p", "");
        return;
    }
    if (p->depth == depth)
        add(p, "</li>\n");
    else
        open_lists(p, depth, i);
    add(p, "<li");
    if (is(p, AL_DOCUMENT_PAGE)) { /* its own text alone, without the lists in it */
        add(p, ">");
        add_block(p, i, "span", "");
        return;
    }
    add_language(p, i);
    add(p, ">");
    add_spans(p, i);
}

/* ---- tables --------------------------------------------------------------------------------------------------------- */

static void open_table(page *p)
{
    p->open = BOX_TABLE;
    p->rows = 0;
    p->columns = 0;
    memset(p->held, 0, sizeof p->held);
    add(p, "<table");
    add_box_id(p);
    add(p, ">\n");
}

/* Rows that follow, as many as a cell of `i` may reach down. */
static uint32_t rows_from(const page *p, const al_item *i)
{
    uint32_t n = 0;
    for (; i < p->end && i->role == AL_ROLE_ROW; i++)
        n++;
    return n;
}

/* A table without rows is its caption. */
static void add_table(page *p, const al_item *i)
{
    if (!rows_from(p, i + 1)) {
        add_block(p, i, "p", " class=\"notice\"");
        return;
    }
    open_table(p);
    add_block(p, i, "caption", "");
}

static uint32_t at_most(uint32_t n, uint32_t most)
{
    return n < most ? n : most;
}

static void add_cell(page *p, const al_item *i, const al_row_cell *c, uint32_t rows)
{
    uint32_t down = at_most(c->rows, rows), wide = at_most(c->columns, WIDEST);
    for (uint32_t k = 0; k < at_most(down, HELD); k++)
        p->held[((uint32_t)p->rows + k) % HELD] += wide;
    bool header = c->header, top = p->rows == 0;
    al_buf_printf(p->out, header ? top ? "<th scope=\"col\"" : "<th scope=\"row\"" : "<td");
    if (wide > 1)
        al_buf_printf(p->out, " colspan=\"%u\"", wide);
    if (down > 1)
        al_buf_printf(p->out, " rowspan=\"%u\"", down);
    add(p, ">");
    if (c == i->cells)
        add_announcement(p, i);
    al_pack_html_part(p->out, i->text + c->from, c->to - c->from);
    add(p, header ? "</th>" : "</td>");
}

/* A row has the columns of the first, empty ones where the article has none. */
static void end_row(page *p)
{
    uint32_t *held = &p->held[(uint32_t)p->rows % HELD];
    if (p->rows == 0)
        p->columns = *held;
    for (; *held < p->columns; ++*held)
        add(p, "<td></td>");
    *held = 0;
    add(p, "</tr>\n");
    p->rows++;
}

static void add_row(page *p, const al_item *i)
{
    if (p->open != BOX_TABLE)
        open_table(p);
    uint32_t rows = rows_from(p, i);
    add(p, "<tr");
    add_id(p, i);
    add_language(p, i);
    add(p, ">");
    for (size_t k = 0; k < i->cell_count; k++)
        add_cell(p, i, &i->cells[k], rows);
    end_row(p);
}

/* ---- other blocks --------------------------------------------------------------------------------------------------- */

bool al_document_is_heading(const al_item *i)
{
    return (i->role == AL_ROLE_TITLE || i->role == AL_ROLE_HEADING) && *i->text;
}

/* Levels go down one at a time, whatever the page did (WCAG 2.2, technique H42). */
static void name_heading(page *p, int level, char element[3])
{
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    if (p->level && level > p->level + 1)
        level = p->level + 1;
    p->level = level;
    element[0] = 'h';
    element[1] = (char)('0' + level);
    element[2] = '\0';
}

static void add_heading(page *p, const al_item *i)
{
    char element[3];
    name_heading(p, i->level, element);
    add_block(p, i, element, "");
}

/* A chapter that begins without a heading is shown with its title, which nobody says. */
static void add_title(page *p, const al_pack_chapter *c, int level, bool heard)
{
    char element[3];
    name_heading(p, level, element);
    al_buf_printf(p->out, heard ? "<%s id=\"c1\">" : "<%s>", element);
    al_pack_html(p->out, *c->title ? c->title : p->d->in->name);
    al_buf_printf(p->out, "</%s>\n", element);
}

static void add_image(page *p, const al_item *i)
{
    if (is(p, AL_DOCUMENT_DAISY)) {
        add_block(p, i, "p", " class=\"image\"");
        return;
    }
    add(p, "<figure>");
    add_block(p, i, "figcaption", "");
    add(p, "</figure>\n");
}

/* HTML leaves out a line break right behind <pre>, XHTML does not. */
static void add_code(page *p, const al_item *i)
{
    add(p, "<div class=\"code\"");
    add_id(p, i);
    add(p, ">");
    if (i->announce) {
        add(p, "<p>");
        add_announcement(p, i);
        add(p, "</p>");
    }
    add(p, is(p, AL_DOCUMENT_PAGE) ? "<pre dir=\"ltr\">\n" : "<pre dir=\"ltr\">");
    al_pack_html(p->out, i->text);
    add(p, "</pre></div>\n");
}

static void add_note(page *p, const al_item *i)
{
    static const char *const starts[] = { "<aside class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\"",
                                          "<div class=\"notebody\"", "<aside class=\"footnote\" role=\"doc-footnote\"" };
    add(p, starts[p->d->kind]);
    if (!is(p, AL_DOCUMENT_PAGE))
        al_buf_printf(p->out, " id=\"n%u\"", i->id);
    add(p, ">");
    add_block(p, i, "p", "");
    add(p, is(p, AL_DOCUMENT_DAISY) ? "</div>\n" : "</aside>\n");
}

static void add_separator(page *p, const al_item *i)
{
    add(p, "<hr");
    add_id(p, i);
    add(p, is(p, AL_DOCUMENT_PAGE) ? ">\n" : "/>\n");
}

/* Open and close what is around the item. */
static void set_box(page *p, const al_item *i)
{
    bool lists = i->role == AL_ROLE_LIST_ITEM || (i->role == AL_ROLE_LIST && i->level > 1 && p->depth);
    box b = lists ? BOX_LISTS : i->role == AL_ROLE_ROW ? BOX_TABLE : i->role == AL_ROLE_QUOTE ? BOX_QUOTE : BOX_NONE;
    if (!lists)
        close_lists(p, 0);
    if (p->open == b)
        return;
    add(p, p->open == BOX_TABLE ? "</table>\n" : p->open == BOX_QUOTE ? "</blockquote>\n" : "");
    add(p, b == BOX_QUOTE ? "<blockquote>\n" : "");
    p->open = b == BOX_TABLE ? BOX_NONE : b; /* a table is opened with its first row or its caption */
}

static void add_item(page *p, const al_item *i)
{
    set_box(p, i);
    switch (i->role) {
    case AL_ROLE_TITLE: case AL_ROLE_HEADING:
        if (al_document_is_heading(i))
            add_heading(p, i);
        else
            add_block(p, i, "p", "");
        break;
    case AL_ROLE_STANDFIRST: add_block(p, i, "p", " class=\"standfirst\""); break;
    case AL_ROLE_BYLINE: case AL_ROLE_DATELINE: case AL_ROLE_CREDIT: case AL_ROLE_DISCLAIMER: case AL_ROLE_AUTHOR:
        add_block(p, i, "p", " class=\"note\"");
        break;
    case AL_ROLE_IMAGE: add_image(p, i); break;
    case AL_ROLE_VIDEO: case AL_ROLE_AUDIO: case AL_ROLE_EMBED: add_block(p, i, "p", " class=\"notice\""); break;
    case AL_ROLE_LIST: add_list(p, i); break;
    case AL_ROLE_LIST_ITEM: add_list_item(p, i); break;
    case AL_ROLE_CODE: add_code(p, i); break;
    case AL_ROLE_TABLE: add_table(p, i); break;
    case AL_ROLE_ROW: add_row(p, i); break;
    case AL_ROLE_FOOTNOTE: add_note(p, i); break;
    case AL_ROLE_SEPARATOR: add_separator(p, i); break;
    default: add_block(p, i, "p", ""); break;
    }
}

void al_document_body(const al_document *d, size_t index, int *level, al_buf *out)
{
    page p = { .d = d, .cues = &d->cues[index], .out = out, .level = *level };
    const al_pack_chapter *c = &d->in->chapters[index];
    const al_script *s = d->in->script;
    bool whole = d->kind == AL_DOCUMENT_PAGE;
    if ((size_t)c->number > s->chapter_count || (!whole && !p.cues->count)) {
        add_title(&p, c, whole ? 2 : 1, !whole);
        *level = p.level;
        return;
    }
    const al_chapter *chapter = &s->chapters[c->number - 1];
    const al_item *first = &s->items[chapter->first];
    p.end = first + chapter->count;
    if (!al_document_is_heading(first) && !(whole && index == 0))
        add_title(&p, c, chapter->level, false);
    for (const al_item *i = first; i < p.end; i++)
        add_item(&p, i);
    set_box(&p, &(al_item){ .role = AL_ROLE_SEPARATOR });
    *level = p.level;
}

/* ---- the book ------------------------------------------------------------------------------------------------------- */

static int list_items(al_document *d, aloud_error *err)
{
    const al_script *s = d->in->script;
    d->chapter_of = malloc((s->item_count + 1) * sizeof *d->chapter_of);
    if (!d->chapter_of)
        return al_fail_memory(err);
    for (size_t i = 0; i <= s->item_count; i++)
        d->chapter_of[i] = SIZE_MAX;
    for (size_t c = 0; c < d->in->count; c++) {
        size_t number = (size_t)d->in->chapters[c].number;
        if (number > s->chapter_count || (d->kind != AL_DOCUMENT_PAGE && !d->cues[c].count))
            continue;
        const al_chapter *chapter = &s->chapters[number - 1];
        for (size_t i = 0; i < chapter->count; i++)
            d->chapter_of[s->items[chapter->first + i].id] = c;
    }
    return 0;
}

int al_document_init(al_document *out, const al_pack_input *in, al_document_kind kind, aloud_error *err)
{
    al_document d = { .in = in, .kind = kind, .cues = calloc(in->count + 1, sizeof *d.cues) };
    int status = d.cues ? 0 : al_fail_memory(err);
    for (size_t i = 0; i < in->count && !status && kind != AL_DOCUMENT_PAGE; i++)
        status = al_cues_make(in->script, in->chapters[i].timeline, 0, &d.cues[i], err);
    if (!status)
        status = list_items(&d, err);
    if (status)
        al_document_release(&d);
    else
        *out = d;
    return status;
}

void al_document_release(al_document *d)
{
    for (size_t i = 0; d->cues && i < d->in->count; i++)
        al_cues_release(&d->cues[i]);
    free(d->cues);
    free(d->chapter_of);
    *d = (al_document){ 0 };
}

void al_document_file(const al_document *d, size_t index, al_buf *out)
{
    al_buf_printf(out, "chapter-%03zu.%s", index + 1, d->kind == AL_DOCUMENT_EPUB ? "xhtml" : "html");
}
