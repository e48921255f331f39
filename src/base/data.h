/* The data a person can edit: where it is, and reading its INI files. */
#ifndef AL_BASE_DATA_H
#define AL_BASE_DATA_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* Append the folder that holds the voices, phrases and cues: $ALOUD_DATA, else voices/ beside the build directory that the
 * running program sits in, else the installed one.  ALOUD_ERROR_ENGINE when there is none, naming what was looked for. */
int al_data_folder(al_buf *out, aloud_error *err);

/* One line of an INI file.  Keys may repeat.  Return 0 to go on, a negative status (with its error filled in) to stop. */
typedef int al_data_line(void *user, long line, const char *section, const char *key, const char *value);

/* Read an INI file ("; comment", "[section]", "key = value").  UTF-8, at most 1 MiB, lines at most 190 bytes.
 * Returns 0, 1 when the file does not exist, or a negative status (*err filled in with the line). */
int al_data_ini(const char *path, al_data_line *each, void *user, aloud_error *err);

/* The same in two steps, for a caller who decides by its text whether a file matters.  al_data_file appends the file to `text`, and
 * returns 1 when it does not exist; al_data_lines reads the lines of the text, naming `path` in errors. */
enum { AL_DATA_LIMIT = 1 << 20 }; /* for al_buf_init */
int al_data_file(const char *path, al_buf *text, aloud_error *err);
int al_data_lines(const char *path, al_buf *text, al_data_line *each, void *user, aloud_error *err);

/* Call `each` with the name of every entry of `folder` that ends in `suffix`, in byte order.  A missing folder has none. */
typedef int al_data_name(void *user, const char *name);
int al_data_list(const char *folder, const char *suffix, al_data_name *each, void *user, aloud_error *err);

#endif
