#include "pack/player_times.h"

#include <string.h>

#include "base/text.h"

/* Code units of UTF-16 in text[from, to): what a page's script counts in. */
static unsigned units(const char *text, size_t from, size_t to)
{
    unsigned n = 0;
    while (from < to)
        n += al_text_next(text, to, &from) > 0xFFFF ? 2 : 1;
    return n;
}

static unsigned long long ms(uint64_t frames, int rate)
{
    uint64_t r = (uint64_t)rate;
    return (unsigned long long)(frames / r * 1000 + frames % r * 1000 / r);
}

/* The words of an item, which are `words` of the timeline from *at on. */
static void add_words(const al_pack_input *in, const al_item *item, const al_timeline *t, size_t *at, al_buf *out)
{
    size_t done = 0, end = strlen(item->text);
    unsigned before = 0;
    bool first = true;
    for (; *at < t->word_count && t->words[*at].item == item->id; ++*at) {
        const al_heard_word *w = &t->words[*at];
        if (w->to > end || w->from < done)
            continue; /* of a text that has changed since */
        before += units(item->text, done, w->from);
        unsigned size = units(item->text, w->from, w->to);
        al_buf_printf(out, "%s%u,%u,%llu,%llu,%d", first ? "" : ",", before, size, ms(w->begin, in->rate), ms(w->end, in->rate),
                      w->sentence);
        before += size;
        done = w->to;
        first = false;
    }
}

static void add_chapter(const al_pack_input *in, const al_pack_chapter *c, al_buf *out)
{
    const al_script *s = in->script;
    const al_timeline *t = c->timeline;
    bool first = true;
    size_t word = 0;
    al_buf_printf(out, "[%d,%llu,[", c->number, ms(c->frames, in->rate));
    for (size_t i = 0; i < t->count; i++) {
        const al_heard *h = &t->at[i];
        if (h->item < 1 || h->item > s->item_count)
            continue;
        while (word < t->word_count && t->words[word].item != h->item)
            word++;
        al_buf_printf(out, "%s[%u,%llu,%llu,[", first ? "" : ",\n", h->item, ms(h->from, in->rate), ms(h->to, in->rate));
        add_words(in, &s->items[h->item - 1], t, &word, out);
        al_buf_add_string(out, "]]");
        first = false;
    }
    al_buf_add_string(out, "]]");
}

void al_player_times(const al_pack_input *in, al_buf *out)
{
    al_buf_add_byte(out, '[');
    for (size_t i = 0; i < in->count; i++) {
        if (i)
            al_buf_add_string(out, ",\n");
        add_chapter(in, &in->chapters[i], out);
    }
    al_buf_add_byte(out, ']');
}
