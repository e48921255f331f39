/* A byline that nothing but its place and its letters tells. */
#ifndef AL_READ_BYLINE_H
#define AL_READ_BYLINE_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Where the page's data name no person: a first line of the article that is a name in bold is the byline.  False when out of
 * memory. */
bool al_byline_find(al_dom *, const al_cues *, al_meta *);

#endif
