/* Pages of an Ogg file (RFC 3533, section 6). */
#ifndef AL_AUDIO_OGG_H
#define AL_AUDIO_OGG_H

#include <stdint.h>

/* Give the one stream of a finished file another serial number: libsndfile's is drawn by lot, so that no two files were the same.
 * 0, or -1 with errno where that cannot be done. */
int al_ogg_number(int fd, uint32_t serial);

#endif
