/* Pictures by their captions, and notices of what audio cannot show. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "script/building.h"

/* Whether at least a third of the words of `alt`, and no less than two, are not in the caption (both as al_text_key). */
static bool says_more(const char *alt, const char *caption)
{
    size_t words = 0, fresh = 0;
    while (*alt) {
        size_t n = strcspn(alt, " "), long_enough = n > 3; /* short words are everywhere */
        bool found = false;
        for (const char *c = caption; long_enough && !found && *c; c += strcspn(c, " "), c += strspn(c, " "))
            found = strncmp(c, alt, n) == 0;
        words += long_enough;
        fresh += long_enough && !found;
        alt += n;
        alt += strspn(alt, " ");
    }
    return fresh >= 2 && fresh * 3 >= words;
}

/* The alternative text where it tells something that the caption does not; NULL elsewhere. */
static const char *telling_alt(al_building *b, const al_node *n)
{
    const char *alt = n->as.image.alt;
    if (!alt || !*alt || !*n->text)
        return *n->text ? NULL : alt;
    al_buf key, caption;
    al_buf_init(&key, SIZE_MAX / 4);
    al_buf_init(&caption, SIZE_MAX / 4);
    al_text_key(&key, alt);
    al_text_key(&caption, n->text);
    /* No picture is described at such length; and comparing takes the product of both. */
    bool more = key.size < 4000 && caption.size < 20000 && says_more(al_buf_string(&key), al_buf_string(&caption));
    b->failed = b->failed || key.failed || caption.failed;
    al_buf_release(&key);
    al_buf_release(&caption);
    return more ? alt : NULL;
}

void al_build_image(al_building *b, const al_node *n)
{
    const char *alt = telling_alt(b, n), *credit = n->as.image.credit;
    if (alt && *alt && *n->text) {
        /* What the picture shows, and then its caption. */
        size_t last = strlen(alt) - 1;
        al_buf_printf(&b->buf, "%s%s %s", alt, strchr(".!?", alt[last]) ? "" : ".", n->text);
    } else {
        al_buf_add_string(&b->buf, *n->text || !alt ? n->text : alt);
    }
    const char *text = al_build_keep_buf(b);
    al_item *i = al_build_item(b, n, AL_ROLE_IMAGE, text ? text : "");
    if (i)
        i->announce = n->as.image.count > 1 ? al_build_phrase(b, AL_SAY_GALLERY, n->as.image.count)
                                            : al_build_phrase(b, AL_SAY_IMAGE, 0);
    if (!credit)
        return;
    i = b->set->verbosity == AL_FULL ? al_build_item(b, n, AL_ROLE_CREDIT, credit) : NULL;
    if (i)
        i->announce = al_build_phrase(b, AL_SAY_PHOTO, 0);
    else
        al_build_omit(b, n, credit, "photo-credit");
}

void al_build_media(al_building *b, const al_node *n)
{
    static const struct { al_kind kind; al_role role; al_phrase titled, untitled; } kinds[] = {
        { AL_VIDEO, AL_ROLE_VIDEO, AL_SAY_VIDEO, AL_SAY_VIDEO_UNTITLED },
        { AL_AUDIO, AL_ROLE_AUDIO, AL_SAY_AUDIO, AL_SAY_AUDIO_UNTITLED },
        { AL_EMBED, AL_ROLE_EMBED, AL_SAY_EMBED, AL_SAY_EMBED_UNTITLED },
    };
    size_t k = n->kind == AL_VIDEO ? 0 : n->kind == AL_AUDIO ? 1 : 2;
    al_item *i = al_build_item(b, n, kinds[k].role, n->text);
    if (!i)
        return;
    i->duration = n->as.media.seconds;
    i->announce = al_build_phrase(b, *n->text ? kinds[k].titled : kinds[k].untitled, 0);
    if (i->duration <= 0)
        return;
    if (*n->text) {
        size_t last = strlen(n->text) - 1;
        al_buf_add_string(&b->buf, n->text);
        al_buf_add_string(&b->buf, strchr(".!?", n->text[last]) ? " " : ", ");
    }
    al_phrase_duration(b->phrases, &b->buf, i->duration);
    al_buf_add_byte(&b->buf, '.');
    const char *say = al_build_keep_buf(b);
    i->say = say ? say : "";
}
