#include <stdio.h>

#include "cli/cli.h"

static int print_voice(void *user, const aloud_voice *v)
{
    (void)user;
    printf("%-24s %-10s %s\n", v->name, v->language, v->description);
    return 0;
}

int run_voices(cli *c)
{
    aloud_error err;
    if (c->count > 0) {
        fprintf(stderr, "aloud: voices takes no operand; -l LANG picks a language\n");
        return EXIT_USAGE;
    }
    return aloud_voices(c->language, c->options, print_voice, NULL, &err) ? complain(NULL, &err) : 0;
}
