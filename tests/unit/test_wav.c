#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/riff.h"
#include "audio/wav.h"
#include "base/buf.h"
#include "base/file.h"

enum { RATE = 22050, SOME = 150, MANY = 5000 };

static const al_audio_tags tags = { .title = "Grüße aus Алматы", .album = "An article", .artist = "Somebody",
                                  .date = "2024-05-03", .comment = "Read aloud", .track = 7 };

static char folder[] = "/tmp/aloud-test-wav-XXXXXX";
static char path[128];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.wav", folder);
    return 0;
}

static int entries(void)
{
    int n = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));)
        n += e->d_name[0] != '.';
    if (d)
        closedir(d);
    return n;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    return entries();
}

/* A file of `cues` cue points, each followed by 100 frames of sound and as much silence as its number. */
static int write_file(size_t cues, bool wide, uint64_t *at, aloud_error *err)
{
    static char names[MANY][32];
    static const char *labels[MANY];
    for (size_t i = 0; i < cues; i++) {
        snprintf(names[i], sizeof names[i], "%*zu é", (int)(i % 3), i);
        labels[i] = names[i];
    }
    al_wav *w;
    int status = al_wav_begin(path, RATE, &tags, labels, cues, &w, err);
    if (status)
        return status;
    if (wide)
        al_wav_widen(w);
    int16_t frames[100];
    for (int i = 0; i < 100; i++)
        frames[i] = (int16_t)(i * 300 - 15000);
    for (size_t i = 0; i < cues && !status; i++) {
        at[i] = al_wav_frames(w);
        status = al_wav_write(w, frames, 100, err);
        if (!status)
            status = al_wav_silence(w, i, err);
    }
    if (status) {
        al_wav_abandon(w);
        return status;
    }
    return al_wav_finish(w, at, err);
}

/* Chunk `id` of the file (a LIST of `type`), found by a walk of the test's own. */
static al_buf read_chunk(const char *id, const char *type)
{
    al_buf all, chunk;
    al_buf_init(&all, 1 << 26);
    al_buf_init(&chunk, 1 << 24);
    assert_int_equal(al_file_read(path, &all, NULL), 0);
    for (size_t i = 12; i + 8 <= all.size;) {
        uint32_t n = al_riff_u32((const uint8_t *)all.data + i + 4);
        if (n == UINT32_MAX && memcmp(all.data + i, "data", 4) == 0)
            n = al_riff_u32((const uint8_t *)all.data + 28); /* RF64: it stands in ds64 */
        if (memcmp(all.data + i, id, 4) == 0 && (!type || memcmp(all.data + i + 8, type, 4) == 0)) {
            al_buf_add(&chunk, all.data + i + 8, n);
            break;
        }
        i += 8 + n + n % 2;
    }
    al_buf_release(&all);
    return chunk;
}

static void check_cues(size_t cues, const uint64_t *at)
{
    al_buf b = read_chunk("cue ", NULL);
    const uint8_t *c = (const uint8_t *)b.data;
    assert_int_equal(b.size, 4 + 24 * cues);
    assert_int_equal(al_riff_u32(c), cues);
    for (size_t i = 0; i < cues; i++) {
        const uint8_t *p = c + 4 + 24 * i;
        assert_int_equal(al_riff_u32(p), i + 1);
        assert_int_equal(al_riff_u32(p + 4), at[i]);
        assert_memory_equal(p + 8, "data", 4);
        assert_int_equal(al_riff_u32(p + 20), at[i]);
    }
    al_buf_release(&b);
    b = read_chunk("LIST", "adtl");
    size_t place = 4;
    for (size_t i = 0; i < cues; i++) {
        char name[32];
        snprintf(name, sizeof name, "%*zu é", (int)(i % 3), i);
        const char *p = b.data + place;
        uint32_t n = al_riff_u32((const uint8_t *)p + 4);
        assert_memory_equal(p, "labl", 4);
        assert_int_equal(al_riff_u32((const uint8_t *)p + 8), i + 1);
        assert_string_equal(p + 12, name);
        assert_int_equal(n, 4 + strlen(name) + 1);
        place += 8 + n + n % 2;
    }
    assert_int_equal(place, b.size);
    al_buf_release(&b);
}

static void check_sound(size_t cues, const uint64_t *at, int major)
{
    SF_INFO info = { 0 };
    SNDFILE *f = sf_open(path, SFM_READ, &info);
    assert_non_null(f);
    assert_int_equal(info.format & SF_FORMAT_TYPEMASK, major);
    assert_int_equal(info.format & SF_FORMAT_SUBMASK, SF_FORMAT_PCM_16);
    assert_int_equal(info.channels, 1);
    assert_int_equal(info.samplerate, RATE);
    assert_int_equal(info.frames, at[cues - 1] + 100 + cues - 1);
    const struct { int type; const char *value; } want[] = {
        { SF_STR_TITLE, tags.title }, { SF_STR_ALBUM, tags.album }, { SF_STR_ARTIST, tags.artist },
        { SF_STR_DATE, tags.date }, { SF_STR_COMMENT, tags.comment }, { SF_STR_TRACKNUMBER, "7" },
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_string_equal(sf_get_string(f, want[i].type), want[i].value);
    int16_t frame[2];
    for (size_t i = 1; i < cues; i++) {
        assert_int_equal(sf_seek(f, (sf_count_t)at[i] - 1, SEEK_SET), at[i] - 1);
        assert_int_equal(sf_readf_short(f, frame, 2), 2);
        assert_int_equal(frame[0], i == 1 ? 99 * 300 - 15000 : 0);
        assert_int_equal(frame[1], -15000);
    }
    sf_close(f);
}

static void test_plain(void **state)
{
    (void)state;
    uint64_t at[3];
    aloud_error err;
    assert_int_equal(write_file(3, false, at, &err), 0);
    check_cues(3, at);
    check_sound(3, at, SF_FORMAT_WAV);
    /* The format every reader knows: 16 bytes, tag 1. */
    al_buf b = read_chunk("fmt ", NULL);
    assert_int_equal(b.size, 16);
    assert_memory_equal(b.data, "\1\0\1\0", 4);
    al_buf_release(&b);
    uint64_t frames;
    int rate;
    assert_int_equal(al_wav_inspect(path, &frames, &rate, &err), 0);
    assert_int_equal(frames, at[2] + 102);
    assert_int_equal(rate, RATE);
}

static void test_many_cues(void **state)
{
    (void)state;
    static uint64_t at[MANY];
    assert_int_equal(write_file(MANY, false, at, NULL), 0);
    check_cues(MANY, at);
    check_sound(MANY, at, SF_FORMAT_WAV);
    /* What the library itself reads: at most 1,000. */
    assert_int_equal(write_file(SOME, false, at, NULL), 0);
    static SF_CUES_VAR(SOME) cues;
    SF_INFO info = { 0 };
    SNDFILE *f = sf_open(path, SFM_READ, &info);
    assert_int_equal(sf_command(f, SFC_GET_CUE, &cues, sizeof cues), SF_TRUE);
    assert_int_equal(cues.cue_count, SOME);
    assert_int_equal(cues.cue_points[SOME - 1].sample_offset, at[SOME - 1]);
    sf_close(f);
}

static void test_wide(void **state)
{
    (void)state;
    uint64_t at[5], frames;
    int rate;
    assert_int_equal(write_file(5, true, at, NULL), 0);
    check_cues(5, at);
    check_sound(5, at, SF_FORMAT_RF64);
    assert_int_equal(al_wav_inspect(path, &frames, &rate, NULL), 0);
    assert_int_equal(frames, at[4] + 104);
    int fd = open(path, O_RDONLY);
    al_riff r;
    uint64_t place, size;
    assert_int_equal(al_riff_open(&r, fd), 0);
    assert_true(r.wide);
    assert_int_equal(al_riff_find(&r, "data", &place, &size), 0);
    assert_int_equal(size, frames * 2);
    assert_int_equal(al_riff_find(&r, "nope", &place, &size), -1);
    close(fd);
}

static void test_no_frames(void **state)
{
    (void)state;
    al_wav *w;
    uint64_t frames = 1;
    int rate;
    assert_int_equal(al_wav_begin(path, RATE, &(al_audio_tags){ 0 }, NULL, 0, &w, NULL), 0);
    assert_int_equal(al_wav_finish(w, NULL, NULL), 0);
    assert_int_equal(al_wav_inspect(path, &frames, &rate, NULL), 0);
    assert_int_equal(frames, 0);
}

static void test_same_bytes(void **state)
{
    (void)state;
    uint64_t at[20];
    al_buf a, b;
    al_buf_init(&a, 1 << 24);
    al_buf_init(&b, 1 << 24);
    assert_int_equal(write_file(20, false, at, NULL), 0);
    assert_int_equal(al_file_read(path, &a, NULL), 0);
    assert_int_equal(write_file(20, false, at, NULL), 0);
    assert_int_equal(al_file_read(path, &b, NULL), 0);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    al_buf_release(&a);
    al_buf_release(&b);
}

static void test_unseen_until_finished(void **state)
{
    (void)state;
    al_wav *w;
    uint64_t at = 0;
    const char *label = "only";
    assert_int_equal(al_wav_begin(path, RATE, &tags, &label, 1, &w, NULL), 0);
    assert_int_equal(al_wav_silence(w, 10000, NULL), 0);
    assert_int_equal(al_wav_frames(w), 10000);
    assert_int_equal(access(path, F_OK), -1);
    al_wav_abandon(w);
    assert_int_equal(entries(), 0);
    al_wav_abandon(NULL);
    assert_int_equal(al_wav_begin(path, RATE, &tags, &label, 1, &w, NULL), 0);
    assert_int_equal(al_wav_finish(w, &at, NULL), 0);
    assert_int_equal(access(path, F_OK), 0);
}

/* A disk that is full after any number of bytes: an error with its reason and no file, never a broken one. */
static void test_full_disk(void **state)
{
    (void)state;
    uint64_t at[30];
    aloud_error err;
    struct stat whole;
    assert_int_equal(write_file(30, false, at, NULL), 0);
    assert_int_equal(stat(path, &whole), 0);
    unlink(path);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, limit;
    getrlimit(RLIMIT_FSIZE, &before);
    for (rlim_t most = 0; most < (rlim_t)whole.st_size; most += 97) {
        limit = (struct rlimit){ .rlim_cur = most, .rlim_max = before.rlim_max };
        setrlimit(RLIMIT_FSIZE, &limit);
        int status = write_file(30, false, at, &err);
        setrlimit(RLIMIT_FSIZE, &before);
        assert_int_equal(status, ALOUD_ERROR_OUTPUT);
        assert_non_null(strstr(err.text, path));
        assert_non_null(strstr(err.text, "File too large"));
        assert_int_equal(entries(), 0);
    }
    signal(SIGXFSZ, SIG_DFL);
}

static void test_unwritable(void **state)
{
    (void)state;
    al_wav *w = NULL;
    aloud_error err;
    assert_int_equal(al_wav_begin("/nonexistent/folder/a.wav", RATE, &tags, NULL, 0, &w, &err), ALOUD_ERROR_OUTPUT);
    assert_null(w);
    assert_non_null(strstr(err.text, "/nonexistent/folder/a.wav"));
}

static void put(const char *bytes, size_t size)
{
    assert_int_equal(al_file_put(path, bytes, size, NULL), 0);
}

static void test_inspect_others(void **state)
{
    (void)state;
    uint64_t at[3], frames = 99;
    int rate = 99;
    aloud_error err;
    al_buf b;
    al_buf_init(&b, 1 << 24);
    assert_int_equal(al_wav_inspect("/nonexistent.wav", &frames, &rate, &err), ALOUD_ERROR_INPUT);
    assert_int_equal(al_wav_inspect(folder, &frames, &rate, &err), ALOUD_ERROR_INPUT);
    put("hello, this is no sound at all, but it is text", 40);
    assert_int_equal(al_wav_inspect(path, &frames, &rate, &err), ALOUD_ERROR_INPUT);
    assert_int_equal(write_file(3, false, at, NULL), 0);
    assert_int_equal(al_file_read(path, &b, NULL), 0);
    for (size_t n = 0; n < b.size; n += n < 600 ? 1 : 7) {
        put(b.data, n);
        assert_int_equal(al_wav_inspect(path, &frames, &rate, &err), ALOUD_ERROR_INPUT);
    }
    al_buf_add(&b, "more", 4);
    put(b.data, b.size);
    assert_int_equal(al_wav_inspect(path, &frames, &rate, &err), ALOUD_ERROR_INPUT);
    al_buf_release(&b);
    SF_INFO info = { .samplerate = RATE, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16 };
    SNDFILE *f = sf_open(path, SFM_WRITE, &info);
    assert_int_equal(sf_writef_short(f, (int16_t[]){ 1, 2, 3, 4 }, 2), 2);
    sf_close(f);
    assert_int_equal(al_wav_inspect(path, &frames, &rate, &err), ALOUD_ERROR_INPUT);
    assert_int_equal(frames, 99);
    assert_int_equal(rate, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_plain, remove_file),
        cmocka_unit_test_teardown(test_many_cues, remove_file),
        cmocka_unit_test_teardown(test_wide, remove_file),
        cmocka_unit_test_teardown(test_no_frames, remove_file),
        cmocka_unit_test_teardown(test_same_bytes, remove_file),
        cmocka_unit_test_teardown(test_unseen_until_finished, remove_file),
        cmocka_unit_test_teardown(test_full_disk, remove_file),
        cmocka_unit_test_teardown(test_unwritable, remove_file),
        cmocka_unit_test_teardown(test_inspect_others, remove_file),
    };
    return cmocka_run_group_tests_name("wav", tests, make_folder, remove_folder);
}
