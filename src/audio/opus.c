/* Opus in Ogg (RFC 7845), by libopus and libogg.  libopusenc, which does both, takes 48,000 frames a second only and resamples to
 * them itself, which makes it four times slower; libsndfile leaves libopus at its slowest. */
#include <errno.h>
#include <ogg/ogg.h>
#include <opus/opus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/format.h"
#include "audio/resample.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/library.h"

enum {
    RATE = 24000, PACKET = RATE / 50,  /* the sound as it is encoded: all that a voice at 22,050 Hz has, in 20 ms */
    CLOCK = 48000, SCALE = CLOCK / RATE, /* what the file counts in, whatever it holds (RFC 7845, section 4) */
    BITRATE = 32000, COMPLEXITY = 4,
    SERIAL = 0x616C6F75,               /* of the file's one stream; drawn by lot no two files were the same */
    LARGEST = 1276,                    /* bytes of a packet (RFC 6716, section 3.4) */
    MARKS = 999, TIME = 12             /* how many the comments can have; "00:00:00.000" */
};

#define FUNCTIONS_OPUS(X)                                                                                                 \
    X(opus_encoder_create) X(opus_encoder_destroy) X(opus_encoder_ctl) X(opus_encode) X(opus_get_version_string)
#define FUNCTIONS_OGG(X)                                                                                                  \
    X(ogg_stream_init) X(ogg_stream_clear) X(ogg_stream_packetin) X(ogg_stream_pageout) X(ogg_stream_flush)

typedef struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS_OPUS(X) FUNCTIONS_OGG(X)
#undef X
} functions;

typedef struct coder {
    functions f;
    al_file file;
    OpusEncoder *encoder;
    al_resampler *resampler; /* NULL where it is given what it encodes */
    ogg_stream_state ogg;
    bool streaming;          /* ogg is in use */
    int rate, skip;          /* as given; frames by CLOCK that the decoder drops at the start */
    uint64_t frames;         /* taken, by `rate` */
    int64_t granule;         /* encoded, by CLOCK */
    int64_t packets;
    int16_t waiting[PACKET]; /* not yet a packet's worth */
    size_t waits;
    al_buf comments;         /* the second header */
    size_t cues, places[MARKS]; /* where the times of the marks stand in it */
} coder;

static int load(functions *f, aloud_error *err)
{
#define X(name) { #name, offsetof(functions, name) },
    static const char *const opus[] = { "libopus.so.0", "libopus.so", NULL }, *const ogg[] = { "libogg.so.0", "libogg.so", NULL };
    static const al_symbol of_opus[] = { FUNCTIONS_OPUS(X) }, of_ogg[] = { FUNCTIONS_OGG(X) };
#undef X
    int status = al_library_load(opus, of_opus, sizeof of_opus / sizeof *of_opus, f, ALOUD_ERROR_OUTPUT, err);
    return status ? status : al_library_load(ogg, of_ogg, sizeof of_ogg / sizeof *of_ogg, f, ALOUD_ERROR_OUTPUT, err);
}

static void abandon(void *state)
{
    coder *c = state;
    if (c->encoder)
        c->f.opus_encoder_destroy(c->encoder);
    if (c->streaming)
        c->f.ogg_stream_clear(&c->ogg);
    al_resampler_free(c->resampler);
    al_file_abandon(&c->file);
    al_buf_release(&c->comments);
    free(c);
}

/* ---- headers ---------------------------------------------------------------------------------------------------------- */

static void add_u32(al_buf *b, uint32_t v)
{
    for (int shift = 0; shift < 32; shift += 8)
        al_buf_add_byte(b, (char)(v >> shift & 0xFF));
}

static void add_comment(al_buf *b, uint32_t *count, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    add_u32(b, (uint32_t)(strlen(name) + 1 + strlen(value)));
    al_buf_printf(b, "%s=", name);
    al_buf_add_string(b, value);
    ++*count;
}

/* Chapters as other programs write them into comments: CHAPTER001=00:00:00.000, CHAPTER001NAME=its title. */
static void add_marks(coder *c, uint32_t *count, const char *const *labels)
{
    char name[32];
    for (size_t i = 0; i < c->cues; i++) {
        snprintf(name, sizeof name, "CHAPTER%03zu", i + 1);
        add_comment(&c->comments, count, name, "00:00:00.000");
        c->places[i] = c->comments.size - TIME;
        snprintf(name, sizeof name, "CHAPTER%03zuNAME", i + 1);
        add_comment(&c->comments, count, name, labels[i]);
    }
}

/* RFC 7845, section 5.2. */
static void make_comments(coder *c, const al_audio_tags *t, const char *const *labels)
{
    const char *vendor = c->f.opus_get_version_string();
    uint32_t count = 0;
    char track[16];
    snprintf(track, sizeof track, "%d", t->track);
    al_buf_add(&c->comments, "OpusTags", 8);
    add_u32(&c->comments, (uint32_t)strlen(vendor));
    al_buf_add_string(&c->comments, vendor);
    size_t at = c->comments.size;
    add_u32(&c->comments, 0);
    add_comment(&c->comments, &count, "TITLE", t->title);
    add_comment(&c->comments, &count, "ARTIST", t->artist);
    add_comment(&c->comments, &count, "ALBUM", t->album);
    add_comment(&c->comments, &count, "TRACKNUMBER", t->track > 0 ? track : NULL);
    add_comment(&c->comments, &count, "DATE", t->date);
    add_comment(&c->comments, &count, "COMMENT", t->comment);
    add_marks(c, &count, labels);
    for (int i = 0; i < 4 && !c->comments.failed; i++)
        c->comments.data[at + (size_t)i] = (char)(count >> 8 * i & 0xFF);
}

static int put_page(coder *c, const ogg_page *p, al_buf *into, aloud_error *err)
{
    if (into) {
        al_buf_add(into, p->header, (size_t)p->header_len);
        al_buf_add(into, p->body, (size_t)p->body_len);
        return into->failed ? al_fail_memory(err) : 0;
    }
    int status = al_file_write(&c->file, p->header, (size_t)p->header_len, err);
    return status ? status : al_file_write(&c->file, p->body, (size_t)p->body_len, err);
}

/* The header pages of a new stream, which take the same room whatever the times of the marks. */
static int add_headers(coder *c, al_buf *out, aloud_error *err)
{
    unsigned char head[19] = "OpusHead\1\1"; /* RFC 7845, section 5.1: version 1, one channel */
    head[10] = (unsigned char)(c->skip & 0xFF);
    head[11] = (unsigned char)(c->skip >> 8);
    for (int i = 0; i < 4; i++)
        head[12 + i] = (unsigned char)(c->rate >> 8 * i & 0xFF);
    ogg_packet first = { .packet = head, .bytes = sizeof head, .b_o_s = 1 };
    ogg_packet second = { .packet = (unsigned char *)c->comments.data, .bytes = (long)c->comments.size, .packetno = 1 };
    ogg_page page;
    int status = c->f.ogg_stream_packetin(&c->ogg, &first) ? al_fail_memory(err) : 0;
    while (!status && c->f.ogg_stream_flush(&c->ogg, &page))
        status = put_page(c, &page, out, err);
    if (!status && c->f.ogg_stream_packetin(&c->ogg, &second))
        status = al_fail_memory(err);
    while (!status && c->f.ogg_stream_flush(&c->ogg, &page))
        status = put_page(c, &page, out, err);
    c->packets = 2;
    return status;
}

static int put_headers(coder *c, aloud_error *err)
{
    al_buf pages;
    al_buf_init(&pages, 1 << 28);
    c->streaming = c->f.ogg_stream_init(&c->ogg, SERIAL) == 0;
    int status = c->streaming ? add_headers(c, &pages, err) : al_fail_memory(err);
    if (!status)
        status = al_file_write(&c->file, pages.data, pages.size, err);
    al_buf_release(&pages);
    return status;
}

/* ---- sound ------------------------------------------------------------------------------------------------------------ */

static int start(coder *c, aloud_error *err)
{
    opus_int32 ahead = 0;
    int why = OPUS_OK;
    c->encoder = c->f.opus_encoder_create(RATE, 1, OPUS_APPLICATION_AUDIO, &why);
    if (!c->encoder)
        return al_fail_memory(err);
    c->f.opus_encoder_ctl(c->encoder, OPUS_SET_BITRATE(BITRATE));
    c->f.opus_encoder_ctl(c->encoder, OPUS_SET_COMPLEXITY(COMPLEXITY));
    c->f.opus_encoder_ctl(c->encoder, OPUS_GET_LOOKAHEAD(&ahead));
    c->skip = ahead * SCALE;
    return c->rate == RATE ? 0 : al_resampler_new(c->rate, RATE, &c->resampler, err);
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
    c->cues = cues < MARKS ? cues : MARKS;
    al_buf_init(&c->comments, 1 << 28);
    int status = load(&c->f, err);
    if (!status)
        make_comments(c, tags, labels);
    if (!status && c->comments.failed)
        status = al_fail_memory(err);
    if (!status)
        status = start(c, err);
    if (!status)
        status = al_file_begin(&c->file, path, err);
    if (!status)
        status = put_headers(c, err);
    if (status)
        abandon(c);
    else
        *out = c;
    return status;
}

/* Encode what waits as one packet; `end` (by CLOCK): it is the last, and the sound ends there. */
static int put_packet(coder *c, int64_t end, aloud_error *err)
{
    unsigned char bytes[LARGEST];
    opus_int32 n = c->f.opus_encode(c->encoder, c->waiting, PACKET, bytes, sizeof bytes);
    if (n < 0)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: libopus gave up (%d)", c->file.path, (int)n);
    c->granule += PACKET * SCALE;
    c->waits = 0;
    ogg_packet p = { .packet = bytes, .bytes = n, .granulepos = end >= 0 ? end : c->granule, .packetno = c->packets++,
                     .e_o_s = end >= 0 };
    ogg_page page;
    if (c->f.ogg_stream_packetin(&c->ogg, &p))
        return al_fail_memory(err);
    int status = 0;
    while (!status && (end >= 0 ? c->f.ogg_stream_flush(&c->ogg, &page) : c->f.ogg_stream_pageout(&c->ogg, &page)))
        status = put_page(c, &page, NULL, err);
    return status;
}

static int encode(coder *c, const int16_t *frames, size_t count, aloud_error *err)
{
    int status = 0;
    while (count && !status) {
        size_t n = PACKET - c->waits < count ? PACKET - c->waits : count;
        memcpy(c->waiting + c->waits, frames, n * sizeof *frames);
        c->waits += n;
        frames += n;
        count -= n;
        if (c->waits == PACKET)
            status = put_packet(c, -1, err);
    }
    return status;
}

/* `count` 0: there are no more. */
static int take(coder *c, const int16_t *frames, size_t count, aloud_error *err)
{
    int status = 0;
    if (c->resampler)
        status = al_resampler_run(c->resampler, frames, count, &frames, &count, err);
    return status ? status : encode(c, frames, count, err);
}

static int write_frames(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    coder *c = state;
    c->frames += count;
    return count ? take(c, frames, count, err) : 0;
}

/* Silence until all that was taken has come out of the encoder; the last page says where the sound ends. */
static int drain(coder *c, aloud_error *err)
{
    int64_t end = (int64_t)((c->frames * CLOCK + (uint64_t)c->rate / 2) / (uint64_t)c->rate) + c->skip;
    int status = take(c, NULL, 0, err);
    while (!status && c->granule < end) {
        memset(c->waiting + c->waits, 0, (PACKET - c->waits) * sizeof *c->waiting);
        status = put_packet(c, c->granule + PACKET * SCALE >= end ? end : -1, err);
    }
    return status;
}

static int place_marks(coder *c, const uint64_t *cues, aloud_error *err)
{
    al_buf pages;
    char time[64];
    for (size_t i = 0; i < c->cues; i++) {
        uint64_t ms = (cues[i] * 1000 + (uint64_t)c->rate / 2) / (uint64_t)c->rate;
        ms = ms < 360000000 ? ms : 359999999;
        snprintf(time, sizeof time, "%02u:%02u:%02u.%03u", (unsigned)(ms / 3600000), (unsigned)(ms / 60000 % 60),
                 (unsigned)(ms / 1000 % 60), (unsigned)(ms % 1000));
        memcpy(c->comments.data + c->places[i], time, TIME);
    }
    c->f.ogg_stream_clear(&c->ogg);
    c->streaming = c->f.ogg_stream_init(&c->ogg, SERIAL) == 0;
    al_buf_init(&pages, 1 << 28);
    int status = c->streaming ? add_headers(c, &pages, err) : al_fail_memory(err);
    if (!status)
        status = al_file_write_at(&c->file, pages.data, pages.size, 0, err);
    al_buf_release(&pages);
    return status;
}

static int finish(void *state, const uint64_t *cues, aloud_error *err)
{
    coder *c = state;
    int status = drain(c, err);
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
    return load(&f, NULL) ? "" : f.opus_get_version_string();
}

const al_coder al_coder_opus = { begin, write_frames, finish, abandon, version, true };
