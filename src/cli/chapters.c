#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/cli.h"

static int print_finished(void *user, int number, const char *title, const char *file, double seconds)
{
    char text[16];
    (void)user;
    (void)file;
    printf("%3d  %7s  ", number, clock_text(seconds, text));
    print_safely(stdout, title);
    putchar('\n');
    return 0;
}

/* Not spoken yet: lengths are estimates and marked so. */
static int print_planned(cli *c, const char *file, const aloud_entry *entry, const aloud_article *article, aloud_script *s,
                         void *user)
{
    aloud_error err;
    size_t count = aloud_script_chapters(s);
    unsigned char *pick = malloc(count);
    (void)article;
    (void)user;
    if (!pick)
        return EXIT_ENGINE;
    warn(c, file, s, false);
    int status = aloud_script_pick(s, c->options, pick, &err) ? complain(file, &err) : 0;
    if (!status)
        print_entry(c, entry);
    for (size_t i = 0; !status && i < count; i++) {
        aloud_chapter chapter;
        char text[16], about[20];
        if (!pick[i] || aloud_script_chapter(s, i, &chapter))
            continue;
        snprintf(about, sizeof about, "~%s", clock_text(aloud_script_estimate(s, c->options, i), text));
        printf("%3d  %7s  ", chapter.number, about);
        print_safely(stdout, chapter.title);
        putchar('\n');
    }
    free(pick);
    return status;
}

int run_chapters(cli *c)
{
    struct stat st;
    aloud_error err;
    bool folder = stat(c->operands[0], &st) == 0 && S_ISDIR(st.st_mode);
    if (folder && c->chapter) {
        tell(c->operands[0], "is a folder, and -c picks chapters of an article; leave -c out");
        return EXIT_USAGE;
    }
    if (folder)
        return aloud_folder_chapters(c->operands[0], print_finished, NULL, &err) ? complain(c->operands[0], &err) : 0;
    return each_article(c, c->operands[0], true, print_planned, NULL);
}
