#include "read/html_jsonld.h"

#include <ctype.h>
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/grow.h"
#include "base/text.h"

enum { BLOCK = 8 << 20, OBJECTS = 20000, NAMES = 200 };

/* The objects of all blocks, flat. */
struct graph {
    al_dom *dom;
    json_t **roots;
    size_t root_count;
    json_t **objects; /* borrowed from the roots */
    size_t count, room;
    bool failed;
};

/* ---- from script text to JSON ---- */

static bool ends_string(const char *p, const char *end)
{
    for (p++; p < end && isspace((unsigned char)*p); p++)
        ;
    return p == end || strchr(",:}]", *p);
}

static void clean_string(const char **at, const char *end, al_buf *out)
{
    const char *p = *at + 1;
    al_buf_add_byte(out, '"');
    for (; p < end; p++) {
        if (*p == '"' && ends_string(p, end))
            break;
        if (*p == '"') {
            al_buf_add_string(out, "\\\"");
        } else if ((unsigned char)*p < 0x20) {
            al_buf_add_byte(out, ' ');
        } else if (*p == '\\' && p + 1 < end && strchr("\"\\/bfnrtu", p[1])) {
            al_buf_add(out, p++, 2);
        } else if (*p != '\\') {
            al_buf_add_byte(out, *p);
        }
    }
    al_buf_add_byte(out, '"');
    *at = p < end ? p + 1 : end;
}

/* JSON as people paste it: line breaks and bare quotes inside strings, bad escapes, commas before a bracket, comment and CDATA
 * wrappers.  Sound JSON comes out as it was. */
static void clean(const char *p, const char *end, al_buf *out)
{
    while (p < end && *p != '{' && *p != '[')
        p++;
    if (end - p > 7 && memcmp(p, "[CDATA[", 7) == 0)
        for (p += 7; p < end && *p != '{' && *p != '['; p++)
            ;
    while (p < end) {
        if (*p == '"') {
            clean_string(&p, end, out);
            continue;
        }
        if (*p == ',') {
            const char *q = p + 1;
            while (q < end && (isspace((unsigned char)*q) || *q == ','))
                q++;
            if (q < end && (*q == '}' || *q == ']')) {
                p = q;
                continue;
            }
        }
        al_buf_add_byte(out, *p++);
    }
}

static void keep(struct graph *g, json_t ***list, size_t *count, size_t *room, json_t *value)
{
    if (!al_grow(list, room, *count, sizeof **list)) {
        g->failed = true;
        return;
    }
    (*list)[(*count)++] = value;
}

static void load(struct graph *g, const al_dom_node *script, size_t *room)
{
    al_buf raw;
    al_buf_init(&raw, BLOCK);
    for (const al_dom_node *t = script->first; t; t = t->next)
        if (t->tag == AL_TAG_TEXT && t->size < BLOCK)
            clean(g->dom->text.data + t->from, g->dom->text.data + t->from + t->size, &raw);
    g->failed = g->failed || raw.starved;
    json_t *value = raw.size && !raw.failed ? json_loadb(raw.data, raw.size, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
    if (value) {
        size_t before = g->root_count;
        keep(g, &g->roots, &g->root_count, room, value);
        if (g->root_count == before)
            json_decref(value);
    }
    al_buf_release(&raw);
}

/* All objects within the roots, those nearer the top first. */
static void flatten(struct graph *g)
{
    for (size_t i = 0; i < g->root_count; i++)
        keep(g, &g->objects, &g->count, &g->room, g->roots[i]);
    for (size_t i = 0; i < g->count && g->count < OBJECTS; i++) {
        json_t *v = g->objects[i], *child;
        const char *key;
        size_t k;
        if (json_is_array(v)) {
            json_array_foreach(v, k, child)
                if (json_is_object(child) || json_is_array(child))
                    keep(g, &g->objects, &g->count, &g->room, child);
        } else {
            json_object_foreach(v, key, child)
                if (json_is_object(child) || json_is_array(child))
                    keep(g, &g->objects, &g->count, &g->room, child);
        }
    }
}

/* ---- reading values ---- */

const char *al_ld_plain(al_dom *dom, const char *text)
{
    al_buf out, flat;
    al_buf_init(&out, BLOCK);
    al_buf_init(&flat, BLOCK);
    for (const char *p = text; *p;) {
        const char *semi = *p == '&' ? strchr(p, ';') : NULL;
        if (semi && semi - p > 2 && semi - p < 12) {
            char name[12];
            memcpy(name, p + 1, (size_t)(semi - p - 1));
            name[semi - p - 1] = '\0';
            const htmlEntityDesc *e = htmlEntityLookup(BAD_CAST name);
            unsigned long c = e ? e->value : name[0] != '#' ? 0 :
                (name[1] | 0x20) == 'x' ? strtoul(name + 2, NULL, 16) : strtoul(name + 1, NULL, 10);
            if (strcmp(name, "apos") == 0)
                c = '\'';
            if (c && c < 0x110000 && !(c >= 0xD800 && c < 0xE000)) {
                al_buf_add_code_point(&out, (unsigned)c);
                p = semi + 1;
                continue;
            }
        }
        if (*p == '<' && (isalpha((unsigned char)p[1]) || p[1] == '/')) {
            const char *close = strchr(p, '>');
            if (close) {
                al_buf_add_byte(&out, ' ');
                p = close + 1;
                continue;
            }
        }
        al_buf_add_byte(&out, *p++);
    }
    al_text_collapse(&flat, al_buf_string(&out), out.size);
    const char *copy = out.failed || flat.failed ? NULL : al_arena_copy(&dom->arena, al_buf_string(&flat), flat.size);
    al_buf_release(&out);
    al_buf_release(&flat);
    return copy;
}

/* The value as text: a string, the first of a list, or an object's name, @value or url. */
static const char *string_of(const json_t *v)
{
    for (int i = 0; v && i < 4; i++) {
        if (json_is_string(v))
            return *json_string_value(v) ? json_string_value(v) : NULL;
        if (json_is_array(v)) {
            v = json_array_get(v, 0);
            continue;
        }
        const json_t *name = json_object_get(v, "name");
        if (!name)
            name = json_object_get(v, "@value");
        v = name ? name : json_object_get(v, "url");
    }
    return NULL;
}

static const char *text_of(struct graph *g, const json_t *object, const char *key)
{
    const char *s = string_of(json_object_get(object, key));
    if (!s)
        return NULL;
    const char *copy = al_ld_plain(g->dom, s);
    g->failed = g->failed || !copy;
    return copy && *copy ? copy : NULL;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcasecmp(s + n - m, end) == 0;
}

static bool type_matches(const json_t *object, bool (*fits)(const char *))
{
    const json_t *type = json_object_get(object, "@type"), *one;
    size_t i;
    if (json_is_string(type))
        return fits(json_string_value(type));
    json_array_foreach(type, i, one)
        if (json_is_string(one) && fits(json_string_value(one)))
            return true;
    return false;
}

static bool is_article(const char *type)
{
    return ends_with(type, "Article") || ends_with(type, "Posting") || ends_with(type, "Report") ||
           ends_with(type, "Review") || ends_with(type, "Recipe") || ends_with(type, "CreativeWork");
}

static bool is_page(const char *type)
{
    return ends_with(type, "WebPage") || ends_with(type, "ItemPage");
}

static bool is_video(const char *type)
{
    return ends_with(type, "VideoObject") || ends_with(type, "Clip");
}

static bool is_audio(const char *type)
{
    return ends_with(type, "AudioObject") || ends_with(type, "PodcastEpisode");
}

static const json_t *by_id(struct graph *g, const char *id)
{
    for (size_t i = 0; i < g->count; i++) {
        const json_t *o = g->objects[i];
        const char *have = json_string_value(json_object_get(o, "@id"));
        if (have && strcmp(have, id) == 0 && json_object_get(o, "name"))
            return o;
    }
    return NULL;
}

static void add_author(struct graph *g, al_ld *ld, const char *name)
{
    const char *copy = al_ld_plain(g->dom, name);
    al_name **at = &ld->authors, *n = al_arena_alloc(&g->dom->arena, sizeof *n);
    g->failed = g->failed || !copy || !n;
    if (!copy || !n || !*copy)
        return;
    int count = 0;
    for (; *at; at = &(*at)->next)
        if (++count > NAMES || strcmp((*at)->text, copy) == 0)
            return;
    n->text = copy;
    *at = n;
}

/* Authors are strings, objects, lists of either, or references into the graph. */
static void add_authors(struct graph *g, al_ld *ld, const json_t *v)
{
    const json_t *list = json_is_array(v) ? v : NULL;
    size_t n = list ? json_array_size(list) : 1;
    for (size_t i = 0; i < n; i++) {
        const json_t *one = list ? json_array_get(list, i) : v, *part;
        if (json_is_object(one) && !json_object_get(one, "name") && json_is_string(json_object_get(one, "@id"))) {
            const json_t *found = by_id(g, json_string_value(json_object_get(one, "@id")));
            one = found ? found : one;
        }
        const json_t *names = json_is_object(one) ? json_object_get(one, "name") : one;
        size_t k;
        if (json_is_string(names))
            add_author(g, ld, json_string_value(names));
        json_array_foreach(names, k, part)
            if (string_of(part))
                add_author(g, ld, string_of(part));
    }
}

static void take(struct graph *g, const char **field, const json_t *o, const char *key)
{
    if (!*field)
        *field = text_of(g, o, key);
}

static void read_article(struct graph *g, al_ld *ld, const json_t *o)
{
    take(g, &ld->headline, o, "headline");
    take(g, &ld->published, o, "datePublished");
    take(g, &ld->modified, o, "dateModified");
    take(g, &ld->language, o, "inLanguage");
    take(g, &ld->url, o, "url");
    take(g, &ld->description, o, "description");
    take(g, &ld->body, o, "articleBody");
    take(g, &ld->headline, o, "name");
    const json_t *free_to_read = json_object_get(o, "isAccessibleForFree");
    const char *word = json_string_value(free_to_read);
    ld->paid = json_is_false(free_to_read) || (word && strcasecmp(word, "false") == 0);
    if (!ld->publisher) {
        const json_t *p = json_object_get(o, "publisher");
        const char *id = json_string_value(json_object_get(p, "@id"));
        const json_t *found = id && !json_object_get(p, "name") ? by_id(g, id) : NULL;
        ld->publisher = found ? text_of(g, found, "name") : text_of(g, o, "publisher");
    }
    if (!ld->authors)
        add_authors(g, ld, json_object_get(o, "author"));
    if (!ld->authors)
        add_authors(g, ld, json_object_get(o, "creator"));
}

static void read_medium(struct graph *g, al_ld *ld, const json_t *o, al_kind kind)
{
    al_ld_medium **at = &ld->media, *m = al_arena_alloc(&g->dom->arena, sizeof *m);
    if (!m) {
        g->failed = true;
        return;
    }
    const char *duration = string_of(json_object_get(o, "duration"));
    m->kind = kind;
    m->title = text_of(g, o, "name");
    if (!m->title)
        m->title = text_of(g, o, "headline");
    m->url = text_of(g, o, "embedUrl");
    if (!m->url)
        m->url = text_of(g, o, "contentUrl");
    m->seconds = duration ? al_ld_seconds(duration) : -1;
    for (int n = 0; *at; at = &(*at)->next)
        if (++n > NAMES)
            return;
    *at = m;
}

static void read_graph(struct graph *g, al_ld *ld)
{
    const json_t *first = NULL;
    for (size_t i = 0; i < g->count && !first; i++)
        if (type_matches(g->objects[i], is_article) && json_object_get(g->objects[i], "headline"))
            first = g->objects[i];
    for (size_t i = 0; i < g->count && !first; i++)
        if (type_matches(g->objects[i], is_article))
            first = g->objects[i];
    if (first)
        read_article(g, ld, first);
    for (size_t i = 0; i < g->count; i++) {
        const json_t *o = g->objects[i];
        if (type_matches(o, is_video))
            read_medium(g, ld, o, AL_VIDEO);
        else if (type_matches(o, is_audio))
            read_medium(g, ld, o, AL_AUDIO);
        else if (type_matches(o, is_page)) {
            take(g, &ld->published, o, "datePublished");
            take(g, &ld->modified, o, "dateModified");
            take(g, &ld->language, o, "inLanguage");
            if (!ld->authors)
                add_authors(g, ld, json_object_get(o, "author"));
        }
    }
}

bool al_ld_read(al_dom *dom, al_ld *out)
{
    struct graph g = { .dom = dom };
    size_t room = 0;
    memset(out, 0, sizeof *out);
    for (uint32_t i = 1; i <= dom->count && !g.failed; i++) {
        const al_dom_node *n = dom->nodes[i];
        const char *type = n->tag == AL_TAG_SCRIPT ? al_dom_attr(n, "type") : NULL;
        if (type && strncasecmp(type, "application/ld+json", 19) == 0)
            load(&g, n, &room);
    }
    flatten(&g);
    if (!g.failed)
        read_graph(&g, out);
    for (size_t i = 0; i < g.root_count; i++)
        json_decref(g.roots[i]);
    free(g.roots);
    free(g.objects);
    return !g.failed;
}

static long clock_seconds(const char *p)
{
    long total = 0;
    for (int parts = 0; parts < 3; parts++) {
        char *end;
        if (!isdigit((unsigned char)*p))
            return -1;
        long n = strtol(p, &end, 10);
        if (n > 100000)
            return -1;
        total = total * 60 + n;
        if (!*end)
            return total;
        if (*end != ':')
            return -1;
        p = end + 1;
    }
    return -1;
}

long al_ld_seconds(const char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    if ((*s | 0x20) != 'p')
        return clock_seconds(s);
    double total = 0;
    bool time = false, any = false;
    for (s++; *s; s++) {
        if ((*s | 0x20) == 't') {
            time = true;
            continue;
        }
        char *end;
        double n = isdigit((unsigned char)*s) ? strtod(s, &end) : -1;
        if (n < 0 || n > 1e7)
            return -1;
        switch (*end | 0x20) {
        case 'w': total += n * 604800; break;
        case 'd': total += n * 86400; break;
        case 'h': total += n * 3600; break;
        case 'm': total += time ? n * 60 : n * 2592000; break;
        case 's': total += n; break;
        default: return -1;
        }
        any = true;
        s = end;
    }
    return any && total < 1e8 ? (long)(total + 0.5) : -1;
}
