/* Voice files: reading them, their faults, and what a role sounds like in a language. */
#include "voice/languages.h"
#include "voice/voice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char LANGUAGES[] =
    "[voices]\nund = en\nen = en\nen-US = en-us\nru = ru\nzh = cmn-latn-pinyin\nzh-HK = yue\nno = nb\n"
    "kk = kk\ntg = kk\n[scripts]\nLatn = id\nCyrl = ru\n[phrases]\nnb = no\n";
static const char DEFAULT[] = "[about]\ndescription = plain\n[voice]\nvoice-rate = 175\npause-after = 400ms\n"
                              "[heading]\nvoice-rate = 80%\nvoice-pitch = 60\npause-before = 1s\n"
                              "[quote]\nvoice-family = ru+m1, +f3\n"
                              "[announcement]\nvoice-family = +f2, +m7\nvoice-volume = -6dB\n";

static char folder[64];

static void put(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void drop(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/aloud-voice-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    put("languages.ini", LANGUAGES);
    put("clear.voice", DEFAULT);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    drop("languages.ini");
    drop("clear.voice");
    drop("mine.voice");
    return rmdir(folder);
}

static al_voice *load(const char *name)
{
    al_voice *v = NULL;
    aloud_error err = { 0 };
    if (al_voice_load(folder, name, &v, &err))
        fail_msg("%s: %s", name ? name : "default", err.text);
    return v;
}

static al_style style(const al_voice *v, al_role role, const char *language, const al_picks *picks)
{
    al_style s;
    aloud_error err = { 0 };
    if (al_voice_style(v, role, language, picks, &s, NULL, &err))
        fail_msg("%s", err.text);
    return s;
}

/* Load `text` as a voice file and want its fault to hold `words`. */
static void want_fault(const char *text, long line, const char *words)
{
    put("mine.voice", text);
    al_voice *v = NULL;
    aloud_error err = { 0 };
    assert_int_equal(al_voice_load(folder, "mine", &v, &err), ALOUD_ERROR_USAGE);
    assert_null(v);
    assert_int_equal(err.status, ALOUD_ERROR_USAGE);
    assert_int_equal(err.line, line);
    if (!strstr(err.text, words) || !strstr(err.text, "mine.voice:"))
        fail_msg("%s", err.text);
}

static void test_roles(void **state)
{
    (void)state;
    assert_string_equal(al_role_name(AL_ROLE_LIST_ITEM), "list_item");
    for (int r = 0; r < AL_ROLE_COUNT; r++)
        assert_int_equal(al_role_find(al_role_name((al_role)r)), r);
    assert_int_equal(al_role_find("nothing"), AL_ROLE_COUNT);
}

static void test_languages(void **state)
{
    (void)state;
    char tag[16];
    al_language_normal("EN_us", tag, sizeof tag);
    assert_string_equal(tag, "en-us");
    al_language_normal("en-GB-scotland-x-very", tag, sizeof tag);
    assert_string_equal(tag, "en-gb-scotland");
    strcpy(tag, "en-x-rp");
    assert_int_equal(al_language_cut(tag), 1);
    assert_string_equal(tag, "en");
    assert_int_equal(al_language_cut(tag), 0);

    al_languages *l;
    aloud_error err;
    assert_int_equal(al_languages_load(folder, &l, &err), 0);
    assert_string_equal(al_languages_voice(l, "en-GB"), "en");
    assert_string_equal(al_languages_voice(l, "en_us"), "en-us");
    assert_string_equal(al_languages_voice(l, "zh-Hant-TW"), "cmn-latn-pinyin");
    assert_string_equal(al_languages_voice(l, "zh-HK"), "yue");
    assert_string_equal(al_languages_voice(l, ""), "en");
    assert_string_equal(al_languages_voice(l, "bg"), "ru"); /* by its script */
    assert_string_equal(al_languages_voice(l, "xh"), "id");
    assert_null(al_languages_voice(l, "lo"));
    assert_null(al_languages_voice(l, "!?"));
    assert_string_equal(al_languages_folder(l, "nb"), "no");
    assert_null(al_languages_folder(l, "no"));
    al_languages_free(l);
}

static void test_languages_faults(void **state)
{
    (void)state;
    al_languages *l = NULL;
    aloud_error err;
    put("languages.ini", "[voices]\nen = en\nEN = fr\n");
    assert_int_equal(al_languages_load(folder, &l, &err), ALOUD_ERROR_ENGINE);
    assert_int_equal(err.line, 3);
    assert_non_null(strstr(err.text, "twice"));
    put("languages.ini", "[speakers]\nen = en\n");
    assert_int_equal(al_languages_load(folder, &l, &err), ALOUD_ERROR_ENGINE);
    assert_non_null(strstr(err.text, "[speakers]"));
    put("languages.ini", "[voices]\nen =\n");
    assert_int_equal(al_languages_load(folder, &l, &err), ALOUD_ERROR_ENGINE);
    drop("languages.ini");
    assert_int_equal(al_languages_load(folder, &l, &err), ALOUD_ERROR_ENGINE);
    assert_non_null(strstr(err.text, "is missing"));
    assert_null(l);
    al_voice *v = NULL;
    assert_int_equal(al_voice_load(folder, NULL, &v, &err), ALOUD_ERROR_ENGINE);
    assert_null(v);
    put("languages.ini", LANGUAGES);
}

static void test_default(void **state)
{
    (void)state;
    al_voice *v = load(NULL);
    assert_string_equal(al_voice_name(v), "clear");
    assert_string_equal(al_voice_description(v), "plain");
    assert_null(al_voice_engine(v));
    al_style p = style(v, AL_ROLE_PARAGRAPH, "ru", NULL);
    assert_string_equal(p.family, "ru");
    assert_int_equal(p.rate, 175);
    assert_int_equal(p.pitch, 50);
    assert_int_equal(p.volume, 70);
    assert_int_equal(p.pause_before, 0);
    assert_int_equal(p.pause_after, 400);
    al_style h = style(v, AL_ROLE_HEADING, "en-US", NULL);
    assert_string_equal(h.family, "en-us");
    assert_int_equal(h.rate, 140);
    assert_int_equal(h.pitch, 60);
    assert_int_equal(h.pause_before, 1000);
    al_style a = style(v, AL_ROLE_ANNOUNCEMENT, "kk-KZ", NULL);
    assert_string_equal(a.family, "kk+f2");
    assert_int_equal(a.volume, 35);
    al_voice_free(v);
}

static void test_family_by_language(void **state)
{
    (void)state;
    al_voice *v = load(NULL);
    /* The first name of the list that reads the language; another language's name is passed over. */
    assert_string_equal(style(v, AL_ROLE_QUOTE, "ru", NULL).family, "ru+m1");
    assert_string_equal(style(v, AL_ROLE_QUOTE, "en", NULL).family, "en+f3");
    assert_string_equal(style(v, AL_ROLE_PARAGRAPH, "tg", NULL).family, "kk");
    al_style s;
    memset(&s, 1, sizeof s);
    al_style before = s;
    aloud_error err;
    assert_int_equal(al_voice_style(v, AL_ROLE_PARAGRAPH, "lo", NULL, &s, NULL, &err), ALOUD_ERROR_USAGE);
    assert_non_null(strstr(err.text, "lo; choose one with -v"));
    assert_memory_equal(&s, &before, sizeof s);
    al_voice_free(v);
}

static void test_picks(void **state)
{
    (void)state;
    al_voice *v = load(NULL);
    al_picks fast = { .rate = 350, .pitch = 45 };
    al_style h = style(v, AL_ROLE_HEADING, "en", &fast);
    assert_int_equal(h.rate, 280); /* keeps its 80% */
    assert_int_equal(h.pitch, 55); /* and its 10 over the article */
    assert_int_equal(h.pause_before, 500);
    al_picks percent = { .rate_percent = 200, .pitch = -1 };
    assert_int_equal(style(v, AL_ROLE_PARAGRAPH, "en", &percent).rate, 350);
    al_picks slow = { .rate = 80, .pitch = -1 };
    assert_int_equal(style(v, AL_ROLE_HEADING, "en", &slow).rate, 80); /* no role goes below what there is */
    assert_int_equal(style(v, AL_ROLE_PARAGRAPH, "en", &slow).pause_after, 875);
    al_picks low = { .pitch = 0 };
    assert_int_equal(style(v, AL_ROLE_HEADING, "en", &low).pitch, 10);

    const al_picks wrong[] = { { .rate = 79, .pitch = -1 },
                               { .rate = 450, .pitch = -1 },
                               { .rate = -5, .pitch = -1 },
                               { .rate_percent = 45, .pitch = -1 },
                               { .rate_percent = 257, .pitch = -1 },
                               { .rate_percent = -1, .pitch = -1 },
                               { .pitch = 101 },
                               { .pitch = -2 } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        al_style s;
        aloud_error err;
        assert_int_equal(al_voice_style(v, AL_ROLE_PARAGRAPH, "en", &wrong[i], &s, NULL, &err), ALOUD_ERROR_USAGE);
        assert_non_null(strstr(err.text, "is not possible"));
    }
    al_picks ends[] = { { .rate_percent = 46, .pitch = -1 }, { .rate_percent = 256, .pitch = -1 } };
    assert_int_equal(style(v, AL_ROLE_PARAGRAPH, "en", &ends[0]).rate, 81);
    assert_int_equal(style(v, AL_ROLE_PARAGRAPH, "en", &ends[1]).rate, 448);
    al_voice_free(v);
}

static void test_engine_voice(void **state)
{
    (void)state;
    al_voice *v = load("en-gb-x-rp+f4");
    assert_string_equal(al_voice_name(v), "en-gb-x-rp+f4");
    assert_string_equal(al_voice_engine(v), "en-gb-x-rp+f4");
    assert_string_equal(style(v, AL_ROLE_PARAGRAPH, "en", NULL).family, "en-gb-x-rp+f4");
    assert_string_equal(style(v, AL_ROLE_QUOTE, "en-US", NULL).family, "en-gb-x-rp+f4");
    assert_int_equal(style(v, AL_ROLE_HEADING, "en", NULL).rate, 140);
    /* f2 is too much like f4 to announce it. */
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "en", NULL).family, "en+m7");
    /* Kazakh is not read by an English voice, but by a Kazakh one of the same kind. */
    al_style s;
    int changed = 0;
    aloud_error err;
    assert_int_equal(al_voice_style(v, AL_ROLE_PARAGRAPH, "kk", NULL, &s, &changed, &err), 0);
    assert_string_equal(s.family, "kk+f4");
    assert_int_equal(changed, 1);
    changed = 0;
    assert_int_equal(al_voice_style(v, AL_ROLE_PARAGRAPH, "en-GB", NULL, &s, &changed, &err), 0);
    assert_int_equal(changed, 0);
    /* No voice reads Lao, but this one was asked for. */
    assert_string_equal(style(v, AL_ROLE_PARAGRAPH, "lo", NULL).family, "en-gb-x-rp+f4");
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "lo", NULL).family, "en-gb-x-rp+m7");
    al_voice_free(v);

    v = load("+f2");
    assert_string_equal(style(v, AL_ROLE_PARAGRAPH, "zh", NULL).family, "cmn-latn-pinyin+f2");
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "zh", NULL).family, "cmn-latn-pinyin+m7");
    al_voice_free(v);

    v = load("cmn"); /* another voice of the language that zh stands for */
    assert_string_equal(style(v, AL_ROLE_PARAGRAPH, "zh", NULL).family, "cmn");
    al_voice_free(v);

    v = load("English_(America)"); /* tells no language: the engine judges it */
    assert_string_equal(style(v, AL_ROLE_PARAGRAPH, "en", NULL).family, "English_(America)");
    al_voice_free(v);
}

static void test_second_announcer(void **state)
{
    (void)state;
    /* Whatever the file says, an announcement is in another variant than the article. */
    put("mine.voice", "[voice]\nvoice-family = +f2\n[announcement]\nvoice-family = +f2\n");
    al_voice *v = load("mine");
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "en", NULL).family, "en+m3");
    al_voice_free(v);
    put("mine.voice", "[voice]\nvoice-family = +Annie\n[announcement]\nvoice-family = ru+m1, +Annie\n");
    v = load("mine");
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "en", NULL).family, "en+f2");
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "ru", NULL).family, "ru+m1");
    al_voice_free(v);
    put("mine.voice", "[voice]\nvoice-rate = 200\n[paragraph]\nvoice-family = +f1\n");
    v = load("mine");
    assert_string_equal(style(v, AL_ROLE_ANNOUNCEMENT, "en", NULL).family, "en+m3");
    al_voice_free(v);
}

static void test_values(void **state)
{
    (void)state;
    put("mine.voice",
        "; all there is\n[about]\nname = Mine\nlanguage = en\ndescription = d\n"
        "[voice]\nvoice-rate = x-slow\nvoice-pitch = high\nvoice-range = 0\nvoice-volume = medium\n"
        "pause-before = 0\npause-after = 1.5s\npause-sentence = x-weak\nrest-before = 10ms\nrest-after = none\n"
        "speak-as = normal\n[code]\nvoice-rate = 100\nvoice-volume = +3dB\n[title]\nvoice-volume = -6.5dB\n");
    al_voice *v = load("mine");
    assert_string_equal(al_voice_name(v), "Mine");
    al_picks usual = { .rate = AL_RATE_USUAL, .pitch = -1 };
    al_style s = style(v, AL_ROLE_PARAGRAPH, "en", NULL);
    assert_int_equal(s.rate, 87);
    s = style(v, AL_ROLE_PARAGRAPH, "en", &usual);
    assert_int_equal(s.pitch, 70);
    assert_int_equal(s.range, 0);
    assert_int_equal(s.volume, 70);
    assert_int_equal(s.pause_after, 1500);
    assert_int_equal(s.sentence, 100);
    assert_int_equal(s.rest, 10);
    assert_int_equal(s.rest_after, 0);
    s = style(v, AL_ROLE_CODE, "en", &usual);
    assert_int_equal(s.rate, 201); /* 100 words a minute where the voice has 87 */
    assert_int_equal(s.volume, 99);
    assert_int_equal(style(v, AL_ROLE_TITLE, "en", NULL).volume, 33);
    al_voice_free(v);
}

static void test_faults(void **state)
{
    (void)state;
    want_fault("[voice]\nvoice-rate = 60\n", 2, "80 to 449");
    want_fault("[voice]\nvoice-rate = 450\n", 2, "80 to 449");
    want_fault("[voice]\nvoice-rate = 20%\n", 2, "25% to 400%");
    want_fault("[voice]\nvoice-rate = 99999999999999999999\n", 2, "voice-rate");
    want_fault("[voice]\nvoice-rate = quick\n", 2, "x-fast");
    want_fault("[voice]\nvoice-rate =\n", 2, "voice-rate");
    want_fault("[voice]\n\nvoice-pitch = 101\n", 3, "0 to 100");
    want_fault("[voice]\nvoice-pitch = 5.5\n", 2, "0 to 100");
    want_fault("[voice]\nvoice-range = -1\n", 2, "0 to 100");
    want_fault("[voice]\nvoice-volume = 4dB\n", 2, "+3dB");
    want_fault("[voice]\nvoice-volume = 50\n", 2, "dB");
    want_fault("[voice]\nvoice-volume = silent\n", 2, "dB");
    want_fault("[voice]\npause-after = 20\n", 2, "300ms");
    want_fault("[voice]\npause-after = 11s\n", 2, "10s");
    want_fault("[voice]\npause-after = -1s\n", 2, "10s");
    want_fault("[voice]\nvoice-family = +\n", 2, "voices of the engine");
    want_fault("[voice]\nvoice-family = en,,ru\n", 2, "voices of the engine");
    want_fault("[voice]\nvoice-family =\n", 2, "voices of the engine");
    want_fault("[code]\nspeak-as = spell-out\n", 2, "normal");
    want_fault("[voice]\ncue-before = bell.wav\n", 2, "cue-before is not a property");
    want_fault("[headline]\nvoice-rate = 100\n", 2, "no section [headline]");
    want_fault("voice-rate = 100\n", 1, "no section []");
    want_fault("[about]\nauthor = me\n", 2, "no author in [about]");
    want_fault("[about]\nname =\n", 2, "name is empty");
    want_fault("[voice]\nvoice-rate\n", 2, "neither");
}

static void test_missing(void **state)
{
    (void)state;
    al_voice *v = NULL;
    aloud_error err;
    assert_int_equal(al_voice_load(folder, "/nowhere/x.voice", &v, &err), ALOUD_ERROR_USAGE);
    assert_non_null(strstr(err.text, "/nowhere/x.voice"));
    assert_int_equal(al_voice_load(folder, "other.voice", &v, &err), ALOUD_ERROR_USAGE);
    assert_int_equal(al_voice_load(folder, "", &v, &err), ALOUD_ERROR_USAGE);
    assert_int_equal(al_voice_load(folder, "en\n", &v, &err), ALOUD_ERROR_USAGE);
    char longest[100];
    memset(longest, 'a', 64);
    longest[64] = '\0';
    assert_int_equal(al_voice_load(folder, longest, &v, NULL), ALOUD_ERROR_USAGE);
    /* With a variant taken over it may still grow too long for the engine. */
    strcpy(longest, "en+");
    memset(longest + 3, 'v', 60);
    longest[63] = '\0';
    al_voice *long_one = load(longest);
    al_style s;
    assert_int_equal(al_voice_style(long_one, AL_ROLE_PARAGRAPH, "zh", NULL, &s, NULL, &err), ALOUD_ERROR_USAGE);
    assert_non_null(strstr(err.text, "too long"));
    al_voice_free(long_one);
    drop("clear.voice");
    assert_int_equal(al_voice_load(folder, NULL, &v, &err), ALOUD_ERROR_ENGINE);
    assert_int_equal(al_voice_load(folder, "ru", &v, &err), ALOUD_ERROR_ENGINE);
    put("clear.voice", DEFAULT);
    assert_null(v);
    char path[128];
    snprintf(path, sizeof path, "%s/clear.voice", folder);
    al_voice_free(load(path));
    al_voice_free(NULL);
}

static int collect(void *user, const char *name, const char *language, const char *description)
{
    char *out = user;
    sprintf(out + strlen(out), "%s|%s|%s\n", name, language, description);
    return 0;
}

static int stop(void *user, const char *name, const char *language, const char *description)
{
    (void)name, (void)language, (void)description;
    ++*(int *)user;
    return ALOUD_ERROR_CANCELLED;
}

static void test_list(void **state)
{
    (void)state;
    char out[512] = "";
    aloud_error err;
    put("mine.voice", "[about]\nname = Other\nlanguage = de\ndescription = x y\n");
    assert_int_equal(al_voice_list(folder, collect, out, &err), 0);
    assert_string_equal(out, "clear|*|plain\nmine|de|x y\n");
    int calls = 0;
    assert_int_equal(al_voice_list(folder, stop, &calls, &err), ALOUD_ERROR_CANCELLED);
    assert_int_equal(calls, 1);
    put("mine.voice", "[voice]\nx = 1\n");
    assert_int_equal(al_voice_list(folder, collect, out, &err), ALOUD_ERROR_USAGE);
    assert_int_equal(al_voice_list("/nowhere", collect, out, &err), 0);
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(al_voice_distance("clear", "clear", 3), 0);
    assert_int_equal(al_voice_distance("clera", "clear", 3), 2);
    assert_int_equal(al_voice_distance("clea", "clear", 3), 1);
    assert_int_equal(al_voice_distance("", "abc", 9), 3);
    assert_int_equal(al_voice_distance("kitten", "sitting", 9), 3);
    assert_int_equal(al_voice_distance("kitten", "sitting", 2), 2);
    assert_int_equal(al_voice_distance("brisk", "study", 3), 3);
    char longest[80];
    memset(longest, 'a', 79);
    longest[79] = '\0';
    assert_int_equal(al_voice_distance(longest, longest, 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_languages_faults),
        cmocka_unit_test(test_default),
        cmocka_unit_test(test_family_by_language),
        cmocka_unit_test(test_picks),
        cmocka_unit_test(test_engine_voice),
        cmocka_unit_test(test_second_announcer),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_distance),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
