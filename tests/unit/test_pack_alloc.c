/* Every package and the feed, with each allocation failed in turn: an error or the whole of it, and nothing kept. */
#include "book.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "audio/av.h"
#include "audio/encoder.h"
#include "pack/feed.h"
#include "pack/sound.h"

static const char PAGE[] =
    "<!DOCTYPE html><html lang=en><head><title>A Title</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\","
    "\"headline\":\"A Title\",\"datePublished\":\"2031-02-03\",\"author\":{\"name\":\"Ada Example\"}}</script></head><body>"
    "<article><h1>A Title</h1><p>The first paragraph has a few words in it<sup><a href='#n'>1</a></sup> &amp; a mark.</p>"
    "<figure><img src=x alt='A picture'><figcaption>What it shows</figcaption></figure><h2>A heading</h2><ul><li>one<li>two</ul>"
    "<table><tr><th>A<th>B<tr><td>1<td>2</table><p>The second paragraph ends it, after a while.</p>"
    "<ol class=footnotes><li id=n>A note.</ol></article></body></html>";

typedef struct fixture {
    book book;
    char folder[64], name[96];
    const al_packer *packer;
} fixture;

/* The sound of a chapter: a little silence will do, for none of it is looked at. */
static void put_sound(const fixture *f, const al_pack_chapter *c)
{
    static const int16_t frames[RATE / 8];
    char path[192];
    al_encoder *e;
    snprintf(path, sizeof path, "%s/%s", f->folder, c->file);
    const al_audio_tags tags = { .title = c->title, .track = c->number };
    assert_int_equal(al_encoder_begin(path, al_format_find("wav"), RATE, &tags, NULL, 0, &e, NULL), 0);
    assert_int_equal(al_encoder_write(e, frames, RATE / 8, NULL), 0);
    assert_int_equal(al_encoder_finish(e, NULL, NULL), 0);
}

static int set_up(void **state)
{
    static char names[8][40];
    fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/aloud-test-pack-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->name, sizeof f->name, "%s/name", f->folder);
    assert_int_equal(mkdir(f->name, 0777), 0);
    open_book(&f->book, PAGE, sizeof PAGE - 1, "a.html", 4);
    assert_in_range(f->book.in.count, 2, 7);
    f->book.in.folder = f->name;
    for (size_t i = 0; i < f->book.in.count; i++) {
        snprintf(names[i], sizeof names[i], "name/%zu.wav", i + 1);
        f->book.chapters[i].file = names[i];
        put_sound(f, &f->book.chapters[i]);
        f->book.chapters[i].file = names[i] + 5;
    }
    *state = f;
    return 0;
}

static void empty(const char *folder)
{
    char path[400];
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlink(path);
    }
    closedir(d);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    close_book(&f->book);
    empty(f->name);
    assert_int_equal(rmdir(f->name), 0);
    empty(f->folder);
    assert_int_equal(rmdir(f->folder), 0);
    free(f);
    return 0;
}

static int write_package(void *user)
{
    const fixture *f = user;
    al_pack_input in = f->book.in;
    char path[160];
    in.sounds = al_sounds_new();
    if (!in.sounds)
        return ALOUD_ERROR_MEMORY;
    snprintf(path, sizeof path, "%s/%s%s", f->name, *f->packer->file == '.' ? in.name : "", f->packer->file);
    int status = al_packer_write(f->packer, &in, path, NULL);
    al_sounds_free(in.sounds);
    return status;
}

static void each_package(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; (f->packer = al_packer_at(i)); i++) {
        bool av = f->packer->sound && (strcmp(f->packer->sound[0], "aac") == 0 || strcmp(f->packer->sound[0], "opus") == 0);
        if (!av || *al_format_aac.coder->version())
            alloc_each(write_package, f);
    }
}

/* Sound in all formats at once. */
static int make_sounds(void *user)
{
    const fixture *f = user;
    al_pack_input in = f->book.in;
    const al_format *formats[] = { al_format_find("mp3"), al_format_find("opus"), al_format_find("wav"), al_format_find("mp3") };
    in.sounds = al_sounds_new();
    int status = in.sounds ? al_sounds_make(&in, formats, 4, NULL) : ALOUD_ERROR_MEMORY;
    al_sounds_free(in.sounds);
    return status;
}

static void sounds(void **state)
{
    fixture *f = *state;
    alloc_each(make_sounds, f);
}

static int write_feed(void *user)
{
    const fixture *f = user;
    int status = al_feed_keep(f->folder, "https://example.org/", NULL);
    return status ? status : al_feed_write(f->folder, NULL);
}

static void feed(void **state)
{
    fixture *f = *state;
    static const al_packer *const wanted[] = { &al_packer_mp3, &al_packer_episode };
    for (size_t i = 0; i < 2; i++) {
        f->packer = wanted[i];
        assert_int_equal(write_package(f), 0);
    }
    alloc_each(write_feed, f);
    al_buf text;
    char path[128];
    al_buf_init(&text, 1 << 20);
    snprintf(path, sizeof path, "%s/" AL_FEED_FILE, f->folder);
    assert_int_equal(al_file_read(path, &text, NULL), 0);
    assert_non_null(strstr(al_buf_string(&text), "<guid isPermaLink=\"false\">urn:x</guid>"));
    al_buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_package, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(feed, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("packages out of memory", tests, NULL, NULL);
}
