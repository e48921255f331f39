#include "script/marks.h"

#include <stdlib.h>
#include <string.h>

/* A note that has become an item. */
typedef struct target {
    const char *anchor;
    uint32_t item;
} target;

typedef struct linking {
    al_script *script;
    const al_article *article;
    al_item **by_node;  /* the first item of each node's id; NULL where it has none */
    target *targets;    /* by anchor */
    size_t count;
} linking;

static int by_anchor(const void *a, const void *b)
{
    const target *x = a, *y = b;
    int order = strcmp(x->anchor, y->anchor);
    return order ? order : x->item < y->item ? -1 : x->item > y->item;
}

/* The note that the anchor names, 0 where there is none; of several the first. */
static uint32_t find(const linking *l, const char *anchor)
{
    size_t from = 0, to = l->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(l->targets[middle].anchor, anchor) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < l->count && strcmp(l->targets[from].anchor, anchor) == 0 ? l->targets[from].item : 0;
}

static bool collect(linking *l)
{
    l->by_node = calloc((size_t)l->article->nodes + 1, sizeof *l->by_node);
    l->targets = calloc(l->script->item_count + 1, sizeof *l->targets);
    if (!l->by_node || !l->targets)
        return false;
    for (size_t i = 0; i < l->script->item_count; i++) {
        al_item *item = &l->script->items[i];
        if (item->node && item->node <= l->article->nodes && !l->by_node[item->node])
            l->by_node[item->node] = item;
    }
    const al_node *root = l->article->root;
    for (const al_node *n = root; n; n = al_node_next(n, root))
        if (n->kind == AL_FOOTNOTE && n->anchor && l->by_node[n->id])
            l->targets[l->count++] = (target){ n->anchor, l->by_node[n->id]->id };
    qsort(l->targets, l->count, sizeof *l->targets, by_anchor);
    return true;
}

/* The marks of an item that shows all of its node's text. */
static bool link_item(const linking *l, al_item *item, const al_node *n)
{
    size_t count = 0, end = 0;
    for (const al_span *s = n->spans; s; s = s->next)
        count += s->kind == AL_SPAN_NOTE;
    if (!count || strcmp(item->text, n->text) != 0)
        return true;
    al_note_mark *marks = al_arena_array(&l->script->arena, count, sizeof *marks);
    if (!marks)
        return false;
    size_t size = strlen(item->text);
    count = 0;
    for (const al_span *s = n->spans; s; s = s->next) {
        uint32_t note = s->kind == AL_SPAN_NOTE && s->value && s->from >= end && s->from < s->to && s->to <= size
                            ? find(l, s->value) : 0;
        if (!note || note == item->id)
            continue;
        marks[count++] = (al_note_mark){ .from = (uint32_t)s->from, .to = (uint32_t)s->to, .note = note };
        end = s->to;
    }
    item->marks = count ? marks : NULL;
    item->mark_count = count;
    return true;
}

bool al_marks_link(al_script *s, const al_article *a)
{
    linking l = { .script = s, .article = a };
    bool done = collect(&l);
    for (const al_node *n = a->root; done && l.count && n; n = al_node_next(n, a->root))
        if (n->spans && l.by_node[n->id])
            done = link_item(&l, l.by_node[n->id], n);
    free(l.by_node);
    free(l.targets);
    return done;
}
