/* voices/LANG/endings.ini: what may stand behind a word of the lexicon, and how it sounds. */
#include <string.h>

#include "base/data.h"
#include "base/text.h"
#include "voice/ipa.h"
#include "voice/lexicon_store.h"

typedef struct loading {
    al_lexicon *lexicon;
    const char *path;
    aloud_error *err;
} loading;

/* Cut the first of `size` bytes up to `mark`, without blanks around it, off *at. */
static const char *cut(al_lexicon *l, const char **at, const char *mark)
{
    const char *from = *at + strspn(*at, " "), *to = *mark ? strstr(from, mark) : NULL;
    size_t size = to ? (size_t)(to - from) : strlen(from);
    *at = from + size + (to ? strlen(mark) : 0);
    while (size && from[size - 1] == ' ')
        size--;
    return al_arena_copy(&l->arena, from, size);
}

/* "ɪz after s z ʃ ʒ", "z", "-". */
static int add_way(loading *s, long line, al_alphabet alphabet, const char *text, const char *way)
{
    al_lexicon *l = s->lexicon;
    lexicon_ending *e = al_arena_alloc(&l->arena, sizeof *e);
    bool some = strstr(way, " after ") != NULL;
    size_t size;
    if (!e || !(e->text = al_arena_string(&l->arena, text)) || !(e->sound = cut(l, &way, " after ")) ||
        (some && !(e->after = cut(l, &way, ""))))
        return al_fail_memory(s->err);
    if (strcmp(e->sound, "-") == 0)
        e->sound = "";
    else if (!*e->sound || strlen(e->sound) > 16 || (alphabet == AL_IPA && al_ipa_fault(e->sound, &size)))
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: '%s' is no sound; write phonemes, or - for none", s->path,
                          line, e->sound);
    e->alphabet = alphabet;
    if (l->last_ending)
        l->last_ending->next = e;
    else
        l->endings = e;
    l->last_ending = e;
    return 0;
}

static int take_line(void *user, long line, const char *section, const char *key, const char *value)
{
    loading *s = user;
    bool ipa = strcmp(section, "ipa") == 0;
    if (!ipa && strcmp(section, "x-espeak") != 0)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: there is no section [%s]; there are [ipa] and [x-espeak]",
                          s->path, line, section);
    if (!*key || !*value)
        return al_fail_at(s->err, ALOUD_ERROR_ENGINE, line, "%s:%ld: an ending without a sound; write - for none", s->path, line);
    int status = 0;
    while (!status && *value) {
        const char *way = cut(s->lexicon, &value, ",");
        status = way ? add_way(s, line, ipa ? AL_IPA : AL_ESPEAK, key, way) : al_fail_memory(s->err);
    }
    return status;
}

int al_endings_read(al_lexicon *l, const char *path, aloud_error *err)
{
    loading s = { l, path, err };
    int status = al_data_ini(path, take_line, &s, err);
    return status < 0 ? status : 0;
}

static bool ends_with(const char *phonemes, const char *sounds)
{
    size_t size = strlen(phonemes);
    while (*sounds) {
        size_t n = strcspn(sounds, " ");
        if (n && n <= size && memcmp(phonemes + size - n, sounds, n) == 0)
            return true;
        sounds += n;
        sounds += strspn(sounds, " ");
    }
    return false;
}

static bool is_apostrophe(unsigned c)
{
    return c == '\'' || c == 0x2019 || c == 0x2BC;
}

/* Bytes of text[at..size) that are the ending, whatever apostrophe it is written with, and none of a longer word; 0. */
static size_t stands(const char *ending, const char *text, size_t size, size_t at)
{
    size_t from = at, k = 0, length = strlen(ending);
    while (k < length) {
        if (at >= size)
            return 0;
        unsigned want = al_text_next(ending, length, &k), is = al_text_next(text, size, &at);
        if (is != want && !(is_apostrophe(is) && is_apostrophe(want)) && !(is >= 'A' && is <= 'Z' && is + 32 == want))
            return 0;
    }
    size_t next = at;
    unsigned c = at < size ? al_text_next(text, size, &next) : ' ';
    return al_text_is_letter(c) || al_text_is_digit(c) ? 0 : at - from;
}

size_t al_endings_find(const al_lexicon *l, const al_lexeme *x, const char *text, size_t size, size_t at, const char **sound)
{
    for (const lexicon_ending *e = l ? l->endings : NULL; e; e = e->next) {
        if (x->phonemes && (e->alphabet != x->alphabet || (e->after && !ends_with(x->phonemes, e->after))))
            continue;
        size_t n = stands(e->text, text, size, at);
        if (n) {
            *sound = x->phonemes ? e->sound : "";
            return n;
        }
    }
    return 0;
}
