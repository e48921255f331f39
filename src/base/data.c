#include "base/data.h"

#include "base/file.h"
#include "base/grow.h"

#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef ALOUD_DATADIR
#define ALOUD_DATADIR "/usr/local/share/aloud"
#endif

static int is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int al_data_folder(al_buf *out, aloud_error *err)
{
    const char *given = getenv("ALOUD_DATA");
    if (given && *given) {
        if (!is_folder(given))
            return al_fail(err, ALOUD_ERROR_ENGINE, "ALOUD_DATA=%s is not a folder; unset it or name aloud's voices folder",
                           given);
        al_buf_add_string(out, given);
        return out->failed ? al_fail_memory(err) : 0;
    }
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 32);
    for (int up = 0; n > 0 && up < 4; up++) {
        /* build/aloud and build/asan/tests/unit both find the tree's voices/. */
        while (n > 0 && self[n - 1] != '/')
            n--;
        if (n <= 0)
            break;
        strcpy(self + n, "voices/en/phrases.ini");
        if (access(self, R_OK) == 0) {
            al_buf_add(out, self, (size_t)n + 6);
            return out->failed ? al_fail_memory(err) : 0;
        }
        n--;
    }
    if (!is_folder(ALOUD_DATADIR))
        return al_fail(err, ALOUD_ERROR_ENGINE, "no voices: %s is missing; install aloud or set ALOUD_DATA",
                       ALOUD_DATADIR);
    al_buf_add_string(out, ALOUD_DATADIR);
    return out->failed ? al_fail_memory(err) : 0;
}

typedef struct ini_state {
    al_data_line *each;
    void *user;
    int stopped;
    long line, overlong;  /* line being read; first line too long for the parser, or 0 */
    const char *at, *end; /* of the file's bytes, for the reader below */
} ini_state;

/* One line at a time for the parser, which would silently split a line longer than its buffer. */
static char *next_line(char *into, int room, void *stream)
{
    ini_state *s = stream;
    if (s->at == s->end || s->overlong)
        return NULL;
    const char *stop = memchr(s->at, '\n', (size_t)(s->end - s->at));
    size_t n = (size_t)((stop ? stop + 1 : s->end) - s->at);
    s->line++;
    if (n > (size_t)room - 1) {
        s->overlong = s->line;
        return NULL;
    }
    memcpy(into, s->at, n);
    into[n] = '\0';
    s->at += n;
    return into;
}

static int take(void *user, const char *section, const char *key, const char *value)
{
    ini_state *s = user;
    if (!s->stopped)
        s->stopped = s->each(s->user, s->line, section, key, value);
    return s->stopped == 0;
}

int al_data_file(const char *path, al_buf *out, aloud_error *err)
{
    if (access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
        return 1;
    aloud_error why;
    int status = al_file_read(path, out, &why);
    return status ? al_fail(err, status == ALOUD_ERROR_MEMORY ? status : ALOUD_ERROR_ENGINE, "%s %s", path, why.text) : 0;
}

int al_data_lines(const char *path, al_buf *text, al_data_line *each, void *user, aloud_error *err)
{
    const char *bytes = al_buf_string(text);
    ini_state s = { .each = each, .user = user, .at = bytes, .end = bytes + text->size };
    int line = ini_parse_stream(next_line, &s, take, &s);
    if (s.stopped < 0)
        return s.stopped;
    if (line == -2)
        return al_fail_memory(err);
    if (s.overlong)
        return al_fail_at(err, ALOUD_ERROR_ENGINE, s.overlong, "%s:%ld: line too long; 190 bytes is the most", path,
                          s.overlong);
    if (line > 0 && !s.stopped)
        return al_fail_at(err, ALOUD_ERROR_ENGINE, line, "%s:%d: neither [section] nor key = value", path, line);
    return 0;
}

int al_data_ini(const char *path, al_data_line *each, void *user, aloud_error *err)
{
    al_buf text;
    al_buf_init(&text, AL_DATA_LIMIT);
    int status = al_data_file(path, &text, err);
    if (!status)
        status = al_data_lines(path, &text, each, user, err);
    al_buf_release(&text);
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int al_data_list(const char *folder, const char *suffix, al_data_name *each, void *user, aloud_error *err)
{
    DIR *d = opendir(folder);
    if (!d)
        return 0;
    char **names = NULL;
    size_t count = 0, room = 0, tail = strlen(suffix);
    int status = 0;
    for (struct dirent *e; !status && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (e->d_name[0] == '.' || n < tail || strcmp(e->d_name + n - tail, suffix) != 0)
            continue;
        if (!al_grow(&names, &room, count, sizeof *names)) {
            status = al_fail_memory(err);
            break;
        }
        names[count] = strdup(e->d_name);
        if (!names[count])
            status = al_fail_memory(err);
        else
            count++;
    }
    closedir(d);
    if (count)
        qsort(names, count, sizeof *names, by_bytes);
    for (size_t i = 0; i < count && !status; i++)
        status = each(user, names[i]);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return status;
}
