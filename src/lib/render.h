/* Speaking chapters into files: the plan's utterances through the pool, in order, into one file after the other. */
#ifndef AL_LIB_RENDER_H
#define AL_LIB_RENDER_H

#include "audio/encoder.h"
#include "lib/levels.h"
#include "script/script.h"
#include "speech/plan.h"
#include "speech/pool.h"
#include "timeline/timeline.h"

typedef struct al_render al_render;

/* What the renderer asks of its user. */
typedef struct al_render_hooks {
    void *user;
    /* Where the chapter goes: append its path to *out. */
    int (*path)(void *user, size_t chapter, al_buf *out, aloud_error *err);
    /* Chapter is begun; nonzero status stops. */
    int (*begins)(void *user, size_t chapter, aloud_error *err);
    /* Chapter is complete under its name, chapters in their order; `faults` utterances of it could not be spoken. */
    int (*done)(void *user, size_t chapter, const al_timeline *, size_t faults, aloud_error *err);
    /* An utterance could not be spoken, also when tried again. */
    void (*fault)(void *user, const al_item *, const aloud_error *why);
    /* Looked at about ten times a second and after every item, with the chapter being spoken; nonzero stops with
     * ALOUD_ERROR_CANCELLED. */
    int (*stop)(void *user, size_t chapter, size_t items_done);
} al_render_hooks;

/* Where the sound goes. */
typedef struct al_render_to {
    const al_format *format;
    int jobs;          /* files that may be encoded at a time */
    al_levels *levels; /* what brings each voice to its loudness; NULL: as the engine gives it */
} al_render_to;

/* Speak the planned chapters.  Nothing unfinished stays behind, whatever happens. */
int al_render_all(const al_script *, al_plan *, al_pool *, const al_render_to *, const al_render_hooks *, aloud_error *);

/* Append the label of an item's cue point: what it is, in one line. */
void al_render_label(al_buf *out, const al_item *);
/* The names of an article's authors, "A, B"; nothing where it has none. */
void al_render_artist(al_buf *out, const al_script *);

#endif
