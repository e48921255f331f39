/* How long one waits for sound.
 *
 * usage: latency first ROUNDS COMMAND [ARGUMENT...]   from exec to the first sound on its standard output: median and worst, in ms
 *        latency keys ROUNDS ARTICLE                  from a command of the player to the first new frame that its device is
 *                                                     given, and that is heard; the device is `null`, which holds as much as a
 *                                                     sound card */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <aloud.h>

enum { MOST = 999, HEAD = 44 /* bytes of a WAV file's head */, WATCHED = 16, PATIENCE = 5000 /* ms */ };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *what, double *times, int count)
{
    qsort(times, (size_t)count, sizeof *times, by_size);
    printf("%s%s%.1f ms, at worst %.1f ms\n", what, *what ? ": " : "", times[count / 2], times[count - 1]);
}

static void die(const char *why)
{
    fprintf(stderr, "latency: %s\n", why);
    exit(1);
}

static double time_first(char **command)
{
    int ends[2];
    char bytes[4096];
    size_t got = 0;
    double began = now();
    if (pipe(ends) < 0)
        die("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, STDIN_FILENO);
        dup2(nothing, STDERR_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    close(ends[1]);
    while (got <= HEAD) {
        ssize_t n = read(ends[0], bytes, sizeof bytes);
        if (pid < 0 || n <= 0)
            die("the command gave no sound");
        got += (size_t)n;
    }
    double took = now() - began;
    close(ends[0]);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    return took;
}

/* ---- keys ----------------------------------------------------------------------------------------------------------- */

static void turn(aloud_player *p)
{
    aloud_error err;
    struct pollfd on[WATCHED];
    int wait = -1, over = aloud_player_turn(p, &err);
    if (over)
        die(over < 0 ? err.text : "the article is too short");
    size_t n = aloud_player_watch(p, on, WATCHED, &wait);
    poll(on, n, wait);
}

static void play_for(aloud_player *p, double ms)
{
    for (double end = now() + ms; now() < end;)
        turn(p);
}

/* The frame from which on what is given is new: a fading end of at most 5 ms goes before it. */
static void time_key(aloud_player *p, const char *line, double *given, double *heard)
{
    aloud_playing s;
    aloud_error err;
    double began = now();
    if (aloud_player_command(p, line, &err))
        die(err.text);
    aloud_player_state(p, &s);
    uint64_t old = s.frames;
    *given = 0;
    do {
        turn(p);
        aloud_player_state(p, &s);
        if (!*given && s.frames > old)
            *given = now() - began;
        if (now() - began > PATIENCE)
            die("nothing new is heard");
    } while (s.frames - s.queued <= old);
    *heard = now() - began;
}

static void time_keys(int rounds, const char *file)
{
    static const char *const lines[] = { "next sentence", "previous sentence", "next paragraph", "next chapter", "chapter 2",
                                         "faster", "slower", "next voice" };
    static double given[MOST], heard[MOST];
    aloud_error err = { .text = "out of memory" };
    aloud_options *o = aloud_options_new();
    aloud_article *article;
    aloud_script *script;
    aloud_player *p;
    if (!o || aloud_options_set(o, "device", "null", &err) || aloud_options_set(o, "restart", NULL, &err) ||
        aloud_article_read(file, o, &article, &err) || aloud_script_new(article, o, &script, &err) ||
        aloud_player_new(o, &p, &err) || aloud_player_load(p, script, &err))
        die(err.text);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char what[64];
        for (int round = 0; round < rounds; round++) {
            if (aloud_player_command(p, "chapter 1", &err))
                die(err.text);
            play_for(p, 700);
            time_key(p, lines[i], &given[round], &heard[round]);
        }
        snprintf(what, sizeof what, "    %s, given", lines[i]);
        print(what, given, rounds);
        snprintf(what, sizeof what, "    %s, heard", lines[i]);
        print(what, heard, rounds);
    }
    aloud_player_free(p, NULL);
    aloud_script_free(script);
    aloud_article_free(article);
    aloud_options_free(o);
}

int main(int argc, char **argv)
{
    static double times[MOST];
    int rounds = argc > 3 ? atoi(argv[2]) : 0;
    if (rounds < 1 || rounds > MOST)
        die("usage: latency first|keys ROUNDS COMMAND...|ARTICLE");
    if (strcmp(argv[1], "keys") == 0) {
        time_keys(rounds, argv[3]);
        return 0;
    }
    for (int i = -1; i < rounds; i++) {
        double took = time_first(argv + 3);
        times[i < 0 ? 0 : i] = took; /* the first does not count */
    }
    print("", times, rounds);
    return 0;
}
