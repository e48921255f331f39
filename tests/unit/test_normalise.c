/* The normaliser: the golden phrases of every language, and what must hold of any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "script/normalise.h"

static al_buf data;

static int find_data(void **state)
{
    (void)state;
    aloud_error err;
    al_buf_init(&data, 4096);
    return al_data_folder(&data, &err);
}

static int drop_data(void **state)
{
    (void)state;
    al_buf_release(&data);
    return 0;
}

static al_normaliser *load(const char *language)
{
    al_normaliser *n = NULL;
    aloud_error err = { .text = "" };
    if (al_normaliser_load(al_buf_string(&data), language, &n, &err))
        fail_msg("%s", err.text);
    return n;
}

/* Total and ordered over both texts; where both are the same, the bytes are. */
static void check_map(const char *text, size_t size, const al_buf *out, const al_spoken_map *map)
{
    uint32_t spoken = 0, display = 0;
    for (size_t i = 0; i < map->count; i++) {
        const al_spoken *s = &map->at[i];
        assert_int_equal(s->from, spoken);
        assert_int_equal(s->display_from, display);
        assert_true(s->to >= s->from && s->display_to > s->display_from);
        if (s->same) {
            assert_int_equal(s->to - s->from, s->display_to - s->display_from);
            assert_memory_equal(out->data + s->from, text + s->display_from, s->to - s->from);
        }
        spoken = s->to;
        display = s->display_to;
    }
    assert_int_equal(display, size);
    assert_int_equal(spoken, out->size);
}

static void say_mapped(al_normaliser *n, const char *text, size_t size, al_buf *out)
{
    aloud_error err;
    al_spoken_map map = { .at = NULL };
    assert_int_equal(al_normalise(n, text, size, out, &map, &err), 0);
    check_map(text, size, out, &map);
    al_spoken_map_release(&map);
}

/* The words of a text, which do not change when they are normalised again. */
static void say(al_normaliser *n, const char *text, size_t size, al_buf *out)
{
    aloud_error err;
    al_buf again;
    al_buf_init(&again, SIZE_MAX / 4);
    say_mapped(n, text, size, out);
    assert_int_equal(al_normalise(n, al_buf_string(out), out->size, &again, NULL, &err), 0);
    if (strcmp(al_buf_string(&again), al_buf_string(out)) != 0)
        fail_msg("said again it changes:\n  %.300s\n  %.300s\n  %.300s", text, al_buf_string(out), al_buf_string(&again));
    al_buf_release(&again);
}

/* ---- the golden phrases ----------------------------------------------------------------------------------------- */

/* Letters whose marks stand behind them are said as those that have theirs.  How many such letters there were. */
static size_t check_decomposed(al_normaliser *n, const char *text, const char *wanted)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar wide[4096], parts[4096];
    char bytes[8192];
    int32_t size = 0, count;
    u_strFromUTF8(wide, 4096, &size, text, -1, &e);
    count = unorm2_normalize(unorm2_getNFDInstance(&e), wide, size, parts, 4096, &e);
    u_strToUTF8(bytes, sizeof bytes, &size, parts, count, &e);
    assert_true(U_SUCCESS(e));
    if (strcmp(bytes, text) == 0)
        return 0;
    al_buf out;
    al_buf_init(&out, 1 << 20);
    say_mapped(n, bytes, (size_t)size, &out);
    assert_string_equal(al_buf_string(&out), wanted);
    al_buf_release(&out);
    return 1;
}

static size_t check_golden(const char *language, const char *path)
{
    al_buf file, out;
    aloud_error err;
    al_buf_init(&file, 1 << 20);
    al_buf_init(&out, 1 << 20);
    assert_int_equal(al_file_read(path, &file, &err), 0);
    al_normaliser *n = load(language);
    size_t count = 0, wrong = 0, line = 0, decomposed = 0;
    for (char *c = file.data, *end; *c; c = end + 1) {
        end = strchr(c, '\n');
        assert_non_null(end);
        *end = '\0';
        line++;
        if (*c == '#' && c[1] == ' ')
            continue;
        char *tab = strchr(c, '\t');
        if (!tab)
            fail_msg("%s:%zu: no tab", path, line);
        *tab = '\0';
        al_buf_cut(&out, 0);
        say(n, c, strlen(c), &out);
        decomposed += check_decomposed(n, c, al_buf_string(&out));
        count++;
        if (strcmp(al_buf_string(&out), tab + 1) != 0 && ++wrong)
            print_error("%s:%zu: %s\n  said   %s\n  wanted %s\n", path, line, c, al_buf_string(&out), tab + 1);
    }
    al_normaliser_free(n);
    al_buf_release(&file);
    al_buf_release(&out);
    assert_int_equal(wrong, 0);
    assert_true(decomposed > 0);
    return count;
}

static int check_language(void *user, const char *name)
{
    size_t *files = user;
    char path[512], tag[32];
    if (strncmp(name, "say-", 4) != 0)
        return 0;
    snprintf(tag, sizeof tag, "%.*s", (int)strcspn(name + 4, "."), name + 4);
    snprintf(path, sizeof path, "tests/golden/%s", name);
    assert_in_range(check_golden(tag, path), strcmp(tag, "en") == 0 ? 300 : 80, 10000);
    ++*files;
    return 0;
}

static void golden_phrases_are_said_as_written(void **state)
{
    (void)state;
    aloud_error err;
    size_t files = 0;
    assert_int_equal(al_data_list("tests/golden", ".tsv", check_language, &files, &err), 0);
    assert_true(files >= 1);
}

/* ---- what holds of every text ----------------------------------------------------------------------------------- */

static const char *const languages[] = {
    "en", "de", "fr", "es", "ru", "pt", "it", "sv", "hu", "uk", "kk", "no", "nb", "da", "nl", "tr", "zh", "tg",
    "xx-odd",
};

enum { LANGUAGES = sizeof languages / sizeof *languages };

static void odd_texts_are_mapped(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "", " ", "  \t ", "-", "--", " -- ", "…", "1", "0", "007", "1.", "1.2.3.4", "1,2,3", ",", ".", "a--b",
            "A.B.C.D", "§", "[1][2]",
        "9999999999999999999999", "1,000,000,000,000,000,000", "0.000000000000000000001", "1/0", "0/0", "99/99/9999",
            "@", "#", "@@@",
        "##x", "http://", "https://x", "www.", "a@b", "a@", "$", "$$", "$1,2,3.4.5", "−", "½", "1½½", "\xC2\xAD", "so\xC2\xAD" "ft",
        "\xE2\x80\x8B", "\xF0\x9F\x98\x80", "x \xF0\x9F\x98\x80 y", "\xD9\xA1\xD9\xA2\xD9\xA3", "U.S.", "U.S. The", "MPs'", "A.",
        "I", "IV", "Part IV", "(file photo)", "5%-6%", "- - -", "1 - 2 - 3", "'80s", "80s'", "12:60", "25:00", "3:5", "1-2-3-4-5",
    };
    al_buf out;
    al_buf_init(&out, 1 << 20);
    for (size_t l = 0; l < LANGUAGES; l++) {
        al_normaliser *n = load(languages[l]);
        for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
            al_buf_cut(&out, 0);
            say(n, odd[i], strlen(odd[i]), &out);
        }
        al_normaliser_free(n);
    }
    al_buf_release(&out);
}

/* Texts made of what the rules look for, at random: a fault found once is found again. */
static void jumbled_texts_are_mapped(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        " ", " ", " ", "1", "23", "456", "2014", "0", ".", ",", "-", "–", "—", "/", ":", "$", "€", "%", "km", "kg",
            "St.", "Dr.", "RFE",
        "NATO", "MPs", "a", "The", "Peter", "II", "June", "juin", "Mai", "мая", "г.", "руб.", "th", "s", "'", "\"",
            "(", ")", "@", "#", "½",
        "²", "million", "bn", "x", "=", "+", "№", "°C", "p.m.", "e.g.", "Uhr", "[1]", "…", "\xC2\xAD", "\xC2\xA0",
            "http://", "www.", "com",
    };
    al_buf text, out;
    al_buf_init(&text, 1 << 20);
    al_buf_init(&out, 1 << 20);
    uint32_t seed = 1;
    for (size_t l = 0; l < LANGUAGES; l++) {
        al_normaliser *n = load(languages[l]);
        for (int i = 0; i < 2000; i++) {
            al_buf_cut(&text, 0);
            al_buf_cut(&out, 0);
            for (int k = 0; k < 14; k++) {
                seed = seed * 1664525 + 1013904223;
                al_buf_add_string(&text, pieces[(seed >> 8) % (sizeof pieces / sizeof *pieces)]);
            }
            say_mapped(n, al_buf_string(&text), text.size, &out);
        }
        al_normaliser_free(n);
    }
    al_buf_release(&text);
    al_buf_release(&out);
}

static int check_text(void *user, const char *name)
{
    const char *folder = user;
    char path[4096];
    al_buf file, text, out;
    aloud_error err;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    al_buf_init(&file, 64 << 20);
    al_buf_init(&text, 64 << 20);
    al_buf_init(&out, 64 << 20);
    assert_int_equal(al_file_read(path, &file, &err), 0);
    al_text_repair(&text, al_buf_string(&file), file.size, NULL, NULL);
    for (size_t l = 0; l < LANGUAGES; l++) {
        al_normaliser *n = load(languages[l]);
        for (char *c = text.data, *end; c && *c; c = end) { /* paragraph by paragraph */
            end = strstr(c, "\n\n");
            end = end ? end + 2 : c + strlen(c);
            al_buf_cut(&out, 0);
            if ((size_t)(end - c) < 8000)
                say(n, c, (size_t)(end - c), &out);
        }
        al_normaliser_free(n);
    }
    al_buf_release(&file);
    al_buf_release(&text);
    al_buf_release(&out);
    return 0;
}

static void every_article_is_mapped(void **state)
{
    (void)state;
    aloud_error err;
    char folder[] = "tests/corpus";
    assert_int_equal(al_data_list(folder, ".txt", check_text, folder, &err), 0);
}

static void every_other_text_is_mapped(void **state)
{
    (void)state;
    const char *pages = getenv("PAGES");
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/corpora/seed/text", pages ? pages : "");
    aloud_error err;
    if (!pages || !*pages || access(folder, R_OK) != 0)
        skip();
    assert_int_equal(al_data_list(folder, ".txt", check_text, folder, &err), 0);
}

/* A long text is worked through in parts, and the map goes on over their ends. */
static void long_texts_are_mapped(void **state)
{
    (void)state;
    al_buf text, out;
    aloud_error err;
    al_spoken_map map = { .at = NULL };
    al_buf_init(&text, 1 << 24);
    al_buf_init(&out, 1 << 26);
    for (int i = 0; i < 40000; i++)
        al_buf_printf(&text, "On May %d, %d people paid $%d.50. ", i % 31 + 1, i, i);
    al_normaliser *n = load("en");
    assert_int_equal(al_normalise(n, al_buf_string(&text), text.size, &out, &map, &err), 0);
    check_map(al_buf_string(&text), text.size, &out, &map);
    al_buf_cut(&text, 0);
    al_buf_cut(&out, 0);
    for (int i = 0; i < 100000; i++)
        al_buf_add_string(&text, "1-€");
    assert_int_equal(al_normalise(n, al_buf_string(&text), text.size, &out, &map, &err), 0);
    check_map(al_buf_string(&text), text.size, &out, &map);
    al_normaliser_free(n);
    al_spoken_map_release(&map);
    al_buf_release(&text);
    al_buf_release(&out);
}

/* ---- faults of a file ------------------------------------------------------------------------------------------- */

/* `numbers`: the number rules beside it; NULL for none. */
static void check_fault_with(const char *line, const char *numbers, const char *wanted)
{
    char folder[] = "/tmp/aloud-say-XXXXXX", path[128], rules[128];
    assert_non_null(mkdtemp(folder));
    aloud_error err = { .text = "" };
    snprintf(path, sizeof path, "%s/xx", folder);
    assert_int_equal(al_file_mkdirs(path, &err), 0);
    snprintf(path, sizeof path, "%s/xx/say.ini", folder);
    assert_int_equal(al_file_put(path, line, strlen(line), &err), 0);
    snprintf(rules, sizeof rules, "%s/xx/numbers.rbnf", folder);
    if (numbers)
        assert_int_equal(al_file_put(rules, numbers, strlen(numbers), &err), 0);
    al_normaliser *n = NULL;
    assert_int_equal(al_normaliser_load(folder, "xx", &n, &err), ALOUD_ERROR_ENGINE);
    assert_null(n);
    if (!strstr(err.text, wanted))
        fail_msg("'%s' is not in: %s", wanted, err.text);
    unlink(path);
    unlink(rules);
    snprintf(path, sizeof path, "%s/xx", folder);
    rmdir(path);
    rmdir(folder);
}

static void check_fault(const char *line, const char *wanted)
{
    check_fault_with(line, NULL, wanted);
}

static void faults_are_told(void **state)
{
    (void)state;
    check_fault("[rules]\na = {n} is {1}\n", "say.ini:2: no -> in");
    check_fault("[rules]\na = {n -> {1}\n", "no } behind");
    check_fault("[rules]\na = {n} -> {2}\n", "no such element");
    check_fault("[rules]\na = {n} a b c d e f g h i j k l m n o -> {1}\n", "too long a rule");
    check_fault("[rules]\na = {n} << -> {1}\n", "nothing to say");
    check_fault("[unit]\na b c d e f g h i = {1}\n", "more than 8 parts");
    check_fault("nonsense\n", "say.ini");
    check_fault_with("[numbers]\ngroup = .\n", "%a: 0: >>>>>;;\n%a: <x<;", "numbers.rbnf: ICU does not take");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_phrases_are_said_as_written), cmocka_unit_test(odd_texts_are_mapped),
        cmocka_unit_test(jumbled_texts_are_mapped), cmocka_unit_test(every_article_is_mapped),
        cmocka_unit_test(every_other_text_is_mapped), cmocka_unit_test(long_texts_are_mapped), cmocka_unit_test(faults_are_told),
    };
    return cmocka_run_group_tests(tests, find_data, drop_data);
}
