#include "read/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct moment {
    int year, month, day, hour, minute, second;
    bool timed, zoned;
    int zone; /* minutes east of Greenwich */
};

static const char *digits(const char *s, int least, int most, int *value)
{
    int n = 0;
    *value = 0;
    while (n < most && s[n] >= '0' && s[n] <= '9')
        *value = *value * 10 + (s[n++] - '0');
    return n < least ? NULL : s + n;
}

static const char *blanks(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* "+0200", "+02:00", "Z", "GMT", "EST". */
static void read_zone(const char *s, struct moment *m)
{
    static const struct { const char *name; int hours; } names[] = {
        { "Z", 0 }, { "UT", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
        { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
    };
    int hours, minutes = 0;
    s = blanks(s);
    if (*s == '+' || *s == '-') {
        const char *end = digits(s + 1, 2, 2, &hours);
        if (!end)
            return;
        digits(end + (*end == ':'), 2, 2, &minutes);
        m->zoned = true;
        m->zone = (hours * 60 + minutes) * (*s == '-' ? -1 : 1);
        return;
    }
    size_t n = strcspn(s, " \t\r\n([");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == n && strncasecmp(s, names[i].name, n) == 0) {
            m->zoned = true;
            m->zone = names[i].hours * 60;
        }
}

/* "10:00", "10:00:00", "10:00:00.5", and the zone. */
static void read_time(const char *s, struct moment *m)
{
    const char *at = digits(s, 1, 2, &m->hour);
    if (!at || *at != ':' || !(at = digits(at + 1, 2, 2, &m->minute)))
        return;
    m->timed = true;
    if (*at == ':') {
        const char *end = digits(at + 1, 2, 2, &m->second);
        at = end ? end : at;
    }
    if (*at == '.')
        at += 1 + strspn(at + 1, "0123456789");
    read_zone(at, m);
}

static bool read_iso(const char *s, struct moment *m)
{
    s = digits(s, 4, 4, &m->year);
    if (!s || *s != '-' || !(s = digits(s + 1, 2, 2, &m->month)) || *s != '-' || !(s = digits(s + 1, 2, 2, &m->day)))
        return false;
    if (*s == 'T' || *s == 't' || *s == ' ')
        read_time(blanks(s + 1), m);
    return true;
}

static bool read_mail(const char *s, struct moment *m)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    const char *comma = strchr(s, ',');
    if (comma && comma - s < 12)
        s = blanks(comma + 1);
    s = digits(s, 1, 2, &m->day);
    if (!s)
        return false;
    s += strspn(s, " -");
    for (int i = 0; i < 12; i++)
        if (strncasecmp(s, months + 3 * i, 3) == 0)
            m->month = i + 1;
    s += strcspn(s, " -0123456789\n");
    s += strspn(s, " -");
    const char *end = digits(s, 2, 4, &m->year);
    if (!end || !m->month)
        return false;
    if (end - s == 2)
        m->year += m->year < 70 ? 2000 : 1900;
    read_time(blanks(end), m);
    return true;
}

bool al_date_read(const char *text, char *out, size_t size)
{
    struct moment m = { 0 };
    const char *s = blanks(text);
    if (!read_iso(s, &m)) {
        m = (struct moment){ 0 };
        if (!read_mail(s, &m))
            return false;
    }
    bool sound = m.year >= 1000 && m.month >= 1 && m.month <= 12 && m.day >= 1 && m.day <= 31 && m.hour < 25 && m.minute < 60 &&
                 m.second < 61 && m.zone > -1440 && m.zone < 1440;
    if (!sound)
        return false;
    int n = snprintf(out, size, "%04d-%02d-%02d", m.year, m.month, m.day);
    if (m.timed)
        n += snprintf(out + n, size - (size_t)n, "T%02d:%02d:%02d", m.hour, m.minute, m.second);
    if (m.timed && m.zoned && m.zone == 0)
        snprintf(out + n, size - (size_t)n, "Z");
    else if (m.timed && m.zoned)
        snprintf(out + n, size - (size_t)n, "%c%02d:%02d", m.zone < 0 ? '-' : '+', (m.zone < 0 ? -m.zone : m.zone) / 60,
                 (m.zone < 0 ? -m.zone : m.zone) % 60);
    return true;
}
