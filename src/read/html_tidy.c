#include "read/html_tidy.h"

#include <libxml/hash.h>
#include <string.h>

#include "base/text.h"
#include "read/html_credit.h"

enum { PICTURE_WORDS = 4, SECTION_WORDS = 3, TEXT_WORDS = 15 };

static void leave_out(al_node *n, const char *why)
{
    n->kind = AL_OMITTED;
    n->why = why;
    n->spans = NULL;
    memset(&n->as, 0, sizeof n->as);
}

/* "***", "_", "* * *": signs that part the text from what follows. */
static bool is_signs(const char *text)
{
    size_t size = strlen(text), at = 0;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        bool sign = (c < 0x80 && strchr(" *_-=~#+|.", (int)c)) || c == 0xAF || c == 0xB7 || (c >= 0x2010 && c <= 0x2015) ||
                    c == 0x2022 || c == 0x2042 || c == 0x204E || c == 0x2051 || c == 0x2217 ||
                    (c >= 0x2500 && c <= 0x25FF) || c == 0x2605 || c == 0x2606 || c == 0x2055 || c == 0x203B;
        if (!sign)
            return false;
    }
    return size && strspn(text, ". ") < size;
}

/* "1/12", "3 of 10" without a word: where one is in a gallery. */
static bool is_counter(const char *text)
{
    const char *p = text + strspn(text, "0123456789");
    if (p == text || p > text + 3)
        return false;
    p += strspn(p, " ");
    if (*p != '/')
        return false;
    p += 1 + strspn(p + 1, " ");
    size_t of = strspn(p, "0123456789");
    return of && of < 4 && !p[of];
}

struct tidy {
    al_article *article;
    const al_cues *cues;
    xmlHashTablePtr pictures, sections; /* texts that were announced; those of the page's navigation */
    bool begun, failed; /* the running text has begun */
};

static bool is_known(xmlHashTablePtr table, const char *text)
{
    return xmlHashLookup(table, BAD_CAST text) != NULL;
}

static void know(struct tidy *t, xmlHashTablePtr table, const char *text)
{
    if (text && *text && !is_known(table, text) && xmlHashAddEntry(table, BAD_CAST text, t))
        t->failed = true;
}

static const char *no_paragraph(const struct tidy *t, const al_node *n)
{
    size_t words = al_text_words(n->text);
    if (is_counter(n->text))
        return "counter";
    if (!t->begun && words <= SECTION_WORDS && is_known(t->sections, n->text))
        return "section";
    return *n->text && !n->spans && al_credit_place(t->cues, n->text) == 0 ? "photo-credit" : NULL;
}

static void tidy_paragraph(struct tidy *t, al_node *n)
{
    const char *why = no_paragraph(t, n);
    t->begun = t->begun || al_text_words(n->text) >= TEXT_WORDS;
    if (why) {
        leave_out(n, why);
    } else if (is_signs(n->text)) {
        n->kind = AL_SEPARATOR;
        n->text = "";
        n->spans = NULL;
        n->why = "signs";
    }
}

/* What else was known of a picture that is left out is left out behind it. */
static void leave_out_too(struct tidy *t, al_node *picture, const char *text, const char *why)
{
    al_node *n = text && *text ? al_node_add(t->article, t->article->root, AL_OMITTED, picture->line, text, why) : NULL;
    t->failed = t->failed || (text && *text && !n);
    if (n) {
        al_node_unlink(n);
        al_node_put(n, picture->parent, picture);
    }
}

static void tidy_picture(struct tidy *t, al_node *n)
{
    const char *alt = n->as.image.alt, *credit = n->as.image.credit;
    if (al_text_words(n->text) >= PICTURE_WORDS && is_known(t->pictures, n->text)) {
        leave_out_too(t, n, credit, "picture-again");
        leave_out_too(t, n, alt, "alt-again");
        leave_out(n, strcmp(n->why, "alt") == 0 ? "alt-again" : "picture-again");
        return;
    }
    know(t, t->pictures, n->text);
    know(t, t->pictures, alt);
}

/* Separators say one thing once, between two texts. */
static void join_separators(al_article *a, al_node *from)
{
    al_node *said = NULL; /* the last that is not left out */
    for (al_node *n = from ? from : a->root->first, *next; n; n = next) {
        next = n->next;
        if (n->kind == AL_SEPARATOR && strcmp(n->why, "signs") == 0 && (!said || said->kind == AL_SEPARATOR))
            al_node_unlink(n);
        else if (n->kind != AL_OMITTED)
            said = n;
    }
    if (said && said->kind == AL_SEPARATOR && strcmp(said->why, "signs") == 0)
        al_node_unlink(said);
}

bool al_html_tidy(al_article *a, al_node *last, const al_cues *cues)
{
    struct tidy t = { .article = a, .cues = cues, .pictures = xmlHashCreate(64), .sections = xmlHashCreate(64) };
    al_node *from = last ? last->next : a->root->first;
    t.failed = !t.pictures || !t.sections;
    for (const al_node *n = from; n && !t.failed; n = al_node_skip(n, a->root))
        if (n->kind == AL_OMITTED && n->why && strcmp(n->why, "navigation") == 0)
            know(&t, t.sections, n->text);
    for (al_node *n = from; n && !t.failed; n = al_node_next(n, a->root)) {
        if (n->kind == AL_PARAGRAPH && n->parent == a->root)
            tidy_paragraph(&t, n);
        else if (n->kind == AL_IMAGE)
            tidy_picture(&t, n);
    }
    join_separators(a, from);
    xmlHashFree(t.pictures, NULL);
    xmlHashFree(t.sections, NULL);
    return !t.failed;
}
