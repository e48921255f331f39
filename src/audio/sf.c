#include "audio/sf.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/library.h"

int al_sf_load(al_sf *f, int failed, aloud_error *err)
{
    static const char *const files[] = { "libsndfile.so.1", "libsndfile.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(al_sf, name) },
        AL_SF_FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, failed, err);
}

static sf_count_t file_length(void *user)
{
    al_sf_file *f = user;
    struct stat st;
    return fstat(f->file.fd, &st) < 0 ? -1 : st.st_size;
}

static sf_count_t seek_file(sf_count_t to, int whence, void *user)
{
    al_sf_file *f = user;
    return lseek(f->file.fd, to, whence);
}

static sf_count_t tell_file(void *user)
{
    return seek_file(0, SEEK_CUR, user);
}

static sf_count_t read_file(void *into, sf_count_t size, void *user)
{
    al_sf_file *f = user;
    ssize_t n;
    do
        n = read(f->file.fd, into, (size_t)size);
    while (n < 0 && errno == EINTR);
    if (n < 0 && !f->why)
        f->why = errno;
    return n < 0 ? 0 : n;
}

/* The library hears of no failure, for it would leave what it has allocated lying about: whoever uses it looks at `why`. */
static sf_count_t write_file(const void *bytes, sf_count_t size, void *user)
{
    al_sf_file *f = user;
    sf_count_t done = 0;
    while (done < size && !f->why) {
        ssize_t n = write(f->file.fd, (const char *)bytes + done, (size_t)(size - done));
        if (n > 0)
            done += n;
        else if (n == 0 || errno != EINTR)
            f->why = n == 0 ? ENOSPC : errno;
    }
    return size;
}

SF_VIRTUAL_IO al_sf_io(void)
{
    return (SF_VIRTUAL_IO){ file_length, seek_file, read_file, write_file, tell_file };
}

int al_sf_tag(const al_sf *f, SNDFILE *to, const char *path, const al_audio_tags *t, aloud_error *err)
{
    char track[16];
    snprintf(track, sizeof track, "%d", t->track);
    const struct { int type; const char *value; } tags[] = {
        { SF_STR_TITLE, t->title }, { SF_STR_ALBUM, t->album }, { SF_STR_ARTIST, t->artist }, { SF_STR_DATE, t->date },
        { SF_STR_COMMENT, t->comment }, { SF_STR_TRACKNUMBER, t->track > 0 ? track : NULL },
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i].value && *tags[i].value && f->sf_set_string(to, tags[i].type, tags[i].value) != 0)
            return al_fail(err, ALOUD_ERROR_OUTPUT, "%s: its metadata cannot be written: %s", path,
                           f->sf_strerror(to));
    return 0;
}
