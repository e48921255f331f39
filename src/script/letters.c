/* Initialisms, which are spelt ("RFE/RL", "U.S."), and acronyms, which are read ("NATO"). */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uset.h>
#include <unicode/unorm2.h>

#include "base/text.h"
#include "script/say.h"

/* The name of a letter, small or not, in the data; NULL where there is none. */
static const char *letter_name(const al_normaliser *n, const char *bytes, size_t size)
{
    size_t at = 0;
    unsigned c = (unsigned)u_toupper((UChar32)al_text_next(bytes, size, &at));
    char ascii = (char)c;
    const say_entry *e = al_say_find(n, "letter", bytes, size);
    if (!e && c < 0x80)
        e = al_say_find(n, "letter", &ascii, 1);
    return e ? e->value : NULL;
}

/* Letters with spaces between them, by their names where the engine would take one for a word. */
void al_say_spell(const al_normaliser *n, al_buf *out, const char *bytes, size_t size)
{
    bool any = false;
    for (size_t at = 0; at < size;) {
        size_t from = at;
        unsigned c = al_text_next(bytes, size, &at);
        if (!al_text_is_letter(c))
            continue;
        if (any)
            al_buf_add_byte(out, ' ');
        any = true;
        const char *name = letter_name(n, bytes + from, at - from);
        if (name)
            al_buf_add_string(out, name);
        else
            al_buf_add_code_point(out, (unsigned)u_toupper((UChar32)c));
    }
}

/* Whether what follows an abbreviation's dot is a new sentence. */
bool al_say_sentence_ends(const al_normaliser *n, size_t next)
{
    if (next >= n->count)
        return n->final;
    const say_token *t = &n->tokens[next];
    const char *b = n->text + t->from;
    if (!(t->flags & SAY_SPACE))
        return false;
    return (t->flags & SAY_CAPITAL) && al_say_find(n, "starter", b, t->to - t->from);
}

/* Accents apart: "É" is a vowel where "E" is. */
static bool is_vowel(const al_normaliser *n, const char *bytes, size_t size)
{
    if (al_say_find(n, "vowel", bytes, size))
        return true;
    size_t at = 0;
    UChar plain[8];
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfd = (unsigned char)*bytes < 0x80 ? NULL : unorm2_getNFDInstance(&e);
    int32_t k = nfd && U_SUCCESS(e) ? unorm2_getDecomposition(nfd, (UChar32)al_text_next(bytes, size, &at), plain, 8, &e) : 0;
    char ascii = k > 0 && U_SUCCESS(e) && plain[0] < 0x80 ? (char)plain[0] : '\0';
    return ascii && al_say_find(n, "vowel", &ascii, 1);
}

bool al_say_has_vowel(const al_normaliser *n, const char *bytes, size_t size)
{
    if (al_say_table((al_normaliser *)(uintptr_t)n, "vowel", 5, false) < 0) /* looked up only */
        return true;
    for (size_t at = 0; at < size;) {
        size_t from = at;
        unsigned c = al_text_next(bytes, size, &at);
        char upper = c < 0x80 ? (char)u_toupper((UChar32)c) : '\0';
        if (upper && strchr("AEIOUY", upper)) /* addresses are Latin wherever they stand */
            return true;
        if (upper ? al_say_find(n, "vowel", &upper, 1) != NULL : is_vowel(n, bytes + from, at - from))
            return true;
    }
    return false;
}

/* Whether all Latin letters of it are of the language's alphabet: "ÉCOLE" in English text is no initialism. */
static bool at_home(const al_normaliser *n, const char *bytes, size_t size)
{
    for (size_t at = 0; n->alphabet && at < size;) {
        UChar32 c = (UChar32)al_text_next(bytes, size, &at);
        if (c >= 0xC0 && c < 0x250 && !uset_contains(n->alphabet, u_tolower(c)))
            return false;
    }
    return true;
}

/* Whether it reads as a word: vowels and consonants take turns. */
static bool readable(const al_normaliser *n, const char *bytes, size_t size)
{
    size_t letters = 0, vowels = 0, run = 0, worst = 0, changes = 0;
    bool was = false;
    for (size_t at = 0; at < size; letters++) {
        size_t from = at;
        al_text_next(bytes, size, &at);
        bool vowel = is_vowel(n, bytes + from, at - from);
        vowels += vowel;
        if (letters && vowel == was) {
            run++;
        } else {
            run = 1;
            changes++;
        }
        was = vowel;
        size_t limit = vowel ? 2 : from == 0 || at == size ? 2 : 3;
        worst = run > limit ? run : worst;
        if ((letters < 3 || at == size) && !vowel && run > 2)
            worst = run;
    }
    return letters >= 4 && vowels > 0 && vowels < letters && !worst && changes > 1;
}

/* "MPs", "NGOs": capitals and a small s. */
static size_t capitals_of(const char *bytes, size_t size, size_t *letters)
{
    size_t at = 0, last = 0;
    *letters = 0;
    while (at < size) {
        size_t from = at;
        unsigned c = al_text_next(bytes, size, &at);
        if (!al_text_is_upper(c))
            return from;
        ++*letters;
        last = at;
    }
    return last;
}

static bool dotted(const al_normaliser *n, size_t at, size_t *last, size_t *count)
{
    size_t i = at;
    *count = 0;
    while (i + 1 < n->count && (n->tokens[i].flags & (SAY_LETTER | SAY_CAPITAL)) == (SAY_LETTER | SAY_CAPITAL) &&
           (i == at || al_say_glued(n, i)) && n->text[n->tokens[i + 1].from] == '.' && al_say_glued(n, i + 1) && *count < 8) {
        i += 2;
        ++*count;
    }
    *last = i;
    if (*count && i < n->count && (n->tokens[i].flags & SAY_LETTER) && (n->tokens[i].flags & SAY_CAPITAL) && al_say_glued(n, i)) {
        *last = i + 1; /* U.S.A without its last dot */
        ++*count;
    }
    return *count >= 2;
}

/* A word in capitals that is no initialism as far as its letters tell: it has three of them or more, and a vowel. */
static bool is_loud(const al_normaliser *n, size_t at)
{
    const say_token *t = at < n->count ? &n->tokens[at] : NULL;
    const char *b = t ? n->text + t->from : NULL;
    size_t size = t ? t->to - t->from : 0, letters;
    return t && t->flags & SAY_CAPS && capitals_of(b, size, &letters) == size && letters >= 3 && al_say_has_vowel(n, b, size) &&
           !al_say_find(n, "read", b, size) && !al_say_find(n, "spell", b, size);
}

/* Whether the word in capitals at token `at` is one word of several ("GIRLS BASKETBALL"), or a long one: then it is read. */
static bool is_read_loudly(const al_normaliser *n, size_t at, size_t letters)
{
    bool before = at > 0 && !al_say_glued(n, at) && is_loud(n, at - 1);
    bool after = at + 1 < n->count && !al_say_glued(n, at + 1) && is_loud(n, at + 1);
    return is_loud(n, at) && (letters > 5 || before || after);
}

size_t al_say_letters(al_normaliser *n, size_t at, al_buf *out)
{
    const say_token *t = &n->tokens[at];
    size_t last, count;
    if (!n->known || !(t->flags & SAY_CAPITAL))
        return 0;
    if ((t->flags & SAY_LETTER) && !(at && al_say_glued(n, at) && n->text[t->from - 1] == '.') && dotted(n, at, &last, &count)) {
        al_say_spell(n, out, n->text + t->from, n->tokens[last - 1].to - t->from);
        bool dot = n->text[n->tokens[last - 1].from] == '.';
        if (dot && al_say_sentence_ends(n, last))
            al_buf_add_byte(out, '.');
        return last - at;
    }
    const char *b = n->text + t->from;
    size_t size = t->to - t->from, letters, head = capitals_of(b, size, &letters);
    bool plural = head + 1 == size && b[head] == 's' && letters >= 2 && al_say_value(n, "numbers", "plural");
    if (letters < 2 || (head < size && !plural))
        return 0;
    const say_entry *read = al_say_find(n, "read", b, head);
    if (read && *read->value) {
        al_buf_add_string(out, read->value);
        if (plural)
            al_buf_add_byte(out, 's');
        return 1;
    }
    if (!at_home(n, b, head))
        return 0;
    bool spell = !read && (al_say_find(n, "spell", b, head) || (n->shouting ? false : !readable(n, b, head)));
    if (!spell)
        return 0;
    if (size > 24 || al_say_find(n, "plain", b, head) || is_read_loudly(n, at, letters) || (n->shouting && letters > 5))
        return 0;
    al_say_spell(n, out, b, head);
    if (plural)
        al_buf_add_string(out, "'s");
    return 1;
}
