/* Whether an engine has spoken all of a text: it drops the tail of a long clause without a word. */
#ifndef AL_SPEECH_CHECK_H
#define AL_SPEECH_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "speech/engine.h"

/* What the engine made of a text; words may be in any order. */
typedef struct al_spoken {
    const al_word *words;
    size_t count;
    size_t frames;
    int hertz; /* frames per second */
    int rate;  /* words per minute */
} al_spoken;

/* True when the events reach every part of the text and the sound is not too short for it.  An engine may well tell of two or three
 * words as one ("of the"); `strictly` it may not: for a text of which something has been lost already. */
bool al_check_complete(const char *text, size_t size, const al_spoken *, bool strictly);

/* Where to halve a text: a byte in text[0..size) that begins a word, near the middle and if possible after the end of a clause; in
 * the middle of a single word when it has more than `longest` code points.  0 when it cannot be halved so. */
size_t al_check_middle(const char *text, size_t size, size_t longest);

#endif
