#include "read/html_guard.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "read/html_dom.h"

/* libxml2's parser looks through all attributes of an element at each further one, and through all open elements at each end
 * tag.  Here the open elements are followed as it follows them (HTMLparser.c: htmlParseEndTag, htmlEndPriority), but only down
 * to a ceiling; elements that it closes by itself (p, li, td) need not be followed. */

struct open {
    uint32_t name; /* hash */
    int rank;
};

struct guard {
    char *at, *end;
    struct open open[AL_GUARD_DEPTH];
    int depth;
    uint32_t dropped[256]; /* start tags blanked, by hash */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_alpha(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static uint32_t hash(const char *name, size_t size)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ (unsigned char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 0x20 : name[i])) * 16777619u;
    return h;
}

static bool named(const char *name, size_t size, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == size && strncasecmp(name, *list, size) == 0)
            return true;
    return false;
}

/* An end tag closes elements only up to one of a higher rank. */
static int rank(const char *name, size_t size)
{
    static const struct { const char *name; int rank; } ranks[] = {
        { "div", 150 }, { "td", 160 }, { "th", 160 }, { "tr", 170 }, { "thead", 180 }, { "tbody", 180 },
        { "tfoot", 180 }, { "table", 190 }, { "head", 200 }, { "body", 200 }, { "html", 220 },
    };
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (strlen(ranks[i].name) == size && strncasecmp(name, ranks[i].name, size) == 0)
            return ranks[i].rank;
    return 100;
}

/* Elements without an end, or that the parser ends where the next one begins. */
static bool needs_no_end(const char *name, size_t size)
{
    static const char *const list[] = { "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
        "param", "source", "track", "wbr", "a", "p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot",
        "html", "head", "body", NULL };
    return named(name, size, list);
}

static void blank(char *from, char *to)
{
    for (; from < to; from++)
        if (*from != '\n')
            *from = ' ';
}

/* Past one attribute, from its first byte. */
static char *skip_attribute(char *p, char *end)
{
    while (p < end && !is_blank(*p) && *p != '=' && *p != '>' && !(*p == '/' && p + 1 < end && p[1] == '>'))
        p++;
    char *name = p;
    while (p < end && is_blank(*p))
        p++;
    if (p == end || *p != '=')
        return name;
    p++;
    while (p < end && is_blank(*p))
        p++;
    if (p < end && (*p == '"' || *p == '\'')) {
        char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
        return close ? close + 1 : end;
    }
    while (p < end && !is_blank(*p) && *p != '>')
        p++;
    return p;
}

/* Past the '>' of a tag whose name ends at p; attributes beyond the ceiling are blanked. */
static char *skip_tag(char *p, char *end, bool *closed)
{
    int count = 0;
    while (p < end) {
        while (p < end && (is_blank(*p) || (*p == '/' && !(p + 1 < end && p[1] == '>'))))
            p++;
        if (p == end)
            break;
        if (*p == '>' || *p == '/') {
            *closed = *p == '/';
            return p + 1 + *closed;
        }
        char *next = skip_attribute(p, end);
        if (next == p)
            next++;
        if (++count > AL_GUARD_ATTRIBUTES)
            blank(p, next);
        p = next;
    }
    return end;
}

static void start(struct guard *g, char *tag, const char *name, size_t size, bool closed)
{
    if (closed || needs_no_end(name, size))
        return;
    if (g->depth < AL_GUARD_DEPTH) {
        g->open[g->depth++] = (struct open){ hash(name, size), rank(name, size) };
        return;
    }
    g->dropped[hash(name, size) & 255]++;
    blank(tag, g->at);
}

static void end(struct guard *g, char *tag, const char *name, size_t size)
{
    uint32_t h = hash(name, size);
    if (g->dropped[h & 255]) {
        g->dropped[h & 255]--;
        blank(tag, g->at);
        return;
    }
    int r = rank(name, size);
    for (int i = g->depth - 1; i >= 0; i--) {
        if (g->open[i].name == h) {
            g->depth = i;
            return;
        }
        if (g->open[i].rank > r)
            return;
    }
}

/* Past the end of an element whose content is not mark-up. */
static char *skip_raw(char *p, char *end, const char *name, size_t size)
{
    while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        if ((size_t)(end - p) > size + 2 && p[1] == '/' && strncasecmp(p + 2, name, size) == 0)
            return p;
        p++;
    }
    return end;
}

static void tag(struct guard *g, char *from, bool ends)
{
    static const char *const raw[] = { "script", "style", NULL };
    char *name = from + 1 + ends, *p = name;
    while (p < g->end && !is_blank(*p) && *p != '>' && *p != '/')
        p++;
    size_t size = (size_t)(p - name);
    bool closed = false;
    g->at = skip_tag(p, g->end, &closed);
    if (ends) {
        end(g, from, name, size);
    } else if (named(name, size, raw)) {
        if (!closed)
            g->at = skip_raw(g->at, g->end, name, size);
    } else {
        start(g, from, name, size, closed);
    }
}

void al_html_guard(char *page, size_t size)
{
    struct guard g = { .at = page, .end = page + size };
    while (g.at < g.end) {
        char *p = memchr(g.at, '<', (size_t)(g.end - g.at));
        if (!p || p + 1 >= g.end)
            return;
        if (p[1] == '!' && g.end - p > 4 && memcmp(p, "<!--", 4) == 0) {
            char *close = memmem(p + 4, (size_t)(g.end - p - 4), "-->", 3);
            g.at = close ? close + 3 : g.end;
        } else if (p[1] == '!' && !(g.end - p > 9 && strncasecmp(p + 2, "doctype", 7) == 0)) {
            char *close = memchr(p, '>', (size_t)(g.end - p)); /* a comment to a browser (HTML, section 13.2.5.42) */
            g.at = close ? close + 1 : g.end;
            blank(p, g.at);
        } else if (is_alpha(p[1])) {
            tag(&g, p, false);
        } else if (p[1] == '/' && p + 2 < g.end && is_alpha(p[2])) {
            tag(&g, p, true);
        } else {
            g.at = p + 1;
        }
    }
}
