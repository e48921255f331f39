#include "lib/timings.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { VERSION = 2, NUMBERS = 5 /* of a word */ };
enum { PLACE, FROM, WORDS, ROLE, LANGUAGE, TEXT }; /* what stands where in an item */

static void add_path(al_buf *out, const char *folder, int number)
{
    al_buf_init(out, 1 << 16);
    al_buf_printf(out, "%s/.aloud-%d.json", folder, number);
}

static void put_string(al_buf *b, const char *text)
{
    json_t *string = json_string(text);
    char *json = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;
    if (json)
        al_buf_add_string(b, json);
    b->failed = b->failed || !json;
    free(json);
    json_decref(string);
}

/* One item a line: its place, frames at which it begins, its words: bytes from and to, frames from and to, whether a sentence
 * begins; and what it is. */
static void put_all(al_buf *b, const char *fingerprint, const al_item *items, const al_timeline *t)
{
    al_buf_printf(b, "{\"version\": %d, \"fingerprint\": \"%s\", \"end\": %llu, \"items\": [", VERSION, fingerprint,
                  (unsigned long long)t->end);
    size_t word = 0;
    for (size_t i = 0; i < t->count; i++) {
        const al_heard *h = &t->at[i];
        const al_item *item = &items[h->item - items[0].id];
        al_buf_printf(b, "%s\n[%u, %llu, [", i ? "," : "", (unsigned)(h->item - items[0].id), (unsigned long long)h->from);
        for (bool any = false; word < t->word_count && t->words[word].item == h->item; word++, any = true) {
            const al_heard_word *w = &t->words[word];
            al_buf_printf(b, "%s%u,%u,%llu,%llu,%d", any ? "," : "", (unsigned)w->from, (unsigned)w->to,
                          (unsigned long long)w->begin, (unsigned long long)w->end, w->sentence);
        }
        al_buf_printf(b, "], \"%s\", ", al_role_name(item->role));
        put_string(b, item->language);
        al_buf_add_string(b, ", ");
        put_string(b, item->text);
        al_buf_add_string(b, "]");
    }
    al_buf_add_string(b, "\n]}\n");
}

int al_timings_save(const char *folder, int number, const char *fingerprint, const al_item *items, const al_timeline *t,
                    aloud_error *err)
{
    al_buf path, text;
    add_path(&path, folder, number);
    al_buf_init(&text, SIZE_MAX / 4);
    put_all(&text, fingerprint, items, t);
    int status = path.failed || text.failed ? al_fail_memory(err) : al_file_put(path.data, text.data, text.size, err);
    al_buf_release(&path);
    al_buf_release(&text);
    return status;
}

/* A number of the file that fits its place; false where it is none. */
static bool take(const json_t *list, size_t at, uint64_t most, uint64_t *out)
{
    const json_t *n = json_array_get(list, at);
    json_int_t value = json_integer_value(n);
    if (!json_is_integer(n) || value < 0 || (uint64_t)value > most)
        return false;
    *out = (uint64_t)value;
    return true;
}

/* 0, 1 where it is damaged, or ALOUD_ERROR_MEMORY. */
static int read_item(const json_t *item, uint32_t first, al_timeline *t, aloud_error *err)
{
    const json_t *words = json_array_get(item, WORDS);
    uint64_t place, from, n[NUMBERS];
    if (!take(item, PLACE, UINT32_MAX - first, &place) || !take(item, FROM, INT64_MAX, &from) || !json_is_array(words) ||
        json_array_size(words) % (NUMBERS))
        return 1;
    if (!al_timeline_add(t, first + (uint32_t)place, from))
        return al_fail_memory(err);
    for (size_t i = 0; i < json_array_size(words); i += NUMBERS) {
        for (size_t k = 0; k < NUMBERS; k++)
            if (!take(words, i + k, k < 2 ? UINT32_MAX : INT64_MAX, &n[k]))
                return 1;
        const al_heard_word w = { .item = first + (uint32_t)place, .from = (uint32_t)n[0], .to = (uint32_t)n[1], .begin = n[2],
                                  .end = n[3], .sentence = n[4] != 0 };
        if (!al_timeline_word(t, &w))
            return al_fail_memory(err);
    }
    return 0;
}

static int read_all(const json_t *root, const char *fingerprint, uint32_t first, al_timeline *t, aloud_error *err)
{
    int version, status = 0;
    const char *print;
    json_int_t end;
    const json_t *items;
    if (json_unpack((json_t *)root, "{s:i, s:s, s:I, s:o}", "version", &version, "fingerprint", &print, "end", &end, "items",
                    &items) ||
        version != VERSION || strcmp(print, fingerprint) != 0 || end < 0 || !json_is_array(items))
        return 1;
    for (size_t i = 0; i < json_array_size(items) && !status; i++)
        status = read_item(json_array_get(items, i), first, t, err);
    al_timeline_finish(t, (uint64_t)end);
    return status ? status : al_timeline_check(t) ? 0 : 1;
}

/* The file's JSON: 0, 1 where there is none, ALOUD_ERROR_MEMORY. */
static int load(const char *folder, int number, json_t **out, aloud_error *err)
{
    al_buf path;
    json_error_t why;
    add_path(&path, folder, number);
    if (path.failed)
        return al_fail_memory(err);
    *out = json_load_file(path.data, 0, &why);
    al_buf_release(&path);
    return *out ? 0 : json_error_code(&why) == json_error_out_of_memory ? al_fail_memory(err) : 1;
}

int al_timings_load(const char *folder, int number, const char *fingerprint, uint32_t first, al_timeline *out, aloud_error *err)
{
    json_t *root;
    al_timeline t;
    int status = load(folder, number, &root, err);
    if (status)
        return status;
    al_timeline_init(&t);
    status = read_all(root, fingerprint, first, &t, err);
    json_decref(root);
    if (status)
        al_timeline_release(&t);
    else
        *out = t;
    return status;
}

static int read_what(const json_t *item, al_timings_item *out, aloud_error *err)
{
    const char *role = json_string_value(json_array_get(item, ROLE)), *text = json_string_value(json_array_get(item, TEXT));
    const char *language = json_string_value(json_array_get(item, LANGUAGE));
    if (!role || !language || !text || (out->role = al_role_find(role)) == AL_ROLE_COUNT)
        return 1;
    out->language = strdup(language);
    out->text = strdup(text);
    return out->language && out->text ? 0 : al_fail_memory(err);
}

/* Whether the words are within the texts. */
static bool fits(const al_timings *t)
{
    const al_timeline *l = &t->timeline;
    size_t item = 0, size = 0;
    bool known = false;
    for (size_t i = 0; i < l->word_count; i++) {
        for (; item < l->count && l->at[item].item != l->words[i].item; known = false)
            item++;
        if (item == l->count)
            return false;
        if (!known)
            size = strlen(t->items[item].text);
        known = true;
        if (l->words[i].to > size)
            return false;
    }
    return true;
}

int al_timings_read(const char *folder, int number, const char *fingerprint, al_timings *out, aloud_error *err)
{
    json_t *root;
    al_timings t = { 0 };
    int status = load(folder, number, &root, err);
    if (status)
        return status;
    al_timeline_init(&t.timeline);
    status = read_all(root, fingerprint, 0, &t.timeline, err);
    if (!status && !(t.items = calloc(t.timeline.count + 1, sizeof *t.items)))
        status = al_fail_memory(err);
    const json_t *items = json_object_get(root, "items");
    for (size_t i = 0; i < t.timeline.count && !status; i++)
        status = read_what(json_array_get(items, i), &t.items[i], err);
    json_decref(root);
    if (!status && !fits(&t))
        status = 1;
    if (status)
        al_timings_release(&t);
    else
        *out = t;
    return status;
}

void al_timings_release(al_timings *t)
{
    for (size_t i = 0; t->items && i < t->timeline.count; i++) {
        free(t->items[i].language);
        free(t->items[i].text);
    }
    free(t->items);
    al_timeline_release(&t->timeline);
    *t = (al_timings){ 0 };
}

void al_timings_remove(const char *folder, int number)
{
    al_buf path;
    add_path(&path, folder, number);
    if (!path.failed)
        unlink(path.data);
    al_buf_release(&path);
}

bool al_timings_fit(const al_timeline *t, const al_script *s, size_t index)
{
    const al_chapter *c = &s->chapters[index];
    uint32_t first = s->items[c->first].id;
    for (size_t i = 0; i < t->count; i++)
        if (t->at[i].item < first || t->at[i].item - first >= c->count)
            return false;
    /* Words ascend: of an item, the last one reaches furthest. */
    for (size_t i = 0; i < t->word_count; i++) {
        bool last = i + 1 == t->word_count || t->words[i + 1].item != t->words[i].item;
        if (last && t->words[i].to > strlen(s->items[c->first + t->words[i].item - first].text))
            return false;
    }
    return true;
}
