#include "timeline/timeline.h"

#include <stdlib.h>

void al_timeline_init(al_timeline *t)
{
    *t = (al_timeline){ 0 };
}

void al_timeline_release(al_timeline *t)
{
    free(t->at);
    *t = (al_timeline){ 0 };
}

bool al_timeline_add(al_timeline *t, uint32_t item, uint64_t from)
{
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 64;
        al_heard *more = realloc(t->at, room * sizeof *more);
        if (!more)
            return false;
        t->at = more;
        t->room = room;
    }
    if (t->count)
        t->at[t->count - 1].to = from;
    t->at[t->count] = (al_heard){ .item = item, .from = t->count ? from : 0, .to = from };
    t->count++;
    return true;
}

void al_timeline_finish(al_timeline *t, uint64_t end)
{
    t->end = end;
    if (t->count)
        t->at[t->count - 1].to = end;
}

bool al_timeline_check(const al_timeline *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const al_heard *h = &t->at[i];
        uint64_t next = i + 1 < t->count ? t->at[i + 1].from : t->end;
        if (h->from >= h->to || h->to != next || (i == 0 && h->from != 0) || (i && h->item <= h[-1].item))
            return false;
    }
    return true;
}
