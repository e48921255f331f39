/* The folder of an article: its name, whose it is, and what stands in it. */
#ifndef AL_LIB_FOLDER_H
#define AL_LIB_FOLDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "lib/record.h"
#include "script/script.h"

typedef struct al_folder {
    al_buf path;
    al_record record; /* what stands; empty in a new folder */
    int lock;         /* descriptor that keeps other runs out; -1 while the folder is not made */
    bool made, made_parent;
} al_folder;

/* Find the folder DIR/SLUG of the script under `parent` (NULL: the current one) and look at what it holds.  Nothing is made yet.
 * ALOUD_ERROR_OUTPUT: it holds another article, or something that is not ours, and `force` is not set. */
int al_folder_open(al_folder *, const char *parent, const al_script *, bool force, aloud_error *err);
/* Make it where it is not there, lock it, and remove what an interrupted run left. */
int al_folder_make(al_folder *, aloud_error *err);
/* Remove it again if it was made and nothing was put in it; releases the struct.  Harmless on a zeroed one. */
void al_folder_close(al_folder *);

/* Append the name of chapter `index`'s file: NN-SLUG.wav. */
void al_folder_name(const al_script *, size_t index, al_buf *out);
/* Append the path of a file in the folder. */
void al_folder_path(const al_folder *, const char *file, al_buf *out);
/* Whether the recorded chapter's file is there, whole, and as long as it was written. */
bool al_folder_stands(const al_folder *, const al_record_chapter *);
/* Remove recorded chapters that the script no longer has, files and all. */
int al_folder_prune(al_folder *, const al_script *, aloud_error *err);

#endif
