/* Cue words: what page furniture, players, captions and credits say in each language, read from voices/LANG/cues.ini.
 *
 * A page mixes languages (an English player on a Ukrainian page), so the files of all languages whose
 * script is on it are one table.  Each
 * section of a file is a cue kind, each line "is = words" (the whole line of the page), "starts = words" (it begins so) or
 * "ends = words" (it ends so).  '#' stands for a run of digits, '*' (whole lines only) for any words in between. */
#ifndef AL_READ_CUES_H
#define AL_READ_CUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Section names of cues.ini and what they mark. */
#define AL_CUES(X)                                                                                                     \
    X(AL_CUE_FURNITURE, "furniture")         /* a label of the page's frame, never article: "Breaking News" */         \
    X(AL_CUE_PLAYER, "player")               /* a player's placeholder: "No media source currently available" */       \
    X(AL_CUE_PLAYER_PART, "player-part")     /* said around a placeholder: "please wait", "Embed", "Download" */       \
    X(AL_CUE_CAPTION_LABEL, "caption-label") /* the line before a caption: "Image caption" */                          \
    X(AL_CUE_MEDIA_LABEL, "media-label")     /* the line before a medium's title: "Media caption" */                   \
    X(AL_CUE_CREDIT_LABEL, "credit-label")   /* the line before a photographer: "Image copyright" */                   \
    X(AL_CUE_CAPTION_MARK, "caption-mark")   /* found in captions only: ends "(file photo)", starts "FILE - " */       \
    X(AL_CUE_PHOTO_CREDIT, "photo-credit")   /* before a photographer's name: starts "Photo:" */                       \
    X(AL_CUE_BYLINE, "byline")               /* before an author's name: starts "By " */                               \
    X(AL_CUE_JOB, "job")                     /* what an author is, beside the name: "Staff writer" */                  \
    X(AL_CUE_CREDIT, "credit")               /* contributions: ends "contributed to this report" */                    \
    X(AL_CUE_DISCLAIMER, "disclaimer")       /* "The views expressed in" */                                            \
    X(AL_CUE_ABOUT_AUTHOR, "about-author")   /* over a note on the author or the blog: "About the author" */           \
    X(AL_CUE_PUBLISHED, "published")         /* before a date: starts "Published:" */                                  \
    X(AL_CUE_RELATED, "related")             /* over or in front of links to other articles: "Read more" */            \
    X(AL_CUE_COMMENTS, "comments")           /* comment forms and what belongs to them */                              \
    X(AL_CUE_SHARE, "share")                 /* share, print, newsletter and donation calls */                         \
    X(AL_CUE_AUDIO_WORD, "audio-word")       /* a word that tells sound from video: "podcast", "listen" */             \
    X(AL_CUE_END_SECTION, "end-section")     /* a last section with nothing to read: "References" */                   \
    X(AL_CUE_TYPE_LABEL, "type-label")       /* a type glued in front of a title: starts "Photogallery" */

typedef enum al_cue {
#define X(id, name) id,
    AL_CUES(X)
#undef X
    AL_CUE_COUNT
} al_cue;

typedef struct al_cues al_cues;

/* Read the LANG/cues.ini below `data`, but for those whose script text[0..size), with a NUL at its end, has no letter of.  *out is
 * the caller's. */
int al_cues_load(const char *data, const char *text, size_t size, al_cues **out, aloud_error *err);
void al_cues_free(al_cues *);

/* Cues as bits, AL_CUE_BIT of each. */
typedef uint32_t al_cue_set;
#define AL_CUE_BIT(cue) ((al_cue_set)1 << (cue))

/* All cues that `line` bears: as a whole line, by its beginning or by its end.  Case, quotes, outer punctuation and white space do
 * not count. */
al_cue_set al_cues_fit(const al_cues *, const char *line);

/* Bytes at the start of `line` that a "starts" (or the whole "is") of the cue covers, with white space after it; 0: none. */
size_t al_cue_prefix(const al_cues *, al_cue, const char *line);

/* Byte where an "ends" of the cue begins in `line`; its length where none fits. */
size_t al_cue_suffix(const al_cues *, al_cue, const char *line);

/* Whether any word or run of words of `line` is an "is" of the cue. */
bool al_cue_within(const al_cues *, al_cue, const char *line);

#endif
