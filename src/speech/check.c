#include "speech/check.h"

#include <stdlib.h>

#include "base/text.h"

/* Tokens in a row without an event of their own. */
enum { MOST_SILENT = 6 };

bool al_check_length(const char *text, size_t size, const al_spoken *s)
{
    size_t letters = 0;
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(text, size, &at);
        letters += al_text_is_letter(c) || al_text_is_digit(c);
    }
    double seconds = (double)s->frames / s->hertz;
    return seconds >= (double)letters * 0.015 * 175 / s->rate;
}

bool al_check_complete(const char *text, size_t size, const al_spoken *s)
{
    return al_check_length(text, size, s) && MOST_SILENT;
}

/* How good a place to halve: after a clause's end, else between words. */
static int break_weight(unsigned before)
{
    return before < 0x80 && before ? (before == '.' || before == '!' || before == '?' ? 3 : before == ';' || before == ':' ? 3 :
                                      before == ',' ? 2 : 1) : before == 0x2014 || before == 0x2026 ? 2 : 1;
}

size_t al_check_middle(const char *text, size_t size)
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
            size_t cost = off * 4 / (size_t)break_weight(last);
            if (cost < best_cost) {
                best = from;
                best_cost = cost;
            }
        }
        gap = false;
        last = c;
    }
    return best;
}
