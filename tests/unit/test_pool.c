#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "speech/check.h"
#include "speech/clean.h"
#include "speech/pool.h"

/* The tone engine's sound is exact: frames per code point at 175 words per minute. */
enum { RATE = 22050, LETTER = RATE * 60 / (175 * 6) };

static const al_style plain = { .family = "tone", .rate = 175, .pitch = 50, .range = 50, .volume = 100 };

static al_pool *open_pool(int jobs)
{
    al_pool *p;
    aloud_error err;
    assert_int_equal(al_pool_open(&al_engine_tone, jobs, &p, &err), 0);
    return p;
}

static void say(al_pool *p, const char *text, const al_style *style)
{
    aloud_error err;
    assert_true(al_pool_room(p));
    assert_int_equal(al_pool_say(p, text, strlen(text), style, (void *)text, &err), 0);
}

static al_sound take(al_pool *p)
{
    al_sound s;
    aloud_error err;
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, &err), 0);
    return s;
}

static al_sound speak(al_pool *p, const char *text)
{
    say(p, text, &plain);
    return take(p);
}

/* Pids of the children of this process (`of` 0) or another. */
static size_t children(pid_t of, pid_t *pids, size_t most)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", of ? of : getpid(), of ? of : getpid());
    FILE *f = fopen(path, "r");
    size_t n = 0;
    if (!f)
        return 0;
    for (int pid; n < most && fscanf(f, "%d", &pid) == 1;)
        pids[n++] = pid;
    fclose(f);
    return n;
}

static int descriptors(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static void nap(long ms)
{
    nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

/* ---- the usual way ---------------------------------------------------------------------------------------------------- */

static void test_sound_and_words(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    al_sound s = speak(p, "two  wörds");
    assert_int_equal(s.status, 0);
    assert_int_equal(s.count, 10 * LETTER);
    assert_int_equal(s.word_count, 2);
    assert_int_equal(s.words[0].at, 0);
    assert_int_equal(s.words[0].count, 3);
    assert_int_equal(s.words[1].at, 5);
    assert_int_equal(s.words[1].count, 5);
    assert_int_equal(s.words[1].frame, 5 * LETTER);
    assert_int_equal(al_pool_rate(p), RATE);
    assert_string_equal(al_pool_version(p), "tone 1");
    al_pool_close(p);
}

static void test_order_and_room(void **state)
{
    (void)state;
    char texts[100][32];
    al_pool *p = open_pool(3);
    size_t said = 0, taken = 0;
    while (taken < 100) {
        while (said < 100 && al_pool_room(p)) {
            snprintf(texts[said], sizeof texts[said], "%.*s %zu", (int)(said * 7 % 20), "abcdefghijklmnopqrstuvwxyz", said);
            say(p, texts[said++], &plain);
        }
        assert_int_equal(al_pool_pending(p), said - taken);
        al_sound s = take(p);
        assert_ptr_equal(s.tag, texts[taken]);
        assert_int_equal(s.status, 0);
        assert_int_equal(s.count, strlen(texts[taken]) * LETTER);
        taken++;
    }
    assert_int_equal(al_pool_pending(p), 0);
    al_pool_close(p);
}

/* A digest of everything spoken, in order. */
static uint64_t speak_all(int jobs, int turns)
{
    static const char *const texts[] = { "one", "two three", "", "[[crash]]", "four, five; six", "[[cut]] seven eight",
                                         "nine ten eleven twelve", "\1\2", "thirteen" };
    enum { COUNT = sizeof texts / sizeof *texts };
    const char *const families[] = { "tone", "en-us+low", "kk" };
    al_pool *p = open_pool(jobs);
    uint64_t sum = 0;
    for (int i = 0, done = 0; done < turns * COUNT;) {
        for (; i < turns * COUNT && al_pool_room(p); i++) {
            al_style style = plain;
            style.pitch = i % 100;
            snprintf(style.family, sizeof style.family, "%s", families[i % 3]);
            say(p, texts[i % COUNT], &style);
        }
        al_sound s = take(p);
        assert_ptr_equal(s.tag, texts[done % COUNT]);
        sum = sum * 1000003 + (uint64_t)s.status;
        for (size_t k = 0; k < s.count; k++)
            sum = sum * 31 + (uint16_t)s.frames[k];
        for (size_t k = 0; k < s.word_count; k++)
            sum = sum * 31 + s.words[k].at + 7 * s.words[k].frame;
        done++;
    }
    al_pool_close(p);
    return sum;
}

static void test_jobs_make_no_difference(void **state)
{
    (void)state;
    uint64_t one = speak_all(1, 5);
    assert_int_equal(speak_all(1, 5), one);
    assert_int_equal(speak_all(2, 5), one);
    assert_int_equal(speak_all(7, 5), one);
    assert_int_not_equal(speak_all(2, 6), one);
}

static void test_nothing_to_say(void **state)
{
    (void)state;
    const char *const silent[] = { "", " \t\n", "...", "\xE2\x80\x94", "\xEF\xBF\xBD", "\x01\x02", "\xE2\x80\x8B", "!?" };
    al_pool *p = open_pool(1);
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        al_sound s = speak(p, silent[i]);
        assert_int_equal(s.status, 0);
        assert_int_equal(s.count, 0);
        assert_int_equal(s.word_count, 0);
    }
    assert_int_equal(al_pool_say(p, "a\0b", 3, &plain, NULL, NULL), 0);
    assert_int_equal(take(p).count, 3 * LETTER);
    al_pool_close(p);
}

/* Longer than one order holds, and longer than a slot's pages are kept: nothing is lost at the seams. */
static void test_long_text(void **state)
{
    (void)state;
    al_buf b;
    al_buf_init(&b, 1 << 20);
    size_t words = 0;
    while (b.size < 40000) {
        al_buf_printf(&b, "w\xC3\xB6rd%zu%s ", words, words % 9 ? "" : ",");
        words++;
    }
    al_pool *p = open_pool(2);
    for (int turn = 0; turn < 3; turn++) {
        al_sound s = speak(p, b.data);
        assert_int_equal(s.status, 0);
        assert_int_equal(s.count, al_text_length(b.data) * LETTER);
        assert_int_equal(s.word_count, words);
        for (size_t i = 1; i < s.word_count; i++) {
            assert_true(s.words[i].at > s.words[i - 1].at);
            assert_int_equal(s.words[i].frame, s.words[i].at * LETTER);
        }
    }
    al_pool_close(p);
    al_buf_release(&b);
}

static void test_memory_is_given_back(void **state)
{
    (void)state;
    char text[2400];
    memset(text, 'a', sizeof text);
    for (size_t i = 7; i < sizeof text; i += 8)
        text[i] = ' ';
    text[sizeof text - 1] = '\0';
    al_pool *p = open_pool(1);
    /* Each is 6 MB of sound; all slots are used in turn. */
    for (int i = 0; i < 24; i++)
        assert_int_equal(speak(p, text).count, strlen(text) * LETTER);
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    long shared = -1;
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "RssShmem: %ld", &shared) == 1)
            break;
    fclose(f);
    assert_in_range(shared, 0, 32 * 1024);
    al_pool_close(p);
}

static al_sound speak_run(al_pool *p, const char *text, const al_rest *rests, size_t count)
{
    al_sound s;
    assert_int_equal(al_pool_say_run(p, text, strlen(text), rests, count, NULL, &plain, NULL, NULL), 0);
    assert_int_equal(al_pool_take(p, NULL, NULL, &s, NULL), 0);
    return s;
}

static bool is_silent(const al_sound *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s->frames[i])
            return false;
    return true;
}

/* Several sentences at once: each of them whole, silence between, positions of the whole. */
static void test_run(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    const al_rest rests[] = { { 6, 100 }, { 12, 1000 } };
    al_sound s = speak_run(p, "\xC3\xB6ne. Two.  Three.", rests, 2);
    size_t first = 5 * LETTER, pause = RATE / 10, second = first + pause + 6 * LETTER;
    assert_int_equal(s.status, 0);
    assert_int_equal(s.count, second + RATE + 6 * LETTER);
    assert_true(is_silent(&s, 4 * LETTER, first + pause));
    assert_false(is_silent(&s, first + pause, first + pause + LETTER));
    assert_true(is_silent(&s, second, second + RATE));
    assert_int_equal(s.word_count, 3);
    assert_int_equal(s.words[1].at, 5);
    assert_int_equal(s.words[1].frame, first + pause);
    assert_int_equal(s.words[2].at, 11);
    assert_int_equal(s.words[2].frame, second + RATE);
    /* Halved by what is lost, cut short by a sentence that is too much, at a place that cleaning moved. */
    s = speak_run(p, "[[cut]] aa bb cc dd ee. Two", &(al_rest){ 24, 100 }, 1);
    assert_int_equal(s.status, 0);
    assert_int_equal(s.count, 27 * LETTER + pause);
    assert_int_equal(s.words[s.word_count - 1].frame, 24 * LETTER + pause);
    s = speak_run(p, "o\xC2\xADne. two", &(al_rest){ 7, 100 }, 1);
    assert_int_equal(s.count, 8 * LETTER + pause);
    assert_int_equal(s.words[1].at, 6);
    s = speak_run(p, "one two", &(al_rest){ 7, 100 }, 1);
    assert_int_equal(s.count, 7 * LETTER);
    aloud_error err;
    assert_int_equal(al_pool_say_run(p, "one", 3, rests, AL_POOL_RESTS + 1, NULL, &plain, NULL, &err), ALOUD_ERROR_USAGE);
    al_pool_close(p);
}

/* ---- positions -------------------------------------------------------------------------------------------------------- */

static void test_positions_are_the_callers(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    /* A control becomes a space, a byte that is no text and a soft hyphen are not sung; 60 digits are cut with ", ". */
    al_buf b;
    al_buf_init(&b, 1000);
    al_buf_add_string(&b, "a\xC2\xAD" "b \xE2\x80\x8E" "cd ");
    for (int i = 0; i < 60; i++)
        al_buf_add_byte(&b, '7');
    al_buf_add_string(&b, " end");
    al_sound s = speak(p, b.data);
    assert_int_equal(s.status, 0);
    assert_int_equal(s.count, (2 + 1 + 2 + 1 + 60 + 2 + 1 + 3) * LETTER);
    assert_int_equal(s.word_count, 5);
    const uint32_t at[] = { 0, 5, 8, 8 + 48, 69 };
    const uint32_t count[] = { 3, 2, 49, 12, 3 };
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(s.words[i].at, at[i]);
        assert_in_range(s.words[i].count, count[i] - 1, count[i] + 1);
    }
    al_buf_release(&b);
    al_pool_close(p);
}

static void check_clean(const char *text, const char *want, size_t words)
{
    al_clean c;
    assert_true(al_clean_text(&c, text, strlen(text)));
    assert_string_equal(al_buf_string(&c.text), want);
    assert_int_equal(c.words, words);
    assert_int_equal(c.count, al_text_length(want));
    for (size_t i = 0; i + 1 < c.count; i++)
        assert_true(al_clean_origin(&c, i) <= al_clean_origin(&c, i + 1));
    al_clean_release(&c);
}

static void test_clean(void **state)
{
    (void)state;
    check_clean("Plain, ordinary prose: 1,234.", "Plain, ordinary prose: 1,234.", 4);
    check_clean("\x01\x7F\xC2\x85x\xFFy", "   x y", 2);
    check_clean("line\nline\ttab\xC2\xA0space", "line line tab space", 4);
    check_clean("ze\xE2\x80\x8Bro \xEF\xBB\xBF" "bom", "ze ro  bom", 3);
    check_clean("e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81!", "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81!", 1);
    check_clean("\xF0\x9F\x98\x80\xEF\xB8\x8F", "\xF0\x9F\x98\x80", 0);
    /* Persian's zero-width non-joiner is spelling. */
    check_clean("\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", 1);
    al_buf b, want;
    al_buf_init(&b, 10000);
    al_buf_init(&want, 10000);
    for (int i = 0; i < 14; i++) {
        al_buf_add_string(&b, "\xF0\x9F\x98\x80");
        al_buf_add_string(&want, i && i % 6 == 0 ? ", \xF0\x9F\x98\x80" : "\xF0\x9F\x98\x80");
    }
    check_clean(b.data, want.data, 0);
    al_buf_release(&b);
    al_buf_release(&want);
}

static void test_middle(void **state)
{
    (void)state;
    assert_int_equal(al_check_middle("word", 4, 12), 0);
    assert_int_equal(al_check_middle("  word  ", 8, 12), 0);
    assert_int_equal(al_check_middle("one two", 7, 12), 4);
    assert_int_equal(al_check_middle("alpha beta, gamma delta epsilon", 31, 12), 12);
    assert_int_equal(al_check_middle("abcdefghijklmnop", 16, 12), 8);
    assert_int_equal(al_check_middle("\xE4\xB8\xAD\xE5\x9B\xBD", 6, 12), 3);
    assert_int_equal(al_check_middle("", 0, 12), 0);
    assert_int_equal(al_check_middle("word", 4, 3), 2);
}

static void test_check(void **state)
{
    (void)state;
    const char *text = "of the people, by the people \xE2\x80\x94 and for the people";
    size_t size = strlen(text);
    al_word words[] = { { 0, 2, 0 }, { 7, 6, 0 }, { 15, 6, 0 }, { 22, 6, 0 }, { 31, 3, 0 }, { 35, 7, 0 }, { 43, 6, 0 } };
    al_spoken s = { .words = words, .count = 7, .frames = 3 * RATE, .hertz = RATE, .rate = 175 };
    assert_true(al_check_complete(text, size, &s, false));
    assert_false(al_check_complete(text, size, &s, true));
    s.count = 4; /* a lost end */
    assert_false(al_check_complete(text, size, &s, false));
    s.count = 7;
    s.frames = RATE / 4;
    assert_false(al_check_complete(text, size, &s, false));
    s.rate = 449;
    s.frames = RATE;
    assert_true(al_check_complete(text, size, &s, false));
    memcpy(&words[1], &words[5], 2 * sizeof *words); /* a lost middle */
    s.count = 3;
    assert_false(al_check_complete(text, size, &s, false));
    s.count = 0;
    assert_false(al_check_complete("word", 4, &s, false));
    assert_true(al_check_complete("...", 3, &s, false));
}

/* ---- trouble ---------------------------------------------------------------------------------------------------------- */

static void test_crash(void **state)
{
    (void)state;
    al_pool *p = open_pool(2);
    say(p, "before", &plain);
    say(p, "one [[crash]] two", &plain);
    say(p, "after", &plain);
    assert_int_equal(take(p).count, 6 * LETTER);
    al_sound s = take(p);
    assert_int_equal(s.status, ALOUD_ERROR_ENGINE);
    assert_string_equal(s.error.text, "the engine crashes on: \"[[crash]]\"");
    /* The rest is there, with words where they belong. */
    assert_int_equal(s.count, 7 * LETTER);
    assert_int_equal(s.word_count, 2);
    assert_int_equal(s.words[1].at, 14);
    assert_int_equal(s.words[1].frame, 4 * LETTER);
    assert_int_equal(take(p).count, 5 * LETTER);
    al_pool_close(p);
}

static void test_hang(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    al_pool_patience(p, 200);
    say(p, "a [[hang]]", &plain);
    say(p, "after", &plain);
    al_sound s = take(p);
    assert_int_equal(s.status, ALOUD_ERROR_ENGINE);
    assert_string_equal(s.error.text, "the engine hangs on: \"a [[hang]]\"");
    assert_int_equal(take(p).count, 5 * LETTER);
    al_pool_close(p);
}

static void test_silent(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    al_sound s = speak(p, "so [[silent]] it is");
    assert_int_equal(s.status, ALOUD_ERROR_ENGINE);
    assert_string_equal(s.error.text, "the engine leaves out part of: \"[[silent]]\"");
    assert_int_equal(s.count, 8 * LETTER);
    s = speak(p, "[[silent]]");
    assert_int_equal(s.status, ALOUD_ERROR_ENGINE);
    assert_int_equal(s.count, 0);
    al_pool_close(p);
}

/* The engine drops everything after the mark: it is noticed, and made good by shorter texts. */
static void test_cut(void **state)
{
    (void)state;
    const char *text = "one two [[cut]] three four five six seven eight nine ten";
    al_pool *p = open_pool(1);
    al_sound s = speak(p, text);
    assert_int_equal(s.status, 0);
    assert_int_equal(s.count, strlen(text) * LETTER);
    assert_int_equal(s.word_count, 11);
    assert_int_equal(s.words[10].at, strlen(text) - 3);
    assert_int_equal(s.words[10].frame, (strlen(text) - 3) * LETTER);
    al_pool_close(p);
}

/* One job means one utterance at a time over all voices. */
static void test_jobs_are_a_ceiling(void **state)
{
    (void)state;
    al_style other = plain;
    strcpy(other.family, "en+low");
    al_pool *p = open_pool(2);
    al_pool_patience(p, 100);
    pid_t engines[8], speakers[64];
    for (int i = 0; i < 4; i++)
        say(p, "[[hang]]", i % 2 ? &plain : &other);
    size_t most = 0, n = children(0, engines, 8);
    assert_int_equal(n, 2);
    for (int look = 0; look < 10; look++) {
        size_t now = 0;
        for (size_t i = 0; i < n; i++)
            now += children(engines[i], speakers, 64);
        most = now > most ? now : most;
        nap(10);
    }
    assert_int_equal(most, 2);
    while (al_pool_pending(p))
        assert_int_equal(take(p).status, ALOUD_ERROR_ENGINE);
    al_pool_close(p);
}

static void test_engine_process_dies(void **state)
{
    (void)state;
    char texts[60][24];
    al_pool *p = open_pool(2);
    int said = 0, killed = 0;
    for (int taken = 0; taken < 60; taken++) {
        for (; said < 60 && al_pool_room(p); said++) {
            snprintf(texts[said], sizeof texts[said], "number %d", said);
            say(p, texts[said], &plain);
        }
        pid_t engine;
        if (taken % 10 == 5 && children(0, &engine, 1) == 1) {
            kill(engine, taken % 20 == 5 ? SIGKILL : SIGTERM);
            killed++;
        }
        al_sound s = take(p);
        assert_int_equal(s.status, 0);
        assert_ptr_equal(s.tag, texts[taken]);
        assert_int_equal(s.count, strlen(texts[taken]) * LETTER);
    }
    assert_int_equal(killed, 6);
    al_pool_close(p);
}

/* The speakers go with their engine process, and that with its caller. */
static void test_nothing_outlives_the_caller(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t caller = fork();
    if (caller == 0) {
        al_pool *p;
        if (al_pool_open(&al_engine_tone, 2, &p, NULL) || al_pool_say(p, "[[hang]]", 8, &plain, NULL, NULL))
            _exit(1);
        /* Engine processes keep no descriptor of the caller's, so the pipe tells when it is gone. */
        pid_t engine = 0, speaker = 0;
        for (int i = 0; i < 500 && !speaker; i++, nap(10))
            if (children(0, &engine, 1) == 1)
                children(engine, &speaker, 1);
        pid_t both[2] = { engine, speaker };
        if (write(ends[1], both, sizeof both) != sizeof both)
            _exit(1);
        for (;;)
            pause();
    }
    pid_t both[2] = { 0, 0 };
    close(ends[1]);
    assert_int_equal(read(ends[0], both, sizeof both), sizeof both);
    assert_true(both[0] > 0 && both[1] > 0);
    kill(caller, SIGKILL);
    waitpid(caller, NULL, 0);
    char byte;
    assert_int_equal(read(ends[0], &byte, 1), 0);
    for (int i = 0; i < 500 && (kill(both[0], 0) == 0 || kill(both[1], 0) == 0); i++)
        nap(10);
    char path[64];
    for (int i = 0; i < 2; i++) {
        /* A zombie that the machine's first process has yet to collect is gone enough. */
        snprintf(path, sizeof path, "/proc/%d/cmdline", both[i]);
        FILE *f = fopen(path, "r");
        assert_true(!f || fgetc(f) == EOF);
        if (f)
            fclose(f);
    }
    close(ends[0]);
}

static void test_interrupt_is_the_callers(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    assert_int_equal(al_pool_voice(p, "tone", NULL), 0);
    pid_t engine, again;
    assert_int_equal(children(0, &engine, 1), 1);
    kill(engine, SIGINT);
    assert_int_equal(speak(p, "word").count, 4 * LETTER);
    assert_int_equal(children(0, &again, 1), 1);
    assert_int_equal(again, engine);
    al_pool_close(p);
}

static int count_down(void *user)
{
    return --*(int *)user <= 0;
}

static void test_stop(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    al_sound s = { .count = 77 };
    aloud_error err;
    int looks = 3;
    struct timespec from, to;
    say(p, "[[hang]]", &plain);
    clock_gettime(CLOCK_MONOTONIC, &from);
    assert_int_equal(al_pool_take(p, count_down, &looks, &s, &err), ALOUD_ERROR_CANCELLED);
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_int_equal(looks, 0);
    assert_int_equal(s.count, 77);
    assert_true(to.tv_sec - from.tv_sec < 5);
    assert_int_equal(al_pool_pending(p), 1);
    /* Closing does not wait for what hangs. */
    al_pool_close(p);
}

static void test_nothing_is_left(void **state)
{
    (void)state;
    int before = descriptors();
    pid_t pid;
    for (int i = 0; i < 5; i++) {
        al_pool *p = open_pool(3);
        say(p, "[[hang]]", &plain);
        say(p, "[[crash]]", &plain);
        say(p, "word", &plain);
        al_pool_close(p);
        assert_int_equal(children(0, &pid, 1), 0);
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    }
    assert_int_equal(descriptors(), before);
    al_pool_close(NULL);
}

static void test_unknown_voice(void **state)
{
    (void)state;
    al_pool *p = open_pool(1);
    aloud_error err;
    al_style style = plain;
    pid_t pid;
    strcpy(style.family, "nosuch");
    assert_int_equal(al_pool_voice(p, "nosuch", &err), ALOUD_ERROR_USAGE);
    assert_string_equal(err.text, "no such voice: nosuch");
    assert_int_equal(al_pool_say(p, "word", 4, &style, NULL, &err), ALOUD_ERROR_USAGE);
    assert_int_equal(al_pool_pending(p), 0);
    assert_int_equal(children(0, &pid, 1), 0);
    assert_int_equal(speak(p, "word").count, 4 * LETTER);
    al_pool_close(p);
}

static void test_jobs_out_of_range(void **state)
{
    (void)state;
    al_pool *p = NULL;
    aloud_error err;
    assert_int_equal(al_pool_open(&al_engine_tone, 0, &p, &err), ALOUD_ERROR_USAGE);
    assert_int_equal(al_pool_open(&al_engine_tone, 5000, &p, &err), ALOUD_ERROR_USAGE);
    assert_null(p);
}

/* ---- engines ---------------------------------------------------------------------------------------------------------- */

static int die_at_open(const char *family, void **at, int *rate, char *version, size_t size, aloud_error *err)
{
    (void)family, (void)at, (void)rate, (void)version, (void)size, (void)err;
    raise(SIGKILL);
    return 0;
}

static int hang_at_open(const char *family, void **at, int *rate, char *version, size_t size, aloud_error *err)
{
    (void)family, (void)at, (void)rate, (void)version, (void)size, (void)err;
    for (;;)
        pause();
    return 0;
}

static void test_engine_that_cannot_start(void **state)
{
    (void)state;
    const al_engine dies = { "dies", die_at_open, NULL, NULL, NULL, NULL },
                    hangs = { "hangs", hang_at_open, NULL, NULL, NULL, NULL };
    al_pool *p;
    aloud_error err;
    pid_t pid;
    assert_int_equal(al_pool_open(&dies, 1, &p, &err), 0);
    assert_int_equal(al_pool_voice(p, "en", &err), ALOUD_ERROR_ENGINE);
    assert_string_equal(err.text, "dies died while it loaded voice \"en\"");
    al_pool_close(p);
    assert_int_equal(al_pool_open(&hangs, 1, &p, &err), 0);
    al_pool_patience(p, 100);
    assert_int_equal(al_pool_voice(p, "en", &err), ALOUD_ERROR_ENGINE);
    assert_string_equal(err.text, "hangs did not get ready with voice \"en\"");
    assert_int_equal(children(0, &pid, 1), 0);
    al_pool_close(p);
}

static void close_nothing(void *at)
{
    (void)at;
}

/* Says no, or kills the engine process that it was forked from: an error of the engine's own, and one that no retry helps. */
static int say_no(void *at, const al_saying *s, al_sink *to, aloud_error *err)
{
    (void)at, (void)to;
    if (s->size == 3)
        return al_fail(err, ALOUD_ERROR_ENGINE, "no voice for that, 100%%");
    kill(getppid(), SIGKILL);
    pause();
    return 0;
}

static void test_engine_that_fails(void **state)
{
    (void)state;
    const al_engine sour = { "sour", al_engine_tone.open, say_no, close_nothing, NULL, NULL };
    al_pool *p;
    assert_int_equal(al_pool_open(&sour, 2, &p, NULL), 0);
    al_sound s = speak(p, "one");
    assert_int_equal(s.status, ALOUD_ERROR_ENGINE);
    assert_string_equal(s.error.text, "no voice for that, 100%: \"one\"");
    s = speak(p, "three");
    assert_int_equal(s.status, ALOUD_ERROR_ENGINE);
    assert_string_equal(s.error.text, "the speech engine dies again and again; not spoken: \"three\"");
    al_pool_close(p);
}

typedef struct list {
    int voices, variants, stop;
} list;

static int count_voice(void *user, const char *name, const char *language, const char *description, int variant)
{
    list *l = user;
    assert_non_null(name);
    assert_non_null(language);
    assert_non_null(description);
    l->voices += !variant;
    l->variants += variant;
    return l->stop;
}

static int list_and_fail(al_engine_each *each, void *user, aloud_error *err)
{
    each(user, "a", "b", "c", 0);
    return al_fail(err, ALOUD_ERROR_ENGINE, "out of voices");
}

static int list_and_die(al_engine_each *each, void *user, aloud_error *err)
{
    (void)err;
    each(user, "a", "b", "c", 0);
    raise(SIGKILL);
    return 0;
}

static void test_voices(void **state)
{
    (void)state;
    list l = { 0 };
    aloud_error err;
    assert_int_equal(al_engine_voices(&al_engine_tone, count_voice, &l, &err), 0);
    assert_int_equal(l.voices, 1);
    assert_int_equal(l.variants, 1);
    l.stop = 1;
    assert_int_equal(al_engine_voices(&al_engine_tone, count_voice, &l, &err), 0);
    l.stop = ALOUD_ERROR_CANCELLED;
    assert_int_equal(al_engine_voices(&al_engine_tone, count_voice, &l, &err), ALOUD_ERROR_CANCELLED);
    const al_engine fails = { .name = "fails", .voices = list_and_fail }, dies = { .name = "dies", .voices = list_and_die };
    l.stop = 0;
    assert_int_equal(al_engine_voices(&fails, count_voice, &l, &err), ALOUD_ERROR_ENGINE);
    assert_string_equal(err.text, "out of voices");
    assert_int_equal(al_engine_voices(&dies, count_voice, &l, &err), ALOUD_ERROR_ENGINE);
    assert_ptr_equal(al_engine_find("tone"), &al_engine_tone);
    assert_ptr_equal(al_engine_find(NULL), &al_engine_espeak);
    assert_ptr_equal(al_engine_find("espeak-ng"), &al_engine_espeak);
    assert_null(al_engine_find("nosuch"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound_and_words),
        cmocka_unit_test(test_order_and_room),
        cmocka_unit_test(test_jobs_make_no_difference),
        cmocka_unit_test(test_nothing_to_say),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_memory_is_given_back),
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_positions_are_the_callers),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_middle),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_crash),
        cmocka_unit_test(test_hang),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_jobs_are_a_ceiling),
        cmocka_unit_test(test_engine_process_dies),
        cmocka_unit_test(test_nothing_outlives_the_caller),
        cmocka_unit_test(test_interrupt_is_the_callers),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_nothing_is_left),
        cmocka_unit_test(test_unknown_voice),
        cmocka_unit_test(test_jobs_out_of_range),
        cmocka_unit_test(test_engine_that_cannot_start),
        cmocka_unit_test(test_engine_that_fails),
        cmocka_unit_test(test_voices),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
