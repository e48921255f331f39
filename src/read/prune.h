/* What within the article's containers is not the article. */
#ifndef AL_READ_PRUNE_H
#define AL_READ_PRUNE_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Why the element by its kind, role or class is no article ("navigation", "share", ...); NULL where nothing tells. */
const char *al_prune_reason(const al_dom_node *);

/* Mark what is not the article: AL_PART_OMITTED with the reason.  It comes before typing. */
void al_prune(al_dom *, const al_meta *, const al_cues *);

#endif
