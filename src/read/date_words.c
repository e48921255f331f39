#include "read/date_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/text.h"

enum { TOKENS = 40, WORD = 48, MONTHS = 12, LINE = 14, TEXT = 1024, AFAR = 3 };

/* A number or a month of the text; other words only stand between. */
struct token {
    int value;       /* of a number; of a month 1 to 12; of another word 0 */
    int digits;      /* of a number, else 0 */
    bool month;
    char behind;     /* the mark behind a number: '.', '-', '/', 'j' for a character like 年, or ' ' */
};

/* ---- months ---- */

static bool is_month(const UDateFormat *f, UDateFormatSymbolType type, int month, const char *word)
{
    UChar name[WORD];
    char utf8[WORD * 3 + 1];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = udat_getSymbols(f, type, month, name, WORD, &status), size = 0;
    if (U_FAILURE(status) || n < 3)
        return false;
    u_strToUTF8(utf8, sizeof utf8, &size, name, n, &status);
    return U_SUCCESS(status) && al_text_same(utf8, word);
}

/* The month that the language calls so; 0: none. */
static int month_of(const UDateFormat *f, const char *word)
{
    static const UDateFormatSymbolType types[] = { UDAT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_SHORT_MONTHS,
                                                   UDAT_STANDALONE_SHORT_MONTHS };
    for (int m = 0; f && m < MONTHS; m++)
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (is_month(f, types[i], m, word))
                return m + 1;
    return 0;
}

static UDateFormat *open_dates(const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *f = udat_open(UDAT_NONE, UDAT_LONG, language, NULL, 0, NULL, 0, &status);
    return U_SUCCESS(status) ? f : NULL;
}

/* ---- cutting ---- */

static bool is_mark_of_date(unsigned c)
{
    return c == 0x5E74 || c == 0x6708 || c == 0x65E5 || c == 0xB144 || c == 0xC6D4 || c == 0xC77C; /* 年月日, 년월일 */
}

static void end_word(struct token *list, size_t *count, char *word, size_t *size, UDateFormat *const formats[2])
{
    if (!*size || *count == TOKENS)
        return;
    word[*size] = '\0';
    *size = 0;
    int month = month_of(formats[0], word);
    if (!month)
        month = month_of(formats[1], word);
    list[(*count)++] = (struct token){ .value = month, .month = month > 0 };
}

static size_t cut(const char *text, UDateFormat *const formats[2], struct token *list)
{
    size_t count = 0, at = 0, size = strlen(text), used = 0;
    char word[WORD + 5];
    bool number = false;
    while (at < size && count < TOKENS) {
        size_t from = at;
        unsigned c = al_text_next(text, size, &at);
        if (c >= '0' && c <= '9') {
            end_word(list, &count, word, &used, formats);
            if (!number && count < TOKENS)
                list[count++] = (struct token){ .behind = ' ' };
            struct token *t = &list[count - 1];
            number = true;
            if (t->digits++ < 8)
                t->value = t->value * 10 + (int)(c - '0');
            continue;
        }
        if (number && (c == '.' || c == '-' || c == '/'))
            list[count - 1].behind = (char)c;
        else if (number && is_mark_of_date(c))
            list[count - 1].behind = 'j';
        else if (number && c == ':')
            list[count - 1].behind = ':';
        number = false;
        if (al_text_is_letter(c) && !is_mark_of_date(c)) {
            if (used + (at - from) < WORD) {
                memcpy(word + used, text + from, at - from);
                used += at - from;
            }
        } else {
            end_word(list, &count, word, &used, formats);
        }
    }
    end_word(list, &count, word, &used, formats);
    return count;
}

/* ---- putting together ---- */

static bool is_year(const struct token *t)
{
    return t->digits == 4 && t->value >= 1900 && t->value < 3000;
}

static bool is_day(const struct token *t)
{
    return t->digits && t->digits <= 2 && t->value >= 1 && t->value <= 31 && t->behind != ':';
}

static bool put(int year, int month, int day, char *out)
{
    if (month < 1 || month > MONTHS || day < 1 || day > 31 || year < 1900 || year > 2999)
        return false;
    snprintf(out, AL_DATE_SIZE, "%04d-%02d-%02d", year, month, day);
    return true;
}

/* "1 April 2025", "1 de abril de 2025", "April 1st, 2025". */
static bool by_name(const struct token *list, size_t count, size_t month, char *out)
{
    size_t day = count, year = count;
    for (size_t i = month + 1; i < count && i <= month + AFAR && year == count; i++)
        if (is_year(&list[i]))
            year = i;
        else if (day == count && is_day(&list[i]))
            day = i;
    for (size_t i = month; i-- > 0 && i + 2 >= month && day == count;)
        if (is_day(&list[i]))
            day = i;
    return day < count && year < count && put(list[year].value, list[month].value, list[day].value, out);
}

/* Whether the language writes the month before the day; -1: it may do either. */
static int month_first(const char *language)
{
    if (!language || strncmp(language, "en", 2) != 0)
        return language ? 0 : -1;
    return language[2] == '\0' ? -1 : strncmp(language + 3, "US", 2) == 0 || strncmp(language + 3, "us", 2) == 0;
}

/* "2025-04-01", "01.04.2025", "1/4/2025". */
static bool by_numbers(const struct token *t, const char *language, char *out)
{
    char mark = t[0].behind;
    if (mark == ' ' || mark == ':' || t[1].behind != mark || !t[1].digits || t[1].digits > 2)
        return false;
    if (is_year(&t[0]) && is_day(&t[2]))
        return put(t[0].value, t[1].value, t[2].value, out);
    if (!is_year(&t[2]) || !is_day(&t[0]) || mark == 'j')
        return false;
    int swapped = mark == '.' || t[0].value > MONTHS ? 0 : t[1].value > MONTHS ? 1 : month_first(language);
    return swapped >= 0 && put(t[2].value, t[swapped ? 0 : 1].value, t[swapped ? 1 : 0].value, out);
}

bool al_date_in_words(const char *text, const char *language, char out[AL_DATE_SIZE])
{
    UDateFormat *formats[2] = { language ? open_dates(language) : NULL, open_dates("en") };
    struct token list[TOKENS];
    size_t count = cut(text, formats, list);
    bool found = false;
    for (size_t i = 0; i < count && !found; i++)
        found = list[i].month ? by_name(list, count, i, out) : i + 2 < count && by_numbers(list + i, language, out);
    for (size_t i = 0; i < 2; i++)
        if (formats[i])
            udat_close(formats[i]);
    return found;
}

/* ---- on the page ---- */

static bool is_called_date(const al_dom_node *n)
{
    static const char *const words[] = { " date ", " datetime ", " pubdate ", " published ", " timestamp ", " dateline ", " datum ",
                                         " fecha ", " publish ", " time ", NULL };
    for (int i = 0; words[i] && *n->cls; i++)
        if (strstr(n->cls, words[i]))
            return true;
    return n->tag == AL_TAG_TIME;
}

/* Of other articles, and of comments. */
static bool is_others(const al_dom_node *n)
{
    return n->reason && (strcmp(n->reason, "comments") == 0 || strcmp(n->reason, "related") == 0 || n->tag == AL_TAG_NAV ||
                         strcmp(n->reason, "advertisement") == 0);
}

bool al_date_find_shown(al_dom *dom, const al_cues *cues, al_meta *meta)
{
    al_buf raw, line;
    al_buf_init(&raw, TEXT);
    al_buf_init(&line, TEXT);
    bool text = false, ok = true; /* text: running text was seen */
    for (uint32_t i = meta->head ? meta->head->order : dom->body->order; ok && !meta->published && i <= dom->body->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        text = text || (n->article && n->block && n->own.words > LINE && n->good > LINE);
        if (is_others(n)) {
            i = n->end;
            continue;
        }
        if (n->tag == AL_TAG_TEXT || n->hidden || !n->words || n->words > LINE || (text && !n->article))
            continue;
        al_buf_cut(&raw, 0);
        al_buf_cut(&line, 0);
        al_dom_text(dom, n, &raw);
        al_text_collapse(&line, al_buf_string(&raw), raw.size);
        const char *said = al_buf_string(&line);
        bool marked = (!text && is_called_date(n)) || (n->block && (al_cues_fit(cues, said) & AL_CUE_BIT(AL_CUE_PUBLISHED)));
        char date[AL_DATE_SIZE];
        if (marked && !line.failed && al_date_in_words(said, meta->language, date)) {
            meta->published = al_arena_string(&dom->arena, date);
            ok = meta->published != NULL;
        }
        if (marked)
            i = n->end;
    }
    ok = ok && !raw.starved && !line.starved;
    al_buf_release(&raw);
    al_buf_release(&line);
    return ok;
}
