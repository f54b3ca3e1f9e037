/* Secrets in memory: over the borders of segments as a reader of the memory sees them, and in segments without a place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/dump.h"
#include "dump_writer.h"
#include "redact_fixture.h"

#define SECRET "Zq7+Zq8-"
#define SIZE (sizeof(SECRET) - 1)
#define SEGMENTS 3
#define BYTES(text) text, sizeof(text) - 1

/* Segments are given one after the other; a found secret begins in the first of them that has one of its bytes. */
static const struct memory_case {
	const char *what;
	struct writer_data segments[SEGMENTS];
	uint32_t count;
	bool has_locals;	/* as Wasmtime never writes: zeros are not left out then */
	bool is_found;
	uint32_t memory, address, patches;	/* patches: one for each segment that has a part */
} cases[] = {
	{ "in a segment", { { 0, 4096, BYTES("a=" SECRET ".") } }, 1, false, true, 0, 4098, 1 },
	{ "in a second memory", { { 0, 4096, BYTES("a") }, { 1, 8192, BYTES(SECRET) } }, 2, false, true, 1, 8192, 1 },
	{ "over the border of two", { { 0, 4092, BYTES("Zq7+") }, { 0, 4096, BYTES("Zq8-") } }, 2, false, true, 0, 4092, 2 },
	{ "over two borders", { { 0, 4093, BYTES("Zq7") }, { 0, 4096, BYTES("+Zq") }, { 0, 4099, BYTES("8-") } }, 3, true,
	  true, 0, 4093, 3 },
	{ "over the border of two that descend", { { 0, 4096, BYTES("Zq8-") }, { 0, 4092, BYTES("Zq7+") } }, 2, false,
	  true, 0, 4092, 2 },
	{ "with another one between them", { { 0, 4092, BYTES("Zq7+") }, { 0, 9000, BYTES("a") }, { 0, 4096, BYTES("Zq8-") } },
	  3, false, true, 0, 4092, 2 },
	{ "over two memories", { { 0, 4092, BYTES("Zq7+") }, { 1, 4096, BYTES("Zq8-") } }, 2, false, false, 0, 0, 0 },
	{ "with a byte missing", { { 0, 4092, BYTES("Zq7+") }, { 0, 4097, BYTES("Zq8-") } }, 2, false, false, 0, 0, 0 },
	/* What stands between these is the high half of a character, which is zero. */
	{ "as UTF-16, with a zero left out", { { 0, 4093, BYTES("Z\0q") }, { 0, 4097, BYTES("7\0+\0Z\0q\0" "8\0-") } }, 2,
	  false, true, 0, 4093, 2 },
	{ "as UTF-16, with a byte that is not known", { { 0, 4093, BYTES("Z\0q") }, { 0, 4097, BYTES("7\0+\0Z\0q\0" "8\0-") } },
	  2, true, false, 0, 0, 0 },
};

static void memories_are_searched_as_a_reader_sees_them(void **state)
{
	static const struct writer_value local = { 0x7f, 5 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct memory_case *c = &cases[i];
		const struct wcore_redact_hit *hit;
		struct redact_fixture f;
		struct dump_writer w;
		struct wcore_file *file;
		struct wcore_dump *dump;

		writer_like_wasmtime(&w, c->segments, c->count, &local, c->has_locals);
		file = writer_file(&w, "t.core");
		assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
		redact_fixture_open(&f, file, SECRET);
		assert_null(wcore_redact_add_memory(f.window, dump));
		redact_fixture_finish(&f);
		hit = f.redaction.hits;
		if (f.redaction.hit_count != c->is_found)
			fail_msg("%s: %zu", c->what, f.redaction.hit_count);
		assert_int_equal(f.redaction.patches.count, c->patches);
		if (c->is_found) {
			assert_int_equal(hit->place, WCORE_PLACE_MEMORY);
			assert_int_equal(hit->memory, c->memory);
			assert_int_equal(hit->address, c->address);
			assert_int_equal(file->data[hit->offset], SECRET[0]);
		}
		redact_fixture_close(&f);
		wcore_dump_close(dump);
		wcore_file_close(file);
		writer_deinit(&w);
	}
}

/* Two active segments side by side, which have the secret twice together, and two passive ones, of which the last has it. */
static void write_segments(struct dump_writer *w)
{
	writer_data_begin(w, 4);
	writer_segment_64(w, 0, 100, "Zq7+", 4);
	writer_segment_64(w, 0, 104, "Zq8-" SECRET, 4 + SIZE);
	writer_bytes(w, "\1\4....\1\x09." SECRET, 8 + 1 + SIZE);
	writer_end(w);
}

static void check_passive(const struct wcore_redact_hit *hit, const struct wcore_file *file)
{
	const uint8_t *at = memmem(file->data, file->size, "." SECRET, SIZE + 1);

	assert_non_null(at);
	assert_int_equal(hit->place, WCORE_PLACE_SEGMENT);
	assert_int_equal(hit->number, 3);
	assert_int_equal(hit->offset, at + 1 - file->data);
	assert_int_equal(hit->size, SIZE);
}

/* A dump's segment that stands nowhere is searched behind its memory. */
static void segments_without_an_address_are_searched(void **state)
{
	struct redact_fixture f;
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;

	(void)state;
	writer_init(&w);
	writer_core(&w, "a.wasm");
	writer_memory(&w, 0, 1, 0);
	write_segments(&w);
	file = writer_file(&w, "t.core");
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	redact_fixture_open(&f, file, SECRET);
	assert_null(wcore_redact_add_memory(f.window, dump));
	redact_fixture_finish(&f);
	assert_int_equal(f.redaction.hit_count, 3);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(f.redaction.hits[i].place, WCORE_PLACE_MEMORY);
		assert_int_equal(f.redaction.hits[i].address, 100 + i * SIZE);
	}
	check_passive(&f.redaction.hits[2], file);
	redact_fixture_close(&f);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* In a module each segment is on its own: which of them memory will have is not said. */
static void segments_of_a_module_are_searched_one_by_one(void **state)
{
	struct redact_fixture f;
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	writer_init(&w);
	writer_memory(&w, 0, 1, 0);
	write_segments(&w);
	file = writer_file(&w, "t.wasm");
	assert_null(wcore_module_open(file, 0, file->size, &module));
	redact_fixture_open(&f, file, SECRET);
	assert_null(wcore_redact_add_segments(f.window, module));
	redact_fixture_finish(&f);
	assert_int_equal(f.redaction.hit_count, 2);
	assert_int_equal(f.redaction.hits[0].place, WCORE_PLACE_MEMORY);
	assert_int_equal(f.redaction.hits[0].address, 108);
	check_passive(&f.redaction.hits[1], file);
	redact_fixture_close(&f);
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memories_are_searched_as_a_reader_sees_them),
		cmocka_unit_test(segments_without_an_address_are_searched),
		cmocka_unit_test(segments_of_a_module_are_searched_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
