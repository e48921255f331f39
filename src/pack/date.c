#include "pack/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { NEVER = 315532800 }; /* 1980-01-01 */

/* "+02:00", "-0430", "Z"; seconds to take away from the time, 0 where it is no zone. */
static long zone(const char *text)
{
    char sign = 0;
    int hours = 0, minutes = 0;
    if (sscanf(text, "%c%2d:%2d", &sign, &hours, &minutes) < 3 && sscanf(text, "%c%2d%2d", &sign, &hours, &minutes) < 2)
        return 0;
    long seconds = hours * 3600L + minutes * 60L;
    return sign == '+' ? seconds : sign == '-' ? -seconds : 0;
}

bool al_date_parse(const char *text, al_date *out)
{
    struct tm t = { .tm_mday = 1 };
    int year = 0, month = 1, end = 0;
    out->seconds = NEVER;
    if (!text || sscanf(text, "%4d-%2d-%2d", &year, &month, &t.tm_mday) < 1)
        return false;
    if (year < 1000 || month < 1 || month > 12 || t.tm_mday < 1 || t.tm_mday > 31)
        return false;
    if (sscanf(text, "%*4d-%*2d-%*2d%*1[Tt ]%2d:%2d%n", &t.tm_hour, &t.tm_min, &end) < 2)
        t.tm_hour = t.tm_min = end = 0;
    int more = 0;
    if (end && sscanf(text + end, ":%2d%n", &t.tm_sec, &more) == 1)
        end += more;
    if (end && (text[end] == '.' || text[end] == ','))
        end += 1 + (int)strspn(text + end + 1, "0123456789");
    if (t.tm_hour < 0 || t.tm_hour > 24 || t.tm_min < 0 || t.tm_min > 59 || t.tm_sec < 0 || t.tm_sec > 60)
        return false;
    t.tm_year = year - 1900;
    t.tm_mon = month - 1;
    out->seconds = (int64_t)timegm(&t) - (end ? zone(text + end) : 0);
    return true;
}

static struct tm parts(const al_date *d)
{
    struct tm t = { 0 };
    time_t seconds = (time_t)d->seconds;
    gmtime_r(&seconds, &t);
    return t;
}

void al_date_iso(al_buf *out, const al_date *d)
{
    struct tm t = parts(d);
    al_buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

void al_date_mail(al_buf *out, const al_date *d)
{
    static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct tm t = parts(d);
    al_buf_printf(out, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[t.tm_wday], t.tm_mday, months[t.tm_mon], t.tm_year + 1900,
                  t.tm_hour, t.tm_min, t.tm_sec);
}
