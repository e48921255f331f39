/* Inside of the plain-text reader: lines become blocks (text_blocks.c), rules of layout say what each block is
 * (text_shape.c, text_rules.c, text_media.c), and the reader makes nodes of them (text.c). */
#ifndef AL_READ_TEXT_H
#define AL_READ_TEXT_H

#include "article/article.h"
#include "base/arena.h"
#include "read/cues.h"

/* A line of the input, or several that were one paragraph before somebody wrapped them. */
typedef struct al_block {
    const char *text;     /* white space collapsed, not blank */
    const char *key;      /* al_text_key of text; may be "" */
    uint32_t line;        /* from 1 */
    bool gap;             /* blank lines, or the start of the text, lie before it */
    bool bullet;          /* a list's mark stood before it and is not part of text */
    bool ordered;         /* that mark was a number, */
    long number;          /* this one */
    const char *whole;    /* text with the list's mark; `text` itself where there is none */
    bool label;           /* no sentence: no end mark, short; what a heading, a caption or a button may be */
    bool prose;           /* a sentence or more */
    bool ends;            /* a sentence's end mark at the end, within quotes and brackets too */
    size_t words, length; /* length in code points */
    size_t sentences;     /* end marks followed by white space or the end, at least 0 */
    al_cue_set cues;      /* that it bears */
    bool settled;         /* `kind` is decided */
    al_kind kind;
    const char *why;
    const char *shown;    /* the text to show where it is not `text` (a label or a mark cut off); NULL elsewhere */
    const char *cut;      /* what was cut off, to be kept among the omitted; NULL where nothing was */
    long seconds;         /* of a medium; -1 where unknown */
} al_block;

typedef struct al_blocks {
    al_arena *arena; /* the article's */
    const al_cues *cues;
    al_block *at;
    size_t count;
    bool dump;       /* it has the marks of a text browser's dump of a page */
    bool spaced;     /* nearly every block has blank lines around it */
    bool flat;       /* there are no blank lines in it */
    size_t title;    /* index of the title; count where there is none */
} al_blocks;

/* Cut `text` (valid UTF-8) into blocks; hard-wrapped lines are joined.  False when out of memory. */
bool al_blocks_cut(al_blocks *, const char *text, size_t size);

/* Players' placeholders become AL_VIDEO or AL_AUDIO on the block that says so; titles, labels and copies around them are
 * settled as AL_OMITTED.  Needs the cue pass of al_blocks_rules to have run for furniture. */
void al_blocks_media(al_blocks *);

/* Settle every block.  False when out of memory. */
bool al_blocks_rules(al_blocks *);

/* Decide a block, once. */
void al_block_settle(al_block *, al_kind, const char *why);
/* Whether the block bears a cue. */
bool al_block_bears(const al_block *, al_cue);
/* Whether two blocks say the same. */
bool al_block_same(const al_block *, const al_block *);
/* Index of the nearest unsettled or spoken block before `i` (omitted ones are stepped over); count where there is none. */
size_t al_blocks_before(const al_blocks *, size_t i);
size_t al_blocks_after(const al_blocks *, size_t i);

/* Seconds named by a player's time line, "0:00 0:01:45 0:00" or "01:45"; -1 where `text` is no such line, 0 where all of it is
 * zero.  Nothing but times and marks between them may be in it. */
long al_block_times(const char *text);

#endif
