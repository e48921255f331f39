/* Memory that is freed all at once: an article, a script and a timeline own one arena each. */
#ifndef AL_BASE_ARENA_H
#define AL_BASE_ARENA_H

#include <stddef.h>

typedef struct al_arena_chunk al_arena_chunk;

typedef struct al_arena {
    al_arena_chunk *chunks; /* newest first */
    size_t used;            /* bytes handed out */
    size_t limit;           /* ceiling on `used`; allocation past it fails */
} al_arena;

void al_arena_init(al_arena *, size_t limit);
void al_arena_release(al_arena *);

/* Zeroed and aligned for any type; NULL when out of memory or past the limit.  size 0 gives a valid pointer. */
void *al_arena_alloc(al_arena *, size_t size);

/* `count` elements of `size` bytes; NULL also when the product overflows. */
void *al_arena_array(al_arena *, size_t count, size_t size);

/* A NUL-terminated copy of `size` bytes. */
char *al_arena_copy(al_arena *, const char *bytes, size_t size);
char *al_arena_string(al_arena *, const char *string);

#endif
