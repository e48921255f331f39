/* Text into words, numbers and symbols. */
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "script/say.h"

/* Neither seen nor said: soft hyphens, zero-width and direction marks, variation selectors. */
bool al_say_nothing(unsigned c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x061C || (c < 0x20 && !al_text_is_space(c)) ||
           (c >= 0x7F && c < 0xA0 && !al_text_is_space(c)) || (c >= 0xE0000 && c <= 0xE007F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

unsigned al_say_other(const al_normaliser *n, unsigned c)
{
    for (size_t i = 0; c >= 0x80 && n->other[i][0]; i++)
        if (n->other[i][0] == c)
            return n->other[i][1];
    return c;
}

static unsigned peek(const char *text, size_t size, size_t at)
{
    return at < size ? al_text_next(text, size, &at) : 0;
}

static size_t word_end(const char *text, size_t size, size_t at, say_token *t)
{
    bool caps = true;
    size_t letters = 0;
    while (at < size) {
        size_t here = at;
        unsigned c = al_text_next(text, size, &at);
        if (!al_text_is_letter(c) && c != 0xAD && c != 0x200C && c != 0x200D) {
            at = here;
            break;
        }
        if (al_say_nothing(c) || u_charType((UChar32)c) == U_NON_SPACING_MARK)
            continue;
        if (letters == 0 && al_text_is_upper(c))
            t->flags |= SAY_CAPITAL;
        caps = caps && al_text_is_upper(c);
        letters++;
    }
    if (letters == 1)
        t->flags |= SAY_LETTER;
    else if (caps)
        t->flags |= SAY_CAPS;
    return at;
}

static size_t digits_end(const char *text, size_t size, size_t at, size_t *count)
{
    *count = 0;
    while (at < size) {
        size_t here = at;
        if (!al_text_is_digit(al_text_next(text, size, &at)))
            return here;
        ++*count;
    }
    return at;
}

static bool is_group(const al_normaliser *n, unsigned c)
{
    for (size_t i = 0; i < 4 && n->group[i]; i++)
        if (n->group[i] == c || ((n->group[i] == ' ' || n->group[i] == 0xA0) && (c == 0xA0 || c == 0x202F || c == 0x2009)))
            return true;
    return false;
}

/* Whether a separator and digits stand at `at`: then what is before was no number but a date, an address, a version. */
static bool goes_on(const char *text, size_t size, size_t at)
{
    unsigned c = peek(text, size, at);
    return (c == '.' || c == ',') && al_text_is_digit(peek(text, size, at + 1));
}

/* "1,234,567.89" after the language's separators; what is none of that stays a run of digits. */
static size_t number_end(const al_normaliser *n, const char *text, size_t size, size_t at, say_token *t)
{
    size_t count, start = at, end = digits_end(text, size, at, &count), first = count;
    t->digits = (uint32_t)count;
    t->whole = (uint32_t)end;
    unsigned sep = peek(text, size, end);
    size_t whole = end, total = count, groups = 0;
    while (is_group(n, sep) && first <= 3 && text[start] != '0' && peek(text, size, whole) == sep) {
        size_t next = whole;
        al_text_next(text, size, &next);
        size_t stop = digits_end(text, size, next, &count);
        if (count != 3)
            break;
        whole = stop;
        total += 3;
        groups++;
    }
    /* "+1 123-555": the groups of a telephone number */
    if (sep == ' ' && ((start && text[start - 1] == '+') || (peek(text, size, whole) == '-' &&
                                                             al_text_is_digit(peek(text, size, whole + 1)))))
        groups = 0;
    /* "2014 200 people" is two numbers; so is "24 100" where the language does not part thousands by a space. */
    if (groups && !(peek(text, size, whole) == sep && al_text_is_digit(peek(text, size, whole + 1)) && sep < 0x80 && sep != ' ')) {
        t->flags |= SAY_GROUPED;
        end = whole;
        t->digits = (uint32_t)total;
        t->whole = (uint32_t)end;
    }
    if (peek(text, size, end) == n->decimal && n->decimal && al_text_is_digit(peek(text, size, end + 1))) {
        size_t stop = digits_end(text, size, end + 1, &count);
        if (!goes_on(text, size, stop)) {
            t->flags |= SAY_DECIMAL;
            return stop;
        }
    }
    if (goes_on(text, size, end) && (t->flags & SAY_GROUPED)) { /* 1.234.56: no number after all */
        t->flags &= ~(uint32_t)SAY_GROUPED;
        t->digits = (uint32_t)first;
        end = digits_end(text, size, start, &count);
        t->whole = (uint32_t)end;
    }
    return end;
}

static void take_value(const char *text, say_token *t)
{
    t->value = t->digits <= 18 ? 0 : -1;
    for (size_t at = t->from; t->value >= 0 && at < t->whole;) {
        int32_t d = u_charDigitValue((UChar32)al_text_next(text, t->whole, &at));
        if (d >= 0)
            t->value = t->value * 10 + d;
    }
}

size_t al_say_tokenise(al_normaliser *n, const char *text, size_t size, say_token *out, size_t room, bool numbers)
{
    size_t count = 0, at = 0;
    bool space = true, quoted = false;
    while (at < size && count < room) {
        size_t here = at;
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_space(c) || al_say_nothing(c)) {
            if (al_text_is_space(c) && c != 0x200B) {
                space = true;
                if (count)
                    out[count - 1].flags |= SAY_LAST;
            }
            continue;
        }
        say_token *t = &out[count++];
        *t = (say_token){ .from = (uint32_t)here, .value = -1, .flags = space ? SAY_SPACE : 0 };
        if (al_text_is_digit(c)) {
            t->flags |= SAY_NUMBER;
            size_t digits;
            bool inside = count > 2 && !space && out[count - 2].flags & SAY_SYMBOL && !(out[count - 2].flags & SAY_SPACE) &&
                          strchr(".,", text[out[count - 2].from]) && out[count - 3].flags & SAY_NUMBER;
            at = numbers && !inside ? number_end(n, text, size, here, t) : digits_end(text, size, here, &digits);
            if (!numbers || inside) {
                t->digits = (uint32_t)digits;
                t->whole = (uint32_t)at;
            }
            take_value(text, t);
        } else if (al_text_is_letter(c)) {
            t->flags |= SAY_WORD;
            at = word_end(text, size, here, t);
        } else {
            t->flags |= SAY_SYMBOL;
            if (c == '"' && (quoted = !quoted))
                t->flags |= SAY_OPENS;
        }
        t->to = (uint32_t)at;
        t->word = al_say_word(n, text + here, at - here, false);
        space = false;
    }
    if (count)
        out[count - 1].flags |= SAY_LAST;
    return count;
}
