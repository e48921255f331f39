/* The packages of a folder: which are due, and what each was made of, so that one that stands is left alone. */
#ifndef AL_LIB_PACKAGES_H
#define AL_LIB_PACKAGES_H

#include <stdint.h>

#include "lib/folder.h"
#include "pack/pack.h"

/* Called when a package was written; nonzero stops with ALOUD_ERROR_CANCELLED. */
typedef int al_package_done(void *user, const char *file);

/* Write the packages of `set`, those that are always written, and those that the folder already has, where they are not made of
 * the same already; and record them.  What fails does not keep the others from being written; the first failure is returned. */
int al_packages_write(al_folder *, const al_pack_input *, uint32_t set, al_package_done *done, void *user, aloud_error *err);

/* Remove every package from the folder, and from its record. */
void al_packages_remove(al_folder *);

#endif
