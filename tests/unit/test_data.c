/* Data segments, WebAssembly 3.0, 5.5.14. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/wasm/data.h"

/* There are three kinds; what a fourth one holds nobody knows. */
static void test_unknown_kind(void **state)
{
	static const uint8_t bytes[] = {
		0, 'a', 's', 'm', 1, 0, 0, 0, 11, 13, 2,
		0, 0x41, 8, 0x0b, 1, 'x', 3, 0x41, 9, 0x0b, 1, 'y',
	};
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_data_iter iter;
	struct wcore_data_segment segment = { 0 };

	(void)state;
	assert_null(wcore_file_from_memory("data.wasm", bytes, sizeof(bytes), &file));
	assert_null(wcore_module_open(file, 0, sizeof(bytes), &module));
	wcore_data_iter_init(&iter, module);
	assert_true(wcore_data_iter_next(&iter, &segment));
	assert_true(segment.is_active);
	assert_int_equal(segment.address, 8);
	assert_int_equal(segment.size, 1);
	assert_int_equal(bytes[segment.offset], 'x');
	assert_false(wcore_data_iter_next(&iter, &segment));
	wcore_module_close(module);
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_unknown_kind) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
