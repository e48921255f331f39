#include "cli/cli.h"

int run_script(cli *c)
{
    aloud_script *script;
    aloud_error err;
    int status = open_script(c, c->operands[0], &script);
    if (status)
        return status;
    warn(c, c->operands[0], script, false);
    if (aloud_script_write(script, c->format, to_stdout, NULL, &err))
        status = complain(NULL, &err);
    aloud_script_free(script);
    return status;
}
