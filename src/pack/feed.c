#include "pack/feed.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/data.h"
#include "base/file.h"
#include "base/grow.h"
#include "base/text.h"
#include "pack/date.h"
#include "pack/pack.h"

/* What podcast.ini says. */
#define SETTINGS(X) X(address) X(title) X(author) X(email) X(description) X(image) X(language) X(listed)

#define GENERATOR "<generator>aloud "

typedef struct settings {
#define X(name) char *name;
    SETTINGS(X)
#undef X
    const char *path;
    aloud_error *err;
} settings;

typedef struct episode {
    json_t *facts;
    char *folder; /* its name */
} episode;

typedef struct feed {
    const char *folder;
    settings set;
    episode *at;
    size_t count, room;
    aloud_error *err;
} feed;

/* ---- podcast.ini ---------------------------------------------------------------------------------------------------- */

static void release_settings(settings *s)
{
#define X(name) free(s->name);
    SETTINGS(X)
#undef X
}

static int take_setting(void *user, long line, const char *section, const char *key, const char *value)
{
    settings *s = user;
    char **to = NULL;
    (void)section;
#define X(name)                                                                                                        \
    if (strcmp(key, #name) == 0)                                                                                       \
        to = &s->name;
    SETTINGS(X)
#undef X
    if (!to)
        return al_fail_at(s->err, ALOUD_ERROR_OUTPUT, line,
                          "%s:%ld: there is no setting '%.40s'; there are address, title, author, email, description, image, "
                          "language and listed",
                          s->path, line, key);
    free(*to);
    *to = strdup(value);
    return *to ? 0 : al_fail_memory(s->err);
}

static int path_in(const char *folder, const char *file, al_buf *out, aloud_error *err)
{
    al_buf_init(out, 1 << 16);
    al_buf_printf(out, "%s/%s", folder, file);
    return out->failed ? al_fail_memory(err) : 0;
}

/* 0, 1 where there is no file; the settings are to be released all the same. */
static int read_settings(const char *folder, settings *s, aloud_error *err)
{
    al_buf path;
    *s = (settings){ .err = err };
    int status = path_in(folder, AL_FEED_SETTINGS, &path, err);
    s->path = al_buf_string(&path);
    if (!status)
        status = al_data_ini(path.data, take_setting, s, err);
    al_buf_release(&path);
    s->path = NULL;
    if (status >= 0 || status == ALOUD_ERROR_MEMORY)
        return status;
    if (err) {
        err->status = ALOUD_ERROR_OUTPUT; /* the text begins with file and line, which are not the article's */
        err->line = 0;
    }
    return ALOUD_ERROR_OUTPUT;
}

int al_feed_check(const char *address, aloud_error *err)
{
    const char *host = strncmp(address, "http://", 7) == 0 ? address + 7 : strncmp(address, "https://", 8) == 0 ? address + 8 : "";
    if (!*host || *host == '/' || strpbrk(address, "?# \t\r\n\"<>") || strlen(address) > 160)
        return al_fail(err, ALOUD_ERROR_USAGE, "address '%.160s': say where the output folder is served, such as "
                                               "https://example.org/listen", address);
    return 0;
}

static const char template[] =
    "; The podcast that feed.xml in this folder is.  Written once; change what you like, and convert an article again.\n"
    "; title, author, email, description and language are what apps show.\n"
    "; image is the address of a square picture, JPEG or PNG.\n"
    "; listed = yes lets the directories of podcasts list it, which is not asked for else.\n"
    "title = Articles read aloud\n";

int al_feed_keep(const char *folder, const char *address, aloud_error *err)
{
    al_buf path, was, out;
    al_buf_init(&was, AL_DATA_LIMIT);
    al_buf_init(&out, AL_DATA_LIMIT);
    int status = al_file_mkdirs(folder, err);
    if (status)
        return status;
    status = path_in(folder, AL_FEED_SETTINGS, &path, err);
    if (!status)
        status = al_data_file(path.data, &was, err);
    if (status == 1)
        al_buf_add_string(&was, template);
    size_t n = strlen(address);
    while (n && address[n - 1] == '/')
        n--;
    al_buf_printf(&out, "address = %.*s\n", (int)n, address);
    for (const char *line = al_buf_string(&was); *line;) {
        size_t size = strcspn(line, "\n");
        size += line[size] == '\n';
        if (strncmp(line, "address", 7) != 0 || !strchr(" \t=", line[7]))
            al_buf_add(&out, line, size);
        line += size;
    }
    if (status >= 0)
        status = was.failed ? al_fail_memory(err) : al_pack_put(path.data, &out, err);
    al_buf_release(&path);
    al_buf_release(&was);
    al_buf_release(&out);
    return status;
}

/* Whether feed.xml is ours to write: it is not there, or says that we made it. */
static int check_owner(const char *folder, aloud_error *err)
{
    al_buf path, text;
    al_buf_init(&text, SIZE_MAX / 4);
    int status = path_in(folder, AL_FEED_FILE, &path, err);
    if (!status && access(path.data, F_OK) == 0)
        status = al_file_read(path.data, &text, err);
    if (!status && text.size && !strstr(al_buf_string(&text), GENERATOR))
        status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s was not made by aloud; move it away, or choose another folder with -o",
                         path.data);
    al_buf_release(&text);
    al_buf_release(&path);
    return status;
}

static int open_settings(const char *folder, settings *s, const char *given, aloud_error *err)
{
    int status = read_settings(folder, s, err);
    int owner = status < 0 ? status : check_owner(folder, err);
    if (owner || given)
        return owner;
    if (status)
        return status;
    if (!s->address || !*s->address)
        return 1;
    aloud_error why;
    if (al_feed_check(s->address, &why))
        return al_fail(err, ALOUD_ERROR_OUTPUT, "%s/%s: %s", folder, AL_FEED_SETTINGS, why.text);
    for (size_t n = strlen(s->address); n && s->address[n - 1] == '/'; n--)
        s->address[n - 1] = '\0';
    return 0;
}

int al_feed_ready(const char *folder, const char *given, aloud_error *err)
{
    settings s;
    int status = open_settings(folder, &s, given, err);
    release_settings(&s);
    return status;
}

/* ---- episodes ------------------------------------------------------------------------------------------------------- */

static const char *fact(const episode *e, const char *key)
{
    const char *text = json_string_value(json_object_get(e->facts, key));
    return text ? text : "";
}

static long long number(const episode *e, const char *key)
{
    return (long long)json_integer_value(json_object_get(e->facts, key));
}

/* The episode in a folder, where it has one; a damaged one is none. */
static int take_folder(void *user, const char *name)
{
    feed *f = user;
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s/%s" AL_FEED_EPISODE, f->folder, name, name);
    if (path.failed)
        return al_fail_memory(f->err);
    episode e = { .facts = json_load_file(path.data, 0, NULL) };
    al_buf_cut(&path, path.size - strlen(AL_FEED_EPISODE));
    al_buf_add_string(&path, ".mp3");
    bool whole = e.facts && *fact(&e, "guid") && *fact(&e, "title") && access(al_buf_string(&path), R_OK) == 0;
    al_buf_release(&path);
    e.folder = whole ? strdup(name) : NULL;
    if (whole && (!e.folder || !al_grow(&f->at, &f->room, f->count, sizeof *f->at))) {
        json_decref(e.facts);
        free(e.folder);
        return al_fail_memory(f->err);
    }
    if (whole)
        f->at[f->count++] = e;
    else
        json_decref(e.facts);
    return 0;
}

/* The one added last first. */
static int compare(const void *a, const void *b)
{
    const episode *x = a, *y = b;
    long long one = number(x, "added"), other = number(y, "added");
    return one != other ? (one < other) - (one > other) : strcmp(x->folder, y->folder);
}

/* ---- the feed ------------------------------------------------------------------------------------------------------- */

static void add_element(al_buf *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    al_buf_printf(out, "<%s>", name);
    al_pack_html(out, text);
    al_buf_printf(out, "</%s>\n", name);
}

static void add_address(const feed *f, al_buf *out, const char *folder, const char *file)
{
    al_pack_html(out, f->set.address);
    if (folder) {
        al_buf_add_byte(out, '/');
        al_pack_url(out, folder);
    }
    al_buf_add_byte(out, '/');
    al_pack_url(out, file);
}

/* A file of the episode's: its folder's name with a suffix behind it. */
static void add_file(const feed *f, al_buf *out, const episode *e, const char *suffix)
{
    al_buf name;
    al_buf_init(&name, 1 << 16);
    al_buf_printf(&name, "%s%s", e->folder, suffix);
    add_address(f, out, e->folder, al_buf_string(&name));
    out->failed = out->failed || name.failed;
    al_buf_release(&name);
}

/* Of the namespace's list of roles; without one a person would be the host. */
static void add_writer(al_buf *out, const char *name)
{
    al_buf_add_string(out, "<podcast:person role=\"author\" group=\"writing\">");
    al_pack_html(out, name ? name : "");
    al_buf_add_string(out, "</podcast:person>\n");
}

static void add_item(const feed *f, al_buf *out, const episode *e)
{
    size_t i;
    json_t *author;
    al_date date = { number(e, "added") };
    long long seconds = number(e, "seconds");
    al_buf_add_string(out, "<item>\n");
    add_element(out, "title", fact(e, "title"));
    add_element(out, "link", fact(e, "link"));
    add_element(out, "description", fact(e, "about"));
    al_buf_add_string(out, "<guid isPermaLink=\"false\">");
    al_pack_html(out, fact(e, "guid"));
    al_buf_add_string(out, "</guid>\n<pubDate>");
    al_date_mail(out, &date);
    al_buf_add_string(out, "</pubDate>\n<enclosure url=\"");
    add_file(f, out, e, ".mp3");
    al_buf_printf(out, "\" length=\"%lld\" type=\"audio/mpeg\"/>\n", number(e, "bytes"));
    al_buf_printf(out, "<itunes:duration>%lld:%02lld:%02lld</itunes:duration>\n<itunes:explicit>false</itunes:explicit>\n",
                  seconds / 3600, seconds / 60 % 60, seconds % 60);
    json_array_foreach(json_object_get(e->facts, "authors"), i, author) {
        if (i == 0)
            add_element(out, "itunes:author", json_string_value(author));
        add_writer(out, json_string_value(author));
    }
    al_buf_add_string(out, "<podcast:chapters url=\"");
    add_file(f, out, e, ".chapters.json");
    al_buf_add_string(out, "\" type=\"application/json+chapters\"/>\n<podcast:transcript url=\"");
    add_file(f, out, e, ".transcript.vtt");
    al_buf_add_string(out, "\" type=\"text/vtt\" language=\"");
    al_pack_html(out, fact(e, "language"));
    al_buf_add_string(out, "\"/>\n</item>\n");
}

static void add_channel(const feed *f, al_buf *out)
{
    const settings *s = &f->set;
    const char *title = s->title && *s->title ? s->title : "Articles read aloud";
    al_buf_add_string(out, "<title>");
    al_pack_html(out, title);
    al_buf_add_string(out, "</title>\n<link>");
    al_pack_html(out, s->address);
    al_buf_add_string(out, "/</link>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    add_address(f, out, NULL, AL_FEED_FILE);
    al_buf_add_string(out, "\"/>\n<description>");
    al_pack_html(out, s->description && *s->description ? s->description : title);
    al_buf_add_string(out, "</description>\n" GENERATOR ALOUD_VERSION "</generator>\n");
    add_element(out, "language", s->language && *s->language ? s->language : f->count ? fact(&f->at[0], "language") : "en");
    add_element(out, "itunes:author", s->author);
    if (s->email && *s->email) {
        al_buf_add_string(out, "<itunes:owner>\n");
        add_element(out, "itunes:name", s->author && *s->author ? s->author : title);
        add_element(out, "itunes:email", s->email);
        al_buf_add_string(out, "</itunes:owner>\n");
    }
    if (s->image && *s->image) {
        al_buf_add_string(out, "<itunes:image href=\"");
        al_pack_html(out, s->image);
        al_buf_add_string(out, "\"/>\n");
    }
    al_buf_add_string(out, "<itunes:category text=\"News\"/>\n<itunes:explicit>false</itunes:explicit>\n"
                           "<itunes:type>episodic</itunes:type>\n");
    if (!s->listed || strcmp(s->listed, "yes") != 0)
        al_buf_add_string(out, "<itunes:block>Yes</itunes:block>\n<podcast:block>yes</podcast:block>\n");
}

/* Whether an episode before it has its GUID: an article whose folder got another name, while the old one is still there. */
static bool is_double(const feed *f, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(fact(&f->at[i], "guid"), fact(&f->at[index], "guid")) == 0)
            return true;
    return false;
}

static int write_feed(feed *f, aloud_error *err)
{
    al_buf path, out;
    int status = al_data_list(f->folder, "", take_folder, f, err);
    if (status)
        return status;
    if (f->count)
        qsort(f->at, f->count, sizeof *f->at, compare);
    al_buf_init(&out, SIZE_MAX / 4);
    al_buf_add_string(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
                            "xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                            "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" "
                            "xmlns:podcast=\"https://podcastindex.org/namespace/1.0\">\n<channel>\n");
    add_channel(f, &out);
    for (size_t i = 0; i < f->count; i++)
        if (!is_double(f, i))
            add_item(f, &out, &f->at[i]);
    al_buf_add_string(&out, "</channel>\n</rss>\n");
    status = path_in(f->folder, AL_FEED_FILE, &path, err);
    if (status)
        al_buf_release(&out);
    else
        status = al_pack_put(path.data, &out, err);
    al_buf_release(&path);
    return status;
}

int al_feed_write(const char *folder, aloud_error *err)
{
    feed f = { .folder = folder, .err = err };
    /* One at a time: who looked first must not write last. */
    int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0)
        flock(lock, LOCK_EX);
    int status = open_settings(folder, &f.set, NULL, err);
    if (!status)
        status = write_feed(&f, err);
    if (lock >= 0)
        close(lock);
    for (size_t i = 0; i < f.count; i++) {
        json_decref(f.at[i].facts);
        free(f.at[i].folder);
    }
    free(f.at);
    release_settings(&f.set);
    return status;
}
