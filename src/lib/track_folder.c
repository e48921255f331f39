/* A folder of chapters that convert made: their files, and what is heard in them when. */
#include <stdlib.h>
#include <string.h>

#include "audio/decoder.h"
#include "base/grow.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lib/record.h"
#include "lib/timings.h"
#include "lib/track.h"

enum { WINDOW = 1 << 13 /* frames that are at hand: what is read twice is decoded once */ };

/* A sentence, or what is announced before one. */
typedef struct spoken {
    size_t item;
    uint64_t from;     /* frame of the chapter */
    size_t first_word; /* of the timeline's */
} spoken;

/* A chapter, once it was looked at. */
typedef struct known {
    bool looked;
    bool timed;       /* its timings are there */
    al_timings timings;
} known;

typedef struct recording {
    al_track track;
    al_buf path;
    al_record record;
    known *chapters;
    al_decoder *file;  /* of the current chapter */
    uint64_t frames;   /* of it, as the record says and as the file has them: at the rate of the file */
    uint64_t next;     /* frame that the file gives next */
    spoken *spoken;
    size_t count, room;
    int16_t window[WINDOW];
    uint64_t from;     /* frame of the chapter that window[0] is */
    size_t held;
} recording;

static void leave(recording *r)
{
    al_decoder_close(r->file);
    r->file = NULL;
    r->count = r->held = 0;
    r->from = r->next = 0;
}

static void free_recording(al_track *t)
{
    recording *r = (recording *)t;
    leave(r);
    for (size_t i = 0; r->chapters && i < t->chapters; i++)
        al_timings_release(&r->chapters[i].timings);
    free(r->chapters);
    free(r->spoken);
    al_record_release(&r->record);
    al_buf_release(&r->path);
    free(r);
}

/* A chapter without timings is heard all the same, as one sentence. */
static int look(recording *r, size_t chapter, known **out, aloud_error *err)
{
    known *k = &r->chapters[chapter];
    const al_record_chapter *c = &r->record.chapters[chapter];
    *out = k;
    if (k->looked)
        return 0;
    int status = al_timings_read(al_buf_string(&r->path), c->number, c->fingerprint, &k->timings, err);
    if (status < 0)
        return status;
    k->looked = true;
    k->timed = status == 0;
    return 0;
}

static int open_file(recording *r, size_t chapter, int *rate, aloud_error *err)
{
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s", al_buf_string(&r->path), r->record.chapters[chapter].file);
    int status = path.failed ? al_fail_memory(err) : al_decoder_open(al_buf_string(&path), &r->file, rate, &r->frames, err);
    al_buf_release(&path);
    if (status == ALOUD_ERROR_INPUT)
        return al_fail(err, status, "%s, one of its chapters, cannot be read; convert again", r->record.chapters[chapter].file);
    return status;
}

/* Frames of the timeline are those of the engine; a format may have another rate. */
static uint64_t at_rate(const recording *r, uint64_t frame)
{
    return r->track.rate == r->record.rate ? frame : frame * (uint64_t)r->track.rate / (uint64_t)r->record.rate;
}

static bool add_sentence(recording *r, size_t item, uint64_t from, size_t word)
{
    if (!al_grow(&r->spoken, &r->room, r->count, sizeof *r->spoken))
        return false;
    r->spoken[r->count++] = (spoken){ .item = item, .from = at_rate(r, from), .first_word = word };
    return true;
}

/* What is announced before the first word of an item is of its first sentence. */
static bool find_sentences(recording *r, const known *k)
{
    const al_timeline *t = &k->timings.timeline;
    size_t word = 0;
    bool good = true;
    for (size_t i = 0; i < t->count && good; i++) {
        good = add_sentence(r, i, i ? t->at[i].from : 0, word);
        for (bool first = true; good && word < t->word_count && t->words[word].item == t->at[i].item; word++, first = false)
            if (t->words[word].sentence && !first)
                good = add_sentence(r, i, t->words[word].begin, word);
    }
    return good && (r->count || add_sentence(r, 0, 0, 0));
}

static int enter_recording(al_track *t, size_t chapter, aloud_error *err)
{
    recording *r = (recording *)t;
    known *k;
    int rate = 0, status = look(r, chapter, &k, err);
    if (status)
        return status;
    leave(r);
    status = open_file(r, chapter, &rate, err);
    if (!status && t->rate && rate != t->rate)
        status = al_fail(err, ALOUD_ERROR_INPUT, "chapter %d is of another sample rate than the others; convert again with one "
                         "format", r->record.chapters[chapter].number);
    if (status)
        return status;
    t->rate = rate;
    t->chapter = chapter;
    return find_sentences(r, k) ? 0 : al_fail_memory(err);
}

static int sentence_of_recording(al_track *t, size_t k, al_sentence *out, aloud_error *err)
{
    recording *r = (recording *)t;
    (void)err;
    if (k >= r->count)
        return 0;
    const known *c = &r->chapters[t->chapter];
    *out = (al_sentence){ .item = r->spoken[k].item, .role = AL_ROLE_PARAGRAPH, .text = "", .language = t->language };
    if (!c->timed)
        return 1;
    const al_timings_item *item = &c->timings.items[out->item];
    out->role = item->role;
    out->language = item->language;
    out->text = item->text;
    out->size = strlen(item->text);
    return 1;
}

/* ---- sound ---------------------------------------------------------------------------------------------------------- */

/* Have frame `at` in the window, unless the file ends before it. */
static int move_window(recording *r, uint64_t at, aloud_error *err)
{
    if (at >= r->from && at < r->from + r->held)
        return 0;
    int status = 0;
    if (at != r->next)
        status = al_decoder_seek(r->file, at, err);
    if (status)
        return status;
    /* The half before stays where it goes on: a fading end is read twice. */
    size_t kept = at == r->from + r->held && r->held > WINDOW / 2 ? WINDOW / 2 : 0;
    memmove(r->window, r->window + r->held - kept, kept * sizeof *r->window);
    r->from = at - kept;
    r->held = kept;
    long n = al_decoder_read(r->file, r->window + kept, WINDOW / 2, err);
    if (n < 0)
        return (int)n;
    r->held += (size_t)n;
    r->next = at + (uint64_t)n;
    return 0;
}

static int read_recording(al_track *t, size_t k, size_t offset, int16_t *out, size_t room, size_t *got, aloud_error *err)
{
    recording *r = (recording *)t;
    *got = 0;
    if (k >= r->count)
        return 1;
    uint64_t at = r->spoken[k].from + offset, to = k + 1 < r->count ? r->spoken[k + 1].from : r->frames;
    if (at >= to)
        return 1;
    int status = move_window(r, at, err);
    if (status)
        return status;
    uint64_t there = r->from + r->held > at ? r->from + r->held - at : 0;
    there = there < to - at ? there : to - at;
    *got = there < room ? (size_t)there : room;
    memcpy(out, r->window + (at - r->from), *got * sizeof *out);
    return *got == 0 || at + *got == to; /* a file may end before it said that it would */
}

static int prepare_recording(al_track *t, size_t k, aloud_error *err)
{
    (void)t, (void)k, (void)err;
    return 0;
}

static size_t watch_recording(al_track *t, struct pollfd *on, size_t most)
{
    (void)t, (void)on, (void)most;
    return 0;
}

/* ---- words: their number is that of the timeline, from 1 ------------------------------------------------------------ */

/* The first word behind those of sentence k. */
static size_t last_word(const recording *r, const al_timeline *l, size_t k)
{
    return k + 1 < r->count ? r->spoken[k + 1].first_word : l->word_count;
}

static size_t word_of_recording(al_track *t, size_t k, size_t offset)
{
    recording *r = (recording *)t;
    const al_timeline *l = &r->chapters[t->chapter].timings.timeline;
    size_t word = 0;
    for (size_t i = k < r->count ? r->spoken[k].first_word : SIZE_MAX; k < r->count && i < last_word(r, l, k); i++)
        if (at_rate(r, l->words[i].begin) <= r->spoken[k].from + offset)
            word = i + 1;
    return word;
}

static int find_in_recording(al_track *t, size_t k, size_t word, size_t *offset)
{
    recording *r = (recording *)t;
    const al_timeline *l = &r->chapters[t->chapter].timings.timeline;
    *offset = 0;
    if (word && word <= l->word_count && k < r->count && at_rate(r, l->words[word - 1].begin) > r->spoken[k].from)
        *offset = (size_t)(at_rate(r, l->words[word - 1].begin) - r->spoken[k].from);
    return 1;
}

static void spell_recording(al_track *t, size_t k, size_t word, const char **text, size_t *size)
{
    recording *r = (recording *)t;
    const al_timings *timings = &r->chapters[t->chapter].timings;
    *text = "";
    *size = 0;
    if (!word || word > timings->timeline.word_count || k >= r->count)
        return;
    const al_heard_word *w = &timings->timeline.words[word - 1];
    *text = timings->items[r->spoken[k].item].text + w->from;
    *size = w->to - w->from;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------ */

static double seconds_of_recording(al_track *t, size_t k)
{
    recording *r = (recording *)t;
    return (double)(k < r->count ? r->spoken[k].from : r->frames) / t->rate;
}

static double length_of_recording(al_track *t, size_t chapter)
{
    recording *r = (recording *)t;
    return (double)r->record.chapters[chapter].frames / r->record.rate;
}

static const char *title_of_recording(al_track *t, size_t chapter)
{
    return ((recording *)t)->record.chapters[chapter].title;
}

static bool item_of_recording(al_track *t, size_t chapter, size_t item, al_role *role)
{
    known *k;
    if (look((recording *)t, chapter, &k, NULL) || item >= (k->timed ? k->timings.timeline.count : 1))
        return false;
    *role = k->timed ? k->timings.items[item].role : AL_ROLE_PARAGRAPH;
    return true;
}

static const al_track_kind recording_kind = {
    .free = free_recording, .enter = enter_recording, .sentence = sentence_of_recording, .read = read_recording,
    .prepare = prepare_recording, .word = word_of_recording, .find = find_in_recording, .spell = spell_recording,
    .watch = watch_recording, .seconds = seconds_of_recording, .length = length_of_recording, .title = title_of_recording,
    .item = item_of_recording,
};

static int open_recording(recording *r, const char *folder, aloud_error *err)
{
    al_digest d;
    known *k;
    al_buf_add_string(&r->path, folder);
    int status = r->path.failed ? al_fail_memory(err) : al_record_load(folder, &r->record, err);
    if (status < 0)
        return status;
    if (status || !r->record.count || r->record.rate < 1)
        return al_fail(err, ALOUD_ERROR_INPUT,
                       "is a folder without aloud's chapters; name an article, or a folder that `aloud convert` made");
    r->track.chapters = r->record.count;
    r->track.title = r->record.title;
    r->chapters = calloc(r->record.count, sizeof *r->chapters);
    status = r->chapters ? look(r, 0, &k, err) : al_fail_memory(err);
    if (status)
        return status;
    r->track.language = r->track.announcing = k->timed && k->timings.timeline.count ? k->timings.items[0].language : "en";
    al_digest_init(&d);
    al_digest_string(&d, r->record.title);
    for (size_t i = 0; i < r->record.count; i++)
        al_digest_string(&d, r->record.chapters[i].fingerprint);
    al_digest_text(&d, r->track.key);
    return 0;
}

int al_track_folder(const char *folder, al_track **out, aloud_error *err)
{
    recording *r = calloc(1, sizeof *r);
    if (!r)
        return al_fail_memory(err);
    al_buf_init(&r->path, 1 << 16);
    al_record_init(&r->record);
    r->track.kind = &recording_kind;
    int status = open_recording(r, folder, err);
    if (status)
        free_recording(&r->track);
    else
        *out = &r->track;
    return status;
}
