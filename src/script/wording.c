#include "script/wording.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "script/runs.h"
#include "voice/languages.h"

enum { LANGUAGES = 8 }; /* kept at a time: an article has one, or a few */

/* What a language's words are made with. */
typedef struct kit {
    const char *language; /* in the script's arena, for its runs keep it */
    al_normaliser *normaliser;
    al_lexicon *lexicon;
    al_lookup lookup;
} kit;

struct al_wording {
    const al_script_settings *set;
    const char *language;
    al_arena *arena;
    al_languages *languages;
    kit kits[LANGUAGES];
    size_t kit_count, oldest;
    al_buf say;          /* of the item at hand */
    al_spoken *map;      /* likewise, over all its runs */
    size_t map_count, map_room;
    al_spoken_map part;  /* of one run */
    al_pronunciation *pronunciations;
    size_t pronunciation_count, pronunciation_room;
    al_buf phonemes;     /* scratch */
};

int al_wording_new(const al_script_settings *set, const char *language, al_arena *arena, al_wording **out, aloud_error *err)
{
    al_wording *w = calloc(1, sizeof *w);
    if (!w)
        return al_fail_memory(err);
    w->set = set;
    w->language = language;
    w->arena = arena;
    al_buf_init(&w->say, UINT32_MAX);
    al_buf_init(&w->phonemes, 4096);
    int status = al_languages_load(set->data, &w->languages, err);
    if (status)
        al_wording_free(w);
    else
        *out = w;
    return status;
}

static void release_kit(kit *k)
{
    al_normaliser_free(k->normaliser);
    al_lexicon_free(k->lexicon);
    *k = (kit){ .language = NULL };
}

void al_wording_free(al_wording *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->kit_count; i++)
        release_kit(&w->kits[i]);
    al_languages_free(w->languages);
    al_buf_release(&w->say);
    al_buf_release(&w->phonemes);
    al_spoken_map_release(&w->part);
    free(w->map);
    free(w->pronunciations);
    free(w);
}

static int find_kit(al_wording *w, const char *language, kit **out, aloud_error *err)
{
    for (size_t i = 0; i < w->kit_count; i++)
        if (w->kits[i].language && strcmp(w->kits[i].language, language) == 0) {
            *out = &w->kits[i];
            return 0;
        }
    kit *k = &w->kits[w->kit_count < LANGUAGES ? w->kit_count++ : w->oldest++ % LANGUAGES];
    release_kit(k);
    int status = al_normaliser_load(w->set->data, language, &k->normaliser, err);
    if (!status)
        status = al_lexicon_load(w->set->data, language, &k->lexicon, err);
    if (!status && !(k->language = al_arena_copy(w->arena, language, strlen(language))))
        status = al_fail_memory(err);
    if (status) {
        release_kit(k);
        return status;
    }
    k->lookup = (al_lookup){ .own = w->set->lexicon, .shipped = k->lexicon, .language = k->language };
    al_normaliser_lexicon(k->normaliser, &k->lookup);
    *out = k;
    return 0;
}

/* Take over the map of a run that begins at `spoken` and `written`. */
static bool add_map(al_wording *w, size_t spoken, size_t written)
{
    for (size_t i = 0; i < w->part.count; i++) {
        if (!al_grow(&w->map, &w->map_room, w->map_count, sizeof *w->map))
            return false;
        al_spoken s = w->part.at[i];
        s.from += (uint32_t)spoken;
        s.to += (uint32_t)spoken;
        s.display_from += (uint32_t)written;
        s.display_to += (uint32_t)written;
        w->map[w->map_count++] = s;
    }
    return true;
}

/* Note the phonemes of what the lexicons know in the words from byte `from` on. */
static bool pronounce(al_wording *w, const kit *k, size_t from)
{
    const char *say = al_buf_string(&w->say) + from;
    size_t size = w->say.size - from;
    if (!(k->lookup.own && al_lexicon_count(k->lookup.own)) && !al_lexicon_count(k->lookup.shipped))
        return true;
    for (size_t at = 0; at < size;) {
        al_found f;
        if (!al_lexicon_word_begins(say, size, at) || !al_lexicon_find(&k->lookup, say, size, at, &f) || !f.lexeme->phonemes) {
            for (at++; at < size && ((unsigned char)say[at] & 0xC0) == 0x80;)
                at++;
            continue;
        }
        if (!al_grow(&w->pronunciations, &w->pronunciation_room, w->pronunciation_count, sizeof *w->pronunciations))
            return false;
        al_buf_cut(&w->phonemes, 0);
        al_found_phonemes(&f, &w->phonemes);
        const char *phonemes = al_arena_copy(w->arena, al_buf_string(&w->phonemes), w->phonemes.size);
        if (!phonemes || w->phonemes.failed)
            return false;
        w->pronunciations[w->pronunciation_count++] =
            (al_pronunciation){ .from = (uint32_t)(from + at), .to = (uint32_t)(from + f.to), .alphabet = f.lexeme->alphabet,
                                .phonemes = phonemes };
        at = f.to;
    }
    return true;
}

/* Say one run; `run` becomes the stretch of the words. */
static int say_run(al_wording *w, const char *written, al_language_run *run, aloud_error *err)
{
    kit *k;
    size_t spoken = w->say.size;
    int status = find_kit(w, run->language, &k, err);
    if (!status)
        run->language = k->language;
    if (!status)
        status = al_normalise(k->normaliser, written + run->from, run->to - run->from, &w->say, &w->part, err);
    if (!status && (!add_map(w, spoken, run->from) || !pronounce(w, k, spoken)))
        status = al_fail_memory(err);
    run->from = (uint32_t)spoken;
    run->to = (uint32_t)w->say.size;
    return status;
}

/* A copy of count elements in the arena; NULL when out of memory. */
static void *settle(al_wording *w, const void *from, size_t count, size_t size)
{
    void *copy = al_arena_array(w->arena, count, size);
    if (copy && count)
        memcpy(copy, from, count * size);
    return copy;
}

/* A run of which nothing is said is none. */
static size_t drop_silent(al_language_run *runs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (runs[i].from < runs[i].to)
            runs[kept++] = runs[i];
    return kept;
}

static int settle_item(al_wording *w, al_item *i, al_language_run *runs, size_t count, aloud_error *err)
{
    if (strcmp(al_buf_string(&w->say), i->written) != 0) {
        i->say = al_arena_copy(w->arena, al_buf_string(&w->say), w->say.size);
        i->map = settle(w, w->map, w->map_count, sizeof *w->map);
        i->map_count = w->map_count;
        if (!i->say || !i->map)
            return al_fail_memory(err);
    }
    count = drop_silent(runs, count);
    if (count > 1 || (count == 1 && strcmp(runs[0].language, i->language) != 0)) {
        i->runs = settle(w, runs, count, sizeof *runs);
        i->run_count = count;
        if (!i->runs)
            return al_fail_memory(err);
    }
    if (w->pronunciation_count) {
        i->pronunciations = settle(w, w->pronunciations, w->pronunciation_count, sizeof *w->pronunciations);
        i->pronunciation_count = w->pronunciation_count;
        if (!i->pronunciations)
            return al_fail_memory(err);
    }
    return 0;
}

int al_wording_item(al_wording *w, al_item *i, const al_language_run *marked, size_t marked_count, aloud_error *err)
{
    al_language_run runs[AL_RUNS_MOST];
    size_t count = al_runs_find(w->languages, i->written, i->language, w->language, marked, marked_count, runs);
    al_buf_cut(&w->say, 0);
    w->map_count = w->pronunciation_count = 0;
    int status = 0;
    for (size_t k = 0; k < count && !status; k++)
        status = say_run(w, i->written, &runs[k], err);
    if (!status && w->say.failed)
        status = al_fail_memory(err);
    return status ? status : settle_item(w, i, runs, count, err);
}
