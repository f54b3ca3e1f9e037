#include "same_segments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../libcore/dump/memory.h"

uint64_t assert_same_segments(const struct wcore_file *a, const struct wcore_file *b)
{
	struct wcore_dump *dumps[2];
	struct wcore_segment_iter iters[2];
	struct wcore_segment segments[2];
	bool found[2] = { true, true };
	uint64_t count = 0;

	assert_null(wcore_dump_open(a, WCORE_DIALECT_AUTO, &dumps[0]));
	assert_null(wcore_dump_open(b, WCORE_DIALECT_AUTO, &dumps[1]));
	assert_int_equal(dumps[0]->wasm->section_count, dumps[1]->wasm->section_count);
	for (int i = 0; i < 2; i++)
		wcore_segment_iter_init(&iters[i], dumps[i]);
	for (; found[0]; count++) {
		struct wcore_error *errors[2];

		for (int i = 0; i < 2; i++)
			errors[i] = wcore_segment_iter_next(&iters[i], &segments[i], &found[i]);
		assert_int_equal(found[0], found[1]);
		assert_int_equal(errors[0] == NULL, errors[1] == NULL);
		if (errors[0])
			assert_string_equal(errors[0]->message, errors[1]->message);
		wcore_error_destroy(errors[0]);
		wcore_error_destroy(errors[1]);
		if (!found[0])
			break;
		assert_int_equal(segments[0].address, segments[1].address);
		assert_int_equal(segments[0].offset, segments[1].offset);
		assert_int_equal(segments[0].size, segments[1].size);
		assert_int_equal(segments[0].memory, segments[1].memory);
	}
	wcore_dump_close(dumps[0]);
	wcore_dump_close(dumps[1]);
	return count;
}
