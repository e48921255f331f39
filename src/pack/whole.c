/* NAME.m4b, .mp3, .opus, .mka: the whole article in one file with chapters, for players of books, phones and podcasts.  The
 * chapters are encoded once for all packages; here they are put one after the other. */
#include <stdlib.h>

#include "audio/av.h"
#include "pack/pack.h"
#include "pack/sound.h"

typedef int join_files(const al_join *, const char *path, aloud_error *err);

static int write_whole(const al_pack_input *in, const al_packer *packer, const char *muxer, const char *brand, join_files *join,
                       const char *path, aloud_error *err)
{
    const al_script *s = in->script;
    al_join j = { .count = in->count, .muxer = muxer, .brand = brand };
    if (!in->count)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: no chapter of the article is spoken", path);
    int status = al_sounds_get(in, al_sound_format(in, packer->sound), &j.files, err);
    if (status)
        return status;
    al_buf artist;
    al_buf_init(&artist, SIZE_MAX / 4);
    for (size_t i = 0; i < s->byline_count; i++)
        al_buf_printf(&artist, "%s%s", i ? ", " : "", s->bylines[i]);
    const char **titles = malloc(in->count * sizeof *titles);
    for (size_t i = 0; titles && i < in->count; i++)
        titles[i] = in->chapters[i].title;
    j.titles = titles;
    j.tags = (al_audio_tags){ .title = s->title, .album = s->title, .artist = artist.size ? artist.data : NULL,
                              .date = s->published, .comment = s->url };
    status = titles && !artist.failed ? join(&j, path, err) : al_fail_memory(err);
    free(titles);
    al_buf_release(&artist);
    return status;
}

static int write_m4b(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write_whole(in, &al_packer_m4b, "ipod", "M4B ", al_join_files, path, err);
}

static int write_mp3(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write_whole(in, &al_packer_mp3, NULL, NULL, al_join_mp3, path, err);
}

static int write_opus(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write_whole(in, &al_packer_opus, "opus", NULL, al_join_files, path, err);
}

static int write_mka(const al_pack_input *in, const char *path, aloud_error *err)
{
    return write_whole(in, &al_packer_mka, "matroska", NULL, al_join_files, path, err);
}

const al_packer al_packer_m4b = { .name = "m4b", .file = ".m4b", .help = "one file for players of audiobooks (AAC)",
                                  .sound = (const char *const[]){ "aac", NULL }, .write = write_m4b };
const al_packer al_packer_mp3 = { .name = "mp3", .also = "podcast", .file = ".mp3", .help = "one MP3 file with chapters",
                                  .sound = (const char *const[]){ "mp3", NULL }, .write = write_mp3 };
const al_packer al_packer_opus = { .name = "opus", .file = ".opus", .help = "one Opus file with chapters",
                                   .sound = (const char *const[]){ "opus", NULL }, .write = write_opus };
const al_packer al_packer_mka = { .name = "mka", .file = ".mka", .help = "one Matroska file with chapters (Opus)",
                                  .sound = (const char *const[]){ "opus", NULL }, .write = write_mka };
