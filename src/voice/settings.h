/* What one section of a voice file says, in the words of CSS Speech, and reading them. */
#ifndef AL_VOICE_SETTINGS_H
#define AL_VOICE_SETTINGS_H

#include "base/error.h"
#include "voice/languages.h"
#include "voice/role.h"

/* A value below 0 (or an empty family) is one that the section leaves to [voice]. */
typedef struct al_settings {
    char family[192]; /* voice-family: names between commas, the first that suits is taken */
    int rate;         /* voice-rate in words per minute */
    int rate_percent; /* or in percent; never both */
    int pitch, range; /* 0 to 100 */
    int volume;       /* 0 to 100, the engine's */
    int pause_before, pause_after, pause_sentence; /* ms at AL_RATE_USUAL */
    int rest_before, rest_after;
} al_settings;

/* A loaded voice: `base` is complete, the roles say what differs. */
struct al_voice {
    char *name, *language, *description; /* never NULL */
    char engine[64];                     /* the engine's voice that the listener asked for; "" where it was none */
    al_settings base;
    al_settings roles[AL_ROLE_COUNT];
    al_languages *languages;
};

/* Everything left open. */
void al_settings_clear(al_settings *);
/* What a voice is that says nothing. */
void al_settings_usual(al_settings *);

/* Set `key` from `value` as in a voice file.  Returns NULL, or what is accepted instead ("a time such as 300ms or
 * 0.5s"); *known is 0 when there is no such key. */
const char *al_settings_set(al_settings *, const char *key, const char *value, int *known);

/* Whether one voice name ("en-gb-x-rp+f3", "+f2") can be one at all; at most 63 bytes. */
int al_family_fits(const char *name);

#endif
