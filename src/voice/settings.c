#include "voice/settings.h"

#include "voice/voice.h"

#include <math.h>
#include <string.h>

#include "voice/voice.h"

enum { MOST_PAUSE = 10000 };

typedef struct word {
    const char *name;
    int value;
} word;

static const word RATES[] = { { "x-slow", 50 },  { "slow", 75 }, { "medium", 100 }, { "normal", 100 }, { "fast", 150 },
                              { "x-fast", 200 }, { 0 } };
static const word LEVELS[] = {
    { "x-low", 10 }, { "low", 30 }, { "medium", 50 }, { "high", 70 }, { "x-high", 90 }, { 0 }
};
static const word PAUSES[] = {
    { "none", 0 }, { "x-weak", 100 }, { "weak", 200 }, { "medium", 400 }, { "strong", 700 }, { "x-strong", 1200 }, { 0 }
};
/* Tenths of a decibel over AL_VOLUME_USUAL; x-loud is the engine's own level. */
static const word VOLUMES[] = { { "x-soft", -120 }, { "soft", -60 },  { "medium", 0 },
                                { "loud", 15 },     { "x-loud", 30 }, { 0 } };

static const char SAYS_RATE[] =
    "words per minute from 80 to 449, a percentage from 25% to 400%, or x-slow, slow, medium, fast, x-fast";
static const char SAYS_LEVEL[] = "a number from 0 to 100, or x-low, low, medium, high, x-high";
static const char SAYS_TIME[] =
    "a time up to 10s such as 300ms or 0.5s, or none, x-weak, weak, medium, strong, x-strong";
static const char SAYS_VOLUME[] = "decibels from -40dB to +3dB, or x-soft, soft, medium, loud, x-loud";
static const char SAYS_FAMILY[] = "voices of the engine such as en-gb-x-rp+f3 or +f2, with commas between them";
static const char SAYS_SPEAK_AS[] = "normal (no other way is supported)";

void al_settings_clear(al_settings *s)
{
    *s = (al_settings){ .rate = -1,
                        .rate_percent = -1,
                        .pitch = -1,
                        .range = -1,
                        .volume = -1,
                        .pause_before = -1,
                        .pause_after = -1,
                        .pause_sentence = -1,
                        .rest_before = -1,
                        .rest_after = -1 };
}

void al_settings_usual(al_settings *s)
{
    *s = (al_settings){ .rate = AL_RATE_USUAL,
                        .rate_percent = -1,
                        .pitch = 50,
                        .range = 50,
                        .volume = AL_VOLUME_USUAL,
                        .pause_before = 0,
                        .pause_after = 650,
                        .pause_sentence = 320,
                        .rest_before = 150,
                        .rest_after = 150 };
}

static int find_word(const word *words, const char *name, int *out)
{
    for (; words->name; words++)
        if (strcmp(words->name, name) == 0) {
            *out = words->value;
            return 1;
        }
    return 0;
}

/* A decimal number in thousandths, whatever the locale; returns what follows it, or NULL where there is none. */
static const char *thousandths(const char *text, long *out)
{
    int minus = *text == '-', digits = 0;
    long n = 0, unit = 1000;
    if (*text == '-' || *text == '+')
        text++;
    for (; *text >= '0' && *text <= '9'; text++, digits++)
        n = n > 1000000 ? n : n * 10 + (*text - '0');
    n *= 1000;
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++, digits++) {
            unit /= 10;
            n += unit * (*text - '0');
        }
    *out = minus ? -n : n;
    return digits ? text : NULL;
}

/* A whole number from `least` to `most` with `unit` behind it. */
static int whole(const char *text, const char *unit, long least, long most, int *out)
{
    long n;
    const char *rest = thousandths(text, &n);
    if (!rest || strcmp(rest, unit) != 0 || n % 1000 || n < least * 1000 || n > most * 1000)
        return 0;
    *out = (int)(n / 1000);
    return 1;
}

static const char *set_rate(al_settings *s, const char *value)
{
    int n;
    if (find_word(RATES, value, &n) || whole(value, "%", 25, 400, &n)) {
        s->rate_percent = n;
        s->rate = -1;
    } else if (whole(value, "", AL_RATE_LEAST, AL_RATE_MOST, &n)) {
        s->rate = n;
        s->rate_percent = -1;
    } else {
        return SAYS_RATE;
    }
    return NULL;
}

static const char *set_level(int *level, const char *value)
{
    return find_word(LEVELS, value, level) || whole(value, "", 0, 100, level) ? NULL : SAYS_LEVEL;
}

static const char *set_volume(al_settings *s, const char *value)
{
    int tenths;
    long n;
    if (!find_word(VOLUMES, value, &tenths)) {
        const char *unit = thousandths(value, &n);
        if (!unit || strcmp(unit, "dB") != 0 || n < -40000 || n > 3000)
            return SAYS_VOLUME;
        tenths = (int)(n / 100);
    }
    s->volume = (int)lround(AL_VOLUME_USUAL * pow(10, tenths / 200.0));
    return NULL;
}

static const char *set_time(int *time, const char *value)
{
    long n;
    if (find_word(PAUSES, value, time))
        return NULL;
    const char *unit = thousandths(value, &n);
    if (!unit || n < 0)
        return SAYS_TIME;
    long ms = strcmp(unit, "ms") == 0 ? n / 1000 : strcmp(unit, "s") == 0 ? n : n == 0 && !*unit ? 0 : MOST_PAUSE + 1;
    if (ms > MOST_PAUSE)
        return SAYS_TIME;
    *time = (int)ms;
    return NULL;
}

int al_family_fits(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > 63 || (n == 1 && *name == '+'))
        return 0;
    for (; *name; name++)
        if ((unsigned char)*name < 0x20 || *name == 0x7F || *name == ',')
            return 0;
    return 1;
}

static const char *set_family(al_settings *s, const char *value)
{
    char name[64];
    if (strlen(value) >= sizeof s->family)
        return SAYS_FAMILY;
    for (const char *at = value; at; at = strchr(at, ',')) {
        at += *at == ',';
        at += strspn(at, " ");
        size_t n = strcspn(at, ",");
        while (n && at[n - 1] == ' ')
            n--;
        if (n >= sizeof name)
            return SAYS_FAMILY;
        memcpy(name, at, n);
        name[n] = '\0';
        if (!al_family_fits(name))
            return SAYS_FAMILY;
    }
    strcpy(s->family, value);
    return NULL;
}

const char *al_settings_set(al_settings *s, const char *key, const char *value, int *known)
{
    struct {
        const char *key;
        int *at;
        const char *(*set)(int *, const char *);
    } numbers[] = {
        { "voice-pitch", &s->pitch, set_level },
        { "voice-range", &s->range, set_level },
        { "pause-before", &s->pause_before, set_time },
        { "pause-after", &s->pause_after, set_time },
        { "pause-sentence", &s->pause_sentence, set_time },
        { "rest-before", &s->rest_before, set_time },
        { "rest-after", &s->rest_after, set_time },
    };
    *known = 1;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(key, numbers[i].key) == 0)
            return numbers[i].set(numbers[i].at, value);
    if (strcmp(key, "voice-family") == 0)
        return set_family(s, value);
    if (strcmp(key, "voice-rate") == 0)
        return set_rate(s, value);
    if (strcmp(key, "voice-volume") == 0)
        return set_volume(s, value);
    if (strcmp(key, "speak-as") == 0)
        return strcmp(value, "normal") == 0 ? NULL : SAYS_SPEAK_AS;
    *known = 0;
    return NULL;
}
