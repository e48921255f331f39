/* The reading script: what is said, in order, in chapters.  The waist of the road: nothing here knows HTML or sound. */
#ifndef AL_SCRIPT_SCRIPT_H
#define AL_SCRIPT_SCRIPT_H

#include "article/article.h"
#include "base/arena.h"
#include "base/diag.h"
#include "script/normalise.h"
#include "voice/lexicon.h"
#include "voice/phrases.h"
#include "voice/role.h"

/* A stretch of a text and its language. */
typedef struct al_language_run {
    uint32_t from, to; /* bytes */
    const char *language;
} al_language_run;

/* A footnote's marker in a text, and the note. */
typedef struct al_note_mark {
    uint32_t from, to; /* bytes; from < to */
    uint32_t note;     /* id of the item that is the note */
} al_note_mark;

/* Between the cells of a row in its display text, where they are not empty. */
#define AL_CELL_BREAK " | "

/* A cell of a table's row. */
typedef struct al_row_cell {
    uint32_t from, to;      /* bytes of the row's `text`; from == to where it is empty */
    uint32_t columns, rows; /* that it takes, at least 1 */
    bool header;            /* it names its row or column */
} al_row_cell;

typedef struct al_item {
    uint32_t id;          /* from 1, in order */
    uint32_t node;        /* id of the article's node */
    uint32_t line;        /* 0 where unknown */
    al_role role;
    int level;            /* of a heading or list; 0 elsewhere */
    long duration;        /* seconds; -1 where unknown */
    const char *text;     /* display text, never NULL */
    const char *say;      /* spoken text, never NULL; may be `text` itself */
    const char *written;  /* what `say` is the spoken form of, never NULL: `text` itself, or `text` without its footnote
                             markers, the cells of a row with their headers, a title with its length */
    const al_spoken *map; /* which stretch of `say` stands for which of `written`; NULL where both are the same */
    size_t map_count;
    const al_pronunciation *pronunciations; /* of stretches of `say`, ascending and apart; NULL where there are none */
    size_t pronunciation_count;
    const char *language; /* never NULL */
    const al_language_run *runs; /* of `say`, without a gap, where not all of it is in `language`; NULL elsewhere */
    size_t run_count;
    const al_note_mark *marks; /* of `text`, ascending and apart; NULL where there are none */
    size_t mark_count;
    const al_row_cell *cells; /* of a row, in order; NULL elsewhere */
    size_t cell_count;
    int depth;            /* of a list item: 1 in a list, 2 in a list within that, ...; 0 elsewhere */
    bool more;            /* of a list item: not its first paragraph */
    const char *announce; /* NULL where there is none */
    const char *close;    /* NULL where there is none */
} al_item;

typedef struct al_chapter {
    const char *title;
    int level;
    size_t first, count; /* of the items; count >= 1; chapters follow one another without a gap */
} al_chapter;

typedef struct al_omission {
    const char *text, *reason;
    uint32_t line;
} al_omission;

typedef struct aloud_script al_script;
struct aloud_script {
    al_arena arena;
    al_diag diag;
    const char *title, *language;            /* never NULL */
    const char *data;                        /* folder of the languages' data; NULL where it was made without */
    const char *announcing;                  /* language of the announcements; `language` unless that has no phrases */
    const char *published, *site, *url;      /* NULL where unknown */
    const char *source;                      /* as the article's */
    const char **bylines;                    /* names */
    size_t byline_count;
    al_item *items;
    size_t item_count;
    al_chapter *chapters;
    size_t chapter_count;                    /* at least 1 */
    al_omission *omitted;
    size_t omitted_count;
};

typedef enum al_verbosity { AL_BRIEF, AL_NORMAL, AL_FULL } al_verbosity;
typedef enum al_notes { AL_NOTES_OFF, AL_NOTES_INLINE, AL_NOTES_END } al_notes;

typedef struct al_script_settings {
    const char *language; /* over the article's own; NULL: the article's, else "en" */
    al_verbosity verbosity;
    al_notes notes;
    const char *data;     /* folder of the languages' data; NULL: texts are said as they are written */
    const al_lexicon *lexicon; /* of the listener, over those of the data; may be NULL */
    int split;            /* headings of this level and above begin a chapter: 1 none, 2 to 6 */
} al_script_settings;

/* Build the script of a finished article.  `phrases` are those of the script's language.  *out is the caller's. */
int al_script_build(const al_article *, const al_phrases *, const al_script_settings *, al_script **out,
                    aloud_error *err);
void al_script_free(al_script *);

/* One utterance: a piece of a text that is spoken by one call of the engine. */
typedef struct al_piece {
    size_t from, to;   /* bytes of the text, white space at the ends left out; from < to */
    bool sentence;     /* it ends a sentence (else the break is inside one, at a clause or a word) */
} al_piece;

/* Cuts texts into utterances at sentence ends (UAX #29, by ICU, and what the language's sentences.ini says of abbreviations),
 * long ones at clauses, else at words, so that none holds more than AL_PIECE_WEIGHT: the engine silently drops the tail of a clause
 * of more than about 1,000 phonemes. */
enum { AL_PIECE_WEIGHT = 850 };
typedef struct al_cutter al_cutter;
/* For a language, with its sentences.ini from `data` (NULL for none).  *out is the caller's.  ALOUD_ERROR_ENGINE: that file has a
 * fault. */
int al_cutter_new(const char *data, const char *language, al_cutter **out, aloud_error *err);
void al_cutter_free(al_cutter *);
/* Begin on a text of `size` bytes, which must outlive the cutting.  False when out of memory. */
bool al_cutter_text(al_cutter *, const char *text, size_t size);
/* The next piece; false when nothing is left. */
bool al_cutter_next(al_cutter *, al_piece *out);

/* Phonemes that a text might take at the most, an estimate from above: letters of the language's script 1, digits 9,
 * letters of another script and symbols, which are spelt or named, 10 to 15. */
size_t al_text_weight(const char *text, size_t size, const char *language);

#endif
