/* Libraries that not every run needs.  Loading them with all that they need themselves takes longer than reading a page, so that
 * is done when one is needed. */
#ifndef AL_BASE_LIBRARY_H
#define AL_BASE_LIBRARY_H

#include <stddef.h>

#include "base/error.h"

/* A function of the library and where in the caller's table its address goes. */
typedef struct al_symbol {
    const char *name;
    size_t at; /* offsetof in the table */
} al_symbol;

/* Load the first library of `files` (shared-object names, NULL at the end) that is there, for good, and fill in the table.
 * The status `failed`, naming the first, where none is. */
int al_library_load(const char *const *files, const al_symbol *symbols, size_t count, void *table, int failed,
                    aloud_error *err);

#endif
