/* Moving about: each movement goes from what is heard, not from what the output holds already. */
#include "lib/play.h"

enum { BACK = 1500 /* ms: one who goes back later than that after the beginning means this beginning, not the one before */ };

static bool is_begun(const aloud_player *p)
{
    return p->offset > (size_t)p->rate * BACK / 1000;
}

/* The number of the chapter's last sentence, 0 where it has none. */
static int last_sentence(aloud_player *p, size_t *k, aloud_error *err)
{
    al_sentence s;
    int status;
    for (*k = 0; (status = p->track->kind->sentence(p->track, *k, &s, err)) == 1; ++*k)
        ;
    if (*k)
        --*k;
    return status;
}

/* Stay where it is, having told why. */
static int stay(aloud_player *p, const char *why)
{
    al_play_tell(p, "%s", why);
    if (!p->word && !p->ended)
        p->word = p->track->kind->word(p->track, p->sentence, p->offset);
    return 0;
}

static int go_to_end_of_previous(aloud_player *p, aloud_error *err)
{
    size_t k;
    if (p->track->chapter == 0)
        return al_play_go(p, 0, 0, err);
    int status = p->track->kind->enter(p->track, p->track->chapter - 1, err);
    if (!status)
        status = last_sentence(p, &k, err);
    return status ? status : al_play_go(p, p->track->chapter, k, err);
}

int al_play_sentence(aloud_player *p, int by, aloud_error *err)
{
    al_sentence s;
    if (by < 0) {
        size_t k = is_begun(p) ? p->sentence : p->sentence - 1;
        return is_begun(p) || p->sentence ? al_play_go(p, p->track->chapter, k, err) : go_to_end_of_previous(p, err);
    }
    int status = p->track->kind->sentence(p->track, p->sentence + 1, &s, err);
    if (status < 0)
        return status;
    if (!status && p->track->chapter + 1 >= p->track->chapters)
        return stay(p, "this is the last sentence");
    return al_play_go(p, p->track->chapter, p->sentence + 1, err);
}

/* The first sentence from which on the chapter's items are number `item` or later; 0 in *k and no item where there is none. */
static int find_item(aloud_player *p, size_t item, size_t *k, al_sentence *s, aloud_error *err)
{
    int status;
    for (*k = 0; (status = p->track->kind->sentence(p->track, *k, s, err)) == 1; ++*k)
        if (s->item >= item)
            return 1;
    return status;
}

int al_play_paragraph(aloud_player *p, int by, aloud_error *err)
{
    al_sentence now, s;
    size_t k;
    int status = p->track->kind->sentence(p->track, p->sentence, &now, err);
    if (status != 1)
        return status;
    if (by > 0) {
        status = find_item(p, now.item + 1, &k, &s, err);
        if (status == 0 && p->track->chapter + 1 >= p->track->chapters)
            return stay(p, "this is the last paragraph");
        return status < 0 ? status : al_play_go(p, p->track->chapter, k, err);
    }
    status = find_item(p, now.item, &k, &s, err);
    if (status < 0 || k < p->sentence || is_begun(p))
        return status < 0 ? status : al_play_go(p, p->track->chapter, k, err);
    if (k == 0) {
        status = go_to_end_of_previous(p, err);
        if (!status)
            status = p->track->kind->sentence(p->track, p->sentence, &now, err) < 0 ? ALOUD_ERROR_MEMORY : 0;
    } else {
        status = p->track->kind->sentence(p->track, k - 1, &now, err) < 0 ? ALOUD_ERROR_MEMORY : 0;
    }
    if (!status)
        status = find_item(p, now.item, &k, &s, err);
    return status < 0 ? status : al_play_go(p, p->track->chapter, k, err);
}

int al_play_chapter(aloud_player *p, int by, aloud_error *err)
{
    size_t now = p->track->chapter;
    if (by > 0)
        return now + 1 < p->track->chapters ? al_play_go(p, now + 1, 0, err) : stay(p, "this is the last chapter");
    bool here = p->sentence || is_begun(p) || now == 0;
    return al_play_go(p, here ? now : now - 1, 0, err);
}

static bool is_heading(al_role r)
{
    return r == AL_ROLE_HEADING || r == AL_ROLE_TITLE;
}

static bool is_medium(al_role r)
{
    return r == AL_ROLE_IMAGE || r == AL_ROLE_VIDEO || r == AL_ROLE_AUDIO || r == AL_ROLE_EMBED;
}

/* Where the next or the previous item of a role begins. */
static int go_to_role(aloud_player *p, int by, bool (*wanted)(al_role), const char *none, aloud_error *err)
{
    al_track *t = p->track;
    al_sentence s;
    al_role role;
    size_t chapter = t->chapter, k;
    int status = t->kind->sentence(t, p->sentence, &s, err);
    if (status != 1)
        return status;
    size_t item = s.item;
    /* From within an item it is itself the one before. */
    status = find_item(p, item, &k, &s, err);
    if (status < 0)
        return status;
    if (by < 0 && (k < p->sentence || is_begun(p)) && t->kind->item(t, chapter, item, &role) && wanted(role))
        return al_play_go(p, chapter, k, err);
    for (;;) {
        if (by > 0 && !t->kind->item(t, chapter, ++item, &role)) {
            if (++chapter >= t->chapters)
                return stay(p, none);
            item = (size_t)-1;
            continue;
        }
        if (by < 0 && item == 0) {
            if (chapter == 0)
                return stay(p, none);
            chapter--;
            while (t->kind->item(t, chapter, item, &role))
                item++;
            continue;
        }
        item -= by < 0;
        if (t->kind->item(t, chapter, item, &role) && wanted(role))
            break;
    }
    status = chapter == t->chapter ? 0 : t->kind->enter(t, chapter, err);
    if (!status)
        status = find_item(p, item, &k, &s, err);
    return status < 0 ? status : al_play_go(p, chapter, k, err);
}

int al_play_heading(aloud_player *p, int by, aloud_error *err)
{
    return go_to_role(p, by, is_heading, by > 0 ? "no heading follows" : "no heading before this", err);
}

int al_play_medium(aloud_player *p, int by, aloud_error *err)
{
    return go_to_role(p, by, is_medium, by > 0 ? "no picture or video follows" : "no picture or video before this", err);
}

int al_play_skip(aloud_player *p, double seconds, aloud_error *err)
{
    al_track *t = p->track;
    al_sentence s;
    size_t k = 0;
    int status = 0;
    double to = t->kind->seconds(t, p->sentence) + (double)p->offset / p->rate + seconds;
    if (seconds > 0 && to >= t->kind->length(t, t->chapter))
        return t->chapter + 1 < t->chapters ? al_play_chapter(p, 1, err) : stay(p, "that is beyond the end");
    while ((status = t->kind->sentence(t, k + 1, &s, err)) == 1 && t->kind->seconds(t, k + 1) <= to)
        k++;
    if (status < 0)
        return status;
    if (seconds > 0 && k <= p->sentence)
        return al_play_sentence(p, 1, err);
    if (seconds < 0 && k >= p->sentence)
        return al_play_sentence(p, -1, err);
    return al_play_go(p, t->chapter, k, err);
}
