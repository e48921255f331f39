#include "lib/digest.h"

#include <stdio.h>
#include <string.h>

void al_digest_init(al_digest *d)
{
    *d = (al_digest){ .a = 14695981039346656037u, .b = 0x6c62272e07bb0142u };
}

static void mix(al_digest *d, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        d->a = (d->a ^ bytes[i]) * 1099511628211u;
        d->b = (d->b ^ bytes[i] ^ d->a >> 56) * 1099511628211u;
    }
}

void al_digest_number(al_digest *d, int64_t n)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)n >> (8 * i));
    mix(d, bytes, sizeof bytes);
}

void al_digest_add(al_digest *d, const void *bytes, size_t size)
{
    al_digest_number(d, (int64_t)size);
    mix(d, bytes, size);
}

void al_digest_string(al_digest *d, const char *s)
{
    if (s)
        al_digest_add(d, s, strlen(s));
    else
        al_digest_number(d, -1);
}

void al_digest_text(const al_digest *d, char out[33])
{
    snprintf(out, 33, "%016llx%016llx", (unsigned long long)d->a, (unsigned long long)d->b);
}
