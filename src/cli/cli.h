/* What the command's files share. */
#ifndef ALOUD_CLI_H
#define ALOUD_CLI_H

#include <aloud.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

/* A command line, parsed. */
typedef struct cli {
    aloud_options *options;
    const char *language; /* as given with -l; NULL */
    const char *chapter;  /* as given with -c; NULL */
    const char *format;   /* as given with -f, of `script` or of audio; NULL */
    bool names;           /* of `script`: list them instead */
    bool quiet;
    bool enough;          /* of articles: the rest of them are left alone */
    int entries;          /* of a feed, printed so far */
    char **operands;      /* articles and folders */
    int count;
} cli;

/* A command: one file and one row of the table in main.c.  `run` returns the exit status. */
typedef struct command {
    const char *name;
    const char *operands; /* as help shows them */
    const char *help;     /* one line */
    int least, most;      /* operands it takes */
    int (*run)(cli *);
} command;

int run_convert(cli *);
int run_script(cli *);
int run_explain(cli *);
int run_chapters(cli *);
int run_play(cli *);
int run_normalise(cli *);
int run_voices(cli *);

/* Exit statuses of the manual. */
enum { EXIT_SOME = 1, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_OUTPUT = 4, EXIT_ENGINE = 5 };

/* Print "aloud: FILE:LINE: what" and return the exit status for it.  `file` may be NULL. */
int complain(const char *file, const aloud_error *);
/* Print the warnings of a script unless quiet; what was only guessed is told where `guesses` is set. */
void warn(const cli *, const char *file, const aloud_script *, bool guesses);
/* Print text with '?' for every control, so that nothing in it is obeyed by a terminal. */
void print_safely(FILE *, const char *text);
/* Print the names of a script with how they will sound, as TSV or as a lexicon.  Returns an exit status. */
int print_names(cli *, const char *file, const aloud_script *);
/* Print "aloud: FILE: text" on standard error. */
void tell(const char *file, const char *text);
/* What a command does with an article.  `script` is NULL for one that wants none.  Returns an exit status. */
typedef int with_article(cli *, const char *file, const aloud_entry *, const aloud_article *, aloud_script *script, void *user);
/* Do it with each article of a file; `scripts`: make the script of each.  Returns an exit status, having complained: 0 where all
 * went well, EXIT_SOME where only some did. */
int each_article(cli *, const char *file, bool scripts, with_article *, void *user);
/* An aloud_write to standard output. */
int to_stdout(void *user, const char *bytes, size_t size);
/* Where several entries of a feed are printed one after the other: "3: TITLE", and a blank line before all but the first. */
void print_entry(cli *, const aloud_entry *);
/* "1:02:03" or "2:03" into text[16]. */
const char *clock_text(double seconds, char text[16]);
/* The number of the signal that asked a conversion to stop, 0 before; everywhere else signals end the program at once. */
extern volatile sig_atomic_t stopping;

#endif
