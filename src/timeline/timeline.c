#include "timeline/timeline.h"

#include <stdlib.h>

#include "base/grow.h"

void al_timeline_init(al_timeline *t)
{
    *t = (al_timeline){ 0 };
}

void al_timeline_release(al_timeline *t)
{
    free(t->at);
    free(t->words);
    *t = (al_timeline){ 0 };
}

bool al_timeline_add(al_timeline *t, uint32_t item, uint64_t from)
{
    if (!al_grow(&t->at, &t->room, t->count, sizeof *t->at))
        return false;
    if (t->count)
        t->at[t->count - 1].to = from;
    t->at[t->count] = (al_heard){ .item = item, .from = t->count ? from : 0, .to = from };
    t->count++;
    return true;
}

bool al_timeline_word(al_timeline *t, const al_heard_word *word)
{
    if (!al_grow(&t->words, &t->word_room, t->word_count, sizeof *t->words))
        return false;
    t->words[t->word_count++] = *word;
    return true;
}

void al_timeline_finish(al_timeline *t, uint64_t end)
{
    t->end = end;
    if (t->count)
        t->at[t->count - 1].to = end;
}

static bool check_words(const al_timeline *t)
{
    const al_heard *h = t->at, *end = t->at + t->count;
    const al_heard_word *before = NULL;
    for (size_t i = 0; i < t->word_count; i++) {
        const al_heard_word *w = &t->words[i];
        while (h < end && h->item != w->item)
            h++;
        if (h == end || w->from >= w->to || w->begin >= w->end || w->begin < h->from || w->end > h->to)
            return false;
        if (before && (w->begin < before->end || (w->item == before->item && w->from < before->to)))
            return false;
        before = w;
    }
    return true;
}

bool al_timeline_check(const al_timeline *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const al_heard *h = &t->at[i];
        uint64_t next = i + 1 < t->count ? t->at[i + 1].from : t->end;
        if (h->from >= h->to || h->to != next || (i == 0 && h->from != 0) || (i && h->item <= h[-1].item))
            return false;
    }
    return check_words(t);
}
