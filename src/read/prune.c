#include "read/prune.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* What class and id words say of an element, as sites name the parts of their pages.  Words are matched as al_dom_node.cls
 * has them: whole, in a row, within one class. */
static const struct { const char *words, *why; } CLASSES[] = {
    { " share ", "share" },           { " sharing ", "share" },          { " social ", "share" },
    { " sharedaddy ", "share" },      { " addtoany ", "share" },         { " newsletter ", "share" },
    { " subscribe ", "share" },       { " subscription ", "share" },     { " signup ", "share" },
    { " donate ", "share" },          { " donation ", "share" },         { " print ", "share" },
    { " related ", "related" },       { " recommended ", "related" },    { " recommendations ", "related" },
    { " recirc ", "related" },        { " read more ", "related" },      { " readmore ", "related" },
    { " see also ", "related" },      { " more stories ", "related" },   { " outbrain ", "related" },
    { " taboola ", "related" },       { " teaser ", "related" },         { " teasers ", "related" },
    { " most read ", "related" },     { " popular ", "related" },        { " trending ", "related" },
    { " also read ", "related" },     { " yarpp ", "related" },          { " post navigation ", "navigation" },
    { " comments ", "comments" },     { " comment ", "comments" },       { " disqus ", "comments" },
    { " respond ", "comments" },      { " nav ", "navigation" },         { " navigation ", "navigation" },
    { " menu ", "navigation" },       { " breadcrumb ", "navigation" },  { " breadcrumbs ", "navigation" },
    { " pagination ", "navigation" }, { " pager ", "navigation" },       { " tags ", "furniture" },
    { " tag list ", "furniture" },    { " taglist ", "furniture" },      { " sidebar ", "furniture" },
    { " side bar ", "furniture" },    { " footer ", "furniture" },       { " toolbar ", "furniture" },
    { " widget ", "furniture" },      { " promo ", "advertisement" },    { " ad ", "advertisement" },
    { " ads ", "advertisement" },     { " advert ", "advertisement" },   { " advertisement ", "advertisement" },
    { " advertorial ", "advertisement" }, { " sponsor ", "advertisement" }, { " sponsored ", "advertisement" },
    { " banner ", "advertisement" },  { " cookie ", "cookie-consent" },  { " cookies ", "cookie-consent" },
    { " consent ", "cookie-consent" }, { " gdpr ", "cookie-consent" },   { " paywall ", "furniture" },
    { " modal ", "furniture" },       { " popup ", "furniture" },        { " overlay ", "furniture" },
    { " tooltip ", "furniture" },     { " skip link ", "navigation" },   { " screen reader text ", "furniture" },
    { " sr only ", "furniture" },     { " visually hidden ", "furniture" },
};

static const char *by_class(const al_dom_node *n)
{
    for (size_t i = 0; *n->cls && i < sizeof CLASSES / sizeof *CLASSES; i++)
        if (strstr(n->cls, CLASSES[i].words))
            return CLASSES[i].why;
    return NULL;
}

static const char *by_tag(const al_dom_node *n)
{
    switch (n->tag) {
    case AL_TAG_NAV: return "navigation";
    case AL_TAG_FOOTER: return "furniture";
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

const char *al_prune_reason(const al_dom_node *n)
{
    if (n->tag == AL_TAG_TEXT || n->tag == AL_TAG_BODY || n->tag == AL_TAG_HTML)
        return NULL;
    const char *why = by_tag(n);
    if (!why && n->attr_count)
        why = by_role(n);
    return why ? why : by_class(n);
}

void al_prune(al_dom *dom, const al_meta *meta, const al_cues *cues)
{
    (void)meta;
    (void)cues;
    for (uint32_t i = 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (!n->article || n->part != AL_PART_FLOW || (n->parent && !n->parent->article))
            continue;
        const char *why = al_prune_reason(n);
        if (why) {
            n->part = AL_PART_OMITTED;
            n->why = why;
            i = n->end;
        }
    }
}
