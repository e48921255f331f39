#include "read/prune_cues.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "read/html_typed.h"

enum { LINE = 24, CAPTION = 90, TEXT = 1 << 16, EDGE = 3000, BOX = 70 };

static void omit(al_dom_node *n, const char *why)
{
    n->part = AL_PART_OMITTED;
    n->why = why;
}

static void become(al_dom_node *n, al_part part, const char *why)
{
    n->part = (uint8_t)part;
    n->why = why;
}

/* Cues that a whole line, or one that begins so, is no article for. */
static const char *frame_cue(al_cue_set cues)
{
    static const struct { al_cue cue; const char *why; } frame[] = {
        { AL_CUE_FURNITURE, "furniture" }, { AL_CUE_PLAYER, "player" }, { AL_CUE_SHARE, "share" }, { AL_CUE_COMMENTS, "comments" },
        { AL_CUE_CAPTION_LABEL, "caption-label" }, { AL_CUE_MEDIA_LABEL, "media-label" }, { AL_CUE_CREDIT_LABEL, "credit-label" },
    };
    for (size_t i = 0; i < sizeof frame / sizeof *frame; i++)
        if (cues & AL_CUE_BIT(frame[i].cue))
            return frame[i].why;
    return NULL;
}

/* What is said of the article itself. */
static bool type_line(al_dom_node *n, const al_cues *cues, al_cue_set fit, const char *line, bool edge)
{
    bool heading = al_tag_is_heading(n->tag);
    if (heading)
        return false;
    if (fit & AL_CUE_BIT(AL_CUE_DISCLAIMER))
        become(n, AL_PART_DISCLAIMER, "disclaimer-cue");
    else if ((fit & AL_CUE_BIT(AL_CUE_CREDIT)) && n->words < 60)
        become(n, AL_PART_CONTRIBUTION, "credit-cue");
    else if ((fit & AL_CUE_BIT(AL_CUE_PUBLISHED)) && n->words < LINE && edge)
        become(n, AL_PART_DATELINE, "published-cue");
    else if (edge && n->words < 10 && n->words > 1 && al_cue_prefix(cues, AL_CUE_BYLINE, line))
        become(n, AL_PART_BYLINE, "byline-cue");
    else if (n->words < CAPTION && (fit & AL_CUE_BIT(AL_CUE_CAPTION_MARK)))
        become(n, AL_PART_CAPTION, "caption-cue");
    else if (n->words < 9 && (fit & AL_CUE_BIT(AL_CUE_PHOTO_CREDIT)) && al_cue_prefix(cues, AL_CUE_PHOTO_CREDIT, line))
        omit(n, "photo-credit");
    else if (n->words < CAPTION && (fit & AL_CUE_BIT(AL_CUE_PHOTO_CREDIT)) && (edge || n->words < 9 || al_dom_up(n, AL_TAG_FIGURE)))
        become(n, AL_PART_CAPTION, "caption-cue"); /* the name is behind what it shows */
    else
        return false;
    return true;
}

static bool is_link_like(const al_dom_node *n)
{
    return n->links * 2 > n->chars || al_tag_is_heading(n->tag) || n->words < 6;
}

static bool holds_player(const al_dom *dom, const al_dom_node *n)
{
    for (uint32_t i = n->order; i <= n->end; i++)
        if (dom->nodes[i]->tag != AL_TAG_TEXT && al_html_medium(dom->nodes[i]) != AL_ARTICLE)
            return true;
    return false;
}

/* The largest box around a line that is all about it: a consent to a player, a call to subscribe. */
static al_dom_node *box_of(const al_dom *dom, al_dom_node *n, const al_meta *meta, float all)
{
    al_dom_node *box = NULL;
    for (al_dom_node *up = n->parent; up && up->article && up->parent && up->parent->article && up->words <= BOX; up = up->parent) {
        if (up->tag == AL_TAG_VIDEO || up->tag == AL_TAG_AUDIO || up->tag == AL_TAG_OBJECT)
            return NULL; /* what it says where it cannot play is no reason to keep quiet about it */
        if (up->good > 0.2f * all || (meta->h1 && al_dom_within(meta->h1, up)))
            break;
        if (holds_player(dom, up))
            break;
        if (up->block && up->tag != AL_TAG_LI && up->tag != AL_TAG_TD && up->tag != AL_TAG_FIGURE)
            box = up;
    }
    return box;
}

static bool is_out(const al_dom_node *n)
{
    for (; n && n->article; n = n->parent)
        if (n->part == AL_PART_OMITTED)
            return true;
    return false;
}

/* Mark-up that was written so that it shows. */
static bool is_markup(const char *line)
{
    return line[0] == '<' && (isalpha((unsigned char)line[1]) || line[1] == '/') && strchr(line, '=') && strchr(line, '>');
}

/* What a heading like "Read more" stands over: links, and at the article's end all that is left. */
static void omit_below(al_dom_node **blocks, size_t count, size_t i, size_t last)
{
    const al_dom_node *head = blocks[i];
    omit(blocks[i], "related");
    for (size_t k = i + 1; k < count; k++) {
        al_dom_node *n = blocks[k];
        bool next = al_tag_is_heading(n->tag) && al_tag_is_heading(head->tag) && n->tag <= head->tag && !n->links;
        if (next || (k <= last && !is_link_like(n)))
            return;
        if (n->part == AL_PART_FLOW)
            omit(n, "related");
    }
}

void al_prune_by_cues(const al_dom *dom, const al_meta *meta, const al_cues *cues, al_dom_node **blocks, size_t count, size_t last)
{
    const al_cue_set whole = AL_CUE_BIT(AL_CUE_PLAYER) | AL_CUE_BIT(AL_CUE_SHARE);
    float all = 0;
    for (size_t i = 0; i < count; i++)
        all += blocks[i]->own.words ? blocks[i]->good : 0;
    al_buf raw, line;
    al_buf_init(&raw, TEXT);
    al_buf_init(&line, TEXT);
    for (size_t i = 0; i < count; i++) {
        if (i == EDGE && count > 2 * EDGE)
            i = count - EDGE; /* the middle of an endless page is no frame */
        al_dom_node *n = blocks[i];
        if (n->part != AL_PART_FLOW || is_out(n) || n->words > CAPTION || n->words != n->own.words || n == meta->h1)
            continue;
        al_buf_cut(&raw, 0);
        al_buf_cut(&line, 0);
        al_dom_text(dom, n, &raw);
        al_text_collapse(&line, al_buf_string(&raw), raw.size);
        const char *text = al_buf_string(&line);
        al_cue_set fit = al_cues_fit(cues, text);
        const char *why = n->words <= LINE ? frame_cue(fit) : NULL;
        bool table = n->tag == AL_TAG_TD || n->tag == AL_TAG_TH;
        if (line.failed || table)
            continue;
        al_dom_node *box = why && (fit & whole) && !al_dom_up(n, AL_TAG_BLOCKQUOTE) ? box_of(dom, n, meta, all) : NULL;
        if (is_markup(text))
            omit(n, "markup");
        else if (why)
            omit(box ? box : n, why);
        else if (n->words <= LINE + 16 && (fit & AL_CUE_BIT(AL_CUE_RELATED)))
            omit_below(blocks, count, i, last);
        else
            type_line(n, cues, fit, text, i < 6 || i > last);
    }
    al_buf_release(&raw);
    al_buf_release(&line);
}
