#include "lib/packages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "lib/digest.h"
#include "pack/feed.h"
#include "pack/sound.h"

/* Raised when the same input would be packed in another way. */
enum { FORM = 3 };

static void digest_script(al_digest *d, const al_script *s)
{
    al_digest_string(d, s->title);
    al_digest_string(d, s->language);
    al_digest_string(d, s->published);
    al_digest_string(d, s->site);
    al_digest_string(d, s->url);
    for (size_t i = 0; i < s->byline_count; i++)
        al_digest_string(d, s->bylines[i]);
    for (size_t i = 0; i < s->item_count; i++) {
        al_digest_number(d, s->items[i].role);
        al_digest_string(d, s->items[i].announce);
        al_digest_string(d, s->items[i].text);
    }
}

/* Of all that packages are made of. */
static void digest_input(al_digest *d, const al_folder *f, const al_pack_input *in)
{
    al_digest_init(d);
    al_digest_number(d, FORM);
    al_digest_number(d, in->rate);
    al_digest_string(d, in->name);
    al_digest_string(d, in->id);
    al_digest_string(d, in->voice);
    digest_script(d, in->script);
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        const al_record_chapter *r = al_record_find(&f->record, c->number);
        al_digest_number(d, c->number);
        al_digest_string(d, c->title);
        al_digest_string(d, c->file);
        al_digest_number(d, (int64_t)c->frames);
        al_digest_string(d, r ? r->fingerprint : NULL);
    }
}

enum { MOST = 32 /* packers, as many as a set has bits */ };

/* A package and its file. */
typedef struct package {
    const al_packer *packer;
    char *file, *path;   /* its name in the folder, and where that is */
    char fingerprint[33];
    bool due;
} package;

typedef struct packing {
    al_folder *folder;
    const al_pack_input *in;
    package at[MOST];
    size_t count;
    al_package_done *done;
    void *user;
} packing;

/* Name the file of a packer. */
static int name_one(const packing *p, package *one, aloud_error *err)
{
    al_buf file, path;
    al_buf_init(&file, 1 << 16);
    al_buf_init(&path, 1 << 16);
    al_packer_file(one->packer, p->in->name, &file);
    al_folder_path(p->folder, al_buf_string(&file), &path);
    if (file.failed || path.failed) {
        al_buf_release(&file);
        al_buf_release(&path);
        return al_fail_memory(err);
    }
    one->file = file.data;
    one->path = path.data;
    return 0;
}

/* The packages that the folder is to have, and which of them are due. */
static int list(packing *p, uint32_t set, aloud_error *err)
{
    al_digest input;
    const al_packer *packer;
    digest_input(&input, p->folder, p->in);
    for (size_t i = 0; (packer = al_packer_at(i)); i++) {
        package *one = &p->at[p->count++];
        al_digest d = input;
        *one = (package){ .packer = packer };
        int status = name_one(p, one, err);
        if (status)
            return status;
        al_digest_string(&d, packer->file);
        al_digest_text(&d, one->fingerprint);
        const al_record_package *was = al_record_package_find(&p->folder->record, one->file);
        bool stands = was && strcmp(was->fingerprint, one->fingerprint) == 0 && access(one->path, F_OK) == 0;
        one->due = packer->always || ((was || set >> i & 1) && !stands);
    }
    return 0;
}

/* Encode the chapters in all formats that are wanted, before the first package needs one: the more there is to do, the better the
 * cores share it.  What fails here is tried again, and told, by the package that needs it. */
static int make_sounds(const packing *p, aloud_error *err)
{
    const al_format *formats[MOST];
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->at[i].due && p->at[i].packer->sound)
            formats[count++] = al_sound_format(p->in, p->at[i].packer->sound);
    int status = count ? al_sounds_make(p->in, formats, count, err) : 0;
    return status == ALOUD_ERROR_CANCELLED ? status : 0;
}

static int write_one(packing *p, const package *one, aloud_error *err)
{
    int status = al_packer_write(one->packer, p->in, one->path, err);
    if (status || one->packer->always)
        return status;
    status = al_record_package_put(&p->folder->record, one->file, one->fingerprint, err);
    p->folder->dirty = true;
    if (!status && p->done(p->user, one->file))
        status = al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
    return status;
}

static const char *output_of(const aloud_options *o)
{
    return o->output ? o->output : ".";
}

int al_packages_choose(const aloud_options *o, uint32_t *set, aloud_error *err)
{
    uint32_t podcast = 0;
    int status = al_packers_find("podcast", &podcast, err);
    if (status)
        return status;
    bool asked = o->feed_url || (o->packages & podcast) == podcast, all = !asked && al_packers_has(o->packages, "all");
    *set = o->packages;
    if (!asked && !all)
        return 0;
    status = al_feed_ready(output_of(o), o->feed_url, err);
    if (status == 1 && asked)
        return al_fail(err, ALOUD_ERROR_USAGE,
                       "podcast: say where the folder %s will be served, with --feed-url https://...; its podcast.ini keeps that",
                       output_of(o));
    if (status < 0)
        return status;
    if (asked || !status)
        *set |= podcast;
    return 0;
}

int al_packages_feed(const al_folder *f, const aloud_options *o, const char *name, al_package_done *done, void *user,
                     aloud_error *err)
{
    al_buf file;
    al_buf_init(&file, 1 << 16);
    al_buf_printf(&file, "%s" AL_FEED_EPISODE, name);
    bool one = !file.failed && al_record_package_find(&f->record, al_buf_string(&file));
    int status = file.failed ? al_fail_memory(err) : 0;
    al_buf_release(&file);
    if (!status && o->feed_url)
        status = al_feed_keep(output_of(o), o->feed_url, err);
    if (!status && one)
        status = al_feed_write(output_of(o), err);
    if (status || !one)
        return status < 0 ? status : 0;
    return done(user, AL_FEED_FILE) ? al_fail(err, ALOUD_ERROR_CANCELLED, "stopped") : 0;
}

int al_packages_write(al_folder *f, const al_pack_input *in, uint32_t set, al_package_done *done, void *user, aloud_error *err)
{
    al_pack_input own = *in;
    packing p = { .folder = f, .in = &own, .done = done, .user = user };
    own.sounds = al_sounds_new();
    int first = own.sounds ? list(&p, set, err) : al_fail_memory(err);
    if (!first)
        first = make_sounds(&p, err);
    bool stop = first != 0;
    for (size_t i = 0; i < p.count && !stop; i++) {
        aloud_error why;
        int status = p.at[i].due ? write_one(&p, &p.at[i], &why) : 0;
        if (status && !first) {
            first = status;
            if (err)
                *err = why;
        }
        stop = status == ALOUD_ERROR_MEMORY || status == ALOUD_ERROR_CANCELLED;
    }
    al_sounds_free(own.sounds);
    for (size_t i = 0; i < p.count; i++) {
        free(p.at[i].file);
        free(p.at[i].path);
    }
    int saved = al_folder_save(f, true, first ? NULL : err);
    return first ? first : saved;
}

void al_packages_remove(al_folder *f)
{
    const al_packer *packer;
    for (size_t i = 0; (packer = al_packer_at(i)); i++)
        if (packer->always)
            al_folder_remove(f, packer->file);
    while (f->record.package_count) {
        al_folder_remove(f, f->record.packages[f->record.package_count - 1].file);
        al_record_package_drop(&f->record, f->record.package_count - 1);
    }
}

/* 0, or what `each` returned. */
static int show(const char *folder, const char *file, aloud_each_package *each, void *user, aloud_error *err)
{
    struct stat st;
    const al_packer *packer = al_packer_of(file);
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s", folder, file);
    int status = path.failed ? al_fail_memory(err) : 0;
    if (!status && packer && stat(path.data, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        status = each(user, &(aloud_package){ .name = packer->name, .file = file, .help = packer->help,
                                              .size = (uint64_t)st.st_size });
    al_buf_release(&path);
    return status;
}

int aloud_folder_packages(const char *folder, aloud_each_package *each, void *user, aloud_error *err)
{
    al_record r;
    al_record_init(&r);
    int status = al_record_load_made(folder, &r, err);
    for (size_t i = 0; i < r.package_count && !status; i++)
        status = show(folder, r.packages[i].file, each, user, err);
    al_record_release(&r);
    return status < 0 ? status : 0;
}
