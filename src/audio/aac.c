/* AAC-LC in ADTS frames (ISO/IEC 13818-7, section 6.2), by libavcodec. */
#include "audio/av.h"
#include "audio/av_lib.h"

#ifdef AL_HAVE_AV

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* Constant quality, 57 kbit/s for a voice: with a bit rate to keep, each frame is coded several times over, in 1.6 times the time,
 * and is the worse for it at the same size. */
enum { QUALITY = 1 * FF_QP2LAMBDA };
enum { HEAD = 7, LONGEST = 8191 - HEAD, FRAME = 1024 };

typedef struct coder {
    al_av f;
    al_file file;
    AVCodecContext *codec;
    AVFrame *frame;
    AVPacket *packet;
    int rate_index;
    int fill; /* frames in `frame` */
    int64_t pts;
} coder;

static void abandon(void *state)
{
    coder *c = state;
    if (c->codec)
        c->f.avcodec_free_context(&c->codec);
    if (c->frame)
        c->f.av_frame_free(&c->frame);
    if (c->packet)
        c->f.av_packet_free(&c->packet);
    al_file_abandon(&c->file);
    free(c);
}

/* The rate's number in a header, -1 where it has none. */
static int index_of(int rate)
{
    static const int rates[] = { 96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000 };
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        if (rates[i] == rate)
            return (int)i;
    return -1;
}

static int start(coder *c, const char *path, int rate, aloud_error *err)
{
    const AVCodec *aac = c->f.avcodec_find_encoder(AV_CODEC_ID_AAC);
    c->rate_index = index_of(rate);
    if (!aac || c->rate_index < 0)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s: libavcodec cannot write AAC of %d Hz", path, rate);
    c->codec = c->f.avcodec_alloc_context3(aac);
    c->frame = c->f.av_frame_alloc();
    c->packet = c->f.av_packet_alloc();
    if (!c->codec || !c->frame || !c->packet)
        return al_fail_memory(err);
    c->codec->sample_fmt = AV_SAMPLE_FMT_FLTP;
    c->codec->sample_rate = rate;
    c->codec->ch_layout = (AVChannelLayout)AV_CHANNEL_LAYOUT_MONO;
    c->codec->flags |= AV_CODEC_FLAG_QSCALE;
    c->codec->global_quality = QUALITY;
    c->codec->time_base = (AVRational){ 1, rate };
    c->codec->thread_count = 1;
    c->codec->flags |= AV_CODEC_FLAG_BITEXACT;
    AVDictionary *options = NULL;
    c->f.av_dict_set(&options, "aac_coder", "fast", 0); /* a sixth of the time of its usual one */
    int why = c->f.avcodec_open2(c->codec, aac, &options);
    c->f.av_dict_free(&options);
    if (why < 0 || c->codec->frame_size != FRAME)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s: libavcodec cannot write AAC (%d)", path, why);
    c->frame->format = AV_SAMPLE_FMT_FLTP;
    c->frame->nb_samples = FRAME;
    c->frame->sample_rate = rate;
    c->frame->ch_layout = (AVChannelLayout)AV_CHANNEL_LAYOUT_MONO;
    return c->f.av_frame_get_buffer(c->frame, 0) < 0 ? al_fail_memory(err) : 0;
}

static int begin(const char *path, const al_format *format, int rate, const al_audio_tags *tags, const char *const *labels,
                 size_t cues, void **out, aloud_error *err)
{
    (void)format, (void)tags, (void)labels, (void)cues;
    coder *c = calloc(1, sizeof *c);
    if (!c)
        return al_fail_memory(err);
    c->file.fd = -1;
    int status = al_av_load(&c->f, err);
    if (!status)
        status = start(c, path, rate, err);
    if (!status)
        status = al_file_begin(&c->file, path, err);
    if (status)
        abandon(c);
    else
        *out = c;
    return status;
}

/* Profile LC, no CRC, one channel, and the length with the header's own seven bytes. */
static int put_packet(coder *c, aloud_error *err)
{
    unsigned n = (unsigned)c->packet->size + HEAD;
    if (c->packet->size > LONGEST)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: a frame of AAC is too long", c->file.path);
    unsigned char head[HEAD] = { 0xFF, 0xF1, (unsigned char)(1 << 6 | c->rate_index << 2), (unsigned char)(1 << 6 | n >> 11),
                                 (unsigned char)(n >> 3 & 0xFF), (unsigned char)((n & 7) << 5 | 0x1F), 0xFC };
    int status = al_file_write(&c->file, head, HEAD, err);
    return status ? status : al_file_write(&c->file, c->packet->data, (size_t)c->packet->size, err);
}

/* Encode `frame`; NULL: there are no more. */
static int encode(coder *c, AVFrame *frame, aloud_error *err)
{
    int status = 0, why = c->f.avcodec_send_frame(c->codec, frame);
    while (!status && why >= 0 && (why = c->f.avcodec_receive_packet(c->codec, c->packet)) >= 0) {
        status = put_packet(c, err);
        c->f.av_packet_unref(c->packet);
    }
    if (!status && why < 0 && why != AVERROR(EAGAIN) && why != AVERROR_EOF)
        status = why == AVERROR(ENOMEM) ? al_fail_memory(err)
                                        : al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: libavcodec gave up (%d)",
                                                  c->file.path, why);
    return status;
}

/* Encode what waits in the frame. */
static int put_frame(coder *c, aloud_error *err)
{
    c->frame->nb_samples = c->fill;
    c->frame->pts = c->pts;
    c->pts += c->fill;
    c->fill = 0;
    return encode(c, c->frame, err);
}

static int write_frames(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    coder *c = state;
    int status = 0;
    while (count && !status) {
        if (!c->fill && c->f.av_frame_make_writable(c->frame) < 0)
            return al_fail_memory(err);
        size_t n = (size_t)(FRAME - c->fill) < count ? (size_t)(FRAME - c->fill) : count;
        float *to = (float *)(void *)c->frame->data[0] + c->fill;
        for (size_t i = 0; i < n; i++)
            to[i] = (float)frames[i] / 32768;
        c->fill += (int)n;
        frames += n;
        count -= n;
        if (c->fill == FRAME)
            status = put_frame(c, err);
    }
    return status;
}

static int finish(void *state, const uint64_t *cues, aloud_error *err)
{
    coder *c = state;
    (void)cues;
    int status = c->fill ? put_frame(c, err) : 0;
    if (!status)
        status = encode(c, NULL, err);
    if (!status)
        status = al_file_commit(&c->file, err);
    abandon(c);
    return status;
}

static const char *version(void)
{
    al_av f;
    return al_av_load(&f, NULL) ? "" : f.av_version_info();
}

#else

static int begin(const char *path, const al_format *format, int rate, const al_audio_tags *tags, const char *const *labels,
                 size_t cues, void **out, aloud_error *err)
{
    (void)path, (void)format, (void)rate, (void)tags, (void)labels, (void)cues, (void)out;
    return al_fail(err, ALOUD_ERROR_OUTPUT, AL_AV_MISSING);
}

/* Never called: nothing begins. */
static int write_frames(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    (void)state, (void)frames, (void)count;
    return al_fail(err, ALOUD_ERROR_OUTPUT, AL_AV_MISSING);
}

static int finish(void *state, const uint64_t *cues, aloud_error *err)
{
    return write_frames(state, NULL, cues != NULL, err);
}

static void abandon(void *state)
{
    (void)state;
}

static const char *version(void)
{
    return "";
}

#endif

static const al_coder coder_aac = { begin, write_frames, finish, abandon, version, true };
const al_format al_format_aac = { "aac", ".aac", "audio/aac", "for packages", &coder_aac };
