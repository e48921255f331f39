/* What is written beside the chapters.  A package is one file and one row of the table in pack.c. */
#ifndef AL_PACK_PACK_H
#define AL_PACK_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "script/script.h"

/* A finished chapter file. */
typedef struct al_pack_chapter {
    int number;        /* from 1, as in the script */
    const char *title;
    const char *file;  /* its name in the folder */
    uint64_t frames;
} al_pack_chapter;

typedef struct al_pack_input {
    const al_script *script;
    const al_phrases *phrases; /* of the script's language */
    const char *voice;         /* who reads it, "espeak-ng 1.51, clear" */
    int rate;                  /* frames per second */
    const al_pack_chapter *chapters;
    size_t count;
} al_pack_input;

typedef struct al_packer {
    const char *name; /* "playlist" */
    const char *file; /* the name of the file it writes */
    const char *help; /* one line */
    /* Append the file to *out, whose `failed` tells of lack of memory. */
    void (*write)(const al_pack_input *, al_buf *out);
} al_packer;

extern const al_packer al_packer_playlist, al_packer_manifest, al_packer_page;

/* Write every package into `folder`. */
int al_pack_all(const al_pack_input *, const char *folder, aloud_error *err);

/* Remove every package from `folder`. */
void al_pack_remove(const char *folder);

/* Append a chapter's file name made safe for a URL (RFC 3986, section 2.3: all but unreserved characters escaped). */
void al_pack_url(al_buf *out, const char *file);
/* Append text escaped for HTML. */
void al_pack_html(al_buf *out, const char *text);
/* Whether a language is written from right to left. */
int al_pack_rtl(const char *language);

#endif
