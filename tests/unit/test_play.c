/* The player, driven by commands at random: at any moment it says of itself what the device was given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/play.h"
#include "lib/track.h"

enum { RING = 1 << 16, BUFFER = 1058, COMPARED = 64, RAMP = 110, KEYS = 1000, PATIENCE = 20000, PAGE_KB = 4 };

static const char ARTICLE[] =
    "<!DOCTYPE html><html lang=en><head><title>The Pump</title></head><body><article><h1>The Pump</h1>"
    "<p>For thirty years the pump has stood dry. On Monday it gave water again. Nobody knew why, and everyone came.</p>"
    "<figure><img src=a.jpg alt=''><figcaption>The pump on the lane, before it gave water</figcaption></figure>"
    "<p>It was a fine day for it. They stayed until the evening; some of them sang.</p>"
    "<h2>What the plumber did</h2><p>He looked into it for a long time. Then he turned a tap.</p>"
    "<ul><li>A tap that nobody knew.<li>A bolt that was none.<li>A pipe</ul>"
    "<p>\"I turned it,\" he said. \"That is all. It went to the left.\"</p>"
    "<h2>What it cost</h2><table><tr><th>What<th>How much<tr><td>The tap<td>3<tr><td>The bolt<td>none</table>"
    "<video src=a.mp4></video><p>The lane is wet now. It will stay so, they say, until the winter comes and the pipes are let "
    "run dry, since nobody wants them to burst; and in spring the tap is turned again.</p>"
    "<h3>What it is worth</h3><p>A great deal.</p></article></body></html>";

/* ---- a device that hears as much as it is told to ------------------------------------------------------------------- */

typedef struct device {
    int16_t frames[RING]; /* what it was given, by number */
    int voices[RING];     /* how often the voice had been changed by then */
    uint64_t given, heard;
    size_t hears;         /* frames at its next turn */
    int voice;
} device;

static int turn_device(void *state, aloud_error *err)
{
    device *d = state;
    (void)err;
    d->heard = d->heard + d->hears < d->given ? d->heard + d->hears : d->given;
    return 0;
}

static size_t queued(void *state)
{
    return (size_t)(((device *)state)->given - ((device *)state)->heard);
}

static size_t room(void *state)
{
    return BUFFER - queued(state);
}

static int take(void *state, const int16_t *frames, size_t count, aloud_error *err)
{
    device *d = state;
    (void)err;
    assert_true(count <= room(d));
    for (size_t i = 0; i < count; i++, d->given++) {
        d->frames[d->given % RING] = frames[i];
        d->voices[d->given % RING] = d->voice;
    }
    return 0;
}

static void pause_device(void *state, bool paused)
{
    (void)state, (void)paused;
}

static unsigned underruns(void *state)
{
    (void)state;
    return 0;
}

static int close_device(void *state, aloud_error *err)
{
    (void)state, (void)err;
    return 0;
}

static const al_output_kind device_kind = { .name = "test", .close = close_device, .turn = turn_device, .room = room, .write = take,
                                            .queued = queued, .pause = pause_device, .underruns = underruns };

/* ---- what it should be given ---------------------------------------------------------------------------------------- */

typedef struct fixture {
    char folder[64];
    aloud_options *options;
    aloud_script *script;
    aloud_player *player;
    device device;
    al_track *same;       /* the article once more */
    aloud_options with;   /* what that is spoken with */
    char voice[64];
    uint64_t random;
    size_t compared;      /* frames */
} fixture;

static fixture all;

static unsigned choose(fixture *f, unsigned count)
{
    f->random = f->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(f->random >> 33) % count;
}

/* Speak the other as the player now does. */
static void follow(fixture *f)
{
    const aloud_options *o = &f->player->options;
    const char *voice = o->voice ? o->voice : "";
    if (memcmp(&o->picks, &f->with.picks, sizeof o->picks) == 0 && strcmp(voice, f->voice) == 0)
        return;
    snprintf(f->voice, sizeof f->voice, "%s", voice);
    f->with = *o;
    f->with.voice = *f->voice ? f->voice : NULL;
    f->device.voice++;
    size_t chapter = f->same->chapter;
    assert_int_equal(f->same->kind->change(f->same, &f->with, NULL), 0);
    assert_int_equal(f->same->kind->enter(f->same, chapter, NULL), 0);
}

static void read_same(fixture *f, const al_play_mark *m, int16_t *out, size_t want)
{
    const al_track_kind *kind = f->same->kind;
    size_t done = 0, got;
    if (f->same->chapter != m->chapter)
        assert_int_equal(kind->enter(f->same, m->chapter, NULL), 0);
    for (int tries = 0; done < want; tries++) {
        assert_true(tries < PATIENCE);
        assert_int_equal(kind->prepare(f->same, m->sentence, NULL), 0);
        assert_true(kind->read(f->same, m->sentence, m->offset + done, out + done, want - done, &got, NULL) >= 0);
        if (!got)
            poll(NULL, 0, 1);
        done += got;
    }
}

/* What is heard now is what the place that it tells has. */
static void check_place(fixture *f)
{
    aloud_player *p = f->player;
    device *d = &f->device;
    al_play_mark m = al_play_heard(p);
    assert_true(p->given == d->given);
    assert_true(m.frame == d->heard);
    size_t k = p->mark_count, want;
    while (k > 0 && p->marks[(p->first_mark + k - 1) % AL_PLAY_MARKS].frame > m.frame)
        k--;
    if (m.frame == d->given || m.beside || d->voices[m.frame % RING] != d->voice)
        return;
    assert_true(k > 0);
    const al_play_mark *from = &p->marks[(p->first_mark + k - 1) % AL_PLAY_MARKS];
    uint64_t to = k < p->mark_count ? p->marks[(p->first_mark + k) % AL_PLAY_MARKS].frame : d->given;
    assert_true(m.sentence == from->sentence && m.chapter == from->chapter);
    if (from->offset && m.frame - from->frame < RAMP)
        return; /* it fades in */
    int16_t wanted[COMPARED];
    want = to - m.frame < COMPARED ? (size_t)(to - m.frame) : COMPARED;
    read_same(f, &m, wanted, want);
    for (size_t i = 0; i < want; i++)
        if (wanted[i] != d->frames[(m.frame + i) % RING])
            fail_msg("frame %llu is not frame %zu of sentence %zu of chapter %zu", (unsigned long long)(m.frame + i),
                     m.offset + i, m.sentence, m.chapter);
    f->compared += want;
    aloud_playing s;
    aloud_player_state(p, &s);
    assert_int_equal(s.chapter, m.chapter + 1);
    assert_int_equal(s.sentence, m.sentence + 1);
    assert_true(s.seconds >= 0 && s.left >= 0);
}

/* ---- driving -------------------------------------------------------------------------------------------------------- */

static int start(void **state)
{
    fixture *f = &all;
    memset(f, 0, sizeof *f);
    *state = f;
    strcpy(f->folder, "/tmp/aloud-play-XXXXXX");
    if (!mkdtemp(f->folder) || setenv("XDG_STATE_HOME", f->folder, 1) < 0)
        return -1;
    f->options = aloud_options_new();
    assert_int_equal(aloud_options_set(f->options, "engine", "tone", NULL), 0);
    assert_int_equal(aloud_options_set(f->options, "device", "null", NULL), 0);
    aloud_article *a;
    aloud_error err;
    assert_int_equal(aloud_article_parse(ARTICLE, sizeof ARTICLE - 1, "a.html", f->options, &a, &err), 0);
    assert_int_equal(aloud_script_new(a, f->options, &f->script, &err), 0);
    aloud_article_free(a);
    assert_int_equal(aloud_player_new(f->options, &f->player, &err), 0);
    assert_int_equal(aloud_player_load(f->player, f->script, &err), 0);
    assert_int_equal(al_output_close(&f->player->output, &err), 0);
    f->player->output = (al_output){ .kind = &device_kind, .state = &f->device };
    f->with = f->player->options;
    assert_int_equal(al_track_speak(f->script, &f->with, &f->same, &err), 0);
    assert_int_equal(f->same->kind->enter(f->same, 0, &err), 0);
    return 0;
}

static int stop(void **state)
{
    fixture *f = *state;
    char command[128];
    f->same->kind->free(f->same);
    assert_int_equal(aloud_player_free(f->player, NULL), 0);
    aloud_script_free(f->script);
    aloud_options_free(f->options);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    return system(command);
}

static void obey(fixture *f, const char *line)
{
    aloud_error err;
    if (aloud_player_command(f->player, line, &err))
        fail_msg("%s: %s", line, err.text);
    aloud_player_note_told(f->player);
    follow(f);
    check_place(f);
}

/* Let it play for a while.  0, or 1 when all was heard. */
static int play(fixture *f, unsigned turns)
{
    aloud_error err;
    int over = 0;
    for (unsigned i = 0; i < turns && !over; i++) {
        f->device.hears = choose(f, BUFFER);
        over = aloud_player_turn(f->player, &err);
        if (over < 0)
            fail_msg("%s", err.text);
        check_place(f);
        if (f->device.given == f->device.heard)
            poll(NULL, 0, 1);
    }
    return over;
}

/* It plays on, unless it has been told not to. */
static void check_life(fixture *f)
{
    uint64_t given = f->device.given;
    for (int tries = 0; f->device.given < given + 1; tries++) {
        assert_true(tries < PATIENCE);
        if (play(f, 1))
            obey(f, "chapter 1");
        if (f->player->paused && !f->player->aside.on)
            obey(f, "play");
    }
}

static void press_at_random(fixture *f)
{
    static const char *const voices[] = { "clear", "warm", "brisk", "road", "study", "duet", "nobody" };
    size_t count;
    char line[64];
    const aloud_player_command_info *c = aloud_player_commands(&count);
    c += choose(f, (unsigned)count);
    if (strcmp(c->words, "quit") == 0 || strcmp(c->words, "next article") == 0)
        return;
    snprintf(line, sizeof line, "%s", c->words);
    if (c->value && strcmp(c->value, "NAME") == 0)
        snprintf(line, sizeof line, "%s %s", c->words, voices[choose(f, sizeof voices / sizeof *voices)]);
    else if (c->value && strcmp(c->value, "SECONDS") == 0)
        snprintf(line, sizeof line, "%s 0.%u", c->words, choose(f, 9));
    else if (c->value && strcmp(c->words, "chapter") == 0)
        snprintf(line, sizeof line, "%s %u", c->words, choose(f, 6));
    else if (c->value && strcmp(c->words, "pitch") == 0)
        snprintf(line, sizeof line, "%s %u", c->words, choose(f, 101));
    else if (c->value)
        snprintf(line, sizeof line, "%s %u%s", c->words, choose(f, 2) ? 80 + choose(f, 121) : 100 + choose(f, 100),
                 choose(f, 2) ? "%" : "");
    obey(f, line);
}

/* KiB of its own that are resident, without what it shares with those that speak, which has its bound; 0 where that is not told. */
static long resident(void)
{
    long size, pages = 0, shared = 0;
    FILE *m = fopen("/proc/self/statm", "r");
    if (m && fscanf(m, "%ld %ld %ld", &size, &pages, &shared) != 3)
        pages = shared;
    if (m)
        fclose(m);
    return (pages - shared) * PAGE_KB;
}

static void test_keys_at_random(void **state)
{
    fixture *f = *state;
    long most[2] = { 0, 0 }; /* in each half */
    f->random = 6;
    for (int i = 0; i < KEYS; i++) {
        press_at_random(f);
        if (play(f, choose(f, 20)))
            obey(f, "chapter 2");
        if (i % 10 == 0)
            check_life(f);
        long now = resident(), *half = &most[i >= KEYS / 2];
        *half = now > *half ? now : *half;
    }
    assert_true(f->compared > KEYS * COMPARED);
    print_message("# %zu frames compared, at most %ld KiB and then %ld KiB\n", f->compared, most[0], most[1]);
#if !defined(__SANITIZE_ADDRESS__) /* which keeps what was freed */
    assert_true(most[1] < most[0] + (2 << 10));
#endif
}

/* From the top to the end: each sentence in its turn, and its places without a gap. */
static void test_from_end_to_end(void **state)
{
    fixture *f = *state;
    uint64_t before = 0;
    for (int over = 0, tries = 0; !over; tries++) {
        assert_true(tries < PATIENCE);
        over = play(f, 1);
        al_play_mark m = al_play_heard(f->player);
        uint64_t place = ((uint64_t)m.chapter << 48) + ((uint64_t)m.sentence << 32) + m.offset;
        assert_true(over || place >= before);
        before = place;
    }
    assert_true(f->device.heard == f->device.given);
    assert_true(f->player->ended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_keys_at_random, start, stop),
        cmocka_unit_test_setup_teardown(test_from_end_to_end, start, stop),
    };
    return cmocka_run_group_tests_name("play", tests, NULL, NULL);
}
