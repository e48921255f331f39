#include "audio/loudness.h"

#include <ebur128.h>
#include <stdbool.h>

#include "base/library.h"

#define FUNCTIONS(X) X(ebur128_init) X(ebur128_destroy) X(ebur128_add_frames_short) X(ebur128_loudness_global)

typedef struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
} functions;

int al_loudness_measure(const int16_t *frames, size_t count, int rate, double *lufs, aloud_error *err)
{
    static const char *const files[] = { "libebur128.so.1", "libebur128.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(functions, name) },
        FUNCTIONS(X)
#undef X
    };
    functions f;
    int status = al_library_load(files, symbols, sizeof symbols / sizeof *symbols, &f, ALOUD_ERROR_OUTPUT, err);
    if (status)
        return status;
    ebur128_state *s = f.ebur128_init(1, (unsigned long)rate, EBUR128_MODE_I);
    if (!s)
        return al_fail_memory(err);
    bool bad = f.ebur128_add_frames_short(s, frames, count) || f.ebur128_loudness_global(s, lufs);
    f.ebur128_destroy(&s);
    return bad ? al_fail_memory(err) : 0;
}
