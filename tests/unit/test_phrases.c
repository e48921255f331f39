/* Announcement phrases: plural forms, numbers, lengths of time, which file is taken, and faults of files. */
#include "voice/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Every phrase but those a test brings itself. */
static const char PLAIN[] =
    "image = Image:\nvideo = Video:\naudio = Audio:\nembed = Not included:\nvideo.untitled = A video.\n"
    "audio.untitled = A recording.\nembed.untitled = Something.\nlist.end = End of list.\nitem = {n}:\n"
    "quote = Quote:\nquote.end = End of quote.\nfootnote = Note:\nfootnote.end = End of note.\n"
    "math = Formula:\nauthor = Author:\ncredit = Credit:\nphoto = Photo:\nabout = About\n"
    "untitled = Untitled\nchapter = Chapter {n}\nchapters = of {n}.\nleft = Left:\n"
    "player = Player\nplayer.play = Play\nplayer.pause = Pause\nplayer.chapter.previous = Back\nplayer.chapter.next = On\n"
    "player.paragraph.previous = Up\nplayer.paragraph.next = Down\nplayer.back = Less\nplayer.forward = More\n"
    "player.rate = Speed\nplayer.position = Position\nplayer.left = Left\nplayer.chapters = Chapters\n"
    "player.settings = Settings\nplayer.sentence = Sentence\nplayer.word = Word\nplayer.follow = Follow\n"
    "player.keys = Keys\nplayer.broken = Broken\n";
static const char ENGLISH[] =
    "gallery.one = One image:\ngallery.other = {n} images:\nlist.one = One item:\nlist.other = {n} items:\n"
    "table.one = One row:\ntable.other = {n} rows:\ncode.other = {n} lines.\n"
    "hours.one = one hour\nhours.other = {n} hours\nminutes.one = one minute\n"
    "minutes.other = {n} minutes\nseconds.one = one second\nseconds.other = {n} seconds\n";
static const char RUSSIAN[] =
    "gallery.other = {n} из\nlist.one = {n} пункт\nlist.few = {n} пункта\nlist.many = {n} пунктов\n"
    "list.other = {n} пункта\ntable.other = {n:neuter} чего\ncode.other = {n:masculine} строк\n"
    "hours.one = {n} час\nhours.few = {n} часа\nhours.many = {n} часов\nhours.other = {n} часа\n"
    "minutes.one = {n:feminine} минута\nminutes.few = {n:feminine} минуты\n"
    "minutes.many = {n:feminine} минут\nminutes.other = {n} минуты\nseconds.other = {n} с\n";

static char folder[64];

static void put(const char *name, const char *text, const char *more)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0 && fputs(more, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void make(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void drop(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(remove(path), 0);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/aloud-phrases-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    put("languages.ini", "[voices]\nen = en\n[phrases]\nnb = ru\n", "");
    make("en");
    make("ru");
    make("tt");
    put("en/phrases.ini", PLAIN, ENGLISH);
    put("ru/phrases.ini", PLAIN, RUSSIAN);
    put("tt/phrases.ini", PLAIN, ENGLISH);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    static const char *const all[] = { "en/phrases.ini", "ru/phrases.ini", "tt/phrases.ini", "en", "ru", "tt",
                                       "languages.ini" };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        drop(all[i]);
    return rmdir(folder);
}

static al_phrases *load(const char *language)
{
    al_phrases *p = NULL;
    aloud_error err = { 0 };
    if (al_phrases_load(folder, language, &p, &err))
        fail_msg("%s: %s", language, err.text);
    return p;
}

static void want(const al_phrases *p, al_phrase phrase, long n, const char *text)
{
    al_buf b;
    al_buf_init(&b, 1 << 16);
    al_buf_add_string(&b, "<");
    al_phrase_add(p, &b, phrase, n);
    assert_string_equal(al_buf_string(&b) + 1, text);
    al_buf_release(&b);
}

static void want_time(const al_phrases *p, long seconds, const char *text)
{
    al_buf b;
    al_buf_init(&b, 1 << 16);
    al_phrase_duration(p, &b, seconds);
    assert_string_equal(al_buf_string(&b), text);
    al_buf_release(&b);
}

static void want_fault(const char *lines, long line, const char *words)
{
    put("tt/phrases.ini", lines, "");
    al_phrases *p = NULL;
    aloud_error err = { 0 };
    assert_int_equal(al_phrases_load(folder, "tt", &p, &err), ALOUD_ERROR_ENGINE);
    assert_null(p);
    assert_int_equal(err.line, line);
    if (!strstr(err.text, words) || !strstr(err.text, "tt/phrases.ini"))
        fail_msg("%s", err.text);
}

static void test_english(void **state)
{
    (void)state;
    al_phrases *p = load("en-GB");
    assert_false(al_phrases_fallback(p));
    assert_string_equal(al_phrases_language(p), "en");
    want(p, AL_SAY_IMAGE, 0, "Image:");
    want(p, AL_SAY_ITEM, 3, "3:");
    want(p, AL_SAY_LIST, 1, "One item:");
    want(p, AL_SAY_LIST, 3, "3 items:");
    want(p, AL_SAY_LIST, 0, "0 items:");
    want(p, AL_SAY_LIST, 12345, "12345 items:"); /* no grouping: "12,345" is two numbers to an engine */
    want(p, AL_SAY_CODE, 1, "1 lines.");         /* a form that is missing is the last one */
    want_time(p, 0, "0 seconds");
    want_time(p, 1, "one second");
    want_time(p, 105, "one minute 45 seconds");
    want_time(p, 120, "2 minutes");
    want_time(p, 3600, "one hour");
    want_time(p, 7322, "2 hours 2 minutes 2 seconds");
    want_time(p, 360000, "100 hours");
    al_phrases_free(p);
}

static void test_russian(void **state)
{
    (void)state;
    al_phrases *p = load("ru");
    want(p, AL_SAY_LIST, 1, "1 пункт");
    want(p, AL_SAY_LIST, 21, "21 пункт");
    want(p, AL_SAY_LIST, 3, "3 пункта");
    want(p, AL_SAY_LIST, 11, "11 пунктов");
    want(p, AL_SAY_LIST, 1000, "1000 пунктов");
    want(p, AL_SAY_TABLE, 1, "одно чего");
    want(p, AL_SAY_CODE, 1, "один строк");
    want_time(p, 2 * 60, "две минуты");
    want_time(p, 3600 + 21 * 60, "1 час двадцать одна минута");
    al_phrases_free(p);
}

static void test_choice(void **state)
{
    (void)state;
    al_phrases *p = load("nb-NO"); /* the table says which folder */
    assert_string_equal(al_phrases_language(p), "ru");
    assert_false(al_phrases_fallback(p));
    al_phrases_free(p);
    const char *const without[] = { "xx", "", "../ru", "ru.", "en/../ru", "-" };
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        p = load(without[i]);
        assert_true(al_phrases_fallback(p));
        assert_string_equal(al_phrases_language(p), "en");
        want(p, AL_SAY_IMAGE, 0, "Image:");
        al_phrases_free(p);
    }
    al_phrases_free(NULL);
}

static void test_forms(void **state)
{
    (void)state;
    al_phrases *p = load("ru");
    assert_string_equal(al_phrase_form(p, AL_SAY_LIST, "few"), "{n} пункта");
    assert_null(al_phrase_form(p, AL_SAY_LIST, "two"));
    assert_null(al_phrase_form(p, AL_SAY_LIST, ""));
    assert_string_equal(al_phrase_form(p, AL_SAY_IMAGE, ""), "Image:");
    assert_null(al_phrase_form(p, AL_SAY_IMAGE, "other"));
    assert_null(al_phrase_form(p, AL_SAY_LIST, "some"));
    al_phrases_free(p);
}

/* A form that is one number in words does not stand for 0, though French counts 0 with 1. */
static void test_zero(void **state)
{
    (void)state;
    make("fr");
    put("fr/phrases.ini", PLAIN, ENGLISH);
    al_phrases *p = load("fr");
    want(p, AL_SAY_HOURS, 1, "one hour");
    want(p, AL_SAY_HOURS, 0, "0 hours");
    al_phrases_free(p);
    drop("fr/phrases.ini");
    drop("fr");
}

/* Ukrainian words of ICU hold U+02BC, which the engine's voice stumbles over; the apostrophe of texts is U+2019. */
static void test_apostrophe(void **state)
{
    (void)state;
    make("uk");
    put("uk/phrases.ini", PLAIN,
        "gallery.other = {n}\nlist.other = {n:feminine} items\ntable.other = {n}\ncode.other = {n}\n"
        "hours.other = {n}\nminutes.other = {n}\nseconds.other = {n}\n");
    al_phrases *p = load("uk");
    want(p, AL_SAY_LIST, 5, "п\u2019ять items");
    al_phrases_free(p);
    drop("uk/phrases.ini");
    drop("uk");
}

static void test_full(void **state)
{
    (void)state;
    al_phrases *p = load("en");
    al_buf b;
    al_buf_init(&b, 4);
    al_phrase_duration(p, &b, 105);
    assert_true(b.failed);
    al_buf_release(&b);
    al_phrases_free(p);
}

static void test_faults(void **state)
{
    (void)state;
    want_fault("picture = x\n", 1, "no phrase 'picture'");
    want_fault("image.one = x\n", 1, "no phrase 'image.one'");
    want_fault("list = x\n", 1, "no phrase 'list'");
    want_fault("list.some = x\n", 1, "no phrase 'list.some'");
    want_fault("image = a\nimage = b\n", 2, "is there twice");
    want_fault("image =\n", 1, "is empty");
    want_fault("image = Image {n}\n", 1, "takes no number");
    want_fault("image = Image {title}\n", 1, "holds a brace");
    want_fault("list.other = items\n", 1, "lacks its number");
    want_fault("item = item\n", 1, "lacks its number");
    want_fault("list.other = {n} {n}\n", 1, "more braces");
    want_fault("list.other = {x} {n}\n", 1, "more braces");
    want_fault("[list]\nother = {n}\n", 2, "no sections");
    want_fault("list.one\n", 1, "neither");
    want_fault(PLAIN, 0, "'gallery.other' is missing");
    want_fault(ENGLISH, 0, "'image' is missing");
    char text[4096];
    snprintf(text, sizeof text, "%s%s", PLAIN,
             "gallery.other = {n}\nlist.other = {n:neuter} items\ntable.other = {n}\n"
             "code.other = {n}\nhours.other = {n}\nminutes.other = {n}\nseconds.other = {n}\n");
    want_fault(text, 0, "ICU cannot write numbers as {n:neuter}"); /* Tatar has no genders */
    char long_line[400];
    memset(long_line, 'x', sizeof long_line - 1);
    long_line[sizeof long_line - 1] = '\0';
    memcpy(long_line, "image = ", 8);
    want_fault(long_line, 1, "too long");
    put("tt/phrases.ini", PLAIN, ENGLISH);
}

static void test_missing(void **state)
{
    (void)state;
    al_phrases *p = NULL;
    aloud_error err;
    assert_int_equal(al_phrases_load("/nowhere", "en", &p, &err), ALOUD_ERROR_ENGINE);
    drop("en/phrases.ini");
    assert_int_equal(al_phrases_load(folder, "xx", &p, &err), ALOUD_ERROR_ENGINE);
    assert_non_null(strstr(err.text, "en/phrases.ini is missing"));
    put("en/phrases.ini", PLAIN, ENGLISH);
    assert_null(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english), cmocka_unit_test(test_russian), cmocka_unit_test(test_choice),
        cmocka_unit_test(test_forms),   cmocka_unit_test(test_zero),    cmocka_unit_test(test_apostrophe),
        cmocka_unit_test(test_full),    cmocka_unit_test(test_faults),  cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
