#include "pack/pack.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unistd.h>

#include "base/file.h"

static const al_packer *const packers[] = { &al_packer_playlist, &al_packer_manifest, &al_packer_page };

int al_pack_all(const al_pack_input *in, const char *folder, aloud_error *err)
{
    int status = 0;
    for (size_t i = 0; i < sizeof packers / sizeof *packers && !status; i++) {
        al_buf path, bytes;
        al_buf_init(&path, SIZE_MAX / 4);
        al_buf_init(&bytes, SIZE_MAX / 4);
        al_buf_printf(&path, "%s/%s", folder, packers[i]->file);
        packers[i]->write(in, &bytes);
        status = path.failed || bytes.failed ? al_fail_memory(err)
                                             : al_file_put(path.data, al_buf_string(&bytes), bytes.size, err);
        al_buf_release(&path);
        al_buf_release(&bytes);
    }
    return status;
}

void al_pack_remove(const char *folder)
{
    for (size_t i = 0; i < sizeof packers / sizeof *packers; i++) {
        al_buf path;
        al_buf_init(&path, SIZE_MAX / 4);
        al_buf_printf(&path, "%s/%s", folder, packers[i]->file);
        if (!path.failed)
            unlink(path.data);
        al_buf_release(&path);
    }
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

void al_pack_html(al_buf *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        switch (*c) {
        case '&': al_buf_add_string(out, "&amp;"); break;
        case '<': al_buf_add_string(out, "&lt;"); break;
        case '>': al_buf_add_string(out, "&gt;"); break;
        case '"': al_buf_add_string(out, "&quot;"); break;
        default: al_buf_add_byte(out, *c);
        }
    }
}

int al_pack_rtl(const char *language)
{
    return uloc_isRightToLeft(language);
}
