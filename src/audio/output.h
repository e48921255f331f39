/* Where the sound of `play` goes: a device, a file, a pipe.  An output is one file and one row of the table in output.c.
 *
 * Sound is 16-bit mono.  A caller writes what there is room for, and looks again when `watch` says; only a file may keep it waiting
 * meanwhile.  An output holds little (AL_OUTPUT_BUFFER), so that what is written next is heard at once; nothing is taken back. */
#ifndef AL_AUDIO_OUTPUT_H
#define AL_AUDIO_OUTPUT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct al_output_wish {
    const char *device; /* "KIND:NAME", "KIND" or a NAME of the usual kind; NULL: the usual device, or `file` */
    const char *file;   /* a path or "-": the sound goes there; with a device of the kind "null", what was heard does */
    bool raw;           /* of a file: samples alone, without a WAV header */
    int rate;           /* frames per second */
} al_output_wish;

/* A kind of output.  `state` is what its open made. */
typedef struct al_output_kind {
    const char *name;
    /* `name` is what follows "KIND:", NULL for the usual one.  ALOUD_ERROR_OUTPUT says what to do. */
    int (*open)(const al_output_wish *, const char *name, void **state, aloud_error *err);
    /* Close it; what is not heard yet is lost, but a file is whole.  ALOUD_ERROR_OUTPUT: a file is not. */
    int (*close)(void *state, aloud_error *err);
    /* Do what is due.  ALOUD_ERROR_OUTPUT: it is gone. */
    int (*turn)(void *state, aloud_error *err);
    /* How many frames can be written at once. */
    size_t (*room)(void *state);
    /* Write at most `room` frames.  ALOUD_ERROR_CANCELLED: nobody takes them any more. */
    int (*write)(void *state, const int16_t *frames, size_t count, aloud_error *err);
    /* Frames written that are not heard yet. */
    size_t (*queued)(void *state);
    /* Nothing will be written for a while (what is queued is heard to its end), or goes on. */
    void (*pause)(void *state, bool paused);
    /* How often it ran dry while it was not paused. */
    unsigned (*underruns)(void *state);
    /* What to poll for before there is room: on[0..most), how many; *wait (ms) becomes less where something is due sooner. */
    size_t (*watch)(void *state, struct pollfd *on, size_t most, int *wait);
} al_output_kind;

extern const al_output_kind al_output_alsa, al_output_null, al_output_file;

typedef struct al_output {
    const al_output_kind *kind; /* NULL while it is not open */
    void *state;
} al_output;

/* ALOUD_ERROR_OUTPUT: it cannot be opened, and why. */
int al_output_open(const al_output_wish *, al_output *out, aloud_error *err);
/* Harmless on one that is not open. */
int al_output_close(al_output *, aloud_error *err);

enum { AL_OUTPUT_BUFFER = 48 }; /* ms that a device holds, unless it ran dry with that */

#endif
