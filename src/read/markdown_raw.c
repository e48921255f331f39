#include "read/markdown_raw.h"

#include <string.h>
#include <strings.h>

enum { NAME = 16 };

/* Never shown, with all in them. */
static const char *const hiding[] = { "script", "style", "svg", "template", NULL };
/* Of a page's frame, or with text that is not parsed: only the tags go. */
static const char *const framing[] = { "html", "head", "body", "title", "textarea", "xmp", "noembed", "noframes", "plaintext",
                                       "frameset", "datalist", "select", "option", "base", "meta", "link", "noscript", "object",
                                       "listing", "dialog", NULL };

static int find(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcasecmp(names[i], name) == 0)
            return i;
    return -1;
}

/* Where "<!-- -->", "<? ?>" or "<! >" ends, or NULL. */
static const char *end_of_note(const char *at, const char *end)
{
    size_t n = (size_t)(end - at);
    if (n >= 4 && memcmp(at, "<!--", 4) == 0) {
        const char *close = memmem(at + 4, n - 4, "-->", 3);
        return close ? close + 3 : NULL;
    }
    if (n >= 9 && memcmp(at, "<![CDATA[", 9) == 0) {
        const char *close = memmem(at, n, "]]>", 3);
        return close ? close + 3 : NULL;
    }
    const char *close = memchr(at, '>', n);
    return close ? close + 1 : NULL;
}

/* Where a tag ends, quoted values passed over; NULL where it does not. */
static const char *end_of_tag(const char *at, const char *end)
{
    char quote = 0;
    for (; at < end; at++) {
        if (quote) {
            quote = *at == quote ? 0 : quote;
        } else if (*at == '>') {
            return at + 1;
        } else if ((*at == '"' || *at == '\'') && at[-1] == '=') {
            quote = *at;
        }
    }
    return NULL;
}

static const char *find_end_tag(const char *from, size_t size, const char *name)
{
    size_t n = strlen(name);
    const char *end = from + size;
    while ((size_t)(end - from) > n + 1) {
        from = memmem(from, (size_t)(end - from), "</", 2);
        if (!from || (size_t)(end - from) < n + 2)
            return NULL;
        if (strncasecmp(from + 2, name, n) == 0)
            return from;
        from += 2;
    }
    return NULL;
}

/* Whether the end tag comes: here, or in the rest of the source.  Each part of the source is searched once only. */
static bool ends(int kind, const char *at, const char *end, const char *rest, size_t rest_size, al_raw_reach *reach)
{
    if (find_end_tag(at, (size_t)(end - at), hiding[kind]))
        return true;
    if (reach->none[kind] || !rest_size)
        return false;
    if (reach->end[kind] < rest)
        reach->end[kind] = find_end_tag(rest, rest_size, hiding[kind]);
    reach->none[kind] = reach->end[kind] == NULL;
    return !reach->none[kind];
}

static size_t newlines(const char *from, const char *to)
{
    size_t n = 0;
    for (; from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL; from++)
        n++;
    return n;
}

size_t al_raw_filter(const char *html, size_t size, const char *rest, size_t rest_size, al_raw_reach *reach, al_buf *out)
{
    const char *at = html, *end = html + size;
    while (at < end) {
        const char *tag = memchr(at, '<', (size_t)(end - at));
        al_buf_add(out, at, (size_t)((tag ? tag : end) - at));
        if (!tag)
            break;
        char name[NAME] = "";
        bool closes = tag + 1 < end && tag[1] == '/', note = tag + 1 < end && (tag[1] == '!' || tag[1] == '?');
        for (size_t i = 0; i < NAME - 1 && tag + 1 + closes + i < end; i++) {
            char c = tag[1 + closes + i];
            if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && c != '-')
                break;
            name[i] = c;
        }
        at = note ? end_of_note(tag, end) : end_of_tag(tag + 1, end);
        bool whole = at != NULL;
        at = whole ? at : tag + 1;
        int hides = find(hiding, name);
        bool kept = whole && !note && find(framing, name) < 0;
        if (kept && hides >= 0 && !closes)
            kept = ends(hides, at, end, rest, rest_size, reach);
        if (kept)
            al_buf_add(out, tag, (size_t)(at - tag));
        else if (!whole)
            al_buf_add_string(out, note ? "" : "&lt;");
        else
            for (size_t n = newlines(tag, at); n; n--)
                al_buf_add_byte(out, '\n');
    }
    return newlines(html, end);
}
