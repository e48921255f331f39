/* The HTML reader: nothing of a page is lost or told twice, and what it is told as. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <libxml/HTMLparser.h>

#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "read/alike.h"
#include "read/encoding.h"
#include "read/cues.h"
#include "read/html_guard.h"
#include "read/html_jsonld.h"
#include "read/reader.h"

static char *data_folder;

static al_article *read_bytes(const char *bytes, size_t size, const char *name, int status)
{
    const al_input in = { .bytes = bytes, .size = size, .name = name, .data = data_folder };
    aloud_error err = { 0 };
    al_article *a = al_article_new(name);
    assert_non_null(a);
    int got = al_reader_html.parse(&in, a, &err);
    if (!got)
        got = al_article_finish(a, &err);
    if (got != status)
        fail_msg("%s: status %d, %s", name, got, err.text);
    return a;
}

static al_article *read_page(const char *page)
{
    return read_bytes(page, strlen(page), "page.html", 0);
}

static al_article *read_file(const char *name)
{
    char path[300];
    aloud_error err = { 0 };
    al_buf b;
    snprintf(path, sizeof path, "tests/corpus/%s", name);
    al_buf_init(&b, 1 << 26);
    if (al_file_read(path, &b, &err))
        fail_msg("%s: %s", path, err.text);
    al_article *a = read_bytes(b.data, b.size, path, 0);
    al_buf_release(&b);
    return a;
}

/* The `index`th node of a kind, from 0; NULL past the last. */
static const al_node *nth(const al_article *a, al_kind kind, int index)
{
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root))
        if (n->kind == kind && index-- == 0)
            return n;
    return NULL;
}

static int count(const al_article *a, al_kind kind)
{
    int n = 0;
    while (nth(a, kind, n))
        n++;
    return n;
}

static void says(const al_article *a, al_kind kind, int index, const char *text)
{
    const al_node *n = nth(a, kind, index);
    if (!n)
        fail_msg("no %s %d", al_kind_name(kind), index);
    assert_string_equal(n->text, text);
}

/* Whether a node of the kind (AL_KIND_COUNT: any but omitted ones) holds the words. */
static bool holds(const al_article *a, al_kind kind, const char *words)
{
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root))
        if ((n->kind == kind || (kind == AL_KIND_COUNT && n->kind != AL_OMITTED)) && strstr(n->text, words))
            return true;
    return false;
}

/* ---- nothing lost, nothing twice ---- */

/* How often each letter and digit is there.  (Words would depend on where two elements are thought to join.) */
typedef struct letters {
    int32_t of[1 << 16];
} letters;

static void add_letters(letters *l, const char *text, size_t size, int32_t by)
{
    size_t at = 0;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        if (c != 0xFFFD && (al_text_is_letter(c) || al_text_is_digit(c)))
            l->of[c & 0xFFFF] += by;
    }
}

static bool is_unseen(const xmlNode *n)
{
    static const char *const names[] = { "head", "script", "style", "template", "title", "svg", "datalist", "rp", NULL };
    for (int i = 0; names[i]; i++)
        if (strcmp((const char *)n->name, names[i]) == 0)
            return true;
    return false;
}

static void add_page(letters *l, const char *page, size_t size)
{
    htmlDocPtr doc = htmlReadMemory(page, (int)size, "", "UTF-8", HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                                                 HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | (int)XML_PARSE_HUGE);
    assert_non_null(doc);
    const xmlNode *top = (const xmlNode *)doc, *n = top->children;
    while (n) {
        bool in = n->type == XML_ELEMENT_NODE && !is_unseen(n) && n->children;
        if (n->type == XML_TEXT_NODE)
            add_letters(l, (const char *)n->content, strlen((const char *)n->content), 1);
        if (in) {
            n = n->children;
            continue;
        }
        while (n && n != top && !n->next)
            n = n->parent;
        n = n && n != top ? n->next : NULL;
    }
    xmlFreeDoc(doc);
}

/* All that the tree says, less what comes from attributes and the head. */
static void take_article(letters *l, const al_article *a)
{
    static const char *const elsewhere[] = { "title-metadata", "alt", "player", NULL };
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root)) {
        bool page = strcmp(n->why, "alt-again") != 0;
        for (int i = 0; elsewhere[i]; i++)
            page = page && (n->kind == AL_OMITTED || strcmp(n->why, elsewhere[i]) != 0);
        if (page)
            add_letters(l, n->text, strlen(n->text), -1);
        if (n->kind == AL_QUOTE && n->as.quote.cite)
            add_letters(l, n->as.quote.cite, strlen(n->as.quote.cite), -1);
        if (n->kind == AL_IMAGE && n->as.image.credit)
            add_letters(l, n->as.image.credit, strlen(n->as.image.credit), -1);
    }
}

/* Formulas say an alternative that is in an attribute: what they add is let through. */
static void check_page(const char *bytes, size_t size, const char *name)
{
    const al_input in = { .bytes = bytes, .size = size, .name = name, .data = data_folder };
    aloud_error err = { 0 };
    al_buf page;
    letters *l = calloc(1, sizeof *l);
    assert_non_null(l);
    al_article *a = al_article_new(name);
    al_buf_init(&page, 1 << 28);
    if (al_encoding_decode(&in, &page, &a->diag, &err) || al_reader_html.parse(&in, a, &err))
        fail_msg("%s: %s", name, err.text);
    al_article_finish(a, &err);
    bool formula = strstr(page.data, "alttext=") || strstr(page.data, "class=\"tex\"") || strstr(page.data, "displaystyle");
    add_page(l, page.data, page.size);
    take_article(l, a);
    for (unsigned c = 0; c < 1 << 16; c++) {
        char shown[8] = { 0 };
        al_buf one;
        al_buf_init(&one, 8);
        al_buf_add_code_point(&one, c && c < 0xD800 ? c : '?');
        snprintf(shown, sizeof shown, "%s", al_buf_string(&one));
        al_buf_release(&one);
        if (l->of[c] > 0)
            fail_msg("%s: %d of \"%s\" (U+%04X) are lost", name, l->of[c], shown, c);
        if (l->of[c] < 0 && !formula)
            fail_msg("%s: %d of \"%s\" (U+%04X) are told twice", name, -l->of[c], shown, c);
    }
    free(l);
    al_article_free(a);
    al_buf_release(&page);
}

static int check_file(void *user, const char *name)
{
    char path[600];
    aloud_error err = { 0 };
    al_buf b;
    const char *folder = *(const char **)user;
    al_buf_init(&b, 1 << 28);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (al_file_read(path, &b, &err))
        fail_msg("%s: %s", path, err.text);
    check_page(b.data, b.size, path);
    al_buf_release(&b);
    return 0;
}

static void no_text_is_lost_or_told_twice(void **state)
{
    (void)state;
    const char *folder = "tests/corpus";
    assert_int_equal(al_data_list(folder, ".html", check_file, &folder, NULL), 0);
}

/* Pages of one's own, below the folder that PAGES names. */
static void no_text_of_real_pages_is_lost(void **state)
{
    (void)state;
    const char *shared = getenv("PAGES");
    if (!shared || !*shared)
        skip();
    char command[700];
    snprintf(command, sizeof command, "find '%s/' -name '*.html.gz' | sort", shared);
    FILE *names = popen(command, "r");
    assert_non_null(names);
    char name[500];
    int seen = 0;
    while (fgets(name, sizeof name, names)) {
        name[strcspn(name, "\n")] = '\0';
        snprintf(command, sizeof command, "gzip -dc '%s'", name);
        FILE *page = popen(command, "r");
        assert_non_null(page);
        al_buf b;
        al_buf_init(&b, 1 << 28);
        char piece[65536];
        for (size_t n; (n = fread(piece, 1, sizeof piece, page)) > 0;)
            al_buf_add(&b, piece, n);
        assert_int_equal(pclose(page), 0);
        check_page(b.data, b.size, name);
        al_buf_release(&b);
        seen++;
    }
    pclose(names);
    assert_true(seen > 0);
}

/* ---- encodings ---- */

static void decodes(const char *bytes, size_t size, const char *type, const char *text)
{
    const al_input in = { .bytes = bytes, .size = size, .name = "x.html", .type = type, .data = "" };
    aloud_error err = { 0 };
    al_buf out;
    al_buf_init(&out, 1 << 20);
    assert_int_equal(al_encoding_decode(&in, &out, NULL, &err), 0);
    assert_string_equal(al_buf_string(&out), text);
    al_buf_release(&out);
}

static void encodings_are_settled_in_order(void **state)
{
    (void)state;
#define IS(bytes, type, text) decodes(bytes, sizeof(bytes) - 1, type, text)
    IS("\xEF\xBB\xBF\xC3\xA9", "text/html; charset=windows-1251", "\u00E9");
    IS("\xFF\xFE\xE9\x00", NULL, "\u00E9");
    IS("\xFE\xFF\x00\xE9", NULL, "\u00E9");
    IS("<\0p\0>\0\xE9\0", NULL, "<p>\u00E9");
    IS("\xE9", "text/html; charset=windows-1251", "\u0439");
    IS("\xE9", "text/html; charset=\"KOI8-R\"", "\u0418");
    IS("\xC3\xA9", NULL, "\u00E9");
    IS("\x93\xE9\x94", NULL, "\u201C\u00E9\u201D");
    IS("<meta charset=latin1>\x93", NULL, "<meta charset=latin1>\u201C");
    IS("<META HTTP-EQUIV=x CONTENT='text/html; CharSet=ISO-8859-1'>\x80", NULL,
       "<META HTTP-EQUIV=x CONTENT='text/html; CharSet=ISO-8859-1'>\u20AC");
    IS("<?xml version='1.0' encoding='windows-1251'?>\xE9", NULL, "<?xml version='1.0' encoding='windows-1251'?>\u0439");
    IS("<!-- <meta charset=windows-1251> -->\xE9", NULL, "<!-- <meta charset=windows-1251> -->\u00E9");
    IS("<script>'<meta charset=windows-1251>'</script>\xE9", NULL, "<script>'<meta charset=windows-1251>'</script>\u00E9");
    IS("<meta charset=no-such-thing>\xE9", NULL, "<meta charset=no-such-thing>\u00E9");
    IS("<meta charset=utf-16>\xC3\xA9", NULL, "<meta charset=utf-16>\u00E9");
    IS("<meta charset=windows-1252>\xC3\xA9", NULL, "<meta charset=windows-1252>\u00E9"); /* it can only be UTF-8 */
    IS("<meta charset=utf-8>a\xE9z", NULL, "<meta charset=utf-8>a\uFFFDz");
#undef IS
}

static const al_diag_entry *warning(const al_article *a, al_warning kind)
{
    for (size_t i = 0; i < a->diag.count; i++)
        if (al_diag_get(&a->diag, i)->kind == kind)
            return al_diag_get(&a->diag, i);
    return NULL;
}

#define LONG "This sentence is long enough, and it has a comma, to be taken for the running text of an article on some page."

static void what_is_no_text_is_reported_once(void **state)
{
    (void)state;
    static const char page[] = "<meta charset=utf-8>\n<p>\n" LONG " \xFF and \xFE here\n<p>a\0b" LONG;
    al_article *a = read_bytes(page, sizeof page - 1, "x.html", 0);
    assert_int_equal(warning(a, AL_WARN_ENCODING)->line, 3);
    assert_int_equal(warning(a, AL_WARN_NUL)->line, 4);
    assert_int_equal(a->diag.count, 3); /* these and the missing title */
    assert_true(holds(a, AL_PARAGRAPH, "\uFFFD and \uFFFD here"));
    assert_true(holds(a, AL_PARAGRAPH, "ab" LONG));
    al_article_free(a);
}

static void pages_in_other_encodings_are_read(void **state)
{
    (void)state;
    static const struct { const char *name, *title, *language; } pages[] = {
        { "windows1251.html", "Мост через Тихую", "ru" },
        { "utf16.html", "The piano in the snow", "en" },
        { "shift-jis.html", "港の小さな図書館", "ja" },
        { "undeclared.html", "Le café du pont", "fr" },
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        al_article *a = read_file(pages[i].name);
        assert_string_equal(a->title, pages[i].title);
        assert_string_equal(a->language, pages[i].language);
        assert_int_equal(count(a, AL_PARAGRAPH), 2);
        assert_int_equal(a->diag.count, 0);
        al_article_free(a);
    }
}

/* ---- metadata ---- */

static void facts_come_from_the_head(void **state)
{
    (void)state;
    al_article *a = read_file("ferry.html");
    assert_string_equal(a->title, "Island ferry returns after nine weeks");
    assert_string_equal(a->language, "en");
    assert_string_equal(a->published, "2031-04-12T07:30:00+01:00");
    assert_string_equal(a->modified, "2031-04-12T09:00:00+01:00");
    assert_string_equal(a->site, "Sound Coast Courier");
    assert_string_equal(a->url, "https://courier.example/news/ferry-returns");
    assert_string_equal(a->bylines->text, "Morag Tallis");
    assert_string_equal(a->bylines->next->text, "Idris Penrose");
    assert_null(a->bylines->next->next);
    al_article_free(a);
}

static void titles_lose_the_site_and_never_what_is_before_a_colon(void **state)
{
    (void)state;
    static const struct { const char *head, *title; } cases[] = {
        { "<title>A day - The Post</title><meta property=og:site_name content='The Post'>", "A day" },
        { "<title>The Post | A day</title><meta property=og:site_name content='The Post'>", "A day" },
        { "<title>Rain: a day in the hills</title><meta property=og:site_name content=Rain>", "Rain: a day in the hills" },
        { "<title>Here - and there</title><meta property=og:site_name content='The Post'>", "Here - and there" },
        { "<title>x</title><meta property=og:title content='Fish &amp;amp; chips'>", "Fish & chips" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char page[1000];
        snprintf(page, sizeof page, "<html><head>%s</head><body><p>%s</p>", cases[i].head, LONG);
        al_article *a = read_page(page);
        assert_string_equal(a->title, cases[i].title);
        al_article_free(a);
    }
}

static void broken_json_is_understood(void **state)
{
    (void)state;
    al_article *a = read_file("players.html");
    assert_string_equal(a->title, "A night at the observatory");
    assert_string_equal(a->bylines->text, "Pella Quist");
    al_article_free(a);
    assert_int_equal(al_ld_seconds("PT1M45S"), 105);
    assert_int_equal(al_ld_seconds("P0DT1H0M2.6S"), 3603);
    assert_int_equal(al_ld_seconds("1:02:03"), 3723);
    assert_int_equal(al_ld_seconds("4:05"), 245);
    assert_int_equal(al_ld_seconds("PT"), -1);
    assert_int_equal(al_ld_seconds("soon"), -1);
    assert_int_equal(al_ld_seconds(""), -1);
}

static void likeness_counts_words(void **state)
{
    (void)state;
    assert_true(al_alike("One two, three", "one TWO three") > 0.99);
    assert_true(al_alike("one two", "three four") < 0.01);
    assert_true(al_alike_held("one two", "zero one two three") > 0.99);
    assert_true(al_alike_contains("zero one two three", "one two"));
    assert_false(al_alike_contains("zero one two three", "one three"));
    assert_false(al_alike_contains("zero", ""));
}

/* ---- parts ---- */

static void a_news_page_has_its_parts(void **state)
{
    (void)state;
    al_article *a = read_file("ferry.html");
    says(a, AL_STANDFIRST, 0, "The boat that ties Skerra to the mainland sailed again at dawn, with a new ramp and a long queue.");
    says(a, AL_HEADING, 0, "A ramp made of steel");
    says(a, AL_HEADING, 1, "What comes next");
    assert_int_equal(count(a, AL_HEADING), 2);
    assert_int_equal(count(a, AL_PARAGRAPH), 5);
    const al_node *image = nth(a, AL_IMAGE, 0), *video = nth(a, AL_VIDEO, 0);
    assert_string_equal(image->text, "The ferry at Skerra pier on Friday morning.");
    assert_string_equal(image->as.image.credit, "Photo: Ewan Birk");
    assert_string_equal(image->as.image.alt, "A white ferry at a stone pier");
    assert_string_equal(video->text, "The first crossing");
    assert_int_equal(video->as.media.seconds, 105);
    const al_node *linked = nth(a, AL_PARAGRAPH, 3);
    assert_int_equal(linked->spans->kind, AL_SPAN_LINK);
    assert_string_equal(linked->spans->value, "https://works.example/");
    assert_memory_equal(linked->text + linked->spans->from, "Northern Works", linked->spans->to - linked->spans->from);
    assert_int_equal(linked->line, 43);
    assert_false(holds(a, AL_KIND_COUNT, "cookies"));
    assert_false(holds(a, AL_KIND_COUNT, "Read more"));
    assert_false(holds(a, AL_KIND_COUNT, "Finally!"));
    al_article_free(a);
}

static void quotes_say_who_is_quoted(void **state)
{
    (void)state;
    al_article *a = read_file("quarry.html");
    assert_int_equal(count(a, AL_QUOTE), 3);
    assert_string_equal(nth(a, AL_QUOTE, 0)->as.quote.cite, "Ralf Stein, foreman");
    assert_string_equal(nth(a, AL_QUOTE, 1)->as.quote.cite, "Carved on the pump house");
    assert_string_equal(nth(a, AL_QUOTE, 2)->as.quote.cite, "Quarry Swimmers (@quarryswim) May 3, 2021");
    al_article_free(a);
}

static void what_is_beside_the_article_is_left_out(void **state)
{
    (void)state;
    al_article *a = read_file("quarry.html");
    assert_string_equal(a->title, "The quarry that became a lake");
    says(a, AL_TITLE, 0, "The quarry that became a lake");
    assert_string_equal(nth(a, AL_IMAGE, 0)->text, "The lake in its first summer.");
    assert_string_equal(nth(a, AL_IMAGE, 0)->as.image.credit, "Photo: Ian Marl");
    says(a, AL_PARAGRAPH, 0, "What is left of the work:");
    says(a, AL_AUTHOR, 0, "Oda Fell is a reporter in the north, and swims badly.");
    says(a, AL_HEADING, 0, "How deep is it?");
    assert_int_equal(count(a, AL_HEADING), 2);
    static const char *const beside[] = { "Landscape", "stood still", "subscribers", "newsletter", "every Friday", "mailto",
                                          "Twitter", "view of the sea", "Seven waggons", "Weather", "Rain is expected", NULL };
    for (int i = 0; beside[i]; i++)
        assert_false(holds(a, AL_KIND_COUNT, beside[i]));
    assert_non_null(warning(a, AL_WARN_PAYWALL));
    assert_non_null(warning(a, AL_WARN_MORE_PAGES));
    al_article_free(a);
}

/* With what all readers share behind them. */
static al_article *read_all(const char *page)
{
    const al_input in = { .bytes = page, .size = strlen(page), .name = "page.html", .data = data_folder };
    al_article *a = NULL;
    aloud_error err = { 0 };
    assert_int_equal(al_read(&in, &a, &err), 0);
    return a;
}

static void a_language_of_another_script_is_corrected(void **state)
{
    (void)state;
    al_article *a = read_all("<html lang='en'><body><article><h1>\u0412\u043e\u0434\u0430</h1><p>"
                              "\u041a\u0430\u0440\u044c\u0435\u0440 "
                              "\u0437\u0430\u043f\u043e\u043b\u043d\u0438\u043b\u0441\u044f "
                              "\u0432\u043e\u0434\u043e\u0439, \u0438 \u0442\u0435\u043f\u0435\u0440\u044c "
                              "\u0437\u0434\u0435\u0441\u044c \u043f\u043b\u0430\u0432\u0430\u044e\u0442 \u0432\u0441\u0435, "
                              "\u043a\u0442\u043e \u043d\u0435 \u0431\u043e\u0438\u0442\u0441\u044f "
                              "\u0445\u043e\u043b\u043e\u0434\u043d\u043e\u0439 \u0432\u043e\u0434\u044b, \u0438 "
                              "\u043d\u0438\u043a\u0442\u043e \u0443\u0436\u0435 \u043d\u0435 "
                              "\u043f\u043e\u043c\u043d\u0438\u0442, "
                              "\u043a\u0430\u043a \u044d\u0442\u043e \u0431\u044b\u043b\u043e.</p></article></body></html>");
    assert_string_equal(a->language, "ru");
    assert_non_null(warning(a, AL_WARN_LANGUAGE_DIFFERS));
    al_article_free(a);
    a = read_all("<html lang='sr'><body><article><h1>Voda</h1><p>Kamenolom se napunio vodom, i sada ovde plivaju svi "
                  "koji se ne boje hladne vode, i niko se vi\u0161e ne se\u0107a kako je bilo.</p></article></body></html>");
    assert_string_equal(a->language, "sr");
    assert_null(warning(a, AL_WARN_LANGUAGE_DIFFERS));
    al_article_free(a);
}

static void lists_quotes_and_code_keep_their_shape(void **state)
{
    (void)state;
    al_article *a = read_file("recipe-lists.html");
    const al_node *list = nth(a, AL_LIST, 0), *inner = nth(a, AL_LIST, 1), *steps = nth(a, AL_LIST, 2), *terms = nth(a, AL_LIST, 3);
    assert_false(list->as.list.ordered);
    assert_string_equal(inner->parent->text, "Screws:");
    assert_string_equal(list->last->text, "Reeds, cut to the length of your hand.");
    assert_string_equal(list->last->first->text, "Bamboo does as well.");
    assert_true(steps->as.list.ordered);
    assert_int_equal(steps->as.list.start, 3);
    assert_string_equal(terms->first->text, "Larch");
    assert_string_equal(terms->first->first->text, "A wood that needs no paint, because it is full of resin.");
    assert_string_equal(terms->last->last->text, "Its stalks are hollow.");
    says(a, AL_CODE, 0, "width  = 20\nheight = 30\ndepth  = 15");
    assert_int_equal(count(a, AL_SEPARATOR), 1);
    const al_node *quote = nth(a, AL_QUOTE, 0);
    assert_string_equal(quote->text, "");
    assert_string_equal(quote->first->text, "A bee house without bees is still a good piece of furniture.");
    assert_string_equal(quote->last->text, "With bees it is a neighbour.");
    al_article_free(a);
}

static void layout_tables_are_flowed_and_data_tables_are_not(void **state)
{
    (void)state;
    al_article *a = read_file("tables.html");
    assert_int_equal(count(a, AL_TABLE), 1);
    says(a, AL_TABLE, 0, "Rain in millimetres");
    assert_int_equal(count(a, AL_ROW), 4);
    assert_true(nth(a, AL_CELL, 0)->as.cell.header);
    assert_true(nth(a, AL_CELL, 3)->as.cell.header);
    assert_false(nth(a, AL_CELL, 4)->as.cell.header);
    const al_node *wide = nth(a, AL_ROW, 3)->last;
    assert_string_equal(wide->text, "no measurement");
    assert_int_equal(wide->as.cell.columns, 2);
    assert_int_equal(count(a, AL_PARAGRAPH), 3);
    al_article_free(a);
}

static void notes_languages_and_formulas(void **state)
{
    (void)state;
    al_article *a = read_file("notes.html");
    const al_node *p = nth(a, AL_PARAGRAPH, 0);
    assert_int_equal(p->spans->kind, AL_SPAN_NOTE);
    assert_string_equal(p->spans->value, "n1");
    assert_int_equal(p->text[p->spans->from], '1');
    assert_int_equal(nth(a, AL_PARAGRAPH, 1)->spans->kind, AL_SPAN_NOTE);
    const al_span *french = nth(a, AL_PARAGRAPH, 1)->spans->next;
    assert_int_equal(french->kind, AL_SPAN_LANGUAGE);
    assert_string_equal(french->value, "fr");
    assert_string_equal(nth(a, AL_PARAGRAPH, 2)->language, "de");
    assert_null(p->language);
    says(a, AL_FOOTNOTE, 0, "The cellar is near Paris.");
    assert_string_equal(nth(a, AL_FOOTNOTE, 0)->anchor, "n1");
    assert_string_equal(nth(a, AL_FOOTNOTE, 1)->anchor, "n2");
    assert_true(holds(a, AL_PARAGRAPH, "The relation E equals m c squared is where"));
    assert_true(holds(a, AL_PARAGRAPH, "it, m = F / a, is"));
    says(a, AL_MATH, 0, "h equals 6.626 times ten to the minus thirty-four");
    al_article_free(a);
}

static void players_and_pictures(void **state)
{
    (void)state;
    al_article *a = read_file("players.html");
    says(a, AL_VIDEO, 0, "The dome opens");
    assert_int_equal(nth(a, AL_VIDEO, 0)->as.media.seconds, 125);
    says(a, AL_VIDEO, 1, "Jupiter and two of its moons, an hour before sunrise.");
    says(a, AL_AUDIO, 0, "The motor of the dome at night");
    says(a, AL_EMBED, 0, "Clear nights in each month of the year");
    assert_int_equal(count(a, AL_EMBED), 1);
    assert_int_equal(count(a, AL_IMAGE), 1);
    assert_string_equal(nth(a, AL_IMAGE, 0)->as.image.url, "moon.jpg");
    assert_false(holds(a, AL_KIND_COUNT, "Your browser"));
    al_article_free(a);
}

static void split_bodies_and_pulled_quotes(void **state)
{
    (void)state;
    al_article *a = read_file("split.html");
    assert_string_equal(a->title, "Three winters on the ice");
    says(a, AL_STANDFIRST, 0, "What a station far from anywhere does to those who keep it.");
    assert_int_equal(count(a, AL_PARAGRAPH), 3);
    says(a, AL_HEADING, 0, "The third winter");
    assert_int_equal(count(a, AL_QUOTE), 0);
    assert_true(holds(a, AL_OMITTED, "This is hidden"));
    al_article_free(a);
}

static void broken_markup_is_read_to_its_end(void **state)
{
    (void)state;
    al_article *a = read_file("broken.html");
    says(a, AL_PARAGRAPH, 3, "Since then the clock is wound on Sundays.");
    assert_true(holds(a, AL_PARAGRAPH, "it was quite all right"));
    assert_true(holds(a, AL_PARAGRAPH, "eggs & flour"));
    assert_true(holds(a, AL_PARAGRAPH, "everyone is late."));
    assert_int_equal(count(a, AL_LIST_ITEM), 2);
    al_article_free(a);
}

/* Files of cues are read by the scripts on the page, which may be written in numbers, and whatever language it declares. */
static void cues_are_those_of_the_scripts_on_the_page(void **state)
{
    (void)state;
    static const char prose[] = "It rained for three days, and the river rose above its banks, so that the old bridge had "
                                "to be closed to all, with no word of when. Those who had to cross went by the ferry.";
    static const char more[] = "On the fourth day the sun came back, and people went to look at what the water had left in the "
                               "fields, and at what it had taken with it: a shed, two boats, and most of the young trees.";
    static const char *const labels[] = {
        "Читайте также", "&#1063;&#1080;&#1090;&#1072;&#1081;&#1090;&#1077; &#x442;&#x430;&#x43A;&#x436;&#x435;", "相关阅读",
        "Lesen Sie auch", "اقرأ أيضا",
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        al_buf page;
        al_buf_init(&page, 1 << 16);
        al_buf_printf(&page, "<html lang=en><title>Rain</title><article><h1>Rain</h1><p>%s</p><p>%s</p><p>%s</p></article>", prose,
                      labels[i], more);
        al_article *a = read_page(al_buf_string(&page));
        assert_int_equal(count(a, AL_PARAGRAPH), 2);
        al_article_free(a);
        al_buf_release(&page);
    }
}

static void other_scripts_are_articles_too(void **state)
{
    (void)state;
    static const struct { const char *name; int paragraphs; } pages[] = {
        { "kazakh.html", 3 }, { "arabic.html", 2 }, { "chinese.html", 3 },
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        al_article *a = read_file(pages[i].name);
        assert_int_equal(count(a, AL_PARAGRAPH), pages[i].paragraphs);
        assert_int_equal(count(a, AL_HEADING), 1);
        al_article_free(a);
    }
}

static void what_windows_1252_means_by_a_control_is_mended(void **state)
{
    (void)state;
    al_article *a = read_page("<p>It&#146;s late. " LONG);
    assert_true(holds(a, AL_PARAGRAPH, "It\u2019s late."));
    al_article_free(a);
}

static void pages_without_an_article_are_refused(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<html><body></body></html>",
        "<title>Log in</title><form><label>Name</label><input><label>Word</label><input><button>Log in</button></form>",
        "<nav><ul><li><a href=/a>One</a><li><a href=/b>Two</a><li><a href=/c>Three</a></ul></nav>",
        "<script>var a = 'not, a text. at all.'</script>",
        "<!-- only a comment, with some words, in it. -->",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        al_article_free(read_bytes(pages[i], strlen(pages[i]), "x.html", ALOUD_ERROR_INPUT));
}

static void pages_are_told_from_text(void **state)
{
    (void)state;
    static const struct { const char *bytes, *name, *type; int least, most; } cases[] = {
        { "<!DOCTYPE html><p>x", "a.html", NULL, 100, 100 }, { "<html>", "x", NULL, 90, 99 },
        { "Plain prose, with 3 < 4 in it.", "a.txt", NULL, 0, 0 }, { "<p>x", "a.txt", NULL, 1, 49 },
        { "anything", "x", "text/html; charset=utf-8", 100, 100 }, { "<html>", "x", "text/plain", 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const al_input in = { cases[i].bytes, strlen(cases[i].bytes), cases[i].name, cases[i].type, NULL, "" };
        assert_in_range(al_reader_html.probe(&in), cases[i].least, cases[i].most);
    }
}

/* ---- hostile pages ---- */

static void repeat(al_buf *b, const char *text, int times)
{
    while (times-- > 0)
        al_buf_add_string(b, text);
}

static void guard_blanks_only_marks(void **state)
{
    (void)state;
    al_buf b;
    al_buf_init(&b, 1 << 26);
    repeat(&b, "<div class=\"a>b\">", 2000);
    al_buf_add_string(&b, "a < b <!-- <div> --> <script>if (a<b) \"<div>\"</script>");
    repeat(&b, "</div>", 2000);
    char *copy = strdup(b.data);
    al_html_guard(b.data, b.size);
    assert_non_null(strstr(b.data, "a < b <!-- <div> --> <script>if (a<b) \"<div>\"</script>"));
    int open = 0, close = 0;
    for (const char *p = b.data; (p = strstr(p, "<div c")) != NULL; p++)
        open++;
    for (const char *p = b.data; (p = strstr(p, "</div>")) != NULL; p++)
        close++;
    assert_int_equal(open, AL_GUARD_DEPTH);
    assert_int_equal(close, AL_GUARD_DEPTH);
    char tag[] = "<p a=1 b='2 > 1' c=\"3\">text a=1</p>";
    al_html_guard(tag, strlen(tag));
    assert_string_equal(tag, "<p a=1 b='2 > 1' c=\"3\">text a=1</p>");
    free(copy);
    al_buf_release(&b);
}

static void hostile_pages_are_read_whole(void **state)
{
    (void)state;
    static const struct { const char *before, *each; int times; const char *after; } pages[] = {
        { "", "<div>", 100000, LONG "</div>" },           { "", "<b>", 100000, LONG },
        { "", "<span><p>", 100000, LONG },                 { "", "</b>", 100000, "<p>" LONG },
        { "", "<ul><li>", 50000, LONG },                   { "", "<table><tr><td>", 50000, LONG },
        { "<p ", "a=1 ", 100000, ">" LONG },               { "<p title='", "x", 5000000, "'>" LONG },
        { "<p>" LONG "</p>", "<p>hello there</p>", 100000, "" }, { "<p>", "word ", 400000, LONG },
        { "", "<a href=x>", 100000, "</a><p>" LONG },      { "<p>" LONG, "&amp", 100000, "" },
        { "<p>" LONG, "<!-- x", 100000, "" },
        { "<script type='application/ld+json'>", "[", 100000, "</script><p>" LONG },
        { "<p>" LONG, "<html lang=en><body class=x>", 20000, "" }, { "<p>" LONG, "<select><option>", 50000, "" },
        { "<!DOCTYPE html [<!ENTITY a 'b'>", "<!ENTITY c '&a;&a;'>", 1000, "]><p>&c;" LONG },
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        al_buf b;
        al_buf_init(&b, 1 << 26);
        al_buf_add_string(&b, pages[i].before);
        repeat(&b, pages[i].each, pages[i].times);
        al_buf_add_string(&b, pages[i].after);
        struct timespec from, to;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        al_article *a = read_bytes(b.data, b.size, pages[i].each, 0);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        assert_true(to.tv_sec - from.tv_sec < 30); /* it would be minutes if it were quadratic */
        if (!holds(a, AL_KIND_COUNT, "long enough, and it has a comma"))
            fail_msg("\"%s\" repeated: the text is lost", pages[i].each);
        al_article_free(a);
        al_buf_release(&b);
    }
}

static void lines_have_no_ceiling(void **state)
{
    (void)state;
    al_buf b;
    al_buf_init(&b, 1 << 26);
    repeat(&b, "\n", 70000);
    al_buf_add_string(&b, "<p>" LONG);
    al_article *a = read_bytes(b.data, b.size, "x.html", 0);
    assert_int_equal(nth(a, AL_PARAGRAPH, 0)->line, 70001);
    al_article_free(a);
    al_buf_release(&b);
}

static int find_data(void **state)
{
    (void)state;
    al_buf data;
    al_buf_init(&data, 4096);
    if (al_data_folder(&data, NULL))
        return -1;
    data_folder = data.data;
    return 0;
}

static int free_data(void **state)
{
    (void)state;
    free(data_folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_is_lost_or_told_twice),
        cmocka_unit_test(no_text_of_real_pages_is_lost),
        cmocka_unit_test(encodings_are_settled_in_order),
        cmocka_unit_test(what_is_no_text_is_reported_once),
        cmocka_unit_test(pages_in_other_encodings_are_read),
        cmocka_unit_test(facts_come_from_the_head),
        cmocka_unit_test(titles_lose_the_site_and_never_what_is_before_a_colon),
        cmocka_unit_test(broken_json_is_understood),
        cmocka_unit_test(likeness_counts_words),
        cmocka_unit_test(a_news_page_has_its_parts),
        cmocka_unit_test(quotes_say_who_is_quoted),
        cmocka_unit_test(what_is_beside_the_article_is_left_out),
        cmocka_unit_test(a_language_of_another_script_is_corrected),
        cmocka_unit_test(lists_quotes_and_code_keep_their_shape),
        cmocka_unit_test(layout_tables_are_flowed_and_data_tables_are_not),
        cmocka_unit_test(notes_languages_and_formulas),
        cmocka_unit_test(players_and_pictures),
        cmocka_unit_test(split_bodies_and_pulled_quotes),
        cmocka_unit_test(broken_markup_is_read_to_its_end),
        cmocka_unit_test(cues_are_those_of_the_scripts_on_the_page),
        cmocka_unit_test(other_scripts_are_articles_too),
        cmocka_unit_test(what_windows_1252_means_by_a_control_is_mended),
        cmocka_unit_test(pages_without_an_article_are_refused),
        cmocka_unit_test(pages_are_told_from_text),
        cmocka_unit_test(guard_blanks_only_marks),
        cmocka_unit_test(hostile_pages_are_read_whole),
        cmocka_unit_test(lines_have_no_ceiling),
    };
    return cmocka_run_group_tests(tests, find_data, free_data);
}
