/* When each word is heard, for the player page's script. */
#ifndef AL_PACK_PLAYER_TIMES_H
#define AL_PACK_PLAYER_TIMES_H

#include "pack/pack.h"

/* Append JSON: [chapter, ...], a chapter being [number, length, [item, ...]] and an item [id, begin, end, [word, ...]] with five
 * numbers for a word: where it begins in the item's display text and how long it is, both in UTF-16 code units, when it begins and
 * ends, and 1 where it is the first of a sentence.  Times are ms from the chapter's beginning.  It holds numbers alone. */
void al_player_times(const al_pack_input *, al_buf *out);

#endif
