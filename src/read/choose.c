#include "read/choose.h"

#include <string.h>

#include "base/text.h"
#include "read/alike.h"
#include "read/prune.h"

/* Every block is worth what its own text (not that of blocks in it) tells: running sentences count for the article, links and
 * labels against it.  An element is worth the sum of what is in it, so the best one holds the article's text and little else,
 * and a body that is split by advertisements is found in what holds its pieces. */

enum { LEAST = 15, HEAD = 200 }; /* words of running text that make an article, of an article's head at most */
static const float PUSH = 20;
static const float NARROW = 0.88f; /* of an element's worth that a child must hold to stand for it */

static float running(const al_dom_node *n)
{
    const struct al_own *o = &n->own;
    float links = (float)o->links / (float)(o->chars ? o->chars : 1);
    if (o->words < 8 || links > 0.5f || al_tag_is_heading(n->tag))
        return 0;
    return (float)o->words * (1 - 2 * links) * (o->stops ? 1 : o->words < 16 ? 0 : 0.5f);
}

static float worth(const al_dom_node *n)
{
    const struct al_own *o = &n->own;
    if (!o->words)
        return 0;
    float good = running(n);
    if (good > 0)
        return good * (n->tag == AL_TAG_P ? 1.2f : 1);
    if (o->links * 2 > o->chars)
        return -0.5f * (float)o->words - 1;
    return 0;
}

static void sum_good(al_dom *dom)
{
    for (uint32_t i = 1; i <= dom->count; i++)
        dom->nodes[i]->good = 0;
    for (uint32_t i = dom->count; i > 0; i--) {
        al_dom_node *n = dom->nodes[i];
        if (n->block && !n->hidden)
            n->good += running(n);
        if (n->parent)
            n->parent->good += n->good;
    }
}

/* Names that sites give to what holds an article's text; no proof, but a push. */
static bool is_called_body(const al_dom_node *n)
{
    static const char *const names[] = {
        " article body ", " articlebody ", " article content ", " article text ", " entry content ",
        " post content ", " post body ", " story body ", " story content ", " story text ", " body content ",
        " news body ", " article main ", " article copy ", " body copy ", " content body ", " text content ",
        " article detail ", NULL
    };
    if (al_dom_attr_has(n, "itemprop", "articleBody"))
        return true;
    for (int i = 0; names[i] && *n->cls; i++)
        if (strstr(n->cls, names[i]))
            return true;
    return false;
}

static void sum_scores(al_dom *dom)
{
    for (uint32_t i = 1; i <= dom->count; i++)
        dom->nodes[i]->score = 0;
    for (uint32_t i = dom->count; i > 0; i--) {
        al_dom_node *n = dom->nodes[i];
        if (n->block && !n->hidden)
            n->score += worth(n);
        if (n->attr_count && !n->hidden && is_called_body(n))
            n->score += PUSH + 0.2f * (float)n->words * (1 - (float)n->links / (float)(n->chars + 1));
        if (n->reason && n->score > 0)
            n->score *= -0.1f;
        if (n->parent)
            n->parent->score += n->score;
    }
}

/* Whether within `all`, but not within `part`, stands what an article has and a page around it has not: a table of data, code. */
static bool holds_data_beside(const al_dom *dom, const al_dom_node *all, const al_dom_node *part)
{
    for (uint32_t i = all->order + 1; i <= all->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n == part || n->reason || n->hidden)
            i = n->end;
        else if ((n->tag == AL_TAG_TH || n->tag == AL_TAG_PRE) && n->words && n->links * 2 < n->chars)
            return true;
    }
    return false;
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
        if (!child->reason && child->score >= NARROW * best->score && !holds_data_beside(dom, best, child)) {
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

static void measure(al_dom *dom, const al_meta *meta, bool reveal)
{
    al_dom_measure(dom, reveal);
    sum_good(dom);
    al_prune_judge(dom, meta);
    sum_scores(dom);
}

/* A few sentences are an article where the page says so, or where there is little else on it. */
static al_dom_node *short_article(al_dom *dom)
{
    bool asks = false; /* to log in, to search */
    for (uint32_t i = 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        bool says = n->tag == AL_TAG_ARTICLE || n->tag == AL_TAG_MAIN || al_dom_attr_is(n, "itemprop", "articleBody");
        if (says && !n->hidden && n->stops && n->words >= 4 && n->links * 2 < n->chars)
            return n;
        asks = asks || n->tag == AL_TAG_FORM || n->tag == AL_TAG_INPUT || n->tag == AL_TAG_TEXTAREA;
    }
    const al_dom_node *b = dom->body;
    return !asks && b->stops && b->words >= 4 && b->words <= 400 && b->links * 5 < b->chars ? dom->body : NULL;
}

static void take(al_dom *dom, const al_dom_node *n)
{
    for (uint32_t i = n->order; i <= n->end; i++)
        dom->nodes[i]->article = true;
}

/* Nothing but running text. */
static bool is_prose(const al_dom_node *n)
{
    return n->tag == AL_TAG_P && !n->hidden && !n->reason && !n->article && n->words >= LEAST && n->good > 0.8f * (float)n->words &&
           n->links * 4 < n->chars;
}

/* The article's first paragraphs may stand before its container, behind the title; a whole page's do not. */
static void take_lead(al_dom *dom, const al_dom_node *best, const al_dom_node *h1)
{
    if (!h1 || al_dom_within(h1, best) || h1->order > best->order)
        return;
    for (const al_dom_node *up = best; up && up->tag != AL_TAG_BODY && !al_dom_within(h1, up); up = up->parent)
        for (const al_dom_node *n = up->prev; n && n->order > h1->end; n = n->prev)
            if (is_prose(n))
                take(dom, n);
}

static bool is_judged(const al_dom_node *n)
{
    for (; n; n = n->parent)
        if (n->reason || n->tag == AL_TAG_LI || n->tag == AL_TAG_A || n->tag == AL_TAG_FIGURE)
            return true;
    return false;
}

/* Many pages show another title than they claim: the last heading of the first level above the container, or in a header of the
 * container's own article, with no other text than a head has between them. */
static const al_dom_node *find_head(const al_dom *dom, const al_dom_node *best)
{
    uint32_t between = 0;
    for (uint32_t i = best->order - 1; i > 1 && between < HEAD; i--) {
        const al_dom_node *n = dom->nodes[i];
        between += n->tag == AL_TAG_TEXT && !n->hidden ? n->words : 0;
        bool heads = n->tag == AL_TAG_H1 || (n->tag == AL_TAG_H2 && al_dom_up(n, AL_TAG_HEADER) && al_dom_up(n, AL_TAG_ARTICLE) &&
                                             al_dom_within(best, al_dom_up(n, AL_TAG_ARTICLE)));
        if (heads && !n->hidden && n->words > 1 && !is_judged(n))
            return n;
    }
    return NULL;
}

bool al_choose(al_dom *dom, al_meta *meta)
{
    measure(dom, meta, false);
    al_dom_node *best = best_of(dom);
    if (hidden_words(dom) > 1.5f * best->score) {
        measure(dom, meta, true);
        best = best_of(dom);
    }
    if (best->score < LEAST)
        best = short_article(dom);
    if (!best)
        return false;
    take(dom, best);
    meta->head = meta->h1 ? meta->h1 : find_head(dom, best);
    take_lead(dom, best, meta->head);
    return true;
}
