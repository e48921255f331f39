#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 32 };

bool al_grow(void *array, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    if (*room > SIZE_MAX / 2 / size)
        return false;
    size_t more = *room ? *room * 2 : FIRST;
    void *at; /* every pointer to an object has this shape on what we run on, but none may be read as another: copied */
    memcpy(&at, array, sizeof at);
    at = realloc(at, more * size);
    if (!at)
        return false;
    memcpy(array, &at, sizeof at);
    *room = more;
    return true;
}
