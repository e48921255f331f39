#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size)
        fuzz_reader(&al_reader_feed, "fuzz.xml", bytes, size);
    return 0;
}
