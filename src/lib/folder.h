/* The folder of an article: its name, whose it is, and what stands in it. */
#ifndef AL_LIB_FOLDER_H
#define AL_LIB_FOLDER_H

#include <stdbool.h>
#include <time.h>

#include "audio/format.h"
#include "base/buf.h"
#include "lib/record.h"
#include "script/script.h"
#include "timeline/timeline.h"

typedef struct al_folder {
    al_buf path;
    al_record record; /* what stands; empty in a new folder */
    int lock;         /* descriptor that keeps other runs out; -1 while the folder is not made */
    bool made, made_parent; /* it was not there before */
    bool recorded;    /* it held a record of ours before */
    bool foreign;     /* and that is of another article */
    bool checked;     /* locked and looked at: it is ours to write in */
    bool dirty;       /* the record is not saved as it is */
    time_t saved;     /* monotonic second from which it is saved again */
} al_folder;

/* Find the folder DIR/SLUG of the script under `parent` (NULL: the current one) and look at what it holds.  Nothing is made yet.
 * An article is the same as the one before when it begins with the same words, or is of the same URL, or was read from the same
 * file.  ALOUD_ERROR_OUTPUT: the folder holds another, or something that is not ours, and `force` is not set. */
int al_folder_open(al_folder *, const char *parent, const al_script *, bool force, aloud_error *err);
/* Make it where it is not there, lock it, look again at what it holds, remove what an interrupted run and (with `force`) another
 * article left, and save the record, so that the folder is known as ours.  `rate`: frames per second of what will be written. */
int al_folder_make(al_folder *, const al_script *, bool force, int rate, aloud_error *err);
/* Record a chapter that was written, and remove the file that it had under another name. */
int al_folder_put(al_folder *, const al_record_chapter *, aloud_error *err);
/* Save the record where it has changed: at once, or else about once a second at the most. */
int al_folder_save(al_folder *, bool now, aloud_error *err);
/* Remove it again if no chapter is in it; releases the struct.  Harmless on a zeroed one. */
void al_folder_close(al_folder *);

/* Append the name of chapter `index`'s file in a format: NN-SLUG.wav. */
void al_folder_name(const al_script *, size_t index, const al_format *, al_buf *out);
/* Append the path of a file in the folder. */
void al_folder_path(const al_folder *, const char *file, al_buf *out);
/* Remove a file of ours from the folder. */
void al_folder_remove(const al_folder *, const char *file);
/* Whether the recorded chapter's file is there, whole, and as long as it was written. */
bool al_folder_stands(const al_folder *, const al_record_chapter *);
/* Whether chapter `index` stands under its name as it would be written now, and it is known what is heard in it when. */
bool al_folder_keeps(const al_folder *, const al_script *, size_t index, const al_format *, const char *fingerprint);
/* What is heard when in a recorded chapter: 0, 1 where that is not known or of other items than the script's, or
 * ALOUD_ERROR_MEMORY.  *out is the caller's to release. */
int al_folder_timeline(const al_folder *, const al_script *, const al_record_chapter *, al_timeline *out, aloud_error *err);
/* Remove recorded chapters that the script no longer has, files and all. */
int al_folder_prune(al_folder *, const al_script *, aloud_error *err);

#endif
