#include "pack/sound.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/av.h"
#include "audio/decoder.h"
#include "audio/encoder.h"
#include "base/file.h"

enum { MOST_FORMATS = 8, MOST_THREADS = 64, FRAMES = 16384 };

/* The chapters in one format. */
typedef struct set {
    const al_format *format;
    char **paths;
    size_t count;
    bool own;    /* encoded here, to be removed */
    bool failed;
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
    return strcmp(names[0], al_format_aac.name) == 0 ? &al_format_aac : al_format_find(names[0]);
}

/* ---- encoding ------------------------------------------------------------------------------------------------------- */

/* A chapter to be encoded in one format. */
typedef struct task {
    set *set;
    size_t index;
    uint64_t frames;
} task;

/* What the threads share. */
typedef struct job {
    const al_pack_input *in;
    task *tasks;
    size_t count;
    pthread_mutex_t lock; /* over what follows, and the status of the sets */
    size_t next;
    bool stop;            /* the caller wants no more of it */
    int status;           /* the first that is not 0 */
    aloud_error err;
} job;

/* Whether to leave off; `first`: of the thread that packs, the only one that asks. */
static bool stopped(job *j, bool first)
{
    bool stop = first && j->in->poll && j->in->poll(j->in->user);
    pthread_mutex_lock(&j->lock);
    j->stop = j->stop || stop;
    stop = j->stop;
    pthread_mutex_unlock(&j->lock);
    return stop;
}

static int copy_frames(job *j, bool first, al_decoder *from, al_encoder *to, aloud_error *err)
{
    int16_t *frames = malloc(FRAMES * sizeof *frames);
    int status = frames ? 0 : al_fail_memory(err);
    long n = 1;
    while (!status && n > 0) {
        n = al_decoder_read(from, frames, FRAMES, err);
        status = n < 0 ? (int)n : al_encoder_write(to, frames, (size_t)n, err);
        if (!status && stopped(j, first))
            status = al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
    }
    free(frames);
    return status;
}

static int encode(job *j, bool first, const task *t, aloud_error *err)
{
    const al_pack_input *in = j->in;
    const al_pack_chapter *c = &in->chapters[t->index];
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
        status = al_encoder_begin(t->set->paths[t->index], t->set->format, rate, &tags, NULL, 0, &encoder, err);
    if (!status)
        status = copy_frames(j, first, decoder, encoder, err);
    if (!status)
        status = al_encoder_finish(encoder, NULL, err);
    else
        al_encoder_abandon(encoder);
    al_decoder_close(decoder);
    al_buf_release(&from);
    return status;
}

/* A format that fails keeps no other from being encoded. */
static void encode_some(job *j, bool first)
{
    for (;;) {
        aloud_error err;
        pthread_mutex_lock(&j->lock);
        while (j->next < j->count && j->tasks[j->next].set->failed)
            j->next++;
        const task *t = j->next < j->count && !j->stop ? &j->tasks[j->next++] : NULL;
        pthread_mutex_unlock(&j->lock);
        if (!t)
            return;
        int status = encode(j, first, t, &err);
        if (!status)
            continue;
        pthread_mutex_lock(&j->lock);
        t->set->failed = true;
        if (!j->status) {
            j->status = status;
            j->err = err;
        }
        pthread_mutex_unlock(&j->lock);
    }
}

static void *work(void *user)
{
    encode_some(user, false);
    return NULL;
}

/* The longest first, so that none is left over for one thread while the others are done. */
static int by_length(const void *a, const void *b)
{
    const task *x = a, *y = b;
    return x->frames != y->frames ? (x->frames < y->frames) - (x->frames > y->frames) : (x->set > y->set) - (x->set < y->set);
}

/* All chapters in the formats of `sets`, in->jobs at a time. */
static int encode_all(const al_pack_input *in, set *sets, size_t count, aloud_error *err)
{
    pthread_t threads[MOST_THREADS];
    job j = { .in = in, .tasks = malloc((in->count * count + 1) * sizeof *j.tasks) };
    int most = in->jobs > MOST_THREADS ? MOST_THREADS : in->jobs, begun = 0;
    for (size_t k = 0; k < count && !j.tasks; k++)
        sets[k].failed = sets[k].own;
    if (!j.tasks)
        return al_fail_memory(err);
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; sets[k].own && i < in->count; i++)
            j.tasks[j.count++] = (task){ .set = &sets[k], .index = i, .frames = in->chapters[i].frames };
    if (j.count)
        qsort(j.tasks, j.count, sizeof *j.tasks, by_length);
    pthread_mutex_init(&j.lock, NULL);
    /* This thread is one of them, and all where no other can be begun. */
    while (begun + 1 < most && (size_t)begun + 1 < j.count && pthread_create(&threads[begun], NULL, work, &j) == 0)
        begun++;
    encode_some(&j, true);
    while (begun)
        pthread_join(threads[--begun], NULL);
    pthread_mutex_destroy(&j.lock);
    free(j.tasks);
    for (size_t k = 0; k < count && j.stop; k++)
        sets[k].failed = sets[k].own;
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

static const set *find(const al_sounds *all, const al_format *format)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].format == format)
            return &all->at[i];
    return NULL;
}

int al_sounds_make(const al_pack_input *in, const al_format *const *formats, size_t count, aloud_error *err)
{
    al_sounds *all = in->sounds;
    set *new = all->at + all->count;
    size_t added = 0, kept = 0;
    int status = 0;
    for (size_t i = 0; i < count && !status; i++) {
        bool there = find(all, formats[i]) != NULL;
        for (size_t k = 0; k < added; k++)
            there = there || new[k].format == formats[i];
        if (there)
            continue;
        if (all->count + added == MOST_FORMATS) {
            status = al_fail_memory(err);
            break;
        }
        set *s = &new[added++];
        *s = (set){ .format = formats[i], .own = format_of(in) != formats[i] };
        status = name_all(in, s, err);
    }
    bool named = !status;
    if (named)
        status = encode_all(in, new, added, err);
    for (size_t k = 0; k < added; k++)
        if (!named || new[k].failed)
            release(&new[k]);
        else
            new[kept++] = new[k];
    all->count += kept;
    return status;
}

int al_sounds_get(const al_pack_input *in, const al_format *format, const char *const **paths, aloud_error *err)
{
    int status = al_sounds_make(in, &format, 1, err);
    if (!status)
        *paths = (const char *const *)find(in->sounds, format)->paths;
    return status;
}
