/* Stretches of sound and what is shown meanwhile, for overlays. */
#ifndef AL_PACK_CLIP_H
#define AL_PACK_CLIP_H

#include "pack/document.h"

/* A sentence, or a whole row or a whole listing. */
typedef struct al_clip {
    const al_item *item;   /* NULL: all of a chapter of which no more is known */
    size_t cue;            /* its first */
    uint64_t begin, end;   /* milliseconds; begin < end; the first begins at 0, each where the one before ended */
} al_clip;

/* The clip behind the one in *at, of chapter `index`; of a zeroed one the first.  False when there is none. */
bool al_clip_next(const al_document *, size_t index, al_clip *at);

/* Milliseconds, cut, so that none is past the end of the sound. */
uint64_t al_clip_ms(const al_pack_input *, uint64_t frames);

/* Whether chapter `index` has a list or table that begins with the clip (`last` is NULL), or goes on with it behind one that is in
 * it: what a reader may want to leave as a whole. */
bool al_clip_in_box(const al_document *, const al_item *last, const al_clip *);

#endif
