/* The script as SSML 1.1 (W3C, 2010), for other speech engines: a paragraph per item with a mark of its id, its sentences, what is
 * said otherwise than it is written as sub, what a lexicon knows as phoneme, other languages as lang. */
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/text.h"
#include "script/write.h"

typedef struct writing {
    const al_script *script;
    al_cutter *cutter;
    const char *cut_language; /* that the cutter is for */
    al_buf out;               /* of the item at hand */
    aloud_error *err;
} writing;

/* Text as XML has it; what XML 1.0 has no place for (section 2.2) is left out.  Quotation marks are named in attributes only: some
 * engines say a full stop that stands beside a name. */
static void add_escaped(al_buf *b, const char *text, size_t size, bool attribute)
{
    for (size_t at = 0; at < size;) {
        size_t here = at;
        unsigned c = al_text_next(text, size, &at);
        if (c == '&')
            al_buf_add_string(b, "&amp;");
        else if (c == '<')
            al_buf_add_string(b, "&lt;");
        else if (c == '>')
            al_buf_add_string(b, "&gt;");
        else if (c == '"' && attribute)
            al_buf_add_string(b, "&quot;");
        else if (al_text_is_space(c))
            al_buf_add_byte(b, ' ');
        else if (c >= 0x20 && c != 0x7F && c != 0xFFFE && c != 0xFFFF)
            al_buf_add(b, text + here, at - here);
    }
}

static void add_text(al_buf *b, const char *text, size_t size)
{
    add_escaped(b, text, size, false);
}

static void add_attribute(al_buf *b, const char *name, const char *value, size_t size)
{
    al_buf_printf(b, " %s=\"", name);
    add_escaped(b, value, size, true);
    al_buf_add_byte(b, '"');
}

static void add_language(al_buf *b, const char *language, const char *around)
{
    if (strcasecmp(language, around) != 0)
        add_attribute(b, "xml:lang", language, strlen(language));
}

/* ---- within a sentence ------------------------------------------------------------------------------------------- */

/* Where the item's stretches have come to; each only moves forward. */
typedef struct place {
    const al_item *item;
    size_t stretch, pronunciation, run;
} place;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* say[from..to) as it stands. */
static void add_said(al_buf *b, const al_item *i, size_t from, size_t to)
{
    add_text(b, i->say + from, to - from);
}

static void add_phoneme(al_buf *b, const al_item *i, const al_pronunciation *p)
{
    const char *alphabet = p->alphabet == AL_IPA ? "ipa" : "x-espeak";
    al_buf_add_string(b, "<phoneme");
    add_attribute(b, "alphabet", alphabet, strlen(alphabet));
    add_attribute(b, "ph", p->phonemes, strlen(p->phonemes));
    al_buf_add_byte(b, '>');
    add_said(b, i, p->from, p->to);
    al_buf_add_string(b, "</phoneme>");
}

static size_t without_space(const char *text, size_t from, size_t to)
{
    while (to > from && text[to - 1] == ' ')
        to--;
    return to;
}

/* Where the punctuation behind the stretch ends, which is said as it is written: engines read it by itself where it stands outside
 * ("dot"). */
static size_t tail_of(const al_item *i, const al_spoken *s, size_t end)
{
    const al_spoken *next = s + 1 < i->map + i->map_count && s[1].same ? s + 1 : NULL;
    size_t at = s->to, stop = next ? least(next->to, end) : at;
    while (at < stop) {
        size_t after = at;
        unsigned c = al_text_next(i->say, stop, &after);
        if (!(U_GET_GC_MASK((UChar32)c) & U_GC_P_MASK))
            break;
        at = after;
    }
    return at;
}

/* A stretch that is said otherwise: its written form, with what is said beside it.  White space stands around it.  Returns where
 * in the words it ends. */
static size_t add_sub(al_buf *b, const al_item *i, const al_spoken *s, size_t end)
{
    size_t from = s->from + strspn(i->say + s->from, " "), to = without_space(i->say, s->from, s->to);
    size_t shown = without_space(i->written, s->display_from, s->display_to);
    size_t tail = to == s->to ? tail_of(i, s, end) : s->to;
    add_said(b, i, s->from, least(from, s->to));
    if (to > from) {
        al_buf_add_string(b, "<sub");
        add_attribute(b, "alias", i->say + from, (tail > s->to ? tail : to) - from);
        al_buf_add_byte(b, '>');
        add_text(b, i->written + s->display_from, shown - s->display_from);
        add_said(b, i, s->to, tail);
        al_buf_add_string(b, "</sub>");
        add_said(b, i, to, s->to);
    }
    return to > from ? tail : s->to;
}

/* Which of the map's stretches byte `at` of the words is in; NULL where all of it stands as it is written. */
static const al_spoken *stretch_at(place *p, size_t at)
{
    const al_item *i = p->item;
    while (p->stretch < i->map_count && i->map[p->stretch].to <= at)
        p->stretch++;
    return p->stretch < i->map_count ? &i->map[p->stretch] : NULL;
}

static const al_pronunciation *pronunciation_at(place *p, size_t at)
{
    const al_item *i = p->item;
    while (p->pronunciation < i->pronunciation_count && i->pronunciations[p->pronunciation].to <= at)
        p->pronunciation++;
    return p->pronunciation < i->pronunciation_count ? &i->pronunciations[p->pronunciation] : NULL;
}

/* The words in [at, end), one piece after the other.  Phonemes within a stretch that is said otherwise are worth more than how that
 * is written. */
static void add_words(al_buf *b, place *p, size_t at, size_t end)
{
    while (at < end) {
        const al_pronunciation *ph = pronunciation_at(p, at);
        const al_spoken *s = stretch_at(p, at);
        size_t known = ph ? ph->from : end;
        if (ph && known <= at && ph->to <= end) {
            add_phoneme(b, p->item, ph);
            at = ph->to;
            continue;
        }
        if (s && !s->same && s->from == at && s->to <= end && known >= s->to) {
            at = add_sub(b, p->item, s, end);
            continue;
        }
        size_t stop = least(known > at ? known : end, s ? s->to : end);
        stop = least(stop > at ? stop : end, end);
        add_said(b, p->item, at, stop);
        at = stop;
    }
}

/* The same, with what is in another language in an element of its own. */
static void add_runs(al_buf *b, place *p, size_t at, size_t end)
{
    const al_item *i = p->item;
    while (at < end) {
        while (p->run < i->run_count && i->runs[p->run].to <= at)
            p->run++;
        const al_language_run *r = p->run < i->run_count ? &i->runs[p->run] : NULL;
        size_t stop = r ? least(r->to, end) : end;
        bool other = r && strcasecmp(r->language, i->language) != 0;
        size_t last = other ? without_space(i->say, at, stop) : stop;
        if (other) {
            al_buf_add_string(b, "<lang");
            add_attribute(b, "xml:lang", r->language, strlen(r->language));
            al_buf_add_byte(b, '>');
        }
        add_words(b, p, at, last);
        if (other)
            al_buf_add_string(b, "</lang>");
        add_said(b, i, last, stop);
        at = stop;
    }
}

/* ---- sentences and items ----------------------------------------------------------------------------------------- */

static int cut(writing *w, const char *text, const char *language)
{
    if (!w->cutter || strcmp(w->cut_language, language) != 0) {
        al_cutter_free(w->cutter);
        w->cutter = NULL;
        int status = al_cutter_new(w->script->data, language, &w->cutter, w->err);
        if (status)
            return status;
        w->cut_language = language;
    }
    return al_cutter_text(w->cutter, text, strlen(text)) ? 0 : al_fail_memory(w->err);
}

/* The next sentence, however long; false at the end. */
static bool next_sentence(writing *w, size_t *from, size_t *to)
{
    al_piece p;
    bool any = false;
    while (al_cutter_next(w->cutter, &p)) {
        *from = any ? *from : p.from;
        *to = p.to;
        any = true;
        if (p.sentence)
            break;
    }
    return any;
}

/* A mark is lost by some engines where it is in no sentence. */
static void add_mark(al_buf *b, const al_item *i, bool *marked)
{
    if (!*marked)
        al_buf_printf(b, "<mark name=\"%lu\"/>", (unsigned long)i->id);
    *marked = true;
}

/* What is announced stands out from what is read. */
static void add_announcement(writing *w, const al_item *i, const char *words, bool *marked)
{
    if (!words || !*words)
        return;
    al_buf_add_string(&w->out, "<s");
    add_language(&w->out, w->script->announcing, i->language);
    al_buf_add_byte(&w->out, '>');
    add_mark(&w->out, i, marked);
    al_buf_add_string(&w->out, "<prosody pitch=\"high\">");
    add_text(&w->out, words, strlen(words));
    al_buf_add_string(&w->out, "</prosody>\n</s>\n");
}

static int add_sentences(writing *w, const al_item *i, bool *marked)
{
    place p = { .item = i };
    size_t from, to, done = 0;
    int status = cut(w, i->say, i->language);
    while (!status && next_sentence(w, &from, &to)) {
        from = from > done ? from : done;
        const al_spoken *s = to ? stretch_at(&(place){ .item = i, .stretch = p.stretch }, to - 1) : NULL;
        if (s && !s->same && s->from < to && s->to > to) /* a stretch stays whole */
            to = without_space(i->say, to, s->to);
        if (from >= to)
            continue;
        al_buf_add_string(&w->out, "<s>");
        add_mark(&w->out, i, marked);
        add_runs(&w->out, &p, from, to);
        al_buf_add_string(&w->out, "\n</s>\n"); /* white space, for a full stop before a tag is a word to some */
        done = to;
    }
    return status;
}

static int add_item(writing *w, const al_item *i)
{
    al_buf *b = &w->out;
    bool marked = false;
    if (i->role == AL_ROLE_SEPARATOR || i->role == AL_ROLE_HEADING)
        al_buf_add_string(b, "<break strength=\"x-strong\"/>\n");
    size_t before = b->size;
    al_buf_add_string(b, "<p");
    add_language(b, i->language, w->script->language);
    al_buf_add_string(b, ">\n");
    size_t empty = b->size;
    add_announcement(w, i, i->announce, &marked);
    int status = add_sentences(w, i, &marked);
    add_announcement(w, i, i->close, &marked);
    if (b->size == empty)
        al_buf_cut(b, before);
    else
        al_buf_add_string(b, "</p>\n");
    if (!marked)
        al_buf_printf(b, "<mark name=\"%lu\"/>\n", (unsigned long)i->id);
    return status;
}

static void add_head(writing *w)
{
    const al_script *s = w->script;
    al_buf_add_string(&w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\"");
    add_attribute(&w->out, "xml:lang", s->language, strlen(s->language));
    al_buf_add_string(&w->out, ">\n<meta name=\"title\"");
    add_attribute(&w->out, "content", s->title, strlen(s->title));
    al_buf_add_string(&w->out, "/>\n");
}

static int pass_on(writing *w, aloud_write *write, void *user)
{
    if (w->out.failed)
        return al_fail_memory(w->err);
    if (w->out.size && write(user, w->out.data, w->out.size))
        return al_fail(w->err, ALOUD_ERROR_OUTPUT, "the script cannot be written");
    al_buf_cut(&w->out, 0);
    return 0;
}

int al_script_write_ssml(const al_script *s, aloud_write *write, void *user, aloud_error *err)
{
    writing w = { .script = s, .err = err };
    al_buf_init(&w.out, SIZE_MAX / 4);
    add_head(&w);
    int status = pass_on(&w, write, user);
    for (size_t i = 0; i < s->item_count && !status; i++) {
        status = add_item(&w, &s->items[i]);
        if (!status)
            status = pass_on(&w, write, user);
    }
    al_buf_add_string(&w.out, "</speak>\n");
    if (!status)
        status = pass_on(&w, write, user);
    al_cutter_free(w.cutter);
    al_buf_release(&w.out);
    return status;
}
