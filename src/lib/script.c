/* The public calls on scripts. */
#include "script/script.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/text.h"
#include "lib/options.h"
#include "script/write.h"

int aloud_script_new(const aloud_article *a, const aloud_options *o, aloud_script **out, aloud_error *err)
{
    o = al_options_or_usual(o);
    al_script_settings set = { .language = o->language, .verbosity = o->verbosity, .notes = o->notes, .split = o->split,
                               .lexicon = o->lexicon };
    al_phrases *phrases = NULL;
    al_buf data;
    al_buf_init(&data, 1 << 16);
    int status = al_data_folder(&data, err);
    set.data = al_buf_string(&data);
    if (!status)
        status = al_phrases_load(al_buf_string(&data), o->language ? o->language : a->language ? a->language : "en",
                                 &phrases, err);
    if (!status)
        status = al_script_build(a, phrases, &set, out, err);
    al_phrases_free(phrases);
    al_buf_release(&data);
    return status;
}

void aloud_script_free(aloud_script *s)
{
    al_script_free(s);
}

const char *aloud_script_title(const aloud_script *s)
{
    return s->title;
}

const char *aloud_script_language(const aloud_script *s)
{
    return s->language;
}

size_t aloud_script_chapters(const aloud_script *s)
{
    return s->chapter_count;
}

size_t aloud_script_items(const aloud_script *s)
{
    return s->item_count;
}

int aloud_script_chapter(const aloud_script *s, size_t index, aloud_chapter *out)
{
    if (index >= s->chapter_count)
        return ALOUD_ERROR_USAGE;
    const al_chapter *c = &s->chapters[index];
    *out = (aloud_chapter){ .number = (int)index + 1, .title = c->title, .level = c->level, .first = c->first, .count = c->count };
    return 0;
}

int aloud_script_item(const aloud_script *s, size_t index, aloud_item *out)
{
    if (index >= s->item_count)
        return ALOUD_ERROR_USAGE;
    const al_item *i = &s->items[index];
    *out = (aloud_item){ .id = i->id, .role = al_role_name(i->role), .level = i->level, .text = i->text, .say = i->say,
                         .language = i->language, .announce = i->announce, .close = i->close, .duration = i->duration,
                         .line = i->line };
    return 0;
}

int aloud_script_write(const aloud_script *s, const char *format, aloud_write *write, void *user, aloud_error *err)
{
    const al_script_form *form = al_script_form_find(format);
    if (!form)
        return al_fail(err, ALOUD_ERROR_USAGE, "format '%s': give text, json or ssml", format);
    return form->write(s, write, user, err);
}

/* ---- picking chapters ------------------------------------------------------------------------------------------- */

static int pick_numbers(const al_script *s, const char *spec, unsigned char *pick, bool *numbers, aloud_error *err)
{
    *numbers = true;
    for (const char *c = spec; *c;) {
        size_t from, to;
        if (!al_range_parse(&c, s->chapter_count, &from, &to)) {
            *numbers = false;
            return 0;
        }
        if (from < 1 || to > s->chapter_count || from > to)
            return al_fail(err, ALOUD_ERROR_USAGE, "chapter '%s': there are 1 to %zu; `aloud chapters` lists them", spec,
                           s->chapter_count);
        memset(pick + from - 1, 1, to - from + 1);
        c += *c == ',';
    }
    return 0;
}

/* Titles that have the words in them. */
static int pick_titles(const al_script *s, const char *words, unsigned char *pick, aloud_error *err)
{
    al_buf want, title;
    al_buf_init(&want, SIZE_MAX / 4);
    al_buf_init(&title, SIZE_MAX / 4);
    al_text_key(&want, words);
    bool found = false;
    for (size_t i = 0; i < s->chapter_count; i++) {
        al_buf_cut(&title, 0);
        al_text_key(&title, s->chapters[i].title);
        pick[i] = want.size && strstr(al_buf_string(&title), al_buf_string(&want)) != NULL;
        found = found || pick[i];
    }
    int status = 0;
    if (want.failed || title.failed)
        status = al_fail_memory(err);
    else if (!found)
        status = al_fail(err, ALOUD_ERROR_USAGE, "chapter '%s': no title has that in it; `aloud chapters` lists them", words);
    al_buf_release(&want);
    al_buf_release(&title);
    return status;
}

int aloud_script_pick(const aloud_script *s, const aloud_options *o, unsigned char *pick, aloud_error *err)
{
    const char *chapter = al_options_or_usual(o)->chapter;
    if (!chapter) {
        memset(pick, 1, s->chapter_count);
        return 0;
    }
    unsigned char *own = calloc(1, s->chapter_count); /* pick is untouched on failure */
    if (!own)
        return al_fail_memory(err);
    bool numbers;
    int status = pick_numbers(s, chapter, own, &numbers, err);
    if (!status && !numbers)
        status = pick_titles(s, chapter, own, err);
    if (!status)
        memcpy(pick, own, s->chapter_count);
    free(own);
    return status;
}

double aloud_script_estimate(const aloud_script *s, const aloud_options *o, size_t index)
{
    if (index >= s->chapter_count)
        return 0;
    o = al_options_or_usual(o);
    double rate = o->picks.rate ? o->picks.rate : AL_RATE_USUAL * (o->picks.rate_percent ? o->picks.rate_percent / 100.0 : 1);
    double words = 0, pauses = 0;
    for (size_t i = 0; i < s->chapters[index].count; i++) {
        const al_item *item = &s->items[s->chapters[index].first + i];
        words += (double)al_text_words(item->say) + (item->announce ? (double)al_text_words(item->announce) : 0) +
                 (item->close ? (double)al_text_words(item->close) : 0);
        pauses += 0.5 * AL_RATE_USUAL / rate;
    }
    return words * 60 / rate + pauses;
}
