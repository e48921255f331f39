/* The stream as WAV or raw samples, to a file or a pipe, as fast as that takes it.
 *
 * libsndfile cannot write WAV to what cannot seek, and the head of a stream is 44 bytes, so they are put together here. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/output.h"
#include "audio/riff.h"
#include "base/file.h"

enum { HEAD = 44, BLOCK = 4096, PIPE_BLOCK = PIPE_BUF / sizeof(int16_t) };

typedef struct file_output {
    al_file file;   /* of a file that appears when it is whole; else its fd is -1 */
    int fd;         /* that is written to */
    bool raw, stream;
    int rate;
    uint64_t frames;
} file_output;

/* RIFF/WAVE with a chunk of 16-bit PCM; a stream's sizes are unknown, which is written as the largest. */
static void make_head(const file_output *f, uint8_t head[HEAD])
{
    static const uint8_t form[HEAD] = "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\0\0\0\0\0\0\0\0\2\0\x10\0data\0\0\0";
    uint64_t size = f->frames * sizeof(int16_t);
    bool known = !f->stream && size <= UINT32_MAX - HEAD;
    memcpy(head, form, HEAD);
    al_riff_put_u32(head + 4, known ? (uint32_t)size + HEAD - 8 : UINT32_MAX);
    al_riff_put_u32(head + 24, (uint32_t)f->rate);
    al_riff_put_u32(head + 28, (uint32_t)f->rate * sizeof(int16_t));
    al_riff_put_u32(head + 40, known ? (uint32_t)size : UINT32_MAX - HEAD + 8);
}

static int put(file_output *f, const void *bytes, size_t size, aloud_error *err)
{
    const char *at = bytes;
    while (size) {
        ssize_t n = write(f->fd, at, size);
        if (n < 0 && errno == EAGAIN) { /* a pipe that its other end made so */
            struct pollfd on = { .fd = f->fd, .events = POLLOUT };
            poll(&on, 1, -1);
            continue;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return errno == EPIPE ? al_fail(err, ALOUD_ERROR_CANCELLED, "nobody reads the sound any more")
                                  : al_fail(err, ALOUD_ERROR_OUTPUT, "the sound cannot be written: %s", strerror(errno));
        at += n;
        size -= (size_t)n;
    }
    return 0;
}

static int open_target(file_output *f, const char *path, aloud_error *err)
{
    struct stat st;
    if (strcmp(path, "-") == 0) {
        if (isatty(STDOUT_FILENO))
            return al_fail(err, ALOUD_ERROR_OUTPUT, "sound is not written to a terminal; name a file, or pipe it on");
        f->fd = STDOUT_FILENO;
        f->stream = true;
        return 0;
    }
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) { /* a named pipe, /dev/null */
        f->fd = open(path, O_WRONLY | O_CLOEXEC);
        f->stream = true;
        return f->fd < 0 ? al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", path, strerror(errno)) : 0;
    }
    int status = al_file_begin(&f->file, path, err);
    f->fd = status ? -1 : f->file.fd;
    return status;
}

static void drop(file_output *f)
{
    al_file_abandon(&f->file);
    if (f->stream && f->fd > STDERR_FILENO)
        close(f->fd);
    free(f);
}

static int open_file(const al_output_wish *wish, const char *name, void **state, aloud_error *err)
{
    file_output *f = calloc(1, sizeof *f);
    if (!f)
        return al_fail_memory(err);
    *f = (file_output){ .file.fd = -1, .fd = -1, .raw = wish->raw, .rate = wish->rate };
    const char *path = wish->file ? wish->file : name;
    uint8_t head[HEAD];
    int status = path && *path ? open_target(f, path, err) : al_fail(err, ALOUD_ERROR_USAGE, "output: name a file");
    if (!status && !f->raw) {
        make_head(f, head);
        status = put(f, head, HEAD, err);
    }
    if (status)
        drop(f);
    else
        *state = f;
    return status;
}

static int close_file(void *state, aloud_error *err)
{
    file_output *f = state;
    uint8_t head[HEAD];
    int status = 0;
    if (!f->stream) {
        make_head(f, head);
        if (!f->raw && pwrite(f->fd, head, HEAD, 0) != HEAD)
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", f->file.path, strerror(errno));
        if (!status)
            status = al_file_commit(&f->file, err);
    }
    drop(f);
    return status;
}

static int turn_file(void *state, aloud_error *err)
{
    (void)state;
    (void)err;
    return 0;
}

/* A pipe that can be written to takes this much without waiting. */
static size_t room_file(void *state)
{
    const file_output *f = state;
    struct pollfd on = { .fd = f->fd, .events = POLLOUT };
    return !f->stream ? BLOCK : poll(&on, 1, 0) > 0 ? PIPE_BLOCK : 0;
}

static int write_file(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    file_output *f = state;
    f->frames += count;
    return put(f, frames, count * sizeof *frames, err);
}

static size_t queued_file(void *state)
{
    (void)state;
    return 0;
}

static void pause_file(void *state, bool paused)
{
    (void)state;
    (void)paused;
}

static unsigned underruns_file(void *state)
{
    (void)state;
    return 0;
}

static size_t watch_file(void *state, struct pollfd *on, size_t most, int *wait)
{
    const file_output *f = state;
    if (!f->stream)
        *wait = 0;
    if (!f->stream || !most)
        return 0;
    on[0] = (struct pollfd){ .fd = f->fd, .events = POLLOUT };
    return 1;
}

const al_output_kind al_output_file = {
    .name = "file", .open = open_file, .close = close_file, .turn = turn_file, .room = room_file, .write = write_file,
    .queued = queued_file, .pause = pause_file, .underruns = underruns_file, .watch = watch_file,
};
