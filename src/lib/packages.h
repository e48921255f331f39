/* The packages of a folder: which are due, and what each was made of, so that one that stands is left alone. */
#ifndef AL_LIB_PACKAGES_H
#define AL_LIB_PACKAGES_H

#include <stdint.h>

#include "lib/folder.h"
#include "lib/options.h"
#include "pack/pack.h"

/* Called when a package was written; nonzero stops with ALOUD_ERROR_CANCELLED. */
typedef int al_package_done(void *user, const char *file);

/* The set that the options ask for.  Their address of a feed is one of podcast, and "all" has it where the output folder's
 * podcast.ini tells an address.  ALOUD_ERROR_USAGE where a podcast has none; else what al_feed_ready returns. */
int al_packages_choose(const aloud_options *, uint32_t *set, aloud_error *err);
/* Bring the output folder's feed up to date with the folder of an article, called `name`, where that is an episode of it. */
int al_packages_feed(const al_folder *, const aloud_options *, const char *name, al_package_done *done, void *user,
                     aloud_error *err);

/* Write the packages of `set`, those that are always written, and those that the folder already has, where they are not made of
 * the same already; and record them.  What fails does not keep the others from being written; the first failure is returned. */
int al_packages_write(al_folder *, const al_pack_input *, uint32_t set, al_package_done *done, void *user, aloud_error *err);

/* Remove every package from the folder, and from its record. */
void al_packages_remove(al_folder *);

#endif
