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

/* "640 kB", "12.3 MB" */
static const char *size_text(uint64_t bytes, char text[32])
{
    uint64_t tenths = (bytes + 50000) / 100000;
    if (tenths < 10)
        snprintf(text, 32, "%llu kB", (unsigned long long)(bytes + 999) / 1000);
    else
        snprintf(text, 32, "%llu.%llu MB", (unsigned long long)tenths / 10, (unsigned long long)tenths % 10);
    return text;
}

static int print_package(void *user, const aloud_package *p)
{
    char text[32];
    bool *some = user;
    if (!*some)
        putchar('\n');
    *some = true;
    printf("%-9s  %8s  ", p->name, size_text(p->size, text));
    print_safely(stdout, p->file);
    printf("  %s\n", p->help);
    return 0;
}

/* Its chapters, and behind a blank line its packages. */
static int print_folder(const char *folder)
{
    aloud_error err;
    bool some = false;
    if (aloud_folder_chapters(folder, print_finished, NULL, &err) || aloud_folder_packages(folder, print_package, &some, &err))
        return complain(folder, &err);
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
    bool folder = stat(c->operands[0], &st) == 0 && S_ISDIR(st.st_mode);
    if (folder && c->chapter) {
        tell(c->operands[0], "is a folder, and -c picks chapters of an article; leave -c out");
        return EXIT_USAGE;
    }
    if (folder)
        return print_folder(c->operands[0]);
    return each_article(c, c->operands[0], true, print_planned, NULL);
}
