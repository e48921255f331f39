#include "speech/espeak_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"

typedef struct making {
    al_espeak_text *out;
    const al_espeak_table *table;
    const al_saying *saying;
    uint32_t point, made; /* code points of the caller's text, and of the one made, up to here */
    bool failed;
} making;

static uint32_t code_points(const char *text, size_t size)
{
    return (uint32_t)al_text_points(text, size);
}

/* What the caller wrote is never taken for phonemes. */
static void add_plain(making *m, size_t from, size_t to)
{
    const char *text = m->saying->text;
    for (size_t i = from; i < to; i++)
        al_buf_add_byte(&m->out->text, text[i] == '[' ? '(' : text[i]);
    uint32_t n = code_points(text + from, to - from);
    m->point += n;
    m->made += n;
}

static void add_stretch(making *m, const al_pronunciation *p, const char *phonemes, size_t size, uint32_t count)
{
    al_espeak_text *out = m->out;
    if (!al_grow(&out->stretches, &out->room, out->count, sizeof *out->stretches)) {
        m->failed = true;
        return;
    }
    /* Right behind a quotation mark and the like the engine drops phonemes. */
    if (out->text.size && out->text.data[out->text.size - 1] != ' ') {
        al_buf_add_byte(&out->text, ' ');
        m->made++;
    }
    size_t before = out->text.size;
    al_buf_add_string(&out->text, "[[");
    size_t start = out->text.size;
    al_espeak_phonemes(m->table, p, phonemes, size, &out->text);
    if (out->text.size == start)
        al_buf_add_byte(&out->text, '_'); /* nothing that the voice could say */
    al_buf_add_string(&out->text, "]]");
    uint32_t made = code_points(al_buf_string(&out->text) + before, out->text.size - before);
    out->stretches[out->count++] = (al_espeak_stretch){ .from = m->made, .to = m->made + made, .at = m->point, .count = count };
    m->made += made;
    m->point += count;
}

static size_t count_words(const char *text, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
    return n;
}

/* A word of its own for each, where the text has as many as the phonemes; else one for all of them. */
static void add_pronunciation(making *m, const al_pronunciation *p)
{
    const char *text = m->saying->text + p->from, *ph = p->phonemes;
    size_t size = p->to - p->from;
    if (count_words(text, size) != count_words(ph, strlen(ph))) {
        bool first = true;
        for (; *ph; ph += strcspn(ph, " "), ph += strspn(ph, " ")) {
            if (!first) {
                al_buf_add_byte(&m->out->text, ' ');
                m->made++;
            }
            add_stretch(m, p, ph, strcspn(ph, " "), first ? code_points(text, size) : 0);
            first = false;
        }
        return;
    }
    for (size_t at = 0; at < size && !m->failed;) {
        size_t n = 0;
        while (at + n < size && text[at + n] != ' ')
            n++;
        if (n) {
            ph += strspn(ph, " ");
            add_stretch(m, p, ph, strcspn(ph, " "), code_points(text + at, n));
            ph += strcspn(ph, " ");
        }
        at += n;
        for (; at < size && text[at] == ' '; at++)
            add_plain(m, p->from + at, p->from + at + 1);
    }
}

bool al_espeak_text_make(al_espeak_text *out, const al_espeak_table *table, const al_saying *s)
{
    *out = (al_espeak_text){ 0 };
    al_buf_init(&out->text, 16 << 20);
    making m = { .out = out, .table = table, .saying = s };
    size_t at = 0;
    for (size_t i = 0; i < s->pronunciation_count && !m.failed; i++) {
        const al_pronunciation *p = &s->pronunciations[i];
        add_plain(&m, at, p->from);
        add_pronunciation(&m, p);
        at = p->to;
    }
    add_plain(&m, at, s->size);
    if (!m.failed && !out->text.failed)
        return true;
    al_espeak_text_release(out);
    return false;
}

void al_espeak_text_release(al_espeak_text *t)
{
    al_buf_release(&t->text);
    free(t->stretches);
    *t = (al_espeak_text){ 0 };
}

void al_espeak_text_place(const al_espeak_text *t, al_word *w)
{
    uint32_t ahead = 0; /* how far the text made has run ahead of the caller's; it may fall behind, and wrap */
    for (size_t i = 0; i < t->count && t->stretches[i].from <= w->at; i++) {
        const al_espeak_stretch *s = &t->stretches[i];
        if (w->at < s->to) {
            w->at = s->at;
            w->count = s->count;
            return;
        }
        ahead = s->to - (s->at + s->count);
    }
    w->at -= ahead;
}
