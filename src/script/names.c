#include "script/names.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/uset.h>
#include <unicode/utf8.h>

#include "base/text.h"

enum { BUCKETS = 4096, LONGEST = 96 /* bytes of a word */ };

typedef struct word word;
struct word {
    word *next;   /* in its bucket */
    al_name_use use;
    uint32_t order;
    bool name;    /* it stood with a capital within a sentence */
    bool common;  /* and elsewhere in small letters: a word that only stood with a capital */
};

/* Letters that a language writes with. */
typedef struct letters {
    const char *language;
    USet *set;    /* NULL where CLDR does not tell */
} letters;

typedef struct finding {
    al_names *out;
    word *buckets[BUCKETS];
    uint32_t order;
    letters known[8];
    size_t known_count;
    bool failed;
} finding;

const char *al_name_kind_name(al_name_kind kind)
{
    static const char *const names[] = {
#define X(id, name) name,
        AL_NAME_KINDS(X)
#undef X
    };
    return names[kind];
}

/* ---- letters ---------------------------------------------------------------------------------------------------- */

/* Those of its own words and of the loan words that its readers know ("naïve"). */
static USet *open_letters(const char *language)
{
    UErrorCode e = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(language, &e);
    USet *set = U_SUCCESS(e) ? uset_openEmpty() : NULL, *more = set ? uset_openEmpty() : NULL;
    if (more) {
        ulocdata_getExemplarSet(data, set, USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_STANDARD, &e);
        ulocdata_getExemplarSet(data, more, USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_AUXILIARY, &e);
        uset_addAll(set, more);
        uset_close(more);
    }
    if (set && (U_FAILURE(e) || uset_isEmpty(set))) {
        uset_close(set);
        set = NULL;
    }
    ulocdata_close(data);
    return set;
}

static const USet *letters_of(finding *f, const char *language)
{
    for (size_t i = 0; i < f->known_count; i++)
        if (strcmp(f->known[i].language, language) == 0)
            return f->known[i].set;
    if (f->known_count == sizeof f->known / sizeof *f->known) {
        USet *last = f->known[--f->known_count].set;
        if (last)
            uset_close(last);
    }
    letters *l = &f->known[f->known_count++];
    *l = (letters){ .language = language, .set = open_letters(language) };
    return l->set;
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

/* What a word looks like. */
typedef struct look {
    size_t letters, capitals, small, digits, inner; /* inner: capitals behind a small letter */
    bool capital;                                   /* begins with one */
    bool foreign;
} look;

static look look_at(const char *text, size_t size, const USet *own)
{
    look k = { .letters = 0 };
    bool small = false;
    for (size_t at = 0; at < size;) {
        bool first = at == 0;
        unsigned c = al_text_next(text, size, &at);
        bool upper = al_text_is_upper(c), lower = al_text_is_lower(c);
        k.capital = k.capital || (first && upper);
        k.letters += al_text_is_letter(c);
        k.digits += al_text_is_digit(c);
        k.capitals += upper;
        k.small += lower;
        k.inner += upper && small;
        small = lower;
        bool mark = (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
        k.foreign = k.foreign || (c >= 0x80 && al_text_is_letter(c) && !mark && own && !uset_contains(own, (UChar32)c));
    }
    return k;
}

static bool of_word(unsigned c)
{
    return al_text_is_letter(c) || al_text_is_digit(c);
}

/* Where the word at text[at..) ends: acronyms go on behind a slash or a hyphen ("RFE/RL", "COVID-19"), other words stop there; what
 * is left of an apostrophe and two letters is an ending ("Nazarbaev's"). */
static size_t word_end(const char *text, size_t size, size_t at)
{
    bool small = false;
    while (at < size) {
        size_t here = at, next;
        unsigned c = al_text_next(text, size, &at);
        if (of_word(c)) {
            small = small || al_text_is_lower(c);
            continue;
        }
        next = at;
        unsigned behind = next < size ? al_text_next(text, size, &next) : ' ';
        bool joins = !small && (c == '/' || c == '-') && (al_text_is_upper(behind) || al_text_is_digit(behind));
        bool apostrophe = c == '\'' || c == 0x2019 || c == 0x2BC;
        size_t rest = next;
        unsigned third = rest < size ? al_text_next(text, size, &rest) : ' ';
        unsigned fourth = rest < size ? al_text_next(text, size, &rest) : ' ';
        if (joins || (apostrophe && of_word(behind) && of_word(third) && of_word(fourth)))
            continue;
        return here;
    }
    return size;
}

/* Whether what stands before the full stop at byte `at` looks like a title or an initial: "Dr.", "Prof.", "J.". */
static bool abbreviates(const char *text, size_t at)
{
    enum { MOST = 4 };
    for (size_t n = 0; n < MOST && at; n++) {
        size_t here = at - 1;
        while (here && ((unsigned char)text[here] & 0xC0) == 0x80)
            here--;
        size_t next = here;
        unsigned c = al_text_next(text, at, &next);
        if (!al_text_is_letter(c))
            return false;
        if (al_text_is_upper(c))
            return true;
        at = here;
    }
    return false;
}

/* Whether a sentence, or a quotation within it, may begin at byte `at`: a capital there tells nothing. */
static bool begins_sentence(const char *text, size_t at)
{
    while (at && (unsigned char)text[at - 1] <= ' ')
        at--;
    if (!at)
        return true;
    size_t last = at - 1;
    while (last && ((unsigned char)text[last] & 0xC0) == 0x80)
        last--;
    size_t next = last;
    unsigned c = al_text_next(text, at, &next);
    if (c == '.' && abbreviates(text, last))
        return false;
    return !of_word(c) && c != ',' && c != '(' && c != ')' && c != '-' && c != '/' && c != 0x2019 && c != '\'' && c != '&';
}

static word *find_word(finding *f, const char *text, size_t size, const char *language, bool add)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    word **bucket = &f->buckets[h % BUCKETS];
    for (word *w = *bucket; w; w = w->next)
        if (strlen(w->use.text) == size && memcmp(w->use.text, text, size) == 0 && strcmp(w->use.language, language) == 0)
            return w;
    word *w = add ? al_arena_alloc(&f->out->arena, sizeof *w) : NULL;
    if (!w || !(w->use.text = al_arena_copy(&f->out->arena, text, size))) {
        f->failed = f->failed || add;
        return NULL;
    }
    w->use.language = language;
    w->use.kind = AL_NAME_KIND_COUNT;
    w->order = f->order++;
    w->next = *bucket;
    return *bucket = w;
}

/* ---- what is said for it ---------------------------------------------------------------------------------------- */

/* Where in an item's stretches and pronunciations its words have come to; both only move forward. */
typedef struct hint {
    size_t stretch, pronunciation;
} hint;

/* The stretch of the item's words that stands for [from, to) of what is written. */
static void find_said(const al_item *i, hint *h, size_t from, size_t to, al_name_use *out)
{
    size_t first = from, last = to;
    if (i->map) {
        while (h->stretch < i->map_count && i->map[h->stretch].display_to <= from)
            h->stretch++;
        const al_spoken *s = h->stretch < i->map_count ? &i->map[h->stretch] : NULL;
        if (!s)
            return;
        first = s->same ? s->from + (from - s->display_from) : s->from;
        for (size_t k = h->stretch; k < i->map_count && i->map[k].display_from < to; k++) {
            s = &i->map[k];
            last = s->same && to < s->display_to ? s->from + (to - s->display_from) : s->to;
        }
    }
    /* Within a stretch that is said otherwise the word itself may well stand as it is. */
    const char *as_is = last > first ? memmem(i->say + first, last - first, i->written + from, to - from) : NULL;
    if (as_is) {
        first = (size_t)(as_is - i->say);
        last = first + (to - from);
    }
    while (last > first && i->say[last - 1] == ' ')
        last--;
    out->say = i->say + first;
    out->say_size = last > first ? last - first : 0;
    while (h->pronunciation < i->pronunciation_count && i->pronunciations[h->pronunciation].to <= first)
        h->pronunciation++;
    size_t k = h->pronunciation, count = 0;
    while (k + count < i->pronunciation_count && i->pronunciations[k + count].from < last)
        count++;
    out->pronunciations = (al_pronunciations){ .at = i->pronunciations + (count ? k : 0), .count = count, .base = first };
    /* The lexicon may have more words than this one, and an ending behind it. */
    if (count && i->pronunciations[k].from >= first && i->pronunciations[k + count - 1].to > last)
        out->say_size = i->pronunciations[k + count - 1].to - first;
}

static al_name_kind kind_of(const look *k)
{
    if (k->capitals >= 2 && !k->small)
        return AL_NAME_ACRONYM;
    if (k->capitals >= 2 && k->small == 1) /* MPs */
        return AL_NAME_ACRONYM;
    if (k->foreign)
        return AL_NAME_FOREIGN;
    return k->inner ? AL_NAME_MIXED : AL_NAME_KIND_COUNT;
}

static const char *language_at(const al_item *i, const al_name_use *u)
{
    size_t at = u->say ? (size_t)(u->say - i->say) : 0;
    for (size_t k = 0; k < i->run_count; k++)
        if (at >= i->runs[k].from && at < i->runs[k].to)
            return i->runs[k].language;
    return i->language;
}

/* Most words with a capital, or all in capitals: a headline. */
static bool is_headline(const char *text, size_t size)
{
    size_t words = 0, capitals = 0;
    for (size_t at = 0; at < size;) {
        size_t here = at;
        unsigned c = al_text_next(text, size, &at);
        if (!of_word(c))
            continue;
        words += !al_text_is_digit(c);
        capitals += al_text_is_upper(c);
        at = word_end(text, size, here);
        if (at == here)
            al_text_next(text, size, &at);
    }
    return words < 3 || capitals * 10 > words * 6;
}

/* The word in small letters stands with a capital elsewhere. */
static void note_common(finding *f, const char *text, size_t size, const char *language)
{
    char capital[LONGEST + 8];
    size_t at = 0, n = 0;
    UBool bad = false;
    unsigned c = al_text_next(text, size, &at);
    U8_APPEND(capital, n, 4, (UChar32)u_toupper((UChar32)c), bad);
    memcpy(capital + n, text + at, size - at);
    word *w = bad ? NULL : find_word(f, capital, n + size - at, language, false);
    if (w)
        w->common = true;
}

/* Where the word ends, of which `use` tells how it is said: a lexeme of several words is one name. */
static size_t lexeme_end(const char *text, size_t size, size_t from, size_t to, const al_name_use *use)
{
    size_t more = use->pronunciations.count ? use->say_size : 0;
    bool longer = more > to - from && more <= size - from && memcmp(text + from, use->say, more) == 0 &&
                  strcspn(text + to, " -") < more - (to - from);
    return longer ? from + more : to;
}

/* Note a word where it stands; the first place with words to say is the one that is told of. */
static void note_word(word *w, const al_name_use *use, al_name_kind kind, bool name)
{
    w->name = w->name || name;
    if (!w->use.say) {
        al_name_use own = w->use;
        w->use = *use;
        w->use.text = own.text;
        w->use.language = own.language;
        w->use.kind = own.kind;
    }
    if (kind < w->use.kind)
        w->use.kind = kind;
    if (w->use.kind == AL_NAME_KIND_COUNT && w->name)
        w->use.kind = AL_NAME_NAME;
}

/* Collect (turn 0) or count (turn 1) the words of one item. */
static void walk_item(finding *f, const al_item *i, int turn)
{
    const char *text = i->written;
    size_t size = strlen(text);
    hint at_hand = { 0 };
    bool headline = is_headline(text, size), said = i->role != AL_ROLE_CODE;
    for (size_t at = 0; said && at < size && !f->failed;) {
        size_t from = at;
        if (!al_text_is_letter(al_text_next(text, size, &at)))
            continue;
        size_t to = word_end(text, size, from);
        at = to > at ? to : at;
        if (to - from > LONGEST || to == from)
            continue;
        al_name_use use = { .line = i->line };
        find_said(i, &at_hand, from, to, &use);
        if (use.pronunciations.count && use.pronunciations.at[0].from < use.pronunciations.base)
            continue; /* the lexicon has it together with a word before it */
        at = to = lexeme_end(text, size, from, to, &use);
        const char *language = language_at(i, &use);
        look k = look_at(text + from, to - from, letters_of(f, language));
        if (k.letters < 2)
            continue;
        bool as_it_stands = use.say_size == to - from && memcmp(use.say, text + from, to - from) == 0;
        al_name_kind kind = AL_NAME_KIND_COUNT;
        if (use.pronunciations.count)
            kind = AL_NAME_LEXICON;
        else if (!headline || k.inner || k.foreign)
            kind = kind_of(&k);
        bool name = k.capital && as_it_stands && (i->role == AL_ROLE_BYLINE || (!headline && !begins_sentence(text, from)));
        word *w = find_word(f, text + from, to - from, language, turn == 0 && (name || kind != AL_NAME_KIND_COUNT));
        if (w && turn == 0)
            note_word(w, &use, kind, name);
        else if (w)
            w->use.count++;
        else if (turn == 1 && !k.capitals)
            note_common(f, text + from, to - from, language);
    }
}

/* ---- the list --------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    const word *x = *(const word *const *)a, *y = *(const word *const *)b;
    if (x->use.count != y->use.count)
        return x->use.count > y->use.count ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int list(finding *f, aloud_error *err)
{
    word **all = malloc((f->order + 1) * sizeof *all);
    al_name_use *uses = al_arena_array(&f->out->arena, f->order + 1, sizeof *uses);
    if (!all || !uses) {
        free(all);
        return al_fail_memory(err);
    }
    size_t count = 0;
    for (size_t i = 0; i < BUCKETS; i++)
        for (word *w = f->buckets[i]; w; w = w->next)
            if (!w->common || w->use.kind != AL_NAME_NAME)
                all[count++] = w;
    qsort(all, count, sizeof(word *), compare);
    for (size_t i = 0; i < count; i++)
        uses[i] = all[i]->use;
    free(all);
    f->out->at = uses;
    f->out->count = count;
    return 0;
}

int al_names_find(const al_script *s, al_names *out, aloud_error *err)
{
    *out = (al_names){ .count = 0 };
    al_arena_init(&out->arena, 256 << 20);
    finding *f = calloc(1, sizeof *f);
    if (!f)
        return al_fail_memory(err);
    f->out = out;
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < s->item_count && !f->failed; i++)
            walk_item(f, &s->items[i], turn);
    int status = f->failed ? al_fail_memory(err) : list(f, err);
    for (size_t i = 0; i < f->known_count; i++)
        if (f->known[i].set)
            uset_close(f->known[i].set);
    free(f);
    return status;
}

void al_names_release(al_names *n)
{
    al_arena_release(&n->arena);
}
