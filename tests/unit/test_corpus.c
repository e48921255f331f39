/* No text is lost silently: every word of every text of the corpus is in an item of its script or in `omitted`, and none is
 * there more often than in the text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "read/reader.h"
#include "script/script.h"

/* Words in the order of their bytes; each is a run of letters and digits. */
typedef struct words {
    char **word;
    size_t count, room;
} words;

static void add_word(words *w, const char *bytes, size_t size)
{
    if (w->count == w->room) {
        w->room = w->room ? w->room * 2 : 1024;
        w->word = realloc(w->word, w->room * sizeof *w->word);
        assert_non_null(w->word);
    }
    w->word[w->count] = strndup(bytes, size);
    assert_non_null(w->word[w->count++]);
}

static void add_words(words *w, const char *text)
{
    size_t size = strlen(text), at = 0, from = 0;
    bool in = false;
    while (at < size) {
        size_t start = at;
        unsigned c = al_text_next(text, size, &at);
        bool part = al_text_is_letter(c) || al_text_is_digit(c);
        if (part && !in)
            from = start;
        if (!part && in)
            add_word(w, text + from, start - from);
        in = part;
    }
    if (in)
        add_word(w, text + from, size - from);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_words(words *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->word[i]);
    free(w->word);
}

/* Append the words that one has and the other has not, "-lost" or "+invented". */
static void compare(words *input, words *script, al_buf *out)
{
    qsort(input->word, input->count, sizeof *input->word, by_bytes);
    qsort(script->word, script->count, sizeof *script->word, by_bytes);
    for (size_t i = 0, j = 0; i < input->count || j < script->count;) {
        int order = i == input->count ? 1 : j == script->count ? -1 : strcmp(input->word[i], script->word[j]);
        if (order < 0)
            al_buf_printf(out, " -%s", input->word[i]);
        if (order > 0)
            al_buf_printf(out, " +%s", script->word[j]);
        i += order <= 0;
        j += order >= 0;
    }
}

/* A player without a title of its own is announced by the page's, or a heading's: the one text that is said twice on purpose. */
static bool is_announced_again(const al_article *a, const al_item *notice)
{
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root))
        if (n->id == notice->node)
            return (n->kind == AL_VIDEO || n->kind == AL_AUDIO) && strcmp(n->why, "player") == 0;
    return false;
}

static void add_script(words *w, const al_article *a, const al_script *s, words *input)
{
    for (size_t i = 0; i < s->item_count; i++) {
        add_words(w, s->items[i].text);
        if (is_announced_again(a, &s->items[i]))
            add_words(input, s->items[i].text);
    }
    for (size_t i = 0; i < s->omitted_count; i++)
        add_words(w, s->omitted[i].text);
}

static void keeps_every_word(const char *data, const al_phrases *phrases, const char *path)
{
    aloud_error err = { 0 };
    al_buf text, differs;
    al_buf_init(&text, 1 << 24);
    al_buf_init(&differs, 1 << 24);
    assert_int_equal(al_file_read(path, &text, &err), 0);
    const al_input in = { .bytes = text.data, .size = text.size, .name = path, .data = data };
    const al_script_settings settings = { .verbosity = AL_NORMAL, .notes = AL_NOTES_END, .split = 2 };
    al_article *a = NULL;
    al_script *s = NULL;
    if (al_read(&in, &a, &err) || al_script_build(a, phrases, &settings, &s, &err))
        fail_msg("%s: %s", path, err.text);
    words input = { 0 }, script = { 0 };
    add_words(&input, text.data);
    add_script(&script, a, s, &input);
    compare(&input, &script, &differs);
    if (differs.size)
        fail_msg("%s:%.400s", path, differs.data);
    free_words(&input);
    free_words(&script);
    al_script_free(s);
    al_article_free(a);
    al_buf_release(&text);
    al_buf_release(&differs);
}

/* Blank what a Markdown text says to the machine alone: front matter, targets of links, tags, a fence's language, the labels
 * of notes' definitions, the numbers of items. */
static void blank_marks(char *text)
{
    char *front = strncmp(text, "---\n", 4) == 0 ? strstr(text + 4, "\n---\n") : NULL, *end;
    if (front)
        memset(text, ' ', (size_t)(front - text) + 5);
    for (char *c = text; *c; c++) {
        const char *stop = strncmp(c, "](", 2) == 0 ? " )" : strncmp(c, "```", 3) == 0 ? "\n" : *c == '<' ? ">" : NULL;
        bool begins = c == text || c[-1] == '\n';
        if (begins && strncmp(c, "[^", 2) == 0)
            stop = "]";
        if (begins && *c >= '0' && *c <= '9')
            stop = ".";
        if (!stop || (*c == '<' && c[1] == ' '))
            continue;
        end = c + strcspn(c, stop);
        memset(c, ' ', (size_t)(end - c));
        c = end - (*end == '\0');
    }
}

/* Every word of the text is in the script as often, or oftener: what front matter and pictures say comes to it. */
static void keeps_every_word_of_markdown(const char *data, const al_phrases *phrases, const char *path)
{
    aloud_error err = { 0 };
    al_buf text, differs;
    al_buf_init(&text, 1 << 24);
    al_buf_init(&differs, 1 << 24);
    assert_int_equal(al_file_read(path, &text, &err), 0);
    const al_input in = { .bytes = text.data, .size = text.size, .name = path, .data = data };
    const al_script_settings settings = { .verbosity = AL_NORMAL, .notes = AL_NOTES_END, .split = 2 };
    al_article *a = NULL;
    al_script *s = NULL;
    if (al_read(&in, &a, &err) || al_script_build(a, phrases, &settings, &s, &err))
        fail_msg("%s: %s", path, err.text);
    words input = { 0 }, script = { 0 };
    blank_marks(text.data);
    add_words(&input, text.data);
    add_script(&script, a, s, &input);
    assert_true(input.count > 100);
    compare(&input, &script, &differs);
    if (strstr(al_buf_string(&differs), " -"))
        fail_msg("%s:%.400s", path, differs.data);
    free_words(&input);
    free_words(&script);
    al_script_free(s);
    al_article_free(a);
    al_buf_release(&text);
    al_buf_release(&differs);
}

typedef struct corpus {
    const char *folder;
    const char *data;
    al_phrases *phrases;
    int seen;
} corpus;

static int take_text(void *user, const char *name)
{
    corpus *c = user;
    char path[1000];
    snprintf(path, sizeof path, "%s/%s", c->folder, name);
    if (strstr(name, ".md"))
        keeps_every_word_of_markdown(c->data, c->phrases, path);
    else
        keeps_every_word(c->data, c->phrases, path);
    c->seen++;
    return 0;
}

static int take_folder(const char *folder, const char *suffix)
{
    al_buf data;
    corpus c = { .folder = folder };
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    assert_int_equal(al_phrases_load(data.data, "en", &c.phrases, NULL), 0);
    c.data = data.data;
    assert_int_equal(al_data_list(folder, suffix, take_text, &c, NULL), 0);
    al_phrases_free(c.phrases);
    al_buf_release(&data);
    return c.seen;
}

static void no_word_of_a_text_is_lost_or_invented(void **state)
{
    (void)state;
    assert_true(take_folder("tests/corpus", ".txt") >= 6);
}

static void no_word_of_markdown_is_lost(void **state)
{
    (void)state;
    assert_true(take_folder("tests/corpus", ".md") >= 1);
}

/* Pages of one's own, below the folder that PAGES names. */
static void no_word_of_other_texts_is_lost_or_invented(void **state)
{
    (void)state;
    const char *pages = getenv("PAGES");
    if (!pages || !*pages)
        skip();
    static const char *const folders[] = { "dumps/text", "seed/text" };
    int seen = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char folder[800];
        snprintf(folder, sizeof folder, "%s/corpora/%s", pages, folders[i]);
        seen += take_folder(folder, ".txt");
    }
    assert_true(seen > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_word_of_a_text_is_lost_or_invented),
        cmocka_unit_test(no_word_of_markdown_is_lost),
        cmocka_unit_test(no_word_of_other_texts_is_lost_or_invented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
