/* Worker processes: speaks utterances in parallel and gives their sound back in the order they were handed in.
 *
 * For every voice family an engine process is forked that opens the engine and never speaks; each utterance is spoken by a
 * child forked from it, into memory shared with the caller, and only there.  So the sound of an utterance depends on nothing but
 * its text and style: not on what came before, not on the number of workers.  A child that crashes or hangs costs one
 * utterance, which is tried once more; an engine process that dies is started again. */
#ifndef AL_SPEECH_POOL_H
#define AL_SPEECH_POOL_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "speech/engine.h"
#include "voice/voice.h"

typedef struct al_pool al_pool;

enum { AL_POOL_RESTS = 32 }; /* most silences in an utterance */

/* The sound of one utterance; lives until the next al_pool_take or al_pool_close. */
typedef struct al_sound {
    const int16_t *frames;
    size_t count;
    const al_word *words; /* in order of `at` as the engine gave them; repaired: no frame past count */
    size_t word_count;
    int status;           /* 0, or ALOUD_ERROR_ENGINE: what error names is missing from the frames, or all of it */
    aloud_error error;
    void *tag;            /* as given to al_pool_say */
    uint32_t starts[AL_POOL_RESTS]; /* frame at which the sentence behind each rest begins, past count where it is not known yet */
} al_sound;

/* `jobs` (at least 1) utterances are spoken at the same time.  *out is the caller's. */
int al_pool_open(const al_engine *, int jobs, al_pool **out, aloud_error *err);
/* Ends every process that the pool started and waits for it.  NULL is fine. */
void al_pool_close(al_pool *);

/* How long (ms) an engine may take over an utterance beyond 20 ms for each of its bytes before it counts as hung, and to load a
 * voice; for the engine processes started from now on.  20 s unless set. */
void al_pool_patience(al_pool *, int milliseconds);

/* Start the engine process for a family and wait until it has loaded the voice; harmless when it runs.
 * ALOUD_ERROR_USAGE: no such voice.  ALOUD_ERROR_ENGINE. */
int al_pool_voice(al_pool *, const char *family, aloud_error *err);

/* Frames per second, and the engine's version string; known once a voice is open. */
int al_pool_rate(const al_pool *);
const char *al_pool_version(const al_pool *);

/* Whether al_pool_say has room for another utterance (some must be taken otherwise). */
bool al_pool_room(const al_pool *);
/* Utterances handed in and not yet taken. */
size_t al_pool_pending(const al_pool *);

/* Hand in an utterance; text is copied.  Opens the style's family when it is not.  Needs al_pool_room.  Text that engines choke on
 * (controls, runs of emoji, endless digits) is made harmless; a text with nothing to say gives 0 frames and status 0. */
int al_pool_say(al_pool *, const char *text, size_t size, const al_style *, void *tag, aloud_error *err);

/* The same for several sentences at once, spoken one after another by one child: a fork for each is a tenth of the work.  The first
 * begins the text; before each of the others, which begins at byte `at`, is silence.  At most AL_POOL_RESTS of them, ascending.
 * Those of the pronunciations (may be NULL) that lie within the text go to the engine.  All is copied. */
typedef struct al_rest {
    size_t at;
    int silence; /* ms */
} al_rest;
int al_pool_say_run(al_pool *, const char *text, size_t size, const al_rest *, size_t rests,
                    const al_pronunciations *, const al_style *, void *tag, aloud_error *err);

/* Wait for the oldest utterance not yet taken.  Needs al_pool_pending > 0.  `stop` (may be NULL) is looked at about ten times a
 * second: nonzero ends the wait with ALOUD_ERROR_CANCELLED.  A failed utterance is a sound with a status, not a failure. */
int al_pool_take(al_pool *, int (*stop)(void *), void *user, al_sound *out, aloud_error *err);

/* For a caller that does not wait, and skips about; utterances go by their tags.
 *
 * Do what can be done at once. */
void al_pool_turn(al_pool *);
/* What to poll for before there is more to do: on[0..room), how many.  Sound grows between two answers all the same. */
size_t al_pool_watch(const al_pool *, struct pollfd *on, size_t room);
/* What there is so far of an utterance's sound; it is final, and stays until al_pool_drop.  Its words may be ahead of it: their
 * frames are past count then.  1 when that is all of it, 0 when there
 * will be more, ALOUD_ERROR_USAGE when there is none of that tag. */
int al_pool_look(const al_pool *, const void *tag, al_sound *out);
/* An utterance is no longer wanted, spoken or not. */
void al_pool_drop(al_pool *, const void *tag);

#endif
