/* Rules: "{day}. {month} -> {1:ordinal} {2}". */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/say.h"

static const struct { const char *name; say_class class; } classes[] = {
    { "n", CLASS_N }, { "num", CLASS_NUM }, { "dec", CLASS_DEC }, { "#", CLASS_DIGITS }, { "day", CLASS_DAY },
    { "month-number", CLASS_MONTH_NUMBER }, { "year", CLASS_YEAR }, { "yy", CLASS_YY }, { "hour", CLASS_HOUR },
    { "minute", CLASS_MINUTE }, { "tens", CLASS_TENS }, { "word", CLASS_WORD }, { "Capital", CLASS_CAPITAL },
    { "lower", CLASS_LOWER }, { "Name", CLASS_NAME }, { "CAPS", CLASS_CAPS }, { "letter", CLASS_LETTER },
    { "L", CLASS_UPPER }, { "ROMAN", CLASS_ROMAN }, { "plural", CLASS_PLURAL },
    { "decade", CLASS_DECADE }, { "IVX", CLASS_IVX }, { "ROMANe", CLASS_ROMAN_TAIL },
    { "as", CLASS_AS }, { "modern", CLASS_MODERN }, { "inch", CLASS_INCH },
};

typedef struct parsing {
    al_normaliser *n;
    long line;
    aloud_error *err;
    say_element found[SAY_ELEMENTS];
    int count, named;
    int left, core; /* elements before "<<"; index of the first behind ">>", or -1 */
    bool begins, ends, starts, stops;
} parsing;

static int fault(const parsing *p, const char *what, const char *word, size_t size)
{
    return al_fail_at(p->err, ALOUD_ERROR_ENGINE, p->line, "%s:%ld: %s '%.*s'; voices/en/say.ini says how rules are written",
                      p->n->path, p->line, what, (int)size, word);
}

static int add_class(parsing *p, const char *name, size_t size, say_gap gap)
{
    bool starts = size == 5 && strncmp(name, "start", 5) == 0, stops = size == 3 && strncmp(name, "end", 3) == 0;
    p->starts = p->starts || starts;
    p->stops = p->stops || stops;
    if (starts || stops)
        return 0;
    say_element e = { .gap = gap, .number = ++p->named };
    if (size && *name == '>') {
        e.greater = true;
        name++;
        size--;
    }
    if (size && *name == '=') {
        e.agrees = true;
        name++;
        size--;
    }
    if (size && *name == '!') {
        e.negated = true;
        name++;
        size--;
    }
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strlen(classes[i].name) == size && strncmp(classes[i].name, name, size) == 0)
            e.class = classes[i].class;
    if (!e.class && size > 1 && *name == '*') {
        e.class = CLASS_ENDING;
        e.size = size - 1;
        if (!(e.text = al_arena_copy(&p->n->arena, name + 1, size - 1)))
            return al_fail_memory(p->err);
    }
    if (!e.class && size == 2 && *name == '#' && name[1] >= '1' && name[1] <= '9') {
        e.class = CLASS_DIGITS;
        e.count = name[1] - '0';
    }
    if (!e.class) {
        e.class = CLASS_TABLE;
        e.table = al_say_table(p->n, name, size, true);
        if (e.table == -2)
            return al_fail_memory(p->err);
        if (e.table < 0)
            return fault(p, "too many tables at", name, size);
    }
    p->found[p->count++] = e;
    return 0;
}

static int add_literals(parsing *p, const char *text, size_t size, say_gap gap)
{
    say_token t[SAY_ELEMENTS];
    size_t count = al_say_tokenise(p->n, text, size, t, SAY_ELEMENTS, false);
    for (size_t i = 0; i < count; i++) {
        if (p->count == SAY_ELEMENTS)
            return fault(p, "too long a rule at", text, size);
        say_word *w = al_say_word(p->n, text + t[i].from, t[i].to - t[i].from, true);
        if (!w)
            return al_fail_memory(p->err);
        const char *own = al_arena_copy(&p->n->arena, text + t[i].from, t[i].to - t[i].from);
        if (!own)
            return al_fail_memory(p->err);
        p->found[p->count++] = (say_element){ .gap = i ? GAP_NONE : gap, .text = own, .size = t[i].to - t[i].from,
                                              .exact = (t[i].flags & (SAY_CAPITAL | SAY_CAPS)) != 0 };
    }
    return 0;
}

/* One word of a pattern: literals and classes without white space between them. */
static int add_chunk(parsing *p, const char *c, size_t size, say_gap gap)
{
    const char *end = c + size;
    int status = 0;
    while (c < end && !status) {
        if (p->count == SAY_ELEMENTS)
            return fault(p, "too long a rule at", c, (size_t)(end - c));
        if (*c == '{') {
            const char *stop = memchr(c, '}', (size_t)(end - c));
            if (!stop)
                return fault(p, "no } behind", c, (size_t)(end - c));
            status = add_class(p, c + 1, (size_t)(stop - c - 1), gap);
            c = stop + 1;
        } else if (*c == '~') {
            gap = GAP_ANY;
            c++;
            continue;
        } else if (*c == '?' && p->count) {
            p->found[p->count - 1].optional = true;
            c++;
        } else {
            const char *from = c += *c == '\\';
            /* at least one code point, and on to the next special one */
            for (c++; c < end && !strchr("{~?\\", *c); c++)
                ;
            status = add_literals(p, from, (size_t)(c - from), gap);
        }
        gap = GAP_NONE;
    }
    return status;
}

static int parse_pattern(parsing *p, const char *c, const char *end)
{
    int status = 0;
    say_gap gap = GAP_NONE;
    p->core = -1;
    while (c < end && !status) {
        size_t size = 1;
        if (*c == ' ') {
            gap = GAP_SPACE;
        } else if (end - c >= 2 && strncmp(c, "<<", 2) == 0) {
            p->left = p->count;
            size = 2;
        } else if (end - c >= 2 && strncmp(c, ">>", 2) == 0) {
            p->core = p->count;
            size = 2;
        } else if ((*c == '^' || *c == '$') && (c + 1 == end || c[1] == ' ')) {
            p->begins = p->begins || *c == '^';
            p->ends = p->ends || *c == '$';
        } else {
            for (size = 0; c + size < end && c[size] != ' '; size++)
                if (size && c + size + 1 < end && (strncmp(c + size, "<<", 2) == 0 || strncmp(c + size, ">>", 2) == 0))
                    break;
            status = add_chunk(p, c, size, gap);
            gap = GAP_NONE;
        }
        c += size;
    }
    if (p->core < 0)
        p->core = p->count;
    if (!status && (p->left > 3 || p->core <= p->left))
        return fault(p, "nothing to say, or too much before <<, in", end - 2, 2);
    return status;
}

static int parse_output(parsing *p, const char *c, say_rule *r)
{
    say_part parts[24];
    int count = 0;
    c += strspn(c, " ");
    while (*c && count < 24) {
        const char *stop = *c == '{' ? strchr(c, '}') : NULL;
        say_part *part = &parts[count++];
        *part = (say_part){ .text = NULL };
        if (*c == '{') {
            part->element = stop ? atoi(c + 1) : 0;
            if (part->element < 1 || part->element > p->named)
                return fault(p, "no such element", c, strlen(c));
            const char *colon = memchr(c, ':', (size_t)(stop - c));
            if (colon && !(part->format = al_arena_copy(&p->n->arena, colon + 1, (size_t)(stop - colon - 1))))
                return al_fail_memory(p->err);
            c = stop + 1;
        } else {
            size_t size = strcspn(c, "{");
            part->text = al_arena_copy(&p->n->arena, c, size);
            if (!part->text)
                return al_fail_memory(p->err);
            c += size;
        }
    }
    if (*c)
        return fault(p, "too long an output at", c, strlen(c));
    say_part *own = al_arena_array(&p->n->arena, (size_t)count, sizeof *own);
    if (!own)
        return al_fail_memory(p->err);
    memcpy(own, parts, (size_t)count * sizeof *own);
    r->parts = own;
    r->part_count = count;
    return 0;
}

static bool is_number_class(say_class c)
{
    return c >= CLASS_N && c <= CLASS_TENS;
}

/* File a rule where the matcher looks for it: under its first element. */
static int file_rule(parsing *p, const say_rule *r)
{
    al_normaliser *n = p->n;
    say_rule *own = al_arena_alloc(&n->arena, sizeof *own);
    if (!own)
        return al_fail_memory(p->err);
    *own = *r;
    const say_element *first = &own->element[0];
    say_rule **to = &n->word_rules;
    if (first->class == CLASS_NONE) {
        say_word *w = al_say_word(n, first->text, first->size, true);
        if (!w)
            return al_fail_memory(p->err);
        to = &w->rules;
    } else if (first->class == CLASS_TABLE) {
        to = &n->table_rules[first->table];
    } else if (is_number_class(first->class)) {
        to = &n->number_rules;
    }
    own->next = *to;
    *to = own;
    return 0;
}

/* A rule per choice of the elements that may be missing. */
static int file_variants(parsing *p, const say_rule *r)
{
    int options[4], count = 0;
    for (int i = 0; i < p->count && count < 4; i++)
        if (p->found[i].optional)
            options[count++] = i;
    for (unsigned without = 0; without < 1u << count; without++) {
        say_rule v = *r;
        v.elements = v.lefts = 0;
        v.core = -1;
        for (int i = 0; i < p->count; i++) {
            bool skip = false;
            for (int k = 0; k < count; k++)
                skip = skip || (options[k] == i && (without >> k & 1));
            if (i == p->core)
                v.core = v.elements;
            if (skip)
                continue;
            if (i < p->left)
                v.left[v.lefts++] = p->found[i];
            else
                v.element[v.elements++] = p->found[i];
        }
        if (v.core < 0)
            v.core = v.elements;
        if (v.elements == 0 || v.core == 0)
            continue;
        for (int i = 0; i < v.lefts / 2; i++) { /* nearest first */
            say_element e = v.left[i];
            v.left[i] = v.left[v.lefts - 1 - i];
            v.left[v.lefts - 1 - i] = e;
        }
        int status = file_rule(p, &v);
        if (status)
            return status;
    }
    return 0;
}

int al_say_rule_add(al_normaliser *n, const char *rule, long line, aloud_error *err)
{
    parsing p = { .n = n, .line = line, .err = err };
    const char *arrow = strstr(rule, " ->");
    while (arrow && arrow[3] != ' ' && arrow[3] != '\0')
        arrow = strstr(arrow + 1, " ->");
    if (!arrow)
        return fault(&p, "no -> in", rule, strlen(rule));
    int status = parse_pattern(&p, rule, arrow);
    if (status)
        return status;
    say_rule r = { .begins = p.begins, .ends = p.ends, .starts = p.starts, .stops = p.stops, .order = n->rule_count++ };
    status = parse_output(&p, arrow + 3, &r);
    return status ? status : file_variants(&p, &r);
}
