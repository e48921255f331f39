/* From the article's tree to items and chapters. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/text.h"
#include "script/marks.h"
#include "script/note_index.h"
#include "script/script.h"
#include "script/wording.h"

/* A list that grows while the script is built and moves into its arena at the end. */
typedef struct vec {
    void *at;
    size_t count, room, size;
} vec;

/* The columns of the table being read, the first so many of them: nobody follows a table of more by ear. */
enum { HEADED = 64 };
typedef struct columns {
    const al_node *header[HEADED]; /* the cell of the first row over each; NULL where there is none */
    uint32_t held[HEADED];         /* rows, with the one being read, that a cell takes the column for */
} columns;

typedef struct building {
    const al_article *article;
    const al_phrases *phrases;
    const al_script_settings *set;
    al_script *script;
    vec items, chapters, omitted;
    al_note_index notes;
    al_buf buf;             /* scratch for one text */
    const al_node *quote;   /* outermost quotation being read, or NULL */
    const al_node *after;   /* first node behind it */
    size_t opened, quoted;  /* indices of the first and the last item in it; SIZE_MAX: none yet */
    columns columns;
    bool titled;            /* the title has been said */
    bool bylined;           /* some author has been named */
    bool bare;              /* the open chapter has nothing but headings: one more does not begin another, of a second of sound */
    bool last_chapter;      /* the chapter of credits has begun */
    bool failed;            /* out of memory */
} building;

static void *push(building *b, vec *v)
{
    if (!al_grow(&v->at, &v->room, v->count, v->size)) {
        b->failed = true;
        return NULL;
    }
    return memset((char *)v->at + v->size * v->count++, 0, v->size);
}

/* Without controls, which a page may write as escapes (JSON-LD): what is kept goes to terminals and into playlists. */
static const char *keep(building *b, const char *text)
{
    al_buf clean;
    al_buf_init(&clean, SIZE_MAX / 4);
    al_text_repair(&clean, text, strlen(text), NULL, NULL);
    const char *copy = clean.failed ? NULL : al_arena_copy(&b->script->arena, al_buf_string(&clean), clean.size);
    al_buf_release(&clean);
    b->failed = b->failed || !copy;
    return copy ? copy : "";
}

/* What b->buf holds, kept; NULL where it holds nothing. */
static const char *keep_buf(building *b)
{
    b->failed = b->failed || b->buf.failed;
    const char *copy = b->buf.size ? keep(b, al_buf_string(&b->buf)) : NULL;
    al_buf_cut(&b->buf, 0);
    return copy;
}

static const char *phrase(building *b, al_phrase p, long n)
{
    al_phrase_add(b->phrases, &b->buf, p, n);
    return keep_buf(b);
}

static void omit(building *b, const al_node *n, const char *text, const char *reason)
{
    al_omission *o = text && *text ? push(b, &b->omitted) : NULL;
    if (o)
        *o = (al_omission){ .text = keep(b, text), .reason = keep(b, reason), .line = n->line };
}

/* ---- chapters --------------------------------------------------------------------------------------------------- */

static void begin_chapter(building *b, const char *title, int level)
{
    al_chapter *c = push(b, &b->chapters);
    if (c)
        *c = (al_chapter){ .title = title, .level = level, .first = b->items.count };
    b->bare = true;
}

/* ---- items ------------------------------------------------------------------------------------------------------ */

static al_item *add(building *b, const al_node *n, al_role role, const char *text)
{
    if (b->chapters.count == 0)
        begin_chapter(b, b->script->title, 1);
    al_item *i = push(b, &b->items);
    if (!i)
        return NULL;
    b->bare = b->bare && (role == AL_ROLE_HEADING || role == AL_ROLE_TITLE);
    *i = (al_item){ .id = (uint32_t)b->items.count, .node = n ? n->id : 0, .line = n ? n->line : 0, .role = role, .duration = -1 };
    i->text = i->say = *text ? keep(b, text) : "";
    i->language = n && n->language ? keep(b, n->language) : b->script->language;
    if (b->quote && role != AL_ROLE_SEPARATOR) {
        b->quoted = b->items.count - 1;
        if (b->opened == SIZE_MAX)
            b->opened = b->quoted;
    }
    return i;
}

/* The text without footnote markers: "war.[1]" is said "war." */
static const char *without_notes(building *b, const al_node *n)
{
    size_t at = 0;
    bool any = false;
    for (const al_span *s = n->spans; s; s = s->next) {
        if (s->kind != AL_SPAN_NOTE || s->from < at)
            continue;
        al_buf_add(&b->buf, n->text + at, s->from - at);
        at = s->to;
        any = true;
    }
    if (!any)
        return NULL;
    al_buf_add_string(&b->buf, n->text + at);
    const char *say = keep_buf(b);
    return say ? say : "";
}

/* The text of a title or heading as a name, without markers. */
static const char *name_of(building *b, const al_node *n)
{
    const char *plain = without_notes(b, n);
    if (!plain || al_text_is_blank(plain))
        return keep(b, n->text);
    al_text_collapse(&b->buf, plain, strlen(plain));
    plain = keep_buf(b);
    return plain ? plain : "";
}

static al_item *add_text(building *b, const al_node *n, al_role role)
{
    al_item *i = add(b, n, role, n->text);
    const char *say = i ? without_notes(b, n) : NULL;
    if (say)
        i->say = say;
    return i;
}

static void add_heading(building *b, const al_node *n)
{
    int level = n->as.heading.level;
    bool splits = level <= b->set->split && b->chapters.count > 0 && !b->bare;
    if (splits)
        begin_chapter(b, name_of(b, n), level);
    al_item *i = add_text(b, n, AL_ROLE_HEADING);
    if (i)
        i->level = level;
}

/* Whether at least a third of the words of `alt`, and no less than two, are not in the caption (both as al_text_key). */
static bool says_more(const char *alt, const char *caption)
{
    size_t words = 0, fresh = 0;
    while (*alt) {
        size_t n = strcspn(alt, " "), long_enough = n > 3; /* short words are everywhere */
        bool found = false;
        for (const char *c = caption; long_enough && !found && *c; c += strcspn(c, " "), c += strspn(c, " "))
            found = strncmp(c, alt, n) == 0;
        words += long_enough;
        fresh += long_enough && !found;
        alt += n;
        alt += strspn(alt, " ");
    }
    return fresh >= 2 && fresh * 3 >= words;
}

/* The alternative text where it tells something that the caption does not; NULL elsewhere. */
static const char *telling_alt(building *b, const al_node *n)
{
    const char *alt = n->as.image.alt;
    if (!alt || !*alt || !*n->text)
        return *n->text ? NULL : alt;
    al_buf key, caption;
    al_buf_init(&key, SIZE_MAX / 4);
    al_buf_init(&caption, SIZE_MAX / 4);
    al_text_key(&key, alt);
    al_text_key(&caption, n->text);
    /* No picture is described at such length; and comparing takes the product of both. */
    bool more = key.size < 4000 && caption.size < 20000 && says_more(al_buf_string(&key), al_buf_string(&caption));
    b->failed = b->failed || key.failed || caption.failed;
    al_buf_release(&key);
    al_buf_release(&caption);
    return more ? alt : NULL;
}

static void add_image(building *b, const al_node *n)
{
    const char *alt = telling_alt(b, n), *credit = n->as.image.credit;
    if (alt && *alt && *n->text) {
        /* What the picture shows, and then its caption. */
        size_t last = strlen(alt) - 1;
        al_buf_printf(&b->buf, "%s%s %s", alt, strchr(".!?", alt[last]) ? "" : ".", n->text);
    } else {
        al_buf_add_string(&b->buf, *n->text || !alt ? n->text : alt);
    }
    const char *text = keep_buf(b);
    al_item *i = add(b, n, AL_ROLE_IMAGE, text ? text : "");
    if (i)
        i->announce = n->as.image.count > 1 ? phrase(b, AL_SAY_GALLERY, n->as.image.count) : phrase(b, AL_SAY_IMAGE, 0);
    if (!credit)
        return;
    i = b->set->verbosity == AL_FULL ? add(b, n, AL_ROLE_CREDIT, credit) : NULL;
    if (i)
        i->announce = phrase(b, AL_SAY_PHOTO, 0);
    else
        omit(b, n, credit, "photo-credit");
}

static void add_media(building *b, const al_node *n)
{
    static const struct { al_kind kind; al_role role; al_phrase titled, untitled; } kinds[] = {
        { AL_VIDEO, AL_ROLE_VIDEO, AL_SAY_VIDEO, AL_SAY_VIDEO_UNTITLED },
        { AL_AUDIO, AL_ROLE_AUDIO, AL_SAY_AUDIO, AL_SAY_AUDIO_UNTITLED },
        { AL_EMBED, AL_ROLE_EMBED, AL_SAY_EMBED, AL_SAY_EMBED_UNTITLED },
    };
    size_t k = n->kind == AL_VIDEO ? 0 : n->kind == AL_AUDIO ? 1 : 2;
    al_item *i = add(b, n, kinds[k].role, n->text);
    if (!i)
        return;
    i->duration = n->as.media.seconds;
    i->announce = phrase(b, *n->text ? kinds[k].titled : kinds[k].untitled, 0);
    if (i->duration <= 0)
        return;
    if (*n->text) {
        size_t last = strlen(n->text) - 1;
        al_buf_add_string(&b->buf, n->text);
        al_buf_add_string(&b->buf, strchr(".!?", n->text[last]) ? " " : ", ");
    }
    al_phrase_duration(b->phrases, &b->buf, i->duration);
    al_buf_add_byte(&b->buf, '.');
    const char *say = keep_buf(b);
    i->say = say ? say : "";
}

static int list_level(const al_node *n)
{
    int level = 1;
    for (const al_node *p = n->parent; p && level < 9; p = p->parent)
        level += p->kind == AL_LIST;
    return level;
}

static void add_list(building *b, const al_node *n)
{
    if (b->set->verbosity == AL_BRIEF)
        return; /* nothing would be heard of it */
    long count = 0;
    for (const al_node *c = n->first; c; c = c->next)
        count += c->kind == AL_LIST_ITEM;
    al_item *i = add(b, n, AL_ROLE_LIST, "");
    if (!i)
        return;
    i->level = list_level(n);
    i->announce = phrase(b, AL_SAY_LIST, count);
}

static void add_list_item(building *b, const al_node *n)
{
    if (!*n->text)
        return;
    al_item *i = add_text(b, n, AL_ROLE_LIST_ITEM);
    if (i)
        i->depth = list_level(n) - 1;
    if (!i || !n->parent || n->parent->kind != AL_LIST || !n->parent->as.list.ordered)
        return;
    i->announce = phrase(b, AL_SAY_ITEM, n->as.item.number);
}

static void add_code(building *b, const al_node *n)
{
    long lines = 1;
    for (const char *c = n->text; *c; c++)
        lines += *c == '\n' && c[1];
    al_item *i = add(b, n, AL_ROLE_CODE, n->text);
    if (!i)
        return;
    i->announce = phrase(b, AL_SAY_CODE, lines);
    if (b->set->verbosity != AL_FULL)
        i->say = "";
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

/* Columns that a cell takes, as far as they are counted. */
static uint32_t width(const al_node *c)
{
    uint32_t n = c->as.cell.columns;
    return n < 1 ? 1 : n > HEADED ? HEADED : n;
}

/* The column of a row's next cell, from `at` on: cells of rows above may hold some. */
static uint32_t place_cell(columns *k, const al_node *c, uint32_t at)
{
    while (at < HEADED && k->held[at])
        at++;
    uint32_t wide = width(c);
    for (uint32_t i = at; i < HEADED && i - at < wide; i++) {
        k->held[i] = c->as.cell.rows ? c->as.cell.rows : 1;
        if (!c->parent->prev)
            k->header[i] = c->as.cell.header && *c->text ? c : NULL;
    }
    return at;
}

static void end_row(columns *k)
{
    for (size_t i = 0; i < HEADED; i++)
        k->held[i] -= k->held[i] > 0;
}

static bool all_headers(const al_node *row)
{
    for (const al_node *c = row->first; c; c = c->next)
        if (!c->as.cell.header)
            return false;
    return row->first != NULL;
}

/* `cells`, one for each, are filled in where it is not NULL. */
static void join_cells(building *b, const al_node *row, const char *between, al_row_cell *cells)
{
    for (const al_node *c = row->first; c; c = c->next) {
        if (*c->text && b->buf.size)
            al_buf_add_string(&b->buf, between);
        size_t from = b->buf.size;
        al_buf_add_string(&b->buf, c->text);
        if (cells)
            *cells++ = (al_row_cell){ .from = (uint32_t)from, .to = (uint32_t)b->buf.size, .columns = c->as.cell.columns,
                                      .rows = c->as.cell.rows, .header = c->as.cell.header };
    }
}

/* "Country: Kazakhstan. Population: 19 million."; a row of headers alone is said as they are. */
static void say_cells(building *b, const al_node *row)
{
    columns *k = &b->columns;
    bool plain = !row->prev && all_headers(row);
    uint32_t column = 0;
    for (const al_node *c = row->first; c; c = c->next) {
        uint32_t here = place_cell(k, c, column);
        column = here + width(c);
        if (!*c->text || plain)
            continue;
        const al_node *header = here < HEADED ? k->header[here] : NULL;
        if (b->buf.size)
            al_buf_add_byte(&b->buf, ' ');
        if (header && header != c && !c->as.cell.header)
            al_buf_printf(&b->buf, "%s%s ", header->text, header->text[strlen(header->text) - 1] == ':' ? "" : ":");
        al_buf_add_string(&b->buf, c->text);
        if (!strchr(".!?:", c->text[strlen(c->text) - 1]))
            al_buf_add_byte(&b->buf, '.');
    }
    end_row(k);
    if (plain)
        join_cells(b, row, ", ", NULL);
}

static void add_row(building *b, const al_node *n)
{
    size_t count = 0;
    for (const al_node *c = n->first; c; c = c->next)
        count++;
    al_row_cell *cells = al_arena_array(&b->script->arena, count, sizeof *cells);
    b->failed = b->failed || !cells;
    join_cells(b, n, AL_CELL_BREAK, cells);
    const char *text = keep_buf(b);
    say_cells(b, n); /* also of an empty row: it is one that cells above it reach down to */
    const char *say = keep_buf(b);
    al_item *i = text ? add(b, n, AL_ROLE_ROW, text) : NULL;
    if (!i)
        return;
    i->say = say ? say : "";
    i->cells = cells;
    i->cell_count = cells ? count : 0;
}

static void add_table(building *b, const al_node *n)
{
    long rows = 0;
    for (const al_node *r = n->first; r; r = r->next)
        rows += r->kind == AL_ROW && !(r == n->first && all_headers(r));
    memset(&b->columns, 0, sizeof b->columns);
    al_item *i = add(b, n, AL_ROLE_TABLE, n->text);
    if (i)
        i->announce = phrase(b, AL_SAY_TABLE, rows);
}

/* ---- notes, and the chapter at the end -------------------------------------------------------------------------- */

static void add_note(building *b, al_note_entry *note)
{
    al_item *i = add_text(b, note->note, AL_ROLE_FOOTNOTE);
    if (!i)
        return;
    note->said = true;
    i->announce = phrase(b, AL_SAY_FOOTNOTE, 0);
    if (b->set->notes == AL_NOTES_INLINE)
        i->close = phrase(b, AL_SAY_FOOTNOTE_END, 0);
}

/* The notes that a block's markers point to, right behind it. */
static void add_inline_notes(building *b, const al_node *n)
{
    if (b->set->notes != AL_NOTES_INLINE || n->kind == AL_FOOTNOTE)
        return;
    for (const al_span *s = n->spans; s; s = s->next) {
        al_note_entry *note = s->kind == AL_SPAN_NOTE && s->value ? al_note_index_find(&b->notes, s->value) : NULL;
        if (note && !note->said)
            add_note(b, note);
    }
}

static void begin_last_chapter(building *b)
{
    if (b->last_chapter)
        return;
    b->last_chapter = true;
    if (b->items.count)
        begin_chapter(b, phrase(b, AL_SAY_ABOUT, 0), 2);
}

static void add_authors(building *b)
{
    for (const al_name *name = b->article->bylines; name; name = name->next) {
        if (b->buf.size)
            al_buf_add_string(&b->buf, ", ");
        al_buf_add_string(&b->buf, name->text);
    }
    const char *names = keep_buf(b);
    if (!names || b->bylined)
        return;
    begin_last_chapter(b);
    al_item *i = add(b, NULL, AL_ROLE_AUTHOR, names);
    if (i)
        i->announce = phrase(b, AL_SAY_AUTHOR, 0);
}

/* Authors, credits and disclaimers come last, in a chapter that can be skipped. */
static void add_last_chapter(building *b)
{
    const al_node *root = b->article->root;
    for (const al_node *n = root; n && b->set->notes != AL_NOTES_OFF; n = al_node_next(n, root)) {
        al_note_entry *note = n->kind == AL_FOOTNOTE && *n->text ? al_note_index_of(&b->notes, n) : NULL;
        if (note && !note->said)
            add_note(b, note);
    }
    add_authors(b);
    for (const al_node *n = root; n; n = al_node_next(n, root)) {
        bool author = n->kind == AL_AUTHOR;
        if ((!author && n->kind != AL_CREDIT && n->kind != AL_DISCLAIMER) || !*n->text)
            continue;
        begin_last_chapter(b);
        al_item *i = add_text(b, n, author ? AL_ROLE_AUTHOR : n->kind == AL_CREDIT ? AL_ROLE_CREDIT : AL_ROLE_DISCLAIMER);
        if (!i)
            return;
        if (author && strcmp(n->why, "author-name") == 0)
            i->announce = phrase(b, AL_SAY_AUTHOR, 0);
        else if (n->kind == AL_CREDIT)
            i->announce = phrase(b, strcmp(n->why, "photo-credit") == 0 ? AL_SAY_PHOTO : AL_SAY_CREDIT, 0);
    }
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static al_role role_in(const al_node *n)
{
    if (n->parent && n->parent->kind == AL_LIST_ITEM)
        return AL_ROLE_LIST_ITEM;
    return n->parent && n->parent->kind == AL_QUOTE ? AL_ROLE_QUOTE : AL_ROLE_PARAGRAPH;
}

static void add_paragraph(building *b, const al_node *n)
{
    al_item *i = add_text(b, n, role_in(n));
    if (!i || i->role != AL_ROLE_LIST_ITEM)
        return;
    i->depth = list_level(n) - 1;
    i->more = *n->parent->text || n->prev;
}

/* One announcement and then another, of which either may be NULL. */
static const char *both(building *b, const char *first, const char *second)
{
    if (!first || !second)
        return first ? first : second;
    al_buf_printf(&b->buf, "%s %s", first, second);
    return keep_buf(b);
}

/* The announcements go on the first and the last item, whatever they are: a list has one of its own behind "Quote:". */
static void close_quote(building *b, const al_node *n)
{
    if (!b->quote || n != b->after)
        return;
    if (b->quoted != SIZE_MAX && b->quote->as.quote.cite)
        add(b, b->quote, AL_ROLE_QUOTE, b->quote->as.quote.cite);
    if (b->quoted != SIZE_MAX && b->set->verbosity != AL_BRIEF && !b->failed) {
        al_item *first = (al_item *)b->items.at + b->opened, *last = (al_item *)b->items.at + b->quoted;
        first->announce = both(b, phrase(b, AL_SAY_QUOTE, 0), first->announce);
        last->close = both(b, last->close, phrase(b, AL_SAY_QUOTE_END, 0));
    }
    b->quote = NULL;
}

static void open_quote(building *b, const al_node *n)
{
    if (!b->quote) {
        b->quote = n;
        b->after = al_node_skip(n, b->article->root);
        b->opened = b->quoted = SIZE_MAX;
    }
    if (*n->text)
        add_text(b, n, AL_ROLE_QUOTE);
}

static void visit(building *b, const al_node *n)
{
    switch (n->kind) {
    case AL_TITLE:
        if (!b->titled) {
            al_item *i = add_text(b, n, AL_ROLE_TITLE);
            if (i)
                i->level = 1;
        }
        b->titled = true;
        break;
    case AL_STANDFIRST: add_text(b, n, AL_ROLE_STANDFIRST); break;
    case AL_BYLINE: add_text(b, n, AL_ROLE_BYLINE); b->bylined = true; break;
    case AL_DATELINE: add_text(b, n, AL_ROLE_DATELINE); break;
    case AL_HEADING: add_heading(b, n); break;
    case AL_PARAGRAPH: add_paragraph(b, n); break;
    case AL_IMAGE: add_image(b, n); break;
    case AL_VIDEO: case AL_AUDIO: case AL_EMBED: add_media(b, n); break;
    case AL_LIST: add_list(b, n); break;
    case AL_LIST_ITEM: add_list_item(b, n); break;
    case AL_QUOTE: open_quote(b, n); break;
    case AL_CODE: add_code(b, n); break;
    case AL_TABLE: add_table(b, n); break;
    case AL_ROW: add_row(b, n); break;
    case AL_MATH: {
        al_item *i = add_text(b, n, AL_ROLE_MATH);
        if (i)
            i->announce = phrase(b, AL_SAY_MATH, 0);
        break;
    }
    case AL_SEPARATOR: add(b, n, AL_ROLE_SEPARATOR, ""); break;
    case AL_OMITTED: omit(b, n, n->text, n->why); break;
    case AL_FOOTNOTE:
        if (b->set->notes == AL_NOTES_OFF)
            omit(b, n, n->text, "notes-off");
        break;
    case AL_AUTHOR: /* said in the last chapter */
        b->bylined = b->bylined || strcmp(n->why, "author-name") == 0;
        break;
    case AL_CREDIT: case AL_DISCLAIMER:
    case AL_ARTICLE: case AL_CELL: case AL_KIND_COUNT: break;
    }
    add_inline_notes(b, n);
}

static void walk(building *b)
{
    const al_node *root = b->article->root;
    /* The title is said first, also where a picture stands over it. */
    for (const al_node *n = root->first; n && !b->titled; n = n->next)
        if (n->kind == AL_TITLE)
            visit(b, n);
    for (const al_node *n = root; n && !b->failed; n = al_node_next(n, root)) {
        close_quote(b, n);
        visit(b, n);
    }
    close_quote(b, b->after);
    add_last_chapter(b);
}

/* ---- saying it -------------------------------------------------------------------------------------------------- */

/* The nodes by their ids, which count from 1 in document order.  NULL when out of memory. */
static const al_node **list_nodes(const building *b)
{
    const al_node *root = b->article->root;
    const al_node **nodes = NULL;
    size_t room = 0, count = 0;
    for (const al_node *n = root; n; n = al_node_next(n, root)) {
        while (count <= n->id) {
            if (!al_grow(&nodes, &room, count, sizeof *nodes)) {
                free(nodes);
                return NULL;
            }
            nodes[count++] = NULL;
        }
        nodes[n->id] = n;
    }
    return nodes;
}

/* Stretches of the item's text that its node marks as being in another language, as far as the text is the node's: footnote markers
 * may have been left out of it.  False when out of memory. */
static bool mark_languages(building *b, const al_item *i, const al_node *n, vec *out)
{
    size_t cut = 0;
    bool whole = n && strcmp(i->written, n->text) == 0, shorter = n && !whole && i->say == i->written && i->role != AL_ROLE_ROW;
    out->count = 0;
    if (!whole && !shorter)
        return true;
    for (const al_span *s = n->spans; s; s = s->next) {
        if (s->kind == AL_SPAN_NOTE && !whole)
            cut += s->to - s->from;
        if (s->kind != AL_SPAN_LANGUAGE || s->from < cut || s->to - cut > strlen(i->written) ||
            memcmp(n->text + s->from, i->written + s->from - cut, s->to - s->from) != 0)
            continue;
        al_language_run *run = push(b, out);
        if (!run)
            return false;
        *run = (al_language_run){ .from = (uint32_t)(s->from - cut), .to = (uint32_t)(s->to - cut), .language = keep(b, s->value) };
    }
    return true;
}

/* Every text in the words of its language; code stays as it is. */
static int say_items(building *b, aloud_error *err)
{
    al_wording *w = NULL;
    vec marked = { .size = sizeof(al_language_run) };
    int status = b->set->data ? al_wording_new(b->set, b->script->language, &b->script->arena, &w, err) : 0;
    const al_node **nodes = list_nodes(b);
    if (!status && !nodes)
        status = al_fail_memory(err);
    for (size_t k = 0; k < b->items.count && !status; k++) {
        al_item *i = (al_item *)b->items.at + k;
        i->written = i->say;
        if (!w || !*i->say || i->role == AL_ROLE_CODE)
            continue;
        if (!mark_languages(b, i, i->node ? nodes[i->node] : NULL, &marked))
            status = al_fail_memory(err);
        else
            status = al_wording_item(w, i, marked.at, marked.count, err);
    }
    free(marked.at);
    free(nodes);
    al_wording_free(w);
    return status;
}

/* ---- putting it together ---------------------------------------------------------------------------------------- */

static void *settle(building *b, const vec *v)
{
    void *copy = al_arena_array(&b->script->arena, v->count, v->size);
    if (!copy)
        b->failed = true;
    else if (v->count)
        memcpy(copy, v->at, v->count * v->size);
    return copy;
}

static void settle_all(building *b)
{
    al_script *s = b->script;
    s->items = settle(b, &b->items);
    s->item_count = b->items.count;
    s->chapters = settle(b, &b->chapters);
    s->chapter_count = b->chapters.count;
    s->omitted = settle(b, &b->omitted);
    s->omitted_count = b->omitted.count;
    for (size_t i = 0; !b->failed && i < s->chapter_count; i++) {
        size_t end = i + 1 < s->chapter_count ? s->chapters[i + 1].first : s->item_count;
        s->chapters[i].count = end - s->chapters[i].first;
    }
}

static void take_facts(building *b)
{
    const al_article *a = b->article;
    al_script *s = b->script;
    s->language = keep(b, b->set->language ? b->set->language : a->language ? a->language : "en");
    s->announcing = al_phrases_fallback(b->phrases) ? keep(b, al_phrases_language(b->phrases)) : s->language;
    const al_node *title = a->root->first;
    while (title && (title->kind != AL_TITLE || strcmp(title->text, a->title) != 0))
        title = title->next;
    s->title = title ? name_of(b, title) : keep(b, a->title);
    s->source = keep(b, a->source);
    s->published = a->published ? keep(b, a->published) : NULL;
    s->site = a->site ? keep(b, a->site) : NULL;
    s->url = a->url ? keep(b, a->url) : NULL;
    for (const al_name *n = a->bylines; n; n = n->next)
        s->byline_count++;
    s->bylines = al_arena_array(&s->arena, s->byline_count, sizeof *s->bylines);
    b->failed = b->failed || !s->bylines;
    size_t i = 0;
    for (const al_name *n = a->bylines; n && s->bylines; n = n->next)
        s->bylines[i++] = keep(b, n->text);
    for (const al_diag_entry *d = a->diag.first; d; d = d->next) {
        bool asks = d->kind == AL_WARN_LANGUAGE || d->kind == AL_WARN_LANGUAGE_DIFFERS;
        if (!asks || !b->set->language) /* who has said which it is needs no advice to say it */
            al_diag_add(&s->diag, d->kind, d->line, "%s", d->text);
    }
    if (al_phrases_fallback(b->phrases))
        al_diag_add(&s->diag, AL_WARN_PHRASES, 0, "no announcements in \"%s\" (voices/%s/phrases.ini); they are in English",
                    s->language, s->language);
}

int al_script_build(const al_article *a, const al_phrases *phrases, const al_script_settings *set, al_script **out,
                    aloud_error *err)
{
    building b = { .article = a, .phrases = phrases, .set = set, .opened = SIZE_MAX, .quoted = SIZE_MAX };
    b.items.size = sizeof(al_item);
    b.chapters.size = sizeof(al_chapter);
    b.omitted.size = sizeof(al_omission);
    al_buf_init(&b.buf, SIZE_MAX / 4);
    b.script = calloc(1, sizeof *b.script);
    if (!b.script)
        return al_fail_memory(err);
    al_arena_init(&b.script->arena, SIZE_MAX / 4);
    al_diag_init(&b.script->diag, &b.script->arena);
    b.failed = !al_note_index_make(&b.notes, a);
    take_facts(&b);
    walk(&b);
    int status = b.failed ? al_fail_memory(err) : say_items(&b, err);
    settle_all(&b);
    if (!b.failed && !al_marks_link(b.script, a, &b.notes))
        b.failed = true;
    free(b.items.at);
    free(b.chapters.at);
    free(b.omitted.at);
    al_note_index_release(&b.notes);
    al_buf_release(&b.buf);
    if (!status && b.failed)
        status = al_fail_memory(err);
    if (!status && b.script->item_count == 0)
        status = al_fail(err, ALOUD_ERROR_INPUT, "no article in it; name a page or a text that has one");
    if (status)
        al_script_free(b.script);
    else
        *out = b.script;
    return status;
}

void al_script_free(al_script *s)
{
    if (!s)
        return;
    al_arena_release(&s->arena);
    free(s);
}
