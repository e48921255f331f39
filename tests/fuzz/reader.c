#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/data.h"
#include "base/text.h"
#include "script/script.h"
#include "script/write.h"

#define PROMISE(that) \
    do { \
        if (!(that)) { \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #that); \
            abort(); \
        } \
    } while (0)

static void promise_text(const char *text)
{
    size_t invalid = 0;
    al_buf b;
    PROMISE(text);
    al_buf_init(&b, SIZE_MAX / 4);
    al_text_repair(&b, text, strlen(text), &invalid, NULL);
    PROMISE(invalid == 0);
    al_buf_release(&b);
}

static void promise_article(const al_article *a)
{
    uint32_t id = 0;
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root)) {
        PROMISE(n->id == ++id);
        PROMISE(n->why && n->kind < AL_KIND_COUNT);
        promise_text(n->text);
        for (const al_span *s = n->spans; s; s = s->next)
            PROMISE(s->from < s->to && s->to <= strlen(n->text) && (!s->next || s->from <= s->next->from));
        if (n->kind == AL_HEADING)
            PROMISE(n->as.heading.level >= 2 && n->as.heading.level <= 6);
    }
    PROMISE(a->nodes == id);
    promise_text(a->title);
}

static void promise_script(const al_script *s)
{
    size_t next = 0;
    PROMISE(s->chapter_count > 0);
    for (size_t i = 0; i < s->chapter_count; i++) {
        PROMISE(s->chapters[i].first == next && s->chapters[i].count > 0);
        next += s->chapters[i].count;
        promise_text(s->chapters[i].title);
    }
    PROMISE(next == s->item_count);
    for (size_t i = 0; i < s->item_count; i++) {
        PROMISE(s->items[i].id == i + 1);
        promise_text(s->items[i].text);
        promise_text(s->items[i].say);
    }
    for (size_t i = 0; i < s->omitted_count; i++) {
        PROMISE(*s->omitted[i].reason);
        promise_text(s->omitted[i].text);
    }
}

static int swallow(void *user, const char *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)user += size;
    return 0;
}

/* Every utterance the script would be cut into lies within its text, in order. */
static void promise_pieces(const al_script *s)
{
    al_cutter *c = NULL;
    PROMISE(!al_cutter_new(s->data, s->language, &c, NULL));
    for (size_t i = 0; i < s->item_count; i++) {
        al_piece p;
        size_t past = 0, size = strlen(s->items[i].say);
        PROMISE(al_cutter_text(c, s->items[i].say, strlen(s->items[i].say)));
        while (al_cutter_next(c, &p)) {
            PROMISE(p.from >= past && p.from < p.to && p.to <= size);
            past = p.to;
        }
    }
    al_cutter_free(c);
}

/* What holds for an article holds for its script. */
static void promise_all(const al_article *a, const al_phrases *phrases)
{
    const al_script_settings settings = { .verbosity = AL_FULL, .notes = AL_NOTES_END, .split = 2 };
    aloud_error err = { 0 };
    al_script *s = NULL;
    size_t written = 0;
    promise_article(a);
    PROMISE(al_script_build(a, phrases, &settings, &s, &err) == 0);
    promise_script(s);
    promise_pieces(s);
    PROMISE(al_script_form_find("json")->write(s, swallow, &written, &err) == 0 && written > 0);
    PROMISE(al_script_form_find("ssml")->write(s, swallow, &written, &err) == 0);
    al_script_free(s);
}

static bool wants(void *user, int number, const char *title)
{
    (void)user;
    PROMISE(number > 0);
    promise_text(title);
    return true;
}

static int take(void *user, const aloud_entry *about, al_article *a, const aloud_error *why)
{
    PROMISE(about->number > 0 && about->number <= about->count && about->picked == about->count);
    PROMISE(!a == (why && why->status == ALOUD_ERROR_INPUT));
    if (a)
        promise_all(a, user);
    al_article_free(a);
    return 0;
}

void fuzz_reader(const al_reader *reader, const char *name, const uint8_t *bytes, size_t size)
{
    al_buf data;
    al_buf_init(&data, 4096);
    PROMISE(al_data_folder(&data, NULL) == 0);
    static al_phrases *phrases; /* read once */
    PROMISE(phrases || al_phrases_load(data.data, "en", &phrases, NULL) == 0);
    const al_input in = { .bytes = (const char *)bytes, .size = size, .name = name, .data = data.data };
    aloud_error err = { 0 };
    PROMISE(reader->probe(&in) <= 100);
    if (reader->parse_each) {
        const al_taker taker = { .wants = wants, .take = take, .user = phrases };
        int status = reader->parse_each(&in, &taker, &err);
        PROMISE(status == 0 || (status == ALOUD_ERROR_INPUT && *err.text));
        al_buf_release(&data);
        return;
    }
    al_article *a = al_article_new(name);
    PROMISE(a);
    int status = reader->parse(&in, a, &err);
    if (!status)
        status = al_article_finish(a, &err);
    if (!status)
        promise_all(a, phrases);
    PROMISE(status == 0 || (status == ALOUD_ERROR_INPUT && *err.text));
    al_article_free(a);
    al_buf_release(&data);
}
