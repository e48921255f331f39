/* Addresses: by their words, not letter by letter.  "https://www.example.com/" is said "example dot com". */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "script/say.h"

static char byte_at(const al_normaliser *n, size_t at)
{
    return at < n->count ? n->text[n->tokens[at].from] : '\0';
}

/* Tokens from `at` without white space between them, closing punctuation left out. */
static size_t run_end(const al_normaliser *n, size_t at)
{
    size_t end = at + 1;
    while (end < n->count && al_say_glued(n, end) && !strchr("\"<>()[]{}`,;", byte_at(n, end)) &&
           (unsigned char)byte_at(n, end) < 0xE2)
        end++;
    while (end > at + 1 && strchr(".,:;!?'", byte_at(n, end - 1)))
        end--;
    return end;
}

/* A name with a dot and a known end: "example.com", "example.com/page". */
static bool is_host(const al_normaliser *n, size_t at, size_t end)
{
    size_t i = at;
    bool dot = false;
    for (; i < end && byte_at(n, i) != '/' && byte_at(n, i) != ':' && byte_at(n, i) != '?'; i++) {
        if (!(n->tokens[i].flags & (SAY_WORD | SAY_NUMBER)) && byte_at(n, i) != '.' && byte_at(n, i) != '-')
            return false;
        dot = dot || byte_at(n, i) == '.';
    }
    const say_token *t = i > at ? &n->tokens[i - 1] : NULL;
    return dot && t && (t->flags & SAY_WORD) && byte_at(n, i - 2) == '.' &&
           al_say_find(n, "domain", n->text + t->from, t->to - t->from);
}

static void add_space(al_buf *out)
{
    if (out->size && out->data[out->size - 1] != ' ')
        al_buf_add_byte(out, ' ');
}

static bool spelt_in_address(const al_normaliser *n, const char *bytes, size_t size)
{
    return al_say_find(n, "spell-in-address", bytes, size) || size == 2 ||
           (size > 2 && size < 6 && !al_say_has_vowel(n, bytes, size));
}

/* Numbers of an address of mail are said digit by digit, small ones of the web as numbers ("top-10"). */
static void add_words(al_normaliser *n, size_t from, size_t to, bool mail, al_buf *out)
{
    for (size_t i = from; i < to; i++) {
        const say_token *t = &n->tokens[i];
        const char *b = n->text + t->from;
        size_t size = t->to - t->from;
        if (i > from)
            add_space(out);
        if (t->flags & SAY_NUMBER) {
            bool small = !mail && i > from && byte_at(n, i - 1) == '-' && t->digits < 3 && *b != '0';
            bool round = t->digits == 4 && t->value % 1000 == 0;
            if (t->value && (small || round))
                al_say_value_words(n, out, 0, t->value, "cardinal");
            else
                al_say_digits(n, out, b, size);
            continue;
        }
        const say_entry *e = *b == ':' ? al_say_find(n, "sign", "colon", 5)
                                       : al_say_find(n, t->flags & SAY_WORD ? "domain" : "sign", b, size);
        if (e && *e->value)
            al_buf_add_string(out, e->value);
        else if (t->flags & SAY_WORD && spelt_in_address(n, b, size))
            al_say_spell(n, out, b, size);
        else if (t->flags & SAY_WORD)
            al_buf_add(out, b, size);
    }
}

static int class_of(char c)
{
    return c >= '0' && c <= '9' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= 'a' && c <= 'z' ? 3 : c == '_' ? 4 : 0;
}

/* A server's number or key of a page ("1234567", "PBK0B7UjJM") and no word: what it is made of changes with every few letters. */
static bool is_key(const al_normaliser *n, size_t from, size_t to)
{
    enum { SHORTEST = 6 };
    if (from >= to)
        return false;
    const char *text = n->text + n->tokens[from].from;
    size_t size = n->tokens[to - 1].to - n->tokens[from].from, changes = 0, digits = class_of(*text) == 1;
    for (size_t i = 1; i < size; i++) {
        changes += class_of(text[i]) != class_of(text[i - 1]);
        digits += class_of(text[i]) == 1;
        if (!class_of(text[i]))
            return false;
    }
    return class_of(*text) && size >= SHORTEST && (digits == size || changes * 5 >= size * 2);
}

/* Where an address's last part that means something ends: what is between `from` and there is said. */
static size_t without_keys(const al_normaliser *n, size_t from, size_t to)
{
    for (size_t i = to; i-- > from + 1;)
        if (byte_at(n, i) == '/' || (byte_at(n, i) == '-' && i + 2 == to && n->tokens[i + 1].flags & SAY_NUMBER)) {
            if (!is_key(n, i + 1, to))
                break;
            to = i;
        }
    return to;
}

/* Whether nothing is glued to the front of token `at` but one of `openers`, or a quotation mark, a picture, a dash of Unicode's. */
static bool stands_free(const al_normaliser *n, size_t at, const char *openers)
{
    if (at == 0 || !al_say_glued(n, at))
        return true;
    char c = byte_at(n, at - 1);
    return (unsigned char)c < 0x80 ? strchr(openers, c) != NULL : (n->tokens[at - 1].flags & SAY_SYMBOL) != 0;
}

/* "#FreePress" is said "hashtag Free Press", "@DailyPost" "at Daily Post". */
static size_t add_tag(al_normaliser *n, size_t at, al_buf *out)
{
    const char *sign = n->text + n->tokens[at].from;
    const say_entry *e = al_say_find(n, "tag", sign, 1);
    if (!e || at + 1 >= n->count || !al_say_glued(n, at + 1) || !(n->tokens[at + 1].flags & SAY_WORD) ||
        !stands_free(n, at, "(\"'["))
        return 0;
    size_t last = at + 1;
    while (last < n->count && al_say_glued(n, last) && (n->tokens[last].flags & (SAY_WORD | SAY_NUMBER) ||
           (byte_at(n, last) == '_') || (byte_at(n, last) == '.' && al_say_glued(n, last + 1) && last + 1 < n->count &&
                                         n->tokens[last + 1].flags & SAY_WORD)))
        last++;
    al_buf_add_string(out, e->value);
    for (size_t i = at + 1; i < last; i++) {
        const say_token *t = &n->tokens[i];
        if (t->flags & SAY_CAPS && n->text[t->from - 1] != '.') { /* "@PFF_Browns" */
            add_space(out);
            if (!al_say_letters(n, i, out))
                al_buf_add(out, n->text + t->from, t->to - t->from);
        } else if (t->flags & SAY_WORD) {
            unsigned was = ' ';
            for (size_t c = t->from; c < t->to;) {
                size_t from = c;
                unsigned code = al_text_next(n->text, t->to, &c);
                if (c == t->to || !al_text_is_upper(code) || al_text_is_upper(was) || was == ' ')
                    ;
                else
                    add_space(out);
                if (was == ' ')
                    add_space(out);
                al_buf_add(out, n->text + from, c - from);
                was = code;
            }
        } else if (t->flags & SAY_NUMBER) {
            add_space(out);
            if (t->digits <= 4)
                al_say_number(n, out, t, t->digits == 4 ? "year" : "cardinal");
            else
                al_say_digits(n, out, n->text + t->from, t->to - t->from);
        } else if (byte_at(n, i) == '.') {
            const say_entry *dot = al_say_find(n, "sign", ".", 1);
            add_space(out);
            al_buf_add_string(out, dot ? dot->value : "");
        }
    }
    return last - at;
}

/* Whether token `at` is the scheme of the web, "http" or "https". */
static bool is_web(const al_normaliser *n, size_t at)
{
    const say_token *t = &n->tokens[at];
    size_t size = t->to - t->from;
    return (size == 4 || size == 5) && strncasecmp(n->text + t->from, "https", size) == 0;
}

size_t al_say_electronic(al_normaliser *n, size_t at, al_buf *out)
{
    const say_token *t = &n->tokens[at];
    char c = byte_at(n, at);
    if (!n->known)
        return 0;
    if (c == '@' || c == '#')
        return add_tag(n, at, out);
    if (!(t->flags & (SAY_WORD | SAY_NUMBER)) || at + 1 >= n->count || !al_say_glued(n, at + 1) ||
        !stands_free(n, at, "(\"'[<") ||
        (!strchr(".:@-_/&", byte_at(n, at + 1)) && !(n->tokens[at + 1].flags & (SAY_WORD | SAY_NUMBER))))
        return 0;
    size_t end = run_end(n, at), from = at, mail = 0;
    for (size_t i = at; i < end; i++)
        if (byte_at(n, i) == '@' && i + 1 < end && i > at)
            mail = i;
    bool scheme = end > at + 4 && byte_at(n, at + 1) == ':' && byte_at(n, at + 2) == '/' && byte_at(n, at + 3) == '/';
    if (mail && !scheme) {
        add_words(n, at, end, true, out);
        return end - at;
    }
    bool web = scheme && is_web(n, at);
    if (web) /* of other schemes it matters which it is */
        from = at + 4;
    while (web && from + 1 < end && byte_at(n, from) == '/')
        from++;
    const char *www = from < end ? n->text + n->tokens[from].from : "";
    bool is_www = from + 2 < end && strncmp(www, "www", 3) == 0 && byte_at(n, from + 1) == '.';
    if (is_www)
        from += 2;
    if (!scheme && !is_www && !is_host(n, at, end))
        return 0;
    size_t shown = end;
    while (shown > from + 1 && byte_at(n, shown - 1) == '/')
        shown--;
    for (size_t i = from; i < shown; i++) /* what a server asks itself is not for ears */
        if (strchr("?#", byte_at(n, i)))
            shown = i;
    if (n->tokens[shown - 1].to - n->tokens[from].from > 60)
        for (size_t i = from; i < shown; i++)
            if (byte_at(n, i) == '/')
                shown = i;
    add_words(n, from, without_keys(n, from, shown), false, out);
    return end - at;
}
