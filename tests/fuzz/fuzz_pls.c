/* Pronunciation lexicons: whatever is in one, it is taken whole or refused with a reason, and what is taken is found again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "speech/espeak_phonemes.h"
#include "voice/ipa.h"
#include "voice/lexicon.h"

#define PROMISE(what) ((what) ? (void)0 : (fprintf(stderr, "not so: %s (%s:%d)\n", #what, __FILE__, __LINE__), abort()))

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void promise_text(const char *text)
{
    size_t size = strlen(text);
    PROMISE(size > 0);
    for (size_t at = 0, here = 0; at < size; here = at)
        PROMISE(al_text_next(text, size, &at) != 0xFFFD || strncmp(text + here, "\xEF\xBF\xBD", 3) == 0);
}

static void promise_lexeme(const al_lexicon *l, const al_lexeme *x)
{
    static al_espeak_table table; /* empty: every phoneme is taken to be there */
    al_lookup where = { .own = l, .language = x->language };
    al_found found;
    size_t size;
    promise_text(x->grapheme);
    PROMISE(!x->alias != !x->phonemes);
    PROMISE(al_lexicon_find(&where, x->grapheme, strlen(x->grapheme), 0, &found) && found.to == strlen(x->grapheme));
    if (x->alias) {
        promise_text(x->alias);
        return;
    }
    const al_pronunciation p = { .alphabet = x->alphabet };
    al_buf made;
    al_buf_init(&made, 1 << 16);
    promise_text(x->phonemes);
    PROMISE(strlen(x->phonemes) <= AL_PHONEMES_LONGEST);
    PROMISE(x->alphabet != AL_IPA || !al_ipa_fault(x->phonemes, &size));
    al_espeak_phonemes(&table, &p, x->phonemes, strlen(x->phonemes), &made);
    PROMISE(!made.failed);
    al_buf_release(&made);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    al_lexicon *l = al_lexicon_new();
    aloud_error err = { .text = "" };
    PROMISE(l);
    int status = al_lexicon_parse(l, (const char *)bytes, size, "fuzz.pls", &err);
    PROMISE(status == 0 || (status == ALOUD_ERROR_USAGE && strncmp(err.text, "fuzz.pls:", 9) == 0 && !strchr(err.text, '\n')));
    PROMISE(status == 0 || al_lexicon_count(l) == 0);
    const al_lexeme *x;
    for (size_t i = 0; (x = al_lexicon_get(l, i)); i++)
        promise_lexeme(l, x);
    al_lexicon_free(l);
    return 0;
}
