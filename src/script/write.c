#include "script/write.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* ---- text: the words to be spoken, a blank line between items --------------------------------------------------- */

static void add_words(al_buf *b, const char *words)
{
    if (!words || !*words)
        return;
    if (b->size)
        al_buf_add_byte(b, ' ');
    al_buf_add_string(b, words);
}

static int write_text(const al_script *s, aloud_write *write, void *user, aloud_error *err)
{
    al_buf b;
    al_buf_init(&b, SIZE_MAX / 4);
    int status = 0;
    for (size_t i = 0, said = 0; i < s->item_count && !status; i++) {
        const al_item *item = &s->items[i];
        al_buf_cut(&b, 0);
        add_words(&b, item->announce);
        add_words(&b, item->say);
        add_words(&b, item->close);
        if (!b.size && !b.failed)
            continue;
        al_buf_add_byte(&b, '\n');
        if (b.failed)
            status = al_fail_memory(err);
        else if ((said++ && write(user, "\n", 1)) || write(user, b.data, b.size))
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "the script cannot be written");
    }
    al_buf_release(&b);
    return status;
}

/* ---- JSON ------------------------------------------------------------------------------------------------------- */

/* What is counted in bytes goes out in code points: how many there are before the byte `at`, which only goes forward. */
typedef struct points {
    const char *text;
    uint32_t at;
    json_int_t before;
} points;

static json_int_t points_to(points *p, uint32_t at)
{
    p->before += (json_int_t)al_text_points(p->text + p->at, at - p->at);
    p->at = at;
    return p->before;
}

static json_t *stretch_json(points *p, uint32_t from, uint32_t to)
{
    json_int_t first = points_to(p, from), last = points_to(p, to);
    return json_pack("{s:I, s:I, s:s%}", "from", first, "to", last, "text", p->text + from, (size_t)(to - from));
}

/* Runs of the spoken text in other languages than the item's. */
static json_t *runs_json(const al_item *i)
{
    json_t *a = json_array();
    points at = { .text = i->say };
    int bad = !a;
    for (size_t k = 0; k < i->run_count && !bad; k++) {
        if (strcmp(i->runs[k].language, i->language) == 0)
            continue;
        json_t *o = stretch_json(&at, i->runs[k].from, i->runs[k].to);
        bad = !o || json_object_set_new(o, "language", json_string(i->runs[k].language));
        bad |= json_array_append_new(a, o);
    }
    return bad ? (json_decref(a), NULL) : a;
}

static json_t *pronunciations_json(const al_item *i)
{
    json_t *a = json_array();
    points at = { .text = i->say };
    int bad = !a;
    for (size_t k = 0; k < i->pronunciation_count && !bad; k++) {
        const al_pronunciation *p = &i->pronunciations[k];
        json_t *o = stretch_json(&at, p->from, p->to);
        bad = !o || json_object_set_new(o, "alphabet", json_string(p->alphabet == AL_IPA ? "ipa" : "x-espeak"));
        bad = bad || json_object_set_new(o, "phonemes", json_string(p->phonemes));
        bad |= json_array_append_new(a, o);
    }
    return bad ? (json_decref(a), NULL) : a;
}

static json_t *item_json(const al_script *s, const al_item *i)
{
    json_t *o = json_pack("{s:i, s:s}", "id", (int)i->id, "role", al_role_name(i->role));
    if (!o)
        return NULL;
    int bad = 0;
    if (i->level)
        bad |= json_object_set_new(o, "level", json_integer(i->level));
    bad |= json_object_set_new(o, "text", json_string(i->text));
    bad |= json_object_set_new(o, "say", json_string(i->say));
    if (strcmp(i->language, s->language) != 0)
        bad |= json_object_set_new(o, "language", json_string(i->language));
    if (i->run_count)
        bad |= json_object_set_new(o, "runs", runs_json(i));
    if (i->pronunciation_count)
        bad |= json_object_set_new(o, "pronunciations", pronunciations_json(i));
    if (i->announce)
        bad |= json_object_set_new(o, "announce", json_string(i->announce));
    if (i->close)
        bad |= json_object_set_new(o, "close", json_string(i->close));
    if (i->duration > 0) {
        long h = i->duration / 3600, m = i->duration / 60 % 60, sec = i->duration % 60;
        char text[64] = "PT";
        size_t n = 2;
        if (h)
            n += (size_t)snprintf(text + n, sizeof text - n, "%ldH", h);
        if (m)
            n += (size_t)snprintf(text + n, sizeof text - n, "%ldM", m);
        if (sec || n == 2)
            snprintf(text + n, sizeof text - n, "%ldS", sec);
        bad |= json_object_set_new(o, "duration", json_string(text));
    }
    if (i->line)
        bad |= json_object_set_new(o, "line", json_integer(i->line));
    if (bad) {
        json_decref(o);
        return NULL;
    }
    return o;
}

static json_t *chapter_json(const al_script *s, size_t index)
{
    const al_chapter *c = &s->chapters[index];
    json_t *items = json_array();
    int bad = !items;
    for (size_t i = 0; i < c->count && !bad; i++)
        bad = json_array_append_new(items, item_json(s, &s->items[c->first + i]));
    if (bad) {
        json_decref(items);
        return NULL;
    }
    return json_pack("{s:i, s:s, s:i, s:o}", "number", (int)index + 1, "title", c->title, "level", c->level, "items", items);
}

static json_t *string_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *bylines_json(const al_script *s)
{
    json_t *a = json_array();
    for (size_t i = 0; a && i < s->byline_count; i++)
        if (json_array_append_new(a, json_string(s->bylines[i]))) {
            json_decref(a);
            return NULL;
        }
    return a;
}

static int add_chapters(json_t *root, const al_script *s)
{
    json_t *chapters = json_array();
    int bad = !chapters;
    for (size_t i = 0; i < s->chapter_count && !bad; i++)
        bad = json_array_append_new(chapters, chapter_json(s, i));
    if (bad) {
        json_decref(chapters);
        return -1;
    }
    return json_object_set_new(root, "chapters", chapters);
}

static int add_omitted(json_t *root, const al_script *s)
{
    json_t *omitted = json_array();
    int bad = !omitted;
    for (size_t i = 0; i < s->omitted_count && !bad; i++)
        bad = json_array_append_new(omitted, json_pack("{s:s, s:i, s:s}", "text", s->omitted[i].text, "line",
                                                       (int)s->omitted[i].line, "reason", s->omitted[i].reason));
    if (bad) {
        json_decref(omitted);
        return -1;
    }
    return json_object_set_new(root, "omitted", omitted);
}

typedef struct relay {
    aloud_write *write;
    void *user;
} relay;

static int pass_on(const char *bytes, size_t size, void *user)
{
    relay *r = user;
    return r->write(r->user, bytes, size) ? -1 : 0;
}

static int write_json(const al_script *s, aloud_write *write, void *user, aloud_error *err)
{
    relay r = { write, user };
    json_t *root = json_object();
    int bad = !root || json_object_set_new(root, "title", json_string(s->title)) ||
              json_object_set_new(root, "language", json_string(s->language)) ||
              json_object_set_new(root, "byline", bylines_json(s)) ||
              json_object_set_new(root, "published", string_or_null(s->published)) ||
              json_object_set_new(root, "site", string_or_null(s->site)) ||
              json_object_set_new(root, "url", string_or_null(s->url)) || add_chapters(root, s) || add_omitted(root, s);
    int status = bad ? al_fail_memory(err) : 0;
    if (!status && (json_dump_callback(root, pass_on, &r, JSON_INDENT(1) | JSON_PRESERVE_ORDER) || write(user, "\n", 1)))
        status = al_fail(err, ALOUD_ERROR_OUTPUT, "the script cannot be written");
    json_decref(root);
    return status;
}

static const al_script_form forms[] = {
    { "text", write_text },
    { "json", write_json },
    { "ssml", al_script_write_ssml },
};

const al_script_form *al_script_form_find(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (!name || strcmp(forms[i].name, name) == 0)
            return &forms[i];
    return NULL;
}
