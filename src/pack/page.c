/* index.html: the table of contents as a page (role doc-toc, which the manifest's "contents" resource must hold) with a player for
 * each chapter, for who opens the folder in a browser. */
#include "pack/pack.h"

#include <stdint.h>

static const char style[] =
    "body{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "audio{width:100%}li{margin:0 0 1.2rem}";

static void add_time(al_buf *out, const al_pack_input *in, uint64_t frames)
{
    long seconds = (long)((frames + (uint64_t)in->rate / 2) / (uint64_t)in->rate);
    al_phrase_duration(in->phrases, out, seconds > 0 ? seconds : 1);
}

static int fill(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    (void)err;
    const al_script *s = in->script;
    al_buf_add_string(out, "<!DOCTYPE html>\n<html lang=\"");
    al_pack_html(out, s->language);
    al_buf_printf(out, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", al_pack_rtl(s->language) ? "rtl" : "ltr");
    al_buf_add_string(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" "
                           "content=\"default-src 'none'; media-src 'self' file:; style-src 'unsafe-inline'\">\n"
                           "<link rel=\"publication\" href=\"publication.json\">\n<title>");
    al_pack_html(out, s->title);
    al_buf_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
    al_pack_html(out, s->title);
    al_buf_add_string(out, "</h1>\n");
    for (size_t i = 0; i < s->byline_count; i++) {
        al_buf_add_string(out, i ? ", " : "<p>");
        al_pack_html(out, s->bylines[i]);
    }
    al_buf_add_string(out, s->byline_count ? "</p>\n" : "");
    al_buf_add_string(out, "<nav role=\"doc-toc\">\n<ol>\n");
    for (size_t i = 0; i < in->count; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        al_buf_printf(out, "<li value=\"%d\"><a href=\"", c->number);
        al_pack_url(out, c->file);
        al_buf_add_string(out, "\">");
        al_pack_html(out, c->title);
        al_buf_add_string(out, "</a>, ");
        add_time(out, in, c->frames);
        al_buf_add_string(out, "<br><audio controls preload=\"none\" src=\"");
        al_pack_url(out, c->file);
        al_buf_add_string(out, "\"></audio></li>\n");
    }
    al_buf_add_string(out, "</ol>\n</nav>\n</body>\n</html>\n");
    return 0;
}

const al_packer al_packer_page = { .name = "page", .file = "index.html", .help = "the chapters as a page for a browser",
                                   .always = true, .fill = fill };
