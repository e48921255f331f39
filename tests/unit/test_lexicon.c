/* Pronunciation lexicons: what PLS files say, what is found in a text, what a fault is; and IPA. */
#include "voice/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "voice/ipa.h"

#define HEAD "<lexicon version='1.0' xml:lang='en' xmlns='http://www.w3.org/2005/01/pronunciation-lexicon'>\n"
#define NAMES HEAD                                                                                                     \
    "<lexeme><grapheme>Bek</grapheme><grapheme>Bek  Bekov</grapheme><phoneme>bɛk</phoneme></lexeme>\n"                 \
    "<lexeme><grapheme>kol</grapheme><phoneme alphabet='x-espeak'>k'Ol</phoneme><phoneme>x</phoneme></lexeme>\n"       \
    "<lexeme><grapheme>A&amp;B/C</grapheme><alias>and so on</alias><alias prefer='true'>letters</alias></lexeme>\n"    \
    "<lexeme role='q:v'><grapheme>lead</grapheme><phoneme>liːd</phoneme></lexeme>\n"                                   \
    "<lexeme><grapheme>lead</grapheme><phoneme>lɛd</phoneme><example>lead pipes</example></lexeme>\n</lexicon>"

static al_lexicon *parse(const char *text)
{
    aloud_error err = { .text = "" };
    al_lexicon *l = al_lexicon_new();
    assert_non_null(l);
    if (al_lexicon_parse(l, text, strlen(text), "f.pls", &err))
        fail_msg("%s", err.text);
    return l;
}

/* What is found at the start of the text: "bytes phonemes-or-alias", "" for nothing. */
static const char *find(const al_lookup *l, const char *text, char *out, size_t size)
{
    al_found f;
    if (!al_lexicon_find(l, text, strlen(text), 0, &f))
        return strcpy(out, "");
    al_buf b;
    al_buf_init(&b, 1000);
    if (f.lexeme->phonemes)
        al_found_phonemes(&f, &b);
    snprintf(out, size, "%zu %s", f.to, f.lexeme->phonemes ? al_buf_string(&b) : f.lexeme->alias);
    al_buf_release(&b);
    return out;
}

static void graphemes_are_found_as_whole_words(void **state)
{
    (void)state;
    static const struct { const char *text, *found; } cases[] = {
        { "Bek", "3 bɛk" },
        { "Bek's", "5 bɛks" },
        { "Bek’s men", "7 bɛks" },
        { "BEK'S MEN", "5 bɛks" },
        { "BEK", "3 bɛk" },
        { "Beks", "4 bɛks" },
        { "bek", "" },             /* a word in small letters is another */
        { "Beker", "" },
        { "Bek'er", "" },          /* an ending that nobody told of */
        { "Bek\xC2\xAD", "3 bɛk" },
        { "B\xC2\xAD" "ek", "5 bɛk" },
        { "Bek \n Bekov came", "11 bɛk" },
        { "Bek-led", "3 bɛk" },
        { "Kol", "3 k'Ol" },
        { "KOL's", "5 k'Olz" },
        { "A&B/C's", "7 letters" },
        { "A&B", "" },
        { "lead", "4 lɛd" },
    };
    al_lexicon *own = parse(NAMES), *shipped = NULL;
    aloud_error err = { .text = "" };
    assert_int_equal(al_lexicon_load("voices", "en", &shipped, &err), 0);
    al_lookup l = { .own = own, .shipped = shipped, .language = "en" };
    char got[200];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(find(&l, cases[i].text, got, sizeof got), cases[i].found);
    al_lexicon_free(own);
    al_lexicon_free(shipped);
}

static void later_files_and_the_listener_win(void **state)
{
    (void)state;
    al_lexicon *shipped = parse(HEAD "<lexeme><grapheme>Bek Bekov</grapheme><phoneme>a</phoneme></lexeme></lexicon>");
    al_lexicon *own = parse(HEAD "<lexeme><grapheme>Bek</grapheme><phoneme>b</phoneme></lexeme></lexicon>");
    const char *later = HEAD "<lexeme><grapheme>Bek</grapheme><phoneme>d</phoneme></lexeme></lexicon>";
    char got[200];
    al_lookup l = { .own = own, .shipped = shipped, .language = "en" };
    assert_string_equal(find(&l, "Bek Bekov", got, sizeof got), "3 b");
    assert_int_equal(al_lexicon_parse(own, later, strlen(later), "later", NULL), 0);
    assert_string_equal(find(&l, "Bek Bekov", got, sizeof got), "3 d");
    l.own = NULL;
    assert_string_equal(find(&l, "Bek Bekov", got, sizeof got), "9 a");
    al_lexicon_free(own);
    al_lexicon_free(shipped);
}

static void a_lexicon_is_for_its_language(void **state)
{
    (void)state;
    al_lexicon *own = parse("<lexicon version='1.0' xml:lang='en-GB' xmlns='http://www.w3.org/2005/01/pronunciation-lexicon'>"
                            "<lexeme><grapheme>Bek</grapheme><phoneme>b</phoneme></lexeme></lexicon>");
    static const struct { const char *language; bool serves; } cases[] = {
        { "en-GB", true }, { "en", true }, { "en_gb", true }, { "en-GB-scotland", true }, { "en-US", false }, { "e", false },
        { "eng", false }, { "ru", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        al_lookup l = { .own = own, .language = cases[i].language };
        al_found f;
        assert_int_equal(al_lexicon_find(&l, "Bek", 3, 0, &f), cases[i].serves);
    }
    al_lexicon_free(own);
}

static void thousands_of_graphemes_are_found(void **state)
{
    (void)state;
    al_buf b;
    al_buf_init(&b, SIZE_MAX / 4);
    al_buf_add_string(&b, HEAD);
    for (int i = 0; i < 3000; i++)
        al_buf_printf(&b, "<lexeme><grapheme>w%d</grapheme><phoneme>a</phoneme></lexeme>", i);
    al_buf_add_string(&b, "</lexicon>");
    al_lexicon *own = parse(al_buf_string(&b));
    al_buf_release(&b);
    al_lookup l = { .own = own, .language = "en" };
    assert_int_equal(al_lexicon_count(own), 3000);
    assert_string_equal(al_lexicon_get(own, 2999)->grapheme, "w2999");
    assert_null(al_lexicon_get(own, 3000));
    for (int i = 0; i < 3000; i++) {
        char text[16];
        al_found f;
        snprintf(text, sizeof text, "w%d", i);
        assert_true(al_lexicon_find(&l, text, strlen(text), 0, &f));
    }
    al_lexicon_free(own);
}

static void faults_are_named_with_their_line(void **state)
{
    (void)state;
    static const struct { const char *text, *says; } cases[] = {
        { "", "f.pls:1: is not well-formed XML" },
        { "\n\n<lexicon", "f.pls:3: is not well-formed XML" },
        { "\n\xFF", "f.pls:2: is not UTF-8" },
        { "<!DOCTYPE lexicon [<!ENTITY a 'b'>]>" HEAD "</lexicon>", "<!DOCTYPE) is not taken" },
        { HEAD "<lexeme><grapheme>&a;</grapheme></lexeme></lexicon>", "f.pls:2: is not well-formed XML" },
        { "<lexicon version='1.0' xml:lang='en'/>", "f.pls:1: is no lexicon" },
        { "<html/>", "f.pls:1: is no lexicon" },
        { "<lexicon xmlns='http://www.w3.org/2005/01/pronunciation-lexicon' xml:lang='en'/>", "version=\"1.0\" is missing" },
        { "<lexicon version='1.0' xmlns='http://www.w3.org/2005/01/pronunciation-lexicon'/>", "xml:lang is missing" },
        { HEAD "<lexeme><grapheme>a</grapheme></lexeme></lexicon>", "f.pls:2: a lexeme without a phoneme or an alias" },
        { HEAD "<lexeme><alias>a</alias></lexeme></lexicon>", "f.pls:2: a lexeme without a grapheme" },
        { HEAD "\n<lexeme><grapheme> </grapheme><alias>a</alias></lexeme></lexicon>", "f.pls:3: nothing is in grapheme" },
        { HEAD "<lexeme><grapheme>@a</grapheme><alias>a</alias></lexeme></lexicon>", "begins with a letter" },
        { HEAD "<lexeme><grapheme>a<b/></grapheme><alias>a</alias></lexeme></lexicon>", "nothing but text in grapheme" },
        { HEAD "<lexeme><grapheme>a</grapheme><phoneme>b3</phoneme></lexeme></lexicon>", "Phonetic Alphabet: 3" },
        { HEAD "<lexeme><grapheme>a</grapheme><phoneme alphabet='x-espeak'>a]]b</phoneme></lexeme></lexicon>", "without brackets" },
        { HEAD "<lexeme><grapheme>a</grapheme><phoneme alphabet='x-sampa'>a</phoneme></lexeme></lexicon>", "not x-sampa" },
        { HEAD "<lexeme><grapheme>a</grapheme><alias prefer='yes'>a</alias></lexeme></lexicon>", "prefer is true or false" },
        { HEAD "<lexeme><graphem>a</graphem><alias>a</alias></lexeme></lexicon>", "no element graphem" },
        { HEAD "<lexem/></lexicon>", "no element lexem" },
    };
    al_lexicon *l = al_lexicon_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        aloud_error err = { .text = "" };
        assert_int_equal(al_lexicon_parse(l, cases[i].text, strlen(cases[i].text), "f.pls", &err), ALOUD_ERROR_USAGE);
        if (!strstr(err.text, cases[i].says) || strchr(err.text, '\n'))
            fail_msg("case %zu: \"%s\" does not say \"%s\"", i, err.text, cases[i].says);
    }
    assert_int_equal(al_lexicon_count(l), 0); /* a file with a fault is not used at all */
    aloud_error err;
    assert_int_equal(al_lexicon_read(l, "/no/such/file", &err), ALOUD_ERROR_USAGE);
    assert_non_null(strstr(err.text, "/no/such/file"));
    assert_int_equal(al_lexicon_read(l, "/", &err), ALOUD_ERROR_USAGE);
    al_lexicon_free(l);
}

static void endings_with_a_fault_are_named(void **state)
{
    (void)state;
    static const struct { const char *text, *says; } cases[] = {
        { "[ipa]\ns = 3\n", "endings.ini:2: '3' is no sound" },
        { "[sampa]\ns = s\n", "endings.ini:2: there is no section [sampa]" },
        { "[ipa]\ns =\n", "endings.ini:2: an ending without a sound" },
    };
    char folder[] = "/tmp/aloud-lexicon-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/en", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/en/endings.ini", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fputs(cases[i].text, f);
        fclose(f);
        al_lexicon *l;
        aloud_error err = { .text = "" };
        assert_int_equal(al_lexicon_load(folder, "en-GB", &l, &err), ALOUD_ERROR_ENGINE);
        if (!strstr(err.text, cases[i].says))
            fail_msg("\"%s\" does not say \"%s\"", err.text, cases[i].says);
    }
    remove(path);
    path[strlen(path) - strlen("/endings.ini")] = '\0';
    remove(path);
    remove(folder);
}

static void ipa_is_told_from_the_rest(void **state)
{
    (void)state;
    size_t size;
    assert_null(al_ipa_fault("ˌnɑːzɑːrˈbaɪɛv kʲt͡ʃ ɐ̃.", &size));
    assert_string_equal(al_ipa_fault("bɛ3k", &size), "3k");
    assert_int_equal(size, 1);
    assert_string_equal(al_ipa_fault("ы", &size), "ы");
    assert_int_equal(size, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(graphemes_are_found_as_whole_words), cmocka_unit_test(later_files_and_the_listener_win),
        cmocka_unit_test(a_lexicon_is_for_its_language),      cmocka_unit_test(thousands_of_graphemes_are_found),
        cmocka_unit_test(faults_are_named_with_their_line),   cmocka_unit_test(endings_with_a_fault_are_named),
        cmocka_unit_test(ipa_is_told_from_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
