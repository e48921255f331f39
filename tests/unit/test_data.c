/* The data that is shipped: voices, languages, phrases and cues are whole, and say nothing that the program does not
 * know. */
#include "base/arena.h"
#include "base/data.h"
#include "base/text.h"
#include "read/cues.h"
#include "script/normalise.h"
#include "voice/languages.h"
#include "voice/phrases.h"
#include "voice/voice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

static al_buf data;
static int faults;

#define complain(...) (faults++, print_error(__VA_ARGS__), print_error("\n"))

static int find_data(void **state)
{
    (void)state;
    aloud_error err;
    al_buf_init(&data, 4096);
    if (al_data_folder(&data, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    return 0;
}

static int drop_data(void **state)
{
    (void)state;
    al_buf_release(&data);
    return 0;
}

typedef struct names {
    char *at[128];
    size_t count;
} names;

static void drop_names(names *n)
{
    while (n->count)
        free(n->at[--n->count]);
}

static void keep_name(names *n, const char *name)
{
    assert_true(n->count < 128);
    n->at[n->count] = strdup(name);
    assert_non_null(n->at[n->count++]);
}

/* Languages that have a file of that name. */
typedef struct having {
    names *names;
    const char *file;
} having;

static int take_folder(void *user, const char *name)
{
    having *h = user;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", al_buf_string(&data), name, h->file);
    if (access(path, R_OK) == 0)
        keep_name(h->names, name);
    return 0;
}

static void list_languages(names *out, const char *file)
{
    having h = { out, file };
    out->count = 0;
    assert_int_equal(al_data_list(al_buf_string(&data), "", take_folder, &h, NULL), 0);
    assert_true(out->count > 6);
}

static int take_voice(void *user, const char *name, const char *language, const char *description)
{
    keep_name(user, name);
    if (!*description || strlen(description) > 90)
        complain("%s.voice: its description is empty or longer than a line", name);
    if (!*language)
        complain("%s.voice: no language", name);
    return 0;
}

static void check_voice(const char *name, const names *languages)
{
    al_voice *v;
    aloud_error err;
    assert_int_equal(al_voice_load(al_buf_string(&data), name, &v, &err), 0);
    assert_null(al_voice_engine(v));
    const al_picks picks[] = { { 0, 0, -1 }, { AL_RATE_LEAST, 0, 0 }, { AL_RATE_MOST, 0, 100 } };
    for (size_t l = 0; l < languages->count; l++)
        for (int r = 0; r < AL_ROLE_COUNT; r++)
            for (size_t k = 0; k < sizeof picks / sizeof *picks; k++) {
                al_style s, article;
                if (al_voice_style(v, (al_role)r, languages->at[l], &picks[k], &s, NULL, &err)) {
                    complain("%s.voice: %s", name, err.text);
                    continue;
                }
                assert_true(s.family[0] && s.rate >= AL_RATE_LEAST && s.rate <= AL_RATE_MOST && s.pitch >= 0 &&
                            s.pitch <= 100);
                assert_true(s.range >= 0 && s.range <= 100 && s.volume > 0 && s.volume <= 100);
                assert_int_equal(
                    al_voice_style(v, AL_ROLE_PARAGRAPH, languages->at[l], &picks[k], &article, NULL, &err), 0);
                if (r == AL_ROLE_ANNOUNCEMENT && strcmp(s.family, article.family) == 0)
                    complain("%s.voice: announces in the article's voice, %s", name, s.family);
            }
    al_voice_free(v);
}

static void test_voices(void **state)
{
    (void)state;
    names voices = { .count = 0 }, languages;
    aloud_error err;
    faults = 0;
    if (al_voice_list(al_buf_string(&data), take_voice, &voices, &err))
        fail_msg("%s", err.text);
    assert_true(voices.count >= 5);
    list_languages(&languages, "phrases.ini");
    for (size_t i = 0; i < voices.count; i++)
        check_voice(voices.at[i], &languages);
    drop_names(&voices);
    drop_names(&languages);
    assert_int_equal(faults, 0);
}

/* Wants a form for each plural category of the language, and no other. */
static void check_forms(const char *language, const al_phrases *p, al_phrase phrase, const char *key)
{
    static const char *const all[] = { "zero", "one", "two", "few", "many", "other" };
    UErrorCode e = U_ZERO_ERROR;
    UPluralRules *rules = uplrules_open(language, &e);
    assert_true(U_SUCCESS(e));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        UEnumeration *words = uplrules_getKeywords(rules, &e);
        assert_true(U_SUCCESS(e));
        int has = 0;
        for (const char *w; (w = uenum_next(words, NULL, &e));)
            has |= strcmp(w, all[i]) == 0;
        uenum_close(words);
        const char *text = al_phrase_form(p, phrase, all[i]);
        if (has != (text != NULL))
            complain("%s/phrases.ini: %s.%s is %s", language, key, all[i],
                     has ? "missing" : "no form of this language");
        /* Only a form that stands for one number may have it in words. */
        int fits = 0;
        for (int n = 1; text && !strchr(text, '{') && n < 200; n++) {
            UChar word[16], wanted[16];
            uplrules_select(rules, n, word, 16, &e);
            fits += u_strcmp(word, u_uastrcpy(wanted, all[i])) == 0;
        }
        if (fits > 1)
            complain("%s/phrases.ini: %s.%s stands for several numbers and has none", language, key, all[i]);
    }
    uplrules_close(rules);
}

enum { PLAIN, NUMBER, FORMS };

static void test_phrases(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int how;
    } phrases[] = {
#define X(id, key, how) { key, how },
        AL_PHRASES(X)
#undef X
    };
    static const char *const wanted[] = { "en", "ru", "kk", "uk", "de", "es", "fr" };
    names languages;
    faults = 0;
    list_languages(&languages, "phrases.ini");
    for (size_t i = 0; i < languages.count; i++) {
        al_phrases *p;
        aloud_error err;
        if (al_phrases_load(al_buf_string(&data), languages.at[i], &p, &err)) {
            complain("%s", err.text);
            continue;
        }
        assert_false(al_phrases_fallback(p));
        for (int k = 0; k < AL_PHRASE_COUNT; k++)
            if (phrases[k].how == FORMS)
                check_forms(languages.at[i], p, (al_phrase)k, phrases[k].key);
        al_buf b;
        al_buf_init(&b, 1 << 16);
        for (long n = 0; n < 200; n++)
            al_phrase_duration(p, &b, n * 61);
        assert_false(b.failed);
        if (strchr(al_buf_string(&b), '{') || strstr(al_buf_string(&b), "\xC2\xAD") ||
            strstr(al_buf_string(&b), "\xCA\xBC"))
            complain("%s/phrases.ini: a length of time comes out with a mark in it", languages.at[i]);
        al_buf_release(&b);
        al_phrases_free(p);
    }
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        size_t i = 0;
        while (i < languages.count && strcmp(languages.at[i], wanted[w]) != 0)
            i++;
        if (i == languages.count)
            complain("%s/phrases.ini is missing", wanted[w]);
    }
    drop_names(&languages);
    assert_int_equal(faults, 0);
}

/* One line of a cues file, for finding it again. */
typedef struct cue_line {
    struct cue_line *next;
    const char *what; /* section, key and words as they are compared */
} cue_line;

typedef struct cue_file {
    al_arena arena;
    cue_line *lines[1024];
    const char *language;
    size_t count;
} cue_file;

static int is_section(const char *name)
{
    static const char *const sections[] = {
#define X(id, section) section,
        AL_CUES(X)
#undef X
    };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (strcmp(sections[i], name) == 0)
            return 1;
    return 0;
}

/* Whole lines are compared without outer punctuation, beginnings and ends with it; lower case either way. */
static void compared(al_buf *out, const char *section, const char *key, const char *words)
{
    al_buf_printf(out, "%s %s ", section, key);
    if (strcmp(key, "is") == 0 && !strpbrk(words, "#*")) {
        al_text_key(out, words);
        return;
    }
    UChar wide[256], folded[256];
    char text[768];
    UErrorCode e = U_ZERO_ERROR;
    u_strFromUTF8(wide, 256, NULL, words, -1, &e);
    u_strFoldCase(folded, 256, wide, -1, U_FOLD_CASE_DEFAULT, &e);
    u_strToUTF8(text, sizeof text, NULL, folded, -1, &e);
    assert_true(U_SUCCESS(e));
    al_buf_add_string(out, text);
}

static int take_cue(void *user, long line, const char *section, const char *key, const char *words)
{
    cue_file *f = user;
    f->count++;
    if (!is_section(section))
        complain("%s/cues.ini:%ld: no cue is called [%s]", f->language, line, section);
    int whole = strcmp(key, "is") == 0;
    if (!whole && strcmp(key, "starts") != 0 && strcmp(key, "ends") != 0)
        complain("%s/cues.ini:%ld: '%s' is none of is, starts, ends", f->language, line, key);
    if (!whole && strchr(words, '*'))
        complain("%s/cues.ini:%ld: '*' stands in whole lines only", f->language, line);
    size_t signs = 0, size = strlen(words), at = 0;
    while (at < size) {
        unsigned c = al_text_next(words, size, &at);
        signs += !al_text_is_space(c) && c != '*';
    }
    if (signs < 2)
        complain("%s/cues.ini:%ld: '%s' is too short", f->language, line, words);

    al_buf b;
    al_buf_init(&b, 4096);
    compared(&b, section, key, words);
    assert_false(b.failed);
    unsigned hash = 5381;
    for (const char *c = al_buf_string(&b); *c; c++)
        hash = hash * 33 ^ (unsigned char)*c;
    for (cue_line *l = f->lines[hash % 1024]; l; l = l->next)
        if (strcmp(l->what, al_buf_string(&b)) == 0)
            complain("%s/cues.ini:%ld: '%s' is there twice in [%s]", f->language, line, words, section);
    cue_line *l = al_arena_alloc(&f->arena, sizeof *l);
    assert_non_null(l);
    *l = (cue_line){ f->lines[hash % 1024], al_arena_string(&f->arena, al_buf_string(&b)) };
    assert_non_null(l->what);
    f->lines[hash % 1024] = l;
    al_buf_release(&b);
    return 0;
}

static void test_cues(void **state)
{
    (void)state;
    names languages;
    faults = 0;
    list_languages(&languages, "cues.ini");
    for (size_t i = 0; i < languages.count; i++) {
        cue_file f = { .language = languages.at[i] };
        char path[4096];
        aloud_error err;
        al_arena_init(&f.arena, 1 << 24);
        snprintf(path, sizeof path, "%s/%s/cues.ini", al_buf_string(&data), languages.at[i]);
        if (al_data_ini(path, take_cue, &f, &err))
            complain("%s", err.text);
        if (f.count < 20)
            complain("%s: only %zu lines", path, f.count);
        al_arena_release(&f.arena);
    }
    drop_names(&languages);
    assert_int_equal(faults, 0);
}

/* Languages that articles come in, each with the start of the voice that must read it. */
static void test_languages(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "en", "en" },    { "en-US", "en-us" }, { "en-GB", "en" }, { "es-419", "es-419" }, { "es-MX", "es-419" },
        { "es", "es" },    { "pt-BR", "pt-br" }, { "pt", "pt" },    { "zh", "cmn" },        { "zh-TW", "cmn" },
        { "no", "nb" },    { "nb", "nb" },       { "nn-NO", "nb" }, { "sr-Cyrl", "sr" },    { "sr-Latn-RS", "sr" },
        { "kk-KZ", "kk" }, { "ky", "ky" },       { "uz", "uz" },    { "tg", "kk" },         { "tk", "tk" },
        { "az", "az" },    { "hy", "hy" },       { "ka", "ka" },    { "be", "be" },         { "ar-EG", "ar" },
        { "fa-AF", "fa" }, { "ps", "ur" },       { "yo", "id" },    { "cv", "cv" },         { "und", "en" },
    };
    al_languages *l;
    aloud_error err;
    if (al_languages_load(al_buf_string(&data), &l, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *voice = al_languages_voice(l, pairs[i][0]);
        assert_non_null(voice);
        if (strncmp(voice, pairs[i][1], strlen(pairs[i][1])) != 0)
            fail_msg("%s is read by %s", pairs[i][0], voice);
    }
    assert_null(al_languages_voice(l, "km")); /* Khmer: no voice knows its script */
    al_languages_free(l);
}

/* ---- how text is said -------------------------------------------------------------------------------------------- */

/* The sections and rules of one say.ini, and what is in them twice. */
typedef struct saying {
    const char *language;
    al_buf sections, tables, keys; /* "|name|..." each; tables: those that a rule looks into */
    int rules;
} saying;

static void note(al_buf *list, const char *name, size_t size)
{
    if (!list->size)
        al_buf_add_byte(list, '|');
    al_buf_add(list, name, size);
    al_buf_add_byte(list, '|');
}

static bool noted(const al_buf *list, const char *name, size_t size)
{
    char key[256];
    snprintf(key, sizeof key, "|%.*s|", (int)size, name);
    return strstr(al_buf_string(list), key) != NULL;
}

static int take_saying(void *user, long line, const char *section, const char *key, const char *value)
{
    saying *s = user;
    char twice[256];
    if (!noted(&s->sections, section, strlen(section)))
        note(&s->sections, section, strlen(section));
    if (strcmp(section, "rules") != 0) {
        snprintf(twice, sizeof twice, "%s:%s", section, key);
        /* respellings do not fit on one line */
        bool several = strcmp(twice, "numbers:cardinals") == 0 || strcmp(twice, "numbers:ordinals") == 0;
        if (!several && noted(&s->keys, twice, strlen(twice)))
            complain("%s/say.ini:%ld: '%s' is there twice in [%s]", s->language, line, key, section);
        note(&s->keys, twice, strlen(twice));
        if (strstr(value, " = "))
            complain("%s/say.ini:%ld: '%s': a colon may not stand left of =", s->language, line, key);
        return 0;
    }
    s->rules++;
    const char *end = strstr(value, " ->");
    for (const char *c = value; end && (c = strchr(c, '{')) && c < end; c++) {
        size_t size = strcspn(++c, "}");
        if (!noted(&s->tables, c, size))
            note(&s->tables, c, size);
    }
    return 0;
}

/* Every table that a rule looks into is there. */
static void check_tables(const saying *s)
{
    static const char known[] = "|n|num|dec|#|day|month-number|year|decade|yy|hour|minute|tens|word|Capital|lower|Name|CAPS|"
                                "letter|L|ROMAN|IVX|ROMANe|plural|as|inch|modern|start|end|";
    for (const char *c = al_buf_string(&s->tables); *c && *++c;) {
        size_t size = strcspn(c, "|");
        const char *name = c + strspn(c, "!>=");
        char key[256];
        snprintf(key, sizeof key, "|%.*s|", (int)(size - (size_t)(name - c)), name);
        if (!strchr("#*", *name) && !strstr(known, key) && !noted(&s->sections, name, size - (size_t)(name - c)))
            complain("%s/say.ini: a rule asks for {%.*s}, and there is no such section", s->language, (int)size, c);
        c += size;
    }
}

static void test_sayings(void **state)
{
    (void)state;
    names languages;
    faults = 0;
    list_languages(&languages, "say.ini");
    for (size_t i = 0; i < languages.count; i++) {
        saying s = { .language = languages.at[i] };
        char path[4096];
        aloud_error err;
        al_normaliser *n;
        al_buf_init(&s.sections, 1 << 16);
        al_buf_init(&s.tables, 1 << 16);
        al_buf_init(&s.keys, 1 << 20);
        snprintf(path, sizeof path, "%s/%s/say.ini", al_buf_string(&data), languages.at[i]);
        if (al_data_ini(path, take_saying, &s, &err) || al_normaliser_load(al_buf_string(&data), languages.at[i], &n, &err))
            complain("%s", err.text);
        else
            al_normaliser_free(n);
        if (s.rules < 50)
            complain("%s: no more than %d rules", path, s.rules);
        check_tables(&s);
        al_buf_release(&s.sections);
        al_buf_release(&s.tables);
        al_buf_release(&s.keys);
    }
    drop_names(&languages);
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_voices),
        cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_cues),
        cmocka_unit_test(test_sayings),
        cmocka_unit_test(test_languages),
    };
    return cmocka_run_group_tests(tests, find_data, drop_data);
}
