#include "read/html_credit.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { WORDS = 12, NAMES = 8, AGENCY = 2, LOOK = 240 };

/* Whether it reads as names and no sentence: all words are capitalised, or an agency's stroke is among them. */
static bool is_names(const char *text, size_t size)
{
    size_t at = 0, lower = 0;
    bool in = false, stroke = false;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        bool letter = al_text_is_letter(c) || al_text_is_digit(c);
        lower += letter && !in && al_text_is_lower(c);
        stroke = stroke || c == '/' || c == '|';
        in = letter || c == '-' || c == '\'' || c == 0x2019;
    }
    return stroke || !lower;
}

/* Whether a sentence ends amid it: a full stop behind a word of four letters or more, and more to come. */
static bool goes_on(const char *text)
{
    for (const char *p = strpbrk(text, ".!?"); p; p = strpbrk(p + 1, ".!?")) {
        size_t word = 0;
        while (p - word > text && !strchr(" .", p[-1 - (long)word]))
            word++;
        if (word > 3 && p[1] == ' ' && p[2] && p[2] != '|')
            return true;
    }
    return false;
}

static const char *sign(const char *p)
{
    return strncmp(p, "\u00A9", 2) == 0 ? p + 2 : strncasecmp(p, "(c) ", 4) == 0 ? p + 4 : NULL;
}

static bool is_credit(const al_cues *cues, const char *tail)
{
    const char *name = sign(tail);
    if (name)
        return al_text_words(name) && al_text_words(name) <= WORDS && !goes_on(name) &&
               (al_text_words(name) <= AGENCY || is_names(name, strlen(name)));
    size_t mark = cues ? al_cue_prefix(cues, AL_CUE_PHOTO_CREDIT, tail) : 0;
    name = tail + mark;
    return mark && al_text_words(name) <= NAMES && !goes_on(name) && is_names(name, strlen(name));
}

/* Whether a credit may begin at p: behind a sentence, a stroke or a bracket. */
static bool may_begin(const char *text, const char *p)
{
    const char *before = p;
    if (sign(p))
        return true;
    while (before > text && before[-1] == ' ')
        before--;
    return before == text || strchr(".!?)([|/", before[-1]) || (before - text > 2 && strncmp(before - 3, "\u2013", 3) == 0) ||
           (before - text > 2 && strncmp(before - 3, "\u2014", 3) == 0);
}

size_t al_credit_place(const al_cues *cues, const char *text)
{
    size_t size = strlen(text);
    size_t begin = size > LOOK ? size - LOOK : 0;
    for (const char *p = text + begin; *p; p++) {
        bool word = ((unsigned char)*p & 0xC0) != 0x80 && (p == text || strchr(" ([|", p[-1]));
        if (!word || !may_begin(text, p) || !is_credit(cues, p))
            continue;
        size_t keep = (size_t)(p - text);
        while (keep && strchr(" ([|/", text[keep - 1]))
            keep--;
        if (keep > 2 && (strncmp(text + keep - 3, "\u2013", 3) == 0 || strncmp(text + keep - 3, "\u2014", 3) == 0))
            keep -= 3;
        while (keep && text[keep - 1] == ' ')
            keep--;
        return keep;
    }
    return size;
}
