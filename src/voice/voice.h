/* Voice files: how each role sounds. */
#ifndef AL_VOICE_VOICE_H
#define AL_VOICE_VOICE_H

#include "base/data.h"
#include "base/error.h"
#include "voice/role.h"

/* How one role sounds in one language: what the engine is told, and our own silence around it. */
typedef struct al_style {
    char family[64];  /* the engine's voice with variant, "en-gb-x-rp+f3"; never "" */
    char language[40]; /* what it was chosen for, a BCP 47 tag */
    int rate;         /* words per minute, 80 to 449 */
    int pitch;        /* 0 to 100, 50 is the voice's own */
    int range;        /* pitch range, 0 (monotone) to 100 */
    int volume;       /* 0 to 100; AL_VOLUME_USUAL is what a voice file calls 0 decibels */
    int pause_before; /* ms, already scaled with the rate */
    int pause_after;  /* ms, likewise; between items the longer of the neighbours' pauses is kept, as CSS Speech's
                         adjoining pauses do (section 8.3) */
    int rest;         /* ms between an announcement and what it announces, likewise: the role's rest-before */
    int rest_after;   /* ms between it and the announcement that closes it ("End of quote."), likewise */
    int sentence;     /* ms between the sentences of one item, likewise */
} al_style;

/* What the listener picked over the voice file's own settings. */
typedef struct al_picks {
    int rate;         /* words per minute, 0 for the voice's own */
    int rate_percent; /* of the voice's own, 0 for 100 */
    int pitch;        /* 0 to 100, -1 for the voice's own */
} al_picks;

/* Rates the program takes.  At 450 and more the engine changes its method and costs 4.7 times as much. */
/* The volume of 0 decibels; what an engine does at 100 has no room for peaks. */
enum { AL_VOLUME_USUAL = 70 };

enum { AL_RATE_LEAST = 80, AL_RATE_MOST = 449, AL_RATE_USUAL = 175 };

typedef struct al_voice al_voice;

/* Load the voice `name`: NULL is the default one; a path (with '/' or ending in ".voice"); a file NAME.voice below
 * `data`; else an engine's voice ("en-gb-x-rp+f3", or "+f3" for the language's own voice with that variant), which then
 * is the family of every role of the default voice but the announcements.  Whether the engine has it is not known here:
 * al_voice_engine. *out is the caller's.  ALOUD_ERROR_USAGE: the file is missing or faulty; ALOUD_ERROR_ENGINE: the
 * data folder is. */
int al_voice_load(const char *data, const char *name, al_voice **out, aloud_error *err);
void al_voice_free(al_voice *);

/* The style of `role` for text in `language` (BCP 47).  A family of another language keeps its variant only and takes
 * the language's own voice: Kazakh is not read by an English voice.  *changed (may be NULL) is set to 1 when that
 * happened to a voice that the listener asked for by an engine's name.  An announcement is never in the variant of the
 * article's own text. Picks are for the article's text; roles keep their relation to it, and pauses are those of the
 * article's rate. ALOUD_ERROR_USAGE when a pick is out of range, or no voice reads the language and the listener chose
 * none. */
int al_voice_style(const al_voice *, al_role, const char *language, const al_picks *, al_style *out, int *changed,
                   aloud_error *err);

const char *al_voice_name(const al_voice *);
const char *al_voice_description(const al_voice *);
/* The engine's voice that the listener asked for by name, or NULL.  For text in another language al_voice_style
 * replaces it, so open it, or look it up, to find out whether it exists. */
const char *al_voice_engine(const al_voice *);

/* Every voice file below `data`, by name. */
typedef int al_voice_each(void *user, const char *name, const char *language, const char *description);
int al_voice_list(const char *data, al_voice_each *each, void *user, aloud_error *err);

/* How far two names are apart (Levenshtein over bytes, at most `most`): for near matches of a mistyped name. */
int al_voice_distance(const char *a, const char *b, int most);

#endif
