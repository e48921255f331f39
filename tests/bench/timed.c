/* Runs two commands in turn, so that a drifting machine favours neither, and prints for each the median of its wall time and
 * processor time in seconds and the peak memory in MiB of its largest process.
 *
 * usage: timed ROUNDS COMMAND [ARGUMENT...] -- COMMAND [ARGUMENT...]     (after one round that does not count) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 99 };

typedef struct figures { double wall[MOST], cpu[MOST], memory[MOST]; } figures;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void time_one(char **command, figures *f, int round)
{
    double began = now();
    pid_t pid = fork();
    if (pid == 0) {
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    int status;
    struct rusage use;
    if (pid < 0 || wait4(pid, &status, 0, &use) < 0 || status != 0) {
        fprintf(stderr, "timed: %s failed\n", command[0]);
        exit(1);
    }
    if (round < 0)
        return;
    f->wall[round] = now() - began;
    f->cpu[round] = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
    f->memory[round] = (double)use.ru_maxrss / 1024;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *figure, int count)
{
    qsort(figure, (size_t)count, sizeof *figure, by_size);
    return figure[count / 2];
}

int main(int argc, char **argv)
{
    static figures of[2];
    int second = 2, rounds = argc > 2 ? atoi(argv[1]) : 0;
    while (second < argc && strcmp(argv[second], "--") != 0)
        second++;
    if (rounds < 1 || rounds > MOST || second + 1 >= argc || second == 2) {
        fprintf(stderr, "usage: timed ROUNDS COMMAND... -- COMMAND...\n");
        return 2;
    }
    argv[second] = NULL;
    for (int round = -1; round < rounds; round++) {
        time_one(argv + 2, &of[0], round);
        time_one(argv + second + 1, &of[1], round);
    }
    for (int i = 0; i < 2; i++)
        printf("%.3f %.3f %.1f\n", median(of[i].wall, rounds), median(of[i].cpu, rounds), median(of[i].memory, rounds));
    return 0;
}
