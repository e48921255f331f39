/* Files joined into one with chapters, by libavformat.  Twice through their packets: chapters are to be known before the first is
 * written. */
#include "audio/av.h"
#include "audio/av_lib.h"

#ifdef AL_HAVE_AV

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum {
    ROOM = 1 << 16,
    AAC_DELAY = 1024,  /* frames of silence that every encoder puts before the sound, which ADTS cannot tell */
    OPUS_PACKETS = 50  /* a second, as al_coder_opus makes them */
};

typedef struct joining {
    al_av f;
    const al_join *join;
    al_file file;
    int why;               /* errno of the first write that failed */
    AVFormatContext *out;
    AVStream *stream;
    AVPacket *packet;
    int64_t at;            /* where the next packet begins, by `clock` */
    AVRational clock;      /* of the sound's own rate */
} joining;

/* ---- where it goes ---------------------------------------------------------------------------------------------------- */

static int write_bytes(void *user, uint8_t *bytes, int size)
{
    joining *j = user;
    int done = 0;
    while (done < size && !j->why) {
        ssize_t n = write(j->file.fd, bytes + done, (size_t)(size - done));
        if (n > 0)
            done += (int)n;
        else if (n == 0 || errno != EINTR)
            j->why = n == 0 ? ENOSPC : errno;
    }
    return j->why ? AVERROR(j->why) : size;
}

static int64_t seek_bytes(void *user, int64_t to, int whence)
{
    joining *j = user;
    if (whence & AVSEEK_SIZE)
        return AVERROR(ENOSYS);
    off_t at = lseek(j->file.fd, to, whence & ~AVSEEK_FORCE);
    return at < 0 ? AVERROR(errno) : at;
}

static int fail(const joining *j, int why, aloud_error *err)
{
    char text[128] = "";
    if (why == AVERROR(ENOMEM))
        return al_fail_memory(err);
    j->f.av_strerror(why, text, sizeof text);
    return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", j->file.path, j->why ? strerror(j->why) : text);
}

static int set_tag(joining *j, AVDictionary **to, const char *key, const char *value)
{
    return value && *value ? j->f.av_dict_set(to, key, value, 0) : 0;
}

static int set_tags(joining *j)
{
    const al_audio_tags *t = &j->join->tags;
    AVDictionary **to = &j->out->metadata;
    int why = set_tag(j, to, "title", t->title);
    if (why >= 0)
        why = set_tag(j, to, "album", t->album);
    if (why >= 0)
        why = set_tag(j, to, "artist", t->artist);
    if (why >= 0)
        why = set_tag(j, to, "date", t->date);
    if (why >= 0)
        why = set_tag(j, to, "comment", t->comment);
    if (why >= 0)
        why = set_tag(j, to, "genre", "Audiobook");
    if (why >= 0 && j->join->brand)
        why = set_tag(j, to, "media_type", "2"); /* iTunes' number for an audiobook */
    return why;
}

static int open_output(joining *j, const char *path, aloud_error *err)
{
    int status = al_file_begin(&j->file, path, err);
    if (status)
        return status;
    int why = j->f.avformat_alloc_output_context2(&j->out, NULL, j->join->muxer, NULL);
    unsigned char *room = why < 0 ? NULL : j->f.av_malloc(ROOM);
    if (why >= 0) {
        j->out->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO;
        j->out->pb = room ? j->f.avio_alloc_context(room, ROOM, 1, j, NULL, write_bytes, seek_bytes) : NULL;
        if (!j->out->pb) {
            j->f.av_freep(&room);
            why = AVERROR(ENOMEM);
        }
    }
    j->packet = j->f.av_packet_alloc();
    if (why >= 0 && !j->packet)
        why = AVERROR(ENOMEM);
    if (why >= 0)
        why = set_tags(j);
    return why < 0 ? fail(j, why, err) : 0;
}

/* ---- where it comes from ---------------------------------------------------------------------------------------------- */

static int open_input(joining *j, size_t index, AVFormatContext **in, aloud_error *err)
{
    al_buf url;
    al_buf_init(&url, 1 << 16);
    al_buf_printf(&url, "file:%s", j->join->files[index]); /* a name with a colon is no address */
    /* Its name is a draft's: what it is is told by its beginning. */
    int why = url.failed ? AVERROR(ENOMEM) : j->f.avformat_open_input(in, al_buf_string(&url), NULL, NULL);
    al_buf_release(&url);
    if (why >= 0)
        why = j->f.avformat_find_stream_info(*in, NULL);
    if (why >= 0 && (*in)->nb_streams != 1)
        why = AVERROR_INVALIDDATA;
    return why < 0 ? fail(j, why, err) : 0;
}

/* What is done with every packet of a file, whose times are by j->clock.  The last packet of an Opus file is to be cut off, but not
 * in the middle of another. */
typedef int with_packet(joining *j);

static int count_packet(joining *j)
{
    j->at += j->packet->duration;
    return 0;
}

static int put_packet(joining *j)
{
    AVPacket *p = j->packet;
    p->stream_index = 0;
    p->pos = -1;
    p->pts = p->dts = j->at;
    j->at += p->duration;
    j->f.av_packet_rescale_ts(p, j->clock, j->stream->time_base);
    return j->f.av_write_frame(j->out, p);
}

static int each_packet(joining *j, AVFormatContext *in, with_packet *each)
{
    AVStream *from = in->streams[0];
    int why;
    while ((why = j->f.av_read_frame(in, j->packet)) >= 0) {
        j->packet->duration = from->codecpar->codec_id == AV_CODEC_ID_OPUS
                                  ? j->clock.den / OPUS_PACKETS
                                  : j->f.av_rescale_q(j->packet->duration, from->time_base, j->clock);
        j->f.av_packet_free_side_data(j->packet);
        why = j->packet->duration > 0 ? each(j) : AVERROR_INVALIDDATA;
        j->f.av_packet_unref(j->packet);
        if (why < 0)
            return why;
    }
    return why == AVERROR_EOF ? 0 : why;
}

/* The new file's stream is as the first file's. */
static int take_stream(joining *j, const AVFormatContext *in)
{
    const AVCodecParameters *from = in->streams[0]->codecpar;
    j->stream = j->f.avformat_new_stream(j->out, NULL);
    if (!j->stream)
        return AVERROR(ENOMEM);
    int why = j->f.avcodec_parameters_copy(j->stream->codecpar, from);
    j->stream->codecpar->codec_tag = 0;
    if (from->codec_id == AV_CODEC_ID_AAC)
        j->stream->codecpar->initial_padding = AAC_DELAY;
    j->clock = (AVRational){ 1, from->sample_rate };
    j->stream->time_base = j->clock;
    return why;
}

/* The chapter as comments of an Ogg file: libavformat would round its seconds up and leave its milliseconds as they are. */
static int add_comments(joining *j, size_t index, int64_t from)
{
    char key[40], time[40];
    int64_t ms = j->f.av_rescale_q(from, j->clock, (AVRational){ 1, 1000 });
    snprintf(key, sizeof key, "CHAPTER%03zu", index + 1);
    snprintf(time, sizeof time, "%02d:%02d:%02d.%03d", (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60),
             (int)(ms % 1000));
    int why = set_tag(j, &j->out->metadata, key, time);
    snprintf(key, sizeof key, "CHAPTER%03zuNAME", index + 1);
    return why < 0 ? why : set_tag(j, &j->out->metadata, key, j->join->titles[index]);
}

/* A chapter from where the sound of its file comes out to where that of the next does. */
static int add_chapter(joining *j, size_t index, int64_t from, int64_t to)
{
    if (strcmp(j->join->muxer, "opus") == 0)
        return add_comments(j, index, from);
    AVChapter *c = j->f.av_mallocz(sizeof *c);
    if (!c)
        return AVERROR(ENOMEM);
    *c = (AVChapter){ .id = (int64_t)index, .time_base = j->clock, .start = from, .end = to };
    j->out->chapters[j->out->nb_chapters++] = c; /* freed with the context, metadata and all */
    return j->f.av_dict_set(&c->metadata, "title", j->join->titles[index], 0);
}

/* The first time through: what the stream is, and where chapters begin. */
static int look(joining *j, aloud_error *err)
{
    j->out->chapters = j->f.av_calloc(j->join->count, sizeof *j->out->chapters);
    if (!j->out->chapters)
        return al_fail_memory(err);
    for (size_t i = 0; i < j->join->count; i++) {
        AVFormatContext *in = NULL;
        int status = open_input(j, i, &in, err), why = 0;
        if (!status && !i)
            why = take_stream(j, in);
        int64_t from = j->at;
        if (!status && why >= 0)
            why = each_packet(j, in, count_packet);
        if (!status && why >= 0)
            why = add_chapter(j, i, from, j->at);
        j->f.avformat_close_input(&in);
        if (status || why < 0)
            return status ? status : fail(j, why, err);
    }
    return 0;
}

static int write_header(joining *j)
{
    AVDictionary *options = NULL;
    int why = j->join->brand ? j->f.av_dict_set(&options, "brand", j->join->brand, 0) : 0;
    if (why >= 0)
        why = j->f.avformat_write_header(j->out, &options);
    j->f.av_dict_free(&options);
    return why;
}

static int copy(joining *j, aloud_error *err)
{
    int why = write_header(j), status = 0;
    j->at = -j->stream->codecpar->initial_padding;
    for (size_t i = 0; i < j->join->count && why >= 0 && !status; i++) {
        AVFormatContext *in = NULL;
        status = open_input(j, i, &in, err);
        if (!status)
            why = each_packet(j, in, put_packet);
        j->f.avformat_close_input(&in);
    }
    if (!status && why >= 0)
        why = j->f.av_write_trailer(j->out);
    return status ? status : why < 0 || j->why ? fail(j, why, err) : 0;
}

int al_join_files(const al_join *join, const char *path, aloud_error *err)
{
    joining j = { .join = join, .file = { .fd = -1 } };
    int status = al_av_load(&j.f, err);
    if (status)
        return status;
    status = open_output(&j, path, err);
    if (!status)
        status = look(&j, err);
    if (!status)
        status = copy(&j, err);
    if (j.out && j.out->pb) {
        j.f.av_freep(&j.out->pb->buffer);
        j.f.avio_context_free(&j.out->pb);
    }
    j.f.avformat_free_context(j.out);
    if (j.packet)
        j.f.av_packet_free(&j.packet);
    if (status)
        al_file_abandon(&j.file);
    return status ? status : al_file_commit(&j.file, err);
}

#else

int al_join_files(const al_join *join, const char *path, aloud_error *err)
{
    (void)join, (void)path;
    return al_fail(err, ALOUD_ERROR_OUTPUT, AL_AV_MISSING);
}

#endif
