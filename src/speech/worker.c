#include "speech/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

enum { OWN_SOCKET = 3, MS_PER_BYTE = 20, AHEAD = 32 * 1024 };

typedef struct job {
    pid_t pid;
    uint32_t slot;
    int64_t deadline; /* ms */
    bool hung;        /* killed at its deadline */
} job;

/* An engine process's own state. */
typedef struct worker {
    const al_engine *engine;
    void *state;
    al_slot *slots;
    size_t count;
    int patience;
    int signals;      /* descriptor that reads SIGCHLD */
    pid_t pid;
    job *jobs;        /* running[0..most), pid 0 where free */
    int most, running;
    uint32_t *queue;  /* orders not begun: queue[head], wrapping at count */
    size_t head, queued;
} worker;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- in the child: one utterance ------------------------------------------------------------------------------------ */

typedef struct slot_sink {
    al_sink sink;
    al_slot *slot;
    uint32_t frames, words;
    uint32_t ready;               /* frames whose memory is there */
    uint32_t first_point, first_frame; /* where the text being spoken began in the whole */
    bool full;
} slot_sink;

/* Room for `count` more frames; NULL when the slot holds no more. */
static int16_t *next_frames(slot_sink *s, size_t count)
{
    if (count > AL_SLOT_FRAMES - s->frames) {
        s->full = true;
        return NULL;
    }
    /* Asking for a run of pages costs less than a fault for each. */
    while (s->ready < s->frames + count) {
        madvise(s->slot->frame + s->ready, AHEAD * sizeof *s->slot->frame, MADV_POPULATE_WRITE);
        s->ready += AHEAD;
    }
    s->frames += (uint32_t)count;
    return s->slot->frame + s->frames - count;
}

static int put_audio(al_sink *sink, const int16_t *frames, size_t count)
{
    int16_t *to = next_frames((slot_sink *)sink, count);
    if (to)
        memcpy(to, frames, count * sizeof *frames);
    atomic_store_explicit(&((slot_sink *)sink)->slot->ready, ((slot_sink *)sink)->frames, memory_order_release);
    return !to;
}

static void put_silence(slot_sink *s, size_t count)
{
    int16_t *to = next_frames(s, count);
    if (to)
        memset(to, 0, count * sizeof *to);
}

static int put_word(al_sink *sink, const al_word *word)
{
    slot_sink *s = (slot_sink *)sink;
    if (s->words == AL_SLOT_WORDS) {
        s->full = true;
        return 1;
    }
    al_word *w = &s->slot->word[s->words++];
    *w = *word;
    w->at += s->first_point;
    w->frame += s->first_frame;
    atomic_store_explicit(&s->slot->words_ready, s->words, memory_order_release);
    return 0;
}

/* The slot's pronunciations within bytes from..to, counted from there. */
static size_t pick_pronunciations(const al_slot *slot, uint32_t from, uint32_t to, al_pronunciation *out)
{
    size_t n = 0;
    for (uint32_t i = 0; i < slot->pronunciation_count; i++) {
        const al_slot_pronunciation *p = &slot->pronunciation[i];
        if (p->from >= from && p->to <= to)
            out[n++] = (al_pronunciation){ .from = p->from - from, .to = p->to - from, .alphabet = p->alphabet,
                                           .phonemes = p->phonemes };
    }
    return n;
}

/* Speak bytes from..to of the slot's text as a text of their own. */
static int say_run(const worker *w, slot_sink *s, uint32_t from, uint32_t to)
{
    char *text = s->slot->text, behind = text[to];
    al_saying saying = s->slot->saying;
    saying.text = text + from;
    saying.size = to - from;
    al_pronunciation pronunciations[AL_SLOT_PRONUNCIATIONS];
    saying.pronunciations = pronunciations;
    saying.pronunciation_count = pick_pronunciations(s->slot, from, to, pronunciations);
    s->first_frame = s->frames;
    text[to] = '\0';
    int status = from < to ? w->engine->say(w->state, &saying, &s->sink, &s->slot->error) : 0;
    text[to] = behind;
    s->first_point += (uint32_t)al_text_points(text + from, to - from);
    return status;
}

static al_slot_end say_all(const worker *w, slot_sink *s)
{
    const al_slot *slot = s->slot;
    uint32_t from = 0;
    for (uint32_t i = 0; i <= slot->rest_count; i++) {
        uint32_t to = i < slot->rest_count ? slot->rest[i].at : (uint32_t)slot->saying.size;
        int status = say_run(w, s, from, to);
        if (status)
            return status < 0 ? AL_SLOT_FAILED : AL_SLOT_PART;
        if (i < slot->rest_count) {
            put_silence(s, slot->rest[i].frames);
            s->slot->start[i] = s->frames; /* published with the first sound behind it */
        }
        if (s->full)
            return AL_SLOT_PART;
        from = to;
    }
    return AL_SLOT_SPOKEN;
}

/* Never returns: a child leaves without running what the engine or the caller registered for exit. */
static void speak(const worker *w, al_slot *slot)
{
    /* Without the socket the caller sees at once that its engine process is gone, even while children live. */
    close(OWN_SOCKET);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != w->pid)
        _exit(1);
    struct rlimit cpu = { .rlim_cur = slot->limit, .rlim_max = slot->limit + 1 };
    setrlimit(RLIMIT_CPU, &cpu);
    slot_sink s = { .sink = { put_audio, put_word }, .slot = slot };
    al_slot_end end = say_all(w, &s);
    slot->frames = s.frames;
    slot->words = s.words;
    slot->end = end;
    _exit(0);
}

/* ---- in the engine process ------------------------------------------------------------------------------------------ */

static bool tell(uint32_t slot, al_ending how, int signal)
{
    al_done d = { .slot = slot, .how = how, .signal = signal };
    ssize_t n;
    do
        n = send(OWN_SOCKET, &d, sizeof d, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof d;
}

static bool begin(worker *w, uint32_t number)
{
    al_slot *slot = &w->slots[number];
    pid_t pid = fork();
    if (pid == 0)
        speak(w, slot);
    if (pid < 0)
        return tell(number, AL_DIED, 0);
    job *j = w->jobs;
    while (j->pid)
        j++;
    *j = (job){ .pid = pid, .slot = number, .deadline = now() + w->patience + MS_PER_BYTE * (int64_t)slot->saying.size };
    w->running++;
    return true;
}

static bool begin_queued(worker *w)
{
    while (w->queued && w->running < w->most) {
        uint32_t number = w->queue[w->head];
        w->head = (w->head + 1) % w->count;
        w->queued--;
        if (!begin(w, number))
            return false;
    }
    return true;
}

/* The order in slot `number` is no longer wanted.  Its answer is that it died; one that is answered already has none. */
static bool cancel(worker *w, uint32_t number)
{
    for (job *j = w->jobs; j < w->jobs + w->most; j++)
        if (j->pid && j->slot == number)
            kill(j->pid, SIGKILL);
    for (size_t i = 0; i < w->queued; i++) {
        if (w->queue[(w->head + i) % w->count] != number)
            continue;
        for (w->queued--; i < w->queued; i++)
            w->queue[(w->head + i) % w->count] = w->queue[(w->head + i + 1) % w->count];
        return tell(number, AL_DIED, 0);
    }
    return true;
}

/* Take the next order; false when the caller is gone. */
static bool listen_once(worker *w)
{
    uint32_t number;
    ssize_t n = recv(OWN_SOCKET, &number, sizeof number, 0);
    if (n < 0 && errno == EINTR)
        return true;
    if (n == (ssize_t)sizeof number && number & AL_ORDER_CANCEL)
        return cancel(w, number & ~(uint32_t)AL_ORDER_CANCEL);
    if (n != (ssize_t)sizeof number || number >= w->count || w->queued == w->count)
        return false;
    w->queue[(w->head + w->queued++) % w->count] = number;
    return true;
}

static bool reap(worker *w)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        job *j = w->jobs;
        while (j < w->jobs + w->most && j->pid != pid)
            j++;
        if (j == w->jobs + w->most)
            continue;
        al_ending how = j->hung ? AL_HUNG : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? AL_LEFT : AL_DIED;
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
            how = AL_HUNG;
        uint32_t slot = j->slot;
        j->pid = 0; /* and free for the next */
        w->running--;
        /* The next child starts before the caller is told, so that no processor idles meanwhile. */
        if (!begin_queued(w) || !tell(slot, how, WIFSIGNALED(status) ? WTERMSIG(status) : 0))
            return false;
    }
    return true;
}

/* Kill what is past its deadline; ms until the next one, -1 when nothing runs. */
static int kill_hung(worker *w)
{
    int64_t next = -1, at = w->running ? now() : 0;
    for (job *j = w->jobs; j < w->jobs + w->most; j++) {
        if (!j->pid || j->hung)
            continue;
        if (j->deadline <= at) {
            j->hung = true;
            kill(j->pid, SIGKILL);
        } else if (next < 0 || j->deadline - at < next) {
            next = j->deadline - at;
        }
    }
    return next > 1000000 ? 1000000 : (int)next;
}

static void work(worker *w)
{
    struct pollfd on[] = { { .fd = OWN_SOCKET, .events = POLLIN }, { .fd = w->signals, .events = POLLIN } };
    for (;;) {
        int wait = kill_hung(w);
        if (poll(on, 2, wait) < 0 && errno != EINTR)
            return;
        if (on[1].revents & POLLIN) {
            struct signalfd_siginfo info;
            if (read(w->signals, &info, sizeof info) > 0 && !reap(w))
                return;
        }
        if (on[0].revents && !listen_once(w))
            return;
        if (!begin_queued(w))
            return;
    }
}

static void ignore_or_default(void)
{
    for (int s = 1; s < NSIG; s++) {
        struct sigaction a;
        if (sigaction(s, NULL, &a) < 0 || a.sa_handler == SIG_IGN || a.sa_handler == SIG_DFL)
            continue;
        a = (struct sigaction){ .sa_handler = SIG_DFL };
        sigaction(s, &a, NULL);
    }
    /* The caller decides what an interrupt means; SIGCHLD ignored would reap children unseen. */
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int al_worker_settle(int keep, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    ignore_or_default();
    keep = fcntl(keep, F_DUPFD, OWN_SOCKET);
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < OWN_SOCKET; fd++)
        if (null < 0 || dup2(null, fd) < 0)
            _exit(1);
    if (keep < 0 || (keep != OWN_SOCKET && dup2(keep, OWN_SOCKET) < 0))
        _exit(1);
    close_range(OWN_SOCKET + 1, ~0U, 0);
    return OWN_SOCKET;
}

/* Never returns. */
static void run(worker *w, const char *family)
{
    al_hello hello = { 0 };
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    w->pid = getpid();
    w->signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (w->signals < 0)
        hello.status = al_fail(&hello.error, ALOUD_ERROR_ENGINE, "the speech engine cannot be started: %s", strerror(errno));
    else
        hello.status = w->engine->open(family, &w->state, &hello.rate, hello.version, sizeof hello.version, &hello.error);
    if (send(OWN_SOCKET, &hello, sizeof hello, MSG_NOSIGNAL) == (ssize_t)sizeof hello && !hello.status)
        work(w);
    _exit(0);
}

int al_worker_start(const al_engine *engine, const char *family, int jobs, al_slot *slots, size_t count, int patience,
                    al_worker *out, aloud_error *err)
{
    int pair[2] = { -1, -1 };
    pid_t parent = getpid(), pid = -1;
    worker w = { .engine = engine, .slots = slots, .count = count, .patience = patience, .most = jobs };
    w.jobs = calloc((size_t)jobs, sizeof *w.jobs);
    w.queue = calloc(count, sizeof *w.queue);
    int status = w.jobs && w.queue ? 0 : al_fail_memory(err);
    if (!status && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0)
        pid = fork();
    if (pid == 0) {
        al_worker_settle(pair[1], parent);
        run(&w, family);
    }
    if (!status && pid < 0)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine cannot be started: %s", strerror(errno));
    free(w.jobs);
    free(w.queue);
    if (pair[1] >= 0)
        close(pair[1]);
    if (status) {
        if (pair[0] >= 0)
            close(pair[0]);
        return status;
    }
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    *out = (al_worker){ .pid = pid, .socket = pair[0] };
    return 0;
}

void al_worker_stop(al_worker *w)
{
    if (w->socket >= 0)
        close(w->socket);
    if (w->pid > 0) {
        /* Nothing of worth is in it: what it would say is no longer wanted. */
        kill(w->pid, SIGKILL);
        while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    *w = (al_worker){ .socket = -1 };
}
