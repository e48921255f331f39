/* A run of text being put together from inline elements, with white space collapsed and spans over it. */
#ifndef AL_READ_HTML_RUN_H
#define AL_READ_HTML_RUN_H

#include "article/article.h"
#include "base/buf.h"

typedef struct al_run_span {
    al_span_kind kind;
    size_t from, to; /* to == SIZE_MAX while it is open */
    const char *value;
} al_run_span;

typedef struct al_run {
    al_buf text;
    bool gap;      /* white space is due before the next character */
    uint32_t line; /* of its first character */
    al_run_span *spans;
    size_t count, room;
    bool failed;
} al_run;

void al_run_init(al_run *);
void al_run_release(al_run *);

/* Append text that begins on `line`. */
void al_run_add(al_run *, const char *bytes, size_t size, uint32_t line);
/* White space, as between two blocks that are joined. */
void al_run_space(al_run *);

/* Begin a span here; al_run_close ends the newest open one of that kind and value. */
void al_run_open(al_run *, al_span_kind, const char *value);
void al_run_close(al_run *, al_span_kind, const char *value);

/* Append all of `from` to `to`, a space between, and empty it; its open spans stay open in it. */
void al_run_move(al_run *to, al_run *from);
/* Empty it; open spans stay open at its beginning. */
void al_run_clear(al_run *);

bool al_run_is_blank(const al_run *);

/* Make it the text of `node` (which has none).  False when out of memory. */
bool al_run_give(const al_run *, al_article *, al_node *node);

#endif
