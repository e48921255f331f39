/* Announcements in the article's language, read from voices/LANG/phrases.ini. */
#ifndef AL_VOICE_PHRASES_H
#define AL_VOICE_PHRASES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/* Every phrase, its key in the file, and what stands in it.  {n} is a number whose plural form (CLDR: zero one two few many
 * other) picks among KEY.one, KEY.few, ...; a key without forms is one line "KEY = ...". */
#define AL_PHRASES(X)                                                                                                  \
    X(AL_SAY_IMAGE, "image")                   /* before a caption: "Image:" */                                        \
    X(AL_SAY_GALLERY, "gallery")               /* {n} pictures with one caption: "Gallery of {n} images:" */           \
    X(AL_SAY_VIDEO, "video")                   /* before a video's title: "Video, not included:" */                    \
    X(AL_SAY_AUDIO, "audio")                                                                                           \
    X(AL_SAY_EMBED, "embed")                   /* something interactive: "Not included:" */                            \
    X(AL_SAY_VIDEO_UNTITLED, "video.untitled") /* the whole notice: "A video, not included." */                        \
    X(AL_SAY_AUDIO_UNTITLED, "audio.untitled")                                                                         \
    X(AL_SAY_EMBED_UNTITLED, "embed.untitled")                                                                         \
    X(AL_SAY_LIST, "list")                     /* {n} items follow: "List, {n} items:" */                              \
    X(AL_SAY_LIST_END, "list.end")             /* after a list inside a list */                                        \
    X(AL_SAY_ITEM, "item")                     /* before an item of a numbered list: "{n}:" */                         \
    X(AL_SAY_QUOTE, "quote")                   /* "Quote:" */                                                          \
    X(AL_SAY_QUOTE_END, "quote.end")           /* "End of quote." */                                                   \
    X(AL_SAY_TABLE, "table")                   /* {n} rows, {columns} from table.columns: "Table, {n} rows:" */         \
    X(AL_SAY_CODE, "code")                     /* "Code, {n} lines." */                                                \
    X(AL_SAY_FOOTNOTE, "footnote")             /* "Note:" */                                                           \
    X(AL_SAY_FOOTNOTE_END, "footnote.end")                                                                             \
    X(AL_SAY_MATH, "math")                     /* "Formula:" */                                                        \
    X(AL_SAY_AUTHOR, "author")                 /* before the name in the last chapter: "Author:" */                    \
    X(AL_SAY_CREDIT, "credit")                 /* "Credit:" */                                                         \
    X(AL_SAY_PHOTO, "photo")                   /* before a photographer: "Photo:" */                                   \
    X(AL_SAY_ABOUT, "about")                   /* title of the last chapter: "About this article" */                   \
    X(AL_SAY_UNTITLED, "untitled")             /* title of an article that has none: "Untitled article" */             \
    X(AL_SAY_HOURS, "hours")                   /* {n} hours */                                                         \
    X(AL_SAY_MINUTES, "minutes")                                                                                       \
    X(AL_SAY_SECONDS, "seconds")

typedef enum al_phrase {
#define X(id, key) id,
    AL_PHRASES(X)
#undef X
    AL_PHRASE_COUNT
} al_phrase;

typedef struct al_phrases al_phrases;

/* The phrases of `language` (BCP 47; "kk-KZ" takes "kk"), from English where it has no file (al_phrases_fallback).
 * *out is the caller's. */
int al_phrases_load(const char *data, const char *language, al_phrases **out, aloud_error *err);
void al_phrases_free(al_phrases *);
bool al_phrases_fallback(const al_phrases *); /* true: there is no file for the language */
const char *al_phrases_language(const al_phrases *); /* of the file that was taken, "en" */

/* Append the phrase; `n` picks the plural form and replaces {n} (in the language's own digits and grouping: ICU). */
void al_phrase_add(const al_phrases *, al_buf *out, al_phrase, long n);

/* Append a length of time in words, "1 hour 1 minute 45 seconds"; parts that are 0 are left out; seconds >= 0. */
void al_phrase_duration(const al_phrases *, al_buf *out, long seconds);

#endif
