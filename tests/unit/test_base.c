/* The ground floor: arena, buffer, text, files, data, diagnostics, errors. */
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/data.h"
#include "base/diag.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

/* ---- arena ---- */

static void arena_gives_zeroed_aligned_blocks(void **state)
{
    (void)state;
    al_arena a;
    al_arena_init(&a, 1 << 24);
    for (size_t size = 0; size < 300000; size = size * 3 + 1) {
        unsigned char *p = al_arena_alloc(&a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
    al_arena_release(&a);
    assert_null(a.chunks);
}

static void arena_keeps_serving_small_blocks_after_a_large_one(void **state)
{
    (void)state;
    al_arena a;
    al_arena_init(&a, 1 << 24);
    char *before = al_arena_alloc(&a, 16);
    assert_non_null(al_arena_alloc(&a, 1 << 20));
    char *after = al_arena_alloc(&a, 16);
    assert_ptr_equal(before + 16, after);
    al_arena_release(&a);
}

static void arena_has_a_ceiling(void **state)
{
    (void)state;
    al_arena a;
    al_arena_init(&a, 1000);
    assert_non_null(al_arena_alloc(&a, 900));
    assert_null(al_arena_alloc(&a, 200));
    assert_non_null(al_arena_alloc(&a, 16));
    assert_null(al_arena_alloc(&a, SIZE_MAX));
    assert_null(al_arena_array(&a, SIZE_MAX / 2, 4));
    assert_null(al_arena_copy(&a, "", SIZE_MAX));
    al_arena_release(&a);
}

static void arena_copies_are_strings(void **state)
{
    (void)state;
    al_arena a;
    al_arena_init(&a, 1000);
    assert_string_equal(al_arena_copy(&a, "abcdef", 3), "abc");
    assert_string_equal(al_arena_copy(&a, NULL, 0), "");
    assert_string_equal(al_arena_string(&a, "kept"), "kept");
    al_arena_release(&a);
}

/* ---- buffer ---- */

static void buf_grows_and_stays_a_string(void **state)
{
    (void)state;
    al_buf b;
    al_buf_init(&b, 1 << 20);
    assert_string_equal(al_buf_string(&b), "");
    al_buf_add_string(&b, "one");
    al_buf_add_byte(&b, ' ');
    al_buf_printf(&b, "%d %s", 2, "three");
    al_buf_add_code_point(&b, 0x20);
    al_buf_add_code_point(&b, 0x416);
    al_buf_add_code_point(&b, 0x20AC);
    al_buf_add_code_point(&b, 0x1F600);
    assert_string_equal(al_buf_string(&b), "one 2 three \xD0\x96\xE2\x82\xAC\xF0\x9F\x98\x80");
    for (int i = 0; i < 1000; i++)
        al_buf_add_string(&b, "0123456789");
    assert_int_equal(b.size, 12 + 9 + 10000);
    assert_int_equal(b.data[b.size], 0);
    al_buf_cut(&b, 3);
    al_buf_cut(&b, 10);
    assert_string_equal(al_buf_string(&b), "one");
    al_buf_release(&b);
    assert_string_equal(al_buf_string(&b), "");
}

static void buf_failure_sticks(void **state)
{
    (void)state;
    al_buf b;
    al_buf_init(&b, 10);
    al_buf_add_string(&b, "0123456789");
    assert_false(b.failed);
    al_buf_add_byte(&b, 'x');
    assert_true(b.failed);
    al_buf_cut(&b, 2);
    al_buf_add_byte(&b, 'x');
    al_buf_printf(&b, "%s", "y");
    assert_string_equal(al_buf_string(&b), "01");
    al_buf_release(&b);
    al_buf_add(&b, "overflow", SIZE_MAX - 1);
    assert_true(b.failed);
    al_buf_release(&b);
}

/* ---- text ---- */

typedef void add_text(al_buf *, const char *);

static void same_as(add_text *make, const char *from, const char *want)
{
    al_buf b;
    al_buf_init(&b, 1 << 20);
    make(&b, from);
    assert_false(b.failed);
    assert_string_equal(al_buf_string(&b), want);
    al_buf_release(&b);
}

static void collapse(al_buf *b, const char *text)
{
    al_text_collapse(b, text, strlen(text));
}

static void text_next_reads_code_points(void **state)
{
    (void)state;
    const char *text = "a\xD0\x96\xE2\x82\xAC\xF0\x9F\x98\x80";
    size_t at = 0, size = strlen(text);
    assert_int_equal(al_text_next(text, size, &at), 'a');
    assert_int_equal(al_text_next(text, size, &at), 0x416);
    assert_int_equal(al_text_next(text, size, &at), 0x20AC);
    assert_int_equal(at, 6);
    assert_int_equal(al_text_next(text, size, &at), 0x1F600);
    assert_int_equal(at, size);
    /* A sequence that the text cuts off is invalid, and the bytes past `size` are not looked at. */
    at = 0;
    assert_int_equal(al_text_next("\xE2\x82\xAC", 2, &at), 0xFFFD);
    assert_in_range(at, 1, 2);
}

static void text_repair_counts_what_it_mends(void **state)
{
    (void)state;
    static const char bad[] = "a\0b\xFF" "c\xC0\x80" "d\xED\xA0\x80" "e\xEF\xBF\xBD" "f\x01\tg\r\n\x7F";
    size_t invalid = 0, nul = 0;
    al_buf b;
    al_buf_init(&b, 1 << 20);
    al_text_repair(&b, bad, sizeof bad - 1, &invalid, &nul);
    assert_int_equal(nul, 1);
    assert_true(invalid >= 3);
    const char *got = al_buf_string(&b);
    assert_int_equal(strncmp(got, "ab\xEF\xBF\xBD" "c\xEF\xBF\xBD", 9), 0);
    assert_non_null(strstr(got, "e\xEF\xBF\xBD" "f\tg\r\n"));
    size_t at = 0, again = 0;
    while (at < b.size)
        al_text_next(b.data, b.size, &at);
    al_buf c;
    al_buf_init(&c, 1 << 20);
    al_text_repair(&c, b.data, b.size, &again, &nul);
    assert_int_equal(again, 0);
    assert_string_equal(al_buf_string(&c), got);
    al_buf_release(&b);
    al_buf_release(&c);
}

static void text_repair_drops_every_control(void **state)
{
    (void)state;
    static const char text[] = "a\x1B[31m\xC2\x80" "b\xC2\x9B" "31mc\xC2\x9F" "d\xC2\x85" "e\xC2\xA0" "f";
    size_t invalid = 0;
    al_buf b;
    al_buf_init(&b, 1 << 20);
    al_text_repair(&b, text, sizeof text - 1, &invalid, NULL);
    assert_int_equal(invalid, 0);
    assert_string_equal(al_buf_string(&b), "a[31mb31mcd\xC2\x85" "e\xC2\xA0" "f");
    al_buf_release(&b);
}

static void text_classes_cover_scripts(void **state)
{
    (void)state;
    assert_true(al_text_is_space(' ') && al_text_is_space('\n') && al_text_is_space(0xA0) && al_text_is_space(0x200B) &&
                al_text_is_space(0xFEFF) && al_text_is_space(0x3000));
    assert_false(al_text_is_space('x') || al_text_is_space(0) || al_text_is_space(0xAD));
    assert_true(al_text_is_letter('z') && al_text_is_letter(0x416) && al_text_is_letter(0x4E2D) && al_text_is_letter(0x301));
    assert_false(al_text_is_letter('1') || al_text_is_letter('-') || al_text_is_letter('@') || al_text_is_letter('['));
    assert_true(al_text_is_digit('0') && al_text_is_digit(0x661));
    assert_false(al_text_is_digit('a') || al_text_is_digit(0xBD));
    assert_true(al_text_is_upper('A') && al_text_is_upper(0x416) && al_text_is_upper(0x1C5));
    assert_true(al_text_is_lower('a') && al_text_is_lower(0x436));
    assert_false(al_text_is_upper('a') || al_text_is_lower('A') || al_text_is_lower(0x4E2D));
    assert_true(al_text_is_ideograph(0x4E2D) && al_text_is_ideograph(0x3042) && al_text_is_ideograph(0x0E01));
    assert_false(al_text_is_ideograph('a') || al_text_is_ideograph(0x416) || al_text_is_ideograph(0x3002));
}

static void text_words_are_what_a_person_counts(void **state)
{
    (void)state;
    static const struct { const char *text; size_t words; } cases[] = {
        { "", 0 }, { " -- ", 0 }, { "one", 1 }, { "one two", 2 }, { "don't well-known", 2 }, { "1,234", 2 },
        { "e\xCC\x81t\xC3\xA9", 1 }, { "\xE4\xB8\xAD\xE6\x96\x87 x", 3 }, { "a\xE2\x80\x99s", 1 }, { "(a)b", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(al_text_words(cases[i].text), cases[i].words);
    assert_int_equal(al_text_length("a\xD0\x96\xE2\x82\xAC\xF0\x9F\x98\x80"), 4);
}

static void text_collapse_leaves_single_spaces(void **state)
{
    (void)state;
    same_as(collapse, "", "");
    same_as(collapse, " \t\n", "");
    same_as(collapse, "  a \n b\xC2\xA0\xC2\xA0" "c ", "a b c");
    same_as(collapse, "\xEF\xBB\xBFx", "x");
    same_as(collapse, "one", "one");
    assert_true(al_text_is_blank("") && al_text_is_blank(" \xC2\xA0\xE2\x80\x8B\xE2\x80\x8E\n"));
    assert_false(al_text_is_blank(" . "));
}

static void text_key_says_what_is_the_same(void **state)
{
    (void)state;
    same_as(al_text_key, "  \xE2\x80\x9CHello\xE2\x80\x9D,  WORLD! ", "hello, world");
    same_as(al_text_key, "\xE2\x80\xA2 Stra\xC3\x9F" "e\xE2\x80\x94" "1", "strasse-1");
    same_as(al_text_key, "\xEF\xAC\x81ne", "fine");
    same_as(al_text_key, "...", "");
    assert_true(al_text_same("The \xE2\x80\x98" "End\xE2\x80\x99", "the end."));
    assert_false(al_text_same("one", "two"));
    assert_false(al_text_same("one", "one two"));
    assert_false(al_text_same("", ""));
    assert_false(al_text_same("!", "?"));
}

static void slug(al_buf *b, const char *text)
{
    al_text_slug(b, text, 20);
}

static void text_slug_is_a_safe_name(void **state)
{
    (void)state;
    same_as(slug, "Hello, World!", "hello-world");
    same_as(slug, "../../etc/passwd", "etc-passwd");
    same_as(slug, "...", "article");
    same_as(slug, "", "article");
    same_as(slug, "\xD0\x96\xD1\x8B\xD0\xBB \xD0\x91\xD1\x8B\xD0\xBB", "\xD0\xB6\xD1\x8B\xD0\xBB-\xD0\xB1\xD1\x8B\xD0\xBB");
    same_as(slug, "a name that is much longer than that", "a-name-that-is-much");
    same_as(slug, "\x1b[31mred", "31mred");
}

static void excerpt(al_buf *b, const char *text)
{
    al_text_excerpt(b, text, 6);
}

static void text_is_cut_at_code_points(void **state)
{
    (void)state;
    assert_int_equal(al_text_fit("abc", 10), 3);
    assert_int_equal(al_text_fit("a\xD0\x96", 2), 1);
    assert_int_equal(al_text_fit("\xF0\x9F\x98\x80", 3), 0);
    same_as(excerpt, "abcdef", "abcdef");
    same_as(excerpt, "abcdefg", "abcdef\xE2\x80\xA6");
    same_as(excerpt, "a\n\n b", "a b");
    same_as(excerpt, "\xD0\x96\xD0\x96\xD0\x96\xD0\x96\xD0\x96\xD0\x96\xD0\x96",
            "\xD0\x96\xD0\x96\xD0\x96\xD0\x96\xD0\x96\xD0\x96\xE2\x80\xA6");
}

/* ---- files ---- */

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/aloud-base-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *in_folder(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *bytes)
{
    assert_int_equal(al_file_put(in_folder(name), bytes, strlen(bytes), NULL), 0);
}

static void reads_as(const char *name, const char *want)
{
    al_buf b;
    al_buf_init(&b, 1 << 20);
    assert_int_equal(al_file_read(in_folder(name), &b, NULL), 0);
    assert_string_equal(al_buf_string(&b), want);
    al_buf_release(&b);
}

static void read_refuses(const char *path, size_t limit, const char *why)
{
    al_buf b;
    aloud_error err;
    al_buf_init(&b, limit);
    assert_int_equal(al_file_read(path, &b, &err), ALOUD_ERROR_INPUT);
    if (!strstr(err.text, why))
        fail_msg("\"%s\" says nothing of \"%s\"", err.text, why);
    al_buf_release(&b);
}

static void file_is_read_whole_or_refused(void **state)
{
    (void)state;
    put("small", "12345");
    reads_as("small", "12345");
    read_refuses(in_folder("small"), 4, "larger");
    read_refuses(in_folder("absent"), 100, "No such file");
    read_refuses(folder, 100, "directory");
}

static void file_appears_only_when_complete(void **state)
{
    (void)state;
    put("kept", "old");
    al_file f;
    assert_int_equal(al_file_begin(&f, in_folder("kept"), NULL), 0);
    assert_int_equal(al_file_write(&f, "new", 3, NULL), 0);
    reads_as("kept", "old");
    al_file_abandon(&f);
    al_file_abandon(&f);
    reads_as("kept", "old");
    assert_int_equal(al_file_begin(&f, in_folder("kept"), NULL), 0);
    assert_int_equal(al_file_write(&f, "new", 3, NULL), 0);
    assert_int_equal(al_file_commit(&f, NULL), 0);
    reads_as("kept", "new");
    assert_int_equal(access(in_folder("kept.aloud-draft"), F_OK), -1);
}

static void draft_of_a_killed_run_is_swept(void **state)
{
    (void)state;
    al_file f;
    assert_int_equal(al_file_begin(&f, in_folder("swept"), NULL), 0);
    put("stays", "x");
    al_file_sweep(folder);
    assert_int_equal(access(f.draft, F_OK), -1);
    assert_int_equal(access(in_folder("stays"), F_OK), 0);
    aloud_error err;
    assert_int_equal(al_file_commit(&f, &err), ALOUD_ERROR_OUTPUT);
    al_file_sweep(in_folder("absent"));
}

static void draft_is_not_written_through_a_link(void **state)
{
    (void)state;
    put("target", "safe");
    char target[200];
    strcpy(target, in_folder("target"));
    assert_int_equal(symlink(target, in_folder("victim.aloud-draft")), 0);
    put("victim", "written");
    reads_as("target", "safe");
    reads_as("victim", "written");
}

static void output_that_cannot_be_written_says_so(void **state)
{
    (void)state;
    aloud_error err;
    put("file", "x");
    assert_int_equal(al_file_put(in_folder("file/below"), "x", 1, &err), ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(err.text, "file/below"));
    assert_int_equal(al_file_mkdirs(in_folder("file/below/deeper"), &err), ALOUD_ERROR_OUTPUT);
    assert_int_equal(al_file_mkdirs(in_folder("a/b/c/"), &err), 0);
    assert_int_equal(al_file_mkdirs(in_folder("a/b/c"), &err), 0);
    assert_int_equal(al_file_put(in_folder("a/b/c/d"), "x", 1, &err), 0);
    /* Renaming over a folder fails, and leaves no draft. */
    assert_int_equal(al_file_put(in_folder("a/b"), "x", 1, &err), ALOUD_ERROR_OUTPUT);
    assert_int_equal(access(in_folder("a/b.aloud-draft"), F_OK), -1);
    al_file full = { .path = strdup("/dev/full"), .draft = strdup(in_folder("none")), .fd = open("/dev/full", O_WRONLY) };
    assert_int_equal(al_file_write(&full, "x", 1, &err), ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(err.text, "No space left"));
    al_file_abandon(&full);
}

/* ---- data ---- */

typedef struct lines { char text[400]; int stop_at; } lines;

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    lines *l = user;
    size_t n = strlen(l->text);
    snprintf(l->text + n, sizeof l->text - n, "%ld [%s] %s=%s;", line, section, key, value);
    return l->stop_at == line ? ALOUD_ERROR_ENGINE : 0;
}

static int ini_of(const char *bytes, lines *l, aloud_error *err)
{
    put("x.ini", bytes);
    return al_data_ini(in_folder("x.ini"), take_line, l, err);
}

static void ini_gives_every_line(void **state)
{
    (void)state;
    lines l = { 0 };
    assert_int_equal(ini_of("; note\n[one]\na = b c \na=d\n\n[two]\nk: v\n", &l, NULL), 0);
    assert_string_equal(l.text, "3 [one] a=b c;4 [one] a=d;7 [two] k=v;");
    assert_int_equal(al_data_ini(in_folder("absent.ini"), take_line, &l, NULL), 1);
    assert_int_equal(al_data_ini(in_folder("x.ini/below.ini"), take_line, &l, NULL), 1);
}

static void ini_errors_name_the_line(void **state)
{
    (void)state;
    aloud_error err;
    lines l = { .stop_at = 3 };
    assert_int_equal(ini_of("[s]\na=b\nc=d\ne=f\n", &l, &err), ALOUD_ERROR_ENGINE);
    assert_string_equal(l.text, "2 [s] a=b;3 [s] c=d;");
    l = (lines){ 0 };
    assert_int_equal(ini_of("[s]\na=b\nno meaning\n", &l, &err), ALOUD_ERROR_ENGINE);
    assert_int_equal(err.line, 3);
    assert_non_null(strstr(err.text, "x.ini:3"));
    char longest[600] = "[s]\nk=";
    memset(longest + 6, 'v', 500);
    l = (lines){ 0 };
    assert_int_equal(ini_of(longest, &l, &err), ALOUD_ERROR_ENGINE);
    assert_int_equal(err.line, 2);
    assert_non_null(strstr(err.text, "too long"));
    assert_int_equal(al_data_ini(folder, take_line, &l, &err), ALOUD_ERROR_ENGINE);
}

static int take_name(void *user, const char *name)
{
    char *all = user;
    strcat(strcat(all, name), " ");
    return strcmp(name, "stop.v") == 0 ? ALOUD_ERROR_USAGE : 0;
}

static void list_is_sorted(void **state)
{
    (void)state;
    char all[400] = "";
    assert_int_equal(al_file_mkdirs(in_folder("list"), NULL), 0);
    put("list/b.v", "x");
    put("list/a.v", "x");
    put("list/.c.v", "x");
    put("list/d.w", "x");
    assert_int_equal(al_data_list(in_folder("list"), ".v", take_name, all, NULL), 0);
    assert_string_equal(all, "a.v b.v ");
    put("list/stop.v", "x");
    put("list/z.v", "x");
    all[0] = '\0';
    assert_int_equal(al_data_list(in_folder("list"), ".v", take_name, all, NULL), ALOUD_ERROR_USAGE);
    assert_string_equal(all, "a.v b.v stop.v ");
    assert_int_equal(al_data_list(in_folder("absent"), ".v", take_name, all, NULL), 0);
}

static void data_folder_is_found(void **state)
{
    (void)state;
    aloud_error err;
    al_buf b;
    al_buf_init(&b, 4096);
    char *was = getenv("ALOUD_DATA") ? strdup(getenv("ALOUD_DATA")) : NULL;
    setenv("ALOUD_DATA", folder, 1);
    assert_int_equal(al_data_folder(&b, &err), 0);
    assert_string_equal(al_buf_string(&b), folder);
    setenv("ALOUD_DATA", in_folder("absent"), 1);
    al_buf_cut(&b, 0);
    assert_int_equal(al_data_folder(&b, &err), ALOUD_ERROR_ENGINE);
    assert_non_null(strstr(err.text, "ALOUD_DATA"));
    unsetenv("ALOUD_DATA");
    assert_int_equal(al_data_folder(&b, &err), 0);
    char phrases[4200];
    snprintf(phrases, sizeof phrases, "%s/en/phrases.ini", al_buf_string(&b));
    assert_int_equal(access(phrases, R_OK), 0); /* the tree's own, from where this program stands */
    if (was)
        setenv("ALOUD_DATA", was, 1);
    free(was);
    al_buf_release(&b);
}

/* ---- diagnostics and errors ---- */

static void warnings_have_names_and_a_ceiling(void **state)
{
    (void)state;
    for (int i = 0; i < AL_WARN_COUNT; i++) {
        const char *name = al_warning_name((al_warning)i);
        assert_true(*name);
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(name));
    }
    assert_string_equal(al_warning_name(AL_WARN_COUNT), "");
    al_arena a;
    al_diag d;
    al_arena_init(&a, 1 << 20);
    al_diag_init(&d, &a);
    assert_null(al_diag_get(&d, 0));
    for (long i = 1; i <= 100000; i++)
        al_diag_add(&d, AL_WARN_MARKUP, i, "fault %ld", i);
    assert_in_range(d.count, 1, 1000);
    assert_string_equal(al_diag_get(&d, 1)->text, "fault 2");
    assert_int_equal(al_diag_get(&d, 1)->line, 2);
    assert_null(al_diag_get(&d, d.count));
    al_arena_release(&a);
}

static void error_is_one_line_of_whole_characters(void **state)
{
    (void)state;
    aloud_error err;
    assert_int_equal(al_fail(NULL, ALOUD_ERROR_INPUT, "nobody asked"), ALOUD_ERROR_INPUT);
    assert_int_equal(al_fail_at(&err, ALOUD_ERROR_INPUT, 7, "a\nb\x1b[2J %d", 5), ALOUD_ERROR_INPUT);
    assert_string_equal(err.text, "a b [2J 5");
    assert_int_equal(err.line, 7);
    assert_int_equal(err.status, ALOUD_ERROR_INPUT);
    for (size_t lead = 0; lead < 4; lead++) {
        char text[1000];
        memset(text, 'x', lead);
        for (size_t i = lead; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 4);
        al_fail(&err, ALOUD_ERROR_INPUT, "%s", text);
        size_t n = strlen(err.text);
        assert_in_range(n, sizeof err.text - 4, sizeof err.text - 1);
        assert_int_equal((n - lead) % 3, 0);
    }
    assert_int_equal(al_fail_memory(&err), ALOUD_ERROR_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_blocks),
        cmocka_unit_test(arena_keeps_serving_small_blocks_after_a_large_one),
        cmocka_unit_test(arena_has_a_ceiling),
        cmocka_unit_test(arena_copies_are_strings),
        cmocka_unit_test(buf_grows_and_stays_a_string),
        cmocka_unit_test(buf_failure_sticks),
        cmocka_unit_test(text_next_reads_code_points),
        cmocka_unit_test(text_repair_counts_what_it_mends),
        cmocka_unit_test(text_repair_drops_every_control),
        cmocka_unit_test(text_classes_cover_scripts),
        cmocka_unit_test(text_words_are_what_a_person_counts),
        cmocka_unit_test(text_collapse_leaves_single_spaces),
        cmocka_unit_test(text_key_says_what_is_the_same),
        cmocka_unit_test(text_slug_is_a_safe_name),
        cmocka_unit_test(text_is_cut_at_code_points),
        cmocka_unit_test(file_is_read_whole_or_refused),
        cmocka_unit_test(file_appears_only_when_complete),
        cmocka_unit_test(draft_of_a_killed_run_is_swept),
        cmocka_unit_test(draft_is_not_written_through_a_link),
        cmocka_unit_test(output_that_cannot_be_written_says_so),
        cmocka_unit_test(ini_gives_every_line),
        cmocka_unit_test(ini_errors_name_the_line),
        cmocka_unit_test(list_is_sorted),
        cmocka_unit_test(data_folder_is_found),
        cmocka_unit_test(warnings_have_names_and_a_ceiling),
        cmocka_unit_test(error_is_one_line_of_whole_characters),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
