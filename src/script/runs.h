/* Runs of a text in other languages than its own: as it is marked, and by script. */
#ifndef AL_SCRIPT_RUNS_H
#define AL_SCRIPT_RUNS_H

#include "script/script.h"
#include "voice/languages.h"

enum { AL_RUNS_MOST = 256 }; /* of a text; what comes behind them is in its own language */

/* Cut `text` in `language` into runs, without a gap; `usual` is the article's language, which is taken for a script that it is
 * written in.  Returns how many, 1 where all is in one language. */
size_t al_runs_find(const al_languages *, const char *text, const char *language, const char *usual,
                    const al_language_run *marked, size_t marked_count, al_language_run out[AL_RUNS_MOST]);

#endif
