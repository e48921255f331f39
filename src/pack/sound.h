/* The chapters' sound in the formats that packages need: each chapter is encoded once for all of them, several at a time. */
#ifndef AL_PACK_SOUND_H
#define AL_PACK_SOUND_H

#include "audio/format.h"
#include "pack/pack.h"

/* What has been encoded for the packages of one input. */
typedef struct al_sounds al_sounds;

/* NULL when out of memory. */
al_sounds *al_sounds_new(void);
/* Removes what was encoded: packages have copied it.  NULL is fine. */
void al_sounds_free(al_sounds *);

/* The format that the chapters have if it is one of `names` (NULL at the end), else the first of those; "aac" is known here too. */
const al_format *al_sound_format(const al_pack_input *, const char *const *names);

/* Encode the chapters in all of these formats, as many at a time as in->jobs, so that packages find them.  One that fails keeps no
 * other from being there; the first failure is returned. */
int al_sounds_make(const al_pack_input *, const al_format *const *formats, size_t count, aloud_error *err);

/* Paths of the chapters, in->count of them, in that format: the chapter files themselves where they have it.  They live as long as
 * in->sounds.  ALOUD_ERROR_OUTPUT. */
int al_sounds_get(const al_pack_input *, const al_format *, const char *const **paths, aloud_error *err);

#endif
