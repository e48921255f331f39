/* From an item's display text to what is said of it: display text, the text that was normalised, the spoken text. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "script/words.h"

enum {
    ALIKE = 8,   /* bytes that are the same where two texts go on together, unless it is with a whole word */
    SKIP = 400,  /* bytes that the second may have more, a row's header, or the first, a marker */
    BOTH = 8     /* bytes that the first may have more while the second has others: what stands between cells */
};

/* Bytes of two texts that are the same; a text's place in it moves forward only. */
typedef struct pair {
    const char *a, *b;
    size_t a_size, b_size, a_at, b_at;
    size_t same; /* bytes from here on that are the same */
} pair;

static bool is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Bytes of the word that begins there; 0 where none does. */
static size_t word_size(const char *text, size_t size, size_t at)
{
    size_t end = at;
    if (at && is_word_byte(text[at - 1]))
        return 0;
    while (end < size && is_word_byte(text[end]))
        end++;
    return end - at;
}

static bool alike(const pair *p, size_t a, size_t b)
{
    size_t left = p->a_size - a < p->b_size - b ? p->a_size - a : p->b_size - b;
    if (p->a[a] != p->b[b])
        return false;
    if (left >= ALIKE && memcmp(p->a + a, p->b + b, ALIKE) == 0)
        return true;
    size_t n = word_size(p->a, p->a_size, a);
    return n && n <= left && n == word_size(p->b, p->b_size, b) && memcmp(p->a + a, p->b + b, n) == 0;
}

/* Find where the texts go on together, the nearest place first. */
static bool meet_again(pair *p)
{
    size_t a = p->a_size - p->a_at, b = p->b_size - p->b_at;
    for (size_t n = 0; n < SKIP; n++) {
        if (n < b && alike(p, p->a_at, p->b_at + n)) {
            p->b_at += n;
            return true;
        }
        if (n < a && alike(p, p->a_at + n, p->b_at)) {
            p->a_at += n;
            return true;
        }
    }
    for (size_t i = 1; i < BOTH && i < a; i++)
        for (size_t j = 1; j < SKIP && j < b; j++)
            if (alike(p, p->a_at + i, p->b_at + j)) {
                p->a_at += i;
                p->b_at += j;
                return true;
            }
    return false;
}

/* The next bytes that are the same: p->same of them at p->a_at and p->b_at; false when there are no more. */
static bool next_same(pair *p)
{
    p->a_at += p->same;
    p->b_at += p->same;
    p->same = 0;
    if (!meet_again(p))
        return false;
    size_t most = p->a_size - p->a_at < p->b_size - p->b_at ? p->a_size - p->a_at : p->b_size - p->b_at;
    while (p->same < most && p->a[p->a_at + p->same] == p->b[p->b_at + p->same])
        p->same++;
    return true;
}

/* The bytes of b that stand for bytes from..to of a; asked in ascending order.  False where none do. */
static bool carry_over(pair *p, bool *more, al_word_range asked, al_word_range *out)
{
    bool any = false;
    while (*more) {
        size_t end = p->a_at + p->same;
        if (end > asked.from && p->a_at < asked.to) {
            size_t from = p->a_at > asked.from ? p->a_at : asked.from, to = end < asked.to ? end : asked.to;
            if (!any)
                out->from = (uint32_t)(p->b_at + from - p->a_at);
            out->to = (uint32_t)(p->b_at + to - p->a_at);
            any = true;
        }
        if (end >= asked.to)
            break;
        *more = next_same(p);
    }
    return any;
}

/* The bytes of the spoken text for those of the written one; *at is the stretch to begin with, which moves on.  *first and *last:
 * the stretches that it begins and ends in, SIZE_MAX where those are said as they are written. */
static al_word_range speak(const al_item *i, size_t *at, al_word_range written, size_t *first, size_t *last)
{
    *first = *last = SIZE_MAX;
    if (!i->map_count)
        return written;
    while (*at + 1 < i->map_count && i->map[*at].display_to <= written.from)
        ++*at;
    al_word_range out = { 0 };
    for (size_t n = *at; n < i->map_count && i->map[n].display_from < written.to; n++) {
        const al_spoken *s = &i->map[n];
        uint32_t from = s->same && written.from > s->display_from ? s->from + written.from - s->display_from : s->from;
        uint32_t to = s->same && written.to < s->display_to ? s->from + written.to - s->display_from : s->to;
        if (n == *at) {
            out.from = from;
            *first = s->same ? SIZE_MAX : n;
        }
        out.to = to;
        *last = s->same ? SIZE_MAX : n;
    }
    return out;
}

typedef struct list {
    al_said_word *at;
    size_t count, room, joint; /* the stretch that the last word ends in, SIZE_MAX for none */
} list;

/* Add a word, or widen the last one with which it is said together. */
static bool add(list *l, al_said_word w, size_t first, size_t last)
{
    if (l->count && first != SIZE_MAX && first == l->joint) {
        al_said_word *before = &l->at[l->count - 1];
        before->text.to = w.text.to;
        if (w.say.to > before->say.to)
            before->say.to = w.say.to;
        l->joint = last;
        return true;
    }
    if (w.say.from >= w.say.to || (l->count && w.say.from < l->at[l->count - 1].say.to))
        return true;
    if (!al_grow(&l->at, &l->room, l->count, sizeof *l->at))
        return false;
    l->at[l->count++] = w;
    l->joint = last;
    return true;
}

int al_item_words(const al_item *i, al_word_cutter *c, al_said_word **out, size_t *count, aloud_error *err)
{
    pair p = { .a = i->text, .b = i->written, .a_size = strlen(i->text), .b_size = strlen(i->written) };
    list l = { .joint = SIZE_MAX };
    al_said_word w;
    size_t stretch = 0, first, last;
    bool more = next_same(&p);
    int status;
    al_word_cutter_text(c, i->text, p.a_size);
    while ((status = al_word_cutter_next(c, &w.text, err)) == 1) {
        al_word_range written;
        if (!carry_over(&p, &more, w.text, &written))
            continue;
        w.say = speak(i, &stretch, written, &first, &last);
        if (!add(&l, w, first, last)) {
            status = al_fail_memory(err);
            break;
        }
    }
    if (status) {
        free(l.at);
        return status;
    }
    *out = l.at;
    *count = l.count;
    return 0;
}
