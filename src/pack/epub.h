/* A book in EPUB being written, within pack/epub*.c. */
#ifndef AL_PACK_EPUB_H
#define AL_PACK_EPUB_H

#include "pack/document.h"
#include "pack/sound.h"
#include "pack/zip.h"

typedef struct al_epub {
    al_document d;
    const al_format *format; /* of the sound in it */
    al_zipper *zip;
} al_epub;

/* Append the package document (EPUB 3.3, section 5). */
void al_epub_package(const al_epub *, al_buf *out);
/* Append a clock value of SMIL 3.0, "12.345s". */
void al_epub_clock(al_buf *out, uint64_t ms);

#endif
