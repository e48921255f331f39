/* Chapters of a book where its table of contents says that they begin. */
#ifndef AL_READ_EPUB_CHAPTERS_H
#define AL_READ_EPUB_CHAPTERS_H

#include "article/article.h"
#include "read/epub_toc.h"
#include "read/html_dom.h"

/* In the parsed document, make the heading of each entry (linked by `same`) that leads into it: the heading that stands there
 * where it says the title, one put in where it does not.  False when out of memory. */
bool al_chapters_mark(al_dom *, const al_toc_entry *);

/* The headings of the article from `n` on that the table of contents does not name begin no chapter of their own. */
void al_chapters_lower(al_node *n);

#endif
