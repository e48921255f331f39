/* An article that is spoken while it is heard: the runs of sentences that convert would speak, in any order, a few ahead. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lib/leveled.h"
#include "lib/runs.h"
#include "lib/speaker.h"
#include "lib/track.h"

enum { AHEAD = 2, NEAR = 6 }; /* runs to speak beyond the current one; most that are kept */

/* A sentence of the current chapter: the text before rest number `index` of its run, or behind the last. */
typedef struct spot {
    size_t run;
    unsigned index;
} spot;

/* A run of the current chapter. */
typedef struct known {
    al_run run;
    al_leveled sound;
    size_t before; /* bytes of text before it in the chapter */
    bool told;     /* that some of it could not be spoken */
} known;

typedef struct speech {
    al_track track;
    const al_script *script;
    const aloud_options *options; /* for estimates */
    al_speaker speaker;
    unsigned char *pick;   /* the current chapter alone */
    al_plan *plan;
    al_runs ahead;
    bool planned;          /* all of the chapter's runs are known */
    int failed;            /* status with which planning failed: a plan does not go on behind that */
    aloud_error why;
    known **runs;
    size_t run_count, run_room;
    size_t ordered[NEAR];  /* numbers of the runs that the pool has */
    size_t ordered_count;
    spot *spots;
    size_t spot_count, spot_room;
    size_t tail;           /* frames of silence behind the chapter */
    size_t bytes, all;     /* of the text of the runs that are known, and of the chapter */
    double *lengths;       /* of the chapters, in seconds; below 0 where not looked at yet */
} speech;

static size_t frames_of(const speech *s, int milliseconds)
{
    return milliseconds > 0 ? (size_t)((int64_t)s->track.rate * milliseconds / 1000) : 0;
}

static void leave_chapter(speech *s)
{
    for (size_t i = 0; i < s->run_count; i++) {
        al_leveled_drop(&s->runs[i]->sound, &s->speaker);
        free(s->runs[i]);
    }
    al_levels_leave(s->speaker.levels, s->speaker.pool);
    s->run_count = s->spot_count = s->ordered_count = s->bytes = 0;
    al_plan_free(s->plan);
    s->plan = NULL;
}

static void free_speech(al_track *t)
{
    speech *s = (speech *)t;
    if (s->speaker.pool)
        leave_chapter(s);
    al_speaker_release(&s->speaker);
    free(s->runs);
    free(s->spots);
    free(s->pick);
    free(s->lengths);
    free(s);
}

static size_t item_bytes(const al_item *i)
{
    return strlen(i->say) + (i->announce ? strlen(i->announce) : 0) + (i->close ? strlen(i->close) : 0);
}

static int enter_speech(al_track *t, size_t chapter, aloud_error *err)
{
    speech *s = (speech *)t;
    leave_chapter(s);
    memset(s->pick, 0, t->chapters);
    s->pick[chapter] = 1;
    t->chapter = chapter;
    s->planned = false;
    s->failed = al_fail_memory(&s->why); /* until there is a plan */
    int status = al_plan_new(s->script, s->speaker.voice, &s->speaker.picks, s->pick, &s->plan, err);
    if (status)
        return status;
    al_runs_init(&s->ahead, s->plan);
    s->failed = 0;
    const al_chapter *c = &s->script->chapters[chapter];
    s->all = 1;
    for (size_t i = c->first; i < c->first + c->count; i++)
        s->all += item_bytes(&s->script->items[i]);
    int tail = al_plan_tail(s->plan, chapter, err);
    s->tail = frames_of(s, tail) + 1; /* as in a chapter's file */
    return tail < 0 ? tail : 0;
}

/* Plan one more run; 1, 0 when that was all, or a negative status. */
static int plan_run(speech *s, aloud_error *err)
{
    if (s->planned)
        return 0;
    if (s->failed) {
        if (err)
            *err = s->why;
        return s->failed;
    }
    known *run = calloc(1, sizeof *run);
    if (!run)
        return al_fail_memory(err);
    int status = al_runs_next(&s->ahead, &run->run, &s->why);
    s->planned = status == 0;
    size_t spots = s->spot_count;
    for (unsigned i = 0; status == 1 && i <= run->run.rest_count; i++) {
        if (!al_grow(&s->spots, &s->spot_room, spots, sizeof *s->spots))
            status = al_fail_memory(&s->why);
        else
            s->spots[spots++] = (spot){ .run = s->run_count, .index = i };
    }
    if (status == 1 && !al_grow(&s->runs, &s->run_room, s->run_count, sizeof *s->runs))
        status = al_fail_memory(&s->why);
    if (status != 1) {
        free(run);
        s->failed = status;
        if (status && err)
            *err = s->why;
        return status;
    }
    s->spot_count = spots;
    s->runs[s->run_count++] = run;
    run->before = s->bytes;
    s->bytes += run->run.step.size;
    return 1;
}

/* Plan until run `number` is known; 1, 0 when there is no such run. */
static int reach_run(speech *s, size_t number, aloud_error *err)
{
    int status = 1;
    while (status == 1 && s->run_count <= number)
        status = plan_run(s, err);
    return status;
}

static int reach(speech *s, size_t k, aloud_error *err)
{
    int status = 1;
    while (status == 1 && s->spot_count <= k)
        status = plan_run(s, err);
    return status;
}

/* Bytes of the run's text at which sentence `index` begins. */
static size_t begins_at(const al_run *r, unsigned index)
{
    return index == 0 ? 0 : index <= r->rest_count ? r->rests[index - 1].at : r->step.size;
}

static int sentence_of_speech(al_track *t, size_t k, al_sentence *out, aloud_error *err)
{
    speech *s = (speech *)t;
    int status = reach(s, k, err);
    if (status != 1)
        return status;
    const spot *at = &s->spots[k];
    const al_run *r = &s->runs[at->run]->run;
    size_t from = begins_at(r, at->index), to = begins_at(r, at->index + 1);
    while (to > from && (r->step.text[to - 1] == ' ' || r->step.text[to - 1] == '\n'))
        to--;
    const al_item *item = &s->script->items[r->step.item];
    *out = (al_sentence){ .item = r->step.item - s->script->chapters[t->chapter].first, .role = item->role,
                          .text = r->step.text + from, .size = to - from, .language = item->language };
    return 1;
}

/* ---- sound ---------------------------------------------------------------------------------------------------------- */

/* Where a sentence begins in its run's sound; past what there is while that is not known. */
static size_t begins(const speech *s, const spot *at, const al_sound *sound, int whole)
{
    const al_run *r = &s->runs[at->run]->run;
    if (at->index > r->rest_count)
        return SIZE_MAX;
    if (at->index)
        return sound->starts[at->index - 1];
    if (at->run)
        return 0;
    /* A chapter begins with its first sound, as in its file. */
    size_t onset = s->runs[0]->sound.onset;
    return onset < sound->count ? onset : whole ? 0 : SIZE_MAX;
}

/* And where it ends, before what follows in the run. */
static size_t ends(const speech *s, const spot *at, const al_sound *sound)
{
    const al_run *r = &s->runs[at->run]->run;
    return at->index < r->rest_count ? sound->starts[at->index] : SIZE_MAX;
}

static int read_speech(al_track *t, size_t k, size_t offset, int16_t *out, size_t room, size_t *got, aloud_error *err)
{
    speech *s = (speech *)t;
    al_sound sound;
    *got = 0;
    int status = reach(s, k, err);
    if (status != 1)
        return status < 0 ? status : 1;
    const spot *at = &s->spots[k];
    const al_run *r = &s->runs[at->run]->run;
    int whole = al_leveled_look(&s->runs[at->run]->sound, &s->speaker, &sound, err);
    if (whole < 0)
        return whole == ALOUD_ERROR_USAGE ? 0 : whole; /* not ordered yet */
    size_t from = begins(s, at, &sound, whole), to = ends(s, at, &sound), silence = 0;
    if (from > sound.count)
        return whole; /* of one that failed there is nothing to come */
    bool last = at->index == r->rest_count, over = whole || to <= sound.count;
    to = to < sound.count ? to : sound.count;
    if (offset < to - from) {
        *got = to - from - offset < room ? to - from - offset : room;
        memcpy(out, sound.frames + from + offset, *got * sizeof *out);
        return 0;
    }
    if (!over)
        return 0;
    if (last) {
        status = reach_run(s, at->run + 1, err);
        if (status < 0)
            return status;
        silence = status ? frames_of(s, s->runs[at->run + 1]->run.step.silence) : s->tail;
    }
    size_t left = to - from + silence - offset;
    *got = left < room ? left : room;
    memset(out, 0, *got * sizeof *out);
    return left == 0;
}

/* Order run `number` unless it is; 1 when it is whole or there is none, 0 when more of it will come, or a negative status. */
static int order(speech *s, size_t number, aloud_error *err)
{
    al_sound sound;
    int status = reach_run(s, number, err);
    if (status != 1)
        return status < 0 ? status : 1;
    known *one = s->runs[number];
    int whole = al_leveled_look(&one->sound, &s->speaker, &sound, err);
    if (whole != ALOUD_ERROR_USAGE) {
        if (whole == 1 && sound.status && !one->told) {
            s->track.fault = sound.error;
            s->track.fault.line = (long)s->script->items[one->run.step.item].line;
            one->told = true;
        }
        return whole;
    }
    if (s->ordered_count == NEAR)
        return 0;
    const al_run *r = &one->run;
    status = al_leveled_order(&one->sound, &s->speaker, r->step.text, r->step.size, r->rests, r->rest_count,
                              &r->step.pronunciations, &r->step.style, err);
    if (status == 1)
        s->ordered[s->ordered_count++] = number;
    return status < 0 ? status : 0;
}

/* The current run first, then those behind it, at last the one before it: each when the one before is whole, so that what is heard
 * next has a processor to itself. */
static int prepare_speech(al_track *t, size_t k, aloud_error *err)
{
    speech *s = (speech *)t;
    al_pool_turn(s->speaker.pool);
    int status = reach(s, k, err);
    if (status != 1)
        return status;
    size_t now = s->spots[k].run;
    for (size_t i = 0; i < s->ordered_count;) {
        size_t n = s->ordered[i];
        if (n + 1 >= now && n <= now + AHEAD) {
            i++;
            continue;
        }
        al_leveled_drop(&s->runs[n]->sound, &s->speaker);
        s->ordered[i] = s->ordered[--s->ordered_count];
    }
    status = 1;
    for (size_t i = 0; status == 1 && i <= AHEAD; i++)
        status = order(s, now + i, err);
    if (status == 1 && now)
        status = order(s, now - 1, err);
    return status < 0 ? status : 0;
}

static size_t watch_speech(al_track *t, struct pollfd *on, size_t most)
{
    speech *s = (speech *)t;
    return al_pool_watch(s->speaker.pool, on, most);
}

/* ---- words: their number is that of their first code point in the run, from 1 --------------------------------------- */

static size_t word_of_speech(al_track *t, size_t k, size_t offset)
{
    speech *s = (speech *)t;
    al_sound sound;
    int whole = k < s->spot_count ? al_leveled_look(&s->runs[s->spots[k].run]->sound, &s->speaker, &sound, NULL) : -1;
    if (whole < 0)
        return 0;
    size_t from = begins(s, &s->spots[k], &sound, whole), word = 0;
    for (size_t i = 0; i < sound.word_count && from <= sound.count; i++)
        if (sound.words[i].frame >= from && sound.words[i].frame <= from + offset)
            word = (size_t)sound.words[i].at + 1;
    return word;
}

static int find_in_speech(al_track *t, size_t k, size_t word, size_t *offset)
{
    speech *s = (speech *)t;
    al_sound sound;
    *offset = 0;
    if (!word || k >= s->spot_count)
        return 1;
    int whole = al_leveled_look(&s->runs[s->spots[k].run]->sound, &s->speaker, &sound, NULL);
    if (whole < 0)
        return 0;
    size_t from = begins(s, &s->spots[k], &sound, whole);
    for (size_t i = 0; i < sound.word_count && from <= sound.count; i++) {
        if (sound.words[i].at + 1 < word || sound.words[i].frame < from)
            continue;
        *offset = sound.words[i].frame - from;
        return 1;
    }
    return whole;
}

static void spell_speech(al_track *t, size_t k, size_t word, const char **text, size_t *size)
{
    speech *s = (speech *)t;
    *text = "";
    *size = 0;
    if (!word || k >= s->spot_count)
        return;
    const al_run *r = &s->runs[s->spots[k].run]->run;
    size_t at = 0, end;
    for (size_t n = 1; n < word && at < r->step.size; n++)
        al_text_next(r->step.text, r->step.size, &at);
    *text = r->step.text + at;
    for (end = at; end < r->step.size; *size = end - at)
        if (al_text_is_space(al_text_next(r->step.text, r->step.size, &end)))
            break;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------ */

static double length_of_speech(al_track *t, size_t chapter)
{
    speech *s = (speech *)t;
    if (s->lengths[chapter] < 0)
        s->lengths[chapter] = aloud_script_estimate(s->script, s->options, chapter);
    return s->lengths[chapter];
}

/* As much of the chapter's estimate as of its text is behind. */
static double seconds_of_speech(al_track *t, size_t k)
{
    speech *s = (speech *)t;
    size_t before = s->bytes;
    if (k < s->spot_count)
        before = s->runs[s->spots[k].run]->before + begins_at(&s->runs[s->spots[k].run]->run, s->spots[k].index);
    double part = (double)before / (double)s->all;
    return length_of_speech(t, t->chapter) * (part < 1 ? part : 1);
}

static const char *title_of_speech(al_track *t, size_t chapter)
{
    return ((speech *)t)->script->chapters[chapter].title;
}

static bool item_of_speech(al_track *t, size_t chapter, size_t item, al_role *role)
{
    const al_script *s = ((speech *)t)->script;
    const al_chapter *c = &s->chapters[chapter];
    if (item >= c->count)
        return false;
    *role = al_item_is_heard(&s->items[c->first + item]) ? s->items[c->first + item].role : AL_ROLE_COUNT;
    return true;
}

static void forget_lengths(speech *s)
{
    for (size_t i = 0; i < s->track.chapters; i++)
        s->lengths[i] = -1;
}

static int change_speech(al_track *t, const aloud_options *o, aloud_error *err)
{
    speech *s = (speech *)t;
    int status = al_speaker_change(&s->speaker, o, s->script->language, err);
    if (status)
        return status;
    leave_chapter(s);
    forget_lengths(s);
    s->options = o;
    return 0;
}

/* What it is: the words of its items, in whatever voice and with whatever announcements. */
static void make_key(speech *s)
{
    al_digest d;
    al_digest_init(&d);
    al_digest_string(&d, s->script->title);
    for (size_t i = 0; i < s->script->item_count; i++)
        al_digest_string(&d, s->script->items[i].text);
    al_digest_text(&d, s->track.key);
}

static const al_track_kind speech_kind = {
    .free = free_speech, .enter = enter_speech, .sentence = sentence_of_speech, .read = read_speech, .prepare = prepare_speech,
    .word = word_of_speech, .find = find_in_speech, .spell = spell_speech, .change = change_speech, .watch = watch_speech,
    .seconds = seconds_of_speech, .length = length_of_speech, .title = title_of_speech,
    .item = item_of_speech,
};

int al_track_speak(const al_script *script, const aloud_options *o, al_track **out, aloud_error *err)
{
    speech *s = calloc(1, sizeof *s);
    if (!s)
        return al_fail_memory(err);
    s->script = script;
    s->options = o;
    s->track = (al_track){ .kind = &speech_kind, .chapters = script->chapter_count, .title = script->title };
    s->pick = calloc(script->chapter_count, 1);
    s->lengths = calloc(script->chapter_count, sizeof *s->lengths);
    int status = s->pick && s->lengths ? al_speaker_open(&s->speaker, o, script, script->language, err) : al_fail_memory(err);
    if (status) {
        free_speech(&s->track);
        return status;
    }
    s->track.rate = al_pool_rate(s->speaker.pool);
    s->track.speaker = &s->speaker;
    s->track.language = script->language;
    s->track.announcing = script->announcing;
    forget_lengths(s);
    make_key(s);
    *out = &s->track;
    return 0;
}
