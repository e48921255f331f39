/* What is played: an article that is spoken meanwhile, or a folder of chapters.  A track is heard chapter by chapter, sentence by
 * sentence; a place in it is a chapter, a sentence of it, and frames from where that sentence begins. */
#ifndef AL_LIB_TRACK_H
#define AL_LIB_TRACK_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "lib/options.h"
#include "lib/speaker.h"
#include "script/script.h"

/* A sentence of the current chapter. */
typedef struct al_sentence {
    size_t item;      /* which of the chapter's items it is of, from 0 */
    al_role role;     /* of the item */
    const char *text; /* `size` bytes; lives as long as the chapter is current */
    size_t size;
    const char *language;
} al_sentence;

typedef struct al_track al_track;

typedef struct al_track_kind {
    void (*free)(al_track *);
    /* Go to a chapter (< chapters).  Sentences of the one before are gone. */
    int (*enter)(al_track *, size_t chapter, aloud_error *err);
    /* Sentence `k` of the current chapter; 1, 0 past the last, or a negative status. */
    int (*sentence)(al_track *, size_t k, al_sentence *out, aloud_error *err);
    /* Copy up to `room` frames of sentence `k` from frame `offset` on, with the silence behind it; *got may be 0 while they are not
     * there yet.  1 when nothing of it is left, 0, or a negative status. */
    int (*read)(al_track *, size_t k, size_t offset, int16_t *out, size_t room, size_t *got, aloud_error *err);
    /* Sentence `k` is being heard: see to it and to what comes next.  Called again and again. */
    int (*prepare)(al_track *, size_t k, aloud_error *err);
    /* A number for the word heard at frame `offset` of sentence `k`, that stays the same when the voice changes. */
    size_t (*word)(al_track *, size_t k, size_t offset);
    /* Where that word begins: 1 and *offset, or 0 while it is not known. */
    int (*find)(al_track *, size_t k, size_t word, size_t *offset);
    /* The text of that word: bytes of sentence k's text from *from to *to, empty where there is none. */
    void (*spell)(al_track *, size_t k, size_t word, const char **text, size_t *size);
    /* Speak with these options from now on; NULL where it is recorded.  The current chapter is gone: enter it again.  When it
     * fails all is as before. */
    int (*change)(al_track *, const aloud_options *, aloud_error *err);
    size_t (*watch)(al_track *, struct pollfd *on, size_t most);
    /* Seconds before sentence `k` in its chapter, and of chapter `chapter` in all, as far as they are known. */
    double (*seconds)(al_track *, size_t k);
    double (*length)(al_track *, size_t chapter);
    const char *(*title)(al_track *, size_t chapter);
    /* Role of an item of a chapter, AL_ROLE_COUNT where it is not heard; false past the last. */
    bool (*item)(al_track *, size_t chapter, size_t item, al_role *role);
} al_track_kind;

struct al_track {
    const al_track_kind *kind;
    int rate;          /* frames per second */
    size_t chapters;   /* at least 1 */
    size_t chapter;    /* the current one, once one was entered */
    const char *title; /* of the whole */
    const char *language, *announcing; /* of the whole, and of what is said about it */
    al_speaker *speaker; /* what it speaks with; NULL where it is recorded */
    char key[33];      /* fingerprint of its content */
    aloud_error fault; /* something could not be spoken: status != 0 until it is told */
};

/* What speaks beside it: its own speaker, or another for a recording. */
static inline al_speaker *al_track_speaker(const al_track *t, al_speaker *other)
{
    return t->speaker ? t->speaker : other;
}

/* An article.  The script and the options are borrowed. */
int al_track_speak(const al_script *, const aloud_options *, al_track **out, aloud_error *err);
/* A folder that aloud_convert made. */
int al_track_folder(const char *folder, al_track **out, aloud_error *err);

#endif
