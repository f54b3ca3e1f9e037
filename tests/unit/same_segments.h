/* Two files of one dump, of which one may hold no contents of segments. */
#ifndef TESTS_UNIT_SAME_SEGMENTS_H
#define TESTS_UNIT_SAME_SEGMENTS_H

#include "../../libcore/base/file.h"

/* Fails unless both give the same segments and end with the same error; how many there are. */
uint64_t assert_same_segments(const struct wcore_file *a, const struct wcore_file *b);

#endif
