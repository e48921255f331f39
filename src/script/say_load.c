/* voices/LANG/say.ini: tables of words and the rules that use them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/unum.h>

#include "base/data.h"
#include "base/text.h"
#include "script/say.h"
#include "voice/languages.h"

/* ---- words ------------------------------------------------------------------------------------------------------ */

static size_t lower(const char *bytes, size_t size, char *out, size_t room)
{
    size_t n = 0;
    for (size_t at = 0; at < size;) {
        unsigned char byte = (unsigned char)bytes[at];
        if (byte < 0x80) {
            if (n + 1 > room)
                return 0;
            out[n++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
            at++;
            continue;
        }
        unsigned c = (unsigned)u_tolower((UChar32)al_text_next(bytes, size, &at));
        char u[4];
        size_t k = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (n + k > room)
            return 0;
        for (size_t i = k; i-- > 1; c >>= 6)
            u[i] = (char)(0x80 | (c & 0x3F));
        u[0] = (char)(k == 1 ? c : k == 2 ? 0xC0 | c : k == 3 ? 0xE0 | c : 0xF0 | c);
        memcpy(out + n, u, k);
        n += k;
    }
    return n;
}

say_word *al_say_word(al_normaliser *n, const char *bytes, size_t size, bool add)
{
    char key[96];
    size_t length = size <= sizeof key ? lower(bytes, size, key, sizeof key) : 0;
    if (length == 0)
        return NULL;
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)key[i]) * 16777619u;
    say_word **bucket = &n->buckets[h % SAY_BUCKETS];
    for (say_word *w = *bucket; w; w = w->next)
        if (w->size == length && memcmp(w->text, key, length) == 0)
            return w;
    say_word *w = add ? al_arena_alloc(&n->arena, sizeof *w) : NULL;
    if (!w || !(w->text = al_arena_copy(&n->arena, key, length)))
        return NULL;
    w->size = length;
    w->next = *bucket;
    return *bucket = w;
}

int al_say_table(al_normaliser *n, const char *name, size_t size, bool add)
{
    for (int i = 0; i < n->table_count; i++)
        if (strlen(n->tables[i]) == size && strncmp(n->tables[i], name, size) == 0)
            return i;
    if (!add || n->table_count == SAY_TABLES)
        return -1;
    if (!(n->tables[n->table_count] = al_arena_copy(&n->arena, name, size)))
        return -2;
    return n->table_count++;
}

const say_entry *al_say_find(const al_normaliser *n, const char *table, const char *key, size_t size)
{
    al_normaliser *own = (al_normaliser *)(uintptr_t)n; /* looked up only, nothing is added */
    int t = al_say_table(own, table, strlen(table), false);
    say_word *w = t < 0 ? NULL : al_say_word(own, key, size, false);
    for (const say_entry *e = w ? w->entries : NULL; e; e = e->next)
        if (e->table == t && e->tokens == 1 && (!e->exact || (e->size == size && memcmp(e->key, key, size) == 0)))
            return e;
    return NULL;
}

const char *al_say_value(const al_normaliser *n, const char *table, const char *key)
{
    const say_entry *e = al_say_find(n, table, key, strlen(key));
    return e ? e->value : NULL;
}

const char *al_say_form(const char *value, size_t index, size_t *size)
{
    size_t k = strcspn(value, "|/");
    for (; index && value[k] == '|'; index--) {
        value += k + 1;
        k = strcspn(value, "|/");
    }
    *size = k;
    return value;
}

/* ---- lines of the file ------------------------------------------------------------------------------------------ */

typedef struct loading {
    al_normaliser *n;
    aloud_error *err;
} loading;

static int add_entry(loading *l, long line, const char *section, const char *key, const char *value)
{
    al_normaliser *n = l->n;
    key += *key == '\\';
    say_token t[SAY_REACH + 1];
    size_t size = strlen(key), count = al_say_tokenise(n, key, size, t, SAY_REACH + 1, true);
    if (count == 0 || count > SAY_REACH)
        return al_fail_at(l->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: '%s' is empty or of more than %d parts", n->path, line, key,
                          SAY_REACH);
    int table = al_say_table(n, section, strlen(section), true);
    if (table == -2)
        return al_fail_memory(l->err);
    if (table < 0)
        return al_fail_at(l->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: more than %d sections", n->path, line, SAY_TABLES);
    say_word *first = NULL;
    bool exact = false;
    for (size_t i = 0; i < count; i++) {
        say_word *w = al_say_word(n, key + t[i].from, t[i].to - t[i].from, true);
        if (!w)
            return al_fail_memory(l->err);
        first = first ? first : w;
        for (size_t at = t[i].from; at < t[i].to;)
            exact = al_text_is_upper(al_text_next(key, t[i].to, &at)) || exact;
    }
    say_entry *e = al_arena_alloc(&n->arena, sizeof *e);
    if (!e || !(e->key = al_arena_string(&n->arena, key)))
        return al_fail_memory(l->err);
    e->gender = 0;
    if (*value && value[1] == ':' && value[2] == ' ') {
        e->gender = *value;
        value += 3;
    }
    if (!(e->value = al_arena_string(&n->arena, value)))
        return al_fail_memory(l->err);
    e->table = table;
    e->exact = exact || (*value && count == 1 && t[0].flags & SAY_LETTER); /* 3 m, not the firm 3M */
    e->size = size;
    e->tokens = (int)count;
    first->tables |= (uint64_t)1 << table;
    say_entry **to = &first->entries;
    while (*to && (*to)->tokens >= e->tokens)
        to = &(*to)->next;
    e->next = *to;
    *to = e;
    return 0;
}

static int add_format(loading *l, const char *key, const char *value)
{
    say_format *f = al_arena_alloc(&l->n->arena, sizeof *f);
    if (!f || !(f->name = al_arena_string(&l->n->arena, key)) || !(f->ruleset = al_arena_string(&l->n->arena, value)))
        return al_fail_memory(l->err);
    f->next = l->n->formats;
    l->n->formats = f;
    l->n->numbers = true;
    return 0;
}

/* "ʼ > ’": a character that the engine reads wrong, and the one it is given. */
static void take_character(al_normaliser *n, const char *value)
{
    size_t at = 0, size = strlen(value), i = 0;
    unsigned from = al_text_next(value, size, &at);
    at += strspn(value + at, " >");
    while (i < 7 && n->other[i][0])
        i++;
    if (i < 7 && at < size) {
        n->other[i][0] = from;
        n->other[i][1] = al_text_next(value, size, &at);
    }
}

/* "group = . space": the characters that part thousands. */
static void take_separators(al_normaliser *n, const char *key, const char *value)
{
    unsigned found[4] = { 0 };
    size_t count = 0, size = strlen(value);
    for (size_t at = 0; at < size && count < 3;) {
        bool blank = strncmp(value + at, "space", 5) == 0;
        if (blank || strncmp(value + at, "nbsp", 4) == 0) { /* any; one that lines are not broken at */
            found[count++] = blank ? ' ' : 0xA0;
            at += blank ? 5 : 4;
            continue;
        }
        unsigned c = al_text_next(value, size, &at);
        if (c != ' ')
            found[count++] = c;
    }
    if (strcmp(key, "group") == 0)
        memcpy(n->group, found, sizeof found);
    else if (strcmp(key, "decimal") == 0)
        n->decimal = found[0];
}

static int take(void *user, long line, const char *section, const char *key, const char *value)
{
    loading *l = user;
    if (strcmp(section, "rules") == 0)
        return al_say_rule_add(l->n, value, line, l->err);
    if (strcmp(section, "formats") == 0)
        return add_format(l, key, value);
    if (strcmp(section, "numbers") == 0)
        take_separators(l->n, key, value);
    if (strcmp(section, "numbers") == 0 && strcmp(key, "character") == 0)
        take_character(l->n, value);
    return add_entry(l, line, section, key, value);
}

/* What ICU says of the language, before its file may say otherwise. */
static void ask_icu(al_normaliser *n)
{
    UErrorCode e = U_ZERO_ERROR;
    UNumberFormat *f = unum_open(UNUM_DECIMAL, NULL, 0, n->language, NULL, &e);
    UChar symbol[8];
    if (U_SUCCESS(e) && unum_getSymbol(f, UNUM_GROUPING_SEPARATOR_SYMBOL, symbol, 8, &e) == 1 && U_SUCCESS(e))
        n->group[0] = symbol[0] == 0xA0 || symbol[0] == 0x202F ? ' ' : symbol[0];
    if (U_SUCCESS(e) && unum_getSymbol(f, UNUM_DECIMAL_SEPARATOR_SYMBOL, symbol, 8, &e) == 1 && U_SUCCESS(e))
        n->decimal = symbol[0];
    if (f)
        unum_close(f);
    /* A language without number words falls back to those of another one. */
    e = U_ZERO_ERROR;
    f = unum_open(UNUM_SPELLOUT, NULL, 0, n->language, NULL, &e);
    UErrorCode no = U_ZERO_ERROR;
    const char *actual = f ? unum_getLocaleByType(f, ULOC_ACTUAL_LOCALE, &no) : NULL;
    size_t length = strcspn(n->language, "-_");
    n->numbers = actual && strcspn(actual, "_") == length && strncmp(actual, n->language, length) == 0;
    if (f)
        unum_close(f);
    e = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(n->language, &e);
    if (U_SUCCESS(e))
        n->alphabet = ulocdata_getExemplarSet(data, NULL, 0, ULOCDATA_ES_STANDARD, &e);
    if (n->alphabet && (U_FAILURE(e) || uset_isEmpty(n->alphabet))) {
        uset_close(n->alphabet);
        n->alphabet = NULL;
    }
    if (data)
        ulocdata_close(data);
}

/* The file of the folder that serves the language where it has another name ("nb": voices/no). */
static int load_stand_in(al_normaliser *n, const char *data, const char *tag, char *path, size_t size, aloud_error *err)
{
    al_languages *table;
    int status = al_languages_load(data, &table, NULL);
    if (status)
        return 1; /* a language table that is missing is told elsewhere */
    const char *folder = al_languages_folder(table, tag);
    loading l = { n, err };
    status = 1;
    if (folder && snprintf(path, size, "%s/%s/say.ini", data, folder) < (int)size)
        status = al_data_ini(path, take, &l, err);
    al_languages_free(table);
    return status;
}

int al_normaliser_load(const char *data, const char *language, al_normaliser **out, aloud_error *err)
{
    al_normaliser *n = calloc(1, sizeof *n);
    char path[4096];
    if (!n)
        return al_fail_memory(err);
    al_arena_init(&n->arena, 64u << 20);
    snprintf(n->language, sizeof n->language, "%s", language);
    n->path = path;
    ask_icu(n);
    loading l = { n, err };
    int status = 1;
    char tag[64];
    snprintf(tag, sizeof tag, "%s", language);
    for (char *cut = tag; cut && status == 1; cut = strrchr(tag, '-')) { /* "pt-BR", then "pt" */
        if (cut != tag)
            *cut = '\0';
        if (strpbrk(tag, "/.") == NULL && snprintf(path, sizeof path, "%s/%s/say.ini", data, tag) < (int)sizeof path)
            status = al_data_ini(path, take, &l, err);
        if (status == 0 && snprintf(path, sizeof path, "%s/%s/numbers.rbnf", data, tag) < (int)sizeof path)
            status = al_say_number_rules(n, path, err);
        if (cut == tag && !strchr(tag, '-'))
            break;
    }
    if (status == 1)
        status = load_stand_in(n, data, tag, path, sizeof path, err);
    n->known = status == 0;
    n->path = NULL;
    n->tokens = status < 0 ? NULL : malloc((SAY_CHUNK + 1) * sizeof *n->tokens);
    if (status >= 0 && !n->tokens)
        status = al_fail_memory(err);
    if (status < 0) {
        al_normaliser_free(n);
        return status;
    }
    *out = n;
    return 0;
}

void al_normaliser_free(al_normaliser *n)
{
    if (!n)
        return;
    for (say_format *f = n->formats; f; f = f->next)
        if (f->open)
            unum_close(f->open);
    if (n->own)
        unum_close(n->own);
    if (n->plurals)
        uplrules_close(n->plurals);
    if (n->alphabet)
        uset_close(n->alphabet);
    al_arena_release(&n->arena);
    free(n->tokens);
    free(n);
}
