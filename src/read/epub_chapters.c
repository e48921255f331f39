#include "read/epub_chapters.h"

#include <libxml/hash.h>
#include <string.h>

#include "read/html_flow.h"

/* What al_chapters_lower knows the headings by that al_chapters_mark made. */
static const char CONTENTS[] = "contents";

enum { INNER = 4, DEEPEST = 6 }; /* levels of the headings within a chapter */
enum { LOOK = 5000 /* nodes */, LONG = 1000 /* characters, more than any title has */ };

static bool is_shown(const al_dom_node *n)
{
    return n->tag == AL_TAG_TEXT && n->chars && !n->hidden && n->part != AL_PART_OMITTED;
}

/* The heading that the text is in, else its block. */
static al_dom_node *block_of(al_dom_node *text)
{
    for (al_dom_node *n = text->parent; n; n = n->parent)
        if (al_tag_is_heading(n->tag))
            return n;
    return al_dom_block(text);
}

/* The first block that says something, from the node number `from` on; NULL where there is none near. */
static al_dom_node *block_from(const al_dom *dom, uint32_t from)
{
    for (uint32_t i = from; i <= dom->body->end && i < from + LOOK; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->part == AL_PART_OMITTED)
            i = n->end;
        else if (is_shown(n))
            return block_of(n);
    }
    return NULL;
}

/* Where a heading can be put: before `n`, but not into a paragraph, a list or a table. */
static al_dom_node *before(const al_dom *dom, al_dom_node *n)
{
    if (n == dom->body)
        return n->first;
    al_dom_node *at = n;
    for (al_dom_node *up = n->parent; up && up != dom->body->parent; up = up->parent) {
        bool flow = up->tag == AL_TAG_BODY || up->tag == AL_TAG_DIV || up->tag == AL_TAG_SECTION || up->tag == AL_TAG_ARTICLE ||
                    up->tag == AL_TAG_MAIN || up->tag == AL_TAG_HEADER || up == dom->body;
        if (!flow)
            at = up->parent ? up : at;
    }
    return at;
}

static bool words_of(const al_dom *dom, const al_dom_node *block, al_buf *out)
{
    al_buf_cut(out, 0);
    al_dom_text(dom, block, out);
    return !out->failed;
}

/* How many headings in a row from `block` on say no more than the title does. */
static int covered(const al_dom *dom, const al_dom_node *block, const char *title, al_buf *words, al_dom_node **all)
{
    int count = 0;
    while (block && al_tag_is_heading(block->tag) && block->chars < LONG && count < 4) {
        int held = words_of(dom, block, words) ? al_flow_holds(title, al_buf_string(words)) : -1;
        if (held < 0)
            return -1;
        if (!held)
            break;
        all[count++] = dom->nodes[block->order];
        block = block_from(dom, block->end + 1);
    }
    return count;
}

static void settle(al_dom_node *n, al_part part, const char *why, int depth)
{
    n->part = (uint8_t)part;
    n->why = why;
    if (part == AL_PART_HEADING)
        n->tag = depth ? AL_TAG_H3 : AL_TAG_H2;
}

/* Returns the number of the last node that belongs to the heading, 0 when out of memory. */
static uint32_t mark_entry(al_dom *dom, const al_toc_entry *e, al_dom_node *target, uint32_t from, al_buf *words)
{
    al_dom_node *block = block_from(dom, from), *all[4];
    int depth = e->depth;
    bool brief = block && block->chars < LONG;
    int same = !brief ? 0 : words_of(dom, block, words) ? al_flow_same(al_buf_string(words), e->title) : -1;
    if (!same && brief && al_tag_is_heading(block->tag))
        same = al_flow_holds(al_buf_string(words), e->title);
    if (same > 0) {
        settle(block, AL_PART_HEADING, CONTENTS, depth);
        return block->end;
    }
    int said = same < 0 ? -1 : covered(dom, block, e->title, words, all);
    if (said < 0)
        return 0;
    al_dom_node *place = before(dom, target->order < from && block ? block : target);
    if (place && !al_flow_put_heading(dom, place, depth ? AL_TAG_H3 : AL_TAG_H2, e->title, CONTENTS))
        return 0;
    for (int i = 0; i < said; i++)
        settle(all[i], AL_PART_OMITTED, "title-again", 0);
    return said ? all[said - 1]->end : from - 1;
}

/* Elements by their id. */
static xmlHashTablePtr find_ids(const al_dom *dom)
{
    xmlHashTablePtr ids = xmlHashCreate(256);
    for (uint32_t i = 1; ids && i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        const char *id = n->tag == AL_TAG_TEXT ? NULL : al_dom_attr(n, "id");
        if (id && *id)
            xmlHashAddEntry(ids, BAD_CAST id, n);
    }
    return ids;
}

bool al_chapters_mark(al_dom *dom, const al_toc_entry *entries)
{
    al_buf words;
    xmlHashTablePtr ids = entries ? find_ids(dom) : NULL;
    bool ok = ids || !entries;
    uint32_t done = dom->body->order;
    al_buf_init(&words, (size_t)1 << 28);
    for (const al_toc_entry *e = entries; e && ok; e = e->same) {
        al_dom_node *target = *e->fragment ? xmlHashLookup(ids, BAD_CAST e->fragment) : NULL;
        if (!target || !al_dom_within(target, dom->body))
            target = dom->body;
        uint32_t from = target->order > done ? target->order : done + 1, last = mark_entry(dom, e, target, from, &words);
        ok = last > 0;
        done = last > done ? last : done;
    }
    al_buf_release(&words);
    xmlHashFree(ids, NULL);
    return ok;
}

void al_chapters_lower(al_node *n)
{
    for (; n; n = n->next) {
        if (n->kind != AL_HEADING || n->why == CONTENTS)
            continue;
        int level = n->as.heading.level + INNER - 2;
        n->as.heading.level = level < DEEPEST ? level : DEEPEST;
    }
}
