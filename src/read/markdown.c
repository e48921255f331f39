/* Markdown: CommonMark with tables, footnotes and front matter.  It becomes HTML first, line for line, so that what stands in it as
 * HTML is read like the rest. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/encoding.h"
#include "read/front_matter.h"
#include "read/html_flow.h"
#include "read/markdown_html.h"
#include "read/reader.h"

enum { LOOK = 65536, NAMED = 97, LIKELY = 70 };

/* ---- telling it from prose ---- */

static bool is_named(const char *name)
{
    static const char *const ends[] = { ".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx", NULL };
    size_t n = strlen(name);
    for (int i = 0; ends[i]; i++)
        if (n > strlen(ends[i]) && strcasecmp(name + n - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

struct marks {
    int headings, links, others;
};

/* "](http", "](/", "](#" and the like within the line. */
static int links_in(const char *line, size_t size)
{
    static const char *const targets[] = { "http://", "https://", "/", "#", "./", "../", "mailto:", NULL };
    int count = 0;
    const char *end = line + size;
    while ((line = memmem(line, (size_t)(end - line), "](", 2)) != NULL) {
        line += 2;
        for (int i = 0; targets[i]; i++) {
            size_t n = strlen(targets[i]);
            if ((size_t)(end - line) > n && memcmp(line, targets[i], n) == 0) {
                count++;
                break;
            }
        }
    }
    return count;
}

static void see_line(struct marks *m, const char *line, size_t size, bool after_gap)
{
    size_t level = 0;
    while (level < size && level < 7 && line[level] == '#')
        level++;
    if (level && level < 7 && after_gap && level + 1 < size && line[level] == ' ' && !strchr(" #", line[level + 1]))
        m->headings++;
    m->links += links_in(line, size);
    m->others += size >= 3 && (memcmp(line, "```", 3) == 0 || memcmp(line, "~~~", 3) == 0);
    m->others += size > 4 && line[0] == '!' && line[1] == '[';
}

/* Prose may have a "#" at the start of a line, or brackets; it does not have headings with nothing over them and links to
 * addresses. */
static int judge(const al_input *in)
{
    struct marks m = { 0 };
    size_t size = in->size < LOOK ? in->size : LOOK;
    bool gap = true;
    if (al_front_matter_size(in->bytes, in->size))
        return LIKELY;
    for (size_t at = 0; at < size;) {
        const char *nl = memchr(in->bytes + at, '\n', size - at);
        size_t n = nl ? (size_t)(nl - in->bytes) - at : size - at;
        n -= n && in->bytes[at + n - 1] == '\r';
        see_line(&m, in->bytes + at, n, gap);
        gap = n == 0;
        at = nl ? (size_t)(nl - in->bytes) + 1 : size;
    }
    bool likely = (m.headings && m.links) || (m.headings > 1 && m.others) || m.links > 2;
    return likely ? LIKELY : 0;
}

static int probe(const al_input *in)
{
    if (in->type && strcasestr(in->type, "markdown"))
        return 100;
    if (in->type && (!strcasestr(in->type, "text/plain") || strcasestr(in->type, "html")))
        return 0;
    if (memchr(in->bytes, '\0', in->size < LOOK ? in->size : LOOK))
        return is_named(in->name) ? 20 : 0;
    return is_named(in->name) ? NAMED : judge(in);
}

/* ---- reading it ---- */

/* 1 when the heading says the title, -1 when out of memory. */
static int says_title(const al_dom *dom, const al_dom_node *h, const char *title)
{
    al_buf text;
    al_buf_init(&text, SIZE_MAX / 4);
    al_dom_text(dom, h, &text);
    int same = text.failed ? -1 : al_flow_same(al_buf_string(&text), title);
    al_buf_release(&text);
    return same;
}

/* The heading that is the title: the first of level 1; without one, the first of all when the text begins with it and no other
 * is of its level.  With a title in the front matter, only one that says the same.  *out is NULL where there is none; false when
 * out of memory. */
static bool find_title(const al_dom *dom, const char *title, al_dom_node **out)
{
    al_dom_node *first = NULL;
    bool begins = true, alone = true;
    *out = NULL;
    for (uint32_t i = dom->body->order; i <= dom->body->end && !*out; i++) {
        al_dom_node *n = dom->nodes[i];
        bool heading = al_tag_is_heading(n->tag) && n->chars;
        int same = heading && title ? says_title(dom, n, title) : 0;
        if (same < 0)
            return false;
        if (same || (heading && !title && n->tag == AL_TAG_H1))
            *out = n;
        alone = alone && !(heading && first && n->tag <= first->tag);
        if (heading && !first && begins)
            first = n;
        begins = begins && (n->tag == AL_TAG_TEXT ? !n->chars : n->tag != AL_TAG_IMG);
    }
    if (!*out && !title && alone)
        *out = first;
    return true;
}

/* Notes stand at the end; their lines are those of their definitions. */
static void settle_note_lines(al_article *a, const al_markdown_notes *notes)
{
    size_t note = 0;
    for (al_node *n = a->root->first; n && notes->count; n = al_node_next(n, a->root)) {
        unsigned number = 0;
        for (const char *c = n->anchor && strncmp(n->anchor, "note-", 5) == 0 ? n->anchor + 5 : ""; *c >= '0' && *c <= '9'; c++)
            number = number * 10 + (unsigned)(*c - '0');
        if (n->kind == AL_FOOTNOTE && number > 0 && number <= notes->count)
            note = number;
        if (note)
            n->line = (uint32_t)notes->list[note - 1].line;
    }
}

static bool add_title(al_article *a)
{
    al_node *title = al_node_add(a, a->root, AL_TITLE, 1, a->title, "front-matter");
    if (!title)
        return false;
    al_node_unlink(title);
    al_node_put(title, a->root, NULL);
    return true;
}

static int build(al_buf *html, const al_markdown_notes *notes, al_article *a, aloud_error *err)
{
    al_dom dom = { 0 };
    al_meta meta = { 0 };
    al_dom_node *title = NULL;
    int status = al_flow_parse(&dom, html, err);
    if (!status && !find_title(&dom, a->title, &title))
        status = al_fail_memory(err);
    if (!status && a->title && !title && !add_title(a))
        status = al_fail_memory(err);
    meta.h1 = title;
    if (!status)
        status = al_flow_build(&dom, &meta, NULL, a, err);
    if (!status)
        settle_note_lines(a, notes);
    al_dom_release(&dom);
    return status;
}

static int parse(const al_input *in, al_article *a, aloud_error *err)
{
    al_markdown_notes notes = { 0 };
    al_buf text, labels, html;
    al_buf_init(&text, SIZE_MAX / 4);
    al_buf_init(&labels, SIZE_MAX / 4);
    al_buf_init(&html, INT32_MAX / 2);
    int status = al_encoding_decode(in, &text, &a->diag, err);
    size_t front = status || !text.size ? 0 : al_front_matter_size(text.data, text.size);
    if (!status && front)
        status = al_front_matter_read(text.data, front, a, err);
    if (status)
        goto cleanup;
    for (size_t i = 0; i < front; i++)
        text.data[i] = text.data[i] == '\n' ? '\n' : ' ';
    al_buf_add(&labels, al_buf_string(&text), text.size);
    if (labels.failed || (text.size && !al_markdown_take_notes(text.data, labels.data, text.size, &notes)))
        status = al_fail_memory(err);
    if (!status)
        status = al_markdown_render(al_buf_string(&text), text.size, &notes, &html, err);
    if (!status)
        status = build(&html, &notes, a, err);
cleanup:
    al_markdown_notes_release(&notes);
    al_buf_release(&text);
    al_buf_release(&labels);
    al_buf_release(&html);
    return status;
}

const al_reader al_reader_markdown = { .name = "markdown", .probe = probe, .parse = parse };
