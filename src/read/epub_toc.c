#include "read/epub_toc.h"

#include <string.h>

#include "base/text.h"
#include "read/encoding.h"
#include "read/epub_zip.h"
#include "read/html_dom.h"
#include "read/xml.h"

enum { MOST = 20000 };
static const size_t LIMIT = 1 << 16;

/* One that points nowhere, or says nothing, is passed over.  False when out of memory. */
static bool add(al_toc *toc, const char *base, const char *href, const char *words, int depth)
{
    al_buf path, title;
    const char *fragment = strchr(href, '#');
    bool ok = true;
    al_buf_init(&path, LIMIT);
    al_buf_init(&title, LIMIT);
    al_text_collapse(&title, words, strlen(words));
    if (toc->count < MOST && title.size && al_zip_resolve(base, href, &path)) {
        al_toc_entry *e = al_arena_alloc(toc->arena, sizeof *e);
        ok = e != NULL;
        if (ok) {
            e->path = al_arena_string(toc->arena, al_buf_string(&path));
            e->fragment = al_arena_string(toc->arena, fragment ? fragment + 1 : "");
            e->title = al_arena_string(toc->arena, al_buf_string(&title));
            e->depth = depth;
            ok = e->path && e->fragment && e->title;
        }
        if (ok) {
            *(toc->last ? &toc->last->next : &toc->first) = e;
            toc->last = e;
            toc->count++;
        }
    }
    ok = ok && !path.starved && !title.starved;
    al_buf_release(&path);
    al_buf_release(&title);
    return ok;
}

static const al_dom_node *find_nav(const al_dom *dom)
{
    const al_dom_node *first = NULL;
    for (uint32_t i = 1; i <= dom->count; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n->tag != AL_TAG_NAV)
            continue;
        if (al_dom_attr_has(n, "epub:type", "toc") || al_dom_attr_has(n, "role", "doc-toc"))
            return n;
        first = first ? first : n;
    }
    return first;
}

static int depth_in(const al_dom_node *n, const al_dom_node *nav)
{
    int depth = -1;
    for (; n && n != nav; n = n->parent)
        depth += n->tag == AL_TAG_OL || n->tag == AL_TAG_UL;
    return depth < 0 ? 0 : depth;
}

int al_toc_read_nav(al_toc *toc, const al_buf *file, const char *path, aloud_error *err)
{
    const al_input in = { .bytes = al_buf_string(file), .size = file->size, .name = path, .data = "" };
    al_dom dom = { 0 };
    al_buf page, words;
    al_buf_init(&page, (size_t)1 << 28);
    al_buf_init(&words, LIMIT);
    int status = file->size ? al_encoding_decode(&in, &page, NULL, err) : 0;
    if (!status)
        status = al_dom_parse(&dom, &page, err);
    if (!status)
        al_dom_measure(&dom, true); /* a table of contents is often not for show */
    const al_dom_node *nav = status ? NULL : find_nav(&dom);
    for (uint32_t i = nav ? nav->order : 1; nav && i <= nav->end && !status; i++) {
        const al_dom_node *n = dom.nodes[i];
        const char *href = n->tag == AL_TAG_A ? al_dom_attr(n, "href") : NULL;
        if (!href)
            continue;
        al_buf_cut(&words, 0);
        al_dom_text(&dom, n, &words);
        if (words.starved || !add(toc, path, href, al_buf_string(&words), depth_in(n, nav)))
            status = al_fail_memory(err);
    }
    al_buf_release(&page);
    al_buf_release(&words);
    al_dom_release(&dom);
    return status;
}

static bool add_point(al_toc *toc, const xmlNode *point, const char *path)
{
    al_buf words;
    int depth = -1;
    const xmlNode *label = al_xml_child(point, "navLabel"), *content = al_xml_child(point, "content");
    const char *href = content ? al_xml_attr(content, "src") : NULL;
    if (!label || !href)
        return true;
    for (const xmlNode *n = point; n && depth < 100; n = n->parent)
        depth += al_xml_is(n, "navPoint");
    al_buf_init(&words, LIMIT);
    al_xml_text(label, &words);
    bool ok = !words.starved && add(toc, path, href, al_buf_string(&words), depth);
    al_buf_release(&words);
    return ok;
}

int al_toc_read_ncx(al_toc *toc, const al_buf *xml, const char *path, aloud_error *err)
{
    xmlDocPtr doc;
    int status = al_xml_parse(al_buf_string(xml), xml->size, NULL, path, &doc, NULL, err);
    if (status)
        return status;
    const xmlNode *root = xmlDocGetRootElement(doc), *map = al_xml_find(root, "navMap");
    for (const xmlNode *n = map; n && !status; n = al_xml_next(n, map))
        if (al_xml_is(n, "navPoint") && !add_point(toc, n, path))
            status = al_fail_memory(err);
    xmlFreeDoc(doc);
    return status;
}
