#include "read/standfirst.h"

#include <string.h>

#include "read/alike.h"
#include "read/html_typed.h"

enum { LEAST = 4, MOST = 130, TEXT = 4096, BESIDE = 300, WHOLE = 70 };

static const char *const CLASSES[] = {
    " standfirst ", " stand first ", " subtitle ", " sub title ", " subheadline ", " subhead ", " sub headline ",
    " subheading ", " sub heading ", " deck ", " dek ", " lead ", " lede ", " leadtext ", " lead text ", " intro ",
    " introduction ", " introtext ", " summary ", " excerpt ", " abstract ", " ingress ", " vorspann ",
    " teaser text ", " kicker text ", " article description ", " description ", " entradilla ", " bajada ",
    " chapo ", " chapeau ", " sommario ", " spot ", " tagline ", " strapline ", " synopsis ", " preamble ",
    " leadin ", " lead in ", " bajadilla ", " perex ", " zajawka ", " subline ", " anons ", " article lead ",
    " subtitulo ", " manchet ", " headline sub ", NULL
};

static bool has_class(const al_dom_node *n)
{
    for (int i = 0; CLASSES[i] && *n->cls; i++)
        if (strstr(n->cls, CLASSES[i]))
            return true;
    return al_dom_attr_has(n, "itemprop", "description") || al_dom_attr_has(n, "itemprop", "alternativeHeadline");
}

/* Whether the page's head describes the article in these words, whole or cut. */
static bool is_described(const al_dom *dom, const al_dom_node *n, const al_meta *meta)
{
    const char *said[] = { meta->descriptions[0], meta->descriptions[1], meta->descriptions[2], meta->ld.description };
    al_buf text;
    al_buf_init(&text, TEXT);
    al_dom_text(dom, n, &text);
    bool found = false;
    for (size_t i = 0; i < sizeof said / sizeof *said && !found && !text.failed; i++)
        found = said[i] && (al_alike(said[i], text.data) >= 0.8 ||
                            (al_alike_held(said[i], text.data) > 0.9 && strlen(said[i]) * 3 > text.size) ||
                            (al_alike_held(text.data, said[i]) > 0.9 && n->words > 7));
    al_buf_release(&text);
    return found;
}

/* When it was published, not what it is about: a time, or mostly digits. */
static bool is_date(const al_dom *dom, const al_dom_node *n)
{
    uint32_t digits = 0;
    for (uint32_t i = n->order; i <= n->end; i++) {
        const al_dom_node *t = dom->nodes[i];
        if (t->tag == AL_TAG_TIME && t->words * 4 > n->words)
            return true;
        for (uint32_t k = 0; t->tag == AL_TAG_TEXT && k < t->size; k++)
            digits += dom->text.data[t->from + k] >= '0' && dom->text.data[t->from + k] <= '9';
    }
    return digits * 5 > n->chars;
}

/* Its own name is no reason: some sites call it a teaser. */
static bool is_out(const al_dom *dom, const al_dom_node *n)
{
    if (n->reason && strcmp(n->reason, "related") == 0 && has_class(n))
        n = n->parent;
    for (; n; n = n->parent)
        if (n->reason || n->tag == AL_TAG_FIGURE || n->tag == AL_TAG_FIGCAPTION || n->tag == AL_TAG_LI || n->tag == AL_TAG_A ||
            al_html_is_picture_box(dom, n))
            return true;
    return false;
}

static bool is_candidate(const al_dom_node *n)
{
    return n->tag != AL_TAG_TEXT && !n->hidden && n->block && n->words >= LEAST && n->words <= MOST && n->links * 2 < n->chars &&
           n->tag != AL_TAG_H1 && n->part == AL_PART_FLOW;
}

/* Whether it stands right under the title: nothing but labels between them, and not far from it in the tree. */
static bool is_under_title(const al_dom_node *n, const al_dom_node *h1)
{
    const al_dom_node *up = h1->parent;
    for (int i = 0; i < 2 && up && up->tag != AL_TAG_BODY; i++, up = up->parent)
        if (al_dom_within(n, up))
            return true;
    return false;
}

/* A heading right behind the title is its second line. */
static bool is_second_line(const al_dom_node *n, const al_dom_node *h1)
{
    const al_dom_node *next = h1->next;
    while (next && next->tag == AL_TAG_TEXT && !next->words)
        next = next->next;
    return n == next && al_tag_is_heading(n->tag);
}

/* The first running text of the container behind the title. */
static uint32_t text_begins(const al_dom *dom, uint32_t from)
{
    for (uint32_t i = from; i <= dom->count; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n->article && n->reason)
            i = n->end;
        else if (n->article && n->block && n->own.words > 20 && n->good > 15)
            return i;
    }
    return dom->count;
}

static void mark(al_dom *dom, al_dom_node *n, const char *why)
{
    n->part = AL_PART_STANDFIRST;
    n->why = why;
    for (uint32_t i = n->order; i <= n->end; i++)
        dom->nodes[i]->article = true;
}

/* Whether a figure with a caption stands between the title and the text, or beside the title. */
static bool is_lead_figure(const al_dom *dom, const al_dom_node *n, const al_dom_node *h1, uint32_t to)
{
    static const char *const names[] = { " hero ", " gallery ", " article img ", " article image ", " lead image ", " main image ",
                                         " header image ", " opener ", " featured image ", " lead picture ", NULL };
    bool named = n->tag == AL_TAG_FIGURE || (n->order > h1->order && n->tag == AL_TAG_DIV && al_html_is_picture_box(dom, n));
    for (int i = 0; n->tag == AL_TAG_DIV && names[i] && !named; i++)
        named = strstr(n->cls, names[i]) != NULL;
    for (uint32_t i = n->order + 1; n->tag == AL_TAG_DIV && !named && n->words && i <= n->end && i < n->order + 40; i++)
        named = dom->nodes[i]->tag == AL_TAG_FIGCAPTION && dom->nodes[i]->chars * 3 > n->chars * 2;
    if (n->article || n->hidden || !named || !n->words || n->words > 120 || n->links * 2 > n->chars)
        return false;
    for (const al_dom_node *up = n->parent; up; up = up->parent)
        if (up->reason || up->tag == AL_TAG_LI || up->tag == AL_TAG_ASIDE)
            return false;
    if (n->order > h1->order)
        return n->order < to;
    uint32_t between = 0;
    for (uint32_t i = n->end + 1; i < h1->order; i++)
        between += dom->nodes[i]->tag == AL_TAG_TEXT ? dom->nodes[i]->chars : 0;
    return between < BESIDE;
}

void al_standfirst_find(al_dom *dom, const al_meta *meta)
{
    const al_dom_node *h1 = meta->head;
    uint32_t from = h1 ? h1->end + 1 : dom->body->order, to = text_begins(dom, from);
    al_dom_node *best = NULL;
    const char *why = NULL;
    int rank = 0;
    for (uint32_t i = from; i <= to && i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        bool inner = best && al_dom_within(n, best); /* the innermost that says it, without what is beside */
        if (inner && has_class(best) && best->words <= WHOLE && best->good > 0.7f * (float)best->words)
            continue; /* it may have several paragraphs */
        if (!is_candidate(n) || is_out(dom, n) || (rank == 3 && !inner) || is_date(dom, n))
            continue;
        bool under = h1 && ((n->good > 8 && is_under_title(n, h1)) || is_second_line(n, h1));
        int now = is_described(dom, n, meta) ? 3 : has_class(n) ? 2 : under ? 1 : 0;
        if ((now > rank || (inner && now == rank && now > 1)) && (i < to || now == 3)) {
            rank = now;
            best = n;
            why = now == 3 ? "standfirst-described" : now == 2 ? "standfirst-class" : "standfirst-under-title";
        }
    }
    for (uint32_t i = 1; h1 && i <= dom->count; i++)
        if (is_lead_figure(dom, dom->nodes[i], h1, to))
            for (uint32_t k = i; k <= dom->nodes[i]->end; k++)
                dom->nodes[k]->article = true;
    if (best && (!best->article || rank > 1))
        mark(dom, best, why);
}
