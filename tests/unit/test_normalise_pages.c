/* What must hold of every item of every page, whatever the language it is said in: the map is total and in order, what is said
 * stays as it is when it is normalised again, and no letter or digit is without words.  Pages of one's own, below the folder that
 * PAGES names, come to those of tests/corpus:
 * MOST_PAGES of each folder, 12 unless told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "read/reader.h"
#include "script/normalise.h"
#include "script/script.h"

/* Those with a say.ini, and two without. */
static const char *const languages[] = {
    "en", "de", "fr", "es", "ru", "pt", "it", "sv", "hu", "uk", "kk", "no", "da", "nl", "tr", "zh", "tg",
};

enum { LANGUAGES = sizeof languages / sizeof *languages, TOLD = 40 };

typedef struct run {
    const char *folder, *data;
    al_phrases *phrases;
    al_normaliser *normalisers[LANGUAGES];
    al_spoken_map map;
    al_buf said, again;
    size_t pages, items, faults;
    size_t most, taken; /* pages of one folder at most, 0 for all of them; those that were */
    size_t changed; /* texts of other pages that change when they are said again: "in 4K. Google" */
    size_t foreign; /* those that do so in a language that is not theirs, which no rule looks after */
} run;

/* From a little before the first difference on. */
static void tell(run *r, const char *what, const char *language, const char *text, const char *said)
{
    size_t same = 0;
    while (text[same] && text[same] == said[same])
        same++;
    same = same > 60 ? same - 60 : 0;
    while (same && ((unsigned char)text[same] & 0xC0) == 0x80)
        same--;
    if (r->faults++ < TOLD)
        print_error("%s (%s):\n  %.160s\n  %.160s\n", what, language, text + same, said + same);
}

static bool has_words(const char *text, size_t from, size_t to)
{
    while (from < to) {
        unsigned c = al_text_next(text, to, &from);
        bool variation = c >= 0xFE00 && c <= 0xFE0F; /* a mark, of pictures mostly */
        if ((al_text_is_letter(c) && !variation) || al_text_is_digit(c) || c == 0x3007) /* 0, among Han digits */
            return true;
    }
    return false;
}

/* "[3]", a footnote's marker that no mark-up tells: the one thing that is left out on purpose. */
static bool is_marker(const char *text, size_t from, size_t to)
{
    const char *open = memchr(text + from, '[', to - from);
    size_t digits = open ? strspn(open + 1, "0123456789") : 0;
    return digits && open[1 + digits] == ']' && !has_words(text, from, (size_t)(open - text)) &&
           !has_words(text, (size_t)(open - text) + 1 + digits, to);
}

/* Words of the text that nothing is said for. */
static bool loses_words(const run *r, const char *text)
{
    for (size_t i = 0; i < r->map.count; i++) {
        const al_spoken *s = &r->map.at[i];
        if (has_words(text, s->display_from, s->display_to) && !has_words(r->said.data, s->from, s->to) &&
            !is_marker(text, s->display_from, s->display_to))
            return true;
    }
    return false;
}

static bool is_mapped(const run *r, const char *text, size_t size)
{
    uint32_t spoken = 0, display = 0;
    for (size_t i = 0; i < r->map.count; i++) {
        const al_spoken *s = &r->map.at[i];
        size_t length = s->to - s->from;
        if (s->from != spoken || s->display_from != display || s->to < s->from || s->display_to <= s->display_from)
            return false;
        if (s->same && (length != s->display_to - s->display_from ||
                        memcmp(r->said.data + s->from, text + s->display_from, length) != 0))
            return false;
        spoken = s->to;
        display = s->display_to;
    }
    return display == size && spoken == r->said.size;
}

/* `own`: the language that the text is in. */
static void check_text(run *r, const char *text, const char *own)
{
    aloud_error err = { 0 };
    size_t size = strlen(text);
    for (size_t l = 0; l < LANGUAGES; l++) {
        al_buf_cut(&r->said, 0);
        al_buf_cut(&r->again, 0);
        assert_int_equal(al_normalise(r->normalisers[l], text, size, &r->said, &r->map, &err), 0);
        const char *said = al_buf_string(&r->said);
        if (!is_mapped(r, text, size))
            tell(r, "the map has a gap", languages[l], text, said);
        if (loses_words(r, text))
            tell(r, "words are lost", languages[l], text, said);
        assert_int_equal(al_normalise(r->normalisers[l], said, r->said.size, &r->again, NULL, &err), 0);
        bool changes = strcmp(said, al_buf_string(&r->again)) != 0;
        if (changes && r->most && strncmp(own, languages[l], 2) != 0)
            r->foreign++;
        else if (changes && r->most)
            r->changed++;
        else if (changes)
            tell(r, "said again it changes", languages[l], said, al_buf_string(&r->again));
    }
}

static void unpack(const char *path, al_buf *out)
{
    char command[4200], piece[65536];
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    FILE *page = popen(command, "r");
    assert_non_null(page);
    for (size_t n; (n = fread(piece, 1, sizeof piece, page)) > 0;)
        al_buf_add(out, piece, n);
    assert_int_equal(pclose(page), 0);
}

static int take_page(void *user, const char *name)
{
    run *r = user;
    if (r->most && r->taken == r->most)
        return 0;
    char path[4096];
    al_buf bytes;
    aloud_error err = { 0 };
    size_t length = (size_t)snprintf(path, sizeof path, "%s/%s", r->folder, name);
    al_buf_init(&bytes, 64 << 20);
    if (strcmp(path + length - 3, ".gz") == 0) {
        unpack(path, &bytes);
        path[length - 3] = '\0';
    } else {
        assert_int_equal(al_file_read(path, &bytes, &err), 0);
    }
    const al_input in = { .bytes = al_buf_string(&bytes), .size = bytes.size, .name = path, .data = r->data };
    const al_script_settings settings = { .verbosity = AL_FULL, .notes = AL_NOTES_END, .split = 2 };
    al_article *a = NULL;
    al_script *s = NULL;
    if (al_read(&in, &a, &err)) {
        al_buf_release(&bytes);
        return 0; /* test_html knows which pages hold no article */
    }
    if (al_script_build(a, r->phrases, &settings, &s, &err))
        fail_msg("%s: %s", path, err.text);
    for (size_t i = 0; i < s->item_count; i++)
        check_text(r, s->items[i].text, s->items[i].language);
    r->items += s->item_count;
    r->pages++;
    r->taken++;
    al_script_free(s);
    al_article_free(a);
    al_buf_release(&bytes);
    return 0;
}

static void begin(run *r, al_buf *data)
{
    aloud_error err = { 0 };
    al_buf_init(data, 4096);
    assert_int_equal(al_data_folder(data, &err), 0);
    *r = (run){ .data = al_buf_string(data) };
    al_buf_init(&r->said, 64 << 20);
    al_buf_init(&r->again, 64 << 20);
    assert_int_equal(al_phrases_load(r->data, "en", &r->phrases, &err), 0);
    for (size_t l = 0; l < LANGUAGES; l++)
        assert_int_equal(al_normaliser_load(r->data, languages[l], &r->normalisers[l], &err), 0);
}

static void end(run *r, al_buf *data)
{
    for (size_t l = 0; l < LANGUAGES; l++)
        al_normaliser_free(r->normalisers[l]);
    al_phrases_free(r->phrases);
    al_spoken_map_release(&r->map);
    al_buf_release(&r->said);
    al_buf_release(&r->again);
    al_buf_release(data);
}

/* Pages of one folder by their suffix; how many. */
static size_t take_folder(run *r, const char *folder, const char *suffix)
{
    aloud_error err = { 0 };
    r->taken = 0;
    r->folder = folder;
    assert_int_equal(al_data_list(folder, suffix, take_page, r, &err), 0);
    return r->taken;
}

static void every_item_keeps_its_words(void **state)
{
    (void)state;
    static const char *const suffixes[] = { ".html", ".md", ".txt" };
    run r;
    al_buf data;
    begin(&r, &data);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        assert_true(take_folder(&r, "tests/corpus", suffixes[i]) >= 1);
    assert_true(r.items > 200);
    assert_int_equal(r.faults, 0);
    end(&r, &data);
}

static void every_item_of_other_pages_keeps_its_words(void **state)
{
    (void)state;
    static const char *const folders[] = { "seed/text .txt", "dumps/text .txt", "aeb/html .html.gz", "publishers/html .html.gz" };
    const char *pages = getenv("PAGES");
    if (!pages || !*pages)
        skip();
    run r;
    al_buf data;
    begin(&r, &data);
    const char *most = getenv("MOST_PAGES");
    r.most = most ? strtoul(most, NULL, 10) : 12;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char folder[4096];
        const char *suffix = strchr(folders[i], ' ');
        snprintf(folder, sizeof folder, "%s/corpora/%.*s", pages, (int)(suffix - folders[i]), folders[i]);
        if (access(folder, R_OK) == 0)
            take_folder(&r, folder, suffix + 1);
    }
    print_message("%zu pages, %zu items, %d languages: %zu faults, said again %zu texts change, and %zu in languages not theirs\n",
                  r.pages, r.items, LANGUAGES, r.faults, r.changed, r.foreign);
    assert_true(r.changed * 1000 <= r.items + 1000); /* 5 of 7,070 did when this was written */
    assert_true(r.pages > 0);
    assert_int_equal(r.faults, 0);
    end(&r, &data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_keeps_its_words),
        cmocka_unit_test(every_item_of_other_pages_keeps_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
