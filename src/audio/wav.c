/* WAV.  The library is asked for RF64 that becomes plain WAV where that can hold it.  It writes no cue points into RF64, no
 * labels at all, and a header of at most 100 KB, which a chapter of a thousand items passes.  So the `cue ` chunk and the labels
 * (`LIST` `adtl`) are put behind the sound of the finished file, where the positions are known too. */
#include "audio/wav.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/riff.h"
#include "audio/sf.h"
#include "base/buf.h"
#include "base/file.h"

enum {
    RIFF_SIZE = 4, RF64_SIZE = 20,  /* where the size of the file stands */
    PCM_FORMAT = 16, PADDING = 24,  /* bytes of the format chunk's content, and by how much an extensible one is longer */
    CHUNK_LIMIT = 1 << 30, SILENCE = 4096
};

struct al_wav {
    al_sf f;
    al_sf_file out;
    SNDFILE *to;
    uint64_t frames;
    size_t cues;
    al_buf labels;   /* the chunk of labels, but for its head */
};

/* ---- chunks ----------------------------------------------------------------------------------------------------------- */

static void add_u32(al_buf *b, uint32_t v)
{
    uint8_t bytes[4];
    al_riff_put_u32(bytes, v);
    al_buf_add(b, bytes, sizeof bytes);
}

static void add_chunk(al_buf *b, const char *id, size_t size)
{
    al_buf_add(b, id, 4);
    add_u32(b, (uint32_t)size);
}

/* Multimedia Programming Interface and Data Specifications 1.0, "Cue-Points Chunk". */
static void add_points(al_buf *b, const uint64_t *at, size_t cues)
{
    add_chunk(b, "cue ", 4 + 24 * cues);
    add_u32(b, (uint32_t)cues);
    for (size_t i = 0; i < cues; i++) {
        /* The format has 32 bits for a position: 54 hours at 22,050 Hz. */
        uint32_t frame = at[i] > UINT32_MAX ? UINT32_MAX : (uint32_t)at[i];
        add_u32(b, (uint32_t)i + 1);
        add_u32(b, frame);
        al_buf_add(b, "data", 4);
        add_u32(b, 0);
        add_u32(b, 0);
        add_u32(b, frame);
    }
}

/* "Associated Data Chunk", the same. */
static void add_labels(al_buf *b, const char *const *labels, size_t cues)
{
    al_buf_add(b, "adtl", 4);
    for (size_t i = 0; i < cues; i++) {
        size_t n = strlen(labels[i]) + 1;
        add_chunk(b, "labl", n + 4);
        add_u32(b, (uint32_t)i + 1);
        al_buf_add(b, labels[i], n);
        if (n % 2)
            al_buf_add_byte(b, '\0');
    }
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

static int fail_write(const al_wav *w, aloud_error *err)
{
    return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", w->out.file.path,
                   w->out.why ? strerror(w->out.why) : w->f.sf_strerror(w->to));
}

int al_wav_begin(const char *path, int rate, const al_audio_tags *tags, const char *const *labels, size_t cues, al_wav **out,
                 aloud_error *err)
{
    al_wav *w = calloc(1, sizeof *w);
    if (!w)
        return al_fail_memory(err);
    w->cues = cues;
    al_buf_init(&w->labels, CHUNK_LIMIT);
    add_labels(&w->labels, labels, cues);
    int status = w->labels.failed ? al_fail_memory(err) : al_sf_load(&w->f, ALOUD_ERROR_OUTPUT, err);
    if (!status)
        status = al_file_begin(&w->out.file, path, err);
    if (status) {
        al_buf_release(&w->labels);
        free(w);
        return status;
    }
    SF_INFO info = { .samplerate = rate, .channels = 1, .format = SF_FORMAT_RF64 | SF_FORMAT_PCM_16 };
    SF_VIRTUAL_IO io = al_sf_io();
    w->to = w->f.sf_open_virtual(&io, SFM_WRITE, &info, &w->out);
    if (!w->to)
        status = fail_write(w, err);
    else if (w->f.sf_command(w->to, SFC_RF64_AUTO_DOWNGRADE, NULL, SF_TRUE) != SF_TRUE)
        status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s: libsndfile cannot write WAV", path);
    if (!status)
        status = al_sf_tag(&w->f, w->to, path, tags, err);
    if (status) {
        al_wav_abandon(w);
        return status;
    }
    *out = w;
    return 0;
}

void al_wav_widen(al_wav *w)
{
    w->f.sf_command(w->to, SFC_RF64_AUTO_DOWNGRADE, NULL, SF_FALSE);
}

int al_wav_write(al_wav *w, const int16_t *frames, size_t count, aloud_error *err)
{
    if (w->out.why || w->f.sf_writef_short(w->to, frames, (sf_count_t)count) != (sf_count_t)count || w->out.why)
        return fail_write(w, err);
    w->frames += count;
    return 0;
}

int al_wav_silence(al_wav *w, size_t count, aloud_error *err)
{
    static const int16_t zeros[SILENCE];
    int status = 0;
    while (count && !status) {
        size_t n = count < SILENCE ? count : SILENCE;
        status = al_wav_write(w, zeros, n, err);
        count -= n;
    }
    return status;
}

uint64_t al_wav_frames(const al_wav *w)
{
    return w->frames;
}

static int write_at(al_wav *w, const uint8_t *bytes, size_t size, uint64_t at)
{
    while (size) {
        ssize_t n = pwrite(w->out.file.fd, bytes, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            w->out.why = n ? errno : ENOSPC;
            return -1;
        }
        bytes += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return 0;
}

/* The library describes the samples of an RF64 file by an extensible format, which some readers do not know.  The format is plain
 * PCM: its chunk becomes the short one, and one of padding takes up what is left of it. */
static int simplify_format(al_wav *w, const al_riff *r)
{
    uint8_t tag[2] = { 1, 0 }, head[4], junk[PADDING] = "JUNK";
    uint64_t at, size;
    if (al_riff_find(r, "fmt ", &at, &size) || size < PCM_FORMAT || (size > PCM_FORMAT && size != PCM_FORMAT + PADDING))
        return -1;
    if (size == PCM_FORMAT)
        return 0;
    al_riff_put_u32(head, PCM_FORMAT);
    al_riff_put_u32(junk + 4, PADDING - 8);
    return write_at(w, tag, sizeof tag, at) || write_at(w, junk, sizeof junk, at + PCM_FORMAT) ||
           write_at(w, head, sizeof head, at - 4) ? -1 : 0;
}

/* Put the cue points and their labels behind the sound.  A file that would thereby pass what plain WAV can hold goes without. */
static int append_cues(al_wav *w, const al_riff *r, const uint64_t *at)
{
    al_buf b;
    al_buf_init(&b, SIZE_MAX / 4);
    add_points(&b, at, w->cues);
    add_chunk(&b, "LIST", w->labels.size);
    al_buf_add(&b, w->labels.data, w->labels.size);
    uint64_t size = r->size + b.size - 8;
    uint8_t bytes[8];
    al_riff_put_u32(bytes, (uint32_t)size);
    al_riff_put_u32(bytes + 4, (uint32_t)(size >> 32));
    int failed = 0;
    if (b.failed) {
        w->out.why = ENOMEM;
        failed = -1;
    } else if (r->wide || size <= UINT32_MAX) {
        failed = write_at(w, (const uint8_t *)b.data, b.size, r->size) ||
                 write_at(w, bytes, r->wide ? 8 : 4, r->wide ? RF64_SIZE : RIFF_SIZE) ? -1 : 0;
    }
    al_buf_release(&b);
    return failed;
}

/* Put what is known at the end into the finished file; -1 where that is not as it should be. */
static int complete(al_wav *w, const uint64_t *cues)
{
    al_riff r;
    uint64_t at, size;
    if (al_riff_open(&r, w->out.file.fd) || al_riff_find(&r, "data", &at, &size) || size != w->frames * 2)
        return -1;
    if (simplify_format(w, &r))
        return -1;
    return w->cues ? append_cues(w, &r, cues) : 0;
}

int al_wav_finish(al_wav *w, const uint64_t *cues, aloud_error *err)
{
    /* Without a frame the library would write no header.  Closing writes it anew, and reports nothing when that fails. */
    if (!w->frames)
        w->f.sf_command(w->to, SFC_UPDATE_HEADER_NOW, NULL, 0);
    int status = w->f.sf_close(w->to) || w->out.why || complete(w, cues) ? ALOUD_ERROR_OUTPUT : 0;
    w->to = NULL;
    if (status && w->out.why == ENOMEM) {
        status = al_fail_memory(err);
        al_wav_abandon(w);
        return status;
    }
    if (status) {
        al_fail(err, status, "%s cannot be written: %s", w->out.file.path,
                w->out.why ? strerror(w->out.why) : "libsndfile left it incomplete");
        al_wav_abandon(w);
        return status;
    }
    status = al_file_commit(&w->out.file, err);
    al_buf_release(&w->labels);
    free(w);
    return status;
}

void al_wav_abandon(al_wav *w)
{
    if (!w)
        return;
    if (w->to)
        w->f.sf_close(w->to);
    al_file_abandon(&w->out.file);
    al_buf_release(&w->labels);
    free(w);
}

/* ---- reading back ----------------------------------------------------------------------------------------------------- */

int al_wav_inspect(const char *path, uint64_t *frames, int *rate, aloud_error *err)
{
    al_sf f;
    int status = al_sf_load(&f, ALOUD_ERROR_OUTPUT, err);
    if (status)
        return status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return al_fail(err, ALOUD_ERROR_INPUT, "%s cannot be read: %s", path, strerror(errno));
    struct stat st;
    al_riff r;
    uint64_t at, size;
    bool whole = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && al_riff_open(&r, fd) == 0 && r.size == (uint64_t)st.st_size &&
                 al_riff_find(&r, "data", &at, &size) == 0 && at + size <= r.size;
    SF_INFO info = { 0 };
    SNDFILE *from = whole ? f.sf_open_fd(fd, SFM_READ, &info, SF_FALSE) : NULL;
    int major = info.format & SF_FORMAT_TYPEMASK;
    bool ours = from && (major == SF_FORMAT_WAV || major == SF_FORMAT_RF64) && info.channels == 1 &&
                (info.format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_16 && (uint64_t)info.frames * 2 == size;
    if (from)
        f.sf_close(from);
    close(fd);
    if (!ours)
        return al_fail(err, ALOUD_ERROR_INPUT, "%s is not a complete chapter of aloud's", path);
    *frames = (uint64_t)info.frames;
    *rate = info.samplerate;
    return 0;
}

const char *al_wav_version(void)
{
    al_sf f;
    return al_sf_load(&f, ALOUD_ERROR_OUTPUT, NULL) ? "" : f.sf_version_string();
}

/* ---- as a format ------------------------------------------------------------------------------------------------------ */

static int begin(const char *path, const al_format *f, int rate, const al_audio_tags *tags, const char *const *labels,
                 size_t cues, void **out, aloud_error *err)
{
    (void)f;
    al_wav *w;
    int status = al_wav_begin(path, rate, tags, labels, cues, &w, err);
    if (!status)
        *out = w;
    return status;
}

static int put(void *w, const int16_t *frames, size_t count, aloud_error *err)
{
    return al_wav_write(w, frames, count, err);
}

static int finish(void *w, const uint64_t *cues, aloud_error *err)
{
    return al_wav_finish(w, cues, err);
}

static void abandon(void *w)
{
    al_wav_abandon(w);
}

const al_coder al_coder_wav = { begin, put, finish, abandon, al_wav_version, false };
