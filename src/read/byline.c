#include "read/byline.h"

#include <string.h>

#include "base/text.h"

enum { LEAST = 2, MOST = 8, FOLLOWS = 15, TEASERS = 3, TEXT = 512 };

/* Whether all its text is bold. */
static bool is_bold(const al_dom *dom, const al_dom_node *n)
{
    for (uint32_t i = n->order + 1; i <= n->end; i++) {
        const al_dom_node *t = dom->nodes[i];
        if (t->tag != AL_TAG_TEXT || !t->chars)
            continue;
        const al_dom_node *b = t->parent;
        while (b != n && b->tag != AL_TAG_B && b->tag != AL_TAG_STRONG)
            b = b->parent;
        if (b == n)
            return false;
    }
    return true;
}

bool al_byline_is_names(const char *text, size_t size)
{
    size_t at = 0, words = 0;
    bool in = false;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        bool letter = al_text_is_letter(c);
        if (letter && !in) {
            if (!al_text_is_upper(c))
                return false;
            words++;
        }
        if (!letter && !al_text_is_space(c) && !strchr("-'/&,", (int)(c < 0x80 ? c : 1)) && c != 0x2019)
            return false;
        in = letter || c == '-' || c == '\'' || c == 0x2019;
    }
    return words >= LEAST;
}

static bool is_byline(const al_dom *dom, const al_dom_node *n, al_buf *text)
{
    if (n->tag != AL_TAG_P || n->words < LEAST || n->words > MOST || n->links || n->own.words != n->words || !is_bold(dom, n))
        return false;
    al_buf raw;
    al_buf_init(&raw, TEXT);
    al_dom_text(dom, n, &raw);
    al_text_collapse(text, al_buf_string(&raw), raw.size);
    al_buf_release(&raw);
    return !text->failed && al_byline_is_names(al_buf_string(text), text->size);
}

/* A line of names before the text, in bold, with no more than teasers before it. */
static al_dom_node *bold_line(al_dom *dom, const al_meta *meta, al_buf *text)
{
    al_dom_node *line = NULL;
    int before = 0;
    for (uint32_t i = meta->h1 && meta->h1->article ? meta->h1->end + 1 : 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->article && n->reason) {
            i = n->end;
        } else if (n->article && n->tag != AL_TAG_TEXT && !n->hidden && n->own.words) {
            if (line)
                return n->good >= FOLLOWS && n->tag == AL_TAG_P ? line : NULL;
            if (is_byline(dom, n, text))
                line = n;
            else if (n->good >= FOLLOWS || al_tag_is_heading(n->tag) || ++before > TEASERS)
                return NULL;
            else
                al_buf_cut(text, 0);
        }
    }
    return NULL;
}

/* "By Ann Lee", "Author: Ann Lee": the first line of the article that begins so. */
static al_dom_node *named_line(al_dom *dom, const al_cues *cues, al_buf *text)
{
    for (uint32_t i = 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (!n->article || n->tag == AL_TAG_TEXT || n->hidden || n->own.words < LEAST || n->own.words > MOST ||
            n->own.words != n->words || al_tag_is_heading(n->tag) || al_dom_up(n, AL_TAG_FIGURE))
            continue;
        al_buf raw;
        al_buf_init(&raw, TEXT);
        al_buf_cut(text, 0);
        al_dom_text(dom, n, &raw);
        al_text_collapse(text, al_buf_string(&raw), raw.size);
        al_buf_release(&raw);
        size_t from = text->failed ? 0 : al_cue_prefix(cues, AL_CUE_BYLINE, al_buf_string(text));
        if (from && al_byline_is_names(text->data + from, text->size - from))
            return n;
    }
    return NULL;
}

bool al_byline_find(al_dom *dom, const al_cues *cues, al_meta *meta)
{
    al_buf text;
    bool ok = true;
    if (meta->authors && !meta->no_person)
        return true;
    al_buf_init(&text, TEXT);
    const char *why = "byline-bold";
    al_dom_node *line = bold_line(dom, meta, &text);
    if (!line) {
        line = named_line(dom, cues, &text);
        why = "byline-cue";
    }
    if (line) {
        line->part = AL_PART_BYLINE;
        line->why = why;
        ok = al_meta_add_authors(dom, cues, al_buf_string(&text), meta);
    }
    al_buf_release(&text);
    return ok;
}
