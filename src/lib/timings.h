/* The timelines of a folder's chapters: kept in it as .aloud-N.json, one for each, so that packages can be added and a chapter
 * played from any place without speaking it again. */
#ifndef AL_LIB_TIMINGS_H
#define AL_LIB_TIMINGS_H

#include "base/error.h"
#include "script/script.h"
#include "timeline/timeline.h"

/* Items are kept by their place in the chapter, for what comes before it may change and leave it as it is: `first` is the id of the
 * chapter's first item, `fingerprint` the chapter's in the record. */
int al_timings_save(const char *folder, int number, const char *fingerprint, uint32_t first, const al_timeline *, aloud_error *err);
/* 0; 1 where there is none of that fingerprint, or it is damaged: the chapter has to be spoken again.  ALOUD_ERROR_MEMORY.  *out is
 * the caller's to release. */
int al_timings_load(const char *folder, int number, const char *fingerprint, uint32_t first, al_timeline *out, aloud_error *err);
void al_timings_remove(const char *folder, int number);

/* Whether every item and word of the timeline is one of chapter `index`. */
bool al_timings_fit(const al_timeline *, const al_script *, size_t index);

#endif
