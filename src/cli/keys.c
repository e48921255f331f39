#include "cli/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What a handler restores must be within its reach: there is one terminal. */
static struct termios before;
static volatile sig_atomic_t changed = -1; /* the descriptor of the terminal that is not as before */

enum { FATAL = 6 };
static const int fatal[FATAL] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT };

static void restore(void)
{
    int fd = changed;
    changed = -1;
    if (fd >= 0)
        tcsetattr(fd, TCSADRAIN, &before);
}

/* Dying: the handler is gone already, so that the signal does what it would have done. */
static void on_fatal(int number)
{
    restore();
    raise(number);
}

static void catch_fatal(bool on)
{
    struct sigaction act = { .sa_handler = on ? on_fatal : SIG_DFL, .sa_flags = SA_RESETHAND | SA_NODEFER }, was;
    for (size_t i = 0; i < FATAL; i++)
        if (sigaction(fatal[i], NULL, &was) == 0 && was.sa_handler == (on ? SIG_DFL : on_fatal)) /* a sanitizer's stays */
            sigaction(fatal[i], &act, NULL);
}

static void make_raw(keys *k)
{
    struct termios t;
    if (k->fd < 0 || !k->terminal || k->raw || tcgetpgrp(k->fd) != getpgrp() || tcgetattr(k->fd, &t) < 0)
        return;
    before = t;
    changed = k->fd;
    t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    catch_fatal(true);
    k->raw = tcsetattr(k->fd, TCSADRAIN, &t) == 0;
}

void keys_open(keys *k, bool taken)
{
    *k = (keys){ .fd = STDIN_FILENO };
    if (taken) {
        k->fd = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
        k->owned = k->fd >= 0;
    }
    k->terminal = k->fd >= 0 && isatty(k->fd);
    make_raw(k);
}

void keys_suspend(keys *k)
{
    if (!k->raw)
        return;
    restore();
    catch_fatal(false);
    k->raw = false;
}

void keys_resume(keys *k)
{
    make_raw(k);
}

void keys_close(keys *k)
{
    keys_suspend(k);
    if (k->owned)
        close(k->fd);
    k->fd = -1;
}

void keys_read(keys *k)
{
    struct pollfd on = { .fd = k->fd, .events = POLLIN };
    if (k->fd < 0 || k->over || k->count == KEYS_BUFFER || (k->terminal && !k->raw) || poll(&on, 1, 0) <= 0)
        return;
    ssize_t n = read(k->fd, k->held + k->count, KEYS_BUFFER - k->count);
    if (n > 0)
        k->count += (size_t)n;
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        k->over = true;
}

static void take(keys *k, size_t n)
{
    k->count -= n;
    memmove(k->held, k->held + n, k->count);
}

/* Bytes of the arrow key or other sequence that is held; 0 where more of it is to come.  `name` is "" where it is none of ours. */
static size_t read_sequence(const keys *k, char name[16])
{
    static const char *const arrows[] = { "up", "down", "right", "left" };
    if (k->count > 1 && k->held[1] != '[' && k->held[1] != 'O') {
        strcpy(name, "escape");
        return 1;
    }
    size_t n = 2;
    while (n < k->count && (unsigned char)k->held[n] < 0x40)
        n++;
    if (n >= k->count)
        return 0;
    strcpy(name, n == 2 && k->held[n] >= 'A' && k->held[n] <= 'D' ? arrows[k->held[n] - 'A'] : "");
    return n + 1;
}

bool keys_next(keys *k, char name[16])
{
    while (k->count) {
        unsigned char c = (unsigned char)k->held[0];
        size_t n = 1;
        if (c == 0x1B && k->count == 1) {
            strcpy(name, "escape"); /* an arrow comes as one piece */
        } else if (c == 0x1B) {
            n = read_sequence(k, name);
        } else if (c < 0x20 || c >= 0x7F) {
            strcpy(name, c == '\n' || c == '\r' ? "enter" : "");
        } else if (c == ' ') {
            strcpy(name, "space");
        } else {
            snprintf(name, 16, "%c", c);
        }
        if (!n)
            return false;
        take(k, n);
        if (*name)
            return true;
    }
    return false;
}

bool keys_line(keys *k, char *line)
{
    const char *end = memchr(k->held, '\n', k->count);
    if (!end && !(k->over && k->count) && k->count < KEYS_BUFFER)
        return false;
    size_t n = end ? (size_t)(end - k->held) : k->count < KEYS_BUFFER ? k->count : KEYS_BUFFER - 1;
    memcpy(line, k->held, n);
    line[n] = '\0';
    take(k, n + (end != NULL));
    return true;
}
