#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "audio/av.h"
#include "audio/encoder.h"
#include "audio/wav.h"
#include "script/script.h"
#include "speech/pool.h"

/* Speaks texts that pass every way through the pool: whole, rewritten, and in halves. */
static int speak(void *user)
{
    static const char *const texts[] = { "one two", "a\xC2\xAD" "b", "[[cut]] three four five six seven", "" };
    (void)user;
    al_style style = { .family = "tone", .rate = 175, .pitch = 50, .range = 50, .volume = 100 };
    al_pool *p;
    int status = al_pool_open(&al_engine_tone, 1, &p, NULL);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !status; i++)
        status = al_pool_say(p, texts[i], strlen(texts[i]), &style, NULL, NULL);
    while (!status && al_pool_pending(p)) {
        al_sound s;
        status = al_pool_take(p, NULL, NULL, &s, NULL);
        if (!status)
            status = s.status;
    }
    al_pool_close(p);
    return status;
}

static void test_pool(void **state)
{
    (void)state;
    alloc_each(speak, NULL);
}

static int cut(void *user)
{
    (void)user;
    static const char text[] = "Dr. No. 5 came. He left Acme Inc. The end.";
    al_cutter *c = NULL;
    int status = al_cutter_new("voices", "en-GB", &c, NULL);
    if (status)
        return status;
    al_piece p;
    int count = 0;
    bool begun = al_cutter_text(c, text, sizeof text - 1);
    while (begun && al_cutter_next(c, &p))
        count++;
    al_cutter_free(c);
    return !begun ? ALOUD_ERROR_MEMORY : count == 3 ? 0 : ALOUD_ERROR_ENGINE;
}

static void test_cutter(void **state)
{
    (void)state;
    alloc_each(cut, NULL);
}

static int count_voice(void *user, const char *name, const char *language, const char *description, int variant)
{
    (void)name, (void)language, (void)description, (void)variant;
    ++*(int *)user;
    return 0;
}

static int list(void *user)
{
    (void)user;
    int count = 0, status = al_engine_voices(&al_engine_tone, count_voice, &count, NULL);
    return status ? status : count == 2 ? 0 : ALOUD_ERROR_ENGINE;
}

static void test_voices(void **state)
{
    (void)state;
    alloc_each(list, NULL);
}

static int write_wav(void *user)
{
    const char *path = user, *labels[] = { "one", "two" };
    const uint64_t at[] = { 0, 100 };
    al_wav *w;
    int status = al_wav_begin(path, 22050, &(al_audio_tags){ .title = "A title", .track = 1 }, labels, 2, &w, NULL);
    if (status)
        return status;
    status = al_wav_silence(w, 200, NULL);
    if (status) {
        al_wav_abandon(w);
        return status;
    }
    return al_wav_finish(w, at, NULL);
}

static void test_wav(void **state)
{
    (void)state;
    char folder[] = "/tmp/aloud-test-alloc-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.wav", folder);
    alloc_each(write_wav, path);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

typedef struct written {
    const al_format *format;
    char path[64];
} written;

static int write_format(void *user)
{
    static const int16_t frames[1000] = { 1, 2, 3 };
    const written *w = user;
    const char *labels[] = { "one", "two" };
    const uint64_t at[] = { 0, 100 };
    al_encoder *e;
    const al_audio_tags tags = { .title = "A title", .track = 1 };
    int status = al_encoder_begin(w->path, w->format, 22050, &tags, labels, 2, &e, NULL);
    if (status)
        return status;
    status = al_encoder_write(e, frames, 1000, NULL);
    if (status) {
        al_encoder_abandon(e);
        return status;
    }
    return al_encoder_finish(e, at, NULL);
}

static void test_formats(void **state)
{
    (void)state;
    char folder[] = "/tmp/aloud-test-alloc-XXXXXX";
    assert_non_null(mkdtemp(folder));
    written w;
    for (size_t i = 0; (w.format = al_format_at(i)); i++) {
        snprintf(w.path, sizeof w.path, "%s/a%s", folder, w.format->suffix);
        alloc_each(write_format, &w);
        unlink(w.path);
    }
    assert_int_equal(rmdir(folder), 0);
}

typedef struct joined {
    al_join join;
    int (*files)(const al_join *, const char *path, aloud_error *err);
    char path[64];
} joined;

static int join_them(void *user)
{
    const joined *j = user;
    return j->files(&j->join, j->path, NULL);
}

static void test_joins(void **state)
{
    (void)state;
    char folder[] = "/tmp/aloud-test-alloc-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *titles[] = { "one", "one again" };
    for (int i = 0; i < 2; i++) {
        written w = { .format = al_format_find(i ? "opus" : "mp3") };
        snprintf(w.path, sizeof w.path, "%s/part", folder);
        const char *files[] = { w.path, w.path };
        joined j = { .join = { .files = files, .titles = titles, .count = 2, .tags = { .title = "A title" }, .muxer = "matroska" },
                     .files = i ? al_join_files : al_join_mp3 };
        snprintf(j.path, sizeof j.path, "%s/whole", folder);
        assert_int_equal(write_format(&w), 0);
        if (!i || *al_format_aac.coder->version())
            alloc_each(join_them, &j);
        unlink(w.path);
        unlink(j.path);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pool),
        cmocka_unit_test(test_cutter),
        cmocka_unit_test(test_voices),
        cmocka_unit_test(test_wav),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_joins),
    };
    return cmocka_run_group_tests_name("speech out of memory", tests, NULL, NULL);
}
