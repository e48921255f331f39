/* Filling in an aloud_error. */
#ifndef AL_BASE_ERROR_H
#define AL_BASE_ERROR_H

#include <aloud.h>

/* Fill in *err (may be NULL) and return `status`.  The text is cut at a code point to fit. */
int al_fail(aloud_error *err, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));
int al_fail_at(aloud_error *err, int status, long line, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ALOUD_ERROR_MEMORY with its usual text. */
int al_fail_memory(aloud_error *err);

#endif
