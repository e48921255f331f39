/* Captions of the whole article, its chapters one after the other: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "pack/cue.h"
#include "pack/pack.h"

enum { MOST = 84 /* code points of a caption, two lines of 42 as subtitlers have them */ };

/* "HH:MM:SS.mmm", with the mark that stands before the milliseconds. */
static void add_time(al_buf *out, uint64_t frames, int rate, char mark)
{
    uint64_t ms = frames / (uint64_t)rate * 1000 + frames % (uint64_t)rate * 1000 / (uint64_t)rate;
    al_buf_printf(out, "%02llu:%02u:%02u%c%03u", (unsigned long long)(ms / 3600000), (unsigned)(ms / 60000 % 60),
                  (unsigned)(ms / 1000 % 60), mark, (unsigned)(ms % 1000));
}

/* WebVTT, section 4.2.2: "&" and "<" are escaped, and "-->" cannot stand in a cue. */
static void add_vtt_text(al_buf *out, const char *text)
{
    for (const char *c = text; *c; c++)
        switch (*c) {
        case '&': al_buf_add_string(out, "&amp;"); break;
        case '<': al_buf_add_string(out, "&lt;"); break;
        case '>': al_buf_add_string(out, "&gt;"); break;
        default: al_buf_add_byte(out, *c);
        }
}

/* SubRip has no escapes: what players would take for markup gets signs that look like it. */
static void add_srt_text(al_buf *out, const char *text)
{
    for (const char *c = text; *c; c++)
        switch (*c) {
        case '<': al_buf_add_string(out, "\xE2\x80\xB9"); break;
        case '>': al_buf_add_string(out, "\xE2\x80\xBA"); break;
        case '{': al_buf_add_byte(out, '('); break;
        case '}': al_buf_add_byte(out, ')'); break;
        default: al_buf_add_byte(out, *c);
        }
}

static int add_chapter(const al_pack_input *in, const al_pack_chapter *c, uint64_t start, unsigned *number, bool vtt, al_buf *out,
                       aloud_error *err)
{
    al_cues cues;
    int status = al_cues_make(in->script, c->timeline, MOST, &cues, err);
    if (status)
        return status;
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    for (size_t i = 0; i < cues.count; i++) {
        const al_cue *q = &cues.at[i];
        al_buf_cut(&text, 0);
        al_cue_text(q, &text);
        if (!text.size)
            continue;
        al_buf_printf(out, "\n%u\n", ++*number);
        add_time(out, start + q->begin, in->rate, vtt ? '.' : ',');
        al_buf_add_string(out, " --> ");
        add_time(out, start + q->end, in->rate, vtt ? '.' : ',');
        al_buf_add_byte(out, '\n');
        (vtt ? add_vtt_text : add_srt_text)(out, al_buf_string(&text));
        al_buf_add_byte(out, '\n');
    }
    out->failed = out->failed || text.failed;
    al_buf_release(&text);
    al_cues_release(&cues);
    return 0;
}

static int write(const al_pack_input *in, const char *path, bool vtt, aloud_error *err)
{
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    if (vtt)
        al_buf_add_string(&out, "WEBVTT\n");
    uint64_t start = 0;
    unsigned number = 0;
    int status = 0;
    for (size_t i = 0; i < in->count && !status; i++) {
        status = add_chapter(in, &in->chapters[i], start, &number, vtt, &out, err);
        start += in->chapters[i].frames;
    }
    if (!status && !vtt && out.size) { /* SubRip begins with its first number */
        al_buf rest;
        al_buf_init(&rest, SIZE_MAX / 4);
        al_buf_add(&rest, out.data + 1, out.size - 1);
        rest.failed = rest.failed || out.failed;
        al_buf_release(&out);
        out = rest;
    }
    if (!status)
        return al_pack_put(path, &out, err);
    al_buf_release(&out);
    return status;
}

static int write_vtt(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write(in, path, true, err);
}

static int write_srt(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write(in, path, false, err);
}

const al_packer al_packer_vtt = { .name = "vtt", .file = ".vtt", .help = "captions of the whole article (WebVTT)",
                                  .synchronised = true, .write = write_vtt };
const al_packer al_packer_srt = { .name = "srt", .file = ".srt", .help = "captions of the whole article (SubRip)",
                                  .synchronised = true, .write = write_srt };
