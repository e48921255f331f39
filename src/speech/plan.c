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

enum { KNOWN = 96 };

struct al_plan {
    const al_script *script;
    const al_voice *voice;
    const al_picks *picks;
    const unsigned char *pick;
    size_t chapter, item; /* being said */
    part part;
    const char *text;     /* being cut; NULL: the part has not begun */
    al_cutter *cutter;
    const char *cut_language; /* that the cutter is for */
    bool begun;           /* something of the item has been said */
    bool fresh;           /* nothing of the chapter has been said */
    bool sentence;        /* the last piece ended a sentence */
    bool pieced;          /* the last piece was of this part */
    int pending;          /* ms of silence owed */
    known styles[KNOWN];
    size_t style_count;
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
    int status = strcmp(language, own) == 0 ? -1 : al_voice_style(p->voice, role, language, p->picks, &k->style, NULL, NULL);
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

/* Announcements are in the language of their phrases, what is announced in its own. */
static const char *part_language(const al_plan *p, const al_item *i)
{
    return p->part == SAY ? i->language : p->script->announcing;
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
    p->begun = p->pieced = false;
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

/* Give the cutter the text of the part; 1 when there is something to cut. */
static int begin_part(al_plan *p, aloud_error *err)
{
    const al_item *i = &p->script->items[p->item];
    const char *language = part_language(p, i);
    p->text = part_text(i, p->part);
    p->pieced = false;
    if (!*p->text)
        return 0;
    if (!p->cutter || strcmp(language, p->cut_language) != 0) {
        al_cutter_free(p->cutter);
        p->cutter = al_cutter_new(language);
        p->cut_language = language;
    }
    return p->cutter && al_cutter_text(p->cutter, p->text) ? 1 : al_fail_memory(err);
}

/* The silence inside an item before the piece that comes. */
static int inner_silence(const al_plan *p, const al_style *role)
{
    if (!p->begun)
        return p->fresh ? 0 : p->pending;
    if (!p->pieced)
        return p->part == CLOSE ? role->rest_after : role->rest;
    return p->sentence ? role->sentence : role->sentence / 2;
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
                      .opens = !p->pieced || p->sentence, .joins = p->pieced };
    p->begun = p->pieced = true;
    p->fresh = false;
    p->sentence = piece->sentence;
    return 1;
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
        if (status && al_cutter_next(p->cutter, &piece))
            return fill(p, &piece, out, err);
        p->part++;
        p->text = NULL;
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
