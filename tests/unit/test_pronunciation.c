/* Phonemes on their way to the engine: what it says, and where in the text it tells of its words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speech/espeak_text.h"
#include "speech/pool.h"

static const al_style english = { .family = "en", .rate = 175, .pitch = 50, .range = 50, .volume = 100 };

static al_pool *open_pool(void)
{
    al_pool *p;
    assert_int_equal(al_pool_open(&al_engine_espeak, 1, &p, NULL), 0);
    return p;
}

/* Speaks text[base..); pronunciations count from the start of the text. */
static al_sound speak(al_pool *p, const char *text, size_t base, const al_pronunciation *at, size_t count)
{
    al_pronunciations all = { .at = at, .count = count, .base = base };
    al_sound s;
    aloud_error err;
    assert_int_equal(al_pool_say_run(p, text + base, strlen(text) - base, NULL, 0, &all, &english, NULL, &err), 0);
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, &err), 0);
    assert_int_equal(s.status, 0);
    return s;
}

static bool has_word(const al_sound *s, uint32_t at, uint32_t count)
{
    for (size_t i = 0; i < s->word_count; i++)
        if (s->words[i].at == at && (!count || s->words[i].count == count))
            return true;
    return false;
}

static void phonemes_are_said_and_words_keep_their_places(void **state)
{
    (void)state;
    const char *text = "Then «Qishloq Ovozi» went to Bishkek, at last.";
    const al_pronunciation at[] = {
        { .from = 7, .to = 20, .alphabet = AL_IPA, .phonemes = "kɪʃˈlɒk ˌɒvɒˈziː" },
        { .from = 31, .to = 38, .alphabet = AL_ESPEAK, .phonemes = "bISk'Ek" },
    };
    al_pool *p = open_pool();
    size_t plain = speak(p, text, 0, NULL, 0).count;
    al_sound s = speak(p, text, 0, at, 2);
    assert_true(s.count != plain);
    assert_true(has_word(&s, 0, 4));
    assert_true(has_word(&s, 6, 7));
    assert_true(has_word(&s, 14, 5));
    assert_true(has_word(&s, 21, 4));
    assert_true(has_word(&s, 29, 7));
    assert_true(has_word(&s, 41, 4));
    s = speak(p, text, 31, at, 2);
    assert_true(has_word(&s, 0, 7)); /* counted from where the text begins */
    al_pool_close(p);
}

/* Equal phonemes sound equal, whatever is written. */
static void what_is_written_does_not_matter(void **state)
{
    (void)state;
    const al_pronunciation at = { .from = 0, .to = 3, .alphabet = AL_IPA, .phonemes = "bɪʃˈkɛk" };
    al_pool *p = open_pool();
    al_sound s = speak(p, "Zzz is here.", 0, &at, 1);
    size_t count = s.count;
    int16_t *frames = malloc(count * sizeof *frames);
    assert_non_null(frames);
    memcpy(frames, s.frames, count * sizeof *frames);
    s = speak(p, "Abc is here.", 0, &at, 1);
    assert_int_equal(s.count, count);
    assert_memory_equal(s.frames, frames, count * sizeof *frames);
    free(frames);
    al_pool_close(p);
}

/* What an article says is never taken for phonemes. */
static void brackets_of_the_text_are_no_phonemes(void **state)
{
    (void)state;
    const char *text = "See [[b'IgbaNg]] here, Abc.";
    const al_pronunciation at = { .from = 23, .to = 26, .alphabet = AL_IPA, .phonemes = "a" };
    al_espeak_table table = { .count = 0 };
    const al_saying saying = { .text = text, .size = strlen(text), .pronunciations = &at, .pronunciation_count = 1 };
    al_espeak_text made;
    assert_true(al_espeak_text_make(&made, &table, &saying));
    assert_string_equal(al_buf_string(&made.text), "See ((b'IgbaNg]] here, [[a|]].");
    al_espeak_text_release(&made);
}

static void odd_phonemes_do_no_harm(void **state)
{
    (void)state;
    char ipa[AL_PHONEMES_LONGEST + 1] = "", own[AL_PHONEMES_LONGEST + 1] = "";
    while (strlen(ipa) + 4 < sizeof ipa)
        strcat(ipa, "ʘa");
    memset(own, '%', sizeof own - 1);
    const char *const all[] = { ipa, own, "'", "||", "_:_:_:", ";;;", "aI3@L@@@", "ˈˈˈ", "ːːː", "~~~~", "?,?,?", "qqqqqqqqqqq" };
    al_pool *p = open_pool();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (int a = AL_IPA; a <= AL_ESPEAK; a++) {
            const al_pronunciation at = { .from = 3, .to = 6, .alphabet = (al_alphabet)a, .phonemes = all[i] };
            speak(p, "An odd word is said.", 0, &at, 1);
        }
    al_pool_close(p);
}

/* Every voice's table is found, and has what the conversion names first. */
static void tables_of_phonemes_are_read(void **state)
{
    (void)state;
    static const struct { const char *voice, *table, *ipa, *made; } cases[] = {
        { "gmw/en", "en", "nɑːˈzaɪt͡ʃ", "n|A:|z|'aI|tS|" },
        { "gmw/en-US", "en-us", "ɹoʊʒ", "r|oU|Z|" },
        { "gmw/de", "de", "ʃtʁaːsə", "S|t|r|A:|s|@|" },
        { "zle/ru", "ru", "mʲɪ", "m;|I|" },
        { "roa/fr", "fr", "bɔ̃", "b|O~|" },
    };
    char folder[] = "/usr/lib/x86_64-linux-gnu/espeak-ng-data";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        al_espeak_table t;
        al_buf out;
        al_buf_init(&out, 1000);
        al_espeak_table_read(&t, folder, cases[i].voice);
        if (!t.count)
            skip(); /* the data is elsewhere */
        assert_string_equal(t.name, cases[i].table);
        const al_pronunciation p = { .alphabet = AL_IPA };
        al_espeak_phonemes(&t, &p, cases[i].ipa, strlen(cases[i].ipa), &out);
        if (strcmp(al_buf_string(&out), cases[i].made) != 0)
            fail_msg("%s of %s: %s", cases[i].ipa, cases[i].voice, al_buf_string(&out));
        al_buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phonemes_are_said_and_words_keep_their_places), cmocka_unit_test(what_is_written_does_not_matter),
        cmocka_unit_test(brackets_of_the_text_are_no_phonemes),          cmocka_unit_test(odd_phonemes_do_no_harm),
        cmocka_unit_test(tables_of_phonemes_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
