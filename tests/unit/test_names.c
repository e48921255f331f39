/* The names of a script: which words are listed as what, how often, and what an engine tells of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <aloud.h>

#include "base/buf.h"

typedef struct listing {
    al_buf text;
    int most; /* stop behind so many; 0 for never */
    int count;
} listing;

/* "word count kind language said ipa;" */
static int add_name(void *user, const aloud_name *n)
{
    listing *l = user;
    al_buf_printf(&l->text, "%s %u %s %s %s %s;", n->text, n->count, n->kind, n->language, n->say, n->ipa);
    return ++l->count == l->most;
}

/* The names of an article of one paragraph. */
static int list(listing *l, const char *body, const char *lexicon, aloud_error *err)
{
    aloud_options *o = aloud_options_new();
    aloud_article *a = NULL;
    aloud_script *s = NULL;
    al_buf page;
    al_buf_init(&page, SIZE_MAX / 4);
    al_buf_init(&l->text, SIZE_MAX / 4);
    al_buf_printf(&page, "<!DOCTYPE html><html lang=en><title>t</title><body><article>%s</article>", body);
    int status = aloud_options_set(o, "engine", "tone", err);
    if (!status && lexicon)
        status = aloud_options_set(o, "lexicon", lexicon, err);
    if (!status)
        status = aloud_article_parse(al_buf_string(&page), page.size, "page.html", o, &a, err);
    if (!status)
        status = aloud_script_new(a, o, &s, err);
    if (!status)
        status = aloud_script_names(s, o, add_name, l, err);
    aloud_script_free(s);
    aloud_article_free(a);
    aloud_options_free(o);
    al_buf_release(&page);
    return status;
}

static void words_are_listed_as_what_they_are(void **state)
{
    (void)state;
    static const struct { const char *body, *list; } cases[] = {
        { "<p>The man met Orla in town, and Orla's brother, too.</p>", "Orla 2 name en Orla Orla;" },
        { "<p>Then Brisk came with a brisk walk, as the others had done.</p>", "" },
        { "<p>Nobody knows. Orla knows it, and everybody else knows nothing.</p>", "" },
        { "<p>They asked the BBC, and the MPs of it, what the others said.</p>",
          "BBC 1 acronym en B B C B B C;MPs 1 acronym en M P's M P's;" },
        { "<p>He wrote it on an iPad, which is no name in the dictionary.</p>", "iPad 1 mixed en iPad iPad;" },
        { "<p>She went to see a na\u00EFve \u0141uk\u00F3w painter, as one may do.</p>",
          "\u0141uk\u00F3w 1 foreign en \u0141uk\u00F3w \u0141uk\u00F3w;" },
        { "<p>It is said that Dr. Orla Finn has a house by the sea there.</p>",
          "Orla 1 name en Orla Orla;Finn 1 name en Finn Finn;" },
        { "<p>All of it stood <span lang=de>in der Stadt Wien</span>, they said.</p>",
          "Stadt 1 name de Stadt Stadt;Wien 1 name de Wien Wien;" },
        { "<p>Some words and a line of code that is not read to anybody here.</p><pre>Foo Bar BAZ</pre>", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        listing l = { .most = 0 };
        aloud_error err = { .text = "" };
        if (list(&l, cases[i].body, NULL, &err))
            fail_msg("%s", err.text);
        assert_string_equal(al_buf_string(&l.text), cases[i].list);
        al_buf_release(&l.text);
    }
}

static void write_lexicon(const char *path)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("<lexicon version='1.0' xml:lang='en' xmlns='http://www.w3.org/2005/01/pronunciation-lexicon'><lexeme>"
          "<grapheme>Bek Orda</grapheme><phoneme>a</phoneme></lexeme><lexeme><grapheme>lurk</grapheme><phoneme>b</phoneme>"
          "</lexeme><lexeme><grapheme>CRASH</grapheme><alias>[[crash]]</alias></lexeme></lexicon>", f);
    fclose(f);
}

static void what_a_lexicon_has_is_told(void **state)
{
    (void)state;
    char path[] = "/tmp/aloud-names-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_lexicon(path);
    listing l = { .most = 0 };
    aloud_error err;
    assert_int_equal(list(&l, "<p>They lurk in the town of Bek Orda, near the Orda river.</p>", path, &err), 0);
    assert_string_equal(al_buf_string(&l.text), "lurk 1 lexicon en lurk lurk;Bek Orda 1 lexicon en Bek Orda Bek Orda;"
                                                "Orda 1 name en Orda Orda;");
    al_buf_release(&l.text);
    unlink(path);
}

/* A word that kills the engine has no sound; those behind it have theirs. */
static void a_word_that_kills_the_engine_is_told_without_sound(void **state)
{
    (void)state;
    char path[] = "/tmp/aloud-names-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_lexicon(path);
    listing l = { .most = 0 };
    aloud_error err;
    assert_int_equal(list(&l, "<p>We know that in Bremen they saw CRASH and the Zorn river.</p>", path, &err), 0);
    assert_string_equal(al_buf_string(&l.text), "Bremen 1 name en Bremen Bremen;CRASH 1 acronym en [[crash]] ;"
                                                "Zorn 1 name en Zorn Zorn;");
    al_buf_release(&l.text);
    unlink(path);
}

static void whoever_lists_may_stop(void **state)
{
    (void)state;
    listing l = { .most = 1 };
    aloud_error err;
    assert_int_equal(list(&l, "<p>The man met Orla and Finn and the others by the sea.</p>", NULL, &err), ALOUD_ERROR_CANCELLED);
    assert_int_equal(l.count, 1);
    al_buf_release(&l.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_listed_as_what_they_are),
        cmocka_unit_test(what_a_lexicon_has_is_told),
        cmocka_unit_test(a_word_that_kills_the_engine_is_told_without_sound),
        cmocka_unit_test(whoever_lists_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
