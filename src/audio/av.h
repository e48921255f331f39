/* What libavformat and libavcodec do for files of a whole article: an optional module, built where their headers are, loaded when
 * it is asked for. */
#ifndef AL_AUDIO_AV_H
#define AL_AUDIO_AV_H

#include <stddef.h>
#include <stdint.h>

#include "audio/format.h"
#include "base/error.h"

/* AAC in ADTS frames: not one of the formats that a chapter can have by itself, for hardly anything plays it so.  Its begin fails
 * with what to install where the module is not there. */
extern const al_format al_format_aac;

/* Files that become one, a chapter each. */
typedef struct al_join {
    const char *const *files;  /* of one format: AAC, Opus */
    const char *const *titles; /* of the chapters */
    size_t count;
    al_audio_tags tags;        /* of the whole */
    const char *muxer;         /* libavformat's name, "ipod", "matroska" */
    const char *brand;         /* of an MP4 file, "M4B "; NULL elsewhere */
} al_join;

/* Put them one after the other into the file at `path`, packet by packet, without encoding anything anew.  The same files give the
 * same bytes.  ALOUD_ERROR_OUTPUT. */
int al_join_files(const al_join *, const char *path, aloud_error *err);

/* The same for MP3 files that al_coder_mp3 wrote, without the module. */
int al_join_mp3(const al_join *, const char *path, aloud_error *err);
/* The milliseconds at which each file begins in what al_join_mp3 makes of them: a little later than their lengths would tell, for
 * each ends with the silence that fills its last frame.  starts[0..count) is filled in. */
int al_join_mp3_starts(const al_join *, uint64_t *starts, aloud_error *err);

#endif
