#include "script/marks.h"

#include <stdlib.h>
#include <string.h>

typedef struct linking {
    al_script *script;
    const al_article *article;
    const al_note_index *notes;
    al_item **by_node; /* the first item of each node's id; NULL where it has none */
} linking;

static bool list_items(linking *l)
{
    l->by_node = calloc((size_t)l->article->nodes + 1, sizeof *l->by_node);
    for (size_t i = 0; l->by_node && i < l->script->item_count; i++) {
        al_item *item = &l->script->items[i];
        if (item->node && item->node <= l->article->nodes && !l->by_node[item->node])
            l->by_node[item->node] = item;
    }
    return l->by_node;
}

/* The item of the note that the anchor names, 0 where there is none. */
static uint32_t find(const linking *l, const char *anchor)
{
    const al_note_entry *e = al_note_index_find(l->notes, anchor);
    const al_item *item = e ? l->by_node[e->note->id] : NULL;
    return item ? item->id : 0;
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

bool al_marks_link(al_script *s, const al_article *a, const al_note_index *notes)
{
    linking l = { .script = s, .article = a, .notes = notes };
    if (!notes->count)
        return true;
    bool done = list_items(&l);
    for (const al_node *n = a->root; done && n; n = al_node_next(n, a->root))
        if (n->spans && l.by_node[n->id])
            done = link_item(&l, l.by_node[n->id], n);
    free(l.by_node);
    return done;
}
