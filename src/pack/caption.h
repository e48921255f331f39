/* Captions of the whole article, within pack/. */
#ifndef AL_PACK_CAPTION_H
#define AL_PACK_CAPTION_H

#include "pack/pack.h"

/* Append a WebVTT file of all chapters, chapter i beginning at frame starts[i]; NULL: each where the one before ends. */
int al_caption_fill(const al_pack_input *, const uint64_t *starts, al_buf *out, aloud_error *err);

#endif
