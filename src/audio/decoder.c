#include "audio/decoder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/sf.h"

struct al_decoder {
    al_sf f;
    SNDFILE *from;
};

static int fail_read(const char *path, const char *why, aloud_error *err)
{
    return al_fail(err, ALOUD_ERROR_INPUT, "%s cannot be read: %s", path, why);
}

int al_decoder_open(const char *path, al_decoder **out, int *rate, uint64_t *frames, aloud_error *err)
{
    al_decoder *d = calloc(1, sizeof *d);
    if (!d)
        return al_fail_memory(err);
    SF_INFO info = { 0 };
    struct stat st;
    int status = al_sf_load(&d->f, ALOUD_ERROR_INPUT, err), fd = -1;
    if (!status) {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (fd < 0 || fstat(fd, &st) < 0)
            status = fail_read(path, strerror(errno), err);
        else if (!S_ISREG(st.st_mode))
            status = fail_read(path, "it is no file", err);
    }
    if (!status) {
        d->from = d->f.sf_open_fd(fd, SFM_READ, &info, SF_TRUE);
        fd = -1; /* closed also where it fails */
        if (!d->from)
            status = fail_read(path, d->f.sf_strerror(NULL), err);
        else if (info.channels != 1 || info.frames < 0)
            status = fail_read(path, "it is no chapter of aloud's", err);
    }
    if (fd >= 0)
        close(fd);
    if (status) {
        al_decoder_close(d);
        return status;
    }
    *out = d;
    *rate = info.samplerate;
    *frames = (uint64_t)info.frames;
    return 0;
}

long al_decoder_read(al_decoder *d, int16_t *frames, size_t room, aloud_error *err)
{
    sf_count_t n = d->f.sf_readf_short(d->from, frames, (sf_count_t)room);
    return n < 0 ? al_fail(err, ALOUD_ERROR_INPUT, "a chapter cannot be read: %s", d->f.sf_strerror(d->from)) : (long)n;
}

int al_decoder_seek(al_decoder *d, uint64_t at, aloud_error *err)
{
    if (d->f.sf_seek(d->from, (sf_count_t)at, SEEK_SET) >= 0)
        return 0;
    return al_fail(err, ALOUD_ERROR_INPUT, "a chapter cannot be read: %s", d->f.sf_strerror(d->from));
}

void al_decoder_close(al_decoder *d)
{
    if (!d)
        return;
    if (d->from)
        d->f.sf_close(d->from);
    free(d);
}
