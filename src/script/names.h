/* The words of a script that an engine may well get wrong: names, acronyms, words with letters that are not their language's. */
#ifndef AL_SCRIPT_NAMES_H
#define AL_SCRIPT_NAMES_H

#include "script/script.h"

#define AL_NAME_KINDS(X)                                                                                               \
    X(AL_NAME_LEXICON, "lexicon")  /* a lexicon has phonemes for it */                                                 \
    X(AL_NAME_ACRONYM, "acronym")  /* in capitals */                                                                   \
    X(AL_NAME_NAME, "name")        /* with a capital within a sentence */                                              \
    X(AL_NAME_FOREIGN, "foreign")  /* letters that its language does not write with (CLDR's exemplar sets) */          \
    X(AL_NAME_MIXED, "mixed")      /* a capital inside: iPhone */

typedef enum al_name_kind {
#define X(id, name) id,
    AL_NAME_KINDS(X)
#undef X
    AL_NAME_KIND_COUNT
} al_name_kind;

typedef struct al_name_use {
    const char *text;      /* as it is written */
    al_name_kind kind;
    uint32_t count, line;  /* how often, and where first; 0 where unknown */
    const char *language;
    const char *say;       /* what is said for it where it stands first: `say_size` bytes of an item's words */
    size_t say_size;
    al_pronunciations pronunciations; /* of those words */
} al_name_use;

typedef struct al_names {
    al_arena arena;
    al_name_use *at;       /* the most frequent first, then as they come */
    size_t count;
} al_names;

/* Find them; *out borrows from the script and is released also after a failure.  ALOUD_ERROR_MEMORY. */
int al_names_find(const al_script *, al_names *out, aloud_error *err);
void al_names_release(al_names *);

const char *al_name_kind_name(al_name_kind);

#endif
