#include "speech/pool.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "speech/slot.h"
#include "speech/utterance.h"
#include "speech/worker.h"

enum {
    DEATHS = 3,               /* of an engine process in a row before it is given up */
    PATIENCE = 20000,         /* ms, unless al_pool_patience says otherwise */
    KEPT = 24 << 20,          /* bytes of all the slots' sound that may stay resident for the utterances to come */
    MOST_FAMILIES = 64,
    TICK = 100                /* ms between looks at `stop` */
};

/* A voice family and its engine process. */
typedef struct family {
    char name[64];
    al_worker worker;
    size_t sent;   /* orders it has and has not answered */
    int deaths;    /* in a row, without an answer in between */
} family;

struct al_pool {
    const al_engine *engine;
    int jobs, patience;
    al_slot *slots;      /* shared memory; slot n is utterance n's */
    al_utterance *all;
    size_t count;
    size_t *line;        /* numbers of the utterances that are not free, oldest first */
    size_t lined;
    bool shown;          /* the oldest is taken, and still in the caller's hands */
    family families[MOST_FAMILIES];
    size_t family_count;
    size_t sent;         /* orders with the engine processes */
    int rate;
    char version[64];
};

int al_pool_open(const al_engine *engine, int jobs, al_pool **out, aloud_error *err)
{
    if (jobs < 1 || jobs > 1024)
        return al_fail(err, ALOUD_ERROR_USAGE, "jobs must be 1 to 1024");
    al_pool *p = calloc(1, sizeof *p);
    if (!p)
        return al_fail_memory(err);
    p->engine = engine;
    p->jobs = jobs;
    p->patience = PATIENCE;
    p->count = (size_t)jobs * 2 + 4;
    p->all = calloc(p->count, sizeof *p->all);
    p->line = calloc(p->count, sizeof *p->line);
    p->slots = mmap(NULL, p->count * sizeof *p->slots, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!p->all || !p->line || p->slots == MAP_FAILED) {
        if (p->slots != MAP_FAILED)
            munmap(p->slots, p->count * sizeof *p->slots);
        free(p->all);
        free(p->line);
        free(p);
        return al_fail(err, ALOUD_ERROR_MEMORY, "out of memory for %d jobs; use fewer (-j)", jobs);
    }
    *out = p;
    return 0;
}

void al_pool_close(al_pool *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->family_count; i++)
        al_worker_stop(&p->families[i].worker);
    for (size_t i = 0; i < p->count; i++)
        al_utterance_clear(&p->all[i]);
    munmap(p->slots, p->count * sizeof *p->slots);
    free(p->all);
    free(p->line);
    free(p);
}

void al_pool_patience(al_pool *p, int milliseconds)
{
    p->patience = milliseconds;
}

int al_pool_rate(const al_pool *p)
{
    return p->rate;
}

const char *al_pool_version(const al_pool *p)
{
    return p->version;
}

bool al_pool_room(const al_pool *p)
{
    return p->lined < p->count;
}

size_t al_pool_pending(const al_pool *p)
{
    size_t n = 0;
    for (size_t i = p->shown; i < p->lined; i++)
        n += !p->all[p->line[i]].dropped;
    return n;
}

/* Utterance `number` is done with: its place is free. */
static void put_away(al_pool *p, size_t number)
{
    size_t used = p->all[number].slot_frames * sizeof(int16_t), at = 0;
    al_utterance_clear(&p->all[number]);
    while (p->line[at] != number)
        at++;
    p->lined--;
    memmove(p->line + at, p->line + at + 1, (p->lined - at) * sizeof *p->line);
    size_t kept = KEPT / p->count / AL_SLOT_PAGE * AL_SLOT_PAGE;
    if (used > kept)
        madvise((char *)p->slots[number].frame + kept, sizeof p->slots[number].frame - kept, MADV_REMOVE);
}

/* ---- engine processes ----------------------------------------------------------------------------------------------- */

/* Wait for the greeting of a process just started. */
static int greet(al_pool *p, family *f, aloud_error *err)
{
    al_hello hello;
    struct pollfd on = { .fd = f->worker.socket, .events = POLLIN };
    ssize_t n = -1;
    int ready;
    do
        ready = poll(&on, 1, p->patience);
    while (ready < 0 && errno == EINTR);
    if (ready > 0)
        n = recv(f->worker.socket, &hello, sizeof hello, 0);
    int status = 0;
    if (ready == 0)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "%s did not get ready with voice \"%s\"", p->engine->name, f->name);
    else if (n != (ssize_t)sizeof hello)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "%s died while it loaded voice \"%s\"", p->engine->name, f->name);
    else if (hello.status)
        status = al_fail(err, hello.status, "%s", hello.error.text);
    else if (p->rate && p->rate != hello.rate)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "voice \"%s\" has another sample rate than the others; choose another",
                         f->name);
    if (status) {
        al_worker_stop(&f->worker);
        return status;
    }
    p->rate = hello.rate;
    memcpy(p->version, hello.version, sizeof p->version);
    p->version[sizeof p->version - 1] = '\0';
    return 0;
}

static int start(al_pool *p, family *f, aloud_error *err)
{
    if (f->worker.pid > 0)
        return 0;
    int status = al_worker_start(p->engine, f->name, p->jobs, p->slots, p->count, p->patience, &f->worker, err);
    return status ? status : greet(p, f, err);
}

static int open_family(al_pool *p, const char *name, size_t *out, aloud_error *err)
{
    size_t i = 0;
    while (i < p->family_count && strcmp(p->families[i].name, name) != 0)
        i++;
    if (i == MOST_FAMILIES || strlen(name) >= sizeof p->families[i].name)
        return al_fail(err, ALOUD_ERROR_USAGE, "too many voices at once, or too long a name: \"%s\"", name);
    family *f = &p->families[i];
    if (i == p->family_count) {
        *f = (family){ .worker.socket = -1 };
        strcpy(f->name, name);
    }
    int status = start(p, f, err);
    if (status)
        return status;
    p->family_count += i == p->family_count;
    *out = i;
    return 0;
}

int al_pool_voice(al_pool *p, const char *name, aloud_error *err)
{
    size_t i;
    return open_family(p, name, &i, err);
}

/* ---- orders and answers --------------------------------------------------------------------------------------------- */

/* Whether another order for `wanted` may be sent: no more than `jobs` utterances are spoken at a time over all families.  A family
 * that has them all may have as many again in its queue, so that its next child need not wait for the caller. */
static bool may_send(const al_pool *p, const family *wanted)
{
    return p->sent < (size_t)p->jobs || (wanted->sent == p->sent && p->sent < 2 * (size_t)p->jobs);
}

/* The engine process is gone: what it had is to be done again. */
static void bury(al_pool *p, family *f)
{
    al_worker_stop(&f->worker);
    f->deaths++;
    for (size_t i = 0; i < p->count; i++) {
        al_utterance *u = &p->all[i];
        if (u->stage != AL_ORDERED || &p->families[u->family] != f)
            continue;
        u->stage = AL_WAITING;
        p->sent--;
        f->sent--;
        if (u->dropped)
            put_away(p, i);
    }
}

/* Hand the utterance to its engine process, which is started if need be.  False when nothing was sent now. */
static bool send_order(al_pool *p, size_t number)
{
    al_utterance *u = &p->all[number];
    family *f = &p->families[u->family];
    aloud_error err;
    if (f->deaths >= DEATHS) {
        al_utterance_fail(u, ALOUD_ERROR_ENGINE, "the speech engine dies again and again; not spoken");
        return false;
    }
    if (start(p, f, &err)) {
        al_utterance_fail(u, ALOUD_ERROR_ENGINE, err.text);
        return false;
    }
    al_utterance_order(u, &p->slots[number]);
    uint32_t message = (uint32_t)number;
    ssize_t n;
    do
        n = send(f->worker.socket, &message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno != EAGAIN)
        bury(p, f);
    if (n != (ssize_t)sizeof message)
        return false;
    u->stage = AL_ORDERED;
    f->sent++;
    p->sent++;
    return true;
}

static void send_orders(al_pool *p)
{
    for (size_t i = 0; i < p->lined; i++) {
        size_t number = p->line[i];
        al_utterance *u = &p->all[number];
        while (u->stage == AL_WAITING && may_send(p, &p->families[u->family]) && p->families[u->family].sent < p->count)
            if (!send_order(p, number) && u->stage == AL_WAITING && p->families[u->family].worker.pid > 0)
                return;
    }
}

/* Read the answers that are there. */
static void hear(al_pool *p, family *f)
{
    for (;;) {
        al_done d;
        ssize_t n = recv(f->worker.socket, &d, sizeof d, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n != (ssize_t)sizeof d || d.slot >= p->count || p->all[d.slot].stage != AL_ORDERED) {
            bury(p, f);
            return;
        }
        f->sent--;
        p->sent--;
        f->deaths = 0;
        if (p->all[d.slot].dropped)
            put_away(p, d.slot);
        else
            al_utterance_answer(&p->all[d.slot], &p->slots[d.slot], &d, p->rate);
    }
}

/* Send what can be sent and hear what is said within `wait` ms (-1: however long it takes). */
static void turn(al_pool *p, int wait)
{
    send_orders(p);
    struct pollfd on[MOST_FAMILIES];
    nfds_t n = 0;
    size_t which[MOST_FAMILIES];
    for (size_t i = 0; i < p->family_count; i++) {
        if (p->families[i].worker.pid <= 0)
            continue;
        which[n] = i;
        on[n++] = (struct pollfd){ .fd = p->families[i].worker.socket, .events = POLLIN };
    }
    if (!n || poll(on, n, wait) <= 0)
        return;
    for (nfds_t i = 0; i < n; i++)
        if (on[i].revents)
            hear(p, &p->families[which[i]]);
    send_orders(p);
}

/* ---- the caller's side ---------------------------------------------------------------------------------------------- */

int al_pool_say_run(al_pool *p, const char *text, size_t size, const al_rest *rests, size_t count,
                    const al_pronunciations *pronunciations, const al_style *style, void *tag, aloud_error *err)
{
    size_t family_number;
    if (count > AL_POOL_RESTS)
        return al_fail(err, ALOUD_ERROR_USAGE, "more than %d sentences in an utterance", AL_POOL_RESTS);
    int status = open_family(p, style->family, &family_number, err);
    if (status)
        return status;
    size_t number = 0;
    while (number < p->count && p->all[number].stage != AL_FREE)
        number++;
    if (number == p->count)
        return al_fail(err, ALOUD_ERROR_USAGE, "no room for another utterance");
    al_utterance *u = &p->all[number];
    status = al_utterance_begin(u, text, size, rests, count, pronunciations, style, p->rate, tag, err);
    if (status)
        return status;
    u->family = family_number;
    p->line[p->lined++] = number;
    send_orders(p);
    return 0;
}

int al_pool_say(al_pool *p, const char *text, size_t size, const al_style *style, void *tag, aloud_error *err)
{
    return al_pool_say_run(p, text, size, NULL, 0, NULL, style, tag, err);
}

int al_pool_take(al_pool *p, int (*stop)(void *), void *user, al_sound *out, aloud_error *err)
{
    if (p->shown)
        put_away(p, p->line[0]);
    p->shown = false;
    turn(p, 0);
    while (p->all[p->line[0]].stage != AL_DONE) {
        if (stop && stop(user))
            return al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
        turn(p, stop ? TICK : -1);
    }
    al_utterance_look(&p->all[p->line[0]], &p->slots[p->line[0]], out);
    p->shown = true;
    return 0;
}

/* ---- for a caller that skips about ---------------------------------------------------------------------------------- */

void al_pool_turn(al_pool *p)
{
    turn(p, 0);
}

size_t al_pool_watch(const al_pool *p, struct pollfd *on, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < p->family_count && n < room; i++)
        if (p->families[i].worker.pid > 0 && p->families[i].sent)
            on[n++] = (struct pollfd){ .fd = p->families[i].worker.socket, .events = POLLIN };
    return n;
}

/* Number of the utterance of that tag; p->count when there is none. */
static size_t find(const al_pool *p, const void *tag)
{
    for (size_t i = 0; i < p->lined; i++)
        if (p->all[p->line[i]].tag == tag && !p->all[p->line[i]].dropped)
            return p->line[i];
    return p->count;
}

int al_pool_look(const al_pool *p, const void *tag, al_sound *out)
{
    size_t number = find(p, tag);
    return number == p->count ? ALOUD_ERROR_USAGE : al_utterance_look(&p->all[number], &p->slots[number], out);
}

void al_pool_drop(al_pool *p, const void *tag)
{
    size_t number = find(p, tag);
    if (number == p->count)
        return;
    al_utterance *u = &p->all[number];
    if (u->stage != AL_ORDERED) {
        put_away(p, number);
        return;
    }
    /* Its answer comes all the same.  Should the message not go through, the utterance is spoken for nothing. */
    uint32_t message = (uint32_t)number | AL_ORDER_CANCEL;
    u->dropped = true;
    while (send(p->families[u->family].worker.socket, &message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno == EINTR)
        ;
}
