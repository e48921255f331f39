/* A device that nobody hears: it takes sound at the clock's pace, or with the name "fast" a block at every turn, and where a file
 * is named writes to it, as raw samples, what would have been heard.  For machines without sound, and for tests: it holds sound
 * as a card does. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio/output.h"
#include "base/file.h"

enum { FAST_BLOCK = 1024 };

typedef struct null_output {
    al_file file;       /* fd -1 where none is named */
    bool fast, paused, dry;
    int rate;
    int16_t *held;      /* [0..count) written and not yet heard */
    size_t count, most;
    int64_t since;      /* us of the clock when the first held frame began to be heard */
    unsigned underruns;
} null_output;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int open_null(const al_output_wish *wish, const char *name, void **state, aloud_error *err)
{
    if (name && strcmp(name, "fast") != 0)
        return al_fail(err, ALOUD_ERROR_USAGE, "device 'null:%s': there are null and null:fast", name);
    null_output *n = calloc(1, sizeof *n);
    if (!n)
        return al_fail_memory(err);
    *n = (null_output){ .file.fd = -1, .fast = name != NULL, .rate = wish->rate, .dry = true };
    n->most = (size_t)wish->rate * AL_OUTPUT_BUFFER / 1000;
    n->held = malloc(n->most * sizeof *n->held);
    int status = n->held ? 0 : al_fail_memory(err);
    if (!status && wish->file)
        status = al_file_begin(&n->file, wish->file, err);
    if (status) {
        free(n->held);
        free(n);
        return status;
    }
    *state = n;
    return 0;
}

static int hear(null_output *n, size_t count, aloud_error *err)
{
    int status = n->file.fd >= 0 ? al_file_write(&n->file, n->held, count * sizeof *n->held, err) : 0;
    n->count -= count;
    memmove(n->held, n->held + count, n->count * sizeof *n->held);
    return status;
}

/* Frames that the clock says are heard by now. */
static size_t due(const null_output *n)
{
    return n->fast ? FAST_BLOCK : (size_t)((now() - n->since) * n->rate / 1000000);
}

static int turn_null(void *state, aloud_error *err)
{
    null_output *n = state;
    if (n->dry)
        return 0;
    size_t count = due(n);
    n->dry = count > n->count;
    n->underruns += n->dry && !n->paused && !n->fast;
    count = n->dry ? n->count : count;
    n->since += (int64_t)count * 1000000 / n->rate;
    return hear(n, count, err);
}

static int close_null(void *state, aloud_error *err)
{
    null_output *n = state;
    int status = 0;
    if (n->file.fd >= 0) {
        status = hear(n, n->count, err);
        if (!status)
            status = al_file_commit(&n->file, err);
        al_file_abandon(&n->file);
    }
    free(n->held);
    free(n);
    return status;
}

static size_t room_null(void *state)
{
    const null_output *n = state;
    return n->most - n->count;
}

static int write_null(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    null_output *n = state;
    (void)err;
    memcpy(n->held + n->count, frames, count * sizeof *frames);
    n->count += count;
    if (n->dry)
        n->since = now();
    n->dry = false;
    return 0;
}

static size_t queued_null(void *state)
{
    const null_output *n = state;
    return n->count;
}

static void pause_null(void *state, bool paused)
{
    null_output *n = state;
    n->paused = paused;
}

static unsigned underruns_null(void *state)
{
    const null_output *n = state;
    return n->underruns;
}

static size_t watch_null(void *state, struct pollfd *on, size_t most, int *wait)
{
    const null_output *n = state;
    (void)on;
    (void)most;
    int until = n->fast && n->count ? 0 : AL_OUTPUT_BUFFER / 4;
    if (*wait < 0 || *wait > until)
        *wait = until;
    return 0;
}

const al_output_kind al_output_null = {
    .name = "null", .open = open_null, .close = close_null, .turn = turn_null, .room = room_null, .write = write_null,
    .queued = queued_null, .pause = pause_null, .underruns = underruns_null, .watch = watch_null,
};
