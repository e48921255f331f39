/* What a listener can tell the player: one table of words and keys. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/play.h"
#include "voice/voice.h"

enum { RATE_STEP = 10 /* percent */, WPM_STEP = 15, PITCH_STEP = 5, PITCH_USUAL = 50 };

/* `value` is what stands behind the words: "" where nothing does. */
typedef int run(aloud_player *, int by, const char *value, aloud_error *err);

/* ---- pausing, moving ------------------------------------------------------------------------------------------------ */

static int pause(aloud_player *p, bool paused, aloud_error *err)
{
    if (paused == p->paused)
        return 0;
    int status = paused ? al_play_rest(p, err) : 0;
    p->paused = paused;
    if (!status && paused)
        al_play_keep_now(p);
    return status;
}

static int toggle(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)value;
    return pause(p, by ? by > 0 : !p->paused, err);
}

static int move(aloud_player *p, al_play_move *how, int by, aloud_error *err)
{
    int status = al_play_cut(p, err);
    return status ? status : how(p, by, err);
}

#define MOVE(what)                                                                                                      \
    static int what(aloud_player *p, int by, const char *value, aloud_error *err)                                      \
    {                                                                                                                   \
        (void)value;                                                                                                    \
        return move(p, al_play_##what, by, err);                                                                        \
    }
MOVE(sentence)
MOVE(paragraph)
MOVE(chapter)
MOVE(heading)
MOVE(medium)

static int go_to_chapter(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    char *end;
    long n = strtol(value, &end, 10);
    if (end == value || *end || n < 1 || (size_t)n > p->track->chapters) {
        al_play_tell(p, "there are chapters 1 to %zu", p->track->chapters);
        return 0;
    }
    int status = al_play_cut(p, err);
    return status ? status : al_play_go(p, (size_t)n - 1, 0, err);
}

/* ---- another voice, rate, pitch ------------------------------------------------------------------------------------- */

/* Speak as the options say now, from the word that is being said.  When that fails the options are to be put back. */
static int respeak(aloud_player *p, aloud_error *err)
{
    al_track *t = p->track;
    size_t chapter, sentence, word;
    int status = al_play_cut(p, err);
    if (status)
        return status;
    chapter = t->chapter;
    sentence = p->sentence;
    word = p->word ? p->word : t->kind->word(t, sentence, p->offset);
    status = t->kind->change(t, &p->options, err);
    if (status)
        return status;
    status = t->kind->enter(t, chapter, err);
    p->offset = 0;
    p->word = word;
    return status;
}

/* Take the picks, or stay with those that were and tell why. */
static int pick(aloud_player *p, al_picks picks, aloud_error *err)
{
    const al_picks was = p->options.picks;
    aloud_error why;
    if (!p->track->kind->change) {
        al_play_tell(p, "this is a recording; to hear it otherwise, play the article itself");
        return 0;
    }
    p->options.picks = picks;
    int status = respeak(p, &why);
    if (!status)
        return 0;
    p->options.picks = was;
    if (status != ALOUD_ERROR_USAGE) {
        if (err)
            *err = why;
        return status;
    }
    al_play_tell(p, "%.190s", why.text);
    return 0;
}

static int clamp(int n, int least, int most)
{
    return n < least ? least : n > most ? most : n;
}

static int rate(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)value;
    al_picks picks = p->options.picks;
    if (picks.rate)
        picks.rate = clamp(picks.rate + by * WPM_STEP, AL_RATE_LEAST, AL_RATE_MOST);
    else
        picks.rate_percent = clamp((picks.rate_percent ? picks.rate_percent : 100) + by * RATE_STEP, 30, 400);
    int status = pick(p, picks, err);
    if (!status && !*p->note)
        al_play_tell(p, picks.rate ? "%d words per minute" : "rate %d %%", picks.rate ? picks.rate : picks.rate_percent);
    return status;
}

static int pitch(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)value;
    al_picks picks = p->options.picks;
    picks.pitch = clamp((picks.pitch < 0 ? PITCH_USUAL : picks.pitch) + by * PITCH_STEP, 0, 100);
    int status = pick(p, picks, err);
    if (!status && !*p->note)
        al_play_tell(p, "pitch %d", picks.pitch);
    return status;
}

/* "rate 200", "rate 120%", "pitch 60": as the options of these names. */
static int set_pick(aloud_player *p, const char *name, const char *value, aloud_error *err)
{
    aloud_options o = { .picks = p->options.picks };
    int status = aloud_options_set(&o, name, value, err);
    return status ? status : pick(p, o.picks, err);
}

static int set_rate(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    return set_pick(p, "rate", value, err);
}

static int set_pitch(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    return set_pick(p, "pitch", value, err);
}

static int take_voice(aloud_player *p, const char *name, aloud_error *err)
{
    char *was = p->options.voice;
    al_buf old = p->voice;
    aloud_error why;
    al_buf_init(&p->voice, 1 << 12);
    al_buf_add_string(&p->voice, name);
    p->options.voice = p->voice.data;
    int status = p->voice.failed ? al_fail_memory(&why) : respeak(p, &why);
    al_buf_release(status ? &p->voice : &old);
    if (!status) {
        al_play_tell(p, "voice %.100s", name);
        return 0;
    }
    p->voice = old;
    p->options.voice = was;
    if (status == ALOUD_ERROR_USAGE) {
        al_play_tell(p, "%.190s", why.text);
        return 0;
    }
    if (err)
        *err = why;
    return status;
}

typedef struct choosing {
    const char *now;
    char first[64], next[64];
    bool passed; /* the current one was seen */
} choosing;

static int choose(void *user, const char *name, const char *language, const char *description)
{
    choosing *c = user;
    (void)language;
    (void)description;
    if (!*c->first)
        snprintf(c->first, sizeof c->first, "%s", name);
    if (c->passed && !*c->next)
        snprintf(c->next, sizeof c->next, "%s", name);
    c->passed = c->passed || strcmp(name, c->now) == 0;
    return 0;
}

/* The next of our own voices, by name. */
static int voice(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    if (!p->track->kind->change)
        return pick(p, p->options.picks, err);
    if (*value)
        return take_voice(p, value, err);
    const al_speaker *s = p->track->speaker;
    choosing c = { .now = p->options.voice ? p->options.voice : al_voice_name(s->voice) };
    int status = al_voice_list(al_buf_string(&s->data), choose, &c, err);
    return status < 0 ? status : take_voice(p, *c.next ? c.next : c.first, err);
}

/* ---- the rest ------------------------------------------------------------------------------------------------------- */

static int where(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    (void)value;
    return al_play_where(p, err);
}

static int spell(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    (void)value;
    return al_play_spell(p, err);
}

static int bookmark(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)value;
    return by ? al_play_next_bookmark(p, err) : al_play_bookmark(p, err);
}

static int leave(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)value;
    int status = al_play_rest(p, err);
    p->over = true;
    p->quit = p->quit || by;
    return status;
}

static int wait(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    char *end;
    errno = 0;
    double seconds = strtod(value, &end);
    if (end == value || *end || errno || !(seconds >= 0) || seconds > 1e6)
        return al_fail(err, ALOUD_ERROR_USAGE, "wait '%s': give seconds", value);
    p->wait_at = p->given + (uint64_t)(seconds * p->rate) + 1;
    return 0;
}

static int skip(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)by;
    char *end;
    errno = 0;
    double seconds = strtod(value, &end);
    if (end == value || *end || errno || !(seconds > -1e6 && seconds < 1e6))
        return al_fail(err, ALOUD_ERROR_USAGE, "skip '%s': give seconds, less than 0 to go back", value);
    int status = al_play_cut(p, err);
    return status ? status : al_play_skip(p, seconds, err);
}

static int help(aloud_player *p, int by, const char *value, aloud_error *err)
{
    (void)p;
    (void)by;
    (void)value;
    (void)err;
    return 0; /* whoever shows things shows aloud_player_commands */
}

/* ---- the table ------------------------------------------------------------------------------------------------------ */

static const aloud_player_command_info shown[] = {
    { "pause", "space", NULL, "pause, and go on" },
    { "next sentence", "right", NULL, "the next sentence" },
    { "previous sentence", "left", NULL, "the sentence from its beginning, or the one before" },
    { "next paragraph", "down", NULL, "the next paragraph, list item, row, picture" },
    { "previous paragraph", "up", NULL, "from its beginning, or the one before" },
    { "next chapter", "n", NULL, "the next chapter" },
    { "previous chapter", "p", NULL, "from its beginning, or the one before" },
    { "next heading", "h", NULL, "the next heading" },
    { "previous heading", "H", NULL, "the heading before" },
    { "next picture", "i", NULL, "the next picture, or notice of a video or recording" },
    { "previous picture", "I", NULL, "the one before" },
    { "chapter", "g", "N", "go to a chapter" },
    { "faster", "+", NULL, "speak faster, from the current word" },
    { "slower", "-", NULL, "speak slower" },
    { "higher", "]", NULL, "speak higher" },
    { "lower", "[", NULL, "speak lower" },
    { "next voice", "v", NULL, "speak in the next of our voices" },
    { "where", "w", NULL, "say which chapter it is, and how much is left" },
    { "spell", "s", NULL, "spell the current word" },
    { "bookmark", "b", NULL, "set a bookmark at the sentence, or remove it" },
    { "next bookmark", "B", NULL, "go to the next bookmark" },
    { "next article", "N", NULL, "leave this article for the next" },
    { "help", "?", NULL, "the keys" },
    { "quit", "q", NULL, "stop; the next time goes on from here" },
    { "play", NULL, NULL, "go on where it is paused" },
    { "stop", NULL, NULL, "pause where it is not paused" },
    { "skip", NULL, "SECONDS", "go on so much later, or before (-10), from the nearest sentence" },
    { "rate", NULL, "WPM|PERCENT", "speak at this rate" },
    { "pitch", NULL, "N", "speak at this pitch" },
    { "voice", NULL, "NAME", "speak in this voice" },
    { "wait", NULL, "SECONDS", "take the next command when so much more was heard" },
};

/* In the order of `shown`. */
static const struct action {
    run *run;
    int by;
} actions[] = {
    { toggle, 0 },  { sentence, 1 }, { sentence, -1 }, { paragraph, 1 }, { paragraph, -1 }, { chapter, 1 },       { chapter, -1 },
    { heading, 1 }, { heading, -1 }, { medium, 1 },    { medium, -1 },   { go_to_chapter, 0 }, { rate, 1 },       { rate, -1 },
    { pitch, 1 },   { pitch, -1 },   { voice, 0 },     { where, 0 },     { spell, 0 },      { bookmark, 0 },      { bookmark, 1 },
    { leave, 0 },   { help, 0 },     { leave, 1 },     { toggle, -1 },   { toggle, 1 },     { skip, 0 },
    { set_rate, 0 }, { set_pitch, 0 }, { voice, 0 }, { wait, 0 },
};

enum { COMMANDS = sizeof shown / sizeof *shown };

_Static_assert(sizeof actions / sizeof *actions == COMMANDS, "an action for each command");

const aloud_player_command_info *aloud_player_commands(size_t *count)
{
    *count = COMMANDS;
    return shown;
}

/* What stands behind the words of a command, without blanks around it; NULL where it does not begin with them. */
static const char *behind(const char *line, const char *words)
{
    size_t n = strlen(words);
    if (strncmp(line, words, n) != 0 || (line[n] && line[n] != ' '))
        return NULL;
    return line + n + strspn(line + n, " ");
}

int aloud_player_command(aloud_player *p, const char *line, aloud_error *err)
{
    char text[256];
    line += strspn(line, " \t");
    size_t n = strlen(line);
    while (n && strchr(" \t\r\n", line[n - 1]))
        n--;
    if (n >= sizeof text)
        return al_fail(err, ALOUD_ERROR_USAGE, "too long a command");
    memcpy(text, line, n);
    text[n] = '\0';
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *value = behind(text, shown[i].words);
        if (!value || (*value && !shown[i].value) || (!*value && shown[i].value))
            continue;
        p->note[0] = '\0';
        return p->track ? actions[i].run(p, actions[i].by, value, err) : 0;
    }
    return al_fail(err, ALOUD_ERROR_USAGE, "there is no command '%.100s'; `help` lists them", text);
}
