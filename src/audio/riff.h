/* The chunks of a WAV or RF64 file (EBU Tech 3306). */
#ifndef AL_AUDIO_RIFF_H
#define AL_AUDIO_RIFF_H

#include <stdint.h>

typedef struct al_riff {
    int fd;        /* not owned */
    int wide;      /* RF64: sizes of 64 bits are in its ds64 chunk */
    uint64_t size; /* of the file as its header tells */
    uint64_t data; /* size of the data chunk in an RF64 file */
} al_riff;

/* 0, or -1 when it does not begin like a WAV or RF64 file or cannot be read. */
int al_riff_open(al_riff *, int fd);
/* Find the first chunk `id` (four characters): where its content begins and its size.  -1 when there is none. */
int al_riff_find(const al_riff *, const char *id, uint64_t *at, uint64_t *size);

/* Little-endian numbers. */
uint32_t al_riff_u32(const uint8_t *bytes);
uint64_t al_riff_u64(const uint8_t *bytes);
void al_riff_put_u32(uint8_t *bytes, uint32_t value);

#endif
