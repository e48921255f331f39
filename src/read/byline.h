/* A byline that nothing but its place and its letters tells. */
#ifndef AL_READ_BYLINE_H
#define AL_READ_BYLINE_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Where the page's data name no person: a first line of the article that is a name in bold is the byline, or else a line that
 * begins as bylines do ("By", "Author:") and goes on with names.  False when out of memory. */
bool al_byline_find(al_dom *, const al_cues *, al_meta *);

/* Whether the text is two words or more that all begin with a capital, with nothing but marks that join names between them. */
bool al_byline_is_names(const char *text, size_t size);

#endif
