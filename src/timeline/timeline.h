/* What is heard when: the frames of each item of a chapter. */
#ifndef AL_TIMELINE_TIMELINE_H
#define AL_TIMELINE_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An item's sound with the silence behind it. */
typedef struct al_heard {
    uint32_t item;     /* its id in the script */
    uint64_t from, to; /* frames; to == the next one's from, the first's from == 0, the last's to == the end; from < to */
} al_heard;

typedef struct al_timeline {
    al_heard *at;
    size_t count, room;
    uint64_t end; /* frames in all, once finished */
} al_timeline;

void al_timeline_init(al_timeline *);
void al_timeline_release(al_timeline *);
/* Item `item` begins at `from`; ascending.  False when out of memory. */
bool al_timeline_add(al_timeline *, uint32_t item, uint64_t from);
/* The chapter ends at `end`, behind the last beginning. */
void al_timeline_finish(al_timeline *, uint64_t end);
/* Whether the invariants above hold. */
bool al_timeline_check(const al_timeline *);

#endif
