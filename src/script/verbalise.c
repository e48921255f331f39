/* The output of a rule: what stands in braces, said as its format asks. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "script/say.h"

static const say_token *token_of(const al_normaliser *n, const say_match *m, int element)
{
    const say_capture *c = &m->capture[element];
    return c->last > c->first ? &n->tokens[c->first] : NULL;
}

/* The number that counts what `element` names: the nearest one before it, else the first behind it. */
static const say_token *number_of(const al_normaliser *n, const say_match *m, int element)
{
    const say_token *found = NULL;
    for (int i = 1; i < SAY_ELEMENTS + 4 && (i < element || !found); i++) {
        const say_token *t = token_of(n, m, i);
        if (t && (t->flags & SAY_NUMBER))
            found = t;
    }
    return found;
}

static size_t forms_of(const char *value)
{
    size_t forms = 1, end = strcspn(value, "/");
    for (size_t i = 0; i < end; i++)
        forms += value[i] == '|';
    return forms;
}

/* The form of a value that goes with `plural`, of as many forms as it has. */
static void add_form(al_buf *out, const char *value, size_t plural)
{
    size_t forms = forms_of(value), size;
    size_t index = forms == 2 ? plural > 0 : forms == 3 && plural == 3 ? 1 : plural;
    const char *form = al_say_form(value, index < forms ? index : forms - 1, &size);
    al_buf_add(out, form, size);
}

/* "cardinal", or "cardinal.f" where the match has a feminine noun and the language has such a format. */
static const char *agreeing(al_normaliser *n, const say_match *m, char gender, char *name)
{
    for (int i = 1; !gender && m && i < SAY_ELEMENTS + 4; i++)
        if (m->capture[i].entry)
            gender = m->capture[i].entry->gender;
    strcpy(name, "cardinal.x");
    name[9] = gender;
    for (const say_format *f = n->formats; gender && f; f = f->next)
        if (strcmp(f->name, name) == 0)
            return name;
    return "cardinal";
}

/* "cardinal.g" in the gender of the match's noun: "cardinal.f.g" where the language has it. */
static const char *inflected(const al_normaliser *n, const say_match *m, const char *format, char *name)
{
    if (strncmp(format, "cardinal.", 9) != 0 || strlen(format) != 10)
        return format;
    for (int i = 1; i < SAY_ELEMENTS + 4; i++) {
        char gender = m->capture[i].entry ? m->capture[i].entry->gender : '\0';
        snprintf(name, 16, "cardinal.%c.%c", gender ? gender : '-', format[9]);
        for (const say_format *f = n->formats; gender && f; f = f->next)
            if (strcmp(f->name, name) == 0)
                return name;
    }
    return format;
}

static void add_entry(al_normaliser *n, const say_match *m, int element, const char *format, al_buf *out)
{
    const say_entry *e = m->capture[element].entry;
    const say_token *number = number_of(n, m, element);
    size_t plural = format && *format >= '1' && *format <= '4' ? (size_t)(*format - '1')
                    : number ? al_say_plural(n, number) : 0;
    if (format && strcmp(format, "accusative") == 0) /* "одну тонну", where the entry has a fifth form; else as the first */
        plural = plural == 0 && forms_of(e->value) > 4 ? 4 : plural;
    if (format && strcmp(format, "genitive") == 0) /* "до двух километров", "до двадцати одного километра" */
        plural = plural == 0 ? 3 : 2;
    add_form(out, e->value, plural);
}

/* ---- sums of money ---------------------------------------------------------------------------------------------- */

static const say_entry *currency_of(const say_match *m, const al_normaliser *n)
{
    for (int i = 1; i < SAY_ELEMENTS + 4; i++)
        if (m->capture[i].entry && strncmp(n->tables[m->capture[i].entry->table], "currency", 8) == 0)
            return m->capture[i].entry;
    return NULL;
}

/* Hundredths of a fraction of up to two digits (zeros behind those do not count), or -1. */
static int hundredths(const al_normaliser *n, const say_token *t)
{
    if (!(t->flags & SAY_DECIMAL))
        return 0;
    size_t from = t->whole + 1, to = t->to;
    while (to > from + 2 && n->text[to - 1] == '0')
        to--;
    if (to - from > 2)
        return -1;
    return (n->text[from] - '0') * 10 + (to - from > 1 ? n->text[from + 1] - '0' : 0);
}

static void add_money(al_normaliser *n, const say_match *m, const say_token *t, al_buf *out)
{
    const say_entry *e = currency_of(m, n);
    int minor = hundredths(n, t);
    const char *second = e ? strchr(e->value, '/') : NULL;
    char name[16];
    if (!e || minor < 0 || (minor && !second)) {
        al_say_number(n, out, t, t->flags & SAY_DECIMAL ? "cardinal" : agreeing(n, m, 0, name));
        al_buf_add_byte(out, ' ');
        if (e)
            add_form(out, e->value, al_say_plural(n, t));
        return;
    }
    if (t->value != 0 || !minor) {
        say_token whole = *t;
        whole.flags &= ~(uint32_t)SAY_DECIMAL;
        whole.to = whole.whole;
        al_say_number(n, out, &whole, agreeing(n, m, e->gender, name));
        al_buf_add_byte(out, ' ');
        add_form(out, e->value, al_say_plural(n, &whole));
    }
    if (!minor)
        return;
    second++;
    char gender = 0;
    if (second[0] && second[1] == ':') {
        gender = *second;
        second += 3;
    }
    const char *join = al_say_value(n, "numbers", "join");
    if (t->value != 0)
        al_buf_printf(out, "%s%s ", join ? " " : "", join ? join : "");
    al_say_value_words(n, out, 0, minor, agreeing(n, NULL, gender, name));
    al_buf_add_byte(out, ' ');
    add_form(out, second, al_say_plural_of(n, minor));
}

/* ---- fractions -------------------------------------------------------------------------------------------------- */

/* The denominator: by the table, else the ordinal with the language's ending. */
static void add_denominator(al_normaliser *n, const say_token *t, size_t plural, al_buf *out)
{
    const say_entry *e = al_say_find(n, "denominator", n->text + t->from, t->to - t->from);
    if (e) {
        add_form(out, e->value, plural);
        return;
    }
    e = al_say_find(n, "denominator", "ending", 6);
    if (!e || !al_say_value_words(n, out, 0, t->value, "denominator")) {
        const char *over = al_say_value(n, "numbers", "over");
        al_buf_printf(out, "%s ", over ? over : "/");
        al_say_number(n, out, t, "cardinal");
        return;
    }
    add_form(out, e->value, plural);
}

static void add_fraction(al_normaliser *n, const say_token *t, const say_token *below, al_buf *out)
{
    char name[16];
    const say_entry *e = al_say_find(n, "denominator", n->text + below->from, below->to - below->from);
    e = e ? e : al_say_find(n, "denominator", "ending", 6);
    const char *format = agreeing(n, NULL, e ? e->gender : 0, name);
    al_say_number(n, out, t, format);
    al_buf_add_byte(out, ' ');
    add_denominator(n, below, al_say_plural(n, t), out);
}

/* ---- parts ------------------------------------------------------------------------------------------------------ */

static void add_roman(al_normaliser *n, const say_capture *c, const char *format, al_buf *out)
{
    int value = al_say_roman(n, c->first);
    if (!al_say_value_words(n, out, value, value, format))
        al_buf_printf(out, "%d", value);
}

static void add_number(al_normaliser *n, const say_match *m, int element, const char *format, al_buf *out)
{
    const say_token *t = token_of(n, m, element);
    char name[16];
    bool zeros = t->digits > 1 && n->text[t->from] == '0' && !(t->flags & SAY_DECIMAL);
    if (!format && zeros) {
        al_say_digits(n, out, n->text + t->from, t->to - t->from);
    } else if (!format) {
        al_say_number(n, out, t, t->flags & SAY_DECIMAL ? "cardinal" : agreeing(n, m, 0, name));
    } else if (strcmp(format, "money") == 0) {
        add_money(n, m, t, out);
    } else if (strncmp(format, "joined ", 7) == 0) { /* in one word: "тридцатипяти" */
        size_t from = out->size;
        al_say_number(n, out, t, format + 7);
        for (size_t i = from; i < out->size;)
            if (out->data[i] == ' ') {
                memmove(out->data + i, out->data + i + 1, out->size - i - 1);
                al_buf_cut(out, out->size - 1);
            } else {
                i++;
            }
    } else if (strcmp(format, "digits") == 0) {
        al_say_digits(n, out, n->text + t->from, t->to - t->from);
    } else if (strcmp(format, "fraction") == 0) {
        const say_token *below = element < SAY_ELEMENTS ? token_of(n, m, element + 1) : NULL;
        add_fraction(n, t, below ? below : t, out);
    } else if (strcmp(format, "century") == 0) {
        al_say_value_words(n, out, 0, t->value / 100, "cardinal");
    } else if (strncmp(format, "rest", 4) == 0 && t->value >= 0) { /* "rest tens": the last two digits, in that table */
        char digits[3] = { (char)('0' + t->value / 10 % 10), (char)('0' + t->value % 10), '\0' };
        const char *word = format[4] == ' ' ? al_say_value(n, format + 5, digits) : NULL;
        if (word)
            al_buf_add_string(out, word);
        else
            al_say_value_words(n, out, 0, t->value % 100, "cardinal");
    } else if (strcmp(format, "month") == 0) {
        char digits[4];
        snprintf(digits, sizeof digits, "%d", (int)(t->value % 100));
        const char *month = al_say_value(n, "month-number", digits);
        al_buf_add_string(out, month ? month : digits);
    } else if (strncmp(format, "count ", 6) == 0) {
        const say_entry *noun = al_say_find(n, "noun", format + 6, strlen(format + 6));
        al_say_value_words(n, out, 0, t->value, agreeing(n, NULL, noun ? noun->gender : 0, name));
        al_buf_add_byte(out, ' ');
        add_form(out, noun ? noun->value : format + 6, al_say_plural(n, t));
    } else if (strcmp(format, "clock") == 0 && hundredths(n, t) >= 0) { /* a time of the day that looks like a fraction */
        int minute = hundredths(n, t);
        char digits[3] = { (char)('0' + minute / 10), (char)('0' + minute % 10), '\0' };
        const char *minutes = al_say_value(n, "minute", digits);
        al_say_value_words(n, out, 0, t->value, "cardinal");
        al_buf_add_byte(out, ' ');
        if (minutes)
            al_buf_add_string(out, minutes);
        else
            al_say_value_words(n, out, 0, minute, "cardinal");
    } else if (strcmp(format, "hour12") == 0) {
        al_say_value_words(n, out, 0, t->value > 12 ? t->value - 12 : t->value, "cardinal");
    } else if (strcmp(format, "pairs") == 0 && t->digits > 2 && t->digits < 5 && t->value % 100 > 9) {
        al_say_value_words(n, out, 0, t->value / 100, "cardinal");
        al_buf_add_byte(out, ' ');
        al_say_value_words(n, out, 0, t->value % 100, "cardinal");
    } else {
        al_say_number(n, out, t, strcmp(format, "pairs") == 0 ? "cardinal" : inflected(n, m, format, name));
    }
}

static void add_text(const al_normaliser *n, const say_capture *c, const char *format, al_buf *out)
{
    const char *from = n->text + n->tokens[c->first].from;
    size_t size = n->tokens[c->last - 1].to - n->tokens[c->first].from;
    if (format && strcmp(format, "spell") == 0)
        al_say_spell(n, out, from, size);
    else
        al_buf_add(out, from, size);
}

static void add_part(al_normaliser *n, const say_match *m, const say_part *p, al_buf *out)
{
    if (p->text) {
        al_buf_add_string(out, p->text);
        return;
    }
    const say_capture *c = &m->capture[p->element];
    if (c->last <= c->first) /* an optional element that is missing */
        return;
    if (p->format && strcmp(p->format, "raw") == 0)
        add_text(n, c, NULL, out);
    else if (c->entry && *c->entry->value)
        add_entry(n, m, p->element, p->format, out);
    else if (n->tokens[c->first].flags & SAY_NUMBER)
        add_number(n, m, p->element, p->format, out);
    else if (p->format && strcmp(p->format, "spell") != 0 && al_say_roman(n, c->first))
        add_roman(n, c, p->format, out);
    else
        add_text(n, c, p->format, out);
}

void al_say_verbalise(al_normaliser *n, const say_match *m, al_buf *out)
{
    for (int i = 0; i < m->rule->part_count; i++)
        add_part(n, m, &m->rule->parts[i], out);
}
