#include "cli/cli.h"

int run_explain(cli *c)
{
    aloud_article *article;
    aloud_error err;
    int status = 0;
    if (aloud_article_read(c->operands[0], c->options, &article, &err))
        return complain(c->operands[0], &err);
    if (aloud_article_explain(article, to_stdout, NULL, &err))
        status = complain(NULL, &err);
    aloud_article_free(article);
    return status;
}
