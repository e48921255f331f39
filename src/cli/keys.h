/* Keys of a terminal, and commands on standard input. */
#ifndef ALOUD_CLI_KEYS_H
#define ALOUD_CLI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

enum { KEYS_BUFFER = 512 };

typedef struct keys {
    int fd;          /* -1: nothing to read from */
    bool terminal;   /* keys; else lines */
    bool owned;      /* fd is to be closed */
    bool raw;        /* the terminal gives each key as it is pressed */
    bool over;       /* it has ended */
    char held[KEYS_BUFFER];
    size_t count;    /* bytes read and not taken yet */
} keys;

/* Standard input, or where an article comes from that, the terminal.  Keys are read only in the foreground. */
void keys_open(keys *, bool standard_input_is_taken);
/* The terminal is as it was before. */
void keys_close(keys *);
/* Likewise while the program is stopped, and keys again behind that. */
void keys_suspend(keys *);
void keys_resume(keys *);

/* Take in what there is; does not wait. */
void keys_read(keys *);
/* The next key into name[0..16): a character, "space", "left", "right", "up", "down", "enter", "escape"; false where there is
 * none. */
bool keys_next(keys *, char name[16]);
/* The next line into line[0..KEYS_BUFFER); false where there is none. */
bool keys_line(keys *, char *line);

#endif
