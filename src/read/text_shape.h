/* Shapes of blocks: what a line looks like on its own, for the rules of the plain-text reader. */
#ifndef AL_READ_TEXT_SHAPE_H
#define AL_READ_TEXT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "read/text.h"

/* The first code point; 0 in an empty text. */
unsigned al_shape_first_char(const char *text);
/* A quotation mark of any kind, opening or closing. */
bool al_shape_is_quote(unsigned c);
/* Whether a quotation mark is in it; apostrophes do not count. */
bool al_shape_has_quote(const char *text);
/* Decimal digits, and letters, of any script. */
size_t al_shape_count_digits(const char *text);
size_t al_shape_count_letters(const char *text);
/* Nearly every word begins with a capital: a title in the English manner. */
bool al_shape_is_title_case(const al_block *b);
/* Nothing but capitals, four words or more: a banner. */
bool al_shape_is_shout(const al_block *b);
/* Raw mark-up that a page's source left in its text. */
bool al_shape_is_markup(const al_block *b);
/* Index of the last block of running text; 0 where there is none. */
size_t al_shape_last_prose(const al_blocks *bs);
/* Short, and no statement with a full stop: a title may ask, exclaim and trail off. */
bool al_shape_is_titleish(const al_block *b);
/* Four digits that may be a year, alone. */
bool al_shape_has_year(const char *text);
/* A date or time and little else. */
bool al_shape_is_date_line(const al_block *b);
/* The same with a weekday, a place: what a site prints over its page. */
bool al_shape_is_site_clock(const al_block *b);

#endif
