/* Captions of the whole article, its chapters one after the other: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "pack/caption.h"
#include "pack/cue.h"

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

/* Where captions go, one numbered after the other. */
typedef struct captions {
    al_buf *out;
    int rate;
    bool vtt;
    unsigned count;
} captions;

static void add_caption(captions *to, const char *text, uint64_t begin, uint64_t end)
{
    char mark = to->vtt ? '.' : ',';
    if (to->count++)
        al_buf_add_byte(to->out, '\n');
    al_buf_printf(to->out, "%u\n", to->count);
    add_time(to->out, begin, to->rate, mark);
    al_buf_add_string(to->out, " --> ");
    add_time(to->out, end, to->rate, mark);
    al_buf_add_byte(to->out, '\n');
    (to->vtt ? add_vtt_text : add_srt_text)(to->out, text);
    al_buf_add_byte(to->out, '\n');
}

/* What is said of a chapter that is left from before the article changed: no one knows when what is heard in it. */
static void add_untimed(captions *to, const al_pack_chapter *c, uint64_t start)
{
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    al_pack_line(&text, c->title);
    if (text.size && c->frames)
        add_caption(to, al_buf_string(&text), start, start + c->frames);
    to->out->failed = to->out->failed || text.failed;
    al_buf_release(&text);
}

static int add_chapter(captions *to, const al_script *s, const al_pack_chapter *c, uint64_t start, aloud_error *err)
{
    al_cues cues;
    if (!c->timeline->count) {
        add_untimed(to, c, start);
        return 0;
    }
    int status = al_cues_make(s, c->timeline, MOST, &cues, err);
    if (status)
        return status;
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    for (size_t i = 0; i < cues.count; i++) {
        const al_cue *q = &cues.at[i];
        al_buf_cut(&text, 0);
        al_cue_text(q, &text);
        if (text.size)
            add_caption(to, al_buf_string(&text), start + q->begin, start + q->end);
    }
    to->out->failed = to->out->failed || text.failed;
    al_buf_release(&text);
    al_cues_release(&cues);
    return 0;
}

static int fill(const al_pack_input *in, const uint64_t *starts, bool vtt, al_buf *out, aloud_error *err)
{
    captions to = { .out = out, .rate = in->rate, .vtt = vtt };
    uint64_t start = 0;
    int status = 0;
    if (vtt)
        al_buf_add_string(out, in->count ? "WEBVTT\n\n" : "WEBVTT\n");
    for (size_t i = 0; i < in->count && !status; i++) {
        status = add_chapter(&to, in->script, &in->chapters[i], starts ? starts[i] : start, err);
        start += in->chapters[i].frames;
    }
    return status;
}

int al_caption_fill(const al_pack_input *in, const uint64_t *starts, al_buf *out, aloud_error *err)
{
    return fill(in, starts, true, out, err);
}

static int fill_vtt(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    return fill(in, NULL, true, out, err);
}

static int fill_srt(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    return fill(in, NULL, false, out, err);
}

const al_packer al_packer_vtt = { .name = "vtt", .file = ".vtt", .help = "captions of the whole article (WebVTT)",
                                  .fill = fill_vtt };
const al_packer al_packer_srt = { .name = "srt", .file = ".srt", .help = "captions of the whole article (SubRip)",
                                  .fill = fill_srt };
