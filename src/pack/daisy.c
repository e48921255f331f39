/* SLUG.daisy.zip: full text and full audio for the players of blind readers (DAISY 2.02,
 * https://daisy.org/activities/standards/daisy/daisy-2/daisy-format-2-02-specification/), navigable by heading.  Those players take
 * a folder: the archive holds what is to be in it. */
#include "pack/daisy.h"

#include <stdio.h>

#include "pack/clip.h"

#define SMIL_HEAD                                                                                                      \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"                                                                     \
    "<!DOCTYPE smil PUBLIC \"-//W3C//DTD SMIL 1.0//EN\" \"http://www.w3.org/TR/REC-smil/SMIL10.dtd\">\n<smil>\n<head>\n"

static const char style[] = "body{font-family:sans-serif;line-height:1.5}\n"
                            ".announced,.image{font-style:italic}\n.standfirst{font-weight:bold}\n"
                            ".noteref{font-size:.75em;vertical-align:super}\n"
                            "ol.numbered{list-style:none}\ntd,th{border:1px solid;padding:.2em .5em;vertical-align:top}\n"
                            "pre{white-space:pre-wrap}\n";

const char *al_daisy_title(const al_daisy *b)
{
    return *b->d.in->script->title ? b->d.in->script->title : b->d.in->name;
}

void al_daisy_meta(al_buf *out, const char *name, const char *content)
{
    al_buf_printf(out, "<meta name=\"%s\" content=\"", name);
    al_pack_html(out, content);
    al_buf_add_string(out, "\"/>\n");
}

void al_daisy_meta_time(al_buf *out, const char *name, uint64_t ms)
{
    al_buf_printf(out, "<meta name=\"%s\" content=\"%llu:%02u:%02u.%03u\"/>\n", name, (unsigned long long)(ms / 3600000),
                  (unsigned)(ms / 60000 % 60), (unsigned)(ms / 1000 % 60), (unsigned)(ms % 1000));
}

uint64_t al_daisy_length(const al_daisy *b, size_t index)
{
    al_clip clip = { 0 };
    while (al_clip_next(&b->d, index, &clip))
        ;
    return clip.end;
}

void al_daisy_begin_page(const al_daisy *b, const char *title, al_buf *out)
{
    const char *language = b->d.in->script->language;
    al_buf_add_string(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                           "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
                           "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
                           "<html xmlns=\"http://www.w3.org/1999/xhtml\"");
    al_document_language(&b->d, language, out);
    al_buf_printf(out, " dir=\"%s\">\n<head>\n<meta http-equiv=\"Content-type\" content=\"text/html; charset=utf-8\"/>\n<title>",
                  al_pack_rtl(language) ? "rtl" : "ltr");
    al_pack_html(out, *title ? title : b->d.in->name);
    al_buf_add_string(out, "</title>\n");
}

static int put(al_daisy *b, const char *name, al_buf *bytes, aloud_error *err)
{
    return al_zipper_put(b->zip, name, bytes, false, err);
}

/* ---- a chapter ------------------------------------------------------------------------------------------------------ */

static int put_text(al_daisy *b, size_t index, aloud_error *err)
{
    al_buf out;
    char name[64];
    int level = 0;
    al_buf_init(&out, SIZE_MAX / 4);
    al_daisy_begin_page(b, b->d.in->chapters[index].title, &out);
    al_buf_add_string(&out, "<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n");
    al_document_body(&b->d, index, &level, &out);
    al_buf_add_string(&out, "</body>\n</html>\n");
    snprintf(name, sizeof name, "chapter-%03zu.html", index + 1);
    return put(b, name, &out, err);
}

/* A note can be left out by who does not want to hear any (section 2.3.1, system-required). */
static void add_par(const al_daisy *b, size_t index, const al_clip *clip, al_buf *out)
{
    bool note = clip->item && clip->item->role == AL_ROLE_FOOTNOTE;
    size_t n = clip->cue + 1;
    al_buf_printf(out, "<par endsync=\"last\"%s id=\"p%zu\">\n<text src=\"", note ? " system-required=\"footnote-on\"" : "", n);
    al_document_file(&b->d, index, out);
    al_buf_printf(out, "#c%zu\" id=\"t%zu\"/>\n<audio src=\"%03zu%s\" clip-begin=\"npt=%llu.%03us\" clip-end=\"npt=%llu.%03us\" "
                       "id=\"a%zu\"/>\n</par>\n",
                  n, n, index + 1, b->format->suffix, (unsigned long long)(clip->begin / 1000), (unsigned)(clip->begin % 1000),
                  (unsigned long long)(clip->end / 1000), (unsigned)(clip->end % 1000), n);
}

static int put_smil(al_daisy *b, size_t index, uint64_t before, aloud_error *err)
{
    uint64_t length = al_daisy_length(b, index);
    al_clip clip = { 0 };
    al_buf out;
    char name[64];
    al_buf_init(&out, SIZE_MAX / 4);
    al_buf_add_string(&out, SMIL_HEAD);
    al_daisy_meta(&out, "dc:format", "Daisy 2.02");
    al_daisy_meta(&out, "dc:identifier", b->d.in->id);
    al_daisy_meta(&out, "dc:title", al_daisy_title(b));
    al_daisy_meta(&out, "title", b->d.in->chapters[index].title);
    al_daisy_meta(&out, "ncc:generator", "aloud " ALOUD_VERSION);
    al_daisy_meta_time(&out, "ncc:totalElapsedTime", before);
    al_daisy_meta_time(&out, "ncc:timeInThisSmil", length);
    al_buf_printf(&out, "<layout>\n<region id=\"txtView\"/>\n</layout>\n</head>\n<body>\n<seq dur=\"%llu.%03us\">\n",
                  (unsigned long long)(length / 1000), (unsigned)(length % 1000));
    while (al_clip_next(&b->d, index, &clip))
        add_par(b, index, &clip, &out);
    al_buf_add_string(&out, "</seq>\n</body>\n</smil>\n");
    snprintf(name, sizeof name, "chapter-%03zu.smil", index + 1);
    return put(b, name, &out, err);
}

/* ---- the book ------------------------------------------------------------------------------------------------------- */

/* All chapters in order (section 2.3.2), for players that show them as one. */
static int put_master(al_daisy *b, aloud_error *err)
{
    uint64_t total = 0;
    al_buf out;
    for (size_t i = 0; i < b->d.in->count; i++)
        total += al_daisy_length(b, i);
    al_buf_init(&out, SIZE_MAX / 4);
    al_buf_add_string(&out, SMIL_HEAD);
    al_daisy_meta(&out, "dc:format", "Daisy 2.02");
    al_daisy_meta(&out, "dc:identifier", b->d.in->id);
    al_daisy_meta(&out, "dc:title", al_daisy_title(b));
    al_daisy_meta(&out, "ncc:generator", "aloud " ALOUD_VERSION);
    al_daisy_meta_time(&out, "ncc:timeInThisSmil", total);
    al_buf_add_string(&out, "<layout>\n<region id=\"txtView\"/>\n</layout>\n</head>\n<body>\n");
    for (size_t i = 0; i < b->d.in->count; i++) {
        al_buf_add_string(&out, "<ref title=\"");
        al_pack_html(&out, b->d.in->chapters[i].title);
        al_buf_printf(&out, "\" src=\"chapter-%03zu.smil\" id=\"m%zu\"/>\n", i + 1, i + 1);
    }
    al_buf_add_string(&out, "</body>\n</smil>\n");
    return put(b, "master.smil", &out, err);
}

static int put_ncc(al_daisy *b, aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    int status = al_daisy_ncc(b, &out, err);
    if (!status)
        return put(b, "ncc.html", &out, err);
    al_buf_release(&out);
    return status;
}

static int put_style(al_daisy *b, aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, 1 << 16);
    al_buf_add_string(&out, style);
    return put(b, "style.css", &out, err);
}

static int fill(al_daisy *b, const char *const *sounds, aloud_error *err)
{
    uint64_t before = 0;
    int status = put_ncc(b, err);
    if (!status)
        status = put_master(b, err);
    if (!status)
        status = put_style(b, err);
    for (size_t i = 0; i < b->d.in->count && !status; i++) {
        char name[64];
        snprintf(name, sizeof name, "%03zu%s", i + 1, b->format->suffix);
        status = put_text(b, i, err);
        if (!status)
            status = put_smil(b, i, before, err);
        if (!status)
            status = al_zipper_copy(b->zip, name, sounds[i], err);
        before += al_daisy_length(b, i);
    }
    return status;
}

static int write(const al_pack_input *in, const char *path, aloud_error *err)
{
    const char *const *sounds = NULL;
    al_daisy b = { .format = al_sound_format(in, al_packer_daisy.sound) };
    int status = al_document_init(&b.d, in, AL_DOCUMENT_DAISY, err);
    if (!status)
        status = al_sounds_get(in, b.format, &sounds, err);
    if (!status)
        status = al_zipper_begin(path, &b.zip, err);
    if (!status) {
        status = fill(&b, sounds, err);
        if (status)
            al_zipper_abandon(b.zip);
        else
            status = al_zipper_finish(b.zip, err);
    }
    al_document_release(&b.d);
    return status;
}

const al_packer al_packer_daisy = { .name = "daisy", .file = ".daisy.zip", .help = "a talking book for DAISY players (DAISY 2.02)",
                                    .sound = (const char *const[]){ "mp3", "wav", NULL } /* of section 2.4 */, .write = write };
