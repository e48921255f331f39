/* What the tests of packages share: an article with timelines, as if it had been spoken. */
#ifndef TESTS_BOOK_H
#define TESTS_BOOK_H

#include "reading.h"

#include "pack/pack.h"
#include "script/words.h"

enum { RATE = 22050 };

/* A book whose every word lasts a tenth of a second, a sentence having `sentence` words, and every item a second besides. */
typedef struct book {
    al_article *article;
    al_phrases *phrases;
    al_script *script;
    al_timeline *timelines;
    al_pack_chapter *chapters;
    al_pack_input in;
} book;

static inline uint64_t add_words(al_timeline *t, const al_item *i, size_t sentence, uint64_t at)
{
    aloud_error err;
    al_word_cutter *cutter = al_word_cutter_new();
    al_said_word *words = NULL;
    size_t count = 0;
    assert_int_equal(al_item_words(i, cutter, &words, &count, &err), 0);
    for (size_t k = 0; k < count; k++, at += RATE / 10)
        assert_true(al_timeline_word(t, &(al_heard_word){ .item = i->id, .from = words[k].text.from, .to = words[k].text.to,
                                                          .begin = at, .end = at + RATE / 10,
                                                          .sentence = k % sentence == 0 }));
    free(words);
    al_word_cutter_free(cutter);
    return at + RATE;
}

static inline void fill_chapter(book *b, size_t index, size_t sentence)
{
    const al_chapter *c = &b->script->chapters[index];
    al_timeline *t = &b->timelines[index];
    uint64_t at = 0;
    al_timeline_init(t);
    for (size_t i = 0; i < c->count; i++) {
        assert_true(al_timeline_add(t, b->script->items[c->first + i].id, at));
        at = add_words(t, &b->script->items[c->first + i], sentence, at);
    }
    al_timeline_finish(t, at);
    assert_true(al_timeline_check(t));
    b->chapters[index] = (al_pack_chapter){ .number = (int)index + 1, .title = c->title, .file = "x.wav", .frames = at,
                                            .timeline = t };
}

static inline void open_book(book *b, const char *bytes, size_t size, const char *name, size_t sentence)
{
    al_buf data;
    aloud_error err;
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    b->article = read_as(bytes, size, name, 0, NULL);
    assert_int_equal(al_phrases_load(data.data, b->article->language ? b->article->language : "en", &b->phrases, &err), 0);
    const al_script_settings set = { .verbosity = AL_FULL, .notes = AL_NOTES_END, .data = data.data, .split = 3 };
    assert_int_equal(al_script_build(b->article, b->phrases, &set, &b->script, &err), 0);
    b->timelines = calloc(b->script->chapter_count, sizeof *b->timelines);
    b->chapters = calloc(b->script->chapter_count, sizeof *b->chapters);
    for (size_t i = 0; i < b->script->chapter_count; i++)
        fill_chapter(b, i, sentence);
    b->in = (al_pack_input){ .script = b->script, .phrases = b->phrases, .voice = "v", .rate = RATE, .id = "urn:x", .folder = ".",
                             .name = "name", .jobs = 1, .chapters = b->chapters, .count = b->script->chapter_count };
    al_buf_release(&data);
}

static inline void close_book(book *b)
{
    for (size_t i = 0; i < b->script->chapter_count; i++)
        al_timeline_release(&b->timelines[i]);
    free(b->timelines);
    free(b->chapters);
    al_script_free(b->script);
    al_phrases_free(b->phrases);
    al_article_free(b->article);
}

#endif
