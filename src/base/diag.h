/* Warnings: what was noticed on the way and did not stop the work. */
#ifndef AL_BASE_DIAG_H
#define AL_BASE_DIAG_H

#include "base/arena.h"

/* Every kind of warning and its stable name. */
#define AL_WARNINGS(X)                                                                                                 \
    X(AL_WARN_ENCODING, "invalid-encoding")     /* bytes that are not text in the input's encoding were replaced */    \
    X(AL_WARN_NUL, "nul-byte")                  /* NUL bytes were dropped */                                           \
    X(AL_WARN_MARKUP, "markup")                 /* the page's mark-up was repaired */                                  \
    X(AL_WARN_LANGUAGE, "language-guessed")     /* the language was neither given nor declared */                      \
    X(AL_WARN_LANGUAGE_DIFFERS, "language-differs") /* the text is not in the language the page declares */            \
    X(AL_WARN_PHRASES, "no-phrases")            /* announcements fall back to English */                               \
    X(AL_WARN_VOICE, "voice-language")          /* the voice asked for speaks another language */                      \
    X(AL_WARN_TRUNCATED, "truncated")           /* the input looks cut off */                                          \
    X(AL_WARN_PAYWALL, "paywall")               /* the article is for subscribers; the page may hold its start only */ \
    X(AL_WARN_MORE_PAGES, "more-pages")         /* the article goes on on another page */                              \
    X(AL_WARN_TITLE, "no-title")                /* no title was found; another name stands in */                       \
    X(AL_WARN_PART, "part-missing")             /* a document of a book, or of a feed's file, cannot be read */           \
    X(AL_WARN_SUMMARY, "summary-only")          /* a feed's entry has no more than a summary */                        \
    X(AL_WARN_DATA, "data")                     /* a data file under voices/ has a line that means nothing */

typedef enum al_warning {
#define X(id, name) id,
    AL_WARNINGS(X)
#undef X
    AL_WARN_COUNT
} al_warning;

typedef struct al_diag_entry al_diag_entry;
struct al_diag_entry {
    al_diag_entry *next;
    al_warning kind;
    long line, column;
    const char *text;
};

/* At most a ceiling of entries is kept: a page with a million faults is one finding, not a million. */
typedef struct al_diag {
    al_arena *arena; /* not owned */
    al_diag_entry *first, *last;
    size_t count;
} al_diag;

const char *al_warning_name(al_warning);
void al_diag_init(al_diag *, al_arena *);
/* Best effort: a warning that cannot be kept is dropped. */
void al_diag_add(al_diag *, al_warning, long line, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Entry `index` from 0, or NULL. */
const al_diag_entry *al_diag_get(const al_diag *, size_t index);

#endif
