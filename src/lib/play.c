/* The player: what the output gets, and from where.  It never waits; its caller polls. */
#include "lib/play.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/play_bus.h"

enum {
    RAMP = 5,  /* ms over which sound fades in and out, so that nothing clicks */
    KEEP = 30  /* seconds of sound after which it is kept where one is */
};

static size_t ramp_frames(const aloud_player *p)
{
    return (size_t)p->rate * RAMP / 1000;
}

void al_play_tell(aloud_player *p, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(p->note, sizeof p->note, format, list);
    va_end(list);
}

/* ---- what was given ------------------------------------------------------------------------------------------------- */

static al_play_mark *mark_at(aloud_player *p, size_t i)
{
    return &p->marks[(p->first_mark + i) % AL_PLAY_MARKS];
}

/* The frames that follow are from here. */
static void put_mark(aloud_player *p, bool beside)
{
    al_play_mark m = { .frame = p->given, .chapter = p->track->chapter, .sentence = p->sentence, .offset = p->offset,
                       .beside = beside };
    const al_play_mark *last = p->mark_count ? mark_at(p, p->mark_count - 1) : NULL;
    if (last && last->chapter == m.chapter && last->sentence == m.sentence && last->beside == beside &&
        (beside || last->offset + (m.frame - last->frame) == m.offset))
        return; /* it goes on */
    if (p->mark_count == AL_PLAY_MARKS) {
        p->first_mark = (p->first_mark + 1) % AL_PLAY_MARKS;
        p->mark_count--;
    }
    *mark_at(p, p->mark_count++) = m;
}

al_play_mark al_play_heard(const aloud_player *p)
{
    size_t queued = p->output.kind ? p->output.kind->queued(p->output.state) : 0;
    uint64_t at = p->given > queued ? p->given - queued : 0;
    for (size_t i = p->mark_count; at < p->given && i-- > 0;) {
        al_play_mark m = p->marks[(p->first_mark + i) % AL_PLAY_MARKS];
        if (m.frame > at)
            continue;
        if (!m.beside)
            m.offset += (size_t)(at - m.frame);
        m.frame = at;
        return m;
    }
    return (al_play_mark){ .frame = at, .chapter = p->track ? p->track->chapter : 0, .sentence = p->sentence, .offset = p->offset };
}

static int give(aloud_player *p, const int16_t *frames, size_t count, bool beside, aloud_error *err)
{
    if (!count)
        return 0;
    put_mark(p, beside);
    p->given += count;
    return p->output.kind->write(p->output.state, frames, count, err);
}

/* ---- cutting and going ---------------------------------------------------------------------------------------------- */

/* The frames that would have followed, as far as they are at hand. */
static int following(aloud_player *p, int16_t *out, size_t want, size_t *got, aloud_error *err)
{
    *got = 0;
    if (p->aside.on) {
        const int16_t *frames;
        size_t count;
        int status = al_play_aside(p, &frames, &count, err);
        if (status >= 0 && count > p->aside.offset) {
            *got = count - p->aside.offset < want ? count - p->aside.offset : want;
            memcpy(out, frames + p->aside.offset, *got * sizeof *out);
        }
        return status < 0 ? status : 0;
    }
    if (p->word || p->ended)
        return 0;
    int status = p->track->kind->read(p->track, p->sentence, p->offset, out, want, got, err);
    return status < 0 ? status : 0;
}

/* Nothing follows from what was given last: let it fade. */
static int fade_out(aloud_player *p, aloud_error *err)
{
    int16_t out[AL_PLAY_CHUNK];
    size_t room = p->output.kind->room(p->output.state), want = ramp_frames(p), got;
    want = want < room ? want : room;
    int status = following(p, out, want < AL_PLAY_CHUNK ? want : AL_PLAY_CHUNK, &got, err);
    for (size_t i = 0; i < got; i++)
        out[i] = (int16_t)(out[i] * (int)(got - i) / (int)(got + 1));
    p->faded = true;
    return status ? status : give(p, out, got, true, err);
}

int al_play_rest(aloud_player *p, aloud_error *err)
{
    int status = p->faded ? 0 : fade_out(p, err);
    al_play_end_aside(p);
    if (!p->word && !p->ended)
        p->word = p->track->kind->word(p->track, p->sentence, p->offset);
    return status;
}

int al_play_cut(aloud_player *p, aloud_error *err)
{
    al_play_mark m = al_play_heard(p);
    int status = p->faded ? 0 : fade_out(p, err);
    al_play_end_aside(p);
    if (status || m.beside || p->paused)
        return status;
    if (m.chapter != p->track->chapter)
        status = p->track->kind->enter(p->track, m.chapter, err);
    if (p->sentence != m.sentence || m.offset != p->offset)
        p->word = 0;
    p->sentence = m.sentence;
    p->offset = m.offset;
    return status;
}

int al_play_go(aloud_player *p, size_t chapter, size_t sentence, aloud_error *err)
{
    al_sentence s;
    int status = 0;
    if (chapter != p->track->chapter)
        status = p->track->kind->enter(p->track, chapter, err);
    while (!status && (status = p->track->kind->sentence(p->track, sentence, &s, err)) == 0) {
        if (p->track->chapter + 1 >= p->track->chapters)
            break;
        sentence = 0;
        status = p->track->kind->enter(p->track, p->track->chapter + 1, err);
    }
    if (status < 0)
        return status;
    p->ended = status == 0;
    p->sentence = sentence;
    p->offset = p->word = 0;
    return 0;
}

/* ---- giving --------------------------------------------------------------------------------------------------------- */

static void fade_in(aloud_player *p, int16_t *frames, size_t count)
{
    size_t all = ramp_frames(p);
    for (size_t i = 0; i < count && p->fade_in; i++, p->fade_in--)
        frames[i] = (int16_t)(frames[i] * (int)(all - p->fade_in + 1) / (int)(all + 1));
}

/* The sentence is over: on to the next, or the next chapter, or the end. */
static int advance(aloud_player *p, aloud_error *err)
{
    al_sentence s;
    int status = p->track->kind->sentence(p->track, p->sentence + 1, &s, err);
    if (status < 0)
        return status;
    p->over = p->over || (status == 0 && p->track->chapter >= p->until);
    p->quit = p->quit || (p->sleep_at && p->given >= p->sleep_at);
    status = al_play_go(p, p->track->chapter, p->sentence + 1, err);
    if (!status && p->given - p->kept >= (uint64_t)p->rate * KEEP) {
        p->kept = p->given;
        al_play_keep_now(p); /* in case that this run is killed */
    }
    return status;
}

/* Give what there is of what is said besides. */
static int give_aside(aloud_player *p, size_t room, aloud_error *err)
{
    const int16_t *frames;
    size_t count;
    al_pool_turn(al_track_speaker(p->track, &p->own)->pool);
    int whole = al_play_aside(p, &frames, &count, err);
    if (whole < 0)
        return whole;
    size_t n = count - p->aside.offset;
    n = n < room ? n : room;
    int status = n ? give(p, frames + p->aside.offset, n, true, err) : 0;
    p->aside.offset += n;
    if (whole && p->aside.offset == count)
        al_play_end_aside(p);
    return status ? status : n || !p->aside.on;
}

/* Give up to `room` frames of the article.  1 when it may have more at once. */
static int give_next(aloud_player *p, size_t room, aloud_error *err)
{
    int16_t out[AL_PLAY_CHUNK];
    size_t got;
    const al_track_kind *kind = p->track->kind;
    int status = kind->prepare(p->track, p->sentence, err);
    if (status)
        return status;
    if (p->word && !kind->find(p->track, p->sentence, p->word, &p->offset))
        return 0;
    p->word = 0;
    if (p->wait_at && p->wait_at - p->given < room)
        room = (size_t)(p->wait_at - p->given);
    int over = kind->read(p->track, p->sentence, p->offset, out, room < AL_PLAY_CHUNK ? room : AL_PLAY_CHUNK, &got, err);
    if (over < 0)
        return over;
    if (got && p->faded) {
        p->fade_in = p->offset ? ramp_frames(p) : 0;
        p->faded = false;
    }
    fade_in(p, out, got);
    status = give(p, out, got, false, err);
    p->offset += got;
    if (!status && over)
        status = advance(p, err);
    return status ? status : got || over;
}

/* Whether nothing is to be given now. */
static bool is_idle(const aloud_player *p)
{
    return p->quit || p->over || (!p->aside.on && (p->paused || p->ended)) || (p->wait_at && p->given >= p->wait_at);
}

static int fill(aloud_player *p, aloud_error *err)
{
    const al_output_kind *to = p->output.kind;
    for (bool again = true; again;) {
        bool idle = is_idle(p);
        if (idle != p->output_paused)
            to->pause(p->output.state, idle);
        p->output_paused = idle;
        /* There is always room for a fading end. */
        size_t room = to->room(p->output.state), kept = ramp_frames(p);
        if (idle || room <= kept)
            return 0;
        int status = p->aside.on ? give_aside(p, room - kept, err) : give_next(p, room - kept, err);
        if (status < 0)
            return status;
        again = status && to != &al_output_file; /* which never is full: commands get their turn */
    }
    return 0;
}

int aloud_player_turn(aloud_player *p, aloud_error *err)
{
    if (!p->track)
        return 1;
    if (p->shared && !p->bus && p->given) {
        p->bus = al_play_bus_open(p);
        p->shared = p->bus != NULL;
    }
    int asked = al_play_bus_turn(p->bus, err);
    if (asked)
        return asked;
    if (p->wait_at && p->given >= p->wait_at)
        p->wait_at = 0; /* its caller has had a turn since */
    int status = p->output.kind->turn(p->output.state, err);
    if (!status)
        status = fill(p, err);
    if (!status && p->track->fault.status) {
        al_play_tell(p, "not spoken: %.180s", p->track->fault.text);
        p->track->fault.status = 0;
    }
    if (status)
        return status;
    bool done = p->ended || p->quit || p->over;
    if (done && p->given < p->wait_at)
        p->wait_at = 0; /* so much more will not be heard */
    return done && !p->wait_at && is_idle(p) && !p->output.kind->queued(p->output.state);
}

size_t aloud_player_watch(aloud_player *p, struct pollfd *on, size_t room, int *wait)
{
    if (p->wait_at && p->given >= p->wait_at)
        *wait = 0;
    size_t n = al_play_bus_watch(p->bus, on, room, wait);
    if (!p->track || !p->output.kind || (is_idle(p) && !p->output.kind->queued(p->output.state)))
        return n;
    n += p->output.kind->watch(p->output.state, on + n, room - n, wait);
    /* Speech that is waited for grows without a word about it. */
    if (p->faded && (*wait < 0 || *wait > 1))
        *wait = 1;
    if (n < room)
        n += p->track->kind->watch(p->track, on + n, room - n);
    return n;
}
