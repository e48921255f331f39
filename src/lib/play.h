/* The player's inside: what is played, where it is, and what the output was given. */
#ifndef AL_LIB_PLAY_H
#define AL_LIB_PLAY_H

#include "audio/output.h"
#include "audio/resample.h"
#include "base/buf.h"
#include "lib/leveled.h"
#include "lib/play_state.h"
#include "lib/speaker.h"
#include "lib/track.h"

enum {
    AL_PLAY_MARKS = 64,
    AL_PLAY_CHUNK = 2048 /* most frames given at once */
};

/* Where the frames from number `frame` on are from, one after the other. */
typedef struct al_play_mark {
    uint64_t frame;
    size_t chapter, sentence, offset;
    bool beside; /* they are none of the article's: something said besides, a fading end */
} al_play_mark;

/* Something said besides the article: where one is, a word spelt. */
typedef struct al_aside {
    bool on;
    al_leveled sound;
    size_t offset; /* frames of it given */
    al_resampler *resampler; /* where the output has another rate than the engine: what came out of it */
    int16_t *frames;
    size_t count;
    size_t taken;            /* frames of the sound that went in */
    bool drained;
} al_aside;

struct aloud_player {
    aloud_options options;  /* the caller's, but for what is changed while it plays; its strings are not its own */
    al_buf voice;           /* options.voice, once it was changed */
    al_output_wish wish;
    al_output output;
    int rate;               /* frames per second of the output */
    al_track *track;        /* NULL where nothing is loaded */
    size_t sentence, offset;/* what the output gets next; the chapter is the track's */
    size_t word;            /* not 0: from the beginning of this word on, once it is known where that is */
    bool paused;
    bool ended;             /* the article is heard to its end */
    bool over, quit;        /* enough of this article, enough of all */
    bool faded;             /* what was given last fades out: nothing follows from it */
    bool output_paused;
    size_t fade_in;         /* frames that are still to be faded in */
    uint64_t given;         /* frames that the output was given */
    uint64_t sleep_at;      /* frames given behind which the next end of a sentence is the end; 0: none */
    uint64_t wait_at;       /* frames given at which its caller gets a turn before more is; 0: none */
    uint64_t kept;          /* frames given when it was kept last where one is */
    size_t until;           /* number of the last chapter to be heard, from 0 */
    al_play_mark marks[AL_PLAY_MARKS];
    size_t first_mark, mark_count;
    al_aside aside;
    al_speaker own;         /* for what is said besides a recording; not open before */
    al_play_state state;    /* kept beyond this run: where one was, bookmarks */
    struct al_play_bus *bus; /* NULL where it is on none */
    bool shared;            /* it is to be on one: when the first sound is on its way */
    char note[200];         /* what is to be told; "" */
};

/* Where the sound is from that is heard now. */
al_play_mark al_play_heard(const aloud_player *);
/* Fade out, to go on later from the beginning of the word that comes next. */
int al_play_rest(aloud_player *, aloud_error *err);
/* Be where it is heard, fading out what was to follow: what comes next begins anew. */
int al_play_cut(aloud_player *, aloud_error *err);
/* Be at a sentence of a chapter; a chapter that has none is left for the next.  After al_play_cut. */
int al_play_go(aloud_player *, size_t chapter, size_t sentence, aloud_error *err);
void al_play_tell(aloud_player *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Movements (play_move.c): to the next (by 1) or the one before (by -1), from where al_play_cut left it. */
typedef int al_play_move(aloud_player *, int by, aloud_error *err);
/* By so many seconds, as nearly as sentences begin; past the chapter's end to the next one. */
int al_play_skip(aloud_player *, double seconds, aloud_error *err);
al_play_move al_play_sentence, al_play_paragraph, al_play_chapter, al_play_heading, al_play_medium;

/* What is said besides (play_aside.c): the article goes on behind it. */
int al_play_where(aloud_player *, aloud_error *err);
int al_play_spell(aloud_player *, aloud_error *err);
/* What there is of it, at the rate of the output; 1 when that is all, 0, or a negative status. */
int al_play_aside(aloud_player *, const int16_t **frames, size_t *count, aloud_error *err);
void al_play_end_aside(aloud_player *); /* harmless where nothing is said */

/* Seconds of sound left until the article's end, as far as they are known. */
double al_play_left(aloud_player *);

/* Where one was when the track was last played, and keep where one is. */
int al_play_resume(aloud_player *, aloud_error *err);
int al_play_keep(aloud_player *, aloud_error *err);
void al_play_keep_now(aloud_player *); /* a failure is told: the sound goes on */
int al_play_bookmark(aloud_player *, aloud_error *err);
int al_play_next_bookmark(aloud_player *, aloud_error *err);

#endif
