/* Footnotes, and the last chapter. */
#include <string.h>

#include "script/building.h"

static void add_note(al_building *b, al_note_entry *note)
{
    al_item *i = al_build_text(b, note->note, AL_ROLE_FOOTNOTE);
    if (!i)
        return;
    note->said = true;
    i->announce = al_build_phrase(b, AL_SAY_FOOTNOTE, 0);
    if (b->set->notes == AL_NOTES_INLINE)
        i->close = al_build_phrase(b, AL_SAY_FOOTNOTE_END, 0);
}

void al_build_inline_notes(al_building *b, const al_node *n)
{
    if (b->set->notes != AL_NOTES_INLINE || n->kind == AL_FOOTNOTE)
        return;
    for (const al_span *s = n->spans; s; s = s->next) {
        al_note_entry *note = s->kind == AL_SPAN_NOTE && s->value ? al_note_index_find(&b->notes, s->value) : NULL;
        if (note && !note->said)
            add_note(b, note);
    }
}

static void begin_last_chapter(al_building *b)
{
    if (b->last_chapter)
        return;
    b->last_chapter = true;
    if (b->items.count)
        al_build_chapter(b, al_build_phrase(b, AL_SAY_ABOUT, 0), 2);
}

static void add_authors(al_building *b)
{
    for (const al_name *name = b->article->bylines; name; name = name->next) {
        if (b->buf.size)
            al_buf_add_string(&b->buf, ", ");
        al_buf_add_string(&b->buf, name->text);
    }
    const char *names = al_build_keep_buf(b);
    if (!names || b->bylined)
        return;
    begin_last_chapter(b);
    al_item *i = al_build_item(b, NULL, AL_ROLE_AUTHOR, names);
    if (i)
        i->announce = al_build_phrase(b, AL_SAY_AUTHOR, 0);
}

void al_build_last_chapter(al_building *b)
{
    const al_node *root = b->article->root;
    for (const al_node *n = root; n && b->set->notes != AL_NOTES_OFF; n = al_node_next(n, root)) {
        al_note_entry *note = n->kind == AL_FOOTNOTE && *n->text ? al_note_index_of(&b->notes, n) : NULL;
        if (note && !note->said)
            add_note(b, note);
    }
    add_authors(b);
    for (const al_node *n = root; n; n = al_node_next(n, root)) {
        bool author = n->kind == AL_AUTHOR;
        if ((!author && n->kind != AL_CREDIT && n->kind != AL_DISCLAIMER) || !*n->text)
            continue;
        begin_last_chapter(b);
        al_item *i = al_build_text(b, n, author ? AL_ROLE_AUTHOR : n->kind == AL_CREDIT ? AL_ROLE_CREDIT : AL_ROLE_DISCLAIMER);
        if (!i)
            return;
        if (author && strcmp(n->why, "author-name") == 0)
            i->announce = al_build_phrase(b, AL_SAY_AUTHOR, 0);
        else if (n->kind == AL_CREDIT)
            i->announce = al_build_phrase(b, strcmp(n->why, "photo-credit") == 0 ? AL_SAY_PHOTO : AL_SAY_CREDIT, 0);
    }
}
