/* Which language a text is in. */
#ifndef AL_READ_LANGUAGE_H
#define AL_READ_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Write the BCP 47 tag of the text's language to tag[0..size); false when it cannot be told.  A script that one language uses
 * decides at once; else letter statistics (libexttextcat) over the first few thousand bytes. */
bool al_language_detect(const char *text, size_t bytes, char *tag, size_t size);

/* Whether the text is in a script that the language is written in; true where that cannot be told.  It costs next to nothing. */
bool al_language_fits(const char *tag, const char *text, size_t bytes);

#endif
