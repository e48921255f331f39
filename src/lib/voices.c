#include "lib/voices.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "speech/engine.h"

typedef struct listing {
    const char *language; /* NULL: all */
    aloud_each_voice *each;
    void *user;
    int stopped;
} listing;

/* Whether two tags agree in the language itself: "en" takes "en-GB". */
static int same_language(const char *want, const char *tag)
{
    size_t n = strcspn(want, "-_"), m = strcspn(tag, "-_");
    return n == m && strncasecmp(want, tag, n) == 0;
}

static int give(listing *l, const char *name, const char *language, const char *description)
{
    if (l->stopped || (l->language && strcmp(language, "*") != 0 && !same_language(l->language, language)))
        return 0;
    aloud_voice v = { .name = name, .language = language, .description = description };
    l->stopped = l->each(l->user, &v);
    return l->stopped;
}

static int give_ours(void *user, const char *name, const char *language, const char *description)
{
    return give(user, name, language && *language ? language : "*", description);
}

static int give_engine(void *user, const char *name, const char *language, const char *description, int variant)
{
    return variant ? 0 : give(user, name, language, description);
}

static int give_variant(void *user, const char *name, const char *language, const char *description, int variant)
{
    (void)language;
    char with[80];
    snprintf(with, sizeof with, "%s%s", name[0] == '+' ? "" : "+", name);
    return variant ? give(user, with, "*", description) : 0;
}

int aloud_voices(const char *language, const aloud_options *o, aloud_each_voice *each, void *user, aloud_error *err)
{
    listing l = { .language = language, .each = each, .user = user };
    const al_engine *engine = al_engine_find(al_options_or_usual(o)->engine);
    al_buf data;
    al_buf_init(&data, 1 << 16);
    int status = al_data_folder(&data, err);
    if (!status)
        status = al_voice_list(al_buf_string(&data), give_ours, &l, err);
    if (status >= 0 && !l.stopped)
        status = al_engine_voices(engine, give_engine, &l, err);
    if (status >= 0 && !l.stopped)
        status = al_engine_voices(engine, give_variant, &l, err);
    al_buf_release(&data);
    return status < 0 ? status : 0;
}

/* ---- near matches ----------------------------------------------------------------------------------------------- */

enum { NEAR = 3, MOST = 4 };

typedef struct suggesting {
    const char *asked;
    int variants;     /* compare what stands behind '+' */
    char names[MOST][64];
    int distances[MOST];
    int count;
} suggesting;

static void offer(suggesting *s, const char *name)
{
    int d = al_voice_distance(s->asked, name, NEAR + 1);
    if (d > NEAR || d * 2 > (int)strlen(s->asked))
        return;
    int at = s->count < MOST ? s->count++ : MOST;
    while (at > 0 && s->distances[at - 1] > d) {
        if (at < MOST) {
            memcpy(s->names[at], s->names[at - 1], sizeof s->names[at]);
            s->distances[at] = s->distances[at - 1];
        }
        at--;
    }
    if (at < MOST) {
        snprintf(s->names[at], sizeof s->names[at], "%s", name);
        s->distances[at] = d;
    }
}

static int offer_ours(void *user, const char *name, const char *language, const char *description)
{
    (void)language;
    (void)description;
    offer(user, name);
    return 0;
}

static int offer_engine(void *user, const char *name, const char *language, const char *description, int variant)
{
    (void)language;
    (void)description;
    suggesting *s = user;
    if (variant == s->variants)
        offer(s, variant && name[0] == '+' ? name + 1 : name);
    return 0;
}

void al_voices_suggest(const aloud_options *o, const char *data, aloud_error *err)
{
    if (!err || !o->voice || strchr(o->voice, '/') || !strstr(err->text, "voice"))
        return;
    suggesting s = { .asked = o->voice };
    al_voice_list(data, offer_ours, &s, NULL);
    al_engine_voices(al_engine_find(o->engine), offer_engine, &s, NULL);
    const char *plus = strchr(o->voice, '+');
    if (plus && !s.count) {
        s.asked = plus + 1;
        s.variants = 1;
        al_engine_voices(al_engine_find(o->engine), offer_engine, &s, NULL);
    }
    size_t n = strlen(err->text);
    if (!s.count) {
        if (!strstr(err->text, "aloud voices"))
            snprintf(err->text + n, sizeof err->text - n, "; `aloud voices` lists them");
        return;
    }
    for (int i = 0; i < s.count; i++) {
        n = strlen(err->text);
        snprintf(err->text + n, sizeof err->text - n, "%s%s%s%s", i ? ", " : "; did you mean ", s.variants ? "+" : "", s.names[i],
                 i + 1 == s.count ? "?" : "");
    }
}
