#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

/* Forms that are a document each; of the others one may follow another. */
static bool is_document(const char *format)
{
    return format && (strcmp(format, "json") == 0 || strcmp(format, "ssml") == 0 || strcmp(format, "pls") == 0);
}

static int print_script(cli *c, const char *file, const aloud_entry *entry, const aloud_article *article, aloud_script *script,
                        void *user)
{
    aloud_error err = { .status = ALOUD_ERROR_USAGE };
    (void)article;
    (void)user;
    if (entry->picked > 1 && is_document(c->format)) {
        snprintf(err.text, sizeof err.text, "is a feed of %d entries, and %.20s is of one; name it with --entry N", entry->count,
                 c->format);
        return complain(file, &err);
    }
    warn(c, file, script, false);
    if (c->names) {
        print_entry(c, entry);
        return print_names(c, file, script);
    }
    if (c->entries++)
        to_stdout(NULL, "\n", 1);
    return aloud_script_write(script, c->format, to_stdout, NULL, &err) ? complain(NULL, &err) : 0;
}

int run_script(cli *c)
{
    return each_article(c, c->operands[0], true, print_script, NULL);
}
