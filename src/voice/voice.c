#include "voice/voice.h"

#include "voice/settings.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_VOICE "clear"
#define SUFFIX ".voice"

typedef struct loading {
    al_voice *voice;
    const char *path;
    aloud_error *err;
} loading;

static int set_string(char **at, const char *value)
{
    char *copy = strdup(value);
    if (!copy)
        return ALOUD_ERROR_MEMORY;
    free(*at);
    *at = copy;
    return 0;
}

static int take_about(loading *s, long line, const char *key, const char *value)
{
    al_voice *v = s->voice;
    char **at = strcmp(key, "name") == 0          ? &v->name
                : strcmp(key, "language") == 0    ? &v->language
                : strcmp(key, "description") == 0 ? &v->description
                                                  : NULL;
    if (!at)
        return al_fail_at(s->err, ALOUD_ERROR_USAGE, line,
                          "%s:%ld: there is no %s in [about]; it holds name, language and description", s->path, line,
                          key);
    if (!*value)
        return al_fail_at(s->err, ALOUD_ERROR_USAGE, line, "%s:%ld: %s is empty", s->path, line, key);
    return set_string(at, value) ? al_fail_memory(s->err) : 0;
}

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    loading *s = user;
    if (strcmp(section, "about") == 0)
        return take_about(s, line, key, value);
    al_settings *settings = &s->voice->base;
    if (strcmp(section, "voice") != 0) {
        al_role role = al_role_find(section);
        if (role == AL_ROLE_COUNT)
            return al_fail_at(s->err, ALOUD_ERROR_USAGE, line,
                              "%s:%ld: there is no section [%s]; the sections are [about], [voice] and one for each "
                              "role, such as [heading]",
                              s->path, line, section);
        settings = &s->voice->roles[role];
    }
    int known;
    const char *accepted = al_settings_set(settings, key, value, &known);
    if (!known)
        return al_fail_at(
            s->err, ALOUD_ERROR_USAGE, line,
            "%s:%ld: %s is not a property of voices; there are voice-family, voice-rate, voice-pitch, voice-range, "
            "voice-volume, pause-before, pause-after, pause-sentence, rest-before, rest-after and speak-as",
            s->path, line, key);
    if (accepted)
        return al_fail_at(s->err, ALOUD_ERROR_USAGE, line, "%s:%ld: %s = %s is not possible; write %s", s->path, line,
                          key, value, accepted);
    return 0;
}

/* The name a file goes by: without folder and suffix. */
static char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t n = strlen(name), tail = sizeof SUFFIX - 1;
    if (n > tail && strcmp(name + n - tail, SUFFIX) == 0)
        n -= tail;
    return strndup(name, n);
}

/* Read one voice file; 1 when it does not exist. */
static int read_voice(const char *data, const char *path, al_voice **out, aloud_error *err)
{
    al_voice *v = calloc(1, sizeof *v);
    if (!v)
        return al_fail_memory(err);
    v->name = name_of(path);
    v->language = strdup("*");
    v->description = strdup("");
    al_settings_usual(&v->base);
    for (int r = 0; r < AL_ROLE_COUNT; r++)
        al_settings_clear(&v->roles[r]);
    loading s = { v, path, err };
    int status = v->name && v->language && v->description ? 0 : al_fail_memory(err);
    if (!status)
        status = al_data_ini(path, take_line, &s, err);
    if (status == ALOUD_ERROR_ENGINE) {
        /* Its own faults, like those found in its lines, are of the voice that was asked for. */
        status = ALOUD_ERROR_USAGE;
        if (err)
            err->status = status;
    }
    if (!status)
        status = al_languages_load(data, &v->languages, err);
    if (status)
        al_voice_free(v);
    else
        *out = v;
    return status;
}

/* The engine's voice `name` read by the default voice's rules. */
static int engine_voice(const char *data, const char *name, al_voice **out, aloud_error *err)
{
    if (!al_family_fits(name))
        return al_fail(err, ALOUD_ERROR_USAGE, "there is no voice '%s'; aloud voices lists them", name);
    al_voice *v;
    int status = al_voice_load(data, NULL, &v, err);
    if (status)
        return status;
    strcpy(v->engine, name);
    strcpy(v->base.family, name);
    for (int r = 0; r < AL_ROLE_COUNT; r++)
        if (r != AL_ROLE_ANNOUNCEMENT)
            v->roles[r].family[0] = '\0';
    if (set_string(&v->name, name) || set_string(&v->description, "a voice of the engine")) {
        al_voice_free(v);
        return al_fail_memory(err);
    }
    *out = v;
    return 0;
}

static bool is_path(const char *name)
{
    size_t n = strlen(name), tail = sizeof SUFFIX - 1;
    return strchr(name, '/') || (n > tail && strcmp(name + n - tail, SUFFIX) == 0);
}

int al_voice_load(const char *data, const char *name, al_voice **out, aloud_error *err)
{
    if (name && is_path(name)) {
        int status = read_voice(data, name, out, err);
        return status > 0
                   ? al_fail(err, ALOUD_ERROR_USAGE, "there is no voice file %s; aloud voices lists the voices", name)
                   : status;
    }
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s" SUFFIX, data, name ? name : DEFAULT_VOICE);
    int status = path.failed ? al_fail_memory(err) : read_voice(data, al_buf_string(&path), out, err);
    if (status > 0 && !name)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "%s is missing; install aloud again or set ALOUD_DATA",
                         al_buf_string(&path));
    al_buf_release(&path);
    return status > 0 ? engine_voice(data, name, out, err) : status;
}

void al_voice_free(al_voice *v)
{
    if (!v)
        return;
    al_languages_free(v->languages);
    free(v->name);
    free(v->language);
    free(v->description);
    free(v);
}

const char *al_voice_name(const al_voice *v)
{
    return v->name;
}

const char *al_voice_description(const al_voice *v)
{
    return v->description;
}

const char *al_voice_engine(const al_voice *v)
{
    return v->engine[0] ? v->engine : NULL;
}

typedef struct listing {
    const char *data;
    al_voice_each *each;
    void *user;
    aloud_error *err;
} listing;

static int list_one(void *user, const char *file)
{
    listing *s = user;
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s", s->data, file);
    al_voice *v;
    int status = path.failed ? al_fail_memory(s->err) : read_voice(s->data, al_buf_string(&path), &v, s->err);
    al_buf_release(&path);
    if (status)
        return status > 0 ? 0 : status; /* it was removed since the folder was read */
    char *name = name_of(file);         /* what -v takes, whatever the file calls itself */
    status = name ? s->each(s->user, name, v->language, v->description) : al_fail_memory(s->err);
    free(name);
    al_voice_free(v);
    return status;
}

int al_voice_list(const char *data, al_voice_each *each, void *user, aloud_error *err)
{
    listing s = { data, each, user, err };
    return al_data_list(data, SUFFIX, list_one, &s, err);
}

int al_voice_distance(const char *a, const char *b, int most)
{
    size_t m = strlen(a), n = strlen(b);
    int row[65];
    if (m > 64 || n > 64)
        return most; /* no name of a voice is that long */
    for (size_t j = 0; j <= n; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        int corner = row[0], least = row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int above = row[j], change = corner + (a[i - 1] != b[j - 1]);
            int better = above < row[j - 1] ? above + 1 : row[j - 1] + 1;
            row[j] = change < better ? change : better;
            corner = above;
            if (row[j] < least)
                least = row[j];
        }
        if (least >= most)
            return most;
    }
    return row[n] < most ? row[n] : most;
}
