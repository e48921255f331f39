#include "voice/languages.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/data.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uscript.h>

#include "base/text.h"

typedef enum table { VOICES, SCRIPTS, FOLDERS, LATIN, LETTERS, USED_FOR, TABLE_COUNT } table;

static const char *const SECTIONS[TABLE_COUNT] = { "voices", "scripts", "phrases", "latin", "letters", "languages" };

typedef struct row {
    struct row *next;
    const char *tag;   /* normal */
    const char *value; /* never "" */
} row;

struct al_languages {
    al_arena arena;
    row *tables[TABLE_COUNT];
};

typedef struct loading {
    al_languages *languages;
    const char *path;
    aloud_error *err;
} loading;

void al_language_normal(const char *tag, char *out, size_t size)
{
    size_t n = 0, whole = 0;
    for (; tag[n] && n + 1 < size; n++) {
        char c = tag[n] == '_' ? '-' : tag[n];
        if (c == '-')
            whole = n;
        out[n] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    out[tag[n] ? whole : n] = '\0';
}

int al_language_cut(char *tag)
{
    char *last = strrchr(tag, '-');
    if (!last)
        return 0;
    *last = '\0';
    size_t n = strlen(tag);
    if (n > 2 && tag[n - 2] == '-')
        tag[n - 2] = '\0';
    return 1;
}

static const char *find(const al_languages *l, table t, const char *tag)
{
    for (const row *r = l->tables[t]; r; r = r->next)
        if (strcmp(r->tag, tag) == 0)
            return r->value;
    return NULL;
}

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    loading *s = user;
    al_languages *l = s->languages;
    int t = 0;
    while (t < TABLE_COUNT && strcmp(section, SECTIONS[t]) != 0)
        t++;
    if (t == TABLE_COUNT)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line,
                          "%s:%ld: there is no section [%s]; the sections are [voices], [scripts], [phrases], [latin], "
                          "[letters] and [languages]",
                          s->path, line, section);
    if (!*key || !*value)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: a language without a value", s->path, line);
    char tag[64];
    al_language_normal(key, tag, sizeof tag);
    if (find(l, (table)t, tag))
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: %s is there twice in [%s]", s->path, line, key,
                          section);
    row *r = al_arena_alloc(&l->arena, sizeof *r);
    if (!r || !(r->tag = al_arena_string(&l->arena, tag)) || !(r->value = al_arena_string(&l->arena, value)))
        return al_fail_memory(s->err);
    r->next = l->tables[t];
    l->tables[t] = r;
    return 0;
}

int al_languages_load(const char *data, al_languages **out, aloud_error *err)
{
    al_languages *l = calloc(1, sizeof *l);
    if (!l)
        return al_fail_memory(err);
    al_arena_init(&l->arena, 1 << 20);
    al_buf path;
    al_buf_init(&path, 1 << 16);
    al_buf_printf(&path, "%s/languages.ini", data);
    loading s = { l, al_buf_string(&path), err };
    int status = path.failed ? al_fail_memory(err) : al_data_ini(s.path, take_line, &s, err);
    if (status > 0)
        status = al_fail(err, ALOUD_ERROR_ENGINE, "%s is missing; install aloud again or set ALOUD_DATA", s.path);
    al_buf_release(&path);
    if (status)
        al_languages_free(l);
    else
        *out = l;
    return status;
}

void al_languages_free(al_languages *l)
{
    if (!l)
        return;
    al_arena_release(&l->arena);
    free(l);
}

/* The voice that reads the script in which a language is usually written, as CLDR knows it. */
static const char *by_script(const al_languages *l, const char *language)
{
    char id[ULOC_FULLNAME_CAPACITY], full[ULOC_FULLNAME_CAPACITY], script[ULOC_SCRIPT_CAPACITY], tag[64];
    UErrorCode e = U_ZERO_ERROR;
    uloc_forLanguageTag(language, id, sizeof id, NULL, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING || !id[0])
        return NULL; /* not a tag of any language */
    uloc_addLikelySubtags(id, full, sizeof full, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING)
        return NULL;
    uloc_getScript(full, script, sizeof script, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING || !script[0])
        return NULL;
    al_language_normal(script, tag, sizeof tag);
    return find(l, SCRIPTS, tag);
}

const char *al_languages_voice(const al_languages *l, const char *language)
{
    char tag[64];
    al_language_normal(language && *language ? language : "und", tag, sizeof tag);
    do {
        const char *voice = find(l, VOICES, tag);
        if (voice)
            return voice;
    } while (al_language_cut(tag));
    return by_script(l, language);
}

const char *al_languages_folder(const al_languages *l, const char *tag)
{
    return find(l, FOLDERS, tag);
}

const char *al_languages_latin(const al_languages *l, const char *language)
{
    char tag[64];
    al_language_normal(language, tag, sizeof tag);
    do {
        const char *reader = find(l, LATIN, tag);
        if (reader)
            return reader;
    } while (al_language_cut(tag));
    return NULL;
}

/* The script of the first letter, and of kana where there is any. */
static UScriptCode script_of(const char *text, size_t size)
{
    UScriptCode first = USCRIPT_COMMON;
    for (size_t at = 0; at < size;) {
        unsigned c = al_text_next(text, size, &at);
        UErrorCode e = U_ZERO_ERROR;
        UScriptCode s = al_text_is_letter(c) ? uscript_getScript((UChar32)c, &e) : USCRIPT_COMMON;
        if (s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA)
            return USCRIPT_HIRAGANA;
        if (first == USCRIPT_COMMON && s > USCRIPT_INHERITED)
            first = s;
    }
    return first;
}

static bool holds(const char *letters, unsigned c)
{
    for (size_t at = 0, size = strlen(letters); at < size;)
        if (al_text_next(letters, size, &at) == c)
            return true;
    return false;
}

/* Whether the row's letters have every telling one of the text, and there is one: one that is some language's and not every's. */
static bool fits(const al_languages *l, const row *r, const char *text, size_t size)
{
    bool some = false;
    for (size_t at = 0; at < size;) {
        unsigned c = (unsigned)u_tolower((UChar32)al_text_next(text, size, &at));
        if (holds(r->value, c)) {
            some = true;
            continue;
        }
        for (const row *other = c < 0x80 ? NULL : l->tables[LETTERS]; other; other = other->next)
            if (holds(other->value, c))
                return false;
    }
    return some;
}

const char *al_languages_of_text(const al_languages *l, const char *text, size_t size, const char *usual)
{
    UScriptCode script = script_of(text, size), own[8];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = uscript_getCode(usual, own, 8, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < n; i++)
        if (own[i] == script)
            return usual;
    const char *found = NULL;
    if (size > 400)
        size = 400; /* that much tells */
    for (const row *r = l->tables[LETTERS]; r; r = r->next)
        if (fits(l, r, text, size))
            found = r->tag; /* the list has the last row first */
    char tag[64];
    const char *name = uscript_getShortName(script);
    al_language_normal(name ? name : "", tag, sizeof tag);
    if (!found)
        found = find(l, USED_FOR, tag);
    return found && al_languages_voice(l, found) ? found : NULL;
}
