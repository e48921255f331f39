/* Blanks what makes libxml2's HTML parser quadratic, endless attributes and endless depth, and what it takes for text though it is
 * a comment: "<!" with neither a comment's nor a doctype's beginning. */
#ifndef AL_READ_HTML_GUARD_H
#define AL_READ_HTML_GUARD_H

#include <stddef.h>

/* Attributes that an element may have, and how deep elements may nest; what is beyond is overwritten with spaces.  No text
 * between tags is touched. */
enum { AL_GUARD_ATTRIBUTES = 512, AL_GUARD_DEPTH = 512 };

void al_html_guard(char *page, size_t size);

#endif
