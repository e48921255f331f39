/* The ground floor and the article's tree when memory runs out at any point. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "alloc.h"
#include "article/article.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"

static char folder[64];
static char path[100];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/aloud-alloc-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/x.ini", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static int use_arena(void *user)
{
    (void)user;
    al_arena a;
    al_arena_init(&a, 1 << 24);
    int status = 0;
    for (size_t size = 1; !status && size < 1000000; size *= 7)
        if (!al_arena_alloc(&a, size) || !al_arena_string(&a, "text"))
            status = ALOUD_ERROR_MEMORY;
    al_arena_release(&a);
    return status;
}

static int use_text(void *user)
{
    (void)user;
    al_buf b;
    al_buf_init(&b, 1 << 24);
    for (int i = 0; i < 20; i++) {
        al_text_repair(&b, "a\xFF" "b", 3, NULL, NULL);
        al_text_collapse(&b, " some  words\nhere ", 18);
        al_text_key(&b, "Stra\xC3\x9F" "e \xE2\x80\x9CQuoted\xE2\x80\x9D");
        al_text_excerpt(&b, "some words here", 8);
        al_buf_printf(&b, "%d %s", i, "formatted");
    }
    int status = b.failed ? ALOUD_ERROR_MEMORY : 0;
    al_buf_release(&b);
    return status;
}

/* A name that cannot be made of the title is "article"; two texts that cannot be compared are not the same. */
static int use_text_that_falls_back(void *user)
{
    (void)user;
    al_buf b;
    al_buf_init(&b, 1 << 24);
    al_text_slug(&b, "A Title Of Some Length", 60);
    assert_true(b.failed || b.size);
    al_text_same("one", "One.");
    al_buf_release(&b);
    return 0;
}

static int use_file(void *user)
{
    (void)user;
    char deep[128];
    snprintf(deep, sizeof deep, "%s/", folder);
    int status = al_file_mkdirs(deep, NULL);
    if (!status)
        status = al_file_put(path, "[s]\nk = v\n", 10, NULL);
    if (status)
        return status;
    al_buf b;
    al_buf_init(&b, 1 << 20);
    status = al_file_read(path, &b, NULL);
    al_buf_release(&b);
    return status;
}

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    (void)line, (void)section, (void)key, (void)value;
    ++*(int *)user;
    return 0;
}

static int take_name(void *user, const char *name)
{
    (void)name;
    ++*(int *)user;
    return 0;
}

static int use_data(void *user)
{
    int seen = 0;
    aloud_error err;
    al_buf b;
    al_buf_init(&b, 4096);
    (void)user;
    setenv("ALOUD_DATA", folder, 1);
    int status = al_data_folder(&b, &err);
    al_buf_release(&b);
    if (!status)
        status = al_data_ini(path, take_line, &seen, &err);
    if (!status)
        status = al_data_list(folder, ".ini", take_name, &seen, &err);
    assert_true(status || seen == 2);
    return status;
}

static bool build(al_article *a)
{
    al_node *title = al_node_add(a, a->root, AL_TITLE, 1, "A  title", "first-line");
    al_node *p = al_node_add(a, a->root, AL_PARAGRAPH, 2, "Words with a link.", NULL);
    al_node *code = al_node_add_n(a, a->root, AL_CODE, 3, "  x\n  y", 7, NULL);
    return title && p && code && al_node_span(a, p, AL_SPAN_LINK, 13, 17, "https://example.org/") &&
           al_article_byline(a, "One Name") && al_article_byline(a, "Another");
}

static int use_article(void *user)
{
    (void)user;
    al_article *a = al_article_new("memory");
    if (!a)
        return ALOUD_ERROR_MEMORY;
    int status = build(a) ? al_article_finish(a, NULL) : ALOUD_ERROR_MEMORY;
    al_article_free(a);
    return status;
}

static void arena_fails_cleanly(void **state)
{
    (void)state;
    assert_int_equal(alloc_each(use_arena, NULL), 0);
}

static void text_fails_cleanly(void **state)
{
    (void)state;
    assert_int_equal(alloc_each(use_text, NULL), 0);
    assert_true(alloc_each(use_text_that_falls_back, NULL) > 0);
}

static void file_and_data_fail_cleanly(void **state)
{
    (void)state;
    assert_int_equal(alloc_each(use_file, NULL), 0);
    assert_int_equal(alloc_each(use_data, NULL), 0);
}

static void article_fails_cleanly(void **state)
{
    (void)state;
    /* Names that cannot be compared are both kept: no more than that is done without. */
    assert_in_range(alloc_each(use_article, NULL), 0, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_fails_cleanly),
        cmocka_unit_test(text_fails_cleanly),
        cmocka_unit_test(file_and_data_fail_cleanly),
        cmocka_unit_test(article_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
