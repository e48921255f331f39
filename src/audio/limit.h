/* Gain, and a limiter that keeps true peaks (ITU-R BS.1770-4, annex 2: those between the frames as well) below a ceiling. */
#ifndef AL_AUDIO_LIMIT_H
#define AL_AUDIO_LIMIT_H

#include <stddef.h>
#include <stdint.h>

enum {
    AL_LIMIT_BLOCK = 32,                                      /* frames that are looked at together: 1.5 ms at 22,050 Hz */
    AL_LIMIT_AHEAD = 4,                                       /* blocks in which it turns down before a peak */
    AL_LIMIT_HELD = AL_LIMIT_AHEAD + 4,                       /* blocks in the making, the open one among them */
    AL_LIMIT_DELAY = AL_LIMIT_HELD * AL_LIMIT_BLOCK           /* frames that it may hold back */
};

/* A stretch of the sound as it was given. */
typedef struct al_limit_block {
    int16_t frames[AL_LIMIT_BLOCK];
    int16_t gain; /* that was asked for, in 4096ths */
    float peak;   /* of its frames, with that gain */
    float room;   /* the gain that it may have over that at the most; 1 where it has no peak */
} al_limit_block;

/* Of one stream.  What it gives depends on all that it was given, not on how that was cut. */
typedef struct al_limiter {
    al_limit_block blocks[AL_LIMIT_HELD]; /* a ring, the oldest first to leave */
    size_t first, count;                  /* whole ones; the one behind them is being filled */
    size_t fill;
    size_t peaks;                         /* how many of them have less room than 1 */
    float gain;                           /* over what is asked for, at the end of the block that left last */
    uint64_t taken, given;
} al_limiter;

void al_limiter_init(al_limiter *);
/* Take `count` frames and turn them up by `gain`, below 8; another gain than before begins within AL_LIMIT_BLOCK frames.
 * out[0..count + AL_LIMIT_DELAY) gets those that come out: how many. */
size_t al_limiter_run(al_limiter *, const int16_t *frames, size_t count, float gain, int16_t *out);
/* Give what is left, at most AL_LIMIT_DELAY frames: in all as many as were taken.  It is as new then. */
size_t al_limiter_drain(al_limiter *, int16_t *out);

#endif
