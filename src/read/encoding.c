#include "read/encoding.h"

#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

#include "base/text.h"

enum { LABEL = 64, STEP = 16 * 1024 };

/* Labels whose meaning on the web is not what ICU makes of them. */
static const char *const LABELS[][2] = {
    { "ansi_x3.4-1968", "windows-1252" }, { "ascii", "windows-1252" }, { "us-ascii", "windows-1252" },
    { "iso-8859-1", "windows-1252" },     { "iso8859-1", "windows-1252" }, { "iso_8859-1", "windows-1252" },
    { "latin1", "windows-1252" },         { "latin-1", "windows-1252" }, { "l1", "windows-1252" },
    { "cp1252", "windows-1252" },         { "x-cp1252", "windows-1252" }, { "x-cp1251", "windows-1251" },
    { "iso-8859-9", "windows-1254" },     { "latin5", "windows-1254" }, { "iso-8859-11", "windows-874" },
    { "tis-620", "windows-874" },         { "gb2312", "gb18030" },      { "gbk", "gb18030" },
    { "x-gbk", "gb18030" },               { "gb_2312-80", "gb18030" },  { "euc-kr", "windows-949" },
    { "ks_c_5601-1987", "windows-949" },  { "korean", "windows-949" },  { "shift_jis", "ibm-943_P15A-2003" },
    { "shift-jis", "ibm-943_P15A-2003" }, { "sjis", "ibm-943_P15A-2003" }, { "x-sjis", "ibm-943_P15A-2003" },
    { "ms_kanji", "ibm-943_P15A-2003" },  { "windows-31j", "ibm-943_P15A-2003" }, { "cp866", "ibm866" },
    { "big5", "big5-hkscs" },             { "x-x-big5", "big5-hkscs" }, { "utf8", "utf-8" },
    { "unicode-1-1-utf-8", "utf-8" },     { "x-mac-roman", "macintosh" }, { "utf-7", "" },
    { "x-user-defined", "windows-1252" },
};

/* What converting a legacy page met. */
struct tally {
    size_t invalid;
};

static const char *find(const char *bytes, size_t size, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= size; i++)
        if ((bytes[i] | 0x20) == (word[0] | 0x20) && strncasecmp(bytes + i, word, n) == 0)
            return bytes + i;
    return NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The value behind "charset=" (or "encoding=") in [at, end). */
static bool value_of(const char *at, const char *end, const char *key, char *label, size_t size)
{
    const char *p = at;
    while ((p = find(p, (size_t)(end - p), key)) != NULL) {
        p += strlen(key);
        while (p < end && is_blank(*p))
            p++;
        if (p == end || *p != '=')
            continue;
        p++;
        while (p < end && (is_blank(*p) || *p == '"' || *p == '\''))
            p++;
        size_t n = 0;
        while (p + n < end && !is_blank(p[n]) && !strchr("\"';>/,", p[n]) && n < size - 1)
            n++;
        if (!n)
            continue;
        memcpy(label, p, n);
        label[n] = '\0';
        return true;
    }
    return false;
}

bool al_encoding_declared(const char *bytes, size_t count, char *label, size_t size)
{
    const char *end = bytes + count, *p = bytes;
    while (p < end && is_blank(*p))
        p++;
    if (end - p > 5 && memcmp(p, "<?xml", 5) == 0) {
        const char *close = memchr(p, '>', (size_t)(end - p));
        if (close && value_of(p, close, "encoding", label, size))
            return true;
    }
    while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        if (end - p > 4 && memcmp(p, "<!--", 4) == 0) {
            const char *close = find(p + 4, (size_t)(end - p - 4), "-->");
            p = close ? close + 3 : end;
        } else if (end - p > 8 && strncasecmp(p, "<script", 7) == 0) {
            const char *close = find(p + 7, (size_t)(end - p - 7), "</script");
            p = close ? close + 8 : end;
        } else if (end - p > 6 && strncasecmp(p, "<meta", 5) == 0 && (is_blank(p[5]) || p[5] == '/')) {
            const char *close = memchr(p, '>', (size_t)(end - p));
            const char *stop = close ? close : end;
            if (value_of(p + 5, stop, "charset", label, size))
                return true;
            p = stop;
        } else {
            p++;
        }
    }
    return false;
}

/* ICU's name for a label as the web means it; NULL where the label means nothing. */
static const char *converter_name(const char *label)
{
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (strcasecmp(label, LABELS[i][0]) == 0)
            return *LABELS[i][1] ? LABELS[i][1] : NULL;
    UErrorCode e = U_ZERO_ERROR;
    const char *name = ucnv_getAlias(label, 0, &e);
    return U_SUCCESS(e) ? name : NULL;
}

static bool is_utf8(const char *name)
{
    return strcasecmp(name, "utf-8") == 0;
}

/* Whether all bytes are valid UTF-8; *wide counts the sequences beyond ASCII. */
static bool check_utf8(const char *bytes, size_t size, size_t *wide)
{
    size_t at = 0;
    *wide = 0;
    while (at < size) {
        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t from = at;
        if (al_text_next(bytes, size, &at) == 0xFFFD && !(at - from == 3 && memcmp(bytes + from, "\xEF\xBF\xBD", 3) == 0))
            return false;
        ++*wide;
    }
    return true;
}

/* UTF-16 without a mark shows in the zero bytes of its first characters. */
static const char *guess_wide(const char *b, size_t size)
{
    if (size < 4)
        return NULL;
    if (b[0] && !b[1] && b[2] && !b[3])
        return "utf-16le";
    return !b[0] && b[1] && !b[2] && b[3] ? "utf-16be" : NULL;
}

/* The converter to use, and how many bytes of mark to skip. */
static const char *settle(const al_input *in, size_t *skip)
{
    const unsigned char *b = (const unsigned char *)in->bytes;
    char label[LABEL];
    *skip = 0;
    if (in->size >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF)
        return *skip = 3, "utf-8";
    if (in->size >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF)))
        return *skip = 2, b[0] == 0xFF ? "utf-16le" : "utf-16be";
    const char *name = NULL;
    if (in->type && value_of(in->type, in->type + strlen(in->type), "charset", label, sizeof label))
        name = converter_name(label);
    if (!name)
        name = guess_wide(in->bytes, in->size);
    if (!name && al_encoding_declared(in->bytes, in->size, label, sizeof label)) {
        name = converter_name(label);
        if (name && strncasecmp(name, "utf-16", 6) == 0)
            name = "utf-8"; /* it could not have been read otherwise (HTML, section 13.2.3.2) */
    }
    if (name && (is_utf8(name) || strncasecmp(name, "utf-16", 6) == 0))
        return name;
    size_t wide;
    bool valid = check_utf8(in->bytes, in->size, &wide);
    if (valid && (wide || !name))
        return "utf-8";
    return name ? name : "windows-1252";
}

static void substitute(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t length,
                       UConverterCallbackReason reason, UErrorCode *e)
{
    struct tally *t = (struct tally *)(uintptr_t)context;
    if (reason <= UCNV_IRREGULAR) {
        t->invalid++;
        UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, bytes, length, reason, e);
    }
}

/* Bytes in the encoding `name` to UTF-8, of whatever size. */
static int convert(const char *name, const char *bytes, size_t size, al_buf *out, size_t *invalid, aloud_error *err)
{
    UErrorCode e = U_ZERO_ERROR;
    UConverter *cnv = ucnv_open(name, &e), *utf8 = ucnv_open("utf-8", &e);
    struct tally tally = { 0 };
    if (cnv && utf8)
        ucnv_setToUCallBack(cnv, substitute, &tally, NULL, NULL, &e);
    UChar pivot[STEP], *from = pivot, *to = pivot;
    const char *at = bytes, *end = bytes + size;
    UBool reset = 1;
    bool more = U_SUCCESS(e);
    while (more && !out->failed) {
        char piece[STEP], *p = piece;
        UErrorCode step = U_ZERO_ERROR;
        ucnv_convertEx(utf8, cnv, &p, piece + sizeof piece, &at, end, pivot, &from, &to, pivot + STEP, reset, 1, &step);
        reset = 0;
        al_buf_add(out, piece, (size_t)(p - piece));
        more = step == U_BUFFER_OVERFLOW_ERROR;
        if (!more)
            e = step;
    }
    ucnv_close(cnv);
    ucnv_close(utf8);
    *invalid += tally.invalid;
    if (out->failed)
        return al_fail_memory(err);
    if (U_FAILURE(e))
        return al_fail(err, ALOUD_ERROR_INPUT, "its encoding %s cannot be converted (%s); save it as UTF-8", name,
                       u_errorName(e));
    return 0;
}

/* The line of the first replaced byte: where U+FFFD is, which legacy encodings do not have. */
static long line_of(const char *bytes, size_t size, const char *mark, size_t length)
{
    const char *at = memmem(bytes, size, mark, length);
    long line = 1;
    for (const char *p = bytes; at && (p = memchr(p, '\n', (size_t)(at - p))) != NULL; p++)
        line++;
    return at ? line : 0;
}

int al_encoding_decode(const al_input *in, al_buf *out, al_diag *diag, aloud_error *err)
{
    size_t skip, invalid = 0, nul = 0, start = out->size;
    const char *name = settle(in, &skip), *bytes = in->bytes + skip;
    size_t size = in->size - skip;
    al_buf wide;
    al_buf_init(&wide, out->limit);
    int status = 0;
    if (!is_utf8(name)) {
        status = convert(name, bytes, size, &wide, &invalid, err);
        bytes = al_buf_string(&wide);
        size = wide.size;
    }
    if (status)
        goto cleanup;
    al_text_repair(out, bytes, size, &invalid, &nul);
    if (out->failed)
        status = al_fail_memory(err);
    if (!status && invalid)
        al_diag_add(diag, AL_WARN_ENCODING, line_of(out->data + start, out->size - start, "\xEF\xBF\xBD", 3),
                    "%zu sequence%s not valid %s replaced", invalid, invalid == 1 ? "" : "s", name);
    if (!status && nul)
        al_diag_add(diag, AL_WARN_NUL, line_of(bytes, size, "", 1), "%zu NUL byte%s dropped", nul, nul == 1 ? "" : "s");
cleanup:
    al_buf_release(&wide);
    return status;
}
