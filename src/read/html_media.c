/* Pictures and players. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/html_typed.h"

enum { CAPTION = 80, PLAIN_CAPTION = 30 }; /* words */

static const char *const VIDEO_HOSTS[] = { "youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "dailymotion.com",
    "facebook.com/plugins/video", "twitch.tv", "rutube.ru", "brightcove", "jwplatform.com", "jwplayer", "kaltura", "ok.ru/video",
    "vk.com/video", "tiktok.com/embed", "streamable.com", "bitchute.com", "odysee.com", "rumble.com", "wistia", "vidyard",
    "glomex", "players.", "bilibili.com", "youku.com", "v.qq.com", "nicovideo.jp", "peertube", "/video/embed", "videoplayer",
    "video-player", "/embed/video", NULL };
static const char *const AUDIO_HOSTS[] = { "soundcloud.com", "spotify.com", "podcasts.apple.com", "megaphone.fm", "simplecast",
    "libsyn.com", "anchor.fm", "podigee", "acast.com", "audioboom.com", "buzzsprout.com", "omny.fm", "podbean.com", "mixcloud.com",
    "bandcamp.com", "spreaker.com", "ivoox.com", "deezer.com", "podcast", "audioplayer", "audio-player", "/audio/", NULL };
static const char *const EMBED_HOSTS[] = { "datawrapper", "flourish", "infogram", "google.com/maps", "openstreetmap.org",
    "twitter.com", "instagram.com", "facebook.com/plugins/post", "t.me/", "documentcloud.org", "scribd.com", "slideshare",
    "tableau", "codepen.io", "jsfiddle.net", "arcgis.com", "knightlab.com", "everviz", "23degrees", "sketchfab.com", "reddit",
    "giphy.com/embed", "genial.ly", "prezi.com", "bsky.app", "mastodon", NULL };

static bool holds(const char *address, const char *const *list)
{
    for (; *list; list++)
        if (strcasestr(address, *list))
            return true;
    return false;
}

static bool is_placeholder(const char *url)
{
    return !*url || strncasecmp(url, "data:", 5) == 0 || strncasecmp(url, "about:", 6) == 0 ||
           strncasecmp(url, "javascript:", 11) == 0 || strcmp(url, "#") == 0;
}

const char *al_html_source(const al_dom_node *n)
{
    static const char *const names[] = { "src", "data-src", "data-lazy-src", "data-original", "data-srcset", "srcset", "data-url",
        "data-embed-url", "data-iframe-src", "data-video-url", "data-litespeed-src", "data-cmp-src", "data", "poster", NULL };
    for (int i = 0; names[i]; i++) {
        const char *v = al_dom_attr(n, names[i]);
        if (v && !is_placeholder(v))
            return v;
    }
    for (const al_dom_node *c = n->first; c; c = c->next) {
        const char *v = c->tag == AL_TAG_SOURCE ? al_dom_attr(c, "src") : NULL;
        if (v && !is_placeholder(v))
            return v;
    }
    return NULL;
}

static al_kind frame_kind(const al_dom_node *n)
{
    const char *src = al_html_source(n), *title = al_dom_attr(n, "title");
    if (!src)
        return AL_ARTICLE;
    if (holds(src, AUDIO_HOSTS))
        return AL_AUDIO;
    if (holds(src, VIDEO_HOSTS) || (title && (strcasestr(title, "video player") || strcasestr(title, "youtube"))))
        return AL_VIDEO;
    return holds(src, EMBED_HOSTS) ? AL_EMBED : AL_ARTICLE;
}

al_kind al_html_medium(const al_dom_node *n)
{
    switch (n->tag) {
    case AL_TAG_VIDEO: case AL_TAG_AMP_VIDEO: case AL_TAG_AMP_YOUTUBE:
        return AL_VIDEO;
    case AL_TAG_AUDIO: case AL_TAG_AMP_AUDIO:
        return AL_AUDIO;
    case AL_TAG_IFRAME: case AL_TAG_AMP_IFRAME: case AL_TAG_EMBED: case AL_TAG_OBJECT:
        return frame_kind(n);
    default:
        return AL_ARTICLE;
    }
}

/* "IMG_1234.jpg", "photo-2" and other file names say nothing. */
static bool is_file_name(const char *alt)
{
    size_t size = strlen(alt);
    static const char *const ends[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", NULL };
    for (int i = 0; ends[i]; i++)
        if (size > strlen(ends[i]) && strcasecmp(alt + size - strlen(ends[i]), ends[i]) == 0)
            return true;
    return !strchr(alt, ' ') && strpbrk(alt, "_0123456789/") && (unsigned char)*alt < 0x80;
}

static bool is_small(const al_dom_node *n)
{
    static const char *const names[] = { "width", "height" };
    for (int i = 0; i < 2; i++) {
        const char *v = al_dom_attr(n, names[i]);
        if (v && isdigit((unsigned char)*v) && !strchr(v, '%') && strtol(v, NULL, 10) < 60)
            return true;
    }
    return false;
}

/* Icons, avatars, pixels, logos: what a reader would not mention. */
static bool is_decoration(const al_dom_node *n)
{
    static const char *const words[] = { " icon ", " icons ", " avatar ", " emoji ", " logo ", " pixel ", " spacer ", " sprite ",
        " smiley ", " gravatar ", " wp smiley ", " badge ", NULL };
    if (is_small(n) || al_dom_attr_is(n, "role", "presentation") || al_dom_attr_is(n, "aria-hidden", "true"))
        return true;
    for (const al_dom_node *up = n; up && up->depth + 3 > n->depth; up = up->parent)
        for (int i = 0; words[i]; i++)
            if (strstr(up->cls, words[i]))
                return true;
    const char *src = al_html_source(n);
    return src && (strcasestr(src, "/avatar") || strcasestr(src, "gravatar.com") || strcasestr(src, "/icons/") ||
                   strcasestr(src, "spacer.gif") || strcasestr(src, "pixel.gif"));
}

const char *al_html_alt(const al_dom_node *n)
{
    const char *alt = al_dom_attr(n, "alt");
    if (!alt || al_text_is_blank(alt) || is_decoration(n) || is_file_name(alt) || al_text_words(alt) < 2)
        return NULL;
    return alt;
}

bool al_html_is_formula(const al_dom_node *n)
{
    static const char *const classes[] = { " tex ", " latex ", " mathtex ", " math ", " mwe math ", NULL };
    const char *alt = al_dom_attr(n, "alt");
    if (!alt || al_text_is_blank(alt))
        return false;
    for (int i = 0; classes[i]; i++)
        if (strstr(n->cls, classes[i]))
            return true;
    return strncmp(alt, "{\\displaystyle", 14) == 0;
}

static bool is_called_picture(const al_dom_node *n)
{
    static const char *const classes[] = { " image ", " img ", " photo ", " picture ", " bild ", " foto ", " media ", " figure ",
                                           " gallery ", " slide ", " imagen ", " thumbnail ", " pic box ", NULL };
    for (int i = 0; classes[i] && *n->cls; i++)
        if (strstr(n->cls, classes[i]))
            return true;
    return false;
}

bool al_html_is_picture_box(const al_dom *dom, const al_dom_node *n)
{
    if (n->tag != AL_TAG_DIV && n->tag != AL_TAG_SPAN && n->tag != AL_TAG_SECTION && n->tag != AL_TAG_OTHER && n->tag != AL_TAG_A)
        return false;
    if (!n->chars || n->words > CAPTION || n->end - n->order > 200)
        return false;
    bool called = is_called_picture(n), picture = false;
    int texts = 0;
    if (!called && (n->tag != AL_TAG_DIV || n->words > PLAIN_CAPTION || n->links * 2 > n->chars))
        return false;
    for (uint32_t i = n->order + 1; i <= n->end; i++) {
        const al_dom_node *k = dom->nodes[i];
        bool shown = (k->tag == AL_TAG_IMG || k->tag == AL_TAG_AMP_IMG) && !is_decoration(k);
        picture = picture || k->tag == AL_TAG_PICTURE || shown;
        texts += k->block && k->own.words > 0;
        if ((al_tag_is_heading(k->tag) && k->words < 20) || k->tag == AL_TAG_LI || k->tag == AL_TAG_TABLE ||
            k->tag == AL_TAG_BLOCKQUOTE)
            return false;
    }
    return picture && texts <= (called ? 3 : 2);
}
