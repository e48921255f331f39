#include "pack/cue.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "pack/pack.h"

typedef struct making {
    al_cues cues;
    size_t room, most;
} making;

static bool push(making *m, const al_cue *c)
{
    if (!al_grow(&m->cues.at, &m->room, m->cues.count, sizeof *m->cues.at))
        return false;
    m->cues.at[m->cues.count++] = *c;
    return true;
}

static size_t code_points(const char *text, size_t from, size_t to)
{
    return al_text_points(text + from, to - from);
}

/* How many code points the cues of the sentence that begins with word `first` should have, so that none is left with a word or
 * two; SIZE_MAX where it needs no cutting. */
static size_t aim_of(const making *m, const char *text, const al_heard_word *w, size_t first, size_t count)
{
    if (!m->most)
        return SIZE_MAX;
    size_t end = first + 1;
    while (end < count && !w[end].sentence)
        end++;
    size_t size = code_points(text, first ? w[first].from : 0, end < count ? w[end].from : strlen(text));
    size_t cues = (size + m->most - 1) / m->most;
    return cues > 1 ? size / cues : SIZE_MAX;
}

/* The cues of an item: `w` are its words. */
static bool add_item(making *m, const al_item *item, const al_heard *h, const al_heard_word *w, size_t count)
{
    al_cue open = { .item = item, .from = 0, .begin = h->from };
    size_t aim = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        bool cut = i && (w[i].sentence || (aim != SIZE_MAX && (code_points(item->text, open.from, w[i].from) >= aim ||
                                                               code_points(item->text, open.from, w[i].to) > m->most)));
        if (i == 0 || w[i].sentence)
            aim = aim_of(m, item->text, w, i, count);
        if (!cut || open.from >= w[i].from || open.begin >= w[i].begin)
            continue;
        open.to = w[i].from;
        open.end = w[i].begin;
        if (!push(m, &open))
            return false;
        open = (al_cue){ .item = item, .from = w[i].from, .begin = w[i].begin, .part = open.part + 1 };
    }
    open.to = (uint32_t)strlen(item->text);
    open.end = h->to;
    return push(m, &open);
}

int al_cues_make(const al_script *s, const al_timeline *t, size_t most, al_cues *out, aloud_error *err)
{
    making m = { .most = most };
    size_t word = 0;
    for (size_t i = 0; i < t->count; i++) {
        const al_heard *h = &t->at[i];
        size_t first = word;
        while (word < t->word_count && t->words[word].item == h->item)
            word++;
        const al_item *item = h->item >= 1 && h->item <= s->item_count ? &s->items[h->item - 1] : NULL;
        bool fits = item && (word == first || t->words[word - 1].to <= strlen(item->text));
        if (!fits || !add_item(&m, item, h, t->words + first, word - first)) {
            al_cues_release(&m.cues);
            return fits ? al_fail_memory(err)
                        : al_fail(err, ALOUD_ERROR_OUTPUT, "what was spoken is not what the article says now; use --force");
        }
    }
    *out = m.cues;
    return 0;
}

void al_cues_release(al_cues *c)
{
    free(c->at);
    *c = (al_cues){ 0 };
}

void al_cue_text(const al_cue *c, al_buf *out)
{
    const al_item *i = c->item;
    if (c->part == 0 && i->announce) {
        al_pack_line(out, i->announce);
        if (c->to > c->from)
            al_buf_add_byte(out, ' ');
    }
    al_text_collapse(out, i->text + c->from, c->to - c->from);
}
