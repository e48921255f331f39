/* Files: read whole under a ceiling, and written so that a name never shows an unfinished file. */
#ifndef AL_BASE_FILE_H
#define AL_BASE_FILE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

/* Append the file at `path` ("-": standard input) to *out.  ALOUD_ERROR_INPUT with a one-line reason when it is missing,
 * a directory, unreadable, or holds more than out->limit bytes. */
int al_file_read(const char *path, al_buf *out, aloud_error *err);

/* A file being written beside its final name. */
typedef struct al_file {
    char *path;  /* final name */
    char *draft; /* name until it is committed */
    int fd;      /* -1 when closed */
} al_file;

/* Begin `path`; `mode` bits are 0666 less the umask.  ALOUD_ERROR_OUTPUT. */
int al_file_begin(al_file *, const char *path, aloud_error *err);
/* Write all of it, whatever write(2) takes at a time. */
int al_file_write(al_file *, const void *bytes, size_t size, aloud_error *err);
/* Write over what is there already, from byte `at`; what is written next still goes to the end. */
int al_file_write_at(al_file *, const void *bytes, size_t size, uint64_t at, aloud_error *err);
/* fsync, close and rename to the final name; on failure the draft is removed.  Releases the struct either way. */
int al_file_commit(al_file *, aloud_error *err);
/* Remove the draft.  Harmless on a zeroed or released struct. */
void al_file_abandon(al_file *);

/* The whole of a small file in one step. */
int al_file_put(const char *path, const void *bytes, size_t size, aloud_error *err);

/* mkdir -p. ALOUD_ERROR_OUTPUT. */
int al_file_mkdirs(const char *path, aloud_error *err);

/* What the names of drafts end with. */
#define AL_FILE_DRAFT ".aloud-draft"
/* Whether a file of that name is a draft. */
int al_file_is_draft(const char *name);

/* Remove drafts that a killed run left in `folder`. */
void al_file_sweep(const char *folder);

#endif
