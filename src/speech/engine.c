#include "speech/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "speech/worker.h"

static const al_engine *const engines[] = { &al_engine_espeak, &al_engine_tone };

const al_engine *al_engine_find(const char *name)
{
    if (!name)
        return engines[0];
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++)
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    return NULL;
}

/* What the process of its own writes: for each voice VOICE or VARIANT and three strings; at the end END and an aloud_error. */
enum { VOICE = 'v', VARIANT = 'V', END = 'e', LIST_LIMIT = 16 << 20 };

static int send_voice(void *user, const char *name, const char *language, const char *description, int variant)
{
    const char *strings[] = { name, language, description };
    FILE *to = user;
    putc(variant ? VARIANT : VOICE, to);
    for (int i = 0; i < 3; i++)
        fwrite(strings[i], 1, strlen(strings[i]) + 1, to);
    return ferror(to);
}

/* Never returns. */
static void list_voices(const al_engine *engine, int fd)
{
    FILE *to = fdopen(fd, "w");
    if (!to)
        _exit(1);
    aloud_error err = { 0 };
    err.status = engine->voices(send_voice, to, &err);
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

/* Cut the next string off bytes[*at..size), whose last byte is NUL; NULL when there is none. */
static const char *next_string(const char *bytes, size_t size, size_t *at)
{
    const char *from = bytes + *at, *end = *at < size ? memchr(from, '\0', size - *at) : NULL;
    if (!end)
        return NULL;
    *at = (size_t)(end - bytes) + 1;
    return from;
}

static int pass_on(const al_buf *b, al_engine_each *each, void *user, aloud_error *err)
{
    size_t at = 0;
    while (at < b->size && (b->data[at] == VOICE || b->data[at] == VARIANT)) {
        int variant = b->data[at++] == VARIANT;
        const char *name = next_string(b->data, b->size, &at);
        const char *language = next_string(b->data, b->size, &at);
        const char *description = next_string(b->data, b->size, &at);
        if (!description)
            break;
        int stop = each(user, name, language, description, variant);
        if (stop)
            return stop < 0 ? stop : 0;
    }
    aloud_error end;
    if (at + 1 + sizeof end != b->size || b->data[at] != END)
        return al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine died while it listed its voices");
    memcpy(&end, b->data + at + 1, sizeof end);
    return end.status ? al_fail(err, end.status, "%s", end.text) : 0;
}

int al_engine_voices(const al_engine *engine, al_engine_each *each, void *user, aloud_error *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine cannot be started: %s", strerror(errno));
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        list_voices(engine, al_worker_settle(ends[1], parent));
    int why = errno, status = 0;
    close(ends[1]);
    al_buf b;
    al_buf_init(&b, LIST_LIMIT);
    if (pid < 0)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "the speech engine cannot be started: %s", strerror(why));
    else if (read_all(ends[0], &b) < 0)
        status = al_fail_memory(err);
    close(ends[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    if (!status)
        status = pass_on(&b, each, user, err);
    al_buf_release(&b);
    return status;
}
