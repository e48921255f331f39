/* Words in the sound: events that an engine has told wrongly are repaired against the text and the sound. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "speech/align.h"

enum { RATE = 1000, FRAMES = 400 };

/* Four words, each of 80 frames of sound and 20 of silence: "one" is heard from 0, "two" from 100 … */
static const char text[] = "one two three four";
static int16_t frames[FRAMES];

static void speak(void)
{
    for (size_t i = 0; i < FRAMES; i++)
        frames[i] = i % 100 < 80 ? 5000 : 0;
}

static al_aligned *align(const char *what, const int16_t *sound, size_t count, const al_word *told, size_t told_count,
                         size_t *found)
{
    al_word_cutter *c = al_word_cutter_new();
    assert_non_null(c);
    al_sound s = { .frames = sound, .count = count, .words = told, .word_count = told_count };
    al_aligned *out = NULL;
    aloud_error err;
    assert_int_equal(al_align(what, strlen(what), &s, RATE, c, &out, found, &err), 0);
    al_word_cutter_free(c);
    size_t end = 0, to = 0;
    for (size_t i = 0; i < *found; i++) { /* whatever was told */
        assert_true(out[i].begin >= end && out[i].end > out[i].begin && out[i].end <= count);
        assert_true(out[i].at.from >= to && out[i].at.to > out[i].at.from && out[i].at.to <= strlen(what));
        end = out[i].end;
        to = out[i].at.to;
    }
    return out;
}

/* Events of the four words, as they should be told: code points from 0. */
#define ONE { .at = 0, .count = 3, .frame = 0 }
#define TWO { .at = 4, .count = 3, .frame = 100 }
#define THREE { .at = 8, .count = 5, .frame = 200 }
#define FOUR { .at = 14, .count = 4, .frame = 300 }

static void begins(const al_aligned *w, size_t count, const size_t *at, size_t expected)
{
    assert_int_equal(count, expected);
    for (size_t i = 0; i < expected; i++)
        assert_int_equal(w[i].begin, at[i]);
}

static void good_events_are_kept(void **state)
{
    (void)state;
    static const al_word told[] = { ONE, TWO, THREE, FOUR };
    static const size_t at[] = { 0, 100, 200, 300 };
    size_t count;
    al_aligned *w = align(text, frames, FRAMES, told, 4, &count);
    begins(w, count, at, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(w[i].told);
    free(w);
}

/* What goes back in time is not believed; the word is placed between its neighbours, on sound. */
static void an_event_that_goes_back_is_replaced(void **state)
{
    (void)state;
    static const al_word told[] = { ONE, TWO, { .at = 8, .count = 5, .frame = 0 }, FOUR };
    size_t count;
    al_aligned *w = align(text, frames, FRAMES, told, 4, &count);
    assert_int_equal(count, 4);
    assert_false(w[2].told);
    assert_true(w[2].begin > 100 && w[2].begin < 300);
    assert_true(w[3].told && w[3].begin == 300);
    free(w);
}

static void one_event_for_two_words(void **state)
{
    (void)state;
    static const al_word told[] = { ONE, { .at = 4, .count = 9, .frame = 100 }, FOUR };
    size_t count;
    al_aligned *w = align(text, frames, FRAMES, told, 3, &count);
    assert_int_equal(count, 4);
    assert_int_equal(w[1].begin, 100);
    assert_false(w[2].told);
    assert_true(w[2].begin > 100 && w[2].begin < 300);
    assert_int_equal(w[3].begin, 300);
    free(w);
}

static void many_events_for_one_word(void **state)
{
    (void)state;
    static const al_word told[] = { ONE, TWO, THREE, { .at = 10, .count = 1, .frame = 220 },
                                    { .at = 12, .count = 1, .frame = 240 }, FOUR };
    static const size_t at[] = { 0, 100, 200, 300 };
    size_t count;
    al_aligned *w = align(text, frames, FRAMES, told, 6, &count);
    begins(w, count, at, 4);
    free(w);
}

static void events_outside_of_text_and_sound(void **state)
{
    (void)state;
    static const al_word told[] = { ONE, { .at = 500, .count = 3, .frame = 150 }, TWO, THREE,
                                    { .at = UINT32_MAX, .count = UINT32_MAX, .frame = 399 } };
    static const size_t at[] = { 0, 100, 200 };
    size_t count;
    al_aligned *w = align(text, frames, FRAMES, told, 5, &count);
    assert_int_equal(count, 4);
    begins(w, 3, at, 3);
    assert_true(w[3].begin > 200 && w[3].begin < FRAMES);
    free(w);
}

/* Nothing is told at all: the words share the sound by their length. */
static void no_events(void **state)
{
    (void)state;
    size_t count;
    al_aligned *w = align(text, frames, FRAMES, NULL, 0, &count);
    assert_int_equal(count, 4);
    assert_int_equal(w[0].begin, 0);
    for (size_t i = 0; i < count; i++)
        assert_false(w[i].told);
    free(w);
}

/* A pause is of no word, and a word begins with its sound. */
static void pauses_belong_to_nobody(void **state)
{
    (void)state;
    static int16_t sound[1000];
    memset(sound, 0, sizeof sound);
    for (size_t i = 50; i < 200; i++)
        sound[i] = sound[i + 600] = 5000;
    static const al_word told[] = { ONE, { .at = 4, .count = 3, .frame = 400 } };
    size_t count;
    al_aligned *w = align("one two", sound, 1000, told, 2, &count);
    assert_int_equal(count, 2);
    assert_int_equal(w[0].begin, 50);
    assert_in_range(w[0].end, 200, 250);
    assert_int_equal(w[1].begin, 650);
    assert_in_range(w[1].end, 800, 850);
    free(w);
}

/* More words than there are frames: those that do not fit in are left out, and nothing overlaps. */
static void less_sound_than_words(void **state)
{
    (void)state;
    size_t count;
    for (size_t frames_left = 0; frames_left < 6; frames_left++) {
        al_aligned *w = align(text, frames, frames_left, NULL, 0, &count);
        assert_true(count <= frames_left);
        free(w);
    }
}

static void no_words(void **state)
{
    (void)state;
    static const char *const none[] = { "", " ", "—", "… !" };
    static const al_word told[] = { ONE };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        size_t count = 1;
        free(align(none[i], frames, FRAMES, told, 1, &count));
        assert_int_equal(count, 0);
    }
}

/* Whatever an engine tells, what `align` asserts of every answer holds. */
static void events_at_random(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        al_word told[8];
        size_t many = round % 9;
        for (size_t i = 0; i < many; i++) {
            uint32_t r[3];
            for (int k = 0; k < 3; k++)
                r[k] = seed = seed * 1664525u + 1013904223u;
            told[i] = (al_word){ .at = (r[0] >> 16) % 24, .count = (r[1] >> 16) % 6, .frame = (r[2] >> 16) % (FRAMES + 1) };
        }
        size_t count;
        free(align(text, frames, FRAMES, told, many, &count));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_events_are_kept),
        cmocka_unit_test(an_event_that_goes_back_is_replaced),
        cmocka_unit_test(one_event_for_two_words),
        cmocka_unit_test(many_events_for_one_word),
        cmocka_unit_test(events_outside_of_text_and_sound),
        cmocka_unit_test(no_events),
        cmocka_unit_test(pauses_belong_to_nobody),
        cmocka_unit_test(less_sound_than_words),
        cmocka_unit_test(no_words),
        cmocka_unit_test(events_at_random),
    };
    speak();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
