/* From a page whose elements know their part to an article. */
#ifndef AL_READ_HTML_BUILD_H
#define AL_READ_HTML_BUILD_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Every text of the page that is shown goes to exactly one node.  cues may be NULL. */
int al_html_build(const al_dom *, const al_meta *, const al_cues *, al_article *, aloud_error *err);

#endif
