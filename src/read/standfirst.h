/* The standfirst: the line or two between a title and its article, which many pages keep outside the article's container. */
#ifndef AL_READ_STANDFIRST_H
#define AL_READ_STANDFIRST_H

#include "read/html_dom.h"
#include "read/html_meta.h"

/* Mark it, where the page has one: AL_PART_STANDFIRST, and `article` where it was not.  It comes after al_choose. */
void al_standfirst_find(al_dom *, const al_meta *);

#endif
