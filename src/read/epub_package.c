#include "read/epub_package.h"

#include <libxml/hash.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/date.h"
#include "read/xml.h"

enum { MOST_SPINE = 20000, MOST_FALLBACKS = 10 };
static const size_t LIMIT = 1 << 16;

#define DC "http://purl.org/dc/elements/1.1/"

struct package {
    al_article *article;
    al_package *out;
    const char *path;  /* of the package file */
    const xmlNode *root;
    xmlHashTablePtr items; /* of the manifest, by id */
    bool failed;       /* out of memory */
};

/* The text within, white space collapsed, in the article's arena; NULL where it is blank. */
static const char *text_of(struct package *p, const xmlNode *n)
{
    al_buf raw, text;
    const char *copy = NULL;
    al_buf_init(&raw, LIMIT);
    al_buf_init(&text, LIMIT);
    al_xml_text(n, &raw);
    al_text_collapse(&text, al_buf_string(&raw), raw.size);
    if (text.size) {
        copy = al_arena_string(&p->article->arena, text.data);
        p->failed = p->failed || !copy;
    }
    p->failed = p->failed || raw.starved || text.starved;
    al_buf_release(&raw);
    al_buf_release(&text);
    return copy;
}

/* ---- protection ---- */

/* Fonts are obfuscated in books that anyone may read. */
static bool is_obfuscation(const xmlNode *data)
{
    const xmlNode *method = al_xml_find(data, "EncryptionMethod");
    const char *algorithm = method ? al_xml_attr(method, "Algorithm") : NULL;
    return algorithm && (strcmp(algorithm, "http://www.idpf.org/2008/embedding") == 0 ||
                         strcmp(algorithm, "http://ns.adobe.com/pdf/enc#RC") == 0);
}

static int check_protection(al_zip *zip, aloud_error *err)
{
    al_buf xml;
    xmlDocPtr doc = NULL;
    bool is_protected = false;
    al_buf_init(&xml, (size_t)1 << 26);
    int status = al_zip_read(zip, "META-INF/encryption.xml", &xml, err);
    if (status == 0) {
        status = al_xml_parse(al_buf_string(&xml), xml.size, NULL, "META-INF/encryption.xml", &doc, NULL, err);
        const xmlNode *root = status ? NULL : xmlDocGetRootElement(doc);
        for (const xmlNode *n = root; n && !is_protected; n = al_xml_next(n, root))
            is_protected = al_xml_is(n, "EncryptedData") && !is_obfuscation(n);
        xmlFreeDoc(doc);
    }
    al_buf_release(&xml);
    if (is_protected)
        return al_fail(err, ALOUD_ERROR_INPUT, "is protected against copying (DRM); aloud reads only books that are not");
    return status < 0 ? status : 0;
}

/* ---- the package file ---- */

static int find_package(al_zip *zip, al_buf *path, aloud_error *err)
{
    al_buf xml;
    xmlDocPtr doc = NULL;
    al_buf_init(&xml, (size_t)1 << 26);
    int status = al_zip_read(zip, "META-INF/container.xml", &xml, err);
    if (status == 1)
        status = al_fail(err, ALOUD_ERROR_INPUT, "is a ZIP archive but no EPUB (META-INF/container.xml is missing); unpack it");
    if (!status)
        status = al_xml_parse(al_buf_string(&xml), xml.size, NULL, "META-INF/container.xml", &doc, NULL, err);
    if (!status) {
        const xmlNode *file = al_xml_find(xmlDocGetRootElement(doc), "rootfile");
        const char *full = file ? al_xml_attr(file, "full-path") : NULL;
        bool inside = full && al_zip_resolve("", full, path);
        if (path->starved)
            status = al_fail_memory(err);
        else if (!inside)
            status = al_fail(err, ALOUD_ERROR_INPUT, "META-INF/container.xml names no package file within the book; get the "
                                                    "book again");
    }
    xmlFreeDoc(doc);
    al_buf_release(&xml);
    return status;
}

static const char *resolve(struct package *p, const char *href)
{
    al_buf path;
    const char *copy = NULL;
    al_buf_init(&path, LIMIT);
    if (al_zip_resolve(p->path, href, &path)) {
        copy = al_arena_string(&p->article->arena, al_buf_string(&path));
        p->failed = p->failed || !copy;
    }
    p->failed = p->failed || path.starved;
    al_buf_release(&path);
    return copy;
}

/* ---- metadata ---- */

/* What EPUB 3 says of a creator in an element of its own. */
static const char *refined(struct package *p, const xmlNode *metadata, const char *id, const char *property)
{
    for (const xmlNode *n = metadata->children; n && id; n = n->next) {
        const char *refines = al_xml_is(n, "meta") ? al_xml_attr(n, "refines") : NULL;
        const char *name = refines ? al_xml_attr(n, "property") : NULL;
        if (name && refines[0] == '#' && strcmp(refines + 1, id) == 0 && strcmp(name, property) == 0)
            return text_of(p, n);
    }
    return NULL;
}

static void take_creator(struct package *p, const xmlNode *metadata, const xmlNode *n)
{
    const char *role = al_xml_attr(n, "role"), *name = text_of(p, n);
    if (!role)
        role = refined(p, metadata, al_xml_attr(n, "id"), "role");
    if (name && (!role || strcmp(role, "aut") == 0))
        p->failed = !al_article_byline(p->article, name) || p->failed;
}

static void take_date(struct package *p, const xmlNode *n)
{
    const char *event = al_xml_attr(n, "event"), *text = text_of(p, n);
    char date[40] = "";
    if (!text || (event && strcmp(event, "publication") != 0 && strcmp(event, "original-publication") != 0))
        return;
    bool year = strlen(text) == 4 && strspn(text, "0123456789") == 4;
    if ((!year && !al_date_read(text, date, sizeof date)) || (p->article->published && !event))
        return;
    p->article->published = al_arena_string(&p->article->arena, year ? text : date);
    p->failed = p->failed || !p->article->published;
}

static void keep_first(const char **to, const char *text)
{
    *to = *to ? *to : text;
}

static void take_metadata(struct package *p, const xmlNode *metadata)
{
    al_article *a = p->article;
    int creators = 0;
    for (const xmlNode *n = metadata->children; n; n = n->next) {
        if (al_xml_is_in(n, DC, "title"))
            keep_first(&a->title, text_of(p, n));
        else if (al_xml_is_in(n, DC, "language"))
            keep_first(&a->language, text_of(p, n));
        else if (al_xml_is_in(n, DC, "publisher"))
            keep_first(&a->site, text_of(p, n));
        else if (al_xml_is_in(n, DC, "creator") && creators++ < 100)
            take_creator(p, metadata, n);
        else if (al_xml_is_in(n, DC, "date"))
            take_date(p, n);
    }
}

/* ---- manifest and spine ---- */

static bool is_text(const char *type)
{
    static const char *const types[] = { "application/xhtml+xml", "text/html", "text/x-oeb1-document",
                                         "application/x-dtbook+xml", NULL };
    for (int i = 0; type && types[i]; i++)
        if (strcasecmp(type, types[i]) == 0)
            return true;
    return false;
}

static void read_manifest(struct package *p, const xmlNode *manifest)
{
    for (xmlNode *n = manifest->children; n; n = n->next) {
        const char *id = al_xml_attr(n, "id"), *href = al_xml_attr(n, "href");
        if (!al_xml_is(n, "item") || !id || !href)
            continue;
        xmlHashAddEntry(p->items, BAD_CAST id, n); /* the first of an id is the one meant */
        const char *properties = al_xml_attr(n, "properties"), *type = al_xml_attr(n, "media-type");
        const char *nav = properties ? strstr(properties, "nav") : NULL;
        if (nav && !p->out->nav && (nav == properties || nav[-1] == ' ') && (!nav[3] || nav[3] == ' '))
            p->out->nav = resolve(p, href);
        if (type && !p->out->ncx && strcmp(type, "application/x-dtbncx+xml") == 0)
            p->out->ncx = resolve(p, href);
    }
}

/* The item itself, or what stands in for it where it is no text (an image, a script's format). */
static const xmlNode *text_item(const struct package *p, const char *id)
{
    for (int i = 0; id && i < MOST_FALLBACKS; i++) {
        const xmlNode *item = xmlHashLookup(p->items, BAD_CAST id);
        if (!item || is_text(al_xml_attr(item, "media-type")))
            return item;
        id = al_xml_attr(item, "fallback");
    }
    return NULL;
}

/* Each document once, however often it is named. */
static bool read_spine(struct package *p, const xmlNode *spine)
{
    al_spine_item **end = &p->out->spine;
    xmlHashTablePtr seen = xmlHashCreate(256);
    if (!seen)
        return false;
    int count = 0;
    for (const xmlNode *n = spine->children; n && count < MOST_SPINE; n = n->next) {
        const xmlNode *item = al_xml_is(n, "itemref") ? text_item(p, al_xml_attr(n, "idref")) : NULL;
        const char *linear = al_xml_attr(n, "linear"), *path = item ? resolve(p, al_xml_attr(item, "href")) : NULL;
        if (!path || xmlHashAddEntry(seen, BAD_CAST path, p) != 0)
            continue;
        al_spine_item *s = al_arena_alloc(&p->article->arena, sizeof *s);
        if (!s) {
            p->failed = true;
            break;
        }
        s->path = path;
        s->linear = !linear || strcmp(linear, "no") != 0;
        *end = s;
        end = &s->next;
        count++;
    }
    xmlHashFree(seen, NULL);
    return true;
}

static int read_package(struct package *p, aloud_error *err)
{
    const xmlNode *metadata = al_xml_find(p->root, "metadata"), *manifest = al_xml_find(p->root, "manifest"),
                  *spine = al_xml_find(p->root, "spine");
    if (!manifest || !spine)
        return al_fail(err, ALOUD_ERROR_INPUT, "%.100s has no list of the book's documents; get the book again", p->path);
    p->items = xmlHashCreate(256);
    if (!p->items)
        return al_fail_memory(err);
    if (metadata) {
        const xmlNode *older = al_xml_child(metadata, "dc-metadata"); /* of OEBPS, before EPUB */
        take_metadata(p, older ? older : metadata);
    }
    read_manifest(p, manifest);
    p->failed = !read_spine(p, spine) || p->failed;
    xmlHashFree(p->items, NULL);
    if (p->failed)
        return al_fail_memory(err);
    if (!p->out->spine)
        return al_fail(err, ALOUD_ERROR_INPUT, "%.100s names no documents to read; get the book again", p->path);
    return 0;
}

int al_package_read(al_zip *zip, al_article *a, al_package *out, aloud_error *err)
{
    al_buf path, xml;
    xmlDocPtr doc = NULL;
    al_buf_init(&path, LIMIT);
    al_buf_init(&xml, (size_t)1 << 26);
    int status = find_package(zip, &path, err);
    if (!status)
        status = check_protection(zip, err);
    if (!status)
        status = al_zip_read(zip, al_buf_string(&path), &xml, err);
    if (status == 1)
        status = al_fail(err, ALOUD_ERROR_INPUT, "%.100s, its package file, is missing; get the book again", path.data);
    if (!status)
        status = al_xml_parse(al_buf_string(&xml), xml.size, NULL, al_buf_string(&path), &doc, NULL, err);
    if (!status) {
        struct package p = { .article = a, .out = out, .path = al_buf_string(&path), .root = xmlDocGetRootElement(doc) };
        status = read_package(&p, err);
    }
    xmlFreeDoc(doc);
    al_buf_release(&path);
    al_buf_release(&xml);
    return status;
}
