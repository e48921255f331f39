/* When each word of an utterance is heard: the engine's word events, which go back at times, tell of two words as one or of one as
 * five, repaired against the text and the sound. */
#ifndef AL_SPEECH_ALIGN_H
#define AL_SPEECH_ALIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "script/words.h"
#include "speech/pool.h"

/* A word of the text that was spoken. */
typedef struct al_aligned {
    al_word_range at;    /* bytes of the text; ascending, none in two */
    size_t begin, end;   /* frames of the sound: begin < end, ascending, none in two */
    bool told;           /* the engine told of it; else it is placed between its neighbours by its length */
} al_aligned;

/* The words of text[0..size), of which `sound` is the sound.  Those that do not fit in any more are left out.  *out is the
 * caller's, to free; NULL where there are none.  ALOUD_ERROR_MEMORY. */
int al_align(const char *text, size_t size, const al_sound *sound, int rate, al_word_cutter *, al_aligned **out, size_t *count,
             aloud_error *err);

/* The first frame from `from` on that is sound and not silence; `count` where all of the rest is silence. */
size_t al_sound_onset(const int16_t *frames, size_t from, size_t count);

#endif
