/* A run of the pool as it is heard: its sound while it grows, at the level of its voice, peaks kept down.  To the sample what a
 * chapter's file has of it, from wherever it is heard. */
#ifndef AL_LIB_LEVELED_H
#define AL_LIB_LEVELED_H

#include <stdbool.h>

#include "audio/limit.h"
#include "lib/speaker.h"
#include "script/script.h"

/* Begin with a zeroed one.  Its address is the tag of its sound in the pool. */
typedef struct al_leveled {
    al_level *level;    /* the speaker's; NULL until it was ordered */
    bool ordered;       /* the pool has it */
    bool whole;         /* nothing of it is still to come */
    al_limiter limiter;
    int16_t *frames;    /* [0..count) */
    size_t count, room;
    size_t onset;       /* where the first sound is, as the engine gave it; count or more while that is not known */
} al_leveled;

/* Let the pool speak the run, and before it what its level is found by.  1 when the pool has it, 0 when there is no room now, or a
 * negative status. */
int al_leveled_order(al_leveled *, al_speaker *, const char *text, size_t size, const al_rest *, size_t rests,
                     const al_pronunciations *, const al_style *, aloud_error *err);
/* As al_pool_look, and it may fail: 1 when that is all, 0 when there will be more, ALOUD_ERROR_USAGE when it was not ordered,
 * ALOUD_ERROR_MEMORY, ALOUD_ERROR_OUTPUT. */
int al_leveled_look(al_leveled *, al_speaker *, al_sound *out, aloud_error *err);
/* It is wanted no more: as before it was ordered. */
void al_leveled_drop(al_leveled *, al_speaker *);

#endif
