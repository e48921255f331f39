#include "voice/phrases.h"

#include "base/arena.h"
#include "base/data.h"
#include "voice/languages.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ulistformatter.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

/* CLDR's plural categories; a language has some of them, and always the last. */
enum { FORM_COUNT = 6, OTHER = FORM_COUNT - 1 };
static const char *const FORMS_OF[FORM_COUNT] = { "zero", "one", "two", "few", "many", "other" };

typedef enum how { PLAIN, NUMBER, FORMS } how;

static const struct phrase {
    const char *key;
    how how;
} PHRASES[AL_PHRASE_COUNT] = {
#define X(id, key, how) { key, how },
    AL_PHRASES(X)
#undef X
};

/* {n}, and {n:GENDER} for each gender. */
enum { DIGITS, MASCULINE, FEMININE, NEUTER, NUMBER_COUNT };
static const struct number {
    const char *mark, *rules; /* the name of ICU's rules that spell it out */
} NUMBERS[NUMBER_COUNT] = {
    { "{n}", NULL },
    { "{n:masculine}", "%spellout-cardinal-masculine" },
    { "{n:feminine}", "%spellout-cardinal-feminine" },
    { "{n:neuter}", "%spellout-cardinal-neuter" },
};

struct al_phrases {
    al_arena arena;
    const char *language; /* name of the folder, "kk" */
    bool fallback;
    const char *text[AL_PHRASE_COUNT][FORM_COUNT]; /* NULL: not in the file; without forms only OTHER is used */
    UPluralRules *plural;
    UNumberFormat *numbers[NUMBER_COUNT]; /* NULL where nothing needs it */
    UListFormatter *units;
};

typedef struct loading {
    al_phrases *phrases;
    const char *path;
    aloud_error *err;
} loading;

/* The first mark of a number in `text`, and which one; NULL where there is none. */
static const char *find_number(const char *text, int *which)
{
    const char *first = NULL;
    for (int i = 0; i < NUMBER_COUNT; i++) {
        const char *at = strstr(text, NUMBERS[i].mark);
        if (at && (!first || at < first)) {
            first = at;
            *which = i;
        }
    }
    return first;
}

/* Split "minutes.few" into the phrase and its form; AL_PHRASE_COUNT when it is none. */
static al_phrase find_phrase(const char *key, int *form)
{
    for (int p = 0; p < AL_PHRASE_COUNT; p++) {
        size_t n = strlen(PHRASES[p].key);
        if (strncmp(key, PHRASES[p].key, n) != 0)
            continue;
        if (PHRASES[p].how != FORMS && !key[n]) {
            *form = OTHER;
            return (al_phrase)p;
        }
        for (int f = 0; PHRASES[p].how == FORMS && key[n] == '.' && f < FORM_COUNT; f++)
            if (strcmp(key + n + 1, FORMS_OF[f]) == 0) {
                *form = f;
                return (al_phrase)p;
            }
    }
    return AL_PHRASE_COUNT;
}

/* What is wrong with the number in a phrase, or NULL. */
static const char *number_fault(al_phrase p, int form, const char *text)
{
    int which = DIGITS;
    const char *at = find_number(text, &which);
    const char *brace = strpbrk(text, "{}");
    if (!at && brace)
        return "holds a brace; only {n}, {n:masculine}, {n:feminine} and {n:neuter} are replaced";
    if (!at)
        return PHRASES[p].how == NUMBER || (PHRASES[p].how == FORMS && form == OTHER) ? "lacks its number, {n}" : NULL;
    if (PHRASES[p].how == PLAIN)
        return "takes no number";
    if (brace != at || strpbrk(at + strlen(NUMBERS[which].mark), "{}"))
        return "holds more braces than one {n}";
    return NULL;
}

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    loading *s = user;
    al_phrases *ph = s->phrases;
    int form = OTHER;
    if (*section)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: phrases have no sections", s->path, line);
    al_phrase p = find_phrase(key, &form);
    if (p == AL_PHRASE_COUNT)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line,
                          "%s:%ld: there is no phrase '%s'; en/phrases.ini has them all", s->path, line, key);
    const char *fault = ph->text[p][form] ? "is there twice" : !*value ? "is empty" : number_fault(p, form, value);
    if (fault)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: '%s' %s", s->path, line, key, fault);
    ph->text[p][form] = al_arena_string(&ph->arena, value);
    return ph->text[p][form] ? 0 : al_fail_memory(s->err);
}

/* Every phrase is there, at least in the form that any language has. */
static int check_whole(const al_phrases *ph, const char *path, aloud_error *err)
{
    for (int p = 0; p < AL_PHRASE_COUNT; p++)
        if (!ph->text[p][OTHER])
            return al_fail(err, ALOUD_ERROR_ENGINE, "%s: '%s%s' is missing; en/phrases.ini has all phrases", path,
                           PHRASES[p].key, PHRASES[p].how == FORMS ? ".other" : "");
    return 0;
}

/* Which ways of writing numbers the phrases use. */
static void count_numbers(const al_phrases *ph, bool uses[NUMBER_COUNT])
{
    for (int p = 0; p < AL_PHRASE_COUNT; p++)
        for (int f = 0; f < FORM_COUNT; f++) {
            int which;
            if (ph->text[p][f] && find_number(ph->text[p][f], &which))
                uses[which] = true;
        }
}

static UNumberFormat *open_number(const char *language, const char *rules, UErrorCode *e)
{
    if (!rules) {
        UNumberFormat *f = unum_open(UNUM_DECIMAL, NULL, 0, language, NULL, e);
        if (U_SUCCESS(*e))
            unum_setAttribute(f, UNUM_GROUPING_USED, 0);
        return f;
    }
    UChar name[64];
    UNumberFormat *f = unum_open(UNUM_SPELLOUT, NULL, 0, language, NULL, e);
    u_uastrcpy(name, rules);
    if (U_SUCCESS(*e))
        unum_setTextAttribute(f, UNUM_DEFAULT_RULESET, name, -1, e);
    return f;
}

static int open_formats(al_phrases *ph, const char *path, aloud_error *err)
{
    bool uses[NUMBER_COUNT] = { [DIGITS] = true };
    UErrorCode e = U_ZERO_ERROR;
    count_numbers(ph, uses);
    ph->plural = uplrules_open(ph->language, &e);
    ph->units = ulistfmt_openForType(ph->language, ULISTFMT_TYPE_UNITS, ULISTFMT_WIDTH_NARROW, &e);
    for (int i = 0; i < NUMBER_COUNT && U_SUCCESS(e); i++) {
        if (uses[i])
            ph->numbers[i] = open_number(ph->language, NUMBERS[i].rules, &e);
        if (U_FAILURE(e) && e != U_MEMORY_ALLOCATION_ERROR)
            return al_fail(err, ALOUD_ERROR_ENGINE, "%s: ICU cannot write numbers as %s in this language; use {n}",
                           path, NUMBERS[i].mark);
    }
    if (e == U_MEMORY_ALLOCATION_ERROR)
        return al_fail_memory(err);
    if (U_FAILURE(e))
        return al_fail(err, ALOUD_ERROR_ENGINE, "ICU cannot count in '%s' (%s); install ICU's data", ph->language,
                       u_errorName(e));
    return 0;
}

/* Read LANGUAGE/phrases.ini; 1 when it does not exist. */
static int read_phrases(const char *data, const char *language, al_phrases **out, aloud_error *err)
{
    al_phrases *ph = calloc(1, sizeof *ph);
    if (!ph)
        return al_fail_memory(err);
    al_arena_init(&ph->arena, 1 << 20);
    ph->language = al_arena_string(&ph->arena, language);
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/%s/phrases.ini", data, language);
    loading s = { ph, al_buf_string(&path), err };
    int status = path.failed || !ph->language ? al_fail_memory(err) : al_data_ini(s.path, take_line, &s, err);
    if (!status)
        status = check_whole(ph, s.path, err);
    if (!status)
        status = open_formats(ph, s.path, err);
    al_buf_release(&path);
    if (status)
        al_phrases_free(ph);
    else
        *out = ph;
    return status;
}

/* The file of the tag itself, of the folder it takes, or of the tag with less behind it. */
static int read_nearest(const char *data, const char *language, const al_languages *languages, al_phrases **out,
                        aloud_error *err)
{
    char tag[64];
    al_language_normal(language, tag, sizeof tag);
    if (strchr(tag, '/') || strchr(tag, '.'))
        return 1; /* a name of no language, and none of a file elsewhere */
    do {
        const char *folder = al_languages_folder(languages, tag);
        int status = *tag ? read_phrases(data, folder ? folder : tag, out, err) : 1;
        if (status <= 0)
            return status;
    } while (al_language_cut(tag));
    return 1;
}

int al_phrases_load(const char *data, const char *language, al_phrases **out, aloud_error *err)
{
    al_languages *languages;
    al_phrases *ph;
    int status = al_languages_load(data, &languages, err);
    if (status)
        return status;
    status = read_nearest(data, language ? language : "", languages, &ph, err);
    al_languages_free(languages);
    bool fallback = status > 0;
    if (fallback)
        status = read_phrases(data, "en", &ph, err);
    if (status > 0)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "%s/en/phrases.ini is missing; install aloud again or set ALOUD_DATA",
                         data);
    if (status)
        return status;
    ph->fallback = fallback;
    *out = ph;
    return 0;
}

void al_phrases_free(al_phrases *ph)
{
    if (!ph)
        return;
    if (ph->plural)
        uplrules_close(ph->plural);
    if (ph->units)
        ulistfmt_close(ph->units);
    for (int i = 0; i < NUMBER_COUNT; i++)
        if (ph->numbers[i])
            unum_close(ph->numbers[i]);
    al_arena_release(&ph->arena);
    free(ph);
}

bool al_phrases_fallback(const al_phrases *ph)
{
    return ph->fallback;
}

const char *al_phrases_language(const al_phrases *ph)
{
    return ph->language;
}

/* The form for `n` that the file has. */
static const char *pick_form(const al_phrases *ph, al_phrase p, long n)
{
    UChar word[16];
    char name[16] = "other";
    UErrorCode e = U_ZERO_ERROR;
    int which;
    if (PHRASES[p].how != FORMS)
        return ph->text[p][OTHER];
    int32_t size = uplrules_select(ph->plural, (double)n, word, 16, &e);
    if (U_SUCCESS(e) && size < 16)
        u_UCharsToChars(word, name, size + 1);
    for (int f = 0; f < OTHER; f++) {
        const char *text = ph->text[p][f];
        /* A form that is one number in words ("une minute") is not for a 0 that shares its category. */
        if (text && strcmp(FORMS_OF[f], name) == 0 && (n != 0 || f == 0 || find_number(text, &which)))
            return text;
    }
    return ph->text[p][OTHER];
}

/* ICU's words come with soft hyphens and with U+02BC for an apostrophe, both of which a voice would name or stumble
 * over. */
static void add_spelling(al_buf *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (i + 1 < size && memcmp(text + i, "\xC2\xAD", 2) == 0) {
            i++;
        } else if (i + 1 < size && memcmp(text + i, "\xCA\xBC", 2) == 0) {
            al_buf_add_string(out, "\xE2\x80\x99");
            i++;
        } else {
            al_buf_add_byte(out, text[i]);
        }
    }
}

static void add_number(const UNumberFormat *format, al_buf *out, long n)
{
    UChar wide[256];
    char text[768];
    int32_t size = 0;
    UErrorCode e = U_ZERO_ERROR;
    int32_t length = format ? unum_formatInt64(format, n, wide, 256, NULL, &e) : 0;
    if (format)
        u_strToUTF8(text, sizeof text, &size, wide, length < 256 ? length : 0, &e);
    if (!format || U_FAILURE(e) || !size) {
        al_buf_printf(out, "%ld", n);
        return;
    }
    add_spelling(out, text, (size_t)size);
}

void al_phrase_add(const al_phrases *ph, al_buf *out, al_phrase p, long n)
{
    int which;
    const char *text = pick_form(ph, p, n), *at = find_number(text, &which);
    if (!at) {
        al_buf_add_string(out, text);
        return;
    }
    al_buf_add(out, text, (size_t)(at - text));
    add_number(ph->numbers[which], out, n);
    al_buf_add_string(out, at + strlen(NUMBERS[which].mark));
}

/* Join the parts as CLDR joins units; with spaces should ICU fail. */
static void join(const al_phrases *ph, al_buf *out, const al_buf *parts, int count)
{
    UChar wide[3][128], joined[512];
    const UChar *strings[3];
    int32_t lengths[3], size = 0;
    char text[1536];
    UErrorCode e = U_ZERO_ERROR;
    for (int i = 0; i < count; i++) {
        u_strFromUTF8(wide[i], 128, &lengths[i], al_buf_string(&parts[i]), (int32_t)parts[i].size, &e);
        strings[i] = wide[i];
    }
    int32_t length = ulistfmt_format(ph->units, strings, lengths, count, joined, 512, &e);
    u_strToUTF8(text, sizeof text, &size, joined, length, &e);
    if (U_SUCCESS(e))
        al_buf_add(out, text, (size_t)size);
    for (int i = 0; U_FAILURE(e) && i < count; i++) {
        if (i)
            al_buf_add_byte(out, ' ');
        al_buf_add_string(out, al_buf_string(&parts[i]));
    }
}

void al_phrase_duration(const al_phrases *ph, al_buf *out, long seconds)
{
    const struct {
        al_phrase phrase;
        long n;
    } units[3] = { { AL_SAY_HOURS, seconds / 3600 },
                   { AL_SAY_MINUTES, seconds / 60 % 60 },
                   { AL_SAY_SECONDS, seconds % 60 } };
    al_buf parts[3];
    int count = 0;
    for (int i = 0; i < 3; i++) {
        if (!units[i].n && !(i == 2 && !count))
            continue; /* nothing of it, unless nothing is all there is */
        al_buf_init(&parts[count], out->limit);
        al_phrase_add(ph, &parts[count], units[i].phrase, units[i].n);
        out->failed = out->failed || parts[count].failed;
        count++;
    }
    join(ph, out, parts, count);
    for (int i = 0; i < count; i++)
        al_buf_release(&parts[i]);
}

const char *al_phrase_form(const al_phrases *ph, al_phrase p, const char *form)
{
    for (int f = 0; f < FORM_COUNT; f++)
        if (strcmp(*form ? form : "other", FORMS_OF[f]) == 0 && (PHRASES[p].how == FORMS) == (*form != '\0'))
            return ph->text[p][f];
    return NULL;
}
