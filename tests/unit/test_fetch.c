/* Fetching, from a server of our own on this machine that behaves well and badly. */
#include "reading.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/fetch.h"

static const al_fetch_limits QUICK = { .bytes = 1 << 20, .connect = 3, .all = 3, .slow_bytes = 1, .slow = 2 };

static pid_t server;
static int port, closed_port;

/* ---- the server ---- */

static void send_all(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t n = write(fd, bytes, size);
        if (n <= 0)
            _exit(0);
        bytes += n;
        size -= (size_t)n;
    }
}

static void answer(int fd, const char *status, const char *headers, const char *body)
{
    char head[2000];
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\nConnection: close\r\n%s\r\n", status, headers);
    send_all(fd, head, strlen(head));
    send_all(fd, body, strlen(body));
}

#define WORDS "The bridge was built in the spring, of larch and of patience, and those who crossed it first went on their toes. "
#define PAGE \
    "<html><title>A page</title><body><article><h1>A page</h1><p>" WORDS WORDS "And then comes <a href='../other.html'>the " \
    "end</a>.</p><p>" WORDS WORDS "</p><p><img src='/x.png' alt='A picture'></p><p>" WORDS "</p></article></body></html>"

/* What it asked for is told back, so that the test sees the request. */
static void echo(int fd, const char *request)
{
    answer(fd, "200 OK", "Content-Type: text/plain\r\nSet-Cookie: a=b\r\n", request);
}

static void never_end(int fd)
{
    static char block[1 << 16];
    memset(block, 'a', sizeof block);
    answer(fd, "200 OK", "Content-Type: text/plain\r\n", "");
    for (;;)
        send_all(fd, block, sizeof block);
}

static void drip(int fd)
{
    answer(fd, "200 OK", "Content-Type: text/plain\r\n", "");
    for (int i = 0; i < 100; i++) {
        send_all(fd, "drop\n", 5);
        usleep(200000);
    }
}

static void serve(int fd)
{
    static const struct { const char *path, *status, *headers, *body; } pages[] = {
        { "/dir/page.html", "200 OK", "Content-Type: text/html; charset=utf-8\r\n", PAGE },
        { "/moved", "301 Moved Permanently", "Location: /dir/page.html?x=1#part\r\n", "elsewhere" },
        { "/loop", "302 Found", "Location: /loop\r\n", "" },
        { "/file", "302 Found", "Location: file:///etc/passwd\r\n", "" },
        { "/ftp", "302 Found", "Location: ftp://127.0.0.1/x\r\n", "" },
        { "/404", "404 Not Found", "", "nothing" },
        { "/403", "403 Forbidden", "", "no" },
        { "/401", "401 Unauthorized", "WWW-Authenticate: Basic realm=x\r\n", "no" },
        { "/500", "500 Internal Server Error", "", "oh" },
        { "/204", "204 No Content", "", "" },
        { "/png", "200 OK", "Content-Type: image/png\r\n", "x" },
        { "/pdf", "200 OK", "Content-Type: application/pdf\r\n", "%PDF" },
        { "/large", "200 OK", "Content-Type: text/plain\r\nContent-Length: 999999999\r\n", "x" },
        { "/short", "200 OK", "Content-Type: text/plain\r\nContent-Length: 1000\r\n", "x" },
        { "/russian", "200 OK", "Content-Type: text/plain; charset=windows-1251\r\n",
          "\xCF\xE5\xF0\xE2\xE0\xFF \xF1\xF2\xF0\xEE\xEA\xE0.\n\n\xC2\xF2\xEE\xF0\xE0\xFF.\n" },
        { "/notes.md", "200 OK", "Content-Type: text/plain; charset=utf-8\r\n", "# A title\n\nWords *of* it.\n" },
        { "/untyped", "200 OK", "", "A line of text that is one.\n" },
    };
    char request[4000] = "", path[200] = "";
    size_t n = 0;
    while (n < sizeof request - 1 && !strstr(request, "\r\n\r\n")) {
        ssize_t got = read(fd, request + n, sizeof request - 1 - n);
        if (got <= 0)
            return;
        n += (size_t)got;
        request[n] = '\0';
        if (request[0] < 'A') { /* TLS, which this is not */
            send_all(fd, "no\r\n", 4);
            return;
        }
    }
    sscanf(request, "GET %199[^ ?]", path);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (strcmp(path, pages[i].path) == 0)
            answer(fd, pages[i].status, pages[i].headers, pages[i].body);
    if (strcmp(path, "/echo") == 0)
        echo(fd, request);
    else if (strcmp(path, "/forever") == 0)
        never_end(fd);
    else if (strcmp(path, "/drip") == 0)
        drip(fd);
    else if (strcmp(path, "/silent") == 0)
        sleep(30);
    else if (strcmp(path, "/garbage") == 0)
        send_all(fd, "what is this\r\n\r\n", 16);
}

static int listen_somewhere(int *at)
{
    struct sockaddr_in where = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t size = sizeof where;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&where, size) == 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&where, &size), 0);
    *at = ntohs(where.sin_port);
    return fd;
}

static int start_server(void **state)
{
    (void)state;
    int fd = listen_somewhere(&port);
    close(listen_somewhere(&closed_port));
    assert_int_equal(listen(fd, 16), 0);
    server = fork();
    assert_true(server >= 0);
    if (server == 0) {
        signal(SIGCHLD, SIG_IGN);
        signal(SIGPIPE, SIG_IGN);
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* not longer than the tests, whatever becomes of them */
        for (;;) {
            int client = accept(fd, NULL, NULL);
            if (client >= 0 && fork() == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                serve(client);
                _exit(0);
            }
            close(client);
        }
    }
    close(fd);
    return 0;
}

static int stop_server(void **state)
{
    (void)state;
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return 0;
}

/* ---- the tests ---- */

static const char *url_of(const char *path)
{
    static char url[300];
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
    return url;
}

static void gets(const char *path, const char *text, const char *type)
{
    al_fetched page;
    aloud_error err = { 0 };
    if (al_fetch(url_of(path), &QUICK, &page, &err))
        fail_msg("%s: %s", path, err.text);
    if (!strstr(al_buf_string(&page.bytes), text))
        fail_msg("%s: \"%s\" is not in \"%.300s\"", path, text, al_buf_string(&page.bytes));
    if (type)
        assert_string_equal(al_buf_string(&page.type), type);
    al_fetched_release(&page);
}

static void fails(const char *url, const char *words)
{
    al_fetched page;
    aloud_error err = { 0 };
    time_t from = time(NULL);
    int status = al_fetch(url, &QUICK, &page, &err);
    if (status != ALOUD_ERROR_INPUT)
        fail_msg("%s: status %d", url, status);
    if (!strstr(err.text, words) || strchr(err.text, '\n'))
        fail_msg("%s: \"%s\" does not say \"%s\"", url, err.text, words);
    assert_true(time(NULL) - from < 10);
}

static void a_page_is_fetched(void **state)
{
    (void)state;
    gets("/dir/page.html", "The bridge", "text/html; charset=utf-8");
    gets("/untyped", "A line", "");
    gets("/echo", "User-Agent: aloud/" ALOUD_VERSION "\r\n", NULL);
    gets("/echo", "Accept-Encoding: ", NULL);
}

static void cookies_are_not_sent(void **state)
{
    (void)state;
    al_fetched page;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(al_fetch(url_of("/echo#fragment"), &QUICK, &page, NULL), 0);
        assert_null(strstr(al_buf_string(&page.bytes), "Cookie"));
        assert_null(strstr(al_buf_string(&page.bytes), "fragment"));
        al_fetched_release(&page);
    }
}

static void redirects_are_followed_to_an_end(void **state)
{
    (void)state;
    al_fetched page;
    assert_int_equal(al_fetch(url_of("/moved"), &QUICK, &page, NULL), 0);
    assert_non_null(strstr(al_buf_string(&page.url), "/dir/page.html?x=1"));
    al_fetched_release(&page);
    fails(url_of("/loop"), "leads on and on");
    fails(url_of("/file"), "something else than http");
    fails(url_of("/ftp"), "something else than http");
}

static void each_failure_is_told(void **state)
{
    (void)state;
    char url[100];
    fails(url_of("/404"), "404");
    fails(url_of("/403"), "403");
    fails(url_of("/401"), "401");
    fails(url_of("/500"), "500");
    fails(url_of("/png"), "image/png");
    fails(url_of("/pdf"), "application/pdf");
    fails(url_of("/short"), "cannot be fetched");
    fails(url_of("/garbage"), "cannot be fetched");
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", closed_port);
    fails(url, "does not answer");
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", port);
    fails(url, "not secure");
    fails("http://host.invalid/", "unknown");
    fails("http://exam ple/", "no proper address");
    fails("http://", "no proper address");
}

static void an_endless_address_is_refused(void **state)
{
    (void)state;
    char *url = malloc(20000);
    assert_non_null(url);
    memset(url, 'a', 19999);
    memcpy(url, "http://127.0.0.1/", 17);
    url[19999] = '\0';
    fails(url, "longer than an address");
    free(url);
}

static void time_and_size_have_limits(void **state)
{
    (void)state;
    fails(url_of("/silent"), "takes too long");
    fails(url_of("/drip"), "takes too long");
    fails(url_of("/forever"), "larger than 1 MiB");
    fails(url_of("/large"), "larger than 1 MiB");
}

static al_article *article_at(const char *path)
{
    aloud_article *a = NULL;
    aloud_error err = { 0 };
    if (aloud_article_read(url_of(path), NULL, &a, &err))
        fail_msg("%s: %s", path, err.text);
    return a;
}

static void an_address_is_an_article(void **state)
{
    (void)state;
    al_article *a = article_at("/moved");
    char want[400];
    snprintf(want, sizeof want, "%s?x=1", url_of("/dir/page.html"));
    assert_string_equal(a->title, "A page");
    assert_string_equal(a->url, want);
    snprintf(want, sizeof want, "%s", url_of("/other.html"));
    assert_string_equal(nth(a, AL_PARAGRAPH, 0)->spans->value, want);
    assert_string_equal(nth(a, AL_IMAGE, 0)->as.image.url, url_of("/x.png"));
    al_article_free(a);

    a = article_at("/russian");
    assert_int_equal(holds(a, AL_KIND_COUNT, "\xD0\x92\xD1\x82\xD0\xBE\xD1\x80\xD0\xB0\xD1\x8F"), 1);
    al_article_free(a);

    a = article_at("/notes.md");
    assert_string_equal(a->title, "A title");
    says(a, AL_PARAGRAPH, 0, "Words of it.");
    al_article_free(a);

    aloud_error err = { 0 };
    assert_int_equal(aloud_article_read(url_of("/204"), NULL, &a, &err), ALOUD_ERROR_INPUT);
    assert_non_null(strstr(err.text, "empty"));
}

static void only_addresses_are_addresses(void **state)
{
    (void)state;
    assert_true(al_fetch_is_url("http://x"));
    assert_true(al_fetch_is_url("HTTPS://x"));
    assert_false(al_fetch_is_url("http:/x"));
    assert_false(al_fetch_is_url("ftp://x"));
    assert_false(al_fetch_is_url("file.html"));
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_fetched),
        cmocka_unit_test(cookies_are_not_sent),
        cmocka_unit_test(redirects_are_followed_to_an_end),
        cmocka_unit_test(each_failure_is_told),
        cmocka_unit_test(an_endless_address_is_refused),
        cmocka_unit_test(time_and_size_have_limits),
        cmocka_unit_test(an_address_is_an_article),
        cmocka_unit_test(only_addresses_are_addresses),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
