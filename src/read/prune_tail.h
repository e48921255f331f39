/* What stands behind the last running text: who wrote it, how to reach them, what else to do on the site. */
#ifndef AL_READ_PRUNE_TAIL_H
#define AL_READ_PRUNE_TAIL_H

#include "read/html_dom.h"
#include "read/html_meta.h"

/* Look at the `count` blocks of the article, in document order. */
void al_prune_tail(const al_dom *, const al_meta *, al_dom_node **blocks, size_t count);

/* Whether the element holds an author's note by its class. */
bool al_prune_is_bio(const al_dom_node *);

#endif
