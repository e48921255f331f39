#include "read/html_formula.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { DEEP = 64, LONGEST = 4000 }; /* groups that are told apart; bytes of a formula amid text */

/* ---- TeX ---- */

/* Commands and their signs; those with "" only set the type or the space. */
static const struct { const char *name, *sign; } COMMANDS[] = {
    { "alpha", "α" }, { "beta", "β" }, { "gamma", "γ" }, { "delta", "δ" }, { "epsilon", "ε" }, { "varepsilon", "ε" },
    { "zeta", "ζ" }, { "eta", "η" }, { "theta", "θ" }, { "vartheta", "θ" }, { "iota", "ι" }, { "kappa", "κ" },
    { "lambda", "λ" }, { "mu", "μ" }, { "nu", "ν" }, { "xi", "ξ" }, { "pi", "π" }, { "rho", "ρ" }, { "sigma", "σ" },
    { "tau", "τ" }, { "upsilon", "υ" }, { "phi", "φ" }, { "varphi", "φ" }, { "chi", "χ" }, { "psi", "ψ" }, { "omega", "ω" },
    { "Gamma", "Γ" }, { "Delta", "Δ" }, { "Theta", "Θ" }, { "Lambda", "Λ" }, { "Xi", "Ξ" }, { "Pi", "Π" }, { "Sigma", "Σ" },
    { "Phi", "Φ" }, { "Psi", "Ψ" }, { "Omega", "Ω" },
    { "times", "×" }, { "cdot", "·" }, { "div", "÷" }, { "pm", "±" }, { "mp", "∓" }, { "ast", "∗" },
    { "leq", "≤" }, { "le", "≤" }, { "geq", "≥" }, { "ge", "≥" }, { "neq", "≠" }, { "ne", "≠" }, { "approx", "≈" },
    { "equiv", "≡" }, { "sim", "~" }, { "propto", "∝" }, { "ll", "≪" }, { "gg", "≫" },
    { "sum", "∑" }, { "prod", "∏" }, { "int", "∫" }, { "partial", "∂" }, { "nabla", "∇" }, { "infty", "∞" },
    { "to", "→" }, { "rightarrow", "→" }, { "leftarrow", "←" }, { "Rightarrow", "⇒" }, { "implies", "⇒" }, { "iff", "⇔" },
    { "mapsto", "↦" }, { "in", "∈" }, { "notin", "∉" }, { "subset", "⊂" }, { "subseteq", "⊆" }, { "cup", "∪" }, { "cap", "∩" },
    { "forall", "∀" }, { "exists", "∃" }, { "neg", "¬" }, { "land", "∧" }, { "wedge", "∧" }, { "lor", "∨" }, { "vee", "∨" },
    { "emptyset", "∅" }, { "ldots", "…" }, { "cdots", "…" }, { "dots", "…" }, { "vdots", "…" }, { "prime", "′" },
    { "circ", "°" }, { "degree", "°" }, { "ell", "ℓ" }, { "hbar", "ħ" }, { "lbrace", "{" }, { "rbrace", "}" },
    { "langle", "⟨" }, { "rangle", "⟩" }, { "lvert", "|" }, { "rvert", "|" }, { "mid", "|" }, { "vert", "|" },
    { "displaystyle", "" }, { "textstyle", "" }, { "scriptstyle", "" }, { "limits", "" }, { "nolimits", "" }, { "left", "" },
    { "right", "" }, { "big", "" }, { "Big", "" }, { "bigl", "" }, { "bigr", "" }, { "quad", "" }, { "qquad", "" }, { "text", "" },
    { "mathrm", "" }, { "mathbf", "" }, { "mathit", "" }, { "mathbb", "" }, { "mathcal", "" }, { "mathsf", "" },
    { "boldsymbol", "" }, { "operatorname", "" }, { "textrm", "" }, { "textbf", "" }, { "mbox", "" }, { "hat", "" }, { "bar", "" },
    { "vec", "" }, { "tilde", "" }, { "overline", "" }, { "begin", NULL }, { "end", NULL }, { "label", NULL }, { "tag", NULL },
};

/* What a group that is open is. */
enum group { PLAIN, OVER, UNDER, ROOT, SKIPPED };

struct tex {
    const char *at, *end;
    al_buf *out;
    struct { enum group group; size_t from; } open[DEEP];
    int depth;
    enum group next; /* of the group that a command takes */
};

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* A space, unless there is one, or a bracket opens. */
static void space(al_buf *out)
{
    if (out->size && !strchr(" (", out->data[out->size - 1]))
        al_buf_add_byte(out, ' ');
}

/* Put what was said since `from` in brackets where it is more than one thing. */
static void enclose(al_buf *out, size_t from)
{
    while (out->size > from && out->data[out->size - 1] == ' ')
        al_buf_cut(out, out->size - 1);
    if (out->failed || out->size == from || !memchr(out->data + from, ' ', out->size - from))
        return;
    al_buf_add_string(out, "()");
    if (out->failed)
        return;
    memmove(out->data + from + 1, out->data + from, out->size - 2 - from);
    out->data[from] = '(';
}

static void close_group(struct tex *t)
{
    if (!t->depth)
        return;
    if (--t->depth >= DEEP)
        return;
    switch (t->open[t->depth].group) {
    case OVER:
        enclose(t->out, t->open[t->depth].from);
        al_buf_add_string(t->out, " / ");
        t->next = UNDER;
        break;
    case UNDER: case ROOT:
        enclose(t->out, t->open[t->depth].from);
        al_buf_add_byte(t->out, ' ');
        break;
    case SKIPPED:
        al_buf_cut(t->out, t->open[t->depth].from);
        break;
    case PLAIN:
        break;
    }
}

static void open_group(struct tex *t)
{
    if (t->depth < DEEP) {
        t->open[t->depth].group = t->next;
        t->open[t->depth].from = t->out->size;
    }
    t->depth++;
    t->next = PLAIN;
}

/* An argument without braces, "\frac12", is a group of its own. */
static void begin_single(struct tex *t, bool *single)
{
    *single = t->next != PLAIN;
    if (*single)
        open_group(t);
}

static void command(struct tex *t)
{
    const char *name = t->at;
    while (t->at < t->end && is_letter(*t->at))
        t->at++;
    size_t size = (size_t)(t->at - name);
    if (!size) {
        char c = t->at < t->end ? *t->at++ : ' ';
        if (c == '\\')
            al_buf_add_string(t->out, "; ");
        else if (strchr("{}%$#&_|", c))
            al_buf_add_byte(t->out, c);
        else
            space(t->out);
        return;
    }
    while (t->at < t->end && *t->at == ' ')
        t->at++;
    bool sized = size == 5 && strchr("dt", *name); /* "dfrac", "tfrac" */
    if ((size == 4 || sized) && memcmp(name + sized, "frac", 4) == 0) {
        space(t->out);
        t->next = OVER;
        return;
    }
    if (size == 4 && memcmp(name, "sqrt", 4) == 0) {
        space(t->out);
        al_buf_add_string(t->out, "√");
        t->next = ROOT;
        return;
    }
    bool single;
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (strlen(COMMANDS[i].name) == size && memcmp(COMMANDS[i].name, name, size) == 0) {
            if (!COMMANDS[i].sign) {
                t->next = SKIPPED;
                return;
            }
            if (!*COMMANDS[i].sign)
                return;
            begin_single(t, &single);
            bool degree = strcmp(COMMANDS[i].sign, "°") == 0 || strcmp(COMMANDS[i].sign, "′") == 0;
            if (!degree)
                space(t->out);
            al_buf_add_string(t->out, COMMANDS[i].sign);
            if (single)
                close_group(t);
            else if (!degree)
                al_buf_add_byte(t->out, ' ');
            return;
        }
    begin_single(t, &single);
    space(t->out);
    al_buf_add(t->out, name, size); /* "sin", or what nobody knows */
    if (single)
        close_group(t);
    else
        al_buf_add_byte(t->out, ' ');
}

/* "^2" is a square; another exponent is said as "^ n". */
static void exponent(struct tex *t)
{
    while (t->at < t->end && *t->at == ' ')
        t->at++;
    bool braced = t->at + 2 < t->end && t->at[0] == '{' && t->at[2] == '}', escaped = t->at < t->end && *t->at == '\\';
    char c = t->at == t->end ? ' ' : braced ? t->at[1] : *t->at;
    bool lone = braced || !(t->at + 1 < t->end && t->at[1] >= '0' && t->at[1] <= '9');
    if ((c == '2' || c == '3') && lone) {
        al_buf_add_string(t->out, c == '2' ? "²" : "³");
        t->at += braced ? 3 : 1;
    } else if (!escaped && c != '\'') {
        al_buf_add_byte(t->out, '^');
    }
}

void al_formula_tex(const char *tex, size_t size, al_buf *out)
{
    struct tex t = { .at = tex, .end = tex + size, .out = out, .next = PLAIN };
    while (t.at < t.end && !out->failed) {
        char c = *t.at++;
        bool single = false;
        if (c == '\\') {
            command(&t);
        } else if (c == '{') {
            open_group(&t);
        } else if (c == '}') {
            close_group(&t);
        } else if (c == '^') {
            exponent(&t);
        } else if (c == '_' || c == '~' || c == '&' || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space(out);
        } else {
            begin_single(&t, &single);
            bool sign = strchr("=+<>", c) && out->size;
            if (sign)
                space(out);
            al_buf_add_byte(out, c);
            if (sign)
                al_buf_add_byte(out, ' ');
            if (single && (unsigned char)c < 0x80)
                close_group(&t);
        }
    }
    while (t.depth)
        close_group(&t);
    while (out->size && !out->failed && out->data[out->size - 1] == ' ')
        al_buf_cut(out, out->size - 1);
}

static bool is_escaped(const char *text, size_t at)
{
    return at && text[at - 1] == '\\';
}

bool al_formula_find(const char *text, size_t size, al_formula_place *out)
{
    for (size_t i = 0; i + 1 < size; i++) {
        const char *close = text[i] == '$' && text[i + 1] == '$' ? "$$" : NULL;
        if (text[i] == '\\' && !is_escaped(text, i))
            close = text[i + 1] == '(' ? "\\)" : text[i + 1] == '[' ? "\\]" : NULL;
        if (!close)
            continue;
        size_t most = size - i - 2 < LONGEST ? size - i - 2 : LONGEST;
        const char *end = memmem(text + i + 2, most, close, 2);
        if (!end || end == text + i + 2)
            continue;
        *out = (al_formula_place){ i, (size_t)(end - text) + 2, i + 2, (size_t)(end - text) };
        return true;
    }
    return false;
}

/* ---- MathML, and boxes ---- */

static bool is_named(const al_dom_node *n, const char *name)
{
    return n->tag == AL_TAG_OTHER && strcasecmp(n->name, name) == 0;
}

bool al_formula_is_box(const al_dom_node *n)
{
    static const char *const classes[] = { " katex ", " math jax ", " mathjax ", " mwe math element ", " math jax display ",
                                           " katex display ", NULL };
    if (n->tag == AL_TAG_MATH || is_named(n, "mjx-container"))
        return true;
    if (n->tag != AL_TAG_SPAN && n->tag != AL_TAG_DIV)
        return false;
    for (int i = 0; classes[i] && *n->cls; i++)
        if (strstr(n->cls, classes[i]))
            return true;
    return false;
}

bool al_formula_is_display(const al_dom *dom, const al_dom_node *box)
{
    if (strstr(box->cls, " katex display ") || strstr(box->cls, " math jax display ") || al_dom_attr_is(box, "display", "true") ||
        (box->parent && strstr(box->parent->cls, " katex display ")))
        return true;
    for (uint32_t i = box->order; i <= box->end; i++)
        if (dom->nodes[i]->tag == AL_TAG_MATH)
            return al_dom_attr_is(dom->nodes[i], "display", "block") || al_dom_attr_is(dom->nodes[i], "mode", "display");
    return false;
}

/* The mark before a child of an element of MathML, by its place. */
static const char *mark_before(const al_dom_node *n)
{
    static const struct { const char *name, *second, *third; } marks[] = {
        { "mfrac", " / ", "" }, { "msup", "^", "" }, { "msub", " ", "" }, { "msubsup", " ", "^" }, { "mover", "", "" },
        { "munderover", " ", "^" }, { "munder", " ", "" },
    };
    int place = 0;
    for (const al_dom_node *p = n->prev; p && place < 3; p = p->prev)
        place += p->tag != AL_TAG_TEXT;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && place; i++)
        if (is_named(n->parent, marks[i].name))
            return place == 1 ? marks[i].second : marks[i].third;
    return is_named(n, "msqrt") ? "√" : "";
}

static uint32_t texts_in(const al_dom *dom, const al_dom_node *n)
{
    uint32_t count = 0;
    for (uint32_t i = n->order; i <= n->end; i++)
        count += dom->nodes[i]->tag == AL_TAG_TEXT && dom->nodes[i]->size && dom->nodes[i]->parent->first->size;
    return count;
}

/* Fractions and roots of more than one thing get brackets, as far as they are nested no deeper than anyone could follow. */
static void linear(const al_dom *dom, const al_dom_node *math, al_buf *out)
{
    struct { const al_dom_node *node; size_t from; } bracket[DEEP];
    int open = 0;
    for (uint32_t i = math->order + 1; i <= math->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        while (open && bracket[open - 1].node->end < i)
            enclose(out, bracket[--open].from);
        if (is_named(n, "annotation") || is_named(n, "annotation-xml")) {
            i = n->end;
            continue;
        }
        if (n->tag == AL_TAG_TEXT) {
            al_buf token;
            al_buf_init(&token, LONGEST);
            al_text_collapse(&token, dom->text.data + n->from, n->size);
            bool sign = is_named(n->parent, "mo") && token.size && !strchr("()[]|,;", token.data[0]);
            if (sign)
                space(out);
            if (strcmp(al_buf_string(&token), "2") == 0 && out->size && out->data[out->size - 1] == '^') {
                al_buf_cut(out, out->size - 1);
                al_buf_add_string(out, "²");
            } else {
                al_buf_add(out, al_buf_string(&token), token.size);
            }
            if (sign)
                al_buf_add_byte(out, ' ');
            al_buf_release(&token);
            continue;
        }
        al_buf_add_string(out, mark_before(n));
        bool compound = n->parent && (is_named(n->parent, "mfrac") || is_named(n, "msqrt")) && texts_in(dom, n) > 1;
        if (compound && open < DEEP) {
            bracket[open].node = n;
            bracket[open++].from = out->size;
        }
    }
    while (open)
        enclose(out, bracket[--open].from);
}

/* The text right within an element. */
static bool text_of(const al_dom *dom, const al_dom_node *n, const char **text, size_t *size)
{
    const al_dom_node *t = n->first;
    if (!t || t->tag != AL_TAG_TEXT)
        return false;
    *text = dom->text.data + t->from;
    *size = t->size;
    return *size > 0;
}

static bool is_tex_script(const al_dom_node *n)
{
    const char *type = n->tag == AL_TAG_SCRIPT ? al_dom_attr(n, "type") : NULL;
    return type && strncasecmp(type, "math/tex", 8) == 0;
}

static void add_alternative(const char *alt, al_buf *out)
{
    if (strpbrk(alt, "\\{}_^"))
        al_formula_tex(alt, strlen(alt), out);
    else
        al_text_collapse(out, alt, strlen(alt));
}

void al_formula_text(const al_dom *dom, const al_dom_node *box, al_buf *out)
{
    const al_dom_node *math = NULL, *tex = NULL, *img = NULL;
    for (uint32_t i = box->order; i <= box->end; i++) {
        const al_dom_node *n = dom->nodes[i];
        if (n->tag == AL_TAG_MATH && !math)
            math = n;
        if ((is_named(n, "annotation") && (al_dom_attr_has(n, "encoding", "application/x-tex") ||
                                           al_dom_attr_has(n, "encoding", "TeX"))) || is_tex_script(n))
            tex = tex ? tex : n;
        if (n->tag == AL_TAG_IMG && al_dom_attr(n, "alt"))
            img = n;
    }
    for (const al_dom_node *n = box->next; n && !tex && n->tag == AL_TAG_SCRIPT; n = n->next)
        tex = is_tex_script(n) ? n : NULL;
    const char *alt = math ? al_dom_attr(math, "alttext") : NULL, *text;
    size_t size, before = out->size;
    if (alt && !al_text_is_blank(alt))
        add_alternative(alt, out);
    else if (tex && text_of(dom, tex, &text, &size))
        al_formula_tex(text, size, out);
    else if (math)
        linear(dom, math, out);
    else if (img && !al_text_is_blank(al_dom_attr(img, "alt")))
        add_alternative(al_dom_attr(img, "alt"), out);
    if (out->size > before && al_text_is_blank(out->data + before))
        al_buf_cut(out, before);
}
