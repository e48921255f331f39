/* What a page's JSON-LD says about its article (schema.org). */
#ifndef AL_READ_HTML_JSONLD_H
#define AL_READ_HTML_JSONLD_H

#include "article/article.h"
#include "read/html_dom.h"

/* A VideoObject or AudioObject. */
typedef struct al_ld_medium al_ld_medium;
struct al_ld_medium {
    al_ld_medium *next;
    al_kind kind;      /* AL_VIDEO or AL_AUDIO */
    const char *title; /* NULL where it has none */
    const char *url;   /* what it is embedded or played from; NULL where it has none */
    long seconds;      /* -1 where unknown */
    bool taken;        /* a player on the page stands for it */
};

/* Strings live in the page's arena; NULL where nothing is said. */
typedef struct al_ld {
    const char *headline, *published, *modified, *publisher, *language, *url, *description, *body;
    al_name *authors;
    al_ld_medium *media;
    bool paid; /* it says that the article is not free to read */
} al_ld;

/* Read every JSON-LD block, however broken; the first article in them is taken.  False when out of memory. */
bool al_ld_read(al_dom *, al_ld *out);

/* Seconds of an ISO 8601 duration ("PT1M45S") or a clock time ("1:45"); -1 where it is neither. */
long al_ld_seconds(const char *duration);

/* `text` with character references decoded and mark-up dropped, white space collapsed, in the page's arena; NULL when out of
 * memory. */
const char *al_ld_plain(al_dom *, const char *text);

#endif
