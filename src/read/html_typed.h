/* What each part of the article is: headings, figures, players, lists, tables, quotes, notes. */
#ifndef AL_READ_HTML_TYPED_H
#define AL_READ_HTML_TYPED_H

#include "read/cues.h"
#include "read/html_dom.h"
#include "read/html_meta.h"

/* Set `part` (and `why`) of the elements within the article that prune left there. */
void al_html_type(al_dom *, const al_meta *, const al_cues *);

/* A player or embedded page: what it is, AL_ARTICLE where it is nothing to mention. */
al_kind al_html_medium(const al_dom_node *);
/* The address that a picture or player is loaded from, also when it is loaded late; NULL where it has none. */
const char *al_html_source(const al_dom_node *);
/* The picture's alternative text where it says something; NULL elsewhere. */
const char *al_html_alt(const al_dom_node *img);
/* A small element that holds a picture and no more text than a caption has. */
bool al_html_is_picture_box(const al_dom *, const al_dom_node *);
/* Whether it is a formula drawn as a picture, with its TeX as alternative text. */
bool al_html_is_formula(const al_dom_node *img);

#endif
