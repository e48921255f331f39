/* SLUG.lpf and SLUG.audiobook: the chapters in one file for audiobook apps.  The first is the W3C's (Lightweight Packaging Format,
 * https://www.w3.org/TR/lpf/): publication.json, index.html and what they name, as in the folder.  The second is Readium's
 * (https://readium.org/webpub-manifest/profiles/audiobook): manifest.json and the sound. */
#include <stdio.h>
#include <stdlib.h>

#include "pack/clip.h"
#include "pack/date.h"
#include "pack/manifest.h"
#include "pack/outline.h"
#include "pack/sound.h"
#include "pack/zip.h"

enum { NAME = 32 };

typedef struct book {
    al_pack_input in;          /* its chapters have the names that they have in the archive */
    al_pack_chapter *chapters;
    char (*names)[NAME];
    const al_format *format;
    const char *const *sounds;
    al_zipper *zip;
} book;

/* Put a file of the archive that is made by `fill`. */
static int put(book *b, const char *name, int (*fill)(const al_pack_input *, al_buf *, aloud_error *), aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    int status = fill(&b->in, &out, err);
    if (!status)
        return al_zipper_put(b->zip, name, &out, false, err);
    al_buf_release(&out);
    return status;
}

static int put_sounds(book *b, aloud_error *err)
{
    int status = 0;
    for (size_t i = 0; i < b->in.count && !status; i++)
        status = al_zipper_copy(b->zip, b->names[i], b->sounds[i], err);
    return status;
}

static int open_book(book *b, const al_pack_input *in, aloud_error *err)
{
    *b = (book){ .in = *in, .chapters = malloc((in->count + 1) * sizeof *b->chapters),
                 .names = malloc((in->count + 1) * sizeof *b->names), .format = al_sound_format(in, al_packer_audiobook.sound) };
    if (!b->chapters || !b->names)
        return al_fail_memory(err);
    for (size_t i = 0; i < in->count; i++) {
        snprintf(b->names[i], NAME, "%03zu%s", i + 1, b->format->suffix);
        b->chapters[i] = in->chapters[i];
        b->chapters[i].file = b->names[i];
    }
    b->in.chapters = b->chapters;
    return al_sounds_get(in, b->format, &b->sounds, err);
}

static int write(const al_pack_input *in, const char *path, int (*fill)(book *, aloud_error *), aloud_error *err)
{
    book b;
    int status = open_book(&b, in, err);
    if (!status)
        status = al_zipper_begin(path, &b.zip, err);
    if (!status) {
        status = fill(&b, err);
        if (!status)
            status = put_sounds(&b, err);
        if (status)
            al_zipper_abandon(b.zip);
        else
            status = al_zipper_finish(b.zip, err);
    }
    free(b.chapters);
    free(b.names);
    return status;
}

/* ---- the W3C's ------------------------------------------------------------------------------------------------------ */

static int fill_lpf(book *b, aloud_error *err)
{
    int status = put(b, "publication.json", al_manifest_fill, err);
    return status ? status : put(b, "index.html", al_packer_page.fill, err);
}

static int write_lpf(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write(in, path, fill_lpf, err);
}

/* ---- Readium's ------------------------------------------------------------------------------------------------------ */

static double seconds(const al_pack_input *in, uint64_t frames)
{
    return (double)al_clip_ms(in, frames) / 1000;
}

static json_t *contributors(const al_script *s)
{
    json_t *a = json_array();
    for (size_t i = 0; i < s->byline_count; i++)
        if (json_array_append_new(a, json_string(s->bylines[i]))) {
            json_decref(a);
            return NULL;
        }
    return a;
}

static json_t *metadata(const al_pack_input *in)
{
    const al_script *s = in->script;
    uint64_t frames = 0;
    al_date date;
    for (size_t i = 0; i < in->count; i++)
        frames += in->chapters[i].frames;
    json_t *m = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:f, s:s}", "@type", "http://schema.org/Audiobook", "conformsTo",
                          "https://readium.org/webpub-manifest/profiles/audiobook", "identifier", in->id, "title",
                          *s->title ? s->title : in->name, "language", s->language, "readingProgression",
                          al_pack_rtl(s->language) ? "rtl" : "ltr", "duration", seconds(in, frames), "narrator", in->voice);
    int bad = !m || (s->byline_count && json_object_set_new(m, "author", contributors(s))) ||
              (s->site && json_object_set_new(m, "publisher", json_string(s->site))) ||
              (al_date_parse(s->published, &date) && json_object_set_new(m, "published", json_string(s->published)));
    if (!bad)
        return m;
    json_decref(m);
    return NULL;
}

static json_t *reading_order(const al_pack_input *in)
{
    json_t *order = json_array();
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        json_t *link = json_pack("{s:s, s:s, s:s, s:f}", "href", c->file, "type", al_format_of(c->file)->media, "title", c->title,
                                 "duration", seconds(in, c->frames));
        if (json_array_append_new(order, link)) {
            json_decref(order);
            return NULL;
        }
    }
    return order;
}

/* A heading in a chapter is a place in its sound (https://www.w3.org/TR/media-frags/, section 4.2.1). */
static json_t *heading(const al_document *d, const al_outline_entry *e)
{
    char href[NAME + 32];
    uint64_t ms = e->cue ? al_clip_ms(d->in, d->cues[e->chapter].at[e->cue].begin) : 0;
    if (ms)
        snprintf(href, sizeof href, "%s#t=%llu.%03u", d->in->chapters[e->chapter].file, (unsigned long long)(ms / 1000),
                 (unsigned)(ms % 1000));
    else
        snprintf(href, sizeof href, "%s", d->in->chapters[e->chapter].file);
    return json_pack("{s:s, s:s}", "href", href, "title", e->title);
}

/* Headings within one another. */
static json_t *contents(const al_document *d, const al_outline *o)
{
    enum { DEEPEST = 6 };
    json_t *toc = json_array(), *open[DEEPEST + 1] = { toc }; /* the list that entries of depth i + 1 go to, borrowed */
    int bad = !toc;
    for (size_t i = 0; i < o->count && !bad; i++) {
        const al_outline_entry *e = &o->at[i];
        json_t *list = open[e->depth - 1], *entry = heading(d, e);
        bad = !entry || json_array_append_new(list, entry);
        if (bad || i + 1 == o->count || o->at[i + 1].depth <= e->depth)
            continue;
        bad = json_object_set_new(entry, "children", json_array());
        open[e->depth] = json_object_get(entry, "children");
    }
    if (!bad)
        return toc;
    json_decref(toc);
    return NULL;
}

static int fill_readium(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    al_document d;
    al_outline o;
    int status = al_document_init(&d, in, AL_DOCUMENT_EPUB, err);
    if (status)
        return status;
    status = al_outline_make(&d, &o, err);
    if (!status) {
        al_manifest_dump(json_pack("{s:s, s:o, s:[], s:o, s:o}", "@context", "https://readium.org/webpub-manifest/context.jsonld",
                                   "metadata", metadata(in), "links", "readingOrder", reading_order(in), "toc", contents(&d, &o)),
                         out);
        al_outline_release(&o);
    }
    al_document_release(&d);
    return status;
}

static int fill_audiobook(book *b, aloud_error *err)
{
    return put(b, "manifest.json", fill_readium, err);
}

static int write_audiobook(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write(in, path, fill_audiobook, err);
}

static const char *const sound[] = { "mp3", "opus", NULL };
const al_packer al_packer_lpf = { .name = "audiobook", .file = ".lpf", .help = "the chapters in one file (W3C Audiobooks)",
                                  .sound = sound, .write = write_lpf };
const al_packer al_packer_audiobook = { .name = "audiobook", .file = ".audiobook", .help = "the chapters in one file (Readium)",
                                        .sound = sound, .write = write_audiobook };
