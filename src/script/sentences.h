/* Where a sentence goes on behind a full stop: voices/LANG/sentences.ini, which voices/en/sentences.ini describes. */
#ifndef AL_SCRIPT_SENTENCES_H
#define AL_SCRIPT_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct al_sentences al_sentences;

/* What the language's file in `data` says; *out is NULL where it has none, else the caller's.  ALOUD_ERROR_ENGINE: the file has a
 * fault, named with its line. */
int al_sentences_load(const char *data, const char *language, al_sentences **out, aloud_error *err);
void al_sentences_free(al_sentences *);

/* What the language's rules say of a place where a sentence may end. */
typedef enum al_break { AL_BREAK_ASK, AL_BREAK_NEVER, AL_BREAK_ALWAYS } al_break;

/* Of text[0..size), between what ends with a full stop at byte `stop` (without space behind it) and what begins at byte `next`.
 * AL_BREAK_ASK where only Unicode's rules can tell. */
al_break al_sentences_break(const al_sentences *, const char *text, size_t size, size_t stop, size_t next);

#endif
