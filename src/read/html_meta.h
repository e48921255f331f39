/* What a page says about its article outside of the text: title, authors, dates, site, language. */
#ifndef AL_READ_HTML_META_H
#define AL_READ_HTML_META_H

#include "article/article.h"
#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_jsonld.h"

/* Strings live in the page's arena; NULL where unknown. */
typedef struct al_meta {
    al_ld ld;
    const char *title;       /* settled from all that claim to be it */
    const char *shared_title; /* as networks are to show it, without the site's name */
    const al_dom_node *h1;   /* the element on the page that says the title, or NULL */
    const al_dom_node *head; /* the heading that the article begins below: h1, or one in other words; of choose; or NULL */
    const char *site, *url, *language, *published, *modified;
    const char *descriptions[3]; /* those the head has: the page's own, and networks' */
    al_name *authors;        /* names only */
    bool no_person;          /* none of them is a person's */
} al_meta;

/* False when out of memory. */
bool al_meta_read(al_dom *, const al_cues *, al_meta *out);

/* The names in a byline ("By A and B") are authors too; they replace a mere site's name.  False when out of memory. */
bool al_meta_add_authors(al_dom *, const al_cues *, const char *byline, al_meta *);

#endif
