/* The pool for a caller that does not wait and skips about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "speech/pool.h"

/* The tone engine's sound is exact: frames per code point at 175 words per minute. */
enum { RATE = 22050, LETTER = RATE * 60 / (175 * 6) };

static const al_style plain = { .family = "tone", .rate = 175, .pitch = 50, .range = 50, .volume = 100 };

static al_pool *open_pool(void)
{
    al_pool *p;
    assert_int_equal(al_pool_open(&al_engine_tone, 2, &p, NULL), 0);
    return p;
}

static void say(al_pool *p, const char *text)
{
    assert_int_equal(al_pool_say(p, text, strlen(text), &plain, (void *)text, NULL), 0);
}

/* Look until it is whole: what was there before must stay, and grow. */
static al_sound look_until_whole(al_pool *p, const void *tag)
{
    al_sound s = { 0 };
    size_t before = 0;
    for (int whole = 0; !whole;) {
        al_pool_turn(p);
        whole = al_pool_look(p, tag, &s);
        assert_true(whole >= 0);
        assert_true(s.count >= before);
        before = s.count;
        struct pollfd on[4];
        if (!whole && al_pool_watch(p, on, 4))
            poll(on, al_pool_watch(p, on, 4), 1);
    }
    return s;
}

static void test_looking(void **state)
{
    (void)state;
    al_pool *p = open_pool();
    const char *text = "One two. Three, and four. Five.";
    const al_rest rests[] = { { .at = 9, .silence = 100 }, { .at = 26, .silence = 200 } };
    static const char other[] = "Something else.";
    assert_int_equal(al_pool_say_run(p, text, strlen(text), rests, 2, NULL, &plain, (void *)text, NULL), 0);
    say(p, other);
    al_sound s = look_until_whole(p, other);
    assert_int_equal(s.count, strlen(other) * LETTER);
    s = look_until_whole(p, text);
    assert_int_equal(s.starts[0], 9 * LETTER + RATE / 10);
    assert_int_equal(s.starts[1], 26 * LETTER + RATE / 10 + RATE / 5);
    /* In any order, and as often as wanted; what is dropped is gone. */
    assert_int_equal(al_pool_look(p, other, &s), 1);
    al_pool_drop(p, other);
    assert_int_equal(al_pool_look(p, other, &s), ALOUD_ERROR_USAGE);
    assert_int_equal(al_pool_pending(p), 1);
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, NULL), 0);
    assert_ptr_equal(s.tag, text);
    al_pool_close(p);
}

static void test_dropping(void **state)
{
    (void)state;
    al_pool *p = open_pool();
    static const char hangs[] = "[[hang]]", words[] = "Some words.";
    al_sound s;
    for (int i = 0; i < 50; i++) {
        while (!al_pool_room(p))
            al_pool_turn(p);
        say(p, hangs);
        if (i % 2)
            al_pool_turn(p);
        al_pool_drop(p, hangs);
    }
    /* What hung is ended: there is room for what is wanted at once. */
    while (!al_pool_room(p))
        al_pool_turn(p);
    say(p, words);
    s = look_until_whole(p, words);
    assert_int_equal(s.count, strlen(words) * LETTER);
    assert_int_equal(al_pool_pending(p), 1);
    al_pool_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_looking),
        cmocka_unit_test(test_dropping),
    };
    return cmocka_run_group_tests_name("pool_look", tests, NULL, NULL);
}
