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

enum { LOOK = 65536 }; /* bytes that tell text from other things */

/* More control characters than any text has.  UTF-16 and UTF-32, full of NULs, are known by their byte order mark. */
static bool is_binary(const al_input *in)
{
    const unsigned char *b = (const unsigned char *)in->bytes;
    size_t odd = 0, n = in->size < LOOK ? in->size : LOOK;
    if (n >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF)))
        return false;
    for (size_t i = 0; i < n; i++)
        odd += (b[i] < 0x20 && b[i] != '\t' && b[i] != '\n' && b[i] != '\r' && b[i] != '\f' && b[i] != 0x1B) || b[i] == 0x7F;
    return odd > 4 && odd * 50 > n;
}

/* A decoded text of little but what could not be decoded. */
static bool is_garbled(const char *text, size_t size)
{
    size_t odd = 0, count = 0, end = size < LOOK ? size : LOOK;
    for (size_t at = 0; at < end; count++)
        odd += al_text_next(text, size, &at) == 0xFFFD;
    return odd * 10 > count;
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
    /* A number in front of what turned out to be no list is part of its text; what a page shows of a bullet is nothing. */
    const char *text = b->ordered && b->kind != AL_LIST_ITEM ? b->whole : b->text;
    al_node *n = al_node_add(a, under, b->kind, b->line, b->shown ? b->shown : text, b->why);
    if (n && (b->kind == AL_VIDEO || b->kind == AL_AUDIO))
        n->as.media.seconds = b->seconds;
    return n;
}

static bool emit_all(al_article *a, const al_blocks *bs)
{
    al_node *list = NULL;
    long next = 0; /* number of the next item */
    for (size_t i = 0; i < bs->count; i++) {
        const al_block *b = &bs->at[i];
        if (b->kind != AL_LIST_ITEM) {
            list = b->kind == AL_OMITTED ? list : NULL;
        } else if (!list || list->as.list.ordered != b->ordered || (b->ordered && b->number != next)) {
            list = al_node_add(a, a->root, AL_LIST, b->line, "", b->why);
            if (!list)
                return false;
            list->as.list.ordered = b->ordered;
            list->as.list.start = b->ordered ? b->number : 1;
        }
        next = b->number + 1;
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
    int status = is_binary(in) ? 1 : al_encoding_decode(in, &text, &a->diag, err);
    if (status == 1 || (!status && is_garbled(al_buf_string(&text), text.size)))
        status = al_fail(err, ALOUD_ERROR_INPUT, "is not text; name an article's text or page");
    if (!status)
        status = al_cues_load(in->data, al_buf_string(&text), text.size, &cues, err);
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
