#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

void print_safely(FILE *to, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool c1 = *c == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0;
        fputc(c1 || *c < 0x20 || *c == 0x7F ? '?' : *c, to);
        c += c1;
    }
}

/* "aloud: FILE:LINE: what": one line, whatever the file is called. */
static void print_line(const char *file, long line, const char *what, const char *text)
{
    fputs("aloud: ", stderr);
    print_safely(stderr, file ? file : "");
    if (file && line > 0)
        fprintf(stderr, ":%ld", line);
    fprintf(stderr, "%s%s", file ? ": " : "", what);
    print_safely(stderr, text);
    fputc('\n', stderr);
}

void tell(const char *file, const char *text)
{
    print_line(file, 0, "", text);
}

int complain(const char *file, const aloud_error *err)
{
    if (err->status == ALOUD_ERROR_CANCELLED)
        return EXIT_SOME; /* main ends with the signal itself */
    print_line(file, err->line, "", err->text);
    return err->status <= ALOUD_ERROR_USAGE && err->status >= ALOUD_ERROR_ENGINE ? -err->status : EXIT_ENGINE;
}

void warn(const cli *c, const char *file, const aloud_script *s, bool guesses)
{
    aloud_warning w;
    for (size_t i = 0; !c->quiet && aloud_script_warning(s, i, &w) == 0; i++) {
        if (!guesses && (strcmp(w.kind, "language-guessed") == 0 || strcmp(w.kind, "no-title") == 0))
            continue;
        print_line(file, w.line, "warning: ", w.text);
    }
}

typedef struct visit {
    cli *cli;
    const char *file;
    bool scripts;
    with_article *what;
    void *user;
    int done, status; /* how many went well; the first status that was not 0 */
} visit;

static int visit_script(const visit *v, const aloud_entry *entry, const aloud_article *article)
{
    aloud_script *script;
    aloud_error err;
    if (aloud_script_new(article, v->cli->options, &script, &err))
        return complain(v->file, &err);
    int status = v->what(v->cli, v->file, entry, article, script, v->user);
    aloud_script_free(script);
    return status;
}

static int visit_article(void *user, const aloud_entry *entry, const aloud_article *article, const aloud_error *why)
{
    visit *v = user;
    int status;
    if (!article) {
        aloud_error err = *why;
        snprintf(err.text, sizeof err.text, "entry %d: %.400s", entry->number, why->text);
        status = complain(v->file, &err);
    } else {
        status = v->scripts ? visit_script(v, entry, article) : v->what(v->cli, v->file, entry, article, NULL, v->user);
    }
    v->done += status == 0;
    v->status = v->status ? v->status : status;
    return stopping || v->cli->enough || status == EXIT_USAGE || status == EXIT_ENGINE;
}

int each_article(cli *c, const char *file, bool scripts, with_article *what, void *user)
{
    aloud_error err;
    visit v = { .cli = c, .file = file, .scripts = scripts, .what = what, .user = user };
    int failed = aloud_articles_read(file, c->options, visit_article, &v, &err);
    if (failed && err.status != ALOUD_ERROR_CANCELLED)
        return complain(file, &err);
    return v.status && v.done ? EXIT_SOME : v.status;
}

void print_entry(cli *c, const aloud_entry *entry)
{
    if (entry->picked < 2)
        return;
    printf("%s%d: ", c->entries++ ? "\n" : "", entry->number);
    print_safely(stdout, entry->title);
    putchar('\n');
}

int to_stdout(void *user, const char *bytes, size_t size)
{
    (void)user;
    return fwrite(bytes, 1, size, stdout) == size ? 0 : -1;
}

const char *clock_text(double seconds, char text[16])
{
    long s = (long)(seconds + 0.5);
    if (s > 359999999)
        s = 359999999;
    if (s >= 3600)
        snprintf(text, 16, "%ld:%02d:%02d", s / 3600, (int)(s / 60 % 60), (int)(s % 60));
    else
        snprintf(text, 16, "%d:%02d", (int)(s / 60), (int)(s % 60));
    return text;
}
