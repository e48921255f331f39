/* Dates as feeds, books and front matter write them. */
#ifndef AL_READ_DATE_H
#define AL_READ_DATE_H

#include <stdbool.h>
#include <stddef.h>

/* Write the date, with its time and zone where it has them, as ISO 8601 to out[0..size), size at least 32: from ISO 8601
 * itself ("2024-03-05 10:00:00 +0200" too), RFC 822 and 5322 ("Tue, 5 Mar 2024 10:00:00 GMT").  False where it is neither. */
bool al_date_read(const char *text, char *out, size_t size);

#endif
