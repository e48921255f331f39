#include "speech/pool.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "speech/check.h"
#include "speech/clean.h"
#include "speech/slot.h"
#include "speech/worker.h"

enum {
    TRIES = 2,                /* of a part whose child died */
    DEATHS = 3,               /* of an engine process in a row before it is given up */
    PATIENCE = 20000,         /* ms, unless al_pool_patience says otherwise */
    PART = AL_SLOT_TEXT / 3,  /* bytes of the clean text handed to an engine at once */
    KEPT = 24 << 20,          /* bytes of all the slots' sound that may stay resident for the utterances to come */
    LONGEST_WORD = 12,        /* code points of a word that is not cut when it is left out, nor when it crashes the engine */
    LONGEST_SPELT = 3,        /* and of one that is too much for the engine because it is spelt */
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

typedef enum state { FREE, WAITING, SENT, DONE } state;

/* A part of the clean text: bytes from..to, whose first code point is number `first`. */
typedef struct part {
    uint32_t from, to, first;
} part;

typedef struct utterance {
    state state;
    size_t family;
    al_style style;
    void *tag;
    al_clean clean;
    part *parts;         /* still to be spoken, the next one last */
    size_t part_count;
    int tries;           /* of the next part */
    bool suspect;        /* something of it went unspoken: what is left is looked at more strictly */
    bool in_slot;        /* the whole sound is the slot's own; else it is gathered below */
    int16_t *frames;
    size_t frame_count, frame_room;
    al_word *words;
    size_t word_count, word_room;
    int status;
    aloud_error error;
} utterance;

struct al_pool {
    const al_engine *engine;
    int jobs, patience;
    al_slot *slots;      /* shared memory; slot n is utterance n's */
    utterance *all;      /* a ring: the oldest is all[oldest], `pending` in all */
    size_t count, oldest, pending;
    bool shown;          /* the one before all[oldest] is still in the caller's hands */
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
    p->slots = mmap(NULL, p->count * sizeof *p->slots, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!p->all || p->slots == MAP_FAILED) {
        if (p->slots != MAP_FAILED)
            munmap(p->slots, p->count * sizeof *p->slots);
        free(p->all);
        free(p);
        return al_fail(err, ALOUD_ERROR_MEMORY, "out of memory for %d jobs; use fewer (-j)", jobs);
    }
    *out = p;
    return 0;
}

static void clear(utterance *u)
{
    al_clean_release(&u->clean);
    free(u->parts);
    free(u->frames);
    free(u->words);
    *u = (utterance){ .state = FREE };
}

void al_pool_close(al_pool *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->family_count; i++)
        al_worker_stop(&p->families[i].worker);
    for (size_t i = 0; i < p->count; i++)
        clear(&p->all[i]);
    munmap(p->slots, p->count * sizeof *p->slots);
    free(p->all);
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
    return p->pending + p->shown < p->count;
}

size_t al_pool_pending(const al_pool *p)
{
    return p->pending;
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

/* ---- parts ---------------------------------------------------------------------------------------------------------- */

static bool add_part(utterance *u, part p)
{
    part *more = realloc(u->parts, (u->part_count + 1) * sizeof *more);
    if (!more)
        return false;
    u->parts = more;
    u->parts[u->part_count++] = p;
    return true;
}

static uint32_t count_code_points(const char *text, size_t size)
{
    uint32_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* Replace the next part by its two halves: words, or pieces of one word of more than `longest` code points.  1, 0 when it cannot
 * be halved so, -1 out of memory. */
static int halve(utterance *u, size_t longest)
{
    part whole = u->parts[u->part_count - 1], rest = whole;
    const char *text = u->clean.text.data;
    size_t middle = al_check_middle(text + whole.from, whole.to - whole.from, longest);
    if (!middle)
        return 0;
    whole.to = whole.from + (uint32_t)middle;
    rest.from = whole.to;
    rest.first += count_code_points(text + whole.from, middle);
    if (!add_part(u, whole))
        return -1;
    u->parts[u->part_count - 2] = rest;
    u->tries = 0;
    return 1;
}

/* Halve the next part until it is no larger than an engine's order.  False when out of memory. */
static bool fit(utterance *u)
{
    while (u->part_count && u->parts[u->part_count - 1].to - u->parts[u->part_count - 1].from > PART)
        if (halve(u, LONGEST_WORD) <= 0)
            return false;
    return true;
}

static void fail_utterance(utterance *u, int status, const char *why)
{
    al_buf said;
    al_buf_init(&said, 400);
    al_text_excerpt(&said, al_buf_string(&u->clean.text), 40);
    u->status = al_fail(&u->error, status, "%s: \"%s\"", why, al_buf_string(&said));
    al_buf_release(&said);
    u->state = DONE;
}

/* Room for `more` elements of `size` bytes after the first `count`. */
static bool reserve(void **data, size_t *room, size_t count, size_t more, size_t size)
{
    if (*data && *room - count >= more)
        return true;
    size_t need = count + more + (count + more) / 2;
    void *grown = realloc(*data, need * size + 1);
    if (!grown)
        return false;
    *data = grown;
    *room = need;
    return true;
}

/* Take the events of the next part over from its slot, in code points of the caller's text.  Those of no length that go back
 * stand for pauses, not for words. */
static bool gather_words(utterance *u, const al_slot *slot, const part *p)
{
    void *words = u->words;
    if (!reserve(&words, &u->word_room, u->word_count, slot->words, sizeof *u->words))
        return false;
    u->words = words;
    uint32_t reached = 0;
    for (uint32_t i = 0; i < slot->words; i++) {
        al_word w = slot->word[i];
        if (!w.count && w.at < reached)
            continue;
        reached = w.at > reached ? w.at : reached;
        size_t at = (size_t)p->first + w.at;
        uint32_t origin = al_clean_origin(&u->clean, at);
        if (w.count)
            w.count = al_clean_origin(&u->clean, at + w.count - 1) - origin + 1;
        w.at = origin;
        w.frame = (uint32_t)(u->frame_count + (w.frame < slot->frames ? w.frame : slot->frames));
        u->words[u->word_count++] = w;
    }
    return true;
}

static bool gather_frames(utterance *u, const al_slot *slot)
{
    void *frames = u->frames;
    if (!reserve(&frames, &u->frame_room, u->frame_count, slot->frames, sizeof *u->frames))
        return false;
    u->frames = frames;
    memcpy(u->frames + u->frame_count, slot->frame, slot->frames * sizeof *u->frames);
    u->frame_count += slot->frames;
    return true;
}

/* The next part is spoken: keep it. */
static void accept_part(utterance *u, const al_slot *slot)
{
    part p = u->parts[--u->part_count];
    bool whole = !u->part_count && !u->frame_count;
    if (!gather_words(u, slot, &p) || (!whole && !gather_frames(u, slot)) || !fit(u)) {
        fail_utterance(u, ALOUD_ERROR_MEMORY, "out of memory for the sound of");
        return;
    }
    u->in_slot = whole;
    if (whole)
        u->frame_count = slot->frames;
    u->tries = 0;
    u->state = u->part_count ? WAITING : DONE;
}

/* The next part was not spoken whole, or not at all: try it in halves. */
static void retry_halved(utterance *u, size_t longest, const char *why)
{
    int halves = halve(u, longest);
    if (halves > 0)
        u->state = WAITING;
    else if (halves < 0)
        fail_utterance(u, ALOUD_ERROR_MEMORY, "out of memory for");
    else
        fail_utterance(u, ALOUD_ERROR_ENGINE, why);
}

static void judge_spoken(al_pool *p, utterance *u, al_slot *slot)
{
    const part *now = &u->parts[u->part_count - 1];
    const char *text = u->clean.text.data + now->from;
    size_t size = now->to - now->from;
    al_spoken s = { .words = slot->word, .count = slot->words, .frames = slot->frames, .hertz = p->rate,
                    .rate = u->style.rate };
    if (al_check_complete(text, size, &s, u->suspect)) {
        accept_part(u, slot);
        return;
    }
    u->suspect = true;
    retry_halved(u, LONGEST_WORD, "the engine leaves out part of");
}

static void judge(al_pool *p, size_t number, const al_done *d)
{
    utterance *u = &p->all[number];
    al_slot *slot = &p->slots[number];
    if (d->how == AL_LEFT && (slot->frames > AL_SLOT_FRAMES || slot->words > AL_SLOT_WORDS))
        fail_utterance(u, ALOUD_ERROR_ENGINE, "the engine went astray on");
    else if (d->how == AL_LEFT && slot->end == AL_SLOT_SPOKEN)
        judge_spoken(p, u, slot);
    else if (d->how == AL_LEFT && slot->end == AL_SLOT_PART)
        retry_halved(u, LONGEST_SPELT, "the engine leaves out part of");
    else if (d->how == AL_LEFT)
        fail_utterance(u, ALOUD_ERROR_ENGINE, slot->error.text);
    else if (++u->tries < TRIES)
        u->state = WAITING;
    else if (d->how == AL_HUNG)
        fail_utterance(u, ALOUD_ERROR_ENGINE, "the engine hangs on");
    else
        retry_halved(u, LONGEST_WORD, "the engine crashes on");
}

/* ---- orders and answers --------------------------------------------------------------------------------------------- */

/* Whether another order for `wanted` may be sent: no more than `jobs` utterances are spoken at a time over all families.  A family
 * that has them all may have as many again in its queue, so that its next child need not wait for the caller. */
static bool may_send(const al_pool *p, const family *wanted)
{
    return p->sent < (size_t)p->jobs || (wanted->sent == p->sent && p->sent < 2 * (size_t)p->jobs);
}

static void give_order(al_pool *p, size_t number)
{
    utterance *u = &p->all[number];
    al_slot *slot = &p->slots[number];
    const part *now = &u->parts[u->part_count - 1];
    size_t size = now->to - now->from;
    memcpy(slot->text, u->clean.text.data + now->from, size);
    slot->text[size] = '\0';
    slot->saying = (al_saying){ .size = size, .rate = u->style.rate, .pitch = u->style.pitch, .range = u->style.range,
                                .volume = u->style.volume };
    /* Speech is made hundreds of times faster than it lasts; this is thousands of times what it takes. */
    slot->limit = 10 + (uint32_t)size / 50;
    slot->frames = slot->words = 0;
    slot->end = AL_SLOT_FAILED;
    slot->error.text[0] = '\0';
}

/* The engine process is gone: what it had is to be done again. */
static void bury(al_pool *p, family *f)
{
    al_worker_stop(&f->worker);
    f->deaths++;
    for (size_t i = 0; i < p->count; i++) {
        utterance *u = &p->all[i];
        if (u->state != SENT || &p->families[u->family] != f)
            continue;
        u->state = WAITING;
        p->sent--;
        f->sent--;
    }
}

/* Hand the utterance to its engine process, which is started if need be.  False when nothing was sent now. */
static bool send_order(al_pool *p, size_t number)
{
    utterance *u = &p->all[number];
    family *f = &p->families[u->family];
    aloud_error err;
    if (f->deaths >= DEATHS) {
        fail_utterance(u, ALOUD_ERROR_ENGINE, "the speech engine dies again and again; not spoken");
        return false;
    }
    if (start(p, f, &err)) {
        fail_utterance(u, ALOUD_ERROR_ENGINE, err.text);
        return false;
    }
    give_order(p, number);
    uint32_t message = (uint32_t)number;
    ssize_t n;
    do
        n = send(f->worker.socket, &message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno != EAGAIN)
        bury(p, f);
    if (n != (ssize_t)sizeof message)
        return false;
    u->state = SENT;
    f->sent++;
    p->sent++;
    return true;
}

static void send_orders(al_pool *p)
{
    for (size_t i = 0; i < p->pending; i++) {
        size_t number = (p->oldest + i) % p->count;
        utterance *u = &p->all[number];
        while (u->state == WAITING && may_send(p, &p->families[u->family]) && p->families[u->family].sent < p->count)
            if (!send_order(p, number) && u->state == WAITING && p->families[u->family].worker.pid > 0)
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
        if (n != (ssize_t)sizeof d || d.slot >= p->count || p->all[d.slot].state != SENT) {
            bury(p, f);
            return;
        }
        f->sent--;
        p->sent--;
        f->deaths = 0;
        judge(p, d.slot, &d);
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

int al_pool_say(al_pool *p, const char *text, size_t size, const al_style *style, void *tag, aloud_error *err)
{
    size_t family_number;
    int status = open_family(p, style->family, &family_number, err);
    if (status)
        return status;
    size_t number = (p->oldest + p->pending) % p->count;
    utterance *u = &p->all[number];
    *u = (utterance){ .state = WAITING, .family = family_number, .style = *style, .tag = tag };
    if (!al_clean_text(&u->clean, text, size))
        return al_fail_memory(err);
    if (!u->clean.words) {
        u->state = DONE;
    } else if (!add_part(u, (part){ .to = (uint32_t)u->clean.text.size }) || !fit(u)) {
        clear(u);
        return al_fail_memory(err);
    }
    p->pending++;
    send_orders(p);
    return 0;
}

/* The sound taken last is no longer wanted. */
static void put_back(al_pool *p)
{
    if (!p->shown)
        return;
    size_t number = (p->oldest + p->count - 1) % p->count;
    size_t used = p->all[number].in_slot ? p->slots[number].frames * sizeof(int16_t) : 0;
    clear(&p->all[number]);
    p->shown = false;
    size_t kept = KEPT / p->count / AL_SLOT_PAGE * AL_SLOT_PAGE;
    if (used > kept)
        madvise((char *)p->slots[number].frame + kept, sizeof p->slots[number].frame - kept, MADV_REMOVE);
}

int al_pool_take(al_pool *p, int (*stop)(void *), void *user, al_sound *out, aloud_error *err)
{
    put_back(p);
    utterance *u = &p->all[p->oldest];
    turn(p, 0);
    while (u->state != DONE) {
        if (stop && stop(user))
            return al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
        turn(p, stop ? TICK : -1);
    }
    *out = (al_sound){
        .frames = u->in_slot ? p->slots[p->oldest].frame : u->frames,
        .count = u->status ? 0 : u->frame_count,
        .words = u->words,
        .word_count = u->status ? 0 : u->word_count,
        .status = u->status,
        .error = u->error,
        .tag = u->tag,
    };
    p->oldest = (p->oldest + 1) % p->count;
    p->pending--;
    p->shown = true;
    return 0;
}
