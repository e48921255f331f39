/* Addresses of links and pictures in full. */
#ifndef AL_READ_LINKS_H
#define AL_READ_LINKS_H

#include "article/article.h"

/* Make a relative address the one it means on the page at `base` (RFC 3986, section 5), in the article's arena; what is no
 * address, and NULL, stays as it is.  False when out of memory. */
bool al_link_resolve(al_article *, const char **address, const char *base);

/* The same with every address in the article, its own too. */
bool al_links_resolve(al_article *, const char *base);

#endif
