/* The block of metadata that may stand before a Markdown text. */
#ifndef AL_READ_FRONT_MATTER_H
#define AL_READ_FRONT_MATTER_H

#include "article/article.h"

/* Bytes of the front matter at the start of `text`, with both its marks: YAML between "---" lines, TOML between "+++" lines;
 * 0 where there is none.  (A thematic break followed by prose is none.) */
size_t al_front_matter_size(const char *text, size_t size);

/* Take from `size` bytes of front matter what it says of the article: title, subtitle, authors, dates, language, address.
 * ALOUD_ERROR_MEMORY is its only failure; what is no YAML says nothing. */
int al_front_matter_read(const char *text, size_t size, al_article *, aloud_error *err);

#endif
