#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

enum { CAUGHT = 3 };
static const int caught[CAUGHT] = { SIGINT, SIGTERM, SIGHUP };

volatile sig_atomic_t stopping;

static void on_signal(int number)
{
    stopping = number;
}

/* While there are files to finish or to remove, a signal asks for that; `was` receives what to go back to. */
static void catch_signals(struct sigaction was[CAUGHT])
{
    struct sigaction act = { .sa_handler = on_signal };
    for (size_t i = 0; i < CAUGHT; i++)
        if (sigaction(caught[i], NULL, &was[i]) == 0 && was[i].sa_handler != SIG_IGN) /* nohup stays nohup */
            sigaction(caught[i], &act, NULL);
}

static void release_signals(const struct sigaction was[CAUGHT])
{
    for (size_t i = 0; i < CAUGHT; i++)
        sigaction(caught[i], &was[i], NULL);
}

/* Progress on standard error: on a terminal one line, rewritten at most once a second (a screen reader reads every change);
 * elsewhere a plain line per chapter. */
typedef struct progress {
    const cli *cli;
    const char *file;
    bool terminal;
    bool drawn;        /* the rewritten line is on the screen */
    bool packing;      /* and it says that packages are made */
    time_t last;       /* when it was drawn */
    int kept, spoken, packed;
    double seconds;    /* of audio in all */
} progress;

static void wipe(progress *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = p->packing = false;
}

static void draw(progress *p, const aloud_report *r)
{
    time_t now = time(NULL);
    if (!p->terminal || now == p->last || !r->items)
        return;
    p->last = now;
    p->drawn = true;
    fprintf(stderr, "\r\033[K%d %%, chapter %d", (int)(r->item * 100 / r->items), r->chapter);
    fflush(stderr);
}

/* Said once, for it does not change. */
static void draw_packing(progress *p)
{
    if (!p->terminal || p->packing)
        return;
    wipe(p);
    p->drawn = p->packing = true;
    fputs("making packages", stderr);
    fflush(stderr);
}

static void print_chapter(progress *p, const aloud_report *r, const char *what)
{
    char text[16];
    wipe(p);
    fprintf(stderr, "chapter %d, %s, %s: ", r->chapter, clock_text(r->seconds, text), what);
    print_safely(stderr, r->title);
    fputc('\n', stderr);
}

static int hear(void *user, const aloud_report *r)
{
    progress *p = user;
    bool quiet = p->cli->quiet;
    switch (r->event) {
    case ALOUD_CHAPTER_BEGINS:
        break;
    case ALOUD_CHAPTER_KEPT:
        p->kept++;
        p->seconds += r->seconds;
        if (!quiet)
            print_chapter(p, r, "unchanged");
        break;
    case ALOUD_CHAPTER_DONE:
        p->spoken++;
        p->seconds += r->seconds;
        if (!quiet)
            print_chapter(p, r, "spoken");
        break;
    case ALOUD_PROGRESS:
        if (!quiet)
            draw(p, r);
        break;
    case ALOUD_PACKING:
        if (!quiet)
            draw_packing(p);
        break;
    case ALOUD_NOTE:
        wipe(p);
        if (!quiet)
            tell(p->file, r->text);
        break;
    case ALOUD_PACKAGE_DONE:
        wipe(p);
        p->packed++;
        if (!quiet) {
            fputs("package written: ", stderr);
            print_safely(stderr, r->text);
            fputc('\n', stderr);
        }
        break;
    }
    return stopping != 0;
}

static void conclude(progress *p, const char *folder)
{
    char text[16];
    wipe(p);
    if (p->cli->quiet)
        return;
    int count = p->kept + p->spoken;
    print_safely(stderr, folder);
    fprintf(stderr, ": %s%d %s, %s\n", p->kept && !p->spoken && !p->packed ? "nothing has changed, " : "", count,
            count == 1 ? "chapter" : "chapters", clock_text(p->seconds, text));
}

static int convert(cli *c, const char *file, const aloud_entry *entry, const aloud_article *article, aloud_script *script,
                   void *user)
{
    aloud_error err;
    char folder[4096];
    int status = 0;
    (void)article;
    if (entry->picked > 1 && !c->quiet) {
        fprintf(stderr, "entry %d: ", entry->number);
        print_safely(stderr, entry->title);
        fputc('\n', stderr);
    }
    warn(c, file, script, true);
    progress p = { .cli = c, .file = file, .terminal = isatty(STDERR_FILENO) };
    struct sigaction was[CAUGHT] = { 0 };
    catch_signals(was);
    int failed = aloud_convert(script, c->options, hear, &p, folder, sizeof folder, &err);
    release_signals(was);
    if (!failed) {
        conclude(&p, folder);
    } else {
        wipe(&p);
        status = complain(file, &err);
    }
    *(int *)user += status == 0;
    return status;
}

int run_convert(cli *c)
{
    int done = 0, first = 0; /* articles that are; the first status that was not 0 */
    for (int i = 0; i < c->count && !stopping; i++) {
        int status = each_article(c, c->operands[i], true, convert, &done);
        if (status && !first)
            first = status;
    }
    return first && done ? EXIT_SOME : first;
}
