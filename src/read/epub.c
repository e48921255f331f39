/* Books: EPUB 2 and 3.  The documents of the spine one after the other, a chapter where the table of contents has an entry. */
#include <libxml/hash.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/encoding.h"
#include "read/epub_chapters.h"
#include "read/epub_package.h"
#include "read/epub_toc.h"
#include "read/html_flow.h"
#include "read/reader.h"

static const size_t LIMIT = (size_t)1 << 28;

static int probe(const al_input *in)
{
    static const char magic[] = "PK\x03\x04", type[] = "mimetypeapplication/epub+zip";
    size_t n = strlen(in->name);
    if (in->size < 30 || memcmp(in->bytes, magic, 4) != 0)
        return 0;
    bool named = n > 5 && strcasecmp(in->name + n - 5, ".epub") == 0;
    if (named || (in->size > 58 && memcmp(in->bytes + 30, type, 28) == 0) || (in->type && strcasestr(in->type, "epub")))
        return 100;
    return 60; /* an archive of something else: the reader says so */
}

struct book {
    al_zip *zip;
    al_article *article;
    al_package package;
    al_toc toc;
    xmlHashTablePtr starts; /* the first entry of the table of contents for each file */
};

static bool index_toc(struct book *b)
{
    b->starts = xmlHashCreate(256);
    xmlHashTablePtr ends = xmlHashCreate(256);
    for (al_toc_entry *e = b->toc.first; e && b->starts && ends; e = e->next) {
        al_toc_entry *last = xmlHashLookup(ends, BAD_CAST e->path);
        if (last)
            last->same = e;
        else
            xmlHashAddEntry(b->starts, BAD_CAST e->path, e);
        xmlHashUpdateEntry(ends, BAD_CAST e->path, e, NULL);
    }
    bool ok = b->starts && ends;
    xmlHashFree(ends, NULL);
    return ok;
}

/* The table of contents; a book without one, or with a broken one, has its headings. */
static int read_toc(struct book *b, aloud_error *err)
{
    const char *const paths[] = { b->package.nav, b->package.ncx };
    int status = 0;
    for (int i = 0; i < 2 && !status && !b->toc.count; i++) {
        al_buf file;
        al_buf_init(&file, LIMIT);
        status = paths[i] ? al_zip_read(b->zip, paths[i], &file, err) : 1;
        if (!status)
            status = i ? al_toc_read_ncx(&b->toc, &file, paths[i], err) : al_toc_read_nav(&b->toc, &file, paths[i], err);
        status = status == ALOUD_ERROR_MEMORY ? status : 0;
        al_buf_release(&file);
    }
    return !status && !index_toc(b) ? al_fail_memory(err) : status;
}

/* ---- documents ---- */

static void omit(al_dom_node *n, const char *why)
{
    n->part = AL_PART_OMITTED;
    n->why = why;
}

static bool is_note(const al_dom_node *n)
{
    return al_dom_attr_has(n, "epub:type", "footnote") || al_dom_attr_has(n, "epub:type", "endnote") ||
           al_dom_attr_has(n, "epub:type", "rearnote") || al_dom_attr_has(n, "role", "doc-footnote") ||
           al_dom_attr_has(n, "role", "doc-endnote");
}

/* Out of its sentence, which goes on behind it, to the end of the page. */
static void move_to_end(al_dom *dom, al_dom_node *n)
{
    *(n->prev ? &n->prev->next : &n->parent->first) = n->next;
    *(n->next ? &n->next->prev : &n->parent->last) = n->prev;
    n->parent = dom->body;
    n->next = NULL;
    n->prev = dom->body->last;
    *(n->prev ? &n->prev->next : &dom->body->first) = n;
    dom->body->last = n;
}

/* Page numbers of a printed edition are nothing to hear; notes are notes, also those that no marker of this document leads to.
 * Returns whether there are any. */
static bool settle_parts(al_dom *dom)
{
    bool notes = false;
    for (uint32_t i = dom->body->order; i <= dom->body->end; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->tag == AL_TAG_TEXT)
            continue;
        bool number = al_dom_attr_has(n, "epub:type", "pagebreak") || al_dom_attr_has(n, "role", "doc-pagebreak");
        if (number && n->chars && n->words < 4 && n != dom->body) {
            omit(n, "page-number");
            move_to_end(dom, n);
        }
        if (!is_note(n))
            continue;
        n->part = AL_PART_NOTE;
        n->why = "footnotes";
        notes = true;
    }
    return notes;
}

/* "id" as the article knows it: the file that it is in, and "#id". */
static const char *in_file(struct book *b, const char *path, const char *id)
{
    al_buf full;
    al_buf_init(&full, 1 << 16);
    al_buf_printf(&full, "%s#%s", path, id);
    const char *copy = full.failed ? NULL : al_arena_string(&b->article->arena, full.data);
    al_buf_release(&full);
    return copy;
}

/* Where a marker leads: into this file, or "notes.xhtml#id" into another. */
static const char *note_target(struct book *b, const char *path, const char *value)
{
    const char *fragment = strchr(value, '#');
    al_buf file;
    al_buf_init(&file, 1 << 16);
    bool other = fragment && al_zip_resolve(path, value, &file);
    const char *target = in_file(b, other ? al_buf_string(&file) : path, fragment ? fragment + 1 : value);
    al_buf_release(&file);
    return target;
}

/* Ids are the file's, and so are lines: a book has none. */
static bool settle_nodes(struct book *b, const char *path, al_node *first)
{
    for (al_node *n = first; n; n = al_node_next(n, b->article->root)) {
        n->line = 0;
        if (n->anchor && !(n->anchor = in_file(b, path, n->anchor)))
            return false;
        for (al_span *s = n->spans; s; s = s->next)
            if (s->kind == AL_SPAN_NOTE && s->value && !(s->value = note_target(b, path, s->value)))
                return false;
    }
    if (b->toc.count)
        al_chapters_lower(first);
    return true;
}

static int build_document(struct book *b, al_dom *dom, const al_spine_item *item, aloud_error *err)
{
    al_meta meta = { 0 };
    al_node *last = b->article->root->last;
    bool notes = settle_parts(dom);
    if (b->package.nav && strcmp(item->path, b->package.nav) == 0)
        omit(dom->body, "contents");
    else if (!item->linear && !notes)
        omit(dom->body, "not-linear");
    else if (!al_chapters_mark(dom, xmlHashLookup(b->starts, BAD_CAST item->path)))
        return al_fail_memory(err);
    int status = al_flow_build(dom, &meta, NULL, b->article, err);
    if (!status && !settle_nodes(b, item->path, last ? last->next : b->article->root->first))
        status = al_fail_memory(err);
    return status;
}

static int read_document(struct book *b, const al_spine_item *item, aloud_error *err)
{
    al_buf file, page;
    al_dom dom = { 0 };
    al_buf_init(&file, LIMIT);
    al_buf_init(&page, LIMIT);
    int status = al_zip_read(b->zip, item->path, &file, err);
    if (status == 1 || (!status && !file.size)) {
        al_diag_add(&b->article->diag, AL_WARN_PART, 0, "%.200s is %s; what comes after it is read", item->path,
                    status ? "not in the book" : "empty");
        status = 0;
        goto cleanup;
    }
    if (!status) {
        const al_input in = { .bytes = file.data, .size = file.size, .name = item->path, .data = "" };
        status = al_encoding_decode(&in, &page, &b->article->diag, err);
    }
    if (!status)
        status = al_flow_parse(&dom, &page, err);
    if (!status)
        status = build_document(b, &dom, item, err);
cleanup:
    al_dom_release(&dom);
    al_buf_release(&file);
    al_buf_release(&page);
    return status;
}

static int parse(const al_input *in, al_article *a, aloud_error *err)
{
    struct book b = { .article = a, .toc.arena = &a->arena };
    int status = al_zip_open(in->bytes, in->size, &b.zip, err);
    if (!status)
        status = al_package_read(b.zip, a, &b.package, err);
    if (!status)
        status = read_toc(&b, err);
    if (!status && a->title && !al_node_add(a, a->root, AL_TITLE, 0, a->title, "title-metadata"))
        status = al_fail_memory(err);
    for (const al_spine_item *item = b.package.spine; item && !status; item = item->next)
        status = read_document(&b, item, err);
    if (!status && !al_flow_untitle(a))
        status = al_fail_memory(err);
    xmlHashFree(b.starts, NULL);
    al_zip_close(b.zip);
    return status;
}

const al_reader al_reader_epub = { .name = "epub", .probe = probe, .parse = parse };
