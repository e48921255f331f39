/* HTML pages. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "read/byline.h"
#include "read/choose.h"
#include "read/date_words.h"
#include "read/encoding.h"
#include "read/html_build.h"
#include "read/html_meta.h"
#include "read/html_typed.h"
#include "read/links.h"
#include "read/prune.h"
#include "read/reader.h"
#include "read/standfirst.h"

enum { PROBE = 4096 };
static const size_t LIMIT = (size_t)1 << 30;

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcasecmp(name + n - m, end) == 0;
}

/* Whether mark-up of a page begins in the bytes: a tag that only a page has.  Zero bytes of UTF-16 do not count. */
static int marks(const al_input *in)
{
    static const char *const words[] = { "<!doctype html", "<html", "<head", "<body", "<meta ", "<title", "<script", "<article",
                                         "<main", "<div", "<p>", "<p ", "<h1", "<table", "<br", "<span", "<a href" };
    char start[PROBE + 1];
    size_t n = 0;
    for (size_t i = 0; i < in->size && n < PROBE; i++)
        if (in->bytes[i])
            start[n++] = in->bytes[i];
    start[n] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(start, words[i]))
            return i < 4 ? 95 : 60;
    return 0;
}

static bool begins_with_mark(const al_input *in)
{
    size_t i = 0;
    while (i < in->size && (strchr(" \t\r\n\xEF\xBB\xBF\xFE\xFF", in->bytes[i]) || in->bytes[i] == '\0'))
        i++;
    return i < in->size && in->bytes[i] == '<';
}

static int probe(const al_input *in)
{
    if (in->type)
        return strcasestr(in->type, "html") ? 100 : strcasestr(in->type, "text/plain") ? 0 : marks(in);
    int sure = marks(in);
    if (sure && !begins_with_mark(in) && !ends_with(in->name, "html") && !ends_with(in->name, ".htm"))
        return 0; /* a text that shows mark-up is a text */
    if (sure && (ends_with(in->name, ".html") || ends_with(in->name, ".htm") || ends_with(in->name, ".xhtml")))
        return 100;
    return sure && ends_with(in->name, ".txt") ? 30 : sure;
}

/* Whether a link leads to the same address with something added: "?page=2", "/2". */
static bool goes_on(const char *href, const char *url)
{
    const char *path = strstr(href, "://"), *own = url ? strstr(url, "://") : NULL;
    path = strchr(path ? path + 3 : href, '/');
    own = own ? strchr(own + 3, '/') : NULL;
    size_t size = own ? strlen(own) : 0;
    while (size > 1 && own[size - 1] == '/')
        size--;
    return path && size > 1 && strncmp(path, own, size) == 0 && path[size] && strpbrk(path + size, "0123456789");
}

/* What a listener should know of the page and is not said. */
static void report(const al_dom *dom, const al_meta *meta, al_diag *diag)
{
    long paywall = meta->ld.paid ? 0 : -1, more = -1;
    for (uint32_t i = 1; i <= dom->count; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n->tag == AL_TAG_TEXT)
            continue;
        const char *href = n->tag == AL_TAG_LINK || n->tag == AL_TAG_A ? al_dom_attr(n, "href") : NULL;
        if (paywall < 0 && n->article && n->part == AL_PART_OMITTED && n->words && strcmp(n->why, "paywall") == 0)
            paywall = (long)n->line;
        if (more < 0 && href && al_dom_attr_has(n, "rel", "next") && goes_on(href, meta->url))
            more = (long)n->line;
    }
    if (paywall >= 0)
        al_diag_add(diag, AL_WARN_PAYWALL, paywall, "the article is for subscribers; the page may hold its beginning only");
    if (more >= 0)
        al_diag_add(diag, AL_WARN_MORE_PAGES, more, "the article goes on on another page, which is not read");
}

/* The address that links are relative to where the page names one of its own (HTML, section 4.2.3: the first base element's);
 * an empty string where it does not. */
static bool find_base(const al_dom *dom, const al_input *in, al_article *article, const char **out)
{
    *out = "";
    for (uint32_t i = 1; i <= dom->count; i++) {
        const al_dom_node *n = dom->nodes[i];
        const char *href = n->tag == AL_TAG_BASE ? al_dom_attr(n, "href") : NULL;
        if (!href || !*href)
            continue;
        *out = al_arena_string(&article->arena, href);
        return *out && (!in->url || al_link_resolve(article, out, in->url));
    }
    return true;
}

static int parse(const al_input *in, al_article *article, aloud_error *err)
{
    al_buf page;
    al_dom dom = { 0 };
    al_meta meta;
    al_cues *cues = NULL;
    const char *base = "";
    al_buf_init(&page, LIMIT);
    int status = al_encoding_decode(in, &page, &article->diag, err);
    if (!status)
        status = al_cues_load(in->data, al_buf_string(&page), page.size, &cues, err);
    if (!status)
        status = al_dom_parse(&dom, &page, err);
    if (!status && !al_meta_read(&dom, cues, &meta))
        status = al_fail_memory(err);
    if (status)
        goto cleanup;
    if (al_choose(&dom, &meta)) {
        al_standfirst_find(&dom, &meta);
        if (!al_byline_find(&dom, cues, &meta) || !al_prune(&dom, &meta, cues) ||
            (!meta.published && !al_date_find_shown(&dom, cues, &meta))) {
            status = al_fail_memory(err);
            goto cleanup;
        }
        al_html_type(&dom, &meta, cues);
    }
    status = al_html_build(&dom, &meta, cues, article, err);
    if (!status && (!find_base(&dom, in, article, &base) || (*base && !al_links_resolve(article, base))))
        status = al_fail_memory(err);
    if (!status)
        report(&dom, &meta, &article->diag);
cleanup:
    al_dom_release(&dom);
    al_buf_release(&page);
    al_cues_free(cues);
    return status;
}

const al_reader al_reader_html = { .name = "html", .probe = probe, .parse = parse };
