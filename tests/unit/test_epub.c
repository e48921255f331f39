/* The EPUB reader: books built here, and archives that mean ill. */
#include "reading.h"

#include <time.h>
#include <zip.h>

#include "read/epub_zip.h"

#define CONTAINER "<?xml version='1.0'?><container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>" \
    "<rootfiles>" \
                  "<rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
#define OPF(metadata, manifest, spine) "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0' " \
    "unique-identifier='i'>" \
    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:opf='http://www.idpf.org/2007/opf'>" metadata "</metadata>" \
    "<manifest>" manifest "</manifest><spine>" spine "</spine></package>"
#define PAGE(body) "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml' " \
    "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>In the head</title></head><body>" body "</body></html>"
#define XHTML(id, href) "<item id='" id "' href='" href "' media-type='application/xhtml+xml'/>"
#define NAV "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
#define REF(id) "<itemref idref='" id "'/>"
#define METADATA "<dc:title>The  Salt Road</dc:title><dc:creator id='a'>Ada Example</dc:creator><dc:creator id='b'>Bo " \
    "Other</dc:creator>" \
    "<meta refines='#b' property='role' scheme='marc:relators'>ill</meta><dc:creator opf:role='aut'>Cy Third</dc:creator>" \
    "<dc:language>en-GB</dc:language><dc:date>2021-04-05T06:07:08Z</dc:date><dc:publisher>Small House</dc:publisher>"

typedef struct part {
    const char *name, *text;
    size_t size; /* 0: a string */
    bool stored, encrypted;
} part;

typedef struct bytes {
    char *data;
    size_t size;
} bytes;

/* An archive of the parts in memory. */
static bytes pack(const part *parts, size_t count)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &why);
    assert_non_null(z);
    zip_source_keep(out);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].text, parts[i].size ? parts[i].size : strlen(parts[i].text), 0);
        zip_int64_t n = zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8);
        assert_true(n >= 0);
        if (parts[i].stored)
            zip_set_file_compression(z, (zip_uint64_t)n, ZIP_CM_STORE, 0);
        if (parts[i].encrypted)
            assert_int_equal(zip_file_set_encryption(z, (zip_uint64_t)n, ZIP_EM_TRAD_PKWARE, "secret"), 0);
    }
    assert_int_equal(zip_close(z), 0);
    zip_stat_t st;
    assert_int_equal(zip_source_stat(out, &st), 0);
    bytes b = { malloc(st.size), st.size };
    assert_non_null(b.data);
    assert_int_equal(zip_source_open(out), 0);
    assert_int_equal(zip_source_read(out, b.data, b.size), (zip_int64_t)b.size);
    zip_source_close(out);
    zip_source_free(out);
    return b;
}

#define COUNT(parts) (sizeof(parts) / sizeof *(parts))

static al_article *read_parts(const part *parts, size_t count, int status, const char *text)
{
    bytes b = pack(parts, count);
    al_article *a = read_as(b.data, b.size, "book.epub", status, text);
    free(b.data);
    return a;
}

static void what_the_package_says_is_taken(void **state)
{
    (void)state;
    const part parts[] = {
        { "mimetype", "application/epub+zip", 0, true, false },
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, XHTML("a", "a.xhtml"), REF("a")), 0, false, false },
        { "OEBPS/a.xhtml", PAGE("<h1>The Salt Road</h1><p>It goes down to the sea.</p>"), 0, false, false },
    };
    bytes b = pack(parts, COUNT(parts));
    const al_input in = { .bytes = b.data, .size = b.size, .name = "-", .data = "" };
    assert_int_equal(al_reader_epub.probe(&in), 100);
    al_article *a = read_as(b.data, b.size, "-", 0, NULL);
    assert_string_equal(a->title, "The Salt Road");
    says(a, AL_TITLE, 0, "The Salt Road");
    assert_int_equal(holds(a, AL_KIND_COUNT, "The Salt Road"), 1);
    says(a, AL_OMITTED, 0, "The Salt Road");
    assert_string_equal(a->bylines->text, "Ada Example");
    assert_string_equal(a->bylines->next->text, "Cy Third");
    assert_null(a->bylines->next->next);
    assert_string_equal(a->language, "en-GB");
    assert_string_equal(a->published, "2021-04-05T06:07:08Z");
    assert_string_equal(a->site, "Small House");
    says(a, AL_PARAGRAPH, 0, "It goes down to the sea.");
    al_article_free(a);
    free(b.data);
}

static const char *const ONE = PAGE("<section><h1 id='top'>1. Departure</h1><p>They left at five.</p><h2>Noon</h2><p>They "
    "rested.</p></section>");
static const char *const TWO = PAGE("<p id='two'>No heading of its own, and then some.</p><div id='half'><p>Half-way.</p></div>");
static const char *const THREE = PAGE("<h1>CHAPTER THREE</h1><h2>The Arrival</h2><p>They came.</p><p class='t' id='end'>The "
    "End</p><p>So it was.</p>");

/* A heading per entry, in order; nothing is said twice. */
static void check_chapters(al_article *a)
{
    static const struct { const char *text; int level; } want[] = {
        { "1. Departure", 2 }, { "Noon", 4 }, { "The Long Middle", 2 }, { "Half of It", 3 }, { "Chapter Three: The Arrival", 2 },
        { "The End", 3 },
    };
    for (size_t i = 0; i < COUNT(want); i++) {
        says(a, AL_HEADING, (int)i, want[i].text);
        assert_int_equal(nth(a, AL_HEADING, (int)i)->as.heading.level, want[i].level);
        assert_int_equal(holds(a, AL_KIND_COUNT, want[i].text), 1);
    }
    assert_int_equal(count(a, AL_HEADING), COUNT(want));
    assert_int_equal(holds(a, AL_OMITTED, "CHAPTER THREE"), 1);
    assert_string_equal(nth(a, AL_HEADING, 3)->next->text, "Half-way.");
    assert_string_equal(nth(a, AL_HEADING, 4)->prev->text, "Half-way.");
    al_article_free(a);
}

static void a_navigation_document_makes_chapters(void **state)
{
    (void)state;
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, NAV XHTML("one", "text/one.xhtml") XHTML("two", "text/t%20wo.xhtml") XHTML("three",
            "text/three.xhtml"),
                                REF("nav") REF("one") REF("two") REF("three") REF("one") REF("gone")), 0, false, false },
        { "OEBPS/nav.xhtml", PAGE("<nav epub:type='landmarks'><ol><li><a href='text/one.xhtml'>Start</a></li></ol></nav>"
                                  "<nav epub:type='toc' hidden=''><h2>Contents</h2><ol><li><a href='text/one.xhtml#top'>"
                                      "Departure</a></li>"
                                  "<li><a href='text/t%20wo.xhtml'>The Long <i>Middle</i></a><ol>"
                                  "<li><a href='text/t%20wo.xhtml#half'>Half of It</a></li></ol></li>"
                                  "<li><a href='./text/../text/three.xhtml#none'>Chapter Three: The Arrival</a>"
                                  "<ol><li><a href='text/three.xhtml#end'>The End</a></li></ol></li>"
                                  "<li><a href='../../up.xhtml'>Up</a></li><li><a href='http://example.org/'>Out</a></li></ol>"
                                      "</nav>"), 0, false, false },
        { "OEBPS/text/one.xhtml", ONE, 0, false, false },
        { "OEBPS/text/t wo.xhtml", TWO, 0, false, false },
        { "OEBPS/text/three.xhtml", THREE, 0, false, false },
    };
    al_article *a = read_parts(parts, COUNT(parts), 0, NULL);
    assert_int_equal(holds(a, AL_KIND_COUNT, "They left at five."), 1);
    assert_int_equal(holds(a, AL_OMITTED, "Contents"), 1);
    check_chapters(a);
}

static void an_ncx_makes_chapters(void **state)
{
    (void)state;
    static const char ncx[] =
        "<?xml version='1.0'?><!DOCTYPE ncx PUBLIC '-//NISO//DTD ncx 2005-1//EN' 'http://www.daisy.org/z3986/2005/ncx-2005-1.dtd'>"
        "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/' version='2005-1'><navMap>"
        "<navPoint><navLabel><text>Departure</text></navLabel><content src='one.xhtml#top'/></navPoint>"
        "<navPoint><navLabel><text>The Long\n Middle</text></navLabel><content src='two.xhtml'/>"
        "<navPoint><navLabel><text>Half of It</text></navLabel><content src='two.xhtml#half'/></navPoint></navPoint>"
        "<navPoint><navLabel><text>Chapter Three: The Arrival</text></navLabel><content src='three.xhtml'/></navPoint>"
        "</navMap></ncx>";
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>"
            "" XHTML("one", "one.xhtml")
                                XHTML("two", "two.xhtml") XHTML("three", "three.xhtml"), REF("one") REF("two") REF("three")),
                                    0, false, false },
        { "OEBPS/toc.ncx", ncx, 0, false, false },
        { "OEBPS/one.xhtml", ONE, 0, false, false },
        { "OEBPS/two.xhtml", TWO, 0, false, false },
        { "OEBPS/three.xhtml", THREE, 0, false, false },
    };
    al_article *a = read_parts(parts, COUNT(parts), 0, NULL);
    al_node *end = NULL;
    for (al_node *n = a->root->first; n; n = n->next)
        end = strcmp(n->text, "The End") == 0 ? n : end;
    assert_non_null(end);
    assert_int_equal(end->kind, AL_PARAGRAPH); /* this table does not name it */
    end->kind = AL_HEADING;
    end->as.heading.level = 3;
    check_chapters(a);
}

static void without_contents_the_headings_stand(void **state)
{
    (void)state;
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, NAV XHTML("one", "one.xhtml"), REF("one")), 0, false, false },
        { "OEBPS/one.xhtml", ONE, 0, false, false },
    };
    al_article *a = read_parts(parts, COUNT(parts), 0, NULL);
    assert_int_equal(nth(a, AL_HEADING, 0)->as.heading.level, 2);
    assert_int_equal(nth(a, AL_HEADING, 1)->as.heading.level, 2);
    al_article_free(a);
}

/* Documents in other encodings than the usual one, the table of contents too. */
static void documents_have_their_own_encodings(void **state)
{
    (void)state;
#define LATIN(body) "<?xml version='1.0' encoding='iso-8859-1'?><html><body>" body "</body></html>"
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, NAV XHTML("a", "a.xhtml"), REF("a")), 0, false, false },
        { "OEBPS/nav.xhtml", LATIN("<nav epub:type='toc'><ol><li><a href='a.xhtml'>Caf\xE9</a></li></ol></nav>"), 0, false, false },
        { "OEBPS/a.xhtml", LATIN("<p>The d\xE9" "cor of it.</p>"), 0, false, false },
    };
    al_article *a = read_parts(parts, COUNT(parts), 0, NULL);
    says(a, AL_HEADING, 0, "Caf\xC3\xA9");
    says(a, AL_PARAGRAPH, 0, "The d\xC3\xA9" "cor of it.");
    al_article_free(a);
}

static const al_span *note_span(const al_node *n)
{
    for (const al_span *s = n->spans; s; s = s->next)
        if (s->kind == AL_SPAN_NOTE)
            return s;
    return NULL;
}

static void notes_are_found_across_documents(void **state)
{
    (void)state;
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, XHTML("a", "a.xhtml") XHTML("b", "b.xhtml") XHTML("n", "n/notes.xhtml") XHTML("x",
            "x.xhtml"),
                                REF("a") REF("b") "<itemref idref='n' linear='no'/><itemref idref='x' linear='no'/>"), 0,
                                    false, false },
        { "OEBPS/a.xhtml", PAGE("<p>One.<a epub:type='noteref' href='#n1'>1</a></p><aside epub:type='footnote' id='n1'><p>"
            "First <a href='#r' "
                                "role='doc-backlink'>back</a></p></aside><p>Page<span epub:type='pagebreak' id='p7'>7</span> "
                                    "turns.</p>"), 0, false, false },
        { "OEBPS/b.xhtml", PAGE("<p>Two.<a epub:type='noteref' href='n/notes.xhtml#n1'>2</a></p>"), 0, false, false },
        { "OEBPS/n/notes.xhtml", PAGE("<ol><li epub:type='endnote' id='n1'>Second.</li><li role='doc-endnote' id='n2'>"
            "Nobody's.</li></ol>"), 0, false, false },
        { "OEBPS/x.xhtml", PAGE("<p>An advertisement of other books.</p>"), 0, false, false },
    };
    al_article *a = read_parts(parts, COUNT(parts), 0, NULL);
    says(a, AL_FOOTNOTE, 0, "First");
    says(a, AL_FOOTNOTE, 1, "Second.");
    says(a, AL_FOOTNOTE, 2, "Nobody's.");
    assert_string_equal(note_span(nth(a, AL_PARAGRAPH, 0))->value, nth(a, AL_FOOTNOTE, 0)->anchor);
    assert_string_equal(note_span(nth(a, AL_PARAGRAPH, 2))->value, nth(a, AL_FOOTNOTE, 1)->anchor);
    says(a, AL_PARAGRAPH, 1, "Page turns.");
    assert_int_equal(holds(a, AL_OMITTED, "7"), 1);
    assert_int_equal(holds(a, AL_OMITTED, "An advertisement of other books."), 1);
    al_article_free(a);
}

static void pictures_and_missing_parts(void **state)
{
    (void)state;
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF("", XHTML("a", "a.xhtml") XHTML("gone", "gone.xhtml") "<item id='svg' href='c.svg' "
            "media-type='image/svg+xml' "
                                "fallback='a2'/>" XHTML("a2", "a2.xhtml"), REF("gone") REF("a") REF("svg")), 0, false, false },
        { "OEBPS/a.xhtml", PAGE("<figure><img src='x.png' alt='A map of the road'/><figcaption>The road in 1880</figcaption>"
            "</figure>"
                                "<p><img src='y.png' alt='A lone cart on it'/></p><p>Words of the book, and more.</p>"), 0,
                                    false, false },
        { "OEBPS/a2.xhtml", PAGE("<p>In place of a drawing.</p>"), 0, false, false },
    };
    al_article *a = read_parts(parts, COUNT(parts), 0, NULL);
    says(a, AL_IMAGE, 0, "The road in 1880");
    says(a, AL_IMAGE, 1, "A lone cart on it");
    assert_int_equal(holds(a, AL_PARAGRAPH, "In place of a drawing."), 1);
    assert_true(has_warning(a, AL_WARN_PART));
    assert_string_equal(a->title, "book.epub");
    al_article_free(a);
}

/* ---- what must be refused ---- */

static void protected_books_are_refused(void **state)
{
    (void)state;
#define ENCRYPTION(algorithm) "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><EncryptedData " \
    "xmlns='http://www.w3.org/2001/04/xmlenc#'><EncryptionMethod Algorithm='" algorithm "'/><CipherData><CipherReference " \
    "URI='OEBPS/a.xhtml'/></CipherData></EncryptedData></encryption>"
    part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "META-INF/encryption.xml", ENCRYPTION("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, XHTML("a", "a.xhtml"), REF("a")), 0, false, false },
        { "OEBPS/a.xhtml", PAGE("<p>Words of the book.</p>"), 0, false, false },
    };
    read_parts(parts, COUNT(parts), ALOUD_ERROR_INPUT, "DRM");
    parts[1].text = ENCRYPTION("http://www.idpf.org/2008/embedding");
    al_article_free(read_parts(parts, COUNT(parts), 0, NULL));
    parts[3].encrypted = true;
    read_parts(parts, COUNT(parts), ALOUD_ERROR_INPUT, "encrypted");
}

static void archives_that_are_no_books_are_refused(void **state)
{
    (void)state;
    const part other[] = { { "word/document.xml", "<w/>", 0, false, false } };
    read_parts(other, 1, ALOUD_ERROR_INPUT, "no EPUB");
    const part bad[] = { { "META-INF/container.xml", "no xml", 0, false, false } };
    read_parts(bad, 1, ALOUD_ERROR_INPUT, "container.xml is not XML");
    const part above[] = { { "META-INF/container.xml", "<container><rootfiles><rootfile full-path='../../etc/passwd'/>"
        "</rootfiles></container>", 0, false, false } };
    read_parts(above, 1, ALOUD_ERROR_INPUT, "within the book");
    const part missing[] = { { "META-INF/container.xml", CONTAINER, 0, false, false } };
    read_parts(missing, 1, ALOUD_ERROR_INPUT, "OEBPS/book.opf");
    const part empty[] = { { "META-INF/container.xml", CONTAINER, 0, false, false }, { "OEBPS/book.opf", OPF(METADATA, "",
        ""), 0, false, false } };
    read_parts(empty, 2, ALOUD_ERROR_INPUT, "no documents");
    const part wordless[] = { { "META-INF/container.xml", CONTAINER, 0, false, false },
                              { "OEBPS/book.opf", OPF(METADATA, XHTML("a", "a.xhtml"), REF("a")), 0, false, false } };
    read_parts(wordless, 2, ALOUD_ERROR_INPUT, "no article");
    read_as("PK\3\4 cut off, and with a name that says nothing.......", 48, "x.epub", ALOUD_ERROR_INPUT, "ZIP");
}

static void a_cut_off_book_is_refused(void **state)
{
    (void)state;
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, XHTML("a", "a.xhtml"), REF("a")), 0, false, false },
        { "OEBPS/a.xhtml", PAGE("<p>Words of the book.</p>"), 0, false, false },
    };
    bytes b = pack(parts, COUNT(parts));
    for (size_t n = 31; n < b.size; n += 97)
        al_article_free(read_as(b.data, n, "book.epub", ALOUD_ERROR_INPUT, NULL));
    free(b.data);
}

static void bombs_are_refused(void **state)
{
    (void)state;
    enum { SIZE = 40 << 20 };
    char *much = malloc(SIZE);
    assert_non_null(much);
    memset(much, 'a', SIZE);
    part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, XHTML("a", "a.xhtml"), REF("a")), 0, false, false },
        { "OEBPS/a.xhtml", much, SIZE, false, false },
    };
    read_parts(parts, COUNT(parts), ALOUD_ERROR_INPUT, "larger than 24 MiB");
    parts[2].size = 20 << 20;
    read_parts(parts, COUNT(parts), ALOUD_ERROR_INPUT, "times its size");
    parts[2] = (part){ "META-INF/encryption.xml", much, 20 << 20, false, false };
    read_parts(parts, COUNT(parts), ALOUD_ERROR_INPUT, "times its size");
    free(much);
}

/* Many documents, each below the ceiling. */
static void the_sum_has_a_ceiling(void **state)
{
    (void)state;
    enum { DOCUMENTS = 6, SIZE = 15 << 20 };
    char *text = malloc(SIZE), names[DOCUMENTS][32], *opf = malloc(DOCUMENTS * 200 + 1000);
    assert_true(text && opf);
    memset(text, ' ', SIZE); /* nothing to build, all of it to unpack */
    part parts[DOCUMENTS + 2] = { { "META-INF/container.xml", CONTAINER, 0, false, false } };
    size_t n = (size_t)sprintf(opf, "<package><manifest>");
    for (int i = 0; i < DOCUMENTS; i++)
        n += (size_t)sprintf(opf + n, "<item id='d%d' href='%d.xhtml' media-type='application/xhtml+xml'/>", i, i);
    n += (size_t)sprintf(opf + n, "</manifest><spine>");
    for (int i = 0; i < DOCUMENTS; i++) {
        n += (size_t)sprintf(opf + n, "<itemref idref='d%d'/>", i);
        sprintf(names[i], "OEBPS/%d.xhtml", i);
        parts[i + 2] = (part){ names[i], text, SIZE, true, false };
    }
    sprintf(opf + n, "</spine></package>");
    parts[1] = (part){ "OEBPS/book.opf", opf, 0, false, false };
    read_parts(parts, DOCUMENTS + 2, ALOUD_ERROR_INPUT, "than the text of a book");
    free(text);
    free(opf);
}

static void an_archive_of_too_many_files_is_refused(void **state)
{
    (void)state;
    enum { FILES = 65537 };
    part *parts = calloc(FILES, sizeof *parts);
    char (*names)[16] = calloc(FILES, sizeof *names);
    assert_true(parts && names);
    for (int i = 0; i < FILES; i++) {
        sprintf(names[i], "%d", i);
        parts[i] = (part){ names[i], "x", 0, true, false };
    }
    read_parts(parts, FILES, ALOUD_ERROR_INPUT, "more than 65536 files");
    free(parts);
    free(names);
}

static void names_stay_within_the_book(void **state)
{
    (void)state;
    static const struct { const char *base, *href, *name; } cases[] = {
        { "OEBPS/a.xhtml", "b.xhtml", "OEBPS/b.xhtml" }, { "OEBPS/a.xhtml", "../b.xhtml", "b.xhtml" },
        { "OEBPS/a.xhtml", "../../b.xhtml", NULL }, { "a.xhtml", "/etc/passwd", NULL }, { "a.xhtml", "http://x.org/b", NULL },
        { "a.xhtml", "file:///etc/passwd", NULL }, { "OEBPS/a.xhtml", "#b", "OEBPS/a.xhtml" },
        { "OEBPS/a.xhtml", "./t/../b%20c.xhtml?q#f", "OEBPS/b c.xhtml" }, { "OEBPS/a.xhtml", "%2e%2e/%2e%2e/b", NULL },
        { "a.xhtml", "..", NULL }, { "a.xhtml", "%2Fetc%2Fpasswd", "etc/passwd" }, { "a/b/c", "x//y", "a/b/x/y" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        al_buf out;
        al_buf_init(&out, 4096);
        bool inside = al_zip_resolve(cases[i].base, cases[i].href, &out);
        if (inside != (cases[i].name != NULL) || (inside && strcmp(al_buf_string(&out), cases[i].name) != 0))
            fail_msg("%s in %s is \"%s\"", cases[i].href, cases[i].base, al_buf_string(&out));
        al_buf_release(&out);
    }
}

/* Fifty thousand entries that lead to the same place, and as many files. */
static void hostile_tables_are_read_in_time(void **state)
{
    (void)state;
    enum { ENTRIES = 50000 };
    char *nav = malloc(ENTRIES * 64 + 1000);
    assert_non_null(nav);
    size_t n = (size_t)sprintf(nav, "<html><body><nav epub:type='toc'>");
    for (int i = 0; i < ENTRIES; i++)
        n += (size_t)sprintf(nav + n, "<ol><li><a href='a.xhtml#x%d'>E %d</a>", i % 7, i);
    sprintf(nav + n, "</nav></body></html>");
    const part parts[] = {
        { "META-INF/container.xml", CONTAINER, 0, false, false },
        { "OEBPS/book.opf", OPF(METADATA, NAV XHTML("a", "a.xhtml"), REF("a")), 0, false, false },
        { "OEBPS/nav.xhtml", nav, 0, false, false },
        { "OEBPS/a.xhtml", PAGE("<p id='x1'>Words</p><p id='x3'>of the book.</p>"), 0, false, false },
    };
    time_t from = time(NULL);
    al_article_free(read_parts(parts, COUNT(parts), 0, NULL));
    assert_true(time(NULL) - from < 30);
    free(nav);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_package_says_is_taken),
        cmocka_unit_test(a_navigation_document_makes_chapters),
        cmocka_unit_test(an_ncx_makes_chapters),
        cmocka_unit_test(without_contents_the_headings_stand),
        cmocka_unit_test(documents_have_their_own_encodings),
        cmocka_unit_test(notes_are_found_across_documents),
        cmocka_unit_test(pictures_and_missing_parts),
        cmocka_unit_test(protected_books_are_refused),
        cmocka_unit_test(archives_that_are_no_books_are_refused),
        cmocka_unit_test(a_cut_off_book_is_refused),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(the_sum_has_a_ceiling),
        cmocka_unit_test(an_archive_of_too_many_files_is_refused),
        cmocka_unit_test(names_stay_within_the_book),
        cmocka_unit_test(hostile_tables_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
