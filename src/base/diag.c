#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 200 };

const char *al_warning_name(al_warning kind)
{
    static const char *const names[] = {
#define X(id, name) [id] = name,
        AL_WARNINGS(X)
#undef X
    };
    return kind < AL_WARN_COUNT ? names[kind] : "";
}

void al_diag_init(al_diag *d, al_arena *arena)
{
    *d = (al_diag){ .arena = arena };
}

void al_diag_add(al_diag *d, al_warning kind, long line, const char *format, ...)
{
    if (!d || d->count >= MOST)
        return;
    char text[480];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    al_diag_entry *e = al_arena_alloc(d->arena, sizeof *e);
    const char *copy = al_arena_string(d->arena, text);
    if (!e || !copy)
        return;
    *e = (al_diag_entry){ .kind = kind, .line = line, .text = copy };
    if (d->last)
        d->last->next = e;
    else
        d->first = e;
    d->last = e;
    d->count++;
}

const al_diag_entry *al_diag_get(const al_diag *d, size_t index)
{
    const al_diag_entry *e = d->first;
    while (e && index--)
        e = e->next;
    return e;
}
