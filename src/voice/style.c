#include "voice/settings.h"
#include "voice/voice.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Announcers that any voice falls back on: two that differ, so that one of them is not the article's. */
static const char ANNOUNCERS[] = "+f2, +m3";

typedef struct family {
    char voice[64];   /* the engine's voice, "" for the language's own */
    char variant[64]; /* without the '+', "" for none */
} family;

/* The family at *at in a list, moving past it; false at the end.  Lists are checked when they are read. */
static bool next_family(const char **at, family *out)
{
    *at += strspn(*at, ", ");
    size_t n = strcspn(*at, ",");
    const char *name = *at;
    *at += n;
    while (n && name[n - 1] == ' ')
        n--;
    if (!n || n >= sizeof out->voice)
        return false;
    const char *plus = memchr(name, '+', n);
    size_t head = plus ? (size_t)(plus - name) : n;
    snprintf(out->voice, sizeof out->voice, "%.*s", (int)head, name);
    snprintf(out->variant, sizeof out->variant, "%.*s", plus ? (int)(n - head - 1) : 0, plus ? plus + 1 : "");
    return true;
}

/* Whether an engine's voice reads the language whose own voice is `own` (NULL: there is none, any does).  A name that
 * is not made like a tag ("English_(America)") tells no language: the engine is left to judge it. */
static bool reads(const char *voice, const char *own)
{
    size_t n = strspn(voice, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    bool tag = (n == 2 || n == 3) && (!voice[n] || voice[n] == '-');
    if (!tag || !own)
        return true;
    return strncasecmp(voice, own, n) == 0 && (!own[n] || own[n] == '-');
}

/* The first family of a list that reads the language, else its first with the language's own voice in place of
 * another's. */
static int choose(const char *list, const char *own, const char *language, family *out, bool *changed, aloud_error *err)
{
    family first = { "", "" }, each;
    bool any = false;
    for (const char *at = list; next_family(&at, &each); any = true) {
        if (!any)
            first = each;
        if (each.voice[0] && reads(each.voice, own)) {
            *out = each;
            return 0;
        }
        if (!each.voice[0] && own)
            break;
    }
    if (any && !each.voice[0])
        first = each;
    if (!own)
        return al_fail(err, ALOUD_ERROR_USAGE, "there is no voice for the language %s; choose one with -v", language);
    *changed = first.voice[0] != '\0';
    *out = first;
    snprintf(out->voice, sizeof out->voice, "%s", own);
    return 0;
}

/* Variants of one sort differ in their number only ("f2", "f4"), so they sound much alike; a voice without one is a
 * man's. */
static bool same_sort(const char *a, const char *b)
{
    size_t m = strcspn(a, "0123456789"), n = strcspn(b, "0123456789");
    if (!m && !*a) {
        a = "m";
        m = 1;
    }
    if (!n && !*b) {
        b = "m";
        n = 1;
    }
    return m == n && strncmp(a, b, m) == 0;
}

/* From the announcers the first whose variant is of another sort than the article's, else the first that is another. */
static int announcer(const char *list, const family *article, const char *own, const char *language, family *out,
                     aloud_error *err)
{
    const char *lists[] = { list, ANNOUNCERS };
    for (int loose = 0; loose < 2; loose++)
        for (int l = 0; l < 2; l++) {
            family each;
            for (const char *at = lists[l]; next_family(&at, &each);) {
                bool same =
                    loose ? strcmp(each.variant, article->variant) == 0 : same_sort(each.variant, article->variant);
                if (same || (each.voice[0] && !reads(each.voice, own)))
                    continue;
                *out = each;
                if (!out->voice[0])
                    snprintf(out->voice, sizeof out->voice, "%s", own ? own : article->voice);
                return 0;
            }
        }
    /* Unreachable while ANNOUNCERS holds two sorts. */
    return al_fail(err, ALOUD_ERROR_USAGE, "there is no second voice for the language %s; choose one with -v",
                   language);
}

/* The family of the article's own text, [voice] or its [paragraph]. */
static const char *article_list(const al_voice *v)
{
    const char *list = v->roles[AL_ROLE_PARAGRAPH].family;
    return *list ? list : v->base.family;
}

static int family_of(const al_voice *v, al_role role, const char *language, char *out, size_t size, int *changed,
                     aloud_error *err)
{
    const char *own = al_languages_voice(v->languages, language);
    const char *list = v->roles[role].family;
    family f, article;
    bool other = false;
    int status;
    if (role == AL_ROLE_ANNOUNCEMENT) {
        status = choose(article_list(v), own, language, &article, &other, err);
        if (!status)
            status = announcer(list, &article, own, language, &f, err);
    } else {
        status = choose(*list ? list : v->base.family, own, language, &f, &other, err);
    }
    if (status)
        return status;
    int n = snprintf(out, size, "%s%s%s", f.voice, f.variant[0] ? "+" : "", f.variant);
    if (n < 0 || (size_t)n >= size)
        return al_fail(err, ALOUD_ERROR_USAGE, "the voice %s+%s has too long a name; choose one with -v", f.voice,
                       f.variant);
    if (changed && other && v->engine[0])
        *changed = 1;
    return 0;
}

static int own_rate(const al_voice *v)
{
    return v->base.rate > 0 ? v->base.rate : AL_RATE_USUAL * v->base.rate_percent / 100;
}

static int within(int n, int least, int most)
{
    return n < least ? least : n > most ? most : n;
}

/* The article's rate: the listener's, else the voice's own. */
static int article_rate(const al_voice *v, const al_picks *picks, int *out, aloud_error *err)
{
    int own = within(own_rate(v), AL_RATE_LEAST, AL_RATE_MOST), rate = own;
    if (picks && picks->rate) {
        rate = picks->rate;
        if (rate < AL_RATE_LEAST || rate > AL_RATE_MOST)
            return al_fail(err, ALOUD_ERROR_USAGE,
                           "a rate of %d words per minute is not possible; it goes from %d to %d", rate, AL_RATE_LEAST,
                           AL_RATE_MOST);
    } else if (picks && picks->rate_percent) {
        int least = (AL_RATE_LEAST * 100 + own - 1) / own, most = AL_RATE_MOST * 100 / own;
        if (picks->rate_percent < least || picks->rate_percent > most)
            return al_fail(err, ALOUD_ERROR_USAGE,
                           "a rate of %d%% is not possible; for the voice %s with its %d words per minute it goes from "
                           "%d%% to %d%%",
                           picks->rate_percent, v->name, own, least, most);
        rate = within((own * picks->rate_percent + 50) / 100, AL_RATE_LEAST, AL_RATE_MOST);
    }
    *out = rate;
    return 0;
}

/* A role's rate keeps its relation to the article's. */
static int role_rate(const al_voice *v, const al_settings *s, int article)
{
    int rate = article;
    if (s->rate_percent > 0)
        rate = (article * s->rate_percent + 50) / 100;
    else if (s->rate > 0)
        rate = (s->rate * article + own_rate(v) / 2) / own_rate(v);
    return within(rate, AL_RATE_LEAST, AL_RATE_MOST);
}

static int own_or(int own, int base)
{
    return own >= 0 ? own : base;
}

static int pause(int own, int base, int rate)
{
    return (own_or(own, base) * AL_RATE_USUAL + rate / 2) / rate;
}

int al_voice_style(const al_voice *v, al_role role, const char *language, const al_picks *picks, al_style *out,
                   int *changed, aloud_error *err)
{
    const al_settings *s = &v->roles[role], *base = &v->base;
    al_style style = { .family = "" };
    int rate = 0, other = 0;
    int status = article_rate(v, picks, &rate, err);
    if (!status && picks && (picks->pitch > 100 || picks->pitch < -1))
        status = al_fail(err, ALOUD_ERROR_USAGE, "a pitch of %d is not possible; it goes from 0 to 100", picks->pitch);
    if (!status)
        status = family_of(v, role, language, style.family, sizeof style.family, &other, err);
    if (status)
        return status;
    int shift = picks && picks->pitch >= 0 ? picks->pitch - base->pitch : 0;
    snprintf(style.language, sizeof style.language, "%s", language);
    style.rate = role_rate(v, s, rate);
    style.pitch = within(own_or(s->pitch, base->pitch) + shift, 0, 100);
    style.range = own_or(s->range, base->range);
    style.volume = own_or(s->volume, base->volume);
    style.pause_before = pause(s->pause_before, base->pause_before, rate);
    style.pause_after = pause(s->pause_after, base->pause_after, rate);
    style.rest = pause(s->rest_before, base->rest_before, rate);
    style.rest_after = pause(s->rest_after, base->rest_after, rate);
    style.sentence = pause(s->pause_sentence, base->pause_sentence, rate);
    *out = style;
    if (changed && other)
        *changed = 1;
    return 0;
}
