/* Pruning and typing by what lines say: cue words. */
#ifndef AL_READ_PRUNE_CUES_H
#define AL_READ_PRUNE_CUES_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Look at `count` blocks of the article in document order, of which `last` is the last with running text. */
void al_prune_by_cues(const al_dom *, const al_meta *, const al_cues *, al_dom_node **blocks, size_t count, size_t last);

#endif
