#include "pack/zip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/file.h"
#include "base/grow.h"
#include "base/library.h"

/* Midnight of 1 January 1980, the first moment that an archive can hold (APPNOTE.TXT, section 4.4.6). */
enum { TIME = 0, DATE = 1 << 5 | 1 };

#define FUNCTIONS(X)                                                                                                   \
    X(zip_source_function_create) X(zip_source_make_command_bitmap) X(zip_source_buffer_create) X(zip_source_file_create) \
    X(zip_source_free) X(zip_open_from_source) X(zip_close) X(zip_discard) X(zip_file_add) X(zip_file_set_dostime)     \
    X(zip_file_set_external_attributes) X(zip_set_file_compression) X(zip_get_error) X(zip_error_strerror) X(zip_error_fini)

struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
};

struct al_zipper {
    struct functions f;
    zip_t *archive;
    al_file file;    /* what libzip writes goes here, so that a killed run and a full disk are as with every other file */
    al_buf *kept;    /* the files' bytes, which libzip reads at the end */
    size_t count, room;
    int why[2];      /* what the source last failed with, as libzip has it: its own code and errno */
};

static int load(struct functions *f, aloud_error *err)
{
    static const char *const files[] = { "libzip.so.4", "libzip.so.5", "libzip.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(struct functions, name) },
        FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_OUTPUT, err);
}

/* ---- the file that libzip writes ---------------------------------------------------------------------------------- */

static zip_int64_t failed(al_zipper *z, int code, int system)
{
    z->why[0] = code;
    z->why[1] = system;
    return -1;
}

static zip_int64_t write_all(al_zipper *z, const char *bytes, zip_uint64_t size)
{
    for (zip_uint64_t done = 0; done < size;) {
        ssize_t n = write(z->file.fd, bytes + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return failed(z, ZIP_ER_WRITE, n < 0 ? errno : ENOSPC);
        done += (zip_uint64_t)n;
    }
    return (zip_int64_t)size;
}

static zip_int64_t seek(al_zipper *z, const void *data)
{
    const zip_source_args_seek_t *a = data;
    return lseek(z->file.fd, a->offset, a->whence) < 0 ? failed(z, ZIP_ER_SEEK, errno) : 0;
}

/* A zip_source_callback; the archive is never read, only written. */
static zip_int64_t serve(void *user, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    al_zipper *z = user;
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return z->f.zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                                   ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                                   ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_COMMIT_WRITE,
                                                   ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE,
                                                   ZIP_SOURCE_REMOVE, -1);
    case ZIP_SOURCE_STAT: /* there is none yet */
        return failed(z, ZIP_ER_READ, ENOENT);
    case ZIP_SOURCE_ERROR:
        memcpy(data, z->why, sizeof z->why);
        return sizeof z->why;
    case ZIP_SOURCE_WRITE: return write_all(z, data, size);
    case ZIP_SOURCE_SEEK_WRITE: return seek(z, data);
    case ZIP_SOURCE_TELL_WRITE: return lseek(z->file.fd, 0, SEEK_CUR);
    case ZIP_SOURCE_FREE: case ZIP_SOURCE_BEGIN_WRITE: case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE: case ZIP_SOURCE_REMOVE: return 0;
    default: return failed(z, ZIP_ER_OPNOTSUPP, 0);
    }
}

/* ---- the archive -------------------------------------------------------------------------------------------------- */

static int complain(al_zipper *z, zip_error_t *why, aloud_error *err)
{
    if (why->zip_err == ZIP_ER_MEMORY)
        return al_fail_memory(err);
    return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", z->file.path,
                   why->sys_err ? strerror(why->sys_err) : z->f.zip_error_strerror(why));
}

static int open_archive(al_zipper *z, aloud_error *err)
{
    zip_error_t why = { 0 };
    zip_source_t *source = z->f.zip_source_function_create(serve, z, &why);
    z->archive = source ? z->f.zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &why) : NULL;
    int status = z->archive ? 0 : complain(z, &why, err);
    if (source && !z->archive)
        z->f.zip_source_free(source);
    z->f.zip_error_fini(&why);
    return status;
}

int al_zipper_begin(const char *path, al_zipper **out, aloud_error *err)
{
    al_zipper *z = calloc(1, sizeof *z);
    if (!z)
        return al_fail_memory(err);
    z->file.fd = -1;
    int status = load(&z->f, err);
    if (!status)
        status = al_file_begin(&z->file, path, err);
    if (!status)
        status = open_archive(z, err);
    if (status)
        al_zipper_abandon(z);
    else
        *out = z;
    return status;
}

/* Takes the source, NULL where it could not be made. */
static int add(al_zipper *z, const char *name, zip_source_t *source, bool stored, aloud_error *err)
{
    zip_int64_t at = source ? z->f.zip_file_add(z->archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0 || z->f.zip_file_set_dostime(z->archive, (zip_uint64_t)at, TIME, DATE, 0) < 0 ||
        z->f.zip_file_set_external_attributes(z->archive, (zip_uint64_t)at, 0, ZIP_OPSYS_DOS, 0) < 0 ||
        z->f.zip_set_file_compression(z->archive, (zip_uint64_t)at, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) < 0) {
        int status = complain(z, z->f.zip_get_error(z->archive), err);
        if (source && at < 0)
            z->f.zip_source_free(source);
        return status;
    }
    return 0;
}

int al_zipper_put(al_zipper *z, const char *name, al_buf *bytes, bool stored, aloud_error *err)
{
    if (bytes->failed || !al_grow(&z->kept, &z->room, z->count, sizeof *z->kept)) {
        al_buf_release(bytes);
        return al_fail_memory(err);
    }
    z->kept[z->count++] = *bytes;
    al_buf_init(bytes, bytes->limit);
    const al_buf *own = &z->kept[z->count - 1];
    zip_error_t why = { 0 };
    zip_source_t *source = z->f.zip_source_buffer_create(own->data, own->size, 0, &why);
    if (!source) {
        int status = complain(z, &why, err);
        z->f.zip_error_fini(&why);
        return status;
    }
    return add(z, name, source, stored, err);
}

int al_zipper_copy(al_zipper *z, const char *name, const char *path, aloud_error *err)
{
    zip_error_t why = { 0 };
    zip_source_t *source = z->f.zip_source_file_create(path, 0, -1, &why);
    if (!source) {
        int status = complain(z, &why, err);
        z->f.zip_error_fini(&why);
        return status;
    }
    return add(z, name, source, true, err);
}

int al_zipper_finish(al_zipper *z, aloud_error *err)
{
    int status = 0;
    if (z->f.zip_close(z->archive) < 0)
        status = complain(z, z->f.zip_get_error(z->archive), err);
    else
        z->archive = NULL;
    if (!status)
        status = al_file_commit(&z->file, err);
    al_zipper_abandon(z);
    return status;
}

void al_zipper_abandon(al_zipper *z)
{
    if (z && z->archive)
        z->f.zip_discard(z->archive);
    if (!z)
        return;
    al_file_abandon(&z->file);
    while (z->count)
        al_buf_release(&z->kept[--z->count]);
    free(z->kept);
    free(z);
}
