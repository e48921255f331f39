/* Arrays that grow: one home for doubling. */
#ifndef AL_BASE_GROW_H
#define AL_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

/* Room for one more element of `size` bytes behind the `count` of the array at *array, a pointer to any type of object
 * (NULL at first): where all of *room is used, the array moves to twice of it.  The caller frees it.  False when out of
 * memory; the array is then as it was. */
bool al_grow(void *array, size_t *room, size_t count, size_t size);

#endif
