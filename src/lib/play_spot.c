/* Where one was, and bookmarks: sentences known by their item, found again. */
#include "lib/play.h"

#include <string.h>

/* The spot of sentence k of the current chapter. */
static int spot_of(aloud_player *p, size_t k, al_play_spot *out, aloud_error *err)
{
    al_sentence now, before;
    int status = p->track->kind->sentence(p->track, k, &now, err);
    if (status != 1)
        return status;
    *out = (al_play_spot){ .chapter = p->track->chapter, .item = now.item };
    while (k-- > 0 && p->track->kind->sentence(p->track, k, &before, err) == 1 && before.item == now.item)
        out->sentence++;
    return 1;
}

/* Go to the spot, or what is left of it. */
static int go_to(aloud_player *p, const al_play_spot *spot, aloud_error *err)
{
    al_sentence s;
    size_t k = 0, found = 0, chapter = spot->chapter < p->track->chapters ? spot->chapter : p->track->chapters - 1;
    int status = chapter == p->track->chapter ? 0 : p->track->kind->enter(p->track, chapter, err);
    if (status)
        return status;
    for (size_t within = 0; (status = p->track->kind->sentence(p->track, k, &s, err)) == 1; k++) {
        if (s.item > spot->item)
            break;
        if (s.item == spot->item && within++ <= spot->sentence)
            found = k;
    }
    return status < 0 ? status : al_play_go(p, chapter, found, err);
}

int al_play_resume(aloud_player *p, aloud_error *err)
{
    if (!p->state.has_stopped)
        return 0;
    int status = go_to(p, &p->state.stopped, err);
    if (!status)
        al_play_tell(p, "resumed; --restart begins at the top");
    return status;
}

int al_play_keep(aloud_player *p, aloud_error *err)
{
    if (!p->track)
        return 0;
    int status = p->ended ? 0 : spot_of(p, p->sentence, &p->state.stopped, err);
    p->state.has_stopped = status == 1;
    return status < 0 ? status : al_play_state_save(&p->state, p->track->key, p->track->title, err);
}

void al_play_keep_now(aloud_player *p)
{
    aloud_error why;
    if (al_play_keep(p, &why))
        al_play_tell(p, "not kept: %.180s", why.text);
}

static int compare(const al_play_spot *a, const al_play_spot *b)
{
    if (a->chapter != b->chapter)
        return a->chapter < b->chapter ? -1 : 1;
    if (a->item != b->item)
        return a->item < b->item ? -1 : 1;
    return (a->sentence > b->sentence) - (a->sentence < b->sentence);
}

/* Index of the first bookmark that is not before the spot. */
static size_t first_from(const al_play_state *s, const al_play_spot *spot)
{
    size_t i = 0;
    while (i < s->bookmark_count && compare(&s->bookmarks[i], spot) < 0)
        i++;
    return i;
}

int al_play_bookmark(aloud_player *p, aloud_error *err)
{
    al_play_state *s = &p->state;
    al_play_spot here;
    al_play_mark m = al_play_heard(p);
    int status = spot_of(p, m.chapter == p->track->chapter ? m.sentence : p->sentence, &here, err);
    if (status != 1)
        return status;
    size_t i = first_from(s, &here);
    if (i < s->bookmark_count && compare(&s->bookmarks[i], &here) == 0) {
        s->bookmark_count--;
        memmove(s->bookmarks + i, s->bookmarks + i + 1, (s->bookmark_count - i) * sizeof *s->bookmarks);
        al_play_tell(p, "bookmark removed");
    } else if (s->bookmark_count == AL_PLAY_BOOKMARKS) {
        al_play_tell(p, "there are %d bookmarks already; remove one first", AL_PLAY_BOOKMARKS);
        return 0;
    } else {
        memmove(s->bookmarks + i + 1, s->bookmarks + i, (s->bookmark_count++ - i) * sizeof *s->bookmarks);
        s->bookmarks[i] = here;
        al_play_tell(p, "bookmark set");
    }
    al_play_keep_now(p);
    return 0;
}

int al_play_next_bookmark(aloud_player *p, aloud_error *err)
{
    al_play_spot here;
    if (!p->state.bookmark_count) {
        al_play_tell(p, "there is no bookmark; b sets one");
        return 0;
    }
    int status = al_play_cut(p, err);
    if (!status)
        status = spot_of(p, p->sentence, &here, err);
    if (status < 0)
        return status;
    size_t i = status == 1 ? first_from(&p->state, &here) : 0;
    i += i < p->state.bookmark_count && compare(&p->state.bookmarks[i], &here) == 0;
    i = i < p->state.bookmark_count ? i : 0; /* round and round */
    al_play_tell(p, "bookmark %zu of %zu", i + 1, p->state.bookmark_count);
    return go_to(p, &p->state.bookmarks[i], err);
}
