/* The voice that `play` speaks with: what the options pick, and the processes that speak it. */
#ifndef AL_LIB_SPEAKER_H
#define AL_LIB_SPEAKER_H

#include "base/buf.h"
#include "lib/levels.h"
#include "lib/options.h"
#include "speech/pool.h"
#include "voice/voice.h"

typedef struct al_speaker {
    al_pool *pool;
    al_voice *voice;
    al_picks picks;
    al_buf data;     /* the data folder */
    al_levels *levels;
} al_speaker;

/* Open the engine with the voice for `language`, and wait until it is ready.  The script may be NULL, and is borrowed.  Released
 * also by its failure. */
int al_speaker_open(al_speaker *, const aloud_options *, const al_script *, const char *language, aloud_error *err);
void al_speaker_release(al_speaker *); /* harmless on a zeroed one */
/* Take other options; as before when that fails.  What is being spoken goes on in the voice that it was ordered in. */
int al_speaker_change(al_speaker *, const aloud_options *, const char *language, aloud_error *err);

#endif
