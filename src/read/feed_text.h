/* The texts of a feed's entry, which may be plain, HTML in a string, or XHTML. */
#ifndef AL_READ_FEED_TEXT_H
#define AL_READ_FEED_TEXT_H

#include "base/buf.h"
#include "read/xml.h"

/* The element that holds all of an entry, and the one that sums it up; NULL where there is none. */
const xmlNode *al_feed_content(const xmlNode *entry);
const xmlNode *al_feed_summary(const xmlNode *entry);

/* Append the text as HTML.  False when out of memory. */
bool al_feed_html(const xmlNode *, al_buf *out);
/* Append the text alone. */
bool al_feed_words(const xmlNode *, al_buf *out);

/* "1:02:03", "62:03" or "3723" as seconds; -1 where it is none. */
long al_feed_seconds(const char *);

#endif
