/* The files within a book: a ZIP archive in memory, read with ceilings on everything. */
#ifndef AL_READ_EPUB_ZIP_H
#define AL_READ_EPUB_ZIP_H

#include "base/buf.h"
#include "base/error.h"

typedef struct al_zip al_zip;

/* Open the archive; the bytes must outlive it.  ALOUD_ERROR_INPUT: it is none, or is broken. */
int al_zip_open(const char *bytes, size_t size, al_zip **out, aloud_error *err);
void al_zip_close(al_zip *);

/* Append the file of that name.  Returns 0, 1 when there is none, or ALOUD_ERROR_INPUT: it is encrypted, damaged, or grows
 * beyond what a book's text is. */
int al_zip_read(al_zip *, const char *name, al_buf *out, aloud_error *err);

/* Append to `out` the name of the file that `href` means in the file `base` ("OEBPS/a.xhtml" and "../b%20c.xhtml#d" are
 * "b c.xhtml"), without its fragment.  False where it is outside of the book: absolute, of another scheme, or above its top. */
bool al_zip_resolve(const char *base, const char *href, al_buf *out);

#endif
