/* What the files of the normaliser share: tokens, tables of words, rules. */
#ifndef AL_SCRIPT_SAY_H
#define AL_SCRIPT_SAY_H

#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/uset.h>

#include "base/arena.h"
#include "script/normalise.h"

/* What a token is; a token may be several of these. */
enum {
    SAY_WORD = 1 << 0,    /* letters */
    SAY_NUMBER = 1 << 1,  /* digits, with their separators */
    SAY_SYMBOL = 1 << 2,  /* one code point that is neither */
    SAY_SPACE = 1 << 3,   /* white space stands before it, or the text begins */
    SAY_CAPS = 1 << 4,    /* two letters or more, all of them capitals */
    SAY_CAPITAL = 1 << 5, /* begins with a capital */
    SAY_LETTER = 1 << 6,  /* one letter */
    SAY_GROUPED = 1 << 7, /* a number with separators of thousands */
    SAY_DECIMAL = 1 << 8, /* a number with a fraction */
    SAY_LAST = 1 << 9,    /* white space stands behind it, or the text ends */
    SAY_OPENS = 1 << 10   /* a straight double quote that closes none before it */
};

typedef struct say_word say_word;
typedef struct say_entry say_entry;
typedef struct say_rule say_rule;

typedef struct say_token {
    uint32_t from, to;   /* bytes of the text */
    uint32_t whole;      /* of a number: where its whole part ends */
    uint32_t digits;     /* of a number: digits of the whole part */
    uint32_t flags;
    int64_t value;       /* of a number of up to 18 digits, the fraction left out; -1 elsewhere */
    const say_word *word; /* what the language knows of it; NULL where it is nowhere in the data */
} say_token;

/* A token that occurs in the data, in lower case. */
struct say_word {
    say_word *next; /* in its bucket */
    const char *text;
    size_t size;
    uint64_t tables;    /* in which an entry begins with this token */
    say_entry *entries; /* that begin with it, longest first */
    say_rule *rules;    /* whose first element it is */
};

/* One line of a table: "km/h = kilometre per hour|kilometres per hour". */
struct say_entry {
    say_entry *next;
    int table;
    bool exact;        /* has capitals: matches as it is written only */
    const char *key;   /* as written, white space as one space */
    size_t size;
    int tokens;
    const char *value; /* forms with '|' between them; "" where the line has none */
    char gender;       /* of the noun ('m', 'f', 'n'), or 0 */
};

typedef enum say_class {
    CLASS_NONE,   /* a literal */
    CLASS_TABLE,
    CLASS_N,      /* whole number, grouped or not, without leading zeros */
    CLASS_NUM,    /* the same or with a fraction */
    CLASS_DEC,    /* with a fraction */
    CLASS_DIGITS, /* digits, any or exactly `count` */
    CLASS_DAY, CLASS_MONTH_NUMBER, CLASS_YEAR, CLASS_YY, CLASS_HOUR, CLASS_MINUTE,
    CLASS_DECADE, /* a year that ends in 0 */
    CLASS_MODERN, /* a year from 1700 on */
    CLASS_TENS,   /* whole tens from 10 to 90 */
    CLASS_WORD, CLASS_CAPITAL, CLASS_LOWER, CLASS_NAME, CLASS_CAPS, CLASS_LETTER, CLASS_UPPER, CLASS_ROMAN, CLASS_IVX,
        CLASS_ROMAN_TAIL,
    CLASS_PLURAL, CLASS_AS, /* a plural in -as, feminine in Spanish and Portuguese */
    CLASS_ENDING, /* a word that ends in these letters */
    CLASS_INCH    /* a double prime, or a straight quote that closes no quotation */
} say_class;

typedef enum say_gap { GAP_NONE, GAP_SPACE, GAP_ANY } say_gap;

typedef struct say_element {
    say_class class;
    say_gap gap;      /* between it and the element before it */
    int table, count; /* of CLASS_TABLE; of CLASS_DIGITS, 0 for any */
    int number;       /* from 1, as the output names it; 0: not named */
    bool optional, exact, negated;
    bool greater;     /* than the number before it */
    bool agrees;      /* an entry whose value lists the endings of the number before it */
    const char *text; /* of a literal, an ending */
    size_t size;
} say_element;

enum { SAY_ELEMENTS = 14, SAY_TABLES = 64, SAY_REACH = 8 /* tokens of an entry */ };

typedef struct say_part {
    const char *text;   /* a literal; NULL for an element */
    int element;        /* named in braces, from 1 */
    const char *format; /* NULL: as it is usual for its class */
} say_part;

struct say_rule {
    say_rule *next;
    say_element left[3]; /* looked at before the match, nearest first */
    say_element element[SAY_ELEMENTS];
    int lefts, elements, core; /* elements from `core` on are looked at and not taken */
    bool begins, ends;         /* nothing is glued to its front; to its end */
    bool starts, stops;        /* the text begins with it; ends with it */
    int order;                 /* earlier in the file is better where two are equally long */
    const say_part *parts;
    int part_count;
};

/* What an element matched. */
typedef struct say_capture {
    size_t first, last; /* tokens, last not included */
    const say_entry *entry;
} say_capture;

typedef struct say_match {
    const say_rule *rule;
    size_t first, last;              /* tokens taken */
    size_t weight;
    say_capture capture[SAY_ELEMENTS + 4]; /* by number */
} say_match;

typedef struct say_format {
    struct say_format *next;
    const char *name, *ruleset; /* "ordinal", "%spellout-ordinal" */
    UNumberFormat *open;        /* NULL until it is used */
} say_format;

enum { SAY_BUCKETS = 4096, SAY_CHUNK = 8192, SAY_LONGEST = 512 };

struct al_normaliser {
    al_arena arena;
    char language[64];
    bool known;                 /* there is a file for it */
    const char *path;           /* while loading */
    const char *tables[SAY_TABLES];
    int table_count;
    say_word *buckets[SAY_BUCKETS];
    say_rule *number_rules, *word_rules, *table_rules[SAY_TABLES];
    int rule_count;
    say_format *formats;
    UNumberFormat *own;         /* the language's own number rules; NULL where ICU's are used */
    unsigned other[8][2];       /* characters an engine does not know, and what is given for them; ends with 0 */
    UPluralRules *plurals;
    USet *alphabet;             /* small letters, after CLDR; NULL where it has none */
    bool numbers;               /* ICU has words for numbers in this language */
    unsigned group[4], decimal; /* separators; group ends with 0 */
    const char *point;          /* said for the decimal separator; NULL: as ICU does */
    say_token *tokens;          /* of the chunk at hand; room for SAY_CHUNK */
    size_t count;
    const char *text;           /* the chunk */
    size_t size;
    bool shouting;              /* the chunk is in capitals */
    bool final;                 /* the chunk ends the text */
    const al_lookup *lexicon;   /* borrowed; NULL for none */
};

/* ---- say_load.c */
say_word *al_say_word(al_normaliser *, const char *bytes, size_t size, bool add); /* NULL: absent, or out of memory */
int al_say_table(al_normaliser *, const char *name, size_t size, bool add);       /* -1: absent, or no room; -2: out of memory */
/* The value of `key` in `table`, or NULL. */
const char *al_say_value(const al_normaliser *, const char *table, const char *key);
const say_entry *al_say_find(const al_normaliser *, const char *table, const char *key, size_t size);
/* Form `index` of a value with '|' between its forms; the last where it has fewer. */
const char *al_say_form(const char *value, size_t index, size_t *size);

/* ---- say_rule.c */
int al_say_rule_add(al_normaliser *, const char *rule, long line, aloud_error *err);

/* ---- tokenise.c */
bool al_say_nothing(unsigned c); /* neither seen nor said */
unsigned al_say_other(const al_normaliser *, unsigned c); /* what the engine is given for that character */
/* Cut `text` into n->tokens; returns how many.  Numbers are joined with their separators where `numbers`. */
size_t al_say_tokenise(al_normaliser *, const char *text, size_t size, say_token *out, size_t room, bool numbers);

/* ---- classify.c */
bool al_say_match(const al_normaliser *, size_t at, say_match *best);
const say_entry *al_say_entry_at(const al_normaliser *, int table, size_t at);
bool al_say_glued(const al_normaliser *, size_t at); /* no white space before token `at`, which is not the first */
int al_say_roman(const al_normaliser *, size_t at);   /* the Roman numeral at token `at` as a number; 0: none */

/* ---- say_number.c */
/* Read number rules in ICU's rule-based format from `path`, in place of ICU's own.  0, also without such a file, or a status. */
int al_say_number_rules(al_normaliser *, const char *path, aloud_error *err);
/* Append the number in words after the format `name`; false when it has none. */
bool al_say_value_words(al_normaliser *, al_buf *out, double whole, int64_t value, const char *name);
bool al_say_number(al_normaliser *, al_buf *out, const say_token *, const char *format);
void al_say_digits(al_normaliser *, al_buf *out, const char *bytes, size_t size);
/* The plural form that goes with a number token: 0 one ... as the language's categories are ordered. */
size_t al_say_plural(al_normaliser *, const say_token *);
size_t al_say_plural_of(al_normaliser *, double value);

/* ---- verbalise.c */
void al_say_verbalise(al_normaliser *, const say_match *, al_buf *out);

/* ---- letters.c */
/* An initialism at token `at`: append how it is said, return how many tokens it takes, 0 when there is none. */
size_t al_say_letters(al_normaliser *, size_t at, al_buf *out);
bool al_say_has_vowel(const al_normaliser *, const char *bytes, size_t size); /* true where the language lists none */
void al_say_spell(const al_normaliser *, al_buf *out, const char *bytes, size_t size);
bool al_say_sentence_ends(const al_normaliser *, size_t next); /* behind an abbreviation's dot */

/* ---- electronic.c */
/* An address of the web or of mail, a @name or a #HashTag at token `at`; as al_say_letters. */
size_t al_say_electronic(al_normaliser *, size_t at, al_buf *out);

#endif
