/* Words of a text, and which words of an item's display text its spoken text stands for. */
#ifndef AL_SCRIPT_WORDS_H
#define AL_SCRIPT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "script/script.h"

/* Bytes of a text; from < to. */
typedef struct al_word_range {
    uint32_t from, to;
} al_word_range;

/* Cuts texts into words: what stands between white space or dashes, without the punctuation around it ("well-known", "$5",
 * "1,234" are one each); in scripts without white space, ICU's words.  What has no letter, number or symbol is no word. */
typedef struct al_word_cutter al_word_cutter;
al_word_cutter *al_word_cutter_new(void); /* NULL when out of memory */
void al_word_cutter_free(al_word_cutter *);
/* Begin on text[0..size), valid UTF-8 that must outlive the cutting. */
void al_word_cutter_text(al_word_cutter *, const char *text, size_t size);
/* The next word; 1, 0 when nothing is left, or ALOUD_ERROR_MEMORY. */
int al_word_cutter_next(al_word_cutter *, al_word_range *out, aloud_error *err);

/* A word of an item's display text and the bytes of its spoken text that stand for it.  Words that are said together ("3 May
 * 2024", "the third of May twenty twenty-four") are one. */
typedef struct al_said_word {
    al_word_range text, say;
} al_said_word;

/* The words of an item that are said, ascending in both texts, none in two.  *out is the caller's, to free; NULL where there are
 * none.  ALOUD_ERROR_MEMORY. */
int al_item_words(const al_item *, al_word_cutter *, al_said_word **out, size_t *count, aloud_error *err);

#endif
