/* Players in a dump: a placeholder with its title, its buttons and its clock around it becomes one notice. */
#include <string.h>

#include "base/text.h"
#include "read/text.h"

enum { NEAR = 6 }; /* blocks around a placeholder that may belong to it */

/* A line of nothing but marks: a player's "..." or loudspeaker. */
static bool is_marks(const char *text)
{
    size_t size = strlen(text), at = 0;
    while (at < size) {
        unsigned c = al_text_next(text, size, &at);
        if (al_text_is_letter(c) || al_text_is_digit(c))
            return false;
    }
    return true;
}

/* A placeholder: a cue says so, or raw mark-up of a frame that plays something, or an old player's clock. */
static bool is_player(const al_block *b)
{
    if (b->settled && b->kind != AL_OMITTED)
        return false;
    if (al_block_bears(b, AL_CUE_PLAYER))
        return true;
    if (strncmp(b->text, "<iframe", 7) == 0 || strncmp(b->text, "<video", 6) == 0 || strncmp(b->text, "<audio", 6) == 0)
        return strstr(b->text, "player") || strstr(b->text, "video") || strstr(b->text, "audio") || strstr(b->text, "youtube");
    if (strncmp(b->text, "||", 2) == 0) {
        const char *clock = b->text + 2;
        return al_block_times(clock + strspn(clock, " ")) >= 0;
    }
    return false;
}

static bool is_part(const al_block *b)
{
    return al_block_bears(b, AL_CUE_PLAYER_PART) || al_block_times(b->text) >= 0 || is_marks(b->text) ||
           (b->length == 1 && b->label);
}

/* A copy of `title`: the same words, or with a character or two of an icon's letter at the end. */
static bool is_copy(const al_block *title, const al_block *b)
{
    if (al_block_same(title, b))
        return true;
    size_t n = strlen(title->key), m = strlen(b->key);
    return n >= 8 && m > n && m - n <= 2 && strncmp(title->key, b->key, n) == 0;
}

static bool may_be_title(const al_block *b)
{
    return !b->settled && b->words <= 25 && b->length <= 200 && (b->label || b->sentences <= 1) && !b->bullet;
}

/* What a player's neighbourhood tells. */
typedef struct player {
    size_t self, from, to;  /* blocks [from, to] are the player's */
    size_t title;           /* index of the block that names it; count where none does */
    bool take;              /* that block is the player's own line and not the page's */
    long seconds;
} player;

/* Buttons and clocks before and behind the placeholder. */
static void stretch(const al_blocks *bs, player *p)
{
    while (p->from > 0 && p->self - p->from < NEAR && !bs->at[p->from - 1].prose && is_part(&bs->at[p->from - 1]))
        p->from--;
    while (p->to + 1 < bs->count && p->to - p->self < NEAR && is_part(&bs->at[p->to + 1]))
        p->to++;
    for (size_t i = p->from; i <= p->to; i++) {
        long s = al_block_times(bs->at[i].text);
        if (s > p->seconds)
            p->seconds = s;
    }
    if (p->seconds == 0)
        p->seconds = -1; /* 0:00 stands for "not loaded" */
}

/* The topmost copy of block `i` among the few blocks over it. */
static size_t earliest_copy(const al_blocks *bs, size_t i)
{
    size_t top = bs->count;
    for (size_t j = i, seen = 0; j-- > 0 && seen < NEAR; seen++)
        if (!bs->at[j].settled && is_copy(&bs->at[j], &bs->at[i]))
            top = j;
    return top;
}

/* Buttons and further copies between the topmost copy and the player are the player's ("TITLE / Embed / TITLE"). */
static void take_between(const al_blocks *bs, player *p, size_t top)
{
    while (p->from > top + 1 &&
           (is_part(&bs->at[p->from - 1]) || is_copy(&bs->at[top], &bs->at[p->from - 1])))
        p->from--;
}

/* The line over the player: its own title when nothing parts it from the buttons, or a copy of one further up. */
static void find_title(const al_blocks *bs, player *p)
{
    size_t none = bs->count;
    p->title = none;
    if (p->from > 0 && may_be_title(&bs->at[p->from - 1])) {
        size_t over = p->from - 1, top = earliest_copy(bs, over);
        if (top != none) {
            p->title = top;
            p->from = over;
            take_between(bs, p, top);
            /* Nothing parts the copies: the upper one is the player's, too. */
            p->take = top > 0 && p->from == top + 1 && !bs->at[p->from].gap && bs->at[top].gap;
            return;
        }
        if (!bs->at[p->from].gap) {
            p->title = over;
            p->take = true;
            return;
        }
        if (over == 0 || al_blocks_before(bs, over) == none) {
            p->title = over; /* the page's own title over a player without one */
            return;
        }
    }
    /* A page of one player may print its title once more behind it. */
    size_t behind = p->to + 1;
    if (behind < bs->count && may_be_title(&bs->at[behind]))
        for (size_t j = 0; j < p->from; j++)
            if (!bs->at[j].settled && is_copy(&bs->at[j], &bs->at[behind])) {
                p->title = j;
                p->to = behind;
                return;
            }
}

static bool sounds_like_audio(const al_blocks *bs, const player *p)
{
    for (size_t i = p->from; i <= p->to; i++)
        if (al_cue_within(bs->cues, AL_CUE_AUDIO_WORD, bs->at[i].text) || strstr(bs->at[i].text, "audio"))
            return true;
    if (p->title < bs->count)
        return al_cue_within(bs->cues, AL_CUE_AUDIO_WORD, bs->at[p->title].text);
    size_t before = al_blocks_before(bs, p->from);
    return before < bs->count && bs->at[before].length < 300 &&
           al_cue_within(bs->cues, AL_CUE_AUDIO_WORD, bs->at[before].text);
}

/* A copy of the title among the player's own blocks; count where there is none. */
static size_t own_copy(const al_blocks *bs, const player *p)
{
    for (size_t i = p->from; p->title < bs->count && i <= p->to; i++)
        if (i != p->self && al_block_same(&bs->at[p->title], &bs->at[i]))
            return i;
    return bs->count;
}

/* The notice stands where its title is, so that nothing is said twice and nothing is lost; on the placeholder where the only
 * title is the page's or a heading's. */
static void settle_player(al_blocks *bs, player *p)
{
    al_block *self = &bs->at[p->self];
    bool titled = p->title < bs->count;
    al_kind kind = sounds_like_audio(bs, p) ? AL_AUDIO : AL_VIDEO;
    size_t copy = own_copy(bs, p), notice = titled && p->take ? p->title : copy;
    self->settled = false;
    if (notice < bs->count) {
        al_block_settle(&bs->at[notice], kind, "player-title");
        bs->at[notice].seconds = p->seconds;
        al_block_settle(self, AL_OMITTED, "player");
    } else {
        al_block_settle(self, kind, "player");
        self->seconds = p->seconds;
        self->cut = self->text;
        self->shown = titled ? bs->at[p->title].text : "";
    }
    for (size_t i = p->from; i <= p->to; i++) {
        bool again = titled && is_copy(&bs->at[p->title], &bs->at[i]);
        al_block_settle(&bs->at[i], AL_OMITTED, again ? "repeated" : "player");
    }
}

/* "Media caption," and then the title on a line of its own. */
static void settle_labelled(al_blocks *bs, size_t i)
{
    al_block *next = i + 1 < bs->count ? &bs->at[i + 1] : NULL;
    if (!next || next->settled || next->words > 40)
        return;
    al_block_settle(&bs->at[i], AL_OMITTED, "media-label");
    bool audio = al_cue_within(bs->cues, AL_CUE_AUDIO_WORD, next->text);
    al_block_settle(next, audio ? AL_AUDIO : AL_VIDEO, "media-label");
}

void al_blocks_media(al_blocks *bs)
{
    for (size_t i = 0; i < bs->count; i++) {
        al_block *b = &bs->at[i];
        if (!b->settled && b->words <= 6 && al_block_bears(b, AL_CUE_MEDIA_LABEL))
            settle_labelled(bs, i);
        if (!is_player(b))
            continue;
        player p = { .self = i, .from = i, .to = i, .title = bs->count, .seconds = -1 };
        stretch(bs, &p);
        find_title(bs, &p);
        settle_player(bs, &p);
        i = p.to;
    }
}
