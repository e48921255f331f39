/* How fast the pool speaks a text, by the number of sentences in an utterance.  Measures, never judges.
 *
 *     build/bench/pool [-j JOBS] [-g SENTENCES] [-n TIMES] [-v VOICE] TEXT
 *
 * Sentences end where a full stop, question or exclamation mark is followed by white space, and at line ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "speech/pool.h"

typedef struct tally {
    size_t utterances, frames, failed;
    uint64_t sum; /* of all samples in order: equal sums, equal sound */
} tally;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

/* The end of the piece of `sentences` sentences that begins at `from`. */
static size_t piece_end(const al_buf *text, size_t from, int sentences)
{
    for (size_t i = from; i < text->size; i++) {
        char c = text->data[i], next = text->data[i + 1];
        if (c == '\n' || (strchr(".!?", c) && (next == ' ' || next == '\n') && --sentences == 0))
            return i + 1;
    }
    return text->size;
}

static void take_one(al_pool *pool, tally *t)
{
    al_sound s;
    aloud_error err;
    if (al_pool_take(pool, NULL, NULL, &s, &err))
        fail("take", err.text);
    t->failed += s.status != 0;
    t->utterances++;
    t->frames += s.count;
    for (size_t i = 0; i < s.count; i++)
        t->sum = t->sum * 31 + (uint16_t)s.frames[i];
}

static void speak(al_pool *pool, const al_buf *text, const al_style *style, int sentences, tally *t)
{
    aloud_error err;
    for (size_t from = 0, to; from < text->size; from = to) {
        to = piece_end(text, from, sentences);
        if (to - from < 2)
            continue;
        while (!al_pool_room(pool))
            take_one(pool, t);
        if (al_pool_say(pool, text->data + from, to - from, style, NULL, &err))
            fail("say", err.text);
    }
    while (al_pool_pending(pool))
        take_one(pool, t);
}

int main(int argc, char **argv)
{
    int jobs = 2, sentences = 1, times = 1, option;
    al_style style = { .family = "en-us", .rate = 175, .pitch = 50, .range = 50, .volume = 100 };
    while ((option = getopt(argc, argv, "j:g:n:v:")) != -1)
        switch (option) {
        case 'j': jobs = atoi(optarg); break;
        case 'g': sentences = atoi(optarg); break;
        case 'n': times = atoi(optarg); break;
        case 'v': snprintf(style.family, sizeof style.family, "%s", optarg); break;
        default: fail("usage", "pool [-j JOBS] [-g SENTENCES] [-n TIMES] [-v VOICE] TEXT");
        }
    al_buf text;
    al_pool *pool;
    aloud_error err;
    al_buf_init(&text, 1 << 30);
    if (optind != argc - 1 || al_file_read(argv[optind], &text, &err) || !text.size)
        fail("text", "cannot be read");
    double began = seconds();
    if (al_pool_open(al_engine_find(NULL), jobs, &pool, &err))
        fail("pool", err.text);
    tally t = { 0 };
    for (int i = 0; i < times; i++)
        speak(pool, &text, &style, sentences, &t);
    double audio = (double)t.frames / al_pool_rate(pool);
    al_pool_close(pool);
    double wall = seconds() - began;
    struct rusage self, children;
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    double user = (double)children.ru_utime.tv_sec + (double)children.ru_utime.tv_usec / 1e6;
    double kernel = (double)children.ru_stime.tv_sec + (double)children.ru_stime.tv_usec / 1e6;
    printf("%zu utterances (%zu failed), %.1f s of audio, wall %.3f s (%.3f ms a second of audio, %.0f x real time), "
           "children's cpu %.3f + %.3f s, peak %ld KiB here and %ld KiB in a child, sum %016llx\n",
           t.utterances, t.failed, audio, wall, wall * 1000 / audio, audio / wall, user, kernel, self.ru_maxrss,
           children.ru_maxrss, (unsigned long long)t.sum);
    al_buf_release(&text);
    return 0;
}
