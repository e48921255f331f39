/* The player's public calls but for its turns (play.c) and commands (play_command.c): making one, and what it plays. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lib/play.h"
#include "lib/play_bus.h"

int aloud_player_new(const aloud_options *options, aloud_player **out, aloud_error *err)
{
    aloud_player *p = calloc(1, sizeof *p);
    if (!p)
        return al_fail_memory(err);
    p->options = *al_options_or_usual(options);
    p->wish = (al_output_wish){ .device = p->options.device, .file = p->options.output, .raw = p->options.raw };
    al_buf_init(&p->voice, 1 << 12);
    *out = p;
    return 0;
}

void aloud_player_share(aloud_player *p)
{
    p->shared = p->wish.device || !p->wish.file;
}

int aloud_player_unload(aloud_player *p, aloud_error *err)
{
    if (!p->track)
        return 0;
    int status = al_play_keep(p, err);
    al_play_end_aside(p);
    p->track->kind->free(p->track);
    p->track = NULL;
    al_speaker_release(&p->own);
    return status;
}

int aloud_player_free(aloud_player *p, aloud_error *err)
{
    if (!p)
        return 0;
    al_play_bus_close(p->bus);
    int status = aloud_player_unload(p, err), closed = al_output_close(&p->output, status ? NULL : err);
    al_buf_release(&p->voice);
    free(p);
    return status ? status : closed;
}

/* The output at the track's rate; one at another rate is closed. */
static int open_output(aloud_player *p, int rate, aloud_error *err)
{
    if (p->output.kind && p->rate == rate)
        return 0;
    if (p->output.kind && p->wish.file)
        return al_fail(err, ALOUD_ERROR_OUTPUT, "its sound has %d frames per second, what is in the output already %d; play it "
                       "to a file of its own", rate, p->rate);
    int status = al_output_close(&p->output, err);
    p->rate = p->wish.rate = rate;
    return status ? status : al_output_open(&p->wish, &p->output, err);
}

/* Number of the chapter that -c or --until means. */
static int find_chapter(al_track *t, const char *option, const char *words, bool last, size_t *out, aloud_error *err)
{
    const char *at = words;
    size_t from, to;
    if (al_range_parse(&at, t->chapters, &from, &to) && !*at) {
        *out = (last ? to : from) - 1;
        if (from < 1 || to > t->chapters || from > to)
            return al_fail(err, ALOUD_ERROR_USAGE, "%s '%s': there are 1 to %zu; `aloud chapters` lists them", option, words,
                           t->chapters);
        return 0;
    }
    al_buf want, title;
    al_buf_init(&want, SIZE_MAX / 4);
    al_buf_init(&title, SIZE_MAX / 4);
    al_text_key(&want, words);
    bool found = false;
    for (size_t i = 0; i < t->chapters && want.size && !(found && !last); i++) {
        al_buf_cut(&title, 0);
        al_text_key(&title, t->kind->title(t, i));
        if (!strstr(al_buf_string(&title), al_buf_string(&want)))
            continue;
        found = true;
        *out = i;
    }
    int status = want.failed || title.failed ? al_fail_memory(err) : 0;
    if (!status && !found)
        status = al_fail(err, ALOUD_ERROR_USAGE, "%s '%s': no title has that in it; `aloud chapters` lists them", option, words);
    al_buf_release(&want);
    al_buf_release(&title);
    return status;
}

/* Be where it begins: where the options say, else where one was. */
static int begin(aloud_player *p, al_track *t, aloud_error *err)
{
    const aloud_options *o = &p->options;
    size_t first = 0, until = t->chapters - 1;
    int status = o->chapter ? find_chapter(t, "chapter", o->chapter, false, &first, err) : 0;
    if (!status && o->until)
        status = find_chapter(t, "until", o->until, true, &until, err);
    if (!status && until < first)
        status = al_fail(err, ALOUD_ERROR_USAGE, "until '%s': that is before where it begins", o->until);
    if (!status)
        status = t->kind->enter(t, first, err);
    if (!status)
        status = open_output(p, t->rate, err);
    if (status)
        return status;
    p->track = t;
    p->until = until;
    p->ended = p->over = false;
    p->mark_count = 0;
    p->faded = true; /* nothing is there to be cut */
    p->note[0] = '\0';
    if (o->sleep > 0 && !p->sleep_at)
        p->sleep_at = p->given + (uint64_t)(o->sleep * 60 * p->rate) + 1;
    al_play_state_load(&p->state, t->key);
    status = al_play_go(p, first, 0, err);
    return status || o->restart || o->chapter ? status : al_play_resume(p, err);
}

static int load(aloud_player *p, al_track *t, aloud_error *err)
{
    int status = begin(p, t, err);
    if (status && p->track != t)
        t->kind->free(t);
    return status;
}

int aloud_player_load(aloud_player *p, const aloud_script *script, aloud_error *err)
{
    al_track *t;
    aloud_player_unload(p, NULL);
    int status = al_track_speak(script, &p->options, &t, err);
    return status ? status : load(p, t, err);
}

int aloud_player_load_folder(aloud_player *p, const char *folder, aloud_error *err)
{
    al_track *t;
    aloud_player_unload(p, NULL);
    int status = al_track_folder(folder, &t, err);
    return status ? status : load(p, t, err);
}

double al_play_left(aloud_player *p)
{
    al_track *t = p->track;
    al_play_mark m = al_play_heard(p);
    bool here = m.chapter == t->chapter;
    double left = 0;
    for (size_t i = m.chapter + here; i < t->chapters; i++)
        left += t->kind->length(t, i);
    if (here && !p->ended)
        left += t->kind->length(t, m.chapter) - t->kind->seconds(t, m.sentence) - (double)m.offset / p->rate;
    return left < 0 ? 0 : left;
}

void aloud_player_state(aloud_player *p, aloud_playing *out)
{
    *out = (aloud_playing){ .title = "", .chapter_title = "", .note = p->note, .quit = p->quit };
    if (!p->track)
        return;
    al_track *t = p->track;
    al_play_mark m = al_play_heard(p);
    bool here = m.chapter == t->chapter;
    out->title = t->title;
    out->chapter = (int)m.chapter + 1;
    out->chapters = (int)t->chapters;
    out->chapter_title = t->kind->title(t, m.chapter);
    out->sentence = (int)m.sentence + 1;
    out->seconds = (here ? t->kind->seconds(t, m.sentence) : t->kind->length(t, m.chapter)) + (double)m.offset / p->rate;
    out->left = al_play_left(p);
    out->frames = p->given;
    out->queued = p->output.kind->queued(p->output.state);
    out->rate = p->rate;
    out->underruns = p->output.kind->underruns(p->output.state);
    out->paused = p->paused;
    /* While it is paused no more is heard: what comes next may be what ends that. */
    bool still = (p->paused && !p->aside.on) || p->ended || p->quit || p->over;
    out->waiting = p->wait_at && p->given < p->wait_at && !still;
    out->ended = p->ended || p->over;
    out->beside = p->aside.on;
}

void aloud_player_note_told(aloud_player *p)
{
    p->note[0] = '\0';
}
