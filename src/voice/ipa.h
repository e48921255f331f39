/* The letters of the International Phonetic Alphabet, as the Association's chart of 2020 has them. */
#ifndef AL_VOICE_IPA_H
#define AL_VOICE_IPA_H

#include <stdbool.h>
#include <stddef.h>

/* What a code point is in IPA. */
typedef enum al_ipa {
    AL_IPA_NONE,      /* not of IPA */
    AL_IPA_VOWEL,
    AL_IPA_CONSONANT,
    AL_IPA_STRESS,    /* primary or secondary, before its syllable */
    AL_IPA_LENGTH,
    AL_IPA_MODIFIER,  /* changes the letter before it: aspirated, nasal, a tie */
    AL_IPA_BOUNDARY,  /* of syllables, feet, words */
    AL_IPA_TONE
} al_ipa;

al_ipa al_ipa_kind(unsigned code_point);

/* The first code point of `ipa` that is not IPA, with its bytes in *size; NULL where all of it is. */
const char *al_ipa_fault(const char *ipa, size_t *size);

#endif
