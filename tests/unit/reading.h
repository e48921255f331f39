/* What the tests of the readers share: reading bytes, and looking into the article. */
#ifndef TESTS_READING_H
#define TESTS_READING_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/data.h"
#include "base/file.h"
#include "read/reader.h"

/* The article that al_read makes of the bytes; `status` is what it must return, and where that is an error `text` must be in
 * it (NULL: anything).  NULL for an error. */
static inline al_article *read_as(const void *bytes, size_t size, const char *name, int status, const char *text)
{
    al_buf data;
    aloud_error err = { 0 };
    al_article *a = NULL;
    al_buf_init(&data, 4096);
    assert_int_equal(al_data_folder(&data, NULL), 0);
    const al_input in = { .bytes = bytes, .size = size, .name = name, .data = data.data };
    int got = al_read(&in, &a, &err);
    al_buf_release(&data);
    if (got != status)
        fail_msg("%s: status %d, %s", name, got, err.text);
    if (got && text && !strstr(err.text, text))
        fail_msg("%s: \"%s\" does not say \"%s\"", name, err.text, text);
    return got ? NULL : a;
}

static inline al_article *read_string(const char *bytes, const char *name)
{
    return read_as(bytes, strlen(bytes), name, 0, NULL);
}

/* The `index`th node of a kind, from 0; NULL past the last. */
static inline const al_node *nth(const al_article *a, al_kind kind, int index)
{
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root))
        if (n->kind == kind && index-- == 0)
            return n;
    return NULL;
}

static inline int count(const al_article *a, al_kind kind)
{
    int n = 0;
    while (nth(a, kind, n))
        n++;
    return n;
}

static inline void says(const al_article *a, al_kind kind, int index, const char *text)
{
    const al_node *n = nth(a, kind, index);
    if (!n)
        fail_msg("no %s %d", al_kind_name(kind), index);
    assert_string_equal(n->text, text);
}

/* How often the words are in nodes of the kind (AL_KIND_COUNT: any but omitted ones). */
static inline int holds(const al_article *a, al_kind kind, const char *words)
{
    int times = 0;
    for (const al_node *n = a->root; n; n = al_node_next(n, a->root))
        if (n->kind == kind || (kind == AL_KIND_COUNT && n->kind != AL_OMITTED))
            for (const char *at = n->text; (at = strstr(at, words)) != NULL; at++)
                times++;
    return times;
}

static inline bool has_warning(const al_article *a, al_warning kind)
{
    for (const al_diag_entry *d = a->diag.first; d; d = d->next)
        if (d->kind == kind)
            return true;
    return false;
}

#endif
