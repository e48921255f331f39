/* Dates as people write them: "1 April 2025", "01.04.2025", "2025/4/1". */
#ifndef AL_READ_DATE_WORDS_H
#define AL_READ_DATE_WORDS_H

#include <stdbool.h>

#include "read/cues.h"
#include "read/html_meta.h"

enum { AL_DATE_SIZE = 11 }; /* "2025-04-01" and its end */

/* The first date in the text that has a day, a month and a year of four digits; months have the names that CLDR has for `language`
 * (BCP 47; NULL: unknown) and English.  Of "3/4/2025" only the language's region tells which is the month; where it does not, that
 * is no date.  False where there is none; out is left as it was. */
bool al_date_in_words(const char *text, const char *language, char out[AL_DATE_SIZE]);

/* When the article was published, as the page shows it near its title or at its end, for a page whose head does not say; to be
 * asked once pruning is done.  False when out of memory. */
bool al_date_find_shown(al_dom *, const al_cues *, al_meta *);

#endif
