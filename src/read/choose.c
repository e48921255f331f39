#include "read/choose.h"

#include <string.h>

#include "base/text.h"
#include "read/alike.h"
#include "read/prune.h"

/* Every block is worth what its own text (not that of blocks in it) tells: running sentences count for the article, links and
 * labels against it.  An element is worth the sum of what is in it, so the best one holds the article's text and little else,
 * and a body that is split by advertisements is found in what holds its pieces. */

enum { LEAST = 25 }; /* words of running text that make an article */

struct own {
    uint32_t chars, links, words, stops;
};

static float worth(const al_dom_node *n, const struct own *o)
{
    if (!o->words)
        return 0;
    float words = (float)o->words, links = (float)o->links / (float)(o->chars ? o->chars : 1);
    if (links > 0.5f)
        return -0.5f * words - 2;
    if (al_tag_is_heading(n->tag))
        return 0;
    if (o->words < 8 || !o->stops)
        return n->tag == AL_TAG_P ? 0 : -1;
    return words * (1 - 2 * links) * (n->tag == AL_TAG_P ? 1.2f : 1);
}

static bool score(al_dom *dom)
{
    struct own *own = al_arena_array(&dom->arena, (size_t)dom->count + 1, sizeof *own);
    if (!own)
        return false;
    for (uint32_t i = 1; i <= dom->count; i++) {
        const al_dom_node *n = dom->nodes[i];
        const al_dom_node *block = n->tag == AL_TAG_TEXT && !n->hidden ? al_dom_block(n) : NULL;
        if (!block)
            continue;
        struct own *o = &own[block->order];
        o->chars += n->chars;
        o->links += n->links;
        o->words += n->words;
        o->stops += n->stops;
    }
    for (uint32_t i = dom->count; i > 0; i--) {
        al_dom_node *n = dom->nodes[i];
        if (n->block && !n->hidden)
            n->score += worth(n, &own[i]);
        if (al_prune_reason(n) && n->score > 0)
            n->score *= -0.3f;
        if (n->parent)
            n->parent->score += n->score;
    }
    return true;
}

static al_dom_node *best_of(const al_dom *dom)
{
    al_dom_node *best = dom->body;
    for (uint32_t i = dom->body->order; i <= dom->body->end; i++)
        if (dom->nodes[i]->score > best->score)
            best = dom->nodes[i];
    /* Down to what holds nearly all of it. */
    for (al_dom_node *child = best->first; child;) {
        if (child->score >= 0.92f * best->score) {
            best = child;
            child = best->first;
        } else {
            child = child->next;
        }
    }
    return best;
}

bool al_choose(al_dom *dom, const al_meta *meta)
{
    (void)meta;
    if (!score(dom))
        return false;
    al_dom_node *best = best_of(dom);
    if (best->score < LEAST)
        return false;
    for (uint32_t i = best->order; i <= best->end; i++)
        dom->nodes[i]->article = true;
    return true;
}
