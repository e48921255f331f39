#include "read/front_matter.h"

#include <string.h>
#include <strings.h>
#include <yaml.h>

#include "base/text.h"
#include "read/date.h"

static const size_t MOST = 1 << 20;

static size_t line_end(const char *text, size_t size, size_t at)
{
    const char *end = memchr(text + at, '\n', size - at);
    return end ? (size_t)(end - text) + 1 : size;
}

/* Whether the line text[at, end) is the mark and nothing else. */
static bool is_mark(const char *text, size_t at, size_t end, const char *mark)
{
    size_t n = strlen(mark);
    if (end - at < n || memcmp(text + at, mark, n) != 0)
        return false;
    for (size_t i = at + n; i < end; i++)
        if (!strchr(" \t\r\n", text[i]))
            return false;
    return true;
}

/* "key: value" or "key = value", as the first line that says something must be. */
static bool is_pair(const char *text, size_t at, size_t end, char sign)
{
    size_t from = at;
    while (at < end && text[at] != sign && text[at] != ' ' && text[at] != '\n')
        at++;
    size_t key = at;
    while (at < end && text[at] == ' ')
        at++;
    if (key == from || at >= end || text[at] != sign || strchr("#-*>[", text[from]))
        return false;
    return sign == '=' || at + 1 >= end || strchr(" \t\r\n", text[at + 1]);
}

size_t al_front_matter_size(const char *text, size_t size)
{
    bool toml = size > 3 && text[0] == '+';
    const char *mark = toml ? "+++" : "---";
    size_t at = line_end(text, size, 0);
    if (!is_mark(text, 0, at, mark))
        return 0;
    while (at < size && (text[at] == '#' || text[at] == '\n' || text[at] == '\r'))
        at = line_end(text, size, at);
    if (at >= size || !is_pair(text, at, line_end(text, size, at), toml ? '=' : ':'))
        return 0;
    while (at < size && at < MOST) {
        size_t end = line_end(text, size, at);
        if (is_mark(text, at, end, mark) || (!toml && is_mark(text, at, end, "...")))
            return end;
        at = end;
    }
    return 0;
}

/* ---- YAML ---- */

enum { DEEPEST = 8 };

struct facts {
    al_article *article;
    char key[32];          /* of the root's pair being read; "" where it is none of interest */
    char keys[DEEPEST][32]; /* last key at each depth of mappings */
    bool value[DEEPEST];   /* the next scalar there is a value */
    bool mapping[DEEPEST];
    int depth;
    bool failed;
};

static bool is_any(const char *key, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp(key, *names) == 0)
            return true;
    return false;
}

static void keep(struct facts *f, const char **to, const char *value)
{
    if (*to)
        return;
    *to = al_arena_string(&f->article->arena, value);
    f->failed = f->failed || !*to;
}

static void keep_date(struct facts *f, const char **to, const char *value)
{
    char date[40];
    if (al_date_read(value, date, sizeof date))
        keep(f, to, date);
}

/* A value of the root's pair `key`; `inner` is the key that it has within that, or "". */
static void take(struct facts *f, const char *key, const char *inner, const char *value)
{
    static const char *const author[] = { "author", "authors", "by", "byline", NULL };
    static const char *const published[] = { "date", "published", "pubdate", "publishdate", "created", NULL };
    static const char *const modified[] = { "lastmod", "modified", "updated", "last_modified_at", NULL };
    static const char *const language[] = { "lang", "language", "locale", NULL };
    static const char *const address[] = { "canonical", "canonical_url", NULL };
    static const char *const standfirst[] = { "subtitle", "standfirst", "deck", "lead", NULL };
    al_article *a = f->article;
    if (al_text_is_blank(value))
        return;
    if (is_any(key, author)) {
        if (!*inner || strcasecmp(inner, "name") == 0)
            f->failed = !al_article_byline(a, value) || f->failed;
    } else if (*inner) {
        return;
    } else if (strcasecmp(key, "title") == 0) {
        keep(f, &a->title, value);
    } else if (is_any(key, published)) {
        keep_date(f, &a->published, value);
    } else if (is_any(key, modified)) {
        keep_date(f, &a->modified, value);
    } else if (is_any(key, language)) {
        keep(f, &a->language, value);
    } else if (is_any(key, address)) {
        keep(f, &a->url, value);
    } else if (is_any(key, standfirst)) {
        f->failed = !al_node_add(a, a->root, AL_STANDFIRST, 1, value, "front-matter") || f->failed;
    }
}

static void scalar(struct facts *f, const char *value)
{
    int d = f->depth - 1;
    if (d < 0 || d >= DEEPEST)
        return;
    if (f->mapping[d] && !f->value[d]) {
        strncpy(f->keys[d], value, sizeof f->keys[d] - 1);
        f->keys[d][sizeof f->keys[d] - 1] = '\0';
        f->value[d] = true;
        return;
    }
    const char *inner = "";
    for (int i = 1; i <= d; i++)
        inner = f->mapping[i] ? f->keys[i] : inner;
    take(f, f->keys[0], inner, value);
    f->value[d] = false;
}

static void begin(struct facts *f, bool mapping)
{
    if (f->depth < DEEPEST) {
        f->mapping[f->depth] = mapping;
        f->value[f->depth] = false;
        f->keys[f->depth][0] = '\0';
    }
    f->depth++;
}

static void end(struct facts *f)
{
    f->depth--;
    if (f->depth > 0 && f->depth <= DEEPEST)
        f->value[f->depth - 1] = false;
}

/* True while more may come. */
static bool step(struct facts *f, yaml_parser_t *parser)
{
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event)) {
        f->failed = f->failed || parser->error == YAML_MEMORY_ERROR;
        return false;
    }
    bool more = event.type != YAML_STREAM_END_EVENT && event.type != YAML_DOCUMENT_END_EVENT;
    switch (event.type) {
    case YAML_SCALAR_EVENT: scalar(f, (const char *)event.data.scalar.value); break;
    case YAML_ALIAS_EVENT: scalar(f, ""); break; /* not followed: an alias may stand for a million of them */
    case YAML_MAPPING_START_EVENT: begin(f, true); break;
    case YAML_SEQUENCE_START_EVENT: begin(f, false); break;
    case YAML_MAPPING_END_EVENT: case YAML_SEQUENCE_END_EVENT: end(f); break;
    default: break;
    }
    yaml_event_delete(&event);
    return more && !f->failed;
}

/* ---- TOML: only `key = "value"` lines of the root table ---- */

static void read_toml(struct facts *f, const char *text, size_t size)
{
    for (size_t at = line_end(text, size, 0), end_at; at < size && text[at] != '['; at = end_at) {
        char key[32], value[1024];
        end_at = line_end(text, size, at);
        size_t n = strcspn(text + at, " =\n"), from;
        if (n == 0 || n >= sizeof key || !is_pair(text, at, end_at, '='))
            continue;
        memcpy(key, text + at, n);
        key[n] = '\0';
        from = at + n + strspn(text + at + n, " =");
        size_t quote = text[from] == '"' || text[from] == '\'';
        from += quote;
        n = strcspn(text + from, quote ? "\"'\n" : " \r\n");
        if (n >= sizeof value)
            continue;
        memcpy(value, text + from, n);
        value[n] = '\0';
        take(f, key, "", value);
    }
}

int al_front_matter_read(const char *text, size_t size, al_article *article, aloud_error *err)
{
    struct facts f = { .article = article };
    if (text[0] == '+') {
        read_toml(&f, text, size);
        return f.failed ? al_fail_memory(err) : 0;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return al_fail_memory(err);
    size_t from = line_end(text, size, 0);
    while (size > from && text[size - 1] != '-' && text[size - 1] != '.')
        size--;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text + from, size - from - (size - from >= 3 ? 3 : 0));
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    while (step(&f, &parser))
        continue;
    yaml_parser_delete(&parser);
    return f.failed ? al_fail_memory(err) : 0;
}
