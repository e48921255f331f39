/* The words of an item: what is said for what is written, each run in the words of its language, and how names in it sound. */
#ifndef AL_SCRIPT_WORDING_H
#define AL_SCRIPT_WORDING_H

#include "script/script.h"

typedef struct al_wording al_wording;

/* For the items of a script in `language`; what is made of them goes into `arena`.  The settings have data.  *out is the
 * caller's. */
int al_wording_new(const al_script_settings *, const char *language, al_arena *arena, al_wording **out, aloud_error *err);
void al_wording_free(al_wording *);

/* Fill in say, map, runs and pronunciations from `written` and the language.  `marked` are stretches of it in another language, as
 * the article marks them, ascending. */
int al_wording_item(al_wording *, al_item *, const al_language_run *marked, size_t count, aloud_error *err);

#endif
