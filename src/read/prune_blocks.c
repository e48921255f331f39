/* Pruning by structure: links, and the order of blocks. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/alike.h"
#include "read/html_typed.h"
#include "read/prune_blocks.h"
#include "read/prune_boxes.h"
#include "read/prune_cues.h"
#include "read/prune_tail.h"

enum { LABEL = 8, BYLINE = 30, STANDFIRST_LEAST = 5, STANDFIRST_MOST = 120, REPEAT = 6, PULLED = 100, PLAYER = 30, LIST = 25 };

/* The blocks of the article that hold text, in order. */
struct blocks {
    al_dom *dom;
    const al_meta *meta;
    const al_cues *cues;
    al_dom_node **list;
    size_t count;
    size_t first, last; /* of running text; first > last where there is none */
    size_t text;        /* as first, behind the standfirst */
};

static bool is_out(const al_dom_node *n)
{
    for (; n && n->article; n = n->parent)
        if (n->part == AL_PART_OMITTED)
            return true;
    return false;
}

static void omit(al_dom_node *n, const char *why)
{
    n->part = AL_PART_OMITTED;
    n->why = why;
}

static bool all_links(const struct al_own *o)
{
    return o->chars && o->links * 10 >= o->chars * 9;
}

static bool is_standfirst(const al_dom_node *n)
{
    while (n && n->article && n->part != AL_PART_STANDFIRST)
        n = n->parent;
    return n && n->article;
}

static bool collect(struct blocks *b)
{
    b->list = malloc(((size_t)b->dom->count + 1) * sizeof *b->list);
    if (!b->list)
        return false;
    b->count = 0;
    for (uint32_t i = 1; i <= b->dom->count; i++) {
        al_dom_node *n = b->dom->nodes[i];
        if (n->article && n->part == AL_PART_OMITTED)
            i = n->end;
        else if (n->article && n->tag != AL_TAG_TEXT && !n->hidden && n->own.words)
            b->list[b->count++] = n;
    }
    b->first = 1;
    b->last = 0;
    b->text = b->count;
    for (size_t i = 0; i < b->count; i++)
        if (b->list[i]->good >= 10 && !al_dom_up(b->list[i], AL_TAG_FIGURE)) {
            if (b->first > b->last)
                b->first = i;
            if (b->text == b->count && !is_standfirst(b->list[i]))
                b->text = i;
            b->last = i;
        }
    return true;
}

/* ---- links ---- */

/* "Read more: TITLE", "SEE ALSO | TITLE": a link to the end of the line, and before it a label with a mark that ends it. */
static bool is_labelled_link(const struct blocks *b, const al_dom_node *n)
{
    const al_dom_node *before = NULL;
    uint32_t label = 0, i = n->order + 1;
    if (n->own.words != n->words || n->words > 40 || n->links * 2 < n->chars || n->links == n->chars)
        return false;
    for (; i <= n->end && !b->dom->nodes[i]->linked; i++)
        if (b->dom->nodes[i]->tag == AL_TAG_TEXT && b->dom->nodes[i]->chars) {
            before = b->dom->nodes[i];
            label += before->words;
        }
    for (; i <= n->end; i++)
        if (b->dom->nodes[i]->tag == AL_TAG_TEXT && b->dom->nodes[i]->words && !b->dom->nodes[i]->linked)
            return false;
    if (!before || !label || label > 6 || n->words < label + 4)
        return false;
    const char *text = b->dom->text.data + before->from;
    size_t size = before->size;
    while (size && strchr(" \t\r\n\xA0\xC2", text[size - 1]))
        size--;
    return (size && strchr(":|>-", text[size - 1])) || (size > 1 && memcmp(text + size - 2, "\xC2\xBB", 2) == 0);
}

/* A label and several titles: "DON'T MISS: TITLE [NEWS] TITLE". */
static bool is_many_links(const struct blocks *b, const al_dom_node *n)
{
    int links = 0;
    for (uint32_t i = n->order + 1; i <= n->end; i++) {
        if (b->dom->nodes[i]->part == AL_PART_OMITTED)
            return false; /* what it counts is not all its own */
        links += b->dom->nodes[i]->tag == AL_TAG_A && b->dom->nodes[i]->words > 4;
    }
    return links > 1 && n->links * 4 > n->chars * 3 && n->stops < (uint32_t)links * 2;
}

/* Lines that are one link: "Read more". */
static void prune_link_lines(struct blocks *b)
{
    for (size_t i = 0; i < b->count; i++) {
        al_dom_node *n = b->list[i];
        bool heading = al_tag_is_heading(n->tag);
        bool before_text = i + 1 < b->count && b->list[i + 1]->good > 0;
        bool line = n->tag != AL_TAG_TD && n->tag != AL_TAG_TH && n->tag != AL_TAG_BLOCKQUOTE && n->tag != AL_TAG_FIGCAPTION;
        if (n->part != AL_PART_FLOW || !line || n == b->meta->h1 || n->own.words != n->words)
            continue;
        if (all_links(&n->own) && !(heading && before_text))
            omit(n, "link-line");
        else if (!heading && n->tag != AL_TAG_LI && (is_labelled_link(b, n) || is_many_links(b, n)))
            omit(n, "labelled-link");
    }
}

/* ---- the edges of the article ---- */

static bool has_time(const struct blocks *b, const al_dom_node *n)
{
    for (uint32_t i = n->order; i <= n->end && i < n->order + 60; i++)
        if (b->dom->nodes[i]->tag == AL_TAG_TIME)
            return true;
    return false;
}

static bool names_author(const struct blocks *b, const al_dom_node *n)
{
    al_buf t;
    al_buf_init(&t, 4096);
    if (n->chars < 400)
        al_dom_text(b->dom, n, &t);
    bool found = false;
    for (const al_name *a = b->meta->authors; a && !found && t.size; a = a->next)
        found = al_alike_contains(al_buf_string(&t), a->text);
    al_buf_release(&t);
    return found;
}

static bool is_byline_class(const al_dom_node *n)
{
    static const char *const words[] = { " author ", " authors ", " byline ", " meta ", " date ", " published ", " timestamp ",
        " dateline ", " datetime ", " time ", " article meta ", " post meta ", " reading time ", " entry meta ", " autor ",
        " article info ", " post info ", " article details ", " written by ", NULL };
    for (int depth = 0; depth < 3 && n && n->article; depth++, n = n->parent)
        for (int i = 0; words[i]; i++)
            if (strstr(n->cls, words[i]) && n->words < BYLINE)
                return true;
    return false;
}

static bool is_short(const al_dom_node *n)
{
    return n->own.words < LABEL && n->good == 0;
}

/* A time that stands beside blocks, in no paragraph of its own. */
static void prune_times(struct blocks *b)
{
    for (uint32_t i = 1; i <= b->dom->count; i++) {
        al_dom_node *n = b->dom->nodes[i];
        const al_dom_node *up = n->tag == AL_TAG_TIME && n->article && n->words ? al_dom_block(n) : NULL;
        if (!up || up->part != AL_PART_FLOW || up->own.words == up->words || up->own.words > n->words + 6 || is_out(n))
            continue;
        while (n->parent != up && n->parent->words <= n->words + 3) /* "Updated " goes with it */
            n = n->parent;
        n->part = AL_PART_DATELINE;
        n->why = "time";
    }
}

/* Lines by whom and when, anywhere: they are said elsewhere. */
static void prune_bylines(struct blocks *b)
{
    for (size_t i = 0; i < b->count; i++) {
        al_dom_node *n = b->list[i];
        if (n->part != AL_PART_FLOW || al_tag_is_heading(n->tag) || n->words >= BYLINE || n->tag == AL_TAG_TD ||
            n->tag == AL_TAG_TH)
            continue;
        bool edge = b->first > b->last || i < b->text || i > b->last;
        bool time = has_time(b, n);
        if (time && n->words < 20) {
            n->part = AL_PART_DATELINE;
            n->why = "time";
        } else if (is_byline_class(n) && n->good == 0 && (edge || n->words < 12)) {
            n->part = AL_PART_BYLINE;
            n->why = "byline-class";
        } else if (edge && n->words < 16 && names_author(b, n)) {
            n->part = AL_PART_BYLINE;
            n->why = "author-name";
        }
    }
}

/* A heading over the text that says the title once more. */
static void prune_title_copies(struct blocks *b)
{
    const char *titles[] = { b->meta->title, b->meta->ld.headline, b->meta->shared_title };
    for (size_t i = 0; i < b->count && i < 12; i++) {
        al_dom_node *n = b->list[i];
        if (n->part != AL_PART_FLOW || !al_tag_is_heading(n->tag) || n == b->meta->h1 || n->words < 3)
            continue;
        al_buf text;
        al_buf_init(&text, 1 << 14);
        al_dom_text(b->dom, n, &text);
        for (size_t k = 0; k < 3 && n->part == AL_PART_FLOW; k++)
            if (titles[k] && text.size && (k < 2 || i < b->text) && (al_alike(text.data, titles[k]) >= 0.7 ||
                                                                     al_alike_held(titles[k], text.data) >= 0.8))
                omit(n, "title-again");
        al_buf_release(&text);
    }
}

/* The nearest element around both. */
static const al_dom_node *around(const al_dom_node *a, const al_dom_node *b)
{
    while (a && !al_dom_within(b, a))
        a = a->parent;
    return a;
}

/* A heading in the same head as the title, which holds no running text, heads no section: it is the title's second line. */
static void type_subtitles(struct blocks *b, float all)
{
    const al_dom_node *h1 = b->meta->h1;
    for (size_t i = 0; h1 && h1->article && b->first <= b->last && i < b->text; i++) {
        al_dom_node *n = b->list[i];
        if (n->part != AL_PART_FLOW || !al_tag_is_heading(n->tag) || n == h1 || n->words != n->own.words)
            continue;
        const al_dom_node *head = around(n, h1);
        if (head->good > 0.1f * all && head->good > n->good + 1)
            continue;
        n->part = n->words > 3 && n->order > h1->order ? AL_PART_STANDFIRST : AL_PART_OMITTED;
        n->why = n->part == AL_PART_STANDFIRST ? "subtitle" : "kicker";
    }
}

/* What stands before the title within the article's container is the page's. */
static void prune_before_title(struct blocks *b, float all)
{
    const al_dom_node *h1 = b->meta->h1;
    float before = 0;
    if (!h1 || !h1->article)
        return;
    for (size_t i = 0; i < b->count && b->list[i]->order < h1->order; i++)
        before += b->list[i]->own.words ? b->list[i]->good : 0;
    if (before > 0.25f * all)
        return;
    for (size_t i = 0; i < b->count && b->list[i]->order < h1->order; i++)
        if (b->list[i]->part == AL_PART_FLOW && !al_dom_up(b->list[i], AL_TAG_FIGURE) && !al_dom_within(h1, b->list[i]))
            omit(b->list[i], "before-title");
}

static bool is_in_picture_box(const al_dom *dom, const al_dom_node *n)
{
    for (int depth = 0; depth < 4 && n && n->article; depth++, n = n->parent)
        if (al_html_is_picture_box(dom, n))
            return true;
    return false;
}

/* Whether a list behind the last running text belongs to it: it says much itself, or stands in no box of its own. */
static bool goes_on(const struct blocks *b, const al_dom_node *n)
{
    const al_dom_node *list = n, *text = b->list[b->last];
    if (al_dom_attr(al_dom_up(n, AL_TAG_LI), "id"))
        return true; /* something points at it: a note */
    for (const al_dom_node *up = n; up && up->article; up = up->parent)
        if (up->tag == AL_TAG_UL || up->tag == AL_TAG_OL)
            list = up;
    if (list->words > LIST && list->links * 3 < list->chars)
        return true;
    return list->parent && al_dom_within(text, list->parent) && (!text->parent || text->parent == list->parent ||
                                                                 al_dom_within(text, list));
}

/* Whether a short line is a paragraph or item that stands beside the first running text, like that. */
static bool leads_on(const struct blocks *b, const al_dom_node *n)
{
    const al_dom_node *text = b->list[b->first], *line = n->tag == AL_TAG_LI ? n->parent : n;
    return (n->tag == AL_TAG_P || n->tag == AL_TAG_LI) && text->tag == AL_TAG_P && n->words > 1 && n->links * 2 < n->chars &&
           line && line->parent == text->parent;
}

/* A footnote, however short: in a box called so, or with an id and a link back to where it is referred to. */
static bool is_note_entry(const struct blocks *b, const al_dom_node *n)
{
    for (int levels = 0; n && levels < 4; levels++, n = n->parent) {
        if (strstr(n->cls, "footnote"))
            return true;
        for (uint32_t i = n->order + 1; al_dom_attr(n, "id") && i <= n->end && i < n->order + 50; i++) {
            const char *href = b->dom->nodes[i]->tag == AL_TAG_A ? al_dom_attr(b->dom->nodes[i], "href") : NULL;
            if (href && href[0] == '#' && href[1])
                return true;
        }
    }
    return false;
}

/* Labels before the first and after the last running text belong to the page. */
static void prune_edges(struct blocks *b)
{
    bool section = false; /* under a heading of the article short lines are its text */
    if (b->first > b->last)
        return;
    for (size_t i = 0; i < b->count; i++) {
        al_dom_node *n = b->list[i];
        bool title = b->meta->h1 && al_dom_within(n, b->meta->h1);
        section = section || (al_tag_is_heading(n->tag) && n->part == AL_PART_FLOW && !title && i < b->first && !is_out(n) &&
                              (!b->meta->h1 || n->order > b->meta->h1->order));
        if (n->part != AL_PART_FLOW || title || al_tag_is_heading(n->tag) || al_dom_up(n, AL_TAG_FIGURE))
            continue;
        bool cell = al_dom_up(n, AL_TAG_TABLE) || is_in_picture_box(b->dom, n);
        if (i < b->first && is_short(n) && !cell && !section && !leads_on(b, n))
            omit(n, "before-text");
        else if (i > b->last && is_short(n) && !cell && !is_note_entry(b, n) && (!al_dom_up(n, AL_TAG_LI) || !goes_on(b, n)))
            omit(n, "after-text");
    }
}

/* Headings over nothing that is left. */
static void prune_headings(struct blocks *b)
{
    int below = 0; /* level of the nearest heading behind that stays, 0 for text, 9 for the end */
    below = 9;
    for (size_t i = b->count; i-- > 0;) {
        al_dom_node *n = b->list[i];
        if (!al_tag_is_heading(n->tag)) {
            if (!is_out(n) && n->part == AL_PART_FLOW)
                below = 0;
            continue;
        }
        int level = (int)(n->tag - AL_TAG_H1) + 1;
        if (n == b->meta->h1 || is_out(n))
            continue;
        if (below == 9 || (below && below <= level && i > b->last))
            omit(n, "heading-over-nothing");
        else
            below = level;
    }
}

/* A player's own title: a heading in a small box that is called one and holds no running text. */
static void prune_player_titles(struct blocks *b)
{
    static const char *const words[] = { " player ", " video ", " vjs ", " audio ", " podcast ", " sticky player ", NULL };
    for (size_t i = 0; i < b->count; i++) {
        al_dom_node *n = b->list[i];
        if (n->part != AL_PART_FLOW || !al_tag_is_heading(n->tag) || n == b->meta->h1)
            continue;
        for (const al_dom_node *up = n->parent; up && up->article && up->words <= n->words + PLAYER &&
             n->part == AL_PART_FLOW; up = up->parent)
            for (int k = 0; words[k] && up->good <= n->good + PLAYER; k++)
                if (strstr(up->cls, words[k]))
                    omit(n, "player");
    }
}

/* ---- repeats ---- */

static unsigned key_hash(const struct blocks *b, const al_dom_node *n)
{
    al_buf t, key;
    al_buf_init(&t, 1 << 16);
    al_buf_init(&key, 1 << 18);
    al_dom_text(b->dom, n, &t);
    al_text_key(&key, al_buf_string(&t));
    unsigned h = 2166136261u;
    for (size_t i = 0; i < key.size; i++)
        h = (h ^ (unsigned char)key.data[i]) * 16777619u;
    al_buf_release(&t);
    al_buf_release(&key);
    return h ? h : 1;
}

/* A block seen, in a table of them by their keys' hashes. */
struct seen {
    unsigned hash; /* 0: the place is free */
    const al_dom_node *block;
};

static bool is_question(const struct blocks *b, const al_dom_node *n)
{
    for (uint32_t i = n->end; i > n->order; i--) {
        const al_dom_node *t = b->dom->nodes[i];
        if (t->tag != AL_TAG_TEXT || !t->chars)
            continue;
        const char *text = b->dom->text.data + t->from;
        size_t size = t->size;
        while (size && strchr(" \t\r\n", text[size - 1]))
            size--;
        return size && text[size - 1] == '?';
    }
    return false;
}

/* The same words twice, in two places of the page, are said once.  Beside one another they are meant: a refrain, a step of a
 * recipe. */
static bool prune_repeats(struct blocks *b)
{
    size_t room = 16;
    while (room < b->count * 2)
        room *= 2;
    struct seen *seen = calloc(room, sizeof *seen);
    if (!seen)
        return false;
    for (size_t i = 0; i < b->count; i++) {
        al_dom_node *n = b->list[i];
        if (n->own.words < REPEAT || n->part == AL_PART_OMITTED || n->own.words != n->words || n->words > 400 ||
            n->tag == AL_TAG_TD || n->tag == AL_TAG_TH)
            continue;
        if (is_question(b, n))
            continue; /* asked of one after the other */
        unsigned h = key_hash(b, n);
        size_t at = h & (room - 1);
        while (seen[at].hash && seen[at].hash != h)
            at = (at + 1) & (room - 1);
        if (seen[at].hash && seen[at].block->words == n->words && seen[at].block->parent != n->parent)
            omit(n, "repeated");
        else
            seen[at] = (struct seen){ h, n };
    }
    free(seen);
    return true;
}

static bool has_pull_class(const al_dom_node *n)
{
    static const char *const words[] = { " pullquote ", " pull quote ", " callout ", " quote ", " zitat ", " highlight ",
                                         " blockquote ", NULL };
    const char *pull = strstr(n->cls, " pull "); /* "pull-right" only says where a box floats */
    if (pull && !strstr(n->cls, " pull right ") && !strstr(n->cls, " pull left "))
        return true;
    for (int i = 0; words[i] && *n->cls; i++)
        if (strstr(n->cls, words[i]))
            return true;
    return false;
}

static void add_key(const struct blocks *b, const al_dom_node *n, al_buf *out)
{
    al_buf raw;
    al_buf_init(&raw, 1 << 20);
    al_dom_text(b->dom, n, &raw);
    al_text_key(out, al_buf_string(&raw));
    al_buf_release(&raw);
}

/* A pulled quote says again, larger, what the text says. */
static bool prune_pulled(struct blocks *b)
{
    al_buf all, part;
    al_buf_init(&all, 64 << 20);
    al_buf_init(&part, 1 << 20);
    int left = PULLED;
    for (uint32_t i = 1; i <= b->dom->count && !all.failed && left > 0; i++) {
        al_dom_node *n = b->dom->nodes[i];
        bool quote = n->tag == AL_TAG_BLOCKQUOTE || n->tag == AL_TAG_ASIDE || (n->tag != AL_TAG_TEXT && has_pull_class(n));
        if (!quote || !n->article || n->part != AL_PART_FLOW || n->words < 4 || n->words > 80 || !n->block)
            continue;
        left--;
        if (!all.size)
            for (size_t k = 0; k < b->count; k++)
                if (b->list[k]->part == AL_PART_FLOW && b->list[k]->own.words == b->list[k]->words) {
                    add_key(b, b->list[k], &all);
                    al_buf_add_byte(&all, '\n');
                }
        al_buf_cut(&part, 0);
        add_key(b, n, &part);
        const char *here = part.size ? strstr(al_buf_string(&all), part.data) : NULL;
        const char *again = here ? strstr(here + 1, part.data) : NULL;
        bool itself = n->own.words == n->words || (n->first && n->first->own.words == n->words);
        if (again || (here && !itself)) {
            omit(n, "repeated");
            i = n->end;
        }
    }
    bool ok = !all.failed && !part.failed;
    al_buf_release(&all);
    al_buf_release(&part);
    return ok;
}

bool al_prune_blocks(al_dom *dom, const al_meta *meta, const al_cues *cues)
{
    struct blocks b = { .dom = dom, .meta = meta, .cues = cues };
    float all = 0;
    for (uint32_t i = 1; i <= dom->count; i++)
        if (dom->nodes[i]->article && !(dom->nodes[i]->parent && dom->nodes[i]->parent->article))
            all += dom->nodes[i]->good;
    al_prune_boxes(dom, meta, all);
    if (!collect(&b))
        return false;
    prune_before_title(&b, all);
    prune_title_copies(&b);
    type_subtitles(&b, all);
    prune_link_lines(&b);
    al_prune_by_cues(dom, meta, cues, b.list, b.count, b.first > b.last ? 0 : b.last);
    al_prune_tail(dom, meta, b.list, b.count);
    prune_bylines(&b);
    prune_times(&b);
    prune_edges(&b);
    prune_player_titles(&b);
    prune_headings(&b);
    bool ok = prune_repeats(&b) && prune_pulled(&b);
    free(b.list);
    return ok;
}
