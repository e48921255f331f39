/* Chapters as WAV files: 16-bit mono, RF64 only past 4 GiB, metadata, a labelled cue point per item. */
#ifndef AL_AUDIO_WAV_H
#define AL_AUDIO_WAV_H

#include <stddef.h>
#include <stdint.h>

#include "audio/format.h"
#include "base/error.h"

typedef struct al_wav al_wav;

/* Begin the file at `path`, seen under its name only once al_wav_finish has succeeded.  labels[0..cues) name the cue points, in
 * order; their positions come with al_wav_finish.  *out is the caller's.  ALOUD_ERROR_OUTPUT. */
int al_wav_begin(const char *path, int rate, const al_audio_tags *, const char *const *labels, size_t cues, al_wav **out,
                 aloud_error *err);
/* Make it RF64 however short it is, for those who test what becomes of a file past 4 GiB.  Before anything is written. */
void al_wav_widen(al_wav *);
int al_wav_write(al_wav *, const int16_t *frames, size_t count, aloud_error *err);
int al_wav_silence(al_wav *, size_t count, aloud_error *err);
/* Frames written so far. */
uint64_t al_wav_frames(const al_wav *);
/* Set the cue positions (frames, ascending, one per label), finish, sync and rename.  Frees the al_wav also on failure. */
int al_wav_finish(al_wav *, const uint64_t *cues, aloud_error *err);
/* Give up: nothing stays.  NULL is fine. */
void al_wav_abandon(al_wav *);

/* Frames and rate of a finished file, whether it is complete and ours.  ALOUD_ERROR_INPUT. */
int al_wav_inspect(const char *path, uint64_t *frames, int *rate, aloud_error *err);

/* The version of the library that writes it, for what must be made anew when it changes; "" where it is missing. */
const char *al_wav_version(void);

#endif
