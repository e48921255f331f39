/* How a stretch of a text sounds, where that is known better than an engine would guess it. */
#ifndef AL_VOICE_PRONUNCIATION_H
#define AL_VOICE_PRONUNCIATION_H

#include <stddef.h>
#include <stdint.h>

typedef enum al_alphabet {
    AL_IPA,   /* the International Phonetic Alphabet, checked (al_ipa_fault) */
    AL_ESPEAK /* espeak-ng's own names of phonemes ("x-espeak"): printable ASCII without brackets */
} al_alphabet;

/* The longest phonemes that a stretch may have: words are short, and engines hold little. */
enum { AL_PHONEMES_LONGEST = 200 };

typedef struct al_pronunciation {
    uint32_t from, to;    /* bytes of the text; from < to */
    al_alphabet alphabet;
    const char *phonemes; /* never "", at most AL_PHONEMES_LONGEST bytes; a space between words */
} al_pronunciation;

/* Those of a text, ascending and apart. */
typedef struct al_pronunciations {
    const al_pronunciation *at; /* may be NULL where count is 0 */
    size_t count;
    size_t base;                /* where the text begins in what `from` and `to` count */
} al_pronunciations;

#endif
