/* A DAISY 2.02 book being written, within pack/daisy*.c. */
#ifndef AL_PACK_DAISY_H
#define AL_PACK_DAISY_H

#include "pack/document.h"
#include "pack/sound.h"
#include "pack/zip.h"

typedef struct al_daisy {
    al_document d;
    const al_format *format; /* of the sound in it */
    al_zipper *zip;
} al_daisy;

/* Append ncc.html, the navigation control centre (section 2.1). */
int al_daisy_ncc(const al_daisy *, al_buf *out, aloud_error *err);

/* Begin a page of XHTML 1.0: all before what stands in its head behind the title. */
void al_daisy_begin_page(const al_daisy *, const char *title, al_buf *out);
/* Append `<meta name="…" content="…"/>` and a line break. */
void al_daisy_meta(al_buf *out, const char *name, const char *content);
/* The same with a length of time in it, "0:00:12.345". */
void al_daisy_meta_time(al_buf *out, const char *name, uint64_t ms);

/* Milliseconds that are heard of chapter `index`. */
uint64_t al_daisy_length(const al_daisy *, size_t index);
/* The article's title, never empty. */
const char *al_daisy_title(const al_daisy *);

#endif
