#include "lib/leveled.h"

#include <stdlib.h>
#include <string.h>

#include "speech/align.h"

int al_leveled_order(al_leveled *l, al_speaker *s, const char *text, size_t size, const al_rest *rests, size_t count,
                     const al_pronunciations *pronunciations, const al_style *style, aloud_error *err)
{
    int status = l->level ? 0 : al_levels_find(s->levels, style, &l->level, err);
    if (status || !al_pool_room(s->pool))
        return status;
    if (al_level_ask(l->level)) {
        status = al_pool_say(s->pool, al_level_text(l->level), strlen(al_level_text(l->level)), al_level_style(l->level), l->level,
                             err);
        if (status || !al_pool_room(s->pool))
            return status;
    }
    status = al_pool_say_run(s->pool, text, size, rests, count, pronunciations, style, l, err);
    if (status)
        return status;
    al_limiter_init(&l->limiter);
    l->ordered = true;
    return 1;
}

/* Room for as many frames in all, and what the limiter gives beyond. */
static bool make_room(al_leveled *l, size_t count)
{
    size_t room = l->room ? l->room : 1 << 12;
    while (room < count + AL_LIMIT_DELAY)
        room *= 2;
    int16_t *frames = room == l->room ? l->frames : realloc(l->frames, room * sizeof *frames);
    if (!frames)
        return false;
    l->frames = frames;
    l->room = room;
    return true;
}

/* Take in what the pool has more than before. */
static int take(al_leveled *l, const al_sound *sound, bool whole, aloud_error *err)
{
    size_t taken = (size_t)l->limiter.taken;
    size_t more = sound->count > taken ? sound->count - taken : 0; /* one that failed has less than it had */
    if (!make_room(l, taken + more))
        return al_fail_memory(err);
    if (l->onset == taken) /* silent so far */
        l->onset = al_sound_onset(sound->frames, taken, taken + more);
    if (more)
        l->count += al_limiter_run(&l->limiter, sound->frames + taken, more, al_level_gain(l->level), l->frames + l->count);
    if (whole)
        l->count += al_limiter_drain(&l->limiter, l->frames + l->count);
    l->whole = whole;
    return 0;
}

int al_leveled_look(al_leveled *l, al_speaker *s, al_sound *out, aloud_error *err)
{
    al_sound sound;
    if (!l->ordered)
        return ALOUD_ERROR_USAGE;
    int whole = al_pool_look(s->pool, l, &sound), status = 0;
    if (whole < 0)
        return whole;
    if (!al_level_is_known(l->level)) {
        al_sound phrases;
        int said = al_pool_look(s->pool, l->level, &phrases);
        if (said == 1)
            status = al_level_set(l->level, &phrases, al_pool_rate(s->pool), err);
        if (said == 1)
            al_pool_drop(s->pool, l->level);
    }
    if (!status && al_level_is_known(l->level) && !l->whole)
        status = take(l, &sound, whole == 1, err);
    *out = sound;
    out->frames = l->frames;
    out->count = l->count;
    return status ? status : l->whole;
}

void al_leveled_drop(al_leveled *l, al_speaker *s)
{
    if (l->ordered)
        al_pool_drop(s->pool, l);
    free(l->frames);
    *l = (al_leveled){ 0 };
}
