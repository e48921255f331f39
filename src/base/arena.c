#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024, ALIGN = alignof(max_align_t) };

struct al_arena_chunk {
    al_arena_chunk *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

void al_arena_init(al_arena *a, size_t limit)
{
    a->chunks = NULL;
    a->used = 0;
    a->limit = limit;
}

void al_arena_release(al_arena *a)
{
    for (al_arena_chunk *c = a->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    a->chunks = NULL;
    a->used = 0;
}

static al_arena_chunk *grow(al_arena *a, size_t size)
{
    size_t room = size > CHUNK ? size : CHUNK;
    al_arena_chunk *c = malloc(sizeof *c + room);
    if (!c)
        return NULL;
    c->size = room;
    c->used = 0;
    if (a->chunks && size > CHUNK) {
        /* A large block gets a chunk of its own; the current one keeps serving small ones. */
        c->next = a->chunks->next;
        a->chunks->next = c;
    } else {
        c->next = a->chunks;
        a->chunks = c;
    }
    return c;
}

void *al_arena_alloc(al_arena *a, size_t size)
{
    if (size > SIZE_MAX / 2 || size > a->limit || a->used > a->limit - size)
        return NULL;
    size_t need = (size ? size + ALIGN - 1 : ALIGN) / ALIGN * ALIGN;
    al_arena_chunk *c = a->chunks;
    if (!c || c->size - c->used < need) {
        c = grow(a, need);
        if (!c)
            return NULL;
    }
    void *at = c->bytes + c->used;
    c->used += need;
    a->used += need;
    return memset(at, 0, need);
}

void *al_arena_array(al_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return al_arena_alloc(a, count * size);
}

char *al_arena_copy(al_arena *a, const char *bytes, size_t size)
{
    if (size == SIZE_MAX)
        return NULL;
    char *copy = al_arena_alloc(a, size + 1);
    if (copy && size)
        memcpy(copy, bytes, size);
    return copy;
}

char *al_arena_string(al_arena *a, const char *string)
{
    return al_arena_copy(a, string, strlen(string));
}
