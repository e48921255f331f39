/* What runs in an engine process: it opens the engine for one voice family and forks a child for every order. */
#ifndef AL_SPEECH_WORKER_H
#define AL_SPEECH_WORKER_H

#include <sys/types.h>

#include "speech/slot.h"

/* Messages over the pair of sockets, one packet each.  The engine process greets first; then the caller sends numbers of slots
 * (uint32_t) and gets one al_done for each; AL_ORDER_CANCEL added to the number of an order that is not answered yet ends it. */
enum { AL_ORDER_CANCEL = 1 << 30 };
typedef struct al_hello {
    int status;        /* of engine->open; error where it is not 0 */
    int rate;
    char version[64];
    aloud_error error;
} al_hello;

typedef enum al_ending { AL_LEFT, AL_DIED, AL_HUNG } al_ending;

typedef struct al_done {
    uint32_t slot;
    al_ending how;
    int signal;        /* that it died of; 0 where it left with a status other than 0 */
} al_done;

typedef struct al_worker {
    pid_t pid;
    int socket;        /* the caller's end; non-blocking; -1 when there is none */
} al_worker;

/* Fork an engine process for `family`, which speaks up to `jobs` of the caller's slots[0..count) at once and gives each `patience`
 * ms and 20 more for every byte.  It greets over the socket.  It ends when the socket or the caller does. */
int al_worker_start(const al_engine *, const char *family, int jobs, al_slot *slots, size_t count, int patience,
                    al_worker *out, aloud_error *err);
/* End it, if it has not ended by itself, and wait for it.  Harmless on one that is not there. */
void al_worker_stop(al_worker *);

/* Make the calling process, just forked, safe to run an engine in: default signals but for those ignored and SIGINT,
 * no descriptors but `keep` (which becomes the one returned), nothing on standard output, gone when its parent is. */
int al_worker_settle(int keep, pid_t parent);

#endif
