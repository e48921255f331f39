#include "pack/clip.h"

uint64_t al_clip_ms(const al_pack_input *in, uint64_t frames)
{
    uint64_t rate = (uint64_t)in->rate;
    return frames / rate * 1000 + frames % rate * 1000 / rate;
}

/* Whether all of an item is one clip. */
static bool is_one(const al_item *i)
{
    return i->role == AL_ROLE_ROW || i->role == AL_ROLE_CODE || i->role == AL_ROLE_SEPARATOR;
}

/* The cue behind the clip that begins with cue `k`. */
static size_t behind(const al_cues *cues, size_t k)
{
    const al_item *item = cues->at[k++].item;
    while (is_one(item) && k < cues->count && cues->at[k].item == item)
        k++;
    return k;
}

bool al_clip_next(const al_document *d, size_t index, al_clip *at)
{
    const al_cues *cues = &d->cues[index];
    if (!cues->count) {
        uint64_t end = al_clip_ms(d->in, d->in->chapters[index].frames);
        if (at->end || !end)
            return false;
        *at = (al_clip){ .end = end };
        return true;
    }
    for (size_t k = at->end ? behind(cues, at->cue) : 0, next; k < cues->count; k = next) {
        next = behind(cues, k);
        al_clip clip = { .item = cues->at[k].item, .cue = k, .begin = at->end, .end = al_clip_ms(d->in, cues->at[next - 1].end) };
        if (clip.begin < clip.end) { /* else too short to be told apart */
            *at = clip;
            return true;
        }
    }
    return false;
}

/* The item's place in a list or table: 'L', 'T', or 'C' for the caption of a table, which begins it; 0 elsewhere. */
static char place(const al_script *s, const al_item *i)
{
    const al_item *next = i->id < s->item_count ? &s->items[i->id] : NULL;
    switch (i->role) {
    case AL_ROLE_LIST_ITEM: return 'L';
    case AL_ROLE_LIST: return i->level > 1 ? 'L' : 0;
    case AL_ROLE_ROW: return 'T';
    case AL_ROLE_TABLE: return next && next->role == AL_ROLE_ROW ? 'C' : 0;
    default: return 0;
    }
}

bool al_clip_in_box(const al_document *d, const al_item *last, const al_clip *clip)
{
    const al_script *s = d->in->script;
    if (!clip->item || !last)
        return clip->item && clip->item->role != AL_ROLE_LIST && place(s, clip->item);
    /* What stands between the two and is not heard may have ended it. */
    char within = place(s, last) == 'L' ? 'L' : 'T';
    for (size_t id = last->id + 1; id <= clip->item->id; id++)
        if (place(s, &s->items[id - 1]) != within)
            return false;
    return true;
}
