#include "audio/ogg.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { HEAD = 27, SERIAL = 14, CRC = 22, SEGMENTS = 26, LARGEST = HEAD + 255 + 255 * 255 };

static void put_u32(uint8_t *at, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(v >> 8 * i);
}

static void make_table(uint32_t table[256])
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t r = i << 24;
        for (int bit = 0; bit < 8; bit++)
            r = r & 0x80000000 ? r << 1 ^ 0x04c11db7 : r << 1;
        table[i] = r;
    }
}

/* Bytes of the page at the head of `size` bytes; 0 where that is none. */
static size_t page_size(const uint8_t *page, size_t size)
{
    if (size < HEAD || memcmp(page, "OggS", 4) != 0 || size < HEAD + (size_t)page[SEGMENTS])
        return 0;
    size_t n = HEAD + (size_t)page[SEGMENTS];
    for (int i = 0; i < page[SEGMENTS]; i++)
        n += page[HEAD + i];
    return n <= size ? n : 0;
}

int al_ogg_number(int fd, uint32_t serial)
{
    uint8_t page[LARGEST];
    uint32_t table[256];
    make_table(table);
    for (off_t at = 0;;) {
        ssize_t got = pread(fd, page, sizeof page, at);
        if (got <= 0)
            return (int)got;
        size_t n = page_size(page, (size_t)got);
        if (!n) {
            errno = EIO;
            return -1;
        }
        put_u32(page + SERIAL, serial);
        put_u32(page + CRC, 0);
        uint32_t crc = 0;
        for (size_t i = 0; i < n; i++)
            crc = crc << 8 ^ table[(crc >> 24 ^ page[i]) & 0xFF];
        put_u32(page + CRC, crc);
        if (pwrite(fd, page + SERIAL, CRC + 4 - SERIAL, at + SERIAL) != CRC + 4 - SERIAL)
            return -1;
        at += (off_t)n;
    }
}
