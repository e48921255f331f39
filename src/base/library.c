#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

int al_library_load(const char *const *files, const al_symbol *symbols, size_t count, void *table, int failed,
                    aloud_error *err)
{
    void *library = NULL;
    for (size_t i = 0; files[i] && !library; i++)
        library = dlopen(files[i], RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (!library)
        return al_fail(err, failed, "needs the library %s; install it", files[0]);
    int status = 0;
    for (size_t i = 0; i < count && !status; i++) {
        void *function = dlsym(library, symbols[i].name);
        if (function)
            memcpy((char *)table + symbols[i].at, &function, sizeof function);
        else
            status = al_fail(err, failed, "needs a newer %s (it has no %s)", files[0], symbols[i].name);
    }
    dlclose(library); /* it stays: only the count of its users goes down */
    return status;
}
