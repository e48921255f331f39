/* Pruning of whole boxes: what they hold and of which kind they are tells that they are no article. */
#ifndef AL_READ_PRUNE_BOXES_H
#define AL_READ_PRUNE_BOXES_H

#include "read/html_dom.h"
#include "read/html_meta.h"

/* `all` is the running text of the article's containers, as al_dom_node.good counts it. */
void al_prune_boxes(al_dom *, const al_meta *, float all);

#endif
