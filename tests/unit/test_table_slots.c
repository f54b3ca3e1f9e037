#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/layout/table_slots.h"
#include "dump_writer.h"

struct opened {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_table_slots slots;
};

static void section(struct opened *opened, enum wcore_section_id id, const char *bytes, size_t size)
{
	writer_section(&opened->w, id);
	writer_bytes(&opened->w, bytes, size);
	writer_end(&opened->w);
}

/*
 * A module of five functions without parameters and a table of 10 elements; body is the code of
 * the last one without its end.
 */
static void open_module(struct opened *opened, const char *exports, size_t exports_size, const char *elements,
			size_t elements_size, const char *body, size_t body_size)
{
	writer_init(&opened->w);
	section(opened, WCORE_SECTION_TYPE, "\1\x60\0\0", 4);
	section(opened, WCORE_SECTION_FUNCTION, "\5\0\0\0\0\0", 6);
	section(opened, WCORE_SECTION_TABLE, "\1\x70\0\x0a", 4);
	if (exports)
		section(opened, WCORE_SECTION_EXPORT, exports, exports_size);
	section(opened, WCORE_SECTION_ELEMENT, elements, elements_size);
	writer_section(&opened->w, WCORE_SECTION_CODE);
	writer_u8(&opened->w, 5);
	for (int i = 0; i < 5; i++) {
		const size_t size = i == 4 ? body_size : 0;

		writer_u8(&opened->w, (uint8_t)(2 + size));
		writer_u8(&opened->w, 0);
		writer_bytes(&opened->w, body, size);
		writer_u8(&opened->w, 0x0b);
	}
	writer_end(&opened->w);
	opened->file = writer_file(&opened->w, "t.wasm");
	assert_null(wcore_module_open(opened->file, 0, opened->file->size, &opened->module));
	assert_null(wcore_table_slots_read(opened->module, 0, &opened->slots));
}

static void close_module(struct opened *opened)
{
	wcore_table_slots_deinit(&opened->slots);
	wcore_module_close(opened->module);
	wcore_file_close(opened->file);
	writer_deinit(&opened->w);
}

static void expect(const struct opened *opened, const char *const *wanted)
{
	size_t count = 0;

	for (; wanted[count]; count++) {
		const struct wcore_table_slot *slot = &opened->slots.items[count];

		assert_true(count < opened->slots.count);
		assert_int_equal(slot->slot, wanted[count][0] - '0');
		assert_int_equal(slot->is_function, wanted[count][1] != '?');
		if (slot->is_function)
			assert_int_equal(slot->funcidx, wanted[count][1] - '0');
	}
	assert_int_equal(opened->slots.count, count);
}

/* Two segments, the later one over the earlier; what no segment gives is null. */
static void test_overlap(void **state)
{
	struct opened opened;

	(void)state;
	open_module(&opened, NULL, 0, "\2\0\x41\6\x0b\1\4" "\0\x41\1\x0b\3\0\1\2", 16, "", 0);
	expect(&opened, (const char *const[]){ "10", "21", "32", "64", NULL });
	assert_null(opened.slots.doubt);
	close_module(&opened);
	open_module(&opened, NULL, 0, "\2\0\x41\1\x0b\3\0\1\2" "\0\x41\2\x0b\1\4", 16, "", 0);
	expect(&opened, (const char *const[]){ "10", "24", "32", NULL });
	close_module(&opened);
}

/* Expressions: ref.func 3, ref.null, and a global, which can be anything; null takes a slot back. */
static void test_expressions(void **state)
{
	static const char elements[] = "\2\0\x41\0\x0b\3\0\1\2" "\4\x41\0\x0b\3\xd2\3\x0b\xd0\x70\x0b\x23\0\x0b";
	struct opened opened;

	(void)state;
	open_module(&opened, NULL, 0, elements, sizeof(elements) - 1, "", 0);
	expect(&opened, (const char *const[]){ "03", "2?", NULL });
	close_module(&opened);
}

static void test_doubt(void **state)
{
	struct opened opened;

	(void)state;
	open_module(&opened, "\1\1t\1\0", 5, "\1\0\x41\1\x0b\1\0", 7, "", 0);
	assert_string_equal(opened.slots.doubt, "the table is exported");
	expect(&opened, (const char *const[]){ "10", NULL });
	close_module(&opened);
	/* i32.const 0, ref.null func, table.set 0 */
	open_module(&opened, NULL, 0, "\1\0\x41\1\x0b\1\0", 7, "\x41\0\xd0\x70\x26\0", 6);
	assert_string_equal(opened.slots.doubt, "the code writes to tables");
	close_module(&opened);
	/* A place that a global says. */
	open_module(&opened, NULL, 0, "\1\0\x23\0\x0b\1\0", 7, "", 0);
	assert_non_null(opened.slots.doubt);
	expect(&opened, (const char *const[]){ NULL });
	close_module(&opened);
	/* There is no such table. */
	open_module(&opened, NULL, 0, "\1\0\x41\1\x0b\1\0", 7, "", 0);
	wcore_table_slots_deinit(&opened.slots);
	assert_null(wcore_table_slots_read(opened.module, 1, &opened.slots));
	assert_int_equal(opened.slots.count, 0);
	close_module(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_overlap), cmocka_unit_test(test_expressions),
					    cmocka_unit_test(test_doubt) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
