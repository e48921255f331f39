/* The feed reader: every entry of Atom and RSS an article. */
#include "reading.h"

#include <time.h>

#include "read/date.h"

#define RSS(channel, items) "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' " \
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/' " \
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>A Site</title><link>https://example.org/</link>" \
    channel items "</channel></rss>"
#define ATOM(entries) "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>A Site</title>" \
    "<author><name>The House</name></author>" entries "</feed>"

enum { MOST = 8 };

typedef struct feed {
    al_article *article[MOST];
    char why[MOST][480], title[MOST][100];
    int number[MOST], seen, picked, stop;
    const char *only; /* a title to want alone */
} feed;

static bool wants(void *user, int number, const char *title)
{
    const feed *f = user;
    (void)number;
    return !f->only || strcmp(f->only, title) == 0;
}

static int take(void *user, const aloud_entry *about, al_article *a, const aloud_error *why)
{
    feed *f = user;
    assert_true(f->seen < MOST);
    f->article[f->seen] = a;
    f->number[f->seen] = about->number;
    f->picked = about->picked;
    snprintf(f->title[f->seen], sizeof f->title[0], "%s", about->title);
    snprintf(f->why[f->seen++], sizeof f->why[0], "%s", why ? why->text : "");
    return f->stop;
}

static int read_entries(feed *f, const char *xml, aloud_error *err)
{
    al_buf data;
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    const al_input in = { .bytes = xml, .size = strlen(xml), .name = "feed.xml", .url = "https://example.org/feed/all.xml",
                          .data = data.data };
    const al_taker taker = { .wants = wants, .take = take, .user = f };
    int status = al_read_each(&in, &taker, err);
    al_buf_release(&data);
    return status;
}

static void forget(feed *f)
{
    for (int i = 0; i < f->seen; i++)
        al_article_free(f->article[i]);
    *f = (feed){ 0 };
}

static void probe_knows_feeds(void **state)
{
    (void)state;
    static const struct { const char *text, *type; bool feed; } cases[] = {
        { ATOM(""), NULL, true }, { RSS("", ""), NULL, true }, { "\xEF\xBB\xBF<!-- a > b --><?xml-stylesheet href='x'?>\n<rss "
            "version='0.91'>", NULL, true },
        { "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", NULL, true }, { "<rdf:RDF xmlns='http://example.org/'>", NULL, false },
        { "<!DOCTYPE html><p>about &lt;rss>", NULL, false }, { "<feedback>", NULL, false }, { "The <rss element", NULL, false },
        { "x", "application/atom+xml", true }, { ATOM(""), "text/html", false }, { ATOM(""), "text/xml; charset=utf-8", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const al_input in = { .bytes = cases[i].text, .size = strlen(cases[i].text), .name = "-", .type = cases[i].type,
            .data = "" };
        bool feed_it_is = al_reader_feed.probe(&in) > 96;
        if (feed_it_is != cases[i].feed && strncmp(cases[i].text, "The", 3) != 0)
            fail_msg("%s", cases[i].text);
    }
}

static void rss_entries_are_articles(void **state)
{
    (void)state;
    feed f = { 0 };
    assert_int_equal(read_entries(&f, RSS("<language>ru</language>",
        "<item><title>One &amp;amp; two</title><link>https://example.org/1</link><dc:creator>Ada Example</dc:creator>"
        "<pubDate>Tue, 5 Mar 2024 10:00:00 GMT</pubDate><description>In short.</description><media:title>No</media:title>"
        "<content:encoded><![CDATA[<h2>One &amp; two</h2><p>All of <a href='x.html'>it</a>.</p><img src='/p.png' alt='A "
            "picture of it'>]]></content:encoded></item>"
        "<item><title>Sound</title><author>b@example.org (Bo Other)</author><itunes:author>No</itunes:author><description>A "
            "talk about &lt;b&gt;things&lt;/b&gt;.</description>"
        "<enclosure url='a.mp3' type='audio/mpeg' length='1'/><itunes:duration>1:02:03</itunes:duration></item>"), NULL), 0);
    assert_int_equal(f.seen, 2);
    const al_article *a = f.article[0];
    assert_string_equal(a->title, "One & two");
    says(a, AL_TITLE, 0, "One & two");
    assert_int_equal(holds(a, AL_KIND_COUNT, "One & two"), 1);
    says(a, AL_PARAGRAPH, 0, "All of it.");
    assert_string_equal(nth(a, AL_PARAGRAPH, 0)->spans->value, "https://example.org/x.html");
    assert_string_equal(nth(a, AL_IMAGE, 0)->as.image.url, "https://example.org/p.png");
    assert_int_equal(holds(a, AL_OMITTED, "In short."), 1);
    assert_string_equal(a->url, "https://example.org/1");
    assert_string_equal(a->bylines->text, "Ada Example");
    assert_string_equal(a->published, "2024-03-05T10:00:00Z");
    assert_string_equal(a->site, "A Site");
    assert_string_equal(a->language, "ru");
    assert_false(has_warning(a, AL_WARN_SUMMARY));
    a = f.article[1];
    says(a, AL_PARAGRAPH, 0, "A talk about things.");
    assert_string_equal(a->bylines->text, "Bo Other");
    assert_null(a->bylines->next);
    assert_int_equal(nth(a, AL_AUDIO, 0)->as.media.seconds, 3723);
    assert_string_equal(nth(a, AL_AUDIO, 0)->as.media.url, "https://example.org/feed/a.mp3");
    assert_true(has_warning(a, AL_WARN_SUMMARY));
    forget(&f);
}

static void atom_contents_are_of_three_kinds(void **state)
{
    (void)state;
    feed f = { 0 };
    assert_int_equal(read_entries(&f, ATOM(
        "<entry><title type='html'>A &amp;lt; b &lt;i&gt;c&lt;/i&gt;</title><content type='html'>&lt;p&gt;Of "
            "HTML.&lt;/p&gt;</content>"
        "<link rel='edit' href='/no'/><link href='/1'/><updated>2024-01-02T03:04:05Z</updated></entry>"
        "<entry><title>A &lt;b&gt; c</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Of <em>"
            "XHTML</em> &amp; more<br/>lines.</p></div></content>"
        "<author><name>Cy</name></author></entry>"
        "<entry xml:lang='fr'><title>Plain</title><content>First &lt;p&gt;.\n\nSecond\nline.</content></entry>"
        "<entry><title>Elsewhere</title><content type='image/png' src='x.png'/><summary>Only this.</summary></entry>"), NULL), 0);
    assert_int_equal(f.seen, 4);
    assert_string_equal(f.article[0]->title, "A < b c");
    says(f.article[0], AL_PARAGRAPH, 0, "Of HTML.");
    assert_string_equal(f.article[0]->url, "https://example.org/1");
    assert_string_equal(f.article[0]->published, "2024-01-02T03:04:05Z");
    assert_string_equal(f.article[0]->language, "de");
    assert_string_equal(f.article[0]->bylines->text, "The House");
    assert_string_equal(f.article[1]->title, "A <b> c");
    says(f.article[1], AL_PARAGRAPH, 0, "Of XHTML & more lines.");
    assert_string_equal(f.article[1]->bylines->text, "Cy");
    assert_null(f.article[1]->bylines->next);
    says(f.article[2], AL_PARAGRAPH, 0, "First <p>.");
    says(f.article[2], AL_PARAGRAPH, 1, "Second line.");
    assert_string_equal(f.article[2]->language, "fr");
    says(f.article[3], AL_PARAGRAPH, 0, "Only this.");
    assert_true(has_warning(f.article[3], AL_WARN_SUMMARY));
    forget(&f);
}

static void rss_1_has_its_items_outside(void **state)
{
    (void)state;
    feed f = { 0 };
    assert_int_equal(read_entries(&f, "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>S</title></channel><item><title>T</title><description>"
            "Words.</description>"
        "<dc:date>2001-02-03</dc:date></item></rdf:RDF>", NULL), 0);
    assert_int_equal(f.seen, 1);
    assert_string_equal(f.article[0]->site, "S");
    assert_string_equal(f.article[0]->published, "2001-02-03");
    forget(&f);
}

static void a_broken_entry_does_not_end_it(void **state)
{
    (void)state;
    feed f = { 0 };
    const char *xml = RSS("", "<item><title>One</title><description>Words.</description></item><item><title>Two</title></item>"
                              "<item><title>Three</title><description>Words.</description></item>");
    assert_int_equal(read_entries(&f, xml, NULL), 0);
    assert_int_equal(f.seen, 3);
    assert_null(f.article[1]);
    assert_non_null(strstr(f.why[1], "no article"));
    assert_non_null(f.article[2]);
    forget(&f);
    al_article *a = read_string(xml, "feed.xml");
    assert_string_equal(a->title, "One");
    al_article_free(a);
}

static void a_cut_off_feed_gives_what_is_there(void **state)
{
    (void)state;
    feed f = { 0 };
    assert_int_equal(read_entries(&f, "<rss><channel><title>S</title><item><title>One</title><description>Words.</description>"
        "</item>\n"
                                      "<item><title>Two</title><description>More wo", NULL), 0);
    assert_int_equal(f.seen, 2);
    assert_true(has_warning(f.article[0], AL_WARN_TRUNCATED));
    says(f.article[1], AL_PARAGRAPH, 0, "More wo");
    forget(&f);
    assert_int_equal(read_entries(&f, RSS("", ""), NULL), ALOUD_ERROR_INPUT);
}

static void entries_of_one_name_are_told_apart(void **state)
{
    (void)state;
    feed f = { 0 };
    assert_int_equal(read_entries(&f, RSS("", "<item><title>News</title><description>A.</description><pubDate>Tue, 5 Mar 2024 "
        "10:00:00 GMT</pubDate></item>"
        "<item><title>News</title><description>B.</description></item><item><description>C.</description></item>"), NULL), 0);
    assert_string_equal(f.article[0]->title, "News, 2024-03-05 10:00");
    says(f.article[0], AL_TITLE, 0, "News");
    assert_string_equal(f.article[1]->title, "News, 2");
    assert_string_equal(f.article[2]->title, "A Site, 1");
    assert_int_equal(count(f.article[2], AL_TITLE), 0);
    forget(&f);
}

static void some_entries_are_picked(void **state)
{
    (void)state;
    const char *xml = RSS("", "<item><title>One</title><description>A.</description></item><item><title>Two</title>"
        "<description>B.</description></item>");
    feed f = { .only = "Two" };
    aloud_error err = { 0 };
    assert_int_equal(read_entries(&f, xml, NULL), 0);
    assert_int_equal(f.seen, 1);
    assert_int_equal(f.picked, 1);
    assert_int_equal(f.number[0], 2);
    forget(&f);
    f.only = "Three";
    assert_int_equal(read_entries(&f, xml, &err), ALOUD_ERROR_USAGE);
    assert_non_null(strstr(err.text, "1 to 2"));
    f = (feed){ .stop = 1 };
    assert_int_equal(read_entries(&f, xml, NULL), ALOUD_ERROR_CANCELLED);
    assert_int_equal(f.seen, 1);
    forget(&f);
}

static void entities_do_not_grow(void **state)
{
    (void)state;
    feed f = { 0 };
    aloud_error err = { 0 };
    int status = read_entries(&f, "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
        "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY x SYSTEM "
            "'file:///etc/passwd'>]>"
        "<rss><channel><item><title>T</title><description>Words &e; &x;.</description></item></channel></rss>", &err);
    if (!status && f.article[0])
        assert_true(strlen(nth(f.article[0], AL_PARAGRAPH, 0)->text) < 20);
    forget(&f);
}

static void a_large_feed_is_read_in_time(void **state)
{
    (void)state;
    enum { ITEMS = 20000 };
    char *xml = malloc(ITEMS * 40 + 1000);
    assert_non_null(xml);
    size_t n = (size_t)sprintf(xml, "<rss><channel>");
    for (int i = 0; i < ITEMS; i++)
        n += (size_t)sprintf(xml + n, "<item><title>%d</title></item>", i);
    sprintf(xml + n, "</channel></rss>");
    feed f = { .only = "777" };
    time_t from = time(NULL);
    assert_int_equal(read_entries(&f, xml, NULL), 0);
    assert_true(time(NULL) - from < 10);
    assert_int_equal(f.number[0], 778);
    forget(&f);
    n = (size_t)sprintf(xml, "<rss><channel>");
    for (int i = 0; i < ITEMS; i++)
        n += (size_t)sprintf(xml + n, "<item>%s</item>", i == 9999 ? "<title>9999</title><description>Words of it, in a row."
                                                                     "</description>" : "");
    sprintf(xml + n, "</channel></rss>");
    f.only = "9999"; /* the first article says that there are more entries than are read */
    assert_int_equal(read_entries(&f, xml, NULL), 0);
    assert_non_null(f.article[0]);
    bool told = false;
    for (const al_diag_entry *w = f.article[0]->diag.first; w; w = w->next)
        told = told || (w->kind == AL_WARN_TRUNCATED && strstr(w->text, "20000 entries"));
    assert_true(told);
    forget(&f);
    free(xml);
}

static void dates_become_iso(void **state)
{
    (void)state;
    static const struct { const char *in, *out; } cases[] = {
        { "2024-03-05", "2024-03-05" }, { "2024-03-05T10:00:00Z", "2024-03-05T10:00:00Z" }, { " 2024-03-05 10:00 ",
            "2024-03-05T10:00:00" },
        { "2024-03-05T10:00:00.123+02:00", "2024-03-05T10:00:00+02:00" }, { "2024-03-05 10:00:00 -0530",
            "2024-03-05T10:00:00-05:30" },
        { "Tue, 5 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z" }, { "05 March 2024 10:00 EST", "2024-03-05T10:00:00-05:00" },
        { "Tue, 05-Mar-24 10:00:00 UTC", "2024-03-05T10:00:00Z" }, { "5 Mar 98", "1998-03-05" }, { "", NULL }, { "yesterday",
            NULL },
        { "2024-13-05", NULL }, { "2024-03-05T99:99", NULL }, { "5 Foo 2024", NULL }, { "2024", NULL }, { "Tue, ", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[40] = "untouched";
        bool ok = al_date_read(cases[i].in, out, sizeof out);
        if (ok != (cases[i].out != NULL) || (ok && strcmp(out, cases[i].out) != 0))
            fail_msg("\"%s\" is \"%s\"", cases[i].in, out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probe_knows_feeds),
        cmocka_unit_test(rss_entries_are_articles),
        cmocka_unit_test(atom_contents_are_of_three_kinds),
        cmocka_unit_test(rss_1_has_its_items_outside),
        cmocka_unit_test(a_broken_entry_does_not_end_it),
        cmocka_unit_test(a_cut_off_feed_gives_what_is_there),
        cmocka_unit_test(entries_of_one_name_are_told_apart),
        cmocka_unit_test(some_entries_are_picked),
        cmocka_unit_test(entities_do_not_grow),
        cmocka_unit_test(a_large_feed_is_read_in_time),
        cmocka_unit_test(dates_become_iso),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
