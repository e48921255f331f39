/* index.html: the article to read while it is heard.  Without its script it is the text, the chapters' contents (role doc-toc,
 * which the manifest's "contents" resource must hold) and a player for each chapter. */
#include "pack/pack.h"

#include <stdint.h>
#include <string.h>

#include "pack/document.h"
#include "pack/player.h"
#include "pack/player_bar.h"
#include "pack/player_times.h"

static void add(al_buf *out, const char *markup)
{
    al_buf_add_string(out, markup);
}

static void add_time(al_buf *out, const al_pack_input *in, uint64_t frames)
{
    al_buf words;
    al_buf_init(&words, 1 << 16);
    long seconds = (long)((frames + (uint64_t)in->rate / 2) / (uint64_t)in->rate);
    al_phrase_duration(in->phrases, &words, seconds > 0 ? seconds : 1);
    al_pack_html(out, al_buf_string(&words));
    out->failed = out->failed || words.failed;
    al_buf_release(&words);
}

static void add_phrase(al_buf *out, const al_pack_input *in, al_phrase p)
{
    al_buf words;
    al_buf_init(&words, 1 << 16);
    al_phrase_add(in->phrases, &words, p, 0);
    al_pack_html(out, al_buf_string(&words));
    out->failed = out->failed || words.failed;
    al_buf_release(&words);
}

/* What the page may do: play the files beside it, from a folder (file:) or a server, and what is written in it.  Nothing from
 * elsewhere, nothing that the article brings. */
static void add_policy(al_buf *out)
{
    al_buf_printf(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' file:; "
                       "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n", al_player_style.hash,
                  al_player_script.hash);
}

static void add_head(al_buf *out, const al_pack_input *in)
{
    const al_script *s = in->script;
    add(out, "<!DOCTYPE html>\n<html lang=\"");
    al_pack_html(out, s->language);
    al_buf_printf(out, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", al_pack_rtl(s->language) ? "rtl" : "ltr");
    add_policy(out);
    add(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<link rel=\"publication\" href=\"publication.json\">\n<title>");
    al_pack_html(out, s->title);
    al_buf_printf(out, "</title>\n<style>%s</style>\n</head>\n", al_player_style.text);
}

/* Whether the title is among the text that is shown. */
static bool shows_title(const al_pack_input *in)
{
    const al_script *s = in->script;
    for (size_t k = 0; k < in->count; k++) {
        if ((size_t)in->chapters[k].number > s->chapter_count)
            continue;
        const al_chapter *c = &s->chapters[in->chapters[k].number - 1];
        for (size_t i = 0; i < c->count; i++)
            if (s->items[c->first + i].role == AL_ROLE_TITLE)
                return true;
    }
    return false;
}

static void add_contents(al_buf *out, const al_pack_input *in)
{
    add(out, "<nav role=\"doc-toc\" id=\"chapters\" aria-label=\"");
    add_phrase(out, in, AL_SHOW_CHAPTERS);
    al_buf_printf(out, "\"%s>\n<ol>\n", al_phrases_fallback(in->phrases) ? " lang=\"en\"" : "");
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        al_buf_printf(out, "<li value=\"%d\"><a href=\"#chapter-%d\">", c->number, c->number);
        al_pack_html(out, c->title);
        add(out, "</a> <span class=\"length\">");
        add_time(out, in, c->frames);
        add(out, "</span></li>\n");
    }
    add(out, "</ol>\n</nav>\n");
}

static void add_chapter(al_buf *out, const al_document *d, size_t index, int *level)
{
    const al_pack_chapter *c = &d->in->chapters[index];
    al_buf_printf(out, "<div class=\"chapter\" id=\"chapter-%d\">\n<audio controls preload=\"none\" aria-label=\"", c->number);
    al_pack_html(out, c->title);
    add(out, "\"><source src=\"");
    al_pack_url(out, c->file);
    add(out, "\"></audio>\n");
    al_document_body(d, index, level, out);
    add(out, "</div>\n");
}

static void add_text(al_buf *out, const al_document *d)
{
    const al_pack_input *in = d->in;
    int level = 0;
    add(out, "<main id=\"text\">\n");
    if (!shows_title(in)) {
        add(out, "<h1>");
        al_pack_html(out, in->script->title);
        add(out, "</h1>\n");
        level = 1;
    }
    for (size_t i = 0; i < in->count; i++)
        add_chapter(out, d, i, &level);
    add(out, "</main>\n");
}

/* Where the article is from. */
static void add_source(al_buf *out, const al_script *s)
{
    bool linked = s->url && (strncmp(s->url, "https://", 8) == 0 || strncmp(s->url, "http://", 7) == 0);
    if (!linked && !s->site)
        return;
    add(out, "<footer>");
    if (linked) {
        add(out, "<a href=\"");
        al_pack_html(out, s->url);
        add(out, "\">");
    }
    al_pack_html(out, s->site ? s->site : s->url);
    add(out, linked ? "</a></footer>\n" : "</footer>\n");
}

static int fill(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    al_document d;
    int status = al_document_init(&d, in, AL_DOCUMENT_PAGE, err);
    if (status)
        return status;
    add_head(out, in);
    add(out, "<body>\n");
    add_contents(out, in);
    add_text(out, &d);
    add_source(out, in->script);
    al_player_bar(in, out);
    add(out, "<template id=\"times\">");
    al_player_times(in, out);
    al_buf_printf(out, "</template>\n<script>%s</script>\n", al_player_script.text);
    add(out, "</body>\n</html>\n");
    al_document_release(&d);
    return 0;
}

const al_packer al_packer_page = { .name = "page", .file = "index.html", .help = "the article to read and hear in a browser",
                                   .always = true, .fill = fill };
