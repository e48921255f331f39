/* SLUG.cue: the chapter files as the tracks of a disc, for players that know cue sheets.  A track's index is counted in 75ths of
 * a second within its own file, so every one of ours is at the start of it. */
#include <stdint.h>
#include <string.h>

#include "pack/pack.h"

/* A value between quotation marks, for which the format has no escape. */
static void add_quoted(al_buf *out, const char *text)
{
    al_buf line;
    al_buf_init(&line, SIZE_MAX / 4);
    al_pack_line(&line, text);
    al_buf_add_byte(out, '"');
    for (const char *c = al_buf_string(&line); *c; c++)
        al_buf_add_byte(out, *c == '"' ? '\'' : *c);
    al_buf_add_byte(out, '"');
    out->failed = out->failed || line.failed;
    al_buf_release(&line);
}

static void add_performer(al_buf *out, const al_script *s)
{
    if (!s->byline_count)
        return;
    al_buf names;
    al_buf_init(&names, SIZE_MAX / 4);
    for (size_t i = 0; i < s->byline_count; i++)
        al_buf_printf(&names, "%s%s", i ? ", " : "", s->bylines[i]);
    al_buf_add_string(out, "PERFORMER ");
    add_quoted(out, al_buf_string(&names));
    al_buf_add_byte(out, '\n');
    out->failed = out->failed || names.failed;
    al_buf_release(&names);
}

/* The types that the format names; anything else that is compressed is called MP3, as other programs write it. */
static const char *type_of(const char *file)
{
    const char *dot = strrchr(file, '.');
    return dot && strcmp(dot, ".wav") == 0 ? "WAVE" : "MP3";
}

static int fill(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    (void)err;
    add_performer(out, in->script);
    al_buf_add_string(out, "TITLE ");
    add_quoted(out, in->script->title);
    al_buf_add_byte(out, '\n');
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        al_buf_add_string(out, "FILE ");
        add_quoted(out, c->file);
        al_buf_printf(out, " %s\n  TRACK %02zu AUDIO\n    TITLE ", type_of(c->file), i + 1);
        add_quoted(out, c->title);
        al_buf_add_string(out, "\n    INDEX 01 00:00:00\n");
    }
    return 0;
}

const al_packer al_packer_cue = { .name = "cue", .file = ".cue", .help = "the chapters as a cue sheet", .fill = fill };
