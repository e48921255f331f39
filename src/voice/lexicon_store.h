/* What the files of the lexicon share. */
#ifndef AL_VOICE_LEXICON_STORE_H
#define AL_VOICE_LEXICON_STORE_H

#include "base/arena.h"
#include "voice/lexicon.h"

/* One way that an ending sounds: behind any of the sounds of `after`, or behind the rest where that is NULL. */
typedef struct lexicon_ending {
    struct lexicon_ending *next; /* in the order of the file */
    al_alphabet alphabet;
    const char *text;  /* as it is written, "'s" */
    const char *sound; /* "" for none */
    const char *after; /* sounds with a space between */
} lexicon_ending;

typedef struct lexicon_entry {
    struct lexicon_entry *next; /* in its bucket */
    al_lexeme lexeme;
    size_t hash, order, letters;
    int file;                   /* the later, the higher */
    bool capitals, small;       /* it has letters of that case */
} lexicon_entry;

struct al_lexicon {
    al_arena arena;
    lexicon_entry **buckets, **all;
    size_t room, count; /* room: of the buckets, a power of two */
    size_t all_room;
    int files;
    lexicon_ending *endings, *last_ending;
};

/* ---- lexicon.c */
/* Add a grapheme; the strings are the arena's.  False when out of memory. */
bool al_lexicon_add(al_lexicon *, const al_lexeme *);

/* ---- endings.c */
/* Read `path`; a missing file is none. */
int al_endings_read(al_lexicon *, const char *path, aloud_error *err);
/* How the ending that stands at text[at..size) sounds behind the lexeme; its bytes, 0 where there is none of that kind. */
size_t al_endings_find(const al_lexicon *, const al_lexeme *, const char *text, size_t size, size_t at, const char **sound);

#endif
