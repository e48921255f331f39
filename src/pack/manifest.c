/* publication.json: a W3C Audiobooks manifest (https://www.w3.org/TR/audiobooks/, sections 2 and 3). */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "audio/format.h"
#include "pack/manifest.h"

/* ISO 8601, to the millisecond, as the manifest's durations are. */
static json_t *duration(uint64_t frames, int rate)
{
    char text[64];
    unsigned long long ms = (unsigned long long)((double)frames * 1000 / rate + 0.5);
    snprintf(text, sizeof text, "PT%llu.%03lluS", ms / 1000, ms % 1000);
    return json_string(text);
}

static json_t *href(const char *file)
{
    al_buf url;
    al_buf_init(&url, 1 << 16);
    al_pack_url(&url, file);
    json_t *s = url.failed ? NULL : json_string(al_buf_string(&url));
    al_buf_release(&url);
    return s;
}

static json_t *chapter(const al_pack_input *in, const al_pack_chapter *c)
{
    const al_format *format = al_format_of(c->file);
    return json_pack("{s:s, s:o, s:s, s:s, s:o}", "type", "LinkedResource", "url", href(c->file), "encodingFormat",
                     format ? format->media : "audio/wav", "name", c->title, "duration", duration(c->frames, in->rate));
}

static json_t *names(const al_pack_input *in)
{
    json_t *a = json_array();
    for (size_t i = 0; a && i < in->script->byline_count; i++)
        if (json_array_append_new(a, json_pack("{s:s, s:s}", "type", "Person", "name", in->script->bylines[i]))) {
            json_decref(a);
            return NULL;
        }
    return a;
}

static int set(json_t *o, const char *key, json_t *value)
{
    return json_object_set_new(o, key, value);
}

static json_t *build(const al_pack_input *in)
{
    const al_script *s = in->script;
    json_t *order = json_array(), *toc = json_array();
    uint64_t frames = 0;
    int bad = 0;
    for (size_t i = 0; i < in->count && !bad; i++) {
        const al_pack_chapter *c = &in->chapters[i];
        frames += c->frames;
        bad = json_array_append_new(order, chapter(in, c)) ||
              json_array_append_new(toc, json_pack("{s:s, s:o}", "name", c->title, "url", href(c->file)));
    }
    json_t *o = json_pack("{s:[s, s, {s:s}], s:s, s:s}", "@context", "https://schema.org",
                          "https://www.w3.org/ns/pub-context", "language", s->language, "conformsTo",
                          "https://www.w3.org/TR/audiobooks/", "type", "Audiobook");
    bad = bad || !o || set(o, "name", json_string(s->title)) || set(o, "inLanguage", json_string(s->language));
    if (!bad && s->url)
        bad = set(o, "id", json_string(s->url)) || set(o, "url", json_string(s->url));
    if (!bad && s->byline_count)
        bad = set(o, "author", names(in));
    if (!bad && s->site)
        bad = set(o, "publisher", json_pack("{s:s, s:s}", "type", "Organization", "name", s->site));
    if (!bad && s->published)
        bad = set(o, "datePublished", json_string(s->published));
    bad = bad || set(o, "readBy", json_string(in->voice)) || set(o, "duration", duration(frames, in->rate)) ||
          set(o, "accessMode", json_pack("[s]", "auditory")) ||
          set(o, "accessibilityFeature", json_pack("[s, s]", "tableOfContents", "readingOrder")) ||
          set(o, "accessibilityHazard", json_pack("[s]", "none")) || set(o, "readingOrder", json_incref(order)) ||
          set(o, "resources", json_pack("[{s:s, s:s, s:s, s:s, s:s}]", "type", "LinkedResource", "url", "index.html", "rel",
                                        "contents", "encodingFormat", "text/html", "name", s->title)) ||
          set(o, "toc", json_incref(toc));
    json_decref(order);
    json_decref(toc);
    if (bad) {
        json_decref(o);
        return NULL;
    }
    return o;
}

/* A json_dump_callback. */
static int append(const char *bytes, size_t size, void *user)
{
    al_buf *out = user;
    al_buf_add(out, bytes, size);
    return out->failed ? -1 : 0;
}

void al_manifest_dump(json_t *o, al_buf *out)
{
    if (!o || json_dump_callback(o, append, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12)))
        out->failed = true;
    al_buf_add_byte(out, '\n');
    json_decref(o);
}

int al_manifest_fill(const al_pack_input *in, al_buf *out, aloud_error *err)
{
    (void)err;
    al_manifest_dump(build(in), out);
    return 0;
}

const al_packer al_packer_manifest = { .name = "manifest", .file = "publication.json", .help = "a W3C Audiobooks manifest",
                                       .always = true, .fill = al_manifest_fill };
