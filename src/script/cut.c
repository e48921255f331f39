#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include "base/text.h"
#include "script/script.h"
#include "script/sentences.h"

struct al_cutter {
    UBreakIterator *sentences;
    al_sentences *rules; /* NULL where the language has none */
    UText text;
    const char *bytes; /* borrowed */
    size_t size, at;   /* next byte to cut from */
    size_t sentence;   /* end of the sentence that `at` is in */
    UScriptCode script; /* that the language is written in */
};

/* Upper bounds of phonemes a code point may cost; see AL_PIECE_WEIGHT. */
enum { LETTER = 1, DIGIT = 9, FOREIGN = 15, SYMBOL = 10, IDEOGRAPH = 6 };

static UScriptCode script_of(const char *language)
{
    UScriptCode code[4] = { USCRIPT_LATIN };
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = uscript_getCode(language, code, 4, &e);
    return U_SUCCESS(e) && n > 0 ? code[0] : USCRIPT_LATIN;
}

static size_t weigh(unsigned c, UScriptCode own)
{
    if (al_text_is_space(c))
        return 0;
    if (al_text_is_digit(c))
        return DIGIT;
    if (!al_text_is_letter(c))
        return c < 0x2030 && !strchr("#$%&*+/<=>@\\^_|~", c < 0x80 ? (int)c : 'a') ? 1 : SYMBOL;
    if (c < 0x250 && own == USCRIPT_LATIN)
        return LETTER;
    if (al_text_is_ideograph(c))
        return IDEOGRAPH;
    UErrorCode e = U_ZERO_ERROR;
    UScriptCode s = uscript_getScript((UChar32)c, &e);
    bool shared = s == own || s == USCRIPT_INHERITED || s == USCRIPT_COMMON || s == USCRIPT_LATIN ||
                  (own == USCRIPT_JAPANESE && (s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA)) ||
                  (own == USCRIPT_KOREAN && s == USCRIPT_HANGUL);
    return shared ? LETTER : FOREIGN;
}

size_t al_text_weight(const char *text, size_t size, const char *language)
{
    UScriptCode own = script_of(language);
    size_t at = 0, sum = 0;
    while (at < size)
        sum += weigh(al_text_next(text, size, &at), own);
    return sum;
}

static UBreakIterator *open_breaks(const char *language, bool suppress)
{
    char locale[64] = "";
    /* "ss=standard" keeps some abbreviations of CLDR's whole, where the language has no list of ours. */
    if (strlen(language) < 40) {
        strcpy(locale, language);
        strcat(locale, suppress ? "@ss=standard" : "");
    }
    UErrorCode e = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_SENTENCE, locale, NULL, 0, &e);
    return U_FAILURE(e) ? NULL : breaks;
}

int al_cutter_new(const char *data, const char *language, al_cutter **out, aloud_error *err)
{
    al_cutter *c = calloc(1, sizeof *c);
    if (!c)
        return al_fail_memory(err);
    c->text = (UText)UTEXT_INITIALIZER;
    c->script = script_of(language);
    int status = data ? al_sentences_load(data, language, &c->rules, err) : 0;
    if (!status && !(c->sentences = open_breaks(language, !c->rules)))
        status = al_fail_memory(err);
    if (status)
        al_cutter_free(c);
    else
        *out = c;
    return status;
}

void al_cutter_free(al_cutter *c)
{
    if (!c)
        return;
    if (c->sentences)
        ubrk_close(c->sentences);
    al_sentences_free(c->rules);
    utext_close(&c->text);
    free(c);
}

bool al_cutter_text(al_cutter *c, const char *text, size_t size)
{
    UErrorCode e = U_ZERO_ERROR;
    c->bytes = text;
    c->size = size;
    c->at = c->sentence = 0;
    utext_openUTF8(&c->text, text, (int64_t)c->size, &e);
    ubrk_setUText(c->sentences, &c->text, &e);
    return U_SUCCESS(e);
}

static size_t skip_space(const al_cutter *c, size_t at)
{
    while (at < c->size) {
        size_t here = at;
        if (!al_text_is_space(al_text_next(c->bytes, c->size, &at)))
            return here;
    }
    return c->size;
}

static size_t trim(const al_cutter *c, size_t from, size_t to)
{
    size_t end = from;
    for (size_t at = from; at < to;)
        if (!al_text_is_space(al_text_next(c->bytes, to, &at)))
            end = at;
    return end;
}

static unsigned code_at(const al_cutter *c, size_t at)
{
    return at < c->size ? al_text_next(c->bytes, c->size, &at) : ' ';
}

/* A mark that closes what is before it, set apart from it ("Oui ! »"); at the start of a word it opens ("»Ja"). */
static bool closes(const al_cutter *c, size_t at, size_t *behind)
{
    size_t next = at;
    unsigned code = at < c->size ? al_text_next(c->bytes, c->size, &next) : 'a';
    uint32_t kind = U_GET_GC_MASK((UChar32)code);
    *behind = next;
    return ((kind & (U_GC_PF_MASK | U_GC_PE_MASK)) != 0 || code == '"') && al_text_is_space(code_at(c, next));
}

/* The byte of the full stop that the text before byte `at` ends with; SIZE_MAX where it does not. */
static size_t full_stop(const al_cutter *c, size_t from, size_t at)
{
    while (at > from && (c->bytes[at - 1] == ' ' || c->bytes[at - 1] == '\n' || c->bytes[at - 1] == '\t'))
        at--;
    if (at > from + 1 && (unsigned char)c->bytes[at - 2] == 0xC2 && (unsigned char)c->bytes[at - 1] == 0xA0)
        at -= 2;
    return at > from && c->bytes[at - 1] == '.' ? at - 1 : SIZE_MAX;
}

/* Whether the sentence goes on behind the break at byte `at`.  It does before a lower-case letter ("approx. five"), whatever the
 * rules say. */
static bool goes_on(const al_cutter *c, size_t from, size_t at)
{
    size_t next = skip_space(c, at), stop = full_stop(c, from, at), behind;
    while (next < c->size && closes(c, next, &behind))
        next = skip_space(c, behind);
    if (next >= c->size)
        return false;
    if (al_text_is_lower(code_at(c, next)))
        return true;
    return c->rules && stop != SIZE_MAX && al_sentences_break(c->rules, c->bytes, c->size, stop, next) == AL_BREAK_NEVER;
}

/* The first place in [from, to) where a number in figures begins a sentence; `to` where none does. */
static size_t number_begins(const al_cutter *c, size_t from, size_t to)
{
    for (const char *dot = c->bytes + from; (dot = memchr(dot, '.', (size_t)(c->bytes + to - dot))); dot++) {
        size_t stop = (size_t)(dot - c->bytes), next = skip_space(c, stop + 1);
        if (next > stop + 1 && next < to && al_text_is_digit(code_at(c, next)) &&
            al_sentences_break(c->rules, c->bytes, c->size, stop, next) == AL_BREAK_ALWAYS)
            return next;
    }
    return to;
}

static size_t sentence_end(al_cutter *c, size_t from)
{
    int32_t b = ubrk_following(c->sentences, from > INT32_MAX - 1 ? INT32_MAX - 1 : (int32_t)from);
    while (b != UBRK_DONE && (size_t)b < c->size && goes_on(c, from, (size_t)b))
        b = ubrk_next(c->sentences);
    size_t end = b == UBRK_DONE ? c->size : (size_t)b, behind;
    if (c->rules)
        end = number_begins(c, from, end);
    while (end < c->size && closes(c, skip_space(c, end), &behind))
        end = behind;
    return end;
}

/* Where speech may pause inside a sentence: behind a comma and its like, with white space behind that or in a script without. */
static bool ends_clause(unsigned c, unsigned next)
{
    if (c == 0x3001 || c == 0xFF0C || c == 0xFF1B || c == 0xFF1A)
        return true;
    bool mark = c == ',' || c == ';' || c == ':' || c == 0x2014 || c == 0x2013 || c == 0x060C || c == 0x061B || c == ')' ||
                c == 0x2026 || c == '.' || c == '?' || c == '!' || c == '/';
    return mark && al_text_is_space(next);
}

bool al_cutter_next(al_cutter *c, al_piece *out)
{
    size_t from = skip_space(c, c->at);
    if (from >= c->size)
        return false;
    if (from >= c->sentence)
        c->sentence = sentence_end(c, from);
    size_t at = from, weight = 0, clause = 0, word = 0;
    while (at < c->sentence) {
        size_t here = at;
        unsigned code = al_text_next(c->bytes, c->sentence, &at), next = ' ';
        weight += weigh(code, c->script);
        if (weight > AL_PIECE_WEIGHT && here > from) {
            /* A clause that fills at least a third of the piece is worth breaking at; else a word; else anywhere. */
            size_t third = from + (here - from) / 3;
            at = clause > third ? clause : word > from ? word : here;
            break;
        }
        size_t peek = at;
        if (peek < c->sentence)
            next = al_text_next(c->bytes, c->sentence, &peek);
        if (ends_clause(code, next))
            clause = at;
        if (al_text_is_space(code) || al_text_is_ideograph(code))
            word = at;
    }
    size_t end = trim(c, from, at);
    *out = (al_piece){ .from = from, .to = end, .sentence = at >= c->sentence };
    c->at = at;
    return true;
}
