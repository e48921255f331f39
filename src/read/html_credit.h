/* Who took a picture, where a caption says it in words and no element sets it apart. */
#ifndef AL_READ_HTML_CREDIT_H
#define AL_READ_HTML_CREDIT_H

#include <stddef.h>

#include "read/cues.h"

/* The bytes of `caption` that are caption: what follows them is the credit, "© A. Name/agency", "(Photo: A. Name)".  Its whole
 * length where no credit ends it, 0 where it is nothing else.  cues may be NULL. */
size_t al_credit_place(const al_cues *, const char *caption);

#endif
