/* Manifests of audiobooks, within pack/. */
#ifndef AL_PACK_MANIFEST_H
#define AL_PACK_MANIFEST_H

#include <jansson.h>

#include "pack/pack.h"

/* Append the manifest of publication.json, which is the same in a folder and in an archive. */
int al_manifest_fill(const al_pack_input *, al_buf *out, aloud_error *err);

/* Append `o` as text, and let go of it; NULL: there was no memory for it, and the buffer has failed. */
void al_manifest_dump(json_t *o, al_buf *out);

#endif
