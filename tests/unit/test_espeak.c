#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "speech/pool.h"

static const al_style english = { .family = "en-us", .rate = 175, .pitch = 50, .range = 50, .volume = 100 };

static al_pool *open_pool(int jobs)
{
    al_pool *p;
    assert_int_equal(al_pool_open(&al_engine_espeak, jobs, &p, NULL), 0);
    return p;
}

static al_sound speak_in(al_pool *p, const char *text, const char *family)
{
    al_style style = english;
    al_sound s;
    aloud_error err;
    snprintf(style.family, sizeof style.family, "%s", family);
    assert_int_equal(al_pool_say(p, text, strlen(text), &style, NULL, &err), 0);
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, &err), 0);
    return s;
}

static al_sound speak(al_pool *p, const char *text)
{
    return speak_in(p, text, "en-us");
}

static void test_prose(void **state)
{
    (void)state;
    const char *text = "It costs 1,234 dollars in the U.S. \xE2\x80\x94 or so they say.";
    al_pool *p = open_pool(1);
    al_sound s = speak(p, text);
    assert_int_equal(s.status, 0);
    assert_int_equal(al_pool_rate(p), 22050);
    assert_memory_equal(al_pool_version(p), "espeak-ng ", 10);
    assert_in_range(s.count, 3 * 22050, 6 * 22050);
    assert_true(s.word_count >= 8);
    assert_int_equal(s.words[0].at, 0);
    assert_int_equal(s.words[1].at, 3);
    /* The last word by its place in code points, and near the end of the sound. */
    assert_int_equal(s.words[s.word_count - 1].at, al_text_length(text) - 4);
    assert_true(s.words[s.word_count - 1].frame > s.count * 3 / 4);
    int16_t loudest = 0;
    for (size_t i = 0; i < s.count; i++)
        loudest = s.frames[i] > loudest ? s.frames[i] : loudest;
    assert_in_range(loudest, 5000, 32767);
    al_pool_close(p);
}

/* Equal sound whatever was said before, in whatever order, by however many. */
static void test_same_sound(void **state)
{
    (void)state;
    static const char *const texts[] = { "The cat sat on the mat.", "A wholly different sentence, with a comma.", "1999",
                                         "Why would it be otherwise?", "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82." };
    enum { COUNT = sizeof texts / sizeof *texts };
    uint64_t sums[COUNT] = { 0 };
    const int jobs[] = { 1, 2, 7, 1 };
    for (int turn = 0; turn < 4; turn++) {
        al_pool *p = open_pool(jobs[turn]);
        for (int i = 0; i < COUNT; i++) {
            int which = turn % 2 ? COUNT - 1 - i : i;
            al_sound s = speak_in(p, texts[which], which == 3 ? "en-gb+f3" : "en-us");
            uint64_t sum = s.count;
            for (size_t k = 0; k < s.count; k++)
                sum = sum * 31 + (uint16_t)s.frames[k];
            assert_int_equal(s.status, 0);
            assert_true(s.count > 5000);
            assert_true(sums[which] == 0 || sums[which] == sum);
            sums[which] = sum;
        }
        al_pool_close(p);
    }
    for (int i = 1; i < COUNT; i++)
        assert_true(sums[i] != sums[i - 1]);
}

static void test_style(void **state)
{
    (void)state;
    const char *text = "The quick brown fox jumps over the lazy dog.";
    al_pool *p = open_pool(1);
    size_t usual = speak(p, text).count;
    al_style style = english;
    al_sound s;
    style.rate = 350;
    assert_int_equal(al_pool_say(p, text, strlen(text), &style, NULL, NULL), 0);
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, NULL), 0);
    assert_in_range(s.count, usual / 3, usual * 2 / 3);
    style = english;
    style.volume = 0;
    assert_int_equal(al_pool_say(p, text, strlen(text), &style, NULL, NULL), 0);
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, NULL), 0);
    for (size_t i = 0; i < s.count; i++)
        assert_in_range(s.frames[i] + 10, 0, 20);
    assert_int_equal(s.status, 0);
    al_pool_close(p);
}

static void test_unknown_voices(void **state)
{
    (void)state;
    const struct { const char *family, *error; } bad[] = {
        { "nosuch", "espeak-ng has no voice \"nosuch\"; `aloud voices` lists what there is" },
        { "en-us+nosuch",
          "espeak-ng has no variant \"nosuch\" (of voice \"en-us+nosuch\"); `aloud voices` lists them" },
        { "en-us+", "espeak-ng has no variant \"\" (of voice \"en-us+\"); `aloud voices` lists them" },
        { "f3", "espeak-ng has no voice \"f3\"; `aloud voices` lists what there is" },
        { "!v/f3", "espeak-ng has no voice \"!v/f3\"; `aloud voices` lists what there is" },
        { "", "espeak-ng has no voice \"\"; `aloud voices` lists what there is" },
        { "en-us+../Mr", "espeak-ng has no variant \"../Mr\" (of voice \"en-us+../Mr\"); `aloud voices` lists them" },
        { "en+a-variant-with-a-name-longer-than-any-buffer",
          "espeak-ng has no variant \"a-variant-with-a-name-longer-than-any-buffer\" (of voice "
          "\"en+a-variant-with-a-name-longer-than-any-buffer\"); `aloud voices` lists them" },
        { "a-voice-with-a-name-longer-than-any-buffer",
          "espeak-ng has no voice \"a-voice-with-a-name-longer-than-any-buffer\"; `aloud voices` lists what there is" },
        { "en-zz", "espeak-ng has no voice \"en-zz\"; `aloud voices` lists what there is" },
        { "mb-en1", "MBROLA voices (\"mb-en1\") are not supported; choose another" },
    };
    al_pool *p = open_pool(1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        aloud_error err;
        assert_int_equal(al_pool_voice(p, bad[i].family, &err), ALOUD_ERROR_USAGE);
        assert_string_equal(err.text, bad[i].error);
    }
    assert_int_equal(al_pool_voice(p, "en-gb-x-rp+klatt4", NULL), 0);
    assert_int_equal(al_pool_voice(p, "EN-us+f3", NULL), 0);
    assert_int_equal(al_pool_voice(p, "kk", NULL), 0);
    /* Not a voice's name, but the language of one. */
    assert_int_equal(al_pool_voice(p, "en-GB+f3", NULL), 0);
    assert_int_equal(al_pool_voice(p, "zh", NULL), 0);
    al_pool_close(p);
}

static void test_missing_data(void **state)
{
    (void)state;
    char folder[] = "/tmp/aloud-test-espeak-XXXXXX", path[128];
    aloud_error err;
    assert_non_null(mkdtemp(folder));
    setenv("ESPEAK_DATA_PATH", folder, 1);
    al_pool *p = open_pool(1);
    assert_int_equal(al_pool_voice(p, "en", &err), ALOUD_ERROR_ENGINE);
    assert_string_equal(err.text, "espeak-ng's data is missing: install espeak-ng-data");
    assert_int_equal(al_engine_voices(&al_engine_espeak, NULL, NULL, &err), ALOUD_ERROR_ENGINE);
    snprintf(path, sizeof path, "%s/phontab", folder);
    FILE *f = fopen(path, "w");
    fputs("not a table of phonemes", f);
    fclose(f);
    assert_int_equal(al_pool_voice(p, "en", &err), ALOUD_ERROR_ENGINE);
    unsetenv("ESPEAK_DATA_PATH");
    assert_int_equal(al_pool_voice(p, "en", &err), 0);
    al_pool_close(p);
    unlink(path);
    rmdir(folder);
}

/* Neither a sound server's folder nor anything else appears in the user's home. */
static void test_home_is_left_alone(void **state)
{
    (void)state;
    char folder[] = "/tmp/aloud-test-espeak-XXXXXX", *home = strdup(getenv("HOME") ? getenv("HOME") : "/");
    assert_non_null(mkdtemp(folder));
    setenv("HOME", folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    al_pool *p = open_pool(1);
    assert_int_equal(speak(p, "Word.").status, 0);
    al_pool_close(p);
    setenv("HOME", home, 1);
    free(home);
    assert_int_equal(rmdir(folder), 0);
}

typedef struct found {
    int voices, variants, english, f3, mbrola;
} found;

static int look(void *user, const char *name, const char *language, const char *description, int variant)
{
    found *f = user;
    f->voices += !variant;
    f->variants += variant;
    f->english += !variant && strcmp(name, "en-us") == 0 && strcmp(language, "en-us") == 0 && *description;
    f->f3 += variant && strcmp(name, "f3") == 0;
    f->mbrola += strncmp(name, "mb-", 3) == 0;
    return 0;
}

static void test_list(void **state)
{
    (void)state;
    found f = { 0 };
    assert_int_equal(al_engine_voices(&al_engine_espeak, look, &f, NULL), 0);
    assert_true(f.voices > 100);
    assert_true(f.variants > 50);
    assert_int_equal(f.english, 1);
    assert_int_equal(f.f3, 1);
    assert_int_equal(f.mbrola, 0);
}

/* ---- what the engine would leave out ---------------------------------------------------------------------------------- */

/* Speaks `count` pieces as one text and one by one: as much sound (less the ends of sentences), and the last piece reached. */
static void check_all_is_spoken(al_pool *p, const char *family, size_t count, const char *(*piece)(size_t, char[static 64]))
{
    al_buf b;
    al_buf_init(&b, 1 << 20);
    char room[64];
    size_t apart = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        last = al_text_length(al_buf_string(&b));
        al_buf_printf(&b, "%s ", piece(i, room));
        if (i % 10 == 0) /* a tenth stands for the others */
            apart += 10 * speak_in(p, room, family).count;
    }
    al_sound s = speak_in(p, b.data, family);
    assert_int_equal(s.status, 0);
    assert_in_range(s.count, apart * 7 / 10, apart * 13 / 10);
    uint32_t reached = 0;
    for (size_t i = 0; i < s.word_count; i++) {
        reached = s.words[i].at > reached ? s.words[i].at : reached;
        assert_true(s.words[i].frame <= s.count);
    }
    assert_true(reached >= last);
    al_buf_release(&b);
}

static const char *number(size_t i, char room[static 64])
{
    snprintf(room, 64, "%zu", i + 1);
    return room;
}

static const char *year(size_t i, char room[static 64])
{
    snprintf(room, 64, "%zu", 1950 + i);
    return room;
}

static const char *eight_digits(size_t i, char room[static 64])
{
    snprintf(room, 64, "%zu", 73519284 + i * 1117);
    return room;
}

static const char *foreign(size_t i, char room[static 64])
{
    static const char *const words[] = { "станция", "железная", "дорога", "ғылым", "человек", "қазақстан", "күні" };
    snprintf(room, 64, "%s", words[i % 7]);
    return room;
}

static const char *plain_word(size_t i, char room[static 64])
{
    static const char *const words[] = { "river", "mountain", "yellow", "seven", "walking", "under", "bridges" };
    snprintf(room, 64, "%s", words[i % 7]);
    return room;
}

static void test_nothing_is_cut(void **state)
{
    (void)state;
    al_pool *p = open_pool(2);
    check_all_is_spoken(p, "en-us", 1000, number);
    check_all_is_spoken(p, "en-us", 60, year);
    check_all_is_spoken(p, "en-us", 60, eight_digits);
    check_all_is_spoken(p, "en-us", 120, foreign);
    check_all_is_spoken(p, "en-us", 600, plain_word);
    check_all_is_spoken(p, "ru", 60, year);
    check_all_is_spoken(p, "kk", 120, eight_digits);
    al_pool_close(p);
}

/* One word that is more than the engine takes in. */
static void test_endless_word(void **state)
{
    (void)state;
    char word[301];
    for (size_t i = 0; i < 300; i++)
        word[i] = "kwrtp"[i % 5];
    word[300] = '\0';
    al_pool *p = open_pool(1);
    size_t five = speak(p, "kwrtp").count;
    al_sound s = speak(p, word);
    assert_int_equal(s.status, 0);
    assert_in_range(s.count, five * 40, five * 70);
    al_pool_close(p);
}

/* "[[" would give phonemes to the engine, "<" mark-up: here they are text. */
static void test_no_commands(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    size_t phonemes = speak(p, "[[h@l'oU]]").count, hello = speak(p, "hello").count;
    assert_true(phonemes > hello * 3 / 2);
    size_t bare = speak(p, "Slow down now.").count;
    size_t markup = speak(p, "<prosody rate=\"x-slow\">Slow down now.</prosody>").count;
    assert_true(markup > bare);
    al_sound s = speak(p, "\x01""100S fast");
    assert_int_equal(s.status, 0);
    al_pool_close(p);
}

static void add_many(al_buf *b, const char *what, int times)
{
    b->size = 0;
    for (int i = 0; i < times; i++)
        al_buf_add_string(b, what);
}

/* Texts that crash the library or spoil its memory when they are given to it as they are. */
static void test_nasty_texts(void **state)
{
    (void)state;
    static const struct { const char *what; int times; bool says; } nasty[] = {
        { "7", 1250, true }, { "1,", 500, true }, { "1.", 125, true }, { "-", 750, false }, { "a-", 500, true },
        { "\xF0\x9F\x98\x80", 125, false }, { "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D", 50, false },
        { "\xF0\x9F\x87\xA9", 75, false }, { "a\xCC\x81\xCC\x80\xCC\x82", 150, true }, { "\xCC\x81", 225, false },
        { "\xE2\x80\x8D", 225, false }, { "\xD8\xB1\xE2\x80\x8C", 125, true }, { "A", 750, true }, { "%", 100, false },
        { "\xE4\xB8\xAD", 175, true }, { "\xED\x95\x9C", 100, true }, { "\xE0\xB8\xA1", 100, true },
        { "\xD7\xA9\xD7\x9C hello \xD0\xBC\xD0\xB8\xD1\x80 \xE4\xB8\xAD \xE0\xA4\xB9 \xE1\x83\xA5 ", 30, true },
        { "((((", 75, false }, { "\"'", 225, false }, { "&amp;<b>", 50, true }, { "http://a.b/c?d=e&f=", 30, true },
        { "\xEF\xBF\xBF\xF4\x8F\xBF\xBF", 50, false }, { "\xC2\xAD", 125, false }, { "x\xC2\xAD", 75, true },
        { "\xE2\x88\x91\xE2\x88\xAB", 50, false }, { "\xF0\x9D\x95\x8F", 50, true }, { "\xC2\xB2", 100, false },
        { "\xE2\x85\xA7", 75, false }, { "Q. ", 100, true }, { "\xFF\xC0\x80", 100, false }, { "III", 75, true },
    };
    const char *const families[] = { "en-us", "fa" };
    al_pool *p = open_pool(2);
    al_buf b;
    al_buf_init(&b, 1 << 20);
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
            add_many(&b, nasty[i].what, nasty[i].times);
            al_sound s = speak_in(p, b.data, families[f]);
            if (s.status)
                print_message("%s, %.20s: %s\n", families[f], nasty[i].what, s.error.text);
            assert_int_equal(s.status, 0);
            assert_true(!nasty[i].says || s.count > 1000);
        }
    }
    al_buf_release(&b);
    al_pool_close(p);
}

/* Bytes of no meaning: always an answer. */
static void test_random_bytes(void **state)
{
    (void)state;
    char bytes[400];
    unsigned seed = 12345;
    al_pool *p = open_pool(2);
    for (int turn = 0; turn < 30; turn++) {
        size_t size = 1 + (size_t)(seed >> 8) % sizeof bytes;
        for (size_t i = 0; i < size; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[i] = (char)(seed >> 16);
        }
        al_sound s;
        assert_int_equal(al_pool_say(p, bytes, size, &english, NULL, NULL), 0);
        assert_int_equal(al_pool_take(p, NULL, NULL, &s, NULL), 0);
        if (s.status)
            print_message("turn %d: %s\n", turn, s.error.text);
        assert_int_equal(s.status, 0);
    }
    al_pool_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prose),
        cmocka_unit_test(test_same_sound),
        cmocka_unit_test(test_style),
        cmocka_unit_test(test_unknown_voices),
        cmocka_unit_test(test_missing_data),
        cmocka_unit_test(test_home_is_left_alone),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_nothing_is_cut),
        cmocka_unit_test(test_endless_word),
        cmocka_unit_test(test_no_commands),
        cmocka_unit_test(test_nasty_texts),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests_name("espeak", tests, NULL, NULL);
}
