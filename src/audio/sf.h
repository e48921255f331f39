/* libsndfile, loaded with the first file: its codecs are ten more libraries.  The only file that includes its header. */
#ifndef AL_AUDIO_SF_H
#define AL_AUDIO_SF_H

#include <sndfile.h>

#include "audio/format.h"
#include "base/error.h"
#include "base/file.h"

#define AL_SF_FUNCTIONS(X)                                                                                                \
    X(sf_open_virtual) X(sf_open_fd) X(sf_close) X(sf_command) X(sf_set_string) X(sf_strerror) X(sf_writef_short)        \
    X(sf_readf_short) X(sf_seek) X(sf_version_string)

typedef struct al_sf {
#define X(name) __typeof__(name) *name;
    AL_SF_FUNCTIONS(X)
#undef X
} al_sf;

/* Fill in the functions; `failed` is the status where the library is missing. */
int al_sf_load(al_sf *, int failed, aloud_error *err);

/* A file of ours that the library writes.  It reports hardly any failure: what it is told of goes through al_sf_io. */
typedef struct al_sf_file {
    al_file file;
    int why; /* errno of the first read or write that failed; 0 while all is well */
} al_sf_file;

/* The way to an al_sf_file, which is the user pointer. */
SF_VIRTUAL_IO al_sf_io(void);

/* Put the tags into a file being written at `path`, before its sound.  ALOUD_ERROR_OUTPUT. */
int al_sf_tag(const al_sf *, SNDFILE *to, const char *path, const al_audio_tags *, aloud_error *err);

#endif
