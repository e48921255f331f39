#include "read/epub_zip.h"

#include <libxml/uri.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/library.h"

enum { MOST_ENTRIES = 65536, MOST_FILE = 24 << 20, MOST_ALL = 64 << 20, MOST_RATIO = 200, SMALL = 1 << 20, MOST_NAME = 4096 };

/* libzip is loaded when a book is read: with what it needs itself it would be a third of the program's start. */
#define FUNCTIONS(X)                                                                                                   \
    X(zip_source_buffer_create) X(zip_source_free) X(zip_open_from_source) X(zip_discard) X(zip_get_num_entries)       \
    X(zip_name_locate) X(zip_stat_index) X(zip_fopen_index) X(zip_fread) X(zip_fclose) X(zip_error_fini)

struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
};

struct al_zip {
    struct functions f;
    zip_t *archive;
    size_t read; /* bytes in all */
};

static int load(struct functions *f, aloud_error *err)
{
    static const char *const files[] = { "libzip.so.4", "libzip.so.5", "libzip.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(struct functions, name) },
        FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_INPUT, err);
}

static int open_archive(al_zip *z, const char *bytes, size_t size, aloud_error *err)
{
    zip_error_t why = { 0 };
    zip_source_t *source = z->f.zip_source_buffer_create(bytes, size, 0, &why);
    z->archive = source ? z->f.zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (source && !z->archive)
        z->f.zip_source_free(source);
    bool memory = !z->archive && why.zip_err == ZIP_ER_MEMORY;
    z->f.zip_error_fini(&why);
    if (!z->archive)
        return memory ? al_fail_memory(err)
                      : al_fail(err, ALOUD_ERROR_INPUT, "is a damaged or cut off ZIP archive; get the book again");
    if (z->f.zip_get_num_entries(z->archive, 0) > MOST_ENTRIES)
        return al_fail(err, ALOUD_ERROR_INPUT, "holds more than %d files; that is no book", MOST_ENTRIES);
    return 0;
}

int al_zip_open(const char *bytes, size_t size, al_zip **out, aloud_error *err)
{
    al_zip *z = calloc(1, sizeof *z);
    if (!z)
        return al_fail_memory(err);
    int status = load(&z->f, err);
    if (!status)
        status = open_archive(z, bytes, size, err);
    if (status)
        al_zip_close(z);
    else
        *out = z;
    return status;
}

void al_zip_close(al_zip *z)
{
    if (z && z->archive)
        z->f.zip_discard(z->archive);
    free(z);
}

/* What the archive says of the file, before it is unpacked. */
static int check(const zip_stat_t *st, const char *name, aloud_error *err)
{
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
        return al_fail(err, ALOUD_ERROR_INPUT, "%.100s in it is encrypted; aloud reads only books that are not", name);
    if (!(st->valid & ZIP_STAT_SIZE) || !(st->valid & ZIP_STAT_COMP_SIZE))
        return 0;
    if (st->size > MOST_FILE)
        return al_fail(err, ALOUD_ERROR_INPUT, "%.100s in it is larger than %d MiB; that is no chapter", name, MOST_FILE >> 20);
    if (st->size > SMALL && st->size / MOST_RATIO > st->comp_size)
        return al_fail(err, ALOUD_ERROR_INPUT, "%.100s in it unpacks to more than %d times its size; that is no text", name,
                       MOST_RATIO);
    return 0;
}

static int unpack(al_zip *z, zip_file_t *file, const char *name, al_buf *out, aloud_error *err)
{
    char block[32768];
    size_t size = 0;
    zip_int64_t n;
    while ((n = z->f.zip_fread(file, block, sizeof block)) > 0) {
        size += (size_t)n;
        z->read += (size_t)n;
        if (size > MOST_FILE || z->read > MOST_ALL)
            return al_fail(err, ALOUD_ERROR_INPUT, "%.100s in it is larger than the text of a book can be", name);
        al_buf_add(out, block, (size_t)n);
        if (out->failed)
            return al_fail_memory(err);
    }
    return n < 0 ? al_fail(err, ALOUD_ERROR_INPUT, "%.100s in it is damaged; get the book again", name) : 0;
}

int al_zip_read(al_zip *z, const char *name, al_buf *out, aloud_error *err)
{
    zip_stat_t st;
    zip_int64_t index = z->f.zip_name_locate(z->archive, name, ZIP_FL_ENC_GUESS);
    if (index < 0 || z->f.zip_stat_index(z->archive, (zip_uint64_t)index, 0, &st) < 0)
        return 1;
    int status = check(&st, name, err);
    if (status)
        return status;
    zip_file_t *file = z->f.zip_fopen_index(z->archive, (zip_uint64_t)index, 0);
    if (!file)
        return al_fail(err, ALOUD_ERROR_INPUT, "%.100s in it cannot be unpacked; get the book again", name);
    status = unpack(z, file, name, out, err);
    z->f.zip_fclose(file);
    return status;
}

/* Take the last part of a path off; false when there is none. */
static bool go_up(al_buf *path, size_t start)
{
    size_t n = path->size;
    if (n == start)
        return false;
    n--; /* the slash at its end */
    while (n > start && path->data[n - 1] != '/')
        n--;
    al_buf_cut(path, n);
    return true;
}

static bool append_parts(const char *path, size_t start, al_buf *out)
{
    while (*path) {
        size_t n = strcspn(path, "/");
        bool last = !path[n];
        if (n == 2 && memcmp(path, "..", 2) == 0) {
            if (!go_up(out, start))
                return false;
        } else if (n && !(n == 1 && *path == '.')) {
            al_buf_add(out, path, n);
            if (!last)
                al_buf_add_byte(out, '/');
        }
        path += n + !last;
    }
    return !out->failed && out->size > start;
}

bool al_zip_resolve(const char *base, const char *href, al_buf *out)
{
    size_t n = strcspn(href, "#?"), start = out->size, colon = strcspn(href, ":/?#");
    if (n > MOST_NAME || strlen(base) > MOST_NAME || href[0] == '/' || href[0] == '\\' || href[colon] == ':')
        return false;
    if (n == 0) {
        al_buf_add_string(out, base);
        return !out->failed;
    }
    char *path = xmlURIUnescapeString(href, (int)n, NULL);
    const char *folder = strrchr(base, '/');
    if (folder)
        al_buf_add(out, base, (size_t)(folder - base) + 1);
    bool inside = path && append_parts(path, start, out);
    xmlFree(path);
    if (!inside)
        al_buf_cut(out, start);
    return inside;
}
