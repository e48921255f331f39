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

int open_script(const cli *c, const char *file, aloud_script **out)
{
    aloud_article *article;
    aloud_error err;
    if (aloud_article_read(file, c->options, &article, &err))
        return complain(file, &err);
    int status = aloud_script_new(article, c->options, out, &err);
    aloud_article_free(article);
    return status ? complain(file, &err) : 0;
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
