/* Writing a ZIP archive: files in the order they are added, all of one time, so that the same files give the same bytes. */
#ifndef AL_PACK_ZIP_H
#define AL_PACK_ZIP_H

#include "base/buf.h"
#include "base/error.h"

typedef struct al_zipper al_zipper;

/* Begin the archive at `path`, seen under its name only once al_zipper_finish has succeeded.  libzip is loaded for it.
 * ALOUD_ERROR_OUTPUT. */
int al_zipper_begin(const char *path, al_zipper **out, aloud_error *err);
/* Add a file of these bytes, stored as they are or deflated; takes the buffer's contents and releases it, also on failure. */
int al_zipper_put(al_zipper *, const char *name, al_buf *bytes, bool stored, aloud_error *err);
/* Add the file at `path`, stored as it is.  It is read by al_zipper_finish. */
int al_zipper_copy(al_zipper *, const char *name, const char *path, aloud_error *err);
/* Write, sync and rename it.  Frees the al_zipper, also on failure, when nothing stays. */
int al_zipper_finish(al_zipper *, aloud_error *err);
/* Give up: nothing stays.  NULL is fine. */
void al_zipper_abandon(al_zipper *);

#endif
