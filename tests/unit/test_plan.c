/* From the script to utterances: what is said in languages that have a voice, and in those that have none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "base/data.h"
#include "speech/plan.h"

typedef struct fixture {
    al_buf data;
    al_voice *voice;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    al_buf_init(&f.data, 1 << 16);
    if (al_data_folder(&f.data, NULL) || al_voice_load(al_buf_string(&f.data), NULL, &f.voice, NULL))
        return -1;
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    al_voice_free(f->voice);
    al_buf_release(&f->data);
    return 0;
}

static al_item paragraph(const char *text, const char *language)
{
    return (al_item){ .id = 1, .role = AL_ROLE_PARAGRAPH, .text = text, .say = text, .language = language, .duration = -1 };
}

/* How many utterances the plan of such items has, or the status that it ends with. */
static int count_steps(const fixture *f, al_item *items, size_t count, const char *language, const al_picks *picks,
                       char family[2][64], aloud_error *err)
{
    al_chapter chapter = { .title = "One", .level = 1, .first = 0, .count = count };
    al_script s = { .title = "One", .language = language, .announcing = language, .items = items, .item_count = count,
                    .chapters = &chapter, .chapter_count = 1 };
    unsigned char pick = 1;
    al_plan *p;
    assert_int_equal(al_plan_new(&s, f->voice, picks, &pick, &p, err), 0);
    al_step step;
    int status, steps = 0;
    while ((status = al_plan_next(p, &step, err)) == 1) {
        if (steps < 2)
            strcpy(family[steps], step.style.family);
        steps++;
    }
    al_plan_free(p);
    return status < 0 ? status : steps;
}

static void a_language_without_a_voice_is_read_by_the_scripts(void **state)
{
    static const char *const odd[] = { "zxx", "tlh", "english" };
    al_picks picks = { .pitch = -1 };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        al_item items[] = { paragraph("Plain words.", "en"), paragraph("Odd words.", odd[i]) };
        char family[2][64] = { "", "" };
        aloud_error err = { .status = 0 };
        assert_int_equal(count_steps(*state, items, 2, "en", &picks, family, &err), 2);
        assert_string_equal(family[0], family[1]);
        assert_int_equal(err.status, 0);
    }
}

static void the_scripts_own_language_must_have_a_voice(void **state)
{
    al_picks picks = { .pitch = -1 };
    al_item items[] = { paragraph("Odd words.", "zxx") };
    char family[2][64];
    aloud_error err = { .status = 0 };
    assert_int_equal(count_steps(*state, items, 1, "zxx", &picks, family, &err), ALOUD_ERROR_USAGE);
    assert_int_equal(err.status, ALOUD_ERROR_USAGE);
    assert_non_null(strstr(err.text, "zxx"));
}

static void a_language_with_a_voice_keeps_it(void **state)
{
    al_picks picks = { .pitch = -1 };
    al_item items[] = { paragraph("Plain words.", "en"), paragraph("Deutsche Worte.", "de") };
    char family[2][64] = { "", "" };
    assert_int_equal(count_steps(*state, items, 2, "en", &picks, family, NULL), 2);
    assert_int_equal(strncmp(family[1], "de", 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_language_without_a_voice_is_read_by_the_scripts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_scripts_own_language_must_have_a_voice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_language_with_a_voice_keeps_it, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
