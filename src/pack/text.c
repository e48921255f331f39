/* SLUG.txt: the article to read, as it is heard: its text with what is announced, a blank line between blocks.  All of it,
 * whichever chapters are spoken. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "pack/pack.h"

static void add_block(al_buf *out, const al_item *i)
{
    size_t start = out->size;
    if (i->announce)
        al_pack_line(out, i->announce);
    if (i->announce && *i->text)
        al_buf_add_byte(out, ' ');
    if (i->role == AL_ROLE_CODE)
        al_buf_add_string(out, i->text);
    else
        al_pack_line(out, i->text);
    if (out->size > start)
        al_buf_add_string(out, "\n\n");
}

static void underline(al_buf *out, const char *text, char with)
{
    size_t columns = al_text_length(text);
    for (size_t i = 0; i < columns && i < 72; i++)
        al_buf_add_byte(out, with);
    al_buf_add_string(out, "\n\n");
}

static int fill(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    (void)err;
    const al_script *s = in->script;
    for (size_t i = 0; i < s->item_count; i++) {
        const al_item *item = &s->items[i];
        add_block(out, item);
        if ((item->role == AL_ROLE_TITLE || item->role == AL_ROLE_HEADING) && out->size > 2 && *item->text) {
            al_buf_cut(out, out->size - 1);
            underline(out, item->text, item->role == AL_ROLE_TITLE ? '=' : '-');
        }
    }
    if (out->size)
        al_buf_cut(out, out->size - 1);
    return 0;
}

const al_packer al_packer_text = { .name = "text", .file = ".txt", .help = "the article as plain text", .fill = fill };
