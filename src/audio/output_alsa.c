/* A sound card, or the sound server of a desktop, through ALSA's library.
 *
 * The buffer is short so that what is written next is heard at once.  Where it runs dry with that, on a busy machine, it is made
 * twice as long, time and again. */
#include <alsa/asoundlib.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "audio/output.h"
#include "base/library.h"

enum { PERIODS = 4, LONGEST = 400 /* ms */, TRIES = 100, LINGER = 20 /* ms that a sound server may hold beyond what it tells */ };

/* Loaded when a device is opened: a file needs none. */
#define FUNCTIONS(X)                                                                                                    \
    X(snd_pcm_open) X(snd_pcm_close) X(snd_pcm_set_params) X(snd_pcm_get_params) X(snd_pcm_hw_free) X(snd_pcm_prepare)  \
    X(snd_pcm_start) X(snd_pcm_drop) X(snd_pcm_resume) X(snd_pcm_state) X(snd_pcm_avail_update) X(snd_pcm_delay)        \
    X(snd_pcm_writei) X(snd_pcm_sw_params_malloc) X(snd_pcm_sw_params_free) X(snd_pcm_sw_params_current)               \
    X(snd_pcm_sw_params_set_start_threshold) X(snd_pcm_sw_params) X(snd_strerror) X(snd_lib_error_set_handler)

struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
};

typedef struct alsa_output {
    struct functions f;
    snd_pcm_t *pcm;
    const char *name;
    int rate, length;           /* ms that the buffer holds */
    snd_pcm_uframes_t buffer, period;
    bool paused;
    bool flowing;               /* something was written since it was last empty */
    unsigned underruns;
} alsa_output;

static int load(struct functions *f, aloud_error *err)
{
    static const char *const files[] = { "libasound.so.2", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(struct functions, name) },
        FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_OUTPUT, err);
}

/* The library would print what we tell in our own words. */
static void be_quiet(const char *file, int line, const char *function, int number, const char *format, ...)
{
    (void)file;
    (void)line;
    (void)function;
    (void)number;
    (void)format;
}

/* Sound begins with the first period, not with a full buffer. */
static int set_start(alsa_output *a)
{
    snd_pcm_sw_params_t *p = NULL;
    int e = a->f.snd_pcm_sw_params_malloc(&p);
    if (e < 0)
        return e;
    e = a->f.snd_pcm_sw_params_current(a->pcm, p);
    if (e >= 0)
        e = a->f.snd_pcm_sw_params_set_start_threshold(a->pcm, p, a->period);
    if (e >= 0)
        e = a->f.snd_pcm_sw_params(a->pcm, p);
    a->f.snd_pcm_sw_params_free(p);
    return e;
}

static int configure(alsa_output *a)
{
    int e = a->f.snd_pcm_set_params(a->pcm, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1, (unsigned)a->rate, 1,
                                    (unsigned)a->length * 1000);
    if (e >= 0)
        e = a->f.snd_pcm_get_params(a->pcm, &a->buffer, &a->period);
    return e < 0 ? e : set_start(a);
}

static int fail_open(const alsa_output *a, int e, aloud_error *err)
{
    return al_fail(err, ALOUD_ERROR_OUTPUT, "sound device \"%.100s\" %s%s; name another with --device (`aplay -L` lists them), or "
                   "a file for the sound with --output", a->name, e == -ENOENT ? "is not there" : "cannot be opened: ",
                   e == -ENOENT ? "" : a->f.snd_strerror(e));
}

static int open_alsa(const al_output_wish *wish, const char *name, void **state, aloud_error *err)
{
    alsa_output *a = calloc(1, sizeof *a);
    if (!a)
        return al_fail_memory(err);
    a->name = name ? name : "default";
    a->rate = wish->rate;
    a->length = AL_OUTPUT_BUFFER;
    int status = load(&a->f, err), e = 0;
    if (!status) {
        a->f.snd_lib_error_set_handler(be_quiet);
        e = a->f.snd_pcm_open(&a->pcm, a->name, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK);
        if (e < 0)
            a->pcm = NULL;
        else
            e = configure(a);
        status = e < 0 ? fail_open(a, e, err) : 0;
    }
    a->name = NULL; /* the caller's */
    if (!status) {
        *state = a;
        return 0;
    }
    if (a->pcm)
        a->f.snd_pcm_close(a->pcm);
    free(a);
    return status;
}

static int close_alsa(void *state, aloud_error *err)
{
    alsa_output *a = state;
    (void)err;
    if (a->flowing)
        poll(NULL, 0, LINGER);
    a->f.snd_pcm_drop(a->pcm);
    a->f.snd_pcm_close(a->pcm);
    free(a);
    return 0;
}

/* It ran dry, or its machine slept: make it ready again.  0, or a negative error. */
static int recover(alsa_output *a, int e)
{
    if (e == -ESTRPIPE)
        return a->f.snd_pcm_resume(a->pcm) < 0 ? a->f.snd_pcm_prepare(a->pcm) : 0; /* -EAGAIN: a later turn succeeds */
    if (e != -EPIPE)
        return e;
    bool dry = a->flowing && !a->paused;
    a->flowing = false;
    a->underruns += dry;
    if (!dry || a->length >= LONGEST)
        return a->f.snd_pcm_prepare(a->pcm);
    a->length *= 2;
    a->f.snd_pcm_drop(a->pcm);
    a->f.snd_pcm_hw_free(a->pcm);
    return configure(a);
}

/* Frames that there is room for; what is wrong was put right, or is negative. */
static snd_pcm_sframes_t look(alsa_output *a)
{
    snd_pcm_sframes_t n = a->f.snd_pcm_avail_update(a->pcm);
    if (n >= 0)
        return n < (snd_pcm_sframes_t)a->buffer ? n : (snd_pcm_sframes_t)a->buffer;
    int e = recover(a, (int)n);
    return e < 0 ? e : (snd_pcm_sframes_t)a->buffer;
}

static int turn_alsa(void *state, aloud_error *err)
{
    alsa_output *a = state;
    snd_pcm_sframes_t n = look(a);
    if (n < 0)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "the sound device is gone: %s; start again when it is back",
                       a->f.snd_strerror((int)n));
    /* The last sound may be shorter than a period. */
    if (a->paused && n < (snd_pcm_sframes_t)a->buffer && a->f.snd_pcm_state(a->pcm) == SND_PCM_STATE_PREPARED)
        a->f.snd_pcm_start(a->pcm);
    return 0;
}

static size_t room_alsa(void *state)
{
    snd_pcm_sframes_t n = look(state);
    return n < 0 ? 0 : (size_t)n;
}

static int write_alsa(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    alsa_output *a = state;
    for (int tries = 0; count && tries < TRIES;) {
        snd_pcm_sframes_t n = a->f.snd_pcm_writei(a->pcm, frames, count);
        if (n == -EAGAIN) {
            poll(NULL, 0, 1);
            tries++;
        } else if (n < 0) {
            int e = recover(a, (int)n);
            if (e < 0)
                return al_fail(err, ALOUD_ERROR_OUTPUT, "the sound device is gone: %s; start again when it is back",
                               a->f.snd_strerror(e));
            tries++;
        } else {
            frames += n;
            count -= (size_t)n;
            a->flowing = true;
        }
    }
    return count ? al_fail(err, ALOUD_ERROR_OUTPUT, "the sound device takes no more sound; name another with --device") : 0;
}

static size_t queued_alsa(void *state)
{
    alsa_output *a = state;
    snd_pcm_sframes_t delay = 0, room;
    snd_pcm_state_t s = a->f.snd_pcm_state(a->pcm);
    if (!a->flowing || (s != SND_PCM_STATE_RUNNING && s != SND_PCM_STATE_PREPARED && s != SND_PCM_STATE_DRAINING))
        return 0;
    room = look(a);
    snd_pcm_sframes_t held = room < 0 || !a->flowing ? 0 : (snd_pcm_sframes_t)a->buffer - room;
    /* What a sound server holds behind it is heard later still; one that is wrong about it must not keep us. */
    if (s == SND_PCM_STATE_RUNNING && a->f.snd_pcm_delay(a->pcm, &delay) == 0 && delay > held && delay < 2 * a->rate)
        held = delay;
    return (size_t)held;
}

static void pause_alsa(void *state, bool paused)
{
    ((alsa_output *)state)->paused = paused;
}

static unsigned underruns_alsa(void *state)
{
    return ((const alsa_output *)state)->underruns;
}

static size_t watch_alsa(void *state, struct pollfd *on, size_t most, int *wait)
{
    const alsa_output *a = state;
    (void)on;
    (void)most;
    int until = a->length / PERIODS / 2;
    if (*wait < 0 || *wait > until)
        *wait = until;
    return 0;
}

const al_output_kind al_output_alsa = {
    .name = "alsa", .open = open_alsa, .close = close_alsa, .turn = turn_alsa, .room = room_alsa, .write = write_alsa,
    .queued = queued_alsa, .pause = pause_alsa, .underruns = underruns_alsa, .watch = watch_alsa,
};
