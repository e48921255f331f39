/* The headings of all chapters, for tables of contents. */
#ifndef AL_PACK_OUTLINE_H
#define AL_PACK_OUTLINE_H

#include "pack/document.h"

/* A heading, or a chapter without one. */
typedef struct al_outline_entry {
    const char *title; /* not empty */
    int depth;         /* 1 to 6; at most one more than that of the entry before */
    size_t chapter;    /* index in the input */
    size_t cue;        /* index in the chapter's cues: the heading's first; 0 of a chapter without one */
} al_outline_entry;

typedef struct al_outline {
    al_outline_entry *at; /* each chapter has at least one, at its first cue */
    size_t count, room;
} al_outline;

int al_outline_make(const al_document *, al_outline *out, aloud_error *err);
void al_outline_release(al_outline *);

#endif
