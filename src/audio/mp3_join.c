/* MP3 files of ours joined into one: their frames as they are, with one tag and one frame of information before them (the Xing and
 * LAME tags, as gabriel.mp3-tech.org/mp3infotag.html has them). */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/av.h"
#include "audio/id3.h"
#include "base/buf.h"
#include "base/file.h"

enum {
    TAG_HEAD = 10, FRAME_HEAD = 4, LONGEST = 2880, COPY = 1 << 16,
    /* Places behind "Info": how many frames and bytes, where they are; LAME's own: silences at both ends, the length, two sums. */
    FRAMES = 8, BYTES = 12, PLACES = 16, PLACE_COUNT = 100, SILENCES = 141, LENGTH = 148, MUSIC_SUM = 152, SUM = 154, INFO = 156
};

typedef struct part {
    int fd;
    uint64_t from, size;   /* its frames, without the first */
    uint32_t frames;
    unsigned char info[LONGEST]; /* the first */
    size_t info_size, at;  /* and where "Info" stands in it */
    int rate, per_frame;
} part;

static uint32_t get_u32(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void put_u32(unsigned char *b, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(v >> (24 - 8 * i));
}

/* Bytes of the frame (ISO/IEC 11172-3, section 2.4.2.3, and 13818-3), 0 where it is none of layer III. */
static size_t read_head(const unsigned char *h, part *p)
{
    static const int kbits[2][15] = { { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 },
                                      { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 } };
    static const int rates[3] = { 44100, 48000, 32000 };
    int version = h[1] >> 3 & 3, bits = h[2] >> 4, rate = h[2] >> 2 & 3; /* version 3 is MPEG-1, 2 is MPEG-2, 0 is 2.5 */
    if (h[0] != 0xFF || (h[1] & 0xE0) != 0xE0 || (h[1] >> 1 & 3) != 1 || version == 1 || bits == 0 || bits == 15 || rate == 3)
        return 0;
    p->rate = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    p->per_frame = version == 3 ? 1152 : 576;
    bool mono = h[3] >> 6 == 3;
    p->at = FRAME_HEAD + (size_t)(version == 3 ? mono ? 17 : 32 : mono ? 9 : 17);
    return (size_t)(p->per_frame / 8 * kbits[version == 3][bits] * 1000 / p->rate + (h[2] >> 1 & 1));
}

/* Find a file's frames; -1 where it is not as we write it. */
static int read_part(part *p)
{
    unsigned char head[TAG_HEAD];
    struct stat st;
    if (fstat(p->fd, &st) < 0 || pread(p->fd, head, TAG_HEAD, 0) != TAG_HEAD || memcmp(head, "ID3", 3) != 0)
        return -1;
    uint64_t at = TAG_HEAD + ((uint64_t)head[6] << 21 | (uint64_t)head[7] << 14 | (uint64_t)head[8] << 7 | head[9]);
    if (pread(p->fd, head, FRAME_HEAD, (off_t)at) != FRAME_HEAD)
        return -1;
    p->info_size = read_head(head, p);
    if (p->info_size < p->at + INFO || p->info_size > LONGEST ||
        pread(p->fd, p->info, p->info_size, (off_t)at) != (ssize_t)p->info_size || memcmp(p->info + p->at, "Info", 4) != 0)
        return -1;
    p->frames = get_u32(p->info + p->at + FRAMES);
    p->from = at + p->info_size;
    p->size = (uint64_t)st.st_size - p->from;
    return (uint64_t)st.st_size < p->from ? -1 : 0;
}

/* The sum that LAME's tag ends with: CRC-16 of all before it. */
static unsigned sum_of(const unsigned char *bytes, size_t size)
{
    unsigned crc = 0;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    return crc;
}

/* The first file's information becomes that of all; the silence at the end is the last one's. */
static void make_info(part *first, const part *last, uint32_t frames, uint64_t bytes)
{
    unsigned char *info = first->info + first->at;
    const unsigned char *end = last->info + last->at + SILENCES;
    bytes += first->info_size;
    put_u32(info + FRAMES, frames);
    put_u32(info + BYTES, bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes);
    for (int i = 0; i < PLACE_COUNT; i++)
        info[PLACES + i] = (unsigned char)(i * 256 / PLACE_COUNT);
    info[SILENCES + 1] = (unsigned char)((info[SILENCES + 1] & 0xF0) | (end[1] & 0x0F));
    info[SILENCES + 2] = end[2];
    put_u32(info + LENGTH, bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes);
    info[MUSIC_SUM] = info[MUSIC_SUM + 1] = 0; /* of what LAME itself wrote */
    unsigned sum = sum_of(first->info, first->at + SUM);
    info[SUM] = (unsigned char)(sum >> 8);
    info[SUM + 1] = (unsigned char)(sum & 0xFF);
}

static int copy(const part *p, al_file *to, aloud_error *err)
{
    unsigned char *bytes = malloc(COPY);
    int status = bytes ? 0 : al_fail_memory(err);
    for (uint64_t done = 0; !status && done < p->size;) {
        size_t want = p->size - done < COPY ? (size_t)(p->size - done) : COPY;
        ssize_t n = pread(p->fd, bytes, want, (off_t)(p->from + done));
        if (n < 0 && errno == EINTR)
            continue;
        status = n > 0 ? al_file_write(to, bytes, (size_t)n, err)
                       : al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: a chapter cannot be read: %s", to->path,
                                 n ? strerror(errno) : "it has become shorter");
        done += n > 0 ? (uint64_t)n : 0;
    }
    free(bytes);
    return status;
}

/* The milliseconds that so many frames last. */
static uint64_t milliseconds(uint64_t frames, const part *p)
{
    return frames * (uint64_t)p->per_frame * 1000 / (uint64_t)p->rate;
}

static int write_all(const al_join *j, part *parts, const char *path, aloud_error *err)
{
    al_file file = { .fd = -1 };
    al_buf tag;
    uint64_t frames = 0, bytes = 0;
    al_mark *marks = malloc((j->count + 1) * sizeof *marks);
    al_buf_init(&tag, 1 << 28);
    al_id3_add(&tag, &j->tags, j->titles, j->count);
    for (size_t i = 0; marks && i < j->count; i++) {
        marks[i].from = (uint32_t)milliseconds(frames, &parts[0]);
        frames += parts[i].frames;
        marks[i].to = (uint32_t)milliseconds(frames, &parts[0]);
        bytes += parts[i].size;
    }
    int status = tag.failed || !marks ? al_fail_memory(err) : al_file_begin(&file, path, err);
    if (!status) {
        al_id3_place(&tag, marks, j->count);
        make_info(&parts[0], &parts[j->count - 1], (uint32_t)frames, bytes);
        status = al_file_write(&file, tag.data, tag.size, err);
    }
    if (!status)
        status = al_file_write(&file, parts[0].info, parts[0].info_size, err);
    for (size_t i = 0; !status && i < j->count; i++)
        status = copy(&parts[i], &file, err);
    al_buf_release(&tag);
    free(marks);
    if (!status)
        return al_file_commit(&file, err);
    al_file_abandon(&file);
    return status;
}

int al_join_mp3(const al_join *j, const char *path, aloud_error *err)
{
    part *parts = calloc(j->count ? j->count : 1, sizeof *parts);
    int status = parts && j->count ? 0 : al_fail_memory(err);
    size_t opened = 0;
    for (size_t i = 0; !status && i < j->count; i++, opened++) {
        parts[i].fd = open(j->files[i], O_RDONLY | O_CLOEXEC);
        if (parts[i].fd < 0)
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s cannot be read: %s", path, j->files[i],
                             strerror(errno));
        else if (read_part(&parts[i]) || parts[i].rate != parts[0].rate)
            status = al_fail(err, ALOUD_ERROR_OUTPUT, "%s cannot be written: %s is no chapter of aloud's", path, j->files[i]);
    }
    if (!status)
        status = write_all(j, parts, path, err);
    for (size_t i = 0; parts && i < j->count && i <= opened; i++)
        if (parts[i].fd > 0)
            close(parts[i].fd);
    free(parts);
    return status;
}

int al_join_mp3_starts(const al_join *j, uint64_t *starts, aloud_error *err)
{
    uint64_t frames = 0;
    for (size_t i = 0; i < j->count; i++) {
        part p = { .fd = open(j->files[i], O_RDONLY | O_CLOEXEC) };
        int bad = p.fd < 0 || read_part(&p);
        if (p.fd >= 0)
            close(p.fd);
        if (bad)
            return al_fail(err, ALOUD_ERROR_OUTPUT, "%s is no chapter of aloud's", j->files[i]);
        starts[i] = milliseconds(frames, &p);
        frames += p.frames;
    }
    return 0;
}
