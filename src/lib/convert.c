/* The whole road behind the script: voice, pool, folder, chapters, packages. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/data.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lib/folder.h"
#include "lib/options.h"
#include "lib/packages.h"
#include "lib/render.h"
#include "lib/timings.h"
#include "lib/voices.h"

/* Raised when the same plan would be written in another way. */
enum { FORM = 5 };

typedef struct conversion {
    const al_script *script;
    const aloud_options *options;
    aloud_listener *listener; /* may be NULL */
    void *user;
    al_buf data;
    al_voice *voice;
    al_phrases *phrases;
    al_pool *pool;
    al_levels *levels;
    const al_format *format;
    const char *version;  /* of what encodes it */
    al_folder folder;
    unsigned char *run;   /* chapters of this run */
    unsigned char *pick;  /* those of them to speak */
    char (*prints)[33];   /* fingerprint of each chapter */
    uint32_t packages;    /* those asked for */
    int picked;           /* how many chapters this run covers */
    size_t items, before; /* items of those in all, and of the kept ones among them */
    aloud_error fault;    /* the first utterance that could not be spoken */
    size_t faults;
} conversion;

/* ---- telling the listener --------------------------------------------------------------------------------------- */

static int tell(conversion *c, aloud_event event, size_t chapter, size_t done, double seconds, const char *text)
{
    if (!c->listener)
        return 0;
    aloud_report r = { .event = event, .chapter = (int)chapter + 1, .chapters = c->picked, .item = c->before + done,
                       .items = c->items, .title = c->script->chapters[chapter].title, .text = text, .seconds = seconds };
    return c->listener(c->user, &r);
}

static int tell_or_stop(conversion *c, aloud_event event, size_t chapter, double seconds, aloud_error *err)
{
    return tell(c, event, chapter, 0, seconds, NULL) ? al_fail(err, ALOUD_ERROR_CANCELLED, "stopped") : 0;
}

/* ---- what a chapter's sound depends on -------------------------------------------------------------------------- */

static void digest_style(al_digest *d, const al_style *s)
{
    al_digest_string(d, s->family);
    al_digest_number(d, s->rate);
    al_digest_number(d, s->pitch);
    al_digest_number(d, s->range);
    al_digest_number(d, s->volume);
}

/* Those that lie in the step's text, counted from its start. */
static void digest_pronunciations(al_digest *d, const al_step *step)
{
    const al_pronunciations *all = &step->pronunciations;
    for (size_t i = 0; i < all->count && all->at[i].from < all->base + step->size; i++) {
        const al_pronunciation *p = &all->at[i];
        if (p->from < all->base || p->to > all->base + step->size)
            continue;
        al_digest_number(d, (long)(p->from - all->base));
        al_digest_number(d, (long)(p->to - all->base));
        al_digest_number(d, p->alphabet);
        al_digest_string(d, p->phonemes);
    }
}

static void digest_tags(conversion *c, al_digest *d, size_t chapter)
{
    const al_script *s = c->script;
    al_digest_number(d, FORM);
    al_digest_string(d, al_pool_version(c->pool));
    al_digest_string(d, c->format->name);
    al_digest_string(d, c->version);
    al_digest_number(d, al_pool_rate(c->pool));
    al_digest_string(d, s->title);
    for (size_t i = 0; i < s->byline_count; i++)
        al_digest_string(d, s->bylines[i]);
    al_digest_string(d, s->published);
    al_digest_string(d, s->url);
    al_digest_string(d, s->chapters[chapter].title);
    for (size_t i = 0; i < s->chapters[chapter].count; i++) {
        const al_item *item = &s->items[s->chapters[chapter].first + i];
        al_digest_number(d, item->role);
        al_digest_string(d, item->announce);
        al_digest_string(d, item->text);
    }
}

/* Fingerprints of all picked chapters: their plan is gone through without speaking. */
static int fingerprint(conversion *c, aloud_error *err)
{
    al_plan *plan;
    int status = al_plan_new(c->script, c->voice, &c->options->picks, c->pick, &plan, err);
    if (status)
        return status;
    al_digest d;
    al_step step;
    size_t chapter = SIZE_MAX;
    while ((status = al_plan_next(plan, &step, err)) == 1) {
        if (step.chapter != chapter) {
            if (chapter != SIZE_MAX)
                al_digest_text(&d, c->prints[chapter]);
            chapter = step.chapter;
            al_digest_init(&d);
            digest_tags(c, &d, chapter);
            al_digest_number(&d, al_plan_tail(plan, chapter, NULL));
        }
        al_digest_add(&d, step.text, step.size);
        al_digest_number(&d, step.silence);
        al_digest_number(&d, step.begins);
        digest_style(&d, &step.style);
        al_level *level;
        if ((status = al_levels_find(c->levels, &step.style, &level, err)))
            break;
        al_digest_string(&d, al_level_text(level));
        digest_pronunciations(&d, &step);
    }
    if (chapter != SIZE_MAX && status == 0)
        al_digest_text(&d, c->prints[chapter]);
    al_plan_free(plan);
    return status;
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static int open_voice(conversion *c, aloud_error *err)
{
    const aloud_options *o = c->options;
    int status = al_voice_load(al_buf_string(&c->data), o->voice, &c->voice, err);
    if (!status)
        status = al_pool_open(al_engine_find(o->engine), al_options_jobs(o), &c->pool, err);
    al_style style;
    int changed = 0;
    if (!status)
        status = al_voice_style(c->voice, AL_ROLE_PARAGRAPH, c->script->language, &o->picks, &style, &changed, err);
    if (status)
        return status;
    /* A voice asked for by the engine's name must exist, also where the article's language replaces it. */
    const char *asked = al_voice_engine(c->voice);
    if (asked && asked[0] != '+' && strcmp(asked, style.family) != 0)
        status = al_pool_voice(c->pool, asked, err);
    if (!status)
        status = al_pool_voice(c->pool, style.family, err);
    if (!status && changed) {
        al_buf note;
        al_buf_init(&note, 1 << 12);
        al_buf_printf(&note, "voice %s does not speak the article's language (%s); it is read by %s", o->voice,
                      c->script->language, style.family);
        if (note.failed)
            status = al_fail_memory(err);
        else if (tell(c, ALOUD_NOTE, 0, 0, 0, al_buf_string(&note)))
            status = al_fail(err, ALOUD_ERROR_CANCELLED, "stopped");
        al_buf_release(&note);
    }
    return status;
}

static int open_all(conversion *c, aloud_error *err)
{
    const al_script *s = c->script;
    al_buf_init(&c->data, 1 << 16);
    c->format = al_format_find(c->options->format);
    c->version = c->format->coder->version();
    c->run = malloc(s->chapter_count);
    c->pick = malloc(s->chapter_count);
    c->prints = calloc(s->chapter_count, sizeof *c->prints);
    if (!c->run || !c->pick || !c->prints)
        return al_fail_memory(err);
    int status = aloud_script_pick(s, c->options, c->run, err);
    if (status)
        return status;
    memcpy(c->pick, c->run, s->chapter_count);
    status = al_data_folder(&c->data, err);
    if (!status && !(c->levels = al_levels_new(al_buf_string(&c->data), s)))
        status = al_fail_memory(err);
    if (!status)
        status = al_phrases_load(al_buf_string(&c->data), s->language, &c->phrases, err);
    if (!status)
        status = al_packages_choose(c->options, &c->packages, err);
    if (!status)
        status = al_folder_open(&c->folder, c->options->output, s, c->options->force, err);
    if (!status)
        status = open_voice(c, err);
    if (status == ALOUD_ERROR_USAGE)
        al_voices_suggest(c->options, al_buf_string(&c->data), err);
    return status;
}

/* Chapters that stand as they would be spoken leave the pick. */
static int keep_standing(conversion *c, aloud_error *err)
{
    const al_script *s = c->script;
    int status = 0;
    for (size_t i = 0; i < s->chapter_count; i++) {
        c->picked += c->run[i];
        c->items += c->run[i] ? s->chapters[i].count : 0;
    }
    for (size_t i = 0; i < s->chapter_count && !status; i++) {
        if (!c->run[i] || c->options->force || !al_folder_keeps(&c->folder, s, i, c->format, c->prints[i]))
            continue;
        const al_record_chapter *r = al_record_find(&c->folder.record, (int)i + 1);
        c->pick[i] = 0;
        c->before += s->chapters[i].count;
        status = tell_or_stop(c, ALOUD_CHAPTER_KEPT, i, (double)r->frames / c->folder.record.rate, err);
    }
    return status;
}

/* ---- the renderer's hooks --------------------------------------------------------------------------------------- */

static int chapter_path(void *user, size_t chapter, al_buf *out, aloud_error *err)
{
    conversion *c = user;
    al_buf name;
    al_buf_init(&name, 1 << 16);
    al_folder_name(c->script, chapter, c->format, &name);
    al_folder_path(&c->folder, al_buf_string(&name), out);
    int status = name.failed || out->failed ? al_fail_memory(err) : 0;
    al_buf_release(&name);
    return status;
}

static int chapter_begins(void *user, size_t chapter, aloud_error *err)
{
    return tell_or_stop(user, ALOUD_CHAPTER_BEGINS, chapter, 0, err);
}

static int chapter_done(void *user, size_t chapter, const al_timeline *timeline, size_t faults, aloud_error *err)
{
    conversion *c = user;
    al_buf name, path;
    struct stat st;
    al_buf_init(&name, 1 << 16);
    al_buf_init(&path, 1 << 16);
    al_folder_name(c->script, chapter, c->format, &name);
    al_folder_path(&c->folder, al_buf_string(&name), &path);
    al_record_chapter r = { .number = (int)chapter + 1, .title = (char *)c->script->chapters[chapter].title,
                            .file = (char *)al_buf_string(&name), .frames = timeline->end,
                            .size = stat(al_buf_string(&path), &st) == 0 ? (uint64_t)st.st_size : 0,
                            /* With something missing it must be spoken again next time. */
                            .fingerprint = faults ? (char *)"" : c->prints[chapter] };
    const al_item *items = &c->script->items[c->script->chapters[chapter].first];
    int status = name.failed || path.failed
                     ? al_fail_memory(err)
                     : al_timings_save(al_buf_string(&c->folder.path), r.number, r.fingerprint, items, timeline, err);
    if (!status)
        status = al_folder_put(&c->folder, &r, err);
    if (!status)
        status = al_folder_save(&c->folder, false, err);
    al_buf_release(&name);
    al_buf_release(&path);
    if (!status)
        status = tell_or_stop(c, ALOUD_CHAPTER_DONE, chapter, (double)timeline->end / al_pool_rate(c->pool), err);
    return status;
}

static void chapter_fault(void *user, const al_item *item, const aloud_error *why)
{
    conversion *c = user;
    if (!c->faults++)
        al_fail_at(&c->fault, why->status, item->line, "not spoken: %s", why->text);
}

static int stop(void *user, size_t chapter, size_t items_done)
{
    return tell(user, ALOUD_PROGRESS, chapter, items_done, 0, NULL);
}

/* ---- the end ---------------------------------------------------------------------------------------------------- */

static int packed(void *user, const char *file)
{
    return tell(user, ALOUD_PACKAGE_DONE, 0, 0, 0, file);
}

static int packing(void *user)
{
    return tell(user, ALOUD_PACKING, 0, 0, 0, NULL);
}

/* The chapters that stand, each with its timeline: an empty one where it is left from before the article changed. */
static int list_chapters(conversion *c, al_pack_chapter *chapters, al_timeline *timelines, size_t *count, aloud_error *err)
{
    const al_record *r = &c->folder.record;
    for (size_t i = 0; i < r->count; i++) {
        const al_record_chapter *was = &r->chapters[i];
        if (!al_folder_stands(&c->folder, was))
            continue;
        int status = al_folder_timeline(&c->folder, c->script, was, &timelines[*count], err);
        if (status < 0)
            return status;
        chapters[*count] = (al_pack_chapter){ .number = was->number, .title = was->title, .file = was->file,
                                              .frames = was->frames, .timeline = &timelines[*count] };
        ++*count;
    }
    return 0;
}

static int pack(conversion *c, aloud_error *err)
{
    const al_record *r = &c->folder.record;
    al_pack_chapter *chapters = malloc((r->count ? r->count : 1) * sizeof *chapters);
    al_timeline *timelines = calloc(r->count ? r->count : 1, sizeof *timelines);
    al_buf voice;
    al_buf_init(&voice, 1 << 12);
    al_buf_printf(&voice, "%s, %s", al_voice_name(c->voice), al_pool_version(c->pool));
    size_t count = 0;
    int status = chapters && timelines && !voice.failed ? list_chapters(c, chapters, timelines, &count, err) : al_fail_memory(err);
    const char *path = al_buf_string(&c->folder.path), *slash = strrchr(path, '/');
    al_pack_input in = { .script = c->script, .phrases = c->phrases, .voice = al_buf_string(&voice), .rate = r->rate,
                         .id = r->id, .folder = path, .name = slash ? slash + 1 : path,
                         .poll = packing, .user = c, .jobs = al_options_jobs(c->options), .chapters = chapters, .count = count };
    if (!status)
        status = al_packages_write(&c->folder, &in, c->packages, packed, c, err);
    if (!status)
        status = al_packages_feed(&c->folder, c->options, in.name, packed, c, err);
    for (size_t i = 0; timelines && i < r->count; i++)
        al_timeline_release(&timelines[i]);
    free(timelines);
    free(chapters);
    al_buf_release(&voice);
    return status;
}

static int speak(conversion *c, aloud_error *err)
{
    al_plan *plan;
    int status = al_plan_new(c->script, c->voice, &c->options->picks, c->pick, &plan, err);
    if (status)
        return status;
    al_render_to to = { .format = c->format, .jobs = al_options_jobs(c->options), .levels = c->levels };
    al_render_hooks hooks = { .user = c, .path = chapter_path, .begins = chapter_begins, .done = chapter_done,
                              .fault = chapter_fault, .stop = stop };
    status = al_render_all(c->script, plan, c->pool, &to, &hooks, err);
    al_plan_free(plan);
    return status;
}

/* Every chapter of the run that has anything to hear must be there in the end, whoever else was in the folder meanwhile. */
static int verify(conversion *c, aloud_error *err)
{
    for (size_t i = 0; i < c->script->chapter_count; i++) {
        const al_record_chapter *r = c->run[i] && *c->prints[i] ? al_record_find(&c->folder.record, (int)i + 1) : NULL;
        if (c->run[i] && *c->prints[i] && (!r || !al_folder_stands(&c->folder, r)))
            return al_fail(err, ALOUD_ERROR_OUTPUT,
                           "chapter %zu is gone from folder %s; convert again, and leave the folder alone meanwhile", i + 1,
                           al_buf_string(&c->folder.path));
    }
    return 0;
}

/* The folder is ours from here on; what is recorded of it is saved also when the rest fails. */
static int write_chapters(conversion *c, aloud_error *err)
{
    bool all = !memchr(c->run, 0, c->script->chapter_count);
    int status = keep_standing(c, err);
    if (!status && all)
        status = al_folder_prune(&c->folder, c->script, err);
    if (!status)
        status = speak(c, err);
    int saved = al_folder_save(&c->folder, true, status ? NULL : err);
    if (!status)
        status = saved;
    if (!status)
        status = verify(c, err);
    return status ? status : pack(c, err);
}

static void release(conversion *c)
{
    al_pool_close(c->pool);
    al_folder_close(&c->folder);
    al_voice_free(c->voice);
    al_levels_free(c->levels);
    al_phrases_free(c->phrases);
    al_buf_release(&c->data);
    free(c->run);
    free(c->pick);
    free(c->prints);
}

int aloud_convert(const aloud_script *script, const aloud_options *options, aloud_listener *listener, void *user,
                  char *folder, size_t size, aloud_error *err)
{
    conversion c = { .script = script, .options = al_options_or_usual(options), .listener = listener, .user = user,
                     .folder = { .lock = -1 } };
    int status = open_all(&c, err);
    if (!status)
        status = fingerprint(&c, err);
    if (!status)
        status = al_folder_make(&c.folder, script, c.options->force, al_pool_rate(c.pool), err);
    if (!status)
        status = write_chapters(&c, err);
    if (!status && c.faults) {
        if (err)
            *err = c.fault;
        status = c.fault.status;
    }
    if (folder && size && (!status || c.faults)) {
        size_t n = al_text_fit(al_buf_string(&c.folder.path), size - 1);
        memcpy(folder, al_buf_string(&c.folder.path), n);
        folder[n] = '\0';
    }
    release(&c);
    return status;
}

int aloud_folder_chapters(const char *folder, aloud_each_chapter *each, void *user, aloud_error *err)
{
    al_record r;
    al_record_init(&r);
    int status = al_record_load_made(folder, &r, err);
    for (size_t i = 0; i < r.count && !status; i++)
        if (each(user, r.chapters[i].number, r.chapters[i].title, r.chapters[i].file, (double)r.chapters[i].frames / r.rate))
            break;
    al_record_release(&r);
    return status;
}
