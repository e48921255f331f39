/* The controls of the player page. */
#ifndef AL_PACK_PLAYER_BAR_H
#define AL_PACK_PLAYER_BAR_H

#include "pack/pack.h"

/* Append their elements, hidden until the page's script shows them.  What they are called is in the language of the phrases. */
void al_player_bar(const al_pack_input *, al_buf *out);

#endif
