#include "speech/espeak_phonemes.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "voice/ipa.h"

/* ---- the engine's table -------------------------------------------------------------------------------------------- */

/* phontab (espeak-ng 1.50 and later): the number of tables and three bytes; for each table how many phonemes it has, the number
 * of the table that it adds to (from 1, 0 for none), two bytes, its name, and the phonemes, of which the first four bytes are the
 * name. */
enum { TABLE_HEAD = 36, TABLE_NAME = 32, PHONEME = 16, MOST_TABLES = 255, MOST_BYTES = 1 << 20 };

typedef struct raw_table {
    const unsigned char *head;
    size_t phonemes;
    unsigned adds_to;
} raw_table;

static size_t read_file(const char *path, char *out, size_t size)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(out, 1, size, f) : 0;
    if (f)
        fclose(f);
    return n;
}

/* A voice names its table, else it is the one of its first language ("fr-fr", else "fr"). */
static void name_of_table(const char *folder, const char *voice, char *out, size_t size)
{
    char path[PATH_MAX], text[8192];
    *out = '\0';
    if ((size_t)snprintf(path, sizeof path, "%s/lang/%s", folder, voice) >= sizeof path)
        return;
    text[read_file(path, text, sizeof text - 1)] = '\0';
    for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        bool names = strncmp(line, "phonemes ", 9) == 0, speaks = strncmp(line, "language ", 9) == 0;
        if ((names || (speaks && !*out)) && strcspn(line + 9, " \r\n") < size)
            snprintf(out, size, "%.*s", (int)strcspn(line + 9, " \r\n"), line + 9);
        if (names)
            return;
    }
}

/* Find the tables in the bytes; how many, 0 where they are not laid out like that. */
static size_t find_tables(const unsigned char *bytes, size_t size, raw_table *out)
{
    size_t count = size > 4 ? bytes[0] : 0, at = 4;
    for (size_t i = 0; i < count; i++) {
        if (size - at < TABLE_HEAD)
            return 0;
        out[i] = (raw_table){ .head = bytes + at, .phonemes = bytes[at], .adds_to = bytes[at + 1] };
        if (out[i].adds_to > i || !memchr(bytes + at + 4, 0, TABLE_NAME) ||
            (size - at - TABLE_HEAD) / PHONEME < out[i].phonemes)
            return 0;
        at += TABLE_HEAD + out[i].phonemes * PHONEME;
    }
    return at == size ? count : 0;
}

/* From 1; 0 where there is none of that name. */
static size_t find_table(const raw_table *tables, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp((const char *)tables[i].head + 4, name) == 0)
            return i + 1;
    return 0;
}

static void add_names(al_espeak_table *t, const raw_table *raw)
{
    for (size_t i = 0; i < raw->phonemes && t->count < AL_ESPEAK_PHONEMES; i++) {
        memcpy(t->names[t->count], raw->head + TABLE_HEAD + i * PHONEME, 4);
        t->names[t->count++][4] = '\0';
    }
}

void al_espeak_table_read(al_espeak_table *t, const char *folder, const char *voice)
{
    char path[PATH_MAX];
    raw_table tables[MOST_TABLES];
    t->count = 0;
    name_of_table(folder, voice, t->name, sizeof t->name);
    al_buf bytes;
    al_buf_init(&bytes, MOST_BYTES);
    FILE *f = (size_t)snprintf(path, sizeof path, "%s/phontab", folder) < sizeof path ? fopen(path, "rb") : NULL;
    char block[4096];
    for (size_t n; f && (n = fread(block, 1, sizeof block, f)) > 0;)
        al_buf_add(&bytes, block, n);
    if (f)
        fclose(f);
    size_t count = bytes.failed ? 0 : find_tables((const unsigned char *)al_buf_string(&bytes), bytes.size, tables);
    size_t k = find_table(tables, count, t->name);
    for (char *cut; count && !k && (cut = strrchr(t->name, '-')); k = find_table(tables, count, t->name))
        *cut = '\0';
    for (; k; k = tables[k - 1].adds_to)
        add_names(t, &tables[k - 1]);
    al_buf_release(&bytes);
}

static bool has(const al_espeak_table *t, const char *name, size_t size)
{
    for (size_t i = 0; i < t->count; i++)
        if (strlen(t->names[i]) == size && memcmp(t->names[i], name, size) == 0)
            return true;
    return !t->count;
}

/* ---- IPA ----------------------------------------------------------------------------------------------------------- */

/* A sound and what says it, best first: names of phonemes, or several in a row with '+' between.  A row with `table` holds in
 * that table only ("en": in those of English); rows are tried from the longest, and of two the first.  One that ends with an r
 * holds where no vowel follows. */
typedef struct sound {
    const char *ipa, *names, *table;
} sound;

static const sound SOUNDS[] = {
    /* vowels before an r that some accents leave out; the engine's names for them stand for both */
    { "aɪər", "aI@ aI3", "en" }, { "aʊər", "aU3", "en" }, { "ɪər", "i@3", "en" }, { "ʊər", "U@", "en" }, { "ɛər", "e@", "en" },
    { "eər", "e@", "en" }, { "ɑːr", "A@", "en" }, { "ɔːr", "o@", "en" }, { "ɜːr", "3:", "en" }, { "ər", "3", "en" },
    /* diphthongs; where a language has none, its vowels one after the other */
    { "aɪə", "aI@", NULL }, { "aʊə", "aU@", NULL }, { "eɪ", "eI", NULL }, { "aɪ", "aI", NULL }, { "ɔɪ", "OI OY", NULL },
    { "ɔʏ", "OY", NULL }, { "aʊ", "aU", NULL }, { "əʊ", "oU @U", NULL }, { "oʊ", "oU", NULL }, { "ɪə", "i@", NULL },
    { "ʊə", "U@", NULL }, { "ɛə", "e@ E@", NULL }, { "eə", "e@ E@", NULL },
    /* long vowels; else the short one and a mark of length */
    { "iː", "i: i", NULL }, { "yː", "y: y", NULL }, { "uː", "u: u", NULL }, { "eː", "e: eI e", NULL },
    { "øː", "Y: Y", NULL }, { "oː", "o: oU o", NULL }, { "ɛː", "E: e@", NULL }, { "ɔː", "O: O", NULL },
    { "ɑː", "A: a: A", NULL }, { "aː", "a: aa A:", NULL }, { "ɜː", "3: 3", NULL }, { "əː", "3: @:", NULL },
    /* nasal vowels */
    { "ɑ̃", "A~ a~ A:+n a+n", NULL }, { "ɛ̃", "E~ e~ a+n", NULL }, { "ɔ̃", "O~ o~ O+n o+n", NULL },
    { "œ̃", "W~ E~ a+n", NULL }, { "ɐ̃", "&~ A~ a+n", NULL }, { "ã", "A~ a~ &~ a+n", NULL }, { "ẽ", "e~ E~ e+n", NULL },
    { "ĩ", "i~ i+n", NULL }, { "õ", "o~ O~ o+n", NULL }, { "ũ", "u~ u+n", NULL }, { "ỹ", "y+n", NULL },
    /* vowels */
    { "i", "i i: I", NULL }, { "y", "y", "de" }, { "y", "y y: u\" Y u: i", NULL }, { "ɨ", "y", "ru" }, { "ɨ", "y", "uk" },
    { "ɨ", "i\" y\" I^ I2 I i", NULL }, { "ʉ", "u\" u# u u:", NULL }, { "ɯ", "i\"", "tr" },
    { "ɯ", "u\" U i\" u", NULL }, { "u", "u u: U", NULL }, { "ɪ", "I I2 i", NULL }, { "ʏ", "y I", NULL }, { "ʊ", "U u", NULL },
    { "e", "e e: eI E", NULL }, { "ø", "Y Y: W 3: @", NULL }, { "ɘ", "@ e", NULL }, { "ɵ", "8 @ o", NULL },
    { "ɤ", "o- V o", NULL }, { "o", "o o: oU O", NULL }, { "ə", "@ 3 V a", NULL }, { "ɛ", "E e", NULL },
    { "œ", "W Y 3: E", NULL }, { "ɜ", "3 3: @ E", NULL }, { "ɞ", "3: @ O", NULL }, { "ʌ", "V a# A a", NULL },
    { "ɔ", "O 0 O: o", NULL }, { "æ", "& a a# E", NULL }, { "ɐ", "3", "de" }, { "ɐ", "a# V a", NULL }, { "a", "a a# aa A", NULL },
    { "ɶ", "a", NULL }, { "ɑ", "A A: A# a", NULL }, { "ɒ", "0 O A: o", NULL },
    { "ᵻ", "I2 I i", NULL }, { "ᵿ", "U2 U u", NULL }, { "ɚ", "3 @", NULL }, { "ɝ", "3: @", NULL },
    /* affricates */
    { "t͡ʃ", "tS t+S", NULL }, { "d͡ʒ", "dZ d+Z", NULL }, { "t͡s", "ts t+s", NULL }, { "d͡z", "dz d+z", NULL },
    { "t͡ɕ", "tS; tS t+S;", NULL }, { "d͡ʑ", "dZ; dZ d+Z;", NULL }, { "tʃ", "tS t+S", NULL }, { "dʒ", "dZ d+Z", NULL },
    { "ts", "ts t+s", NULL }, { "dz", "dz d+z", NULL }, { "tɕ", "tS; tS t+S;", NULL }, { "dʑ", "dZ; dZ d+Z;", NULL },
    { "ʧ", "tS t+S", NULL }, { "ʤ", "dZ d+Z", NULL }, { "ʦ", "ts t+s", NULL }, { "ʣ", "dz d+z", NULL },
    { "ʨ", "tS; tS", NULL }, { "ʥ", "dZ; dZ", NULL },
    /* palatalised: the consonant that the language has, else the plain one and its mark */
    { "bʲ", "b;", NULL }, { "pʲ", "p;", NULL }, { "mʲ", "m;", NULL }, { "tʲ", "t;", NULL }, { "dʲ", "d;", NULL },
    { "nʲ", "n^ n;", NULL }, { "sʲ", "s;", NULL }, { "zʲ", "z;", NULL }, { "lʲ", "l", "ru" }, { "lʲ", "l^ l;", NULL },
    { "rʲ", "r;", NULL }, { "l", "l l/", NULL }, { "ɫ", "l#", "ru" },
    /* consonants */
    { "p", "p", NULL }, { "b", "b", NULL }, { "t", "t", NULL }, { "d", "d", NULL }, { "ʈ", "t. t", NULL }, { "ɖ", "d. d", NULL },
    { "c", "c k;", NULL }, { "ɟ", "J g", NULL }, { "k", "k", NULL }, { "ɡ", "g", NULL }, { "g", "g", NULL }, { "q", "q k", NULL },
    { "ɢ", "G g", NULL }, { "ʔ", "?", NULL }, { "m", "m", NULL }, { "ɱ", "m", NULL }, { "n", "n", NULL }, { "ɳ", "n. n", NULL },
    { "ɲ", "n^ n+j", NULL }, { "ŋ", "N n", NULL }, { "ɴ", "N n", NULL }, { "ʙ", "b", NULL }, { "r", "r", NULL },
    { "ʀ", "r\" r", NULL }, { "ⱱ", "v", NULL }, { "ɾ", "r", NULL }, { "ɽ", "r. r", NULL }, { "ɸ", "f", NULL }, { "β", "B b", NULL },
    { "f", "f", NULL }, { "v", "v", NULL }, { "θ", "T s", NULL }, { "ð", "D z", NULL }, { "s", "s", NULL }, { "z", "z", NULL },
    { "ʃ", "S", NULL }, { "ʒ", "Z", NULL }, { "ʂ", "s. S", NULL }, { "ʐ", "z. Z", NULL }, { "ɕ", "S; S", NULL },
    { "ʑ", "Z; Z", NULL }, { "ç", "C S", NULL }, { "ʝ", "J^ j", NULL }, { "x", "x h", NULL }, { "ɣ", "Q g", NULL },
    { "χ", "X x h", NULL }, { "ʁ", "r", NULL }, { "ħ", "H h", NULL }, { "ʕ", "?", NULL }, { "h", "h x", NULL },
    { "ɦ", "h x", NULL }, { "ɬ", "l# l", NULL }, { "ɮ", "l", NULL }, { "ʋ", "v# v", NULL }, { "ɹ", "r", NULL }, { "ɻ", "r", NULL },
    { "j", "j i", NULL }, { "ɰ", "Q w", NULL }, { "ɭ", "l. l", NULL }, { "ʎ", "l^ l+j", NULL },
    { "ʟ", "l", NULL }, { "ɫ", "L l", NULL }, { "w", "w v", NULL }, { "ʍ", "w# w", NULL }, { "ɥ", "j", NULL }, { "ʜ", "h", NULL },
    { "ʢ", "?", NULL }, { "ʡ", "?", NULL }, { "ɺ", "l", NULL }, { "ɧ", "x S", NULL },
    { "ʲ", "; j", NULL },
};

/* Append the names of a candidate, each followed by the mark that parts names; false where the voice lacks one. */
static bool add_candidate(const al_espeak_table *t, const char *names, size_t size, al_buf *out)
{
    size_t before = out->size;
    for (size_t at = 0; at < size;) {
        size_t n = 0;
        while (at + n < size && (names[at + n] != '+' || n == 0))
            n++;
        if (!has(t, names + at, n)) {
            al_buf_cut(out, before);
            return false;
        }
        al_buf_add(out, names + at, n);
        al_buf_add_byte(out, '|');
        at += n + 1;
    }
    return true;
}

/* Append what says the row's sound; false where the voice has nothing for it. */
static bool add_sound(const al_espeak_table *t, const sound *s, al_buf *out)
{
    for (const char *at = s->names; *at; at += strcspn(at, " "), at += *at == ' ')
        if (add_candidate(t, at, strcspn(at, " "), out))
            return true;
    return false;
}

static bool holds(const al_espeak_table *t, const sound *s)
{
    return !s->table || strcmp(s->table, t->name) == 0 || (strcmp(s->table, "en") == 0 && strncmp(t->name, "en-", 3) == 0);
}

static bool vowel_follows(const char *ipa, size_t size, size_t at)
{
    while (at < size) {
        al_ipa kind = al_ipa_kind(al_text_next(ipa, size, &at));
        if (kind != AL_IPA_STRESS && kind != AL_IPA_BOUNDARY)
            return kind == AL_IPA_VOWEL;
    }
    return false;
}

/* The bytes of ipa[0..size) that are the row's sound, whatever letter its r is written with; 0 where it does not begin with it. */
static size_t match(const char *row, const char *ipa, size_t size)
{
    size_t n = strlen(row);
    bool coloured = n > 2 && row[n - 1] == 'r';
    n -= coloured;
    if (n > size || memcmp(row, ipa, n) != 0 || (coloured && n == size))
        return 0;
    if (!coloured)
        return n;
    size_t at = n;
    unsigned c = al_text_next(ipa, size, &at);
    return (c == 'r' || c == 0x279) && !vowel_follows(ipa, size, at) ? at : 0;
}

/* The longest sound that ipa[0..size) begins with and the voice can say; appends it.  Its bytes, 0 for none. */
static size_t take_sound(const al_espeak_table *t, const char *ipa, size_t size, al_buf *out)
{
    for (size_t longest = size < 8 ? size : 8; longest; longest--)
        for (size_t i = 0; i < sizeof SOUNDS / sizeof *SOUNDS; i++) {
            const sound *s = &SOUNDS[i];
            size_t n = strlen(s->ipa) == longest && holds(t, s) ? match(s->ipa, ipa, size) : 0;
            if (n && add_sound(t, s, out))
                return n;
        }
    return 0;
}

/* Stress stands before the vowel of its syllable; length is a phoneme of its own.  False where a letter is left out. */
static bool add_ipa(const al_espeak_table *t, const char *ipa, size_t size, al_buf *out)
{
    char stress = 0;
    bool all = true;
    for (size_t at = 0; at < size;) {
        size_t next = at;
        unsigned c = al_text_next(ipa, size, &next);
        al_ipa kind = al_ipa_kind(c);
        if (kind == AL_IPA_VOWEL && stress) {
            al_buf_add_byte(out, stress);
            stress = 0;
        }
        size_t taken = kind == AL_IPA_VOWEL || kind == AL_IPA_CONSONANT || c == 0x2B2 ? take_sound(t, ipa + at, size - at, out) : 0;
        if (kind == AL_IPA_STRESS)
            stress = c == 0x2C8 ? '\'' : ',';
        else if (kind == AL_IPA_LENGTH && c == 0x2D0 && has(t, ":", 1))
            al_buf_add_string(out, ":|");
        all = all && (taken || (kind != AL_IPA_VOWEL && kind != AL_IPA_CONSONANT));
        at = taken ? at + taken : next;
    }
    return all;
}

/* Whether all of it is made of names that the voice has, and of stress. */
static bool has_all(const al_espeak_table *t, const char *names, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t n = size - at < 4 ? size - at : 4;
        while (n && !has(t, names + at, n))
            n--;
        if (!n && !strchr("',%=_| ", names[at]))
            return false;
        at += n ? n : 1;
    }
    return true;
}

bool al_espeak_phonemes(const al_espeak_table *t, const al_pronunciation *p, const char *phonemes, size_t size, al_buf *out)
{
    if (p->alphabet != AL_ESPEAK)
        return add_ipa(t, phonemes, size, out);
    al_buf_add(out, phonemes, size);
    return has_all(t, phonemes, size);
}
