#include "script/runs.h"

#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/text.h"

typedef struct finding {
    const al_languages *languages;
    const char *text, *language, *usual;
    size_t size;
    bool own[USCRIPT_CODE_LIMIT]; /* scripts that the language's voice reads */
    al_language_run *out;
    size_t count;
} finding;

/* Scripts that are written together count as one. */
static UScriptCode group(UScriptCode s)
{
    return s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA ? USCRIPT_HAN : s;
}

/* The script of a letter; USCRIPT_COMMON for what belongs to any. */
static UScriptCode script_of(unsigned c)
{
    if (c < 0x80)
        return al_text_is_letter(c) ? USCRIPT_LATIN : USCRIPT_COMMON;
    if (!al_text_is_letter(c))
        return USCRIPT_COMMON;
    UErrorCode e = U_ZERO_ERROR;
    UScriptCode s = uscript_getScript((UChar32)c, &e);
    return U_FAILURE(e) || s == USCRIPT_INHERITED || s < 0 ? USCRIPT_COMMON : group(s);
}

static void add_scripts(bool *own, const char *language)
{
    UScriptCode code[8];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = uscript_getCode(language, code, 8, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < n && i < 8; i++)
        if (code[i] == USCRIPT_JAPANESE || code[i] == USCRIPT_SIMPLIFIED_HAN || code[i] == USCRIPT_TRADITIONAL_HAN)
            own[USCRIPT_HAN] = true;
        else if (code[i] == USCRIPT_KOREAN)
            own[USCRIPT_HANGUL] = own[USCRIPT_HAN] = true;
        else if (code[i] >= 0 && code[i] < USCRIPT_CODE_LIMIT)
            own[group(code[i])] = true;
}

static bool is_foreign(const finding *f, UScriptCode s)
{
    return s != USCRIPT_COMMON && s < USCRIPT_CODE_LIMIT && !f->own[s];
}

static bool same_language(const char *a, const char *b)
{
    size_t n = strcspn(a, "-_");
    return n == strcspn(b, "-_") && strncasecmp(a, b, n) == 0;
}

/* Take [from, to) as a run, the stretch before it as one in the text's own language. */
static void add_run(finding *f, size_t from, size_t to, const char *language)
{
    size_t done = f->count ? f->out[f->count - 1].to : 0;
    if (f->count + 3 > AL_RUNS_MOST || from < done || from >= to)
        return;
    if (from > done)
        f->out[f->count++] = (al_language_run){ .from = (uint32_t)done, .to = (uint32_t)from, .language = f->language };
    al_language_run *last = f->count ? &f->out[f->count - 1] : NULL;
    if (last && strcmp(last->language, language) == 0)
        last->to = (uint32_t)to;
    else
        f->out[f->count++] = (al_language_run){ .from = (uint32_t)from, .to = (uint32_t)to, .language = language };
}

/* Marks that a sentence or quotation may end with go with the word before them, up to white space. */
static size_t closing(const finding *f, size_t at)
{
    while (at < f->size) {
        size_t next = at;
        unsigned c = al_text_next(f->text, f->size, &next);
        bool mark = (U_GET_GC_MASK((UChar32)c) & (U_GC_PE_MASK | U_GC_PF_MASK | U_GC_PO_MASK)) != 0 || c == '"' || c == 0x201C;
        if (!mark)
            break;
        at = next;
    }
    return at;
}

/* Runs of letters in scripts that the language's voice does not read within [from, to), with what stands between them.  One letter
 * of an alphabet is a sign ("π"), which the voice has a name for, and so is each of "α, β". */
static void find_scripts(finding *f, size_t from, size_t to)
{
    size_t at = from, begin = 0, end = 0, word = 0, longest = 0;
    UScriptCode running = USCRIPT_COMMON;
    while (at <= to) {
        size_t here = at;
        unsigned c = at < to ? al_text_next(f->text, to, &at) : 0;
        UScriptCode s = here < to ? script_of(c) : USCRIPT_LATIN;
        bool foreign = here < to && is_foreign(f, s);
        if (foreign && s == running) {
            word = here == end ? word + 1 : 1;
            longest = word > longest ? word : longest;
            end = at;
        } else if (foreign || here >= to || s != USCRIPT_COMMON) {
            if (running != USCRIPT_COMMON && (longest > 1 || running == USCRIPT_HAN || running == USCRIPT_HANGUL)) {
                size_t stop = closing(f, end);
                const char *language = al_languages_of_text(f->languages, f->text + begin, end - begin, f->usual);
                if (language)
                    add_run(f, begin, stop < to ? stop : to, language);
            }
            running = foreign ? s : USCRIPT_COMMON;
            begin = here;
            end = at;
            word = longest = 1;
        }
        if (here >= to)
            break;
    }
}

size_t al_runs_find(const al_languages *l, const char *text, const char *language, const char *usual,
                    const al_language_run *marked, size_t marked_count, al_language_run out[AL_RUNS_MOST])
{
    finding f = { .languages = l, .text = text, .language = language, .usual = usual, .size = strlen(text), .out = out };
    add_scripts(f.own, language);
    f.own[USCRIPT_LATIN] = f.own[USCRIPT_LATIN] || !al_languages_latin(l, language);
    size_t at = 0;
    for (size_t i = 0; i < marked_count; i++) {
        const al_language_run *m = &marked[i];
        if (m->from < at || m->to > f.size || same_language(m->language, language) || !al_languages_voice(l, m->language))
            continue;
        find_scripts(&f, at, m->from);
        add_run(&f, m->from, m->to, m->language);
        at = m->to;
    }
    find_scripts(&f, at, f.size);
    size_t done = f.count ? out[f.count - 1].to : 0;
    if (done < f.size || !f.count)
        out[f.count++] = (al_language_run){ .from = (uint32_t)done, .to = (uint32_t)f.size, .language = language };
    return f.count;
}
