#include "voice/role.h"

#include <string.h>

static const char *const NAMES[AL_ROLE_COUNT] = {
#define X(id, name) name,
    AL_ROLES(X)
#undef X
};

const char *al_role_name(al_role role)
{
    return NAMES[role];
}

al_role al_role_find(const char *name)
{
    for (int r = 0; r < AL_ROLE_COUNT; r++)
        if (strcmp(NAMES[r], name) == 0)
            return (al_role)r;
    return AL_ROLE_COUNT;
}
