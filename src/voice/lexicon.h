/* Pronunciation lexicons: W3C PLS 1.0 files, a listener's own and those of voices/LANG/lexicon.pls.
 *
 * A lexeme gives words (graphemes) other words to say (an alias) or phonemes.  A grapheme in small letters is found in any case,
 * one with capitals as it is written or, if it has more than two letters ("Xi" is not "XI"), all in capitals, and each with the
 * endings of voices/LANG/endings.ini behind it ("Nazarbaev's").  It is found only as whole words. */
#ifndef AL_VOICE_LEXICON_H
#define AL_VOICE_LEXICON_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "voice/pronunciation.h"

/* One grapheme of a lexeme. */
typedef struct al_lexeme {
    const char *grapheme; /* NFC, white space as one space; never "" */
    const char *alias;    /* what to say instead; NULL where phonemes are given */
    const char *phonemes; /* NULL where an alias is */
    al_alphabet alphabet; /* of the phonemes */
    const char *language; /* of its lexicon, BCP 47 in lower case */
    bool role;            /* it is for some role of the word only (PLS, section 4.4) */
} al_lexeme;

typedef struct al_lexicon al_lexicon;

/* An empty one; NULL when out of memory. */
al_lexicon *al_lexicon_new(void);
void al_lexicon_free(al_lexicon *);

/* Add what a PLS file says; it wins over what is there.  At most 8 MiB of UTF-8; no document type, no entities of its own.
 * ALOUD_ERROR_USAGE: it cannot be read or is not a lexicon, "FILE:LINE: what is wrong".  Nothing is added then. */
int al_lexicon_read(al_lexicon *, const char *path, aloud_error *err);
/* The same from memory; `name` stands in for the file in messages. */
int al_lexicon_parse(al_lexicon *, const char *bytes, size_t size, const char *name, aloud_error *err);

/* The lexicon and the endings of a language, from `data`; empty where it has neither.  *out is the caller's. */
int al_lexicon_load(const char *data, const char *language, al_lexicon **out, aloud_error *err);

size_t al_lexicon_count(const al_lexicon *); /* graphemes */
/* Grapheme `index` from 0, in the order they were added; NULL past the last. */
const al_lexeme *al_lexicon_get(const al_lexicon *, size_t index);

/* Where to look, and for text in which language. */
typedef struct al_lookup {
    const al_lexicon *own;     /* the listener's, which come first; may be NULL */
    const al_lexicon *shipped; /* the language's, and its endings; may be NULL */
    const char *language;
} al_lookup;

typedef struct al_found {
    const al_lexeme *lexeme;
    size_t to;            /* the byte behind it and its ending */
    size_t ending;        /* where the ending begins; `to` where there is none */
    const char *sound;    /* phonemes of the ending, in the lexeme's alphabet; "" for none */
    size_t sound_size;
} al_found;

/* The longest grapheme that text[at..size) begins with, whole words.  `at` begins a word.  False where there is none. */
bool al_lexicon_find(const al_lookup *, const char *text, size_t size, size_t at, al_found *out);

/* Append the phonemes of what was found, with those of its ending. */
void al_found_phonemes(const al_found *, al_buf *out);

/* Whether a word may begin at byte `at`: a letter or digit is there and none before it. */
bool al_lexicon_word_begins(const char *text, size_t size, size_t at);

#endif
