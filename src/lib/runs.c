#include "lib/runs.h"

/* Bytes of sentences that are spoken by one process: half a minute, and a tenth less work than one for each. */
enum { RUN = 700 };

void al_runs_init(al_runs *r, al_plan *plan)
{
    *r = (al_runs){ .plan = plan };
}

/* The next step without taking it; 1, 0 at the end, or a negative status. */
static int look_ahead(al_runs *r, aloud_error *err)
{
    if (r->is_ahead || r->planned)
        return r->is_ahead;
    int status = al_plan_next(r->plan, &r->ahead, err);
    r->is_ahead = status == 1;
    r->planned = status == 0;
    return status;
}

int al_runs_next(al_runs *r, al_run *out, aloud_error *err)
{
    int status = look_ahead(r, err);
    if (status != 1)
        return status;
    out->step = r->ahead;
    out->rest_count = 0;
    r->is_ahead = false;
    while ((status = look_ahead(r, err)) == 1 && out->rest_count < AL_POOL_RESTS && r->ahead.joins) {
        size_t at = (size_t)(r->ahead.text - out->step.text);
        if (at + r->ahead.size > RUN)
            break;
        out->opens[out->rest_count] = r->ahead.opens;
        out->rests[out->rest_count++] = (al_rest){ .at = at, .silence = r->ahead.silence };
        out->step.size = at + r->ahead.size;
        r->is_ahead = false;
    }
    return status < 0 ? status : 1;
}
