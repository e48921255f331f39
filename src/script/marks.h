/* Which footnote each marker in a text points to, for who can go there. */
#ifndef AL_SCRIPT_MARKS_H
#define AL_SCRIPT_MARKS_H

#include "script/note_index.h"
#include "script/script.h"

/* Fill in the marks of all items; the index is that of the article.  False when out of memory. */
bool al_marks_link(al_script *, const al_article *, const al_note_index *);

#endif
