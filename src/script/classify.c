/* Which rule fits at a token: of those that fit, the one that looks at most of the text. */
#include <string.h>

#include "base/text.h"
#include "script/say.h"

bool al_say_glued(const al_normaliser *n, size_t at)
{
    return at > 0 && at < n->count && !(n->tokens[at].flags & SAY_SPACE);
}

static const char *bytes_of(const al_normaliser *n, size_t at)
{
    return n->text + n->tokens[at].from;
}

static size_t size_of(const al_normaliser *n, size_t at)
{
    return n->tokens[at].to - n->tokens[at].from;
}

/* Whether the tokens from `at` on are the entry's key; white space there stands where the key has some. */
static bool is_entry(const al_normaliser *n, const say_entry *e, size_t at)
{
    const char *key = e->key, *end = e->key + e->size;
    for (size_t i = at; key < end; i++) {
        if (i >= n->count)
            return false;
        if (i > at && (*key == ' ') != ((n->tokens[i].flags & SAY_SPACE) != 0))
            return false;
        key += *key == ' ';
        size_t size = size_of(n, i);
        if (e->exact) {
            if (size > (size_t)(end - key) || memcmp(bytes_of(n, i), key, size) != 0)
                return false;
            key += size;
            continue;
        }
        const say_word *w = n->tokens[i].word; /* its text is in lower case, as the key is */
        if (!w || w->size > (size_t)(end - key) || memcmp(w->text, key, w->size) != 0)
            return false;
        key += w->size;
    }
    return true;
}

const say_entry *al_say_entry_at(const al_normaliser *n, int table, size_t at)
{
    const say_word *w = at < n->count ? n->tokens[at].word : NULL;
    if (!w || table < 0 || !(w->tables >> table & 1))
        return NULL;
    const say_entry *loose = NULL;
    for (const say_entry *e = w->entries; e; e = e->next) {
        if (e->table != table || (loose && e->tokens < loose->tokens) || !is_entry(n, e, at))
            continue;
        if (e->exact)
            return e;
        loose = loose ? loose : e;
    }
    return loose;
}

/* A Roman numeral in its usual form, as a number; 0 where it is none. */
static int roman(const char *c, size_t size)
{
    static const struct { const char *text; int value; } parts[] = {
        { "M", 1000 }, { "CM", 900 }, { "D", 500 }, { "CD", 400 }, { "C", 100 }, { "XC", 90 }, { "L", 50 },
        { "XL", 40 }, { "X", 10 }, { "IX", 9 }, { "V", 5 }, { "IV", 4 }, { "I", 1 },
    };
    const char *end = c + size;
    int sum = 0, times = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts;) {
        size_t k = strlen(parts[i].text);
        if (c + k <= end && strncmp(c, parts[i].text, k) == 0 && times < (k == 1 && parts[i].value != 5 && parts[i].value != 50 &&
                                                                     parts[i].value != 500 ? 3 : 1)) {
            sum += parts[i].value;
            c += k;
            times++;
        } else {
            i++;
            times = 0;
        }
    }
    return c == end ? sum : 0;
}

/* Cyrillic letters that look like Latin ones are written for them ("ХХ век"): Х and І, in Latin; 0 where another stands there. */
static int look_alikes(const char *c, size_t size)
{
    char latin[16];
    size_t k = 0;
    if (size > 30)
        return 0;
    for (size_t at = 0; at < size && k < 15; k++) {
        unsigned code = al_text_next(c, size, &at);
        latin[k] = code == 0x425 ? 'X' : code == 0x406 ? 'I' : code < 0x80 && strchr("XIV", (int)code) ? (char)code : '\0';
        if (!latin[k])
            return 0;
    }
    return roman(latin, k);
}

/* Capitals, and perhaps an ordinal's ending behind them ("XIXe"). */
static size_t roman_size(const al_normaliser *n, size_t at)
{
    if ((unsigned char)*bytes_of(n, at) == 0xD0) /* Cyrillic */
        return look_alikes(bytes_of(n, at), size_of(n, at)) ? size_of(n, at) : 0;
    size_t size = strspn(bytes_of(n, at), "MDCLXVI");
    size = size < size_of(n, at) ? size : size_of(n, at);
    size_t tail = size_of(n, at) - size;
    return size > 15 || (tail && (size == 0 || strspn(bytes_of(n, at), "IVX") < size || !al_say_find(n, "roman-tail",
            bytes_of(n, at) + size, tail))) ? 0 : size;
}

int al_say_roman(const al_normaliser *n, size_t at)
{
    if (n->tokens[at].flags & SAY_CAPITAL && (unsigned char)*bytes_of(n, at) == 0xD0)
        return look_alikes(bytes_of(n, at), size_of(n, at));
    return n->tokens[at].flags & SAY_CAPITAL ? roman(bytes_of(n, at), roman_size(n, at)) : 0;
}

static bool is_plural(const al_normaliser *n, size_t at)
{
    const char *b = bytes_of(n, at);
    size_t size = size_of(n, at);
    return (n->tokens[at].flags & (SAY_WORD | SAY_CAPITAL)) == SAY_WORD && size > 3 && b[size - 1] == 's' && b[size - 2] != 's' &&
           !al_say_find(n, "not-plural", b, size);
}

static bool is_class(const al_normaliser *n, const say_element *e, size_t at)
{
    const say_token *t = &n->tokens[at];
    bool plain = (t->flags & (SAY_NUMBER | SAY_GROUPED | SAY_DECIMAL)) == SAY_NUMBER;
    bool zero = (t->flags & SAY_NUMBER) && *bytes_of(n, at) == '0';
    switch (e->class) {
    case CLASS_N: return (t->flags & (SAY_NUMBER | SAY_DECIMAL)) == SAY_NUMBER && (!zero || t->digits == 1);
    case CLASS_NUM: return (t->flags & SAY_NUMBER) && (!zero || t->digits == 1);
    case CLASS_DEC: return (t->flags & SAY_DECIMAL) != 0;
    case CLASS_DIGITS: return plain && (e->count == 0 || t->digits == (uint32_t)e->count);
    case CLASS_DAY: return plain && t->digits <= 2 && t->value >= 1 && t->value <= 31;
    case CLASS_MONTH_NUMBER: return plain && t->digits <= 2 && t->value >= 1 && t->value <= 12;
    case CLASS_YEAR: return plain && t->digits == 4 && t->value >= 1000 && t->value < 2100;
    case CLASS_YY: return plain && t->digits == 2;
    case CLASS_HOUR: return plain && t->digits <= 2 && t->value <= 24;
    case CLASS_MINUTE: return plain && t->digits == 2 && t->value <= 59;
    case CLASS_DECADE: return plain && t->digits == 4 && t->value >= 1000 && t->value < 2100 && t->value % 10 == 0;
    case CLASS_MODERN: return plain && t->digits == 4 && t->value >= 1700 && t->value < 2100;
    case CLASS_TENS: return plain && t->digits == 2 && t->value % 10 == 0 && t->value > 0;
    case CLASS_WORD: return (t->flags & SAY_WORD) != 0;
    case CLASS_CAPITAL: return (t->flags & SAY_CAPITAL) != 0;
    case CLASS_LOWER: return (t->flags & (SAY_WORD | SAY_CAPITAL)) == SAY_WORD;
    case CLASS_NAME: return (t->flags & SAY_CAPITAL) && !al_say_find(n, "starter", bytes_of(n, at), size_of(n, at));
    case CLASS_CAPS: return (t->flags & SAY_CAPS) != 0;
    case CLASS_LETTER: return (t->flags & SAY_LETTER) != 0;
    case CLASS_UPPER: return (t->flags & (SAY_LETTER | SAY_CAPITAL)) == (SAY_LETTER | SAY_CAPITAL);
    case CLASS_ROMAN: return al_say_roman(n, at) > 0 && roman_size(n, at) == size_of(n, at);
    case CLASS_ROMAN_TAIL: return al_say_roman(n, at) > 0 && roman_size(n, at) < size_of(n, at);
    case CLASS_IVX: return al_say_roman(n, at) > 0 && size_of(n, at) > 1 && strspn(bytes_of(n, at), "IVX") >= size_of(n, at);
    case CLASS_PLURAL: return is_plural(n, at);
    case CLASS_AS: return is_plural(n, at) && bytes_of(n, at)[size_of(n, at) - 2] == 'a';
    case CLASS_ENDING: return (t->flags & SAY_WORD) && size_of(n, at) > e->size &&
                              memcmp(bytes_of(n, at) + size_of(n, at) - e->size, e->text, e->size) == 0;
    case CLASS_INCH: return (t->flags & SAY_OPENS) || (size_of(n, at) == 3 && memcmp(bytes_of(n, at), "″", 3) == 0);
    case CLASS_NONE: case CLASS_TABLE: break;
    }
    return false;
}

/* Whether number `at` is greater than the one just before it ("3-5", not "5-3"). */
static bool is_greater(const al_normaliser *n, size_t at)
{
    for (size_t i = at; i-- > 0 && i + 4 > at;)
        if (n->tokens[i].flags & SAY_NUMBER)
            return n->tokens[at].value > n->tokens[i].value;
    return false;
}

/* Whether the number before token `at` ends with one of the digits that `endings` lists ("1 -11": with 1, not with 11). */
static bool agrees(const al_normaliser *n, size_t at, const char *endings)
{
    if (at == 0 || !(n->tokens[at - 1].flags & SAY_NUMBER))
        return false;
    const char *end = n->text + n->tokens[at - 1].to;
    size_t size = size_of(n, at - 1);
    bool found = false;
    while (*endings) {
        bool not = *endings == '-';
        endings += not;
        size_t k = strcspn(endings, " ");
        if (k <= size && strncmp(end - k, endings, k) == 0) {
            if (not)
                return false;
            found = true;
        }
        endings += k + strspn(endings + k, " ");
    }
    return found;
}

/* Tokens that the element takes at `at`; 0 where it does not fit. */
static size_t fits(const al_normaliser *n, const say_element *e, size_t at, const say_entry **entry)
{
    if (e->class == CLASS_TABLE) {
        *entry = al_say_entry_at(n, e->table, at);
        if (e->negated)
            return *entry == NULL;
        if (e->agrees && *entry && !agrees(n, at, (*entry)->value))
            return 0;
        return *entry ? (size_t)(*entry)->tokens : 0;
    }
    if (e->greater && !is_greater(n, at))
        return 0;
    if (e->class != CLASS_NONE)
        return is_class(n, e, at) != e->negated;
    if (e->exact)
        return size_of(n, at) == e->size && memcmp(bytes_of(n, at), e->text, e->size) == 0;
    const say_word *w = n->tokens[at].word;
    return w && w->size == e->size && memcmp(w->text, e->text, e->size) == 0;
}

static bool gap_fits(const al_normaliser *n, say_gap gap, size_t at)
{
    bool space = (n->tokens[at].flags & SAY_SPACE) != 0;
    return gap == GAP_ANY || space == (gap == GAP_SPACE);
}

static void capture(say_match *m, const say_element *e, size_t first, size_t last, const say_entry *entry)
{
    if (e->number)
        m->capture[e->number] = (say_capture){ first, last, entry };
}

static bool left_fits(const al_normaliser *n, const say_rule *r, size_t at, say_match *m)
{
    say_gap gap = r->element[0].gap;
    for (int i = 0; i < r->lefts; i++) {
        const say_entry *entry = NULL;
        if (at == 0 || !gap_fits(n, gap, at) || fits(n, &r->left[i], at - 1, &entry) != 1)
            return false;
        capture(m, &r->left[i], at - 1, at, entry);
        gap = r->left[i].gap;
        at--;
    }
    return true;
}

/* Whether a letter or digit is glued to token `at`, or a sign with one behind it: then the match is a part of something. */
static bool runs_on(const al_normaliser *n, size_t at)
{
    if (at >= n->count || !al_say_glued(n, at))
        return false;
    if (n->tokens[at].flags & (SAY_WORD | SAY_NUMBER))
        return true;
    char c = *bytes_of(n, at);
    return strchr("-/:.,", c) && al_say_glued(n, at + 1) &&
           (n->tokens[at + 1].flags & (c == '-' ? SAY_NUMBER | SAY_WORD : SAY_NUMBER));
}

static bool runs_in(const al_normaliser *n, size_t at)
{
    if (!al_say_glued(n, at))
        return false;
    if (n->tokens[at - 1].flags & (SAY_WORD | SAY_NUMBER))
        return true;
    char c = *bytes_of(n, at - 1);
    if (c == '.' && *bytes_of(n, at) == '.')
        return true;
    return strchr("-/:.,", c) && al_say_glued(n, at - 1) &&
           (n->tokens[at - 2].flags & (c == '-' ? SAY_NUMBER | SAY_WORD : SAY_NUMBER));
}

static bool try_rule(const al_normaliser *n, const say_rule *r, size_t at, say_match *m)
{
    size_t i = at, last = at;
    memset(m, 0, sizeof *m);
    if ((r->begins && runs_in(n, at)) || (r->lefts && !left_fits(n, r, at, m)))
        return false;
    for (int k = 0; k < r->elements; k++) {
        const say_entry *entry = NULL;
        if (i >= n->count || (k && !gap_fits(n, r->element[k].gap, i)))
            return false;
        size_t taken = fits(n, &r->element[k], i, &entry);
        if (taken == 0)
            return false;
        capture(m, &r->element[k], i, i + taken, entry);
        i += taken;
        if (k < r->core)
            last = i;
    }
    if ((r->ends && runs_on(n, last)) || (r->starts && at != 0) || (r->stops && last != n->count))
        return false;
    m->rule = r;
    m->first = at;
    m->last = last;
    m->weight = i - at + (size_t)r->lefts;
    return true;
}

static void try_rules(const al_normaliser *n, const say_rule *r, size_t at, say_match *best)
{
    say_match m;
    for (; r; r = r->next)
        if (try_rule(n, r, at, &m) &&
            (!best->rule || m.weight > best->weight || (m.weight == best->weight && r->order < best->rule->order)))
            *best = m;
}

bool al_say_match(const al_normaliser *n, size_t at, say_match *best)
{
    const say_token *t = &n->tokens[at];
    best->rule = NULL;
    if (t->flags & SAY_NUMBER)
        try_rules(n, n->number_rules, at, best);
    else if (t->flags & SAY_WORD)
        try_rules(n, n->word_rules, at, best);
    if (t->word) {
        try_rules(n, t->word->rules, at, best);
        for (int k = 0; k < n->table_count; k++)
            if (t->word->tables >> k & 1)
                try_rules(n, n->table_rules[k], at, best);
    }
    return best->rule != NULL;
}
