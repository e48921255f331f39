/* Pruning by structure: blocks of links, lines at the article's edges, headings over nothing, repeats. */
#ifndef AL_READ_PRUNE_BLOCKS_H
#define AL_READ_PRUNE_BLOCKS_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* False when out of memory. */
bool al_prune_blocks(al_dom *, const al_meta *, const al_cues *);

#endif
