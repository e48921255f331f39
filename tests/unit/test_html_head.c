/* What a page's head is taken to say: title, who, when, the picture and lines between the title and the text. */
#include "reading.h"

#include "read/cues.h"
#include "read/date_words.h"
#include "read/html_credit.h"

#define TEXT                                                                                                           \
    "<p>The mill on the lower bridge turned again on Monday, for the first time since the flood of the year before.</p>" \
    "<p>Its owner had said all winter that she would not sell, and that the wheel was to be mended, plank by plank.</p>" \
    "<p>On the market square, where flour was sold from the cart, people stood in line until the bells rang at noon.</p>"

static const char *author(const al_article *a, int index)
{
    const al_name *n = a->bylines;
    while (n && index-- > 0)
        n = n->next;
    return n ? n->text : NULL;
}

static void dates_are_read_in_words_and_numbers(void **state)
{
    static const struct { const char *text, *language, *date; } cases[] = {
        { "erstellt: 01. April 2025, 15:25", "de", "2025-04-01" },
        { "Datum 28.04.2023", "de", "2023-04-28" },
        { "Published on April 3rd, 2019", "en", "2019-04-03" },
        { "3 April 2019 10:15", "en-GB", "2019-04-03" },
        { "Mon Feb 29 2016", NULL, "2016-02-29" },
        { "10:30 5 mars 2021", "fr", "2021-03-05" },
        { "Publicado el 7 de enero de 2024", "es", "2024-01-07" },
        { "8 января 2026 года", "ru", "2026-01-08" },
        { "2024年4月28日 10時", "ja", "2024-04-28" },
        { "2025.10.23 14:00", "ko", "2025-10-23" },
        { "2024-5-6", NULL, "2024-05-06" },
        { "7/4/2024", "fr", "2024-04-07" },
        { "7/4/2024", "en-US", "2024-07-04" },
        { "7/4/2024", "en", NULL }, /* July or April */
        { "27/4/2024", "en", "2024-04-27" },
        { "4/27/2024", "en", "2024-04-27" },
        { "32.04.2024", "de", NULL },
        { "5.13.2024", "de", NULL },
        { "In May 2024", "en", NULL },
        { "12 345 6789", "en", NULL },
        { "", "en", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char date[AL_DATE_SIZE] = "before";
        bool found = al_date_in_words(cases[i].text, cases[i].language, date);
        if (found != (cases[i].date != NULL) || strcmp(date, cases[i].date ? cases[i].date : "before") != 0)
            fail_msg("%s: %s, not %s", cases[i].text, date, cases[i].date ? cases[i].date : "none");
    }
    (void)state;
}

static void a_shown_date_stands_in_for_data(void **state)
{
    al_article *a = read_string("<html lang=de><title>Die Mühle</title><h1>Die Mühle</h1>"
                                "<div class=article_meta><span class=meta_date>"
                                "erstellt: <b>01. April 2025, 15:25</b></span></div>" TEXT,
                                "p.html");
    assert_string_equal(a->published, "2025-04-01");
    al_article_free(a);
    a = read_string("<html lang=de><title>Die Mühle</title><article><h1>Die Mühle</h1>" TEXT
                    "<ul><li><strong>Datum</strong> 28.04.2023</li></ul></article>", "p.html");
    assert_string_equal(a->published, "2023-04-28");
    al_article_free(a);
    /* Neither a date in the text nor one of another article. */
    a = read_string("<html lang=de><title>Die Mühle</title><article><h1>Die Mühle</h1><p>Am 3. Mai 2020 brach die Brücke, das Rad "
                    "aber stand noch da, wie es der Großvater gebaut hatte.</p>" TEXT "</article><div class=related>"
                    "<span class=date>04.05.2021</span></div>", "p.html");
    assert_null(a->published);
    al_article_free(a);
    a = read_string("<html lang=de><title>Die Mühle</title><meta property=article:published_time content=2025-03-31>"
                    "<h1>Die Mühle</h1><span class=date>01. April 2025</span>" TEXT, "p.html");
    assert_string_equal(a->published, "2025-03-31");
    al_article_free(a);
    (void)state;
}

static void a_person_stands_in_for_the_site(void **state)
{
    al_article *a = read_string("<title>The mill turns</title><meta property=og:site_name content='River Post'>"
                                "<meta name=author content='River Post'><article><h1>The mill turns</h1>"
                                "<p><em>…as the town comes to see</em></p><p><em>…and the owner will not sell</em></p>"
                                "<p><strong>Ann Lee/Bo Chan</strong></p>" TEXT "</article>", "p.html");
    assert_string_equal(author(a, 0), "Ann Lee");
    assert_string_equal(author(a, 1), "Bo Chan");
    assert_null(author(a, 2));
    assert_int_equal(count(a, AL_HEADING), 0);
    al_article_free(a);
    a = read_string("<html lang=de><title>Die Mühle</title><meta property=og:site_name content='Flussbote'>"
                    "<meta name=author content='Flussbote'><article><h1>Die Mühle</h1>" TEXT
                    "<ul><li><strong>Autorin/Autor</strong> Jette Brahm</li></ul></article>", "p.html");
    assert_string_equal(author(a, 0), "Jette Brahm");
    assert_null(author(a, 1));
    al_article_free(a);
    /* The data's author stays where the page names the same, or nobody. */
    a = read_string("<title>The mill turns</title><meta name=author content='Ann Lee'><article><h1>The mill turns</h1>"
                    "<div class=author>Bo Chan</div>" TEXT "</article>", "p.html");
    assert_string_equal(author(a, 0), "Bo Chan"); /* named right under the title: Ann Lee edits */
    al_article_free(a);
    a = read_string("<title>The mill turns</title><meta name=author content='Ann Lee'><article><h1>The mill turns</h1>"
                    "<div class=author>View all posts</div>" TEXT "</article>", "p.html");
    assert_string_equal(author(a, 0), "Ann Lee");
    al_article_free(a);
    (void)state;
}

static void jobs_and_labels_are_no_names(void **state)
{
    al_article *a = read_string("<title>The mill turns</title><meta property=article:author content='Ann Lee / Journalist'>"
                                "<meta property=article:author content='Bo Chan / Staff Writer'>"
                                "<h1>The mill turns</h1>" TEXT, "p.html");
    assert_string_equal(author(a, 0), "Ann Lee");
    assert_string_equal(author(a, 1), "Bo Chan");
    assert_null(author(a, 2));
    al_article_free(a);
    a = read_string("<title>The mill turns</title><meta name=author content='Ann Lee'><h1>The mill turns</h1>"
                    "<div class=byline>Ann Lee 0:00 Listen</div><span rel=author>ann-lee</span>"
                    "<span rel=author>(Photo: Bo Chan)</span>"
                    TEXT, "p.html");
    assert_string_equal(author(a, 0), "Ann Lee");
    assert_null(author(a, 1));
    al_article_free(a);
    a = read_string("<title>The mill turns</title><meta name=author content='Editor'><h1>The mill turns</h1>" TEXT, "p.html");
    assert_string_equal(author(a, 0), "Editor"); /* all that is known */
    al_article_free(a);
    (void)state;
}

static void a_shared_title_is_whole_with_its_label(void **state)
{
    al_article *a = read_string("<title>End of an era: The mill turns - Local</title><meta property=og:title content='End of an "
                                "era: The mill turns'><h1>The mill turns</h1>" TEXT, "p.html");
    assert_string_equal(a->title, "End of an era: The mill turns");
    al_article_free(a);
    a = read_string("<title>End of an era: The mill turns - Local</title><meta property=og:title content='The mill turns'>"
                    "<h1>The mill turns</h1>" TEXT, "p.html");
    assert_string_equal(a->title, "The mill turns");
    al_article_free(a);
    (void)state;
}

/* What stands between a heading that words the title in another way and the container belongs to the article. */
static void a_head_in_other_words_is_the_head(void **state)
{
    al_article *a = read_string("<title>River town sees its flour mill reopen</title>"
                                "<meta name=description content='After a year of work the wheel is back in the water.'>"
                                "<article><header><h2>Plank by plank</h2></header><div><div><figure><img src=w.jpg alt='x y'>"
                                "<figcaption>The wheel on Monday morning, with the owner</figcaption></figure></div></div>"
                                "<div><div><p>After a year of work the wheel is back in the water.</p></div></div>"
                                "<div class=article-body><div>" TEXT TEXT "</div></div></article>", "p.html");
    assert_string_equal(a->title, "River town sees its flour mill reopen");
    says(a, AL_STANDFIRST, 0, "After a year of work the wheel is back in the water.");
    says(a, AL_IMAGE, 0, "The wheel on Monday morning, with the owner");
    al_article_free(a);
    a = read_string("<title>The mill turns</title><div><h1>The mill turns</h1><h2>How one owner would not sell</h2></div>"
                    "<div class=blog-image><img src=w.jpg alt=Wheel><p class=media-lead>The wheel in spring</p></div>"
                    "<div class=article-body>" TEXT TEXT "</div>", "p.html");
    says(a, AL_STANDFIRST, 0, "How one owner would not sell");
    says(a, AL_IMAGE, 0, "The wheel in spring");
    assert_int_equal(count(a, AL_HEADING), 0);
    al_article_free(a);
    (void)state;
}

static void a_box_on_the_right_is_no_pulled_quote(void **state)
{
    al_article *a = read_string("<title>The mill turns</title><h1>The mill turns</h1><div class='col pull-right'><figure>"
                                "<img src=w.jpg alt='The wheel on Monday morning'><figcaption><span class=caption>The wheel on "
                                "Monday morning, seen from the bridge</span></figcaption></figure></div>" TEXT, "p.html");
    says(a, AL_IMAGE, 0, "The wheel on Monday morning, seen from the bridge");
    al_article_free(a);
    a = read_string("<title>The mill turns</title><h1>The mill turns</h1>" TEXT
                    "<div class='pull'><span>she would not sell</span></div>"
                    TEXT, "p.html");
    assert_int_equal(holds(a, AL_OMITTED, "she would not sell") > 0, 1);
    al_article_free(a);
    (void)state;
}

static void captions_end_where_credits_begin(void **state)
{
    (void)state;
    static const struct { const char *caption; size_t keep; } cases[] = {
        { "A pan is filled. \u00A9 Ines Marlow/Coast", 16 }, { "A rake (Photo: Oskar Lind)", 6 }, { "\u00A9 INES MARLOW", 0 },
        { "A rake \u2014 \u00A9 COAST", 6 }, { "A rake. Photo: Oskar Lind/Coast", 7 }, { "Photo: Oskar Lind", 0 },
        { "Photo: a man walks home", 23 }, { "The \u00A9 sign is old. Nobody draws it by hand.", 44 }, { "A rake.", 7 }, { "", 0 },
    };
    al_cues *cues = NULL;
    al_buf data;
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    assert_int_equal(al_cues_load(al_buf_string(&data), "Photo", 5, &cues, NULL), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (al_credit_place(cues, cases[i].caption) != cases[i].keep)
            fail_msg("\"%s\": %zu", cases[i].caption, al_credit_place(cues, cases[i].caption));
    assert_int_equal(al_credit_place(NULL, "A rake (Photo: Oskar Lind)"), 26);
    al_cues_free(cues);
    al_buf_release(&data);
}

static void what_is_no_text_is_tidied(void **state)
{
    (void)state;
    al_buf page;
    al_buf_init(&page, 1 << 20);
    assert_int_equal(al_file_read("tests/corpus/saltworks.html", &page, NULL), 0);
    al_article *a = read_string(al_buf_string(&page), "saltworks.html");
    al_buf_release(&page);
    assert_int_equal(count(a, AL_IMAGE), 2);
    assert_string_equal(nth(a, AL_IMAGE, 0)->as.image.credit, "\u00A9 Ines Marlow/Coast Pictures | Ines Marlow");
    assert_string_equal(nth(a, AL_IMAGE, 0)->as.image.url, "https://shore.example/news/pans.jpg");
    assert_int_equal(count(a, AL_SEPARATOR), 1);
    assert_string_equal(nth(a, AL_PARAGRAPH, 2)->spans->value, "https://shore.example/news/shop.html");
    assert_string_equal(a->bylines->text, "Mara Tolland");
    assert_null(a->bylines->next);
    al_article_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captions_end_where_credits_begin),
        cmocka_unit_test(what_is_no_text_is_tidied),
        cmocka_unit_test(dates_are_read_in_words_and_numbers),
        cmocka_unit_test(a_shown_date_stands_in_for_data),
        cmocka_unit_test(a_person_stands_in_for_the_site),
        cmocka_unit_test(jobs_and_labels_are_no_names),
        cmocka_unit_test(a_shared_title_is_whole_with_its_label),
        cmocka_unit_test(a_head_in_other_words_is_the_head),
        cmocka_unit_test(a_box_on_the_right_is_no_pulled_quote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
