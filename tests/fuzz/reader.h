/* What every reader must hold to whatever it is given. */
#ifndef TESTS_FUZZ_READER_H
#define TESTS_FUZZ_READER_H

#include <stddef.h>
#include <stdint.h>

#include "read/reader.h"

/* Read the bytes with `reader`, and if that gives an article, make its script and write it out.  Aborts when something that
 * is promised does not hold. */
void fuzz_reader(const al_reader *reader, const char *name, const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
