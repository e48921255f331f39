#include "script/compose.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/grow.h"
#include "base/text.h"

enum { LONGEST = 64 /* bytes of a letter and its marks; what is longer is nobody's spelling */ };

void al_composed_init(al_composed *c)
{
    *c = (al_composed){ .count = 0 };
    al_buf_init(&c->text, SIZE_MAX / 4);
}

void al_composed_release(al_composed *c)
{
    al_buf_release(&c->text);
    free(c->at);
}

/* Whether the code point may be one with what stands before it: marks, and vowels and ends of Hangul. */
static bool joins(unsigned c)
{
    UErrorCode e = U_ZERO_ERROR;
    return c >= 0x300 && !unorm2_hasBoundaryBefore(unorm2_getNFCInstance(&e), (UChar32)c);
}

/* Find the next letter with marks behind it from *at on, *from..*at.  False: there is none. */
static bool next_cluster(const char *text, size_t size, size_t *at, size_t *from)
{
    size_t before = *at;
    bool letter = false;
    while (*at < size) {
        size_t here = *at;
        unsigned c = al_text_next(text, size, at);
        if (!joins(c)) {
            before = here;
            letter = al_text_is_letter(c);
            continue;
        }
        size_t next = *at;
        while (next < size && joins(al_text_next(text, size, &next)))
            *at = next;
        if (letter && *at - before <= LONGEST) {
            *from = before;
            return true;
        }
        letter = false;
    }
    return false;
}

/* Append a cluster composed.  False where that changes nothing. */
static bool add_composed(al_buf *out, const char *bytes, size_t size)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    UChar from[LONGEST], to[3 * LONGEST];
    char utf8[9 * LONGEST];
    int32_t n = 0, m = 0, k = 0;
    u_strFromUTF8(from, LONGEST, &n, bytes, (int32_t)size, &e);
    m = unorm2_normalize(nfc, from, n, to, 3 * LONGEST, &e);
    if (U_FAILURE(e) || u_strCompare(from, n, to, m, false) == 0)
        return false;
    u_strToUTF8(utf8, sizeof utf8, &k, to, m, &e);
    if (U_FAILURE(e))
        return false;
    al_buf_add(out, utf8, (size_t)k);
    return true;
}

bool al_compose(al_composed *c, const char *text, size_t size)
{
    size_t done = 0, from;
    for (size_t at = 0; next_cluster(text, size, &at, &from);) {
        al_buf_add(&c->text, text + done, from - done);
        done = from;
        size_t start = c->text.size;
        if (!add_composed(&c->text, text + from, at - from))
            continue;
        done = at;
        if (!al_grow(&c->at, &c->room, c->count, sizeof *c->at))
            return false;
        c->at[c->count++] = (al_cluster){ .from = (uint32_t)start, .to = (uint32_t)c->text.size, .was_from = (uint32_t)from,
                                          .was_to = (uint32_t)at };
    }
    if (c->count)
        al_buf_add(&c->text, text + done, size - done);
    return !c->text.failed;
}

/* A byte of the composed text as one of the text as it was; `next` is the first cluster that ends behind it. */
static uint32_t place(const al_composed *c, size_t next, uint32_t at)
{
    const al_cluster *k = &c->at[next];
    if (next < c->count && at > k->from)
        return k->was_to;
    return next ? at - c->at[next - 1].to + c->at[next - 1].was_to : at;
}

/* A stretch that is said as it is written, cut so that the letters that are not are pieces of their own. */
static bool split(const al_composed *c, al_spoken p, size_t *next, al_spoken_map *out)
{
    while (p.display_from < p.display_to) {
        const al_cluster *k = *next < c->count && c->at[*next].from < p.display_to ? &c->at[*next] : NULL;
        bool cluster = k && k->from <= p.display_from;
        uint32_t end = !k ? p.display_to : cluster ? k->to : k->from;
        al_spoken q = { .from = p.from, .to = p.from + (end - p.display_from), .display_from = place(c, *next, p.display_from),
                        .same = !cluster };
        *next += cluster;
        q.display_to = place(c, *next, end);
        if (!al_grow(&out->at, &out->room, out->count, sizeof *out->at))
            return false;
        out->at[out->count++] = q;
        p.from = q.to;
        p.display_from = end;
    }
    return true;
}

bool al_composed_restore(const al_composed *c, al_spoken_map *map)
{
    al_spoken_map out = { .at = NULL };
    size_t next = 0;
    bool fits = true;
    for (size_t i = 0; i < map->count && fits; i++) {
        al_spoken p = map->at[i];
        if (p.same) {
            fits = split(c, p, &next, &out);
            continue;
        }
        uint32_t from = place(c, next, p.display_from);
        while (next < c->count && c->at[next].to <= p.display_to)
            next++;
        p.display_to = place(c, next, p.display_to);
        p.display_from = from;
        fits = al_grow(&out.at, &out.room, out.count, sizeof *out.at);
        if (fits)
            out.at[out.count++] = p;
    }
    if (!fits) {
        al_spoken_map_release(&out);
        return false;
    }
    al_spoken_map_release(map);
    *map = out;
    return true;
}
