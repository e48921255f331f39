/* The state of building an article from a page's tree; shared by html_build.c and html_figure.c. */
#ifndef AL_READ_HTML_BUILDER_H
#define AL_READ_HTML_BUILDER_H

#include "article/article.h"
#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"
#include "read/html_run.h"

/* A figure on its way: what is said in it. */
typedef struct al_figure {
    const char *language; /* of its caption; NULL for the article's */
    al_run caption, credit;
    const char *alt, *url, *title;
    al_kind medium; /* AL_ARTICLE for pictures */
    long seconds;
    uint32_t pictures, line;
} al_figure;

/* Where a finished run of text goes. */
enum al_sink {
    AL_SINK_BLOCK, /* a block of its own, of kind `kind` */
    AL_SINK_HOLD,  /* text of the item or quote `parent`, or a paragraph in it */
    AL_SINK_JOIN,  /* the run `join`, with what else comes */
    AL_SINK_OMIT,  /* an omitted block: `why` */
    AL_SINK_CODE   /* as it stands, to `join` */
};

struct al_context {
    enum al_sink sink;
    al_kind kind;
    al_node *parent; /* where blocks go */
    const char *why;
    al_run *join;
    const char *language; /* of blocks; NULL for the article's */
    const char *anchor;   /* of the next block; NULL where it has none */
    al_figure *figure;
};

/* An element that is open. */
struct al_frame {
    const al_dom_node *node;
    struct al_context saved;
    al_node *made;         /* the node that ends with it, or NULL */
    al_run *run;           /* owned: what AL_SINK_JOIN gathers for `made` */
    al_figure *figure; /* owned */
    const char *link, *language; /* spans that end with it; NULL where none */
    bool note, emphasis;
    bool cite; /* the run says who is quoted */
    al_run *held; /* owned: the run that a note amid text interrupts; NULL elsewhere */
};

/* Text that is left out amid a run that goes on without it. */
typedef struct al_aside {
    const char *why;
    uint32_t line;
    size_t from; /* in `aside_text`, up to the next one's */
} al_aside;

typedef struct al_builder {
    const al_dom *dom;
    const al_meta *meta;
    const al_cues *cues; /* or NULL */
    al_article *article;
    al_run run;
    al_buf aside_text;
    al_aside *asides; /* since the last block */
    size_t aside_count, aside_room;
    uint32_t muted;   /* order of the last node within the last of them */
    al_node *notes, *last_note; /* notes amid the run, not in the tree yet: they follow it; by `next` */
    bool formula;     /* the run is one formula and nothing else, so far */
    struct al_context now;
    struct al_frame *frames;
    size_t depth, room;
    const al_dom_node **waiting; /* pictures seen amid a run of text: they follow it */
    size_t waiting_count, waiting_room;
    al_ld_medium *media;         /* of the JSON-LD, not yet matched to a player */
    unsigned breaks;             /* br elements in a row */
    bool failed;
} al_builder;

/* All of these set `failed` where memory runs out. */

/* A new node below `parent`, with the language and anchor of here; NULL when out of memory. */
al_node *al_builder_add(al_builder *, al_node *parent, al_kind, uint32_t line, const char *why);
/* Give a run's text and spans to a node; nothing happens where it is NULL. */
void al_builder_give(al_builder *, const al_run *, al_node *);
/* A copy in the article's arena. */
const char *al_builder_keep(al_builder *, const char *);

/* Say a formula amid text; what it is made of is left out.  False where there is nothing to say. */
bool al_builder_formula(al_builder *, const al_dom_node *box);

/* Where a block that is no paragraph goes: into the item or quote that is open, or the article. */
al_node *al_builder_place(al_builder *);

/* A picture or player goes to the figure that is open, or stands alone behind the text that it is in. */
void al_figure_see_picture(al_builder *, const al_dom_node *img);
void al_figure_see_medium(al_builder *, const al_dom_node *);
void al_figure_show_waiting(al_builder *);
/* Add what the figure was found to be. */
void al_figure_end(al_builder *, al_figure *);
void al_figure_free(al_figure *);

#endif
