/* Letters and the marks behind them as one (NFC, Unicode Standard Annex 15): engines, lexicons and word lists know "ü" and not "u"
 * with a mark behind it, which some programs write. */
#ifndef AL_SCRIPT_COMPOSE_H
#define AL_SCRIPT_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "script/normalise.h"

/* A letter that was composed: bytes of the composed text, and of the text as it was. */
typedef struct al_cluster {
    uint32_t from, to, was_from, was_to;
} al_cluster;

typedef struct al_composed {
    al_buf text;
    al_cluster *at; /* ascending */
    size_t count, room;
} al_composed;

void al_composed_init(al_composed *);
void al_composed_release(al_composed *);

/* Compose a text of at most 4 GiB; nothing is filled in where it is composed already (count == 0).  False when out of memory. */
bool al_compose(al_composed *, const char *text, size_t size);

/* Make the map of the composed text's pieces one of the text as it was.  False when out of memory. */
bool al_composed_restore(const al_composed *, al_spoken_map *);

#endif
