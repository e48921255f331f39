/* The folder of an article, through the public calls: whose it is, what is kept, what a stopped run leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <aloud.h>

#define BODY "The council of the old town met on Tuesday evening to talk about the bridge, which has been closed.\n"
#define OTHER "Nobody in the other town had heard of it, since the ferry brings no news on any day but Sunday.\n"

typedef struct fixture {
    char folder[64]; /* for all that the test makes */
    char out[96];
    aloud_options *options;
    aloud_error err;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    strcpy(f.folder, "/tmp/aloud-test-XXXXXX");
    if (!mkdtemp(f.folder))
        return -1;
    snprintf(f.out, sizeof f.out, "%s/out", f.folder);
    f.options = aloud_options_new();
    aloud_options_set(f.options, "output", f.out, NULL);
    aloud_options_set(f.options, "engine", "tone", NULL);
    aloud_options_set(f.options, "jobs", "1", NULL);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    aloud_options_free(f->options);
    return system(command);
}

static aloud_script *make(const char *text, const char *name, const aloud_options *options)
{
    aloud_article *a;
    aloud_script *s;
    aloud_error err;
    if (aloud_article_parse(text, strlen(text), name, options, &a, &err))
        fail_msg("%s", err.text);
    assert_int_equal(aloud_script_new(a, options, &s, &err), 0);
    aloud_article_free(a);
    return s;
}

static int convert(fixture *f, const char *text, const char *name, aloud_listener *listener, void *user)
{
    aloud_script *s = make(text, name, f->options);
    int status = aloud_convert(s, f->options, listener, user, NULL, 0, &f->err);
    aloud_script_free(s);
    return status;
}

static void put_file(const fixture *f, const char *name, const char *text, char path[128])
{
    snprintf(path, 128, "%s/%s", f->folder, name);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    mkdir(path, 0777);
    *slash = '/';
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    fputs(text, to);
    fclose(to);
}

static int convert_file(fixture *f, const char *path)
{
    aloud_article *a;
    aloud_script *s;
    assert_int_equal(aloud_article_read(path, f->options, &a, NULL), 0);
    assert_int_equal(aloud_script_new(a, f->options, &s, NULL), 0);
    aloud_article_free(a);
    int status = aloud_convert(s, f->options, NULL, NULL, NULL, 0, &f->err);
    aloud_script_free(s);
    return status;
}

/* How many files of out/SLUG have names that end so; -1 where there is no such folder. */
static int count_files(const fixture *f, const char *slug, const char *end)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->out, slug);
    DIR *d = opendir(path);
    if (!d)
        return -1;
    int count = 0;
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name), m = strlen(end);
        count += n >= m && strcmp(e->d_name + n - m, end) == 0;
    }
    closedir(d);
    return count;
}

static bool is_there(const fixture *f, const char *file)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->out, file);
    return access(path, F_OK) == 0;
}

static int count_chapter(void *user, int number, const char *title, const char *file, double seconds)
{
    (void)number, (void)title, (void)file, (void)seconds;
    ++*(int *)user;
    return 0;
}

static int recorded(const fixture *f, const char *slug)
{
    char path[256];
    int count = 0;
    snprintf(path, sizeof path, "%s/%s", f->out, slug);
    return aloud_folder_chapters(path, count_chapter, &count, NULL) ? -1 : count;
}

/* ---- whose the folder is ---------------------------------------------------------------------------------------- */

static void another_article_of_the_title_is_refused(void **state)
{
    fixture *f = *state;
    char a[128], b[128];
    put_file(f, "aa/letter.txt", "A Letter Home\n\n" BODY, a);
    put_file(f, "bb/letter.txt", "A Letter Home\n\n" OTHER, b);
    assert_int_equal(convert_file(f, a), 0);
    assert_int_equal(convert_file(f, b), ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(f->err.text, "another article (\"A Letter Home\")"));
    assert_non_null(strstr(f->err.text, "--force"));
    assert_int_equal(convert_file(f, a), 0);
}

static void titles_with_one_folder_name_are_told_apart(void **state)
{
    fixture *f = *state;
    static const char page[] = "<!DOCTYPE html><html lang=en><head><title>%s</title></head><body><article><h1>%s</h1><p>%s</p>"
                               "</article></body></html>";
    char text[1024];
    snprintf(text, sizeof text, page, "Learning C++", "Learning C++", BODY);
    assert_int_equal(convert(f, text, "x.html", NULL, NULL), 0);
    snprintf(text, sizeof text, page, "Learning C", "Learning C", OTHER);
    assert_int_equal(convert(f, text, "y.html", NULL, NULL), ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(f->err.text, "(\"Learning C++\")"));
}

static void an_article_that_was_edited_is_the_same(void **state)
{
    fixture *f = *state;
    char a[128];
    put_file(f, "aa/letter.txt", "A Letter Home\n\n" BODY, a);
    assert_int_equal(convert_file(f, a), 0);
    put_file(f, "aa/letter.txt", "A Letter Home\n\n" OTHER, a);
    assert_int_equal(convert_file(f, a), 0);
    assert_int_equal(recorded(f, "a-letter-home"), 1);
}

static void an_article_of_the_same_url_is_the_same(void **state)
{
    static const char page[] = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A Page</title>"
                               "<link rel=canonical href='https://example.org/%s'></head><body><article><h1>A Page</h1><p>%s</p>"
                               "</article></body></html>";
    fixture *f = *state;
    char text[1024];
    snprintf(text, sizeof text, page, "page", BODY);
    assert_int_equal(convert(f, text, "a.html", NULL, NULL), 0);
    snprintf(text, sizeof text, page, "page", OTHER);
    assert_int_equal(convert(f, text, "b.html", NULL, NULL), 0);
    snprintf(text, sizeof text, page, "another", BODY OTHER);
    assert_int_equal(convert(f, text, "c.html", NULL, NULL), ALOUD_ERROR_OUTPUT);
}

static void what_has_no_name_has_no_path(void **state)
{
    fixture *f = *state;
    assert_int_equal(convert(f, "A Letter Home\n\n" BODY, NULL, NULL, NULL), 0);
    assert_int_equal(convert(f, "A Letter Home\n\n" OTHER, NULL, NULL, NULL), ALOUD_ERROR_OUTPUT);
    assert_int_equal(convert(f, "A Letter Home\n\n" OTHER, "-", NULL, NULL), ALOUD_ERROR_OUTPUT);
    assert_int_equal(convert(f, "A Letter Home\n\n" BODY, "-", NULL, NULL), 0);
}

static void the_folder_does_not_tell_where_the_article_was(void **state)
{
    fixture *f = *state;
    char a[128], path[256], text[4096];
    put_file(f, "aa/letter.txt", "A Letter Home\n\n" BODY, a);
    assert_int_equal(convert_file(f, a), 0);
    snprintf(path, sizeof path, "%s/a-letter-home/.aloud.json", f->out);
    FILE *from = fopen(path, "r");
    assert_non_null(from);
    text[fread(text, 1, sizeof text - 1, from)] = '\0';
    fclose(from);
    assert_null(strstr(text, f->folder));
    assert_null(strstr(text, "letter.txt"));
}

static void a_file_without_a_title_is_called_by_its_own_name(void **state)
{
    fixture *f = *state;
    char a[128];
    aloud_article *article;
    aloud_script *s;
    put_file(f, "aa/list.html", "<!DOCTYPE html><html lang=en><body><article><p>" BODY "</p></article></body></html>", a);
    assert_int_equal(aloud_article_read(a, NULL, &article, NULL), 0);
    assert_int_equal(aloud_script_new(article, NULL, &s, NULL), 0);
    assert_string_equal(aloud_script_title(s), "list.html");
    aloud_script_free(s);
    aloud_article_free(article);
}

/* ---- --force ---------------------------------------------------------------------------------------------------- */

static void force_takes_a_folder_only_when_all_else_is_well(void **state)
{
    fixture *f = *state;
    static const char first[] = "A Letter Home\n\n" BODY "\nA Second Part Of It\n\n" BODY "\nA Third Part Of It\n\n" BODY;
    assert_int_equal(convert(f, first, "x.txt", NULL, NULL), 0);
    int before = count_files(f, "a-letter-home", ".wav");
    assert_true(before > 1);
    aloud_options_set(f->options, "force", NULL, NULL);
    aloud_options_set(f->options, "voice", "nobody-has-this-voice", NULL);
    assert_int_equal(convert(f, "A Letter Home\n\n" OTHER, "y.txt", NULL, NULL), ALOUD_ERROR_USAGE);
    assert_int_equal(count_files(f, "a-letter-home", ".wav"), before);
    assert_int_equal(recorded(f, "a-letter-home"), before);
    aloud_options_set(f->options, "voice", "clear", NULL);
    assert_int_equal(convert(f, "A Letter Home\n\n" OTHER, "y.txt", NULL, NULL), 0);
    assert_int_equal(count_files(f, "a-letter-home", ".wav"), 1);
    assert_int_equal(recorded(f, "a-letter-home"), 1);
}

/* Converts another article into the folder that is being written. */
static int meddle(void *user, const aloud_report *r)
{
    fixture *f = user;
    if (r->event != ALOUD_CHAPTER_DONE)
        return 0;
    aloud_error err;
    aloud_options *o = aloud_options_new();
    aloud_options_set(o, "output", f->out, NULL);
    aloud_options_set(o, "engine", "tone", NULL);
    aloud_options_set(o, "force", NULL, NULL);
    aloud_script *s = make("A Letter Home\n\n" OTHER, "y.txt", o);
    assert_int_equal(aloud_convert(s, o, NULL, NULL, NULL, 0, &err), ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(err.text, "another run"));
    aloud_script_free(s);
    aloud_options_free(o);
    return 0;
}

static void a_folder_being_written_is_left_alone_also_with_force(void **state)
{
    fixture *f = *state;
    assert_int_equal(convert(f, "A Letter Home\n\n" BODY "\nA Second Part Of It\n\n" BODY, "x.txt", NULL, NULL), 0);
    int before = count_files(f, "a-letter-home", ".wav");
    aloud_options_set(f->options, "rate", "200", NULL);
    assert_int_equal(convert(f, "A Letter Home\n\n" BODY "\nA Second Part Of It\n\n" BODY, "x.txt", meddle, f), 0);
    assert_int_equal(count_files(f, "a-letter-home", ".wav"), before);
}

static int steal_first(void *user, const aloud_report *r)
{
    fixture *f = user;
    char command[256];
    snprintf(command, sizeof command, "rm %s/a-letter-home/01-*.wav", f->out);
    return r->event == ALOUD_CHAPTER_DONE && r->chapter == 1 ? system(command) : 0;
}

static void a_chapter_that_is_gone_at_the_end_is_told(void **state)
{
    fixture *f = *state;
    assert_int_equal(convert(f, "A Letter Home\n\n" BODY "\nA Second Part Of It\n\n" BODY, "x.txt", steal_first, f),
                     ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(f->err.text, "chapter 1"));
    assert_int_equal(convert(f, "A Letter Home\n\n" BODY "\nA Second Part Of It\n\n" BODY, "x.txt", NULL, NULL), 0);
}

/* ---- runs that end early ---------------------------------------------------------------------------------------- */

static const char LONG[] = "A Long Evening\n\n" BODY "\nThe Second Part\n\n" BODY "\nThe Third Part\n\n" BODY
                           "\nThe Fourth Part\n\n" BODY "\nThe Fifth Part\n\n" BODY;

typedef struct stopping {
    aloud_event event;
    int chapter;
    bool die;
} stopping;

static int stop_at(void *user, const aloud_report *r)
{
    const stopping *s = user;
    if (r->event != s->event || r->chapter != s->chapter)
        return 0;
    if (s->die)
        _exit(9);
    return 1;
}

static void a_run_that_dies_early_does_not_lock_itself_out(void **state)
{
    fixture *f = *state;
    stopping s = { ALOUD_CHAPTER_BEGINS, 2, true };
    pid_t child = fork();
    if (child == 0)
        _exit(convert(f, LONG, "x.txt", stop_at, &s) ? 1 : 0);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(WEXITSTATUS(how), 9);
    assert_int_equal(count_files(f, "a-long-evening", ".wav"), 1);
    /* On record or not, which is saved about once a second: the folder is known as ours. */
    assert_in_range(recorded(f, "a-long-evening"), 0, 1);
    if (convert(f, LONG, "x.txt", NULL, NULL))
        fail_msg("%s", f->err.text);
    assert_int_equal(count_files(f, "a-long-evening", ".wav"), 5);
}

static void a_stopped_run_has_its_chapters_on_record(void **state)
{
    fixture *f = *state;
    stopping s = { ALOUD_CHAPTER_DONE, 3, false };
    assert_int_equal(convert(f, LONG, "x.txt", stop_at, &s), ALOUD_ERROR_CANCELLED);
    assert_int_equal(recorded(f, "a-long-evening"), 3);
}

static void a_run_without_a_chapter_leaves_nothing(void **state)
{
    fixture *f = *state;
    stopping s = { ALOUD_CHAPTER_BEGINS, 1, false };
    assert_int_equal(convert(f, LONG, "x.txt", stop_at, &s), ALOUD_ERROR_CANCELLED);
    assert_int_equal(access(f->out, F_OK), -1);
    /* But nothing that stood before goes with it. */
    assert_int_equal(convert(f, LONG, "x.txt", NULL, NULL), 0);
    aloud_options_set(f->options, "rate", "200", NULL);
    assert_int_equal(convert(f, LONG, "x.txt", stop_at, &s), ALOUD_ERROR_CANCELLED);
    assert_int_equal(recorded(f, "a-long-evening"), 5);
}

/* ---- chapters that are picked ----------------------------------------------------------------------------------- */

static const char PAGE[] = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The Page</title></head><body><article>"
                           "<h1>The Page</h1><p>" BODY "</p><h2>One</h2><p>" OTHER "</p><h3>One and a half</h3>"
                           "<p>It was on Wednesday that somebody asked, and by Thursday three people had answered him.</p>"
                           "<h2>Two</h2><p>The bridge itself said nothing, for it is of stone and has been since it was built.</p>"
                           "</article></body></html>";

static void picked_chapters_leave_the_others_alone(void **state)
{
    fixture *f = *state;
    assert_int_equal(convert(f, PAGE, "x.html", NULL, NULL), 0);
    assert_int_equal(count_files(f, "the-page", ".wav"), 4);
    aloud_options_set(f->options, "split", "2", NULL);
    aloud_options_set(f->options, "chapter", "1", NULL);
    assert_int_equal(convert(f, PAGE, "x.html", NULL, NULL), 0);
    assert_int_equal(count_files(f, "the-page", ".wav"), 4);
    assert_int_equal(recorded(f, "the-page"), 4);
}

static void a_chapter_of_another_name_takes_the_place(void **state)
{
    fixture *f = *state;
    assert_int_equal(convert(f, PAGE, "x.html", NULL, NULL), 0);
    assert_true(is_there(f, "the-page/03-one-and-a-half.wav"));
    aloud_options_set(f->options, "split", "2", NULL);
    aloud_options_set(f->options, "chapter", "3", NULL);
    assert_int_equal(convert(f, PAGE, "x.html", NULL, NULL), 0);
    assert_false(is_there(f, "the-page/03-one-and-a-half.wav"));
    assert_true(is_there(f, "the-page/03-two.wav"));
    assert_int_equal(count_files(f, "the-page", ".wav"), 4);
}

static void all_chapters_leave_none_of_the_old(void **state)
{
    fixture *f = *state;
    assert_int_equal(convert(f, PAGE, "x.html", NULL, NULL), 0);
    aloud_options_set(f->options, "split", "2", NULL);
    assert_int_equal(convert(f, PAGE, "x.html", NULL, NULL), 0);
    assert_int_equal(count_files(f, "the-page", ".wav"), 3);
    assert_int_equal(recorded(f, "the-page"), 3);
}

static void a_failed_pick_leaves_its_list_alone(void **state)
{
    fixture *f = *state;
    static const char *const wrong[] = { "99", "2-99", "1,99", "no such words", "0" };
    aloud_script *s = make(PAGE, "x.html", f->options);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        unsigned char pick[4] = { 7, 7, 7, 7 };
        aloud_options_set(f->options, "chapter", wrong[i], NULL);
        assert_int_equal(aloud_script_pick(s, f->options, pick, NULL), ALOUD_ERROR_USAGE);
        for (size_t k = 0; k < 4; k++)
            assert_int_equal(pick[k], 7);
    }
    unsigned char pick[4] = { 7, 7, 7, 7 };
    aloud_options_set(f->options, "chapter", "2-3", NULL);
    assert_int_equal(aloud_script_pick(s, f->options, pick, NULL), 0);
    assert_memory_equal(pick, "\0\1\1\0", 4);
    aloud_script_free(s);
}

/* ---- what the listener hears ------------------------------------------------------------------------------------ */

typedef struct heard {
    int chapter; /* being spoken, 0 between two */
    int progress, highest, notes, saves;
    ino_t record;
    const fixture *f;
} heard;

static int listen(void *user, const aloud_report *r)
{
    heard *h = user;
    if (r->event == ALOUD_CHAPTER_BEGINS)
        h->chapter = r->chapter;
    if (r->event == ALOUD_PROGRESS) {
        h->progress++;
        if (r->chapter > h->highest)
            h->highest = r->chapter;
        assert_true(!h->chapter || r->chapter == h->chapter || r->chapter == h->chapter + 1);
        assert_non_null(strstr(r->chapter == 1 ? "A Long Evening" : "The Second Part The Third Part The Fourth Part The Fifth Part",
                               r->title));
    }
    return 0;
}

static void progress_tells_the_chapter_being_spoken(void **state)
{
    heard h = { .f = *state };
    assert_int_equal(convert(*state, LONG, "x.txt", listen, &h), 0);
    assert_true(h.progress > 0);
    assert_int_equal(h.highest, 5);
}

static int stop_at_note(void *user, const aloud_report *r)
{
    heard *h = user;
    h->notes += r->event == ALOUD_NOTE;
    return r->event == ALOUD_NOTE;
}

static void a_note_can_stop_it(void **state)
{
    fixture *f = *state;
    heard h = { .f = f };
    aloud_options_set(f->options, "voice", "en-gb+f3", NULL);
    aloud_options_set(f->options, "language", "ru", NULL);
    assert_int_equal(convert(f, LONG, "x.txt", stop_at_note, &h), ALOUD_ERROR_CANCELLED);
    assert_int_equal(h.notes, 1);
    assert_int_equal(access(f->out, F_OK), -1);
}

static int watch_record(void *user, const aloud_report *r)
{
    heard *h = user;
    char path[256];
    struct stat st;
    snprintf(path, sizeof path, "%s/many-parts/.aloud.json", h->f->out);
    if (r->event == ALOUD_CHAPTER_DONE && stat(path, &st) == 0 && st.st_ino != h->record) {
        h->saves++;
        h->record = st.st_ino;
    }
    return 0;
}

static void the_record_is_not_saved_for_every_chapter(void **state)
{
    fixture *f = *state;
    char text[32768] = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8></head><body><article><h1>Many Parts</h1><p>" BODY
                       "</p>";
    for (int i = 0; i < 80; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "<h2>Part %d</h2><p>In year %d it was so, and %d people saw it from the bridge.</p>", i,
                 1900 + i, i * i + 2);
    strcat(text, "</article></body></html>");
    heard h = { .f = f };
    time_t begun = time(NULL);
    assert_int_equal(convert(f, text, "x.html", watch_record, &h), 0);
    assert_true(h.saves <= 2 + (int)(time(NULL) - begun));
    assert_int_equal(recorded(f, "many-parts"), 81);
}

/* ---- what may be NULL ------------------------------------------------------------------------------------------- */

static int any_voice(void *user, const aloud_voice *v)
{
    (void)user;
    return v != NULL;
}

static void no_options_are_the_usual_ones(void **state)
{
    fixture *f = *state;
    char before[4096];
    aloud_article *a;
    aloud_script *s;
    assert_int_equal(aloud_article_parse(PAGE, strlen(PAGE), NULL, NULL, &a, NULL), 0);
    assert_int_equal(aloud_script_new(a, NULL, &s, NULL), 0);
    assert_int_equal(aloud_script_chapters(s), 4);
    unsigned char pick[4] = { 0 };
    assert_int_equal(aloud_script_pick(s, NULL, pick, NULL), 0);
    assert_memory_equal(pick, "\1\1\1\1", 4);
    assert_true(aloud_script_estimate(s, NULL, 0) > 1);
    assert_int_equal(aloud_voices("en", NULL, any_voice, NULL, NULL), 0);
    assert_int_equal(aloud_options_set(f->options, NULL, "1", NULL), ALOUD_ERROR_USAGE);
    /* They make the folder where one is. */
    assert_non_null(getcwd(before, sizeof before));
    char *data = realpath("voices", NULL);
    assert_non_null(data);
    setenv("ALOUD_DATA", data, 1);
    assert_int_equal(chdir(f->folder), 0);
    int status = aloud_convert(s, NULL, NULL, NULL, NULL, 0, NULL);
    assert_int_equal(chdir(before), 0);
    unsetenv("ALOUD_DATA");
    free(data);
    assert_int_equal(status, 0);
    aloud_script_free(s);
    aloud_article_free(a);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(another_article_of_the_title_is_refused),
        CASE(titles_with_one_folder_name_are_told_apart),
        CASE(an_article_that_was_edited_is_the_same),
        CASE(an_article_of_the_same_url_is_the_same),
        CASE(what_has_no_name_has_no_path),
        CASE(the_folder_does_not_tell_where_the_article_was),
        CASE(a_file_without_a_title_is_called_by_its_own_name),
        CASE(force_takes_a_folder_only_when_all_else_is_well),
        CASE(a_folder_being_written_is_left_alone_also_with_force),
        CASE(a_chapter_that_is_gone_at_the_end_is_told),
        CASE(a_run_that_dies_early_does_not_lock_itself_out),
        CASE(a_stopped_run_has_its_chapters_on_record),
        CASE(a_run_without_a_chapter_leaves_nothing),
        CASE(picked_chapters_leave_the_others_alone),
        CASE(a_chapter_of_another_name_takes_the_place),
        CASE(all_chapters_leave_none_of_the_old),
        CASE(a_failed_pick_leaves_its_list_alone),
        CASE(progress_tells_the_chapter_being_spoken),
        CASE(a_note_can_stop_it),
        CASE(the_record_is_not_saved_for_every_chapter),
        CASE(no_options_are_the_usual_ones),
    };
    return cmocka_run_group_tests_name("convert", tests, NULL, NULL);
}
