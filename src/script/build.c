/* From the article's tree to items and chapters. */
#include <stdlib.h>
#include <string.h>

#include "script/building.h"
#include "script/marks.h"

/* ---- items ------------------------------------------------------------------------------------------------------ */

static void add_heading(al_building *b, const al_node *n)
{
    int level = n->as.heading.level;
    bool splits = level <= b->set->split && b->chapters.count > 0 && !b->bare;
    if (splits)
        al_build_chapter(b, al_build_name(b, n), level);
    al_item *i = al_build_text(b, n, AL_ROLE_HEADING);
    if (i)
        i->level = level;
}

static int list_level(const al_node *n)
{
    int level = 1;
    for (const al_node *p = n->parent; p && level < 9; p = p->parent)
        level += p->kind == AL_LIST;
    return level;
}

static void add_list(al_building *b, const al_node *n)
{
    if (b->set->verbosity == AL_BRIEF)
        return; /* nothing would be heard of it */
    long count = 0;
    for (const al_node *c = n->first; c; c = c->next)
        count += c->kind == AL_LIST_ITEM;
    al_item *i = al_build_item(b, n, AL_ROLE_LIST, "");
    if (!i)
        return;
    i->level = list_level(n);
    i->announce = al_build_phrase(b, AL_SAY_LIST, count);
}

static void add_list_item(al_building *b, const al_node *n)
{
    if (!*n->text)
        return;
    al_item *i = al_build_text(b, n, AL_ROLE_LIST_ITEM);
    if (i)
        i->depth = list_level(n) - 1;
    if (!i || !n->parent || n->parent->kind != AL_LIST || !n->parent->as.list.ordered)
        return;
    i->announce = al_build_phrase(b, AL_SAY_ITEM, n->as.item.number);
}

static void add_code(al_building *b, const al_node *n)
{
    long lines = 1;
    for (const char *c = n->text; *c; c++)
        lines += *c == '\n' && c[1];
    al_item *i = al_build_item(b, n, AL_ROLE_CODE, n->text);
    if (!i)
        return;
    i->announce = al_build_phrase(b, AL_SAY_CODE, lines);
    if (b->set->verbosity != AL_FULL)
        i->say = "";
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static al_role role_in(const al_node *n)
{
    if (n->parent && n->parent->kind == AL_LIST_ITEM)
        return AL_ROLE_LIST_ITEM;
    return n->parent && n->parent->kind == AL_QUOTE ? AL_ROLE_QUOTE : AL_ROLE_PARAGRAPH;
}

static void add_paragraph(al_building *b, const al_node *n)
{
    al_item *i = al_build_text(b, n, role_in(n));
    if (!i || i->role != AL_ROLE_LIST_ITEM)
        return;
    i->depth = list_level(n) - 1;
    i->more = *n->parent->text || n->prev;
}

/* One announcement and then another, of which either may be NULL. */
static const char *both(al_building *b, const char *first, const char *second)
{
    if (!first || !second)
        return first ? first : second;
    al_buf_printf(&b->buf, "%s %s", first, second);
    return al_build_keep_buf(b);
}

/* The announcements go on the first and the last item, whatever they are: a list has one of its own behind "Quote:". */
static void close_quote(al_building *b, const al_node *n)
{
    if (!b->quote || n != b->after)
        return;
    if (b->quoted != SIZE_MAX && b->quote->as.quote.cite)
        al_build_item(b, b->quote, AL_ROLE_QUOTE, b->quote->as.quote.cite);
    if (b->quoted != SIZE_MAX && b->set->verbosity != AL_BRIEF && !b->failed) {
        al_item *first = (al_item *)b->items.at + b->opened, *last = (al_item *)b->items.at + b->quoted;
        first->announce = both(b, al_build_phrase(b, AL_SAY_QUOTE, 0), first->announce);
        last->close = both(b, last->close, al_build_phrase(b, AL_SAY_QUOTE_END, 0));
    }
    b->quote = NULL;
}

static void open_quote(al_building *b, const al_node *n)
{
    if (!b->quote) {
        b->quote = n;
        b->after = al_node_skip(n, b->article->root);
        b->opened = b->quoted = SIZE_MAX;
    }
    if (*n->text)
        al_build_text(b, n, AL_ROLE_QUOTE);
}

static void visit(al_building *b, const al_node *n)
{
    switch (n->kind) {
    case AL_TITLE:
        if (!b->titled) {
            al_item *i = al_build_text(b, n, AL_ROLE_TITLE);
            if (i)
                i->level = 1;
        }
        b->titled = true;
        break;
    case AL_STANDFIRST: al_build_text(b, n, AL_ROLE_STANDFIRST); break;
    case AL_BYLINE: al_build_text(b, n, AL_ROLE_BYLINE); b->bylined = true; break;
    case AL_DATELINE: al_build_text(b, n, AL_ROLE_DATELINE); break;
    case AL_HEADING: add_heading(b, n); break;
    case AL_PARAGRAPH: add_paragraph(b, n); break;
    case AL_IMAGE: al_build_image(b, n); break;
    case AL_VIDEO: case AL_AUDIO: case AL_EMBED: al_build_media(b, n); break;
    case AL_LIST: add_list(b, n); break;
    case AL_LIST_ITEM: add_list_item(b, n); break;
    case AL_QUOTE: open_quote(b, n); break;
    case AL_CODE: add_code(b, n); break;
    case AL_TABLE: al_build_table(b, n); break;
    case AL_ROW: al_build_row(b, n); break;
    case AL_MATH: {
        al_item *i = al_build_text(b, n, AL_ROLE_MATH);
        if (i)
            i->announce = al_build_phrase(b, AL_SAY_MATH, 0);
        break;
    }
    case AL_SEPARATOR: al_build_item(b, n, AL_ROLE_SEPARATOR, ""); break;
    case AL_OMITTED: al_build_omit(b, n, n->text, n->why); break;
    case AL_FOOTNOTE:
        if (b->set->notes == AL_NOTES_OFF)
            al_build_omit(b, n, n->text, "notes-off");
        break;
    case AL_AUTHOR: /* said in the last chapter */
        b->bylined = b->bylined || strcmp(n->why, "author-name") == 0;
        break;
    case AL_CREDIT: case AL_DISCLAIMER:
    case AL_ARTICLE: case AL_CELL: case AL_KIND_COUNT: break;
    }
    al_build_inline_notes(b, n);
}

static void walk(al_building *b)
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
    al_build_last_chapter(b);
}

/* ---- putting it together ---------------------------------------------------------------------------------------- */

static void *settle(al_building *b, const al_vec *v)
{
    void *copy = al_arena_array(&b->script->arena, v->count, v->size);
    if (!copy)
        b->failed = true;
    else if (v->count)
        memcpy(copy, v->at, v->count * v->size);
    return copy;
}

static void settle_all(al_building *b)
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

static void take_facts(al_building *b)
{
    const al_article *a = b->article;
    al_script *s = b->script;
    s->language = al_build_keep(b, b->set->language ? b->set->language : a->language ? a->language : "en");
    s->data = b->set->data ? al_build_keep(b, b->set->data) : NULL;
    s->announcing = al_phrases_fallback(b->phrases) ? al_build_keep(b, al_phrases_language(b->phrases)) : s->language;
    const al_node *title = a->root->first;
    while (title && (title->kind != AL_TITLE || strcmp(title->text, a->title) != 0))
        title = title->next;
    s->title = title ? al_build_name(b, title) : al_build_keep(b, a->title);
    s->source = al_build_keep(b, a->source);
    s->published = a->published ? al_build_keep(b, a->published) : NULL;
    s->site = a->site ? al_build_keep(b, a->site) : NULL;
    s->url = a->url ? al_build_keep(b, a->url) : NULL;
    for (const al_name *n = a->bylines; n; n = n->next)
        s->byline_count++;
    s->bylines = al_arena_array(&s->arena, s->byline_count, sizeof *s->bylines);
    b->failed = b->failed || !s->bylines;
    size_t i = 0;
    for (const al_name *n = a->bylines; n && s->bylines; n = n->next)
        s->bylines[i++] = al_build_keep(b, n->text);
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
    al_building b = { .article = a, .phrases = phrases, .set = set, .opened = SIZE_MAX, .quoted = SIZE_MAX };
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
    int status = b.failed ? al_fail_memory(err) : al_build_say(&b, err);
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
