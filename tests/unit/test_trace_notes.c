#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/stack.h"
#include "../../libcore/dump/trace_notes.h"
#include "dump_writer.h"

/* A dump of two threads with notes on three frames, as the section's comment has them. */
static void write_dump(struct dump_writer *w, const void *notes, size_t size)
{
	writer_init(w);
	writer_core(w, "a.wasm");
	for (unsigned i = 0; i < 2; i++) {
		writer_stack_begin(w, i ? "other" : "main", 2);
		writer_frame(w, WCORE_DIALECT_SPEC, 0, 7, 9, NULL, 0, NULL, 0);
		writer_frame(w, WCORE_DIALECT_SPEC, 0, 8, 5, NULL, 0, NULL, 0);
		writer_end(w);
	}
	writer_custom(w, WCORE_TRACE_SECTION);
	writer_bytes(w, notes, size);
	writer_end(w);
}

static void test_frames(void **state)
{
	static const uint8_t notes[] = { 0, 4, 'o', 'o', 'p', 's', 3, 0, 1, 1, 1, 0, 2, 1, 1, 3 };
	static const struct { enum wcore_position_kind kind; bool has_gap; } wanted[2][2] = {
		{ { WCORE_POSITION_BODY, false }, { WCORE_POSITION_NONE, false } },
		{ { WCORE_POSITION_BODY, true }, { WCORE_POSITION_NONE, true } },
	};
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;

	(void)state;
	write_dump(&w, notes, sizeof(notes));
	file = writer_file(&w, "t.core");
	assert_null(wcore_dump_open(file, WCORE_DIALECT_SPEC, &dump));
	assert_null(dump->broken);
	assert_true(wcore_string_is(dump->trace.message, "oops"));
	for (unsigned t = 0; t < 2; t++) {
		struct wcore_frame_iter iter;
		struct wcore_frame frame;
		bool found;

		wcore_frame_iter_init(&iter, dump, &dump->threads[t]);
		for (unsigned i = 0; i < 2; i++) {
			assert_null(wcore_frame_iter_next(&iter, &frame, &found));
			assert_true(found);
			assert_int_equal(frame.position_kind, wanted[t][i].kind);
			assert_int_equal(frame.is_behind_gap, wanted[t][i].has_gap);
		}
	}
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* What is broken says so, and gives no notes. */
static void test_broken(void **state)
{
	static const struct { uint8_t bytes[8]; size_t size; } cases[] = {
		{ { 0 }, 0 },				/* nothing */
		{ { 1, 0, 0 }, 3 },			/* another kind */
		{ { 0, 9, 'x' }, 3 },			/* a message that is cut */
		{ { 0, 0, 200, 1, 0, 0, 1 }, 7 },	/* more notes than bytes */
		{ { 0, 0, 1, 0, 0x80 }, 5 },		/* a number that is cut */
		{ { 0, 0, 2, 0, 1, 1, 0, 1 }, 8 },	/* a note that is cut */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dump_writer w;
		struct wcore_file *file;
		struct wcore_dump *dump;

		write_dump(&w, cases[i].bytes, cases[i].size);
		file = writer_file(&w, "t.core");
		assert_null(wcore_dump_open(file, WCORE_DIALECT_SPEC, &dump));
		if (!dump->broken)
			fail_msg("case %zu is read", i);
		assert_int_equal(dump->trace.count, 0);
		wcore_dump_close(dump);
		wcore_file_close(file);
		writer_deinit(&w);
	}
}

static void test_order_and_round_trip(void **state)
{
	static const struct wcore_frame_note twice[] = { { 0, 1, 1 }, { 0, 1, 2 } };
	static const struct wcore_frame_note notes[] = { { 0, 0, 1 }, { 0, 300, 2 }, { 7, 0, 3 } };
	struct wcore_trace_notes in = { .message = WCORE_STRING("why"), .notes = twice, .count = 2 }, out;
	struct wcore_encoder encoder = { 0 };
	struct wcore_cursor cursor;
	struct wcore_arena arena;
	struct wcore_file *file;
	struct wcore_error *error;

	(void)state;
	wcore_arena_init(&arena);
	for (unsigned i = 0; i < 2; i++) {
		encoder.size = 0;
		wcore_encode_trace_notes(&encoder, &in);
		assert_null(wcore_encoder_check(&encoder));
		assert_null(wcore_file_from_memory("t", encoder.data, encoder.size, &file));
		wcore_cursor_init(&cursor, file, 0, file->size, "t");
		error = wcore_trace_notes_read(&cursor, &arena, &out);
		/* Two notes on one frame are none. */
		assert_true(i == 0 ? error != NULL : error == NULL);
		wcore_error_destroy(error);
		wcore_file_close(file);
		in.notes = notes;
		in.count = 3;
	}
	assert_int_equal(out.count, 3);
	assert_int_equal(wcore_trace_notes_find(&out, 0, 300), 2);
	assert_int_equal(wcore_trace_notes_find(&out, 7, 0), 3);
	assert_int_equal(wcore_trace_notes_find(&out, 0, 299), 0);
	assert_int_equal(wcore_trace_notes_find(&out, 8, 0), 0);
	wcore_encoder_deinit(&encoder);
	wcore_arena_deinit(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frames), cmocka_unit_test(test_broken), cmocka_unit_test(test_order_and_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
