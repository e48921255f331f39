/* The encoding of a page, settled before it is parsed. */
#ifndef AL_READ_ENCODING_H
#define AL_READ_ENCODING_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/error.h"
#include "read/reader.h"

/* Append the page as valid UTF-8 without NULs.  The encoding is, in this order: that of a byte order mark, the one in the
 * input's media type, the one the page declares (meta or XML declaration, wherever it stands), UTF-8 where the bytes are valid,
 * windows-1252.  Labels mean what the WHATWG Encoding Standard (section 4.2) says; a declared single-byte encoding yields to
 * text that can only be UTF-8.  What is invalid becomes U+FFFD with one AL_WARN_ENCODING, NULs go with one AL_WARN_NUL. */
int al_encoding_decode(const al_input *in, al_buf *out, al_diag *, aloud_error *err);

/* The label that the page's own mark-up declares, copied to label[size]; false when there is none. */
bool al_encoding_declared(const char *bytes, size_t count, char *label, size_t size);

#endif
