/* What brings every voice to one loudness: a gain for each voice and rate, found by letting it say the phrases of its language, so
 * that it depends on nothing of the article and is the same in every chapter.  A language that has no phrases is measured by the
 * first lines of the article that are in it. */
#ifndef AL_LIB_LEVELS_H
#define AL_LIB_LEVELS_H

#include <stdbool.h>
#include <stddef.h>

#include "script/script.h"
#include "speech/pool.h"
#include "voice/voice.h"

typedef struct al_level al_level;
typedef struct al_levels al_levels;

/* `data` is the folder with the phrases; it is copied.  The script is borrowed; NULL: there is none.  NULL when out of memory. */
al_levels *al_levels_new(const char *data, const al_script *);
void al_levels_free(al_levels *); /* NULL is fine */

/* The level of a style, which lives as long as the levels.  ALOUD_ERROR_MEMORY, ALOUD_ERROR_ENGINE: its phrases are missing. */
int al_levels_find(al_levels *, const al_style *, al_level **out, aloud_error *err);
/* What is spoken to find it out, and how. */
const char *al_level_text(const al_level *);
const al_style *al_level_style(const al_level *);
/* Whether nobody has asked yet: who does so first is to speak that, before anything of this level, for al_level_set. */
bool al_level_ask(al_level *);
/* The sound of its text; where that failed the level is that of most voices.  ALOUD_ERROR_OUTPUT: it cannot
 * be measured. */
int al_level_set(al_level *, const al_sound *, int rate, aloud_error *err);
/* Whether that was done. */
bool al_level_is_known(const al_level *);
/* None of them is in use: those that are not known yet are forgotten, with what the pool speaks under their tags, and where there
 * are many all are. */
void al_levels_leave(al_levels *, al_pool *);
/* By what to multiply the sound of a style of this level. */
float al_level_gain(const al_level *);

#endif
