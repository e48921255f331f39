#include "read/choose.h"

#include <string.h>

#include "base/text.h"
#include "read/alike.h"
#include "read/prune.h"

/* Every block is worth what its own text (not that of blocks in it) tells: running sentences count for the article, links and
 * labels against it.  An element is worth the sum of what is in it, so the best one holds the article's text and little else,
 * and a body that is split by advertisements is found in what holds its pieces. */

enum { LEAST = 25 }; /* words of running text that make an article */
#include <stdlib.h>
static float P(const char*n,float d){const char*v=getenv(n);return v?(float)atof(v):d;}
#define NARROW P("NA",.9)
// /* of an element's worth that a child must hold to stand for it */

struct own {
    uint32_t chars, links, words, stops;
};

static float running(const al_dom_node *n, const struct own *o)
{
    float links = (float)o->links / (float)(o->chars ? o->chars : 1);
    if (o->words < 8 || !o->stops || links > 0.5f || al_tag_is_heading(n->tag))
        return 0;
    return (float)o->words * (1 - 2 * links);
}

static float worth(const al_dom_node *n, const struct own *o)
{
    if (!o->words)
        return 0;
    float good = running(n, o);
    if (good > 0)
        return good * (n->tag == AL_TAG_P ? 1.2f : 1);
    if (o->links * 2 > o->chars)
        return -P("K1",.5) * (float)o->words - P("K0",2);
    return al_tag_is_heading(n->tag) || n->tag == AL_TAG_P ? 0 : -P("K2",1);
}

/* The text of each block that is in no block within it. */
static struct own *measure_own(al_dom *dom)
{
    struct own *own = al_arena_array(&dom->arena, (size_t)dom->count + 1, sizeof *own);
    for (uint32_t i = 1; own && i <= dom->count; i++) {
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
    return own;
}

static void sum_good(al_dom *dom, const struct own *own)
{
    for (uint32_t i = 1; i <= dom->count; i++)
        dom->nodes[i]->good = 0;
    for (uint32_t i = dom->count; i > 0; i--) {
        al_dom_node *n = dom->nodes[i];
        if (n->block && !n->hidden)
            n->good += running(n, &own[i]);
        if (n->parent)
            n->parent->good += n->good;
    }
}

static void sum_scores(al_dom *dom, const struct own *own)
{
    for (uint32_t i = 1; i <= dom->count; i++)
        dom->nodes[i]->score = 0;
    for (uint32_t i = dom->count; i > 0; i--) {
        al_dom_node *n = dom->nodes[i];
        if (n->block && !n->hidden)
            n->score += worth(n, &own[i]);
        if (n->reason && n->score > 0)
            n->score *= -0.1f;
        if (n->parent)
            n->parent->score += n->score;
    }
}

/* The best element; nothing within what is judged to be no article can be it. */
static al_dom_node *best_of(const al_dom *dom)
{
    al_dom_node *best = dom->body;
    for (uint32_t i = dom->body->order; i <= dom->body->end; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->reason)
            i = n->end;
        else if (n->score > best->score)
            best = n;
    }
    /* Down to what holds nearly all of it. */
    for (al_dom_node *child = best->first; child;) {
        if (!child->reason && child->score >= NARROW * best->score) {
            best = child;
            child = best->first;
        } else {
            child = child->next;
        }
    }
    return best;
}

/* Words that only a style hides. */
static float hidden_words(const al_dom *dom)
{
    float words = 0;
    for (uint32_t i = dom->body->order; i <= dom->body->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        bool never = n->tag != AL_TAG_TEXT && (al_tag_shown(n->tag) == 'H' || n->tag == AL_TAG_NOSCRIPT || n->tag == AL_TAG_IFRAME);
        if (never)
            i = n->end;
        else if (n->tag == AL_TAG_TEXT && n->hidden && n->parent->tag == AL_TAG_P)
            words += (float)n->size / 6;
    }
    return words;
}

static struct own *measure(al_dom *dom, const al_meta *meta, bool reveal)
{
    al_dom_measure(dom, reveal);
    struct own *own = measure_own(dom);
    if (!own)
        return NULL;
    sum_good(dom, own);
    al_prune_judge(dom, meta);
    sum_scores(dom, own);
    return own;
}

bool al_choose(al_dom *dom, const al_meta *meta)
{
    if (!measure(dom, meta, false))
        return false;
    al_dom_node *best = best_of(dom);
    if (hidden_words(dom) > 1.5f * best->score) {
        if (!measure(dom, meta, true))
            return false;
        best = best_of(dom);
    }
    if (best->score < P("LEAST",25))
        return false;
    for (uint32_t i = best->order; i <= best->end; i++)
        dom->nodes[i]->article = true;
    return true;
}
