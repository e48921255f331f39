/* What is said besides the article: where one is, and how a word is spelt. */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "lib/play.h"
#include "voice/phrases.h"

enum { LETTER_REST = 150, TEXT_LIMIT = 1 << 12 };

/* Something that speaks: the track's own, or for a recording one that is opened for it. */
static int need_speaker(aloud_player *p, al_speaker **out, aloud_error *err)
{
    int status = p->track->speaker || p->own.pool ? 0 : al_speaker_open(&p->own, &p->options, NULL, p->track->language, err);
    if (!status)
        *out = al_track_speaker(p->track, &p->own);
    return status;
}

void al_play_end_aside(aloud_player *p)
{
    al_aside *a = &p->aside;
    if (!a->on)
        return;
    al_leveled_drop(&a->sound, al_track_speaker(p->track, &p->own));
    al_resampler_free(a->resampler);
    free(a->frames);
    *a = (al_aside){ 0 };
    p->faded = true;
}

/* Put what the engine said since through the resampler. */
static int resample(aloud_player *p, const al_sound *sound, bool whole, aloud_error *err)
{
    al_aside *a = &p->aside;
    const int16_t *made;
    size_t count, more = sound->count - a->taken;
    if ((!more && !whole) || a->drained)
        return 0;
    /* Without a frame it gives the last. */
    for (int end = 0; end <= whole; end++) {
        if (!end && !more)
            continue;
        int status = al_resampler_run(a->resampler, end ? NULL : sound->frames + a->taken, end ? 0 : more, &made, &count, err);
        if (status)
            return status;
        int16_t *frames = realloc(a->frames, (a->count + count + 1) * sizeof *frames);
        if (!frames)
            return al_fail_memory(err);
        a->frames = frames;
        memcpy(a->frames + a->count, made, count * sizeof *made);
        a->count += count;
    }
    a->taken = sound->count;
    a->drained = whole;
    return 0;
}

int al_play_aside(aloud_player *p, const int16_t **frames, size_t *count, aloud_error *err)
{
    al_sound sound;
    al_aside *a = &p->aside;
    int whole = al_leveled_look(&a->sound, al_track_speaker(p->track, &p->own), &sound, err), status = 0;
    if (whole < 0)
        return whole;
    if (a->resampler)
        status = resample(p, &sound, whole, err);
    *frames = a->resampler ? a->frames : sound.frames;
    *count = a->resampler ? a->count : sound.count;
    return status ? status : whole;
}

/* Say the text beside the article, which goes on from the word that came next. */
static int say(aloud_player *p, const al_buf *text, const al_rest *rests, size_t count, al_role role, const char *language,
               aloud_error *err)
{
    al_speaker *s = NULL;
    al_style style;
    int status = text->failed ? al_fail_memory(err) : need_speaker(p, &s, err);
    if (status)
        return status;
    status = al_voice_style(s->voice, role, language, &s->picks, &style, NULL, err);
    if (!status)
        status = al_play_rest(p, err);
    if (!status && al_pool_rate(s->pool) != p->rate)
        status = al_resampler_new(al_pool_rate(s->pool), p->rate, &p->aside.resampler, err);
    if (!status)
        status = al_leveled_order(&p->aside.sound, s, text->data, text->size, rests, count, NULL, &style, err);
    if (status == 0)
        al_play_tell(p, "not yet: too much is being spoken; try again");
    p->aside.on = true;
    if (status != 1)
        al_play_end_aside(p);
    return status < 0 ? status : 0;
}

int al_play_where(aloud_player *p, aloud_error *err)
{
    al_speaker *s;
    al_phrases *ph = NULL;
    al_buf text;
    al_buf_init(&text, TEXT_LIMIT);
    double left = al_play_left(p);
    al_play_mark m = al_play_heard(p);
    int status = need_speaker(p, &s, err);
    if (!status)
        status = al_phrases_load(al_buf_string(&s->data), p->track->announcing, &ph, err);
    if (!status) {
        al_phrase_add(ph, &text, AL_SAY_CHAPTER, (long)m.chapter + 1);
        al_buf_add_byte(&text, ' ');
        al_phrase_add(ph, &text, AL_SAY_CHAPTERS, (long)p->track->chapters);
        al_buf_add_byte(&text, ' ');
        al_phrase_add(ph, &text, AL_SAY_LEFT, 0);
        al_buf_add_byte(&text, ' ');
        /* From a minute on nobody wants the seconds. */
        al_phrase_duration(ph, &text, left < 60 ? (long)left + 1 : (long)(left / 60 + 0.5) * 60);
        al_buf_add_byte(&text, '.');
        status = say(p, &text, NULL, 0, AL_ROLE_ANNOUNCEMENT, al_phrases_language(ph), err);
    }
    al_phrases_free(ph);
    al_buf_release(&text);
    return status;
}

/* The word without what stands around it. */
static void trim(const char **word, size_t *size)
{
    size_t from = 0, to = 0;
    bool any = false;
    for (size_t at = 0; at < *size;) {
        size_t here = at;
        unsigned c = al_text_next(*word, *size, &at);
        if (!al_text_is_letter(c) && !al_text_is_digit(c))
            continue;
        from = any ? from : here;
        to = at;
        any = true;
    }
    *word += from;
    *size = any ? to - from : 0;
}

static bool is_mark(unsigned c)
{
    return (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

int al_play_spell(aloud_player *p, aloud_error *err)
{
    al_sentence s;
    const char *word = "";
    size_t size = 0, count = 0;
    al_rest rests[AL_POOL_RESTS];
    al_play_mark m = al_play_heard(p);
    bool here = m.chapter == p->track->chapter && !m.beside;
    size_t k = here ? m.sentence : p->sentence, number = p->track->kind->word(p->track, k, here ? m.offset : p->offset);
    int status = p->track->kind->sentence(p->track, k, &s, err);
    if (status < 0)
        return status;
    if (status == 1)
        p->track->kind->spell(p->track, k, p->word && k == p->sentence ? p->word : number, &word, &size);
    trim(&word, &size);
    if (!size) {
        al_play_tell(p, "no word is being said");
        return 0;
    }
    al_buf text;
    al_buf_init(&text, TEXT_LIMIT);
    al_buf_add(&text, word, size < TEXT_LIMIT / 8 ? size : al_text_fit(word, TEXT_LIMIT / 8));
    /* A rest before each letter, as many as there may be; what is left is parted by commas. */
    for (size_t at = 0; at < size && text.size < TEXT_LIMIT - 16;) {
        size_t from = at;
        unsigned c = al_text_next(word, size, &at);
        if (is_mark(c)) {
            al_buf_add(&text, word + from, at - from);
            continue;
        }
        al_buf_add_string(&text, count < AL_POOL_RESTS ? " " : ", ");
        if (count < AL_POOL_RESTS)
            rests[count++] = (al_rest){ .at = text.size, .silence = LETTER_REST };
        al_buf_add(&text, word + from, at - from);
    }
    al_play_tell(p, "%.*s", (int)(size < 100 ? size : al_text_fit(word, 100)), word);
    status = say(p, &text, rests, count, AL_ROLE_PARAGRAPH, s.language, err);
    al_buf_release(&text);
    return status;
}
