#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static void print_cell(const char *text)
{
    print_safely(stdout, text);
    putchar('\t');
}

/* What is printed, and whether its head is. */
typedef struct printing {
    const char *language; /* of the article: a lexicon has one */
    bool headed;
} printing;

static void print_heads(printing *p)
{
    if (!p->headed)
        puts("word\tcount\tkind\tlanguage\tsaid\tipa\tx-espeak\tline");
    p->headed = true;
}

static int print_row(void *user, const aloud_name *n)
{
    print_heads(user);
    print_cell(n->text);
    printf("%u\t%s\t", n->count, n->kind);
    print_cell(n->language);
    print_cell(n->say);
    print_cell(n->ipa);
    print_cell(n->phonemes);
    printf("%ld\n", n->line);
    return ferror(stdout);
}

static void print_element(const char *name, const char *text)
{
    printf("<%s>", name);
    for (; *text; text++) {
        const char *as = *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '&' ? "&amp;" : NULL;
        if (as)
            fputs(as, stdout);
        else
            putchar(*text);
    }
    printf("</%s>", name);
}

static void open_lexicon(printing *p)
{
    if (!p->headed)
        printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<!-- Delete the lines that sound right, mend the phonemes of the others, and read the article with this\n"
               "     file as its lexicon; aloud-lexicon(5) describes it. -->\n"
               "<lexicon version=\"1.0\" xml:lang=\"%s\" alphabet=\"ipa\"\n"
               "    xmlns=\"http://www.w3.org/2005/01/pronunciation-lexicon\">\n",
               p->language);
    p->headed = true;
}

/* Brackets are how the engine tells of another language's voice. */
static int print_lexeme(void *user, const aloud_name *n)
{
    printing *p = user;
    if (strcmp(n->kind, "lexicon") == 0 || strcmp(p->language, n->language) != 0 || !*n->ipa || strpbrk(n->ipa, "()"))
        return 0;
    open_lexicon(p);
    printf("  <lexeme>");
    print_element("grapheme", n->text);
    print_element("phoneme", n->ipa);
    printf("</lexeme>\n");
    return ferror(stdout);
}

int print_names(cli *c, const char *file, const aloud_script *script)
{
    aloud_error err;
    printing p = { .language = aloud_script_language(script) };
    bool pls = c->format && strcmp(c->format, "pls") == 0;
    if (c->format && !pls && strcmp(c->format, "tsv") != 0) {
        tell(NULL, "the formats of names are tsv and pls");
        return EXIT_USAGE;
    }
    if (aloud_script_names(script, c->options, pls ? print_lexeme : print_row, &p, &err))
        return complain(file, &err);
    if (!pls)
        print_heads(&p);
    else if (p.headed)
        puts("</lexicon>");
    else
        tell(file, "no names to make a lexicon of");
    return 0;
}
