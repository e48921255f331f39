#include "lib/play_bus.h"

#include "voice/voice.h"

#if defined __has_include && !defined ALOUD_WITHOUT_BUS
#if __has_include(<systemd/sd-bus.h>)
#define WITH_BUS 1
#endif
#endif

#ifndef WITH_BUS

al_play_bus *al_play_bus_open(aloud_player *p)
{
    (void)p;
    return NULL;
}

void al_play_bus_close(al_play_bus *b)
{
    (void)b;
}

int al_play_bus_turn(al_play_bus *b, aloud_error *err)
{
    (void)b, (void)err;
    return 0;
}

size_t al_play_bus_watch(al_play_bus *b, struct pollfd *on, size_t room, int *wait)
{
    (void)b, (void)on, (void)room, (void)wait;
    return 0;
}

#else

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <time.h>
#include <unistd.h>

#include "base/library.h"

#define PATH "/org/mpris/MediaPlayer2"
#define ROOT "org.mpris.MediaPlayer2"
#define PLAYER ROOT ".Player"

enum { JUMP = 1000000 /* us by which a place differs from what it would be by the clock, when one has moved */, NAME = 64 };

/* The calls, and the one word of data that a table of methods must point at. */
#define SYMBOLS(X)                                                                                                       \
    X(sd_bus_open_user) X(sd_bus_flush_close_unref) X(sd_bus_add_object_vtable) X(sd_bus_request_name_async)           \
    X(sd_bus_process) X(sd_bus_get_fd) X(sd_bus_get_events) X(sd_bus_get_timeout) X(sd_bus_message_append)             \
    X(sd_bus_message_open_container) X(sd_bus_message_close_container) X(sd_bus_message_read)                         \
    X(sd_bus_reply_method_return) X(sd_bus_emit_properties_changed) X(sd_bus_emit_signal) X(sd_bus_error_set_const)   \
    X(sd_bus_object_vtable_format)

struct symbols {
#define X(name) __typeof__(name) *name;
    SYMBOLS(X)
#undef X
};

struct al_play_bus {
    struct symbols f;
    aloud_player *player;
    sd_bus *bus;
    sd_bus_vtable *tables[2];
    int status;           /* of a command that failed for good */
    aloud_error error;
    /* As told last. */
    const char *playback;
    const al_track *track;
    size_t chapter;
    int64_t place, heard; /* us in the chapter, and of sound in all */
    int percent;
};

/* ---- what is told --------------------------------------------------------------------------------------------------- */

static const char *playback(const aloud_player *p)
{
    return !p->track || p->ended ? "Stopped" : p->paused ? "Paused" : "Playing";
}

/* Microseconds in the chapter that is heard. */
static int64_t place(aloud_player *p)
{
    al_play_mark m = al_play_heard(p);
    if (!p->track || m.chapter != p->track->chapter)
        return 0;
    return (int64_t)((p->track->kind->seconds(p->track, m.sentence) + (m.beside ? 0 : (double)m.offset / p->rate)) * 1e6);
}

static int64_t heard(const aloud_player *p)
{
    return p->rate ? (int64_t)((double)al_play_heard(p).frame / p->rate * 1e6) : 0;
}

/* The article's own rate is 100. */
static int percent(const aloud_player *p)
{
    const al_picks *k = &p->options.picks;
    return k->rate ? (int)lround(100.0 * k->rate / AL_RATE_USUAL) : k->rate_percent ? k->rate_percent : 100;
}

static int tell_text(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *to, void *user,
                     sd_bus_error *why)
{
    al_play_bus *b = user;
    (void)bus, (void)path, (void)interface, (void)why;
    return b->f.sd_bus_message_append(to, "s", strcmp(property, "Identity") == 0 ? "aloud" : playback(b->player));
}

static int tell_flag(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *to, void *user,
                     sd_bus_error *why)
{
    al_play_bus *b = user;
    (void)bus, (void)path, (void)interface, (void)why;
    bool can = strcmp(property, "CanRaise") != 0 && strcmp(property, "HasTrackList") != 0;
    return b->f.sd_bus_message_append(to, "b", (int)can);
}

static int tell_none(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *to, void *user,
                     sd_bus_error *why)
{
    al_play_bus *b = user;
    (void)bus, (void)path, (void)interface, (void)property, (void)why;
    return b->f.sd_bus_message_append(to, "as", 0);
}

static int tell_number(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *to, void *user,
                       sd_bus_error *why)
{
    al_play_bus *b = user;
    (void)bus, (void)path, (void)interface, (void)why;
    bool fixed = b->player->track && !b->player->track->kind->change;
    double n = strcmp(property, "Rate") == 0          ? percent(b->player) / 100.0
               : strcmp(property, "MinimumRate") == 0 ? (fixed ? 1 : (double)AL_RATE_LEAST / AL_RATE_USUAL)
               : strcmp(property, "MaximumRate") == 0 ? (fixed ? 1 : (double)AL_RATE_MOST / AL_RATE_USUAL)
                                                      : 1; /* the volume */
    return b->f.sd_bus_message_append(to, "d", n);
}

static int tell_place(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *to, void *user,
                      sd_bus_error *why)
{
    al_play_bus *b = user;
    (void)bus, (void)path, (void)interface, (void)property, (void)why;
    return b->f.sd_bus_message_append(to, "x", place(b->player));
}

static void name_track(const aloud_player *p, size_t chapter, char name[NAME])
{
    if (p->track)
        snprintf(name, NAME, "/org/aloud/%s/%zu", p->track->key, chapter + 1);
    else
        snprintf(name, NAME, PATH "/TrackList/NoTrack");
}

static int tell_track(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *to, void *user,
                      sd_bus_error *why)
{
    al_play_bus *b = user;
    aloud_player *p = b->player;
    char name[NAME];
    size_t chapter = al_play_heard(p).chapter;
    (void)bus, (void)path, (void)interface, (void)property, (void)why;
    name_track(p, chapter, name);
    int status = b->f.sd_bus_message_open_container(to, 'a', "{sv}");
    if (status >= 0)
        status = b->f.sd_bus_message_append(to, "{sv}", "mpris:trackid", "o", name);
    if (status >= 0 && p->track)
        status = b->f.sd_bus_message_append(to, "{sv}{sv}{sv}{sv}", "xesam:title", "s", p->track->kind->title(p->track, chapter),
                                            "xesam:album", "s", p->track->title, "xesam:trackNumber", "i", (int)chapter + 1,
                                            "mpris:length", "x", (int64_t)(p->track->kind->length(p->track, chapter) * 1e6));
    return status < 0 ? status : b->f.sd_bus_message_close_container(to);
}

/* ---- what is asked for ---------------------------------------------------------------------------------------------- */

static void obey(al_play_bus *b, const char *line)
{
    int status = b->status ? 0 : aloud_player_command(b->player, line, &b->error);
    if (status && status != ALOUD_ERROR_USAGE)
        b->status = status;
}

static int take_call(sd_bus_message *m, void *user, const char *line)
{
    al_play_bus *b = user;
    obey(b, line);
    return b->f.sd_bus_reply_method_return(m, "");
}

#define CALL(name, line)                                                                                                \
    static int name(sd_bus_message *m, void *user, sd_bus_error *why)                                                  \
    {                                                                                                                   \
        (void)why;                                                                                                      \
        return take_call(m, user, line);                                                                                \
    }
CALL(next, "next chapter")
CALL(previous, "previous chapter")
CALL(pause_or_play, "pause")
CALL(pause_it, "stop")
CALL(play, "play")
CALL(quit, "quit")

/* It has no window. */
static int raise_it(sd_bus_message *m, void *user, sd_bus_error *why)
{
    (void)why;
    return ((al_play_bus *)user)->f.sd_bus_reply_method_return(m, "");
}

static void skip(al_play_bus *b, int64_t by)
{
    char line[64];
    snprintf(line, sizeof line, "skip %.3f", (double)by / 1e6);
    obey(b, line);
}

static int seek(sd_bus_message *m, void *user, sd_bus_error *why)
{
    al_play_bus *b = user;
    int64_t by;
    (void)why;
    int status = b->f.sd_bus_message_read(m, "x", &by);
    if (status < 0)
        return status;
    skip(b, by);
    return b->f.sd_bus_reply_method_return(m, "");
}

/* What is asked about another track comes too late. */
static int set_place(sd_bus_message *m, void *user, sd_bus_error *why)
{
    al_play_bus *b = user;
    const char *track;
    char now[NAME];
    int64_t to;
    (void)why;
    int status = b->f.sd_bus_message_read(m, "ox", &track, &to);
    if (status < 0)
        return status;
    name_track(b->player, al_play_heard(b->player).chapter, now);
    if (strcmp(track, now) == 0 && to >= 0)
        skip(b, to - place(b->player));
    return b->f.sd_bus_reply_method_return(m, "");
}

static int open_uri(sd_bus_message *m, void *user, sd_bus_error *why)
{
    al_play_bus *b = user;
    (void)m;
    return b->f.sd_bus_error_set_const(why, "org.freedesktop.DBus.Error.NotSupported", "aloud opens nothing from here");
}

static int set_rate(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *from, void *user,
                    sd_bus_error *why)
{
    al_play_bus *b = user;
    char line[64];
    double rate;
    (void)bus, (void)path, (void)interface, (void)property, (void)why;
    int status = b->f.sd_bus_message_read(from, "d", &rate);
    if (status < 0)
        return status;
    if (rate == 0) /* by the specification */
        obey(b, "stop");
    else if (rate > 0 && rate < 100) {
        snprintf(line, sizeof line, "rate %.0f%%", rate * 100);
        obey(b, line);
    }
    return 0;
}

static int set_volume(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *from, void *user,
                      sd_bus_error *why)
{
    (void)bus, (void)path, (void)interface, (void)property, (void)from, (void)user, (void)why;
    return 0; /* the desktop has one of its own for each program */
}

/* ---- the tables ----------------------------------------------------------------------------------------------------- */

enum { FIXED = SD_BUS_VTABLE_PROPERTY_CONST, TOLD = SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE };

/* What the library's macro for the head of a table would be, were its word of data not loaded later. */
#define HEAD                                                                                                             \
    {                                                                                                                   \
        .type = _SD_BUS_VTABLE_START,                                                                                  \
        .x.start = { .element_size = sizeof(sd_bus_vtable), .features = _SD_BUS_VTABLE_PARAM_NAMES }                   \
    }

static const sd_bus_vtable root_table[] = {
    HEAD,
    SD_BUS_METHOD("Raise", "", "", raise_it, 0),
    SD_BUS_METHOD("Quit", "", "", quit, 0),
    SD_BUS_PROPERTY("CanQuit", "b", tell_flag, 0, FIXED),
    SD_BUS_PROPERTY("CanRaise", "b", tell_flag, 0, FIXED),
    SD_BUS_PROPERTY("HasTrackList", "b", tell_flag, 0, FIXED),
    SD_BUS_PROPERTY("Identity", "s", tell_text, 0, FIXED),
    SD_BUS_PROPERTY("SupportedUriSchemes", "as", tell_none, 0, FIXED),
    SD_BUS_PROPERTY("SupportedMimeTypes", "as", tell_none, 0, FIXED),
    SD_BUS_VTABLE_END,
};

static const sd_bus_vtable player_table[] = {
    HEAD,
    SD_BUS_METHOD("Next", "", "", next, 0),
    SD_BUS_METHOD("Previous", "", "", previous, 0),
    SD_BUS_METHOD("Pause", "", "", pause_it, 0),
    SD_BUS_METHOD("PlayPause", "", "", pause_or_play, 0),
    SD_BUS_METHOD("Stop", "", "", pause_it, 0),
    SD_BUS_METHOD("Play", "", "", play, 0),
    SD_BUS_METHOD_WITH_NAMES("Seek", "x", SD_BUS_PARAM(Offset), "", , seek, 0),
    SD_BUS_METHOD_WITH_NAMES("SetPosition", "ox", SD_BUS_PARAM(TrackId) SD_BUS_PARAM(Position), "", , set_place, 0),
    SD_BUS_METHOD_WITH_NAMES("OpenUri", "s", SD_BUS_PARAM(Uri), "", , open_uri, 0),
    SD_BUS_SIGNAL_WITH_NAMES("Seeked", "x", SD_BUS_PARAM(Position), 0),
    SD_BUS_PROPERTY("PlaybackStatus", "s", tell_text, 0, TOLD),
    SD_BUS_WRITABLE_PROPERTY("Rate", "d", tell_number, set_rate, 0, TOLD),
    SD_BUS_PROPERTY("Metadata", "a{sv}", tell_track, 0, TOLD),
    SD_BUS_WRITABLE_PROPERTY("Volume", "d", tell_number, set_volume, 0, TOLD),
    SD_BUS_PROPERTY("Position", "x", tell_place, 0, 0),
    SD_BUS_PROPERTY("MinimumRate", "d", tell_number, 0, TOLD),
    SD_BUS_PROPERTY("MaximumRate", "d", tell_number, 0, TOLD),
    SD_BUS_PROPERTY("CanGoNext", "b", tell_flag, 0, TOLD),
    SD_BUS_PROPERTY("CanGoPrevious", "b", tell_flag, 0, TOLD),
    SD_BUS_PROPERTY("CanPlay", "b", tell_flag, 0, TOLD),
    SD_BUS_PROPERTY("CanPause", "b", tell_flag, 0, TOLD),
    SD_BUS_PROPERTY("CanSeek", "b", tell_flag, 0, TOLD),
    SD_BUS_PROPERTY("CanControl", "b", tell_flag, 0, 0),
    SD_BUS_VTABLE_END,
};

static const struct {
    const char *interface;
    const sd_bus_vtable *table;
    size_t size;
} interfaces[] = { { ROOT, root_table, sizeof root_table }, { PLAYER, player_table, sizeof player_table } };

enum { INTERFACES = sizeof interfaces / sizeof *interfaces };

/* ---- the bus -------------------------------------------------------------------------------------------------------- */

static int load(struct symbols *f)
{
    static const char *const files[] = { "libsystemd.so.0", NULL };
    static const al_symbol symbols[] = {
#define X(name) { #name, offsetof(struct symbols, name) },
        SYMBOLS(X)
#undef X
    };
    return al_library_load(files, symbols, sizeof symbols / sizeof *symbols, f, ALOUD_ERROR_ENGINE, NULL);
}

static bool add_tables(al_play_bus *b)
{
    for (size_t i = 0; i < INTERFACES; i++) {
        sd_bus_vtable *table = malloc(interfaces[i].size);
        if (!table)
            return false;
        memcpy(table, interfaces[i].table, interfaces[i].size);
        table->x.start.vtable_format_reference = b->f.sd_bus_object_vtable_format;
        b->tables[i] = table;
        if (b->f.sd_bus_add_object_vtable(b->bus, NULL, PATH, interfaces[i].interface, table, b) < 0)
            return false;
    }
    return true;
}

static void leave(al_play_bus *b)
{
    if (b->bus)
        b->f.sd_bus_flush_close_unref(b->bus);
    b->bus = NULL;
}

/* Where several play, each has a name of its own, as the specification wants it. */
static int on_name(sd_bus_message *m, void *user, sd_bus_error *why)
{
    (void)m, (void)user, (void)why;
    return 0;
}

al_play_bus *al_play_bus_open(aloud_player *p)
{
    char name[NAME];
    al_play_bus *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->player = p;
    snprintf(name, sizeof name, ROOT ".aloud.instance%ld", (long)getpid());
    if (load(&b->f) || b->f.sd_bus_open_user(&b->bus) < 0 || !add_tables(b) ||
        b->f.sd_bus_request_name_async(b->bus, NULL, name, 0, on_name, NULL) < 0) {
        al_play_bus_close(b);
        return NULL;
    }
    b->playback = playback(p);
    b->percent = percent(p);
    return b;
}

void al_play_bus_close(al_play_bus *b)
{
    if (!b)
        return;
    leave(b);
    for (size_t i = 0; i < INTERFACES; i++)
        free(b->tables[i]);
    free(b);
}

static int changed(al_play_bus *b, const char *property)
{
    return b->f.sd_bus_emit_properties_changed(b->bus, PATH, PLAYER, property, NULL);
}

/* Tell what has changed since.  Negative where the bus is gone. */
static int tell(al_play_bus *b)
{
    aloud_player *p = b->player;
    const char *now = playback(p);
    int64_t at = place(p), sound = heard(p), went = at - b->place - (sound - b->heard);
    size_t chapter = al_play_heard(p).chapter;
    int status = 0;
    bool other = p->track != b->track || chapter != b->chapter;
    if (now != b->playback)
        status = changed(b, "PlaybackStatus");
    if (status >= 0 && other)
        status = changed(b, "Metadata");
    if (status >= 0 && percent(p) != b->percent)
        status = changed(b, "Rate");
    if (status >= 0 && !other && (went > JUMP || went < -JUMP))
        status = b->f.sd_bus_emit_signal(b->bus, PATH, PLAYER, "Seeked", "x", at);
    b->playback = now;
    b->track = p->track;
    b->chapter = chapter;
    b->percent = percent(p);
    b->place = at;
    b->heard = sound;
    return status;
}

int al_play_bus_turn(al_play_bus *b, aloud_error *err)
{
    if (!b || !b->bus)
        return 0;
    int status = tell(b);
    while (status >= 0 && !b->status && (status = b->f.sd_bus_process(b->bus, NULL)) > 0)
        ;
    if (status < 0)
        leave(b);
    if (!b->status)
        return 0;
    if (err)
        *err = b->error;
    return b->status;
}

size_t al_play_bus_watch(al_play_bus *b, struct pollfd *on, size_t room, int *wait)
{
    uint64_t due = UINT64_MAX;
    if (!b || !b->bus || !room)
        return 0;
    int fd = b->f.sd_bus_get_fd(b->bus), events = b->f.sd_bus_get_events(b->bus);
    if (fd < 0 || events < 0 || b->f.sd_bus_get_timeout(b->bus, &due) < 0)
        return 0;
    on[0] = (struct pollfd){ .fd = fd, .events = (short)events };
    if (due == UINT64_MAX)
        return 1;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t now = (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000, left = due > now ? (due - now) / 1000 + 1 : 0;
    if (*wait < 0 || left < (uint64_t)*wait)
        *wait = (int)(left < 1000000 ? left : 1000000);
    return 1;
}

#endif
