#include "audio/av_lib.h"

#ifdef AL_HAVE_AV

#include <stddef.h>

#include "base/library.h"

#define SO(name, major) "lib" name ".so." AV_STRINGIFY(major)

int al_av_load(al_av *f, aloud_error *err)
{
#define X(name) { #name, offsetof(al_av, name) },
    static const al_symbol of_format[] = { AL_AV_FORMAT(X) }, of_codec[] = { AL_AV_CODEC(X) }, of_util[] = { AL_AV_UTIL(X) };
#undef X
    /* What their structures look like changes with the first number of the version: no other will do. */
    static const char *const util[] = { SO("avutil", LIBAVUTIL_VERSION_MAJOR), NULL },
                      *const codec[] = { SO("avcodec", LIBAVCODEC_VERSION_MAJOR), NULL },
                      *const format[] = { SO("avformat", LIBAVFORMAT_VERSION_MAJOR), NULL };
    int status = al_library_load(util, of_util, sizeof of_util / sizeof *of_util, f, ALOUD_ERROR_OUTPUT, err);
    if (!status)
        status = al_library_load(codec, of_codec, sizeof of_codec / sizeof *of_codec, f, ALOUD_ERROR_OUTPUT, err);
    if (!status)
        status = al_library_load(format, of_format, sizeof of_format / sizeof *of_format, f, ALOUD_ERROR_OUTPUT, err);
    if (!status)
        f->av_log_set_level(AV_LOG_QUIET);
    return status;
}

#else

/* A file must have something in it. */
typedef int al_av_is_not_built;

#endif
