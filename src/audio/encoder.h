/* Audio files being written, of any format. */
#ifndef AL_AUDIO_ENCODER_H
#define AL_AUDIO_ENCODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/format.h"
#include "base/error.h"

typedef struct al_encoder al_encoder;

/* Begin the file at `path`, seen under its name only once al_encoder_finish has succeeded.  What is written is 16-bit mono at
 * `rate`.  labels[0..cues) name the marks (cue points, chapters) in it, in order, which formats that have none leave out; their
 * positions come at the end.  Path, tags and labels are not kept.  The same sound gives the same bytes.  A format that costs much
 * is encoded by a thread of its own meanwhile; a failure of it may be told by a later call.  *out is the caller's, to be used by
 * one thread at a time.  ALOUD_ERROR_OUTPUT. */
int al_encoder_begin(const char *path, const al_format *, int rate, const al_audio_tags *, const char *const *labels, size_t cues,
                     al_encoder **out, aloud_error *err);
int al_encoder_write(al_encoder *, const int16_t *frames, size_t count, aloud_error *err);
int al_encoder_silence(al_encoder *, size_t count, aloud_error *err);
/* Frames written so far, at the rate they are given in. */
uint64_t al_encoder_frames(const al_encoder *);

/* That was all: set the marks' positions (frames, ascending, one per label; copied), and go on by itself.  Only al_encoder_ready,
 * _finish and _abandon may follow. */
int al_encoder_end(al_encoder *, const uint64_t *cues, aloud_error *err);
/* Whether al_encoder_finish would not wait; waits for that, `ms` at most. */
bool al_encoder_ready(al_encoder *, int ms);
/* Finish, sync and rename, after al_encoder_end where that was not called yet.  Frees the encoder also on failure. */
int al_encoder_finish(al_encoder *, const uint64_t *cues, aloud_error *err);
/* Give up: nothing stays.  NULL is fine. */
void al_encoder_abandon(al_encoder *);

#endif
