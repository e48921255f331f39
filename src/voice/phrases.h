/* Announcements in the article's language, read from voices/LANG/phrases.ini. */
#ifndef AL_VOICE_PHRASES_H
#define AL_VOICE_PHRASES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/* Every phrase, its key in the file, and what stands in it.  {n} is a number whose plural form (CLDR: zero one two few
 * many other) picks among KEY.one, KEY.few, ...; a key without forms is one line "KEY = ...".  {n:feminine} (masculine,
 * neuter) is the number in words of that gender, for languages whose engine voice would read the digits in the wrong
 * one.  The third column tells how the key is written: PLAIN (no number), NUMBER ({n}, one line) or FORMS ({n}, a line
 * per plural form). */
#define AL_PHRASES(X)                                                                                                  \
    X(AL_SAY_IMAGE, "image", PLAIN)                    /* before a caption: "Image:" */                                \
    X(AL_SAY_GALLERY, "gallery", FORMS)                /* {n} pictures with one caption: "Gallery of {n} images:" */   \
    X(AL_SAY_VIDEO, "video", PLAIN)                    /* before a video's title: "Video, not included:" */            \
    X(AL_SAY_AUDIO, "audio", PLAIN)                                                                                    \
    X(AL_SAY_EMBED, "embed", PLAIN)                    /* something interactive: "Not included:" */                    \
    X(AL_SAY_VIDEO_UNTITLED, "video.untitled", PLAIN)  /* the whole notice: "A video, not included." */                \
    X(AL_SAY_AUDIO_UNTITLED, "audio.untitled", PLAIN)                                                                  \
    X(AL_SAY_EMBED_UNTITLED, "embed.untitled", PLAIN)                                                                  \
    X(AL_SAY_LIST, "list", FORMS)                      /* {n} items follow: "List, {n} items:" */                      \
    X(AL_SAY_LIST_END, "list.end", PLAIN)              /* after a list inside a list */                                \
    X(AL_SAY_ITEM, "item", NUMBER)                     /* before an item of a numbered list: "{n}:" */                 \
    X(AL_SAY_QUOTE, "quote", PLAIN)                    /* "Quote:" */                                                  \
    X(AL_SAY_QUOTE_END, "quote.end", PLAIN)            /* "End of quote." */                                           \
    X(AL_SAY_TABLE, "table", FORMS)                    /* {n} rows follow: "Table, {n} rows:" */                       \
    X(AL_SAY_CODE, "code", FORMS)                      /* "Code, {n} lines." */                                        \
    X(AL_SAY_FOOTNOTE, "footnote", PLAIN)              /* "Note:" */                                                   \
    X(AL_SAY_FOOTNOTE_END, "footnote.end", PLAIN)                                                                      \
    X(AL_SAY_MATH, "math", PLAIN)                      /* "Formula:" */                                                \
    X(AL_SAY_AUTHOR, "author", PLAIN)                  /* before the name in the last chapter: "Author:" */            \
    X(AL_SAY_CREDIT, "credit", PLAIN)                  /* "Credit:" */                                                 \
    X(AL_SAY_PHOTO, "photo", PLAIN)                    /* before a photographer: "Photo:" */                           \
    X(AL_SAY_ABOUT, "about", PLAIN)                    /* title of the last chapter: "About this article" */           \
    X(AL_SAY_UNTITLED, "untitled", PLAIN)              /* title of an article that has none: "Untitled article" */     \
    X(AL_SAY_CHAPTER, "chapter", NUMBER)               /* where one is: "Chapter {n}" ... */                           \
    X(AL_SAY_CHAPTERS, "chapters", NUMBER)             /* ... of so many: "of {n}." */                                 \
    X(AL_SAY_LEFT, "left", PLAIN)                      /* before a length of time: "Time left:" */                     \
    X(AL_SAY_HOURS, "hours", FORMS)                    /* {n} hours */                                                 \
    X(AL_SAY_MINUTES, "minutes", FORMS)                                                                                \
    X(AL_SAY_SECONDS, "seconds", FORMS)                                                                                \
    X(AL_SHOW_PLAYER, "player", PLAIN)                 /* its region on the page: "Player" */                          \
    X(AL_SHOW_PLAY, "player.play", PLAIN)              /* buttons */                                                   \
    X(AL_SHOW_PAUSE, "player.pause", PLAIN)                                                                            \
    X(AL_SHOW_CHAPTER_PREVIOUS, "player.chapter.previous", PLAIN)                                                      \
    X(AL_SHOW_CHAPTER_NEXT, "player.chapter.next", PLAIN)                                                              \
    X(AL_SHOW_PARAGRAPH_PREVIOUS, "player.paragraph.previous", PLAIN)                                                  \
    X(AL_SHOW_PARAGRAPH_NEXT, "player.paragraph.next", PLAIN)                                                          \
    X(AL_SHOW_BACK, "player.back", PLAIN)                                                                              \
    X(AL_SHOW_FORWARD, "player.forward", PLAIN)                                                                        \
    X(AL_SHOW_RATE, "player.rate", PLAIN)                                                                              \
    X(AL_SHOW_POSITION, "player.position", PLAIN)                                                                      \
    X(AL_SHOW_LEFT, "player.left", PLAIN)              /* before what is left: "Time left" */                          \
    X(AL_SHOW_CHAPTERS, "player.chapters", PLAIN)                                                                      \
    X(AL_SHOW_SETTINGS, "player.settings", PLAIN)                                                                      \
    X(AL_SHOW_SENTENCE, "player.sentence", PLAIN)                                                                      \
    X(AL_SHOW_WORD, "player.word", PLAIN)                                                                              \
    X(AL_SHOW_FOLLOW, "player.follow", PLAIN)          /* a setting: the page scrolls with the voice */                \
    X(AL_SHOW_KEYS, "player.keys", PLAIN)              /* a setting: keys such as N and P work */                      \
    X(AL_SHOW_BROKEN, "player.broken", PLAIN)          /* told when a file does not play */

typedef enum al_phrase {
#define X(id, key, how) id,
    AL_PHRASES(X)
#undef X
        AL_PHRASE_COUNT
} al_phrase;

typedef struct al_phrases al_phrases;

/* The phrases of `language` (BCP 47; "kk-KZ" takes "kk", "nb" takes "no"), from English where it has no file
 * (al_phrases_fallback): they are then to be spoken in English too.  *out is the caller's.  ALOUD_ERROR_ENGINE: a file
 * has a fault, named with its line, or there is none at all. */
int al_phrases_load(const char *data, const char *language, al_phrases **out, aloud_error *err);
void al_phrases_free(al_phrases *);
bool al_phrases_fallback(const al_phrases *);        /* true: there is no file for the language */
const char *al_phrases_language(const al_phrases *); /* of the file that was taken, "en" */

/* Append the phrase; `n` picks the plural form and replaces {n}: in the language's own digits (ICU), without grouping,
 * which engines read as several numbers. */
void al_phrase_add(const al_phrases *, al_buf *out, al_phrase, long n);

/* Append a length of time in words, "1 hour 1 minute 45 seconds"; parts that are 0 are left out; seconds >= 0.
 * The parts are joined as CLDR joins units. */
void al_phrase_duration(const al_phrases *, al_buf *out, long seconds);

/* For checking a file: what the form of a phrase for the CLDR plural category `form` ("one", "few", ...) says, "" for a
 * phrase without forms; NULL where the file has none. */
const char *al_phrase_form(const al_phrases *, al_phrase, const char *form);

#endif
