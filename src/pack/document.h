/* A chapter as a page whose parts can be pointed at while they are heard: the one walk from the script's items to HTML, for
 * EPUB, DAISY and the player page. */
#ifndef AL_PACK_DOCUMENT_H
#define AL_PACK_DOCUMENT_H

#include "pack/cue.h"
#include "pack/pack.h"

/* EPUB's is XHTML5 with epub:type; DAISY's is XHTML 1.0 as of 2001; the player page's is HTML. */
typedef enum al_document_kind { AL_DOCUMENT_EPUB, AL_DOCUMENT_DAISY, AL_DOCUMENT_PAGE } al_document_kind;

/* Append what is within a chapter's body.
 *
 * In EPUB and DAISY what is shown while cue number `n` (from 0) is heard has the id "c<n + 1>"; ids come in the order of the cues.
 * In a page every item's element has the id "i<item id>"; its text is the item's display text once what has the class "announced"
 * is left out and the cells of a row are joined by " | ".  `cues` may be NULL there.
 *
 * `level`: of the last heading before, 0 for none, and then of the last in the chapter. */
void al_document_body(const al_pack_input *, const al_pack_chapter *, const al_cues *cues, al_document_kind, int *level,
                      al_buf *out);

/* Append `lang="…"`, xml:lang where the kind is XML, and dir where the direction is another than the article's. */
void al_document_language(const al_pack_input *, al_document_kind, const char *language, al_buf *out);

#endif
