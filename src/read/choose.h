/* Which part of a page is the article. */
#ifndef AL_READ_CHOOSE_H
#define AL_READ_CHOOSE_H

#include "read/html_dom.h"
#include "read/html_meta.h"

/* Set `article` of the elements that hold the article and of all within them, `score` of all.  False: the page has none. */
bool al_choose(al_dom *, al_meta *);

#endif
