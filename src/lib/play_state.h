/* What outlives a run of `play`: where one stopped in an article, and its bookmarks: a small file below the XDG state directory. */
#ifndef AL_LIB_PLAY_STATE_H
#define AL_LIB_PLAY_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* A sentence: numbers from 0 of its chapter, of its item in that, and of the sentence among those of the item.  They stay what they
 * are when announcements come or go. */
typedef struct al_play_spot {
    size_t chapter, item, sentence;
} al_play_spot;

enum { AL_PLAY_BOOKMARKS = 99 };

typedef struct al_play_state {
    al_play_spot stopped;
    bool has_stopped; /* it was begun, and not heard to its end */
    al_play_spot bookmarks[AL_PLAY_BOOKMARKS]; /* in the article's order */
    size_t bookmark_count;
} al_play_state;

/* Read what is known of the article of that fingerprint: nothing where nothing is, or where it cannot be read. */
void al_play_state_load(al_play_state *, const char *key);
/* Keep it; the file goes where there is nothing to keep.  `title` is for people who look into it.  ALOUD_ERROR_OUTPUT. */
int al_play_state_save(const al_play_state *, const char *key, const char *title, aloud_error *err);

#endif
