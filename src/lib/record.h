/* What a folder holds: kept in it as .aloud.json, so that a later run knows what stands. */
#ifndef AL_LIB_RECORD_H
#define AL_LIB_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct al_record_chapter {
    int number;        /* from 1 */
    char *title;
    char *file;        /* its name in the folder; never with a '/' */
    char *fingerprint; /* of all that its sound depends on; "" where it must be spoken again */
    uint64_t frames;
    uint64_t size;     /* of the file in bytes; 0 where unknown */
} al_record_chapter;

/* A package that was asked for. */
typedef struct al_record_package {
    char *file;        /* its name in the folder; never with a '/' */
    char *fingerprint; /* of all that it was made of */
} al_record_package;

typedef struct al_record {
    char *title;
    char *url;     /* "" where the article has none */
    char *path;    /* fingerprint of the path that it was read from, which is nobody else's to know; "" where it has none */
    char *opening; /* fingerprint of the title and the first paragraphs: tells the article from another of its name */
    char *id;      /* "urn:uuid:…", its name in books and feeds, also when it has changed; "" where it has none yet */
    int rate;      /* frames per second */
    al_record_chapter *chapters; /* by number */
    size_t count;
    al_record_package *packages; /* in the order of their making */
    size_t package_count;
} al_record;

void al_record_init(al_record *);
void al_record_release(al_record *);
/* 0, 1 when the folder has none, ALOUD_ERROR_INPUT when it is no record of ours. */
int al_record_load(const char *folder, al_record *out, aloud_error *err);
/* The same, and ALOUD_ERROR_INPUT when the folder has none. */
int al_record_load_made(const char *folder, al_record *out, aloud_error *err);
int al_record_save(const char *folder, const al_record *, aloud_error *err);
void al_record_remove(const char *folder);
/* Replace or add a chapter by its number; strings are copied. */
int al_record_put(al_record *, const al_record_chapter *, aloud_error *err);
void al_record_drop(al_record *, size_t index);
al_record_chapter *al_record_find(const al_record *, int number);
/* Replace or add a package by its file. */
int al_record_package_put(al_record *, const char *file, const char *fingerprint, aloud_error *err);
void al_record_package_drop(al_record *, size_t index);
al_record_package *al_record_package_find(const al_record *, const char *file);
/* Set *field to a copy of text. */
int al_record_set(char **field, const char *text, aloud_error *err);

#endif
