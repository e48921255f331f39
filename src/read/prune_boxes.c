#include "read/prune_boxes.h"

#include <string.h>

enum { CARD = 120, FORM = 150, TEASER = 70 };

struct boxes {
    al_dom *dom;
    const al_meta *meta;
    float all;
};

static void omit(al_dom_node *n, const char *why)
{
    n->part = AL_PART_OMITTED;
    n->why = why;
}

static double link_share(const al_dom_node *n)
{
    return n->chars ? (double)n->links / n->chars : 0;
}

static bool all_links(const struct al_own *o)
{
    return o->chars && o->links * 10 >= o->chars * 9;
}

/* The walk of every pass: elements of the article below its containers, without what is omitted. */
static al_dom_node *step(const struct boxes *b, uint32_t *i)
{
    while (++*i <= b->dom->count) {
        al_dom_node *n = b->dom->nodes[*i];
        if (n->article && n->part == AL_PART_OMITTED)
            *i = n->end;
        else if (n->article && n->tag != AL_TAG_TEXT && n->parent && n->parent->article)
            return n;
    }
    return NULL;
}

static bool holds_title(const struct boxes *b, const al_dom_node *n)
{
    return b->meta->h1 && al_dom_within(b->meta->h1, n);
}

static bool is_group(const al_dom_node *n)
{
    switch (n->tag) {
    case AL_TAG_DIV: case AL_TAG_SECTION: case AL_TAG_ASIDE: case AL_TAG_UL: case AL_TAG_OL: case AL_TAG_DL: case AL_TAG_FORM:
    case AL_TAG_ARTICLE: case AL_TAG_TABLE: case AL_TAG_HEADER: case AL_TAG_MENU: case AL_TAG_FIELDSET:
        return true;
    default:
        return n->tag == AL_TAG_OTHER && n->block;
    }
}

/* A captioned picture: it opens larger where it is a link. */
static bool is_figure(const struct boxes *b, const al_dom_node *n)
{
    for (uint32_t i = n->order + 1; i <= n->end && i < n->order + 60; i++) {
        const al_dom_node *k = b->dom->nodes[i];
        if (al_tag_is_heading(k->tag) || k->tag == AL_TAG_LI)
            return false;
        if (k->tag == AL_TAG_FIGCAPTION)
            return k->chars * 3 > n->chars * 2;
    }
    return false;
}

/* Groups that are mostly links: menus, cards of other articles, tags. */
static void prune_groups(const struct boxes *b)
{
    uint32_t i = 0;
    for (al_dom_node *n; (n = step(b, &i)) != NULL;)
        if (is_group(n) && n->chars && link_share(n) > 0.6 && n->good < 0.1f * b->all && !is_figure(b, n)) {
            omit(n, "link-group");
            i = n->end;
        }
}

/* Of several articles in the container the one with the title stays, or the first with much text; the others are others. */
static void prune_articles(const struct boxes *b)
{
    al_dom_node *main = NULL, *n;
    uint32_t count = 0, i = 0;
    while ((n = step(b, &i)) != NULL) {
        if (n->tag != AL_TAG_ARTICLE)
            continue;
        count++;
        if (!main && (holds_title(b, n) || n->good > 0.4f * b->all))
            main = n;
    }
    i = 0;
    while (main && count > 1 && (n = step(b, &i)) != NULL)
        if (n->tag == AL_TAG_ARTICLE && n->part == AL_PART_FLOW && !al_dom_within(n, main) && !al_dom_within(main, n)) {
            omit(n, "other-article");
            i = n->end;
        }
}

/* Asides hold what is beside the article, unless nearly all of it is there. */
static void prune_asides(const struct boxes *b)
{
    uint32_t i = 0;
    for (al_dom_node *n; (n = step(b, &i)) != NULL;)
        if (n->tag == AL_TAG_ASIDE && n->part == AL_PART_FLOW && n->good < 0.3f * b->all && !holds_title(b, n)) {
            omit(n, "aside");
            i = n->end;
        }
}

/* What is to be filled in: newsletter, search, log in.  Some systems put the whole page into one form. */
static void prune_forms(const struct boxes *b)
{
    uint32_t i = 0;
    for (al_dom_node *n; (n = step(b, &i)) != NULL;)
        if (n->tag == AL_TAG_FORM && n->part == AL_PART_FLOW && n->words <= FORM && n->good < 0.3f * b->all && !holds_title(b, n)) {
            omit(n, "form");
            i = n->end;
        }
}

static bool is_card_box(const al_dom_node *n)
{
    return n->tag == AL_TAG_LI || n->tag == AL_TAG_DIV || n->tag == AL_TAG_ARTICLE || n->tag == AL_TAG_SECTION ||
           (n->tag == AL_TAG_OTHER && n->block);
}

static bool is_called_title(const al_dom_node *n)
{
    return *n->cls && (strstr(n->cls, " title ") || strstr(n->cls, " headline ") || strstr(n->cls, " heading "));
}

/* Whether it is the title of another article: a link that is a heading, or called one. */
static bool is_link_title(const struct boxes *b, const al_dom_node *n)
{
    if (!n->block || n->hidden || !n->own.words || !all_links(&n->own) || n == b->meta->h1)
        return false;
    if (al_tag_is_heading(n->tag) || n->own.words < 4)
        return al_tag_is_heading(n->tag);
    for (const al_dom_node *a = n->first; a; a = a->next)
        if (a->tag == AL_TAG_A && is_called_title(a))
            return true;
    return is_called_title(n);
}

/* The largest box around a heading that is a link that holds little else: a card of another article. */
static al_dom_node *card_of(al_dom_node *heading)
{
    al_dom_node *card = NULL;
    al_dom_node *up = heading->words > heading->own.words ? heading : heading->parent;
    for (; up && up->article && up->words <= CARD; up = up->parent)
        if (is_card_box(up))
            card = up;
    return card && card->words > heading->own.words ? card : NULL;
}

/* Cards with a title that is a link and a few words below it, where there are several of them. */
static void prune_cards(const struct boxes *b)
{
    uint32_t count = 0, i;
    float good = 0;
    for (int turn = 0; turn < 2; turn++) {
        i = 0;
        for (al_dom_node *n; (n = step(b, &i)) != NULL;) {
            al_dom_node *card = is_link_title(b, n) ? card_of(n) : NULL;
            if (!card || card->part == AL_PART_OMITTED || holds_title(b, card))
                continue;
            if (turn) {
                omit(card, "card");
                i = card->end;
            }
            count += !turn;
            good += turn ? 0 : card->good;
        }
        if (count < 2 || good > 0.7f * b->all)
            return;
    }
}

/* Blocks of links that open over a word of a sentence. */
static void prune_hover_cards(const struct boxes *b)
{
    uint32_t i = 0;
    for (al_dom_node *n; (n = step(b, &i)) != NULL;) {
        if (n->tag != AL_TAG_SPAN || !n->chars || link_share(n) < 0.8 || n->words <= 12)
            continue;
        uint32_t anchors = 0;
        for (uint32_t k = n->order + 1; k <= n->end && k < n->order + 400; k++)
            anchors += b->dom->nodes[k]->tag == AL_TAG_A;
        if (anchors > 2 && n->prev && (n->prev->tag == AL_TAG_A || (n->prev->tag == AL_TAG_TEXT && n->prev->chars))) {
            omit(n, "hover-card");
            i = n->end;
        }
    }
}

void al_prune_boxes(al_dom *dom, const al_meta *meta, float all)
{
    struct boxes b = { .dom = dom, .meta = meta, .all = all };
    prune_cards(&b);
    prune_groups(&b);
    prune_hover_cards(&b);
    prune_articles(&b);
    prune_asides(&b);
    prune_forms(&b);
}
