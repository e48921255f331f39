#include "lib/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/wav.h"
#include "base/file.h"
#include "base/text.h"
#include "lib/digest.h"

enum { SLUG = 80 /* bytes */, OPENING = 3 /* paragraphs that tell an article from another of its name */ };

static void opening(const al_script *s, char out[33])
{
    al_digest d;
    al_digest_init(&d);
    al_digest_string(&d, s->title);
    int paragraphs = 0;
    for (size_t i = 0; i < s->item_count && paragraphs < OPENING; i++)
        if (s->items[i].role == AL_ROLE_PARAGRAPH) {
            al_digest_string(&d, s->items[i].text);
            paragraphs++;
        }
    al_digest_text(&d, out);
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

/* Remove the files of the article that the folder held before. */
static void clear(al_folder *f)
{
    while (f->record.count) {
        al_buf path;
        al_buf_init(&path, 1 << 16);
        al_folder_path(f, f->record.chapters[0].file, &path);
        if (!path.failed)
            unlink(path.data);
        al_buf_release(&path);
        al_record_drop(&f->record, 0);
    }
}

static int check_owner(al_folder *f, const al_script *s, bool force, aloud_error *err)
{
    const char *path = al_buf_string(&f->path);
    char mine[33];
    opening(s, mine);
    int status = al_record_load(path, &f->record, err);
    if (status < 0 && !force)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s: its .aloud.json is damaged; use --force or remove the folder",
                       path);
    if (status == 0) {
        bool same = strcmp(f->record.opening, mine) == 0 ||
                    (strcmp(f->record.source, s->source) == 0 && strcmp(f->record.source, "article") != 0);
        if (!same && !force)
            return al_fail(err, ALOUD_ERROR_OUTPUT,
                           "folder %s holds another article of this title; choose another with -o, or use --force", path);
        if (!same)
            clear(f);
    } else {
        int some = contents(path);
        if (some < 0 || (some && !force))
            return al_fail(err, ALOUD_ERROR_OUTPUT, "%s %s; choose another folder with -o%s", path,
                           some < 0 ? "is not a folder that can be read" : "holds files that aloud did not make",
                           some < 0 ? "" : ", or use --force");
    }
    status = al_record_set(&f->record.title, s->title, err);
    if (!status)
        status = al_record_set(&f->record.source, s->source, err);
    return status ? status : al_record_set(&f->record.opening, mine, err);
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

int al_folder_make(al_folder *f, aloud_error *err)
{
    const char *path = al_buf_string(&f->path);
    if (f->lock >= 0)
        return 0;
    struct stat st;
    f->made = stat(path, &st) < 0;
    char *slash = strrchr(path, '/');
    if (f->made && slash && slash > path) {
        *slash = '\0';
        f->made_parent = stat(path, &st) < 0;
        *slash = '/';
    }
    int status = al_file_mkdirs(path, err);
    if (status)
        return status;
    f->lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->lock < 0)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s cannot be opened: %s", path, strerror(errno));
    if (flock(f->lock, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "folder %s is being written by another run; wait for it or stop it", path);
    al_file_sweep(path);
    return 0;
}

void al_folder_close(al_folder *f)
{
    if (f->lock >= 0)
        close(f->lock);
    char *path = f->path.data;
    if (f->made && path && rmdir(path) == 0 && f->made_parent) {
        *strrchr(path, '/') = '\0';
        rmdir(path);
    }
    al_buf_release(&f->path);
    al_record_release(&f->record);
    *f = (al_folder){ .lock = -1 };
}

void al_folder_name(const al_script *s, size_t index, al_buf *out)
{
    int wide = s->chapter_count > 999 ? 4 : s->chapter_count > 99 ? 3 : 2;
    al_buf_printf(out, "%0*zu-", wide, index + 1);
    al_text_slug(out, s->chapters[index].title, SLUG);
    al_buf_add_string(out, ".wav");
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
    uint64_t frames;
    int rate;
    bool stands = !path.failed && al_wav_inspect(path.data, &frames, &rate, NULL) == 0 && frames == c->frames &&
                  rate == f->record.rate;
    al_buf_release(&path);
    return stands;
}

int al_folder_prune(al_folder *f, const al_script *s, aloud_error *err)
{
    for (size_t i = f->record.count; i-- > 0;) {
        const al_record_chapter *c = &f->record.chapters[i];
        al_buf name, path;
        al_buf_init(&name, 1 << 16);
        al_buf_init(&path, 1 << 16);
        if ((size_t)c->number <= s->chapter_count)
            al_folder_name(s, (size_t)c->number - 1, &name);
        al_folder_path(f, c->file, &path);
        bool gone = strcmp(al_buf_string(&name), c->file) != 0, failed = name.failed || path.failed;
        if (gone && !failed) {
            unlink(path.data);
            al_record_drop(&f->record, i);
        }
        al_buf_release(&name);
        al_buf_release(&path);
        if (failed)
            return al_fail_memory(err);
    }
    return 0;
}
