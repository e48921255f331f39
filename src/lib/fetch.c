#include "lib/fetch.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/library.h"

enum { MOST_REDIRECTS = 10, MOST_URL = 8000 };

const al_fetch_limits al_fetch_usual = { .bytes = 256 << 20, .connect = 15, .all = 60, .slow_bytes = 64, .slow = 20 };

/* libcurl is loaded when an address is read: with what it needs itself it would double the program's start. */
#define FUNCTIONS(X)                                                                                                   \
    X(curl_global_init) X(curl_global_cleanup) X(curl_easy_init) X(curl_easy_setopt) X(curl_easy_perform)              \
    X(curl_easy_getinfo) X(curl_easy_strerror) X(curl_easy_cleanup)

#undef curl_easy_setopt
#undef curl_easy_getinfo

struct functions {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
};

struct transfer {
    struct functions f;
    CURL *curl;
    al_fetched *page;
    const al_fetch_limits *limits;
    bool large; /* more came than may */
    char why[CURL_ERROR_SIZE];
};

static int load(struct functions *f, aloud_error *err)
{
    static const char *const files[] = { "libcurl-gnutls.so.4", "libcurl.so.4", "libcurl.so", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(struct functions, name) },
        FUNCTIONS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_INPUT, err);
}

bool al_fetch_is_url(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

static size_t take(char *bytes, size_t one, size_t count, void *user)
{
    struct transfer *t = user;
    size_t size = one * count;
    if (size > t->limits->bytes || t->page->bytes.size > t->limits->bytes - size) {
        t->large = true;
        return 0;
    }
    al_buf_add(&t->page->bytes, bytes, size);
    return t->page->bytes.failed ? 0 : size;
}

static void set_up(struct transfer *t, const char *url)
{
    const struct functions *f = &t->f;
    CURL *c = t->curl;
    f->curl_easy_setopt(c, CURLOPT_URL, url);
    f->curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    f->curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    f->curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    f->curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)MOST_REDIRECTS);
    f->curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, t->limits->connect);
    f->curl_easy_setopt(c, CURLOPT_TIMEOUT, t->limits->all);
    f->curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, t->limits->slow_bytes);
    f->curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, t->limits->slow);
    f->curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->limits->bytes);
    f->curl_easy_setopt(c, CURLOPT_USERAGENT, "aloud/" ALOUD_VERSION);
    f->curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, ""); /* whatever libcurl can unpack */
    f->curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    f->curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    f->curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->why);
    f->curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    f->curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
}

static int explain(const struct transfer *t, CURLcode code, aloud_error *err)
{
    const char *why = t->why[0] ? t->why : t->f.curl_easy_strerror(code);
    switch (code) {
    case CURLE_OUT_OF_MEMORY: return al_fail_memory(err);
    case CURLE_URL_MALFORMAT: return al_fail(err, ALOUD_ERROR_INPUT, "is no proper address (%s); check it", why);
    case CURLE_UNSUPPORTED_PROTOCOL:
        if (strstr(why, "HTTP/0.9"))
            return al_fail(err, ALOUD_ERROR_INPUT, "cannot be fetched: what answers is no web server");
        return al_fail(err, ALOUD_ERROR_INPUT, "leads to something else than http or https (%s)", why);
    case CURLE_COULDNT_RESOLVE_HOST: case CURLE_COULDNT_RESOLVE_PROXY:
        return al_fail(err, ALOUD_ERROR_INPUT, "its host is unknown (%s); check the address and the connection", why);
    case CURLE_COULDNT_CONNECT: return al_fail(err, ALOUD_ERROR_INPUT, "its host does not answer (%s); try again later", why);
    case CURLE_TOO_MANY_REDIRECTS:
        return al_fail(err, ALOUD_ERROR_INPUT, "leads on and on, %d times and more; open it in a browser and name where it ends",
                       MOST_REDIRECTS);
    case CURLE_OPERATION_TIMEDOUT: return al_fail(err, ALOUD_ERROR_INPUT, "takes too long (%s); try again later", why);
    case CURLE_PEER_FAILED_VERIFICATION: case CURLE_SSL_CONNECT_ERROR: case CURLE_SSL_CERTPROBLEM: case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER: case CURLE_SSL_ISSUER_ERROR:
        return al_fail(err, ALOUD_ERROR_INPUT, "its connection is not secure (%s); aloud reads nothing from it", why);
    case CURLE_FILESIZE_EXCEEDED:
        return al_fail(err, ALOUD_ERROR_INPUT, "is larger than %zu MiB; that is no article", t->limits->bytes >> 20);
    case CURLE_WRITE_ERROR:
        if (t->large)
            return al_fail(err, ALOUD_ERROR_INPUT, "is larger than %zu MiB; that is no article", t->limits->bytes >> 20);
        if (t->page->bytes.failed)
            return al_fail_memory(err);
        /* fall through */
    default: return al_fail(err, ALOUD_ERROR_INPUT, "cannot be fetched: %s", why);
    }
}

static int check_status(long status, aloud_error *err)
{
    if (status >= 200 && status < 300)
        return 0;
    const char *what = status == 404 || status == 410   ? "there is no such page; check the address"
                       : status == 401 || status == 402 ? "it is for those who log in or pay; save it from a browser and name that"
                       : status == 403 || status == 451 ? "it is refused; save it from a browser and name that"
                       : status == 429                  ? "too much was asked of it lately; try again later"
                       : status >= 500                  ? "it is out of order; try again later"
                                                        : "that is no page; check the address";
    return al_fail(err, ALOUD_ERROR_INPUT, "answers with HTTP status %ld: %s", status, what);
}

/* Pictures, films and the like are told by their type; anything that may be text is left to the readers. */
static int check_type(const char *type, aloud_error *err)
{
    static const char *const kinds[] = { "image/", "video/", "audio/", "font/", "model/", "application/pdf", "application/msword",
                                         "application/vnd.openxmlformats", "application/vnd.ms-", "application/javascript",
                                         "text/css", "text/javascript", NULL };
    for (int i = 0; kinds[i]; i++)
        if (strncasecmp(type, kinds[i], strlen(kinds[i])) == 0)
            return al_fail(err, ALOUD_ERROR_INPUT, "is of type %.80s and no article; name a page, a text, a book or a feed", type);
    return 0;
}

static int conclude(struct transfer *t, const char *url, aloud_error *err)
{
    long code = 0;
    const char *type = NULL, *final = NULL;
    t->f.curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &code);
    t->f.curl_easy_getinfo(t->curl, CURLINFO_CONTENT_TYPE, &type);
    t->f.curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &final);
    int status = check_status(code, err);
    if (!status)
        status = check_type(type ? type : "", err);
    if (status)
        return status;
    al_buf_add_string(&t->page->type, type ? type : "");
    final = final ? final : url;
    al_buf_add(&t->page->url, final, strcspn(final, "#"));
    return t->page->type.failed || t->page->url.failed ? al_fail_memory(err) : 0;
}

static int transfer(struct transfer *t, const char *url, aloud_error *err)
{
    if (t->f.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return al_fail_memory(err);
    int status;
    t->curl = t->f.curl_easy_init();
    if (t->curl) {
        set_up(t, url);
        CURLcode code = t->f.curl_easy_perform(t->curl);
        status = code ? explain(t, code, err) : conclude(t, url, err);
        t->f.curl_easy_cleanup(t->curl);
    } else {
        status = al_fail_memory(err);
    }
    t->f.curl_global_cleanup();
    return status;
}

int al_fetch(const char *url, const al_fetch_limits *limits, al_fetched *out, aloud_error *err)
{
    al_fetched page;
    struct transfer t = { .page = &page, .limits = limits };
    size_t size = strcspn(url, "#"); /* a fragment is not asked for */
    if (size > MOST_URL)
        return al_fail(err, ALOUD_ERROR_INPUT, "is longer than an address can be");
    char *address = strndup(url, size);
    if (!address)
        return al_fail_memory(err);
    al_buf_init(&page.bytes, limits->bytes);
    al_buf_init(&page.type, 1 << 16);
    al_buf_init(&page.url, 1 << 16);
    int status = load(&t.f, err);
    if (!status)
        status = transfer(&t, address, err);
    free(address);
    if (status)
        al_fetched_release(&page);
    else
        *out = page;
    return status;
}

void al_fetched_release(al_fetched *page)
{
    al_buf_release(&page->bytes);
    al_buf_release(&page->type);
    al_buf_release(&page->url);
}
