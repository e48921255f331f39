/* Dates as packages write them. */
#ifndef AL_PACK_DATE_H
#define AL_PACK_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct al_date {
    int64_t seconds; /* since 1970, UTC */
} al_date;

/* An article's date, ISO 8601 from the year on: "2014-04-07", "2014-04-07T14:39:00+02:00".  What it leaves out is the first of
 * its kind, a time without a zone is UTC.  False for NULL and what is no date; *out is then the first moment that a ZIP archive
 * can tell, 1 January 1980. */
bool al_date_parse(const char *text, al_date *out);

/* Append "2014-04-07T12:39:00Z". */
void al_date_iso(al_buf *out, const al_date *);
/* Append "Mon, 07 Apr 2014 12:39:00 +0000" (RFC 5322, section 3.3), which feeds want. */
void al_date_mail(al_buf *out, const al_date *);

#endif
