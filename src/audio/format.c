#include "audio/format.h"

#include <string.h>

static const al_format formats[] = {
    { "wav", ".wav", "audio/wav", "exact and large, played by everything", &al_coder_wav },
    { "flac", ".flac", "audio/flac", "exact, half as large", &al_coder_flac },
    { "ogg", ".ogg", "audio/ogg; codecs=vorbis", "Vorbis, an eighth as large", &al_coder_vorbis },
    { "opus", ".opus", "audio/ogg; codecs=opus", "a tenth as large, for players of today", &al_coder_opus },
    { "mp3", ".mp3", "audio/mpeg", "a fifth as large, played by everything", &al_coder_mp3 },
};

const al_format *al_format_at(size_t index)
{
    return index < sizeof formats / sizeof *formats ? &formats[index] : NULL;
}

const al_format *al_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (!name || strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const al_format *al_format_of(const char *file)
{
    size_t size = strlen(file);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t n = strlen(formats[i].suffix);
        if (size > n && strcmp(file + size - n, formats[i].suffix) == 0)
            return &formats[i];
    }
    return NULL;
}
