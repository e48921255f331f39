/* From the sound of an item's utterances to the words of its display text in the timeline. */
#ifndef AL_LIB_HEARD_H
#define AL_LIB_HEARD_H

#include "lib/runs.h"
#include "script/script.h"
#include "script/words.h"
#include "speech/pool.h"
#include "timeline/timeline.h"

/* The item being heard.  Zeroed: none yet. */
typedef struct al_hearing {
    const al_item *item;
    al_word_cutter *cutter;
    al_said_word *words; /* of the item */
    size_t count, next;  /* the first that has not been heard */
    bool sentence;       /* the next one heard begins a sentence */
} al_hearing;

void al_hearing_release(al_hearing *);

/* Frame 0 of `sound`, which is that of a run of `item`, is at frame `base` of the chapter, before it where silence is left out:
 * add its words to the timeline, whose last item this is.  ALOUD_ERROR_MEMORY. */
int al_hearing_add(al_hearing *, const al_item *item, const al_run *, const al_sound *, int rate, int64_t base, al_timeline *,
                   aloud_error *err);

#endif
