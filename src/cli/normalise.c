#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* Line by line as they come; a line is out before the next is waited for when a person is at the other end. */
static int filter(aloud_normaliser *n)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    int status = 0;
    aloud_error err;
    while (!status && !stopping && (size = getline(&line, &room, stdin)) >= 0) {
        size_t text = (size_t)size - (size && line[size - 1] == '\n');
        if (aloud_normalise(n, line, text, to_stdout, NULL, &err))
            status = complain(NULL, &err);
        else if (putchar('\n') == EOF)
            break; /* told by main */
    }
    free(line);
    if (!status && ferror(stdin)) {
        fprintf(stderr, "aloud: standard input cannot be read: %s\n", strerror(errno));
        status = EXIT_INPUT;
    }
    return status;
}

int run_normalise(cli *c)
{
    if (c->count > 0) {
        fprintf(stderr, "aloud: normalise takes no operand; it reads standard input, -l LANG names the language\n");
        return EXIT_USAGE;
    }
    aloud_normaliser *n;
    aloud_error err;
    if (aloud_normaliser_new(c->language, &n, &err))
        return complain(NULL, &err);
    int status = filter(n);
    aloud_normaliser_free(n);
    return status;
}
