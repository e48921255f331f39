#include "lib/levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/loudness.h"
#include "base/buf.h"
#include "base/text.h"
#include "voice/phrases.h"

enum {
    LINES = 300,             /* bytes */
    MANY = 64,
    STEP = 25,               /* percent by which rates of one level may differ */
    LOW = -120, HIGH = 150   /* tenths of a decibel that a voice is turned up at least and at most */
};

/* Running text is by so many decibels louder than the phrases (prose against phrases, seven languages, five voices, two rates:
 * -0.6 to 1.8), and a voice about which nothing is known is turned up by so many. */
static const double PROSE = 0.3, UNKNOWN = 4.6;

struct al_level {
    al_level *next;
    al_style how;  /* as it is measured */
    char *text;
    bool asked, known;
    float gain;
};

struct al_levels {
    char *data;
    const al_script *script;
    al_level *first;
};

al_levels *al_levels_new(const char *data, const al_script *script)
{
    al_levels *l = calloc(1, sizeof *l);
    if (l && !(l->data = strdup(data))) {
        free(l);
        return NULL;
    }
    if (l)
        l->script = script;
    return l;
}

void al_levels_free(al_levels *l)
{
    if (!l)
        return;
    while (l->first) {
        al_level *next = l->first->next;
        free(l->first->text);
        free(l->first);
        l->first = next;
    }
    free(l->data);
    free(l);
}

/* The rate that stands for all near it. */
static int usual_rate(int rate)
{
    int best = AL_RATE_USUAL, steps = (int)lround(log((double)rate / AL_RATE_USUAL) / log(1 + STEP / 100.0));
    best = (int)lround(best * pow(1 + STEP / 100.0, steps));
    return best < AL_RATE_LEAST ? AL_RATE_LEAST : best > AL_RATE_MOST ? AL_RATE_MOST : best;
}

static void add(al_buf *out, const al_phrases *p, al_phrase which, long n, const char *end)
{
    al_phrase_add(p, out, which, n);
    while (out->size && strchr(" .:", out->data[out->size - 1]))
        al_buf_cut(out, out->size - 1);
    al_buf_add_string(out, end);
}

static void add_phrases(const al_phrases *p, al_buf *out)
{
    add(out, p, AL_SAY_GALLERY, 8, ", ");
    add(out, p, AL_SAY_VIDEO_UNTITLED, 0, ", ");
    add(out, p, AL_SAY_AUDIO_UNTITLED, 0, ". ");
    add(out, p, AL_SAY_EMBED_UNTITLED, 0, ", ");
    add(out, p, AL_SAY_ABOUT, 0, ", ");
    add(out, p, AL_SAY_UNTITLED, 0, ". ");
    add(out, p, AL_SAY_LIST, 7, ", ");
    add(out, p, AL_SAY_QUOTE_END, 0, ", ");
    add(out, p, AL_SAY_TABLE, 12, ", ");
    add(out, p, AL_SAY_FOOTNOTE_END, 0, ".");
}

/* What the article says in a language, about as much. */
static void add_lines(const al_script *s, const char *language, al_buf *out)
{
    for (size_t i = 0; s && i < s->item_count && out->size < LINES; i++) {
        const al_item *item = &s->items[i];
        if (strcmp(item->language, language) != 0 || !*item->say)
            continue;
        al_buf_add(out, item->say, al_text_fit(item->say, LINES));
        al_buf_add_string(out, "\n");
    }
}

/* Seven seconds of words. */
static int add_text(const al_levels *l, const char *language, al_buf *out, aloud_error *err)
{
    al_phrases *p;
    int status = al_phrases_load(l->data, language, &p, err);
    if (status)
        return status;
    if (al_phrases_fallback(p))
        add_lines(l->script, language, out);
    if (!out->size) /* one that only a word or two are in */
        add_phrases(p, out);
    al_phrases_free(p);
    return out->failed ? al_fail_memory(err) : 0;
}

/* Volume is the voice file's say: decibels over this level. */
static al_style measured_style(const al_style *s)
{
    al_style how = *s;
    how.rate = usual_rate(s->rate);
    how.volume = AL_VOLUME_USUAL;
    return how;
}

static bool same(const al_style *a, const al_style *b)
{
    return a->rate == b->rate && a->pitch == b->pitch && a->range == b->range && strcmp(a->family, b->family) == 0 &&
           strcmp(a->language, b->language) == 0;
}

int al_levels_find(al_levels *l, const al_style *s, al_level **out, aloud_error *err)
{
    al_style how = measured_style(s);
    for (al_level *at = l->first; at; at = at->next)
        if (same(&at->how, &how)) {
            *out = at;
            return 0;
        }
    al_buf text;
    al_buf_init(&text, 1 << 16);
    al_level *new = calloc(1, sizeof *new);
    int status = new ? add_text(l, s->language, &text, err) : al_fail_memory(err);
    if (!status && !(new->text = strdup(al_buf_string(&text))))
        status = al_fail_memory(err);
    al_buf_release(&text);
    if (status) {
        free(new);
        return status;
    }
    new->how = how;
    new->gain = (float)pow(10, UNKNOWN / 20);
    new->next = l->first;
    l->first = new;
    *out = new;
    return 0;
}

const char *al_level_text(const al_level *l)
{
    return l->text;
}

const al_style *al_level_style(const al_level *l)
{
    return &l->how;
}

bool al_level_ask(al_level *l)
{
    bool first = !l->asked;
    l->asked = true;
    return first;
}

int al_level_set(al_level *l, const al_sound *sound, int rate, aloud_error *err)
{
    double lufs = -HUGE_VAL;
    l->known = true;
    int status = sound->status ? 0 : al_loudness_measure(sound->frames, sound->count, rate, &lufs, err);
    if (status || !isfinite(lufs))
        return status;
    /* In tenths: what is lost of a float on one machine and not on another is then heard nowhere. */
    double tenths = round((AL_LOUDNESS - PROSE - lufs) * 10);
    tenths = tenths < LOW ? LOW : tenths > HIGH ? HIGH : tenths;
    l->gain = (float)pow(10, tenths / 200);
    return 0;
}

bool al_level_is_known(const al_level *l)
{
    return l->known;
}

void al_levels_leave(al_levels *l, al_pool *pool)
{
    size_t count = 0;
    for (const al_level *at = l->first; at; at = at->next)
        count++;
    for (al_level **at = &l->first; *at;) {
        al_level *one = *at;
        if (one->known && count <= MANY) {
            at = &one->next;
            continue;
        }
        if (one->asked && !one->known)
            al_pool_drop(pool, one);
        *at = one->next;
        free(one->text);
        free(one);
    }
}

float al_level_gain(const al_level *l)
{
    return l->gain;
}
