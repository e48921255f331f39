#include "read/reader.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "read/language.h"
#include "read/links.h"

static const al_reader *const readers[] = { &al_reader_html, &al_reader_markdown, &al_reader_epub, &al_reader_feed,
                                            &al_reader_text };

enum { SAMPLE = 6000 }; /* bytes of text that the language is told from */

/* Running text only: names in captions and menus mislead. */
static bool sample(const al_article *a, al_buf *out)
{
    for (const al_node *n = a->root; n && out->size < SAMPLE; n = al_node_next(n, a->root)) {
        bool running = n->kind == AL_PARAGRAPH || n->kind == AL_LIST_ITEM || n->kind == AL_STANDFIRST ||
                       n->kind == AL_QUOTE || n->kind == AL_TITLE || n->kind == AL_IMAGE;
        if (!running || !n->text[0] || n->language)
            continue;
        al_buf_add_string(out, n->text);
        al_buf_add_byte(out, '\n');
    }
    return !out->failed;
}

/* Give the article the language that its text is in: an engine spells out what is in another script than it speaks. */
static bool correct_language(al_article *a, const char *text, size_t size)
{
    char tag[32];
    if (!al_language_fits(a->language, text, size) && al_language_detect(text, size, tag, sizeof tag)) {
        al_diag_add(&a->diag, AL_WARN_LANGUAGE_DIFFERS, 0, "declared as \"%s\", but the text looks like \"%s\" (set it with -l)",
                    a->language, tag);
        a->language = al_arena_string(&a->arena, tag);
    }
    return a->language != NULL;
}

static bool settle_language(al_article *a)
{
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    bool ok = sample(a, &text);
    char tag[32];
    if (ok && a->language) {
        ok = correct_language(a, al_buf_string(&text), text.size);
    } else if (ok && al_language_detect(al_buf_string(&text), text.size, tag, sizeof tag)) {
        a->language = al_arena_string(&a->arena, tag);
        ok = a->language != NULL;
        if (ok)
            al_diag_add(&a->diag, AL_WARN_LANGUAGE, 0, "the language is not declared; it looks like \"%s\" (set it with -l)", tag);
    }
    al_buf_release(&text);
    return ok;
}

static const al_reader *surest(const al_input *in)
{
    const al_reader *best = readers[0];
    int sure = -1;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        int p = readers[i]->probe(in);
        if (p > sure) {
            sure = p;
            best = readers[i];
        }
    }
    return best;
}

int al_read_finish(al_article *a, const char *base, aloud_error *err)
{
    if (!settle_language(a) || (base && !al_links_resolve(a, base)))
        return al_fail_memory(err);
    return al_article_finish(a, err);
}

static int read_one(const al_reader *reader, const al_input *in, al_article **out, aloud_error *err)
{
    al_article *a = al_article_new(in->name);
    if (!a)
        return al_fail_memory(err);
    int status = reader->parse(in, a, err);
    if (!status && in->url && !a->url) {
        a->url = al_arena_string(&a->arena, in->url);
        status = a->url ? 0 : al_fail_memory(err);
    }
    if (!status)
        status = al_read_finish(a, in->url, err);
    if (status) {
        al_article_free(a);
        return status;
    }
    *out = a;
    return 0;
}

/* Of several, the first that is an article. */
struct first {
    al_article *article;
    aloud_error why; /* why the first is none */
};

static bool wants_any(void *user, int number, const char *title)
{
    (void)user;
    (void)number;
    (void)title;
    return true;
}

static int take_first(void *user, const aloud_entry *about, al_article *a, const aloud_error *why)
{
    struct first *f = user;
    (void)about;
    f->article = a;
    if (why && !f->why.status)
        f->why = *why;
    return a != NULL;
}

int al_read(const al_input *in, al_article **out, aloud_error *err)
{
    const al_reader *reader = surest(in);
    if (!reader->parse_each)
        return read_one(reader, in, out, err);
    struct first f = { 0 };
    const al_taker taker = { .wants = wants_any, .take = take_first, .user = &f };
    int status = reader->parse_each(in, &taker, err);
    if (f.article) {
        *out = f.article;
        return 0;
    }
    if (!status && err)
        *err = f.why;
    return status ? status : f.why.status;
}

int al_read_each(const al_input *in, const al_taker *taker, aloud_error *err)
{
    const al_reader *reader = surest(in);
    if (reader->parse_each)
        return reader->parse_each(in, taker, err);
    al_article *a = NULL;
    int status = read_one(reader, in, &a, err);
    if (status)
        return status;
    const aloud_entry about = { .number = 1, .count = 1, .picked = 1, .title = a->title };
    return taker->take(taker->user, &about, a, NULL) ? al_fail(err, ALOUD_ERROR_CANCELLED, "stopped") : 0;
}
