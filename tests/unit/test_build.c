/* From the article to the script: what is announced where, headers of tables, chapters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/data.h"
#include "script/script.h"

#define BODY "<p>The council of the old town met on Tuesday evening to talk about the bridge, which has been closed.</p>"
#define MORE "<p>Nobody in the other town had heard of it, since the ferry brings no news on any day but Sunday.</p>"

static aloud_script *make(const char *body, const char *verbosity)
{
    char page[8192];
    aloud_article *a;
    aloud_script *s;
    aloud_error err;
    aloud_options *o = aloud_options_new();
    if (verbosity)
        assert_int_equal(aloud_options_set(o, "verbosity", verbosity, NULL), 0);
    snprintf(page, sizeof page, "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The Bridge</title></head><body>"
                                "<article>%s</article></body></html>", body);
    if (aloud_article_parse(page, strlen(page), "page.html", o, &a, &err))
        fail_msg("%s", err.text);
    assert_int_equal(aloud_script_new(a, o, &s, &err), 0);
    aloud_article_free(a);
    aloud_options_free(o);
    return s;
}

/* The item whose text begins so. */
static aloud_item find(const aloud_script *s, const char *text)
{
    aloud_item item;
    for (size_t i = 0; aloud_script_item(s, i, &item) == 0; i++)
        if (strncmp(item.text, text, strlen(text)) == 0)
            return item;
    fail_msg("there is no item \"%s\"", text);
    return item;
}

static aloud_item find_role(const aloud_script *s, const char *role)
{
    aloud_item item;
    for (size_t i = 0; aloud_script_item(s, i, &item) == 0; i++)
        if (strcmp(item.role, role) == 0)
            return item;
    fail_msg("there is no %s", role);
    return item;
}

static int count_announced(const aloud_script *s, const char *what)
{
    aloud_item item;
    int count = 0;
    for (size_t i = 0; aloud_script_item(s, i, &item) == 0; i++)
        count += (item.announce && strstr(item.announce, what)) || (item.close && strstr(item.close, what));
    return count;
}

/* The script of a tree, for what no reader makes in a test's few lines. */
static aloud_script *build(al_article *a)
{
    static const al_script_settings set = { .verbosity = AL_NORMAL, .notes = AL_NOTES_END, .split = 3 };
    al_buf data;
    al_phrases *phrases;
    aloud_script *s;
    al_buf_init(&data, 1 << 16);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    assert_int_equal(al_phrases_load(al_buf_string(&data), "en", &phrases, NULL), 0);
    assert_int_equal(al_article_finish(a, NULL), 0);
    assert_int_equal(al_script_build(a, phrases, &set, &s, NULL), 0);
    al_phrases_free(phrases);
    al_buf_release(&data);
    al_article_free(a);
    return s;
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

static void a_cell_over_several_rows_keeps_its_column(void **state)
{
    (void)state;
    aloud_script *s = make("<h1>The Bridge</h1>" BODY
                           "<table><tr><th>Country</th><th>City</th><th>River</th></tr>"
                           "<tr><td rowspan=3>France</td><td>Paris</td><td>Seine</td></tr>"
                           "<tr><td>Lyon</td><td rowspan=2>Rhone</td></tr>"
                           "<tr><td>Arles</td></tr><tr><td>Austria</td><td>Linz</td><td>Danube</td></tr></table>" MORE, NULL);
    assert_string_equal(find(s, "France").say, "Country: France. City: Paris. River: Seine.");
    assert_string_equal(find(s, "Lyon").say, "City: Lyon. River: Rhone.");
    assert_string_equal(find(s, "Arles").say, "City: Arles.");
    assert_string_equal(find(s, "Austria").say, "Country: Austria. City: Linz. River: Danube.");
    aloud_script_free(s);
}

static void a_header_over_two_rows_holds_its_column(void **state)
{
    (void)state;
    aloud_script *s = make("<h1>The Bridge</h1>" BODY
                           "<table><tr><th rowspan=2>Player</th><th colspan=2>Goals</th></tr><tr><th>Home</th><th>Away</th></tr>"
                           "<tr><td>Ada</td><td>many</td><td>few</td></tr></table>" MORE
                           "<table><tr><th>Fruit</th><th>Colour</th></tr><tr><td>Plum</td><td>blue</td></tr></table>", NULL);
    assert_string_equal(find(s, "Ada").say, "Player: Ada. Goals: many. Goals: few.");
    assert_string_equal(find(s, "Plum").say, "Fruit: Plum. Colour: blue.");
    aloud_script_free(s);
}

static void more_columns_than_are_counted_are_gone_through(void **state)
{
    (void)state;
    al_article *a = al_article_new("page");
    al_node *table = al_node_add(a, a->root, AL_TABLE, 1, "", "table");
    for (int r = 0; r < 3; r++) {
        al_node *row = al_node_add(a, table, AL_ROW, 1, "", "row");
        for (int i = 0; i < 200; i++) {
            al_node *c = al_node_add(a, row, AL_CELL, 1, r ? "word" : "head", "cell");
            c->as.cell.header = r == 0;
            c->as.cell.rows = i % 2 ? 70000 : 1;
            c->as.cell.columns = i == 100 ? UINT32_MAX : 1;
        }
    }
    aloud_script *s = build(a);
    assert_int_equal(strncmp(find(s, "word").say, "head: word. head: word.", 23), 0);
    aloud_script_free(s);
}

/* ---- quotations ------------------------------------------------------------------------------------------------- */

static void a_quotation_of_paragraphs_is_announced_once(void **state)
{
    (void)state;
    aloud_script *s = make("<h1>The Bridge</h1>" BODY "<blockquote><p>It was never open, said one.</p><p>It was, said another.</p>"
                           "</blockquote>" MORE, NULL);
    assert_string_equal(find(s, "It was never").announce, "Quote:");
    assert_null(find(s, "It was never").close);
    assert_null(find(s, "It was, said").announce);
    assert_string_equal(find(s, "It was, said").close, "End of quote.");
    assert_int_equal(count_announced(s, "uote"), 2);
    aloud_script_free(s);
}

static void a_quotation_of_a_list_is_announced(void **state)
{
    (void)state;
    aloud_script *s = make("<h1>The Bridge</h1>" BODY "<blockquote><ul><li>Never cross alone</li><li>Never look down</li></ul>"
                           "</blockquote>" MORE, NULL);
    assert_string_equal(find_role(s, "list").announce, "Quote: List, 2 items:");
    assert_string_equal(find(s, "Never look").close, "End of quote.");
    assert_int_equal(count_announced(s, "uote"), 2);
    aloud_script_free(s);
    s = make("<h1>The Bridge</h1>" BODY "<blockquote><ul><li>Never cross alone</li><li>Never look down</li></ul>"
             "</blockquote>" MORE, "brief");
    assert_int_equal(count_announced(s, "uote"), 0);
    aloud_script_free(s);
}

static void a_quotation_ends_behind_its_last_item(void **state)
{
    (void)state;
    aloud_script *s = make("<h1>The Bridge</h1>" BODY "<blockquote><p>Two rules hold on the bridge:</p>"
                           "<ol><li>Never cross alone</li>"
                           "<li>Never look down</li></ol></blockquote>" MORE, NULL);
    assert_string_equal(find(s, "Two rules").announce, "Quote:");
    assert_null(find(s, "Two rules").close);
    assert_string_equal(find(s, "Never look").close, "End of quote.");
    aloud_script_free(s);
}

static void a_quotation_of_code_is_announced(void **state)
{
    (void)state;
    al_article *a = al_article_new("page");
    al_node *quote = al_node_add(a, a->root, AL_QUOTE, 1, "", "quote");
    al_node_add(a, quote, AL_CODE, 1, "open(bridge);\nclose(bridge);\n", "code");
    al_node_add(a, a->root, AL_PARAGRAPH, 1, "And so it went on.", "paragraph");
    aloud_script *s = build(a);
    aloud_item code = find_role(s, "code");
    assert_string_equal(code.announce, "Quote: Code, 2 lines.");
    assert_string_equal(code.close, "End of quote.");
    assert_null(find(s, "And so").announce);
    aloud_script_free(s);
}

/* ---- chapters --------------------------------------------------------------------------------------------------- */

static void names_of_chapters_have_no_markers(void **state)
{
    (void)state;
    aloud_script *s = make("<h1>The Bridge<sup><a href='#fn1'>[1]</a></sup></h1>" BODY
                           "<h2>History<sup><a href='#fn1'>[1]</a></sup></h2>" MORE
                           "<section class=footnotes><ol><li id=fn1>It is told by nobody else.</li></ol></section>", NULL);
    aloud_chapter c;
    assert_string_equal(aloud_script_title(s), "The Bridge");
    assert_int_equal(aloud_script_chapter(s, 0, &c), 0);
    assert_string_equal(c.title, "The Bridge");
    assert_int_equal(aloud_script_chapter(s, 1, &c), 0);
    assert_string_equal(c.title, "History");
    aloud_script_free(s);
}

static void a_title_alone_is_no_chapter(void **state)
{
    (void)state;
    aloud_chapter c;
    aloud_script *s = make("<h1>The Bridge</h1><h2>Before the flood</h2>" BODY "<h2>After the flood</h2>" MORE, NULL);
    assert_int_equal(aloud_script_chapters(s), 2);
    assert_int_equal(aloud_script_chapter(s, 0, &c), 0);
    assert_string_equal(c.title, "The Bridge");
    assert_int_equal(c.count, 3);
    aloud_script_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_over_several_rows_keeps_its_column),
        cmocka_unit_test(a_header_over_two_rows_holds_its_column),
        cmocka_unit_test(more_columns_than_are_counted_are_gone_through),
        cmocka_unit_test(a_quotation_of_paragraphs_is_announced_once),
        cmocka_unit_test(a_quotation_of_a_list_is_announced),
        cmocka_unit_test(a_quotation_ends_behind_its_last_item),
        cmocka_unit_test(a_quotation_of_code_is_announced),
        cmocka_unit_test(names_of_chapters_have_no_markers),
        cmocka_unit_test(a_title_alone_is_no_chapter),
    };
    return cmocka_run_group_tests_name("build", tests, NULL, NULL);
}
