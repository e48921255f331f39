#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A draft's name ends so; al_file_sweep removes what bears it. */

static int open_input(const char *path, int *fd, aloud_error *err)
{
    if (strcmp(path, "-") == 0) {
        *fd = STDIN_FILENO;
        return 0;
    }
    int f = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    if (f < 0 || fstat(f, &st) < 0) {
        int why = errno;
        if (f >= 0)
            close(f);
        return al_fail(err, ALOUD_ERROR_INPUT, "cannot be read: %s; check the name and its permissions", strerror(why));
    }
    if (S_ISDIR(st.st_mode)) {
        close(f);
        return al_fail(err, ALOUD_ERROR_INPUT, "is a directory; name an article's file in it");
    }
    *fd = f;
    return 0;
}

int al_file_read(const char *path, al_buf *out, aloud_error *err)
{
    int fd = -1, status = open_input(path, &fd, err);
    if (status)
        return status;
    char block[65536];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            status = al_fail(err, ALOUD_ERROR_INPUT, "cannot be read: %s", strerror(errno));
        if (n <= 0)
            break;
        if ((size_t)n > out->limit || out->size > out->limit - (size_t)n) {
            status = al_fail(err, ALOUD_ERROR_INPUT, "is larger than %zu MiB; split it", out->limit >> 20);
            break;
        }
        al_buf_add(out, block, (size_t)n);
        if (out->failed) {
            status = al_fail_memory(err);
            break;
        }
    }
    if (fd != STDIN_FILENO)
        close(fd);
    return status;
}

int al_file_begin(al_file *f, const char *path, aloud_error *err)
{
    size_t n = strlen(path);
    al_file new = { .path = malloc(n + 1), .draft = malloc(n + sizeof AL_FILE_DRAFT), .fd = -1 };
    if (!new.path || !new.draft) {
        free(new.path);
        free(new.draft);
        return al_fail_memory(err);
    }
    memcpy(new.path, path, n + 1);
    memcpy(new.draft, path, n);
    memcpy(new.draft + n, AL_FILE_DRAFT, sizeof AL_FILE_DRAFT);
    /* O_EXCL after unlink: a draft left by a killed run, or a link planted in its place, is never written through. */
    unlink(new.draft);
    new.fd = open(new.draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (new.fd < 0) {
        int status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s; choose another folder with -o", path,
                             strerror(errno));
        free(new.path);
        free(new.draft);
        return status;
    }
    *f = new;
    return 0;
}

int al_file_write(al_file *f, const void *bytes, size_t size, aloud_error *err)
{
    const char *at = bytes;
    while (size) {
        ssize_t n = write(f->fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", f->path, strerror(n < 0 ? errno : ENOSPC));
        at += n;
        size -= (size_t)n;
    }
    return 0;
}

int al_file_write_at(al_file *f, const void *bytes, size_t size, uint64_t at, aloud_error *err)
{
    const char *from = bytes;
    while (size) {
        ssize_t n = pwrite(f->fd, from, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", f->path, strerror(n < 0 ? errno : ENOSPC));
        from += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return 0;
}

static void release(al_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    free(f->draft);
    *f = (al_file){ .fd = -1 };
}

void al_file_abandon(al_file *f)
{
    if (f->draft)
        unlink(f->draft);
    else
        return;
    release(f);
}

int al_file_commit(al_file *f, aloud_error *err)
{
    int why = 0;
    if (fsync(f->fd) < 0 && errno != EINVAL && errno != EROFS)
        why = errno;
    if (close(f->fd) < 0 && !why)
        why = errno;
    f->fd = -1;
    if (!why && rename(f->draft, f->path) < 0)
        why = errno;
    int status = why ? al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s", f->path, strerror(why)) : 0;
    if (why)
        unlink(f->draft);
    release(f);
    return status;
}

int al_file_put(const char *path, const void *bytes, size_t size, aloud_error *err)
{
    al_file f;
    int status = al_file_begin(&f, path, err);
    if (status)
        return status;
    status = al_file_write(&f, bytes, size, err);
    if (status) {
        al_file_abandon(&f);
        return status;
    }
    return al_file_commit(&f, err);
}

int al_file_mkdirs(const char *path, aloud_error *err)
{
    size_t n = strlen(path);
    char *copy = malloc(n + 1);
    if (!copy)
        return al_fail_memory(err);
    memcpy(copy, path, n + 1);
    int status = 0;
    for (size_t i = 1; i <= n && !status; i++) {
        if (copy[i] != '/' && copy[i] != '\0')
            continue;
        char was = copy[i];
        copy[i] = '\0';
        struct stat st;
        int why = mkdir(copy, 0777) < 0 ? errno : 0;
        if (why && (stat(copy, &st) < 0 || !S_ISDIR(st.st_mode)))
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s cannot be made: %s; choose another with -o", copy,
                             strerror(why == EEXIST ? ENOTDIR : why));
        copy[i] = was;
    }
    free(copy);
    return status;
}

int al_file_is_draft(const char *name)
{
    size_t n = strlen(name);
    return n > sizeof AL_FILE_DRAFT - 1 && strcmp(name + n - (sizeof AL_FILE_DRAFT - 1), AL_FILE_DRAFT) == 0;
}

void al_file_sweep(const char *folder)
{
    DIR *d = opendir(folder);
    if (!d)
        return;
    for (struct dirent *e; (e = readdir(d));)
        if (al_file_is_draft(e->d_name))
            unlinkat(dirfd(d), e->d_name, 0);
    closedir(d);
}
