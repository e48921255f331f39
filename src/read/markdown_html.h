/* Markdown into HTML whose lines are those of the Markdown: what the HTML reader builds of it knows its lines. */
#ifndef AL_READ_MARKDOWN_HTML_H
#define AL_READ_MARKDOWN_HTML_H

#include "base/buf.h"
#include "base/error.h"

/* A footnote's definition; the note stands at the end of the HTML with the id "note-N", N from 1 in the order of definition. */
typedef struct al_markdown_note {
    const char *label; /* in the Markdown, between "[^" and "]:" */
    size_t label_size;
    size_t line;       /* from 1 */
    size_t from, to;   /* of its text, within al_markdown_notes.text */
} al_markdown_note;

typedef struct al_markdown_notes {
    al_markdown_note *list;  /* in order of definition */
    al_markdown_note **sorted; /* by label */
    size_t count, room;
    al_buf text; /* of all notes, no longer indented */
} al_markdown_notes;

/* Take the definitions of notes out of `text`, leaving their lines blank.  The labels point into `labels`, a copy of the text that
 * the caller keeps.  False when out of memory. */
bool al_markdown_take_notes(char *text, const char *labels, size_t size, al_markdown_notes *);
void al_markdown_notes_release(al_markdown_notes *);

/* Append the HTML of `text` (valid UTF-8). */
int al_markdown_render(const char *text, size_t size, const al_markdown_notes *, al_buf *out, aloud_error *err);

#endif
