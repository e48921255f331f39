#include "speech/align.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"

enum {
    QUIET = 48,       /* what is smaller is silence: 57 dB below the loudest sample there can be */
    PAUSE_MS = 80,    /* silence of at least this before a word belongs to no word */
    MARGIN_MS = 20    /* of which the word before it keeps this much */
};

static const size_t UNTOLD = SIZE_MAX;

typedef struct word {
    al_word_range at;
    uint32_t first, last; /* code points, `last` behind it */
    size_t frame;         /* UNTOLD where no event tells, or not believably */
    size_t before;        /* the word before it in the longest ascending row; SIZE_MAX for none */
} word;

typedef struct words {
    word *at;
    size_t count, room;
} words;

size_t al_sound_onset(const int16_t *frames, size_t from, size_t count)
{
    while (from < count && frames[from] < QUIET && frames[from] > -QUIET)
        from++;
    return from;
}

/* ---- words and events ------------------------------------------------------------------------------------------------- */

static bool add(words *w, al_word_range at, uint32_t first, uint32_t last)
{
    if (!al_grow(&w->at, &w->room, w->count, sizeof *w->at))
        return false;
    w->at[w->count++] = (word){ .at = at, .first = first, .last = last, .frame = UNTOLD };
    return true;
}

static int cut(const char *text, size_t size, al_word_cutter *c, words *out, aloud_error *err)
{
    al_word_range at;
    size_t done = 0;
    uint32_t points = 0;
    int status;
    al_word_cutter_text(c, text, size);
    while ((status = al_word_cutter_next(c, &at, err)) == 1) {
        points += (uint32_t)al_text_points(text + done, at.from - done);
        uint32_t first = points;
        points += (uint32_t)al_text_points(text + at.from, at.to - at.from);
        done = at.to;
        if (!add(out, at, first, points))
            return al_fail_memory(err);
    }
    return status;
}

/* The word that holds code point `at`, or that an event of `count` there reaches; NULL. */
static word *find(const words *w, const al_word *event)
{
    size_t low = 0, high = w->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->at[middle].last <= event->at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == w->count)
        return NULL;
    word *it = &w->at[low];
    return it->first < event->at + (event->count ? event->count : 1) ? it : NULL;
}

/* Each word has the frame of the first event in it: the others are of its pieces. */
static void hear(words *w, const al_sound *s)
{
    for (size_t i = 0; i < s->word_count; i++) {
        word *it = find(w, &s->words[i]);
        if (it && it->frame == UNTOLD)
            it->frame = s->words[i].frame;
    }
}

/* Keep the frames of the longest row of words that ascends, and forget the others.  `ends` has room for a number per word. */
static void keep_ascending(words *w, size_t *ends)
{
    size_t longest = 0; /* ends[n]: the word that the row of n + 1 words with the lowest last frame ends in */
    for (size_t i = 0; i < w->count; i++) {
        if (w->at[i].frame == UNTOLD)
            continue;
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (w->at[ends[middle]].frame < w->at[i].frame)
                low = middle + 1;
            else
                high = middle;
        }
        w->at[i].before = low ? ends[low - 1] : SIZE_MAX;
        ends[low] = i;
        longest = low == longest ? longest + 1 : longest;
    }
    size_t keep = longest ? ends[longest - 1] : SIZE_MAX;
    for (size_t i = w->count; i-- > 0;) {
        if (i == keep)
            keep = w->at[i].before;
        else
            w->at[i].frame = UNTOLD;
    }
}

/* ---- frames ----------------------------------------------------------------------------------------------------------- */

static size_t ends_at(const al_sound *s)
{
    size_t end = s->count;
    while (end && s->frames[end - 1] < QUIET && s->frames[end - 1] > -QUIET)
        end--;
    return end;
}

/* Place words [from, to), of which nothing is told, from frame `begin` to frame `end`, each as long as it is written. */
static void place(const words *w, al_aligned *out, size_t from, size_t to, size_t begin, size_t end, size_t lead)
{
    uint64_t letters = lead, done = lead;
    for (size_t i = from; i < to; i++)
        letters += w->at[i].last - w->at[i].first + 1;
    for (size_t i = from; i < to; i++) {
        out[i].begin = begin + (size_t)((uint64_t)(end - begin) * done / (letters ? letters : 1));
        done += w->at[i].last - w->at[i].first + 1;
    }
}

/* The beginning of each word; those between two that are told of share the time with the first of these. */
static void place_all(const words *w, const al_sound *s, al_aligned *out)
{
    size_t begin = al_sound_onset(s->frames, 0, s->count), end = ends_at(s);
    size_t told = SIZE_MAX;
    for (size_t i = 0; i <= w->count; i++) {
        if (i < w->count && w->at[i].frame == UNTOLD)
            continue;
        size_t from = told == SIZE_MAX ? 0 : told + 1;
        size_t at = told == SIZE_MAX ? begin : out[told].begin;
        size_t until = i < w->count ? w->at[i].frame : end > at ? end : s->count;
        size_t lead = told == SIZE_MAX ? 0 : w->at[told].last - w->at[told].first + 1;
        place(w, out, from, i, at < until ? at : until, until, lead);
        if (i < w->count)
            out[i].begin = until;
        told = i;
    }
}

/* The end of a word that another one follows, or the end of all: without the pause that stands there. */
static size_t end_before(const al_sound *s, int rate, size_t begin, size_t next)
{
    size_t end = next;
    while (end > begin + 1 && s->frames[end - 1] < QUIET && s->frames[end - 1] > -QUIET)
        end--;
    if (next - end < (size_t)rate * PAUSE_MS / 1000)
        return next;
    return end + (size_t)rate * MARGIN_MS / 1000;
}

/* Words begin with sound, behind one another, and end before the next; one that has no frame of its own is left out. */
static size_t settle(const words *w, const al_sound *s, int rate, al_aligned *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->count; i++) {
        size_t next = i + 1 < w->count ? out[i + 1].begin : s->count;
        al_aligned a = { .at = w->at[i].at, .begin = out[i].begin, .told = w->at[i].frame != UNTOLD };
        size_t onset = a.begin < next ? al_sound_onset(s->frames, a.begin, next) : next;
        a.begin = onset < next ? onset : a.begin;
        if (a.begin >= next)
            continue;
        a.end = end_before(s, rate, a.begin, next);
        out[kept++] = a;
    }
    return kept;
}

int al_align(const char *text, size_t size, const al_sound *sound, int rate, al_word_cutter *cutter, al_aligned **out,
             size_t *count, aloud_error *err)
{
    words w = { 0 };
    int status = cut(text, size, cutter, &w, err);
    size_t *ends = status || !w.count ? NULL : malloc(w.count * sizeof *ends);
    al_aligned *made = ends ? calloc(w.count, sizeof *made) : NULL;
    if (!status && w.count && !made)
        status = al_fail_memory(err);
    if (!status) {
        *out = made;
        *count = 0;
        if (w.count) {
            hear(&w, sound);
            keep_ascending(&w, ends);
            place_all(&w, sound, made);
            *count = settle(&w, sound, rate, made);
        }
    } else {
        free(made);
    }
    free(ends);
    free(w.at);
    return status;
}
