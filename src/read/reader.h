/* Input formats.  A format is one file and one row of the table in reader.c. */
#ifndef AL_READ_READER_H
#define AL_READ_READER_H

#include <stddef.h>

#include "article/article.h"

typedef struct al_input {
    const char *bytes; /* not NUL-terminated */
    size_t size;       /* at least 1 */
    const char *name;  /* the caller's name for it, "page.html" */
    const char *type;  /* its media type where a protocol told it ("text/html; charset=utf-8"), or NULL */
    const char *data;  /* the data folder (voices/), for cue words; never NULL */
} al_input;

typedef struct al_reader {
    const char *name; /* "html" */
    /* How sure it is that the input is its format, 0 (no) to 100. */
    int (*probe)(const al_input *);
    /* Build the article's tree (al_article_finish is the caller's).  Metadata that the input does not carry stays NULL. */
    int (*parse)(const al_input *, al_article *, aloud_error *err);
} al_reader;

extern const al_reader al_reader_text; /* plain text, also a text browser's dump of a page */
extern const al_reader al_reader_html;
extern const al_reader al_reader_markdown;
extern const al_reader al_reader_epub;

/* Read `in` with the reader that is surest of it, find out its language, and finish the article.  *out is the caller's. */
int al_read(const al_input *in, al_article **out, aloud_error *err);

#endif
