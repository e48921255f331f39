#include "script/words.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/text.h"

struct al_word_cutter {
    UBreakIterator *breaks; /* opened for the first text in a script without white space */
    UText icu;
    bool set;               /* the iterator is at this text */
    const char *text;
    size_t size, at;
    size_t end;             /* of the run without white space that `at` is in; at most `at` where it is in none */
    bool solid;             /* the run is of a script without white space */
};

al_word_cutter *al_word_cutter_new(void)
{
    al_word_cutter *c = calloc(1, sizeof *c);
    if (c)
        c->icu = (UText)UTEXT_INITIALIZER;
    return c;
}

void al_word_cutter_free(al_word_cutter *c)
{
    if (!c)
        return;
    if (c->breaks)
        ubrk_close(c->breaks);
    utext_close(&c->icu);
    free(c);
}

void al_word_cutter_text(al_word_cutter *c, const char *text, size_t size)
{
    c->text = text;
    c->size = size;
    c->at = c->end = 0;
    c->set = false;
}

/* Scripts whose words no white space parts: those where a line may break between letters, or where a dictionary tells where. */
static bool is_solid(unsigned c)
{
    if (c < 0xE00)
        return false;
    int class = u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK);
    return class == U_LB_IDEOGRAPHIC || class == U_LB_COMPLEX_CONTEXT || class == U_LB_CONDITIONAL_JAPANESE_STARTER;
}

static bool is_gap(unsigned c)
{
    return al_text_is_space(c) || c == 0x2014 || c == 0x2015 || c == 0x2026;
}

/* Whether a word may begin or end with it. */
static bool is_part(unsigned c)
{
    return (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_S_MASK)) != 0 ||
           (c < 0x80 && c && strchr("%&@#", (int)c));
}

/* Move to the next run of what is no gap; false at the end. */
static bool next_run(al_word_cutter *c)
{
    size_t at = c->at, from = at;
    while (at < c->size) {
        from = at;
        if (!is_gap(al_text_next(c->text, c->size, &at)))
            break;
        from = at;
    }
    c->at = c->end = from;
    c->solid = false;
    for (at = from; at < c->size; c->end = at) {
        unsigned code = al_text_next(c->text, c->size, &at);
        if (is_gap(code))
            break;
        c->solid = c->solid || is_solid(code);
    }
    return c->end > c->at;
}

/* The end of the word at c->at in a script without white space. */
static int find_break(al_word_cutter *c, size_t *end, aloud_error *err)
{
    UErrorCode e = U_ZERO_ERROR;
    if (!c->breaks)
        c->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &e);
    if (!c->set) {
        utext_openUTF8(&c->icu, c->text, (int64_t)c->size, &e);
        if (U_SUCCESS(e))
            ubrk_setUText(c->breaks, &c->icu, &e);
    }
    if (U_FAILURE(e))
        return al_fail_memory(err);
    c->set = true;
    int32_t b = c->at < INT32_MAX ? ubrk_following(c->breaks, (int32_t)c->at) : UBRK_DONE;
    *end = b == UBRK_DONE || (size_t)b > c->end ? c->end : (size_t)b;
    return 0;
}

/* Without the punctuation around it; false where nothing is left. */
static bool trim(const char *text, size_t from, size_t to, al_word_range *out)
{
    bool any = false;
    for (size_t at = from; at < to;) {
        size_t here = at;
        if (!is_part(al_text_next(text, to, &at)))
            continue;
        if (!any)
            out->from = (uint32_t)here;
        out->to = (uint32_t)at;
        any = true;
    }
    return any;
}

int al_word_cutter_next(al_word_cutter *c, al_word_range *out, aloud_error *err)
{
    for (;;) {
        if (c->at >= c->end && !next_run(c))
            return 0;
        size_t from = c->at, to = c->end;
        int status = c->solid ? find_break(c, &to, err) : 0;
        if (status)
            return status;
        c->at = to;
        if (trim(c->text, from, to, out))
            return 1;
    }
}
