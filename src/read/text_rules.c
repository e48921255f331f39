/* Rules of layout that say what each block of a plain text is.  Cue words (voices/LANG/cues.ini) help where a line can only be
 * known by what it says. */
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "read/text.h"
#include "read/text_shape.h"

/* ---- cues ------------------------------------------------------------------------------------------------------- */

static const struct { al_cue cue; const char *why; } furniture[] = {
    { AL_CUE_FURNITURE, "furniture" }, { AL_CUE_SHARE, "share" },     { AL_CUE_RELATED, "related" },
    { AL_CUE_PUBLISHED, "published" }, { AL_CUE_COMMENTS, "comments" },
};

/* "Facebook" alone over a paragraph is a heading of somebody's text, "Facebook" among its like the page's frame. */
static bool heads_prose(const al_blocks *bs, size_t i)
{
    return bs->at[i].gap && i + 1 < bs->count && bs->at[i + 1].gap && bs->at[i + 1].prose && bs->at[i + 1].words >= 8;
}

/* Whether the text is a page that a text browser dumped: rules that leave something out, or call something a picture, hold only
 * there.  One thing that only a page's frame says may be chance; a player, a caption's label, lines printed twice, or the frame's
 * words in two places are none. */
static bool is_dump(const al_blocks *bs)
{
    size_t evidence = 0;
    const al_block *last = NULL;
    for (size_t i = 0; i < bs->count && evidence < 2; i++) {
        const al_block *b = &bs->at[i];
        bool label = b->words <= 14 && !heads_prose(bs, i);
        for (size_t k = 0; k < sizeof furniture / sizeof *furniture; k++)
            if (label && al_block_bears(b, furniture[k].cue) && (!last || !al_block_same(last, b))) {
                evidence += 1 + (i == 0 && b->words >= 2);
                last = b;
                break;
            }
        if (b->words <= 9 && (al_block_bears(b, AL_CUE_PLAYER) || al_block_bears(b, AL_CUE_CAPTION_LABEL) ||
                              al_block_bears(b, AL_CUE_MEDIA_LABEL) || al_block_bears(b, AL_CUE_CREDIT_LABEL)))
            evidence += 2;
        if (al_block_times(b->text) >= 0)
            evidence++;
        if (al_shape_is_markup(b) && strncmp(b->text, "<iframe", 7) == 0)
            evidence += 2;
        if (i && !b->gap && bs->spaced && b->words >= 4 && !b->bullet && al_block_same(b - 1, b))
            evidence += 2; /* alone of its kind without a blank line between */
        if (b->label && (al_block_bears(b, AL_CUE_TYPE_LABEL) || (i == 0 && al_shape_is_site_clock(b))))
            evidence++;
    }
    return evidence >= 2;
}

static void settle_cues(al_blocks *bs)
{
    size_t prose = 0, seen = 0;
    for (size_t i = 0; i < bs->count; i++)
        prose += bs->at[i].prose;
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        seen += b->prose;
        if (b->words > 40)
            continue;
        for (size_t k = 0; k < sizeof furniture / sizeof *furniture && !b->settled; k++) {
            if (!al_block_bears(b, furniture[k].cue))
                continue;
            /* "Read more than ..." may begin a sentence of the article; a label has no end mark, or is short. */
            if (b->prose && b->words > 12 && furniture[k].cue != AL_CUE_COMMENTS)
                continue;
            al_block_settle(b, AL_OMITTED, furniture[k].why);
        }
        /* A form for comments ends the article, where most of it has been. */
        if (b->settled && strcmp(b->why, "comments") == 0 && seen * 2 >= prose) {
            for (size_t j = i + 1; j < bs->count; j++)
                if (!bs->at[j].prose || bs->at[j].words <= 40)
                    al_block_settle(&bs->at[j], AL_OMITTED, "comments");
            return;
        }
    }
}

/* ---- captions --------------------------------------------------------------------------------------------------- */

/* Whether something that may be the title stands before block `i`. */
static bool title_stands_before(const al_blocks *bs, size_t i)
{
    while (i-- > 0)
        if (!bs->at[i].settled && bs->at[i].words >= 4)
            return true;
    return false;
}

/* The picture's alternative text and its caption, one under the other. */
static void settle_pairs(al_blocks *bs)
{
    size_t last = al_shape_last_prose(bs);
    for (size_t i = 0; i + 1 < bs->count; i++) {
        al_block *a = &bs->at[i], *b = &bs->at[i + 1];
        if (a->settled || b->settled || !al_block_same(a, b) || a->bullet || a->words > 120 || al_shape_count_letters(a->text) == 0)
            continue;
        if (b->gap && a->label && !title_stands_before(bs, i)) {
            /* A page's name and then its title. */
            al_block_settle(b, AL_OMITTED, "repeated");
            continue;
        }
        if (b->gap && a->label && a->words <= 6 && i > last)
            continue; /* a label of the page's foot */
        al_block_settle(a, AL_IMAGE, "repeated-line");
        al_block_settle(b, AL_OMITTED, "repeated");
        for (size_t j = i + 2; j < bs->count && al_block_same(a, &bs->at[j]) && !bs->at[j].gap; j++)
            al_block_settle(&bs->at[j], AL_OMITTED, "repeated");
    }
}

/* "(Name/Agency)" at the end: a press photographer's credit. */
static bool has_agency_credit(const char *text)
{
    size_t n = strlen(text);
    while (n && (text[n - 1] == '.' || text[n - 1] == ' '))
        n--;
    if (n < 5 || text[n - 1] != ')')
        return false;
    size_t open = n - 1;
    while (open > 0 && text[open] != '(')
        open--;
    const char *slash = memchr(text + open, '/', n - open);
    if (text[open] != '(' || !slash || n - open > 80)
        return false;
    return al_text_is_upper(al_shape_first_char(text + open + 1)) && al_text_is_upper(al_shape_first_char(slash + 1));
}

enum { SLIDES = 60 }; /* items of a list that are compared with one another */

static bool is_earlier(const al_blocks *bs, size_t from, size_t j)
{
    for (size_t k = j > from + SLIDES ? j - SLIDES : from; k < j; k++)
        if (bs->at[j].words >= 6 && al_block_same(&bs->at[k], &bs->at[j]))
            return true;
    return false;
}

/* A slide show printed as a list: items come again, and bear photographers' credits. */
static void settle_slides(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        if (bs->at[i].settled || !bs->at[i].bullet)
            continue;
        size_t to = i, again = 0, credited = 0;
        for (; to < bs->count && bs->at[to].bullet && !bs->at[to].settled; to++) {
            credited += has_agency_credit(bs->at[to].text);
            again += is_earlier(bs, i, to);
        }
        bool slides = bs->dump ? again || credited * 2 >= to - i : again && credited * 2 >= to - i;
        for (size_t j = i; slides && j < to; j++) {
            bool copy = is_earlier(bs, i, j);
            al_block_settle(&bs->at[j], copy ? AL_OMITTED : AL_IMAGE, copy ? "repeated" : "slide-show");
        }
        bs->dump = bs->dump || slides;
        i = to - 1;
    }
}

/* A label ("Image caption") with the caption on the next line; a credit's label with the name on the next. */
static void settle_labels(al_blocks *bs)
{
    for (size_t i = 0; i + 1 < bs->count; i++) {
        al_block *b = &bs->at[i], *next = &bs->at[i + 1];
        if (b->settled || b->words > 5)
            continue;
        if (al_block_bears(b, AL_CUE_CAPTION_LABEL)) {
            al_block_settle(b, AL_OMITTED, "caption-label");
            if (next->words <= 80)
                al_block_settle(next, AL_IMAGE, "caption-label");
        } else if (al_block_bears(b, AL_CUE_CREDIT_LABEL)) {
            al_block_settle(b, AL_OMITTED, "credit-label");
            if (next->words <= 8)
                al_block_settle(next, AL_CREDIT, "photo-credit");
        }
    }
}

/* A caption known by its own words: "FILE - ...", "... (file photo)", "... (Name/Agency)". */
static void settle_marked(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        if (b->settled || b->words > 90 || b->bullet)
            continue;
        bool marked = bs->dump ? al_block_bears(b, AL_CUE_CAPTION_MARK)
                               : al_cue_suffix(bs->cues, AL_CUE_CAPTION_MARK, b->text) < strlen(b->text);
        if (marked || (has_agency_credit(b->text) && b->sentences <= 3))
            al_block_settle(b, AL_IMAGE, "caption-mark");
    }
}

/* The first paragraph may have a caption stuck to its front: "President Smith (file photo) The newspaper ...". */
static bool split_glued(al_blocks *bs, size_t i)
{
    al_block *b = &bs->at[i];
    if (b->settled || !b->prose)
        return true;
    const char *close = b->text;
    for (int tries = 0; tries < 4 && (close = strchr(close, ')')); tries++, close++) {
        size_t end = (size_t)(close + 1 - b->text);
        if (end > 300 || close[1] != ' ' || !al_text_is_upper(al_shape_first_char(close + 2)))
            continue;
        char *front = al_arena_copy(bs->arena, b->text, end);
        if (!front)
            return false;
        if (al_cue_suffix(bs->cues, AL_CUE_CAPTION_MARK, front) == end)
            continue;
        b->cut = front; /* becomes an image in front of it (text.c) */
        b->shown = close + 2;
        return true;
    }
    return true;
}

/* Whether a sentence of the text behind says just what `b` says. */
static bool is_quoted_later(const al_blocks *bs, size_t i)
{
    const char *key = bs->at[i].key;
    if (strlen(key) < 20)
        return false;
    for (size_t j = i + 1; j < bs->count && j < i + 12; j++)
        if (bs->at[j].prose && strlen(bs->at[j].key) > strlen(key) && strstr(bs->at[j].key, key))
            return true;
    return false;
}

/* A single sentence or label between a title or heading and the text, in a dump that does not print its captions twice.  (That it
 * were a standfirst is as good a guess where the template prints none; there a picture's caption stands here far more often.) */
static void settle_lone_caption(al_blocks *bs, size_t under, bool pairs)
{
    size_t i = al_blocks_after(bs, under), next;
    if (i >= bs->count || bs->at[i].settled || bs->at[i].bullet)
        return;
    al_block *b = &bs->at[i];
    if (bs->dump && is_quoted_later(bs, i) && b->words <= 40) {
        al_block_settle(b, AL_IMAGE, "caption-and-text");
        return;
    }
    next = al_blocks_after(bs, i);
    if (!bs->dump || pairs || !b->gap || next >= bs->count || !bs->at[next].gap || al_shape_is_date_line(b))
        return;
    size_t text = next;
    if (al_shape_is_date_line(&bs->at[next]))
        text = al_blocks_after(bs, next);
    if (text >= bs->count || !bs->at[text].prose || bs->at[text].settled || bs->at[text].bullet)
        return;
    bool single = b->words >= 4 && b->words <= 28 && b->sentences <= 1 && !al_shape_has_quote(b->text) && !strchr(b->text, ':');
    if (single && bs->at[text].length > b->length && bs->at[text].words >= 18)
        al_block_settle(b, AL_IMAGE, "lone-caption");
}

/* A name or two right under a picture: who took it. */
static void settle_photo_credits(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        if (!bs->at[i].settled || bs->at[i].kind != AL_IMAGE)
            continue;
        size_t next = al_blocks_after(bs, i), then = next < bs->count ? al_blocks_after(bs, next) : bs->count;
        if (next >= bs->count)
            continue;
        al_block *b = &bs->at[next];
        bool named = b->words <= 3 && b->label && al_text_is_upper(al_shape_first_char(b->text)) && !b->bullet;
        bool led = bs->dump && b->words <= 10 && al_cue_prefix(bs->cues, AL_CUE_PHOTO_CREDIT, b->text) > 0;
        if (!b->settled && (led || (named && bs->dump && then < bs->count && bs->at[then].prose && next < 8 && i > bs->title)))
            al_block_settle(b, AL_CREDIT, "photo-credit");
    }
}

/* ---- the title -------------------------------------------------------------------------------------------------- */

/* Index of the first block that only the article's text can be. */
static size_t first_prose(const al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++)
        if (bs->at[i].prose && !bs->at[i].settled && !al_shape_is_titleish(&bs->at[i]) && !al_shape_is_shout(&bs->at[i]))
            return i;
    return bs->count;
}

static size_t copies(const al_blocks *bs, size_t i)
{
    size_t n = 0;
    for (size_t j = 0; j < bs->count; j++)
        n += j != i && al_block_same(&bs->at[i], &bs->at[j]) && !(bs->at[j].settled && bs->at[j].kind == AL_IMAGE);
    return n;
}

/* A paragraph that begins with the title's words: a teaser stuck together from title and summary. */
static bool begins_with(const al_block *b, const al_block *title)
{
    size_t n = strlen(title->key);
    return n >= 12 && strncmp(b->key, title->key, n) == 0 && b->key[n] != '\0';
}

/* One of four or more labels on lines of their own with nothing between them, parted from what follows: a menu. */
static bool in_menu(const al_blocks *bs, size_t i)
{
    size_t from = i, to = i;
    while (from > 0 && !bs->at[from].gap && !bs->at[from - 1].prose)
        from--;
    while (to + 1 < bs->count && !bs->at[to + 1].gap && !bs->at[to + 1].prose)
        to++;
    return to - from >= 3 && to + 1 < bs->count && bs->at[to + 1].gap;
}

static bool may_be_title(const al_blocks *bs, size_t i)
{
    const al_block *b = &bs->at[i];
    return !b->settled && al_shape_is_titleish(b) && !al_shape_is_site_clock(b) && b->length > 2 && !in_menu(bs, i) &&
           al_shape_count_letters(b->text) >= 2 && b->text[0] != '/' && b->text[0] != '<' &&
           al_cue_prefix(bs->cues, AL_CUE_BYLINE, b->text) == 0;
}

enum { HEAD = 200 }; /* blocks among which a title is looked for */

/* A page's title: said more than once, or the first line long enough, unless a later one alone is capitalized as titles are;
 * over it stand a section's name, a menu, a banner. */
static size_t title_of_dump(al_blocks *bs)
{
    size_t body = first_prose(bs), best = bs->count, last = bs->count;
    for (size_t i = body + 1; i < bs->count && i < body + 3; i++) /* a teaser over the title is no body */
        if (al_shape_is_titleish(&bs->at[i]) && begins_with(&bs->at[body], &bs->at[i])) {
            al_block_settle(&bs->at[body], AL_OMITTED, "teaser");
            body = first_prose(bs);
            break;
        }
    for (size_t i = 0; i < body && i < HEAD; i++) {
        if (!may_be_title(bs, i))
            continue;
        if (copies(bs, i) && bs->at[i].words >= 2)
            return i;
        last = i;
        if (bs->at[i].words >= 4 && (best == bs->count || (bs->at[i].words >= 5 && al_shape_is_title_case(&bs->at[i]) &&
                                                           !al_shape_is_title_case(&bs->at[best]))))
            best = i;
    }
    return best < bs->count ? best : last;
}

/* Prose begins with its title, where it has one: a line on its own, behind at most a word of its kind and a byline. */
static size_t title_of_prose(const al_blocks *bs)
{
    for (size_t i = 0; i < 3 && i + 1 < bs->count; i++) {
        const al_block *b = &bs->at[i];
        bool byline = al_cue_prefix(bs->cues, AL_CUE_BYLINE, b->text) > 0 && b->words <= 8;
        if (!byline && !al_shape_is_titleish(b))
            break;
        if (!byline && (b->words >= 2 || bs->at[i + 1].prose) && may_be_title(bs, i) && (bs->flat || bs->at[i + 1].gap))
            return i;
        if (!byline && b->words > 1)
            break;
    }
    return bs->count;
}

static void find_title(al_blocks *bs)
{
    size_t best = bs->dump ? title_of_dump(bs) : title_of_prose(bs);
    if (best == bs->count || (best + 1 == bs->count && bs->count > 1))
        return;
    bs->title = best;
    al_block_settle(&bs->at[best], AL_TITLE, "first-label");
    for (size_t j = 0; bs->dump && j < bs->count; j++)
        if (j != best && al_block_same(&bs->at[best], &bs->at[j]))
            al_block_settle(&bs->at[j], AL_OMITTED, "repeated");
}

/* "By Jane Doe": the word and then a name. */
static bool is_byline(const al_blocks *bs, const al_block *b)
{
    size_t n = b->words <= 12 && b->label ? al_cue_prefix(bs->cues, AL_CUE_BYLINE, b->text) : 0;
    return n && al_text_is_upper(al_shape_first_char(b->text + n));
}

/* What stands over the title and is none of the things that may: a section's name, a menu. */
static void settle_head(al_blocks *bs)
{
    for (size_t i = 0; bs->title < bs->count && i < bs->title; i++) {
        al_block *b = &bs->at[i];
        if (b->settled)
            continue;
        if (is_byline(bs, b))
            al_block_settle(b, AL_BYLINE, "byline");
        else if (!bs->dump)
            continue;
        else if (al_shape_is_site_clock(b))
            al_block_settle(b, AL_OMITTED, "site-clock");
        else if (!b->prose || al_shape_is_shout(b))
            al_block_settle(b, AL_OMITTED, "over-title");
    }
}

/* ---- what stands at the end ------------------------------------------------------------------------------------- */

/* Two to four words with capitals and nothing else, as a name is printed. */
static bool is_name(const al_block *b)
{
    if (b->words < 2 || b->words > 4 || !b->label || b->length > 50 || al_shape_count_digits(b->text))
        return false;
    size_t size = strlen(b->text), at = 0;
    bool start = true;
    while (at < size) {
        unsigned c = al_text_next(b->text, size, &at);
        if (start && al_text_is_letter(c) && al_text_is_lower(c))
            return false;
        if (!al_text_is_letter(c) && !al_text_is_space(c) && c != '.' && c != '-' && c != '\'' && c != 0x2019)
            return false;
        start = al_text_is_space(c);
    }
    return true;
}

static void settle_author(al_blocks *bs)
{
    for (size_t i = 0; bs->dump && i < bs->count; i++) {
        al_block *b = &bs->at[i];
        if (b->settled)
            continue;
        if (b->words <= 8 && b->label && al_block_bears(b, AL_CUE_ABOUT_AUTHOR) && i > bs->title) {
            al_block_settle(b, AL_OMITTED, "about-author");
            for (size_t j = i + 1; j < bs->count; j++)
                al_block_settle(&bs->at[j], AL_AUTHOR, "about-author");
        }
        size_t next = i * 2 < bs->count ? bs->count : al_blocks_after(bs, i);
        if (b->settled || next >= bs->count || !is_name(b) || !bs->at[next].prose)
            continue;
        if (begins_with(&bs->at[next], b) || strncmp(bs->at[next].key, b->key, strlen(b->key)) == 0) {
            al_block_settle(b, AL_AUTHOR, "author-name");
            al_block_settle(&bs->at[next], AL_AUTHOR, "author-note");
        }
    }
}

static void settle_credits(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        if (b->settled || b->words > 80)
            continue;
        bool late = bs->dump || i + 4 >= bs->count; /* prose may begin a sentence so anywhere else */
        if (late && b->words <= (bs->dump ? 40 : 14) && al_block_bears(b, AL_CUE_CREDIT))
            al_block_settle(b, AL_CREDIT, "credit");
        else if (late && al_block_bears(b, AL_CUE_DISCLAIMER))
            al_block_settle(b, AL_DISCLAIMER, "disclaimer");
        else if (bs->title < bs->count && i < bs->title + 6 && is_byline(bs, b))
            al_block_settle(b, AL_BYLINE, "byline");
    }
}

/* Letters of sizes, a lone cross: labels of no more than two letters, unless they number a section of prose. */
static void settle_short_labels(al_blocks *bs)
{
    for (size_t i = bs->count; bs->dump && i-- > 0;) {
        al_block *b = &bs->at[i];
        size_t next = al_blocks_after(bs, i);
        bool tiny = b->length <= 2 && !al_text_is_ideograph(al_shape_first_char(b->text));
        if (tiny && (next >= bs->count || !bs->at[next].prose || (i && bs->at[i - 1].settled && bs->at[i - 1].kind == AL_OMITTED)))
            al_block_settle(b, AL_OMITTED, "label");
        else if (al_block_times(b->text) >= 0)
            al_block_settle(b, AL_OMITTED, "player");
    }
}

/* ---- headings, lists, times ------------------------------------------------------------------------------------- */

static void settle_times(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        if (b->settled || !al_shape_is_date_line(b))
            continue;
        size_t next = al_blocks_after(bs, i);
        bool empty = next < bs->count && !bs->at[next].settled && al_shape_is_date_line(&bs->at[next]);
        bool near = bs->title < bs->count && i > bs->title && i <= bs->title + 2;
        if (empty && bs->dump)
            al_block_settle(b, AL_OMITTED, "empty-entry");
        else if (bs->dump || near)
            al_block_settle(b, AL_DATELINE, "date-line");
    }
}

/* "NAME:" alone on a line: whose turn it is in an interview. */
static bool is_turn(const char *text)
{
    size_t n = strlen(text);
    return n > 0 && text[n - 1] == ':';
}

static bool shaped_like_heading(const al_blocks *bs, const al_block *b)
{
    if (b->settled || b->bullet || b->words > 20 || b->length > 140 || b->words == 0)
        return false;
    size_t digits = al_shape_count_digits(b->text);
    if (digits > 8 || strchr(b->text, '<') || is_turn(b->text) || (b->words > 1 && digits &&
                                                                   digits >= al_shape_count_letters(b->text)))
        return false;
    unsigned c = al_shape_first_char(b->text);
    if (c == '(' || c == '[' || al_text_is_lower(c))
        return false;
    bool quoted = al_shape_is_quote(c) && al_shape_is_quote((unsigned char)b->text[strlen(b->text) - 1]);
    if (b->label)
        return b->words <= 15 || al_shape_is_title_case(b);
    if (!al_shape_is_titleish(b) || b->words > 12)
        return false;
    /* With an end mark: a question in capitals, or a quotation that trails off, between long paragraphs. */
    return al_shape_is_title_case(b) ? b->words >= 2 && strchr(b->text, '?') && !strchr(b->text, ':')
                            : quoted && !bs->spaced && strstr(b->text, "...") != NULL;
}

static bool is_content(const al_block *b)
{
    if (!b->settled)
        return b->prose || b->bullet || b->words >= 15;
    return b->kind == AL_IMAGE || b->kind == AL_VIDEO || b->kind == AL_AUDIO || b->kind == AL_DATELINE ||
           (b->kind != AL_OMITTED && (b->prose || b->bullet));
}

/* Whether content comes at `i`, or behind headings there. */
static bool leads_to_content(const al_blocks *bs, size_t i)
{
    for (int headings = 0; i < bs->count && headings < 4; headings++) {
        if (is_content(&bs->at[i]))
            return true;
        if (!shaped_like_heading(bs, &bs->at[i]))
            return false;
        i = al_blocks_after(bs, i);
    }
    return false;
}

/* Where no blank lines part anything, a heading stands between long paragraphs; in a dump that has some, between anything. */
static bool between(const al_blocks *bs, size_t i)
{
    if (!bs->flat)
        return bs->dump && !bs->spaced;
    return i > 0 && i + 1 < bs->count && bs->at[i - 1].prose && bs->at[i + 1].prose && bs->at[i - 1].words >= 12 &&
           bs->at[i + 1].words >= 12;
}

static void settle_headings(al_blocks *bs, bool pairs)
{
    size_t before = bs->count; /* the block spoken before this one */
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        if (b->settled) {
            before = b->kind == AL_OMITTED ? before : i;
            continue;
        }
        size_t next = al_blocks_after(bs, i);
        bool alone = b->gap && (i + 1 == bs->count || bs->at[i + 1].gap || bs->at[i + 1].settled);
        bool follows = leads_to_content(bs, next);
        bool end = al_block_bears(b, AL_CUE_END_SECTION) && b->words <= 4;
        if (end && (next >= bs->count || !bs->at[next].prose)) {
            al_block_settle(b, AL_OMITTED, "empty-section");
        } else if ((alone || between(bs, i)) && follows && shaped_like_heading(bs, b) && i > 0) {
            size_t label = al_cue_prefix(bs->cues, AL_CUE_TYPE_LABEL, b->text);
            if (label && label < strlen(b->text)) {
                b->cut = al_arena_copy(bs->arena, b->text, label);
                b->shown = b->text + label;
            }
            bool under = before < bs->count && bs->at[before].settled && bs->at[before].kind == AL_HEADING;
            bool first = before < bs->count && before == bs->title && b->words >= 8;
            if (first)
                al_block_settle(b, AL_STANDFIRST, "under-title");
            else if (under && bs->dump && !al_shape_is_title_case(b) && al_shape_is_title_case(&bs->at[before]) && b->words >= 5)
                al_block_settle(b, AL_IMAGE, "caption-under-heading");
            else
                al_block_settle(b, AL_HEADING, "lone-label");
            if (b->kind == AL_HEADING)
                settle_lone_caption(bs, i, pairs);
        }
        before = i;
    }
}

static void settle_lists(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        if (!bs->at[i].bullet || bs->at[i].settled)
            continue;
        size_t to = i;
        while (to < bs->count && bs->at[to].bullet && !bs->at[to].settled && bs->at[to].ordered == bs->at[i].ordered)
            to++;
        for (size_t j = i; j < to && to - i >= 2; j++)
            al_block_settle(&bs->at[j], AL_LIST_ITEM, "list-mark");
        i = to - 1;
    }
}

/* Everything that is left is said; a label after the last sentence of a dump is the page's foot. */
static void settle_rest(al_blocks *bs)
{
    size_t last = al_shape_last_prose(bs);
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        bool foot = bs->dump && i > last && last > 0 && b->label && b->words <= 4 && !b->bullet && i + 1 < bs->count;
        al_block_settle(b, foot ? AL_OMITTED : AL_PARAGRAPH, foot ? "page-foot" : "text");
    }
}

bool al_blocks_rules(al_blocks *bs)
{
    bs->dump = is_dump(bs);
    if (bs->dump) {
        settle_cues(bs);
        al_blocks_media(bs);
        for (size_t i = 0; i < bs->count; i++)
            if (al_shape_is_markup(&bs->at[i]))
                al_block_settle(&bs->at[i], AL_OMITTED, "markup");
        settle_pairs(bs);
    }
    settle_slides(bs);
    if (bs->dump)
        settle_labels(bs);
    find_title(bs);
    settle_head(bs);
    settle_credits(bs);
    settle_author(bs);
    settle_marked(bs);
    size_t body = bs->title < bs->count ? al_blocks_after(bs, bs->title) : bs->count;
    if (body < bs->count && bs->dump && !split_glued(bs, body))
        return false;
    bool pairs = false;
    for (size_t i = 0; i < bs->count; i++)
        pairs = pairs || (bs->at[i].settled && bs->at[i].kind == AL_IMAGE && strcmp(bs->at[i].why, "repeated-line") == 0);
    if (bs->title < bs->count)
        settle_lone_caption(bs, bs->title, pairs);
    settle_photo_credits(bs);
    settle_short_labels(bs);
    settle_times(bs);
    settle_headings(bs, pairs);
    settle_lists(bs);
    settle_rest(bs);
    return true;
}
