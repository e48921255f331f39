/* The footnotes of an article by what their markers point to, and which of them are said already. */
#ifndef AL_SCRIPT_NOTE_INDEX_H
#define AL_SCRIPT_NOTE_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "article/article.h"

typedef struct al_note_entry {
    const al_node *note;
    bool said;
} al_note_entry;

typedef struct al_note_index {
    al_note_entry *at; /* ascending by anchor, those of one anchor and those without one in document order */
    size_t count, room;
} al_note_index;

/* Of all footnotes of a finished article.  False when out of memory; to be released all the same. */
bool al_note_index_make(al_note_index *, const al_article *);
void al_note_index_release(al_note_index *);

/* The first note that a marker to `anchor` leads to, NULL where there is none. */
al_note_entry *al_note_index_find(const al_note_index *, const char *anchor);
/* The entry of a note of the article; never NULL. */
al_note_entry *al_note_index_of(const al_note_index *, const al_node *note);

#endif
