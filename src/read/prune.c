#include "read/prune.h"

#include <string.h>
#include <strings.h>

#include "read/prune_blocks.h"

enum { NOTICE = 400, CAPTION = 80 }; /* words of a paywall's own text, of a caption, at most */
static const float NEARLY_ALL = 0.8f; /* share that no judgement can rule out */
static const float MOST_PRUNED = 0.3f; /* share of the page's running text that class names cannot rule out */

/* What class and id words say of an element, as sites name the parts of their pages.  Words are matched as al_dom_node.cls
 * has them: whole, in a row, within one class. */
static const struct { const char *words, *why; } CLASSES[] = {
    { " cookie ", "cookie-consent" }, { " cookies ", "cookie-consent" }, { " consent ", "cookie-consent" },
    { " gdpr ", "cookie-consent" }, { " share ", "share" }, { " sharing ", "share" }, { " social ", "share" },
    { " sharedaddy ", "share" }, { " addtoany ", "share" }, { " newsletter ", "share" }, { " subscribe ", "share" },
    { " subscription ", "share" }, { " signup ", "share" }, { " donate ", "share" }, { " donation ", "share" },
    { " print ", "share" }, { " related ", "related" }, { " recommended ", "related" },
    { " recommendations ", "related" }, { " recirc ", "related" }, { " read more ", "related" },
    { " readmore ", "related" }, { " see also ", "related" }, { " more stories ", "related" },
    { " outbrain ", "related" }, { " taboola ", "related" }, { " teaser ", "related" }, { " teasers ", "related" },
    { " most read ", "related" }, { " popular ", "related" }, { " trending ", "related" },
    { " also read ", "related" }, { " yarpp ", "related" }, { " post navigation ", "navigation" },
    { " comments ", "comments" }, { " comment ", "comments" }, { " disqus ", "comments" },
    { " respond ", "comments" }, { " nav ", "navigation" }, { " navigation ", "navigation" },
    { " menu ", "navigation" }, { " breadcrumb ", "navigation" }, { " breadcrumbs ", "navigation" },
    { " pagination ", "navigation" }, { " pager ", "navigation" }, { " tags ", "furniture" },
    { " tag list ", "furniture" }, { " taglist ", "furniture" }, { " sidebar ", "furniture" },
    { " side bar ", "furniture" }, { " footer ", "furniture" }, { " toolbar ", "furniture" },
    { " widget ", "furniture" }, { " promo ", "advertisement" }, { " ad ", "advertisement" },
    { " ads ", "advertisement" }, { " advert ", "advertisement" }, { " advertisement ", "advertisement" },
    { " advertorial ", "advertisement" }, { " sponsor ", "advertisement" }, { " sponsored ", "advertisement" },
    { " banner ", "advertisement" }, { " modal ", "furniture" }, { " popup ", "furniture" },
    { " overlay ", "furniture" }, { " tooltip ", "furniture" }, { " skip link ", "navigation" },
    { " screen reader text ", "furniture" }, { " paywall ", "paywall" }, { " pay wall ", "paywall" },
    { " reg wall ", "paywall" }, { " regwall ", "paywall" }, { " sign in ", "paywall" }, { " toast ", "furniture" },
    { " snackbar ", "furniture" }, { " poll ", "furniture" }, { " polls ", "furniture" }, { " quiz ", "furniture" },
    { " survey ", "furniture" }, { " control panel ", "furniture" }, { " control bar ", "furniture" }, { " close ", "furniture" },
    { " app promo ", "advertisement" }, { " notification bar ", "furniture" }, { " jump links ", "navigation" },
    { " affiliate ", "advertisement" }, { " affiliate info ", "advertisement" }, { " product embed ", "advertisement" },
    { " product box ", "advertisement" }, { " product card ", "advertisement" }, { " buy box ", "advertisement" },
    { " sr only ", "furniture" }, { " visually hidden ", "furniture" },
};

enum { CLASS_COUNT = sizeof CLASSES / sizeof *CLASSES };

/* Rows of CLASSES as bits. */
typedef struct rows {
    uint64_t bits[(CLASS_COUNT + 63) / 64];
} rows;

static bool has_row(const rows *r, size_t row)
{
    return r->bits[row / 64] >> (row % 64) & 1;
}

/* The rows that fit an element's names.  Most are ruled out by the first letter of their words alone. */
static rows rows_of(const al_dom_node *n)
{
    rows r = { { 0 } };
    uint32_t initials = 0;
    for (const char *p = n->cls; *p; p++)
        if (*p == ' ')
            initials |= (uint32_t)1 << (p[1] & 31);
    for (size_t row = 0; row < CLASS_COUNT && initials; row++)
        if (initials >> (CLASSES[row].words[1] & 31) & 1 && strstr(n->cls, CLASSES[row].words))
            r.bits[row / 64] |= (uint64_t)1 << (row % 64);
    return r;
}

/* Text, headings and the like are not ruled out by a name alone. */
static bool is_text_like(const al_dom_node *n)
{
    if (al_tag_is_heading(n->tag))
        return n->words && n->links * 2 < n->chars;
    switch (n->tag) {
    case AL_TAG_P: case AL_TAG_TABLE: case AL_TAG_PRE: case AL_TAG_BLOCKQUOTE: case AL_TAG_UL: case AL_TAG_OL: case AL_TAG_DL:
    case AL_TAG_FIGURE:
        return n->words > 3 && n->links * 2 < n->chars;
    default:
        return false;
    }
}

static const char *by_tag(const al_dom_node *n)
{
    switch (n->tag) {
    case AL_TAG_NAV: return "navigation";
    case AL_TAG_FOOTER: return al_dom_up(n, AL_TAG_BLOCKQUOTE) ? NULL : "furniture";
    case AL_TAG_ASIDE: return strstr(n->cls, " sidebar ") || al_dom_attr_is(n, "role", "complementary") ? "sidebar" : NULL;
    case AL_TAG_BUTTON: case AL_TAG_SELECT: case AL_TAG_TEXTAREA: case AL_TAG_DIALOG: case AL_TAG_DATALIST:
    case AL_TAG_OPTION: case AL_TAG_LABEL: case AL_TAG_LEGEND: return "furniture";
    default: return NULL;
    }
}

static const char *by_role(const al_dom_node *n)
{
    static const char *const roles[][2] = { { "navigation", "navigation" }, { "banner", "furniture" }, { "search", "furniture" },
        { "contentinfo", "furniture" }, { "dialog", "furniture" }, { "alertdialog", "furniture" }, { "menu", "navigation" },
        { "menubar", "navigation" }, { "toolbar", "furniture" }, { "button", "furniture" } };
    const char *role = al_dom_attr(n, "role");
    for (size_t i = 0; role && i < sizeof roles / sizeof *roles; i++)
        if (strcasecmp(role, roles[i][0]) == 0)
            return roles[i][1];
    return NULL;
}

/* Whether something must be the article, or hold it, whatever it is called. */
static bool is_main(const al_dom *dom, const al_dom_node *n, const al_meta *meta)
{
    bool beside = n->tag == AL_TAG_ASIDE || n->tag == AL_TAG_NAV || n->tag == AL_TAG_FOOTER;
    return (!beside && n->good > NEARLY_ALL * dom->root->good) || (meta->h1 && al_dom_within(meta->h1, n));
}

/* Running text of all that each row fits, but for what holds the page ("comments-enabled"). */
static void sum_rows(const al_dom *dom, float *good)
{
    uint32_t until[CLASS_COUNT] = { 0 }; /* what is within an element that the row fits is summed with it */
    for (uint32_t i = 1; i <= dom->count; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (!*n->cls || n->good > NEARLY_ALL * dom->root->good)
            continue;
        rows r = rows_of(n);
        for (size_t row = 0; row < CLASS_COUNT; row++)
            if (has_row(&r, row) && i > until[row]) {
                good[row] += n->good;
                until[row] = n->end;
            }
    }
}

/* Which names tell nothing on this page: those of elements that hold much of its running text together.  Consent texts can be
 * longer than the article, so they do not count in it. */
static void find_idle(const al_dom *dom, bool *idle)
{
    float consent = 0, good[CLASS_COUNT] = { 0 };
    sum_rows(dom, good);
    for (size_t row = 0; row < CLASS_COUNT; row++)
        if (strcmp(CLASSES[row].why, "cookie-consent") == 0 && good[row] > consent && good[row] < NEARLY_ALL * dom->root->good)
            consent = good[row];
    for (size_t row = 0; row < CLASS_COUNT; row++) {
        bool most = strcmp(CLASSES[row].why, "comments") == 0 || strcmp(CLASSES[row].why, "cookie-consent") == 0;
        idle[row] = good[row] > (most ? NEARLY_ALL : MOST_PRUNED) * (dom->root->good - (most ? 0 : consent));
    }
}

static bool is_called_picture(const al_dom_node *n)
{
    static const char *const words[] = { " image ", " picture ", " photo ", " img ", " media ", " bild ", " foto ", NULL };
    for (int i = 0; words[i]; i++)
        if (strstr(n->cls, words[i]))
            return true;
    return false;
}

/* Whether it is a captioned picture, or in one: those sit in widgets and teasers, and open in dialogs. */
static bool is_picture(const al_dom *dom, const al_dom_node *n)
{
    if (n->links * 2 > n->chars)
        return false;
    if (al_dom_up(n, AL_TAG_FIGURE) || n->tag == AL_TAG_FIGCAPTION)
        return n->tag != AL_TAG_BUTTON;
    bool called = n->words <= CAPTION && is_called_picture(n);
    for (uint32_t i = n->order + 1; i <= n->end && i < n->order + 100; i++) {
        const al_dom_node *k = dom->nodes[i];
        if (al_tag_is_heading(k->tag) || (called && (k->tag == AL_TAG_IMG || k->tag == AL_TAG_AMP_IMG)))
            return called;
        if (k->tag == AL_TAG_FIGCAPTION)
            return k->chars * 3 > n->chars && k->words;
    }
    return false;
}

/* Whether it shows a post of a network, which is part of the article: not what shares the article there. */
static bool is_post(const al_dom *dom, const al_dom_node *n)
{
    for (uint32_t i = n->order; i <= n->end && i < n->order + 60; i++)
        if (dom->nodes[i]->tag == AL_TAG_BLOCKQUOTE && dom->nodes[i]->words > 3 && n->words < dom->nodes[i]->words + 30)
            return true;
    return false;
}

static const char *reason_of(const al_dom *dom, const al_dom_node *n, const bool *idle, const al_meta *meta)
{
    if (n->tag == AL_TAG_TEXT || n->tag == AL_TAG_BODY || n->tag == AL_TAG_HTML)
        return NULL;
    const char *why = by_tag(n);
    if (!why && n->attr_count)
        why = by_role(n);
    if (!why && *n->cls && !is_text_like(n)) {
        rows r = rows_of(n);
        for (size_t row = 0; row < CLASS_COUNT && !why; row++)
            why = has_row(&r, row) && !idle[row] ? CLASSES[row].why : NULL;
    }
    if (why && strcmp(why, "paywall") == 0 && n->words > NOTICE)
        why = NULL; /* the text that it guards */
    if (why && strcmp(why, "share") == 0 && is_post(dom, n))
        return NULL;
    if (why && (strcmp(why, "furniture") == 0 || strcmp(why, "related") == 0) && is_picture(dom, n))
        return NULL;
    return why && is_main(dom, n, meta) ? NULL : why;
}

void al_prune_judge(al_dom *dom, const al_meta *meta)
{
    bool idle[CLASS_COUNT];
    find_idle(dom, idle);
    for (uint32_t i = 1; i <= dom->count; i++)
        dom->nodes[i]->reason = reason_of(dom, dom->nodes[i], idle, meta);
}

bool al_prune(al_dom *dom, const al_meta *meta, const al_cues *cues)
{
    for (uint32_t i = 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (!n->article || n->part != AL_PART_FLOW || (n->parent && !n->parent->article) || !n->reason)
            continue;
        n->part = AL_PART_OMITTED;
        n->why = n->reason;
        i = n->end;
    }
    return al_prune_blocks(dom, meta, cues);
}
