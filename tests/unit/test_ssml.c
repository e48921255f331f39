/* SSML: every article of the corpus gives a document that keeps the content rules of SSML 1.1, with a mark for each item and every
 * spoken word in its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include <aloud.h>

#include "base/buf.h"
#include "base/data.h"

static int keep(void *user, const char *bytes, size_t size)
{
    al_buf_add(user, bytes, size);
    return 0;
}

static void add_word_bytes(al_buf *b, const char *text)
{
    for (; text && *text; text++)
        if (!strchr(" \n\t\r\f\v", *text) && (unsigned char)*text >= 0x20 && *text != 0x7F)
            al_buf_add_byte(b, *text);
}

/* What an engine would say of the element: what stands in it, or the alias instead. */
static void add_spoken(al_buf *b, const xmlNode *root)
{
    for (const xmlNode *n = root->children; n; n = n->next) {
        xmlChar *alias = n->type == XML_ELEMENT_NODE ? xmlGetProp(n, (const xmlChar *)"alias") : NULL;
        if (alias)
            add_word_bytes(b, (const char *)alias);
        else if (n->type == XML_TEXT_NODE)
            add_word_bytes(b, (const char *)n->content);
        else
            add_spoken(b, n); /* as deep as our own document is: five */
        xmlFree(alias);
    }
}

static void count_marks(const xmlNode *root, unsigned *next)
{
    for (const xmlNode *n = root->children; n; n = n->next) {
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "mark") == 0) {
            xmlChar *name = xmlGetProp(n, (const xmlChar *)"name");
            assert_int_equal(strtoul((const char *)name, NULL, 10), ++*next);
            xmlFree(name);
        }
        count_marks(n, next);
    }
}

static void check_document(const char *path, const aloud_script *s, xmlDocPtr doc)
{
    al_buf said, ought;
    aloud_item i;
    unsigned marks = 0;
    al_buf_init(&said, SIZE_MAX / 4);
    al_buf_init(&ought, SIZE_MAX / 4);
    for (size_t k = 0; aloud_script_item(s, k, &i) == 0; k++) {
        add_word_bytes(&ought, i.announce);
        add_word_bytes(&ought, i.say);
        add_word_bytes(&ought, i.close);
    }
    add_spoken(&said, xmlDocGetRootElement(doc));
    if (strcmp(al_buf_string(&said), al_buf_string(&ought)) != 0)
        fail_msg("%s: said is\n%s\nand ought to be\n%s", path, said.data, ought.data);
    count_marks(xmlDocGetRootElement(doc), &marks);
    assert_int_equal(marks, aloud_script_items(s));
    al_buf_release(&said);
    al_buf_release(&ought);
}

static void check_article(const aloud_article *a, const aloud_options *o, const char *path, xmlRelaxNGValidCtxtPtr rules)
{
    aloud_script *s = NULL;
    aloud_error err = { .text = "" };
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    if (aloud_script_new(a, o, &s, &err) || aloud_script_write(s, "ssml", keep, &out, &err))
        fail_msg("%s: %s", path, err.text);
    xmlDocPtr doc = xmlReadMemory(out.data, (int)out.size, path, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    assert_int_equal(xmlRelaxNGValidateDoc(rules, doc), 0);
    check_document(path, s, doc);
    xmlFreeDoc(doc);
    aloud_script_free(s);
    al_buf_release(&out);
}

typedef struct checking {
    xmlRelaxNGValidCtxtPtr rules;
    const char *path;
    aloud_options *options;
    int count;
} checking;

static int check_entry(void *user, const aloud_entry *entry, const aloud_article *a, const aloud_error *why)
{
    checking *c = user;
    (void)entry;
    (void)why;
    if (a)
        check_article(a, c->options, c->path, c->rules);
    c->count += a != NULL;
    return 0;
}

static int check_file(void *user, const char *name)
{
    checking *c = user;
    char path[512];
    aloud_error err = { .text = "" };
    if (strcmp(name, "LICENCES") == 0)
        return 0;
    snprintf(path, sizeof path, "tests/corpus/%s", name);
    c->path = path;
    if (aloud_articles_read(path, c->options, check_entry, c, &err))
        fail_msg("%s: %s", path, err.text);
    return 0;
}

static void every_article_keeps_the_rules(void **state)
{
    (void)state;
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt("tests/unit/ssml.rng");
    xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
    assert_non_null(schema);
    checking c = { .rules = xmlRelaxNGNewValidCtxt(schema), .options = aloud_options_new() };
    aloud_error err;
    assert_int_equal(al_data_list("tests/corpus", "", check_file, &c, &err), 0);
    assert_true(c.count > 20);
    assert_int_equal(aloud_options_set(c.options, "verbosity", "full", &err), 0);
    assert_int_equal(aloud_options_set(c.options, "notes", "inline", &err), 0);
    assert_int_equal(al_data_list("tests/corpus", "", check_file, &c, &err), 0);
    aloud_options_free(c.options);
    xmlRelaxNGFreeValidCtxt(c.rules);
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
}

static void say_nothing(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

/* The rules are no rules if they let anything pass. */
static void the_rules_refuse_what_ssml_does_not_have(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "<p><p>a</p></p>", "<s><s>a</s></s>", "<sub>a</sub>", "<sub alias='b'><s>a</s></sub>", "<phoneme>a</phoneme>",
        "<lang>a</lang>", "<mark/>", "<break>a</break>", "<b>a</b>", "<p xml:lang='no language'>a</p>",
    };
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt("tests/unit/ssml.rng");
    xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
    xmlRelaxNGValidCtxtPtr rules = xmlRelaxNGNewValidCtxt(schema);
    xmlRelaxNGSetValidStructuredErrors(rules, say_nothing, NULL);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char text[512];
        int n = snprintf(text, sizeof text,
                         "<speak version='1.1' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang='en'>%s</speak>", bodies[i]);
        xmlDocPtr doc = xmlReadMemory(text, n, "a", NULL, 0);
        assert_non_null(doc);
        if (xmlRelaxNGValidateDoc(rules, doc) == 0)
            fail_msg("%s passes", bodies[i]);
        xmlFreeDoc(doc);
    }
    xmlRelaxNGFreeValidCtxt(rules);
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_article_keeps_the_rules),
        cmocka_unit_test(the_rules_refuse_what_ssml_does_not_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
