#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "cli/cli.h"
#include "cli/keys.h"

enum { GLANCE = 5 /* ms */, NOTE_STAYS = 4 /* s */, CAUGHT = 5, WATCHED = 16, NARROW = 20, USUAL_COLUMNS = 80 };
static const int caught[CAUGHT] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT };

static volatile sig_atomic_t asked_to_stop, continued; /* by SIGTSTP, by SIGCONT */

typedef struct play {
    cli *cli;
    const char *file;
    aloud_player *player;
    keys keys;
    sigset_t open;         /* signals that come while it waits */
    struct sigaction was[CAUGHT];
    bool taken;            /* standard input is an article */
    bool terminal;         /* there is a line to be rewritten on standard error */
    bool drawn;
    int chapter, sentence; /* as told last */
    int paused;
    bool numbering;        /* the digits of a chapter are being typed */
    int number;
    char note[200];        /* told last, and until when it stays in the line (s of the clock) */
    time_t note_until;
    bool quit;
    unsigned dry;          /* underruns that were told */
} play;

/* ---- signals -------------------------------------------------------------------------------------------------------- */

static void on_signal(int number)
{
    if (number == SIGTSTP)
        asked_to_stop = 1;
    else if (number == SIGCONT)
        continued = 1;
    else
        stopping = number;
}

static void catch_signals(play *p)
{
    struct sigaction act = { .sa_handler = on_signal };
    sigset_t ours;
    sigemptyset(&ours);
    for (size_t i = 0; i < CAUGHT; i++)
        if (sigaction(caught[i], NULL, &p->was[i]) == 0 && p->was[i].sa_handler != SIG_IGN) {
            sigaction(caught[i], &act, NULL);
            sigaddset(&ours, caught[i]);
        }
    sigprocmask(SIG_BLOCK, &ours, &p->open);
}

static void release_signals(play *p)
{
    for (size_t i = 0; i < CAUGHT; i++)
        sigaction(caught[i], &p->was[i], NULL);
    sigprocmask(SIG_SETMASK, &p->open, NULL);
}

/* ---- telling -------------------------------------------------------------------------------------------------------- */

static void wipe(play *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = false;
}

static int columns(void)
{
    struct winsize w;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > NARROW ? w.ws_col : USUAL_COLUMNS;
}

/* The text as far as it fits a line of the terminal. */
static void print_line(const char *text)
{
    mbstate_t state = { 0 };
    int room = columns() - 1;
    char character[MB_LEN_MAX + 1];
    for (size_t left = strlen(text); left;) {
        wchar_t wide;
        size_t n = mbrtowc(&wide, text, left, &state);
        if (n == (size_t)-1 || n == (size_t)-2 || n == 0 || n > MB_LEN_MAX) {
            n = 1;
            wide = L'?';
            memset(&state, 0, sizeof state);
        }
        int width = wcwidth(wide);
        room -= width > 0 ? width : 0;
        if (room < 0)
            break;
        memcpy(character, text, n);
        character[n] = '\0';
        print_safely(stderr, character);
        text += n;
        left -= n;
    }
    fflush(stderr);
}

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* One line that changes with the sentence and not with the clock: a screen reader reads every change. */
static void draw(play *p, const aloud_playing *s)
{
    char line[1024], at[16], left[16];
    const char *note = now() < p->note_until ? p->note : "";
    wipe(p);
    fputc('\r', stderr);
    p->drawn = true;
    snprintf(line, sizeof line, "%s%schapter %d of %d, sentence %d, %s, %s left%s: %.300s", note, *note ? "; " : "",
             s->chapter, s->chapters, s->sentence, clock_text(s->seconds, at), clock_text(s->left, left),
             s->paused ? ", paused" : "", s->chapter_title);
    print_line(line);
}

static void tell_state(play *p)
{
    aloud_playing s;
    aloud_player_state(p->player, &s);
    bool moved = !s.beside && (s.chapter != p->chapter || s.sentence != p->sentence || s.paused != p->paused);
    if (p->cli->quiet || (!moved && !*s.note))
        return;
    if (*s.note) {
        snprintf(p->note, sizeof p->note, "%s", s.note);
        p->note_until = now() + NOTE_STAYS;
    }
    if (p->terminal && !p->numbering) {
        draw(p, &s);
    } else if (!p->terminal) {
        if (*s.note)
            tell(NULL, s.note);
        if (moved && s.chapter != p->chapter) {
            fprintf(stderr, "chapter %d of %d: ", s.chapter, s.chapters);
            print_safely(stderr, s.chapter_title);
            fputc('\n', stderr);
        }
    }
    if (moved) {
        p->chapter = s.chapter;
        p->sentence = s.sentence;
        p->paused = s.paused;
    }
    aloud_player_note_told(p->player);
}

static void print_commands(play *p)
{
    size_t count;
    const aloud_player_command_info *all = aloud_player_commands(&count);
    wipe(p);
    for (size_t i = 0; i < count; i++) {
        char words[64];
        snprintf(words, sizeof words, "%s%s%s", all[i].words, all[i].value ? " " : "", all[i].value ? all[i].value : "");
        if (p->keys.terminal && all[i].key)
            fprintf(stderr, "  %-6s %s\n", all[i].key, all[i].help);
        else if (!p->keys.terminal)
            fprintf(stderr, "  %-20s %s\n", words, all[i].help);
    }
    p->sentence = 0; /* the line again, below */
}

/* ---- commands ------------------------------------------------------------------------------------------------------- */

/* 0, or a negative aloud_status: the player is at its end. */
static int obey(play *p, const char *line, aloud_error *err)
{
    line += strspn(line, " \t\r");
    if (!*line || *line == '#')
        return 0;
    if (strncmp(line, "help", 4) == 0 && !line[4 + strspn(line + 4, " \t\r")])
        print_commands(p);
    int status = aloud_player_command(p->player, line, err);
    if (!status && !p->terminal)
        tell_state(p); /* the next command may follow at once */
    if (status != ALOUD_ERROR_USAGE)
        return status;
    wipe(p);
    tell(NULL, err->text);
    p->sentence = 0;
    return 0;
}

static int go_to_number(play *p, aloud_error *err)
{
    char line[32];
    p->numbering = false;
    p->sentence = 0;
    if (!p->number)
        return 0;
    snprintf(line, sizeof line, "chapter %d", p->number);
    return obey(p, line, err);
}

/* A key while the number of a chapter is typed; with the last digit that makes sense it is done. */
static int number_key(play *p, const char *key, aloud_error *err)
{
    aloud_playing s;
    aloud_player_state(p->player, &s);
    if (key[0] >= '0' && key[0] <= '9' && !key[1]) {
        p->number = p->number * 10 + key[0] - '0';
        if (p->number > s.chapters / 10)
            return go_to_number(p, err);
    } else if (strcmp(key, "enter") == 0) {
        return go_to_number(p, err);
    } else {
        p->numbering = false;
        p->sentence = 0;
        return 0;
    }
    wipe(p);
    fprintf(stderr, "\rchapter %d", p->number);
    p->drawn = true;
    return 0;
}

static int press(play *p, const char *key, aloud_error *err)
{
    size_t count;
    const aloud_player_command_info *all = aloud_player_commands(&count);
    if (p->numbering)
        return number_key(p, key, err);
    if (strcmp(key, "=") == 0)
        key = "+"; /* the same key without shift */
    for (size_t i = 0; i < count; i++) {
        if (!all[i].key || strcmp(all[i].key, key) != 0)
            continue;
        if (!all[i].value)
            return obey(p, all[i].words, err);
        p->numbering = true;
        p->number = 0;
        wipe(p);
        fputs("\rchapter ", stderr);
        p->drawn = true;
        return 0;
    }
    return 0;
}

/* Whether what comes next on standard input is for later. */
static bool is_waiting(const play *p, aloud_playing *s)
{
    aloud_player_state(p->player, s);
    return !p->keys.terminal && s->waiting;
}

static int take_commands(play *p, aloud_error *err)
{
    char key[16], line[KEYS_BUFFER];
    aloud_playing s;
    int status = 0;
    keys_read(&p->keys);
    if (p->keys.terminal)
        while (!status && keys_next(&p->keys, key))
            status = press(p, key, err);
    while (!status && !p->keys.terminal && !is_waiting(p, &s) && !s.ended && keys_line(&p->keys, line)) {
        status = obey(p, line, err);
        keys_read(&p->keys);
    }
    if (p->keys.terminal && p->keys.over && !status) /* it hung up */
        status = aloud_player_command(p->player, "quit", err);
    return status;
}

/* ---- the loop ------------------------------------------------------------------------------------------------------- */

static int turn(play *p, aloud_error *err)
{
    struct pollfd on[WATCHED];
    int wait = -1;
    int over = aloud_player_turn(p->player, err);
    if (over)
        return over;
    size_t n = aloud_player_watch(p->player, on, WATCHED - 1, &wait);
    aloud_playing s;
    if (p->keys.fd >= 0 && !p->keys.over && !is_waiting(p, &s) && (!p->keys.terminal || p->keys.raw))
        on[n++] = (struct pollfd){ .fd = p->keys.fd, .events = POLLIN };
    struct timespec until = { .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000L };
    ppoll(on, n, wait < 0 ? NULL : &until, &p->open);
    return 0;
}

/* The terminal wants the program stopped: silent first, the terminal as it was, and on as it was when it goes on. */
static int stop_for_a_while(play *p, aloud_error *err)
{
    aloud_playing s;
    asked_to_stop = 0;
    aloud_player_state(p->player, &s);
    int status = aloud_player_command(p->player, "stop", err);
    for (aloud_playing left = { .queued = 1 }; !status && left.queued && !stopping; aloud_player_state(p->player, &left)) {
        poll(NULL, 0, GLANCE);
        status = aloud_player_turn(p->player, err);
    }
    if (status)
        return status;
    wipe(p);
    fflush(stderr);
    keys_suspend(&p->keys);
    raise(SIGSTOP);
    continued = 1;
    return s.paused ? 0 : aloud_player_command(p->player, "play", err);
}

static int go_on(play *p)
{
    continued = 0;
    p->sentence = 0;
    keys_resume(&p->keys);
    return 0;
}

/* Play what is loaded to its end: 1, or a negative status. */
static int loop(play *p, aloud_error *err)
{
    bool leaving = false;
    for (int status = 0;;) {
        if (stopping && !leaving) {
            leaving = true;
            status = aloud_player_command(p->player, "quit", err);
        }
        if (!status && asked_to_stop)
            status = stop_for_a_while(p, err);
        if (!status && continued)
            status = go_on(p);
        if (!status)
            status = take_commands(p, err);
        if (!status)
            status = turn(p, err);
        if (status)
            return status;
        tell_state(p);
    }
}

static int play_loaded(play *p, int status, aloud_error *err)
{
    if (!status) {
        p->terminal = isatty(STDERR_FILENO) && !p->cli->quiet;
        p->chapter = p->sentence = 0;
        catch_signals(p);
        keys_open(&p->keys, p->taken);
        status = loop(p, err);
        keys_close(&p->keys);
        release_signals(p);
        wipe(p);
    }
    aloud_playing s;
    aloud_player_state(p->player, &s);
    p->quit = s.quit;
    if (s.underruns > p->dry && !p->cli->quiet)
        fprintf(stderr, "the sound device ran dry %u %s\n", s.underruns, s.underruns == 1 ? "time" : "times");
    p->dry = s.underruns;
    p->cli->enough = p->quit || status < 0;
    return status < 0 ? complain(p->file, err) : 0;
}

static int play_article(cli *c, const char *file, const aloud_entry *entry, const aloud_article *article, aloud_script *script,
                        void *user)
{
    play *p = user;
    aloud_error err;
    (void)article;
    p->file = file;
    if (entry->picked > 1 && !c->quiet) {
        fprintf(stderr, "entry %d: ", entry->number);
        print_safely(stderr, entry->title);
        fputc('\n', stderr);
    }
    warn(c, file, script, false);
    int status = play_loaded(p, aloud_player_load(p->player, script, &err), &err);
    if (aloud_player_unload(p->player, &err) && !status) /* what was to be heard was */
        tell(NULL, err.text);
    return status;
}

static int play_folder(play *p, const char *folder)
{
    aloud_error err;
    p->file = folder;
    int status = play_loaded(p, aloud_player_load_folder(p->player, folder, &err), &err);
    if (aloud_player_unload(p->player, &err) && !status)
        tell(NULL, err.text);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int run_play(cli *c)
{
    aloud_error err;
    play p = { .cli = c };
    int first = 0;
    signal(SIGPIPE, SIG_IGN); /* who reads the sound may leave */
    if (aloud_player_new(c->options, &p.player, &err))
        return complain(NULL, &err);
    aloud_player_share(p.player);
    for (int i = 0; i < c->count; i++)
        p.taken = p.taken || strcmp(c->operands[i], "-") == 0;
    int done = 0;
    for (int i = 0; i < c->count && !stopping && !c->enough; i++) {
        int status = is_folder(c->operands[i]) ? play_folder(&p, c->operands[i])
                                               : each_article(c, c->operands[i], true, play_article, &p);
        done += status == 0;
        first = first ? first : status;
    }
    if (aloud_player_free(p.player, &err) && !first)
        first = complain(NULL, &err);
    return first && done ? EXIT_SOME : first;
}
