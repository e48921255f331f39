#include "lib/options.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>

#include "audio/format.h"
#include "pack/feed.h"
#include "pack/pack.h"
#include "speech/engine.h"

/* A setter gets the value as text; NULL only for a switch. */
typedef int setter(aloud_options *, const char *value, aloud_error *err);

static int keep(char **to, const char *value, aloud_error *err)
{
    char *copy = strdup(value);
    if (!copy)
        return al_fail_memory(err);
    free(*to);
    *to = copy;
    return 0;
}

/* A whole number in [least, most] with `tail` behind it. */
static bool number(const char *value, const char *tail, long least, long most, long *out)
{
    char *end;
    errno = 0;
    long n = strtol(value, &end, 10);
    if (end == value || errno || strcmp(end, tail) != 0 || n < least || n > most || strchr(" \t\n\v\f\r", value[0]))
        return false;
    *out = n;
    return true;
}

/* Index of `value` in a list of words, -1 where it is none of them. */
static int word(const char *value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], value) == 0)
            return i;
    return -1;
}

static int set_output(aloud_options *o, const char *value, aloud_error *err)
{
    return *value ? keep(&o->output, value, err) : al_fail(err, ALOUD_ERROR_USAGE, "output: name a folder");
}

static int set_voice(aloud_options *o, const char *value, aloud_error *err)
{
    return *value ? keep(&o->voice, value, err)
                  : al_fail(err, ALOUD_ERROR_USAGE, "voice: name one; `aloud voices` lists them");
}

static int set_rate(aloud_options *o, const char *value, aloud_error *err)
{
    long n;
    if (number(value, "", AL_RATE_LEAST, AL_RATE_MOST, &n)) {
        o->picks.rate = (int)n;
        o->picks.rate_percent = 0;
    } else if (number(value, "%", 25, 400, &n)) {
        o->picks.rate_percent = (int)n;
        o->picks.rate = 0;
    } else {
        return al_fail(err, ALOUD_ERROR_USAGE, "rate '%s': give words per minute, %d to %d, or a percentage, 25%% to 400%%",
                       value, AL_RATE_LEAST, AL_RATE_MOST);
    }
    return 0;
}

static int set_pitch(aloud_options *o, const char *value, aloud_error *err)
{
    long n;
    if (!number(value, "", 0, 100, &n))
        return al_fail(err, ALOUD_ERROR_USAGE, "pitch '%s': give 0 (low) to 100 (high); 50 is the voice's own", value);
    o->picks.pitch = (int)n;
    return 0;
}

static int set_language(aloud_options *o, const char *value, aloud_error *err)
{
    char id[64], tag[64];
    UErrorCode e = U_ZERO_ERROR;
    int32_t parsed = 0, n = strlen(value) < 40 ? uloc_forLanguageTag(value, id, sizeof id, &parsed, &e) : 0;
    if (U_FAILURE(e) || n <= 0 || parsed != (int32_t)strlen(value) || uloc_toLanguageTag(id, tag, sizeof tag, true, &e) <= 0 ||
        U_FAILURE(e) || !uloc_getISO3Language(id)[0])
        return al_fail(err, ALOUD_ERROR_USAGE, "language '%s': give a tag such as en, ru, kk or pt-BR", value);
    return keep(&o->language, tag, err);
}

static int set_chapter(aloud_options *o, const char *value, aloud_error *err)
{
    return *value ? keep(&o->chapter, value, err)
                  : al_fail(err, ALOUD_ERROR_USAGE, "chapter: give a number, a range such as 2-4, or part of a title");
}

static int set_entry(aloud_options *o, const char *value, aloud_error *err)
{
    return *value ? keep(&o->entry, value, err)
                  : al_fail(err, ALOUD_ERROR_USAGE, "entry: give a number, a range such as 2-4, or part of a title");
}

static int set_format(aloud_options *o, const char *value, aloud_error *err)
{
    if (al_format_find(value))
        return keep(&o->format, value, err);
    al_buf names;
    al_buf_init(&names, 1 << 12);
    const al_format *f;
    for (size_t i = 0; (f = al_format_at(i)); i++)
        al_buf_printf(&names, "%s%s", !i ? "" : al_format_at(i + 1) ? ", " : " or ", f->name);
    int status = names.failed ? al_fail_memory(err)
                              : al_fail(err, ALOUD_ERROR_USAGE, "format '%.60s': give %s", value, names.data);
    al_buf_release(&names);
    return status;
}

static int set_package(aloud_options *o, const char *value, aloud_error *err)
{
    return al_packers_find(value, &o->packages, err);
}

static int set_feed_url(aloud_options *o, const char *value, aloud_error *err)
{
    aloud_error why;
    if (al_feed_check(value, &why))
        return al_fail(err, why.status, "feed-url: %s", why.text);
    return keep(&o->feed_url, value, err);
}

static int set_jobs(aloud_options *o, const char *value, aloud_error *err)
{
    long n;
    if (!number(value, "", 1, 64, &n))
        return al_fail(err, ALOUD_ERROR_USAGE, "jobs '%s': give 1 to 64", value);
    o->jobs = (int)n;
    return 0;
}

static int set_verbosity(aloud_options *o, const char *value, aloud_error *err)
{
    static const char *const words[] = { "brief", "normal", "full", NULL };
    int i = word(value, words);
    if (i < 0)
        return al_fail(err, ALOUD_ERROR_USAGE, "verbosity '%s': give brief, normal or full", value);
    o->verbosity = (al_verbosity)i;
    return 0;
}

static int set_notes(aloud_options *o, const char *value, aloud_error *err)
{
    static const char *const words[] = { "off", "inline", "end", NULL };
    int i = word(value, words);
    if (i < 0)
        return al_fail(err, ALOUD_ERROR_USAGE, "notes '%s': give off, inline or end", value);
    o->notes = (al_notes)i;
    return 0;
}

static int set_split(aloud_options *o, const char *value, aloud_error *err)
{
    long n;
    if (!number(value, "", 1, 6, &n))
        return al_fail(err, ALOUD_ERROR_USAGE, "split '%s': give the lowest level of heading that begins a chapter, 1 to 6", value);
    o->split = (int)n;
    return 0;
}

static int set_lexicon(aloud_options *o, const char *value, aloud_error *err)
{
    if (!*value)
        return al_fail(err, ALOUD_ERROR_USAGE, "lexicon: name a PLS file");
    if (!o->lexicon && !(o->lexicon = al_lexicon_new()))
        return al_fail_memory(err);
    return al_lexicon_read(o->lexicon, value, err);
}

static int set_engine(aloud_options *o, const char *value, aloud_error *err)
{
    if (!al_engine_find(value))
        return al_fail(err, ALOUD_ERROR_USAGE, "engine '%s': there is none of that name; espeak-ng is the usual one", value);
    return keep(&o->engine, value, err);
}

static int set_device(aloud_options *o, const char *value, aloud_error *err)
{
    return *value ? keep(&o->device, value, err) : al_fail(err, ALOUD_ERROR_USAGE, "device: name one; `aplay -L` lists them");
}

static int set_until(aloud_options *o, const char *value, aloud_error *err)
{
    return *value ? keep(&o->until, value, err)
                  : al_fail(err, ALOUD_ERROR_USAGE, "until: give the number of a chapter, or part of its title");
}

static int set_sleep(aloud_options *o, const char *value, aloud_error *err)
{
    char *end;
    double minutes = strtod(value, &end);
    if (end == value || *end || !(minutes > 0) || minutes > 1440 || strchr(" \t\n\v\f\r", value[0]))
        return al_fail(err, ALOUD_ERROR_USAGE, "sleep '%s': give minutes, at most 1440", value);
    o->sleep = minutes;
    return 0;
}

static int set_restart(aloud_options *o, const char *value, aloud_error *err)
{
    (void)value;
    (void)err;
    o->restart = true;
    return 0;
}

static int set_raw(aloud_options *o, const char *value, aloud_error *err)
{
    (void)value;
    (void)err;
    o->raw = true;
    return 0;
}

static int set_force(aloud_options *o, const char *value, aloud_error *err)
{
    (void)value;
    (void)err;
    o->force = true;
    return 0;
}

static const aloud_option shown[] = {
    { "output", 'o', "DIR", "make the article's folder in DIR (here)" },
    { "voice", 'v', "NAME", "a voice of ours, a voice file, or an espeak-ng voice with variant (clear)" },
    { "rate", 'r', "WPM|PERCENT", "words per minute, 80 to 449, or percent of the voice's own rate" },
    { "pitch", 'p', "N", "0 (low) to 100 (high); 50 is the voice's own" },
    { "language", 'l', "TAG", "the article's language (as the page says, else detected)" },
    { "chapter", 'c', "N|N-M|TITLE", "only these chapters" },
    { "entry", 'e', "N|N-M|TITLE", "only these entries of a feed" },
    { "format", 'f', "FORMAT", "of audio: wav, flac, ogg, opus, mp3 (wav); of script: text, json, ssml (text); names: tsv, pls" },
    { "package", 'P', "LIST", "these as well: vtt, srt, cue, text, epub, daisy, audiobook, m4b, mp3, opus, mka, podcast, all" },
    { "feed-url", 0, "URL", "where DIR will be served; makes it a podcast of its articles (-P podcast)" },
    { "jobs", 'j', "N", "utterances spoken at the same time, 1 to 64 (the cores)" },
    { "verbosity", 0, "WORD", "what is announced: brief, normal or full (normal)" },
    { "notes", 0, "WORD", "footnotes: off, inline or end (end)" },
    { "split", 0, "LEVEL", "headings down to this level begin a chapter, 1 to 6 (3)" },
    { "lexicon", 0, "FILE", "how words are pronounced: a W3C PLS file; may be given several times" },
    { "engine", 0, "NAME", "the speech engine (espeak-ng)" },
    { "force", 0, NULL, "speak everything anew, also into another article's folder" },
    { "device", 0, "NAME", "play: the sound device (ALSA's default)" },
    { "raw", 0, NULL, "play --output: samples alone, without a WAV header" },
    { "restart", 0, NULL, "play: from the top, not from where it was left" },
    { "until", 0, "N|TITLE", "play: stop behind this chapter" },
    { "sleep", 0, "MINUTES", "play: stop behind the sentence that is heard then" },
};

/* In the order of `shown`. */
static setter *const setters[] = { set_output, set_voice, set_rate, set_pitch, set_language, set_chapter, set_entry,
                                   set_format, set_package, set_feed_url, set_jobs, set_verbosity, set_notes, set_split,
                                   set_lexicon, set_engine, set_force, set_device, set_raw, set_restart, set_until,
                                   set_sleep };

_Static_assert(sizeof setters / sizeof *setters == sizeof shown / sizeof *shown, "a setter for each option");

const aloud_option *aloud_options_list(size_t *count)
{
    *count = sizeof shown / sizeof *shown;
    return shown;
}

int aloud_options_set(aloud_options *o, const char *name, const char *value, aloud_error *err)
{
    for (size_t i = 0; name && i < sizeof shown / sizeof *shown; i++)
        if (strcmp(shown[i].name, name) == 0)
            return setters[i](o, value ? value : "", err);
    return al_fail(err, ALOUD_ERROR_USAGE, "there is no option '%s'", name ? name : "");
}

static const aloud_options usual = { .picks = { .pitch = -1 }, .verbosity = AL_NORMAL, .notes = AL_NOTES_END, .split = 3 };

aloud_options *aloud_options_new(void)
{
    aloud_options *o = malloc(sizeof *o);
    if (o)
        *o = usual;
    return o;
}

const aloud_options *al_options_or_usual(const aloud_options *o)
{
    return o ? o : &usual;
}

void aloud_options_free(aloud_options *o)
{
    if (!o)
        return;
    free(o->output);
    free(o->voice);
    free(o->language);
    free(o->chapter);
    free(o->entry);
    free(o->format);
    free(o->engine);
    free(o->feed_url);
    free(o->device);
    free(o->until);
    al_lexicon_free(o->lexicon);
    free(o);
}

int al_options_jobs(const aloud_options *o)
{
    if (o->jobs)
        return o->jobs;
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > 64 ? 64 : n;
}

bool al_range_parse(const char **at, size_t count, size_t *from, size_t *to)
{
    char *end;
    const char *c = *at;
    *from = 1;
    *to = count;
    bool digits = *c >= '0' && *c <= '9';
    if (digits) {
        *from = *to = strtoul(c, &end, 10);
        c = end;
    }
    if (*c == '-') {
        c++;
        bool more = *c >= '0' && *c <= '9';
        if (!digits && !more)
            return false;
        *to = count;
        if (more) {
            *to = strtoul(c, &end, 10);
            c = end;
        }
    } else if (!digits) {
        return false;
    }
    *at = c;
    return *c == '\0' || *c == ',';
}
