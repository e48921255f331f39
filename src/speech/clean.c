#include "speech/clean.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "base/text.h"

/* Longest runs left whole.  espeak-ng corrupts its memory on 140 digits or a few dozen symbols in a row, and reads a word of more
 * than 160 bytes only in part.  Real words and numbers are below; German has one of 63 letters. */
enum { LONGEST_DIGITS = 48, LONGEST_LETTERS = 64, LONGEST_SYMBOLS = 6, LONGEST_MARKS = 4, LONGEST_SOLID = 160, LIMIT = 64 << 20 };

typedef enum kind { SPACE, LETTER, DIGIT, SYMBOL, MARK, JOINER, OTHER, NOTHING } kind;

/* A zero-width joiner or non-joiner shapes words in Persian and in the scripts of India. */
static bool is_joiner(unsigned c)
{
    return c == 0x200C || c == 0x200D;
}

static kind kind_of(unsigned c)
{
    if (c < 0x80) {
        if (al_text_is_letter(c))
            return LETTER;
        if (al_text_is_digit(c))
            return DIGIT;
        return c <= ' ' || c == 0x7F ? SPACE : OTHER;
    }
    if (al_text_is_space(c) || c == 0xFFFD)
        return SPACE;
    if (is_joiner(c))
        return JOINER;
    uint32_t mask = U_GET_GC_MASK((UChar32)c);
    if (mask & U_GC_M_MASK)
        return c >= 0xFE00 && c <= 0xFE0F ? NOTHING : MARK;
    if (mask & U_GC_L_MASK)
        return LETTER;
    if (mask & U_GC_ND_MASK)
        return DIGIT;
    if (mask & U_GC_CC_MASK)
        return SPACE;
    if (mask & (U_GC_CF_MASK | U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CN_MASK))
        return NOTHING;
    return mask & (U_GC_SO_MASK | U_GC_SK_MASK | U_GC_SM_MASK) ? SYMBOL : OTHER;
}

typedef struct cleaner {
    al_clean *out;
    size_t room;   /* of origin */
    uint32_t at;   /* code points read */
    bool failed, differs;
    kind last;     /* of what was put */
    size_t run;    /* how many of it in a row */
    size_t marks;  /* in a row up to here */
    bool foreign;  /* punctuation outside ASCII came last */
    size_t solid;  /* code points since white space */
    bool said;     /* the token being put has a letter or a digit */
} cleaner;

static void put(cleaner *c, unsigned code_point)
{
    al_clean *out = c->out;
    if (out->count == c->room) {
        size_t room = c->room * 2;
        uint32_t *more = realloc(out->origin, room * sizeof *more);
        if (!more) {
            c->failed = true;
            return;
        }
        out->origin = more;
        c->room = room;
    }
    c->differs = c->differs || out->count != c->at;
    out->origin[out->count++] = c->at;
    al_buf_add_code_point(&out->text, code_point);
}

static void put_break(cleaner *c, bool clause)
{
    if (clause)
        put(c, ',');
    put(c, ' ');
    c->differs = true;
    c->said = false;
    c->run = c->solid = 0;
}

/* Letters that are forms of others (double-struck, full-width, ligatures, Arabic's contextual ones), which engines do not know. */
static bool is_form(unsigned c)
{
    if (c < 0x80 || kind_of(c) == SYMBOL)
        return false;
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_FONT: case U_DT_WIDE: case U_DT_NARROW:
    case U_DT_INITIAL: case U_DT_MEDIAL: case U_DT_FINAL: case U_DT_ISOLATED:
        return true;
    case U_DT_COMPAT:
        return c >= 0xFB00 && c <= 0xFB4F;
    default:
        return false;
    }
}

static size_t longest(kind k)
{
    return k == DIGIT ? LONGEST_DIGITS : k == LETTER ? LONGEST_LETTERS : k == SYMBOL ? LONGEST_SYMBOLS : SIZE_MAX;
}

static void take(cleaner *c, unsigned code_point)
{
    kind k = kind_of(code_point);
    c->marks = k == MARK ? c->marks + 1 : 0;
    if (k == NOTHING || c->marks > LONGEST_MARKS || (k == JOINER && c->last == JOINER)) {
        c->differs = true;
        return;
    }
    if (k == SPACE) {
        put(c, ' ');
        c->differs = c->differs || code_point != ' ';
        c->said = false;
        c->solid = 0;
    } else {
        bool loose = k == MARK || k == JOINER || al_text_is_ideograph(code_point);
        if (!loose && ((k == c->last && c->run >= longest(k)) || c->solid >= LONGEST_SOLID))
            put_break(c, k != LETTER);
        else if (c->foreign && code_point < 0x80 && strchr("<=>+|~^", (int)code_point))
            put_break(c, false); /* after an Armenian apostrophe espeak-ng reads memory that it has freed */
        c->solid += !loose;
        put(c, code_point);
        if ((k == LETTER || k == DIGIT) && !c->said) {
            c->said = true;
            c->out->words++;
        }
    }
    c->foreign = k == OTHER && code_point >= 0x80;
    /* Marks belong to their letters: they neither end a run nor lengthen it. */
    if (k == MARK && c->last == LETTER)
        return;
    c->run = k == c->last ? c->run + 1 : 1;
    c->last = k;
}

/* Take the letters that a form stands for. */
static void take_form(cleaner *c, unsigned code_point)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nf = unorm2_getNFKCInstance(&e);
    UChar from[2], to[32];
    int32_t n = 0, i = 0, size = 0;
    U16_APPEND_UNSAFE(from, n, (UChar32)code_point);
    if (U_SUCCESS(e))
        size = unorm2_normalize(nf, from, n, to, 32, &e);
    if (U_FAILURE(e) || size > 32) {
        take(c, code_point);
        return;
    }
    c->differs = true;
    while (i < size) {
        UChar32 plain;
        U16_NEXT(to, i, size, plain);
        take(c, (unsigned)plain);
    }
}

bool al_clean_text(al_clean *out, const char *text, size_t size)
{
    *out = (al_clean){ 0 };
    al_buf_init(&out->text, LIMIT);
    cleaner c = { .out = out, .room = size + 1 < 64 ? 64 : size + 1, .last = SPACE };
    out->origin = size < LIMIT ? malloc(c.room * sizeof *out->origin) : NULL;
    c.failed = !out->origin;
    for (size_t at = 0; at < size && !c.failed; c.at++) {
        unsigned code_point = al_text_next(text, size, &at);
        if (is_form(code_point))
            take_form(&c, code_point);
        else
            take(&c, code_point);
    }
    if (c.failed || out->text.failed) {
        al_clean_release(out);
        return false;
    }
    if (!c.differs) {
        free(out->origin);
        out->origin = NULL;
    }
    return true;
}

void al_clean_release(al_clean *c)
{
    al_buf_release(&c->text);
    free(c->origin);
    *c = (al_clean){ 0 };
}

uint32_t al_clean_origin(const al_clean *c, size_t at)
{
    if (!c->origin || !c->count)
        return (uint32_t)at;
    return c->origin[at < c->count ? at : c->count - 1];
}
