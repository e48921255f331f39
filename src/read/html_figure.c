/* Pictures and players on their way into the article. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/grow.h"
#include "read/html_builder.h"
#include "read/html_credit.h"
#include "read/html_typed.h"

static void add_picture(al_builder *b, const al_dom_node *img)
{
    const char *alt = al_html_alt(img), *url = al_html_source(img);
    if (!alt || b->now.sink == AL_SINK_OMIT || b->now.sink == AL_SINK_JOIN || b->now.sink == AL_SINK_CODE)
        return;
    al_node *n = al_builder_add(b, al_builder_place(b), AL_IMAGE, img->line, "alt");
    al_run text;
    al_run_init(&text);
    al_run_add(&text, alt, strlen(alt), img->line);
    al_builder_give(b, &text, n);
    al_run_release(&text);
    if (n && url)
        n->as.image.url = al_builder_keep(b, url);
}

void al_figure_see_picture(al_builder *b, const al_dom_node *img)
{
    al_figure *f = b->now.figure;
    if (al_html_is_formula(img)) {
        al_builder_formula(b, img);
        return;
    }
    if (f) {
        const char *alt = al_html_alt(img), *url = al_html_source(img);
        f->pictures++;
        f->alt = f->alt ? f->alt : alt;
        f->url = f->url ? f->url : url;
        return;
    }
    if (!al_grow(&b->waiting, &b->waiting_room, b->waiting_count, sizeof *b->waiting)) {
        b->failed = true;
        return;
    }
    b->waiting[b->waiting_count++] = img;
}

void al_figure_show_waiting(al_builder *b)
{
    for (size_t i = 0; i < b->waiting_count; i++)
        add_picture(b, b->waiting[i]);
    b->waiting_count = 0;
}

/* What is known of a player: from its own attributes, else from the page's JSON-LD. */
static const char *medium_facts(al_builder *b, const al_dom_node *n, al_kind kind, long *seconds)
{
    static const char *const names[] = { "data-title", "data-video-title", "data-name", "title", "aria-label", "alt", NULL };
    const char *title = NULL, *duration = al_dom_attr(n, "data-duration");
    for (int i = 0; names[i] && !title; i++) {
        const char *v = al_dom_attr(n, names[i]);
        if (v && al_text_words(v) > 2)
            title = v;
    }
    *seconds = duration ? al_ld_seconds(duration) : -1;
    const char *url = al_html_source(n);
    al_ld_medium *best = NULL;
    for (al_ld_medium *m = b->media; m; m = m->next)
        if (!m->taken && m->kind == kind && (!best || (url && m->url && strcmp(m->url, url) == 0)))
            best = m;
    if (best && (kind == AL_VIDEO || kind == AL_AUDIO)) {
        best->taken = true;
        title = best->title ? best->title : title;
        *seconds = *seconds < 0 ? best->seconds : *seconds;
    }
    return title;
}

void al_figure_see_medium(al_builder *b, const al_dom_node *n)
{
    al_kind kind = al_html_medium(n);
    long seconds;
    if (b->now.sink == AL_SINK_OMIT && !b->now.figure)
        return;
    const char *title = medium_facts(b, n, kind, &seconds), *url = al_html_source(n);
    al_figure *f = b->now.figure;
    if (f) {
        f->medium = kind;
        f->title = title;
        f->url = url;
        f->seconds = seconds;
        return;
    }
    al_node *made = al_builder_add(b, al_builder_place(b), kind, n->line, "player");
    if (made && title) {
        al_run text;
        al_run_init(&text);
        al_run_add(&text, title, strlen(title), n->line);
        al_builder_give(b, &text, made);
        al_run_release(&text);
    }
    if (made) {
        made->as.media.seconds = seconds;
        made->as.media.url = url ? al_builder_keep(b, url) : NULL;
    }
}

/* A caption that ends with who took the picture, without mark-up: that is credit. */
static void part_credit(al_builder *b, al_figure *f)
{
    al_buf *caption = &f->caption.text;
    const char *text = al_buf_string(caption);
    size_t keep = caption->failed ? caption->size : al_credit_place(b->cues, text);
    if (keep >= caption->size)
        return;
    const char *credit = text + keep + strspn(text + keep, " ([|/");
    if (credit > text + keep && strncmp(credit - 1, " \u2014 ", 5) == 0)
        credit += 4;
    size_t size = strlen(credit);
    while (size && credit > text + keep && strchr("([", credit[-1]) && strchr(")] ", credit[size - 1]))
        size--;
    al_run_space(&f->credit);
    al_run_add(&f->credit, credit, size, f->caption.line);
    f->credit.line = f->credit.line ? f->credit.line : f->caption.line;
    al_buf_cut(caption, keep);
}

static void end_figure(al_builder *b, al_figure *f)
{
    part_credit(b, f);
    bool medium = f->medium != AL_ARTICLE, said = f->caption.text.size > 0;
    const char *other = medium ? f->title : f->alt;
    if (!medium && !said && !other && !f->credit.text.size)
        return;
    if (!medium && !said && !other) { /* who took a picture of which nothing is known */
        al_builder_give(b, &f->credit, al_builder_add(b, b->article->root, AL_OMITTED, f->credit.line, "photo-credit"));
        return;
    }
    al_node *n = al_builder_add(b, al_builder_place(b), medium ? f->medium : AL_IMAGE, f->line, said
                                ? "caption" : medium ? "player" : "alt");
    if (!n)
        return;
    if (said) {
        al_builder_give(b, &f->caption, n);
    } else if (other) {
        al_run text;
        al_run_init(&text);
        al_run_add(&text, other, strlen(other), f->line);
        al_builder_give(b, &text, n);
        al_run_release(&text);
    }
    if (medium) {
        n->as.media.seconds = f->seconds;
        n->as.media.url = f->url ? al_builder_keep(b, f->url) : NULL;
        if (f->credit.text.size) {
            al_node *credit = al_builder_add(b, b->article->root, AL_OMITTED, f->credit.line, "credit");
            al_builder_give(b, &f->credit, credit);
        }
        return;
    }
    n->as.image.count = f->pictures;
    n->as.image.url = f->url ? al_builder_keep(b, f->url) : NULL;
    n->as.image.alt = said && f->alt ? al_builder_keep(b, f->alt) : NULL;
    if (f->credit.text.size)
        n->as.image.credit = al_builder_keep(b, al_buf_string(&f->credit.text));
}

/* It is added behind itself, in its own language. */
void al_figure_end(al_builder *b, al_figure *f)
{
    const char *around = b->now.language;
    b->now.language = f->language;
    end_figure(b, f);
    b->now.language = around;
}

void al_figure_free(al_figure *f)
{
    if (!f)
        return;
    al_run_release(&f->caption);
    al_run_release(&f->credit);
    free(f);
}
