#include "article/article.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { LIMIT = 1 << 30 };

const char *al_kind_name(al_kind kind)
{
    static const char *const names[] = {
#define X(id, name, holds) [id] = name,
        AL_NODE_KINDS(X)
#undef X
    };
    return kind < AL_KIND_COUNT ? names[kind] : "";
}

char al_kind_holds(al_kind kind)
{
    static const char holds[] = {
#define X(id, name, what) [id] = (#what)[0],
        AL_NODE_KINDS(X)
#undef X
    };
    return kind < AL_KIND_COUNT ? holds[kind] : 'N';
}

al_article *al_article_new(const char *source)
{
    al_article *a = calloc(1, sizeof *a);
    if (!a)
        return NULL;
    al_arena_init(&a->arena, LIMIT);
    al_diag_init(&a->diag, &a->arena);
    a->root = al_node_add(a, NULL, AL_ARTICLE, 0, "", "root");
    a->source = al_arena_string(&a->arena, source);
    if (!a->root || !a->source) {
        al_article_free(a);
        return NULL;
    }
    return a;
}

void al_article_free(al_article *a)
{
    if (!a)
        return;
    al_arena_release(&a->arena);
    free(a);
}

void aloud_article_free(aloud_article *a)
{
    al_article_free(a);
}

static const char *copy_text(al_article *a, al_kind kind, const char *text, size_t size)
{
    if (!size)
        return "";
    if (kind == AL_CODE)
        return al_arena_copy(&a->arena, text, size);
    al_buf b;
    al_buf_init(&b, LIMIT);
    al_text_collapse(&b, text, size);
    const char *copy = b.failed ? NULL : al_arena_copy(&a->arena, al_buf_string(&b), b.size);
    al_buf_release(&b);
    return copy;
}

al_node *al_node_add_n(al_article *a, al_node *parent, al_kind kind, uint32_t line, const char *text, size_t size,
                       const char *why)
{
    al_node *n = al_arena_alloc(&a->arena, sizeof *n);
    const char *copy = copy_text(a, kind, text, size);
    if (!n || !copy)
        return NULL;
    n->kind = kind;
    n->line = line;
    n->text = copy;
    n->why = why;
    if (kind == AL_HEADING)
        n->as.heading.level = 2;
    if (kind == AL_VIDEO || kind == AL_AUDIO || kind == AL_EMBED)
        n->as.media.seconds = -1;
    if (kind == AL_LIST)
        n->as.list.start = 1;
    if (kind == AL_CELL)
        n->as.cell.columns = n->as.cell.rows = 1;
    if (parent)
        al_node_put(n, parent, parent->last);
    return n;
}

al_node *al_node_add(al_article *a, al_node *parent, al_kind kind, uint32_t line, const char *text, const char *why)
{
    return al_node_add_n(a, parent, kind, line, text, strlen(text), why);
}

bool al_node_span(al_article *a, al_node *node, al_span_kind kind, size_t from, size_t to, const char *value)
{
    if (from >= to || to > strlen(node->text))
        return true;
    al_span *s = al_arena_alloc(&a->arena, sizeof *s);
    const char *copy = value ? al_arena_string(&a->arena, value) : NULL;
    if (!s || (value && !copy))
        return false;
    *s = (al_span){ .from = (uint32_t)from, .to = (uint32_t)to, .kind = kind, .value = copy };
    al_span **at = &node->spans;
    while (*at && (*at)->from <= s->from)
        at = &(*at)->next;
    s->next = *at;
    *at = s;
    return true;
}

void al_node_unlink(al_node *n)
{
    if (n->prev)
        n->prev->next = n->next;
    else if (n->parent)
        n->parent->first = n->next;
    if (n->next)
        n->next->prev = n->prev;
    else if (n->parent)
        n->parent->last = n->prev;
    n->parent = n->prev = n->next = NULL;
}

void al_node_put(al_node *n, al_node *parent, al_node *place)
{
    n->parent = parent;
    n->prev = place;
    n->next = place ? place->next : parent->first;
    if (n->next)
        n->next->prev = n;
    else
        parent->last = n;
    if (place)
        place->next = n;
    else
        parent->first = n;
}

al_node *al_node_skip(const al_node *n, const al_node *top)
{
    while (n != top) {
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

al_node *al_node_next(const al_node *n, const al_node *top)
{
    return n->first ? n->first : al_node_skip(n, top);
}

bool al_article_byline(al_article *a, const char *name)
{
    al_name **at = &a->bylines;
    for (; *at; at = &(*at)->next)
        if (al_text_same((*at)->text, name))
            return true;
    al_name *n = al_arena_alloc(&a->arena, sizeof *n);
    const char *copy = al_arena_string(&a->arena, name);
    if (!n || !copy)
        return false;
    n->text = copy;
    *at = n;
    return true;
}

/* Whether a listener would hear the article in it, and not only notices about it. */
static bool is_heard(const al_node *n)
{
    switch (n->kind) {
    case AL_PARAGRAPH: case AL_STANDFIRST: case AL_LIST_ITEM: case AL_QUOTE: case AL_CODE: case AL_CELL:
    case AL_FOOTNOTE: case AL_MATH: case AL_IMAGE: case AL_VIDEO: case AL_AUDIO: case AL_EMBED:
        return !al_text_is_blank(n->text);
    default:
        return false;
    }
}

static void number_items(al_node *list)
{
    long number = list->as.list.start, step = list->as.list.reversed ? -1 : 1;
    if (list->as.list.reversed && !list->as.list.given) {
        number = 0;
        for (const al_node *n = list->first; n; n = n->next)
            number += n->kind == AL_LIST_ITEM;
    }
    for (al_node *n = list->first; n; n = n->next)
        if (n->kind == AL_LIST_ITEM) {
            number = n->as.item.given ? n->as.item.number : number;
            n->as.item.number = number;
            number += step;
        }
}

/* What an article without a title is called: the last part of its path. */
static const char *base_name(const char *source)
{
    const char *slash = strrchr(source, '/');
    const char *name = slash && slash[1] ? slash + 1 : source;
    return strcmp(name, "-") == 0 || !*name ? "article" : name;
}

int al_article_finish(al_article *a, aloud_error *err)
{
    uint32_t id = 0;
    bool heard = false;
    for (al_node *n = a->root; n; n = al_node_next(n, a->root)) {
        n->id = ++id;
        heard = heard || is_heard(n);
        if (n->kind == AL_LIST)
            number_items(n);
        if (n->kind == AL_TITLE && !a->title)
            a->title = n->text;
        if (!n->why)
            n->why = n->kind == AL_OMITTED ? "not-article" : al_kind_name(n->kind);
    }
    a->nodes = id;
    if (!heard)
        return al_fail(err, ALOUD_ERROR_INPUT, "no article in it; name a page or a text that has one");
    if (!a->title || !*a->title) {
        a->title = a->site && *a->site ? a->site : base_name(a->source);
        al_diag_add(&a->diag, AL_WARN_TITLE, 0, "no title found; it is called \"%s\"", a->title);
    }
    return 0;
}
