/* The contract of a speech engine.  An engine is one file and one row of the table in engine.c.
 *
 * An engine's state may be process-wide (espeak-ng's is, and leaks from one utterance into the next), so nothing but pool.c
 * calls open and say: in a process of its own that has loaded the voice, and for each utterance in a child of that. */
#ifndef AL_SPEECH_ENGINE_H
#define AL_SPEECH_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "voice/pronunciation.h"

/* What to say.  Plain text: no SSML, no engine's own commands. */
typedef struct al_saying {
    const char *text; /* UTF-8, size bytes, without NULs */
    size_t size;
    int rate;         /* words per minute, 80 to 449 */
    int pitch, range; /* 0 to 100 */
    int volume;       /* 0 to 100, 100 is the engine's own level */
    const al_pronunciation *pronunciations; /* how stretches of the text sound, in bytes of it; an engine that cannot say
                                               phonemes reads the text */
    size_t pronunciation_count;
} al_saying;

/* A word as the engine reports it. */
typedef struct al_word {
    uint32_t at;    /* code points before it in the text, from 0 */
    uint32_t count; /* code points in it; 0 where the engine does not tell */
    uint32_t frame; /* frames before it in the audio */
} al_word;

/* Where an engine puts what it makes. */
typedef struct al_sink al_sink;
struct al_sink {
    /* Both return 0 to go on; anything else (no room) and the engine stops. */
    int (*audio)(al_sink *, const int16_t *frames, size_t count);
    int (*word)(al_sink *, const al_word *);
};

/* A voice an engine has. */
typedef int al_engine_each(void *user, const char *name, const char *language, const char *description, int variant);

/* How text `index` sounds: in IPA, and in the engine's own names of phonemes; a line each.  Returns 0 to go on. */
typedef int al_engine_sounds(void *user, size_t index, const char *ipa, const char *own);

enum { AL_SAID_PART = 1 }; /* what al_engine.say may also return */

typedef struct al_engine {
    const char *name;
    /* Load `family` ("en-gb+f3"); sets *rate (Hz) and writes a version that changes when the sound may ("espeak-ng 1.51") to
     * version[0..size).  ALOUD_ERROR_USAGE: there is no such voice; ALOUD_ERROR_ENGINE: it cannot run, and what to install. */
    int (*open)(const char *family, void **state, int *rate, char *version, size_t size, aloud_error *err);
    /* Speak; what is said last must have reached the sink on return.  AL_SAID_PART: the engine may have left something out because
     * the text is too long for it in places, and has to be given shorter ones.  ALOUD_ERROR_ENGINE. */
    int (*say)(void *state, const al_saying *, al_sink *, aloud_error *err);
    void (*close)(void *state);
    /* Every voice, and every variant that may be added to one with '+' (variant 1). */
    int (*voices)(al_engine_each *each, void *user, aloud_error *err);
    /* How the voice would say each text, from `first` on; not after open.  ALOUD_ERROR_USAGE: there is no such voice. */
    int (*transcribe)(const char *family, const al_saying *texts, size_t first, size_t count, al_engine_sounds *each, void *user,
                      aloud_error *err);
} al_engine;

extern const al_engine al_engine_espeak;
/* Deterministic and tiny: a tone per letter.  "[[crash]]", "[[hang]]", "[[silent]]" and "[[cut]]" (leaves out the rest) in its
 * texts do what they say, for the tests. */
extern const al_engine al_engine_tone;

/* The engine of that name; NULL is the default.  NULL when there is none. */
const al_engine *al_engine_find(const char *name);

/* engine->transcribe in processes of its own, one after another where one dies; `each` gets "" for what it died of.  Texts are made
 * harmless first. */
int al_engine_transcribe(const al_engine *, const char *family, const al_saying *texts, size_t count, al_engine_sounds *each,
                         void *user, aloud_error *err);

/* engine->voices in a process of its own, so that the caller's is not touched by it. */
int al_engine_voices(const al_engine *, al_engine_each *each, void *user, aloud_error *err);

#endif
