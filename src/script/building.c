#include "script/building.h"

#include <string.h>

#include "base/grow.h"
#include "base/text.h"

void *al_build_push(al_building *b, al_vec *v)
{
    if (!al_grow(&v->at, &v->room, v->count, v->size)) {
        b->failed = true;
        return NULL;
    }
    return memset((char *)v->at + v->size * v->count++, 0, v->size);
}

const char *al_build_keep(al_building *b, const char *text)
{
    al_buf clean;
    al_buf_init(&clean, SIZE_MAX / 4);
    al_text_repair(&clean, text, strlen(text), NULL, NULL);
    const char *copy = clean.failed ? NULL : al_arena_copy(&b->script->arena, al_buf_string(&clean), clean.size);
    al_buf_release(&clean);
    b->failed = b->failed || !copy;
    return copy ? copy : "";
}

const char *al_build_keep_buf(al_building *b)
{
    b->failed = b->failed || b->buf.failed;
    const char *copy = b->buf.size ? al_build_keep(b, al_buf_string(&b->buf)) : NULL;
    al_buf_cut(&b->buf, 0);
    return copy;
}

const char *al_build_phrase(al_building *b, al_phrase p, long n)
{
    al_phrase_add(b->phrases, &b->buf, p, n);
    return al_build_keep_buf(b);
}

void al_build_omit(al_building *b, const al_node *n, const char *text, const char *reason)
{
    al_omission *o = text && *text ? al_build_push(b, &b->omitted) : NULL;
    if (o)
        *o = (al_omission){ .text = al_build_keep(b, text), .reason = al_build_keep(b, reason), .line = n->line };
}

void al_build_chapter(al_building *b, const char *title, int level)
{
    al_chapter *c = al_build_push(b, &b->chapters);
    if (c)
        *c = (al_chapter){ .title = title, .level = level, .first = b->items.count };
    b->bare = true;
}

al_item *al_build_item(al_building *b, const al_node *n, al_role role, const char *text)
{
    if (b->chapters.count == 0)
        al_build_chapter(b, b->script->title, 1);
    al_item *i = al_build_push(b, &b->items);
    if (!i)
        return NULL;
    b->bare = b->bare && (role == AL_ROLE_HEADING || role == AL_ROLE_TITLE);
    *i = (al_item){ .id = (uint32_t)b->items.count, .node = n ? n->id : 0, .line = n ? n->line : 0, .role = role, .duration = -1 };
    i->text = i->say = *text ? al_build_keep(b, text) : "";
    i->language = n && n->language ? al_build_keep(b, n->language) : b->script->language;
    if (b->quote && role != AL_ROLE_SEPARATOR) {
        b->quoted = b->items.count - 1;
        if (b->opened == SIZE_MAX)
            b->opened = b->quoted;
    }
    return i;
}

/* The text without footnote markers: "war.[1]" is said "war." */
static const char *without_notes(al_building *b, const al_node *n)
{
    size_t at = 0;
    bool any = false;
    for (const al_span *s = n->spans; s; s = s->next) {
        if (s->kind != AL_SPAN_NOTE || s->from < at)
            continue;
        al_buf_add(&b->buf, n->text + at, s->from - at);
        at = s->to;
        any = true;
    }
    if (!any)
        return NULL;
    al_buf_add_string(&b->buf, n->text + at);
    const char *say = al_build_keep_buf(b);
    return say ? say : "";
}

const char *al_build_name(al_building *b, const al_node *n)
{
    const char *plain = without_notes(b, n);
    if (!plain || al_text_is_blank(plain))
        return al_build_keep(b, n->text);
    al_text_collapse(&b->buf, plain, strlen(plain));
    plain = al_build_keep_buf(b);
    return plain ? plain : "";
}

al_item *al_build_text(al_building *b, const al_node *n, al_role role)
{
    al_item *i = al_build_item(b, n, role, n->text);
    const char *say = i ? without_notes(b, n) : NULL;
    if (say)
        i->say = say;
    return i;
}
