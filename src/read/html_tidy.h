/* What is seen to be no text of the article only once it is built. */
#ifndef AL_READ_HTML_TIDY_H
#define AL_READ_HTML_TIDY_H

#include "article/article.h"
#include "read/cues.h"

/* Of what stands behind `last` in the article (NULL: all of it): a paragraph of signs becomes a separator, a picture that was
 * announced before, a counter ("1/12"), a credit of a picture or a copyright notice that stands alone, and the name of the page's
 * section over the text are left out.  cues may be NULL.  False when out of
 * memory. */
bool al_html_tidy(al_article *, al_node *last, const al_cues *);

#endif
