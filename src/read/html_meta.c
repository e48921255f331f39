#include "read/html_meta.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/alike.h"
#include "read/byline.h"

enum { NAMES = 50, NAME_BYTES = 120, TITLE_BYTES = 4000, HEADS = 48, SHOWN = 16, UNDER = 40 };

/* What the page's elements claim, before it is settled. */
struct claims {
    al_dom *dom;
    const al_cues *cues;
    al_meta *meta;
    const char *og_title, *tag_title, *other_title;
    const char *og_locale, *content_language;
    al_name *article_authors, *meta_authors, *rel_authors, *prop_authors, *class_authors;
    const al_dom_node *shown[SHOWN]; /* what a class calls the author */
    int shown_count;
    const char *time_published, *prop_published, *prop_modified;
    const al_dom_node *h1s[HEADS], *h2s[HEADS]; /* h2s: lesser headings */
    const char *h1_texts[HEADS], *h2_texts[HEADS];
    int h1_count, h2_count;
    bool failed;
};

static const char *copy_of(struct claims *c, const char *text)
{
    const char *copy = al_ld_plain(c->dom, text);
    c->failed = c->failed || !copy;
    return copy && *copy ? copy : NULL;
}

static const char *text_within(struct claims *c, const al_dom_node *n, bool hidden)
{
    al_buf b;
    al_buf_init(&b, TITLE_BYTES);
    if (hidden) /* title and the like are never shown */
        for (uint32_t i = n->order; i <= n->end && b.size < TITLE_BYTES / 2; i++) {
            const al_dom_node *t = c->dom->nodes[i];
            if (t->tag == AL_TAG_TEXT)
                al_buf_add(&b, c->dom->text.data + t->from, t->size);
        }
    else
        al_dom_text(c->dom, n, &b);
    c->failed = c->failed || b.starved;
    const char *copy = b.failed ? NULL : copy_of(c, al_buf_string(&b));
    al_buf_release(&b);
    return copy;
}

static void first(const char **field, const char *value)
{
    if (!*field)
        *field = value;
}

/* ---- authors ---- */

static bool is_name(const char *s)
{
    static const char *const networks[] = { "twitter", "facebook", "instagram", "linkedin", "youtube", "powered by", NULL };
    size_t digits = 0, letters = 0, at = 0, size = strlen(s);
    for (int i = 0; networks[i]; i++)
        if (strncasecmp(s, networks[i], strlen(networks[i])) == 0)
            return false;
    if (size > NAME_BYTES || strstr(s, "://") || strchr(s, '@') || strncasecmp(s, "www.", 4) == 0)
        return false;
    while (at < size) {
        unsigned ch = al_text_next(s, size, &at);
        digits += al_text_is_digit(ch);
        letters += al_text_is_letter(ch);
    }
    return letters > 1 && digits < 5 && al_text_words(s) <= 12;
}

static void add_name(struct claims *c, al_name **list, const char *from, size_t size)
{
    while (size && (isspace((unsigned char)*from) || strchr(",;|", *from)))
        from++, size--;
    while (size && (isspace((unsigned char)from[size - 1]) || strchr(",;|:", from[size - 1])))
        size--;
    char *name = al_arena_copy(&c->dom->arena, from, size);
    al_name *n = al_arena_alloc(&c->dom->arena, sizeof *n);
    c->failed = c->failed || !name || !n;
    if (!name || !n || !is_name(name))
        return;
    int count = 0;
    for (; *list; list = &(*list)->next)
        if (++count > NAMES || al_text_same((*list)->text, name))
            return;
    n->text = name;
    *list = n;
}

/* Bytes of a word that joins two names, at p; 0: none. */
static size_t joint(const char *p, const char *start)
{
    static const char *const words[] = { " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " i ", " и ", " та ",
                                         " & ", " / ", " | ", " ve ", " dan ", NULL };
    if (*p == ';' || *p == '|' || *p == ',')
        return p > start ? 1 : 0;
    for (int i = 0; words[i]; i++)
        if (strncasecmp(p, words[i], strlen(words[i])) == 0)
            return strlen(words[i]);
    return 0;
}

/* "Ann Lee/Bo Chan": a stroke between two whole names. */
static size_t stroke(const char *p, const char *start)
{
    const char *second = p + 1 + strcspn(p + 1, "/,;|");
    bool spaced = memchr(start, ' ', (size_t)(p - start)) && memchr(p + 1, ' ', (size_t)(second - p - 1));
    return *p == '/' && spaced ? 1 : 0;
}

/* "By Ann Lee and Bo Chan, Editor": the names in it. */
static void add_names(struct claims *c, al_name **list, const char *text)
{
    const char *p = text + (c->cues ? al_cue_prefix(c->cues, AL_CUE_BYLINE, text) : 0), *from = p;
    for (; *p; p++) {
        size_t n = joint(p, from);
        n = n ? n : stroke(p, from);
        if (!n)
            continue;
        add_name(c, list, from, (size_t)(p - from));
        from = p + n;
        p = from - 1;
    }
    add_name(c, list, from, (size_t)(p - from));
}

bool al_meta_add_authors(al_dom *dom, const al_cues *cues, const char *text, al_meta *meta)
{
    struct claims c = { .dom = dom, .cues = cues, .meta = meta };
    if (meta->no_person)
        meta->authors = NULL;
    meta->no_person = false;
    add_names(&c, &meta->authors, text);
    return !c.failed;
}

static void claim_name(struct claims *c, al_name **list, const char *text)
{
    al_name *n = text ? al_arena_alloc(&c->dom->arena, sizeof *n) : NULL;
    int count = 0;
    for (; n && *list; list = &(*list)->next)
        if (++count > NAMES)
            return;
    if (n) {
        n->text = text;
        *list = n;
    }
}

/* ---- dates ---- */

static int number(const char *p, int digits)
{
    int n = 0;
    for (int i = 0; i < digits; i++) {
        if (!isdigit((unsigned char)p[i]))
            return -1;
        n = n * 10 + (p[i] - '0');
    }
    return n;
}

/* An ISO 8601 date with what follows it of a time; NULL where the text does not begin with one. */
static const char *iso_date(struct claims *c, const char *s)
{
    while (s && isspace((unsigned char)*s))
        s++;
    if (!s || strlen(s) < 8)
        return NULL;
    bool compact = isdigit((unsigned char)s[4]);
    int year = number(s, 4), month = number(s + (compact ? 4 : 5), 2), day = 0;
    if (year < 1000 || year > 2999 || month < 1 || month > 12)
        return NULL;
    const char *rest = s + (compact ? 8 : 10);
    if (!compact && ((s[4] != '-' && s[4] != '/') || s[7] != s[4] || strlen(s) < 10))
        return NULL;
    day = number(rest - 2, 2);
    if (day < 1 || day > 31 || isdigit((unsigned char)*rest))
        return NULL;
    char out[64];
    int n = snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
    if ((*rest == 'T' || *rest == 't' || *rest == ' ') && number(rest + 1, 2) >= 0 && rest[3] == ':') {
        size_t more = strspn(rest + 1, "0123456789:.+-zZ");
        if (more > 30)
            more = 30;
        snprintf(out + n, sizeof out - (size_t)n, "T%.*s", (int)more, rest + 1);
    }
    const char *copy = al_arena_string(&c->dom->arena, out);
    c->failed = c->failed || !copy;
    return copy;
}

/* "Tue, 05 Mar 2019 10:00:00 GMT", "March 5, 2019": English month names with a day and a year. */
static const char *worded_date(struct claims *c, const char *s)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    int day = 0, month = 0, year = 0;
    for (const char *p = s; p && *p && p - s < 80;) {
        if (isdigit((unsigned char)*p)) {
            size_t n = strspn(p, "0123456789");
            int value = n <= 4 ? number(p, (int)n) : 0;
            if (n == 4 && !year && value > 1900 && value < 2999)
                year = value;
            else if (n <= 2 && !day && p[n] != ':' && value <= 31)
                day = value;
            p += n;
        } else if (isalpha((unsigned char)*p)) {
            for (int m = 0; m < 12 && !month; m++)
                if (strncasecmp(p, months + 3 * m, 3) == 0)
                    month = m + 1;
            while (isalpha((unsigned char)*p))
                p++;
        } else {
            p++;
        }
    }
    if (day < 1 || !month || year < 1900 || year > 2999)
        return NULL;
    char out[48];
    snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
    return iso_date(c, out);
}

static const char *date_of(struct claims *c, const char *s)
{
    const char *iso = s ? iso_date(c, s) : NULL;
    return iso || !s ? iso : worded_date(c, s);
}

/* ---- collecting ---- */

static void read_meta(struct claims *c, const al_dom_node *n)
{
    static const char *const published[] = { "article:published_time", "og:published_time", "datepublished", "date",
        "publishdate", "publish-date", "publish_date", "pubdate", "dc.date", "dc.date.issued", "dcterms.created",
        "dcterms.date", "dcterms.issued", "parsely-pub-date", "sailthru.date", "last-published", "cxenseparse:recs:publishtime",
        "article.published", "date.created", "citation_publication_date", NULL };
    static const char *const modified[] = { "article:modified_time", "og:updated_time", "datemodified", "last-modified",
        "dcterms.modified", "revised", NULL };
    static const char *const authors[] = { "author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
        "article:author_name", "authors", "cxenseparse:author", "citation_author", NULL };
    const char *content = al_dom_attr(n, "content"), *name = al_dom_attr(n, "property");
    const char *equiv = al_dom_attr(n, "http-equiv");
    if (!name)
        name = al_dom_attr(n, "name");
    if (!name)
        name = al_dom_attr(n, "itemprop");
    if (!content || !*content)
        return;
    if (equiv && strcasecmp(equiv, "content-language") == 0)
        first(&c->content_language, content);
    if (!name)
        return;
    for (int i = 0; published[i]; i++)
        if (strcasecmp(name, published[i]) == 0)
            first(i < 2 ? &c->meta->published : &c->prop_published, date_of(c, content));
    for (int i = 0; modified[i]; i++)
        if (strcasecmp(name, modified[i]) == 0)
            first(i < 2 ? &c->meta->modified : &c->prop_modified, date_of(c, content));
    for (int i = 0; authors[i]; i++)
        if (strcasecmp(name, authors[i]) == 0)
            claim_name(c, &c->meta_authors, copy_of(c, content));
    if (strcasecmp(name, "article:author") == 0 || strcasecmp(name, "og:article:author") == 0)
        claim_name(c, &c->article_authors, copy_of(c, content));
    else if (strcasecmp(name, "og:title") == 0)
        first(&c->og_title, copy_of(c, content));
    else if (strcasecmp(name, "twitter:title") == 0 || strcasecmp(name, "dc.title") == 0 ||
             strcasecmp(name, "headline") == 0 || strcasecmp(name, "parsely-title") == 0)
        first(&c->other_title, copy_of(c, content));
    else if (strcasecmp(name, "og:site_name") == 0)
        first(&c->meta->site, copy_of(c, content));
    else if (strcasecmp(name, "og:locale") == 0)
        first(&c->og_locale, copy_of(c, content));
    else if (strcasecmp(name, "og:url") == 0)
        first(&c->meta->url, copy_of(c, content));
    else if (strcasecmp(name, "description") == 0)
        first(&c->meta->descriptions[0], copy_of(c, content));
    else if (strcasecmp(name, "og:description") == 0)
        first(&c->meta->descriptions[1], copy_of(c, content));
    else if (strcasecmp(name, "twitter:description") == 0)
        first(&c->meta->descriptions[2], copy_of(c, content));
}

/* An author's name is in a link or span of its own where there is one; a list of them is in several. */
static bool is_author_mark(const al_dom_node *n)
{
    return al_dom_attr_has(n, "rel", "author") || al_dom_attr_has(n, "itemprop", "author");
}

static void read_author(struct claims *c, const al_dom_node *n)
{
    if (n->hidden || n->words > 14)
        return;
    bool prop = al_dom_attr_has(n, "itemprop", "author");
    for (uint32_t i = n->order + 1; prop && i <= n->end && i < n->order + 100; i++)
        if (al_dom_attr_has(c->dom->nodes[i], "itemprop", "name")) {
            n = c->dom->nodes[i];
            break;
        }
    claim_name(c, prop ? &c->prop_authors : &c->rel_authors, text_within(c, n, false));
}

static void read_byline(struct claims *c, const al_dom_node *n)
{
    static const char *const marks[] = { " byline ", " by line ", " author name ", " article author ", " post author ",
                                         " entry author ", " authors name ", " author link ", " person link ",
                                             " authors list item ",
                                         " author item ", NULL };
    if (n->hidden || !n->words || n->words >= 12)
        return;
    for (int i = 0; marks[i]; i++)
        if (strstr(n->cls, marks[i])) {
            claim_name(c, &c->rel_authors, text_within(c, n, false));
            return;
        }
    if (n->words > 1 && n->words < 6 && (strstr(n->cls, " author ") || strstr(n->cls, " authors ") || strstr(n->cls, " autor "))) {
        claim_name(c, &c->class_authors, text_within(c, n, false));
        if (c->shown_count < SHOWN)
            c->shown[c->shown_count++] = n;
    }
}

static void read_dates(struct claims *c, const al_dom_node *n)
{
    const char *value = al_dom_attr(n, "datetime");
    if (!value)
        value = al_dom_attr(n, "content");
    if (al_dom_attr_has(n, "itemprop", "datePublished"))
        first(&c->prop_published, date_of(c, value ? value : text_within(c, n, false)));
    else if (al_dom_attr_has(n, "itemprop", "dateModified"))
        first(&c->prop_modified, date_of(c, value ? value : text_within(c, n, false)));
    else if (n->tag == AL_TAG_TIME && value && !c->time_published)
        c->time_published = date_of(c, value);
}

static void read_element(struct claims *c, const al_dom_node *n)
{
    if (n->tag == AL_TAG_META) {
        read_meta(c, n);
    } else if (n->tag == AL_TAG_TITLE && !c->tag_title && !al_dom_up(n, AL_TAG_SVG)) {
        c->tag_title = text_within(c, n, true);
    } else if (n->tag == AL_TAG_LINK && al_dom_attr_has(n, "rel", "canonical")) {
        const char *href = al_dom_attr(n, "href");
        if (href && *href)
            c->meta->url = copy_of(c, href);
    } else if (n->tag == AL_TAG_H1 && !n->hidden && n->words && c->h1_count < HEADS) {
        const char *text = text_within(c, n, false);
        if (text) {
            c->h1s[c->h1_count] = n;
            c->h1_texts[c->h1_count++] = text;
        }
    } else if ((n->tag == AL_TAG_H2 || n->tag == AL_TAG_H3) && !n->hidden && n->words > 1 && c->h2_count < HEADS) {
        const char *text = text_within(c, n, false);
        if (text) {
            c->h2s[c->h2_count] = n;
            c->h2_texts[c->h2_count++] = text;
        }
    }
    if (n->tag == AL_TAG_TEXT || !n->attr_count)
        return;
    if (is_author_mark(n))
        read_author(c, n);
    else if (*n->cls)
        read_byline(c, n);
    if (n->tag != AL_TAG_META)
        read_dates(c, n);
}

/* ---- the title ---- */

/* Where a separator that sites put between a title and their name stands; *size is its length with the spaces around it. */
static const char *separator(const char *from, size_t *size)
{
    static const char *const marks[] = { " | ", " - ", " \u2013 ", " \u2014 ", " \u00B7 ", " \u00BB ", " \u2022 ", " :: ",
                                         " / ", " \u00AB ", NULL };
    const char *best = NULL;
    for (int i = 0; marks[i]; i++) {
        const char *p = strstr(from, marks[i]);
        if (p && (!best || p < best)) {
            best = p;
            *size = strlen(marks[i]);
        }
    }
    return best;
}

/* Whether `part` names the site: as it calls itself, or as its address does. */
static bool names_site(const struct claims *c, const char *part)
{
    const char *names[] = { c->meta->site, c->meta->ld.publisher };
    for (size_t i = 0; i < 2; i++)
        if (names[i] && (al_alike(names[i], part) >= 0.5 || al_alike_contains(names[i], part) ||
                         al_alike_contains(part, names[i])))
            return true;
    const char *host = c->meta->url ? strstr(c->meta->url, "://") : NULL;
    char flat[64], address[128];
    size_t n = 0, m = 0;
    for (const char *p = part; *p && n < sizeof flat - 1; p++)
        if (isalnum((unsigned char)*p))
            flat[n++] = (char)tolower((unsigned char)*p);
    flat[n] = '\0';
    for (const char *p = host ? host + 3 : ""; *p && *p != '/' && m < sizeof address - 1; p++)
        if (isalnum((unsigned char)*p))
            address[m++] = (char)tolower((unsigned char)*p);
    address[m] = '\0';
    return n > 2 && strstr(address, flat);
}

static bool holds_all(const al_name *more, const al_name *names)
{
    int extra = 0;
    for (const al_name *m = more; m; m = m->next)
        extra++;
    for (; names; names = names->next, extra--) {
        const al_name *m = more;
        while (m && !al_text_same(m->text, names->text))
            m = m->next;
        if (!m)
            return false;
    }
    return extra > 0 && extra < 4;
}

/* Who is named right under the title, in an element of its own, wrote it: some pages' data names the editor. */
static al_name *under_title(struct claims *c)
{
    const al_dom_node *h1 = c->meta->h1;
    al_name *names = NULL;
    for (int k = 0; h1 && k < c->shown_count && !names; k++) {
        uint32_t between = 0;
        for (uint32_t i = h1->end + 1; i < c->shown[k]->order && between <= UNDER; i++)
            between += c->dom->nodes[i]->tag == AL_TAG_TEXT ? c->dom->nodes[i]->words : 0;
        const char *text = c->shown[k]->order > h1->end && between <= UNDER ? text_within(c, c->shown[k], false) : NULL;
        if (text)
            add_names(c, &names, text);
    }
    return names;
}

static bool shares_name(const al_name *a, const al_name *b)
{
    for (; a; a = a->next)
        for (const al_name *n = b; n; n = n->next)
            if (al_alike(a->text, n->text) >= 0.5)
                return true;
    return false;
}

/* Whether one of the names is in this one, with more around it: "Ann Lee 0:00 Listen"; or it is one as addresses
 * have it, "ann-lee". */
static bool repeats_name(const al_name *list, const al_name *name)
{
    for (const al_name *n = list; n; n = n->next)
        if (n != name && al_text_words(n->text) > 1 && al_alike_contains(name->text, n->text))
            return true;
    for (const al_name *n = list; n && !strchr(name->text, ' ') && strchr(name->text, '-'); n = n->next) {
        const char *a = n->text, *b = name->text;
        for (; *a && (tolower((unsigned char)*a) == *b || (*a == ' ' && *b == '-')); a++, b++)
            ;
        if (n != name && !*a && !*b)
            return true;
    }
    return false;
}

/* "example.org": where it was published, and nobody's name. */
static bool is_domain(const char *text)
{
    const char *dot = strrchr(text, '.');
    return dot && dot > text && dot[1] && dot[2] && !strchr(text, ' ') && !dot[1 + strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz")];
}

/* What stands among names and is none: a job, a label, a date, a credit in brackets. */
static bool is_no_name(const struct claims *c, const char *text)
{
    const al_cue_set labels = AL_CUE_BIT(AL_CUE_JOB) | AL_CUE_BIT(AL_CUE_ABOUT_AUTHOR) | AL_CUE_BIT(AL_CUE_SHARE) |
                              AL_CUE_BIT(AL_CUE_PUBLISHED) | AL_CUE_BIT(AL_CUE_PHOTO_CREDIT);
    return is_domain(text) || strchr("([0123456789", *text) || (c->cues && (al_cues_fit(c->cues, text) & labels));
}

static void drop_no_names(const struct claims *c, al_name **list)
{
    const al_name *all = *list;
    for (al_name **at = list; *at;) {
        if ((all->next && is_no_name(c, (*at)->text)) || repeats_name(all, *at))
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

/* The first claim that names a person: many sites' data name the site itself while the page names who wrote it. */
static void settle_authors(struct claims *c)
{
    const al_name *lists[] = { c->meta->ld.authors, c->article_authors, c->meta_authors, c->prop_authors, c->rel_authors,
                               c->class_authors };
    al_name *fallback = NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        al_name *names = NULL;
        bool person = false;
        for (const al_name *n = lists[i]; n; n = n->next)
            add_names(c, &names, n->text);
        for (const al_name *n = names; n; n = n->next)
            person = person || !names_site(c, n->text);
        if (person && !c->meta->authors)
            c->meta->authors = names;
        else if (person && i < 5 && holds_all(names, c->meta->authors))
            c->meta->authors = names; /* the page names all, its data the first */
        fallback = fallback ? fallback : names;
    }
    al_name *shown = under_title(c);
    if (shown && c->meta->authors && !shown->next && al_byline_is_names(shown->text, strlen(shown->text)) &&
        !names_site(c, shown->text) && !shares_name(shown, c->meta->authors))
        c->meta->authors = shown;
    c->meta->no_person = !c->meta->authors;
    if (!c->meta->authors)
        c->meta->authors = fallback;
    drop_no_names(c, &c->meta->authors);
}

/* Cut the site's name off a claimed title, at either end. */
static const char *without_site(struct claims *c, const char *title)
{
    for (bool cut = true; title && cut;) {
        const char *first_mark, *last_mark = NULL, *p = title;
        size_t size = 0, first_size = 0, last_size = 0;
        cut = false;
        first_mark = separator(p, &first_size);
        for (p = first_mark; p; p = separator(p + size - 1, &size)) {
            last_mark = p;
            last_size = size = p == first_mark ? first_size : size;
        }
        if (last_mark && names_site(c, last_mark + last_size)) {
            title = al_arena_copy(&c->dom->arena, title, (size_t)(last_mark - title));
            cut = true;
        } else if (first_mark) {
            const char *head = al_arena_copy(&c->dom->arena, title, (size_t)(first_mark - title));
            if (head && names_site(c, head)) {
                title = first_mark + first_size;
                cut = true;
            }
        }
    }
    c->failed = c->failed || !title;
    return title;
}

/* The h1 that is most like what the page's head claims; several h1 are common (the site's name is one). */
static int best_of(const char *const *heads, int heads_count, const char *const *claimed, size_t count, double *most)
{
    int best = -1;
    *most = 0;
    for (int i = 0; i < heads_count; i++)
        for (size_t k = 0; k < count; k++) {
            double a = claimed[k] ? al_alike(heads[i], claimed[k]) : 0;
            if (a > *most) {
                *most = a;
                best = i;
            }
        }
    return best;
}

/* A heading may begin with a label in an element of its own ("Elections: TITLE"), which the shared title goes without. */
static bool cut_kicker(struct claims *c, const al_dom_node *h1, const char *text, const char *shared)
{
    size_t all = strlen(text), size = shared ? strlen(shared) : 0;
    if (!size || size + 1 >= all || strcmp(text + all - size, shared) != 0 || text[all - size - 1] != ' ')
        return false;
    for (uint32_t i = h1->order + 1; i <= h1->end; i++) {
        al_dom_node *n = c->dom->nodes[i];
        if (n->tag == AL_TAG_TEXT && n->words)
            return false;
        if (n->words && n->words == h1->words - (uint32_t)al_text_words(shared)) {
            n->part = AL_PART_OMITTED;
            n->why = "kicker";
            return true;
        }
    }
    return false;
}

/* Some pages have an h1 for search engines, and show another title, with a label over it or without: the one they share. */
static bool find_shown_title(struct claims *c, const char *h1, const char *shared)
{
    for (int i = 0; shared && !al_text_same(h1, shared) && i < c->h2_count; i++) {
        if (!al_text_same(c->h2_texts[i], shared) && !cut_kicker(c, c->h2s[i], c->h2_texts[i], shared))
            continue;
        c->meta->h1 = c->h2s[i];
        c->meta->title = shared;
        return true;
    }
    return false;
}

/* Where what is shared and one more claim begin with the same words that end with the title, they are the whole title:
 * "Elections: TITLE" and "Elections: TITLE - Politics". */
static void take_whole_title(struct claims *c, const char *const *claimed, size_t count)
{
    const char *shared = c->meta->shared_title;
    size_t size = c->meta->title ? strlen(c->meta->title) : 0, whole = shared ? strlen(shared) : 0;
    if (!size || whole < size + 3 || strcmp(shared + whole - size, c->meta->title) != 0 ||
        strncmp(shared + whole - size - 2, ": ", 2) != 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (claimed[i] && claimed[i] != shared && strncmp(claimed[i], shared, whole) == 0) {
            c->meta->title = shared;
            return;
        }
}

static void settle_title(struct claims *c)
{
    const char *claimed[] = { c->meta->ld.headline, c->og_title, c->other_title, c->tag_title };
    enum { CLAIMS = sizeof claimed / sizeof *claimed };
    for (size_t i = 0; i < CLAIMS; i++)
        claimed[i] = claimed[i] ? without_site(c, claimed[i]) : NULL;
    c->meta->shared_title = claimed[1];
    double most;
    int h1 = best_of(c->h1_texts, c->h1_count, claimed, CLAIMS, &most);
    if (h1 >= 0 && most >= 0.5) {
        c->meta->h1 = c->h1s[h1];
        c->meta->title = c->h1_texts[h1];
        if (find_shown_title(c, c->h1_texts[h1], claimed[1]))
            return;
        bool whole = claimed[0] && al_text_same(claimed[0], c->h1_texts[h1]);
        if (!whole && cut_kicker(c, c->h1s[h1], c->h1_texts[h1], claimed[1]))
            c->meta->title = claimed[1];
        /* Where the head says the same twice, that is the full title; the heading may leave out its first line. */
        else if (claimed[0] && claimed[1] && al_text_same(claimed[0], claimed[1]))
            c->meta->title = claimed[0];
        take_whole_title(c, claimed, CLAIMS);
        return;
    }
    int h2 = best_of(c->h2_texts, c->h2_count, claimed, CLAIMS, &most);
    if (h2 >= 0 && most >= 0.8) {
        c->meta->h1 = c->h2s[h2];
        cut_kicker(c, c->h2s[h2], c->h2_texts[h2], claimed[1]);
    }
    for (size_t i = 0; i < CLAIMS; i++) /* what two of them say, else the first */
        for (size_t k = i + 1; k < CLAIMS && !c->meta->title; k++)
            if (claimed[i] && claimed[k] && al_alike(claimed[i], claimed[k]) >= 0.8)
                c->meta->title = claimed[i];
    for (size_t i = 0; i < CLAIMS; i++)
        first(&c->meta->title, claimed[i]);
    if (!c->meta->title && !c->meta->h1 && c->h1_count) {
        c->meta->h1 = c->h1s[0];
        c->meta->title = c->h1_texts[0];
    }
}

/* ---- language ---- */

/* A BCP 47 tag out of "en_GB", "ru, kk" or "English"; NULL where it is none. */
static const char *tag_of(struct claims *c, const char *s)
{
    char out[36];
    size_t n = 0;
    while (s && isspace((unsigned char)*s))
        s++;
    for (; s && (isalnum((unsigned char)*s) || *s == '-' || *s == '_') && n < sizeof out - 1; s++)
        out[n++] = *s == '_' ? '-' : *s;
    out[n] = '\0';
    size_t main = strcspn(out, "-");
    if (main < 2 || main > 3 || !isalpha((unsigned char)out[0]))
        return NULL;
    for (size_t i = 0; i < main; i++)
        out[i] = (char)tolower((unsigned char)out[i]);
    const char *copy = al_arena_string(&c->dom->arena, out);
    c->failed = c->failed || !copy;
    return copy;
}

static void settle_language(struct claims *c)
{
    const al_dom_node *places[] = { c->dom->root, c->dom->body };
    for (size_t i = 0; i < 2; i++) {
        first(&c->meta->language, tag_of(c, al_dom_attr(places[i], "lang")));
        first(&c->meta->language, tag_of(c, al_dom_attr(places[i], "xml:lang")));
    }
    first(&c->meta->language, tag_of(c, c->meta->ld.language));
    first(&c->meta->language, tag_of(c, c->content_language));
    first(&c->meta->language, tag_of(c, c->og_locale));
}

static void settle_dates(struct claims *c)
{
    al_meta *m = c->meta;
    const char *published = date_of(c, m->ld.published), *modified = date_of(c, m->ld.modified);
    if (published)
        m->published = published;
    first(&m->published, c->prop_published);
    first(&m->published, c->time_published);
    if (modified)
        m->modified = modified;
    first(&m->modified, c->prop_modified);
}

bool al_meta_read(al_dom *dom, const al_cues *cues, al_meta *out)
{
    memset(out, 0, sizeof *out);
    struct claims c = { .dom = dom, .cues = cues, .meta = out };
    if (!al_ld_read(dom, &out->ld))
        return false;
    for (uint32_t i = 1; i <= dom->count && !c.failed; i++)
        if (dom->nodes[i]->tag != AL_TAG_TEXT)
            read_element(&c, dom->nodes[i]);
    first(&out->site, out->ld.publisher);
    first(&out->url, out->ld.url);
    settle_title(&c);
    settle_authors(&c);
    settle_dates(&c);
    settle_language(&c);
    return !c.failed;
}
