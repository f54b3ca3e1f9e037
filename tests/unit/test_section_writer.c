#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/base/output_file.h"
#include "../../libcore/wasm/section_writer.h"

/* A type section, a custom section with a padded size, an empty start of memory. */
static const uint8_t input[] = {
	0, 'a', 's', 'm', 1, 0, 0, 0,
	1, 4, 1, 0x60, 0, 0,
	0, 0x86, 0x80, 0, 3, 'a', 'b', 'c', 9, 8,
};

static void test_copied_section_has_a_short_size(void **state)
{
	static const uint8_t wanted[] = {
		0, 'a', 's', 'm', 1, 0, 0, 0,
		0, 6, 3, 'a', 'b', 'c', 9, 8,
		1, 4, 1, 0x60, 0, 0,
	};
	struct wcore_memory_sink sink;
	struct wcore_counting_sink counter;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_sink *sinks[] = { &sink.sink, &counter.sink };

	(void)state;
	wcore_memory_sink_init(&sink);
	wcore_counting_sink_init(&counter);
	assert_null(wcore_file_from_memory("x.wasm", input, sizeof(input), &file));
	assert_null(wcore_module_open(file, 0, sizeof(input), &module));
	assert_null(module->cut);
	assert_int_equal(wcore_section_body(module, &module->sections[1]), 18);
	for (unsigned i = 0; i < 2; i++) {
		assert_null(wcore_write_preamble(sinks[i]));
		assert_null(wcore_copy_section(sinks[i], module, &module->sections[1]));
		assert_null(wcore_copy_section(sinks[i], module, &module->sections[0]));
	}
	assert_int_equal(sink.bytes.size, sizeof(wanted));
	assert_memory_equal(sink.bytes.data, wanted, sizeof(wanted));
	assert_int_equal(counter.size, sizeof(wanted));
	wcore_encoder_deinit(&sink.bytes);
	wcore_module_close(module);
	wcore_file_close(file);
}

static void test_written_sections(void **state)
{
	static const uint8_t wanted[] = { 0, 5, 3, 'a', 'b', 'c', 7, 5, 1, 7 };
	struct wcore_memory_sink sink;
	struct wcore_encoder contents = { 0 }, full = { .is_out_of_memory = true };

	(void)state;
	wcore_memory_sink_init(&sink);
	wcore_encode_u8(&contents, 7);
	assert_null(wcore_write_custom(&sink.sink, "abc", &contents));
	assert_null(wcore_write_section(&sink.sink, WCORE_SECTION_MEMORY, &contents));
	assert_int_equal(sink.bytes.size, sizeof(wanted));
	assert_memory_equal(sink.bytes.data, wanted, sizeof(wanted));
	assert_non_null(wcore_write_section(&sink.sink, WCORE_SECTION_MEMORY, &full));
	wcore_encoder_deinit(&contents);
	wcore_encoder_deinit(&sink.bytes);
}

static void test_header_sizes(void **state)
{
	static const uint8_t wanted[] = { 11, 0x7f, 11, 0x80, 1, 11, 0xff, 0xff, 0xff, 0xff, 0x0f };
	struct wcore_memory_sink sink;

	(void)state;
	wcore_memory_sink_init(&sink);
	assert_null(wcore_write_section_header(&sink.sink, WCORE_SECTION_DATA, 127));
	assert_null(wcore_write_section_header(&sink.sink, WCORE_SECTION_DATA, 128));
	assert_null(wcore_write_section_header(&sink.sink, WCORE_SECTION_DATA, UINT32_MAX));
	assert_int_equal(sink.bytes.size, sizeof(wanted));
	assert_memory_equal(sink.bytes.data, wanted, sizeof(wanted));
	wcore_encoder_deinit(&sink.bytes);
}

/* Bytes of a file reach an output whole, whichever way the system takes them. */
static void test_copy_from_file_to_file(void **state)
{
	enum { SIZE = 3000001 };
	char from[] = "/tmp/wcore-copy-XXXXXX", to[sizeof(from) + 4];
	uint8_t *bytes = malloc(SIZE);
	struct wcore_output_file *output;
	struct wcore_file *file, *copy;
	const int fd = mkstemp(from);

	(void)state;
	assert_non_null(bytes);
	for (unsigned i = 0; i < SIZE; i++)
		bytes[i] = (uint8_t)(i * 2654435761u >> 24);
	assert_int_equal(write(fd, bytes, SIZE), SIZE);
	close(fd);
	snprintf(to, sizeof(to), "%s.out", from);
	assert_null(wcore_file_open(from, NULL, &file));
	assert_null(wcore_output_file_create(to, &output));
	assert_null(wcore_sink_write(wcore_output_file_sink(output), "head", 4));
	assert_null(wcore_sink_copy(wcore_output_file_sink(output), file, 1, SIZE - 2));
	assert_null(wcore_sink_copy(wcore_output_file_sink(output), file, 5, 3));
	assert_null(wcore_output_file_commit(output));
	assert_null(wcore_file_open(to, NULL, &copy));
	assert_int_equal(copy->size, 4 + SIZE - 2 + 3);
	assert_memory_equal(copy->data, "head", 4);
	assert_memory_equal(copy->data + 4, bytes + 1, SIZE - 2);
	assert_memory_equal(copy->data + 4 + SIZE - 2, bytes + 5, 3);
	wcore_file_close(copy);
	wcore_file_close(file);
	unlink(from);
	unlink(to);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copied_section_has_a_short_size),
		cmocka_unit_test(test_written_sections),
		cmocka_unit_test(test_header_sizes),
		cmocka_unit_test(test_copy_from_file_to_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
