/* The document tree: build, walk, move, check. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/buf.h"

static int new_article(void **state)
{
    *state = al_article_new("page.txt");
    return *state ? 0 : -1;
}

static int free_article(void **state)
{
    al_article_free(*state);
    return 0;
}

/* The kinds and texts below the root in document order, "paragraph(words) ". */
static void is_tree(const al_article *a, const char *want)
{
    al_buf b;
    al_buf_init(&b, 1 << 20);
    for (const al_node *n = a->root->first; n; n = al_node_next(n, a->root))
        al_buf_printf(&b, "%s(%s) ", al_kind_name(n->kind), n->text);
    assert_string_equal(al_buf_string(&b), want);
    al_buf_release(&b);
}

/* Every link of the tree points both ways. */
static void is_sound(const al_node *top)
{
    for (const al_node *n = top; n; n = al_node_next(n, top)) {
        assert_true(!n->first == !n->last);
        if (n->first) {
            assert_null(n->first->prev);
            assert_null(n->last->next);
        }
        for (const al_node *c = n->first; c; c = c->next) {
            assert_ptr_equal(c->parent, n);
            assert_true(c->next ? c->next->prev == c : n->last == c);
        }
    }
}

static void every_kind_has_a_name_and_holds_something_known(void **state)
{
    (void)state;
    for (int k = 0; k < AL_KIND_COUNT; k++) {
        assert_true(*al_kind_name((al_kind)k));
        assert_non_null(strchr("TCEN", al_kind_holds((al_kind)k)));
        for (int other = 0; other < k; other++)
            assert_string_not_equal(al_kind_name((al_kind)k), al_kind_name((al_kind)other));
    }
    assert_string_equal(al_kind_name(AL_KIND_COUNT), "");
    assert_int_equal(al_kind_holds(AL_KIND_COUNT), 'N');
}

static void nodes_begin_with_honest_defaults(void **state)
{
    al_article *a = *state;
    assert_int_equal(al_node_add(a, a->root, AL_HEADING, 1, "h", NULL)->as.heading.level, 2);
    assert_int_equal(al_node_add(a, a->root, AL_VIDEO, 1, "v", NULL)->as.media.seconds, -1);
    assert_int_equal(al_node_add(a, a->root, AL_AUDIO, 1, "v", NULL)->as.media.seconds, -1);
    assert_int_equal(al_node_add(a, a->root, AL_LIST, 1, "", NULL)->as.list.start, 1);
    al_node *cell = al_node_add(a, a->root, AL_CELL, 1, "c", NULL);
    assert_int_equal(cell->as.cell.columns, 1);
    assert_int_equal(cell->as.cell.rows, 1);
    assert_string_equal(al_node_add(a, a->root, AL_SEPARATOR, 1, "", NULL)->text, "");
}

static void text_is_collapsed_but_code_keeps_its_lines(void **state)
{
    al_article *a = *state;
    al_node_add(a, a->root, AL_PARAGRAPH, 1, "  two\n  words ", NULL);
    al_node_add(a, a->root, AL_CODE, 2, "  two\n  lines", NULL);
    al_node_add_n(a, a->root, AL_PARAGRAPH, 3, "cut here", 3, NULL);
    is_tree(a, "paragraph(two words) code(  two\n  lines) paragraph(cut) ");
}

static void nodes_can_be_moved(void **state)
{
    al_article *a = *state;
    al_node *list = al_node_add(a, a->root, AL_LIST, 1, "", NULL);
    al_node *x = al_node_add(a, list, AL_LIST_ITEM, 2, "x", NULL);
    al_node *y = al_node_add(a, list, AL_LIST_ITEM, 3, "y", NULL);
    al_node *z = al_node_add(a, list, AL_LIST_ITEM, 4, "z", NULL);
    al_node *p = al_node_add(a, a->root, AL_PARAGRAPH, 5, "p", NULL);
    is_sound(a->root);
    al_node_unlink(y);
    is_sound(a->root);
    is_tree(a, "list() list_item(x) list_item(z) paragraph(p) ");
    assert_null(y->parent);
    al_node_put(y, list, NULL);
    is_sound(a->root);
    is_tree(a, "list() list_item(y) list_item(x) list_item(z) paragraph(p) ");
    al_node_unlink(z);
    al_node_put(z, a->root, p);
    al_node_unlink(x);
    al_node_put(x, a->root, list);
    is_sound(a->root);
    is_tree(a, "list() list_item(y) list_item(x) paragraph(p) list_item(z) ");
    al_node_unlink(list);
    is_sound(a->root);
    is_tree(a, "list_item(x) paragraph(p) list_item(z) ");
}

static void walk_stays_within_its_top(void **state)
{
    al_article *a = *state;
    al_node *list = al_node_add(a, a->root, AL_LIST, 1, "", NULL);
    al_node *item = al_node_add(a, list, AL_LIST_ITEM, 2, "x", NULL);
    al_node *inner = al_node_add(a, item, AL_PARAGRAPH, 2, "y", NULL);
    al_node *after = al_node_add(a, a->root, AL_PARAGRAPH, 3, "z", NULL);
    assert_ptr_equal(al_node_next(inner, a->root), after);
    assert_null(al_node_next(inner, list));
    assert_ptr_equal(al_node_skip(list, a->root), after);
    assert_null(al_node_skip(list, list));
    assert_null(al_node_next(after, after));
    assert_null(al_node_next(after, a->root));
}

static void deep_trees_are_walked_without_recursion(void **state)
{
    al_article *a = *state;
    al_node *at = a->root;
    for (int i = 0; i < 200000; i++)
        at = al_node_add(a, at, AL_QUOTE, 1, "", NULL);
    al_node_add(a, at, AL_PARAGRAPH, 1, "at the bottom", NULL);
    assert_int_equal(al_article_finish(a, NULL), 0);
    assert_int_equal(a->nodes, 200002);
}

static void spans_are_kept_in_order(void **state)
{
    al_article *a = *state;
    al_node *p = al_node_add(a, a->root, AL_PARAGRAPH, 1, "0123456789", NULL);
    assert_true(al_node_span(a, p, AL_SPAN_EMPHASIS, 2, 4, NULL));
    assert_true(al_node_span(a, p, AL_SPAN_LINK, 6, 8, "https://example.org/"));
    assert_true(al_node_span(a, p, AL_SPAN_LANGUAGE, 0, 10, "kk"));
    /* A span that holds nothing, or ends past the text, is none. */
    assert_true(al_node_span(a, p, AL_SPAN_EMPHASIS, 3, 3, NULL));
    assert_true(al_node_span(a, p, AL_SPAN_EMPHASIS, 3, 11, NULL));
    assert_int_equal(p->spans->kind, AL_SPAN_LANGUAGE);
    assert_string_equal(p->spans->value, "kk");
    assert_null(p->spans->next->value);
    assert_string_equal(p->spans->next->next->value, "https://example.org/");
    assert_null(p->spans->next->next->next);
}

static void bylines_are_names_once(void **state)
{
    al_article *a = *state;
    assert_true(al_article_byline(a, "Ada Example"));
    assert_true(al_article_byline(a, "Bo Example"));
    assert_true(al_article_byline(a, "ada example"));
    assert_string_equal(a->bylines->text, "Ada Example");
    assert_string_equal(a->bylines->next->text, "Bo Example");
    assert_null(a->bylines->next->next);
}

static void finish_numbers_nodes_and_names_reasons(void **state)
{
    al_article *a = *state;
    al_node *o = al_node_add(a, a->root, AL_OMITTED, 1, "Menu", NULL);
    al_node *t = al_node_add(a, a->root, AL_TITLE, 2, "The title", "first-line");
    al_node *p = al_node_add(a, a->root, AL_PARAGRAPH, 3, "Words.", NULL);
    assert_int_equal(al_article_finish(a, NULL), 0);
    assert_int_equal(a->root->id, 1);
    assert_int_equal(o->id, 2);
    assert_int_equal(p->id, 4);
    assert_int_equal(a->nodes, 4);
    assert_string_equal(a->title, "The title");
    assert_string_equal(t->why, "first-line");
    assert_string_equal(p->why, "paragraph");
    assert_string_equal(o->why, "not-article");
}

static void finish_finds_a_stand_in_for_the_title(void **state)
{
    al_article *a = *state;
    al_node_add(a, a->root, AL_PARAGRAPH, 1, "Words.", NULL);
    assert_int_equal(al_article_finish(a, NULL), 0);
    assert_string_equal(a->title, "page.txt");
    assert_int_equal(al_diag_get(&a->diag, 0)->kind, AL_WARN_TITLE);
}

static void finish_refuses_what_has_nothing_to_hear(void **state)
{
    al_article *a = *state;
    aloud_error err;
    assert_int_equal(al_article_finish(a, &err), ALOUD_ERROR_INPUT);
    al_node_add(a, a->root, AL_TITLE, 1, "A title alone", NULL);
    al_node_add(a, a->root, AL_OMITTED, 2, "Menu", NULL);
    al_node_add(a, a->root, AL_PARAGRAPH, 3, " ", NULL);
    al_node_add(a, a->root, AL_LIST, 4, "", NULL);
    assert_int_equal(al_article_finish(a, &err), ALOUD_ERROR_INPUT);
    assert_non_null(strstr(err.text, "no article"));
    al_node_add(a, a->root, AL_VIDEO, 5, "A video is something", NULL);
    assert_int_equal(al_article_finish(a, &err), 0);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, new_article, free_article)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_name_and_holds_something_known),
        CASE(nodes_begin_with_honest_defaults),
        CASE(text_is_collapsed_but_code_keeps_its_lines),
        CASE(nodes_can_be_moved),
        CASE(walk_stays_within_its_top),
        CASE(deep_trees_are_walked_without_recursion),
        CASE(spans_are_kept_in_order),
        CASE(bylines_are_names_once),
        CASE(finish_numbers_nodes_and_names_reasons),
        CASE(finish_finds_a_stand_in_for_the_title),
        CASE(finish_refuses_what_has_nothing_to_hear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
