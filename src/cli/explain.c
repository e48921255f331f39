#include "cli/cli.h"

static int explain(cli *c, const char *file, const aloud_entry *entry, const aloud_article *article, aloud_script *script,
                   void *user)
{
    aloud_error err;
    (void)file;
    (void)script;
    (void)user;
    print_entry(c, entry);
    return aloud_article_explain(article, to_stdout, NULL, &err) ? complain(NULL, &err) : 0;
}

int run_explain(cli *c)
{
    return each_article(c, c->operands[0], false, explain, NULL);
}
