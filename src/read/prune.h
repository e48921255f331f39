/* What within the article's containers is not the article. */
#ifndef AL_READ_PRUNE_H
#define AL_READ_PRUNE_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Set `reason` of all elements, by their kind, role and class ("navigation", "share", ...); needs `good`. */
void al_prune_judge(al_dom *, const al_meta *);

/* Mark what is not the article: AL_PART_OMITTED with the reason.  It comes before typing.
 * False when out of memory. */
bool al_prune(al_dom *, const al_meta *, const al_cues *);

#endif
