#include "speech/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What of an item is being said. */
typedef enum part { ANNOUNCE, SAY, CLOSE, PARTS } part;

/* Styles are resolved once for each role and language that comes up. */
typedef struct known {
    al_role role;
    const char *language;
    al_style style;
} known;

/* Each language is a process of the engine for each of its voices: a page in more of them is read by its own for the rest. */
enum { KNOWN = 96, LANGUAGES = 16 };

struct al_plan {
    const al_script *script;
    const al_voice *voice;
    const al_picks *picks;
    const unsigned char *pick;
    size_t chapter, item; /* being said */
    part part;
    const char *text;     /* being cut, a run of the part; NULL: the part has not begun */
    size_t run;           /* of the part, being cut */
    size_t at;            /* where it begins in the part */
    al_cutter *cutter;
    const char *cut_language; /* that the cutter is for */
    bool begun;           /* something of the item has been said */
    bool fresh;           /* nothing of the chapter has been said */
    bool sentence;        /* the last piece ended a sentence */
    bool pieced;          /* the last piece was of this part */
    bool joins;           /* and of this run */
    int pending;          /* ms of silence owed */
    known styles[KNOWN];
    size_t style_count;
    const char *languages[LANGUAGES]; /* other than the script's, that something was said in */
    size_t language_count;
};

/* Whether the cutter would find a piece in it. */
static bool has_piece(const char *text)
{
    size_t size = text ? strlen(text) : 0, at = 0;
    while (at < size)
        if (!al_text_is_space(al_text_next(text, size, &at)))
            return true;
    return false;
}

bool al_item_is_heard(const al_item *i)
{
    return has_piece(i->announce) || has_piece(i->say) || has_piece(i->close);
}

int al_plan_new(const al_script *script, const al_voice *voice, const al_picks *picks, const unsigned char *pick,
                al_plan **out, aloud_error *err)
{
    al_plan *p = calloc(1, sizeof *p);
    if (!p)
        return al_fail_memory(err);
    p->script = script;
    p->voice = voice;
    p->picks = picks;
    p->pick = pick;
    p->chapter = (size_t)-1;
    *out = p;
    return 0;
}

void al_plan_free(al_plan *p)
{
    if (!p)
        return;
    al_cutter_free(p->cutter);
    free(p);
}

/* Whether something may be said in the language too. */
static bool may_speak(al_plan *p, const char *language)
{
    for (size_t i = 0; i < p->language_count; i++)
        if (strcmp(p->languages[i], language) == 0)
            return true;
    if (p->language_count == LANGUAGES)
        return false;
    p->languages[p->language_count++] = language;
    return true;
}

static int find_style(al_plan *p, al_role role, const char *language, const al_style **out, aloud_error *err)
{
    for (size_t i = 0; i < p->style_count; i++)
        if (p->styles[i].role == role && strcmp(p->styles[i].language, language) == 0) {
            *out = &p->styles[i].style;
            return 0;
        }
    if (p->style_count == KNOWN)
        p->style_count = 0; /* a page in a hundred languages resolves some of them twice */
    known *k = &p->styles[p->style_count];
    /* A word in a language that no voice reads is no reason to be silent about the page: only the script's own must have one. */
    const char *own = p->script->language;
    int status = -1;
    if (strcmp(language, own) != 0 && may_speak(p, language))
        status = al_voice_style(p->voice, role, language, p->picks, &k->style, NULL, NULL);
    if (status)
        status = al_voice_style(p->voice, role, own, p->picks, &k->style, NULL, err);
    if (status)
        return status;
    k->role = role;
    k->language = language;
    p->style_count++;
    *out = &k->style;
    return 0;
}

static const char *part_text(const al_item *i, part which)
{
    const char *text = which == ANNOUNCE ? i->announce : which == SAY ? i->say : i->close;
    return text ? text : "";
}

/* Announcements are in the language of their phrases, what is announced in its own, run by run. */
static const char *part_language(const al_plan *p, const al_item *i)
{
    if (p->part != SAY)
        return p->script->announcing;
    return i->run_count ? i->runs[p->run].language : i->language;
}

static size_t count_runs(const al_plan *p, const al_item *i)
{
    return p->part == SAY && i->run_count ? i->run_count : 1;
}

/* The silence owed before a new item: the longer of the pauses that meet. */
static int meet(al_plan *p, const al_item *i, aloud_error *err)
{
    const al_style *s;
    int status = find_style(p, i->role, i->language, &s, err);
    if (status)
        return status;
    if (s->pause_before > p->pending)
        p->pending = s->pause_before;
    return 0;
}

static int leave(al_plan *p, const al_item *i, aloud_error *err)
{
    const al_style *s;
    int status = find_style(p, i->role, i->language, &s, err);
    if (status)
        return status;
    if (p->begun || s->pause_after > p->pending)
        p->pending = s->pause_after;
    return 0;
}

/* Move to the first item of the next picked chapter; false when there is none. */
static bool enter_chapter(al_plan *p)
{
    do
        p->chapter++;
    while (p->chapter < p->script->chapter_count && !p->pick[p->chapter]);
    if (p->chapter >= p->script->chapter_count)
        return false;
    p->item = p->script->chapters[p->chapter].first;
    p->fresh = true;
    p->pending = 0;
    return true;
}

/* Begin on the item at p->item. */
static int enter_item(al_plan *p, aloud_error *err)
{
    p->part = ANNOUNCE;
    p->text = NULL;
    p->run = 0;
    p->begun = p->pieced = p->joins = false;
    return meet(p, &p->script->items[p->item], err);
}

static int next_item(al_plan *p, aloud_error *err)
{
    const al_chapter *c = &p->script->chapters[p->chapter];
    int status = leave(p, &p->script->items[p->item], err);
    if (status)
        return status;
    if (++p->item >= c->first + c->count && !enter_chapter(p))
        return 0;
    status = enter_item(p, err);
    return status ? status : 1;
}

/* Give the cutter the text of the part's run; 1 when there is something to cut. */
static int begin_part(al_plan *p, aloud_error *err)
{
    const al_item *i = &p->script->items[p->item];
    const char *language = part_language(p, i), *text = part_text(i, p->part);
    bool runs = p->part == SAY && i->run_count;
    p->at = runs ? i->runs[p->run].from : 0;
    size_t size = runs ? i->runs[p->run].to - p->at : strlen(text);
    p->text = text + p->at;
    p->pieced = p->pieced && p->run;
    p->joins = false;
    if (!size)
        return 0;
    if (!p->cutter || strcmp(language, p->cut_language) != 0) {
        al_cutter_free(p->cutter);
        p->cutter = NULL;
        int status = al_cutter_new(p->script->data, language, &p->cutter, err);
        if (status)
            return status;
        p->cut_language = language;
    }
    return al_cutter_text(p->cutter, p->text, size) ? 1 : al_fail_memory(err);
}

/* The silence inside an item before the piece that comes. */
static int inner_silence(const al_plan *p, const al_style *role)
{
    if (!p->begun)
        return p->fresh ? 0 : p->pending;
    if (!p->pieced)
        return p->part == CLOSE ? role->rest_after : role->rest;
    if (p->sentence)
        return role->sentence;
    return p->joins ? role->sentence / 2 : 0; /* another language goes on with the sentence */
}

/* Whether text ends with a full stop or its like, within the marks that may close behind one. */
static bool ends_sentence(const char *text, size_t size)
{
    bool stop = false;
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_letter(c) || al_text_is_digit(c))
            stop = false;
        else if (c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0x061F || c == 0x06D4)
            stop = true;
    }
    return stop;
}

/* The item's pronunciations from byte `base` of what is said on. */
static al_pronunciations pronunciations_from(const al_item *i, size_t base)
{
    size_t low = 0, high = i->pronunciation_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (i->pronunciations[middle].from < base)
            low = middle + 1;
        else
            high = middle;
    }
    size_t count = i->pronunciation_count - low;
    return (al_pronunciations){ .at = count ? i->pronunciations + low : NULL, .count = count, .base = base };
}

static int fill(al_plan *p, const al_piece *piece, al_step *out, aloud_error *err)
{
    const al_item *i = &p->script->items[p->item];
    const al_style *role, *own;
    int status = find_style(p, i->role, i->language, &role, err);
    if (status)
        return status;
    al_style around = *role; /* find_style may reuse its place */
    status = find_style(p, p->part == SAY ? i->role : AL_ROLE_ANNOUNCEMENT, part_language(p, i), &own, err);
    if (status)
        return status;
    *out = (al_step){ .chapter = p->chapter, .item = p->item, .text = p->text + piece->from,
                      .size = piece->to - piece->from, .style = *own, .silence = inner_silence(p, &around),
                      .begins = !p->begun, .said = p->part == SAY,
                      .opens = !p->pieced || p->sentence, .joins = p->joins };
    if (p->part == SAY)
        out->pronunciations = pronunciations_from(i, p->at + piece->from);
    p->begun = p->pieced = p->joins = true;
    p->fresh = false;
    /* The end of a run is one of a sentence only where it looks like one. */
    bool goes_on = p->run + 1 < count_runs(p, i) || p->run;
    p->sentence = piece->sentence && (!goes_on || ends_sentence(out->text, out->size));
    return 1;
}

static bool has_sound(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_letter(c) || al_text_is_digit(c))
            return true;
    }
    return false;
}

/* The next piece of the run; the signs that stand between runs are none, but may have ended a sentence. */
static bool next_piece(al_plan *p, al_piece *piece)
{
    bool runs = p->part == SAY && p->script->items[p->item].run_count > 0;
    while (al_cutter_next(p->cutter, piece)) {
        if (!runs || has_sound(p->text + piece->from, piece->to - piece->from))
            return true;
        p->sentence = p->sentence || strchr(".!?", p->text[piece->to - 1]);
    }
    return false;
}

static void next_run(al_plan *p)
{
    p->text = NULL;
    if (++p->run < count_runs(p, &p->script->items[p->item]))
        return;
    p->run = 0;
    p->part++;
}

int al_plan_next(al_plan *p, al_step *out, aloud_error *err)
{
    int status;
    if (p->chapter == (size_t)-1) {
        if (!enter_chapter(p))
            return 0;
        status = enter_item(p, err);
        if (status)
            return status;
    }
    while (p->chapter < p->script->chapter_count) {
        if (p->part == PARTS) {
            status = next_item(p, err);
            if (status <= 0)
                return status;
        }
        status = p->text ? 1 : begin_part(p, err);
        if (status < 0)
            return status;
        al_piece piece;
        if (status && next_piece(p, &piece))
            return fill(p, &piece, out, err);
        next_run(p);
    }
    return 0;
}

int al_plan_tail(al_plan *p, size_t chapter, aloud_error *err)
{
    const al_chapter *c = &p->script->chapters[chapter];
    const al_item *last = &p->script->items[c->first + c->count - 1];
    const al_style *s;
    int status = find_style(p, last->role, last->language, &s, err);
    return status ? status : s->pause_after;
}
