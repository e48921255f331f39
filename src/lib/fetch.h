/* What is at an http or https address. */
#ifndef AL_LIB_FETCH_H
#define AL_LIB_FETCH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct al_fetched {
    al_buf bytes;
    al_buf type; /* the media type with its parameters; empty where none was told */
    al_buf url;  /* where it was found in the end */
} al_fetched;

bool al_fetch_is_url(const char *path);

/* How much and how long. */
typedef struct al_fetch_limits {
    size_t bytes;
    long connect, all;          /* seconds until there is a connection, and until all of it is there */
    long slow_bytes, slow;      /* fewer bytes a second than that for so many seconds are none */
} al_fetch_limits;

extern const al_fetch_limits al_fetch_usual; /* 256 MiB, a minute */

/* Get what is at the address.  *out is the caller's to release.  Redirects are followed, ten at most and to http and https
 * only; no cookies, no passwords.  ALOUD_ERROR_INPUT, one line for each way it fails. */
int al_fetch(const char *url, const al_fetch_limits *, al_fetched *out, aloud_error *err);
void al_fetched_release(al_fetched *);

#endif
