#include "script/note_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

static int compare(const void *a, const void *b)
{
    const al_node *x = ((const al_note_entry *)a)->note, *y = ((const al_note_entry *)b)->note;
    int order = strcmp(x->anchor ? x->anchor : "", y->anchor ? y->anchor : "");
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

bool al_note_index_make(al_note_index *x, const al_article *a)
{
    *x = (al_note_index){ 0 };
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root)) {
        if (n->kind != AL_FOOTNOTE)
            continue;
        if (!al_grow(&x->at, &x->room, x->count, sizeof *x->at))
            return false;
        x->at[x->count++] = (al_note_entry){ .note = n };
    }
    if (x->count)
        qsort(x->at, x->count, sizeof *x->at, compare);
    return true;
}

void al_note_index_release(al_note_index *x)
{
    free(x->at);
    *x = (al_note_index){ 0 };
}

/* The first entry of this anchor whose note has this id or a greater one, or that would stand behind all those. */
static size_t place(const al_note_index *x, const char *anchor, uint32_t id)
{
    al_node sought = { .anchor = anchor, .id = id };
    al_note_entry key = { .note = &sought };
    size_t from = 0, to = x->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(&x->at[middle], &key) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

al_note_entry *al_note_index_find(const al_note_index *x, const char *anchor)
{
    size_t at = place(x, anchor, 0);
    bool found = at < x->count && x->at[at].note->anchor && strcmp(x->at[at].note->anchor, anchor) == 0;
    return found ? &x->at[at] : NULL;
}

al_note_entry *al_note_index_of(const al_note_index *x, const al_node *note)
{
    return &x->at[place(x, note->anchor, note->id)];
}
