/* Plain text that is no dump of a page: nothing of it is left out or called a picture, whatever its shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/data.h"
#include "read/language.h"
#include "read/reader.h"

static al_article *read_text(const char *text)
{
    al_buf data;
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    const al_input in = { .bytes = text, .size = strlen(text), .name = "text.txt", .data = al_buf_string(&data) };
    al_article *a = NULL;
    aloud_error err = { 0 };
    if (al_read(&in, &a, &err))
        fail_msg("%s", err.text);
    al_buf_release(&data);
    return a;
}

static int count(const al_article *a, al_kind kind)
{
    int n = 0;
    for (const al_node *x = a->root; x; x = al_node_next(x, a->root))
        n += x->kind == kind;
    return n;
}

/* Read it, and expect so many paragraphs, headings and list items, and nothing else but a title. */
static void reads(const char *text, int paragraphs, int headings, int items)
{
    static const al_kind never[] = { AL_OMITTED, AL_IMAGE, AL_VIDEO, AL_AUDIO, AL_CREDIT, AL_AUTHOR, AL_DATELINE, AL_DISCLAIMER };
    al_article *a = read_text(text);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (count(a, never[i]))
            fail_msg("%s in: %.60s", al_kind_name(never[i]), text);
    assert_int_equal(count(a, AL_PARAGRAPH), paragraphs);
    assert_int_equal(count(a, AL_HEADING), headings);
    assert_int_equal(count(a, AL_LIST_ITEM), items);
    al_article_free(a);
}

static void refrains_stay(void **state)
{
    (void)state;
    reads("The Ferry Song\n\nThe rope is wet, the bell is slow,\nand home, boys, home.\nand home, boys, home.\n\n"
          "The tide is out, the wind is low,\nand home, boys, home.\nand home, boys, home.\n", 6, 0, 0);
    reads("What the keeper said\n\nDid you see the light that night, and was it red?\n\nNo.\n\nNo.\n\n"
          "Then we have nothing more to ask of you, and you may go.\n", 4, 0, 0);
}

static void words_of_the_frame_may_be_headings(void **state)
{
    (void)state;
    reads("Where people met\n\nFacebook\n\nThe oldest of them was a place for aunts and for pictures of their gardens.\n\n"
          "Comments\n\nThe machine does not like the cold. Keep it in the kitchen, and speak to it kindly.\n\n"
          "Next\n\nWhat comes next nobody has written down, and it may be better so for all of us.\n", 3, 3, 0);
}

static void letters_keep_their_heads(void **state)
{
    (void)state;
    reads("12 Mill Lane\nOldwater\n\nDear Mrs Baker\n\nI write about the meter in my cellar, which has been wrong since March.\n\n"
          "Yours faithfully\nTom Miller\n", 5, 1, 0);
}

static void verse_is_no_heading(void **state)
{
    (void)state;
    reads("River\n\nWhen all the fields lie white beneath the moon,\nand every pond is silent as a stone,\n"
          "I hear the river hum its ancient tune\nand know that I am not out here alone.\n", 4, 0, 0);
}

static void lists_of_dashes_are_lists(void **state)
{
    (void)state;
    reads("What the house needs\n\nWe made a list of what has to be done before the winter comes again.\n\n"
          "- the roof of the old barn, which leaks in three places at least\n"
          "- the money that the council promised in the spring and never sent\n"
          "- the glass in the window of the hall, which the storm broke in May\n", 1, 0, 3);
    reads("How to fold a loaf\n\n1. Wait for an hour, and fold the dough over.\n2. Turn the bowl by a quarter.\n"
          "3. Wait for an hour, and fold the dough over.\n", 0, 0, 3);
}

static void sentences_are_no_captions(void **state)
{
    (void)state;
    reads("The cabinet\n\nFile: the word stood on the drawer, and nobody knew why it had been painted there.\n\n"
          "By night the drawer was locked, and by day it was empty.\n\n"
          "From left to right there were nine of them, all of oak.\n", 3, 0, 0);
    reads("Prices in the market\n\nApples 1.20 1.30\n\nPlums 2.10 2.05\n\n2019 1200\n\n"
          "They have never been so low, people say.\n", 4, 0, 0);
    reads("HTML5 for gardeners\n\nA page is a bed, and mark-up is what stands on the little signs in it.\n\nWhy HTML5 matters\n\n"
          "Because without the signs nobody would know the radishes from the leeks.\n", 2, 1, 0);
}

static void addresses_are_no_markup(void **state)
{
    (void)state;
    reads("How to write to the club\n\nThe club has a post box, and somebody opens it on Fridays.\n\n<club@example.org/>\n\n"
          "Letters are answered in the order in which they make us laugh.\n", 3, 0, 0);
}

static void code_in_a_text_is_text(void **state)
{
    (void)state;
    reads("Notes on a program\n\nThe first line of it is #include <stdio.h> and the second one is empty.\n\n"
          "Then it prints <p>Hello</p>, which is all that it does.\n", 2, 0, 0);
}

static void wrapped_mail_is_joined(void **state)
{
    (void)state;
    reads("Dear Anna,\n\nI hope that you are well and that the children have recovered from\ntheir cold. We have had rain since "
          "Monday, and the lower field looks\nlike a lake with a fence in it.\n\n- roof\n- money\n\nTom\n", 3, 0, 2);
}

static void a_word_tells_no_language(void **state)
{
    (void)state;
    char tag[16] = "unset";
    assert_false(al_language_detect("x", 1, tag, sizeof tag));
    assert_false(al_language_detect("Wenlow", 6, tag, sizeof tag));
    assert_string_equal(tag, "unset");
    assert_true(al_language_detect("\xE3\x81\xBF\xE3\x81\xAA\xE3\x81\xA8", 9, tag, sizeof tag)); /* its script does */
    assert_string_equal(tag, "ja");
    static const char text[] = "The ferry left at dawn, and nobody on the pier had seen it go. The people of the town were still "
                               "asleep, and those who were not had other things to think of, such as the price of bread.";
    assert_true(al_language_detect(text, sizeof text - 1, tag, sizeof tag));
    assert_string_equal(tag, "en");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refrains_stay),
        cmocka_unit_test(words_of_the_frame_may_be_headings),
        cmocka_unit_test(letters_keep_their_heads),
        cmocka_unit_test(verse_is_no_heading),
        cmocka_unit_test(lists_of_dashes_are_lists),
        cmocka_unit_test(sentences_are_no_captions),
        cmocka_unit_test(addresses_are_no_markup),
        cmocka_unit_test(code_in_a_text_is_text),
        cmocka_unit_test(wrapped_mail_is_joined),
        cmocka_unit_test(a_word_tells_no_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
