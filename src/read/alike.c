#include "read/alike.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/text.h"

enum { MOST = 1 << 20 };

/* The hashed words of a text, in order. */
struct words {
    unsigned *list;
    size_t count;
};

static bool is_part(unsigned c)
{
    return al_text_is_letter(c) || al_text_is_digit(c);
}

static void add(struct words *w, size_t *room, unsigned hash)
{
    if (al_grow(&w->list, room, w->count, sizeof *w->list)) /* else a comparison over fewer words is the worst */
        w->list[w->count++] = hash;
}

static struct words words_of(const char *text)
{
    struct words w = { 0 };
    size_t room = 0, at = 0;
    al_buf key;
    al_buf_init(&key, MOST);
    al_text_key(&key, text);
    unsigned hash = 0;
    bool in = false;
    while (at < key.size) {
        unsigned c = al_text_next(key.data, key.size, &at);
        bool part = is_part(c), alone = part && al_text_is_ideograph(c);
        if (in && (!part || alone))
            add(&w, &room, hash);
        if (part)
            hash = (in && !alone ? hash : 2166136261u) * 16777619u ^ c;
        if (alone)
            add(&w, &room, hash);
        in = part && !alone;
    }
    if (in)
        add(&w, &room, hash);
    al_buf_release(&key);
    return w;
}

static int by_value(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return (x > y) - (x < y);
}

static size_t common(struct words *a, struct words *b)
{
    size_t i = 0, k = 0, n = 0;
    if (a->count && b->count) {
        qsort(a->list, a->count, sizeof *a->list, by_value);
        qsort(b->list, b->count, sizeof *b->list, by_value);
    }
    while (i < a->count && k < b->count) {
        if (a->list[i] == b->list[k]) {
            n++, i++, k++;
        } else if (a->list[i] < b->list[k]) {
            i++;
        } else {
            k++;
        }
    }
    return n;
}

double al_alike(const char *a, const char *b)
{
    struct words x = words_of(a), y = words_of(b);
    size_t all = x.count + y.count, n = common(&x, &y);
    free(x.list);
    free(y.list);
    return all ? 2.0 * (double)n / (double)all : 0;
}

double al_alike_held(const char *a, const char *b)
{
    struct words x = words_of(a), y = words_of(b);
    size_t all = x.count, n = common(&x, &y);
    free(x.list);
    free(y.list);
    return all ? (double)n / (double)all : 0;
}

bool al_alike_contains(const char *whole, const char *part)
{
    struct words x = words_of(whole), y = words_of(part);
    bool found = false;
    for (size_t i = 0; y.count && i + y.count <= x.count && !found; i++)
        found = memcmp(x.list + i, y.list, y.count * sizeof *y.list) == 0;
    free(x.list);
    free(y.list);
    return found;
}
