/* A block of frames has room for a gain: 1, or what brings its highest peak down to the ceiling.  Between the edges of blocks the
 * gain goes in straight lines, so it must fit the room on both sides at every edge; from AL_LIMIT_AHEAD blocks before a peak it
 * goes down to it in one, and comes back within a twentieth of a second, slowly enough not to be heard. */
#include "audio/limit.h"

#include <math.h>
#include <string.h>

enum { ONE = 4096 /* gain of 1 */ };
enum { BLOCK = AL_LIMIT_BLOCK, AHEAD = AL_LIMIT_AHEAD, HELD = AL_LIMIT_HELD, TAPS = 12, BEFORE = TAPS / 2 - 1, AFTER = TAPS / 2,
       PHASES = 4, TAIL = TAPS - 1 };

/* -2.6 dBTP: what encoders lose lets peaks grow, by 1.3 dB in Opus. */
static const float CEILING = 24287;
static const float RELEASE = 0.03f; /* of what is missing, a block */
/* Of the ceiling: a tone of a quarter of the rate goes by 3 dB past its frames, a voice by less. */
static const float NEAR = 0.7f;

/* What lies at a quarter, a half and three quarters between frames: a sinc in a Hann window, adding up to 1; by tap, and the last
 * of each nothing, so that compilers do all three at once. */
static const float between[TAPS][PHASES] = {
    { -0.0016309f, -0.0009851f, -0.0001674f, 0 },
    { 0.0103550f, 0.0103496f, 0.0048936f, 0 },
    { -0.0300933f, -0.0336731f, -0.0185171f, 0 },
    { 0.0691253f, 0.0800665f, 0.0462429f, 0 },
    { -0.1613811f, -0.1809660f, -0.1034071f, 0 },
    { 0.8960352f, 0.6252081f, 0.2885449f, 0 },
    { 0.2885449f, 0.6252081f, 0.8960352f, 0 },
    { -0.1034071f, -0.1809660f, -0.1613811f, 0 },
    { 0.0462429f, 0.0800665f, 0.0691253f, 0 },
    { -0.0185171f, -0.0336731f, -0.0300933f, 0 },
    { 0.0048936f, 0.0103496f, 0.0103550f, 0 },
    { -0.0001674f, -0.0009851f, -0.0016309f, 0 },
};

void al_limiter_init(al_limiter *l)
{
    memset(l, 0, sizeof *l);
    l->gain = -1;
}

static float most(float a, float b)
{
    return a > b ? a : b;
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

/* The block `index` behind the oldest. */
static al_limit_block *block_at(al_limiter *l, size_t index)
{
    return &l->blocks[(l->first + index) % HELD];
}

/* The largest of its frames, turned up.  Written so that compilers do it for eight at a time. */
static float peak_of(const al_limit_block *b)
{
    int16_t high = 0, low = 0;
    for (int i = 0; i < BLOCK; i++)
        high = b->frames[i] > high ? b->frames[i] : high;
    for (int i = 0; i < BLOCK; i++)
        low = b->frames[i] < low ? b->frames[i] : low;
    int peak = high > -low ? high : -low;
    return (float)peak * (float)b->gain / ONE;
}

/* The peak between frame `at` and the one behind it. */
static float peak_behind(const float *at)
{
    float sums[PHASES] = { 0 };
    for (int k = 0; k < TAPS; k++)
        for (int phase = 0; phase < PHASES; phase++)
            sums[phase] += between[k][phase] * at[k - BEFORE];
    return most(fabsf(sums[0]), most(fabsf(sums[1]), fabsf(sums[2])));
}

static void make_room(al_limiter *l, al_limit_block *b, float peak)
{
    if (peak <= CEILING)
        return;
    l->peaks += b->room == 1;
    b->room = least(b->room, CEILING / peak);
}

/* Find what lies between the frames of a block, and between the last of the one before it, which is known only now. */
static void look_between(al_limiter *l, al_limit_block *before, al_limit_block *b)
{
    float all[TAIL + BLOCK] = { 0 }, behind = 0, peak = 0;
    for (int i = 0; before && i < TAIL; i++)
        all[i] = (float)before->frames[BLOCK - TAIL + i] * (float)before->gain / ONE;
    for (int i = 0; i < BLOCK; i++)
        all[TAIL + i] = (float)b->frames[i] * (float)b->gain / ONE;
    for (int i = BEFORE; i < TAIL + BLOCK - AFTER; i++) {
        if (most(fabsf(all[i]), fabsf(all[i + 1])) <= CEILING * NEAR)
            continue;
        float p = peak_behind(all + i);
        if (i < TAIL)
            behind = most(behind, p);
        if (i >= TAIL - 1)
            peak = most(peak, p);
    }
    if (before)
        make_room(l, before, behind);
    make_room(l, b, peak);
}

/* The open block is full. */
static void close_block(al_limiter *l)
{
    al_limit_block *b = block_at(l, l->count), *before = l->count ? block_at(l, l->count - 1) : NULL;
    b->peak = peak_of(b);
    b->room = 1;
    make_room(l, b, b->peak);
    if (b->peak > CEILING * NEAR || (before && before->peak > CEILING * NEAR))
        look_between(l, before, b);
    l->count++;
    l->fill = 0;
}

/* The gain at the edge before block `index`: no more than the blocks on both sides have room for, on the way down to what comes,
 * and on the way up from what was. */
static float gain_at(al_limiter *l, size_t index)
{
    if (!l->peaks && l->gain == 1)
        return 1;
    float gain = 1;
    for (size_t j = 0; j <= AHEAD; j++) {
        float room = block_at(l, index + j)->room;
        if (index + j)
            room = least(room, block_at(l, index + j - 1)->room);
        gain = least(gain, room + (1 - room) * (float)j / AHEAD);
    }
    float up = l->gain < 0 ? 1 : l->gain + (1 - l->gain) * RELEASE;
    return least(gain, up > 0.9999f ? 1 : up);
}

/* With the gain that was asked for: there is no peak, so it fits. */
static void turn_up(const al_limit_block *b, int16_t *out)
{
    for (int i = 0; i < BLOCK; i++)
        out[i] = (int16_t)((b->frames[i] * b->gain + ONE / 2) >> 12);
}

static void turn_down(const al_limit_block *b, float from, float to, int16_t *out)
{
    float step = (to - from) / BLOCK, asked = (float)b->gain / ONE;
    for (int i = 0; i < BLOCK; i++) {
        float x = (float)b->frames[i] * asked * (from + step * ((float)i + 0.5f));
        out[i] = (int16_t)((int)(x + 32768.5f) - 32768); /* rounded; the ceiling keeps it within 16 bits */
    }
}

/* Let the oldest block out. */
static void leave(al_limiter *l, int16_t *out)
{
    const al_limit_block *b = block_at(l, 0);
    if (l->gain < 0)
        l->gain = gain_at(l, 0);
    float to = gain_at(l, 1);
    if (l->gain == 1 && to == 1)
        turn_up(b, out);
    else
        turn_down(b, l->gain, to, out);
    l->gain = to;
    l->peaks -= b->room < 1;
    l->first = (l->first + 1) % HELD;
    l->count--;
}

size_t al_limiter_run(al_limiter *l, const int16_t *frames, size_t count, float gain, int16_t *out)
{
    size_t made = 0;
    l->taken += count;
    while (count) {
        al_limit_block *open = block_at(l, l->count);
        size_t n = BLOCK - l->fill < count ? BLOCK - l->fill : count;
        if (!l->fill)
            open->gain = (int16_t)lrintf(gain * ONE);
        memcpy(open->frames + l->fill, frames, n * sizeof *frames);
        l->fill += n;
        frames += n;
        count -= n;
        if (l->fill < BLOCK)
            break;
        close_block(l);
        if (l->count == HELD - 1) {
            leave(l, out + made);
            made += BLOCK;
        }
    }
    l->given += made;
    return made;
}

size_t al_limiter_drain(al_limiter *l, int16_t *out)
{
    int16_t block[BLOCK];
    size_t made = 0;
    while (l->given < l->taken) {
        al_limit_block *open = block_at(l, l->count);
        if (!l->fill)
            open->gain = ONE;
        memset(open->frames + l->fill, 0, (BLOCK - l->fill) * sizeof *open->frames);
        close_block(l);
        if (l->count < HELD - 1)
            continue;
        leave(l, block);
        size_t n = l->taken - l->given < BLOCK ? (size_t)(l->taken - l->given) : BLOCK;
        memcpy(out + made, block, n * sizeof *out);
        made += n;
        l->given += n;
    }
    al_limiter_init(l);
    return made;
}
