/* W3C Pronunciation Lexicon Specification 1.0 (2008). */
#include <errno.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/text.h"
#include "voice/ipa.h"
#include "voice/languages.h"
#include "voice/lexicon_store.h"

static const char NAME_SPACE[] = "http://www.w3.org/2005/01/pronunciation-lexicon";

enum { MOST_BYTES = 8 << 20, LONGEST = 1000 /* bytes of a grapheme or an alias */ };

typedef struct reading {
    al_lexicon *lexicon;
    const char *name;     /* of the file */
    const char *language; /* normal */
    al_alphabet alphabet; /* where a phoneme names none */
    al_buf raw, text;     /* scratch */
    aloud_error *err;
} reading;

static int fault(const reading *r, long line, const char *what, const char *about)
{
    char shown[60];
    snprintf(shown, sizeof shown, "%.*s", (int)al_text_fit(about, 40), about);
    return al_fail_at(r->err, ALOUD_ERROR_USAGE, line, line > 0 ? "%s:%ld: %s%s" : "%s%.0ld: %s%s", r->name, line, what, shown);
}

static bool is_element(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && n->ns && strcmp((const char *)n->ns->href, NAME_SPACE) == 0 &&
           (!name || strcmp((const char *)n->name, name) == 0);
}

/* NULL where it has none. */
static const char *attribute(const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

/* Append NFC of `text`.  False when out of memory. */
static bool compose(const char *text, al_buf *out)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    UChar from[LONGEST + 1], to[3 * LONGEST + 1];
    char utf8[9 * LONGEST + 1];
    int32_t n = 0, m = 0, k = 0;
    u_strFromUTF8(from, LONGEST + 1, &n, text, -1, &e);
    m = unorm2_normalize(nfc, from, n, to, 3 * LONGEST + 1, &e);
    u_strToUTF8(utf8, sizeof utf8, &k, to, m, &e);
    if (U_FAILURE(e))
        al_buf_add_string(out, text);
    else
        al_buf_add(out, utf8, (size_t)k);
    return !out->failed;
}

/* The element's text, composed and with single spaces, in the arena.  A status. */
static int take_text(reading *r, const xmlNode *n, const char **out)
{
    al_buf *raw = &r->raw;
    al_buf_cut(raw, 0);
    al_buf_cut(&r->text, 0);
    long line = xmlGetLineNo(n);
    bool simple = true;
    for (const xmlNode *c = n->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
            al_text_repair(raw, (const char *)c->content, strlen((const char *)c->content), NULL, NULL);
        else
            simple = simple && c->type == XML_COMMENT_NODE;
    }
    al_text_collapse(&r->text, al_buf_string(raw), raw->size);
    bool starved = raw->failed || r->text.failed;
    al_buf_cut(raw, 0);
    int status = 0;
    if (starved)
        status = al_fail_memory(r->err);
    else if (!simple)
        status = fault(r, line, "there must be nothing but text in ", (const char *)n->name);
    else if (!r->text.size)
        status = fault(r, line, "nothing is in ", (const char *)n->name);
    else if (r->text.size > LONGEST)
        status = fault(r, line, "more than a thousand bytes are too long for a ", (const char *)n->name);
    else if (!compose(al_buf_string(&r->text), raw) || !(*out = al_arena_copy(&r->lexicon->arena, raw->data, raw->size)))
        status = al_fail_memory(r->err);
    return status;
}

static int take_alphabet(reading *r, const xmlNode *n, al_alphabet *out)
{
    const char *name = attribute(n, "alphabet");
    if (!name)
        return 0;
    if (strcmp(name, "ipa") == 0)
        *out = AL_IPA;
    else if (strcmp(name, "x-espeak") == 0)
        *out = AL_ESPEAK;
    else
        return fault(r, xmlGetLineNo(n), "the alphabets are ipa and x-espeak, not ", name);
    return 0;
}

/* What the engine does not know it would leave out without a word. */
static int check_phonemes(reading *r, const xmlNode *n, al_alphabet alphabet, const char *phonemes)
{
    long line = xmlGetLineNo(n);
    size_t size = 0;
    if (strlen(phonemes) > AL_PHONEMES_LONGEST - 20)
        return fault(r, line, "these phonemes are too long; give the words one by one: ", phonemes);
    if (alphabet == AL_IPA) {
        const char *bad = al_ipa_fault(phonemes, &size);
        char letter[8] = "";
        if (bad)
            memcpy(letter, bad, size < 7 ? size : 7);
        return bad ? fault(r, line, "no letter of the International Phonetic Alphabet: ", letter) : 0;
    }
    for (const char *c = phonemes; *c; c++)
        if (*c < ' ' || *c > '~' || *c == '[' || *c == ']')
            return fault(r, line, "espeak-ng's phonemes are printable ASCII without brackets, unlike ", phonemes);
    return 0;
}

/* ---- lexemes ---------------------------------------------------------------------------------------------------- */

/* PLS 4.6, 4.7: the first pronunciation, or the first that is preferred. */
static int take_pronunciation(reading *r, const xmlNode *n, al_lexeme *x, bool *preferred)
{
    const char *prefer = attribute(n, "prefer");
    bool prefers = prefer && strcmp(prefer, "true") == 0, phoneme = is_element(n, "phoneme");
    if (prefer && !prefers && strcmp(prefer, "false") != 0)
        return fault(r, xmlGetLineNo(n), "prefer is true or false, not ", prefer);
    const char *text;
    al_alphabet alphabet = r->alphabet;
    int status = phoneme ? take_alphabet(r, n, &alphabet) : 0;
    if (!status)
        status = take_text(r, n, &text);
    if (!status && phoneme)
        status = check_phonemes(r, n, alphabet, text);
    if (status || ((x->alias || x->phonemes) && (!prefers || *preferred)))
        return status;
    x->alias = phoneme ? NULL : text;
    x->phonemes = phoneme ? text : NULL;
    x->alphabet = alphabet;
    *preferred = prefers;
    return 0;
}

static int add_graphemes(reading *r, const xmlNode *lexeme, al_lexeme *x)
{
    size_t count = 0;
    for (const xmlNode *n = lexeme->children; n; n = n->next) {
        if (!is_element(n, "grapheme"))
            continue;
        int status = take_text(r, n, &x->grapheme);
        if (status)
            return status;
        if (!al_lexicon_word_begins(x->grapheme, strlen(x->grapheme), 0))
            return fault(r, xmlGetLineNo(n), "a grapheme begins with a letter or a digit, unlike ", x->grapheme);
        if (!al_lexicon_add(r->lexicon, x))
            return al_fail_memory(r->err);
        count++;
    }
    return count ? 0 : fault(r, xmlGetLineNo(lexeme), "a lexeme without a grapheme", "");
}

static int take_lexeme(reading *r, const xmlNode *lexeme)
{
    al_lexeme x = { .language = r->language, .role = attribute(lexeme, "role") != NULL };
    bool preferred = false;
    int status = 0;
    for (const xmlNode *n = lexeme->children; n && !status; n = n->next) {
        if (is_element(n, "phoneme") || is_element(n, "alias"))
            status = take_pronunciation(r, n, &x, &preferred);
        else if (is_element(n, NULL) && !is_element(n, "grapheme") && !is_element(n, "example"))
            status = fault(r, xmlGetLineNo(n), "a lexeme has no element ", (const char *)n->name);
    }
    if (status)
        return status;
    if (!x.alias && !x.phonemes)
        return fault(r, xmlGetLineNo(lexeme), "a lexeme without a phoneme or an alias", "");
    return add_graphemes(r, lexeme, &x);
}

static int take_root(reading *r, const xmlNode *root)
{
    if (!is_element(root, "lexicon"))
        return fault(r, xmlGetLineNo(root), "is no lexicon; its first element must be lexicon of the name space ", NAME_SPACE);
    const char *language = attribute(root, "lang"), *version = attribute(root, "version");
    if (!version || strcmp(version, "1.0") != 0)
        return fault(r, xmlGetLineNo(root), "version=\"1.0\" is missing", "");
    if (!language || !*language || strlen(language) > 60)
        return fault(r, xmlGetLineNo(root), "xml:lang is missing: which language is it for?", "");
    char tag[64];
    al_language_normal(language, tag, sizeof tag);
    r->language = al_arena_string(&r->lexicon->arena, tag);
    if (!r->language)
        return al_fail_memory(r->err);
    int status = take_alphabet(r, root, &r->alphabet);
    for (const xmlNode *n = root->children; n && !status; n = n->next) {
        if (is_element(n, "lexeme"))
            status = take_lexeme(r, n);
        else if (is_element(n, NULL) && !is_element(n, "meta") && !is_element(n, "metadata"))
            status = fault(r, xmlGetLineNo(n), "a lexicon has no element ", (const char *)n->name);
    }
    return status;
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

/* libxml2 is given nothing but valid UTF-8, and told so.  Returns the line of what is not, 0 for none. */
static long invalid_line(const char *bytes, size_t size)
{
    long line = 1;
    for (size_t at = 0; at < size;) {
        size_t here = at;
        unsigned c = al_text_next(bytes, size, &at);
        if (!c || (c == 0xFFFD && memcmp(bytes + here, "\xEF\xBF\xBD", at - here < 3 ? at - here : 3) != 0) ||
            (c == 0xFFFD && at - here != 3))
            return line;
        line += c == '\n';
    }
    return 0;
}

static int parse_xml(reading *r, const char *bytes, size_t size, xmlDocPtr *out)
{
    xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
    if (!ctxt)
        return al_fail_memory(r->err);
    xmlDocPtr doc = xmlCtxtReadMemory(ctxt, bytes, (int)size, NULL, "UTF-8",
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC |
                                          XML_PARSE_BIG_LINES);
    const xmlError *e = xmlCtxtGetLastError(ctxt);
    int status = 0;
    if (!doc && ctxt->errNo == XML_ERR_NO_MEMORY)
        status = al_fail_memory(r->err);
    else if (!doc)
        status = fault(r, e && e->line > 0 ? e->line : 1, "is not well-formed XML: ", e && e->message ? e->message : "");
    else if (doc->intSubset)
        status = fault(r, 1, "a document type (<!DOCTYPE) is not taken; delete it", "");
    xmlFreeParserCtxt(ctxt);
    if (status)
        xmlFreeDoc(doc);
    else
        *out = doc;
    return status;
}

/* Into an empty lexicon. */
static int parse(al_lexicon *l, const char *bytes, size_t size, const char *name, aloud_error *err)
{
    reading r = { .lexicon = l, .name = name, .alphabet = AL_IPA, .err = err };
    if (size > MOST_BYTES)
        return fault(&r, 0, "a lexicon of more than 8 MiB; split it", "");
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    long line = invalid_line(bytes, size);
    if (line)
        return fault(&r, line, "is not UTF-8; save it as UTF-8", "");
    xmlDocPtr doc = NULL;
    int status = parse_xml(&r, bytes, size, &doc);
    if (status)
        return status;
    al_buf_init(&r.raw, SIZE_MAX / 4);
    al_buf_init(&r.text, SIZE_MAX / 4);
    status = take_root(&r, xmlDocGetRootElement(doc));
    al_buf_release(&r.raw);
    al_buf_release(&r.text);
    xmlFreeDoc(doc);
    return status;
}

/* Whether what `from` holds could be added, string for string. */
static bool take_over(al_lexicon *l, const al_lexicon *from)
{
    for (size_t i = 0; i < from->count; i++) {
        al_lexeme x = from->all[i]->lexeme;
        x.grapheme = al_arena_string(&l->arena, x.grapheme);
        x.language = al_arena_string(&l->arena, x.language);
        x.alias = x.alias ? al_arena_string(&l->arena, x.alias) : NULL;
        x.phonemes = x.phonemes ? al_arena_string(&l->arena, x.phonemes) : NULL;
        if (!x.grapheme || !x.language || (!x.alias && !x.phonemes) || !al_lexicon_add(l, &x))
            return false;
    }
    return true;
}

int al_lexicon_parse(al_lexicon *l, const char *bytes, size_t size, const char *name, aloud_error *err)
{
    al_lexicon *file = al_lexicon_new();
    int status = file ? parse(file, bytes, size, name, err) : al_fail_memory(err);
    size_t before = l->count;
    l->files++;
    if (!status && !take_over(l, file)) {
        status = al_fail_memory(err);
        l->count = before;
        for (size_t i = 0; i < l->room; i++) /* the newest come first in each bucket */
            while (l->buckets[i] && l->buckets[i]->order >= before)
                l->buckets[i] = l->buckets[i]->next;
    }
    al_lexicon_free(file);
    return status;
}

int al_lexicon_read(al_lexicon *l, const char *path, aloud_error *err)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return al_fail(err, ALOUD_ERROR_USAGE, "lexicon %s: %s", path, strerror(errno));
    al_buf bytes;
    al_buf_init(&bytes, MOST_BYTES + 65536);
    char block[16384];
    for (size_t n; !bytes.failed && (n = fread(block, 1, sizeof block, f)) > 0;)
        al_buf_add(&bytes, block, n);
    int status = 0;
    if (ferror(f))
        status = al_fail(err, ALOUD_ERROR_USAGE, "lexicon %s: %s", path, strerror(errno));
    else if (bytes.starved)
        status = al_fail_memory(err);
    else
        status = al_lexicon_parse(l, al_buf_string(&bytes), bytes.failed ? MOST_BYTES + 1 : bytes.size, path, err);
    fclose(f);
    al_buf_release(&bytes);
    return status;
}

int al_lexicon_load(const char *data, const char *language, al_lexicon **out, aloud_error *err)
{
    al_lexicon *l = al_lexicon_new();
    al_buf path;
    al_buf_init(&path, 1 << 16);
    char tag[64];
    al_language_normal(language, tag, sizeof tag);
    int status = l ? 0 : al_fail_memory(err), found = 0;
    do {
        al_buf_cut(&path, 0);
        al_buf_printf(&path, "%s/%s/lexicon.pls", data, tag);
        FILE *f = status || path.failed ? NULL : fopen(al_buf_string(&path), "rb");
        if (f) {
            fclose(f);
            status = al_lexicon_read(l, al_buf_string(&path), err);
            found = 1;
        }
        al_buf_cut(&path, 0);
        al_buf_printf(&path, "%s/%s/endings.ini", data, tag);
        if (!status)
            status = path.failed ? al_fail_memory(err) : al_endings_read(l, al_buf_string(&path), err);
    } while (!status && !found && al_language_cut(tag));
    al_buf_release(&path);
    if (status == ALOUD_ERROR_USAGE) /* of a file of ours */
        status = ALOUD_ERROR_ENGINE;
    if (status)
        al_lexicon_free(l);
    else
        *out = l;
    return status;
}
