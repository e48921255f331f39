/* Formats of audio files.  A format is one row of the table in format.c, and its family one file that defines an al_coder. */
#ifndef AL_AUDIO_FORMAT_H
#define AL_AUDIO_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What a file says of itself.  NULL where unknown. */
typedef struct al_audio_tags {
    const char *title, *album, *artist, *date, *comment; /* the date is ISO 8601, or the year at least */
    int track;                                           /* from 1; 0: none */
} al_audio_tags;

typedef struct al_format al_format;

/* How a family of formats is written: as al_encoder_begin and so on, of encoder.h.  `finish` frees the state also on failure. */
typedef struct al_coder {
    int (*begin)(const char *path, const al_format *, int rate, const al_audio_tags *, const char *const *labels, size_t cues,
                 void **out, aloud_error *err);
    int (*write)(void *, const int16_t *frames, size_t count, aloud_error *err);
    int (*finish)(void *, const uint64_t *cues, aloud_error *err);
    void (*abandon)(void *);
    /* What a file must be made anew for when it changes; "" where the library is missing. */
    const char *(*version)(void);
    bool costly; /* takes long enough to be done beside the speech, in a thread */
} al_coder;

struct al_format {
    const char *name;   /* "wav" */
    const char *suffix; /* ".wav" */
    const char *media;  /* its media type, "audio/wav" */
    const char *help;   /* what it is good for, in a line */
    const al_coder *coder;
};

extern const al_coder al_coder_wav, al_coder_flac, al_coder_vorbis, al_coder_opus, al_coder_mp3;

/* Formats by their place in the table, NULL past the last; the first is the usual one. */
const al_format *al_format_at(size_t index);
/* The format of that name; NULL for NULL gives the usual one, for an unknown name NULL. */
const al_format *al_format_find(const char *name);
/* The format that a file's name ends like; NULL where there is none. */
const al_format *al_format_of(const char *file);

#endif
