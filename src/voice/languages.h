/* Which of the engine's voices, and which folder of phrases, serves a language: voices/languages.ini. */
#ifndef AL_VOICE_LANGUAGES_H
#define AL_VOICE_LANGUAGES_H

#include "base/error.h"

typedef struct al_languages al_languages;

/* Read languages.ini below `data`.  *out is the caller's.  ALOUD_ERROR_ENGINE: it is missing or has a faulty line. */
int al_languages_load(const char *data, al_languages **out, aloud_error *err);
void al_languages_free(al_languages *);

/* The engine's voice, without a variant, that reads `language` (BCP 47): its own, else the one that stands in for it,
 * else the one that reads its script; NULL when there is none.  Lives as long as the table. */
const char *al_languages_voice(const al_languages *, const char *language);

/* The folder that holds the phrases of a tag where it is not called after the language ("nb" takes "no"), or NULL.  No
 * other tag is looked up but `tag` itself. */
const char *al_languages_folder(const al_languages *, const char *tag);

/* The language whose voice reads words in Latin letters within a text of `language`, where the voice of that one spells them; NULL
 * elsewhere. */
const char *al_languages_latin(const al_languages *, const char *language);

/* The language that text in a script is most likely in: `usual` where that is written so, else by its letters ([letters]), else the
 * one that the script is most used for; NULL where no voice reads it.  Lives as long as the table, or is `usual`. */
const char *al_languages_of_text(const al_languages *, const char *text, size_t size, const char *usual);

/* Tags are compared in lower case with hyphens: writes that to out[0..size), cut at the last whole subtag that fits. */
void al_language_normal(const char *tag, char *out, size_t size);

/* Cut the last subtag off a normal tag, and a single letter that then is last ("en-x-rp" becomes "en").  Returns 0 when
 * there is no more than one. */
int al_language_cut(char *tag);

#endif
