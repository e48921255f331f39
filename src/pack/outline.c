#include "pack/outline.h"

#include <stdlib.h>

#include "base/grow.h"

static bool push(al_outline *o, al_outline_entry e)
{
    if (!al_grow(&o->at, &o->room, o->count, sizeof *o->at))
        return false;
    int most = o->count ? o->at[o->count - 1].depth + 1 : 1;
    most = most > 6 ? 6 : most;
    e.depth = e.depth < 1 ? 1 : e.depth > most ? most : e.depth;
    o->at[o->count++] = e;
    return true;
}

static bool add_chapter(al_outline *o, const al_document *d, size_t index)
{
    const al_pack_chapter *c = &d->in->chapters[index];
    const al_cues *cues = &d->cues[index];
    int level = cues->count ? d->in->script->chapters[c->number - 1].level : 1;
    if ((!cues->count || !al_document_is_heading(cues->at[0].item)) &&
        !push(o, (al_outline_entry){ .title = *c->title ? c->title : d->in->name, .depth = level, .chapter = index }))
        return false;
    for (size_t k = 0; k < cues->count; k++) {
        const al_item *i = cues->at[k].item;
        if (cues->at[k].part || !al_document_is_heading(i))
            continue;
        if (!push(o, (al_outline_entry){ .title = i->text, .depth = i->level, .chapter = index, .cue = k }))
            return false;
    }
    return true;
}

int al_outline_make(const al_document *d, al_outline *out, aloud_error *err)
{
    al_outline o = { 0 };
    for (size_t i = 0; i < d->in->count; i++)
        if (!add_chapter(&o, d, i)) {
            al_outline_release(&o);
            return al_fail_memory(err);
        }
    *out = o;
    return 0;
}

void al_outline_release(al_outline *o)
{
    free(o->at);
    *o = (al_outline){ 0 };
}
