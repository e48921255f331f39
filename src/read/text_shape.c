/* What a block looks like, whatever stands around it. */
#include "read/text_shape.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"

unsigned al_shape_first_char(const char *text)
{
    size_t at = 0;
    return *text ? al_text_next(text, strlen(text), &at) : 0;
}

bool al_shape_is_quote(unsigned c)
{
    return c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB;
}

bool al_shape_has_quote(const char *text)
{
    size_t size = strlen(text), at = 0;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        if (al_shape_is_quote(c) && c != '\'' && c != 0x2019)
            return true;
    }
    return false;
}

size_t al_shape_count_digits(const char *text)
{
    size_t size = strlen(text), at = 0, n = 0;
    while (at < size)
        n += al_text_is_digit(al_text_next(text, size, &at));
    return n;
}

size_t al_shape_count_letters(const char *text)
{
    size_t size = strlen(text), at = 0, n = 0;
    while (at < size)
        n += al_text_is_letter(al_text_next(text, size, &at));
    return n;
}

/* Nearly every word begins with a capital: a title in the English manner. */
bool al_shape_is_title_case(const al_block *b)
{
    size_t size = strlen(b->text), at = 0, words = 0, capitals = 0;
    bool start = true;
    while (at < size) {
        unsigned c = al_text_next(b->text, size, &at);
        if (start && al_text_is_letter(c)) {
            words++;
            capitals += al_text_is_upper(c);
        }
        start = al_text_is_space(c);
    }
    return words >= 2 && capitals * 4 >= words * 3;
}

/* A line of capitals calls for something; over a title it is a banner. */
bool al_shape_is_shout(const al_block *b)
{
    size_t size = strlen(b->text), at = 0, upper = 0, lower = 0;
    while (at < size) {
        unsigned c = al_text_next(b->text, size, &at);
        upper += al_text_is_upper(c);
        lower += al_text_is_lower(c);
    }
    return b->words >= 4 && upper >= 12 && lower * 10 <= upper;
}

/* Raw mark-up that a page's source left in its text. */
bool al_shape_is_markup(const al_block *b)
{
    const char *name = b->text + 1 + (b->text[0] == '<' && b->text[1] == '/');
    size_t n = strlen(b->text), letters = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return b->text[0] == '<' && b->text[n - 1] == '>' && letters && strchr(" />", name[letters]) && !strchr(b->text, '@') &&
           (strchr(b->text, '=') || strchr(b->text, '/'));
}

/* Index of the last block of running text. */
size_t al_shape_last_prose(const al_blocks *bs)
{
    size_t last = 0;
    for (size_t i = 0; i < bs->count; i++)
        if (bs->at[i].prose && (!bs->at[i].settled || bs->at[i].kind == AL_PARAGRAPH))
            last = i;
    return last;
}

/* A title or a heading may ask or exclaim, and trail off; it makes no statement with a full stop. */
bool al_shape_is_titleish(const al_block *b)
{
    if (b->words == 0 || b->words > 28 || b->length > 220 || b->bullet)
        return false;
    if (b->label)
        return true;
    size_t n = strlen(b->text);
    while (n > 0 && (al_shape_is_quote((unsigned char)b->text[n - 1]) || (unsigned char)b->text[n - 1] >= 0x80))
        n--; /* closing quotes; an ellipsis of one character goes too, which is fine here */
    bool asks = n > 0 && (b->text[n - 1] == '?' || b->text[n - 1] == '!' || (n > 2 && memcmp(b->text + n - 3, "...", 3) == 0));
    return b->sentences <= 1 && (asks || n < strlen(b->text));
}

/* Four digits that may be a year of our time, alone. */
bool al_shape_has_year(const char *text)
{
    size_t size = strlen(text), at = 0, run = 0;
    for (;;) {
        unsigned c = at < size ? al_text_next(text, size, &at) : 0;
        if (al_text_is_digit(c)) {
            run++;
            continue;
        }
        if (run == 4 && c != '.' && c != ':')
            return true;
        run = 0;
        if (!c)
            return false;
    }
}

/* "14:39 7.4.2014", "December 31, 2012", "2025, 30 Aprel": a date or time and little else. */
bool al_shape_is_date_line(const al_block *b)
{
    size_t digits = al_shape_count_digits(b->text);
    if (digits < 4 || b->words > 7 || b->length > 60 || b->prose)
        return false;
    bool clock = strchr(b->text, ':') != NULL;
    size_t letters = 0, size = strlen(b->text), at = 0, groups = 0;
    bool in = false;
    while (at < size) {
        unsigned c = al_text_next(b->text, size, &at);
        bool digit = al_text_is_digit(c);
        groups += digit && !in;
        in = digit;
        letters += al_text_is_letter(c) != 0;
    }
    /* A clock; or a name of a month and a year; or numbers with the marks of a date between them. */
    const char *dot = strpbrk(b->text, "./-");
    bool marked = letters == 0 && dot && strpbrk(dot + 1, "./-") && groups >= 3;
    bool named = letters >= 3 && b->words >= 2 && b->words <= 5 && groups <= 3 && al_shape_has_year(b->text);
    return groups >= 2 && groups <= 6 && digits <= 14 && (clock || marked || named) && letters <= 30 &&
           !strchr(b->text, '+') && !strchr(b->text, '#');
}

/* A clock with a month or weekday in any script, longer than a date line: what a site prints over its page. */
bool al_shape_is_site_clock(const al_block *b)
{
    if (al_shape_is_date_line(b))
        return true;
    size_t n = strlen(b->text), digits = al_shape_count_digits(b->text);
    if (digits < 6 || b->words > 10 || b->prose || n < 5)
        return false;
    size_t at = 0;
    unsigned c = 0, before[3] = { 0 };
    while (at < n) {
        before[0] = before[1];
        before[1] = before[2];
        before[2] = c;
        c = al_text_next(b->text, n, &at);
    }
    return al_text_is_digit(c) && al_text_is_digit(before[2]) && before[1] == ':' && al_text_is_digit(before[0]);
}
