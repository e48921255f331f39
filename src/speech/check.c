#include "speech/check.h"

#include <unicode/uchar.h>

#include "base/text.h"

/* Bounds that prose in 25 languages keeps (three words, two at the end, and 0.045 s are its worst) and a lost clause does not. */
enum {
    MOST_UNHEARD = 3,  /* words in a row that no event falls into */
    LAST_UNHEARD = 2   /* of them at the end */
};
static const double LEAST_SECONDS = 0.018; /* for a letter or digit at 175 words per minute */

/* Words in the sense of white space between them: "well-known", "1,234" and "RFE/RL" are one each, as an engine's events may have
 * it.  Only those with a letter or digit count. */
typedef struct token {
    size_t from, to; /* code points */
} token;

/* Next token at or after byte *at, which is code point *number; both are moved past it.  False at the end. */
static bool next_token(const char *text, size_t size, size_t *at, size_t *number, token *out, size_t *letters)
{
    bool in = false, said = false;
    while (*at < size) {
        unsigned c = al_text_next(text, size, at);
        size_t n = (*number)++;
        if (al_text_is_space(c)) {
            if (said)
                return true;
            in = false;
            continue;
        }
        if (!in)
            out->from = n;
        in = true;
        out->to = n + 1;
        bool sounds = (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_ND_MASK)) != 0;
        said = said || sounds;
        *letters += sounds;
    }
    return said;
}

/* True when an event falls into the token.  Events go by the text with few exceptions: the search begins at *hint, where the last
 * one ended. */
static bool is_heard(const token *t, const al_spoken *s, size_t *hint)
{
    for (size_t n = 0; n < s->count; n++) {
        size_t i = (*hint + n) % s->count;
        size_t from = s->words[i].at, to = from + (s->words[i].count ? s->words[i].count : 1);
        if (from < t->to && to > t->from) {
            *hint = i;
            return true;
        }
    }
    return false;
}

bool al_check_complete(const char *text, size_t size, const al_spoken *s, bool strictly)
{
    size_t at = 0, number = 0, letters = 0, unheard = 0, tokens = 0, hint = 0;
    bool heard = false;
    token t;
    while (next_token(text, size, &at, &number, &t, &letters)) {
        tokens++;
        bool hears = is_heard(&t, s, &hint);
        heard = heard || hears;
        unheard = hears ? 0 : unheard + 1;
        if (unheard > (strictly ? 0 : MOST_UNHEARD))
            return false;
    }
    if ((tokens && !heard) || unheard > LAST_UNHEARD)
        return false;
    return (double)s->frames / s->hertz >= (double)letters * LEAST_SECONDS * 175 / s->rate;
}

/* How good a place to halve is after this character: a sentence's end, a clause's, or just a word's. */
static size_t break_weight(unsigned before)
{
    switch (before) {
    case '.': case '!': case '?': case ';': case ':': case 0x3002: case 0x0964: case 0x061F: case 0x06D4:
        return 4;
    case ',': case ')': case 0x2014: case 0x2026: case 0x060C: case 0x3001:
        return 2;
    default:
        return 1;
    }
}

/* The middle of a single token, when it is too long to be a word. */
static size_t middle_of_token(const char *text, size_t size, size_t longest)
{
    size_t n = al_text_points(text, size), at = 0, half;
    if (n <= longest)
        return 0;
    for (half = n / 2; half; half--)
        al_text_next(text, size, &at);
    return at;
}

size_t al_check_middle(const char *text, size_t size, size_t longest)
{
    size_t best = 0, best_cost = SIZE_MAX;
    unsigned last = 0;
    bool gap = false;
    for (size_t at = 0; at < size;) {
        size_t from = at;
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_space(c)) {
            gap = last != 0;
            continue;
        }
        if (gap || (last && al_text_is_ideograph(c))) {
            size_t off = from > size / 2 ? from - size / 2 : size / 2 - from;
            size_t cost = off / break_weight(last);
            if (cost < best_cost) {
                best = from;
                best_cost = cost;
            }
        }
        gap = false;
        last = c;
    }
    return best ? best : middle_of_token(text, size, longest);
}
