/* Libraries that are loaded when they are needed: what a person is told of one that is missing or too old. */
#include "base/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct functions {
    double (*cosine)(double);
    double (*other)(double);
} functions;

static void a_library_fills_the_table(void **state)
{
    (void)state;
    static const char *const files[] = { "libno-such-thing.so.9", "libm.so.6", NULL };
    static const al_symbol symbols[] = { { "cos", offsetof(functions, cosine) }, { "sin", offsetof(functions, other) } };
    functions f = { NULL, NULL };
    aloud_error err = { .text = "" };
    assert_int_equal(al_library_load(files, symbols, 2, &f, ALOUD_ERROR_ENGINE, &err), 0);
    assert_true(f.cosine(0) == 1 && f.other(0) == 0);
}

static void one_that_is_missing_is_named_with_the_status_asked_for(void **state)
{
    (void)state;
    static const char *const files[] = { "libno-such-thing.so.9", "libno-such-thing.so", NULL };
    static const al_symbol symbols[] = { { "cos", offsetof(functions, cosine) } };
    functions f = { NULL, NULL };
    aloud_error err = { .text = "" };
    assert_int_equal(al_library_load(files, symbols, 1, &f, ALOUD_ERROR_OUTPUT, &err), ALOUD_ERROR_OUTPUT);
    assert_int_equal(err.status, ALOUD_ERROR_OUTPUT);
    assert_string_equal(err.text, "needs the library libno-such-thing.so.9; install it");
    assert_null(f.cosine);
}

static void one_that_is_too_old_is_named_with_what_it_lacks(void **state)
{
    (void)state;
    static const char *const files[] = { "libm.so.6", NULL };
    static const al_symbol symbols[] = {
        { "cos", offsetof(functions, cosine) },
        { "no_such_function", offsetof(functions, other) },
    };
    functions f = { NULL, NULL };
    aloud_error err = { .text = "" };
    assert_int_equal(al_library_load(files, symbols, 2, &f, ALOUD_ERROR_INPUT, &err), ALOUD_ERROR_INPUT);
    assert_string_equal(err.text, "needs a newer libm.so.6 (it has no no_such_function)");
    assert_null(f.other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_library_fills_the_table),
        cmocka_unit_test(one_that_is_missing_is_named_with_the_status_asked_for),
        cmocka_unit_test(one_that_is_too_old_is_named_with_what_it_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
