/* The public calls on articles. */
#include <stdint.h>
#include <string.h>

#include "article/article.h"
#include "base/data.h"
#include "base/file.h"
#include "base/text.h"
#include "read/reader.h"
#include "script/script.h"

enum { MOST_INPUT = 256 << 20 };

int aloud_article_parse(const void *bytes, size_t size, const char *name, const aloud_options *options,
                        aloud_article **out, aloud_error *err)
{
    (void)options;
    if (!size)
        return al_fail(err, ALOUD_ERROR_INPUT, "is empty; name an article's text or page");
    if (size > MOST_INPUT)
        return al_fail(err, ALOUD_ERROR_INPUT, "is larger than %d MiB; split it", MOST_INPUT >> 20);
    al_buf data;
    al_buf_init(&data, 1 << 16);
    int status = al_data_folder(&data, err);
    al_input in = { .bytes = bytes, .size = size, .name = name ? name : "-", .data = al_buf_string(&data) };
    if (!status)
        status = al_read(&in, out, err);
    al_buf_release(&data);
    return status;
}

int aloud_article_read(const char *path, const aloud_options *options, aloud_article **out, aloud_error *err)
{
    al_buf bytes;
    al_buf_init(&bytes, MOST_INPUT);
    int status = al_file_read(path, &bytes, err);
    if (!status)
        status = aloud_article_parse(al_buf_string(&bytes), bytes.size, path, options, out, err);
    al_buf_release(&bytes);
    return status;
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
