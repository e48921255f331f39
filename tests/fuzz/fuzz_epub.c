/* A book of stored files: the bytes between "\n\xFF" marks are what the files hold, so that what is changed is what is read and
 * not only the archive.  Bytes that are an archive are read as they are. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buf.h"

static const char *const names[] = { "META-INF/container.xml", "a.opf", "nav.xhtml", "toc.ncx", "a.xhtml", "b.xhtml",
                                     "META-INF/encryption.xml" };
enum { NAMES = sizeof names / sizeof *names };

static void add_files(zip_t *z, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < NAMES && size; i++) {
        const uint8_t *mark = memmem(bytes, size, "\n\xFF", 2);
        size_t n = mark ? (size_t)(mark - bytes) : size;
        zip_source_t *s = zip_source_buffer(z, bytes, n, 0);
        zip_int64_t index = s ? zip_file_add(z, names[i], s, ZIP_FL_ENC_UTF_8) : -1;
        if (s && index < 0)
            zip_source_free(s);
        else if (s)
            zip_set_file_compression(z, (zip_uint64_t)index, ZIP_CM_STORE, 0);
        n += mark ? 2 : 0;
        bytes += n;
        size -= n;
    }
}

static char *pack(const uint8_t *bytes, size_t size, size_t *packed)
{
    zip_stat_t st;
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
    zip_source_keep(out);
    add_files(z, bytes, size);
    char *book = NULL;
    if (zip_close(z) < 0)
        zip_discard(z);
    else if (zip_source_stat(out, &st) == 0 && zip_source_open(out) == 0) {
        book = malloc(st.size + 1);
        *packed = st.size;
        if (zip_source_read(out, book, st.size) != (zip_int64_t)st.size)
            abort();
        zip_source_close(out);
    }
    zip_source_free(out);
    return book;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > 4 && memcmp(bytes, "PK\x03\x04", 4) == 0) {
        fuzz_reader(&al_reader_epub, "fuzz.epub", bytes, size);
        return 0;
    }
    size_t packed = 0;
    char *book = size ? pack(bytes, size, &packed) : NULL;
    if (book)
        fuzz_reader(&al_reader_epub, "fuzz.epub", (const uint8_t *)book, packed);
    free(book);
    return 0;
}
