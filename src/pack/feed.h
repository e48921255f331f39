/* The podcast of an output folder: feed.xml in it, with an episode for each article below it that has been given -P podcast, and
 * podcast.ini, in which a person says what it is called and where it is served. */
#ifndef AL_PACK_FEED_H
#define AL_PACK_FEED_H

#include "base/buf.h"
#include "base/error.h"

#define AL_FEED_FILE "feed.xml"
#define AL_FEED_SETTINGS "podcast.ini"
#define AL_FEED_EPISODE ".episode.json" /* what of an article's folder goes into the feed, behind the folder's name */

/* Check an address: http(s), without a query.  ALOUD_ERROR_USAGE. */
int al_feed_check(const char *address, aloud_error *err);

/* Keep the address that `folder` is served at in its podcast.ini, which is made where it is missing; what else is in it stays.
 * ALOUD_ERROR_OUTPUT. */
int al_feed_keep(const char *folder, const char *address, aloud_error *err);

/* 0 where podcast.ini tells the address or another is `given` (NULL: none), 1 where none is known.
 * ALOUD_ERROR_OUTPUT: podcast.ini is wrong, or feed.xml is somebody else's, which is never written over. */
int al_feed_ready(const char *folder, const char *given, aloud_error *err);

/* Write feed.xml anew from all episodes in the folders of `folder`, the one added last first.  What al_feed_ready returns. */
int al_feed_write(const char *folder, aloud_error *err);

#endif
