#include "lib/play_state.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { VERSION = 1, PATH_LIMIT = 1 << 16, FILE_LIMIT = 1 << 20 };

/* $XDG_STATE_HOME/aloud, by the XDG Base Directory specification ~/.local/state/aloud without it; relative paths do not count.
 * Empty where there is no home. */
static void add_folder(al_buf *out)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/')
        al_buf_printf(out, "%s/aloud", state);
    else if (home && home[0] == '/')
        al_buf_printf(out, "%s/.local/state/aloud", home);
}

static bool take(const json_t *from, const char *key, size_t *out)
{
    const json_t *n = json_object_get(from, key);
    if (!json_is_integer(n) || json_integer_value(n) < 0)
        return false;
    *out = (size_t)json_integer_value(n);
    return true;
}

static bool take_spot(const json_t *from, al_play_spot *out)
{
    al_play_spot s;
    if (!take(from, "chapter", &s.chapter) || !take(from, "item", &s.item) || !take(from, "sentence", &s.sentence))
        return false;
    *out = s;
    return true;
}

void al_play_state_load(al_play_state *s, const char *key)
{
    al_buf path, text;
    *s = (al_play_state){ 0 };
    al_buf_init(&path, PATH_LIMIT);
    al_buf_init(&text, FILE_LIMIT);
    add_folder(&path);
    json_t *root = NULL;
    if (path.size) {
        al_buf_printf(&path, "/%s.json", key);
        if (!path.failed && al_file_read(al_buf_string(&path), &text, NULL) == 0)
            root = json_loadb(al_buf_string(&text), text.size, 0, NULL);
    }
    const json_t *marks = json_object_get(root, "bookmarks");
    s->has_stopped = take_spot(json_object_get(root, "stopped"), &s->stopped);
    for (size_t i = 0; i < json_array_size(marks) && s->bookmark_count < AL_PLAY_BOOKMARKS; i++)
        s->bookmark_count += take_spot(json_array_get(marks, i), &s->bookmarks[s->bookmark_count]);
    json_decref(root);
    al_buf_release(&path);
    al_buf_release(&text);
}

static json_t *spot(const al_play_spot *s)
{
    return json_pack("{s:I, s:I, s:I}", "chapter", (json_int_t)s->chapter, "item", (json_int_t)s->item, "sentence",
                     (json_int_t)s->sentence);
}

static json_t *pack(const al_play_state *s, const char *title)
{
    json_t *root = json_pack("{s:i, s:s%}", "version", VERSION, "title", title, strlen(title)), *marks = json_array();
    bool good = root && marks && (!s->has_stopped || json_object_set_new(root, "stopped", spot(&s->stopped)) == 0);
    for (size_t i = 0; good && i < s->bookmark_count; i++)
        good = json_array_append_new(marks, spot(&s->bookmarks[i])) == 0;
    if (good && json_object_set(root, "bookmarks", marks) == 0) {
        json_decref(marks);
        return root;
    }
    json_decref(root);
    json_decref(marks);
    return NULL;
}

int al_play_state_save(const al_play_state *s, const char *key, const char *title, aloud_error *err)
{
    al_buf path;
    al_buf_init(&path, PATH_LIMIT);
    add_folder(&path);
    int status = 0;
    bool empty = !s->has_stopped && !s->bookmark_count;
    if (path.size && !empty)
        status = al_file_mkdirs(al_buf_string(&path), err);
    if (path.size && !status) {
        al_buf_printf(&path, "/%s.json", key);
        json_t *root = empty || path.failed ? NULL : pack(s, title);
        char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
        if (path.failed || (!empty && !text))
            status = al_fail_memory(err);
        else if (!empty)
            status = al_file_put(al_buf_string(&path), text, strlen(text), err);
        else if (unlink(al_buf_string(&path)) < 0 && errno != ENOENT)
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "%.300s cannot be removed: %s", al_buf_string(&path), strerror(errno));
        free(text);
        json_decref(root);
    }
    al_buf_release(&path);
    return status;
}
