/* Listening, when memory runs out at any point: to an article, and to a folder of chapters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <aloud.h>

#include "alloc.h"

enum { TURNS = 3, WATCHED = 16 };

static const char TEXT[] = "# A pump\n\nIt is dry. It was wet.\n\n## A tap\n\nIt turned.\n";

static const char *const LINES[] = { "next sentence", "spell", "next paragraph", "where", "faster", "next voice", "chapter 2",
                                     "bookmark", "previous heading", "next bookmark", "pause", "play", "chapter 2" };

typedef struct fixture {
    char folder[64], chapters[160];
    aloud_options *making, *options;
    aloud_script *script;
    const char *played; /* a folder; NULL: the script */
} fixture;

static int turn(aloud_player *p)
{
    struct pollfd on[WATCHED];
    int wait = -1, over = aloud_player_turn(p, NULL);
    if (over)
        return over;
    size_t n = aloud_player_watch(p, on, WATCHED, &wait);
    poll(on, n, wait < 0 || wait > 5 ? 5 : wait); /* while it is paused nothing else wakes it */
    return 0;
}

static int listen(void *user)
{
    fixture *f = user;
    aloud_player *p;
    int status = aloud_player_new(f->options, &p, NULL);
    if (status)
        return status;
    status = f->played ? aloud_player_load_folder(p, f->played, NULL) : aloud_player_load(p, f->script, NULL);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES && status >= 0; i++) {
        status = aloud_player_command(p, LINES[i], NULL);
        for (int k = 0; k < TURNS && !status; k++)
            status = turn(p);
    }
    while (!status)
        status = turn(p);
    int freed = aloud_player_free(p, NULL);
    return status < 0 ? status : freed;
}

static int start(void **state)
{
    static fixture f;
    aloud_article *a;
    f = (fixture){ .folder = "/tmp/aloud-alloc-XXXXXX" };
    *state = &f;
    if (!mkdtemp(f.folder) || setenv("XDG_STATE_HOME", f.folder, 1) < 0 || !(f.options = aloud_options_new()) ||
        !(f.making = aloud_options_new()))
        return -1;
    assert_int_equal(aloud_options_set(f.options, "engine", "tone", NULL), 0);
    assert_int_equal(aloud_options_set(f.options, "device", "null:fast", NULL), 0);
    assert_int_equal(aloud_options_set(f.making, "engine", "tone", NULL), 0);
    assert_int_equal(aloud_options_set(f.making, "language", "en", NULL), 0);
    assert_int_equal(aloud_options_set(f.making, "output", f.folder, NULL), 0);
    assert_int_equal(aloud_article_parse(TEXT, sizeof TEXT - 1, "a.md", f.making, &a, NULL), 0);
    assert_int_equal(aloud_script_new(a, f.making, &f.script, NULL), 0);
    aloud_article_free(a);
    assert_int_equal(aloud_convert(f.script, f.making, NULL, NULL, f.chapters, sizeof f.chapters, NULL), 0);
    return 0;
}

static int stop(void **state)
{
    fixture *f = *state;
    char command[128];
    aloud_script_free(f->script);
    aloud_options_free(f->options);
    aloud_options_free(f->making);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    return system(command);
}

static void test_article(void **state)
{
    fixture *f = *state;
    f->played = NULL;
    alloc_each(listen, f);
}

static void test_folder(void **state)
{
    fixture *f = *state;
    f->played = f->chapters;
    alloc_each(listen, f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article),
        cmocka_unit_test(test_folder),
    };
    return cmocka_run_group_tests_name("play_alloc", tests, start, stop);
}
