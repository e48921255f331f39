/* playlist.m3u8: the chapters in order for any player (extended M3U in UTF-8). */
#include "pack/pack.h"

#include <stdint.h>

static int fill(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    (void)err;
    al_buf_add_string(out, "#EXTM3U\n#PLAYLIST:");
    al_pack_line(out, in->script->title);
    al_buf_add_byte(out, '\n');
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        al_buf_printf(out, "#EXTINF:%llu,", (unsigned long long)((c->frames + (uint64_t)in->rate / 2) / (uint64_t)in->rate));
        al_pack_line(out, c->title);
        al_buf_printf(out, "\n%s\n", c->file);
    }
    return 0;
}

const al_packer al_packer_playlist = { .name = "playlist", .file = "playlist.m3u8", .help = "the chapters in order, for any player",
                                       .always = true, .fill = fill };
