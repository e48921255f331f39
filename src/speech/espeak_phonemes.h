/* Phonemes in espeak-ng's own names.  A voice has a table of them, some two hundred; which ones differs from language to
 * language, and a name that is not in it is silently left out.  So the table is read from the engine's data and each sound is
 * given the nearest one that the voice has. */
#ifndef AL_SPEECH_ESPEAK_PHONEMES_H
#define AL_SPEECH_ESPEAK_PHONEMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "voice/pronunciation.h"

enum { AL_ESPEAK_PHONEMES = 512 };

typedef struct al_espeak_table {
    char names[AL_ESPEAK_PHONEMES][5];
    size_t count;    /* 0 where the data could not be read: every phoneme is then taken to be there */
    char name[32];   /* of the table, "en-us" */
} al_espeak_table;

/* The phoneme table of the voice whose file is `voice`, from the engine's folder of data. */
void al_espeak_table_read(al_espeak_table *, const char *folder, const char *voice);

/* Append phonemes as the engine takes them between "[[" and "]]", without those.  False where the voice has nothing for some of
 * them, which are left out. */
bool al_espeak_phonemes(const al_espeak_table *, const al_pronunciation *, const char *phonemes, size_t size, al_buf *out);

#endif
