#include "voice/ipa.h"

#include <string.h>

#include "base/text.h"

/* Each kind's code points.  Letters are in Unicode's composed form; the reduced vowels ᵻ and ᵿ are
 * dictionaries' and espeak-ng's, not the chart's; 'g' is taken for U+0261. */
static const struct { al_ipa kind; const char *all; } KINDS[] = {
    { AL_IPA_VOWEL, "iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝãẽĩõũỹᵻᵿ" },
    { AL_IPA_CONSONANT, "pbtdʈɖcɟkɡgqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟwʍɥʜʢʡɕʑɺɧɫʧʤʦʣʨʥ" },
    { AL_IPA_STRESS, "ˈˌ" },
    { AL_IPA_LENGTH, "ːˑ" },
    { AL_IPA_MODIFIER, "ʰʱʲʷˠˤⁿˡʼ˞̥̬̹̜̟̠̩̯̤̰̼̪̺̻̘̙̝̞̃̈̽̊̆̚͜͡" },
    { AL_IPA_BOUNDARY, ".|‖‿ " },
    { AL_IPA_TONE, "˥˦˧˨˩↓↑↗↘" },
};

al_ipa al_ipa_kind(unsigned c)
{
    for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) {
        const char *all = KINDS[k].all;
        size_t size = strlen(all);
        for (size_t at = 0; at < size;)
            if (al_text_next(all, size, &at) == c)
                return KINDS[k].kind;
    }
    return AL_IPA_NONE;
}

const char *al_ipa_fault(const char *ipa, size_t *size)
{
    size_t all = strlen(ipa);
    for (size_t at = 0; at < all;) {
        size_t here = at;
        if (al_ipa_kind(al_text_next(ipa, all, &at)) == AL_IPA_NONE) {
            *size = at - here;
            return ipa + here;
        }
    }
    return NULL;
}
