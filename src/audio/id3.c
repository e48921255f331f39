#include "audio/id3.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum {
    HEAD = 10,                 /* bytes of the tag's head and of a frame's */
    ENTRIES = 255,             /* that a table of contents can have */
    TOP = 2, ORDERED = 1,      /* flags of one */
    SYNCSAFE = 1 << 28         /* a tag's size must be below */
};

static void add_u32(al_buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        al_buf_add_byte(b, (char)(v >> shift & 0xFF));
}

/* Begin a frame; its size is set by end_frame with what this returns. */
static size_t begin_frame(al_buf *b, const char *id)
{
    al_buf_add(b, id, 4);
    add_u32(b, 0);
    al_buf_add(b, "\0\0", 2);
    return b->size;
}

static void end_frame(al_buf *b, size_t from)
{
    if (b->failed)
        return;
    size_t n = b->size - from;
    for (int i = 0; i < 4; i++)
        b->data[from - 6 + (size_t)i] = (char)(n >> (24 - 8 * i) & 0xFF);
}

static void add_unit(al_buf *b, unsigned u)
{
    al_buf_add_byte(b, (char)(u & 0xFF));
    al_buf_add_byte(b, (char)(u >> 8 & 0xFF));
}

/* UTF-16 with its mark, the one encoding of 2.3 that has every character. */
static void add_text(al_buf *b, const char *text, size_t size)
{
    add_unit(b, 0xFEFF);
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(text, size, &at);
        if (c >= 0x10000) {
            add_unit(b, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        add_unit(b, c);
    }
}

static void add_text_frame(al_buf *b, const char *id, const char *text, size_t size)
{
    if (!size)
        return;
    size_t from = begin_frame(b, id);
    al_buf_add_byte(b, 1);
    add_text(b, text, size);
    end_frame(b, from);
}

static void add_string_frame(al_buf *b, const char *id, const char *text)
{
    if (text)
        add_text_frame(b, id, text, strlen(text));
}

static void add_comment(al_buf *b, const char *text)
{
    if (!text || !*text)
        return;
    size_t from = begin_frame(b, "COMM");
    al_buf_add(b, "\1und", 4);
    add_unit(b, 0xFEFF); /* without a description */
    add_unit(b, 0);
    add_text(b, text, strlen(text));
    end_frame(b, from);
}

/* 2.3 has the year and the day apart: "2024", "0305" for the third of May. */
static void add_date(al_buf *b, const char *date)
{
    if (!date || strspn(date, "0123456789") != 4)
        return;
    add_text_frame(b, "TYER", date, 4);
    if (date[4] == '-' && strspn(date + 5, "0123456789") == 2 && date[7] == '-' && strspn(date + 8, "0123456789") >= 2) {
        char day[4] = { date[8], date[9], date[5], date[6] };
        add_text_frame(b, "TDAT", day, sizeof day);
    }
}

static void add_id(al_buf *b, const char *kind, size_t number)
{
    al_buf_printf(b, "%s%zu", kind, number);
    al_buf_add_byte(b, '\0');
}

static void add_chapter(al_buf *b, const char *label, size_t number)
{
    size_t from = begin_frame(b, "CHAP");
    add_id(b, "chp", number);
    add_u32(b, 0);
    add_u32(b, 0);
    add_u32(b, UINT32_MAX); /* by time, not by byte */
    add_u32(b, UINT32_MAX);
    add_string_frame(b, "TIT2", label);
    end_frame(b, from);
}

/* A table of contents with entries [first, last) of a kind. */
static void add_table(al_buf *b, const char *kind, size_t number, int flags, const char *of, size_t first, size_t last)
{
    size_t from = begin_frame(b, "CTOC");
    add_id(b, kind, number);
    al_buf_add_byte(b, (char)flags);
    al_buf_add_byte(b, (char)(last - first));
    for (size_t i = first; i < last; i++)
        add_id(b, of, i);
    end_frame(b, from);
}

/* More than a table can have is put into tables of it; past what those can have, chapters stand without a table. */
static void add_tables(al_buf *b, size_t count)
{
    if (count <= ENTRIES) {
        add_table(b, "toc", 0, TOP | ORDERED, "chp", 0, count);
        return;
    }
    size_t tables = (count + ENTRIES - 1) / ENTRIES;
    tables = tables > ENTRIES ? ENTRIES : tables;
    add_table(b, "toc", 0, TOP | ORDERED, "sub", 0, tables);
    for (size_t i = 0; i < tables; i++)
        add_table(b, "sub", i, ORDERED, "chp", i * ENTRIES, (i + 1) * ENTRIES < count ? (i + 1) * ENTRIES : count);
}

void al_id3_add(al_buf *out, const al_audio_tags *t, const char *const *labels, size_t count)
{
    size_t at = out->size;
    al_buf_add(out, "ID3\3\0\0\0\0\0\0", HEAD);
    add_string_frame(out, "TIT2", t->title);
    add_string_frame(out, "TPE1", t->artist);
    add_string_frame(out, "TALB", t->album);
    if (t->track > 0) {
        char track[16];
        int n = snprintf(track, sizeof track, "%d", t->track);
        add_text_frame(out, "TRCK", track, (size_t)n);
    }
    add_date(out, t->date);
    add_comment(out, t->comment);
    if (count)
        add_tables(out, count);
    for (size_t i = 0; i < count; i++)
        add_chapter(out, labels[i], i);
    size_t size = out->size - at - HEAD;
    out->failed = out->failed || size >= SYNCSAFE;
    if (out->failed)
        return;
    for (int i = 0; i < 4; i++)
        out->data[at + 6 + (size_t)i] = (char)(size >> (21 - 7 * i) & 0x7F);
}

void al_id3_place(al_buf *tag, const al_mark *marks, size_t count)
{
    size_t done = 0;
    for (size_t at = HEAD; done < count && at + HEAD <= tag->size;) {
        const unsigned char *f = (const unsigned char *)tag->data + at;
        size_t n = (size_t)f[4] << 24 | (size_t)f[5] << 16 | (size_t)f[6] << 8 | f[7];
        if (memcmp(f, "CHAP", 4) == 0) {
            char *times = tag->data + at + HEAD + strlen(tag->data + at + HEAD) + 1;
            for (int i = 0; i < 4; i++) {
                times[i] = (char)(marks[done].from >> (24 - 8 * i) & 0xFF);
                times[4 + i] = (char)(marks[done].to >> (24 - 8 * i) & 0xFF);
            }
            done++;
        }
        at += HEAD + n;
    }
}
