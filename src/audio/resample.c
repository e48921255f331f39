#include "audio/resample.h"

#include <soxr.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/library.h"

#define FUNCTIONS(X) X(soxr_create) X(soxr_process) X(soxr_delete) X(soxr_io_spec) X(soxr_quality_spec)

struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
};

struct al_resampler {
    struct functions f;
    soxr_t soxr;
    double ratio;
    int16_t *frames;
    size_t room;
};

int al_resampler_new(int from, int to, al_resampler **out, aloud_error *err)
{
    static const char *const files[] = { "libsoxr.so.0", "libsoxr.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(struct functions, name) },
        FUNCTIONS(X)
#undef X
    };
    al_resampler *r = calloc(1, sizeof *r);
    if (!r)
        return al_fail_memory(err);
    int status = al_library_load(files, symbols, sizeof symbols / sizeof *symbols, &r->f, ALOUD_ERROR_OUTPUT, err);
    if (status) {
        free(r);
        return status;
    }
    soxr_io_spec_t io = r->f.soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
    io.flags |= SOXR_NO_DITHER; /* it is drawn by lot */
    soxr_quality_spec_t quality = r->f.soxr_quality_spec(SOXR_HQ, 0);
    r->ratio = (double)to / from;
    r->soxr = r->f.soxr_create(from, to, 1, NULL, &io, &quality, NULL);
    if (!r->soxr) {
        al_resampler_free(r);
        return al_fail_memory(err);
    }
    *out = r;
    return 0;
}

void al_resampler_free(al_resampler *r)
{
    if (!r)
        return;
    if (r->soxr)
        r->f.soxr_delete(r->soxr);
    free(r->frames);
    free(r);
}

int al_resampler_run(al_resampler *r, const int16_t *in, size_t count, const int16_t **frames, size_t *made, aloud_error *err)
{
    enum { HELD = 65536 }; /* more than the library holds back */
    size_t need = (size_t)((double)count * r->ratio) + HELD;
    if (need > r->room) {
        int16_t *more = realloc(r->frames, need * sizeof *more);
        if (!more)
            return al_fail_memory(err);
        r->frames = more;
        r->room = need;
    }
    size_t used = 0;
    *made = 0;
    if (r->f.soxr_process(r->soxr, count ? in : NULL, count, &used, r->frames, r->room, made) || used != count)
        return al_fail_memory(err);
    *frames = r->frames;
    return 0;
}
