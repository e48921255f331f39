#include "read/prune_tail.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "read/alike.h"

enum { TAIL = 6, NOTE = 90, CONTACT = 45, RULE = 8, PUBLISHER = 200, TEXT = 4096 };

static void become(al_dom_node *n, al_part part, const char *why)
{
    n->part = (uint8_t)part;
    n->why = why;
}

static bool is_out(const al_dom_node *n)
{
    for (; n && n->article; n = n->parent)
        if (n->part == AL_PART_OMITTED || n->part == AL_PART_AUTHOR)
            return true;
    return false;
}

bool al_prune_is_bio(const al_dom_node *n)
{
    static const char *const words[] = { " author bio ", " author box ", " author info ", " about author ", " about the author ",
        " author description ", " author note ", " authorbox ", " author card ", " bio ", " author profile ", " writer bio ",
        " autoren box ", " autorenbox ", " author details ", " contributor bio ", NULL };
    for (int i = 0; words[i] && *n->cls; i++)
        if (strstr(n->cls, words[i]))
            return true;
    return false;
}

/* Boxes about the author, wherever they are. */
static void type_bios(const al_dom *dom, const al_meta *meta)
{
    for (uint32_t i = 1; i <= dom->count; i++) {
        al_dom_node *n = dom->nodes[i];
        if (n->article && n->part == AL_PART_OMITTED) {
            i = n->end;
        } else if (n->article && n->block && n->part == AL_PART_FLOW && n->words && n->words < NOTE * 2 && al_prune_is_bio(n) &&
                   !(meta->h1 && al_dom_within(meta->h1, n))) {
            become(n, AL_PART_AUTHOR, "author-class");
            i = n->end;
        }
    }
}

/* A link to a person's or the site's page on a network, or to write to them. */
static bool is_contact_link(const al_dom_node *a)
{
    static const char *const hosts[] = { "mailto:", "twitter.com/", "//x.com/", "www.x.com/", "facebook.com/", "instagram.com/",
        "linkedin.com/", "t.me/", "whatsapp.com/", "threads.net/", "youtube.com/@", "tiktok.com/@", "bsky.app/profile", NULL };
    const char *href = a->tag == AL_TAG_A ? al_dom_attr(a, "href") : NULL;
    for (int i = 0; href && hosts[i]; i++)
        if (strcasestr(href, hosts[i]))
            return !strstr(href, "/status/") && !strstr(href, "/posts/");
    return false;
}

static bool has_contact(const al_dom *dom, const al_dom_node *n)
{
    for (uint32_t i = n->order + 1; i <= n->end; i++)
        if (is_contact_link(dom->nodes[i]))
            return true;
    return false;
}

/* Whether the text begins with the name of one of the authors ("Ann Lee is a reporter"). */
static bool is_on_author(const char *text, const al_meta *meta)
{
    for (const al_name *a = meta->authors; a; a = a->next) {
        size_t size = strlen(a->text);
        if (al_text_words(a->text) > 1 && strncasecmp(text, a->text, size) == 0 && strchr(" (,\xC2\xE2'", text[size]) && text[size])
            return true;
    }
    return false;
}

/* What a company says of itself in each of its releases: last of all, below a rule, and beginning with its name. */
static bool is_on_publisher(const al_dom *dom, const al_dom_node *n, const char *text, const al_meta *meta)
{
    const char *names[] = { meta->site, meta->ld.publisher };
    bool rule = false;
    for (uint32_t i = n->order; i > 1 && i + RULE > n->order && !rule; i--)
        rule = dom->nodes[i - 1]->tag == AL_TAG_HR;
    for (size_t i = 0; i < 2 && rule; i++)
        if (names[i] && *names[i] && strncasecmp(text, names[i], strlen(names[i])) == 0)
            return true;
    size_t first = strcspn(text, " "); /* a release's title begins with it as well */
    return rule && first > 2 && meta->title && strncmp(text, meta->title, first + 1) == 0;
}

void al_prune_tail(const al_dom *dom, const al_meta *meta, al_dom_node **blocks, size_t count)
{
    al_buf raw, line;
    al_buf_init(&raw, 1 << 16);
    al_buf_init(&line, TEXT);
    type_bios(dom, meta);
    int left = TAIL;
    for (size_t i = count; i-- > 0 && left > 0;) {
        al_dom_node *n = blocks[i];
        if (n->part != AL_PART_FLOW || is_out(n) || al_tag_is_heading(n->tag) || n->words != n->own.words ||
            al_dom_up(n, AL_TAG_BLOCKQUOTE))
            continue;
        left--;
        al_buf_cut(&raw, 0);
        al_buf_cut(&line, 0);
        al_dom_text(dom, n, &raw);
        al_text_collapse(&line, al_buf_string(&raw), raw.size);
        const char *text = al_buf_string(&line);
        if (n->words < NOTE && is_on_author(text, meta))
            become(n, AL_PART_AUTHOR, "author-note");
        else if (n->words < PUBLISHER && i + 2 >= count && is_on_publisher(dom, n, text, meta))
            become(n, AL_PART_AUTHOR, "publisher-note");
        else if (n->words < CONTACT && n->links * 5 > n->chars && has_contact(dom, n))
            become(n, AL_PART_OMITTED, "contact");
    }
    al_buf_release(&raw);
    al_buf_release(&line);
}
