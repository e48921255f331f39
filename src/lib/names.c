/* The public call on names. */
#include "script/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "lib/options.h"
#include "lib/voices.h"
#include "speech/engine.h"
#include "voice/voice.h"

typedef struct listing {
    const al_names *names;
    al_voice *voice;
    const aloud_options *options;
    al_saying *texts;
    size_t *which;          /* number of the name that each text of the family at hand is */
    size_t count;
    struct sounds { char *ipa, *own; } *sounds; /* of each name */
    bool failed;
} listing;

static int take_sounds(void *user, size_t index, const char *ipa, const char *own)
{
    listing *l = user;
    struct sounds *s = &l->sounds[l->which[index]];
    s->ipa = strdup(ipa);
    s->own = strdup(own);
    l->failed = l->failed || !s->ipa || !s->own;
    return l->failed;
}

/* The voice family that reads the language, as al_plan does: the script's own voice where there is none. */
static int find_family(const listing *l, const char *language, const char *own, char *out, size_t size, aloud_error *err)
{
    al_style style;
    int status = al_voice_style(l->voice, AL_ROLE_PARAGRAPH, language, &l->options->picks, &style, NULL, NULL);
    if (status)
        status = al_voice_style(l->voice, AL_ROLE_PARAGRAPH, own, &l->options->picks, &style, NULL, err);
    if (!status)
        snprintf(out, size, "%s", style.family);
    return status;
}

/* Ask how the names in the language of name `first` sound. */
static int transcribe(listing *l, size_t first, const char *own, al_pronunciation *room, aloud_error *err)
{
    char family[64];
    const char *language = l->names->at[first].language;
    size_t used = 0;
    l->count = 0;
    for (size_t i = first; i < l->names->count; i++) {
        const al_name_use *u = &l->names->at[i];
        if (strcmp(u->language, language) != 0 || !u->say_size)
            continue;
        size_t start = used;
        for (size_t k = 0; k < u->pronunciations.count; k++) {
            al_pronunciation p = u->pronunciations.at[k];
            if (p.from < u->pronunciations.base || p.to > u->pronunciations.base + u->say_size)
                continue;
            p.from -= (uint32_t)u->pronunciations.base;
            p.to -= (uint32_t)u->pronunciations.base;
            room[used++] = p;
        }
        l->which[l->count] = i;
        l->texts[l->count++] = (al_saying){ .text = u->say, .size = u->say_size, .pronunciations = room + start,
                                            .pronunciation_count = used - start };
    }
    int status = find_family(l, language, own, family, sizeof family, err);
    if (!status)
        status = al_engine_transcribe(al_engine_find(l->options->engine), family, l->texts, l->count, take_sounds, l, err);
    return !status && l->failed ? al_fail_memory(err) : status;
}

static int transcribe_all(listing *l, const char *own, aloud_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < l->names->count; i++)
        most += l->names->at[i].pronunciations.count;
    al_pronunciation *room = calloc(most + 1, sizeof *room);
    int status = room ? 0 : al_fail_memory(err);
    for (size_t i = 0; i < l->names->count && !status; i++) {
        if (!l->sounds[i].ipa && l->names->at[i].say_size) /* the first of its language */
            status = transcribe(l, i, own, room, err);
    }
    free(room);
    return status;
}

static int tell(const listing *l, aloud_each_name *each, void *user, aloud_error *err)
{
    int status = 0;
    for (size_t i = 0; i < l->names->count && !status; i++) {
        const al_name_use *u = &l->names->at[i];
        char *say = strndup(u->say ? u->say : "", u->say_size);
        if (!say)
            return al_fail_memory(err);
        const struct sounds *s = &l->sounds[i];
        aloud_name n = { .text = u->text, .count = u->count, .kind = al_name_kind_name(u->kind), .language = u->language,
                         .say = say, .ipa = s->ipa ? s->ipa : "", .phonemes = s->own ? s->own : "", .line = u->line };
        if (each(user, &n))
            status = al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
        free(say);
    }
    return status;
}

int aloud_script_names(const aloud_script *s, const aloud_options *o, aloud_each_name *each, void *user, aloud_error *err)
{
    al_names names;
    al_buf data;
    al_buf_init(&data, 1 << 16);
    listing l = { .names = &names, .options = al_options_or_usual(o) };
    int status = al_names_find(s, &names, err);
    if (!status)
        status = al_data_folder(&data, err);
    if (!status)
        status = al_voice_load(al_buf_string(&data), l.options->voice, &l.voice, err);
    if (!status) {
        l.texts = calloc(names.count + 1, sizeof *l.texts);
        l.which = calloc(names.count + 1, sizeof *l.which);
        l.sounds = calloc(names.count + 1, sizeof *l.sounds);
        status = l.texts && l.which && l.sounds ? transcribe_all(&l, s->language, err) : al_fail_memory(err);
    }
    if (status == ALOUD_ERROR_USAGE)
        al_voices_suggest(l.options, al_buf_string(&data), err);
    if (!status)
        status = tell(&l, each, user, err);
    for (size_t i = 0; l.sounds && i < names.count; i++) {
        free(l.sounds[i].ipa);
        free(l.sounds[i].own);
    }
    free(l.sounds);
    free(l.texts);
    free(l.which);
    al_voice_free(l.voice);
    al_names_release(&names);
    al_buf_release(&data);
    return status;
}
