/* What the fuzzers share.  Each defines LLVMFuzzerTestOneInput(); main.c or libFuzzer calls it. */
#ifndef WCORE_FUZZ_H
#define WCORE_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
