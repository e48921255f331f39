/* ncc.html: what the book is and how long, and the headings that a player goes by. */
#include <stdio.h>

#include "pack/daisy.h"
#include "pack/date.h"
#include "pack/outline.h"

static void add_number(al_buf *out, const char *name, size_t n)
{
    al_buf_printf(out, "<meta name=\"%s\" content=\"%zu\"/>\n", name, n);
}

/* Whole seconds, rounded. */
static void add_total(const al_daisy *b, al_buf *out)
{
    uint64_t ms = 500;
    for (size_t i = 0; i < b->d.in->count; i++)
        ms += al_daisy_length(b, i);
    al_buf_printf(out, "<meta name=\"ncc:totalTime\" content=\"%02llu:%02u:%02u\"/>\n", (unsigned long long)(ms / 3600000),
                  (unsigned)(ms / 60000 % 60), (unsigned)(ms / 1000 % 60));
}

static size_t count_notes(const al_daisy *b)
{
    const al_script *s = b->d.in->script;
    size_t notes = 0;
    for (size_t i = 0; i < s->item_count; i++)
        notes += s->items[i].role == AL_ROLE_FOOTNOTE && b->d.chapter_of[s->items[i].id] != SIZE_MAX;
    return notes;
}

static void add_authors(const al_daisy *b, al_buf *out)
{
    const al_script *s = b->d.in->script;
    for (size_t i = 0; i < s->byline_count; i++)
        al_daisy_meta(out, "dc:creator", s->bylines[i]);
    if (!s->byline_count) /* one is required */
        al_daisy_meta(out, "dc:creator", s->site ? s->site : "aloud");
    al_daisy_meta(out, "dc:publisher", s->site ? s->site : "aloud");
}

static void add_metadata(const al_daisy *b, const al_outline *o, al_buf *out)
{
    const al_script *s = b->d.in->script;
    al_date date;
    al_buf day;
    int depth = 0;
    for (size_t i = 0; i < o->count; i++)
        depth = o->at[i].depth > depth ? o->at[i].depth : depth;
    al_daisy_meta(out, "dc:title", al_daisy_title(b));
    add_authors(b, out);
    al_date_parse(s->published, &date);
    al_buf_init(&day, 64);
    al_date_iso(&day, &date);
    al_buf_cut(&day, sizeof "2024-05-03" - 1);
    al_buf_printf(out, "<meta name=\"dc:date\" content=\"%s\" scheme=\"yyyy-mm-dd\"/>\n", al_buf_string(&day));
    out->failed = out->failed || day.failed;
    al_buf_release(&day);
    al_daisy_meta(out, "dc:format", "Daisy 2.02");
    al_daisy_meta(out, "dc:identifier", b->d.in->id);
    al_daisy_meta(out, "dc:language", s->language);
    if (s->url)
        al_daisy_meta(out, "dc:source", s->url);
    al_daisy_meta(out, "ncc:charset", "utf-8");
    al_daisy_meta(out, "ncc:generator", "aloud " ALOUD_VERSION);
    al_daisy_meta(out, "ncc:multimediaType", "audioFullText");
    al_daisy_meta(out, "ncc:narrator", b->d.in->voice);
    al_daisy_meta(out, "ncc:setInfo", "1 of 1");
    add_number(out, "ncc:depth", (size_t)depth);
    add_number(out, "ncc:files", 3 + 3 * b->d.in->count);
    add_number(out, "ncc:footnotes", count_notes(b));
    add_number(out, "ncc:maxPageNormal", 0);
    add_number(out, "ncc:pageFront", 0);
    add_number(out, "ncc:pageNormal", 0);
    add_number(out, "ncc:pageSpecial", 0);
    add_number(out, "ncc:prodNotes", 0);
    add_number(out, "ncc:sidebars", 0);
    add_number(out, "ncc:tocItems", o->count);
    add_total(b, out);
}

int al_daisy_ncc(const al_daisy *b, al_buf *out, aloud_error *err)
{
    al_outline o;
    int status = al_outline_make(&b->d, &o, err);
    if (status)
        return status;
    al_daisy_begin_page(b, al_daisy_title(b), out);
    add_metadata(b, &o, out);
    al_buf_add_string(out, "</head>\n<body>\n");
    for (size_t i = 0; i < o.count; i++) {
        const al_outline_entry *e = &o.at[i];
        al_buf_printf(out, "<h%d class=\"%s\" id=\"h%zu\"><a href=\"chapter-%03zu.smil#p%zu\">", e->depth,
                      i ? "section" : "title", i + 1, e->chapter + 1, e->cue + 1);
        al_pack_html(out, e->title);
        al_buf_printf(out, "</a></h%d>\n", e->depth);
    }
    al_buf_add_string(out, "</body>\n</html>\n");
    al_outline_release(&o);
    return 0;
}
