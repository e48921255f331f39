/* Another sample rate, by libsoxr, loaded when it is needed. */
#ifndef AL_AUDIO_RESAMPLE_H
#define AL_AUDIO_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct al_resampler al_resampler;

/* ALOUD_ERROR_OUTPUT where the library is missing.  *out is the caller's. */
int al_resampler_new(int from, int to, al_resampler **out, aloud_error *err);
void al_resampler_free(al_resampler *); /* NULL is fine */
/* Take `count` frames (0: there are no more) and give what there is of them, *made frames at *frames, which live until the next
 * call.  In all as many as last as long, to the frame.  ALOUD_ERROR_MEMORY. */
int al_resampler_run(al_resampler *, const int16_t *in, size_t count, const int16_t **frames, size_t *made, aloud_error *err);

#endif
