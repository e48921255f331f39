/* A page's elements and texts, as libxml2's HTML parser reports them.
 *
 * The tree is our own and not libxml2's so that lines have no ceiling, depth has one, and passes can leave their findings in the
 * nodes.  The passes: html_dom builds and measures it, choose picks the article's containers, prune says what in them is not
 * article, html_typed what each part is, html_build turns it into an article. */
#ifndef AL_READ_HTML_DOM_H
#define AL_READ_HTML_DOM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

/* Elements with a meaning of their own, in alphabetical order, and how they are shown: B block, I inline, V without text of
 * their own, H never shown. */
#define AL_TAGS(X)                                                                                                     \
    X(A, "a", I) X(ABBR, "abbr", I) X(ADDRESS, "address", B) X(AMP_AUDIO, "amp-audio", B)                              \
    X(AMP_IFRAME, "amp-iframe", B) X(AMP_IMG, "amp-img", V) X(AMP_VIDEO, "amp-video", B)                               \
    X(AMP_YOUTUBE, "amp-youtube", B) X(AREA, "area", V) X(ARTICLE, "article", B) X(ASIDE, "aside", B)                  \
    X(AUDIO, "audio", B) X(B, "b", I) X(BASE, "base", V) X(BLOCKQUOTE, "blockquote", B) X(BODY, "body", B)             \
    X(BR, "br", V) X(BUTTON, "button", B) X(CANVAS, "canvas", B) X(CAPTION, "caption", B) X(CENTER, "center", B)       \
    X(CITE, "cite", I) X(CODE, "code", I) X(COL, "col", V) X(COLGROUP, "colgroup", B) X(DATALIST, "datalist", H)       \
    X(DD, "dd", B) X(DEL, "del", I) X(DETAILS, "details", B) X(DIALOG, "dialog", B) X(DIR, "dir", B) X(DIV, "div", B)  \
    X(DL, "dl", B) X(DT, "dt", B) X(EM, "em", I) X(EMBED, "embed", V) X(FIELDSET, "fieldset", B)                       \
    X(FIGCAPTION, "figcaption", B) X(FIGURE, "figure", B) X(FONT, "font", I) X(FOOTER, "footer", B)                    \
    X(FORM, "form", B) X(FRAME, "frame", V) X(H1, "h1", B) X(H2, "h2", B) X(H3, "h3", B) X(H4, "h4", B)                \
    X(H5, "h5", B) X(H6, "h6", B) X(HEAD, "head", H) X(HEADER, "header", B) X(HGROUP, "hgroup", B) X(HR, "hr", V)      \
    X(HTML, "html", B) X(I, "i", I) X(IFRAME, "iframe", B) X(IMG, "img", V) X(INPUT, "input", V) X(INS, "ins", I)      \
    X(KBD, "kbd", I) X(LABEL, "label", I) X(LEGEND, "legend", B) X(LI, "li", B) X(LINK, "link", V) X(MAIN, "main", B)  \
    X(MARK, "mark", I) X(MATH, "math", I) X(MENU, "menu", B) X(META, "meta", V) X(NAV, "nav", B)                       \
    X(NOSCRIPT, "noscript", B) X(OBJECT, "object", B) X(OL, "ol", B) X(OPTGROUP, "optgroup", B)                        \
    X(OPTION, "option", B) X(P, "p", B) X(PARAM, "param", V) X(PICTURE, "picture", I) X(PRE, "pre", B) X(Q, "q", I)    \
    X(RP, "rp", H) X(RT, "rt", I) X(RUBY, "ruby", I) X(S, "s", I) X(SAMP, "samp", I) X(SCRIPT, "script", H)            \
    X(SECTION, "section", B) X(SELECT, "select", B) X(SMALL, "small", I) X(SOURCE, "source", V) X(SPAN, "span", I)     \
    X(STRONG, "strong", I) X(STYLE, "style", H) X(SUB, "sub", I) X(SUMMARY, "summary", B) X(SUP, "sup", I)             \
    X(SVG, "svg", H) X(TABLE, "table", B) X(TBODY, "tbody", B) X(TD, "td", B) X(TEMPLATE, "template", H)               \
    X(TEXTAREA, "textarea", B) X(TFOOT, "tfoot", B) X(TH, "th", B) X(THEAD, "thead", B) X(TIME, "time", I)             \
    X(TITLE, "title", H) X(TR, "tr", B) X(TRACK, "track", V) X(TT, "tt", I) X(U, "u", I) X(UL, "ul", B)                \
    X(VAR, "var", I) X(VIDEO, "video", B) X(WBR, "wbr", V) X(XMP, "xmp", B)

typedef enum al_tag {
#define X(id, name, shown) AL_TAG_##id,
    AL_TAGS(X)
#undef X
    AL_TAG_COUNT,
    AL_TAG_OTHER = AL_TAG_COUNT, /* any other element */
    AL_TAG_TEXT                  /* not an element: text */
} al_tag;

typedef struct al_attr {
    const char *name, *value; /* value is "" where it has none */
} al_attr;

/* What an element becomes in the article; set by html_typed, read by html_build. */
typedef enum al_part {
    AL_PART_FLOW,      /* nothing of its own: its children count */
    AL_PART_OMITTED,   /* not article: `why` */
    AL_PART_TITLE,
    AL_PART_STANDFIRST,
    AL_PART_BYLINE,
    AL_PART_DATELINE,
    AL_PART_HEADING,
    AL_PART_FIGURE,    /* one picture or medium with what is said about it */
    AL_PART_CAPTION,
    AL_PART_CREDIT,    /* of a figure */
    AL_PART_IMAGE,
    AL_PART_MEDIUM,    /* video, audio, embed: `medium` */
    AL_PART_LIST,
    AL_PART_ITEM,
    AL_PART_QUOTE,
    AL_PART_CITE,      /* who is quoted */
    AL_PART_CODE,
    AL_PART_TABLE,
    AL_PART_TABLE_CAPTION,
    AL_PART_ROW,
    AL_PART_CELL,
    AL_PART_NOTE,      /* a footnote */
    AL_PART_MATH,      /* a formula on a line of its own */
    AL_PART_FORMULA,   /* a formula amid text */
    AL_PART_RULE,
    AL_PART_DISCLAIMER,
    AL_PART_CONTRIBUTION, /* a credit of the article */
    AL_PART_AUTHOR
} al_part;

typedef struct al_dom_node al_dom_node;
struct al_dom_node {
    al_dom_node *parent, *first, *last, *prev, *next;
    const char *name;     /* of the element; NULL for text */
    const al_attr *attrs;
    const char *cls;      /* class and id in lower case, separated and enclosed by spaces; never NULL */
    const char *reason;   /* why it is likely no article, as prune judges it on its own; NULL where nothing tells */
    const char *why;      /* for AL_PART_OMITTED, or the rule that made the part */
    uint32_t attr_count;
    uint32_t line;
    uint32_t order;       /* in the document, from 1 */
    uint32_t end;         /* order of the last node within */
    uint32_t from, size;  /* of a text: bytes in the page's text */
    uint16_t depth;
    uint8_t tag;          /* al_tag */
    uint8_t part;         /* al_part */
    bool block;           /* it stands on lines of its own */
    bool holds_block;     /* it or something in it does */
    bool hidden;          /* it and all in it is not shown */
    bool linked;          /* it is in a link */
    bool article;         /* it is within the article's containers */
    /* Measures of what is shown within, in characters (two for an ideograph). */
    uint32_t chars, links; /* all, and those inside links */
    uint32_t words, stops; /* words; sentence ends and commas */
    struct al_own { uint32_t chars, links, words, stops; } own; /* of a block: what is in no block within it */
    float good;            /* words of running text within */
    float score;           /* of choose */
};

typedef struct al_dom {
    al_arena arena;
    al_buf text;       /* of all texts, in document order */
    al_dom_node *root; /* html; never NULL once parsed */
    al_dom_node *body; /* never NULL once parsed */
    al_dom_node **nodes; /* nodes[1] to nodes[count] in document order; a node's are nodes[order] to nodes[end] */
    uint32_t count;
} al_dom;

/* Parse a page in valid UTF-8; the bytes are changed where a parser would choke on them.  Release it also after a failure. */
int al_dom_parse(al_dom *, al_buf *page, aloud_error *err);
void al_dom_release(al_dom *);

/* Find out what is shown, what are blocks, and how much text there is.  `reveal`: what only a style or the hidden attribute hides
 * counts as shown (a paywall or a script that unfolds the text hides it so). */
void al_dom_measure(al_dom *, bool reveal);

/* In document order within `top`, as al_node_next and al_node_skip. */
al_dom_node *al_dom_next(const al_dom_node *, const al_dom_node *top);
al_dom_node *al_dom_skip(const al_dom_node *, const al_dom_node *top);

/* The attribute's value, or NULL. */
const char *al_dom_attr(const al_dom_node *, const char *name);
bool al_dom_attr_is(const al_dom_node *, const char *name, const char *value);
/* Whether the attribute holds `word` among its space-separated words, whatever their case. */
bool al_dom_attr_has(const al_dom_node *, const char *name, const char *word);

/* Append all the text within that is shown, a space between blocks. */
void al_dom_text(const al_dom *, const al_dom_node *, al_buf *out);

/* The nearest ancestor that is a block, or NULL. */
al_dom_node *al_dom_block(const al_dom_node *);

bool al_dom_within(const al_dom_node *, const al_dom_node *top); /* also when they are the same */
/* The nearest of the node and its ancestors with that tag, or NULL. */
al_dom_node *al_dom_up(const al_dom_node *, al_tag);

/* How the element is shown: 'B', 'I', 'V' or 'H'. */
char al_tag_shown(unsigned tag);
al_tag al_tag_find(const char *name);
static inline bool al_tag_is_heading(unsigned tag)
{
    return tag >= AL_TAG_H1 && tag <= AL_TAG_H6;
}

#endif
