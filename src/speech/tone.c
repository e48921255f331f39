/* An engine for tests: a tone per letter, exact to the sample, and trouble on request. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "speech/engine.h"

enum { HERTZ = 22050, LETTERS_PER_WORD = 6, BLOCK = 256 };

/* "tone" or a voice named like a language, with any variant: two or three letters, then '-', '+' or nothing. */
static int open_tone(const char *family, void **state, int *rate, char *version, size_t size, aloud_error *err)
{
    size_t n = strspn(family, "abcdefghijklmnopqrstuvwxyz");
    if (strncmp(family, "tone", n ? n : 1) != 0 && (n < 2 || n > 3))
        return al_fail(err, ALOUD_ERROR_USAGE, "no such voice: %s", family);
    if (family[n] && family[n] != '-' && family[n] != '+')
        return al_fail(err, ALOUD_ERROR_USAGE, "no such voice: %s", family);
    *state = NULL;
    *rate = HERTZ;
    snprintf(version, size, "tone 1");
    return 0;
}

/* A triangle wave; period and height 0 are silence. */
static int sound(al_sink *to, unsigned period, int height, size_t count)
{
    int16_t block[BLOCK];
    for (size_t done = 0; done < count;) {
        size_t n = count - done < BLOCK ? count - done : BLOCK;
        for (size_t i = 0; i < n; i++) {
            int at = period ? (int)((done + i) % period) * 4 : 0, p = (int)period;
            int wave = at < p ? at : at < 3 * p ? 2 * p - at : at - 4 * p; /* -p to p */
            block[i] = (int16_t)(p ? wave * height / p : 0);
        }
        int stop = to->audio(to, block, n);
        if (stop)
            return stop;
        done += n;
    }
    return 0;
}

static bool trouble(const al_saying *s, size_t at, const char *which)
{
    size_t n = strlen(which);
    return s->size - at >= n && memcmp(s->text + at, which, n) == 0;
}

/* Code points of the word that begins at byte `at`. */
static uint32_t word_length(const al_saying *s, size_t at)
{
    uint32_t n = 0;
    while (at < s->size && !al_text_is_space(al_text_next(s->text, s->size, &at)))
        n++;
    return n;
}

static int say_tone(void *state, const al_saying *s, al_sink *to, aloud_error *err)
{
    (void)state;
    (void)err;
    size_t letter = (size_t)HERTZ * 60 / ((size_t)s->rate * LETTERS_PER_WORD), frame = 0;
    uint32_t n = 0;
    bool in = false;
    for (size_t at = 0; at < s->size; n++) {
        if (trouble(s, at, "[[crash]]"))
            kill(getpid(), SIGKILL);
        while (trouble(s, at, "[[hang]]"))
            pause();
        if (trouble(s, at, "[[silent]]") || (trouble(s, at, "[[cut]]") && at + 8 < s->size))
            return 0;
        size_t from = at;
        unsigned c = al_text_next(s->text, s->size, &at);
        bool space = al_text_is_space(c);
        al_word word = { .at = n, .count = space || in ? 0 : word_length(s, from), .frame = (uint32_t)frame };
        if (!space && !in && to->word(to, &word))
            return 0;
        in = !space;
        unsigned period = space ? 0 : 40 + c % 32 * 4 + (100 - (unsigned)s->pitch);
        if (sound(to, period, s->volume * 200, letter))
            return 0;
        frame += letter;
    }
    return 0;
}

static void close_tone(void *state)
{
    (void)state;
}

static int list_tone(al_engine_each *each, void *user, aloud_error *err)
{
    (void)err;
    int stop = each(user, "tone", "en", "a tone per letter, for tests", 0);
    if (!stop)
        stop = each(user, "low", "variant", "no different", 1);
    return stop < 0 ? stop : 0;
}

/* A tone for each letter: the text is what is heard. */
static int transcribe_tone(const char *family, const al_saying *texts, size_t first, size_t count, al_engine_sounds *each,
                           void *user, aloud_error *err)
{
    void *state;
    int rate;
    char version[8];
    int status = open_tone(family, &state, &rate, version, sizeof version, err);
    for (size_t i = first; i < count && !status; i++) {
        if (trouble(&texts[i], 0, "[[crash]]"))
            kill(getpid(), SIGKILL);
        if (each(user, i, texts[i].text, texts[i].pronunciation_count ? texts[i].pronunciations->phonemes : texts[i].text))
            break;
    }
    return status;
}

const al_engine al_engine_tone = { "tone", open_tone, say_tone, close_tone, list_tone, transcribe_tone };
