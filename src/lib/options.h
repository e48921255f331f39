/* What a caller may choose: aloud_options of the public header. */
#ifndef AL_LIB_OPTIONS_H
#define AL_LIB_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "script/script.h"
#include "voice/voice.h"

struct aloud_options {
    char *output;   /* folder; NULL is the current one */
    char *voice;    /* NULL is the default one */
    char *language; /* BCP 47; NULL: the article's */
    char *chapter;  /* as given; NULL: all */
    char *entry;    /* of a feed, as given; NULL: all */
    char *format;   /* of the chapters; NULL is the usual one */
    char *engine;   /* NULL is the default one */
    al_lexicon *lexicon; /* of all files given; NULL: none */
    uint32_t packages; /* set of packers, as al_packers_find gives it */
    char *feed_url; /* where the output folder is served; NULL: as its podcast.ini says */
    al_picks picks;
    int jobs;       /* 0: the cores */
    al_verbosity verbosity;
    al_notes notes;
    int split;      /* 1 to 6 */
    bool force;
    char *device;   /* of play; NULL: the usual one */
    char *until;    /* of play: chapter, as given; NULL: to the end */
    double sleep;   /* of play: minutes; 0: no end */
    bool restart, raw; /* of play */
};

/* The options, or for NULL those of aloud_options_new. */
const aloud_options *al_options_or_usual(const aloud_options *);
/* Utterances to speak at the same time: as chosen, else the cores that this process may use. */
int al_options_jobs(const aloud_options *);

/* "3", "2-4", "2-" or "-3" at *at, which moves behind it, with `count` as the last; false where it is none of these. */
bool al_range_parse(const char **at, size_t count, size_t *from, size_t *to);

#endif
