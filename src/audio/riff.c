#include "audio/riff.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { HEAD = 8, FORM = 12 }; /* bytes of a chunk's head and of the file's */

uint32_t al_riff_u32(const uint8_t *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

uint64_t al_riff_u64(const uint8_t *b)
{
    return al_riff_u32(b) | (uint64_t)al_riff_u32(b + 4) << 32;
}

void al_riff_put_u32(uint8_t *b, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        b[i] = (uint8_t)(v >> 8 * i);
}

static int read_at(int fd, uint8_t *into, size_t size, uint64_t at)
{
    while (size) {
        ssize_t n = pread(fd, into, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        into += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return 0;
}

int al_riff_open(al_riff *r, int fd)
{
    uint8_t form[FORM], ds64[HEAD + 16];
    *r = (al_riff){ .fd = fd };
    if (read_at(fd, form, FORM, 0) || memcmp(form + 8, "WAVE", 4) != 0)
        return -1;
    if (memcmp(form, "RIFF", 4) == 0) {
        r->size = (uint64_t)al_riff_u32(form + 4) + HEAD;
        return 0;
    }
    if (memcmp(form, "RF64", 4) != 0 || read_at(fd, ds64, sizeof ds64, FORM) || memcmp(ds64, "ds64", 4) != 0)
        return -1;
    r->wide = 1;
    r->size = al_riff_u64(ds64 + HEAD) + HEAD;
    r->data = al_riff_u64(ds64 + HEAD + 8);
    return 0;
}

int al_riff_find(const al_riff *r, const char *id, uint64_t *at, uint64_t *size)
{
    uint8_t head[HEAD];
    for (uint64_t place = FORM; place < r->size && !read_at(r->fd, head, HEAD, place);) {
        uint64_t n = al_riff_u32(head + 4);
        if (r->wide && memcmp(head, "data", 4) == 0)
            n = r->data;
        if (n > r->size - place)
            return -1;
        if (memcmp(head, id, 4) == 0) {
            *at = place + HEAD;
            *size = n;
            return 0;
        }
        place += HEAD + n + n % 2;
    }
    return -1;
}
