#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static int print_row(void *user, const aloud_name *n)
{
    (void)user;
    printf("%s\t%u\t%s\t%s\t%s\t%s\t%s\t%ld\n", n->text, n->count, n->kind, n->language, n->say, n->ipa, n->phonemes, n->line);
    return ferror(stdout);
}

static void print_escaped(const char *text)
{
    for (; *text; text++) {
        const char *as = *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '&' ? "&amp;" : NULL;
        if (as)
            fputs(as, stdout);
        else
            putchar(*text);
    }
}

/* A lexicon has one language: that of the first name.  "--" would end the comment. */
static int print_lexeme(void *user, const aloud_name *n)
{
    char *language = user;
    if (!*language) {
        snprintf(language, 64, "%s", n->language);
        printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<!-- Delete what sounds right, mend the phonemes of the rest, and name this file with -" "-lexicon. -->\n"
               "<lexicon version=\"1.0\" xml:lang=\"%s\" alphabet=\"ipa\" xmlns=\"http://www.w3.org/2005/01/pronunciation-lexicon\">\n",
               language);
    }
    if (strcmp(n->kind, "lexicon") == 0 || strcmp(language, n->language) != 0 || !*n->ipa || strpbrk(n->ipa, "()"))
        return 0;
    printf("  <lexeme><grapheme>");
    print_escaped(n->text);
    printf("</grapheme><phoneme>");
    print_escaped(n->ipa);
    printf("</phoneme></lexeme>\n");
    return ferror(stdout);
}

int print_names(cli *c, const char *file, const aloud_script *script)
{
    aloud_error err;
    bool pls = c->format && strcmp(c->format, "pls") == 0;
    char language[64] = "";
    if (c->format && !pls && strcmp(c->format, "tsv") != 0) {
        fprintf(stderr, "aloud: the formats of names are tsv and pls\n");
        return EXIT_USAGE;
    }
    if (!pls)
        puts("word\tcount\tkind\tlanguage\tsaid\tipa\tx-espeak\tline");
    if (aloud_script_names(script, c->options, pls ? print_lexeme : print_row, language, &err))
        return complain(file, &err);
    if (*language)
        puts("</lexicon>");
    return 0;
}
