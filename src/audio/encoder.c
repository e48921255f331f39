#include "audio/encoder.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    SILENCE = 4096,
    BLOCK = 1 << 15,  /* frames handed to the thread at a time */
    HELD = 1 << 24    /* frames that may wait for it: twelve minutes, 32 MiB, so that speech need not wait within a chapter */
};

typedef struct block block;
struct block {
    block *next;
    size_t count;
    int16_t frames[BLOCK];
};

/* Of a costly coder: `lock` guards all that stands below it.  Blocks are the caller's: the thread gives them back, so that it never
 * allocates while the caller forks. */
typedef struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more, less; /* something has come; something is done */
    block *first, *last, *spare;
    size_t held;               /* frames in blocks from `first` */
    bool ended, stopped, done;
    bool finished;             /* and its file stands */
    int status;                /* of the first call that failed */
    aloud_error error;
} worker;

struct al_encoder {
    const al_coder *coder;
    void *state;
    char *path;
    uint64_t frames, *cues;
    size_t cue_count;
    bool ended;
    block *open;    /* being filled */
    worker *worker; /* NULL where the caller's thread does it */
};

/* ---- the thread ------------------------------------------------------------------------------------------------------- */

static void fail(worker *w, int status, const aloud_error *why)
{
    if (w->status)
        return;
    w->status = status;
    w->error = *why;
}

/* Write the oldest block; the lock is held, but not meanwhile. */
static void write_block(al_encoder *e, worker *w)
{
    aloud_error why;
    block *b = w->first;
    int status = w->status;
    pthread_mutex_unlock(&w->lock);
    if (!status)
        status = e->coder->write(e->state, b->frames, b->count, &why);
    pthread_mutex_lock(&w->lock);
    if (status && !w->status)
        fail(w, status, &why);
    w->first = b->next;
    if (!w->first)
        w->last = NULL;
    w->held -= b->count;
    b->next = w->spare;
    w->spare = b;
    pthread_cond_signal(&w->less);
}

static void *run(void *user)
{
    al_encoder *e = user;
    worker *w = e->worker;
    pthread_mutex_lock(&w->lock);
    while (!w->stopped && (w->first || !w->ended)) {
        if (w->first)
            write_block(e, w);
        else
            pthread_cond_wait(&w->more, &w->lock);
    }
    bool finish = !w->stopped && !w->status;
    pthread_mutex_unlock(&w->lock);
    aloud_error why;
    int status = 0;
    if (finish)
        status = e->coder->finish(e->state, e->cues, &why);
    else
        e->coder->abandon(e->state);
    pthread_mutex_lock(&w->lock);
    if (status)
        fail(w, status, &why);
    w->done = true;
    w->finished = finish && !status;
    pthread_cond_signal(&w->less);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void free_worker(worker *w)
{
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->more);
    pthread_cond_destroy(&w->less);
    for (block *b = w->spare; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    for (block *b = w->first; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(w);
}

/* Signals are for the caller's own threads. */
static int start(al_encoder *e, aloud_error *err)
{
    worker *w = calloc(1, sizeof *w);
    if (!w)
        return al_fail_memory(err);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    pthread_cond_init(&w->less, NULL);
    e->worker = w;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int why = pthread_create(&w->thread, NULL, run, e);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!why)
        return 0;
    free_worker(w);
    e->worker = NULL;
    return al_fail(err, ALOUD_ERROR_OUTPUT, "no thread can be started to encode in: %s", strerror(why));
}

/* ---- the caller's side ------------------------------------------------------------------------------------------------ */

static void release(al_encoder *e)
{
    if (e->worker)
        free_worker(e->worker);
    free(e->open);
    free(e->cues);
    free(e->path);
    free(e);
}

int al_encoder_begin(const char *path, const al_format *f, int rate, const al_audio_tags *tags, const char *const *labels,
                     size_t cues, al_encoder **out, aloud_error *err)
{
    al_encoder *e = calloc(1, sizeof *e);
    char *copy = strdup(path);
    if (!e || !copy) {
        free(e);
        free(copy);
        return al_fail_memory(err);
    }
    *e = (al_encoder){ .coder = f->coder, .path = copy, .cue_count = cues };
    int status = f->coder->begin(path, f, rate, tags, labels, cues, &e->state, err);
    if (!status && f->coder->costly && (status = start(e, err)))
        e->coder->abandon(e->state);
    if (status)
        release(e);
    else
        *out = e;
    return status;
}

/* A block that the thread has done with, or a new one; waits while too much is held. */
static block *take_block(worker *w)
{
    pthread_mutex_lock(&w->lock);
    while (w->held >= HELD)
        pthread_cond_wait(&w->less, &w->lock);
    block *b = w->spare;
    if (b)
        w->spare = b->next;
    pthread_mutex_unlock(&w->lock);
    if (!b)
        b = malloc(sizeof *b);
    if (b) {
        b->next = NULL;
        b->count = 0;
    }
    return b;
}

/* Hand the open block to the thread; tells of what has failed there. */
static int hand_over(al_encoder *e, aloud_error *err)
{
    worker *w = e->worker;
    block *b = e->open;
    e->open = NULL;
    pthread_mutex_lock(&w->lock);
    if (b && w->last)
        w->last->next = b;
    else if (b)
        w->first = b;
    if (b) {
        w->last = b;
        w->held += b->count;
    }
    int status = w->status;
    if (status && err)
        *err = w->error;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
    return status;
}

static int queue(al_encoder *e, const int16_t *frames, size_t count, aloud_error *err)
{
    while (count) {
        if (!e->open && !(e->open = take_block(e->worker)))
            return al_fail_memory(err);
        block *b = e->open;
        size_t n = BLOCK - b->count < count ? BLOCK - b->count : count;
        memcpy(b->frames + b->count, frames, n * sizeof *frames);
        b->count += n;
        frames += n;
        count -= n;
        int status = b->count == BLOCK ? hand_over(e, err) : 0;
        if (status)
            return status;
    }
    return 0;
}

int al_encoder_write(al_encoder *e, const int16_t *frames, size_t count, aloud_error *err)
{
    int status = !count      ? 0
                 : e->worker ? queue(e, frames, count, err)
                             : e->coder->write(e->state, frames, count, err);
    e->frames += status ? 0 : count;
    return status;
}

int al_encoder_silence(al_encoder *e, size_t count, aloud_error *err)
{
    static const int16_t zeros[SILENCE];
    int status = 0;
    while (count && !status) {
        size_t n = count < SILENCE ? count : SILENCE;
        status = al_encoder_write(e, zeros, n, err);
        count -= n;
    }
    return status;
}

uint64_t al_encoder_frames(const al_encoder *e)
{
    return e->frames;
}

int al_encoder_end(al_encoder *e, const uint64_t *cues, aloud_error *err)
{
    e->cues = malloc((e->cue_count + 1) * sizeof *e->cues);
    if (!e->cues)
        return al_fail_memory(err);
    if (e->cue_count)
        memcpy(e->cues, cues, e->cue_count * sizeof *cues);
    e->ended = true;
    if (!e->worker)
        return 0;
    int status = hand_over(e, err);
    pthread_mutex_lock(&e->worker->lock);
    e->worker->ended = true;
    pthread_cond_signal(&e->worker->more);
    pthread_mutex_unlock(&e->worker->lock);
    return status;
}

bool al_encoder_ready(al_encoder *e, int ms)
{
    if (!e->worker)
        return true;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    int late = ms <= 0;
    pthread_mutex_lock(&e->worker->lock);
    while (!e->worker->done && !late)
        late = pthread_cond_timedwait(&e->worker->less, &e->worker->lock, &until);
    bool done = e->worker->done;
    pthread_mutex_unlock(&e->worker->lock);
    return done;
}

int al_encoder_finish(al_encoder *e, const uint64_t *cues, aloud_error *err)
{
    int status = e->ended ? 0 : al_encoder_end(e, cues, err);
    if (status) {
        al_encoder_abandon(e);
        return status;
    }
    if (e->worker) {
        pthread_join(e->worker->thread, NULL);
        status = e->worker->status;
        if (status && err)
            *err = e->worker->error;
    } else {
        status = e->coder->finish(e->state, e->cues, err);
    }
    release(e);
    return status;
}

void al_encoder_abandon(al_encoder *e)
{
    if (!e)
        return;
    if (e->worker) {
        pthread_mutex_lock(&e->worker->lock);
        e->worker->stopped = true;
        pthread_cond_signal(&e->worker->more);
        pthread_mutex_unlock(&e->worker->lock);
        pthread_join(e->worker->thread, NULL);
        if (e->worker->finished)
            unlink(e->path);
    } else {
        e->coder->abandon(e->state);
    }
    release(e);
}
