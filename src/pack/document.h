/* A chapter as a page whose parts can be pointed at while they are heard: the one walk from the script's items to HTML. */
#ifndef AL_PACK_DOCUMENT_H
#define AL_PACK_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/cue.h"
#include "pack/pack.h"

/* EPUB's is XHTML5 with epub:type, DAISY's XHTML 1.0, the player page's HTML with all chapters in one page. */
typedef enum al_document_kind { AL_DOCUMENT_EPUB, AL_DOCUMENT_DAISY, AL_DOCUMENT_PAGE } al_document_kind;

/* A book: the chapters of the input, and what is heard in them when. */
typedef struct al_document {
    const al_pack_input *in;
    al_document_kind kind;
    al_cues *cues;        /* of each chapter; none where it is not known what is heard in it, and none in a page */
    size_t *chapter_of;   /* by the item's id: index of the chapter that shows it, SIZE_MAX where none does */
} al_document;

/* *out is the caller's to release. */
int al_document_init(al_document *out, const al_pack_input *, al_document_kind, aloud_error *err);
void al_document_release(al_document *); /* harmless on a zeroed one */

/* Append the name of chapter `index`'s file: "chapter-001.xhtml". */
void al_document_file(const al_document *, size_t index, al_buf *out);

/* Append what is within the body of chapter `index`.
 *
 * In EPUB and DAISY what is heard in the clip that begins with cue `k` (from 0; pack/clip.h) has the id "c<k + 1>", a list or table
 * whose first cue that is has "b<k + 1>"; ids come in the order of the clips.  A chapter of which it is not known what is heard in
 * it is its title alone, with the id "c1".
 *
 * In a page every item's element has the id "i<item id>".  Its text is the item's display text, once what has the class "announced"
 * is left out and those cells of a row that are not empty are joined by AL_CELL_BREAK.
 *
 * `level`: of the heading last before it on the same page, 0 for none, and then of the last in it. */
void al_document_body(const al_document *, size_t index, int *level, al_buf *out);

/* Whether the item is a heading of the article's outline. */
bool al_document_is_heading(const al_item *);

/* Append `lang="…"`, xml:lang where the kind is XML, and dir where the direction is another than the article's. */
void al_document_language(const al_document *, const char *language, al_buf *out);

#endif
