#include "lib/record.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define NAME ".aloud.json"

void al_record_init(al_record *r)
{
    *r = (al_record){ 0 };
}

static void release_chapter(al_record_chapter *c)
{
    free(c->title);
    free(c->file);
    free(c->fingerprint);
}

static void release_package(al_record_package *p)
{
    free(p->file);
    free(p->fingerprint);
}

void al_record_release(al_record *r)
{
    for (size_t i = 0; i < r->package_count; i++)
        release_package(&r->packages[i]);
    free(r->packages);
    for (size_t i = 0; i < r->count; i++)
        release_chapter(&r->chapters[i]);
    free(r->chapters);
    free(r->title);
    free(r->url);
    free(r->path);
    free(r->opening);
    free(r->id);
    al_record_init(r);
}

int al_record_set(char **field, const char *text, aloud_error *err)
{
    char *copy = strdup(text);
    if (!copy)
        return al_fail_memory(err);
    free(*field);
    *field = copy;
    return 0;
}

al_record_chapter *al_record_find(const al_record *r, int number)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->chapters[i].number == number)
            return &r->chapters[i];
    return NULL;
}

void al_record_drop(al_record *r, size_t index)
{
    release_chapter(&r->chapters[index]);
    memmove(&r->chapters[index], &r->chapters[index + 1], (r->count - index - 1) * sizeof *r->chapters);
    r->count--;
}

int al_record_put(al_record *r, const al_record_chapter *c, aloud_error *err)
{
    al_record_chapter new = { .number = c->number, .frames = c->frames, .size = c->size };
    int status = al_record_set(&new.title, c->title, err);
    if (!status)
        status = al_record_set(&new.file, c->file, err);
    if (!status)
        status = al_record_set(&new.fingerprint, c->fingerprint, err);
    al_record_chapter *more = status ? NULL : realloc(r->chapters, (r->count + 1) * sizeof *more);
    if (!more) {
        release_chapter(&new);
        return status ? status : al_fail_memory(err);
    }
    r->chapters = more;
    size_t at = 0;
    while (at < r->count && r->chapters[at].number < c->number)
        at++;
    if (at < r->count && r->chapters[at].number == c->number) {
        release_chapter(&r->chapters[at]);
    } else {
        memmove(&r->chapters[at + 1], &r->chapters[at], (r->count - at) * sizeof *r->chapters);
        r->count++;
    }
    r->chapters[at] = new;
    return 0;
}

al_record_package *al_record_package_find(const al_record *r, const char *file)
{
    for (size_t i = 0; i < r->package_count; i++)
        if (strcmp(r->packages[i].file, file) == 0)
            return &r->packages[i];
    return NULL;
}

void al_record_package_drop(al_record *r, size_t index)
{
    release_package(&r->packages[index]);
    memmove(&r->packages[index], &r->packages[index + 1], (r->package_count - index - 1) * sizeof *r->packages);
    r->package_count--;
}

int al_record_package_put(al_record *r, const char *file, const char *fingerprint, aloud_error *err)
{
    al_record_package *was = al_record_package_find(r, file);
    if (was)
        return al_record_set(&was->fingerprint, fingerprint, err);
    al_record_package new = { 0 };
    int status = al_record_set(&new.file, file, err);
    if (!status)
        status = al_record_set(&new.fingerprint, fingerprint, err);
    al_record_package *more = status ? NULL : realloc(r->packages, (r->package_count + 1) * sizeof *more);
    if (!more) {
        release_package(&new);
        return status ? status : al_fail_memory(err);
    }
    r->packages = more;
    more[r->package_count++] = new;
    return 0;
}

/* A file's name from a record is never followed out of the folder. */
static int is_plain_name(const char *name)
{
    return *name && *name != '.' && !strchr(name, '/');
}

static int take_chapters(const json_t *list, al_record *r, aloud_error *err)
{
    size_t i;
    json_t *c;
    json_array_foreach(list, i, c) {
        const char *title, *file, *fingerprint;
        json_int_t number, frames, size = 0; /* without a size in records of old */
        if (json_unpack(c, "{s:I, s:s, s:s, s:s, s:I, s?I}", "number", &number, "title", &title, "file", &file, "fingerprint",
                        &fingerprint, "frames", &frames, "size", &size) ||
            number < 1 || number > 1000000 || frames < 0 || size < 0 || !is_plain_name(file))
            return al_fail(err, ALOUD_ERROR_INPUT, "its %s is damaged; remove the folder and convert again", NAME);
        al_record_chapter new = { .number = (int)number, .title = (char *)title, .file = (char *)file,
                                  .fingerprint = (char *)fingerprint, .frames = (uint64_t)frames,
                                  .size = (uint64_t)size };
        int status = al_record_put(r, &new, err);
        if (status)
            return status;
    }
    return 0;
}

static int take_packages(const json_t *list, al_record *r, aloud_error *err)
{
    size_t i;
    json_t *p;
    json_array_foreach(list, i, p) {
        const char *file, *fingerprint;
        if (json_unpack(p, "{s:s, s:s}", "file", &file, "fingerprint", &fingerprint) || !is_plain_name(file))
            return al_fail(err, ALOUD_ERROR_INPUT, "its %s is damaged; remove the folder and convert again", NAME);
        int status = al_record_package_put(r, file, fingerprint, err);
        if (status)
            return status;
    }
    return 0;
}

int al_record_load(const char *folder, al_record *out, aloud_error *err)
{
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/" NAME, folder);
    if (path.failed)
        return al_fail_memory(err);
    json_error_t why;
    int missing = access(path.data, F_OK) < 0;
    json_t *root = missing ? NULL : json_load_file(path.data, 0, &why);
    al_buf_release(&path);
    if (missing)
        return 1;
    const char *title, *url = "", *path_print = "", *opening, *id = "";
    json_t *chapters, *packages = NULL; /* without packages in records of old */
    int rate, status;
    al_record r;
    al_record_init(&r);
    if (!root || json_unpack(root, "{s:s, s?s, s?s, s:s, s?s, s:i, s:o, s?o}", "title", &title, "url", &url, "path", &path_print,
                             "opening", &opening, "id", &id, "rate", &rate, "chapters", &chapters, "packages",
                             &packages) ||
        rate <= 0) {
        status = al_fail(err, ALOUD_ERROR_INPUT, "its %s is damaged; remove the folder and convert again", NAME);
    } else {
        status = al_record_set(&r.title, title, err);
        if (!status)
            status = al_record_set(&r.url, url, err);
        if (!status)
            status = al_record_set(&r.path, path_print, err);
        if (!status)
            status = al_record_set(&r.opening, opening, err);
        if (!status)
            status = al_record_set(&r.id, id, err);
        if (!status)
            status = take_chapters(chapters, &r, err);
        if (!status)
            status = take_packages(packages, &r, err);
        r.rate = rate;
    }
    json_decref(root);
    if (status)
        al_record_release(&r);
    else
        *out = r;
    return status;
}

static json_t *build(const al_record *r)
{
    json_t *list = json_array();
    int bad = !list;
    for (size_t i = 0; i < r->count && !bad; i++) {
        const al_record_chapter *c = &r->chapters[i];
        bad = json_array_append_new(list, json_pack("{s:i, s:s, s:s, s:s, s:I, s:I}", "number", c->number, "title", c->title,
                                                    "file", c->file, "fingerprint", c->fingerprint, "frames",
                                                    (json_int_t)c->frames, "size", (json_int_t)c->size));
    }
    json_t *packages = json_array();
    bad = bad || !packages;
    for (size_t i = 0; i < r->package_count && !bad; i++)
        bad = json_array_append_new(packages, json_pack("{s:s, s:s}", "file", r->packages[i].file, "fingerprint",
                                                        r->packages[i].fingerprint));
    if (bad) {
        json_decref(list);
        json_decref(packages);
        return NULL;
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:o, s:o}", "title", r->title, "url", r->url, "path", r->path, "opening",
                     r->opening, "id", r->id ? r->id : "", "rate", r->rate, "chapters", list, "packages", packages);
}

void al_record_remove(const char *folder)
{
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/" NAME, folder);
    if (!path.failed)
        unlink(path.data);
    al_buf_release(&path);
}

int al_record_load_made(const char *folder, al_record *out, aloud_error *err)
{
    int status = al_record_load(folder, out, err);
    return status != 1 ? status
                       : al_fail(err, ALOUD_ERROR_INPUT,
                                 "is a folder without aloud's chapters; name an article, or a folder that `aloud convert` made");
}

int al_record_save(const char *folder, const al_record *r, aloud_error *err)
{
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/" NAME, folder);
    json_t *root = build(r);
    char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
    int status = path.failed || !text ? al_fail_memory(err) : al_file_put(path.data, text, strlen(text), err);
    free(text);
    json_decref(root);
    al_buf_release(&path);
    return status;
}
