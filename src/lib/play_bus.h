/* The player on the session bus, for media keys and lock screens: MPRIS 2.2, a track for each chapter. */
#ifndef AL_LIB_PLAY_BUS_H
#define AL_LIB_PLAY_BUS_H

#include "lib/play.h"

typedef struct al_play_bus al_play_bus;

/* Get onto the bus.  NULL where there is none, or aloud was built without it, or memory ran out: nobody misses it then. */
al_play_bus *al_play_bus_open(aloud_player *);
void al_play_bus_close(al_play_bus *); /* NULL is fine */
/* Do what was asked for on the bus, and tell it what has changed.  A negative status is that of the player's command; a bus that is
 * gone is none. */
int al_play_bus_turn(al_play_bus *, aloud_error *err);
/* As al_track_kind's, with a *wait that becomes less where something is due. */
size_t al_play_bus_watch(al_play_bus *, struct pollfd *on, size_t room, int *wait);

#endif
