/* SLUG.epub: the article to read and to hear at the same time (EPUB 3.3, https://www.w3.org/TR/epub-33/, with Media Overlays of
 * its section 9). */
#include "pack/epub.h"

#include <stdio.h>

#include "pack/clip.h"
#include "pack/outline.h"

static const char style[] =
    "html{font-family:serif}\n"
    "body{margin:0 5%;line-height:1.5;-epub-hyphens:auto;hyphens:auto}\n"
    "h1,h2,h3,h4,h5,h6{font-family:sans-serif;line-height:1.25;text-align:start;-epub-hyphens:none;hyphens:none;"
    "page-break-after:avoid;break-after:avoid}\n"
    "p{margin:0 0 .8em}\n"
    ".standfirst{font-size:1.15em;font-weight:bold}\n"
    ".note,figcaption,aside,caption{font-size:.9em}\n"
    "[role=doc-noteref]{font-size:.75em;vertical-align:super;line-height:1}\n"
    "figure{margin:1em 0;padding:.5em 1em;border:1px solid;break-inside:avoid}\n"
    ".announced{font-style:italic}\n"
    ":lang(ar) .announced,:lang(he) .announced,:lang(fa) .announced,:lang(zh) .announced,:lang(ja) .announced{font-style:normal}\n"
    "blockquote{margin:1em 1.5em;padding-inline-start:1em;border-inline-start:3px solid}\n"
    "ol.numbered{list-style:none;padding-inline-start:1em}\n"
    "table{border-collapse:collapse;margin:0 0 1em}\n"
    "th,td{border:1px solid;padding:.2em .5em;text-align:start;vertical-align:top}\n"
    "caption{text-align:start}\n"
    "pre{white-space:pre-wrap;font-size:.85em}\n"
    ".-epub-media-overlay-active{background-color:#ffe08a;color:#000}\n"
    "@media (prefers-color-scheme:dark){.-epub-media-overlay-active{background-color:#4a3c00;color:#fff}}\n";

static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n"
    "<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

void al_epub_clock(al_buf *out, uint64_t ms)
{
    al_buf_printf(out, "%llu.%03us", (unsigned long long)(ms / 1000), (unsigned)(ms % 1000));
}

static int put(al_epub *b, const char *name, al_buf *bytes, bool stored, aloud_error *err)
{
    return al_zipper_put(b->zip, name, bytes, stored, err);
}

static int put_numbered(al_epub *b, const char *format, size_t index, al_buf *bytes, aloud_error *err)
{
    char name[64];
    snprintf(name, sizeof name, format, index + 1);
    return put(b, name, bytes, false, err);
}

static int put_string(al_epub *b, const char *name, const char *text, bool stored, aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, 1 << 16);
    al_buf_add_string(&out, text);
    return put(b, name, &out, stored, err);
}

static void begin_page(const al_epub *b, const char *title, al_buf *out)
{
    const al_script *s = b->d.in->script;
    al_buf_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                           "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    al_document_language(&b->d, s->language, out);
    al_buf_printf(out, " dir=\"%s\">\n<head>\n<meta charset=\"UTF-8\"/>\n<title>", al_pack_rtl(s->language) ? "rtl" : "ltr");
    al_pack_html(out, *title ? title : b->d.in->name);
    al_buf_add_string(out, "</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n");
}

static int put_chapter(al_epub *b, size_t index, aloud_error *err)
{
    const al_pack_chapter *c = &b->d.in->chapters[index];
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    begin_page(b, c->title, &out);
    al_buf_add_string(&out, "<body>\n<section id=\"chapter\" epub:type=\"chapter\" role=\"doc-chapter\" aria-label=\"");
    al_pack_html(&out, *c->title ? c->title : b->d.in->name);
    al_buf_add_string(&out, "\">\n");
    int level = 0;
    al_document_body(&b->d, index, &level, &out);
    al_buf_add_string(&out, "</section>\n</body>\n</html>\n");
    return put_numbered(b, "EPUB/chapter-%03zu.xhtml", index, &out, err);
}

/* ---- overlays ------------------------------------------------------------------------------------------------------- */

static const char *type_of(const al_item *i)
{
    switch (i ? i->role : AL_ROLE_PARAGRAPH) {
    case AL_ROLE_FOOTNOTE: return " epub:type=\"footnote\"";
    case AL_ROLE_ROW: return " epub:type=\"table-row\"";
    case AL_ROLE_LIST_ITEM: return " epub:type=\"list-item\"";
    default: return "";
    }
}

static void add_par(const al_epub *b, size_t index, const al_clip *clip, al_buf *out)
{
    al_buf_printf(out, "<par id=\"p%zu\"%s><text src=\"", clip->cue + 1, type_of(clip->item));
    al_document_file(&b->d, index, out);
    al_buf_printf(out, "#c%zu\"/><audio src=\"audio/%03zu%s\" clipBegin=\"", clip->cue + 1, index + 1, b->format->suffix);
    al_epub_clock(out, clip->begin);
    al_buf_add_string(out, "\" clipEnd=\"");
    al_epub_clock(out, clip->end);
    al_buf_add_string(out, "\"/></par>\n");
}

static void add_clips(const al_epub *b, size_t index, al_buf *out)
{
    const al_item *last = NULL; /* of the open list or table, which a reading system can leave as a whole (section 9.4.2) */
    al_clip clip = { 0 };
    while (al_clip_next(&b->d, index, &clip)) {
        if (last && !al_clip_in_box(&b->d, last, &clip)) {
            al_buf_add_string(out, "</seq>\n");
            last = NULL;
        }
        bool in = al_clip_in_box(&b->d, last, &clip);
        if (in && !last) {
            al_buf_printf(out, "<seq id=\"s%zu\" epub:type=\"%s\" epub:textref=\"", clip.cue + 1,
                          clip.item->role == AL_ROLE_LIST_ITEM ? "list" : "table");
            al_document_file(&b->d, index, out);
            al_buf_printf(out, "#b%zu\">\n", clip.cue + 1);
        }
        last = in ? clip.item : NULL;
        add_par(b, index, &clip, out);
    }
    if (last)
        al_buf_add_string(out, "</seq>\n");
}

static int put_overlay(al_epub *b, size_t index, aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    al_buf_add_string(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<smil xmlns=\"http://www.w3.org/ns/SMIL\" "
                            "xmlns:epub=\"http://www.idpf.org/2007/ops\" version=\"3.0\">\n<body>\n<seq id=\"chapter\" "
                            "epub:type=\"chapter\" epub:textref=\"");
    al_document_file(&b->d, index, &out);
    al_buf_add_string(&out, "#chapter\">\n");
    add_clips(b, index, &out);
    al_buf_add_string(&out, "</seq>\n</body>\n</smil>\n");
    return put_numbered(b, "EPUB/chapter-%03zu.smil", index, &out, err);
}

/* ---- the table of contents ------------------------------------------------------------------------------------------ */

static void add_entries(const al_epub *b, const al_outline *o, al_buf *out)
{
    int depth = 0;
    for (size_t i = 0; i < o->count; i++) {
        const al_outline_entry *e = &o->at[i];
        al_buf_add_string(out, e->depth > depth ? "<ol>\n" : "</li>\n");
        for (; depth > e->depth; depth--)
            al_buf_add_string(out, "</ol></li>\n");
        depth = e->depth;
        al_buf_add_string(out, "<li><a href=\"");
        al_document_file(&b->d, e->chapter, out);
        if (e->cue)
            al_buf_printf(out, "#c%zu", e->cue + 1);
        al_buf_add_string(out, "\">");
        al_pack_html(out, e->title);
        al_buf_add_string(out, "</a>");
    }
    for (; depth > 0; depth--)
        al_buf_add_string(out, "</li>\n</ol>");
}

static int put_nav(al_epub *b, aloud_error *err)
{
    al_outline o;
    int status = al_outline_make(&b->d, &o, err);
    if (status)
        return status;
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    const char *title = *b->d.in->script->title ? b->d.in->script->title : b->d.in->name;
    begin_page(b, title, &out);
    al_buf_add_string(&out, "<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"title\">\n"
                            "<h1 id=\"title\">");
    al_pack_html(&out, title);
    al_buf_add_string(&out, "</h1>\n");
    add_entries(b, &o, &out);
    al_buf_add_string(&out, "\n</nav>\n</body>\n</html>\n");
    al_outline_release(&o);
    return put(b, "EPUB/nav.xhtml", &out, false, err);
}

/* ---- the archive ---------------------------------------------------------------------------------------------------- */

static int put_package(al_epub *b, aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    al_epub_package(b, &out);
    return put(b, "EPUB/package.opf", &out, false, err);
}

static int fill(al_epub *b, const char *const *sounds, aloud_error *err)
{
    int status = put_string(b, "mimetype", "application/epub+zip", true, err); /* first, and as it is (section 4.2.1.3.3) */
    if (!status)
        status = put_string(b, "META-INF/container.xml", container, false, err);
    if (!status)
        status = put_package(b, err);
    if (!status)
        status = put_nav(b, err);
    if (!status)
        status = put_string(b, "EPUB/style.css", style, false, err);
    for (size_t i = 0; i < b->d.in->count && !status; i++) {
        char name[64];
        snprintf(name, sizeof name, "EPUB/audio/%03zu%s", i + 1, b->format->suffix);
        status = put_chapter(b, i, err);
        if (!status)
            status = put_overlay(b, i, err);
        if (!status)
            status = al_zipper_copy(b->zip, name, sounds[i], err);
    }
    return status;
}

static int write(const al_pack_input *in, const char *path, aloud_error *err)
{
    const char *const *sounds = NULL;
    al_epub b = { .format = al_sound_format(in, al_packer_epub.sound) };
    int status = al_document_init(&b.d, in, AL_DOCUMENT_EPUB, err);
    if (!status)
        status = al_sounds_get(in, b.format, &sounds, err);
    if (!status)
        status = al_zipper_begin(path, &b.zip, err);
    if (!status) {
        status = fill(&b, sounds, err);
        if (status)
            al_zipper_abandon(b.zip);
        else
            status = al_zipper_finish(b.zip, err);
    }
    al_document_release(&b.d);
    return status;
}

const al_packer al_packer_epub = { .name = "epub", .file = ".epub", .help = "text and sound together, for reading apps (EPUB 3)",
                                   /* Of the core media types of section 3.2. */
                                   .sound = (const char *const[]){ "mp3", "opus", NULL }, .write = write };
