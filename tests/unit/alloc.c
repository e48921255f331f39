#include "alloc.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <aloud.h>

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);
void __real_free(void *);
void *__wrap_malloc(size_t);
void *__wrap_calloc(size_t, size_t);
void *__wrap_realloc(void *, size_t);
char *__wrap_strdup(const char *);
char *__wrap_strndup(const char *, size_t);
void __wrap_free(void *);

/* Blocks that our objects took during the run and have not given back, and when to refuse one. */
static struct {
    bool on, refused;
    long left; /* allocations until the one that fails */
    void **live;
    size_t count, room;
} run;

static bool refuse(void)
{
    if (!run.on || --run.left != 0)
        return false;
    run.refused = true;
    return true;
}

static void *taken(void *block)
{
    if (!run.on || !block)
        return block;
    if (run.count == run.room) {
        run.room = run.room ? run.room * 2 : 256;
        run.live = __real_realloc(run.live, run.room * sizeof *run.live);
        assert_non_null(run.live);
    }
    run.live[run.count++] = block;
    return block;
}

static void given_back(void *block)
{
    for (size_t i = run.count; run.on && block && i-- > 0;)
        if (run.live[i] == block) {
            run.live[i] = run.live[--run.count];
            return;
        }
}

void *__wrap_malloc(size_t size)
{
    return refuse() ? NULL : taken(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuse() ? NULL : taken(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (refuse())
        return NULL;
    given_back(block);
    return taken(__real_realloc(block, size));
}

char *__wrap_strndup(const char *string, size_t most)
{
    size_t size = strnlen(string, most);
    char *copy = __wrap_malloc(size + 1);
    if (copy) {
        memcpy(copy, string, size);
        copy[size] = '\0';
    }
    return copy;
}

char *__wrap_strdup(const char *string)
{
    return __wrap_strndup(string, SIZE_MAX - 1);
}

void __wrap_free(void *block)
{
    given_back(block);
    __real_free(block);
}

long alloc_each(alloc_operation *operation, void *user)
{
    long survived = 0;
    for (long n = 1;; n++) {
        run.count = 0;
        run.left = n;
        run.refused = false;
        run.on = true;
        int status = operation(user);
        run.on = false;
        if (run.count)
            fail_msg("%zu blocks leak when allocation %ld fails", run.count, n);
        if (!run.refused) {
            if (status)
                fail_msg("status %d with every allocation granted", status);
            break;
        }
        if (status && status != ALOUD_ERROR_MEMORY)
            fail_msg("status %d when allocation %ld fails", status, n);
        survived += !status;
    }
    __real_free(run.live);
    run.live = NULL;
    run.room = 0;
    return survived;
}
