/* Text made harmless for an engine: no byte, run or symbol in it makes one crash, and no word is lost. */
#ifndef AL_SPEECH_CLEAN_H
#define AL_SPEECH_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct al_clean {
    al_buf text;      /* valid UTF-8 without controls; "" where there is nothing to say */
    uint32_t *origin; /* for each code point of text: code points before it in the original; NULL when it is the same */
    size_t count;     /* code points in text */
    size_t words;     /* tokens that have a letter or a digit */
} al_clean;

/* False when out of memory; *out is then released. */
bool al_clean_text(al_clean *out, const char *text, size_t size);
void al_clean_release(al_clean *);

/* Where code point `at` of the clean text was in the original. */
uint32_t al_clean_origin(const al_clean *, size_t at);

#endif
