/* MP3, by LAME.  libsndfile writes it too, at two thirds of the speed, without chapters and without telling of a full disk. */
#include <errno.h>
#include <lame/lame.h>
#include <stdlib.h>
#include <string.h>

#include "audio/format.h"
#include "audio/id3.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/library.h"

enum {
    BITRATE = 64,   /* kbit/s, constant, for players that guess at places from it; a voice at 22,050 Hz needs no more */
    QUALITY = 7,    /* LAME's scale from 0 to 9 (fastest): twice as fast as its usual 3 */
    SLICE = 1 << 14, ROOM = SLICE * 5 / 4 + 7200, /* frames at a time, and the bytes that LAME asks for them */
    INFO = 2880     /* the longest frame there is */
};

#define FUNCTIONS(X)                                                                                                      \
    X(lame_init) X(lame_close) X(lame_init_params) X(lame_set_num_channels) X(lame_set_in_samplerate)                     \
    X(lame_set_out_samplerate) X(lame_set_brate) X(lame_set_quality) X(lame_set_mode) X(lame_set_bWriteVbrTag)            \
    X(lame_set_write_id3tag_automatic) X(lame_set_errorf) X(lame_set_debugf) X(lame_set_msgf) X(lame_encode_buffer)       \
    X(lame_encode_flush) X(lame_get_lametag_frame) X(get_lame_version)

typedef struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
} functions;

typedef struct coder {
    functions f;
    al_file file;
    lame_t lame;
    al_buf tag;
    size_t cues;
    int rate;
    uint64_t frames;
    unsigned char bytes[ROOM];
} coder;

static int load(functions *f, aloud_error *err)
{
    static const char *const files[] = { "libmp3lame.so.0", "libmp3lame.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(functions, name) },
        FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_OUTPUT, err);
}

static void abandon(void *state)
{
    coder *c = state;
    if (c->lame)
        c->f.lame_close(c->lame);
    al_file_abandon(&c->file);
    al_buf_release(&c->tag);
    free(c);
}

static void be_silent(const char *format, va_list args)
{
    (void)format, (void)args;
}

/* The lowest of the rates that MP3 has, from the given one on. */
static int rate_for(int rate)
{
    static const int rates[] = { 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000 };
    size_t last = sizeof rates / sizeof *rates - 1, i = 0;
    while (i < last && rates[i] < rate)
        i++;
    return rates[i];
}

static int start(coder *c, const char *path, aloud_error *err)
{
    const functions *f = &c->f;
    c->lame = f->lame_init();
    if (!c->lame)
        return al_fail_memory(err);
    f->lame_set_errorf(c->lame, be_silent);
    f->lame_set_debugf(c->lame, be_silent);
    f->lame_set_msgf(c->lame, be_silent);
    bool bad = f->lame_set_num_channels(c->lame, 1) || f->lame_set_in_samplerate(c->lame, c->rate) ||
               f->lame_set_out_samplerate(c->lame, rate_for(c->rate)) || f->lame_set_brate(c->lame, BITRATE) ||
               f->lame_set_quality(c->lame, QUALITY) || f->lame_set_mode(c->lame, MONO) ||
               f->lame_set_bWriteVbrTag(c->lame, 1);
    f->lame_set_write_id3tag_automatic(c->lame, 0);
    if (bad || f->lame_init_params(c->lame) < 0)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s: LAME cannot write MP3 of %d Hz", path, c->rate);
    return 0;
}

static int begin(const char *path, const al_format *format, int rate, const al_audio_tags *tags, const char *const *labels,
                 size_t cues, void **out, aloud_error *err)
{
    (void)format;
    coder *c = calloc(1, sizeof *c);
    if (!c)
        return al_fail_memory(err);
    c->file.fd = -1;
    c->rate = rate;
    c->cues = cues;
    al_buf_init(&c->tag, 1 << 28);
    al_id3_add(&c->tag, tags, labels, cues);
    int status = c->tag.failed ? al_fail_memory(err) : load(&c->f, err);
    if (!status)
        status = start(c, path, err);
    if (!status)
        status = al_file_begin(&c->file, path, err);
    if (!status)
        status = al_file_write(&c->file, c->tag.data, c->tag.size, err);
    if (status)
        abandon(c);
    else
        *out = c;
    return status;
}

static int put(coder *c, int made, aloud_error *err)
{
    if (made < 0)
        return made == -2 ? al_fail_memory(err)
                          : al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: LAME gave up (%d)", c->file.path, made);
    return al_file_write(&c->file, c->bytes, (size_t)made, err);
}

static int write_frames(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    coder *c = state;
    int status = 0;
    c->frames += count;
    while (count && !status) {
        int n = count < SLICE ? (int)count : SLICE;
        status = put(c, c->f.lame_encode_buffer(c->lame, frames, frames, n, c->bytes, ROOM), err);
        frames += n;
        count -= (size_t)n;
    }
    return status;
}

static uint32_t ms_of(const coder *c, uint64_t frame)
{
    uint64_t ms = (frame * 1000 + (uint64_t)c->rate / 2) / (uint64_t)c->rate;
    return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX - 1;
}

static int place_marks(coder *c, const uint64_t *cues, aloud_error *err)
{
    al_mark *marks = malloc(c->cues * sizeof *marks);
    if (!marks)
        return al_fail_memory(err);
    for (size_t i = 0; i < c->cues; i++)
        marks[i] = (al_mark){ ms_of(c, cues[i]), ms_of(c, i + 1 < c->cues ? cues[i + 1] : c->frames) };
    al_id3_place(&c->tag, marks, c->cues);
    free(marks);
    return al_file_write_at(&c->file, c->tag.data, c->tag.size, 0, err);
}

/* The first frame of the sound is silent and says how many there are, and what decoders must cut off at both ends. */
static int put_info(coder *c, aloud_error *err)
{
    unsigned char info[INFO];
    size_t n = c->f.lame_get_lametag_frame(c->lame, info, sizeof info);
    if (!n || n > sizeof info)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: LAME does not tell its length", c->file.path);
    return al_file_write_at(&c->file, info, n, c->tag.size, err);
}

static int finish(void *state, const uint64_t *cues, aloud_error *err)
{
    coder *c = state;
    int status = put(c, c->f.lame_encode_flush(c->lame, c->bytes, ROOM), err);
    if (!status)
        status = put_info(c, err);
    if (!status && c->cues)
        status = place_marks(c, cues, err);
    if (!status)
        status = al_file_commit(&c->file, err);
    abandon(c);
    return status;
}

static const char *version(void)
{
    functions f;
    return load(&f, NULL) ? "" : f.get_lame_version();
}

const al_coder al_coder_mp3 = { begin, write_frames, finish, abandon, version, true };
