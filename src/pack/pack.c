#include "pack/pack.h"

#include <string.h>
#include <unicode/uloc.h>

#include "base/file.h"
#include "base/text.h"

static const al_packer *const packers[] = {
    &al_packer_playlist, &al_packer_manifest, &al_packer_page, &al_packer_vtt, &al_packer_srt, &al_packer_cue, &al_packer_text,
    &al_packer_epub, &al_packer_daisy, &al_packer_lpf, &al_packer_audiobook,
    &al_packer_m4b, &al_packer_mp3, &al_packer_opus, &al_packer_mka,
    &al_packer_transcript, &al_packer_chapters, &al_packer_episode,
};
enum { COUNT = sizeof packers / sizeof *packers };

const al_packer *al_packer_at(size_t index)
{
    return index < COUNT ? packers[index] : NULL;
}

static bool is(const char *known, const char *name, size_t size)
{
    return known && strncmp(known, name, size) == 0 && !known[size];
}

/* The bits of all packers of that name; "all" is everything. */
static uint32_t find(const char *name, size_t size)
{
    uint32_t set = 0;
    for (size_t i = 0; i < COUNT; i++)
        if ((size == 3 && memcmp(name, "all", 3) == 0 && !packers[i]->apart) || is(packers[i]->name, name, size) ||
            is(packers[i]->also, name, size))
            set |= UINT32_C(1) << i;
    return set;
}

static int complain(const char *name, size_t size, aloud_error *err)
{
    al_buf names;
    al_buf_init(&names, 1 << 12);
    for (size_t i = 0; i < COUNT; i++)
        if (!packers[i]->always && (!i || strcmp(packers[i - 1]->name, packers[i]->name) != 0))
            al_buf_printf(&names, "%s, ", packers[i]->name);
    int status = names.failed ? al_fail_memory(err)
                              : al_fail(err, ALOUD_ERROR_USAGE, "package '%.*s': give a list of %sor all",
                                        size > 60 ? 60 : (int)size, name, names.data);
    al_buf_release(&names);
    return status;
}

int al_packers_find(const char *list, uint32_t *set, aloud_error *err)
{
    uint32_t all = 0;
    for (const char *at = list;; at++) {
        size_t size = strcspn(at, ",");
        uint32_t found = size ? find(at, size) : 0;
        if (!found)
            return complain(at, size, err);
        all |= found;
        at += size;
        if (!*at)
            break;
    }
    *set = all;
    return 0;
}

bool al_packers_has(uint32_t set, const char *list)
{
    uint32_t wanted = 0;
    return al_packers_find(list, &wanted, NULL) == 0 && (set & wanted) == wanted;
}

const al_packer *al_packer_of(const char *file)
{
    const al_packer *found = NULL;
    size_t size = strlen(file), longest = 0;
    for (size_t i = 0; i < COUNT; i++) {
        size_t n = strlen(packers[i]->file); /* the longest one: ".transcript.vtt" is no ".vtt" */
        if (n > longest && n <= size && strcmp(file + size - n, packers[i]->file) == 0 &&
            (packers[i]->file[0] == '.' || n == size)) {
            found = packers[i];
            longest = n;
        }
    }
    return found;
}

void al_packer_file(const al_packer *p, const char *name, al_buf *out)
{
    al_buf_printf(out, "%s%s", *p->file == '.' ? name : "", p->file);
}

/* Whether the file at `path` has these bytes. */
static bool stands(const char *path, const al_buf *bytes)
{
    al_buf old;
    al_buf_init(&old, bytes->size);
    bool same = al_file_read(path, &old, NULL) == 0 && old.size == bytes->size &&
                (!old.size || memcmp(old.data, bytes->data, old.size) == 0);
    al_buf_release(&old);
    return same;
}

int al_pack_put(const char *path, al_buf *bytes, aloud_error *err)
{
    int status = bytes->failed         ? al_fail_memory(err)
                 : stands(path, bytes) ? 0
                                       : al_file_put(path, al_buf_string(bytes), bytes->size, err);
    al_buf_release(bytes);
    return status;
}

int al_packer_write(const al_packer *p, const al_pack_input *in, const char *path, aloud_error *err)
{
    if (p->write)
        return p->write(in, path, err);
    al_buf out;
    al_buf_init(&out, SIZE_MAX / 4);
    int status = p->fill(in, &out, err);
    if (!status)
        return al_pack_put(path, &out, err);
    al_buf_release(&out);
    return status;
}

void al_pack_url(al_buf *out, const char *file)
{
    for (const char *c = file; *c; c++) {
        unsigned char b = (unsigned char)*c;
        bool plain = (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z') || strchr("-._~", b);
        if (plain)
            al_buf_add_byte(out, *c);
        else
            al_buf_printf(out, "%%%02X", b);
    }
}

/* XML 1.0, section 2.2, production 2. */
static bool xml_has(unsigned c)
{
    return c == '\t' || c == '\n' || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c >= 0x10000;
}

void al_pack_html_part(al_buf *out, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t from = at;
        unsigned c = al_text_next(text, size, &at);
        switch (c) {
        case '&': al_buf_add_string(out, "&amp;"); break;
        case '<': al_buf_add_string(out, "&lt;"); break;
        case '>': al_buf_add_string(out, "&gt;"); break;
        case '"': al_buf_add_string(out, "&quot;"); break;
        default:
            if (c != 0xFFFD && xml_has(c))
                al_buf_add(out, text + from, at - from);
            else
                al_buf_add_string(out, "\xEF\xBF\xBD");
        }
    }
}

void al_pack_html(al_buf *out, const char *text)
{
    al_pack_html_part(out, text, strlen(text));
}

void al_pack_line(al_buf *out, const char *text)
{
    al_buf clean;
    al_buf_init(&clean, SIZE_MAX / 4);
    al_text_repair(&clean, text, strlen(text), NULL, NULL);
    al_text_collapse(out, al_buf_string(&clean), clean.size);
    out->failed = out->failed || clean.failed;
    al_buf_release(&clean);
}

int al_pack_rtl(const char *language)
{
    return uloc_isRightToLeft(language);
}
