/* The document tree that every input format is read into.
 *
 * A tree of nodes in one arena.  Block text is plain UTF-8 with white space collapsed (code keeps its lines); what HTML
 * says inside a block (a link, a language, a footnote's marker) is a span over the block's text.  Every text-bearing block
 * of the input is in the tree exactly once: what is not the article is a node of kind AL_OMITTED with the reason. */
#ifndef AL_ARTICLE_ARTICLE_H
#define AL_ARTICLE_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/error.h"

/* Every kind of node: identifier, name, and whether it holds text itself (T), children only (C), or either (E). */
#define AL_NODE_KINDS(X)                                                                                               \
    X(AL_ARTICLE, "article", C)                                                                                        \
    X(AL_TITLE, "title", T)                                                                                            \
    X(AL_STANDFIRST, "standfirst", T)                                                                                  \
    X(AL_BYLINE, "byline", T)         /* a byline printed in the text; names alone are in article.bylines */           \
    X(AL_DATELINE, "dateline", T)     /* a line of place or time that belongs to the text ("14:39 7.4.2014") */        \
    X(AL_HEADING, "heading", T)       /* level 2 to 6 */                                                               \
    X(AL_PARAGRAPH, "paragraph", T)                                                                                    \
    X(AL_IMAGE, "image", T)           /* text: the caption, or else the alternative text */                            \
    X(AL_VIDEO, "video", T)           /* text: its title */                                                            \
    X(AL_AUDIO, "audio", T)                                                                                            \
    X(AL_EMBED, "embed", T)           /* something else that audio cannot show */                                      \
    X(AL_LIST, "list", C)             /* of list items */                                                              \
    X(AL_LIST_ITEM, "list_item", E)   /* its own text first, then its children (a nested list, paragraphs) */          \
    X(AL_QUOTE, "quote", E)           /* text, or paragraphs */                                                        \
    X(AL_CODE, "code", T)             /* lines kept */                                                                 \
    X(AL_TABLE, "table", E)           /* text: its caption; children are rows */                                       \
    X(AL_ROW, "row", C)               /* of cells */                                                                   \
    X(AL_CELL, "cell", T)             /* header: it names its row or column */                                         \
    X(AL_FOOTNOTE, "footnote", T)                                                                                      \
    X(AL_MATH, "math", T)             /* text: its spoken alternative, or its source */                                \
    X(AL_CREDIT, "credit", T)         /* who made or contributed to it */                                              \
    X(AL_DISCLAIMER, "disclaimer", T)                                                                                  \
    X(AL_AUTHOR, "author", T)         /* a note on the author, or the name over it */                                  \
    X(AL_SEPARATOR, "separator", N)   /* a thematic break */                                                           \
    X(AL_OMITTED, "omitted", T)       /* not the article; `why` is the reason */

typedef enum al_kind {
#define X(id, name, holds) id,
    AL_NODE_KINDS(X)
#undef X
    AL_KIND_COUNT
} al_kind;

typedef enum al_span_kind {
    AL_SPAN_LINK,     /* value: the target */
    AL_SPAN_LANGUAGE, /* value: a BCP 47 tag */
    AL_SPAN_NOTE,     /* a footnote's marker; value: the id of the note it points to */
    AL_SPAN_EMPHASIS
} al_span_kind;

/* What holds for text[from, to). */
typedef struct al_span al_span;
struct al_span {
    al_span *next; /* in order of `from` */
    uint32_t from, to; /* bytes; from < to */
    al_span_kind kind;
    const char *value; /* NULL for emphasis */
};

typedef struct al_node al_node;
struct al_node {
    al_node *parent, *first, *last, *prev, *next;
    uint32_t id;          /* from 1 in document order, once al_article_finish ran */
    uint32_t line;        /* of the input, from 1; 0 where unknown */
    al_kind kind;
    const char *text;     /* never NULL; "" where the kind holds no text or it has none */
    const char *language; /* BCP 47 tag where it differs from the article's; NULL elsewhere */
    const char *why;      /* the rule that decided what this is, a stable name ("repeated-line"); the reason for
                             AL_OMITTED; never NULL once finished */
    const char *anchor;   /* the id that links point to; NULL where it has none */
    al_span *spans;       /* NULL where there are none */
    union {
        struct { int level; } heading; /* 2 to 6 */
        struct {
            const char *alt, *credit, *url; /* alt where it says something text does not; NULL where absent */
            uint32_t count;                 /* pictures in a gallery; 0 or 1 for a single one */
        } image;
        struct {
            long seconds;    /* -1 where unknown */
            const char *url; /* NULL where absent */
        } media;             /* AL_VIDEO, AL_AUDIO, AL_EMBED */
        struct {
            bool ordered, reversed; /* reversed: counted down, to 1 where no start is given */
            bool given;             /* whether a start is given */
            long start;
        } list;
        struct {
            long number; /* as counted in its list, once finished */
            bool given;  /* the item says its number itself */
        } item;
        struct { const char *cite; } quote; /* who is quoted; NULL where it is not marked */
        struct { bool header; uint32_t columns, rows; } cell; /* spans, at least 1 */
    } as;
};

typedef struct al_name al_name;
struct al_name {
    al_name *next;
    const char *text;
};

/* aloud_article of the public header. */
typedef struct aloud_article al_article;
struct aloud_article {
    al_arena arena;
    al_diag diag;
    al_node *root;          /* AL_ARTICLE, never NULL */
    const char *title;      /* never NULL once finished: AL_TITLE's text, or a stand-in */
    const char *language;   /* BCP 47 tag as declared or detected; NULL where unknown */
    al_name *bylines;       /* names only */
    const char *published;  /* ISO 8601, or NULL */
    const char *modified;
    const char *site, *url; /* NULL where unknown */
    const char *source;     /* what the caller called the input, a path where it has one; "-" where it has no name */
    uint32_t nodes;         /* how many, once finished */
};

const char *al_kind_name(al_kind);
/* 'T' text, 'C' children, 'E' either, 'N' neither. */
char al_kind_holds(al_kind);

/* An empty article; NULL when out of memory.  Its arena holds at most 1 GiB. */
al_article *al_article_new(const char *source);
void al_article_free(al_article *);

/* Append a node under `parent`.  `text` is copied with white space collapsed (AL_CODE: as it is).  NULL: out of memory. */
al_node *al_node_add(al_article *, al_node *parent, al_kind, uint32_t line, const char *text, const char *why);
/* The same with `size` bytes. */
al_node *al_node_add_n(al_article *, al_node *parent, al_kind, uint32_t line, const char *text, size_t size,
                       const char *why);
/* Give `node` a span; spans are given in order of `from`.  False when out of memory. */
bool al_node_span(al_article *, al_node *node, al_span_kind, size_t from, size_t to, const char *value);
/* Take a node with its children out of the tree. */
void al_node_unlink(al_node *);
/* Put an unlinked node right behind `place`, or as first child of `parent` when place is NULL. */
void al_node_put(al_node *node, al_node *parent, al_node *place);
/* Next node in document order within `top`, or NULL: al_node_next(top, top) is top's first child. */
al_node *al_node_next(const al_node *node, const al_node *top);
/* The same without going into node's children. */
al_node *al_node_skip(const al_node *node, const al_node *top);

/* Append a byline unless it is there. */
bool al_article_byline(al_article *, const char *name);

/* Check the tree, number the nodes, settle the title.  ALOUD_ERROR_INPUT "no article in it" where nothing would be heard. */
int al_article_finish(al_article *, aloud_error *err);

#endif
