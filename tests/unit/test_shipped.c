/* The lexicons of voices/: what stands in them can be said by their voices, changes what these say, and sounds as
 * tests/golden/lexicon-LANGUAGE.tsv has it.  With WRITE=1 that file is written anew, for a person to review. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "base/file.h"
#include "speech/engine.h"
#include "speech/espeak_phonemes.h"
#include "voice/lexicon.h"

/* Beside each lexicon, the engine's voice and its file. */
static const struct { const char *language, *family, *file; } LEXICONS[] = {
    { "de", "de", "gmw/de" }, { "en", "en", "gmw/en" }, { "es", "es", "roa/es" },
    { "fr", "fr", "roa/fr" }, { "ru", "ru", "zle/ru" },
};
enum { LEXICON_COUNT = sizeof LEXICONS / sizeof *LEXICONS };

static al_lexicon *load(size_t i, char *path, size_t size)
{
    al_lexicon *l = al_lexicon_new();
    aloud_error err;
    assert_non_null(l);
    snprintf(path, size, "voices/%s/lexicon.pls", LEXICONS[i].language);
    if (al_lexicon_read(l, path, &err))
        fail_msg("%s", err.text);
    assert_true(al_lexicon_count(l) > 10);
    return l;
}

static int collate(UCollator *order, const char *a, const char *b)
{
    UErrorCode e = U_ZERO_ERROR;
    UCollationResult r = ucol_strcollUTF8(order, a, -1, b, -1, &e);
    assert_true(U_SUCCESS(e));
    return r == UCOL_LESS ? -1 : r == UCOL_GREATER;
}

/* Several graphemes of one lexeme have the same phonemes: the first of each is in its place. */
static void graphemes_stand_once_and_in_order(void **state)
{
    (void)state;
    UErrorCode e = U_ZERO_ERROR;
    UCollator *order = ucol_open("root", &e);
    assert_true(U_SUCCESS(e));
    for (size_t i = 0; i < LEXICON_COUNT; i++) {
        char path[64];
        al_lexicon *l = load(i, path, sizeof path);
        const al_lexeme *x, *first = al_lexicon_get(l, 0);
        assert_string_equal(first->language, LEXICONS[i].language);
        for (size_t k = 1; (x = al_lexicon_get(l, k)); k++) {
            for (size_t j = 0; j < k; j++)
                if (strcmp(al_lexicon_get(l, j)->grapheme, x->grapheme) == 0)
                    fail_msg("%s: \"%s\" is there twice", path, x->grapheme);
            if (x->phonemes == first->phonemes || (x->phonemes && first->phonemes && strcmp(x->phonemes, first->phonemes) == 0))
                continue;
            if (collate(order, first->grapheme, x->grapheme) > 0)
                fail_msg("%s: \"%s\" stands before \"%s\"", path, first->grapheme, x->grapheme);
            first = x;
        }
        al_lexicon_free(l);
    }
    ucol_close(order);
}

typedef struct sounds {
    char **own, **ipa;
} sounds;

static int take(void *user, size_t index, const char *ipa, const char *own)
{
    sounds *s = user;
    s->ipa[index] = strdup(ipa);
    s->own[index] = strdup(own);
    return 0;
}

/* Every grapheme by itself, then each with its phonemes. */
static sounds ask(const al_lexicon *l, const char *family)
{
    size_t n = al_lexicon_count(l);
    al_saying *texts = calloc(2 * n, sizeof *texts);
    al_pronunciation *all = calloc(n, sizeof *all);
    sounds s = { calloc(2 * n, sizeof(char *)), calloc(2 * n, sizeof(char *)) };
    aloud_error err = { .text = "" };
    for (size_t i = 0; i < n; i++) {
        const al_lexeme *x = al_lexicon_get(l, i);
        texts[i] = texts[n + i] = (al_saying){ .text = x->grapheme, .size = strlen(x->grapheme) };
        if (x->alias) {
            texts[n + i] = (al_saying){ .text = x->alias, .size = strlen(x->alias) };
            continue;
        }
        all[i] = (al_pronunciation){ .to = (uint32_t)texts[i].size, .alphabet = x->alphabet, .phonemes = x->phonemes };
        texts[n + i].pronunciations = &all[i];
        texts[n + i].pronunciation_count = 1;
    }
    if (al_engine_transcribe(&al_engine_espeak, family, texts, 2 * n, take, &s, &err))
        fail_msg("%s", err.text);
    free(texts);
    free(all);
    return s;
}

static void free_sounds(sounds *s, size_t n)
{
    for (size_t i = 0; i < 2 * n; i++) {
        free(s->ipa[i]);
        free(s->own[i]);
    }
    free(s->ipa);
    free(s->own);
}

static void check_golden(const char *language, const al_buf *now)
{
    char path[64];
    al_buf golden;
    aloud_error err;
    snprintf(path, sizeof path, "tests/golden/lexicon-%s.tsv", language);
    if (getenv("WRITE")) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(now->data, 1, now->size, f), now->size);
        assert_int_equal(fclose(f), 0);
        return;
    }
    al_buf_init(&golden, 1 << 24);
    assert_int_equal(al_file_read(path, &golden, &err), 0);
    const char *a = al_buf_string(&golden), *b = al_buf_string((al_buf *)(uintptr_t)now);
    while (*a || *b) {
        size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || memcmp(a, b, n) != 0)
            fail_msg("%s has \"%.*s\", now it is \"%.*s\"; if the new one is right: make golden", path, (int)n, a, (int)m, b);
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
    al_buf_release(&golden);
}

static void entries_change_what_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEXICON_COUNT; i++) {
        char path[64];
        al_lexicon *l = load(i, path, sizeof path);
        size_t n = al_lexicon_count(l), idle = 0;
        sounds s = ask(l, LEXICONS[i].family);
        al_buf all;
        al_buf_init(&all, 1 << 24);
        al_buf_add_string(&all, "word\twithout the lexicon\twith it\n");
        for (size_t k = 0; k < n; k++) {
            const char *word = al_lexicon_get(l, k)->grapheme;
            if (strcmp(s.ipa[k], s.ipa[n + k]) == 0 && ++idle)
                print_message("%s: \"%s\" is said like that anyway (%s); delete it\n", path, word, s.ipa[k]);
            al_buf_printf(&all, "%s\t%s\t%s\n", word, s.ipa[k], s.ipa[n + k]);
        }
        assert_int_equal(idle, 0);
        check_golden(LEXICONS[i].language, &all);
        al_buf_release(&all);
        free_sounds(&s, n);
        al_lexicon_free(l);
    }
}

/* The folder of the engine's data; "" where it is not in its usual place. */
static const char *find_data(char *out, size_t size)
{
    glob_t found;
    *out = '\0';
    if (glob("/usr/lib/*/espeak-ng-data", 0, NULL, &found) == 0)
        snprintf(out, size, "%s", found.gl_pathv[0]);
    globfree(&found);
    return out;
}

/* What a voice has no phoneme for it would leave out without a word. */
static void voices_have_the_phonemes(void **state)
{
    (void)state;
    char data[256];
    if (!*find_data(data, sizeof data))
        skip();
    for (size_t i = 0; i < LEXICON_COUNT; i++) {
        char path[64];
        al_lexicon *l = load(i, path, sizeof path);
        al_espeak_table *t = calloc(1, sizeof *t);
        assert_non_null(t);
        al_espeak_table_read(t, data, LEXICONS[i].file);
        assert_true(t->count > 50);
        const al_lexeme *x;
        for (size_t k = 0; (x = al_lexicon_get(l, k)); k++) {
            const al_pronunciation p = { .alphabet = x->alphabet };
            al_buf out;
            al_buf_init(&out, 4096);
            if (x->phonemes && !al_espeak_phonemes(t, &p, x->phonemes, strlen(x->phonemes), &out))
                fail_msg("%s: %s: the voice has not all of the phonemes %s", path, x->grapheme, x->phonemes);
            al_buf_release(&out);
        }
        free(t);
        al_lexicon_free(l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(graphemes_stand_once_and_in_order),
        cmocka_unit_test(voices_have_the_phonemes),
        cmocka_unit_test(entries_change_what_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
