/* playlist.m3u8: the chapters in order for any player (extended M3U in UTF-8). */
#include "pack/pack.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* A line break in a title would begin an entry of its own; other controls are no part of one (RFC 8216, section 4.1). */
static void add_line(al_buf *out, const char *text)
{
    al_buf clean;
    al_buf_init(&clean, SIZE_MAX / 4);
    al_text_repair(&clean, text, strlen(text), NULL, NULL);
    al_text_collapse(out, al_buf_string(&clean), clean.size);
    out->failed = out->failed || clean.failed;
    al_buf_release(&clean);
}

static void write(const al_pack_input *in, al_buf *out)
{
    al_buf_add_string(out, "#EXTM3U\n#PLAYLIST:");
    add_line(out, in->script->title);
    al_buf_add_byte(out, '\n');
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        al_buf_printf(out, "#EXTINF:%llu,", (unsigned long long)((c->frames + (uint64_t)in->rate / 2) / (uint64_t)in->rate));
        add_line(out, c->title);
        al_buf_printf(out, "\n%s\n", c->file);
    }
}

const al_packer al_packer_playlist = { "playlist", "playlist.m3u8", "the chapters in order, for any player", write };
