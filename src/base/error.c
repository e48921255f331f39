#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int fill(aloud_error *err, int status, long line, const char *format, va_list args)
{
    if (!err)
        return status;
    err->status = status;
    err->line = line;
    err->column = 0;
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    if (n >= (int)sizeof err->text) {
        /* A cut in the middle of a code point would make the message invalid UTF-8. */
        size_t end = sizeof err->text - 1;
        while (end > 0 && ((unsigned char)err->text[end - 1] & 0xC0) == 0x80)
            end--;
        if (end > 0 && (unsigned char)err->text[end - 1] >= 0xC0)
            end--;
        err->text[end] = '\0';
    }
    for (char *c = err->text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' '; /* one line, and no terminal escapes from a file's name */
    return status;
}

int al_fail(aloud_error *err, int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, 0, format, args);
    va_end(args);
    return status;
}

int al_fail_at(aloud_error *err, int status, long line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, line, format, args);
    va_end(args);
    return status;
}

int al_fail_memory(aloud_error *err)
{
    return al_fail(err, ALOUD_ERROR_MEMORY, "out of memory");
}
