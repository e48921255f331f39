#include "pack/player_bar.h"

/* Drawn in the text's colour, in a square of 24 units. */
static const struct control {
    const char *id;
    al_phrase name;
    const char *paths;
} controls[] = {
    { "chapter-previous", AL_SHOW_CHAPTER_PREVIOUS, "M6 5h2.5v14H6zM20 5v14L9.5 12z" },
    { "paragraph-previous", AL_SHOW_PARAGRAPH_PREVIOUS, "M12 4l7 7-1.8 1.8-3.9-4V20h-2.6V8.8l-3.9 4L5 11z" },
    { "back", AL_SHOW_BACK, "M12 5V1.5L6.5 6.5 12 11.5V8a5.7 5.7 0 1 1-5.7 5.7H3.6A8.4 8.4 0 1 0 12 5z" },
    { "play", AL_SHOW_PLAY, NULL },
    { "forward", AL_SHOW_FORWARD, "M12 5V1.5l5.5 5-5.5 5V8a5.7 5.7 0 1 0 5.7 5.7h2.7A8.4 8.4 0 1 1 12 5z" },
    { "paragraph-next", AL_SHOW_PARAGRAPH_NEXT, "M12 20l7-7-1.8-1.8-3.9 4V4h-2.6v11.2l-3.9-4L5 13z" },
    { "chapter-next", AL_SHOW_CHAPTER_NEXT, "M15.5 5H18v14h-2.5zM4 5l10.5 7L4 19z" },
};

static void add(al_buf *out, const char *markup)
{
    al_buf_add_string(out, markup);
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

/* An attribute that holds a phrase. */
static void add_named(al_buf *out, const al_pack_input *in, const char *attribute, al_phrase p)
{
    al_buf_printf(out, " %s=\"", attribute);
    add_phrase(out, in, p);
    al_buf_add_byte(out, '"');
}

static void add_icon(al_buf *out, const char *cls, const char *paths)
{
    al_buf_printf(out, "<svg%s viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"%s\"/></svg>", cls, paths);
}

static void add_control(al_buf *out, const al_pack_input *in, const struct control *c)
{
    al_buf_printf(out, "<button type=\"button\" id=\"%s\"", c->id);
    add_named(out, in, "aria-label", c->name);
    add_named(out, in, "title", c->name);
    add(out, ">");
    if (c->paths) {
        add_icon(out, "", c->paths);
    } else {
        add_icon(out, " class=\"paused\"", "M7 4.5v15L19.5 12z");
        add_icon(out, " class=\"playing\"", "M6.5 5H10v14H6.5zM14 5h3.5v14H14z");
    }
    add(out, "</button>\n");
}

static void add_rates(al_buf *out, const al_pack_input *in)
{
    add(out, "<label class=\"rate\"><span>");
    add_phrase(out, in, AL_SHOW_RATE);
    add(out, "</span> <select id=\"rate\">");
    for (int tenths = 5; tenths <= 30; tenths++)
        al_buf_printf(out, "<option value=\"%d.%d\"%s>%d.%d\xC3\x97</option>", tenths / 10, tenths % 10,
                      tenths == 10 ? " selected" : "", tenths / 10, tenths % 10);
    add(out, "</select></label>\n");
}

static void add_panel_button(al_buf *out, const al_pack_input *in, const char *panel, al_phrase name)
{
    al_buf_printf(out, "<button type=\"button\" class=\"panel\" id=\"show-%s\" aria-expanded=\"false\" aria-controls=\"%s\">",
                  panel, panel);
    add_phrase(out, in, name);
    add(out, "</button>\n");
}

static void add_settings(al_buf *out, const al_pack_input *in)
{
    static const struct { const char *id; al_phrase name; } boxes[] = {
        { "sentence", AL_SHOW_SENTENCE }, { "word", AL_SHOW_WORD }, { "follow", AL_SHOW_FOLLOW }, { "keys", AL_SHOW_KEYS },
    };
    add(out, "<div id=\"settings\" role=\"group\" hidden");
    add_named(out, in, "aria-label", AL_SHOW_SETTINGS);
    add(out, ">\n");
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        al_buf_printf(out, "<label><input type=\"checkbox\" id=\"set-%s\" checked> ", boxes[i].id);
        add_phrase(out, in, boxes[i].name);
        if (boxes[i].name == AL_SHOW_KEYS)
            add(out, " <kbd>N</kbd> <kbd>P</kbd> <kbd>+</kbd> <kbd>\xE2\x88\x92</kbd>");
        add(out, "</label>\n");
    }
    add(out, "</div>\n");
}

static void add_byline(al_buf *out, const al_script *s)
{
    add(out, " data-byline=\"");
    for (size_t i = 0; i < s->byline_count; i++) {
        add(out, i ? ", " : "");
        al_pack_html(out, s->bylines[i]);
    }
    add(out, "\"");
}

void al_player_bar(const al_pack_input *in, al_buf *out)
{
    const char *language = al_phrases_language(in->phrases);
    al_buf_printf(out, "<section id=\"player\" hidden lang=\"%s\" dir=\"%s\"", language, al_pack_rtl(language) ? "rtl" : "ltr");
    add_named(out, in, "aria-label", AL_SHOW_PLAYER);
    add_named(out, in, "data-play", AL_SHOW_PLAY);
    add_named(out, in, "data-pause", AL_SHOW_PAUSE);
    add_named(out, in, "data-broken", AL_SHOW_BROKEN);
    add_byline(out, in->script);
    add(out, ">\n");
    add_settings(out, in);
    al_buf_printf(out, "<p class=\"now\"><span id=\"now\" lang=\"");
    al_pack_html(out, in->script->language);
    add(out, "\" dir=\"auto\"></span></p>\n<div class=\"seek\">\n<span id=\"elapsed\">0:00</span>\n"
             "<input type=\"range\" id=\"position\" min=\"0\" max=\"1\" step=\"1\" value=\"0\"");
    add_named(out, in, "aria-label", AL_SHOW_POSITION);
    add(out, ">\n<span class=\"left\"><span class=\"unseen\">");
    add_phrase(out, in, AL_SHOW_LEFT);
    add(out, ": </span><span aria-hidden=\"true\">\xE2\x88\x92</span><span id=\"left\">0:00</span></span>\n</div>\n"
             "<div class=\"buttons\">\n");
    add_panel_button(out, in, "chapters", AL_SHOW_CHAPTERS);
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        add_control(out, in, &controls[i]);
    add_rates(out, in);
    add_panel_button(out, in, "settings", AL_SHOW_SETTINGS);
    add(out, "</div>\n<p id=\"status\" role=\"status\" class=\"unseen\"></p>\n</section>\n");
}
