/* How much two texts say the same. */
#ifndef AL_READ_ALIKE_H
#define AL_READ_ALIKE_H

#include <stdbool.h>

/* Twice the words they share over the words of both, 0 to 1, whatever their case and marks (al_text_key). */
double al_alike(const char *a, const char *b);

/* The part of a's words that b holds too, 0 to 1. */
double al_alike_held(const char *a, const char *b);

/* Whether the words of `part` stand in `whole` in a row; false for an empty part. */
bool al_alike_contains(const char *whole, const char *part);

#endif
