/* What is written beside the chapters.  A package is one file and one row of the table in pack.c. */
#ifndef AL_PACK_PACK_H
#define AL_PACK_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "script/script.h"
#include "timeline/timeline.h"

/* A finished chapter file. */
typedef struct al_pack_chapter {
    int number;        /* from 1; not in the script where that has become shorter */
    const char *title;
    const char *file;  /* its name in the folder */
    uint64_t frames;
    const al_timeline *timeline; /* of the script's items, never NULL; empty where the chapter is from before the
                                    article changed */
} al_pack_chapter;

typedef struct al_pack_input {
    const al_script *script;
    const al_phrases *phrases; /* of the script's language */
    const char *voice;         /* who reads it, "espeak-ng 1.51, clear" */
    int rate;                  /* frames per second */
    const char *id;            /* a URN that stays the article's own, "urn:uuid:…" */
    const char *folder;        /* where the chapter files are */
    const char *name;          /* the folder's own name: what files of the whole article are called */
    int jobs;                  /* how many chapters may be encoded at a time */
    const al_pack_chapter *chapters; /* those that are spoken, ascending by number: not all of the script's, and where the
                                        article changed also such as the script no longer has */
    size_t count;
    int (*poll)(void *user);   /* NULL or called now and then by the thread that packs; nonzero: stop with ALOUD_ERROR_CANCELLED */
    void *user;
    struct al_sounds *sounds;  /* the chapters in other formats, made when a package asks for them (pack/sound.h) */
} al_pack_input;

typedef struct al_packer {
    const char *name; /* what -P calls it; two that belong together have the same */
    const char *also; /* another that it is part of too; NULL: none */
    const char *file; /* the name of the file it writes; ".srt": that of the folder with this behind it */
    const char *help; /* one line */
    bool always;      /* written without being asked for */
    const char *const *sound; /* formats that its sound can have, NULL at the end; it is encoded in the first where the chapters
                                 have none of them.  NULL: it has none */
    bool apart;       /* one of "all" only where al_feed_ready knows an address for it */
    /* One of the two.  Append the bytes of the file, for those of a megabyte or so; or write it at `path`, where it appears only
     * when it is complete. */
    int (*fill)(const al_pack_input *, al_buf *out, aloud_error *err);
    int (*write)(const al_pack_input *, const char *path, aloud_error *err);
} al_packer;

extern const al_packer al_packer_playlist, al_packer_manifest, al_packer_page, al_packer_vtt, al_packer_srt, al_packer_cue,
    al_packer_text, al_packer_epub, al_packer_daisy, al_packer_lpf, al_packer_audiobook, al_packer_m4b, al_packer_mp3,
    al_packer_opus, al_packer_mka, al_packer_transcript, al_packer_chapters, al_packer_episode;

/* Packers by their place in the table, NULL past the last. */
const al_packer *al_packer_at(size_t index);
/* The set of packages that a list "epub,m4b" or "all" names: a bit for each place in the table.  ALOUD_ERROR_USAGE says which
 * there are. */
int al_packers_find(const char *list, uint32_t *set, aloud_error *err);
/* Whether `set` has all of `list`, which names packages that there are. */
bool al_packers_has(uint32_t set, const char *list);

/* The packer that wrote a file of that name; NULL: none. */
const al_packer *al_packer_of(const char *file);

/* Append the name of the packer's file in the folder called `name`. */
void al_packer_file(const al_packer *, const char *name, al_buf *out);

/* Write the packer's file at `path`. */
int al_packer_write(const al_packer *, const al_pack_input *, const char *path, aloud_error *err);

/* Put a whole file where it is not there with the same bytes already; releases `bytes`. */
int al_pack_put(const char *path, al_buf *bytes, aloud_error *err);

/* Append a chapter's file name made safe for a URL (RFC 3986, section 2.3: all but unreserved characters escaped). */
void al_pack_url(al_buf *out, const char *file);
/* Append text escaped for HTML and XML: what XML cannot hold becomes U+FFFD. */
void al_pack_html(al_buf *out, const char *text);
void al_pack_html_part(al_buf *out, const char *text, size_t size);
/* Append text as one line: a line break in a title would begin a line of its own. */
void al_pack_line(al_buf *out, const char *text);
/* Whether a language is written from right to left. */
int al_pack_rtl(const char *language);

#endif
