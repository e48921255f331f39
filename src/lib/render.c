#include "lib/render.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audio/limit.h"
#include "base/text.h"
#include "lib/heard.h"
#include "lib/runs.h"
#include "speech/align.h"

enum {
    LABEL = 80, /* code points of a cue point's label */
    SLICE = 1 << 14, /* frames turned up at a time */
    GLANCE = 100 /* ms to wait before the user is asked whether to stop */
};

/* Utterances handed in and not yet taken, oldest first. */
typedef struct queued queued;
struct queued {
    queued *next;
    al_run run;
    al_level *level; /* of its style; NULL: none is wanted */
    bool measured;   /* it is no run but what the level is found by */
};

/* A chapter that is spoken and still being encoded. */
typedef struct ending ending;
struct ending {
    ending *next;
    al_encoder *file;
    size_t chapter;
    al_timeline timeline;
    size_t faults;
};

struct al_render {
    const al_script *script;
    al_plan *plan;
    al_runs runs;
    al_pool *pool;
    const al_render_hooks *hooks;
    const al_render_to *to;
    al_encoder *file;   /* of the chapter being written, or NULL */
    uint64_t frames;    /* of the chapter so far */
    size_t chapter;
    al_timeline timeline;
    al_hearing hearing;
    size_t faults;      /* utterances of the chapter that failed */
    size_t items;       /* begun in all */
    queued *first, *last;
    queued *ahead;      /* the next to hand in */
    ending *oldest, *newest;
    size_t endings;
};

void al_render_label(al_buf *out, const al_item *i)
{
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    if (i->announce)
        al_buf_printf(&text, "%s ", i->announce);
    al_buf_add_string(&text, i->text);
    al_text_excerpt(out, al_buf_string(&text), LABEL);
    out->failed = out->failed || text.failed;
    al_buf_release(&text);
}

void al_render_artist(al_buf *out, const al_script *s)
{
    for (size_t i = 0; i < s->byline_count; i++)
        al_buf_printf(out, "%s%s", i ? ", " : "", s->bylines[i]);
}

/* Labels of the chapter's items that are heard, one allocation each; *count of them. */
static char **make_labels(const al_script *s, const al_chapter *c, size_t *count)
{
    char **labels = calloc(c->count ? c->count : 1, sizeof *labels);
    *count = 0;
    for (size_t i = 0; labels && i < c->count; i++) {
        const al_item *item = &s->items[c->first + i];
        if (!al_item_is_heard(item))
            continue;
        al_buf label;
        al_buf_init(&label, SIZE_MAX / 4);
        al_render_label(&label, item);
        labels[*count] = label.failed ? NULL : strdup(al_buf_string(&label));
        al_buf_release(&label);
        if (!labels[*count]) {
            while (*count)
                free(labels[--*count]);
            free(labels);
            return NULL;
        }
        ++*count;
    }
    return labels;
}

static int open_file(al_render *r, const char *path, aloud_error *err)
{
    const al_script *s = r->script;
    const al_chapter *c = &s->chapters[r->chapter];
    size_t count;
    char **labels = make_labels(s, c, &count);
    al_buf artist;
    al_buf_init(&artist, SIZE_MAX / 4);
    al_render_artist(&artist, s);
    al_audio_tags tags = { .title = c->title, .album = s->title, .artist = artist.size ? artist.data : NULL,
                           .date = s->published, .comment = s->url, .track = (int)r->chapter + 1 };
    int status = !labels || artist.failed
                     ? al_fail_memory(err)
                     : al_encoder_begin(path, r->to->format, al_pool_rate(r->pool), &tags, (const char *const *)labels, count,
                                        &r->file, err);
    for (size_t i = 0; labels && i < count; i++)
        free(labels[i]);
    free(labels);
    al_buf_release(&artist);
    return status;
}

static int begin_chapter(al_render *r, size_t chapter, aloud_error *err)
{
    al_buf path;
    al_buf_init(&path, SIZE_MAX / 4);
    r->chapter = chapter;
    r->faults = 0;
    r->frames = 0;
    int status = r->hooks->begins(r->hooks->user, chapter, err);
    if (!status)
        status = r->hooks->path(r->hooks->user, chapter, &path, err);
    if (!status)
        status = path.failed ? al_fail_memory(err) : open_file(r, al_buf_string(&path), err);
    al_buf_release(&path);
    return status;
}

static size_t frames_of(const al_render *r, int milliseconds)
{
    return milliseconds > 0 ? (size_t)((int64_t)al_pool_rate(r->pool) * milliseconds / 1000) : 0;
}

/* Put a run's sound but for its first `skip` frames behind what the chapter has, turned up by `gain`.  Each run has the limiter for
 * itself, so that it is the same from wherever it is played. */
static int put_frames(al_render *r, const al_sound *sound, size_t skip, float gain, aloud_error *err)
{
    int16_t out[SLICE + AL_LIMIT_DELAY];
    al_limiter limiter;
    int status = 0;
    r->frames += sound->count - skip;
    if (!r->to->levels)
        return al_encoder_write(r->file, sound->frames + skip, sound->count - skip, err);
    al_limiter_init(&limiter);
    for (size_t at = 0, all = sound->count; at < all && !status;) {
        size_t n = all - at < SLICE ? all - at : SLICE;
        size_t made = al_limiter_run(&limiter, sound->frames + at, n, gain, out);
        at += n;
        if (at == all)
            made += al_limiter_drain(&limiter, out + made);
        size_t less = skip < made ? skip : made;
        skip -= less;
        status = al_encoder_write(r->file, out + less, made - less, err);
    }
    return status;
}

static int put_silence(al_render *r, size_t count, aloud_error *err)
{
    static const int16_t zeros[SLICE];
    int status = 0;
    r->frames += count;
    while (count && !status) {
        size_t n = count < SLICE ? count : SLICE;
        status = al_encoder_write(r->file, zeros, n, err);
        count -= n;
    }
    return status;
}

/* Wait for the oldest chapter that is still being encoded, and tell of it. */
static int settle(al_render *r, aloud_error *err)
{
    ending *e = r->oldest;
    r->oldest = e->next;
    if (!r->oldest)
        r->newest = NULL;
    r->endings--;
    int status = al_encoder_finish(e->file, NULL, err);
    if (!status)
        status = r->hooks->done(r->hooks->user, e->chapter, &e->timeline, e->faults, err);
    al_timeline_release(&e->timeline);
    free(e);
    return status;
}

/* Tell of those that are encoded; wait while there are more of them than `most`. */
static int settle_some(al_render *r, size_t most, aloud_error *err)
{
    int status = 0;
    while (!status && r->oldest) {
        bool wait = r->endings > most;
        if (al_encoder_ready(r->oldest->file, wait ? GLANCE : 0))
            status = settle(r, err);
        else if (!wait)
            break;
        else if (r->hooks->stop(r->hooks->user, r->oldest->chapter, r->items))
            status = al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
    }
    return status;
}

/* The chapter's sound is complete: let its encoder go on by itself. */
static int let_go(al_render *r, aloud_error *err)
{
    ending *e = calloc(1, sizeof *e);
    uint64_t *cues = malloc((r->timeline.count + 1) * sizeof *cues);
    int status = e && cues ? 0 : al_fail_memory(err);
    for (size_t i = 0; !status && i < r->timeline.count; i++)
        cues[i] = r->timeline.at[i].from;
    if (!status)
        status = al_encoder_end(r->file, cues, err);
    free(cues);
    if (status) {
        free(e);
        return status;
    }
    *e = (ending){ .file = r->file, .chapter = r->chapter, .timeline = r->timeline, .faults = r->faults };
    r->file = NULL;
    al_timeline_init(&r->timeline);
    if (r->newest)
        r->newest->next = e;
    else
        r->oldest = e;
    r->newest = e;
    r->endings++;
    return 0;
}

static int finish_chapter(al_render *r, aloud_error *err)
{
    if (!r->file)
        return 0;
    int tail = al_plan_tail(r->plan, r->chapter, err);
    int status = tail < 0 ? tail : put_silence(r, frames_of(r, tail) + 1, err);
    if (status)
        return status;
    al_timeline_finish(&r->timeline, r->frames);
    status = let_go(r, err);
    return status ? status : settle_some(r, (size_t)r->to->jobs, err);
}

/* An item begins with its first sound.  What is silent of it belongs to the one before; at the head of a chapter, where there is
 * none, it is left out: *skip of its frames. */
static bool begin_item(al_render *r, const al_item *item, const al_sound *sound, size_t *skip)
{
    size_t onset = al_sound_onset(sound->frames, 0, sound->count);
    uint64_t from = r->frames;
    r->items++;
    if (onset == sound->count)
        onset = 0;
    if (!r->timeline.count)
        *skip = onset;
    else
        from += onset;
    return al_timeline_add(&r->timeline, item->id, from);
}

/* Put a run's sound behind what the chapter has. */
static int add_sound(al_render *r, const al_run *run, const al_sound *sound, float gain, aloud_error *err)
{
    const al_item *item = &r->script->items[run->step.item];
    size_t skip = 0;
    if (run->step.begins && !begin_item(r, item, sound, &skip))
        return al_fail_memory(err);
    int64_t base = (int64_t)r->frames - (int64_t)skip;
    int status = al_hearing_add(&r->hearing, item, run, sound, al_pool_rate(r->pool), base, &r->timeline, err);
    if (status)
        return status;
    if (sound->status) {
        r->faults++;
        r->hooks->fault(r->hooks->user, item, &sound->error);
    }
    return put_frames(r, sound, skip, gain, err);
}

static int write_sound(al_render *r, const queued *q, const al_sound *sound, aloud_error *err)
{
    const al_run *run = &q->run;
    int status = 0;
    if (q->measured)
        return al_level_set(q->level, sound, al_pool_rate(r->pool), err);
    if (!r->file || run->step.chapter != r->chapter) {
        status = finish_chapter(r, err);
        if (!status)
            status = begin_chapter(r, run->step.chapter, err);
    }
    if (!status)
        status = put_silence(r, frames_of(r, run->step.silence), err);
    return status ? status : add_sound(r, run, sound, q->level ? al_level_gain(q->level) : 1, err);
}

/* The next run becomes the one ahead; *more turns 0 when the plan is done. */
static int look_ahead(al_render *r, int *more, aloud_error *err)
{
    al_run run;
    int status = al_runs_next(&r->runs, &run, err);
    *more = status == 1;
    if (status != 1)
        return status;
    al_level *level = NULL;
    status = r->to->levels ? al_levels_find(r->to->levels, &run.step.style, &level, err) : 0;
    if (status)
        return status;
    r->ahead = calloc(1, sizeof *r->ahead);
    if (!r->ahead)
        return al_fail_memory(err);
    *r->ahead = (queued){ .run = run, .level = level };
    return 0;
}

static int say(al_render *r, queued *q, aloud_error *err)
{
    const al_run *run = &q->run;
    int status = q->measured ? al_pool_say(r->pool, al_level_text(q->level), strlen(al_level_text(q->level)),
                                           al_level_style(q->level), q, err)
                             : al_pool_say_run(r->pool, run->step.text, run->step.size, run->rests, run->rest_count,
                                               &run->step.pronunciations, &run->step.style, q, err);
    if (status)
        return status;
    if (r->last)
        r->last->next = q;
    else
        r->first = q;
    r->last = q;
    return 0;
}

/* What the level of the run ahead is found by goes before it. */
static int say_level(al_render *r, aloud_error *err)
{
    queued *q = calloc(1, sizeof *q);
    if (!q)
        return al_fail_memory(err);
    *q = (queued){ .level = r->ahead->level, .measured = true };
    q->run.step.chapter = r->ahead->run.step.chapter;
    int status = say(r, q, err);
    if (status)
        free(q);
    return status;
}

/* Hand in utterances while there is room. */
static int feed(al_render *r, int *more, aloud_error *err)
{
    while (al_pool_room(r->pool)) {
        int status = !r->ahead && *more ? look_ahead(r, more, err) : 0;
        if (status || !r->ahead)
            return status;
        bool asks = r->ahead->level && al_level_ask(r->ahead->level);
        status = asks ? say_level(r, err) : say(r, r->ahead, err);
        if (status)
            return status;
        if (!asks)
            r->ahead = NULL;
    }
    return 0;
}

static void drop_first(al_render *r)
{
    queued *q = r->first;
    r->first = q->next;
    if (!r->first)
        r->last = NULL;
    free(q);
}

static void drop_endings(al_render *r)
{
    while (r->oldest) {
        ending *e = r->oldest;
        r->oldest = e->next;
        al_encoder_abandon(e->file);
        al_timeline_release(&e->timeline);
        free(e);
    }
}

static int poll_stop(void *user)
{
    al_render *r = user;
    /* Before the first chapter begins, the one that is waited for. */
    size_t chapter = !r->file && r->first ? r->first->run.step.chapter : r->chapter;
    return r->hooks->stop(r->hooks->user, chapter, r->items);
}

static int speak(al_render *r, aloud_error *err)
{
    int more = 1;
    for (;;) {
        int status = feed(r, &more, err);
        if (status || !al_pool_pending(r->pool))
            return status;
        al_sound sound;
        status = al_pool_take(r->pool, poll_stop, r, &sound, err);
        if (status)
            return status;
        bool begins = r->first->run.step.begins;
        status = write_sound(r, r->first, &sound, err);
        drop_first(r);
        if (!status)
            status = settle_some(r, (size_t)r->to->jobs, err);
        if (!status && begins && poll_stop(r))
            status = al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
        if (status)
            return status;
    }
}

int al_render_all(const al_script *s, al_plan *plan, al_pool *pool, const al_render_to *to, const al_render_hooks *hooks,
                  aloud_error *err)
{
    al_render r = { .script = s, .plan = plan, .pool = pool, .to = to, .hooks = hooks };
    al_timeline_init(&r.timeline);
    al_runs_init(&r.runs, plan);
    int status = speak(&r, err);
    if (!status)
        status = finish_chapter(&r, err);
    if (!status)
        status = settle_some(&r, 0, err);
    while (r.first)
        drop_first(&r);
    free(r.ahead);
    al_encoder_abandon(r.file);
    drop_endings(&r);
    al_timeline_release(&r.timeline);
    al_hearing_release(&r.hearing);
    return status;
}
