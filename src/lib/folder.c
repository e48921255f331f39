#include "lib/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audio/wav.h"
#include "base/file.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lib/packages.h"
#include "lib/timings.h"

enum { SLUG = 80 /* bytes */, OPENING = 3 /* paragraphs that tell an article from another */ };

static void opening(const al_script *s, char out[33])
{
    al_digest d;
    al_digest_init(&d);
    al_digest_string(&d, s->title);
    int told = 0;
    /* Paragraphs, for they are said the same with every option; an article without any is told by whatever it has. */
    for (int any = 0; any < 2 && !told; any++)
        for (size_t i = 0; i < s->item_count && told < OPENING; i++) {
            const al_item *item = &s->items[i];
            if (any ? item->role == AL_ROLE_TITLE || !*item->text : item->role != AL_ROLE_PARAGRAPH)
                continue;
            al_digest_string(&d, item->text);
            told++;
        }
    al_digest_text(&d, out);
}

/* A name for the article that is made of its address, else of how it begins (RFC 9562, section 5.8). */
static int name_article(al_record *r, aloud_error *err)
{
    al_digest d;
    char hex[33], id[64];
    al_digest_init(&d);
    al_digest_string(&d, *r->url ? r->url : r->opening);
    al_digest_text(&d, hex);
    snprintf(id, sizeof id, "urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17, hex + 20);
    return al_record_set(&r->id, id, err);
}

/* The digest of the file that the article was read from, "" where it was none: a pipe gives another article every time. */
static int path_print(const al_script *s, char out[33], aloud_error *err)
{
    struct stat st;
    out[0] = '\0';
    if (strcmp(s->source, "-") == 0 || stat(s->source, &st) < 0 || !S_ISREG(st.st_mode))
        return 0;
    char *whole = realpath(s->source, NULL);
    if (!whole)
        return errno == ENOMEM ? al_fail_memory(err) : 0;
    al_digest d;
    al_digest_init(&d);
    al_digest_string(&d, whole);
    al_digest_text(&d, out);
    free(whole);
    return 0;
}

/* 0 empty but for drafts of a killed run, or missing; 1 something in it, -1 not a folder. */
static int contents(const char *path)
{
    DIR *d = opendir(path);
    if (!d)
        return errno == ENOENT ? 0 : -1;
    int some = 0;
    for (struct dirent *e; !some && (e = readdir(d));)
        some = strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 && !al_file_is_draft(e->d_name);
    closedir(d);
    return some;
}

static bool agree(const char *a, const char *b)
{
    return *a && strcmp(a, b) == 0;
}

/* Look at what the folder holds; the record is then of what stands, under the names of the article that comes. */
static int check_owner(al_folder *f, const al_script *s, bool force, aloud_error *err)
{
    const char *path = al_buf_string(&f->path), *url = s->url ? s->url : "";
    char mine[33], from[33];
    opening(s, mine);
    int status = path_print(s, from, err);
    if (status)
        return status;
    al_record_release(&f->record);
    f->foreign = false;
    status = al_record_load(path, &f->record, err);
    f->recorded = status == 0;
    if (status < 0 && status != ALOUD_ERROR_INPUT)
        return status;
    if (status < 0 && !force)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s: its .aloud.json is damaged; use --force or remove the folder",
                       path);
    if (status == 0) {
        f->foreign = !agree(f->record.opening, mine) && !agree(f->record.url, url) && !agree(f->record.path, from);
        if (f->foreign && !force)
            return al_fail(err, ALOUD_ERROR_OUTPUT,
                           "folder %s holds another article (\"%.100s\"); choose another with -o, or use --force", path,
                           f->record.title);
    } else {
        int some = contents(path);
        if (some < 0 || (some && !force))
            return al_fail(err, ALOUD_ERROR_OUTPUT, "%s %s; choose another folder with -o%s", path,
                           some < 0 ? "is not a folder that can be read" : "holds files that aloud did not make",
                           some < 0 ? "" : ", or use --force");
    }
    status = al_record_set(&f->record.title, s->title, err);
    if (!status)
        status = al_record_set(&f->record.url, url, err);
    if (!status)
        status = al_record_set(&f->record.path, from, err);
    if (!status)
        status = al_record_set(&f->record.opening, mine, err);
    if (!status && (f->foreign || !f->record.id || !*f->record.id))
        status = name_article(&f->record, err);
    return status;
}

int al_folder_open(al_folder *f, const char *parent, const al_script *s, bool force, aloud_error *err)
{
    *f = (al_folder){ .lock = -1 };
    al_record_init(&f->record);
    al_buf_init(&f->path, 1 << 16);
    if (parent)
        al_buf_printf(&f->path, "%s%s", parent, parent[strlen(parent) - 1] == '/' ? "" : "/");
    al_text_slug(&f->path, s->title, SLUG);
    if (f->path.failed)
        return al_fail_memory(err);
    return check_owner(f, s, force, err);
}

static int lock(al_folder *f, aloud_error *err)
{
    const char *path = al_buf_string(&f->path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s cannot be opened: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
        close(fd);
        return al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s is being written by another run; wait for it or stop it", path);
    }
    f->lock = fd;
    return 0;
}

void al_folder_remove(const al_folder *f, const char *file)
{
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_folder_path(f, file, &path);
    if (!path.failed)
        unlink(path.data);
    al_buf_release(&path);
}

/* Remove a recorded chapter, files and all. */
static void drop_chapter(al_folder *f, size_t index)
{
    const al_record_chapter *c = &f->record.chapters[index];
    al_folder_remove(f, c->file);
    al_timings_remove(al_buf_string(&f->path), c->number);
    al_record_drop(&f->record, index);
    f->dirty = true;
}

/* Remove the files of the article that the folder held before. */
static void clear(al_folder *f)
{
    while (f->record.count)
        drop_chapter(f, f->record.count - 1);
    al_packages_remove(f);
    f->foreign = false;
}

int al_folder_make(al_folder *f, const al_script *s, bool force, int rate, aloud_error *err)
{
    char *path = f->path.data, *slash = strrchr(path, '/');
    struct stat st;
    f->made = stat(path, &st) < 0;
    if (f->made && slash && slash > path) {
        *slash = '\0';
        f->made_parent = stat(path, &st) < 0;
        *slash = '/';
    }
    int status = al_file_mkdirs(path, err);
    if (!status)
        status = lock(f, err);
    /* Another run may have been at it since it was looked at without the lock. */
    if (!status)
        status = check_owner(f, s, force, err);
    if (status)
        return status;
    al_file_sweep(path);
    if (f->foreign)
        clear(f);
    f->checked = true;
    f->record.rate = rate;
    f->dirty = true;
    return al_folder_save(f, true, err);
}

int al_folder_save(al_folder *f, bool now, aloud_error *err)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    if (!f->dirty || (!now && t.tv_sec < f->saved))
        return 0;
    int status = al_record_save(al_buf_string(&f->path), &f->record, err);
    clock_gettime(CLOCK_MONOTONIC, &t); /* a slow disk is not kept busy with it */
    f->saved = t.tv_sec + 1;
    f->dirty = status != 0;
    return status;
}

int al_folder_put(al_folder *f, const al_record_chapter *c, aloud_error *err)
{
    const al_record_chapter *was = al_record_find(&f->record, c->number);
    if (was && strcmp(was->file, c->file) != 0)
        al_folder_remove(f, was->file);
    f->dirty = true;
    return al_record_put(&f->record, c, err);
}

void al_folder_close(al_folder *f)
{
    char *path = f->path.data;
    if (f->checked && f->record.count == 0)
        al_record_remove(path);
    bool ours = f->made || (f->checked && f->recorded && f->record.count == 0);
    if (ours && path && rmdir(path) == 0 && f->made_parent) {
        *strrchr(path, '/') = '\0';
        rmdir(path);
    }
    if (f->lock >= 0)
        close(f->lock);
    al_buf_release(&f->path);
    al_record_release(&f->record);
    *f = (al_folder){ .lock = -1 };
}

void al_folder_name(const al_script *s, size_t index, const al_format *format, al_buf *out)
{
    int wide = s->chapter_count > 999 ? 4 : s->chapter_count > 99 ? 3 : 2;
    al_buf_printf(out, "%0*zu-", wide, index + 1);
    al_text_slug(out, s->chapters[index].title, SLUG);
    al_buf_add_string(out, format->suffix);
}

void al_folder_path(const al_folder *f, const char *file, al_buf *out)
{
    al_buf_printf(out, "%s/%s", al_buf_string(&f->path), file);
}

bool al_folder_stands(const al_folder *f, const al_record_chapter *c)
{
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_folder_path(f, c->file, &path);
    /* A name never shows an unfinished file, so one of another size was changed by somebody. */
    struct stat st;
    bool stands = !path.failed && lstat(path.data, &st) == 0 && S_ISREG(st.st_mode) &&
                  (!c->size || (uint64_t)st.st_size == c->size);
    uint64_t frames;
    int rate;
    if (stands && (!c->size || al_format_of(c->file) == al_format_find("wav")))
        stands = al_wav_inspect(path.data, &frames, &rate, NULL) == 0 && frames == c->frames && rate == f->record.rate;
    al_buf_release(&path);
    return stands;
}

bool al_folder_keeps(const al_folder *f, const al_script *s, size_t index, const al_format *format, const char *fingerprint)
{
    const al_record_chapter *c = al_record_find(&f->record, (int)index + 1);
    if (!c || !*fingerprint || strcmp(c->fingerprint, fingerprint) != 0 || !al_folder_stands(f, c))
        return false;
    al_buf name;
    al_buf_init(&name, 1 << 16);
    al_folder_name(s, index, format, &name);
    bool same = !name.failed && strcmp(name.data, c->file) == 0;
    al_buf_release(&name);
    al_timeline t;
    al_timeline_init(&t);
    same = same && al_folder_timeline(f, s, c, &t, NULL) == 0 && t.end == c->frames;
    al_timeline_release(&t);
    return same;
}

int al_folder_timeline(const al_folder *f, const al_script *s, const al_record_chapter *c, al_timeline *out, aloud_error *err)
{
    size_t index = (size_t)c->number - 1;
    if (index >= s->chapter_count)
        return 1;
    uint32_t first = s->items[s->chapters[index].first].id;
    int status = al_timings_load(al_buf_string(&f->path), c->number, c->fingerprint, first, out, err);
    if (!status && !al_timings_fit(out, s, index)) {
        al_timeline_release(out);
        return 1;
    }
    return status;
}

int al_folder_prune(al_folder *f, const al_script *s, aloud_error *err)
{
    for (size_t i = f->record.count; i-- > 0;) {
        const al_record_chapter *c = &f->record.chapters[i];
        al_buf name;
        al_buf_init(&name, 1 << 16);
        const al_format *format = al_format_of(c->file);
        if (format && (size_t)c->number <= s->chapter_count)
            al_folder_name(s, (size_t)c->number - 1, format, &name);
        bool gone = strcmp(al_buf_string(&name), c->file) != 0, failed = name.failed;
        al_buf_release(&name);
        if (failed)
            return al_fail_memory(err);
        if (gone)
            drop_chapter(f, i);
    }
    return 0;
}
