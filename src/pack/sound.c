#include "pack/sound.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/decoder.h"
#include "audio/encoder.h"
#include "base/file.h"

enum { MOST_FORMATS = 8, MOST_THREADS = 64, FRAMES = 16384 };

/* The chapters in one format. */
typedef struct set {
    const al_format *format;
    char **paths;
    size_t count;
    bool own; /* encoded here, to be removed */
} set;

struct al_sounds {
    set at[MOST_FORMATS];
    size_t count;
};

al_sounds *al_sounds_new(void)
{
    return calloc(1, sizeof(al_sounds));
}

static void release(set *s)
{
    for (size_t i = 0; s->paths && i < s->count; i++) {
        if (s->own && s->paths[i])
            unlink(s->paths[i]);
        free(s->paths[i]);
    }
    free(s->paths);
    *s = (set){ 0 };
}

void al_sounds_free(al_sounds *s)
{
    for (size_t i = 0; s && i < s->count; i++)
        release(&s->at[i]);
    free(s);
}

/* The format that all chapters have; NULL where they are of several, from before another was chosen. */
static const al_format *format_of(const al_pack_input *in)
{
    const al_format *f = in->count ? al_format_of(in->chapters[0].file) : NULL;
    for (size_t i = 1; i < in->count; i++)
        if (al_format_of(in->chapters[i].file) != f)
            return NULL;
    return f;
}

const al_format *al_sound_format(const al_pack_input *in, const char *const *names)
{
    const al_format *have = format_of(in);
    for (size_t i = 0; have && names[i]; i++)
        if (strcmp(have->name, names[i]) == 0)
            return have;
    return al_format_find(names[0]);
}

/* ---- encoding ------------------------------------------------------------------------------------------------------- */

/* What the threads share. */
typedef struct job {
    const al_pack_input *in;
    set *set;
    pthread_mutex_t lock; /* over what follows */
    size_t next;
    int status;
    aloud_error err;
} job;

static int copy_frames(al_decoder *from, al_encoder *to, aloud_error *err)
{
    int16_t *frames = malloc(FRAMES * sizeof *frames);
    int status = frames ? 0 : al_fail_memory(err);
    long n = 1;
    while (!status && n > 0) {
        n = al_decoder_read(from, frames, FRAMES, err);
        status = n < 0 ? (int)n : al_encoder_write(to, frames, (size_t)n, err);
    }
    free(frames);
    return status;
}

static int encode(const al_pack_input *in, const al_format *format, size_t index, const char *to, aloud_error *err)
{
    const al_pack_chapter *c = &in->chapters[index];
    const al_script *s = in->script;
    al_audio_tags tags = { .title = c->title, .album = s->title, .artist = s->byline_count ? s->bylines[0] : NULL,
                           .date = s->published, .comment = s->url, .track = c->number };
    al_buf from;
    al_decoder *decoder = NULL;
    al_encoder *encoder = NULL;
    int rate;
    uint64_t frames;
    al_buf_init(&from, 1 << 16);
    al_buf_printf(&from, "%s/%s", in->folder, c->file);
    int status = from.failed ? al_fail_memory(err) : al_decoder_open(from.data, &decoder, &rate, &frames, err);
    if (!status)
        status = al_encoder_begin(to, format, rate, &tags, NULL, 0, &encoder, err);
    if (!status)
        status = copy_frames(decoder, encoder, err);
    if (!status)
        status = al_encoder_finish(encoder, NULL, err);
    else
        al_encoder_abandon(encoder);
    al_decoder_close(decoder);
    al_buf_release(&from);
    return status;
}

static void *work(void *user)
{
    job *j = user;
    for (;;) {
        aloud_error err;
        pthread_mutex_lock(&j->lock);
        size_t index = j->status ? j->in->count : j->next++;
        pthread_mutex_unlock(&j->lock);
        if (index >= j->in->count)
            return NULL;
        int status = encode(j->in, j->set->format, index, j->set->paths[index], &err);
        if (!status)
            continue;
        pthread_mutex_lock(&j->lock);
        if (!j->status) {
            j->status = status;
            j->err = err;
        }
        pthread_mutex_unlock(&j->lock);
    }
}

/* All chapters, in->jobs at a time. */
static int encode_all(const al_pack_input *in, set *s, aloud_error *err)
{
    pthread_t threads[MOST_THREADS];
    job j = { .in = in, .set = s };
    int most = in->jobs > MOST_THREADS ? MOST_THREADS : in->jobs, count = 0;
    pthread_mutex_init(&j.lock, NULL);
    /* This thread is one of them, and all where no other can be begun. */
    while (count + 1 < most && (size_t)count + 1 < in->count && pthread_create(&threads[count], NULL, work, &j) == 0)
        count++;
    work(&j);
    while (count)
        pthread_join(threads[--count], NULL);
    pthread_mutex_destroy(&j.lock);
    if (j.status && err)
        *err = j.err;
    return j.status;
}

/* ---- asking --------------------------------------------------------------------------------------------------------- */

/* Names that are drafts', so that what a killed run leaves is swept away. */
static int name_all(const al_pack_input *in, set *s, aloud_error *err)
{
    s->paths = calloc(in->count + 1, sizeof *s->paths);
    if (!s->paths)
        return al_fail_memory(err);
    s->count = in->count;
    for (size_t i = 0; i < in->count; i++) {
        al_buf path;
        al_buf_init(&path, 1 << 16);
        al_buf_printf(&path, "%s/", in->folder);
        if (s->own)
            al_buf_printf(&path, ".%03zu%s" AL_FILE_DRAFT, i + 1, s->format->suffix);
        else
            al_buf_add_string(&path, in->chapters[i].file);
        s->paths[i] = path.failed ? NULL : path.data;
        if (!s->paths[i]) {
            al_buf_release(&path);
            return al_fail_memory(err);
        }
    }
    return 0;
}

int al_sounds_get(const al_pack_input *in, const al_format *format, const char *const **paths, aloud_error *err)
{
    al_sounds *all = in->sounds;
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].format == format) {
            *paths = (const char *const *)all->at[i].paths;
            return 0;
        }
    set s = { .format = format, .own = format_of(in) != format };
    int status = all->count < MOST_FORMATS ? name_all(in, &s, err) : al_fail_memory(err);
    if (!status && s.own)
        status = encode_all(in, &s, err);
    if (status) {
        release(&s);
        return status;
    }
    all->at[all->count++] = s;
    *paths = (const char *const *)s.paths;
    return 0;
}
