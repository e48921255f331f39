/* From what is written to what is said, item by item. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "script/building.h"
#include "script/wording.h"

/* The nodes by their ids, which count from 1 in document order.  NULL when out of memory. */
static const al_node **list_nodes(const al_building *b)
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
static bool mark_languages(al_building *b, const al_item *i, const al_node *n, al_vec *out)
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
        al_language_run *run = al_build_push(b, out);
        if (!run)
            return false;
        *run = (al_language_run){ .from = (uint32_t)(s->from - cut), .to = (uint32_t)(s->to - cut),
                                  .language = al_build_keep(b, s->value) };
    }
    return true;
}

/* The same of a row, whose text is that of its cells with their headers between: each cell stands behind white space, and an end of
 * its own behind it. */
static bool mark_cells(al_building *b, const al_item *i, const al_node *row, al_vec *out)
{
    const char *at = i->written;
    for (const al_node *c = row->first; c; c = c->next) {
        size_t size = strlen(c->text);
        const char *found = size ? strstr(at, c->text) : NULL;
        while (found && ((found > i->written && found[-1] != ' ') || (found[size] && !strchr(".!?:, ", found[size]))))
            found = strstr(found + 1, c->text);
        if (!found)
            continue;
        at = found + size;
        al_language_run *run = c->language ? al_build_push(b, out) : NULL;
        if (c->language && !run)
            return false;
        if (run)
            *run = (al_language_run){ .from = (uint32_t)(found - i->written), .to = (uint32_t)(at - i->written),
                                      .language = al_build_keep(b, c->language) };
    }
    return true;
}

int al_build_say(al_building *b, aloud_error *err)
{
    al_wording *w = NULL;
    al_vec marked = { .size = sizeof(al_language_run) };
    int status = b->set->data ? al_wording_new(b->set, b->script->language, &b->script->arena, &w, err) : 0;
    const al_node **nodes = list_nodes(b);
    if (!status && !nodes)
        status = al_fail_memory(err);
    for (size_t k = 0; k < b->items.count && !status; k++) {
        al_item *i = (al_item *)b->items.at + k;
        i->written = i->say;
        if (!w || !*i->say || i->role == AL_ROLE_CODE)
            continue;
        const al_node *n = i->node ? nodes[i->node] : NULL;
        if (!mark_languages(b, i, n, &marked) || (n && i->role == AL_ROLE_ROW && !mark_cells(b, i, n, &marked)))
            status = al_fail_memory(err);
        else
            status = al_wording_item(w, i, marked.at, marked.count, err);
    }
    free(marked.at);
    free(nodes);
    al_wording_free(w);
    return status;
}
