/* What is shown while something is heard: stretches of display text with their frames, for captions and overlays. */
#ifndef AL_PACK_CUE_H
#define AL_PACK_CUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "script/script.h"
#include "timeline/timeline.h"

typedef struct al_cue {
    const al_item *item;
    uint32_t from, to;   /* bytes of the item's display text; from == to where only an announcement is heard */
    uint64_t begin, end; /* frames; begin < end, end == the next one's begin, all of a chapter from 0 to its end */
    unsigned part;       /* which of the item's it is, from 0 */
} al_cue;

typedef struct al_cues {
    al_cue *at;
    size_t count;
} al_cues;

/* The cues of a chapter: one for each sentence.  The first of an item begins with what is announced before it and the last ends
 * with what is said and kept silent behind it.  `most` > 0: sentences of more code points are cut between words. */
int al_cues_make(const al_script *, const al_timeline *, size_t most, al_cues *out, aloud_error *err);
void al_cues_release(al_cues *);

/* Append what a cue shows, without markup and on one line: an announcement is part of the first, and all there is of one that has
 * no text. */
void al_cue_text(const al_cue *, al_buf *out);

#endif
