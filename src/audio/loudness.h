/* How loud something is (ITU-R BS.1770-4, EBU R 128). */
#ifndef AL_AUDIO_LOUDNESS_H
#define AL_AUDIO_LOUDNESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { AL_LOUDNESS = -19 /* LUFS of every voice: what the W3C and broadcasters ask of mono speech */ };

/* The integrated loudness of 16-bit mono sound, in LUFS; -HUGE_VAL for silence, or what is too short to tell.  By libebur128,
 * loaded when it is needed: ALOUD_ERROR_OUTPUT where it is missing. */
int al_loudness_measure(const int16_t *frames, size_t count, int rate, double *lufs, aloud_error *err);

#endif
