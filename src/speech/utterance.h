/* An utterance on its way through the pool: its parts, what has been spoken of them, and whether that is all of it. */
#ifndef AL_SPEECH_UTTERANCE_H
#define AL_SPEECH_UTTERANCE_H

#include <stdbool.h>

#include "speech/clean.h"
#include "speech/pool.h"
#include "speech/slot.h"
#include "speech/worker.h"

_Static_assert((int)AL_SLOT_RESTS >= (int)AL_POOL_RESTS, "an order holds every silence of an utterance");

enum { AL_START_UNKNOWN = INT32_MAX };

typedef enum al_stage {
    AL_FREE,    /* nothing is in it */
    AL_WAITING, /* its next part is to be ordered */
    AL_ORDERED, /* an engine process has its next part */
    AL_DONE     /* spoken, or failed */
} al_stage;

/* A part of the clean text: bytes from..to, whose first code point is number `first`. */
typedef struct al_part {
    uint32_t from, to, first;
} al_part;

typedef struct al_utterance {
    al_stage stage;
    size_t family;            /* the pool's number of its style's family */
    al_style style;
    void *tag;
    bool dropped;             /* no longer wanted; free once its order is answered */
    al_clean clean;
    al_slot_rest rests[AL_POOL_RESTS]; /* in bytes of the clean text */
    size_t rest_number[AL_POOL_RESTS]; /* which of the caller's each is */
    size_t rest_count;
    al_pronunciation *pronunciations;  /* likewise; their phonemes are in `phonemes` */
    size_t pronunciation_count;
    char *phonemes;
    uint32_t starts[AL_POOL_RESTS];    /* frame at which the text behind each of the caller's rests begins; AL_START_UNKNOWN */
    size_t start_count;
    al_part *parts;           /* still to be spoken, the next one last */
    size_t part_count;
    int tries;                /* of the next part */
    bool suspect;             /* something of it went unspoken: what is left is looked at more strictly */
    bool in_slot;             /* its sound is the slot's own; else it is gathered in `frames` */
    size_t slot_frames;       /* most frames that a part of it put into the slot */
    int16_t *frames;
    size_t frame_count, frame_room;
    al_word *words;           /* in code points of the caller's text */
    size_t word_count, word_room;
    int status;
    aloud_error error;
} al_utterance;

/* Fill in a free utterance.  Waiting then, or done where there is nothing to say.  ALOUD_ERROR_MEMORY: free as before. */
int al_utterance_begin(al_utterance *, const char *text, size_t size, const al_rest *, size_t rests,
                       const al_pronunciations *, const al_style *, int hertz, void *tag, aloud_error *err);
void al_utterance_clear(al_utterance *);

/* Write the order for the next part of a waiting utterance into its slot. */
void al_utterance_order(const al_utterance *, al_slot *);
/* What there is so far of its sound, final as far as it goes; `slot` is the one that it is ordered in.  1 when that is all. */
int al_utterance_look(const al_utterance *, const al_slot *, al_sound *out);
/* Take what became of the order: done then, or waiting with its next part. */
void al_utterance_answer(al_utterance *, const al_slot *, const al_done *, int hertz);
/* Done, with an error that says why and what it was. */
void al_utterance_fail(al_utterance *, int status, const char *why);

#endif
