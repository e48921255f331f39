/* Formulas: MathML, TeX, and what scripts make of both. */
#ifndef AL_READ_HTML_FORMULA_H
#define AL_READ_HTML_FORMULA_H

#include "base/buf.h"
#include "read/html_dom.h"

/* Whether the element is a whole formula, in whatever copies: math, or the box that KaTeX, MathJax or a wiki puts around it. */
bool al_formula_is_box(const al_dom_node *);
/* Whether it stands on a line of its own by what it says itself ("display"). */
bool al_formula_is_display(const al_dom *, const al_dom_node *box);

/* Append the formula in one line of Unicode: what its author says for it (alttext that is no TeX), else its TeX, else its MathML,
 * else the picture's alternative text.  Nothing where it has none of them. */
void al_formula_text(const al_dom *, const al_dom_node *box, al_buf *out);

/* Append TeX as one line: "s = \frac{h}{2}" is "s = h / 2".  What it has no sign for keeps its name. */
void al_formula_tex(const char *tex, size_t size, al_buf *out);

/* The first "$$...$$", "\(...\)" or "\[...\]" in the text: what is between the marks, and where all of it begins and ends.
 * False where there is none. */
typedef struct al_formula_place {
    size_t from, to;             /* with the marks */
    size_t tex_from, tex_to;
} al_formula_place;
bool al_formula_find(const char *text, size_t size, al_formula_place *out);

#endif
