/* UTF-8 text: validity, white space, words, comparison.  Properties come from ICU. */
#ifndef AL_BASE_TEXT_H
#define AL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* The code point at bytes[*at], moving *at past it; U+FFFD for an invalid sequence.  *at < size. */
unsigned al_text_next(const char *bytes, size_t size, size_t *at);

/* Append `bytes` with invalid sequences as U+FFFD, NULs and other controls (C0, DEL, C1) dropped except tab, newline,
 * carriage return and U+0085, the next line.  *invalid counts the invalid sequences, *nul the NULs (both added to, both
 * may be NULL). */
void al_text_repair(al_buf *out, const char *bytes, size_t size, size_t *invalid, size_t *nul);

bool al_text_is_space(unsigned c);  /* White_Space, plus zero-width space and BOM */
bool al_text_is_letter(unsigned c); /* General_Category L* or M* */
bool al_text_is_digit(unsigned c);  /* Nd */
bool al_text_is_upper(unsigned c);  /* Lu or Lt */
bool al_text_is_lower(unsigned c);  /* Ll */
/* A Han, kana, Hangul-less ideograph or other script written without spaces: every such character is a word. */
bool al_text_is_ideograph(unsigned c);

/* Words: runs of letters and digits (with inner apostrophes and hyphens counting as part), ideographs one each. */
size_t al_text_words(const char *text);

/* Code points in text, and in `size` bytes of it. */
size_t al_text_length(const char *text);
size_t al_text_points(const char *text, size_t size);

/* Append with runs of white space as one space, none at the ends.  Bytes must be valid UTF-8. */
void al_text_collapse(al_buf *out, const char *bytes, size_t size);

/* True when there is nothing to be seen in it. */
bool al_text_is_blank(const char *text);

/* Append the text's key: case folded, NFKC, quotation marks, zero-width characters and outer punctuation gone, dashes as
 * '-', white space collapsed.  Two blocks of the same key say the same. */
void al_text_key(al_buf *out, const char *text);

/* True when both have the same key and it is not empty. */
bool al_text_same(const char *a, const char *b);

/* Append a file name made of title: lower case, letters and digits of any script, hyphens between; at most `most` bytes,
 * never empty, never starting with a dot; "article" where nothing is left. */
void al_text_slug(al_buf *out, const char *title, size_t most);

/* The largest prefix of text that is at most `most` bytes and ends on a code point. */
size_t al_text_fit(const char *text, size_t most);

/* Bytes of `text` a person would see in one line of at most `columns` code points, "…" appended where it was cut. */
void al_text_excerpt(al_buf *out, const char *text, size_t columns);

#endif
