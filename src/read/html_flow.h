/* A page all of which is the text: what Markdown becomes, a document of a book, an entry of a feed.  Nothing is chosen
 * or pruned. */
#ifndef AL_READ_HTML_FLOW_H
#define AL_READ_HTML_FLOW_H

#include "read/html_dom.h"
#include "read/html_meta.h"

/* Parse a page in valid UTF-8 (its bytes are changed) and make all of its body article.  Release the dom also after a failure.
 * Until al_flow_build the caller may settle what he knows better: `part` and `why` of an element, meta->h1. */
int al_flow_parse(al_dom *, al_buf *page, aloud_error *err);

/* Put a heading into the page that it does not have itself, before `place`: AL_TAG_H2 to AL_TAG_H6.  `dom->nodes` does not know
 * of it until al_flow_build.  False when out of memory. */
bool al_flow_put_heading(al_dom *, al_dom_node *place, al_tag, const char *text, const char *why);

/* Type the parts that are not settled and append all of the page to the article. */
int al_flow_build(al_dom *, const al_meta *, const al_cues *, al_article *, aloud_error *err);

/* A page in a string to the article, with nothing settled by hand. */
int al_flow_read(const char *html, size_t size, const al_cues *, al_article *, aloud_error *err);

/* A heading that says the article's title once more says nothing: it is omitted as "title-again".  Only the headings before
 * the first paragraph are looked at.  False when out of memory. */
bool al_flow_untitle(al_article *);

/* al_text_same that tells when memory ran out: 1 the same, 0 not, -1 out of memory. */
int al_flow_same(const char *a, const char *b);
/* Likewise, whether the words of `part` stand in `whole` in a row, whatever marks are between them; 0 for an empty part. */
int al_flow_holds(const char *whole, const char *part);

#endif
