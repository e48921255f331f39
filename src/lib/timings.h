/* The timelines of a folder's chapters: kept in it as .aloud-N.json, one for each, so that packages can be added and a chapter
 * played from any place without speaking it again. */
#ifndef AL_LIB_TIMINGS_H
#define AL_LIB_TIMINGS_H

#include "base/error.h"
#include "script/script.h"
#include "timeline/timeline.h"

/* Items are kept by their place in the chapter, for what comes before it may change and leave it as it is: `items` are the
 * chapter's, `fingerprint` is its in the record. */
int al_timings_save(const char *folder, int number, const char *fingerprint, const al_item *items, const al_timeline *,
                    aloud_error *err);
/* 0; 1 where there is none of that fingerprint, or it is damaged: the chapter has to be spoken again.  ALOUD_ERROR_MEMORY.  *out is
 * the caller's to release. */
int al_timings_load(const char *folder, int number, const char *fingerprint, uint32_t first, al_timeline *out, aloud_error *err);

/* A chapter without its script. */
typedef struct al_timings_item {
    al_role role;
    char *language, *text; /* never NULL; the text as displayed */
} al_timings_item;

typedef struct al_timings {
    al_timeline timeline;   /* its items are numbered from 0 */
    al_timings_item *items; /* one for each of the timeline's */
} al_timings;

/* The same with what the items are, likewise. */
int al_timings_read(const char *folder, int number, const char *fingerprint, al_timings *out, aloud_error *err);
void al_timings_release(al_timings *); /* harmless on a zeroed one */

void al_timings_remove(const char *folder, int number);

/* Whether every item and word of the timeline is one of chapter `index`. */
bool al_timings_fit(const al_timeline *, const al_script *, size_t index);

#endif
