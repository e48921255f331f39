/* A text with phonemes in it as espeak-ng takes it ("[[...]]"), and where in the caller's text its places are. */
#ifndef AL_SPEECH_ESPEAK_TEXT_H
#define AL_SPEECH_ESPEAK_TEXT_H

#include "speech/engine.h"
#include "speech/espeak_phonemes.h"

/* What was put in place of a stretch; all in code points. */
typedef struct al_espeak_stretch {
    uint32_t from, to;      /* of the text made */
    uint32_t at, count;     /* of the caller's */
} al_espeak_stretch;

typedef struct al_espeak_text {
    al_buf text;
    al_espeak_stretch *stretches; /* ascending */
    size_t count, room;
} al_espeak_text;

/* False when out of memory; *out is then released. */
bool al_espeak_text_make(al_espeak_text *out, const al_espeak_table *, const al_saying *);
void al_espeak_text_release(al_espeak_text *);

/* Move a word from the text made to the caller's. */
void al_espeak_text_place(const al_espeak_text *, al_word *);

#endif
