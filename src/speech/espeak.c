/* espeak-ng.  The only file that includes its headers.  The library is loaded when an engine opens: it brings a sound server's
 * libraries with it, and whoever only reads an article needs none of them. */
#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/library.h"
#include "speech/engine.h"
#include "speech/espeak_phonemes.h"
#include "speech/espeak_text.h"

#define FUNCTIONS(X)                                                                                                   \
    X(espeak_Initialize) X(espeak_SetSynthCallback) X(espeak_Info) X(espeak_ListVoices) X(espeak_GetCurrentVoice)      \
    X(espeak_ng_SetVoiceByName) X(espeak_ng_GetSampleRate) X(espeak_ng_SetParameter) X(espeak_ng_Synthesize)           \
    X(espeak_ng_GetStatusCodeMessage) X(espeak_SetPhonemeTrace)

/* The engine's state: where the library is, and the phonemes of its voice. */
typedef struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
    al_espeak_table phonemes;
} functions;

/* The library has one state per process and hands its callback a pointer of the call's own. */
typedef struct call {
    al_sink *to;
    int stopped;
    const al_espeak_text *made;  /* what is spoken in place of the caller's text; NULL where that itself is */
    unsigned in_clause, in_word; /* phonemes since the clause or word began */
    bool overlong;
} call;

/* The library's list of phonemes holds 1,000 for a clause, and about 100 for a word; what comes after is dropped and nothing says
 * so.  Full lists give 992 to 997 events and 101 to 116; prose stays below 400 and 50. */
enum { MOST_IN_CLAUSE = 900, MOST_IN_WORD = 90, LONGEST_NAME = 32 };

static int missing_data(const functions *f, aloud_error *err)
{
    const char *folder = NULL;
    f->espeak_Info(&folder);
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/phontab", folder ? folder : "");
    if (access(path, R_OK) == 0)
        return al_fail(err, ALOUD_ERROR_ENGINE,
                       "espeak-ng's data in %s does not fit its library: install espeak-ng-data of the same version", folder);
    return al_fail(err, ALOUD_ERROR_ENGINE, "espeak-ng's data is missing: install espeak-ng-data");
}

static int no_voice(const char *family, aloud_error *err)
{
    return al_fail(err, ALOUD_ERROR_USAGE, "espeak-ng has no voice \"%s\"; `aloud voices` lists what there is", family);
}

static void count_phonemes(call *c, const espeak_EVENT *e)
{
    if (e->type == espeakEVENT_PHONEME) {
        c->in_clause++;
        c->in_word++;
        c->overlong = c->overlong || c->in_clause > MOST_IN_CLAUSE || c->in_word > MOST_IN_WORD;
    } else if (e->type == espeakEVENT_WORD) {
        c->in_word = 0;
    } else if (e->type == espeakEVENT_END) {
        c->in_clause = c->in_word = 0;
    }
}

/* What the library calls back: sound, then what happens in it. */
static int receive(short *frames, int count, espeak_EVENT *events)
{
    call *c = events->user_data;
    if (!c || c->stopped)
        return 1;
    if (frames && count > 0)
        c->stopped = c->to->audio(c->to, frames, (size_t)count);
    for (espeak_EVENT *e = events; !c->stopped && e->type != espeakEVENT_LIST_TERMINATED; e++) {
        count_phonemes(c, e);
        if (e->type != espeakEVENT_WORD)
            continue;
        al_word w = {
            .at = e->text_position > 0 ? (uint32_t)e->text_position - 1 : 0,
            .count = (uint32_t)e->length,
            .frame = e->sample > 0 ? (uint32_t)e->sample : 0,
        };
        if (c->made)
            al_espeak_text_place(c->made, &w);
        c->stopped = c->to->word(c->to, &w);
    }
    return c->stopped != 0;
}

static int load(functions *f, aloud_error *err)
{
    static const char *const files[] = { "libespeak-ng.so.1", "libespeak-ng.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(functions, name) },
        FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_ENGINE, err);
}

static int start(functions *f, aloud_error *err)
{
    int status = load(f, err);
    if (status)
        return status;
    /* Synthesis into memory needs no sound server, but the library asks for one all the same and makes folders for it in the
     * user's home: an address that refuses at once and an empty configuration keep it from both. */
    setenv("PULSE_SERVER", "unix:/dev/null", 1);
    setenv("PULSE_CLIENTCONFIG", "/dev/null", 1);
    /* Only this call gives phoneme events.  Its other mode of failure is to exit. */
    int rate = f->espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL,
                                    espeakINITIALIZE_PHONEME_EVENTS | espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0)
        return missing_data(f, err);
    f->espeak_SetSynthCallback(receive);
    return 0;
}

/* The voice that has `language` (size bytes of a tag) among its languages, the one that gives it the highest place; NULL. */
static const espeak_VOICE *find_language(const functions *f, const char *language, size_t size)
{
    const espeak_VOICE **v = f->espeak_ListVoices(NULL), *best = NULL;
    int place = INT_MAX;
    for (; v && *v; v++) {
        if (!(*v)->identifier || strncmp((*v)->identifier, "mb/", 3) == 0)
            continue;
        for (const char *l = (*v)->languages; l && *l; l += strlen(l + 1) + 2) {
            if (strlen(l + 1) != size || strncasecmp(l + 1, language, size) != 0 || (unsigned char)*l >= place)
                continue;
            best = *v;
            place = (unsigned char)*l;
        }
    }
    return best;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The library copies a variant's name into a small buffer without looking, and takes an unknown one for none. */
static bool is_variant(const functions *f, const char *name)
{
    const char *folder = NULL;
    char path[PATH_MAX];
    struct stat st;
    f->espeak_Info(&folder);
    snprintf(path, sizeof path, "%s/voices/!v/%s", folder, name);
    return *name && !strchr(name, '/') && strlen(name) < LONGEST_NAME && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Load `family`: a voice by the name of its file, else by its language. */
static int load_voice(const functions *f, const char *family, aloud_error *err)
{
    size_t size = strcspn(family, "+");
    const char *variant = family + size;
    if (strncasecmp(family, "mb-", 3) == 0)
        return al_fail(err, ALOUD_ERROR_USAGE, "MBROLA voices (\"%s\") are not supported; choose another", family);
    if (!size || size > LONGEST_NAME || memchr(family, '/', size))
        return no_voice(family, err);
    if (*variant && !is_variant(f, variant + 1))
        return al_fail(err, ALOUD_ERROR_USAGE, "espeak-ng has no variant \"%s\" (of voice \"%s\"); `aloud voices` lists them",
                       variant + 1, family);
    if (f->espeak_ng_SetVoiceByName(family) != ENS_OK) {
        const espeak_VOICE *v = find_language(f, family, size);
        char name[3 * LONGEST_NAME];
        snprintf(name, sizeof name, "%s%s", v ? base_name(v->identifier) : "", variant);
        if (!v || f->espeak_ng_SetVoiceByName(name) != ENS_OK)
            return no_voice(family, err);
    }
    /* A variant by itself is loaded too, as a voice of no language. */
    const espeak_VOICE *now = f->espeak_GetCurrentVoice();
    return now && now->identifier && strncmp(now->identifier, "!v", 2) ? 0 : no_voice(family, err);
}

static void read_phonemes(functions *f)
{
    const char *folder = NULL;
    f->espeak_Info(&folder);
    al_espeak_table_read(&f->phonemes, folder ? folder : "", f->espeak_GetCurrentVoice()->identifier);
}

static int open_espeak(const char *family, void **state, int *rate, char *version, size_t size, aloud_error *err)
{
    functions *f = calloc(1, sizeof *f);
    if (!f)
        return al_fail_memory(err);
    int status = start(f, err);
    if (!status)
        status = load_voice(f, family, err);
    if (status) {
        free(f);
        return status;
    }
    read_phonemes(f);
    *state = f;
    *rate = f->espeak_ng_GetSampleRate();
    snprintf(version, size, "espeak-ng %s", f->espeak_Info(NULL));
    return 0;
}

static int say_espeak(void *state, const al_saying *s, al_sink *to, aloud_error *err)
{
    const functions *f = state;
    const struct { espeak_PARAMETER what; int value; } settings[] = {
        { espeakRATE, s->rate }, { espeakPITCH, s->pitch }, { espeakRANGE, s->range }, { espeakVOLUME, s->volume },
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        f->espeak_ng_SetParameter(settings[i].what, settings[i].value, 0);
    call c = { .to = to };
    al_espeak_text made;
    const char *text = s->text;
    size_t size = s->size;
    unsigned flags = espeakCHARS_UTF8;
    if (s->pronunciation_count) {
        if (!al_espeak_text_make(&made, &f->phonemes, s))
            return al_fail_memory(err);
        c.made = &made;
        text = al_buf_string(&made.text);
        size = made.text.size;
        flags |= espeakPHONEMES;
    }
    espeak_ng_STATUS status = f->espeak_ng_Synthesize(text, size + 1, 0, POS_CHARACTER, 0, flags, NULL, &c);
    if (c.made)
        al_espeak_text_release(&made);
    if (status != ENS_OK && !c.stopped) {
        char why[256];
        f->espeak_ng_GetStatusCodeMessage(status, why, sizeof why);
        return al_fail(err, ALOUD_ERROR_ENGINE, "espeak-ng: %s", why);
    }
    return c.overlong ? AL_SAID_PART : 0;
}

/* Terminating the library a second time, or in a forked child, never returns; the process's end does it. */
static void close_espeak(void *state)
{
    free(state);
}

/* A voice goes by the name of its file, in lower case; a variant's file is looked for as it is written. */
static int pass_voice(const espeak_VOICE *v, int variant, al_engine_each *each, void *user)
{
    char name[128];
    snprintf(name, sizeof name, "%s", base_name(v->identifier));
    for (char *c = name; !variant && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c += 'a' - 'A';
    const char *language = variant || !v->languages || !*v->languages ? "variant" : v->languages + 1;
    char description[256];
    const char *sex = !variant ? "" : v->gender == ENGENDER_FEMALE ? ", a woman" : v->gender == ENGENDER_MALE ? ", a man" : "";
    size_t n = strlen(v->name);
    while (n && v->name[n - 1] == ' ')
        n--;
    snprintf(description, sizeof description, "%.*s%s", (int)n, v->name, sex);
    return each(user, name, language, description, variant);
}

static int list_espeak(al_engine_each *each, void *user, aloud_error *err)
{
    functions f;
    int status = start(&f, err);
    if (status)
        return status;
    espeak_VOICE variants = { .languages = "variant" };
    for (int variant = 0; variant < 2; variant++) {
        const espeak_VOICE **v = f.espeak_ListVoices(variant ? &variants : NULL);
        for (; v && *v; v++) {
            if (!(*v)->identifier || strncmp((*v)->identifier, "mb/", 3) == 0)
                continue;
            int stop = pass_voice(*v, variant, each, user);
            if (stop)
                return stop < 0 ? stop : 0;
        }
    }
    return 0;
}

static int drop_audio(al_sink *sink, const int16_t *frames, size_t count)
{
    (void)sink, (void)frames, (void)count;
    return 0;
}

static int drop_word(al_sink *sink, const al_word *word)
{
    (void)sink, (void)word;
    return 0;
}

/* What the library writes of a text's phonemes, its clauses in one line; the caller frees it.  NULL when out of memory. */
static char *trace(const functions *f, const al_saying *s, int mode)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return NULL;
    al_sink nowhere = { drop_audio, drop_word };
    f->espeak_SetPhonemeTrace(mode, to);
    say_espeak((void *)(uintptr_t)f, s, &nowhere, NULL);
    f->espeak_SetPhonemeTrace(0, NULL);
    if (fclose(to)) {
        free(text);
        return NULL;
    }
    for (char *c = text; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    while (size && text[size - 1] == ' ')
        text[--size] = '\0';
    return text;
}

static int transcribe_espeak(const char *family, const al_saying *texts, size_t first, size_t count, al_engine_sounds *each,
                             void *user, aloud_error *err)
{
    void *state;
    int rate;
    char version[64];
    int status = open_espeak(family, &state, &rate, version, sizeof version, err);
    for (size_t i = first; i < count && !status; i++) {
        char *ipa = trace(state, &texts[i], espeakPHONEMES_IPA), *own = trace(state, &texts[i], espeakPHONEMES_SHOW);
        if (!ipa || !own)
            status = al_fail_memory(err);
        else if (each(user, i, ipa + strspn(ipa, " "), own + strspn(own, " ")))
            status = 1;
        free(ipa);
        free(own);
    }
    return status < 0 ? status : 0; /* the process ends with it */
}

const al_engine al_engine_espeak = { "espeak-ng", open_espeak, say_espeak, close_espeak, list_espeak, transcribe_espeak };
