/* Numbers in words, by ICU's rule-based formats. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/data.h"
#include "base/text.h"
#include "script/say.h"

static say_format *find_format(al_normaliser *n, const char *name)
{
    for (say_format *f = n->formats; f; f = f->next)
        if (strcmp(f->name, name) == 0)
            return f;
    if (strcmp(name, "cardinal") != 0)
        return NULL;
    say_format *f = al_arena_alloc(&n->arena, sizeof *f); /* a language without data, or one that needs no ruleset */
    if (!f)
        return NULL;
    f->name = "cardinal";
    f->ruleset = "";
    f->next = n->formats;
    return n->formats = f;
}

int al_say_number_rules(al_normaliser *n, const char *path, aloud_error *err)
{
    al_buf text;
    al_buf_init(&text, AL_DATA_LIMIT);
    int status = al_data_file(path, &text, err);
    UChar *rules = status ? NULL : malloc((text.size + 1) * sizeof *rules);
    if (rules) {
        for (char *c = text.data; c && *c; c += strcspn(c, "\n"), c += *c == '\n')
            if (*c == '#') /* ICU knows no comments */
                memset(c, ' ', strcspn(c, "\n"));
        UErrorCode e = U_ZERO_ERROR;
        UParseError where = { .offset = 0 };
        int32_t size = 0;
        u_strFromUTF8(rules, (int32_t)text.size + 1, &size, al_buf_string(&text), (int32_t)text.size, &e);
        n->own = unum_open(UNUM_PATTERN_RULEBASED, rules, size, n->language, &where, &e);
        if (U_FAILURE(e)) {
            n->own = NULL; /* ICU says "memory" too where it cannot read on */
            status = al_fail(err, ALOUD_ERROR_ENGINE, "%s: ICU does not take these number rules (%s); its manual says how they are "
                             "written", path, u_errorName(e));
        }
        n->numbers = n->numbers || n->own;
        free(rules);
    } else if (status == 0) {
        status = al_fail_memory(err);
    }
    al_buf_release(&text);
    return status > 0 ? 0 : status;
}

static UNumberFormat *open_format(al_normaliser *n, say_format *f)
{
    if (f->open)
        return f->open;
    UErrorCode e = U_ZERO_ERROR;
    f->open = n->own ? unum_clone(n->own, &e) : unum_open(UNUM_SPELLOUT, NULL, 0, n->language, NULL, &e);
    if (U_FAILURE(e))
        return f->open = NULL;
    UChar ruleset[96];
    size_t size = strlen(f->ruleset);
    if (size && size < 96) {
        u_charsToUChars(f->ruleset, ruleset, (int32_t)size);
        unum_setTextAttribute(f->open, UNUM_DEFAULT_RULESET, ruleset, (int32_t)size, &e);
    }
    if (U_FAILURE(e)) {
        unum_close(f->open);
        f->open = NULL;
    }
    return f->open;
}

/* Whether the word that `out` ends with is one behind which a number is parted: "all", or endings ("cento mila"). */
static bool parts_behind(const al_buf *out, const char *soft)
{
    if (soft && strcmp(soft, "all") == 0)
        return true;
    for (const char *c = soft; c && *c;) {
        size_t size = strcspn(c, " ");
        if (size <= out->size && strncmp(out->data + out->size - size, c, size) == 0)
            return true;
        c += size + strspn(c + size, " ");
    }
    return false;
}

/* ICU marks where its words may be parted with soft hyphens.  Nobody hears them; but an engine reads "zweitausendvier" wrong
 * and "zwei tausend vier" right. */
static void add_utf16(al_buf *out, const UChar *text, int32_t size, const char *soft)
{
    for (int32_t at = 0; at < size;) {
        UChar32 c;
        U16_NEXT(text, at, size, c);
        if (c != 0xAD)
            al_buf_add_code_point(out, (unsigned)c);
        else if (parts_behind(out, soft))
            al_buf_add_byte(out, ' ');
    }
}

/* Replace `old` bytes at `at` by those of `with`. */
static void replace(al_buf *out, size_t at, size_t old, const char *with, size_t size)
{
    size_t was = out->size;
    if (size > old)
        al_buf_add(out, with, size - old); /* room; what is in it is moved over */
    if (out->failed)
        return;
    memmove(out->data + at + size, out->data + at + old, was - at - old);
    memcpy(out->data + at, with, size);
    if (size < old)
        al_buf_cut(out, was - old + size);
}

/* What a reader says otherwise than ICU: "etthundra > hundra | ettusen > tusen", at the beginning of a word, "*milliom > millió"
 * anywhere. */
static void respell(al_buf *out, size_t from, const char *list)
{
    while (*list && !out->failed) {
        const char *arrow = strstr(list, " > "), *end = strstr(list, " | ");
        end = end ? end : list + strlen(list);
        if (!arrow || arrow > end)
            return;
        bool anywhere = *list == '*';
        list += anywhere;
        size_t old = (size_t)(arrow - list), new = (size_t)(end - arrow) - 3;
        for (size_t at = from; old && at + old <= out->size && !out->failed; at++) {
            if ((!anywhere && at > from && out->data[at - 1] != ' ') || strncmp(out->data + at, list, old) != 0)
                continue;
            replace(out, at, old, arrow + 3, new);
            at += new ? new - 1 : 0;
        }
        list = *end ? end + 3 : end;
    }
}

/* A fraction is formatted where `value` is -1. */
bool al_say_value_words(al_normaliser *n, al_buf *out, double whole, int64_t value, const char *name)
{
    say_format *f = n->numbers ? find_format(n, name) : NULL;
    UNumberFormat *open = f ? open_format(n, f) : NULL;
    if (!open)
        return false;
    UChar words[SAY_LONGEST];
    UErrorCode e = U_ZERO_ERROR;
    int32_t size = value >= 0 ? unum_formatInt64(open, value, words, SAY_LONGEST, NULL, &e)
                              : unum_formatDouble(open, whole, words, SAY_LONGEST, NULL, &e);
    if (U_FAILURE(e) || size <= 0 || u_isdigit(words[0]))
        return false;
    size_t was = out->size;
    add_utf16(out, words, size, al_say_value(n, "numbers", "soft"));
    const char *key[2] = { strncmp(name, "ordinal", 7) == 0 ? "ordinals" : "cardinals", name }; /* of all; of this format */
    for (int i = 0; i < 2; i++)
        for (const say_entry *list = al_say_find(n, "numbers", key[i], strlen(key[i])); list; list = list->next)
            if (strcmp(list->key, key[i]) == 0) /* a line of the file is short; there may be several */
                respell(out, was, list->value);
    return true;
}

void al_say_digits(al_normaliser *n, al_buf *out, const char *bytes, size_t size)
{
    bool any = false;
    for (size_t at = 0; at < size;) {
        size_t here = at;
        int32_t d = u_charDigitValue((UChar32)al_text_next(bytes, size, &at));
        if (d < 0)
            continue;
        if (any)
            al_buf_add_byte(out, ' ');
        any = true;
        if (!al_say_value_words(n, out, d, d, "cardinal"))
            al_buf_add(out, bytes + here, at - here);
    }
}

size_t al_say_plural_of(al_normaliser *n, double value)
{
    UErrorCode e = U_ZERO_ERROR;
    if (!n->plurals)
        n->plurals = uplrules_open(n->language, &e);
    UChar category[16] = { 0 };
    char name[16] = "";
    int32_t size = U_SUCCESS(e) ? uplrules_select(n->plurals, value, category, 15, &e) : 0;
    if (U_SUCCESS(e) && size > 0)
        u_UCharsToChars(category, name, size);
    return strcmp(name, "one") == 0 ? 0 : strcmp(name, "few") == 0 ? 1 : strcmp(name, "many") == 0 ? 2 : 3;
}

static double fraction_of(const al_normaliser *n, const say_token *t)
{
    double sum = 0, unit = 0.1;
    for (size_t at = t->whole; at < t->to;) {
        int32_t d = u_charDigitValue((UChar32)al_text_next(n->text, t->to, &at));
        if (d >= 0) {
            sum += d * unit;
            unit /= 10;
        }
    }
    return sum;
}

size_t al_say_plural(al_normaliser *n, const say_token *t)
{
    if (!(t->flags & SAY_DECIMAL))
        return al_say_plural_of(n, t->value >= 0 ? (double)t->value : 1000000);
    double f = fraction_of(n, t);
    return f > 0 ? al_say_plural_of(n, (double)t->value + f) : 3; /* "1.0 kilograms" */
}

/* "point two five", "virgule vingt-cinq", "egész huszonöt század" */
static void add_fraction(al_normaliser *n, al_buf *out, const say_token *t, const char *format)
{
    const char *text = n->text + t->whole;
    size_t size = t->to - t->whole, skip = 1; /* the separator is one byte in every language known */
    while (skip < size && ((unsigned char)text[skip] & 0xC0) == 0x80)
        skip++;
    const char *digits = text + skip;
    size_t count = size - skip;
    int64_t value = 0;
    for (size_t i = 0; i < count && i < 18; i++)
        value = value * 10 + (digits[i] - '0');
    char places[8] = "0";
    if (count < 7)
        places[0] = (char)('0' + count);
    const char *whole = al_say_value(n, "decimal", "0"), *part = al_say_value(n, "decimal", places);
    size_t k;
    if (whole && part && count < 7) {
        const char *form = al_say_form(whole, al_say_plural_of(n, (double)t->value), &k);
        al_buf_printf(out, " %.*s ", (int)k, form);
        al_say_value_words(n, out, 0, value, format);
        form = al_say_form(part, al_say_plural_of(n, (double)value), &k);
        al_buf_printf(out, " %.*s", (int)k, form);
        return;
    }
    const char *point = al_say_value(n, "numbers", "point"), *way = al_say_value(n, "numbers", "fraction");
    al_buf_printf(out, " %s ", point ? point : ",");
    size_t most = way ? (size_t)(way[0] - '0') : 0; /* digits that are read as one number */
    if (way && count <= most && *digits != '0')
        al_say_value_words(n, out, 0, value, "cardinal");
    else
        al_say_digits(n, out, digits, count);
}

/* More than ICU has words for, by the name of a million million millions: "twelve quintillion three". */
static bool add_huge(al_normaliser *n, al_buf *out, const say_token *t, const char *format)
{
    const char *name = al_say_value(n, "huge", "18");
    if (!name || t->digits > 36 || t->flags & SAY_DECIMAL || !n->numbers)
        return false;
    int64_t part[2] = { 0, 0 };
    uint32_t left = t->digits;
    for (size_t at = t->from; at < t->whole;) {
        int32_t d = u_charDigitValue((UChar32)al_text_next(n->text, t->whole, &at));
        if (d < 0)
            continue;
        int64_t *p = &part[left > 18 ? 0 : 1];
        *p = *p * 10 + d;
        left--;
    }
    size_t size;
    if (!al_say_value_words(n, out, 0, part[0], format))
        return false;
    name = al_say_form(name, al_say_plural_of(n, (double)part[0]), &size);
    al_buf_printf(out, " %.*s", (int)size, name);
    if (part[1])
        al_buf_add_byte(out, ' ');
    return !part[1] || al_say_value_words(n, out, 0, part[1], format);
}

bool al_say_number(al_normaliser *n, al_buf *out, const say_token *t, const char *format)
{
    const char *text = n->text + t->from;
    size_t was = out->size;
    if (t->value < 0 && t->flags & SAY_GROUPED && add_huge(n, out, t, format))
        return true;
    al_buf_cut(out, was);
    if (!n->numbers || t->value < 0 || t->value > 999999999999999999) {
        al_say_digits(n, out, text, t->to - t->from);
        return out->size > was;
    }
    bool fraction = (t->flags & SAY_DECIMAL) != 0;
    const char *way = al_say_value(n, "numbers", "fraction");
    if (fraction && (!n->known || (way && strcmp(way, "icu") == 0)) && t->to - t->from < 16) { /* as ICU has it */
        double f = (double)t->value + fraction_of(n, t);
        if (al_say_value_words(n, out, f, -1, "cardinal"))
            return true;
    }
    const char *inflected = fraction ? al_say_value(n, "decimal", "format") : NULL;
    if (inflected)
        format = inflected;
    if (!al_say_value_words(n, out, 0, t->value, format) && !al_say_value_words(n, out, 0, t->value, "cardinal"))
        al_say_digits(n, out, text, t->whole - t->from);
    if (fraction)
        add_fraction(n, out, t, format);
    return out->size > was;
}
