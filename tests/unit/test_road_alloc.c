/* From bytes to the written script, when memory runs out at any point. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

#include <aloud.h>

#include "alloc.h"

static const char TEXT[] =
    "Accessibility links\n\nBreaking News\n\nA Title Of Some Words\n\n"
    "A caption that is printed twice.\nA caption that is printed twice.\n\n"
    "The first paragraph has a few words in it, so that it is one. It goes on for two sentences.\n\n"
    "A Video Of Something\nplease wait\n\nNo media source currently available\n\n0:00 0:01:45 0:00\n\n"
    "A Heading In Between\n\nThe second paragraph says \"something quoted\", and ends.\n";

static const char PAGE[] =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A Title - Site</title>"
    "<script type='application/ld+json'>"
    "{\"@type\":\"NewsArticle\",\"headline\":\"A Title\",\"author\":{\"name\":\"Ada Example\"}}</script>"
    "</head><body><nav><a href=/>Home</a></nav><article><h1>A Title</h1><p>The first paragraph has <em>a few</em> words in it, "
    "so that it is one, and a few more so that the page is one.</p>"
    "<figure><img src=x alt='A picture'><figcaption>What it shows</figcaption></figure><h2>A heading</h2>"
    "<ul><li>one<li>two</ul><blockquote><p>Quoted.</p></blockquote><table><tr><th>A<th>B<tr><td>1<td>2</table>"
    "<p>The second paragraph of Ada and the BBC ends it.</p></article></body></html>";

static const char MARKDOWN[] =
    "---\ntitle: A Title\nsubtitle: A standfirst\nauthor: [Ada, {name: Bo}]\ndate: 2024-03-05\n---\n\n# A Title\n\n"
    "The first *paragraph* has a [link](https://example.org) and a note.[^a]\n\n![A picture](x.jpg \"What it shows\")\n\n"
    "1. one\n2. two\n\n> Quoted.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n<p>HTML</p>\n\n```\ncode\n```\n\n[^a]: The note.\n";

static const char FEED[] =
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Site</title><author><name>Ada</name></author><entry><title>One &amp; "
    "two</title><link href='/1'/><id>a</id><updated>2024-01-02T03:04:05Z</updated><summary>In short.</summary><content "
    "type='html'>&lt;h2>One &amp;amp; two&lt;/h2>&lt;p>All &lt;a href='x'>of&lt;/a> it.&lt;/p></content></entry>"
    "<entry><title>Two</title></entry></feed>";

static const struct { const char *name, *text; } BOOK[] = {
    { "META-INF/container.xml", "<container><rootfiles><rootfile full-path='a/b.opf'/></rootfiles></container>" },
    { "META-INF/encryption.xml", "<encryption/>" },
    { "a/b.opf", "<package><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>A Book</dc:title><dc:creator id='c'>Ada"
                 "</dc:creator><meta refines='#c' property='role'>aut</meta><dc:date>2020-01-02</dc:date></metadata><manifest>"
                 "<item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
                 "<item id='d' href='d.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='n'/>"
                 "<itemref idref='d'/><itemref idref='gone'/></spine></package>" },
    { "a/nav.xhtml", "<html><body><nav epub:type='toc'><ol><li><a href='d.xhtml'>Chapter One: A Start</a></li><li>"
                     "<a href='d.xhtml#x'>Two</a></li></ol></nav></body></html>" },
    { "a/d.xhtml", "<html><body><h1>Chapter One</h1><h2>A Start</h2><p>Words.<a epub:type='noteref' href='#n'>1</a></p><p id='x'>"
                   "More.</p><aside epub:type='footnote' id='n'>A note.</aside></body></html>" },
};

typedef struct input {
    const char *bytes, *name;
    uint64_t sum; /* of what is written when nothing fails, once known */
    size_t size;  /* 0: a string */
} input;

/* FNV-1a, 64 bits. */
static int sum_up(void *user, const char *bytes, size_t size)
{
    uint64_t *sum = user;
    for (size_t i = 0; i < size; i++)
        *sum = (*sum ^ (unsigned char)bytes[i]) * 0x100000001B3;
    return 0;
}

/* Out of memory is an error, never another script. */
static int write_out(const aloud_script *s, input *in)
{
    uint64_t sum = 0xCBF29CE484222325;
    int status = aloud_script_write(s, "text", sum_up, &sum, NULL);
    if (!status)
        status = aloud_script_write(s, "json", sum_up, &sum, NULL);
    if (!status)
        status = aloud_script_write(s, "ssml", sum_up, &sum, NULL);
    assert_true(status || !in->sum || in->sum == sum);
    if (!status && !in->sum)
        in->sum = sum;
    return status;
}

static int take_the_road(void *user)
{
    input *in = user;
    aloud_article *article = NULL;
    aloud_script *script = NULL;
    aloud_options *options = aloud_options_new();
    int status = options ? 0 : ALOUD_ERROR_MEMORY;
    if (!status)
        status = aloud_options_set(options, "language", "en", NULL);
    if (!status)
        status = aloud_article_parse(in->bytes, in->size ? in->size : strlen(in->bytes), in->name, options, &article, NULL);
    if (!status)
        status = aloud_script_new(article, options, &script, NULL);
    if (!status)
        status = write_out(script, in);
    aloud_script_free(script);
    aloud_article_free(article);
    aloud_options_free(options);
    return status;
}

static void text_fails_cleanly(void **state)
{
    (void)state;
    input in = { TEXT, "page.txt", 0, 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
}

static void html_fails_cleanly(void **state)
{
    (void)state;
    input in = { PAGE, "page.html", 0, 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
}

static void markdown_fails_cleanly(void **state)
{
    (void)state;
    input in = { MARKDOWN, "page.md", 0, 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
}

static void feed_fails_cleanly(void **state)
{
    (void)state;
    input in = { FEED, "feed.xml", 0, 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
}

static void epub_fails_cleanly(void **state)
{
    (void)state;
    static char book[1 << 16];
    zip_source_t *out = zip_source_buffer_create(book, sizeof book, 0, NULL);
    zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    zip_source_keep(out);
    for (size_t i = 0; i < sizeof BOOK / sizeof *BOOK; i++)
        assert_true(zip_file_add(z, BOOK[i].name, zip_source_buffer(z, BOOK[i].text, strlen(BOOK[i].text), 0), 0) >= 0);
    assert_int_equal(zip_close(z), 0);
    assert_int_equal(zip_source_open(out), 0);
    zip_int64_t size = zip_source_read(out, book, sizeof book);
    assert_true(size > 0);
    input in = { book, "book.epub", 0, (size_t)size };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
    zip_source_close(out);
    zip_source_free(out);
}

static int sum_name(void *user, const aloud_name *n)
{
    return sum_up(user, n->text, strlen(n->text)) || sum_up(user, n->ipa, strlen(n->ipa));
}

/* What a process that runs out of memory cannot tell is an error, never silence. */
static int list_names(void *user)
{
    input *in = user;
    aloud_article *article = NULL;
    aloud_script *script = NULL;
    uint64_t sum = 0xCBF29CE484222325;
    aloud_options *options = aloud_options_new();
    int status = options ? 0 : ALOUD_ERROR_MEMORY;
    if (!status)
        status = aloud_options_set(options, "engine", "tone", NULL);
    if (!status)
        status = aloud_article_parse(in->bytes, strlen(in->bytes), in->name, options, &article, NULL);
    if (!status)
        status = aloud_script_new(article, options, &script, NULL);
    if (!status)
        status = aloud_script_names(script, options, sum_name, &sum, NULL);
    assert_true(status || !in->sum || in->sum == sum);
    in->sum = status ? in->sum : sum;
    aloud_script_free(script);
    aloud_article_free(article);
    aloud_options_free(options);
    return status;
}

static void names_fail_cleanly(void **state)
{
    (void)state;
    input in = { PAGE, "page.html", 0, 0 };
    assert_int_equal(list_names(&in), 0);
    alloc_each(list_names, &in);
}

static int count_voice(void *user, const aloud_voice *voice)
{
    (void)voice;
    ++*(int *)user;
    return 0;
}

static int list_voices(void *user)
{
    aloud_options *options = aloud_options_new();
    int status = options ? aloud_voices("kk", options, count_voice, user, NULL) : ALOUD_ERROR_MEMORY;
    aloud_options_free(options);
    return status;
}

static void voices_fail_cleanly(void **state)
{
    (void)state;
    int seen = 0;
    alloc_each(list_voices, &seen);
    assert_true(seen > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_fails_cleanly),
        cmocka_unit_test(html_fails_cleanly),
        cmocka_unit_test(markdown_fails_cleanly),
        cmocka_unit_test(feed_fails_cleanly),
        cmocka_unit_test(epub_fails_cleanly),
        cmocka_unit_test(names_fail_cleanly),
        cmocka_unit_test(voices_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
