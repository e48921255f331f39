/* All voices that can be asked for. */
#ifndef AL_LIB_VOICES_H
#define AL_LIB_VOICES_H

#include "base/error.h"
#include "lib/options.h"

/* After ALOUD_ERROR_USAGE about a voice: add to err->text the names that are near what was asked for, or where to find them. */
void al_voices_suggest(const aloud_options *, const char *data, aloud_error *err);

#endif
