#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/component.h"
#include "../../libcore/wasm/names.h"
#include "dump_writer.h"

static const char component_preamble[] = "\0asm\x0d\0\1\0";
static const char module_preamble[] = "\0asm\1\0\0\0";

enum { CORE_MODULE = 1, CORE_TYPE = 3, COMPONENT = 4 };

static void begin(struct dump_writer *w, uint8_t id, const char *preamble)
{
	writer_u8(w, id);
	writer_begin(w);
	writer_bytes(w, preamble, 8);
}

/* A module with one custom section of the name. */
static void core_module(struct dump_writer *w, const char *name)
{
	begin(w, CORE_MODULE, module_preamble);
	writer_custom(w, name);
	writer_end(w);
	writer_end(w);
}

static void assert_module(const struct wcore_file *file, uint32_t n, const char *name)
{
	struct wcore_module *module = NULL;
	uint64_t offset = 0, size = 0;

	assert_null(wcore_component_find(file, n, &offset, &size));
	assert_null(wcore_module_open(file, offset, size, &module));
	assert_null(module->cut);
	assert_int_equal(module->section_count, 1);
	assert_true(wcore_string_is(module->sections[0].name, name));
	wcore_module_close(module);
}

static void assert_error(const struct wcore_file *file, uint32_t n, enum wcore_error_code code)
{
	uint64_t offset = 0, size = 0;
	struct wcore_error *error = wcore_component_find(file, n, &offset, &size);

	assert_non_null(error);
	assert_int_equal(error->code, code);
	wcore_error_destroy(error);
}

/* Numbers follow the order of the file, nested components included. */
static void nested(void **state)
{
	struct dump_writer w;
	struct wcore_file *file;
	uint32_t count = 0;

	(void)state;
	writer_init_raw(&w);
	writer_bytes(&w, component_preamble, 8);
	core_module(&w, "zero");
	writer_u8(&w, CORE_TYPE);
	writer_begin(&w);
	writer_fill(&w, 1, 3);
	writer_end(&w);
	begin(&w, COMPONENT, component_preamble);
	core_module(&w, "one");
	begin(&w, COMPONENT, component_preamble);
	core_module(&w, "two");
	writer_end(&w);
	core_module(&w, "three");
	writer_end(&w);
	core_module(&w, "four");
	file = writer_file(&w, "t.wasm");
	assert_null(wcore_component_count(file, &count));
	assert_int_equal(count, 5);
	assert_module(file, 0, "zero");
	assert_module(file, 1, "one");
	assert_module(file, 2, "two");
	assert_module(file, 3, "three");
	assert_module(file, 4, "four");
	assert_error(file, 5, WCORE_ERROR_NOT_FOUND);
	wcore_file_close(file);
	writer_deinit(&w);
}

static void core_modules_and_other_files(void **state)
{
	struct wcore_file *file = NULL;
	uint64_t offset = 1, size = 0;
	uint32_t count = 7;

	(void)state;
	assert_null(wcore_file_from_memory("t.wasm", module_preamble, 8, &file));
	assert_null(wcore_component_count(file, &count));
	assert_int_equal(count, 1);
	assert_null(wcore_component_find(file, 0, &offset, &size));
	assert_int_equal(offset, 0);
	assert_int_equal(size, 8);
	assert_error(file, 1, WCORE_ERROR_NOT_FOUND);
	wcore_file_close(file);

	assert_null(wcore_file_from_memory("t.txt", "text", 4, &file));
	assert_null(wcore_component_count(file, &count));
	assert_int_equal(count, 0);
	assert_error(file, 0, WCORE_ERROR_KIND);
	wcore_file_close(file);
}

/* A component that breaks off gives the modules before the break; a cut module is cut itself. */
static void cut(void **state)
{
	struct dump_writer w;
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_error *error;
	uint64_t offset = 0, size = 0;
	uint32_t count = 0;
	size_t second;

	(void)state;
	writer_init_raw(&w);
	writer_bytes(&w, component_preamble, 8);
	core_module(&w, "zero");
	second = w.size;
	core_module(&w, "one");
	assert_null(wcore_file_from_memory("t.wasm", w.data, w.size - 3, &file));
	assert_null(wcore_component_count(file, &count));
	assert_int_equal(count, 2);
	assert_null(wcore_component_find(file, 1, &offset, &size));
	assert_int_equal(offset + size, w.size - 3);
	assert_null(wcore_module_open(file, offset, size, &module));
	assert_non_null(module->cut);
	wcore_module_close(module);
	wcore_file_close(file);

	assert_null(wcore_file_from_memory("t.wasm", w.data, second + 1, &file));
	error = wcore_component_count(file, &count);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	assert_int_equal(error->offset, second + 1);
	wcore_error_destroy(error);
	assert_int_equal(count, 1);
	wcore_file_close(file);

	w.data[second] = COMPONENT;
	assert_null(wcore_file_from_memory("t.wasm", w.data, w.size - 3, &file));
	error = wcore_component_count(file, &count);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	assert_int_equal(error->offset, second);
	wcore_error_destroy(error);
	assert_int_equal(count, 1);
	assert_module(file, 0, "zero");
	assert_error(file, 1, WCORE_ERROR_FORMAT);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* 200 components inside each other; sizes are padded to five bytes and need not be right. */
static void nested_too_deep(void **state)
{
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_error *error;
	uint32_t count = 0;

	(void)state;
	writer_init_raw(&w);
	writer_bytes(&w, component_preamble, 8);
	for (uint32_t i = 0; i < 200; i++) {
		uint32_t size = (200 - i) * 14 - 6;

		writer_u8(&w, COMPONENT);
		for (unsigned shift = 0; shift < 28; shift += 7)
			writer_u8(&w, (uint8_t)(size >> shift | 0x80));
		writer_u8(&w, 0);
		writer_bytes(&w, component_preamble, 8);
	}
	file = writer_file(&w, "t.wasm");
	error = wcore_component_count(file, &count);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* tests/data/component/nested.wat; each module's own name says which one it is. */
static void real_component(void **state)
{
	static const char *const names[] = { "zero", "one", "two", "three", "four" };
	struct wcore_file *file = NULL;
	uint32_t count = 0;

	(void)state;
	assert_null(wcore_file_open("tests/data/component/nested.wasm", NULL, &file));
	assert_null(wcore_component_count(file, &count));
	assert_int_equal(count, 5);
	for (uint32_t i = 0; i < count; i++) {
		struct wcore_module *module = NULL;
		uint64_t offset = 0, size = 0;

		assert_null(wcore_component_find(file, i, &offset, &size));
		assert_null(wcore_module_open(file, offset, size, &module));
		assert_null(module->cut);
		assert_true(wcore_string_is(wcore_names_module(module), names[i]));
		wcore_module_close(module);
	}
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nested),
		cmocka_unit_test(core_modules_and_other_files),
		cmocka_unit_test(cut),
		cmocka_unit_test(nested_too_deep),
		cmocka_unit_test(real_component),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
