#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { MANY = INT_MAX };

static const command commands[] = {
    { "convert", "ARTICLE...", "article(s) to a folder of audio chapters (\"aloud FILE\" is short for it)", 1, MANY, run_convert },
    { "play", "ARTICLE|FOLDER...", "listen now, and move about in it", 1, MANY, run_play },
    { "script", "ARTICLE", "what would be said, as text, JSON or SSML", 1, 1, run_script },
    { "explain", "ARTICLE", "every block of the page: spoken, announced or left out, and why", 1, 1, run_explain },
    { "chapters", "ARTICLE|FOLDER", "numbered chapters with durations, and of a folder its packages", 1, 1, run_chapters },
    { "normalise", "", "a filter: a line of text in, a line of the words to say out", 0, 1, run_normalise },
    { "voices", "", "voices, one a line, with what each sounds like", 0, 1, run_voices },
};

enum { COMMANDS = sizeof commands / sizeof *commands };

/* Options of the command line alone, beside those of the library's table. */
static const aloud_option own[] = {
    { "names", 0, NULL, "of script: its names and acronyms, with how they will sound" },
    { "quiet", 'q', NULL, "no progress and no warnings" },
    { "help", 'h', NULL, "this help" },
    { "version", 0, NULL, "the version" },
};

enum { OWN = sizeof own / sizeof *own, FIRST = 256 };

static void print_option(const aloud_option *o)
{
    char left[64];
    snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ', o->letter ? "," : " ",
             o->name, o->value ? " " : "", o->value ? o->value : "");
    printf("  %-28s %s\n", left, o->help);
}

static void print_help(void)
{
    printf("Usage: aloud [convert] [OPTIONS] ARTICLE...\n\n"
           "Turns articles into audio chapters.  ARTICLE is a file, an http(s) address, or - for standard\n"
           "input: a page, plain text, Markdown, an EPUB book or a feed.\n\n"
           "Commands:\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        char left[64];
        snprintf(left, sizeof left, "%s%s%s", commands[i].name, *commands[i].operands ? " " : "", commands[i].operands);
        printf("  %-28s %s\n", left, commands[i].help);
    }
    printf("\nOptions:\n");
    size_t count;
    const aloud_option *all = aloud_options_list(&count);
    for (size_t i = 0; i < count; i++)
        print_option(&all[i]);
    for (size_t i = 0; i < OWN; i++)
        print_option(&own[i]);
    printf("\nExit status: 0 done; 1 an article could not be converted, others were; 2 usage; 3 input unreadable or not an\n"
           "article; 4 output could not be written; 5 the speech engine failed.  The manual: man aloud\n");
}

/* The tables above as getopt wants them. */
typedef struct tables {
    struct option longs[64];
    char letters[128];
    const aloud_option *by_index[64];
    size_t count, library; /* all, and how many are the library's */
} tables;

static void make_tables(tables *t)
{
    size_t count, n = 0;
    const aloud_option *all = aloud_options_list(&count);
    memset(t, 0, sizeof *t);
    t->letters[n++] = ':'; /* a missing value is told apart from an unknown option */
    for (size_t i = 0; i < count + OWN && i < 63; i++) {
        const aloud_option *o = i < count ? &all[i] : &own[i - count];
        t->by_index[i] = o;
        t->longs[i] = (struct option){ o->name, o->value ? required_argument : no_argument, NULL, FIRST + (int)i };
        if (o->letter) {
            t->letters[n++] = o->letter;
            if (o->value)
                t->letters[n++] = ':';
        }
        t->count = i + 1;
    }
    t->library = count;
}

static int usage(const char *what, const char *about)
{
    fprintf(stderr, "aloud: %s", what);
    print_safely(stderr, about);
    fputs("; see aloud --help\n", stderr);
    return EXIT_USAGE;
}

static int find_option(const tables *t, int code)
{
    if (code >= FIRST)
        return code - FIRST;
    for (size_t i = 0; i < t->count; i++)
        if (t->by_index[i]->letter && t->by_index[i]->letter == code)
            return (int)i;
    return -1;
}

/* 0 to go on, -1 when all is done (help), else an exit status. */
static int take_option(cli *c, const tables *t, int index)
{
    const aloud_option *o = t->by_index[index];
    if ((size_t)index < t->library) {
        aloud_error err;
        if (strcmp(o->name, "language") == 0)
            c->language = optarg;
        if (strcmp(o->name, "chapter") == 0)
            c->chapter = optarg;
        if (strcmp(o->name, "format") == 0) /* what it is of depends on the command */
            return c->format = optarg, 0;
        return aloud_options_set(c->options, o->name, optarg, &err) ? complain(NULL, &err) : 0;
    }
    if (strcmp(o->name, "names") == 0)
        c->names = true;
    else if (strcmp(o->name, "quiet") == 0)
        c->quiet = true;
    else if (strcmp(o->name, "help") == 0)
        return print_help(), -1;
    else
        return printf("aloud %s\n", ALOUD_VERSION), -1;
    return 0;
}

static int take_options(cli *c, int argc, char **argv)
{
    tables t;
    make_tables(&t);
    opterr = 0;
    for (;;) {
        int code = getopt_long(argc, argv, t.letters, t.longs, NULL);
        if (code == -1)
            break;
        char letter[3] = { '-', (char)optopt, '\0' };
        const char *word = optopt > 0 && optopt < FIRST ? letter : argv[optind - 1];
        if (code == '?')
            return usage("there is no option ", word);
        if (code == ':')
            return usage("a value is missing after ", word);
        int status = take_option(c, &t, find_option(&t, code));
        if (status)
            return status;
    }
    c->operands = argv + optind;
    c->count = argc - optind;
    return 0;
}

static const command *find_command(cli *c)
{
    for (size_t i = 0; c->count && i < COMMANDS; i++)
        if (strcmp(commands[i].name, c->operands[0]) == 0) {
            c->operands++;
            c->count--;
            return &commands[i];
        }
    return &commands[0];
}

static int run(cli *c, int argc, char **argv)
{
    int status = take_options(c, argc, argv);
    if (status)
        return status < 0 ? 0 : status;
    const command *cmd = find_command(c);
    if (c->count < cmd->least)
        return usage(argc == 1 ? "name an article" : cmd->name, argc == 1 ? "" : ": name an article");
    if (c->count > cmd->most)
        return usage(cmd->name, " takes one operand");
    aloud_error err;
    if (c->format && cmd->run != run_script && aloud_options_set(c->options, "format", c->format, &err))
        return complain(NULL, &err);
    signal(SIGXFSZ, SIG_IGN); /* a full quota is an error of write(2), told as such */
    return cmd->run(c);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    cli c = { .options = aloud_options_new() };
    if (!c.options) {
        fprintf(stderr, "aloud: out of memory\n");
        return EXIT_ENGINE;
    }
    int status = run(&c, argc, argv);
    aloud_options_free(c.options);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (errno != EPIPE)
            fprintf(stderr, "aloud: standard output cannot be written: %s\n", strerror(errno));
        status = status ? status : EXIT_OUTPUT;
    }
    if (stopping) { /* die of the signal, so that a calling shell sees it */
        signal(stopping, SIG_DFL);
        raise(stopping);
    }
    return status;
}
