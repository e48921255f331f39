#include "lib/heard.h"

#include <stdlib.h>

#include "speech/align.h"

void al_hearing_release(al_hearing *h)
{
    free(h->words);
    al_word_cutter_free(h->cutter);
    *h = (al_hearing){ 0 };
}

/* Turn to another item. */
static int begin_item(al_hearing *h, const al_item *item, aloud_error *err)
{
    free(h->words);
    h->words = NULL;
    h->count = h->next = 0;
    h->item = NULL;
    h->sentence = true;
    if (!h->cutter)
        h->cutter = al_word_cutter_new();
    int status = h->cutter ? al_item_words(item, h->cutter, &h->words, &h->count, err) : al_fail_memory(err);
    if (!status)
        h->item = item;
    return status;
}

/* Whether a sentence begins in bytes from..to of the run. */
static bool opens(const al_run *run, size_t from, size_t to)
{
    if (run->step.opens && from == 0)
        return true;
    for (size_t i = 0; i < run->rest_count; i++)
        if (run->opens[i] && run->rests[i].at >= from && run->rests[i].at < to)
            return true;
    return false;
}

/* Put one word of the display text into the timeline: spoken words [first, last) are what is heard of it. */
static bool put(al_hearing *h, const al_said_word *w, const al_aligned *first, const al_aligned *last, int64_t base,
                al_timeline *t)
{
    al_heard_word heard = { .item = h->item->id, .from = w->text.from, .to = w->text.to, .sentence = h->sentence,
                            .begin = (uint64_t)(base + (int64_t)first->begin),
                            .end = (uint64_t)(base + (int64_t)last[-1].end) };
    h->sentence = false;
    return al_timeline_word(t, &heard);
}

/* Both ascend: spoken words fall into the words of the display text, or beside them where something is said that is not written. */
static bool put_all(al_hearing *h, const al_run *run, const al_aligned *said, size_t count, int64_t base, al_timeline *t)
{
    size_t start = (size_t)(run->step.text - h->item->say), done = 0;
    for (size_t i = 0; i < count && h->next < h->count;) {
        const al_said_word *w = &h->words[h->next];
        size_t to = start + said[i].at.to, from = start + said[i].at.from;
        if (w->say.to <= from) {
            h->next++;
            continue;
        }
        h->sentence = h->sentence || opens(run, done, said[i].at.to);
        done = said[i].at.to;
        size_t last = i + 1;
        if (w->say.from >= to) {
            i = last;
            continue;
        }
        while (last < count && start + said[last].at.from < w->say.to)
            last++;
        if (!put(h, w, &said[i], &said[last], base, t))
            return false;
        h->next++;
        i = last;
    }
    return true;
}

int al_hearing_add(al_hearing *h, const al_item *item, const al_run *run, const al_sound *sound, int rate, int64_t base,
                   al_timeline *t, aloud_error *err)
{
    if (!run->step.said || !sound->count)
        return 0;
    int status = h->item == item ? 0 : begin_item(h, item, err);
    al_aligned *said = NULL;
    size_t count = 0;
    if (!status && h->next < h->count)
        status = al_align(run->step.text, run->step.size, sound, rate, h->cutter, &said, &count, err);
    if (!status && !put_all(h, run, said, count, base, t))
        status = al_fail_memory(err);
    free(said);
    return status;
}
