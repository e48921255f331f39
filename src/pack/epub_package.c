/* The package document of a book: what it is, what it can be used with, and its files. */
#include "pack/clip.h"
#include "pack/date.h"
#include "pack/epub.h"

static void add_element(al_buf *out, const char *name, const char *text)
{
    al_buf_printf(out, "<dc:%s>", name);
    al_pack_html(out, text);
    al_buf_printf(out, "</dc:%s>\n", name);
}

static void add_meta(al_buf *out, const char *property, const char *text)
{
    al_buf_printf(out, "<meta property=\"%s\">", property);
    al_pack_html(out, text);
    al_buf_add_string(out, "</meta>\n");
}

/* An overlay lasts as long as its clips do together: from 0 to the end of the last one. */
static uint64_t duration(const al_epub *b, size_t index)
{
    al_clip clip = { 0 };
    while (al_clip_next(&b->d, index, &clip))
        ;
    return clip.end;
}

static void add_durations(const al_epub *b, al_buf *out)
{
    uint64_t total = 0;
    for (size_t i = 0; i < b->d.in->count; i++) {
        uint64_t ms = duration(b, i);
        total += ms;
        al_buf_printf(out, "<meta property=\"media:duration\" refines=\"#overlay-%03zu\">", i + 1);
        al_epub_clock(out, ms);
        al_buf_add_string(out, "</meta>\n");
    }
    al_buf_add_string(out, "<meta property=\"media:duration\">");
    al_epub_clock(out, total);
    al_buf_add_string(out, "</meta>\n");
}

/* EPUB Accessibility 1.1, section 2.2.  No conformance is claimed: that takes a person to look. */
static void add_accessibility(al_buf *out)
{
    static const char *const features[] = { "synchronizedAudioText", "tableOfContents", "structuralNavigation", "readingOrder",
                                            "displayTransformability" };
    add_meta(out, "schema:accessMode", "textual");
    add_meta(out, "schema:accessMode", "auditory");
    add_meta(out, "schema:accessModeSufficient", "textual");
    add_meta(out, "schema:accessModeSufficient", "auditory");
    add_meta(out, "schema:accessModeSufficient", "textual,auditory");
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        add_meta(out, "schema:accessibilityFeature", features[i]);
    add_meta(out, "schema:accessibilityHazard", "none");
    al_buf_add_string(out, "<meta property=\"schema:accessibilitySummary\" xml:lang=\"en\" dir=\"ltr\">All text is spoken by a "
                           "synthetic voice and highlighted sentence by sentence while it is heard. Headings can be navigated. "
                           "Pictures are given by their captions; video and other things that neither text nor sound can show "
                           "are announced.</meta>\n");
}

static void add_metadata(const al_epub *b, al_buf *out)
{
    const al_pack_input *in = b->d.in;
    const al_script *s = in->script;
    al_date date;
    bool dated = al_date_parse(s->published, &date);
    al_buf_add_string(out, "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"id\">");
    al_pack_html(out, in->id);
    al_buf_add_string(out, "</dc:identifier>\n");
    add_element(out, "title", *s->title ? s->title : in->name);
    add_element(out, "language", s->language);
    for (size_t i = 0; i < s->byline_count; i++)
        add_element(out, "creator", s->bylines[i]);
    if (s->site)
        add_element(out, "publisher", s->site);
    if (dated)
        add_element(out, "date", s->published);
    if (s->url)
        add_element(out, "source", s->url);
    /* The same article gives the same bytes, so that the article's own time stands here and not the clock's. */
    al_buf_add_string(out, "<meta property=\"dcterms:modified\">");
    al_date_iso(out, &date);
    al_buf_add_string(out, "</meta>\n");
    add_durations(b, out);
    add_meta(out, "media:narrator", in->voice);
    add_meta(out, "media:active-class", "-epub-media-overlay-active");
    add_accessibility(out);
    al_buf_add_string(out, "</metadata>\n");
}

static void add_manifest(const al_epub *b, al_buf *out)
{
    al_buf_add_string(out, "<manifest>\n"
                           "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n"
                           "<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n");
    for (size_t i = 0; i < b->d.in->count; i++) {
        size_t n = i + 1;
        al_buf_printf(out, "<item id=\"chapter-%03zu\" href=\"", n);
        al_document_file(&b->d, i, out);
        al_buf_printf(out, "\" media-type=\"application/xhtml+xml\" media-overlay=\"overlay-%03zu\"/>\n", n);
        al_buf_printf(out, "<item id=\"overlay-%03zu\" href=\"chapter-%03zu.smil\" media-type=\"application/smil+xml\"/>\n", n, n);
        al_buf_printf(out, "<item id=\"audio-%03zu\" href=\"audio/%03zu%s\" media-type=\"%s\"/>\n", n, n, b->format->suffix,
                      b->format->media);
    }
    al_buf_add_string(out, "</manifest>\n");
}

void al_epub_package(const al_epub *b, al_buf *out)
{
    const char *language = b->d.in->script->language, *dir = al_pack_rtl(language) ? "rtl" : "ltr";
    al_buf_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"");
    al_pack_html(out, language);
    al_buf_printf(out, "\" dir=\"%s\">\n", dir);
    add_metadata(b, out);
    add_manifest(b, out);
    al_buf_printf(out, "<spine page-progression-direction=\"%s\">\n", dir);
    for (size_t i = 1; i <= b->d.in->count; i++)
        al_buf_printf(out, "<itemref idref=\"chapter-%03zu\"/>\n", i);
    al_buf_add_string(out, "</spine>\n</package>\n");
}
