/* Formats: what is written is as long as what was given, sounds like it, says what it is, and is the same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/av.h"
#include "audio/decoder.h"
#include "audio/encoder.h"
#include "base/buf.h"
#include "base/file.h"

enum { RATE = 22050, LONG = RATE * 5 + 77, MARKS = 300 };

static const al_audio_tags tags = { .title = "Grüße aus Алматы \xF0\x9F\x8E\xA7", .album = "An article", .artist = "Somebody",
                                    .date = "2024-05-03", .comment = "https://news.example/a", .track = 7 };

static char folder[] = "/tmp/aloud-test-encoder-XXXXXX";
static char path[512];
static int16_t sound[LONG];

/* A voice of a kind: tones that swell and fall. */
static int make_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < LONG; i++) {
        double t = (double)i / RATE, swell = 0.5 - 0.5 * cos(2 * M_PI * 3 * t);
        sound[i] = (int16_t)(swell * (6000 * sin(2 * M_PI * 180 * t) + 3000 * sin(2 * M_PI * 1900 * t)));
    }
    return mkdtemp(folder) ? 0 : -1;
}

static void set_path(const al_format *f)
{
    snprintf(path, sizeof path, "%s/a%s", folder, f->suffix);
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
    return rmdir(folder);
}

static int encode(const al_format *f, int rate, size_t frames, size_t slice, size_t marks, aloud_error *err)
{
    static char names[MARKS][16];
    static const char *labels[MARKS];
    static uint64_t at[MARKS];
    for (size_t i = 0; i < marks; i++) {
        snprintf(names[i], sizeof names[i], "mark %zu", i);
        labels[i] = names[i];
        at[i] = i * frames / marks;
    }
    al_encoder *e;
    int status = al_encoder_begin(path, f, rate, &tags, labels, marks, &e, err);
    if (status)
        return status;
    for (size_t i = 0; i < frames && !status; i += slice)
        status = al_encoder_write(e, sound + i, frames - i < slice ? frames - i : slice, err);
    if (status) {
        al_encoder_abandon(e);
        return status;
    }
    assert_int_equal(al_encoder_frames(e), frames);
    return al_encoder_finish(e, at, err);
}

static al_buf read_whole(void)
{
    al_buf b;
    al_buf_init(&b, 1 << 26);
    assert_int_equal(al_file_read(path, &b, NULL), 0);
    return b;
}

/* How far what comes back is from what was given, as a part of its power, where both are at the same rate. */
static double noise(const int16_t *got, size_t count)
{
    double off = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        double d = (double)got[i] - sound[i];
        off += d * d;
        all += (double)sound[i] * sound[i];
    }
    return off / all;
}

static void check_sound(const al_format *f)
{
    static int16_t got[LONG * 3];
    al_decoder *d;
    int rate;
    uint64_t frames;
    aloud_error err;
    assert_int_equal(al_decoder_open(path, &d, &rate, &frames, &err), 0);
    size_t count = 0;
    for (long n; (n = al_decoder_read(d, got + count, LONG * 3 - count, &err)) > 0;)
        count += (size_t)n;
    al_decoder_close(d);
    if (rate == RATE) {
        assert_int_equal(count, LONG);
        double off = noise(got, LONG);
        bool exact = strcmp(f->name, "wav") == 0 || strcmp(f->name, "flac") == 0;
        if (exact)
            assert_true(off == 0);
        else
            assert_true(off < 0.02); /* 17 dB below it; what lags by a frame is above it */
    } else {
        double off = (double)count / rate - (double)LONG / RATE;
        assert_true(off < 1.0 / RATE && off > -1.0 / RATE);
        double power = 0, own = 0;
        for (size_t i = 0; i < count; i++)
            power += (double)got[i] * got[i] / (double)count;
        for (size_t i = 0; i < LONG; i++)
            own += (double)sound[i] * sound[i] / LONG;
        assert_true(power > own * 0.9 && power < own * 1.1);
    }
}

static void test_lengths_and_sound(void **state)
{
    (void)state;
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++) {
        aloud_error err = { .text = "" };
        set_path(f);
        if (encode(f, RATE, LONG, 1000, 3, &err))
            fail_msg("%s: %s", f->name, err.text);
        check_sound(f);
        unlink(path);
    }
    assert_int_equal(entries(), 0);
}

/* However it is cut into pieces, and with threads that come to it sooner or later. */
static void test_same_bytes(void **state)
{
    (void)state;
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++) {
        set_path(f);
        assert_int_equal(encode(f, RATE, LONG, LONG, 3, NULL), 0);
        al_buf a = read_whole();
        assert_int_equal(encode(f, RATE, LONG, 999, 3, NULL), 0);
        al_buf b = read_whole();
        if (a.size != b.size || memcmp(a.data, b.data, a.size) != 0)
            fail_msg("%s differs", f->name);
        al_buf_release(&a);
        al_buf_release(&b);
        unlink(path);
    }
}

static bool holds(const al_buf *b, const char *bytes, size_t size)
{
    return memmem(b->data, b->size, bytes, size) != NULL;
}

static void test_tags(void **state)
{
    (void)state;
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++) {
        set_path(f);
        assert_int_equal(encode(f, RATE, LONG, LONG, 0, NULL), 0);
        SF_INFO info = { 0 };
        SNDFILE *s = sf_open(path, SFM_READ, &info);
        assert_non_null(s);
        const char *title = sf_get_string(s, SF_STR_TITLE), *artist = sf_get_string(s, SF_STR_ARTIST);
        const char *album = sf_get_string(s, SF_STR_ALBUM);
        assert_non_null(title);
        assert_string_equal(title, tags.title);
        assert_string_equal(artist, tags.artist);
        assert_string_equal(album, tags.album);
        sf_close(s);
        al_buf b = read_whole();
        if (strcmp(f->name, "mp3") == 0) /* the year and the day are apart, in UTF-16 */
            assert_true(holds(&b, "TDAT\0\0\0\13\0\0\1\xFF\xFE" "0\0" "3\0" "0\0" "5\0", 21));
        else
            assert_true(holds(&b, "2024-05-03", 10));
        al_buf_release(&b);
        unlink(path);
    }
}

/* The chapters of an MP3 by a walk of the test's own (ID3v2 Chapter Frame Addendum, sections 3.1 and 3.2). */
static void test_mp3_chapters(void **state)
{
    (void)state;
    const al_format *f = al_format_find("mp3");
    set_path(f);
    assert_int_equal(encode(f, RATE, LONG, LONG, MARKS, NULL), 0);
    al_buf b = read_whole();
    const unsigned char *t = (const unsigned char *)b.data;
    size_t size = (size_t)t[6] << 21 | (size_t)t[7] << 14 | (size_t)t[8] << 7 | t[9], chapters = 0, entries_seen = 0, tables = 0;
    uint32_t end = 0;
    for (size_t at = 10; at < 10 + size;) {
        const unsigned char *h = t + at, *c = h + 10;
        size_t n = (size_t)h[4] << 24 | (size_t)h[5] << 16 | (size_t)h[6] << 8 | h[7];
        size_t id = strlen((const char *)c) + 1;
        if (memcmp(h, "CHAP", 4) == 0) {
            const unsigned char *p = c + id;
            uint32_t from = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
            uint64_t frame = chapters * (uint64_t)LONG / MARKS;
            assert_int_equal(from, (frame * 1000 + RATE / 2) / RATE);
            assert_true(!chapters || from == end);
            end = (uint32_t)p[4] << 24 | (uint32_t)p[5] << 16 | (uint32_t)p[6] << 8 | p[7];
            chapters++;
        } else if (memcmp(h, "CTOC", 4) == 0) {
            tables++;
            entries_seen += c[id + 1];
        }
        at += 10 + n;
    }
    assert_int_equal(chapters, MARKS);
    assert_int_equal(end, ((uint64_t)LONG * 1000 + RATE / 2) / RATE);
    assert_int_equal(tables, 3);               /* 300 do not fit into one */
    assert_int_equal(entries_seen, 2 + MARKS);
    assert_int_equal(t[10 + size], 0xFF);      /* and there the sound begins */
    al_buf_release(&b);
    unlink(path);
}

static void test_opus_chapters(void **state)
{
    (void)state;
    const al_format *f = al_format_find("opus");
    set_path(f);
    assert_int_equal(encode(f, RATE, LONG, LONG, MARKS, NULL), 0);
    al_buf b = read_whole();
    assert_true(holds(&b, "CHAPTER001=00:00:00.000", 23));
    assert_true(holds(&b, "CHAPTER151=00:00:02.502", 23));
    assert_true(holds(&b, "CHAPTER300NAME=mark 299", 23));
    al_buf_release(&b);
    check_sound(f);
    unlink(path);
}

/* Rates that a format does not have are made into one that it has. */
static void test_rates(void **state)
{
    (void)state;
    const al_format *f;
    static const int rates[] = { 8000, 16000, 18000, 24000, 44100, 48000 };
    for (size_t i = 0; (f = al_format_at(i)); i++)
        for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
            al_decoder *d;
            int rate;
            uint64_t frames;
            set_path(f);
            assert_int_equal(encode(f, rates[k], LONG, LONG, 1, NULL), 0);
            assert_int_equal(al_decoder_open(path, &d, &rate, &frames, NULL), 0);
            double off = (double)frames / rate - (double)LONG / rates[k];
            al_decoder_close(d);
            if (off > 0.001 || off < -0.001)
                fail_msg("%s at %d: %f s off", f->name, rates[k], off);
            unlink(path);
        }
}

static void test_nothing(void **state)
{
    (void)state;
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++) {
        set_path(f);
        aloud_error err = { .text = "" };
        if (encode(f, RATE, 0, 1, 0, &err) || access(path, F_OK))
            fail_msg("%s: %s", f->name, err.text);
        unlink(path);
    }
}

static void test_unseen_until_finished(void **state)
{
    (void)state;
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++)
        for (int ended = 0; ended < 3; ended++) {
            al_encoder *e;
            set_path(f);
            assert_int_equal(al_encoder_begin(path, f, RATE, &tags, NULL, 0, &e, NULL), 0);
            assert_int_equal(al_encoder_write(e, sound, LONG, NULL), 0);
            assert_int_equal(access(path, F_OK), -1);
            if (ended)
                assert_int_equal(al_encoder_end(e, NULL, NULL), 0);
            while (ended == 2 && !al_encoder_ready(e, 10))
                ;
            al_encoder_abandon(e);
            assert_int_equal(entries(), 0);
        }
    al_encoder_abandon(NULL);
}

/* A disk that is full after any number of bytes: an error with its reason and no file, never a broken one. */
static void test_full_disk(void **state)
{
    (void)state;
    const al_format *f;
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; (f = al_format_at(i)); i++) {
        struct stat whole;
        struct rlimit before, limit;
        set_path(f);
        assert_int_equal(encode(f, RATE, LONG, LONG, 3, NULL), 0);
        assert_int_equal(stat(path, &whole), 0);
        unlink(path);
        getrlimit(RLIMIT_FSIZE, &before);
        for (int k = 0; k < 12; k++) {
            aloud_error err = { .text = "" };
            limit = (struct rlimit){ .rlim_cur = (rlim_t)(whole.st_size - 1) * (rlim_t)k / 11, .rlim_max = before.rlim_max };
            setrlimit(RLIMIT_FSIZE, &limit);
            int status = encode(f, RATE, LONG, 5000, 3, &err);
            setrlimit(RLIMIT_FSIZE, &before);
            if (status != ALOUD_ERROR_OUTPUT || !strstr(err.text, path) || !strstr(err.text, "File too large"))
                fail_msg("%s, full after %ld bytes: %d %s", f->name, (long)limit.rlim_cur, status, err.text);
            assert_int_equal(entries(), 0);
        }
    }
    signal(SIGXFSZ, SIG_DFL);
}

enum { PARTS = 3 };

/* Three chapters of different lengths in a format, and what they become together. */
static int join(const al_format *f, const char *to, const char *muxer, aloud_error *err)
{
    static char names[PARTS][160];
    static const char *const titles[PARTS] = { "One & <two>", "\xD0\xB4\xD0\xB2\xD0\xB0", "three" };
    const char *files[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        snprintf(names[i], sizeof names[i], "%s/part%zu%s", folder, i, f->suffix);
        files[i] = names[i];
        snprintf(path, sizeof path, "%s", names[i]);
        if (access(path, F_OK) && encode(f, RATE, LONG / (i + 1), 1000, 0, err))
            return ALOUD_ERROR_OUTPUT;
    }
    const al_join j = { .files = files, .titles = titles, .count = PARTS, .tags = tags, .muxer = muxer,
                        .brand = strcmp(muxer, "ipod") == 0 ? "M4B " : NULL };
    return strcmp(muxer, "mp3") == 0 ? al_join_mp3(&j, to, err) : al_join_files(&j, to, err);
}

static void remove_parts(const al_format *f)
{
    for (size_t i = 0; i < PARTS; i++) {
        snprintf(path, sizeof path, "%s/part%zu%s", folder, i, f->suffix);
        unlink(path);
    }
}

static const struct { const char *format, *muxer; } joins[] = { { "mp3", "mp3" }, { "opus", "opus" }, { "opus", "matroska" },
                                                                { "aac", "ipod" } };
enum { JOINS = sizeof joins / sizeof *joins };

static const al_format *join_format(size_t i)
{
    return strcmp(joins[i].format, "aac") == 0 ? &al_format_aac : al_format_find(joins[i].format);
}

static bool has_module(void)
{
    return *al_format_aac.coder->version() != '\0';
}

static void test_joins(void **state)
{
    (void)state;
    char to[64];
    snprintf(to, sizeof to, "%s/whole", folder);
    for (size_t i = 0; i < JOINS; i++) {
        const al_format *f = join_format(i);
        aloud_error err = { .text = "" };
        if (i && !has_module())
            continue;
        if (join(f, to, joins[i].muxer, &err))
            fail_msg("%s: %s", joins[i].muxer, err.text);
        snprintf(path, sizeof path, "%s", to);
        al_buf a = read_whole();
        assert_true(holds(&a, "One & <two>", 11) || holds(&a, "O\0n\0e\0 \0&\0 \0<\0t\0w\0o\0>", 21));
        assert_int_equal(join(f, to, joins[i].muxer, NULL), 0);
        snprintf(path, sizeof path, "%s", to);
        al_buf b = read_whole();
        if (a.size != b.size || memcmp(a.data, b.data, a.size) != 0)
            fail_msg("%s differs", joins[i].muxer);
        al_buf_release(&a);
        al_buf_release(&b);
        unlink(to);
        remove_parts(f);
    }
    assert_int_equal(entries(), 0);
}

/* As long as its parts, but for the silence at the ends of each. */
static void test_joined_mp3(void **state)
{
    (void)state;
    char to[64];
    al_decoder *d;
    int rate;
    uint64_t frames;
    snprintf(to, sizeof to, "%s/whole.mp3", folder);
    assert_int_equal(join(al_format_find("mp3"), to, "mp3", NULL), 0);
    assert_int_equal(al_decoder_open(to, &d, &rate, &frames, NULL), 0);
    static int16_t got[LONG * 3];
    size_t count = 0;
    for (long n; (n = al_decoder_read(d, got + count, LONG * 3 - count, NULL)) > 0;)
        count += (size_t)n;
    al_decoder_close(d);
    size_t least = LONG + LONG / 2 + LONG / 3;
    assert_true(count >= least && count < least + (PARTS - 1) * 4 * 576);
    assert_int_equal(frames, count);
    assert_true(noise(got, LONG - 2000) < 0.02);
    unlink(to);
    remove_parts(al_format_find("mp3"));
}

static void test_join_full_disk(void **state)
{
    (void)state;
    char to[64];
    snprintf(to, sizeof to, "%s/whole", folder);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < JOINS; i++) {
        struct stat whole;
        struct rlimit before, limit;
        if (i && !has_module())
            continue;
        assert_int_equal(join(join_format(i), to, joins[i].muxer, NULL), 0);
        assert_int_equal(stat(to, &whole), 0);
        unlink(to);
        getrlimit(RLIMIT_FSIZE, &before);
        for (int k = 0; k < 12; k++) {
            aloud_error err = { .text = "" };
            limit = (struct rlimit){ .rlim_cur = (rlim_t)(whole.st_size - 1) * (rlim_t)k / 11, .rlim_max = before.rlim_max };
            setrlimit(RLIMIT_FSIZE, &limit);
            int status = join(join_format(i), to, joins[i].muxer, &err);
            setrlimit(RLIMIT_FSIZE, &before);
            if (status != ALOUD_ERROR_OUTPUT || !strstr(err.text, to) || !strstr(err.text, "File too large"))
                fail_msg("%s, full after %ld bytes: %d %s", joins[i].muxer, (long)limit.rlim_cur, status, err.text);
            assert_int_equal(entries(), PARTS);
        }
        remove_parts(join_format(i));
    }
    signal(SIGXFSZ, SIG_DFL);
}

/* Parts that somebody has cut short or written over: an error, never a broken file. */
static void test_join_broken(void **state)
{
    (void)state;
    char to[64];
    snprintf(to, sizeof to, "%s/whole", folder);
    for (size_t i = 0; i < JOINS; i++) {
        if (i && !has_module())
            continue;
        const al_format *f = join_format(i);
        assert_int_equal(join(f, to, joins[i].muxer, NULL), 0);
        unlink(to);
        snprintf(path, sizeof path, "%s/part1%s", folder, f->suffix);
        al_buf part = read_whole();
        for (size_t n = 0; n < 400; n += n < 20 ? 1 : 37) {
            aloud_error err = { .text = "" };
            snprintf(path, sizeof path, "%s/part1%s", folder, f->suffix);
            assert_int_equal(al_file_put(path, part.data, n < 2 ? n : n - n % 2, NULL), 0);
            int status = join(f, to, joins[i].muxer, &err);
            assert_true(status == 0 || status == ALOUD_ERROR_OUTPUT);
            if (status)
                assert_non_null(strstr(err.text, to));
            assert_int_equal(entries(), PARTS + (status == 0));
            unlink(to);
        }
        memset(part.data, 0xFF, part.size);
        assert_int_equal(al_file_put(path, part.data, part.size, NULL), 0);
        assert_int_equal(join(f, to, joins[i].muxer, NULL), ALOUD_ERROR_OUTPUT);
        al_buf_release(&part);
        remove_parts(f);
    }
    assert_int_equal(entries(), 0);
}

static void test_table(void **state)
{
    (void)state;
    assert_ptr_equal(al_format_find(NULL), al_format_at(0));
    assert_string_equal(al_format_find("opus")->suffix, ".opus");
    assert_null(al_format_find("aiff"));
    assert_string_equal(al_format_of("01-a.b.mp3")->name, "mp3");
    assert_null(al_format_of(".mp3"));
    assert_null(al_format_of("mp3"));
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++)
        assert_true(*f->coder->version());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_lengths_and_sound),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_mp3_chapters),
        cmocka_unit_test(test_opus_chapters),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_unseen_until_finished),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_joins),
        cmocka_unit_test(test_joined_mp3),
        cmocka_unit_test(test_join_full_disk),
        cmocka_unit_test(test_join_broken),
    };
    return cmocka_run_group_tests_name("encoder", tests, make_folder, remove_folder);
}
