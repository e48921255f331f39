/* From bytes to the written script, when memory runs out at any point. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    "<p>The second paragraph ends it.</p></article></body></html>";

static const char MARKDOWN[] =
    "---\ntitle: A Title\nsubtitle: A standfirst\nauthor: [Ada, {name: Bo}]\ndate: 2024-03-05\n---\n\n# A Title\n\n"
    "The first *paragraph* has a [link](https://example.org) and a note.[^a]\n\n![A picture](x.jpg \"What it shows\")\n\n"
    "1. one\n2. two\n\n> Quoted.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n<p>HTML</p>\n\n```\ncode\n```\n\n[^a]: The note.\n";

typedef struct input {
    const char *bytes, *name;
    uint64_t sum; /* of what is written when nothing fails, once known */
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
        status = aloud_article_parse(in->bytes, strlen(in->bytes), in->name, options, &article, NULL);
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
    input in = { TEXT, "page.txt", 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
}

static void html_fails_cleanly(void **state)
{
    (void)state;
    input in = { PAGE, "page.html", 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
}

static void markdown_fails_cleanly(void **state)
{
    (void)state;
    input in = { MARKDOWN, "page.md", 0 };
    assert_int_equal(take_the_road(&in), 0);
    alloc_each(take_the_road, &in);
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
        cmocka_unit_test(voices_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
