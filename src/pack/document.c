#include "pack/document.h"

#include <stdint.h>
#include <string.h>

/* What is open around the block that is being written. */
typedef enum box { BOX_NONE, BOX_LIST, BOX_TABLE, BOX_QUOTE } box;

typedef struct page {
    const al_pack_input *in;
    const al_cues *cues; /* NULL: elements have the ids of the items */
    size_t cue;          /* the next one */
    al_document_kind kind;
    al_buf *out;
    box open;
    bool rows;           /* a row of the open table is written */
    size_t columns;      /* of the open table */
    int level;           /* of the last heading; 0 before the first */
} page;

void al_document_language(const al_pack_input *in, al_document_kind kind, const char *language, al_buf *out)
{
    al_buf_add_string(out, " lang=\"");
    al_pack_html(out, language);
    if (kind != AL_DOCUMENT_PAGE) {
        al_buf_add_string(out, "\" xml:lang=\"");
        al_pack_html(out, language);
    }
    al_buf_add_byte(out, '"');
    int rtl = al_pack_rtl(language);
    if (rtl != al_pack_rtl(in->script->language))
        al_buf_printf(out, " dir=\"%s\"", rtl ? "rtl" : "ltr");
}

static void add(page *p, const char *markup)
{
    al_buf_add_string(p->out, markup);
}

static void add_language(page *p, const al_item *i)
{
    if (strcmp(i->language, p->in->script->language) != 0)
        al_document_language(p->in, p->kind, i->language, p->out);
}

static void add_announcement(page *p, const al_item *i)
{
    if (!i->announce)
        return;
    add(p, "<span class=\"announced\"");
    const char *said = p->in->script->announcing;
    if (said && strcmp(said, i->language) != 0)
        al_document_language(p->in, p->kind, said, p->out);
    add(p, ">");
    al_pack_html(p->out, i->announce);
    add(p, *i->text && p->kind == AL_DOCUMENT_PAGE ? " </span>" : "</span>");
    if (*i->text && p->kind != AL_DOCUMENT_PAGE)
        add(p, " ");
}

/* How many cues the item has, from p->cue on. */
static size_t cues_of(const page *p, const al_item *i)
{
    size_t n = 0;
    while (p->cues && p->cue + n < p->cues->count && p->cues->at[p->cue + n].item == i)
        n++;
    return n;
}

/* The id of an element that is being opened and is all that stands for the item, however many sentences it has. */
static void add_id(page *p, const al_item *i)
{
    size_t n = cues_of(p, i);
    if (!p->cues)
        al_buf_printf(p->out, " id=\"i%u\"", (unsigned)i->id);
    else if (n)
        al_buf_printf(p->out, " id=\"c%zu\"", p->cue + 1);
    p->cue += n;
}

/* The item's announcement and text, a span for each cue. */
static void add_spans(page *p, const al_item *i)
{
    size_t n = cues_of(p, i);
    if (!n) {
        add_announcement(p, i);
        al_pack_html(p->out, i->text);
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
        al_pack_html_part(p->out, i->text + c->from, to - c->from);
        add(p, "</span>");
        al_pack_html_part(p->out, i->text + to, c->to - to);
    }
}

static void close_box(page *p)
{
    static const char *const ends[] = { "", "</ul>\n", "</table>\n", "</blockquote>\n" };
    if (p->open == BOX_TABLE && !p->rows)
        add(p, "<tr><td></td></tr>"); /* no kind of page may have a table without rows */
    add(p, ends[p->open]);
    p->open = BOX_NONE;
}

static void add_block(page *p, const al_item *i, const char *element, const char *attributes)
{
    al_buf_printf(p->out, "<%s%s", element, attributes);
    if (!p->cues)
        add_id(p, i);
    add_language(p, i);
    add(p, ">");
    add_spans(p, i);
    al_buf_printf(p->out, "</%s>\n", element);
}

/* Levels go down one at a time, whatever the page did (WCAG 2.2, technique H42). */
static void add_heading(page *p, const al_item *i)
{
    int level = i->level < 1 ? 1 : i->level > 6 ? 6 : i->level;
    if (p->level && level > p->level + 1)
        level = p->level + 1;
    p->level = level;
    char element[3] = { 'h', (char)('0' + level), '\0' };
    add_block(p, i, element, "");
}

static void add_list_item(page *p, const al_item *i)
{
    if (p->open != BOX_LIST)
        add(p, i->announce ? "<ul class=\"numbered\">\n" : "<ul>\n");
    p->open = BOX_LIST;
    add_block(p, i, "li", "");
}

/* ---- tables --------------------------------------------------------------------------------------------------------- */

/* The end of the cell at `text`. */
static const char *cell_end(const char *text)
{
    const char *end = strstr(text, AL_CELL_BREAK);
    return end ? end : text + strlen(text);
}

static size_t count_cells(const char *text)
{
    size_t n = 1;
    for (const char *end = cell_end(text); *end; end = cell_end(end + strlen(AL_CELL_BREAK)))
        n++;
    return n;
}

/* The columns of the table whose rows begin with item `i` or behind it: those of its widest row. */
static size_t count_columns(const page *p, const al_item *i)
{
    const al_item *end = p->in->script->items + p->in->script->item_count;
    size_t most = 1;
    for (i += i->role == AL_ROLE_TABLE; i < end && i->role == AL_ROLE_ROW; i++) {
        size_t n = count_cells(i->text);
        most = n > most ? n : most;
    }
    return most;
}

static void open_table(page *p, const al_item *i)
{
    add(p, "<table>\n");
    p->open = BOX_TABLE;
    p->rows = false;
    p->columns = count_columns(p, i);
}

static void add_table(page *p, const al_item *i)
{
    open_table(p, i);
    add_block(p, i, "caption", "");
}

/* A row of headers is said with commas between, any other with its headers before its cells. */
static bool is_header_row(const al_item *i)
{
    const char *t = i->text, *s = i->written;
    while (*t && *s) {
        if (strncmp(t, AL_CELL_BREAK, strlen(AL_CELL_BREAK)) == 0 && strncmp(s, ", ", 2) == 0) {
            t += strlen(AL_CELL_BREAK);
            s += 2;
        } else if (*t++ != *s++) {
            return false;
        }
    }
    return !*t && !*s;
}

static void add_cell(page *p, bool header, const char *text, size_t size)
{
    add(p, header ? "<th scope=\"col\">" : "<td>");
    al_pack_html_part(p->out, text, size);
    add(p, header ? "</th>" : "</td>");
}

static void add_row(page *p, const al_item *i)
{
    if (p->open != BOX_TABLE)
        open_table(p, i);
    bool header = !p->rows && is_header_row(i);
    p->rows = true;
    add(p, "<tr");
    add_id(p, i);
    add_language(p, i);
    add(p, ">");
    size_t cells = 1;
    const char *t = i->text, *end = cell_end(t);
    for (; *end; t = end + strlen(AL_CELL_BREAK), end = cell_end(t), cells++)
        add_cell(p, header, t, (size_t)(end - t));
    add_cell(p, header, t, (size_t)(end - t));
    for (; cells < p->columns; cells++)
        add_cell(p, false, "", 0);
    add(p, "</tr>\n");
}

/* ---- other blocks --------------------------------------------------------------------------------------------------- */

static void add_figure(page *p, const al_item *i)
{
    if (p->kind == AL_DOCUMENT_DAISY) {
        add_block(p, i, "p", " class=\"caption\"");
        return;
    }
    add(p, "<figure>");
    add_block(p, i, "figcaption", "");
    add(p, "</figure>\n");
}

/* The line break behind <pre> is none of the text in HTML, where one in the text would be taken for it. */
static void add_code(page *p, const al_item *i)
{
    if (p->kind != AL_DOCUMENT_PAGE) {
        add(p, "<pre");
        add_id(p, i);
        add(p, ">");
        al_pack_html(p->out, i->text);
        add(p, "</pre>\n");
        return;
    }
    add(p, "<figure class=\"code\"");
    add_id(p, i);
    add(p, "><figcaption>");
    add_announcement(p, i);
    add(p, "</figcaption><pre>\n");
    al_pack_html(p->out, i->text);
    add(p, "</pre></figure>\n");
}

static void add_quote(page *p, const al_item *i)
{
    if (p->open != BOX_QUOTE)
        add(p, "<blockquote>\n");
    p->open = BOX_QUOTE;
    add_block(p, i, "p", "");
}

static void add_footnote(page *p, const al_item *i)
{
    static const char *const attributes[] = {
        [AL_DOCUMENT_EPUB] = " class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\"",
        [AL_DOCUMENT_DAISY] = " class=\"footnote\"",
        [AL_DOCUMENT_PAGE] = " class=\"footnote\" role=\"doc-footnote\"",
    };
    add_block(p, i, "p", attributes[p->kind]);
}

static void add_separator(page *p, const al_item *i)
{
    add(p, "<hr");
    add_id(p, i);
    add(p, p->kind == AL_DOCUMENT_PAGE ? ">\n" : "/>\n");
}

/* The box that an item belongs in. */
static box box_of(const al_item *i)
{
    switch (i->role) {
    case AL_ROLE_LIST_ITEM: return BOX_LIST;
    case AL_ROLE_ROW: return BOX_TABLE;
    case AL_ROLE_QUOTE: return BOX_QUOTE;
    default: return BOX_NONE;
    }
}

static void add_item(page *p, const al_item *i)
{
    if (p->open != box_of(i))
        close_box(p);
    switch (i->role) {
    case AL_ROLE_TITLE: case AL_ROLE_HEADING: add_heading(p, i); break;
    case AL_ROLE_STANDFIRST: add_block(p, i, "p", " class=\"standfirst\""); break;
    case AL_ROLE_BYLINE: case AL_ROLE_DATELINE: case AL_ROLE_CREDIT: case AL_ROLE_DISCLAIMER: case AL_ROLE_AUTHOR:
        add_block(p, i, "p", " class=\"note\"");
        break;
    case AL_ROLE_IMAGE: add_figure(p, i); break;
    /* What is announced is shown, since it is heard: also a list's own item. */
    case AL_ROLE_VIDEO: case AL_ROLE_AUDIO: case AL_ROLE_EMBED: add_block(p, i, "p", " class=\"notice\""); break;
    case AL_ROLE_LIST: add_block(p, i, "p", " class=\"notice list\""); break;
    case AL_ROLE_LIST_ITEM: add_list_item(p, i); break;
    case AL_ROLE_QUOTE: add_quote(p, i); break;
    case AL_ROLE_CODE: add_code(p, i); break;
    case AL_ROLE_TABLE: add_table(p, i); break;
    case AL_ROLE_ROW: add_row(p, i); break;
    case AL_ROLE_FOOTNOTE: add_footnote(p, i); break;
    case AL_ROLE_SEPARATOR: add_separator(p, i); break;
    default: add_block(p, i, "p", ""); break;
    }
}

void al_document_body(const al_pack_input *in, const al_pack_chapter *c, const al_cues *cues, al_document_kind kind, int *level,
                      al_buf *out)
{
    page p = { .in = in, .cues = cues, .kind = kind, .out = out, .level = *level };
    bool known = (size_t)c->number <= in->script->chapter_count; /* a chapter from before the article changed may be one more */
    const al_chapter *chapter = known ? &in->script->chapters[c->number - 1] : NULL;
    for (size_t i = 0; chapter && i < chapter->count; i++)
        add_item(&p, &in->script->items[chapter->first + i]);
    close_box(&p);
    *level = p.level;
}
