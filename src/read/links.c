#include "read/links.h"

#include <libxml/uri.h>
#include <string.h>

/* Whether it begins with a scheme ("https:"), or points into the page itself. */
static bool is_settled(const char *address)
{
    size_t n = strspn(address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return !*address || *address == '#' || (n && address[n] == ':');
}

bool al_link_resolve(al_article *a, const char **address, const char *base)
{
    if (!*address || is_settled(*address))
        return true;
    xmlChar *full = xmlBuildURI(BAD_CAST *address, BAD_CAST base);
    if (!full)
        return true;
    const char *copy = al_arena_string(&a->arena, (const char *)full);
    xmlFree(full);
    *address = copy ? copy : *address;
    return copy != NULL;
}

bool al_links_resolve(al_article *a, const char *base)
{
    bool ok = al_link_resolve(a, &a->url, base);
    for (al_node *n = a->root; n && ok; n = al_node_next(n, a->root)) {
        if (n->kind == AL_IMAGE)
            ok = al_link_resolve(a, &n->as.image.url, base);
        else if (n->kind == AL_VIDEO || n->kind == AL_AUDIO || n->kind == AL_EMBED)
            ok = al_link_resolve(a, &n->as.media.url, base);
        for (al_span *s = n->spans; s && ok; s = s->next)
            if (s->kind == AL_SPAN_LINK)
                ok = al_link_resolve(a, &s->value, base);
    }
    return ok;
}
