#include "read/language.h"

#include <libexttextcat/textcat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/uscript.h>

#include "base/text.h"

#ifndef ALOUD_TEXTCAT
#define ALOUD_TEXTCAT "/usr/share/libexttextcat"
#endif

enum {
    LOOK = 6000,  /* bytes; more makes it slower and no surer */
    LETTERS = 60, /* fewer tell nothing of a text's script */
};

/* Scripts that, in news, mean one language. */
static const struct { UScriptCode script; const char *tag; } scripts[] = {
    { USCRIPT_HANGUL, "ko" },   { USCRIPT_HIRAGANA, "ja" }, { USCRIPT_KATAKANA, "ja" }, { USCRIPT_GREEK, "el" },
    { USCRIPT_HEBREW, "he" },   { USCRIPT_ARMENIAN, "hy" }, { USCRIPT_GEORGIAN, "ka" }, { USCRIPT_THAI, "th" },
    { USCRIPT_BENGALI, "bn" },  { USCRIPT_TAMIL, "ta" },    { USCRIPT_TELUGU, "te" },   { USCRIPT_GUJARATI, "gu" },
    { USCRIPT_GURMUKHI, "pa" }, { USCRIPT_KANNADA, "kn" },  { USCRIPT_MALAYALAM, "ml" }, { USCRIPT_SINHALA, "si" },
    { USCRIPT_KHMER, "km" },    { USCRIPT_LAO, "lo" },      { USCRIPT_MYANMAR, "my" },  { USCRIPT_ETHIOPIC, "am" },
    { USCRIPT_HAN, "zh" },
};

/* The language of the script that most letters are in, NULL where that script has several. */
static const char *by_script(const char *text, size_t bytes)
{
    size_t counts[sizeof scripts / sizeof *scripts] = { 0 }, letters = 0;
    for (size_t at = 0; at < bytes;) {
        unsigned c = al_text_next(text, bytes, &at);
        if (!al_text_is_letter(c))
            continue;
        letters++;
        UErrorCode e = U_ZERO_ERROR;
        UScriptCode s = c < 0x370 ? USCRIPT_LATIN : uscript_getScript((UChar32)c, &e);
        for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
            counts[i] += scripts[i].script == s;
    }
    size_t kana = counts[1] + counts[2];
    if (kana * 20 > letters)
        return "ja"; /* Japanese mixes kana with many Han characters */
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (counts[i] * 2 > letters)
            return scripts[i].tag;
    return NULL;
}

/* Languages whose statistics win by accident over the newsroom language they resemble. */
static const struct { const char *name, *tag; } plain[] = {
    { "sco", "en" }, { "nb", "nb" }, { "qxa", "" }, { "ace", "" }, { "bi", "" }, { "tpi", "" }, { "rue", "uk" },
    { "ia", "" }, { "kng", "" }, { "ktu", "" },
};

static bool take_name(const char *name, char *tag, size_t size)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(plain[i].name, name) == 0)
            name = plain[i].tag;
    if (!*name)
        return false;
    snprintf(tag, size, "%s", name);
    return true;
}

bool al_language_detect(const char *text, size_t bytes, char *tag, size_t size)
{
    if (bytes > LOOK) {
        bytes = LOOK;
        while (bytes > 0 && ((unsigned char)text[bytes] & 0xC0) == 0x80)
            bytes--;
    }
    const char *sure = by_script(text, bytes);
    if (sure) {
        snprintf(tag, size, "%s", sure);
        return true;
    }
    size_t letters = 0;
    for (size_t at = 0; at < bytes;)
        letters += al_text_is_letter(al_text_next(text, bytes, &at));
    if (letters < LETTERS)
        return false;
    void *cat = special_textcat_Init(ALOUD_TEXTCAT "/fpdb.conf", ALOUD_TEXTCAT "/");
    if (!cat)
        return false;
    bool found = false;
    candidate_t *best = textcat_GetClassifyFullOutput(cat);
    if (best && textcat_ClassifyFull(cat, text, bytes, best) > 0) {
        /* Names look like "en" or "zh-Hans--utf8". */
        char name[32];
        snprintf(name, sizeof name, "%s", best[0].name ? best[0].name : "");
        char *dash = strstr(name, "--");
        if (dash)
            *dash = '\0';
        found = take_name(name, tag, size);
    }
    if (best)
        textcat_ReleaseClassifyFullOutput(cat, best);
    textcat_Done(cat);
    return found;
}

/* Languages written in more scripts than the likely one. */
static const char *const several[] = { "sr", "bs", "uz", "kk", "az", "tk", "tt", "ky", "mn", "ku", "pa", "sh", "ms", "ug" };

/* The scripts of a language; 0 where it is unknown or they are many. */
static int32_t scripts_of(const char *tag, UScriptCode *list, int32_t most)
{
    char id[64], full[64];
    UErrorCode e = U_ZERO_ERROR;
    uloc_forLanguageTag(tag, id, sizeof id, NULL, &e);
    uloc_addLikelySubtags(id, full, sizeof full, &e);
    if (U_FAILURE(e) || !strchr(full, '_'))
        return 0;
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (strncmp(id, several[i], 2) == 0 && !strchr("abcdefghijklmnopqrstuvwxyz", id[2] ? id[2] : '_'))
            return 0;
    int32_t n = uscript_getCode(full, list, most, &e);
    return U_FAILURE(e) ? 0 : n;
}

bool al_language_fits(const char *tag, const char *text, size_t bytes)
{
    UScriptCode list[8];
    int32_t count = scripts_of(tag, list, 8);
    size_t letters = 0, fit = 0;
    if (bytes > LOOK)
        bytes = LOOK;
    for (size_t at = 0; count && at < bytes;) {
        unsigned c = al_text_next(text, bytes, &at);
        UErrorCode e = U_ZERO_ERROR;
        UScriptCode s = al_text_is_letter(c) ? (c < 0x250 ? USCRIPT_LATIN : uscript_getScript((UChar32)c, &e)) : USCRIPT_COMMON;
        if (s == USCRIPT_COMMON || s == USCRIPT_INHERITED)
            continue;
        letters++;
        for (int32_t i = 0; i < count; i++)
            if (list[i] == s) {
                fit++;
                break;
            }
    }
    return letters < LETTERS || fit * 4 > letters;
}
