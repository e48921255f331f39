/* What a feed needs of an article besides its MP3 (whole.c): SLUG.transcript.vtt and SLUG.chapters.json, which apps show while it
 * plays, and SLUG.episode.json, from which pack/feed.c makes the feed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "audio/av.h"
#include "base/text.h"
#include "pack/caption.h"
#include "pack/date.h"
#include "pack/feed.h"
#include "pack/manifest.h"
#include "pack/sound.h"

enum { ABOUT = 400 /* code points of a description */ };

/* The milliseconds at which the chapters begin in the MP3; *out is the caller's to free. */
static int find_starts(const al_pack_input *in, uint64_t **out, aloud_error *err)
{
    al_join j = { .count = in->count };
    uint64_t *starts = calloc(in->count + 1, sizeof *starts);
    int status = starts ? al_sounds_get(in, al_sound_format(in, al_packer_mp3.sound), &j.files, err) : al_fail_memory(err);
    if (!status)
        status = al_join_mp3_starts(&j, starts, err);
    if (status)
        free(starts);
    else
        *out = starts;
    return status;
}

static int fill_transcript(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    uint64_t *starts;
    int status = find_starts(in, &starts, err);
    if (status)
        return status;
    for (size_t i = 0; i < in->count; i++)
        starts[i] = starts[i] * (uint64_t)in->rate / 1000;
    status = al_caption_fill(in, starts, out, err);
    free(starts);
    return status;
}

/* https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md */
static int fill_chapters(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    uint64_t *starts;
    int status = find_starts(in, &starts, err);
    if (status)
        return status;
    json_t *list = json_array();
    int bad = !list;
    for (size_t i = 0; i < in->count && !bad; i++)
        bad = json_array_append_new(list, json_pack("{s:f, s:s}", "startTime", (double)starts[i] / 1000, "title",
                                                    in->chapters[i].title));
    free(starts);
    al_manifest_dump(bad ? NULL : json_pack("{s:s, s:s, s:O}", "version", "1.2.0", "title", in->script->title, "chapters", list),
                     out);
    json_decref(list);
    return 0;
}

/* What the episode is about: who wrote it where and when, and its standfirst, else its first paragraph. */
static void add_about(const al_script *s, al_buf *out)
{
    size_t before = out->size;
    for (size_t i = 0; i < s->byline_count; i++)
        al_buf_printf(out, "%s%s", i ? ", " : "", s->bylines[i]);
    if (s->site)
        al_buf_printf(out, "%s%s", out->size > before ? " \xC2\xB7 " : "", s->site);
    al_date date;
    if (al_date_parse(s->published, &date))
        al_buf_printf(out, "%s%.*s", out->size > before ? " \xC2\xB7 " : "", (int)strcspn(s->published, "Tt "), s->published);
    if (out->size > before)
        al_buf_add_string(out, ". ");
    const al_item *about = NULL;
    for (size_t i = 0; i < s->item_count; i++) {
        const al_item *item = &s->items[i];
        if (item->role == AL_ROLE_STANDFIRST || (item->role == AL_ROLE_PARAGRAPH && !about))
            about = item;
        if (item->role == AL_ROLE_STANDFIRST)
            break;
    }
    al_text_excerpt(out, about ? about->text : s->title, ABOUT);
}

/* When the article became an episode, seconds since 1970: what the file that stands says, else now.  Apps take what is older than
 * the newest they have for heard, so it is not the article's own date. */
static long long added(const char *path, const char *guid)
{
    json_t *was = json_load_file(path, 0, NULL);
    const char *whose = json_string_value(json_object_get(was, "guid"));
    long long when = whose && strcmp(whose, guid) == 0 ? json_integer_value(json_object_get(was, "added")) : 0;
    json_decref(was);
    return when > 0 ? when : (long long)time(NULL);
}

static json_t *describe(const al_pack_input *in, const char *about, long long bytes, long long when)
{
    const al_script *s = in->script;
    uint64_t frames = 0;
    for (size_t i = 0; i < in->count; i++)
        frames += in->chapters[i].frames;
    json_t *authors = json_array();
    int bad = !authors;
    for (size_t i = 0; i < s->byline_count && !bad; i++)
        bad = json_array_append_new(authors, json_string(s->bylines[i]));
    json_t *o = json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:O}", "guid", in->id, "title", *s->title ? s->title : in->name,
                          "language", s->language, "bytes", (json_int_t)bytes, "seconds",
                          (json_int_t)(frames / (uint64_t)in->rate), "added", (json_int_t)when, "about", about, "authors", authors);
    bad = bad || !o || (s->url && *s->url && json_object_set_new(o, "link", json_string(s->url)));
    json_decref(authors);
    if (!bad)
        return o;
    json_decref(o);
    return NULL;
}

static int fill_episode(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    struct stat st;
    al_buf path, own, about;
    al_buf_init(&path, 1 << 16);
    al_buf_init(&own, 1 << 16);
    al_buf_init(&about, 1 << 16);
    al_buf_printf(&path, "%s/%s.mp3", in->folder, in->name);
    al_buf_printf(&own, "%s/%s%s", in->folder, in->name, al_packer_episode.file);
    add_about(in->script, &about);
    int status = path.failed || own.failed || about.failed ? al_fail_memory(err) : 0;
    if (!status && stat(path.data, &st) < 0)
        status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s is missing; convert with -P podcast again", path.data);
    if (!status)
        al_manifest_dump(describe(in, al_buf_string(&about), (long long)st.st_size, added(own.data, in->id)), out);
    al_buf_release(&path);
    al_buf_release(&own);
    al_buf_release(&about);
    return status;
}

const al_packer al_packer_transcript = { .name = "podcast", .apart = true, .file = ".transcript.vtt",
                                         .help = "what is said in the episode", .fill = fill_transcript };
const al_packer al_packer_chapters = { .name = "podcast", .apart = true, .file = ".chapters.json",
                                       .help = "the chapters of the episode", .fill = fill_chapters };
const al_packer al_packer_episode = { .name = "podcast", .apart = true, .file = AL_FEED_EPISODE,
                                      .help = "what the feed says of the episode", .fill = fill_episode };
