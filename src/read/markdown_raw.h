/* HTML that stands in a Markdown text: what may go through as it is, so that nothing after it is swallowed. */
#ifndef AL_READ_MARKDOWN_RAW_H
#define AL_READ_MARKDOWN_RAW_H

#include "base/buf.h"

/* How far on in the source an end tag has been looked for, by kind; zero to begin with. */
typedef struct al_raw_reach {
    const char *end[4]; /* the next end tag; before the current place: look again */
    bool none[4];
} al_raw_reach;

/* Append HTML without comments, declarations and those tags that would hide or frame what follows: script, style, svg and
 * template go through only with their end, which may be in `rest`, the source that follows; of the others the text is kept.
 * Returns how many newlines were appended. */
size_t al_raw_filter(const char *html, size_t size, const char *rest, size_t rest_size, al_raw_reach *, al_buf *out);

#endif
