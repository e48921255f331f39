#include "read/feed_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/html_dom.h"

#define CONTENT "http://purl.org/rss/1.0/modules/content/"
#define ATOM "http://www.w3.org/2005/Atom"

static const size_t LIMIT = (size_t)1 << 26;

static bool says_something(const xmlNode *n)
{
    for (const xmlNode *c = al_xml_next(n, n); c; c = al_xml_next(c, n))
        if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content)
            for (const char *p = (const char *)c->content; *p; p++)
                if (!isspace((unsigned char)*p))
                    return true;
    return false;
}

/* Whether an Atom content is text at all: not a picture, nor elsewhere. */
static bool is_readable(const xmlNode *n)
{
    const char *type = al_xml_attr(n, "type");
    return !type || strcmp(type, "text") == 0 || strcmp(type, "html") == 0 || strcmp(type, "xhtml") == 0 ||
           strcasecmp(type, "text/html") == 0 || strcasecmp(type, "text/plain") == 0 ||
           strcasecmp(type, "application/xhtml+xml") == 0;
}

const xmlNode *al_feed_content(const xmlNode *entry)
{
    const xmlNode *best = NULL;
    for (const xmlNode *n = entry->children; n; n = n->next) {
        if (al_xml_is_in(n, CONTENT, "encoded") && says_something(n))
            return n;
        if (al_xml_is_in(n, ATOM, "content") && is_readable(n) && says_something(n))
            best = best ? best : n;
    }
    return best;
}

const xmlNode *al_feed_summary(const xmlNode *entry)
{
    for (const xmlNode *n = entry->children; n; n = n->next) {
        bool summary = al_xml_is_in(n, ATOM, "summary") || (al_xml_is(n, "description") && !(n->ns && n->ns->prefix &&
                       strcmp((const char *)n->ns->prefix, "media") == 0));
        if (summary && says_something(n))
            return n;
    }
    return NULL;
}

/* ---- XHTML within the feed, as HTML ---- */

static void escape(al_buf *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&': al_buf_add_string(out, "&amp;"); break;
        case '<': al_buf_add_string(out, "&lt;"); break;
        case '>': al_buf_add_string(out, "&gt;"); break;
        case '"': al_buf_add_string(out, "&quot;"); break;
        default: al_buf_add_byte(out, *text);
        }
}

static void open_tag(al_buf *out, const xmlNode *n)
{
    al_buf_printf(out, "<%s", (const char *)n->name);
    for (const xmlAttr *a = n->properties; a; a = a->next) {
        al_buf_printf(out, " %s=\"", (const char *)a->name);
        escape(out, a->children && a->children->content ? (const char *)a->children->content : "");
        al_buf_add_byte(out, '"');
    }
    al_buf_add_byte(out, '>');
}

static bool is_void(const xmlNode *n)
{
    return al_tag_shown(al_tag_find((const char *)n->name)) == 'V';
}

static void add_tree(al_buf *out, const xmlNode *top)
{
    const xmlNode *n = top->children;
    while (n) {
        bool element = n->type == XML_ELEMENT_NODE;
        if (element)
            open_tag(out, n);
        else if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
            escape(out, (const char *)n->content);
        if (element && n->children) {
            n = n->children;
            continue;
        }
        if (element && !is_void(n))
            al_buf_printf(out, "</%s>", (const char *)n->name);
        while (n != top && !n->next) {
            n = n->parent;
            if (n != top)
                al_buf_printf(out, "</%s>", (const char *)n->name);
        }
        n = n == top ? NULL : n->next;
    }
}

/* Plain text: a paragraph ends where a line is blank. */
static void add_plain(al_buf *out, const char *text)
{
    al_buf_add_string(out, "<p>");
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *line = strndup(text, n);
        if (!line) {
            out->failed = out->starved = true;
            return;
        }
        if (al_text_is_blank(line))
            al_buf_add_string(out, "</p><p>");
        escape(out, line);
        free(line);
        al_buf_add_byte(out, '\n');
        text += n + (text[n] == '\n');
    }
    al_buf_add_string(out, "</p>");
}

/* ---- which it is ---- */

/* Whether the words of a string can only be mark-up: a tag, or a character by its name. */
static bool is_marked_up(const char *text)
{
    for (; (text = strpbrk(text, "<&")) != NULL; text++) {
        unsigned char next = (unsigned char)text[1];
        if (*text == '<' && (isalpha(next) || next == '/' || next == '!'))
            return true;
        size_t n = strspn(text + 1, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (*text == '&' && n && n < 12 && text[1 + n] == ';')
            return true;
    }
    return false;
}

bool al_feed_html(const xmlNode *n, al_buf *out)
{
    const char *type = al_xml_attr(n, "type");
    bool atom = n->ns && n->ns->href && strcmp((const char *)n->ns->href, ATOM) == 0;
    al_buf text;
    if (type && strcasestr(type, "xhtml")) {
        add_tree(out, n);
        return !out->starved;
    }
    al_buf_init(&text, LIMIT);
    al_xml_text(n, &text);
    bool html = type && strcasestr(type, "html");
    if (html || (!atom && is_marked_up(al_buf_string(&text))))
        al_buf_add(out, al_buf_string(&text), text.size);
    else
        add_plain(out, al_buf_string(&text));
    bool ok = !text.starved && !out->starved;
    al_buf_release(&text);
    return ok;
}

bool al_feed_words(const xmlNode *n, al_buf *out)
{
    al_buf html, page;
    al_dom dom = { 0 };
    al_buf_init(&html, LIMIT);
    al_buf_init(&page, LIMIT);
    bool ok = al_feed_html(n, &html);
    al_text_repair(&page, al_buf_string(&html), html.size, NULL, NULL);
    ok = ok && !page.starved && al_dom_parse(&dom, &page, NULL) == 0;
    if (ok)
        al_dom_text(&dom, dom.root, out);
    al_dom_release(&dom);
    al_buf_release(&html);
    al_buf_release(&page);
    return ok && !out->starved;
}

long al_feed_seconds(const char *s)
{
    long total = 0;
    for (int parts = 0; parts < 3; parts++) {
        char *end;
        if (*s < '0' || *s > '9')
            return -1;
        long n = strtol(s, &end, 10);
        if (n > 1000000)
            return -1;
        total = total * 60 + n;
        if (*end != ':')
            return total;
        s = end + 1;
    }
    return -1;
}
