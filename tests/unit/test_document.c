/* A chapter as a page: of every article of the corpus what books and pages show is well formed, all of the text, and can be pointed
 * at in the order in which it is heard. */
#include "book.h"

#include <glob.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/text.h"
#include "pack/clip.h"
#include "pack/outline.h"

/* ---- what is looked at ------------------------------------------------------------------------------------------------ */

/* What a chapter's page holds. */
typedef struct seen {
    xmlNode *root;
    al_buf ids;  /* " c1 b3 c4 " in the order of the page */
    al_buf text; /* letters and digits */
} seen;

static void add_letters(al_buf *out, const char *text)
{
    for (size_t at = 0, size = strlen(text); at < size;) {
        size_t from = at;
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_letter(c) || al_text_is_digit(c))
            al_buf_add(out, text + from, at - from);
    }
}

static xmlNode *next(xmlNode *n, const xmlNode *top)
{
    if (n->children)
        return n->children;
    while (n != top && !n->next)
        n = n->parent;
    return n == top ? NULL : n->next;
}

static void look(seen *s)
{
    al_buf_init(&s->ids, SIZE_MAX / 4);
    al_buf_init(&s->text, SIZE_MAX / 4);
    al_buf_add_byte(&s->ids, ' ');
    for (xmlNode *n = s->root; n; n = next(n, s->root)) {
        xmlChar *id = n->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(n, BAD_CAST "id") : NULL;
        if (id)
            al_buf_printf(&s->ids, "%s ", (char *)id);
        xmlFree(id);
        if (n->type == XML_TEXT_NODE)
            add_letters(&s->text, (char *)n->content);
    }
}

/* The text of a chapter as it is shown. */
static void expect_text(const book *b, size_t index, const char *name, const char *shown)
{
    const al_chapter *c = &b->script->chapters[index];
    al_buf want;
    al_buf_init(&want, SIZE_MAX / 4);
    if (!al_document_is_heading(&b->script->items[c->first]))
        add_letters(&want, c->title);
    for (size_t i = 0; i < c->count; i++) {
        const al_item *item = &b->script->items[c->first + i];
        add_letters(&want, item->announce ? item->announce : "");
        add_letters(&want, item->text);
    }
    if (strcmp(al_buf_string(&want), shown) != 0)
        fail_msg("%s, chapter %zu: shown is\n%s\nand not\n%s", name, index + 1, shown, al_buf_string(&want));
    al_buf_release(&want);
}

/* Each clip has its place in the page, once and in order, and each list or table that is left as a whole. */
static void expect_clips(const al_document *d, size_t index, const char *name, const char *ids)
{
    al_clip clip = { 0 };
    const al_item *last = NULL;
    uint64_t end = 0;
    const char *at = ids;
    while (al_clip_next(d, index, &clip)) {
        char id[32];
        assert_true(clip.begin == end && clip.end > clip.begin);
        end = clip.end;
        bool in = al_clip_in_box(d, last, &clip);
        if (last && !in) {
            last = NULL;
            in = al_clip_in_box(d, NULL, &clip);
        }
        for (int box = in && !last; box >= 0; box--) {
            snprintf(id, sizeof id, " %c%zu ", box ? 'b' : 'c', clip.cue + 1);
            const char *found = strstr(at, id);
            if (!found || strstr(found + 1, id))
                fail_msg("%s, chapter %zu: no place%sin order in%s", name, index + 1, id, ids);
            at = found + strlen(id) - 1;
        }
        last = in ? clip.item : NULL;
    }
    assert_true(end == al_clip_ms(d->in, d->in->chapters[index].frames));
}

static void expect_page(const book *b, const al_document *d, size_t index, const char *name)
{
    al_buf page;
    seen s;
    int level = 0;
    al_buf_init(&page, SIZE_MAX / 4);
    al_buf_add_string(&page, "<body xmlns:epub=\"e\">");
    al_document_body(d, index, &level, &page);
    al_buf_add_string(&page, "</body>");
    xmlDoc *doc = xmlReadMemory(page.data, (int)page.size, name, "UTF-8",
                                XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    if (!doc)
        fail_msg("%s, chapter %zu is not well formed: %s", name, index + 1, page.data);
    s.root = xmlDocGetRootElement(doc);
    look(&s);
    expect_text(b, index, name, al_buf_string(&s.text));
    expect_clips(d, index, name, al_buf_string(&s.ids));
    al_buf_release(&s.ids);
    al_buf_release(&s.text);
    xmlFreeDoc(doc);
    al_buf_release(&page);
}

static void expect_outline(const al_document *d)
{
    aloud_error err;
    al_outline o;
    assert_int_equal(al_outline_make(d, &o, &err), 0);
    size_t chapter = 0;
    for (size_t i = 0; i < o.count; i++) {
        assert_true(*o.at[i].title && o.at[i].depth >= 1 && o.at[i].depth <= (i ? o.at[i - 1].depth + 1 : 1));
        assert_true(o.at[i].chapter == chapter || o.at[i].chapter == chapter + 1);
        assert_true(i == 0 || o.at[i].chapter == chapter || o.at[i].cue == 0);
        chapter = o.at[i].chapter;
    }
    assert_int_equal(chapter + 1, d->in->count);
    al_outline_release(&o);
}

static void check_article(const char *path, size_t sentence)
{
    static const al_document_kind kinds[] = { AL_DOCUMENT_EPUB, AL_DOCUMENT_DAISY };
    aloud_error err;
    al_buf bytes;
    book b;
    al_buf_init(&bytes, 1 << 24);
    assert_int_equal(al_file_read(path, &bytes, &err), 0);
    open_book(&b, bytes.data, bytes.size, path, sentence);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        al_document d;
        assert_int_equal(al_document_init(&d, &b.in, kinds[k], &err), 0);
        for (size_t i = 0; i < b.in.count; i++)
            expect_page(&b, &d, i, path);
        expect_outline(&d);
        al_document_release(&d);
    }
    close_book(&b);
    al_buf_release(&bytes);
}

static void every_article_is_a_book(void **state)
{
    (void)state;
    glob_t g;
    size_t articles = 0;
    assert_int_equal(glob("tests/corpus/*.*", 0, NULL, &g), 0);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        if (strstr(g.gl_pathv[i], ".xml"))
            continue;
        check_article(g.gl_pathv[i], 7);
        check_article(g.gl_pathv[i], 1);
        articles++;
    }
    assert_true(articles >= 20);
    globfree(&g);
}

/* ---- single things ---------------------------------------------------------------------------------------------------- */

static void shows(const char *html, al_document_kind kind, const char *wanted)
{
    aloud_error err;
    book b;
    al_document d;
    al_buf page;
    int level = 0;
    open_book(&b, html, strlen(html), "a.html", 100);
    assert_int_equal(al_document_init(&d, &b.in, kind, &err), 0);
    al_buf_init(&page, SIZE_MAX / 4);
    for (size_t i = 0; i < b.in.count; i++)
        al_document_body(&d, i, &level, &page);
    if (!strstr(al_buf_string(&page), wanted))
        fail_msg("no\n%s\nin\n%s", wanted, al_buf_string(&page));
    al_buf_release(&page);
    al_document_release(&d);
    close_book(&b);
}

#define ARTICLE(inner)                                                                                                 \
    "<html lang=en><title>A pond</title><article><h1>A pond</h1><p>A pond behind the mill, and what lives in it.</p>"  \
    inner "<p>It is not deep, and nobody has ever fallen into it.</p></article></html>"

static void cells_keep_their_columns(void **state)
{
    (void)state;
    static const char html[] = ARTICLE("<table><tr><th>Fish<th>April<th>May<tr><th>Carp<td><td>4"
                                       "<tr><th>Tench<td colspan=2>none</table>");
    shows(html, AL_DOCUMENT_EPUB, "<th scope=\"row\">Carp</th><td></td><td>4</td></tr>");
    shows(html, AL_DOCUMENT_PAGE, "<th scope=\"row\">Tench</th><td colspan=\"2\">none</td></tr>");
}

static void lists_stay_in_one_another(void **state)
{
    (void)state;
    static const char html[] = ARTICLE("<ul><li>Frogs<ol><li>green ones<li>brown ones</ol><li>Newts</ul>");
    shows(html, AL_DOCUMENT_EPUB, "Frogs</span><p class=\"notice list\">");
    shows(html, AL_DOCUMENT_EPUB, "brown ones</span></li></ol>\n</li>\n<li><span id=\"c8\">Newts</span></li></ul>");
}

static void notes_can_be_gone_to(void **state)
{
    (void)state;
    static const char html[] = ARTICLE("<p>The pond was dug by monks.<sup><a href=\"#fn1\" id=\"r1\">1</a></sup> They ate carp.</p>"
                                       "<div class=footnotes><ol><li id=\"fn1\">Nobody knows when.</li></ol></div>");
    shows(html, AL_DOCUMENT_EPUB, "<a epub:type=\"noteref\" role=\"doc-noteref\" href=\"chapter-001.xhtml#n5\">1</a>");
    shows(html, AL_DOCUMENT_EPUB, "role=\"doc-footnote\" id=\"n5\"><p>");
    shows(html, AL_DOCUMENT_DAISY, "<div class=\"notebody\" id=\"n5\"><p>");
    shows(html, AL_DOCUMENT_PAGE, "href=\"#i5\">1</a>");
    shows(html, AL_DOCUMENT_PAGE, "role=\"doc-footnote\"><p id=\"i5\">");
}

static void marks_are_escaped(void **state)
{
    (void)state;
    shows(ARTICLE("<p>He wrote &lt;script&gt; &amp; \"more\" on the sign.</p>"), AL_DOCUMENT_PAGE,
          "&lt;script&gt; &amp; &quot;more&quot;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_article_is_a_book), cmocka_unit_test(cells_keep_their_columns),
        cmocka_unit_test(lists_stay_in_one_another), cmocka_unit_test(notes_can_be_gone_to),
        cmocka_unit_test(marks_are_escaped),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
