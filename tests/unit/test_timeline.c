/* What is heard when: the timeline of every article of the corpus keeps its invariants, has nearly every word, and is true of the
 * sound itself. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>
#include <sndfile.h>
#include <unistd.h>

#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "lib/render.h"
#include "read/reader.h"
#include "script/words.h"

enum { WITHIN_MS = 50, MOST_PAGES = 12 };

/* What is measured over articles. */
typedef struct figures {
    size_t words, heard;   /* of display texts; and those of them that have a span, alone or with others */
    size_t items, late;    /* that are heard; whose first sound is not where they begin */
    size_t articles;
} figures;

typedef struct run {
    const char *path;      /* of the article */
    const al_script *script;
    char file[64];
    figures *figures;
} run;

/* ---- the sound -------------------------------------------------------------------------------------------------------- */

static int16_t *read_sound(const char *path, size_t *count, int *rate)
{
    SF_INFO info = { 0 };
    SNDFILE *f = sf_open(path, SFM_READ, &info);
    assert_non_null(f);
    int16_t *frames = malloc((size_t)info.frames * sizeof *frames);
    assert_non_null(frames);
    assert_int_equal(sf_readf_short(f, frames, info.frames), info.frames);
    sf_close(f);
    *count = (size_t)info.frames;
    *rate = info.samplerate;
    return frames;
}

/* The first frame in from..to from which 10 ms have the energy of speech (-50 dBFS); `to` where none. */
static size_t speech_begins(const int16_t *frames, size_t from, size_t to, int rate)
{
    size_t width = (size_t)rate / 100;
    for (size_t at = from; at + width <= to; at += width / 4) {
        double sum = 0;
        for (size_t i = 0; i < width; i++)
            sum += (double)frames[at + i] * frames[at + i];
        if (sum / (double)width > 104.0 * 104.0)
            return at;
    }
    return to;
}

static void check_sound(const run *r, const al_timeline *t)
{
    size_t count;
    int rate;
    int16_t *frames = read_sound(r->file, &count, &rate);
    assert_int_equal(count, t->end);
    size_t within = (size_t)rate * WITHIN_MS / 1000;
    for (size_t i = 0; i < t->count; i++) {
        size_t at = speech_begins(frames, t->at[i].from, t->at[i].to, rate);
        bool late = at < t->at[i].to && at > t->at[i].from + within;
        /* And what is before it is the silence of the one before. */
        size_t before = t->at[i].from > within ? t->at[i].from - within : 0;
        late = late || (i && speech_begins(frames, before, t->at[i].from, rate) < t->at[i].from);
        r->figures->items++;
        r->figures->late += late;
        if (late && getenv("VERBOSE"))
            print_message("%s: item %u at %.3f, sound at %.3f\n", r->path, (unsigned)t->at[i].item,
                          (double)t->at[i].from / rate, (double)at / rate);
    }
    free(frames);
}

/* ---- the words -------------------------------------------------------------------------------------------------------- */

static bool has_letter(const char *text, al_word_range w)
{
    for (size_t at = w.from; at < w.to;) {
        unsigned c = al_text_next(text, w.to, &at);
        if (al_text_is_letter(c) || al_text_is_digit(c))
            return true;
    }
    return false;
}

/* How many words of an item's display text are in a span, and in one only. */
static void check_words(const run *r, const al_item *item, const al_timeline *t, size_t *at)
{
    al_word_cutter *c = al_word_cutter_new();
    al_word_range w;
    assert_non_null(c);
    /* Of code no more is said than what it is. */
    al_word_cutter_text(c, item->text, *item->say ? strlen(item->text) : 0);
    while (*at < t->word_count && t->words[*at].item < item->id)
        ++*at;
    while (al_word_cutter_next(c, &w, NULL) == 1) {
        while (*at < t->word_count && t->words[*at].item == item->id && t->words[*at].to <= w.from)
            ++*at;
        const al_heard_word *h = *at < t->word_count && t->words[*at].item == item->id ? &t->words[*at] : NULL;
        bool heard = h && h->from <= w.from && h->to >= w.to;
        /* None is cut in two. */
        assert_true(heard || !h || h->from >= w.to);
        bool counts = has_letter(item->text, w);
        r->figures->words += counts;
        r->figures->heard += counts && heard;
        if (counts && !heard && getenv("VERBOSE"))
            print_message("%s: item %u: \"%.*s\" is not heard\n", r->path, (unsigned)item->id, (int)(w.to - w.from),
                          item->text + w.from);
    }
    al_word_cutter_free(c);
}

static int take(void *user, size_t chapter, const al_timeline *t, size_t faults, aloud_error *err)
{
    const run *r = user;
    (void)err;
    if (!al_timeline_check(t))
        fail_msg("%s: the timeline of chapter %zu does not hold", r->path, chapter + 1);
    const al_chapter *c = &r->script->chapters[chapter];
    size_t at = 0, word = 0;
    for (size_t i = c->first; i < c->first + c->count; i++) {
        const al_item *item = &r->script->items[i];
        bool heard = al_item_is_heard(item);
        assert_true(!heard || (at < t->count && t->at[at].item == item->id));
        at += heard;
        if (heard)
            check_words(r, item, t, &word);
    }
    assert_int_equal(at, t->count);
    if (!faults)
        check_sound(r, t);
    return 0;
}

/* ---- articles --------------------------------------------------------------------------------------------------------- */

static int give_path(void *user, size_t chapter, al_buf *out, aloud_error *err)
{
    (void)chapter;
    (void)err;
    al_buf_add_string(out, ((run *)user)->file);
    return 0;
}

static int begins(void *user, size_t chapter, aloud_error *err)
{
    (void)user;
    (void)chapter;
    (void)err;
    return 0;
}

static void fault(void *user, const al_item *item, const aloud_error *why)
{
    print_message("%s: item %u: %s\n", ((run *)user)->path, (unsigned)item->id, why->text);
}

static int go_on(void *user, size_t chapter, size_t items)
{
    (void)user;
    (void)chapter;
    (void)items;
    return 0;
}

/* The bytes of a file, unpacked where it is packed. */
static void read_article(const char *path, al_buf *out)
{
    char command[512];
    size_t n = strlen(path);
    if (n < 3 || strcmp(path + n - 3, ".gz") != 0) {
        assert_int_equal(al_file_read(path, out, NULL), 0);
        return;
    }
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    FILE *from = popen(command, "r");
    assert_non_null(from);
    char block[4096];
    while ((n = fread(block, 1, sizeof block, from)) > 0)
        al_buf_add(out, block, n);
    assert_int_equal(pclose(from), 0);
}

/* Speak an article with an engine; false where it is none. */
static bool speak(const char *path, const char *engine, figures *f)
{
    aloud_error err = { 0 };
    al_buf text, data;
    al_buf_init(&text, 1 << 24);
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    read_article(path, &text);
    const al_input in = { .bytes = text.data, .size = text.size, .name = path, .data = data.data };
    al_article *a = NULL;
    al_script *s = NULL;
    al_phrases *phrases = NULL;
    al_voice *voice = NULL;
    al_plan *plan = NULL;
    al_pool *pool = NULL;
    bool is_article = al_read(&in, &a, &err) == 0;
    if (is_article) {
        const al_script_settings settings = { .verbosity = AL_NORMAL, .notes = AL_NOTES_END, .split = 3, .data = data.data };
        const al_picks picks = { .pitch = -1 };
        run r = { .path = path, .file = "/tmp/aloud-test-timeline-XXXXXX", .figures = f };
        const char *language = a->language ? a->language : "en";
        assert_int_equal(al_phrases_load(data.data, language, &phrases, &err), 0);
        if (al_script_build(a, phrases, &settings, &s, &err) || al_voice_load(data.data, NULL, &voice, &err) ||
            al_pool_open(al_engine_find(engine), 2, &pool, &err))
            fail_msg("%s: %s", path, err.text);
        unsigned char *pick = malloc(s->chapter_count);
        assert_non_null(pick);
        memset(pick, 1, s->chapter_count);
        r.script = s;
        int fd = mkstemp(r.file);
        assert_true(fd >= 0);
        close(fd);
        assert_int_equal(al_plan_new(s, voice, &picks, pick, &plan, &err), 0);
        al_render_hooks hooks = { .user = &r, .path = give_path, .begins = begins, .done = take, .fault = fault, .stop = go_on };
        if (al_render_all(s, plan, pool, &(al_render_to){ .format = al_format_find(NULL), .jobs = 1 }, &hooks, &err))
            fail_msg("%s: %s", path, err.text);
        unlink(r.file);
        free(pick);
        f->articles++;
    }
    al_plan_free(plan);
    al_pool_close(pool);
    al_voice_free(voice);
    al_phrases_free(phrases);
    al_script_free(s);
    al_article_free(a);
    al_buf_release(&text);
    al_buf_release(&data);
    return is_article;
}

/* Every article of a folder, or `most` of them, evenly chosen. */
static void speak_all(const char *pattern, const char *engine, size_t most, figures *f)
{
    glob_t g;
    if (glob(pattern, 0, NULL, &g))
        return;
    size_t step = g.gl_pathc > most ? g.gl_pathc / most : 1;
    for (size_t i = 0; i < g.gl_pathc; i += step)
        if (!strstr(g.gl_pathv[i], "LICENCES") && !strstr(g.gl_pathv[i], ".xml"))
            speak(g.gl_pathv[i], engine, f);
    globfree(&g);
}

static void tell(const char *what, const figures *f)
{
    print_message("%s: %zu articles, %zu items of which %zu begin elsewhere than their sound, %.2f%% of %zu words\n", what,
                  f->articles, f->items, f->late, f->words ? 100.0 * (double)f->heard / (double)f->words : 0.0, f->words);
}

static void test_own_tone(void **state)
{
    (void)state;
    figures f = { 0 };
    speak_all("tests/corpus/*", "tone", SIZE_MAX, &f);
    tell("own articles, tones", &f);
    assert_true(f.articles > 15);
    assert_true((double)f.heard >= 0.99 * (double)f.words);
}

static void test_own_speech(void **state)
{
    (void)state;
    figures f = { 0 };
    speak_all("tests/corpus/*", "espeak-ng", SIZE_MAX, &f);
    tell("own articles, speech", &f);
    assert_true(f.articles > 15);
    assert_true((double)f.heard >= 0.99 * (double)f.words);
    assert_int_equal(f.late, 0);
}

static void test_pages(void **state)
{
    (void)state;
    const char *pages = getenv("PAGES"), *most = getenv("MOST_PAGES");
    char pattern[512];
    figures f = { 0 };
    if (!pages || !*pages)
        skip();
    snprintf(pattern, sizeof pattern, "%s/corpora/*/html/*.html.gz", pages);
    speak_all(pattern, "espeak-ng", most ? (size_t)atoi(most) : MOST_PAGES, &f);
    tell("pages, speech", &f);
    assert_true((double)f.heard >= 0.98 * (double)f.words);
    assert_int_equal(f.late, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_tone),
        cmocka_unit_test(test_own_speech),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
