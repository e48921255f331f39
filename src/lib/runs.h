/* Sentences that are spoken together.  How they are put together changes their sound, so a chapter sounds the same wherever it is
 * heard only if this is the one place that does it. */
#ifndef AL_LIB_RUNS_H
#define AL_LIB_RUNS_H

#include "speech/plan.h"
#include "speech/pool.h"

/* Sentences of one item in one style, spoken by one process. */
typedef struct al_run {
    al_step step;                  /* of the first sentence; text and size are of all of them */
    al_rest rests[AL_POOL_RESTS];  /* before each of the others */
    bool opens[AL_POOL_RESTS];     /* what follows it begins a sentence */
    size_t rest_count;
} al_run;

typedef struct al_runs {
    al_plan *plan; /* not owned */
    al_step ahead; /* planned and not yet in a run */
    bool is_ahead, planned; /* the plan is done */
} al_runs;

void al_runs_init(al_runs *, al_plan *);
/* The next run; 1, or 0 when nothing is left, or a negative status. */
int al_runs_next(al_runs *, al_run *out, aloud_error *err);

#endif
