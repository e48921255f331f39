/* Fingerprints: 128 bits of FNV-1a, enough to tell one text from another, not to withstand a forger. */
#ifndef AL_LIB_DIGEST_H
#define AL_LIB_DIGEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct al_digest {
    uint64_t a, b;
} al_digest;

void al_digest_init(al_digest *);
/* Lengths go in too, so that "ab" + "c" differs from "a" + "bc". */
void al_digest_add(al_digest *, const void *bytes, size_t size);
void al_digest_string(al_digest *, const char *); /* NULL differs from "" */
void al_digest_number(al_digest *, int64_t);
/* 32 hexadecimal digits and a NUL. */
void al_digest_text(const al_digest *, char out[33]);

#endif
