/* What a book's package file says: who wrote it, which documents are read in which order, where its contents are listed. */
#ifndef AL_READ_EPUB_PACKAGE_H
#define AL_READ_EPUB_PACKAGE_H

#include "article/article.h"
#include "read/epub_zip.h"

typedef struct al_spine_item al_spine_item;
struct al_spine_item {
    al_spine_item *next;
    const char *path; /* within the book */
    bool linear;      /* read in its place; else only where a link leads to it */
};

/* Strings live in the article's arena. */
typedef struct al_package {
    al_spine_item *spine;
    const char *nav, *ncx; /* paths of the tables of contents, NULL where there is none */
} al_package;

/* Find and read the package; its metadata goes to the article.  ALOUD_ERROR_INPUT: it is no EPUB, or protected. */
int al_package_read(al_zip *, al_article *, al_package *out, aloud_error *err);

#endif
