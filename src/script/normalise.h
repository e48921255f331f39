/* Display text into spoken text: numbers, dates, sums of money, abbreviations and the like as a good reader would say them.
 *
 * What is said how stands in voices/LANG/say.ini (voices/en/say.ini says what each part is for); numbers in words are ICU's
 * rule-based formats.  A text is tokenised once, the longest rule that fits at a token wins, and what no rule takes stays
 * as it is.  Time is linear in the text: a rule looks at a bounded number of tokens. */
#ifndef AL_SCRIPT_NORMALISE_H
#define AL_SCRIPT_NORMALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "voice/lexicon.h"

/* A stretch of the spoken text and what it stands for. */
typedef struct al_spoken {
    uint32_t from, to;                 /* bytes of the spoken text; from <= to */
    uint32_t display_from, display_to; /* bytes of the display text; display_from < display_to */
    bool same;                         /* both are the same bytes: a word in it is at the same distance from both starts */
} al_spoken;

/* Stretches in order without a gap: the first begins at 0 of both texts, each begins where the one before it ends, and the
 * last ends where both texts end.  Empty for an empty text.  White space behind a word belongs to the word's stretch. */
typedef struct al_spoken_map {
    al_spoken *at;
    size_t count, room;
} al_spoken_map;

void al_spoken_map_release(al_spoken_map *);

typedef struct al_normaliser al_normaliser;

/* The normaliser of `language` (BCP 47), from `data`/LANG/say.ini; a language without that file gets its numbers from ICU
 * and is otherwise left alone.  *out is the caller's.  ALOUD_ERROR_ENGINE: the file has a fault, named with its line. */
int al_normaliser_load(const char *data, const char *language, al_normaliser **out, aloud_error *err);
void al_normaliser_free(al_normaliser *);
/* From now on say the aliases of the lexicons, and leave alone what they have phonemes for; borrowed, NULL for none.  A rule that
 * looks at more of the text goes before. */
void al_normaliser_lexicon(al_normaliser *, const al_lookup *);

/* Append the spoken form of `text` (valid UTF-8, at most 4 GiB) to *out and, where `map` is not NULL, replace what is in it.
 * Spoken text that is normalised again stays as it is.  Opens what it needs of ICU on first use, hence not const. */
int al_normalise(al_normaliser *, const char *text, size_t size, al_buf *out, al_spoken_map *map, aloud_error *err);

#endif
