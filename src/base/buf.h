/* A growable string of bytes with a ceiling and a sticky failure, so that callers test once at the end. */
#ifndef AL_BASE_BUF_H
#define AL_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

/* data[size] == 0 whenever data is not NULL; data may be NULL while size is 0. */
typedef struct al_buf {
    char *data;
    size_t size, room;
    size_t limit; /* most bytes it may hold */
    bool failed;  /* an append was refused; what came after it was dropped */
    bool starved; /* it was refused because memory ran out, not because of the limit */
} al_buf;

void al_buf_init(al_buf *, size_t limit);
void al_buf_release(al_buf *);

void al_buf_add(al_buf *, const void *bytes, size_t size);
void al_buf_add_string(al_buf *, const char *string);
void al_buf_add_byte(al_buf *, char byte);
void al_buf_add_code_point(al_buf *, unsigned code_point);
void al_buf_printf(al_buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Cut to `size` bytes; no effect where it is shorter. */
void al_buf_cut(al_buf *, size_t size);

/* The bytes as a string, "" where there are none; valid until the next change. */
const char *al_buf_string(const al_buf *);

#endif
