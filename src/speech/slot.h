/* A piece of memory shared by the caller and the processes that speak: the order goes one way, the sound comes back. */
#ifndef AL_SPEECH_SLOT_H
#define AL_SPEECH_SLOT_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "speech/engine.h"

/* Ceilings of one order.  All of it is address space only: pages that nobody touches cost nothing. */
enum {
    AL_SLOT_TEXT = 8 * 1024,          /* bytes */
    AL_SLOT_WORDS = 8 * 1024,
    AL_SLOT_RESTS = 32,
    AL_SLOT_PRONUNCIATIONS = 512,
    AL_SLOT_FRAMES = 8 * 1024 * 1024, /* 6 minutes at 22,050 Hz */
    AL_SLOT_PAGE = 4096
};

/* What became of an order; meaningful once its child has left with status 0. */
typedef enum al_slot_end {
    AL_SLOT_SPOKEN,
    AL_SLOT_PART,  /* the engine says that it left something out, or the slot holds no more */
    AL_SLOT_FAILED /* `error` says why */
} al_slot_end;

/* Silence before byte `at` of the text, where a text of its own begins. */
typedef struct al_slot_rest {
    uint32_t at, frames;
} al_slot_rest;

/* A pronunciation whose phonemes are in the slot too. */
typedef struct al_slot_pronunciation {
    uint32_t from, to;
    al_alphabet alphabet;
    char phonemes[AL_PHONEMES_LONGEST + 1];
} al_slot_pronunciation;

typedef struct al_slot {
    /* The order, written by the caller before its number is sent. */
    al_saying saying;     /* its text is the slot's own */
    uint32_t limit;       /* seconds of processor time that it may take */
    uint32_t rest_count;
    al_slot_rest rest[AL_SLOT_RESTS]; /* ascending */
    uint32_t pronunciation_count;
    al_slot_pronunciation pronunciation[AL_SLOT_PRONUNCIATIONS]; /* ascending, in bytes of the text */
    /* While it speaks: frames and words that are final already, and where the text behind each rest begins in them, behind its
     * silence. */
    _Atomic uint32_t ready, words_ready;
    uint32_t start[AL_SLOT_RESTS]; /* meaningful where it is below `ready`, or once all is said */
    /* The answer, written by the child last of all. */
    al_slot_end end;
    uint32_t frames, words;
    aloud_error error;
    char text[AL_SLOT_TEXT];
    al_word word[AL_SLOT_WORDS];
    alignas(AL_SLOT_PAGE) int16_t frame[AL_SLOT_FRAMES];
} al_slot;

#endif
