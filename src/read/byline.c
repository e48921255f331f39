#include "read/byline.h"

#include <string.h>

#include "base/text.h"

enum { LEAST = 2, MOST = 8, FOLLOWS = 15, TEXT = 512 };

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

/* Names are words that begin with a capital, with nothing but marks that join names between them. */
static bool is_names(const char *text, size_t size)
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
    return !text->failed && is_names(al_buf_string(text), text->size);
}

bool al_byline_find(al_dom *dom, const al_cues *cues, al_meta *meta)
{
    al_dom_node *line = NULL;
    al_buf text;
    bool ok = true;
    if (meta->authors && !meta->no_person)
        return true;
    al_buf_init(&text, TEXT);
    for (uint32_t i = meta->h1 && meta->h1->article ? meta->h1->end + 1 : 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->article && n->reason) {
            i = n->end;
        } else if (n->article && n->tag != AL_TAG_TEXT && !n->hidden && n->own.words) {
            if (line || !is_byline(dom, n, &text)) {
                if (line && (n->good < FOLLOWS || n->tag != AL_TAG_P))
                    line = NULL;
                break;
            }
            line = n;
        }
    }
    if (line) {
        line->part = AL_PART_BYLINE;
        line->why = "byline-bold";
        ok = al_meta_add_authors(dom, cues, al_buf_string(&text), meta);
    }
    al_buf_release(&text);
    return ok;
}
