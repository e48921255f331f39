/* ID3v2.3 tags (id3.org, "ID3 tag version 2.3.0" and "ID3v2 Chapter Frame Addendum 1.0"), which every player of MP3 reads. */
#ifndef AL_AUDIO_ID3_H
#define AL_AUDIO_ID3_H

#include "audio/format.h"
#include "base/buf.h"

/* Where a mark begins and ends, in ms. */
typedef struct al_mark {
    uint32_t from, to;
} al_mark;

/* Append a whole tag with a chapter for each label; where they are is set by al_id3_place. */
void al_id3_add(al_buf *out, const al_audio_tags *, const char *const *labels, size_t count);
/* Set the places of the tag's chapters, in their order; its size stays. */
void al_id3_place(al_buf *tag, const al_mark *, size_t count);

#endif
