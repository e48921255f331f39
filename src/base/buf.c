#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void al_buf_init(al_buf *b, size_t limit)
{
    *b = (al_buf){ .limit = limit };
}

void al_buf_release(al_buf *b)
{
    free(b->data);
    *b = (al_buf){ .limit = b->limit };
}

/* Room for `more` bytes and the NUL. */
static bool reserve(al_buf *b, size_t more)
{
    if (b->failed || more > b->limit || b->size > b->limit - more || b->size > SIZE_MAX / 2 - more - 1) {
        b->failed = true;
        return false;
    }
    size_t need = b->size + more + 1;
    if (need <= b->room)
        return true;
    size_t room = b->room ? b->room : 64;
    while (room < need)
        room *= 2;
    char *data = realloc(b->data, room);
    if (!data) {
        b->failed = b->starved = true;
        return false;
    }
    b->data = data;
    b->room = room;
    return true;
}

void al_buf_add(al_buf *b, const void *bytes, size_t size)
{
    if (!reserve(b, size))
        return;
    if (size)
        memcpy(b->data + b->size, bytes, size);
    b->size += size;
    b->data[b->size] = '\0';
}

void al_buf_add_string(al_buf *b, const char *string)
{
    al_buf_add(b, string, strlen(string));
}

void al_buf_add_byte(al_buf *b, char byte)
{
    al_buf_add(b, &byte, 1);
}

void al_buf_add_code_point(al_buf *b, unsigned c)
{
    char u[4];
    size_t n;
    if (c < 0x80) {
        u[0] = (char)c;
        n = 1;
    } else if (c < 0x800) {
        u[0] = (char)(0xC0 | c >> 6);
        u[1] = (char)(0x80 | (c & 0x3F));
        n = 2;
    } else if (c < 0x10000) {
        u[0] = (char)(0xE0 | c >> 12);
        u[1] = (char)(0x80 | (c >> 6 & 0x3F));
        u[2] = (char)(0x80 | (c & 0x3F));
        n = 3;
    } else {
        u[0] = (char)(0xF0 | c >> 18);
        u[1] = (char)(0x80 | (c >> 12 & 0x3F));
        u[2] = (char)(0x80 | (c >> 6 & 0x3F));
        u[3] = (char)(0x80 | (c & 0x3F));
        n = 4;
    }
    al_buf_add(b, u, n);
}

void al_buf_printf(al_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        b->failed = true;
    else if (reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->size, (size_t)n + 1, format, again);
        b->size += (size_t)n;
    }
    va_end(again);
}

void al_buf_cut(al_buf *b, size_t size)
{
    if (size >= b->size)
        return;
    b->size = size;
    b->data[size] = '\0';
}

const char *al_buf_string(const al_buf *b)
{
    return b->data ? b->data : "";
}
