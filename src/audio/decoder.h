/* Audio files read back, of any format. */
#ifndef AL_AUDIO_DECODER_H
#define AL_AUDIO_DECODER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A file of any format, mono and at its own rate. */
typedef struct al_decoder al_decoder;
/* *frames: how many it says it has.  ALOUD_ERROR_INPUT.  *out is the caller's. */
int al_decoder_open(const char *path, al_decoder **out, int *rate, uint64_t *frames, aloud_error *err);
/* The next frames, at most `room`; how many, 0 at the end, or ALOUD_ERROR_INPUT. */
long al_decoder_read(al_decoder *, int16_t *frames, size_t room, aloud_error *err);
/* What is read next is frame `at`, at most as many as it has.  ALOUD_ERROR_INPUT. */
int al_decoder_seek(al_decoder *, uint64_t at, aloud_error *err);
void al_decoder_close(al_decoder *); /* NULL is fine */

#endif
