/* The Markdown reader: what each construct becomes, and what is Markdown at all. */
#include "reading.h"

#include <time.h>

static int is_markdown(const char *text, const char *name)
{
    const al_input in = { .bytes = text, .size = strlen(text), .name = name, .data = "" };
    int sure = al_reader_markdown.probe(&in);
    return sure > al_reader_text.probe(&in) && sure > al_reader_html.probe(&in);
}

static void it_is_known_by_its_name(void **state)
{
    (void)state;
    assert_true(is_markdown("Plain words.", "notes.md"));
    assert_true(is_markdown("Plain words with <b>bold</b> and a <p>.", "NOTES.Markdown"));
    assert_false(is_markdown("Plain words.", "notes.txt"));
}

static void it_is_known_by_its_marks(void **state)
{
    (void)state;
    assert_true(is_markdown("---\ntitle: A day\n---\n\nWords.\n", "-"));
    assert_true(is_markdown("# A day\n\nWords with a [link](https://example.org).\n", "-"));
    assert_true(is_markdown("# A day\n\nWords.\n\n## Night\n\n```c\nint x;\n```\n", "-"));
    assert_true(is_markdown("See [one](/a), [two](/b) and [three](https://example.org/c).\n", "-"));
}

static void prose_is_no_markdown(void **state)
{
    (void)state;
    static const char *const prose[] = {
        "The # 1 song of the year.\n\n# 1 was by nobody.\n\n# 2 neither.\n",
        "#1 in the charts\n\n#2 in the charts\n\nAnd [a note](see below) in brackets.\n",
        "---\n\nA line over a letter.\n\n---\n\nAnd one below it: so.\n",
        "---\nThe letter began: dear all.\n---\n",
        "He *said* so, and _meant_ it. [Laughter] (Applause)\n\n* * *\n\n- one\n- two\n",
        "* A list\n* of things\n\n1. One\n2. Two\n\n> quoted mail\n> goes on\n",
        "#[1]next [2]previous\n\n   Words of a [3]page as a text browser shows it.\n",
        "A table | of | words\n\n    indented like code\n",
    };
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
        if (is_markdown(prose[i], "-") || is_markdown(prose[i], "a.txt"))
            fail_msg("taken for Markdown: %s", prose[i]);
    assert_false(is_markdown("<!DOCTYPE html><title>x</title><p># not [a](/b) ", "-"));
}

static void a_protocol_decides(void **state)
{
    (void)state;
    al_input in = { .bytes = "Words.", .size = 6, .name = "x", .type = "text/markdown; charset=utf-8", .data = "" };
    assert_int_equal(al_reader_markdown.probe(&in), 100);
    in.type = "text/html";
    in.name = "x.md";
    assert_int_equal(al_reader_markdown.probe(&in), 0);
    in.type = "text/plain; charset=utf-8";
    assert_true(al_reader_markdown.probe(&in) > 90);
}

static void front_matter_says_who_and_when(void **state)
{
    (void)state;
    al_article *a = read_string("---\n# a comment\ntitle: \"One: two\"\nauthor: Ada Example\ndate: 2024-03-05\nlang: de\n"
                                "tags: [a, b]\nextra:\n  title: inner\n  author: nobody\n---\n\nWords of it.\n", "a.md");
    assert_string_equal(a->title, "One: two");
    says(a, AL_TITLE, 0, "One: two");
    assert_string_equal(a->bylines->text, "Ada Example");
    assert_null(a->bylines->next);
    assert_string_equal(a->published, "2024-03-05");
    assert_string_equal(a->language, "de");
    says(a, AL_PARAGRAPH, 0, "Words of it.");
    assert_int_equal(nth(a, AL_PARAGRAPH, 0)->line, 13);
    al_article_free(a);

    a = read_string("---\ntitle: T\nauthors: [Ada, {name: Bo, mail: b@example.org}]\n...\nWords.\n", "a.md");
    assert_string_equal(a->bylines->text, "Ada");
    assert_string_equal(a->bylines->next->text, "Bo");
    assert_null(a->bylines->next->next);
    al_article_free(a);

    a = read_string("+++\ntitle = \"A tomb\"\ndate = 2024-03-05T10:00:00Z\n[extra]\ntitle = \"no\"\n+++\nWords.\n", "a.md");
    assert_string_equal(a->title, "A tomb");
    assert_string_equal(a->published, "2024-03-05T10:00:00Z");
    assert_int_equal(count(a, AL_PARAGRAPH), 1);
    al_article_free(a);
}

static void broken_front_matter_does_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "---\na: &x [*x, *x]\nb: *x\ntitle: [unclosed\n---\nWords.\n",
        "---\na: {b: {c: {d: {e: {f: {g: {h: {i: {j: 1}}}}}}}}}\ntitle: T\n---\nWords.\n",
        "---\n? [a, b]\n: c\n---\nWords.\n",
        "---\ntitle: T\n...\nWords.\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        al_article *a = read_string(texts[i], "a.md");
        assert_int_equal(holds(a, AL_PARAGRAPH, "Words."), 1);
        al_article_free(a);
    }
    al_article *a = read_string("---\ntitle: never closed\n\nWords.\n", "a.md");
    assert_int_equal(holds(a, AL_KIND_COUNT, "Words."), 1);
    assert_int_equal(holds(a, AL_KIND_COUNT, "never closed"), 1);
    al_article_free(a);
}

static void headings_have_levels(void **state)
{
    (void)state;
    al_article *a = read_string("# Title\n\n## Two\n\na\n\n### Three ###\n\nb\n\n# One again\n\nc\n", "a.md");
    says(a, AL_TITLE, 0, "Title");
    assert_string_equal(a->title, "Title");
    says(a, AL_HEADING, 0, "Two");
    assert_int_equal(nth(a, AL_HEADING, 0)->as.heading.level, 2);
    assert_int_equal(nth(a, AL_HEADING, 1)->as.heading.level, 3);
    assert_int_equal(nth(a, AL_HEADING, 1)->line, 7);
    says(a, AL_HEADING, 2, "One again");
    assert_int_equal(nth(a, AL_HEADING, 2)->as.heading.level, 2);
    al_article_free(a);

    a = read_string("## A lesser title\n\nWords.\n\n### Below\n\nMore.\n", "a.md");
    assert_string_equal(a->title, "A lesser title");
    assert_int_equal(count(a, AL_HEADING), 1);
    al_article_free(a);

    a = read_string("---\ntitle: The *same*\n---\n# The \\*same\\*\n\nWords.\n", "a.md");
    assert_int_equal(count(a, AL_TITLE) + count(a, AL_HEADING), 1);
    al_article_free(a);

    a = read_string("---\ntitle: One thing\n---\n# Another\n\nWords.\n", "a.md");
    assert_string_equal(a->title, "One thing");
    says(a, AL_HEADING, 0, "Another");
    al_article_free(a);
}

static void blocks_are_what_they_are(void **state)
{
    (void)state;
    al_article *a = read_string("3. three\n4. four\n   - inner\n\n> quoted\n\n```\nx <y>\n  z & w\n```\n\n---\n\n"
                                "| A | B |\n|---|---|\n| 1 | 2 |\n\nEnd.\n", "a.md");
    const al_node *list = nth(a, AL_LIST, 0);
    assert_true(list->as.list.ordered);
    assert_int_equal(list->as.list.start, 3);
    says(a, AL_LIST_ITEM, 2, "inner");
    assert_ptr_equal(nth(a, AL_LIST, 1)->parent, nth(a, AL_LIST_ITEM, 1));
    says(a, AL_QUOTE, 0, "quoted");
    says(a, AL_CODE, 0, "x <y>\n  z & w\n");
    assert_int_equal(count(a, AL_SEPARATOR), 1);
    assert_int_equal(count(a, AL_ROW), 2);
    assert_true(nth(a, AL_CELL, 0)->as.cell.header);
    says(a, AL_CELL, 3, "2");
    al_article_free(a);
}

static const al_span *span(const al_node *n, al_span_kind kind)
{
    for (const al_span *s = n->spans; s; s = s->next)
        if (s->kind == kind)
            return s;
    return NULL;
}

static void spans_lie_over_the_text(void **state)
{
    (void)state;
    al_article *a = read_string("A *stressed* word &amp; a [link &lt;](https://example.org/?a=1&b=2 \"t\"), `co<de>`, "
                                "~~gone~~.\n", "a.md");
    const al_node *p = nth(a, AL_PARAGRAPH, 0);
    assert_string_equal(p->text, "A stressed word & a link <, co<de>, gone.");
    const al_span *s = span(p, AL_SPAN_EMPHASIS);
    assert_memory_equal(p->text + s->from, "stressed", s->to - s->from);
    s = span(p, AL_SPAN_LINK);
    assert_string_equal(s->value, "https://example.org/?a=1&b=2");
    assert_memory_equal(p->text + s->from, "link <", s->to - s->from);
    al_article_free(a);
}

static void pictures_are_announced(void **state)
{
    (void)state;
    al_article *a = read_string("![A *red* barn & a \"cow\"](b.jpg \"The barn in May\")\n\n"
                                "![Only an alternative](c.jpg)\n\nWords ![amid them](d.jpg) go on.\n", "a.md");
    const al_node *n = nth(a, AL_IMAGE, 0);
    assert_string_equal(n->text, "The barn in May");
    assert_string_equal(n->as.image.alt, "A red barn & a \"cow\"");
    assert_string_equal(n->as.image.url, "b.jpg");
    says(a, AL_IMAGE, 1, "Only an alternative");
    says(a, AL_IMAGE, 2, "amid them");
    says(a, AL_PARAGRAPH, 0, "Words go on.");
    al_article_free(a);
}

static void notes_are_notes(void **state)
{
    (void)state;
    al_article *a = read_string("One.[^a] Two.[^long-label][^a] No note: [^b], `[^a]`.\n\n[^a]: The *first*.\n[^long-label]:\n"
                                "    The second,\n    on two lines.\n\n    And a paragraph.\n\nAfter them.\n\n"
                                "```\n[^a]: code\n```\n", "a.md");
    says(a, AL_PARAGRAPH, 0, "One.[a] Two.[long-label][a] No note: [^b], [^a].");
    const al_span *s = span(nth(a, AL_PARAGRAPH, 0), AL_SPAN_NOTE);
    assert_string_equal(s->value, "note-1");
    assert_string_equal(s->next->value, "note-2");
    says(a, AL_FOOTNOTE, 0, "The first.");
    assert_string_equal(nth(a, AL_FOOTNOTE, 0)->anchor, "note-1");
    assert_int_equal(nth(a, AL_FOOTNOTE, 0)->line, 3);
    says(a, AL_FOOTNOTE, 1, "The second, on two lines. And a paragraph."); /* one note is said as one */
    assert_int_equal(nth(a, AL_FOOTNOTE, 1)->line, 4);
    assert_int_equal(count(a, AL_FOOTNOTE), 2);
    says(a, AL_PARAGRAPH, 1, "After them.");
    assert_int_equal(nth(a, AL_PARAGRAPH, 1)->line, 10);
    says(a, AL_CODE, 0, "[^a]: code\n");
    al_article_free(a);
}

static void html_in_it_is_read(void **state)
{
    (void)state;
    al_article *a = read_string("<div>\n\nIn a *division*.\n\n</div>\n\n<!-- a remark -->\n\n"
                                "Line<br>break, H<sub>2</sub>O, the <title> and\n"
                                "<textarea> of it, 1 < 2.\n\n<script>\nvar hidden;\n</script>\n\n"
                                "<details><summary>More</summary>Inside.</details>\n\nThe last.\n", "a.md");
    says(a, AL_PARAGRAPH, 0, "In a division.");
    assert_int_equal(holds(a, AL_KIND_COUNT, "remark"), 0);
    assert_int_equal(holds(a, AL_KIND_COUNT, "hidden"), 0);
    assert_int_equal(holds(a, AL_KIND_COUNT, "H2O, the and of it, 1 < 2."), 1);
    assert_int_equal(holds(a, AL_KIND_COUNT, "Inside."), 1);
    assert_int_equal(nth(a, AL_PARAGRAPH, count(a, AL_PARAGRAPH) - 1)->line, 18);
    al_article_free(a);
}

/* What opens and never closes swallows nothing. */
static void unclosed_html_swallows_nothing(void **state)
{
    (void)state;
    static const char *const opens[] = { "<script>", "<style>", "<svg>", "<template>", "<title>", "<textarea>", "<!--", "<!-- x",
        "<?php", "<![CDATA[", "<select>", "<noscript>", "<xmp>", "<plaintext>", "<head>", "<a href=\"", "<div class='", "<p" };
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        char text[200];
        snprintf(text, sizeof text, "Before.\n\n%s\n\nAfter one.\n\nWords %s and words.\n\nAfter two.\n", opens[i], opens[i]);
        al_article *a = read_string(text, "a.md");
        if (holds(a, AL_KIND_COUNT, "After one.") != 1 || holds(a, AL_KIND_COUNT, "After two.") != 1)
            fail_msg("%s swallows", opens[i]);
        al_article_free(a);
    }
}

/* A million of what a parser might look through again for each. */
static void hostile_texts_are_read_in_time(void **state)
{
    (void)state;
    static const char *const units[] = { "![[]()", "[", "> ", "* ", "`", "<!--", "a **b *c_ ", "[^a]: x\n", "[a]: /u\n",
        "|", "<svg>", "<?", "_", "&", "</", "~~a ", "# ", "\\", "[^a]", "<a b='" };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        enum { SIZE = 300000 };
        size_t unit = strlen(units[i]);
        char *text = malloc(SIZE + unit + 16);
        assert_non_null(text);
        size_t n = (size_t)sprintf(text, "Words.\n\n");
        for (; n < SIZE; n += unit)
            memcpy(text + n, units[i], unit);
        text[n] = '\0';
        struct timespec from, to;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        al_article *a = read_string(text, "a.md");
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        if (to.tv_sec - from.tv_sec > 20)
            fail_msg("%s: %ld s", units[i], (long)(to.tv_sec - from.tv_sec));
        al_article_free(a);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_known_by_its_name),
        cmocka_unit_test(it_is_known_by_its_marks),
        cmocka_unit_test(prose_is_no_markdown),
        cmocka_unit_test(a_protocol_decides),
        cmocka_unit_test(front_matter_says_who_and_when),
        cmocka_unit_test(broken_front_matter_does_no_harm),
        cmocka_unit_test(headings_have_levels),
        cmocka_unit_test(blocks_are_what_they_are),
        cmocka_unit_test(spans_lie_over_the_text),
        cmocka_unit_test(pictures_are_announced),
        cmocka_unit_test(notes_are_notes),
        cmocka_unit_test(html_in_it_is_read),
        cmocka_unit_test(unclosed_html_swallows_nothing),
        cmocka_unit_test(hostile_texts_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
