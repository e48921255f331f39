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
    const char *url;   /* where it came from, or NULL */
    const char *data;  /* the data folder (voices/), for cue words; never NULL */
} al_input;

/* Which articles of an input that has several are wanted, and who takes them. */
typedef struct al_taker {
    /* Whether this one is: its number from 1, and its title ("" where it has none). */
    bool (*wants)(void *user, int number, const char *title);
    /* Takes one: finished and the callee's, or NULL with the reason.  Returns 0 to go on. */
    int (*take)(void *user, const aloud_entry *about, al_article *, const aloud_error *why);
    void *user;
} al_taker;

typedef struct al_reader {
    const char *name; /* "html" */
    /* How sure it is that the input is its format, 0 (no) to 100. */
    int (*probe)(const al_input *);
    /* Build the article's tree (al_article_finish is the caller's).  Metadata that the input does not carry stays NULL. */
    int (*parse)(const al_input *, al_article *, aloud_error *err);
    /* Instead of parse, for a format that holds several articles: each that is wanted is made, finished by al_read_finish and
     * handed over.  ALOUD_ERROR_USAGE where none is wanted, ALOUD_ERROR_CANCELLED where take stops. */
    int (*parse_each)(const al_input *, const al_taker *, aloud_error *err);
} al_reader;

extern const al_reader al_reader_text; /* plain text, also a text browser's dump of a page */
extern const al_reader al_reader_html;
extern const al_reader al_reader_markdown;
extern const al_reader al_reader_epub;
extern const al_reader al_reader_feed;

/* Read `in` with the reader that is surest of it, find out its language, and finish the article.  *out is the caller's.  Of a
 * feed it is the first entry. */
int al_read(const al_input *in, al_article **out, aloud_error *err);

/* The same for all articles in it; one for anything but a feed. */
int al_read_each(const al_input *in, const al_taker *, aloud_error *err);

/* What al_read does after parsing: find out the language, make the addresses full (`base` may be NULL), finish the article. */
int al_read_finish(al_article *, const char *base, aloud_error *err);

#endif
