/* Archives that are written: their files in order, as they were given, the same bytes every time, and nothing where it fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zip.h>

#include "base/file.h"
#include "pack/zip.h"

static char folder[] = "/tmp/aloud-test-zip-XXXXXX";
static char path[128], sound[128];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.zip", folder);
    snprintf(sound, sizeof sound, "%s/sound", folder);
    char *bytes = calloc(1, 300000);
    int status = al_file_put(sound, bytes, 300000, NULL);
    free(bytes);
    return status;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    unlink(sound);
    return rmdir(folder);
}

static int put(al_zipper *z, const char *name, const char *text, bool stored)
{
    aloud_error err;
    al_buf bytes;
    al_buf_init(&bytes, 1 << 20);
    al_buf_add_string(&bytes, text);
    return al_zipper_put(z, name, &bytes, stored, &err);
}

static int write_all(aloud_error *err)
{
    al_zipper *z;
    int status = al_zipper_begin(path, &z, err);
    if (status)
        return status;
    assert_int_equal(put(z, "mimetype", "application/epub+zip", true), 0);
    assert_int_equal(put(z, "b/\xD0\xB0.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false), 0);
    assert_int_equal(al_zipper_copy(z, "a/sound", sound, err), 0);
    return al_zipper_finish(z, err);
}

static size_t files(void)
{
    size_t n = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(d);
    return n;
}

static void files_are_as_they_were_given(void **state)
{
    (void)state;
    static const struct { const char *name; zip_uint64_t size; zip_uint16_t method; } want[] = {
        { "mimetype", 20, ZIP_CM_STORE }, { "b/\xD0\xB0.txt", 49, ZIP_CM_DEFLATE }, { "a/sound", 300000, ZIP_CM_STORE },
    };
    aloud_error err = { 0 };
    zip_stat_t s;
    if (write_all(&err))
        fail_msg("%s", err.text);
    zip_t *z = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert_non_null(z);
    assert_int_equal(zip_get_num_entries(z, 0), 3);
    for (zip_uint64_t i = 0; i < 3; i++) {
        assert_int_equal(zip_stat_index(z, i, 0, &s), 0);
        assert_string_equal(s.name, want[i].name);
        assert_int_equal(s.size, want[i].size);
        assert_int_equal(s.comp_method, want[i].method);
    }
    zip_discard(z);
}

static void the_same_files_give_the_same_bytes(void **state)
{
    (void)state;
    aloud_error err;
    al_buf first, second;
    al_buf_init(&first, 1 << 20);
    al_buf_init(&second, 1 << 20);
    assert_int_equal(write_all(&err), 0);
    assert_int_equal(al_file_read(path, &first, &err), 0);
    assert_int_equal(write_all(&err), 0);
    assert_int_equal(al_file_read(path, &second, &err), 0);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    al_buf_release(&first);
    al_buf_release(&second);
}

static void what_is_given_up_leaves_nothing(void **state)
{
    (void)state;
    aloud_error err;
    al_zipper *z;
    unlink(path);
    assert_int_equal(al_zipper_begin(path, &z, &err), 0);
    assert_int_equal(put(z, "mimetype", "x", true), 0);
    al_zipper_abandon(z);
    assert_int_equal(files(), 1);
}

static void a_file_that_is_gone_is_an_error(void **state)
{
    (void)state;
    aloud_error err = { 0 };
    al_zipper *z;
    assert_int_equal(al_zipper_begin(path, &z, &err), 0);
    int status = al_zipper_copy(z, "a", "/nonexistent/sound", &err);
    if (status)
        al_zipper_abandon(z);
    else
        status = al_zipper_finish(z, &err);
    assert_int_equal(status, ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(err.text, "a.zip"));
    assert_int_equal(files(), 1);
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    aloud_error err = { 0 };
    struct rlimit was, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    signal(SIGXFSZ, SIG_IGN);
    small = (struct rlimit){ .rlim_cur = 100000, .rlim_max = was.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int status = write_all(&err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_int_equal(status, ALOUD_ERROR_OUTPUT);
    assert_non_null(strstr(err.text, "cannot be written"));
    assert_int_equal(files(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_as_they_were_given), cmocka_unit_test(the_same_files_give_the_same_bytes),
        cmocka_unit_test(what_is_given_up_leaves_nothing), cmocka_unit_test(a_file_that_is_gone_is_an_error),
        cmocka_unit_test(a_full_disk_is_an_error),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
