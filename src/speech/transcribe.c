/* How an engine would say texts, asked in a process of its own. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "speech/clean.h"
#include "speech/engine.h"
#include "speech/worker.h"

/* What the process writes: for each text SOUNDS and two strings; at the end END and an aloud_error. */
enum { SOUNDS = 's', END = 'e', LIMIT = 64 << 20, DEATHS = 50 };

typedef struct asking {
    const al_engine *engine;
    const char *family;
    al_saying *texts;      /* clean copies */
    al_pronunciation *pronunciations;
    size_t count, next;    /* next: the first that is not answered */
    al_engine_sounds *each;
    void *user;
    bool stopped;
} asking;

static int send_sounds(void *user, size_t index, const char *ipa, const char *own)
{
    FILE *to = user;
    (void)index;
    putc(SOUNDS, to);
    fwrite(ipa, 1, strlen(ipa) + 1, to);
    fwrite(own, 1, strlen(own) + 1, to);
    return fflush(to); /* what is told stays told if the next text kills the process */
}

/* Never returns. */
static void answer(const asking *a, int fd)
{
    FILE *to = fdopen(fd, "w");
    if (!to)
        _exit(1);
    aloud_error err = { 0 };
    err.status = a->engine->transcribe(a->family, a->texts, a->next, a->count, send_sounds, to, &err);
    putc(END, to);
    fwrite(&err, sizeof err, 1, to);
    _exit(fflush(to) ? 1 : 0);
}

static int read_all(int fd, al_buf *out)
{
    char block[16384];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 || out->failed ? -1 : 0;
        al_buf_add(out, block, (size_t)n);
    }
}

static const char *next_string(const al_buf *b, size_t *at)
{
    const char *from = b->data + *at, *end = *at < b->size ? memchr(from, '\0', b->size - *at) : NULL;
    if (!end)
        return NULL;
    *at = (size_t)(end - b->data) + 1;
    return from;
}

static void pass(asking *a, const char *ipa, const char *own)
{
    a->stopped = a->each(a->user, a->next, ipa, own) != 0;
    a->next++;
}

/* Pass on what one process told.  1 where it died over the next text. */
static int pass_on(asking *a, const al_buf *b, aloud_error *err)
{
    size_t at = 0;
    while (at < b->size && b->data[at] == SOUNDS && a->next < a->count && !a->stopped) {
        at++;
        const char *ipa = next_string(b, &at), *own = ipa ? next_string(b, &at) : NULL;
        if (!own)
            return 1;
        pass(a, ipa, own);
    }
    aloud_error end;
    if (a->stopped)
        return 0;
    if (at + 1 + sizeof end != b->size || b->data[at] != END)
        return 1;
    memcpy(&end, b->data + at + 1, sizeof end);
    return end.status ? al_fail(err, end.status, "%s", end.text) : 0;
}

static int ask_once(asking *a, aloud_error *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine cannot be started: %s", strerror(errno));
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        answer(a, al_worker_settle(ends[1], parent));
    int why = errno, status = 0;
    close(ends[1]);
    al_buf b;
    al_buf_init(&b, LIMIT);
    if (pid < 0)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine cannot be started: %s", strerror(why));
    else if (read_all(ends[0], &b) < 0)
        status = al_fail_memory(err);
    close(ends[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    if (!status)
        status = pass_on(a, &b, err);
    al_buf_release(&b);
    return status;
}

/* A copy that no engine chokes on, NUL behind it; where that is another text, its pronunciations do not fit it. */
static bool clean_text(asking *a, size_t i, const al_saying *from)
{
    al_clean c;
    if (!al_clean_text(&c, from->text, from->size))
        return false;
    char *text = strdup(al_buf_string(&c.text));
    bool same = text && strlen(text) == from->size && memcmp(text, from->text, from->size) == 0;
    a->texts[i] = (al_saying){ .text = text, .size = text ? strlen(text) : 0, .rate = 175, .pitch = 50, .range = 50, .volume = 0 };
    if (same) {
        a->texts[i].pronunciations = from->pronunciations;
        a->texts[i].pronunciation_count = from->pronunciation_count;
    } else if (text && from->pronunciation_count) {
        a->pronunciations[i] = from->pronunciations[0];
        a->pronunciations[i].from = 0;
        a->pronunciations[i].to = (uint32_t)strlen(text);
        bool whole = from->pronunciation_count == 1 && from->pronunciations[0].from == 0 &&
                     from->pronunciations[0].to == from->size && *text;
        a->texts[i].pronunciations = &a->pronunciations[i];
        a->texts[i].pronunciation_count = whole;
    }
    al_clean_release(&c);
    return text != NULL;
}

int al_engine_transcribe(const al_engine *engine, const char *family, const al_saying *texts, size_t count,
                         al_engine_sounds *each, void *user, aloud_error *err)
{
    asking a = { .engine = engine, .family = family, .count = count, .each = each, .user = user };
    a.texts = calloc(count + 1, sizeof *a.texts);
    a.pronunciations = calloc(count + 1, sizeof *a.pronunciations);
    int status = a.texts && a.pronunciations ? 0 : al_fail_memory(err);
    for (size_t i = 0; i < count && !status; i++)
        status = clean_text(&a, i, &texts[i]) ? 0 : al_fail_memory(err);
    int deaths = 0;
    while (!status && a.next < count && !a.stopped) {
        status = ask_once(&a, err);
        if (status == 1) {
            status = ++deaths < DEATHS ? 0 : al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine dies again and again");
            if (!status)
                pass(&a, "", "");
        }
    }
    for (size_t i = 0; a.texts && i < count; i++)
        free((char *)(uintptr_t)a.texts[i].text);
    free(a.texts);
    free(a.pronunciations);
    return status;
}
