/* FLAC and Ogg Vorbis, by libsndfile. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "audio/format.h"
#include "audio/ogg.h"
#include "audio/sf.h"

typedef struct coder {
    al_sf f;
    al_sf_file out;
    SNDFILE *to;
    bool ogg;
} coder;

static const uint32_t SERIAL = 0x616C6F75; /* of the only stream of an Ogg file */

static int fail_write(const coder *c, aloud_error *err)
{
    return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", c->out.file.path,
                   c->out.why ? strerror(c->out.why) : c->to ? c->f.sf_strerror(c->to) : "libsndfile left it incomplete");
}

static void abandon(void *state)
{
    coder *c = state;
    if (c->to)
        c->f.sf_close(c->to);
    al_file_abandon(&c->out.file);
    free(c);
}

/* A rate that a subtype does not know is told when the file is opened; so is a library built without it. */
static int open_file(coder *c, const char *path, const char *name, int type, double quality, int rate, const al_audio_tags *tags,
                     aloud_error *err)
{
    int status = al_sf_load(&c->f, ALOUD_ERROR_OUTPUT, err);
    if (!status)
        status = al_file_begin(&c->out.file, path, err);
    if (status)
        return status;
    SF_INFO info = { .samplerate = rate, .channels = 1, .format = type };
    SF_VIRTUAL_IO io = al_sf_io();
    c->to = c->f.sf_open_virtual(&io, SFM_WRITE, &info, &c->out);
    if (!c->to)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s: libsndfile cannot write %s: %s", path, name,
                       c->out.why ? strerror(c->out.why) : c->f.sf_strerror(NULL));
    c->f.sf_command(c->to, SFC_SET_COMPRESSION_LEVEL, &quality, sizeof quality);
    return al_sf_tag(&c->f, c->to, path, tags, err);
}

static int begin(const char *path, const char *name, int type, double quality, int rate, const al_audio_tags *tags, void **out,
                 aloud_error *err)
{
    coder *c = calloc(1, sizeof *c);
    if (!c)
        return al_fail_memory(err);
    c->out.file.fd = -1;
    c->ogg = (type & SF_FORMAT_TYPEMASK) == SF_FORMAT_OGG;
    int status = open_file(c, path, name, type, quality, rate, tags, err);
    if (status)
        abandon(c);
    else
        *out = c;
    return status;
}

/* Compression 5 of the library's 0 to 8, FLAC's own choice. */
static int begin_flac(const char *path, const al_format *f, int rate, const al_audio_tags *tags, const char *const *labels,
                      size_t cues, void **out, aloud_error *err)
{
    (void)labels, (void)cues;
    return begin(path, f->name, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 5 / 8.0, rate, tags, out, err);
}

/* The library's compression of .6 is Vorbis quality 4, about 44 kbit/s for a voice at 22,050 Hz. */
static int begin_vorbis(const char *path, const al_format *f, int rate, const al_audio_tags *tags, const char *const *labels,
                        size_t cues, void **out, aloud_error *err)
{
    (void)labels, (void)cues;
    return begin(path, f->name, SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.6, rate, tags, out, err);
}

static int write_frames(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    coder *c = state;
    bool bad = c->out.why || c->f.sf_writef_short(c->to, frames, (sf_count_t)count) != (sf_count_t)count || c->out.why;
    return bad ? fail_write(c, err) : 0;
}

static int finish(void *state, const uint64_t *cues, aloud_error *err)
{
    coder *c = state;
    (void)cues;
    bool bad = c->f.sf_close(c->to) != 0;
    c->to = NULL;
    if (!bad && !c->out.why && c->ogg && al_ogg_number(c->out.file.fd, SERIAL))
        c->out.why = errno;
    int status = bad || c->out.why ? fail_write(c, err) : al_file_commit(&c->out.file, err);
    abandon(c);
    return status;
}

static const char *version(void)
{
    al_sf f;
    return al_sf_load(&f, ALOUD_ERROR_OUTPUT, NULL) ? "" : f.sf_version_string();
}

const al_coder al_coder_flac = { begin_flac, write_frames, finish, abandon, version, true };
const al_coder al_coder_vorbis = { begin_vorbis, write_frames, finish, abandon, version, true };
