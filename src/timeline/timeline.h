/* What is heard when: the frames of each item of a chapter, and of each word in it. */
#ifndef AL_TIMELINE_TIMELINE_H
#define AL_TIMELINE_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An item's sound with the silence behind it. */
typedef struct al_heard {
    uint32_t item;     /* its id in the script */
    uint64_t from, to; /* frames; to == the next one's from, the first's from == 0, the last's to == the end; from < to */
} al_heard;

/* A word of an item's display text that is heard.  What is heard besides (announcements) has none. */
typedef struct al_heard_word {
    uint32_t item;       /* its id in the script */
    uint32_t from, to;   /* bytes of the item's display text (al_item.text); from < to; ascending within the item, none in two */
    uint64_t begin, end; /* frames; begin < end, ascending, none in two, inside the item's span */
    bool sentence;       /* the first of a sentence */
} al_heard_word;

typedef struct al_timeline {
    al_heard *at;
    size_t count, room;
    al_heard_word *words;
    size_t word_count, word_room;
    uint64_t end; /* frames in all, once finished */
} al_timeline;

void al_timeline_init(al_timeline *);
void al_timeline_release(al_timeline *);
/* Item `item` begins at `from`; ascending.  False when out of memory. */
bool al_timeline_add(al_timeline *, uint32_t item, uint64_t from);
/* A word of the item added last.  False when out of memory. */
bool al_timeline_word(al_timeline *, const al_heard_word *);
/* The chapter ends at `end`, behind the last beginning. */
void al_timeline_finish(al_timeline *, uint64_t end);
/* Whether the invariants above hold, of a finished one. */
bool al_timeline_check(const al_timeline *);

#endif
