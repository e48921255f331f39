/* From the sound of an item's utterances to the words of its display text in the timeline. */
#ifndef AL_LIB_HEARD_H
#define AL_LIB_HEARD_H

#include "script/script.h"
#include "script/words.h"
#include "speech/plan.h"
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

/* An utterance of `item` (step->size bytes from step->text; the sentences in it begin there and at sentences[0..count), bytes of
 * it, ascending) is heard from frame `base` on: add its words to the timeline, whose last item it is.  ALOUD_ERROR_MEMORY. */
int al_hearing_add(al_hearing *, const al_item *item, const al_step *step, const uint32_t *sentences, size_t count,
                   const al_sound *, int rate, uint64_t base, al_timeline *, aloud_error *err);

#endif
