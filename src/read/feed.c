/* Feeds: Atom (RFC 4287), RSS 2.0, 0.9x and 1.0.  Every entry is an article. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/date.h"
#include "read/feed_text.h"
#include "read/html_flow.h"
#include "read/links.h"
#include "read/reader.h"
#include "read/xml.h"

enum { LOOK = 4096, MOST_ENTRIES = 10000, FEW_WORDS = 100 };
static const size_t LIMIT = (size_t)1 << 26;

#define DC "http://purl.org/dc/elements/1.1/"
#define ITUNES "http://www.itunes.com/dtds/podcast-1.0.dtd"

/* The root element comes first, after a declaration, comments and the like.  Zero bytes of UTF-16 do not count. */
static int probe(const al_input *in)
{
    static const char *const roots[] = { "<rss", "<feed", "<atom:feed", "<rdf:RDF", NULL };
    char start[LOOK + 1];
    size_t n = 0;
    if (in->type && (strcasestr(in->type, "rss+xml") || strcasestr(in->type, "atom+xml")))
        return 100;
    if (in->type && !strcasestr(in->type, "xml") && !strcasestr(in->type, "text/plain"))
        return 0;
    for (size_t i = 0; i < in->size && n < LOOK; i++)
        if (in->bytes[i])
            start[n++] = in->bytes[i];
    start[n] = '\0';
    const char *at = start;
    while ((at = strchr(at, '<')) != NULL && (at[1] == '?' || at[1] == '!')) {
        const char *end = strstr(at, strncmp(at, "<!--", 4) == 0 ? "-->" : ">");
        if (!end)
            return 0;
        at = end + 1;
    }
    for (int i = 0; at && roots[i]; i++)
        if (strncmp(at, roots[i], strlen(roots[i])) == 0 && strchr(" \t\r\n>", at[strlen(roots[i])]))
            return i == 0 || strstr(at, i == 3 ? "purl.org/rss" : "www.w3.org/2005/Atom") ? 98 : 0;
    return 0;
}

struct feed {
    const al_input *in;
    xmlDocPtr doc;
    const xmlNode *channel; /* where what holds for all entries stands */
    const xmlNode **entries;
    const char **titles;    /* of the entries, "" where there is none */
    int count;              /* that are read */
    long all;               /* that there are */
    bool told;              /* that there are more than are read */
    al_arena arena;
    long broken;            /* line from which on the file is no XML; 0 */
};

/* ---- what an element says ---- */

/* The first child of that name that is not of another vocabulary with a meaning of its own (media:title). */
static const xmlNode *plain_child(const xmlNode *parent, const char *name)
{
    for (const xmlNode *n = parent->children; n; n = n->next)
        if (al_xml_is(n, name) && !(n->ns && n->ns->href && (strstr((const char *)n->ns->href, "search.yahoo.com/mrss") ||
                                                            strcmp((const char *)n->ns->href, ITUNES) == 0)))
            return n;
    return NULL;
}

static const xmlNode *child_in(const xmlNode *parent, const char *space, const char *name)
{
    for (const xmlNode *n = parent->children; n; n = n->next)
        if (al_xml_is_in(n, space, name))
            return n;
    return NULL;
}

/* The words within, in one line; NULL: out of memory, "" where there are none. */
static const char *words(al_arena *arena, const xmlNode *n)
{
    al_buf raw, text;
    al_buf_init(&raw, LIMIT);
    al_buf_init(&text, LIMIT);
    bool ok = !n || al_feed_words(n, &raw);
    al_text_collapse(&text, al_buf_string(&raw), raw.size);
    const char *copy = ok && !text.failed ? al_arena_string(arena, al_buf_string(&text)) : NULL;
    al_buf_release(&raw);
    al_buf_release(&text);
    return copy;
}

/* An attribute's value, kept; it may be no UTF-8 where the feed is broken.  NULL: out of memory. */
static const char *kept(al_arena *arena, const char *value)
{
    al_buf text;
    al_buf_init(&text, LIMIT);
    al_text_repair(&text, value, strlen(value), NULL, NULL);
    const char *copy = text.failed ? NULL : al_arena_string(arena, al_buf_string(&text));
    al_buf_release(&text);
    return copy;
}

/* The address of an entry or a feed: RSS has it as text, Atom in links of which "alternate" is the page. */
static const char *address(al_arena *arena, const xmlNode *parent)
{
    for (const xmlNode *n = parent->children; n; n = n->next) {
        const char *href = al_xml_is(n, "link") ? al_xml_attr(n, "href") : NULL, *rel = href ? al_xml_attr(n, "rel") : NULL;
        if (href && (!rel || strcmp(rel, "alternate") == 0))
            return kept(arena, href);
        if (al_xml_is(n, "link") && !href && !(n->ns && n->ns->href && strstr((const char *)n->ns->href, "w3.org/2005/Atom")))
            return words(arena, n);
    }
    const xmlNode *id = al_xml_child(parent, "guid");
    const char *permanent = id ? al_xml_attr(id, "isPermaLink") : NULL, *text = id ? words(arena, id) : "";
    bool usable = text && strncasecmp(text, "http", 4) == 0 && !(permanent && strcmp(permanent, "false") == 0);
    return !text || usable ? text : "";
}

/* ---- an entry as an article ---- */

struct entry {
    const struct feed *feed;
    const xmlNode *node;
    const char *title;
    al_article *article;
};

/* "ada@example.org (Ada Example)", as RSS has it. */
static const char *person(al_arena *arena, const char *text)
{
    const char *open = strchr(text, '('), *close = open ? strrchr(open, ')') : NULL;
    bool mail = strchr(text, '@') != NULL && strchr(text, '@') < (open ? open : text + strlen(text));
    if (mail && open && close && close > open + 1)
        return al_arena_copy(arena, open + 1, (size_t)(close - open) - 1);
    return mail ? "" : text;
}

static bool add_authors(struct entry *e, const xmlNode *parent)
{
    al_article *a = e->article;
    int seen = 0;
    for (const xmlNode *n = parent->children; n && seen < 100; n = n->next) {
        bool author = al_xml_is(n, "author") || al_xml_is_in(n, DC, "creator");
        if (!author || (n->ns && n->ns->href && strcmp((const char *)n->ns->href, ITUNES) == 0))
            continue;
        const xmlNode *name = al_xml_child(n, "name");
        const char *text = words(&a->arena, name ? name : n);
        text = text ? person(&a->arena, text) : NULL;
        if (!text || (*text && !al_article_byline(a, text)))
            return false;
        seen++;
    }
    return true;
}

static bool take_date(al_article *a, const xmlNode *parent, const char *const *names, const char **to)
{
    char date[40];
    for (; *names && !*to; names++) {
        const xmlNode *n = al_xml_child(parent, *names);
        const char *text = n ? words(&a->arena, n) : "";
        if (!text)
            return false;
        if (al_date_read(text, date, sizeof date) && !(*to = al_arena_string(&a->arena, date)))
            return false;
    }
    return true;
}

static bool take_language(struct entry *e)
{
    al_article *a = e->article;
    for (const xmlNode *n = e->node; n && n->type == XML_ELEMENT_NODE && !a->language; n = n->parent) {
        const char *lang = al_xml_attr(n, "lang");
        if (lang && *lang && !(a->language = kept(&a->arena, lang)))
            return false;
    }
    const xmlNode *own = plain_child(e->node, "language"), *all = plain_child(e->feed->channel, "language");
    const char *text = own || all ? words(&a->arena, own ? own : all) : "";
    if (!a->language && text && *text)
        a->language = text;
    return text != NULL;
}

static bool take_facts(struct entry *e)
{
    static const char *const published[] = { "published", "pubDate", "issued", "date", "created", NULL };
    static const char *const modified[] = { "updated", "modified", NULL };
    al_article *a = e->article;
    if (!add_authors(e, e->node) || (!a->bylines && !add_authors(e, e->feed->channel)) || !take_language(e) ||
        !take_date(a, e->node, published, &a->published) || !take_date(a, e->node, modified, &a->modified))
        return false;
    if (!a->published)
        a->published = a->modified;
    const char *site = words(&a->arena, plain_child(e->feed->channel, "title")), *url = address(&a->arena, e->node);
    a->site = site && *site ? site : NULL;
    a->url = url && *url ? url : NULL;
    return site && url && (!e->feed->in->url || al_link_resolve(a, &a->url, e->feed->in->url));
}

/* What a podcast or video feed is about, which audio of text cannot show. */
static bool add_medium(struct entry *e)
{
    for (const xmlNode *n = e->node->children; n; n = n->next) {
        const char *rel = al_xml_attr(n, "rel");
        bool atom = al_xml_is(n, "link") && rel && strcmp(rel, "enclosure") == 0;
        if (!atom && !al_xml_is(n, "enclosure"))
            continue;
        const char *type = al_xml_attr(n, "type"), *url = al_xml_attr(n, atom ? "href" : "url");
        bool video = type && strncasecmp(type, "video/", 6) == 0, audio = type && strncasecmp(type, "audio/", 6) == 0;
        if (!video && !audio)
            continue;
        const xmlNode *duration = child_in(e->node, ITUNES, "duration");
        const char *time = duration ? words(&e->article->arena, duration) : "";
        al_node *m = al_node_add(e->article, e->article->root, video ? AL_VIDEO : AL_AUDIO, 0, "", "enclosure");
        if (!m || !time)
            return false;
        m->as.media.seconds = *time ? al_feed_seconds(time) : -1;
        m->as.media.url = url ? kept(&e->article->arena, url) : NULL;
        return m->as.media.url || !url;
    }
    return true;
}

static bool ends_in_dots(const char *text)
{
    static const char *const ends[] = { "...", "\xE2\x80\xA6", "[...]", "[\xE2\x80\xA6]", NULL };
    size_t n = strlen(text);
    for (int i = 0; ends[i]; i++)
        if (n >= strlen(ends[i]) && strcmp(text + n - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* The content; without one the summary, with a warning where it is no more than that.  A summary beside a content is kept as
 * omitted. */
static int add_content(struct entry *e, aloud_error *err)
{
    al_article *a = e->article;
    const xmlNode *content = al_feed_content(e->node), *summary = al_feed_summary(e->node);
    const xmlNode *body = content ? content : summary;
    al_buf html;
    al_buf_init(&html, LIMIT);
    const char *brief = words(&a->arena, summary);
    bool ok = brief && (!body || al_feed_html(body, &html));
    int status = ok ? 0 : al_fail_memory(err);
    if (!status && html.size)
        status = al_flow_read(html.data, html.size, NULL, a, err);
    al_buf_release(&html);
    if (!status && content && summary && *brief && !al_node_add(a, a->root, AL_OMITTED, 0, brief, "summary"))
        status = al_fail_memory(err);
    bool atom = summary && al_xml_is(summary, "summary");
    if (!status && !content && *brief && (atom || al_text_words(brief) < FEW_WORDS || ends_in_dots(brief)))
        al_diag_add(&a->diag, AL_WARN_SUMMARY, 0, "the feed has only a summary of \"%.200s\"%s%.200s", e->title,
                    a->url ? "; all of it is at " : "", a->url ? a->url : "");
    return status;
}

/* Entries of one name would be one folder: they are told apart by their time, or their number.  What is heard as the title is
 * as it was. */
static bool settle_title(struct entry *e, int index)
{
    al_article *a = e->article;
    bool shared = !*e->title;
    for (int i = 0; i < e->feed->count && !shared; i++)
        shared = i != index && strcmp(e->feed->titles[i], e->title) == 0;
    if (*e->title && !al_node_add(a, a->root, AL_TITLE, 0, e->title, "feed"))
        return false;
    if (!shared) {
        a->title = al_arena_string(&a->arena, e->title);
        return a->title != NULL;
    }
    al_buf name;
    al_buf_init(&name, LIMIT);
    al_buf_add_string(&name, *e->title ? e->title : a->site ? a->site : a->source);
    if (a->published)
        al_buf_printf(&name, ", %.10s%s%.5s", a->published, strlen(a->published) > 15 ? " " : "",
                      strlen(a->published) > 15 ? a->published + 11 : "");
    else
        al_buf_printf(&name, ", %d", e->feed->count - index);
    a->title = name.failed ? NULL : al_arena_string(&a->arena, name.data);
    al_buf_release(&name);
    return a->title != NULL;
}

static void set_lines(al_article *a, uint32_t line)
{
    for (al_node *n = a->root->first; n; n = al_node_next(n, a->root))
        n->line = line;
}

static int build(struct entry *e, int index, aloud_error *err)
{
    if (!take_facts(e) || !settle_title(e, index) || !add_medium(e))
        return al_fail_memory(err);
    int status = add_content(e, err);
    if (!status && !al_flow_untitle(e->article))
        status = al_fail_memory(err);
    if (status)
        return status;
    set_lines(e->article, (uint32_t)xmlGetLineNo((xmlNode *)e->node));
    if (e->feed->broken)
        al_diag_add(&e->article->diag, AL_WARN_TRUNCATED, e->feed->broken,
                    "the feed is no sound XML from here on; entries may be missing");
    return al_read_finish(e->article, e->article->url ? e->article->url : e->feed->in->url, err);
}

/* ---- all entries ---- */

static bool is_entry(const xmlNode *n)
{
    return al_xml_is(n, "item") || al_xml_is(n, "entry");
}

static bool find_entries(struct feed *f)
{
    const xmlNode *root = xmlDocGetRootElement(f->doc), *channel = al_xml_child(root, "channel");
    bool within = channel && al_xml_child(channel, "item");
    const xmlNode *parent = within ? channel : root; /* RSS 1.0 has its items beside the channel */
    f->channel = channel ? channel : root;
    for (const xmlNode *n = parent->children; n; n = n->next)
        f->all += is_entry(n);
    f->count = f->all < MOST_ENTRIES ? (int)f->all : MOST_ENTRIES;
    f->entries = al_arena_array(&f->arena, (size_t)f->count, sizeof *f->entries);
    f->titles = al_arena_array(&f->arena, (size_t)f->count, sizeof *f->titles);
    if (!f->entries || !f->titles)
        return false;
    int i = 0;
    for (const xmlNode *n = parent->children; n && i < f->count; n = n->next) {
        if (!is_entry(n))
            continue;
        f->entries[i] = n;
        f->titles[i] = words(&f->arena, plain_child(n, "title"));
        if (!f->titles[i++])
            return false;
    }
    return true;
}

/* The entry's own name, by which a folder is known to be its. */
static al_article *new_article(const struct feed *f, int index)
{
    al_buf name;
    const xmlNode *n = f->entries[index], *id = al_xml_child(n, "id") ? al_xml_child(n, "id") : al_xml_child(n, "guid");
    al_buf_init(&name, 1 << 16);
    al_buf_printf(&name, "%s#", f->in->name);
    if (id)
        al_xml_text(id, &name);
    else
        al_buf_add_string(&name, f->titles[index]);
    al_article *a = name.starved ? NULL : al_article_new(al_buf_string(&name));
    al_buf_release(&name);
    return a;
}

static int read_entry(struct feed *f, int index, int picked, const al_taker *taker, aloud_error *err)
{
    aloud_error why = { 0 };
    struct entry e = { .feed = f, .node = f->entries[index], .title = f->titles[index], .article = new_article(f, index) };
    if (!e.article)
        return al_fail_memory(err);
    int status = build(&e, index, &why);
    const aloud_entry about = { .number = index + 1, .count = f->count, .picked = picked, .title = f->titles[index] };
    if (status) {
        al_article_free(e.article);
        e.article = NULL;
    }
    if (status == ALOUD_ERROR_MEMORY)
        return al_fail_memory(err);
    if (e.article && f->all > f->count && !f->told) {
        al_diag_add(&e.article->diag, AL_WARN_TRUNCATED, 0,
                    "the feed has %ld entries, of which only the first %d are read; split it to hear the others", f->all, f->count);
        f->told = true;
    }
    return taker->take(taker->user, &about, e.article, status ? &why : NULL) ? al_fail(err, ALOUD_ERROR_CANCELLED, "stopped") : 0;
}

static int read_entries(struct feed *f, const al_taker *taker, aloud_error *err)
{
    int picked = 0, status = 0;
    if (!f->count)
        return al_fail(err, ALOUD_ERROR_INPUT, "is a feed without entries");
    for (int i = 0; i < f->count; i++)
        picked += taker->wants(taker->user, i + 1, f->titles[i]);
    if (!picked)
        return al_fail(err, ALOUD_ERROR_USAGE, "no entry of the feed has that number or title; there are 1 to %d", f->count);
    for (int i = 0; i < f->count && !status; i++)
        if (taker->wants(taker->user, i + 1, f->titles[i]))
            status = read_entry(f, i, picked, taker, err);
    return status;
}

static int parse_each(const al_input *in, const al_taker *taker, aloud_error *err)
{
    struct feed f = { .in = in };
    al_arena_init(&f.arena, LIMIT);
    int status = al_xml_parse(in->bytes, in->size, in->type, "this", &f.doc, &f.broken, err);
    if (!status && !find_entries(&f))
        status = al_fail_memory(err);
    if (!status)
        status = read_entries(&f, taker, err);
    xmlFreeDoc(f.doc);
    al_arena_release(&f.arena);
    return status;
}

const al_reader al_reader_feed = { .name = "feed", .probe = probe, .parse_each = parse_each };
