/* From the script to utterances: what is said in which style, and the silence before it. */
#ifndef AL_SPEECH_PLAN_H
#define AL_SPEECH_PLAN_H

#include <stdbool.h>

#include "script/script.h"
#include "voice/voice.h"

/* One utterance of a chapter. */
typedef struct al_step {
    size_t chapter, item;   /* indices in the script */
    const char *text;       /* borrowed from the script; `size` bytes */
    size_t size;
    al_pronunciations pronunciations; /* of the text that it is from, borrowed likewise */
    al_style style;
    int silence;            /* ms before it */
    bool begins;            /* it is the first of its item */
    bool said;              /* it is of the item's spoken text (`say`), not of an announcement */
    bool opens;             /* it begins a sentence */
    bool joins;             /* it goes on with the text of the step before it, in the same style */
} al_step;

typedef struct al_plan al_plan;

/* Plan the chapters with pick[chapter] != 0, in order.  All but *out are borrowed and must outlive the plan. */
int al_plan_new(const al_script *, const al_voice *, const al_picks *, const unsigned char *pick, al_plan **out,
                aloud_error *err);
void al_plan_free(al_plan *);
/* The next utterance; 1, or 0 when nothing is left, or a negative status. */
int al_plan_next(al_plan *, al_step *out, aloud_error *err);

/* Whether anything is said for the item. */
bool al_item_is_heard(const al_item *);

/* ms of silence that end the chapter behind its last item. */
int al_plan_tail(al_plan *, size_t chapter, aloud_error *err);

#endif
