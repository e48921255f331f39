/* The table of contents of a book: what begins where. */
#ifndef AL_READ_EPUB_TOC_H
#define AL_READ_EPUB_TOC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

/* Strings live in the arena. */
typedef struct al_toc_entry al_toc_entry;
struct al_toc_entry {
    al_toc_entry *next; /* in the order of the table */
    al_toc_entry *same; /* the next that points into the same file */
    const char *path;   /* of the file within the book */
    const char *fragment; /* id of the element; "" for the file's beginning */
    const char *title;  /* not blank */
    int depth;          /* from 0 */
};

typedef struct al_toc {
    al_arena *arena;
    al_toc_entry *first, *last;
    size_t count;
} al_toc;

/* Read the nav element of type "toc" of an EPUB 3 navigation document, whose file is `path`. */
int al_toc_read_nav(al_toc *, const al_buf *file, const char *path, aloud_error *err);
/* Read the navMap of an EPUB 2 table of contents. */
int al_toc_read_ncx(al_toc *, const al_buf *xml, const char *path, aloud_error *err);

#endif
