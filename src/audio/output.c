#include "audio/output.h"

#include <string.h>

/* The usual one first: a device named without a kind is one of its. */
static const al_output_kind *const kinds[] = { &al_output_alsa, &al_output_null, &al_output_file };

enum { KINDS = sizeof kinds / sizeof *kinds };

static int open_kind(const al_output_kind *kind, const al_output_wish *wish, const char *name, al_output *out, aloud_error *err)
{
    void *state;
    int status = kind->open(wish, name, &state, err);
    if (!status)
        *out = (al_output){ .kind = kind, .state = state };
    return status;
}

int al_output_open(const al_output_wish *wish, al_output *out, aloud_error *err)
{
    const char *device = wish->device;
    if (!device)
        return open_kind(wish->file ? &al_output_file : kinds[0], wish, NULL, out, err);
    for (size_t i = 0; i < KINDS; i++) {
        size_t n = strlen(kinds[i]->name);
        if (strncmp(device, kinds[i]->name, n) == 0 && (!device[n] || device[n] == ':'))
            return open_kind(kinds[i], wish, device[n] ? device + n + 1 : NULL, out, err);
    }
    return open_kind(kinds[0], wish, device, out, err);
}

int al_output_close(al_output *o, aloud_error *err)
{
    if (!o->kind)
        return 0;
    const al_output_kind *kind = o->kind;
    o->kind = NULL;
    return kind->close(o->state, err);
}
