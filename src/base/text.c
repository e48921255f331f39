#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

unsigned al_text_next(const char *bytes, size_t size, size_t *at)
{
    UChar32 c;
    size_t i = *at, end = size - i > 8 ? i + 8 : size; /* the macro counts in 32 bits */
    const uint8_t *from = (const uint8_t *)bytes + i;
    int32_t n = 0;
    U8_NEXT(from, n, (int32_t)(end - i), c);
    *at = i + (size_t)n;
    return c < 0 ? 0xFFFD : (unsigned)c;
}

void al_text_repair(al_buf *out, const char *bytes, size_t size, size_t *invalid, size_t *nul)
{
    size_t from = 0, at = 0;
    while (at < size) {
        unsigned char b = (unsigned char)bytes[at];
        if (b >= 0x20 && b < 0x7F) {
            at++;
            continue;
        }
        size_t start = at;
        unsigned c = al_text_next(bytes, size, &at);
        bool bad = c == 0xFFFD && !(at - start == 3 && memcmp(bytes + start, "\xEF\xBF\xBD", 3) == 0);
        bool drop = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0 && c != 0x85);
        if (!bad && !drop)
            continue;
        al_buf_add(out, bytes + from, start - from);
        if (bad)
            al_buf_add_string(out, "\xEF\xBF\xBD");
        if (bad && invalid)
            ++*invalid;
        if (c == 0 && nul)
            ++*nul;
        from = at;
    }
    al_buf_add(out, bytes + from, size - from);
}

bool al_text_is_space(unsigned c)
{
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13);
    return c == 0x200B || c == 0xFEFF || u_isUWhiteSpace((UChar32)c);
}

bool al_text_is_letter(unsigned c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

bool al_text_is_digit(unsigned c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : u_charType((UChar32)c) == U_DECIMAL_DIGIT_NUMBER;
}

bool al_text_is_upper(unsigned c)
{
    return (U_GET_GC_MASK((UChar32)c) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}

bool al_text_is_lower(unsigned c)
{
    return u_charType((UChar32)c) == U_LOWERCASE_LETTER;
}

bool al_text_is_ideograph(unsigned c)
{
    if (c < 0x0E00)
        return false;
    UErrorCode e = U_ZERO_ERROR;
    UScriptCode s = uscript_getScript((UChar32)c, &e);
    return s != USCRIPT_INVALID_CODE && uscript_breaksBetweenLetters(s) && al_text_is_letter(c);
}

static bool joins_word(unsigned c)
{
    return c == '\'' || c == 0x2019 || c == '-' || c == 0x2010 || c == 0x2011 || c == 0x00AD || c == 0x200C || c == 0x200D;
}

size_t al_text_words(const char *text)
{
    size_t size = strlen(text), at = 0, words = 0;
    bool in = false;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_ideograph(c)) {
            words++;
            in = false;
        } else if (al_text_is_letter(c) || al_text_is_digit(c)) {
            words += !in;
            in = true;
        } else if (!joins_word(c)) {
            in = false;
        }
    }
    return words;
}

size_t al_text_points(const char *text, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

size_t al_text_length(const char *text)
{
    return al_text_points(text, strlen(text));
}

void al_text_collapse(al_buf *out, const char *bytes, size_t size)
{
    size_t at = 0, from = 0;
    bool gap = false, any = false;
    while (at < size) {
        size_t start = at;
        unsigned c = al_text_next(bytes, size, &at);
        if (!al_text_is_space(c)) {
            if (gap && any)
                al_buf_add_byte(out, ' ');
            if (gap || !any)
                from = start;
            gap = false;
            any = true;
            continue;
        }
        if (any && !gap)
            al_buf_add(out, bytes + from, start - from);
        gap = true;
    }
    if (any && !gap)
        al_buf_add(out, bytes + from, size - from);
}

bool al_text_is_blank(const char *text)
{
    size_t size = strlen(text), at = 0;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        if (!al_text_is_space(c) && u_charType((UChar32)c) != U_FORMAT_CHAR && u_charType((UChar32)c) != U_CONTROL_CHAR)
            return false;
    }
    return true;
}

static bool is_quote(unsigned c)
{
    return c == '"' || c == '\'' || c == '`' || c == 0xB4 || c == 0x02BB || c == 0x02BC || (c >= 0x2018 && c <= 0x201F) ||
           c == 0xAB || c == 0xBB ||
           c == 0x2039 || c == 0x203A;
}

/* Code points to key characters: 0 drops one. */
static unsigned key_char(unsigned c)
{
    if (is_quote(c) || u_charType((UChar32)c) == U_FORMAT_CHAR)
        return 0;
    if (c == 0x2212 || u_charType((UChar32)c) == U_DASH_PUNCTUATION)
        return '-';
    return al_text_is_space(c) ? ' ' : c;
}

static bool is_outer(unsigned c)
{
    return c == ' ' || (c < 0x80 && strchr(".,:;!?*#-", (int)c)) || c == 0x2022 || c == 0x2026;
}

void al_text_key(al_buf *out, const char *text)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nf = unorm2_getNFKCCasefoldInstance(&e);
    size_t size = strlen(text);
    if (U_FAILURE(e) || size > INT32_MAX / 8) {
        out->failed = true;
        return;
    }
    int32_t room = (int32_t)size + 1, n = 0, m = 0;
    UChar *u = malloc((size_t)room * sizeof *u), *v = malloc((size_t)room * 4 * sizeof *v);
    if (u && v) {
        u_strFromUTF8WithSub(u, room, &n, text, (int32_t)size, 0xFFFD, NULL, &e);
        m = unorm2_normalize(nf, u, n, v, room * 4, &e);
    }
    if (!u || !v || U_FAILURE(e)) {
        out->failed = true;
        free(u);
        free(v);
        return;
    }
    size_t start = out->size, keep = out->size;
    bool gap = false;
    for (int32_t i = 0; i < m;) {
        UChar32 c;
        U16_NEXT(v, i, m, c);
        unsigned k = key_char((unsigned)c);
        if (!k)
            continue;
        if (k == ' ' || (out->size == start && is_outer(k))) {
            gap = k == ' ' || gap;
            continue;
        }
        if (gap && out->size > start)
            al_buf_add_byte(out, ' ');
        gap = false;
        al_buf_add_code_point(out, k);
        if (!is_outer(k))
            keep = out->size;
    }
    al_buf_cut(out, keep);
    free(u);
    free(v);
}

bool al_text_same(const char *a, const char *b)
{
    al_buf x, y;
    al_buf_init(&x, SIZE_MAX / 4);
    al_buf_init(&y, SIZE_MAX / 4);
    al_text_key(&x, a);
    al_text_key(&y, b);
    bool same = !x.failed && !y.failed && x.size && x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
    al_buf_release(&x);
    al_buf_release(&y);
    return same;
}

void al_text_slug(al_buf *out, const char *title, size_t most)
{
    al_buf key;
    al_buf_init(&key, SIZE_MAX / 4);
    al_text_key(&key, title);
    size_t start = out->size, at = 0;
    bool gap = false;
    while (at < key.size) {
        size_t from = at;
        unsigned c = al_text_next(key.data, key.size, &at);
        if (!al_text_is_letter(c) && !al_text_is_digit(c)) {
            gap = out->size > start;
            continue;
        }
        if (out->size - start + gap + (at - from) > most)
            break;
        if (gap)
            al_buf_add_byte(out, '-');
        gap = false;
        al_buf_add(out, key.data + from, at - from);
    }
    if (out->size == start)
        al_buf_add_string(out, "article");
    al_buf_release(&key);
}

size_t al_text_fit(const char *text, size_t most)
{
    size_t size = strlen(text);
    if (size <= most)
        return size;
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return most;
}

void al_text_excerpt(al_buf *out, const char *text, size_t columns)
{
    size_t size = strlen(text), at = 0, n = 0;
    bool gap = false;
    while (at < size) {
        size_t from = at;
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_space(c)) {
            gap = n > 0;
            continue;
        }
        if (n + gap >= columns) {
            al_buf_add_string(out, "\xE2\x80\xA6");
            return;
        }
        if (gap)
            al_buf_add_byte(out, ' ');
        n += 1 + gap;
        gap = false;
        al_buf_add(out, text + from, at - from);
    }
}
