/* Plain text: prose, and what a text browser makes of a news page. */
#include "read/text.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "read/encoding.h"
#include "read/reader.h"

/* Anything that is text at all; formats with a mark-up are surer of theirs. */
static int probe(const al_input *in)
{
    (void)in;
    return 10;
}

/* Bytes that are not text in any encoding: more control characters than a stray one.  UTF-16 is full of zero bytes. */
static bool is_binary(const al_input *in)
{
    size_t odd = 0, end = in->size < 65536 ? in->size : 65536;
    if (end > 1 && (memcmp(in->bytes, "\xFE\xFF", 2) == 0 || memcmp(in->bytes, "\xFF\xFE", 2) == 0))
        return false;
    for (size_t i = 0; i < end; i++) {
        unsigned char c = (unsigned char)in->bytes[i];
        odd += (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B) || c == 0x7F;
    }
    return odd * 50 > end;
}

/* The node of a block and, before it, what was cut off its front. */
static al_node *emit(al_article *a, const al_block *b, al_node *list)
{
    al_node *under = b->kind == AL_LIST_ITEM ? list : a->root;
    if (b->cut) {
        bool caption = b->kind == AL_PARAGRAPH;
        if (!al_node_add(a, a->root, caption ? AL_IMAGE : AL_OMITTED, b->line, b->cut,
                         caption ? "caption-mark" : b->kind == AL_HEADING ? "type-label" : "player"))
            return NULL;
    }
    al_node *n = al_node_add(a, under, b->kind, b->line, b->shown ? b->shown : b->text, b->why);
    if (n && (b->kind == AL_VIDEO || b->kind == AL_AUDIO))
        n->as.media.seconds = b->seconds;
    return n;
}

static bool emit_all(al_article *a, const al_blocks *bs)
{
    al_node *list = NULL;
    for (size_t i = 0; i < bs->count; i++) {
        const al_block *b = &bs->at[i];
        if (b->kind != AL_LIST_ITEM) {
            list = b->kind == AL_OMITTED ? list : NULL;
        } else if (!list || list->as.list.ordered != b->ordered) {
            list = al_node_add(a, a->root, AL_LIST, b->line, "", b->why);
            if (!list)
                return false;
            list->as.list.ordered = b->ordered;
        }
        if (!emit(a, b, list))
            return false;
    }
    return true;
}

/* Names that the text gives: of bylines without "By", and over an author's note. */
static bool take_bylines(al_article *a, const al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        const al_block *b = &bs->at[i];
        bool ok = true;
        if (b->kind == AL_BYLINE)
            ok = al_article_byline(a, b->text + al_cue_prefix(bs->cues, AL_CUE_BYLINE, b->text));
        else if (b->kind == AL_AUTHOR && strcmp(b->why, "author-name") == 0)
            ok = al_article_byline(a, b->text);
        if (!ok)
            return false;
    }
    return true;
}

/* "date 2020-08-11" as search indexes print it, in a line that is not the article's. */
static bool take_date(al_article *a, const al_blocks *bs)
{
    for (size_t i = 0; i < bs->count && i < 8 && !a->published; i++) {
        const char *c = bs->at[i].text;
        if (bs->at[i].kind != AL_OMITTED || strncmp(c, "date ", 5) != 0 || strlen(c) < 15)
            continue;
        static const char shape[] = "dddd-dd-dd";
        size_t k = 0;
        while (k < 10 && (shape[k] == 'd' ? c[5 + k] >= '0' && c[5 + k] <= '9' : c[5 + k] == shape[k]))
            k++;
        if (k == 10 && !(a->published = al_arena_copy(&a->arena, c + 5, 10)))
            return false;
    }
    return true;
}

static int parse(const al_input *in, al_article *a, aloud_error *err)
{
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    al_blocks bs = { .arena = &a->arena };
    al_cues *cues = NULL;
    int status = is_binary(in) ? al_fail(err, ALOUD_ERROR_INPUT, "is not text; name an article's text or page") : 0;
    if (!status)
        status = al_encoding_decode(in, &text, &a->diag, err);
    if (!status)
        status = al_cues_load(in->data, &cues, err);
    if (status)
        goto cleanup;
    bs.cues = cues;
    if (!al_blocks_cut(&bs, al_buf_string(&text), text.size) || !al_blocks_rules(&bs) || !emit_all(a, &bs) ||
        !take_bylines(a, &bs) || !take_date(a, &bs))
        status = al_fail_memory(err);
cleanup:
    al_cues_free(cues);
    al_buf_release(&text);
    return status;
}

const al_reader al_reader_text = { .name = "text", .probe = probe, .parse = parse };
