/* Cutting into utterances: tests/golden/cut-LANGUAGE.txt has texts with a bar where one ends; and what holds of any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "script/script.h"

static const char *const LANGUAGES[] = { "en", "de", "es", "fr", "hu", "it", "kk", "pt", "ru", "sv", "uk" };
enum { LANGUAGE_COUNT = sizeof LANGUAGES / sizeof *LANGUAGES };

static al_cutter *open_cutter(const char *data, const char *language)
{
    al_cutter *c = NULL;
    aloud_error err = { .text = "" };
    if (al_cutter_new(data, language, &c, &err))
        fail_msg("%s", err.text);
    return c;
}

/* The text with " | " between its pieces. */
static void cut(al_cutter *c, const char *text, size_t size, al_buf *out)
{
    al_piece p;
    al_buf_cut(out, 0);
    assert_true(al_cutter_text(c, text, size));
    while (al_cutter_next(c, &p)) {
        al_buf_add_string(out, out->size ? " | " : "");
        al_buf_add(out, text + p.from, p.to - p.from);
    }
}

/* Without the bars, "a | b" is "a b". */
static void take_bars_out(const char *line, size_t size, al_buf *out)
{
    al_buf_cut(out, 0);
    for (size_t i = 0; i < size; i++)
        if (size - i >= 3 && memcmp(line + i, " | ", 3) == 0)
            i++;
        else
            al_buf_add(out, line + i, 1);
}

static void sentences_end_where_a_reader_ends_them(void **state)
{
    (void)state;
    al_buf golden, text, now;
    al_buf_init(&golden, 1 << 20);
    al_buf_init(&text, 1 << 20);
    al_buf_init(&now, 1 << 20);
    size_t wrong = 0;
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        char path[64];
        aloud_error err;
        al_cutter *c = open_cutter("voices", LANGUAGES[i]);
        snprintf(path, sizeof path, "tests/golden/cut-%s.txt", LANGUAGES[i]);
        al_buf_cut(&golden, 0);
        assert_int_equal(al_file_read(path, &golden, &err), 0);
        size_t lines = 0;
        for (const char *at = al_buf_string(&golden); *at; at += strcspn(at, "\n"), at += *at == '\n') {
            size_t size = strcspn(at, "\n");
            take_bars_out(at, size, &text);
            cut(c, text.data, text.size, &now);
            lines++;
            if (now.size == size && memcmp(now.data, at, size) == 0)
                continue;
            print_message("%s: %.*s\n  is cut:  %s\n", path, (int)size, at, now.data);
            wrong++;
        }
        assert_true(lines >= 8);
        al_cutter_free(c);
    }
    assert_int_equal(wrong, 0);
    al_buf_release(&golden);
    al_buf_release(&text);
    al_buf_release(&now);
}

/* A language without a list has CLDR's, and one without either Unicode's rules. */
static void other_languages_have_the_rules_of_unicode(void **state)
{
    (void)state;
    static const struct { const char *language, *cut; } cases[] = {
        { "nl", "Een zin. | Nog een, ca. vijf." },
        { "el", "Μια πρόταση. | Άλλη μία." },
        { "ja", "これは文です。 | これも文です。" },
        { "x-none", "One. | Two." },
        { "en-GB-scotland", "Dr. Ross came. | 40 people left." },
    };
    al_buf text, now;
    al_buf_init(&text, 1 << 20);
    al_buf_init(&now, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        al_cutter *c = open_cutter("voices", cases[i].language);
        take_bars_out(cases[i].cut, strlen(cases[i].cut), &text);
        cut(c, text.data, text.size, &now);
        assert_string_equal(now.data, cases[i].cut);
        al_cutter_free(c);
    }
    al_buf_release(&text);
    al_buf_release(&now);
}

/* Never longer than the engine holds, whatever the text; nothing but white space is left out. */
static void pieces_are_bounded(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "word ", "Dr. ", "1999. ", "a, ", "12345678901234567890 ", "слово ", "語", "J. K. ", "... ", "» ",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t k = 0; k < 2; k++) {
            al_buf text;
            al_buf_init(&text, 1 << 24);
            while (text.size < 100000)
                al_buf_add_string(&text, parts[i]);
            al_cutter *c = open_cutter("voices", k ? "ru" : "en");
            al_piece p;
            size_t past = 0, count = 0;
            assert_true(al_cutter_text(c, text.data, text.size));
            while (al_cutter_next(c, &p)) {
                assert_true(p.from < p.to && p.to <= text.size);
                for (; past < p.from; past++)
                    assert_int_equal(text.data[past], ' ');
                assert_true(al_text_weight(text.data + p.from, p.to - p.from, k ? "ru" : "en") <= AL_PIECE_WEIGHT);
                past = p.to;
                count++;
            }
            assert_true(count > 100000 / (16 * AL_PIECE_WEIGHT));
            al_cutter_free(c);
            al_buf_release(&text);
        }
}

static void clauses_are_cut_before_words_and_numbers_never(void **state)
{
    (void)state;
    al_buf text;
    al_buf_init(&text, 1 << 20);
    while (text.size < 5000)
        al_buf_add_string(&text, "the tide came in over the stones and went out again, nobody saw it, 1,234,567.89 of them; ");
    al_cutter *c = open_cutter("voices", "en");
    al_piece p;
    assert_true(al_cutter_text(c, text.data, text.size));
    while (al_cutter_next(c, &p))
        assert_non_null(strchr(",;", text.data[p.to - 1]));
    al_cutter_free(c);
    al_buf_release(&text);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One sentence of a megabyte, all of abbreviations: eight times the text takes less than thirty times the time. */
static void time_is_linear(void **state)
{
    (void)state;
    double took[2];
    for (int k = 0; k < 2; k++) {
        al_buf text;
        al_buf_init(&text, 1 << 24);
        while (text.size < (k ? 1u << 20 : 1u << 17))
            al_buf_add_string(&text, "Dr. No. 5 J. K. \xC2\xBB Inc. ");
        al_cutter *c = open_cutter("voices", "en");
        al_piece p;
        double before = seconds();
        assert_true(al_cutter_text(c, text.data, text.size));
        while (al_cutter_next(c, &p))
            ;
        took[k] = seconds() - before;
        al_cutter_free(c);
        al_buf_release(&text);
    }
    assert_true(took[1] < 30 * took[0] + 0.2);
}

static void a_faulty_list_is_named(void **state)
{
    (void)state;
    char folder[] = "/tmp/aloud-cut-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/en", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    strcat(path, "/sentences.ini");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("[goes-on]\nwords = Dr\nword = Mr\n", f);
    fclose(f);
    al_cutter *c = NULL;
    aloud_error err = { .text = "" };
    assert_int_equal(al_cutter_new(folder, "en-US", &c, &err), ALOUD_ERROR_ENGINE);
    assert_null(c);
    assert_non_null(strstr(err.text, "sentences.ini:3: [goes-on] word"));
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_a_reader_ends_them),
        cmocka_unit_test(other_languages_have_the_rules_of_unicode),
        cmocka_unit_test(pieces_are_bounded),
        cmocka_unit_test(clauses_are_cut_before_words_and_numbers_never),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(a_faulty_list_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
