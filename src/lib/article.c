/* The public calls on articles. */
#include <stdint.h>
#include <string.h>

#include "article/article.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "lib/fetch.h"
#include "lib/options.h"
#include "read/reader.h"
#include "script/script.h"

enum { MOST_INPUT = 256 << 20 };

/* ---- which entries of a feed ---- */

typedef struct choice {
    const char *spec; /* the option `entry`: a number, a range, or words of a title; NULL: all */
    aloud_each_article *each;
    void *user;
    al_article *kept; /* where only the first is asked for, */
    aloud_error why;  /* or why it is none */
} choice;

static bool wants(void *user, int number, const char *title)
{
    const choice *c = user;
    size_t from, to;
    const char *at = c->spec;
    bool numbers = true, among = !at;
    while (at && *at && numbers) {
        numbers = al_range_parse(&at, SIZE_MAX, &from, &to);
        among = among || (numbers && (size_t)number >= from && (size_t)number <= to);
        at += numbers && *at == ',';
    }
    if (numbers)
        return among;
    al_buf want, have;
    al_buf_init(&want, SIZE_MAX / 4);
    al_buf_init(&have, SIZE_MAX / 4);
    al_text_key(&want, c->spec);
    al_text_key(&have, title);
    bool found = want.size && strstr(al_buf_string(&have), al_buf_string(&want)) != NULL;
    al_buf_release(&want);
    al_buf_release(&have);
    return found;
}

static int hand_over(void *user, const aloud_entry *about, al_article *a, const aloud_error *why)
{
    const choice *c = user;
    int stop = c->each(c->user, about, a, why);
    al_article_free(a);
    return stop;
}

static int keep_first(void *user, const aloud_entry *about, al_article *a, const aloud_error *why)
{
    choice *c = user;
    (void)about;
    c->kept = a;
    if (why && !c->why.status)
        c->why = *why;
    return a != NULL;
}

/* ---- reading ---- */

static int check_size(size_t size, aloud_error *err)
{
    if (!size)
        return al_fail(err, ALOUD_ERROR_INPUT, "is empty; name an article's text or page");
    if (size > MOST_INPUT)
        return al_fail(err, ALOUD_ERROR_INPUT, "is larger than %d MiB; split it", MOST_INPUT >> 20);
    return 0;
}

static int read_input(al_input *in, choice *c, aloud_error *err)
{
    const al_taker taker = { .wants = wants, .take = c->each ? hand_over : keep_first, .user = c };
    al_buf data;
    al_buf_init(&data, 1 << 16);
    int status = check_size(in->size, err);
    if (!status)
        status = al_data_folder(&data, err);
    in->data = al_buf_string(&data);
    if (!status)
        status = al_read_each(in, &taker, err);
    al_buf_release(&data);
    return status;
}

static int read_path(const char *path, choice *c, aloud_error *err)
{
    al_buf bytes;
    al_buf_init(&bytes, MOST_INPUT);
    int status = al_file_read(path, &bytes, err);
    al_input in = { .bytes = al_buf_string(&bytes), .size = bytes.size, .name = path };
    if (!status)
        status = read_input(&in, c, err);
    al_buf_release(&bytes);
    return status;
}

static int read_any(const char *path, choice *c, aloud_error *err)
{
    if (!al_fetch_is_url(path))
        return read_path(path, c, err);
    al_fetched page;
    int status = al_fetch(path, &al_fetch_usual, &page, err);
    if (status)
        return status;
    al_buf name; /* without a query, so that its end tells what it is */
    al_buf_init(&name, SIZE_MAX / 4);
    al_buf_add(&name, page.url.data, strcspn(al_buf_string(&page.url), "?"));
    al_input in = { .bytes = al_buf_string(&page.bytes), .size = page.bytes.size, .name = al_buf_string(&name),
                    .type = page.type.size ? al_buf_string(&page.type) : NULL, .url = al_buf_string(&page.url) };
    status = name.failed ? al_fail_memory(err) : read_input(&in, c, err);
    al_buf_release(&name);
    al_fetched_release(&page);
    return status;
}

/* The article that was asked for, where only one was. */
static int give_first(const choice *c, int status, aloud_article **out, aloud_error *err)
{
    if (c->kept) {
        *out = c->kept;
        return 0;
    }
    if (!status && err)
        *err = c->why;
    return status ? status : c->why.status;
}

int aloud_article_parse(const void *bytes, size_t size, const char *name, const aloud_options *options,
                        aloud_article **out, aloud_error *err)
{
    choice c = { .spec = options ? options->entry : NULL };
    al_input in = { .bytes = bytes, .size = size, .name = name ? name : "-" };
    return give_first(&c, read_input(&in, &c, err), out, err);
}

int aloud_article_read(const char *path, const aloud_options *options, aloud_article **out, aloud_error *err)
{
    choice c = { .spec = options ? options->entry : NULL };
    return give_first(&c, read_any(path, &c, err), out, err);
}

int aloud_articles_read(const char *path, const aloud_options *options, aloud_each_article *each, void *user, aloud_error *err)
{
    choice c = { .spec = options ? options->entry : NULL, .each = each, .user = user };
    return read_any(path, &c, err);
}

static int give_warning(const al_diag *d, size_t index, aloud_warning *out)
{
    const al_diag_entry *e = al_diag_get(d, index);
    if (!e)
        return ALOUD_ERROR_USAGE;
    *out = (aloud_warning){ .kind = al_warning_name(e->kind), .line = e->line, .column = e->column, .text = e->text };
    return 0;
}

int aloud_article_warning(const aloud_article *a, size_t index, aloud_warning *out)
{
    return give_warning(&a->diag, index, out);
}

int aloud_script_warning(const aloud_script *s, size_t index, aloud_warning *out)
{
    return give_warning(&s->diag, index, out);
}

/* What becomes of a block: said as it is, said with an announcement, or left out. */
static const char *fate(const al_node *n)
{
    switch (n->kind) {
    case AL_OMITTED: return "omitted";
    case AL_IMAGE: case AL_VIDEO: case AL_AUDIO: case AL_EMBED: case AL_LIST: case AL_QUOTE: case AL_CODE: case AL_TABLE:
    case AL_FOOTNOTE: case AL_MATH: case AL_AUTHOR: case AL_CREDIT: return "announced";
    default: return "spoken";
    }
}

int aloud_article_explain(const aloud_article *a, aloud_write *write, void *user, aloud_error *err)
{
    al_buf line, clean;
    al_buf_init(&line, SIZE_MAX / 4);
    al_buf_init(&clean, SIZE_MAX / 4);
    int status = 0;
    for (const al_node *n = a->root->first; n && !status; n = al_node_next(n, a->root)) {
        bool shown = *n->text || n->kind == AL_LIST || n->kind == AL_TABLE || n->kind == AL_VIDEO || n->kind == AL_AUDIO ||
                     n->kind == AL_EMBED || n->kind == AL_SEPARATOR;
        if (!shown)
            continue;
        al_buf_cut(&line, 0);
        al_buf_printf(&line, "%6u  %-9s  %-10s  %-18s  ", n->line, fate(n), al_kind_name(n->kind), n->why);
        /* Controls written as escapes (JSON-LD) are still in the tree. */
        al_buf_cut(&clean, 0);
        al_text_repair(&clean, n->text, strlen(n->text), NULL, NULL);
        al_text_excerpt(&line, al_buf_string(&clean), 100);
        while (line.size && line.data[line.size - 1] == ' ')
            al_buf_cut(&line, line.size - 1);
        al_buf_add_byte(&line, '\n');
        if (line.failed || clean.failed)
            status = al_fail_memory(err);
        else if (write(user, line.data, line.size))
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "the explanation cannot be written");
    }
    al_buf_release(&line);
    al_buf_release(&clean);
    return status;
}
