/* The limiter: peaks, also those between frames, end below the ceiling; what has none is only turned up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/limit.h"
#include "audio/loudness.h"

enum { RATE = 22050, LONG = RATE * 3 + 5 };

static int16_t in[LONG], out[LONG + AL_LIMIT_DELAY], other[LONG + AL_LIMIT_DELAY];

static size_t limit(const int16_t *frames, size_t count, size_t slice, float gain, int16_t *to)
{
    al_limiter l;
    al_limiter_init(&l);
    size_t made = 0;
    for (size_t i = 0; i < count; i += slice)
        made += al_limiter_run(&l, frames + i, count - i < slice ? count - i : slice, gain, to + made);
    return made + al_limiter_drain(&l, to + made);
}

static double true_peak(const int16_t *frames, size_t count)
{
    double peak = 0;
    ebur128_state *s = ebur128_init(1, RATE, EBUR128_MODE_TRUE_PEAK);
    assert_int_equal(ebur128_add_frames_short(s, frames, count), 0);
    assert_int_equal(ebur128_true_peak(s, 0, &peak), 0);
    ebur128_destroy(&s);
    return 20 * log10(peak);
}

/* Pulses through two resonances, as a voice is made, with a hiss between them: loud enough to reach far past the ceiling. */
static void make_voice(unsigned seed, int height)
{
    double a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < LONG; i++) {
        seed = seed * 1103515245 + 12345;
        double hiss = ((int)(seed >> 16 & 0x7FFF) - 16384) / 16384.0, pulse = i % (150 + seed % 7) == 0 ? 1 : 0;
        double x = (i / 4000) % 3 == 2 ? hiss * 0.05 : pulse;
        double y = x + 1.9 * cos(2 * M_PI * 650 / RATE) * a - 0.9025 * b;
        b = a, a = y;
        double z = y + 1.8 * cos(2 * M_PI * 2300 / RATE) * c - 0.81 * d;
        d = c, c = z;
        double v = z * height;
        in[i] = (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
    }
}

static void test_peaks(void **state)
{
    (void)state;
    static const float gains[] = { 0.5F, 1, 1.7F, 3, 5.6F };
    for (unsigned seed = 1; seed < 6; seed++)
        for (size_t g = 0; g < sizeof gains / sizeof *gains; g++) {
            make_voice(seed, 9000);
            assert_int_equal(limit(in, LONG, 1000, gains[g], out), LONG);
            double peak = true_peak(out, LONG);
            if (peak > -1)
                fail_msg("voice %u, gain %f: %f dBTP", seed, (double)gains[g], peak);
        }
}

/* A tone of a quarter of the rate, whose frames all miss its peaks by 3 dB; and one right below half the rate. */
static void test_between_frames(void **state)
{
    (void)state;
    static const double parts[] = { 0.25, 0.2, 0.3, 0.12 };
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        for (size_t i = 0; i < LONG; i++)
            in[i] = (int16_t)(29000 * sin(2 * M_PI * parts[k] * (double)i + M_PI / 4) * (i % 9000 < 4500 ? 1 : 0.3));
        assert_int_equal(limit(in, LONG, 512, 1.4F, out), LONG);
        double peak = true_peak(out, LONG);
        if (peak > -1)
            fail_msg("a tone of %f of the rate: %f dBTP", parts[k], peak);
    }
}

static void test_without_peaks(void **state)
{
    (void)state;
    make_voice(7, 3000);
    for (size_t i = 0; i < LONG; i++)
        in[i] = (int16_t)(in[i] > 9000 ? 9000 : in[i] < -9000 ? -9000 : in[i]);
    assert_int_equal(limit(in, LONG, 777, 1, out), LONG);
    assert_memory_equal(in, out, sizeof in);
    assert_int_equal(limit(in, LONG, 777, 2, out), LONG);
    for (size_t i = 0; i < LONG; i++)
        assert_int_equal(out[i], 2 * in[i]);
}

/* Far from a peak nothing is changed, and the gain is back within half a second. */
static void test_only_near_peaks(void **state)
{
    (void)state;
    for (size_t i = 0; i < LONG; i++)
        in[i] = (int16_t)(5000 * sin(2 * M_PI * 300 * (double)i / RATE));
    for (size_t i = RATE; i < RATE + 200; i++)
        in[i] = (int16_t)(32000 * sin(2 * M_PI * 300 * (double)i / RATE));
    assert_int_equal(limit(in, LONG, LONG, 1, out), LONG);
    assert_memory_equal(in, out, (RATE - (AL_LIMIT_AHEAD + 1) * AL_LIMIT_BLOCK) * sizeof *in);
    size_t back = RATE + 200 + RATE / 2;
    assert_memory_equal(in + back, out + back, (LONG - back) * sizeof *in);
    assert_true(true_peak(out, LONG) < -1);
}

static void test_any_slices(void **state)
{
    (void)state;
    make_voice(9, 9000);
    assert_int_equal(limit(in, LONG, LONG, 2.2F, out), LONG);
    static const size_t slices[] = { 1, 31, 32, 33, 1000 };
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
        assert_int_equal(limit(in, LONG, slices[i], 2.2F, other), LONG);
        assert_memory_equal(out, other, LONG * sizeof *out);
    }
    for (size_t n = 0; n < 400; n++) {
        assert_int_equal(limit(in, n, 7, 2.2F, other), n);
        al_limiter l;
        al_limiter_init(&l);
        assert_true(al_limiter_run(&l, in, n, 2.2F, other) + AL_LIMIT_DELAY >= n);
    }
}

static void test_loudness(void **state)
{
    (void)state;
    double lufs = 0;
    /* EBU Tech 3341, case 1: a tone of 1 kHz at -23 dBFS is at -23 LUFS in both of two channels, 3 less in one. */
    for (size_t i = 0; i < LONG; i++)
        in[i] = (int16_t)lrint(32768 * pow(10, -23 / 20.0) * sin(2 * M_PI * 1000 * (double)i / RATE));
    assert_int_equal(al_loudness_measure(in, LONG, RATE, &lufs, NULL), 0);
    assert_true(fabs(lufs + 26) < 0.1);
    memset(in, 0, sizeof in);
    assert_int_equal(al_loudness_measure(in, LONG, RATE, &lufs, NULL), 0);
    assert_true(isinf(lufs) && lufs < 0);
    assert_int_equal(al_loudness_measure(in, 10, RATE, &lufs, NULL), 0);
    assert_true(isinf(lufs) && lufs < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_peaks),         cmocka_unit_test(test_between_frames), cmocka_unit_test(test_without_peaks),
        cmocka_unit_test(test_only_near_peaks), cmocka_unit_test(test_any_slices),   cmocka_unit_test(test_loudness),
    };
    return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}
