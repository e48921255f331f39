#include "speech/utterance.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "speech/check.h"

enum {
    TRIES = 2,                /* of a part whose child died */
    PART = AL_SLOT_TEXT / 3,  /* bytes of the clean text ordered at once */
    LONGEST_WORD = 12,        /* code points of a word that is not cut when it is left out, nor when it crashes the engine */
    LONGEST_SPELT = 3         /* and of one that is too much for the engine because it is spelt */
};

static bool add_part(al_utterance *u, al_part p)
{
    al_part *more = realloc(u->parts, (u->part_count + 1) * sizeof *more);
    if (!more)
        return false;
    u->parts = more;
    u->parts[u->part_count++] = p;
    return true;
}

/* Replace the next part by its two halves: words, or pieces of one word of more than `longest` code points.  1, 0 when it cannot
 * be halved so, -1 out of memory. */
static int halve(al_utterance *u, size_t longest)
{
    al_part whole = u->parts[u->part_count - 1], rest = whole;
    const char *text = u->clean.text.data;
    size_t middle = al_check_middle(text + whole.from, whole.to - whole.from, longest);
    if (!middle)
        return 0;
    whole.to = whole.from + (uint32_t)middle;
    rest.from = whole.to;
    rest.first += (uint32_t)al_text_points(text + whole.from, middle);
    if (!add_part(u, whole))
        return -1;
    u->parts[u->part_count - 2] = rest;
    u->tries = 0;
    return 1;
}

/* Halve the next part until it is no larger than an engine's order.  False when out of memory. */
static bool fit(al_utterance *u)
{
    while (u->part_count && u->parts[u->part_count - 1].to - u->parts[u->part_count - 1].from > PART)
        if (halve(u, LONGEST_WORD) <= 0)
            return false;
    return true;
}

static void note(al_utterance *u, int status, const char *why, const char *text, size_t size)
{
    if (u->status)
        return;
    al_buf whole, said;
    al_buf_init(&whole, AL_SLOT_TEXT);
    al_buf_init(&said, 400);
    al_buf_add(&whole, text, size < PART ? size : PART);
    al_text_excerpt(&said, al_buf_string(&whole), 40);
    u->status = al_fail(&u->error, status, "%s: \"%s\"", why, al_buf_string(&said));
    al_buf_release(&whole);
    al_buf_release(&said);
}

void al_utterance_fail(al_utterance *u, int status, const char *why)
{
    note(u, status, why, al_buf_string(&u->clean.text), u->clean.text.size);
    u->stage = AL_DONE;
}

/* Room for `more` elements of `size` bytes after the first `count`. */
static bool reserve(void **data, size_t *room, size_t count, size_t more, size_t size)
{
    if (*data && *room - count >= more)
        return true;
    size_t need = count + more + (count + more) / 2;
    void *grown = realloc(*data, need * size + 1);
    if (!grown)
        return false;
    *data = grown;
    *room = need;
    return true;
}

/* Take the events of the next part over from its slot, in code points of the caller's text.  Those of no length that go back
 * stand for pauses, not for words. */
static bool gather_words(al_utterance *u, const al_slot *slot, const al_part *p)
{
    void *words = u->words;
    if (!reserve(&words, &u->word_room, u->word_count, slot->words, sizeof *u->words))
        return false;
    u->words = words;
    uint32_t reached = 0;
    for (uint32_t i = 0; i < slot->words; i++) {
        al_word w = slot->word[i];
        if (!w.count && w.at < reached)
            continue;
        reached = w.at > reached ? w.at : reached;
        size_t at = (size_t)p->first + w.at;
        uint32_t origin = al_clean_origin(&u->clean, at);
        if (w.count)
            w.count = al_clean_origin(&u->clean, at + w.count - 1) - origin + 1;
        w.at = origin;
        w.frame = (uint32_t)(u->frame_count + (w.frame < slot->frames ? w.frame : slot->frames));
        u->words[u->word_count++] = w;
    }
    return true;
}

static bool gather_frames(al_utterance *u, const al_slot *slot)
{
    void *frames = u->frames;
    if (!reserve(&frames, &u->frame_room, u->frame_count, slot->frames, sizeof *u->frames))
        return false;
    u->frames = frames;
    memcpy(u->frames + u->frame_count, slot->frame, slot->frames * sizeof *u->frames);
    u->frame_count += slot->frames;
    return true;
}

/* Where the texts behind the rests of part `p` begin in the whole, as far as its first `frames` tell. */
static void place_starts(const al_utterance *u, const al_part *p, const al_slot *slot, uint32_t frames, uint32_t *starts)
{
    size_t n = 0;
    for (size_t i = 0; i < u->rest_count && n < slot->rest_count; i++)
        if (u->rests[i].at >= p->from && u->rests[i].at < p->to && slot->start[n++] <= frames)
            starts[u->rest_number[i]] = (uint32_t)u->frame_count + slot->start[n - 1];
}

/* The next part is spoken: keep it. */
static void accept_part(al_utterance *u, const al_slot *slot)
{
    al_part p = u->parts[--u->part_count];
    place_starts(u, &p, slot, slot->frames, u->starts);
    bool whole = !u->part_count && !u->frame_count && !u->status;
    if (!gather_words(u, slot, &p) || (!whole && !gather_frames(u, slot)) || !fit(u)) {
        al_utterance_fail(u, ALOUD_ERROR_MEMORY, "out of memory for the sound of");
        return;
    }
    u->in_slot = whole;
    if (whole)
        u->frame_count = slot->frames;
    u->tries = 0;
    u->stage = u->part_count ? AL_WAITING : AL_DONE;
}

/* The next part cannot be spoken: it is missing from the sound, and said to be. */
static void give_up(al_utterance *u, const char *why)
{
    const al_part *p = &u->parts[u->part_count - 1];
    note(u, ALOUD_ERROR_ENGINE, why, u->clean.text.data + p->from, p->to - p->from);
    u->part_count--;
    u->tries = 0;
    u->stage = u->part_count ? AL_WAITING : AL_DONE;
    if (!fit(u))
        al_utterance_fail(u, ALOUD_ERROR_MEMORY, "out of memory for");
}

/* The next part was not spoken whole, or not at all: try it in halves. */
static void retry_halved(al_utterance *u, size_t longest, const char *why)
{
    int halves = halve(u, longest);
    if (halves > 0)
        u->stage = AL_WAITING;
    else if (halves < 0)
        al_utterance_fail(u, ALOUD_ERROR_MEMORY, "out of memory for");
    else
        give_up(u, why);
}

static void judge(al_utterance *u, const al_slot *slot, int hertz)
{
    const al_part *now = &u->parts[u->part_count - 1];
    const char *text = u->clean.text.data + now->from;
    size_t size = now->to - now->from;
    al_spoken s = { .words = slot->word, .count = slot->words, .frames = slot->frames, .hertz = hertz,
                    .rate = u->style.rate };
    if (al_check_complete(text, size, &s, u->suspect)) {
        accept_part(u, slot);
        return;
    }
    u->suspect = true;
    retry_halved(u, LONGEST_WORD, "the engine leaves out part of");
}

void al_utterance_answer(al_utterance *u, const al_slot *slot, const al_done *d, int hertz)
{
    if (d->how == AL_LEFT && (slot->frames > AL_SLOT_FRAMES || slot->words > AL_SLOT_WORDS)) {
        al_utterance_fail(u, ALOUD_ERROR_ENGINE, "the engine went astray on");
        return;
    }
    if (d->how != AL_LEFT || slot->end == AL_SLOT_PART)
        u->slot_frames = AL_SLOT_FRAMES; /* for all one knows */
    else if (slot->frames > u->slot_frames)
        u->slot_frames = slot->frames;
    if (d->how == AL_LEFT && slot->end == AL_SLOT_SPOKEN)
        judge(u, slot, hertz);
    else if (d->how == AL_LEFT && slot->end == AL_SLOT_PART)
        retry_halved(u, LONGEST_SPELT, "the engine leaves out part of");
    else if (d->how == AL_LEFT)
        al_utterance_fail(u, ALOUD_ERROR_ENGINE, slot->error.text);
    else if (++u->tries < TRIES)
        u->stage = AL_WAITING;
    else if (d->how == AL_HUNG)
        al_utterance_fail(u, ALOUD_ERROR_ENGINE, "the engine hangs on");
    else
        retry_halved(u, LONGEST_WORD, "the engine crashes on");
}

/* Where in the clean text the byte `to` of the caller's is; a cursor that goes forward. */
typedef struct cursor {
    const char *text;
    size_t size, at;               /* of the caller's text */
    uint32_t number;               /* code points before `at` */
    size_t clean_at, clean_number; /* of the clean text */
} cursor;

static uint32_t move_cursor(cursor *c, const al_clean *clean, size_t to)
{
    for (; c->at < to && c->at < c->size; c->number++)
        al_text_next(c->text, c->size, &c->at);
    while (c->clean_at < clean->text.size && al_clean_origin(clean, c->clean_number) < c->number) {
        al_text_next(clean->text.data, clean->text.size, &c->clean_at);
        c->clean_number++;
    }
    return (uint32_t)c->clean_at;
}

/* Note the silences at their places in the clean text. */
static void place_rests(al_utterance *u, const char *text, size_t size, const al_rest *rests, size_t count, int hertz)
{
    cursor c = { .text = text, .size = size };
    for (size_t i = 0; i < count; i++) {
        uint32_t at = move_cursor(&c, &u->clean, rests[i].at);
        uint32_t frames = (uint32_t)((int64_t)rests[i].silence * hertz / 1000);
        u->starts[i] = at ? AL_START_UNKNOWN : 0;
        if (!at || at >= u->clean.text.size)
            continue;
        u->rest_number[u->rest_count] = i;
        u->rests[u->rest_count++] = (al_slot_rest){ .at = at, .frames = frames };
    }
    u->start_count = count;
}

/* Take the pronunciations of the text over, in bytes of the clean one.  False when out of memory. */
static bool take_pronunciations(al_utterance *u, const char *text, size_t size, const al_pronunciations *all)
{
    size_t count = 0, bytes = 0;
    for (size_t i = 0; i < all->count && all->at[i].from < all->base + size; i++) {
        const al_pronunciation *p = &all->at[i];
        if (p->from >= all->base && p->to <= all->base + size) {
            count++;
            bytes += strlen(p->phonemes) + 1;
        }
    }
    if (!count)
        return true;
    u->pronunciations = calloc(count, sizeof *u->pronunciations);
    u->phonemes = malloc(bytes);
    if (!u->pronunciations || !u->phonemes)
        return false;
    char *to = u->phonemes;
    cursor c = { .text = text, .size = size };
    for (size_t i = 0; i < all->count && all->at[i].from < all->base + size; i++) {
        al_pronunciation p = all->at[i];
        if (p.from < all->base || p.to > all->base + size || strlen(p.phonemes) > AL_PHONEMES_LONGEST)
            continue;
        p.from = move_cursor(&c, &u->clean, p.from - all->base);
        p.to = move_cursor(&c, &u->clean, p.to - all->base);
        p.phonemes = strcpy(to, p.phonemes);
        to += strlen(to) + 1;
        if (p.from < p.to)
            u->pronunciations[u->pronunciation_count++] = p;
    }
    return true;
}

int al_utterance_begin(al_utterance *u, const char *text, size_t size, const al_rest *rests, size_t count,
                       const al_pronunciations *pronunciations, const al_style *style, int hertz, void *tag, aloud_error *err)
{
    *u = (al_utterance){ .stage = AL_WAITING, .style = *style, .tag = tag };
    if (!al_clean_text(&u->clean, text, size))
        return al_fail_memory(err);
    place_rests(u, text, size, rests, count, hertz);
    if (pronunciations && !take_pronunciations(u, text, size, pronunciations)) {
        al_utterance_clear(u);
        return al_fail_memory(err);
    }
    if (!u->clean.words) {
        u->stage = AL_DONE;
    } else if (!add_part(u, (al_part){ .to = (uint32_t)u->clean.text.size }) || !fit(u)) {
        al_utterance_clear(u);
        return al_fail_memory(err);
    }
    return 0;
}

int al_utterance_look(const al_utterance *u, const al_slot *slot, al_sound *out)
{
    bool done = u->stage == AL_DONE, in_slot = done ? u->in_slot : !u->frame_count;
    *out = (al_sound){ .frames = in_slot ? slot->frame : u->frames, .count = u->frame_count, .words = u->words,
                       .word_count = u->word_count, .status = u->status, .error = u->error, .tag = u->tag };
    memcpy(out->starts, u->starts, sizeof out->starts);
    if (!done && in_slot && u->stage == AL_ORDERED) {
        uint32_t ready = atomic_load_explicit(&slot->ready, memory_order_acquire);
        out->count = ready <= AL_SLOT_FRAMES ? ready : 0;
        if (!u->clean.origin && !u->word_count) { /* its words stand where the caller's do */
            uint32_t words = atomic_load_explicit(&slot->words_ready, memory_order_acquire);
            out->words = slot->word;
            out->word_count = words <= AL_SLOT_WORDS ? words : 0;
        }
        place_starts(u, &u->parts[u->part_count - 1], slot, out->count ? (uint32_t)out->count - 1 : 0, out->starts);
    }
    if (done)
        for (size_t i = 0; i < u->start_count; i++)
            if (out->starts[i] > out->count)
                out->starts[i] = (uint32_t)out->count;
    return done;
}

void al_utterance_clear(al_utterance *u)
{
    al_clean_release(&u->clean);
    free(u->pronunciations);
    free(u->phonemes);
    free(u->parts);
    free(u->frames);
    free(u->words);
    *u = (al_utterance){ .stage = AL_FREE };
}

void al_utterance_order(const al_utterance *u, al_slot *slot)
{
    const al_part *now = &u->parts[u->part_count - 1];
    size_t size = now->to - now->from;
    memcpy(slot->text, u->clean.text.data + now->from, size);
    slot->text[size] = '\0';
    slot->saying = (al_saying){ .size = size, .rate = u->style.rate, .pitch = u->style.pitch, .range = u->style.range,
                                .volume = u->style.volume };
    slot->rest_count = 0;
    for (size_t i = 0; i < u->rest_count; i++)
        if (u->rests[i].at >= now->from && u->rests[i].at < now->to)
            slot->rest[slot->rest_count++] = (al_slot_rest){ .at = u->rests[i].at - now->from, .frames = u->rests[i].frames };
    slot->pronunciation_count = 0;
    for (size_t i = 0; i < u->pronunciation_count && slot->pronunciation_count < AL_SLOT_PRONUNCIATIONS; i++) {
        const al_pronunciation *p = &u->pronunciations[i];
        if (p->from < now->from || p->to > now->to)
            continue;
        al_slot_pronunciation *to = &slot->pronunciation[slot->pronunciation_count++];
        *to = (al_slot_pronunciation){ .from = p->from - now->from, .to = p->to - now->from, .alphabet = p->alphabet };
        memcpy(to->phonemes, p->phonemes, strlen(p->phonemes) + 1);
    }
    /* Speech is made hundreds of times faster than it lasts; this is thousands of times what it takes. */
    slot->limit = 10 + (uint32_t)size / 50;
    slot->frames = slot->words = 0;
    memset(slot->start, 0xFF, sizeof slot->start);
    atomic_store_explicit(&slot->ready, 0, memory_order_relaxed);
    atomic_store_explicit(&slot->words_ready, 0, memory_order_relaxed);
    slot->end = AL_SLOT_FAILED;
    slot->error.text[0] = '\0';
}
