/* A script while it is built: what build.c and the files of the kinds of items share. */
#ifndef AL_SCRIPT_BUILDING_H
#define AL_SCRIPT_BUILDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "script/note_index.h"
#include "script/script.h"

/* A list that grows while the script is built and moves into its arena at the end. */
typedef struct al_vec {
    void *at;
    size_t count, room, size;
} al_vec;

/* The columns of the table being read, the first so many of them: nobody follows a table of more by ear. */
enum { AL_HEADED = 64 };
typedef struct al_columns {
    const al_node *header[AL_HEADED]; /* the cell of the first row over each; NULL where there is none */
    uint32_t held[AL_HEADED];         /* rows, with the one being read, that a cell takes the column for */
} al_columns;

typedef struct al_building {
    const al_article *article;
    const al_phrases *phrases;
    const al_script_settings *set;
    al_script *script;
    al_vec items, chapters, omitted;
    al_note_index notes;
    al_buf buf;             /* scratch for one text */
    const al_node *quote;   /* outermost quotation being read, or NULL */
    const al_node *after;   /* first node behind it */
    size_t opened, quoted;  /* indices of the first and the last item in it; SIZE_MAX: none yet */
    al_columns columns;
    bool titled;            /* the title has been said */
    bool bylined;           /* some author has been named */
    bool bare;              /* the open chapter has nothing but headings: one more does not begin another, of a second of sound */
    bool last_chapter;      /* the chapter of credits has begun */
    bool failed;            /* out of memory */
} al_building;

/* Of these, what fails for want of memory says so in `failed` and gives NULL or "". */

/* A zeroed element behind the others. */
void *al_build_push(al_building *, al_vec *);

/* A copy in the script's arena, without controls, which a page may write as escapes (JSON-LD): what is kept goes to terminals
 * and into playlists.  Never NULL. */
const char *al_build_keep(al_building *, const char *text);
/* What b->buf holds, kept; NULL where it holds nothing.  Empties it. */
const char *al_build_keep_buf(al_building *);
/* An announcement; `n` counts what it is of. */
const char *al_build_phrase(al_building *, al_phrase, long n);

void al_build_omit(al_building *, const al_node *, const char *text, const char *reason);
void al_build_chapter(al_building *, const char *title, int level);

/* An item that is said as it is written.  The node may be NULL. */
al_item *al_build_item(al_building *, const al_node *, al_role, const char *text);
/* The same with the node's text, which is said without footnote markers: "war.[1]" is said "war." */
al_item *al_build_text(al_building *, const al_node *, al_role);
/* The text of a title or heading as a name, without markers. */
const char *al_build_name(al_building *, const al_node *);

/* build_picture.c */
void al_build_image(al_building *, const al_node *);
void al_build_media(al_building *, const al_node *);
/* build_table.c */
void al_build_table(al_building *, const al_node *);
void al_build_row(al_building *, const al_node *);
/* build_end.c: the notes that a block's markers point to, right behind it; and authors, credits and disclaimers, which come last,
 * in a chapter that can be skipped. */
void al_build_inline_notes(al_building *, const al_node *);
void al_build_last_chapter(al_building *);
/* build_say.c: every text in the words of its language; code stays as it is.  A status. */
int al_build_say(al_building *, aloud_error *err);

#endif
