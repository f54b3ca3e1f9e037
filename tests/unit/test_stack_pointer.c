/* Where the stack pointer of a module is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../libcore/analysis/stack_pointer.h"
#include "dump_writer.h"

struct fixture {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
};

/* Mutable i32 globals that start at 5, 0 and 4096. */
static void write_globals(struct dump_writer *w)
{
	static const uint8_t globals[] = {
		3, 0x7f, 1, 0x41, 5, 0x0b, 0x7f, 1, 0x41, 0, 0x0b, 0x7f, 1, 0x41, 0x80, 0x20, 0x0b,
	};

	writer_section(w, WCORE_SECTION_GLOBAL);
	writer_bytes(w, globals, sizeof(globals));
	writer_end(w);
}

static void write_start(struct dump_writer *w)
{
	writer_init(w);
	writer_section(w, WCORE_SECTION_TYPE);
	writer_bytes(w, "\1\x60\0\0", 4);
	writer_end(w);
	writer_section(w, WCORE_SECTION_FUNCTION);
	writer_bytes(w, "\1\0", 2);
	writer_end(w);
	write_globals(w);
}

/* One function; global is what it lowers and sets, or -1. */
static void write_code(struct dump_writer *w, int global)
{
	writer_section(w, WCORE_SECTION_CODE);
	writer_u8(w, 1);
	writer_begin(w);
	writer_u8(w, 0);
	if (global >= 0) {
		writer_u8(w, 0x23);
		writer_u8(w, (uint8_t)global);
		writer_bytes(w, "\x41\x10\x6b\x24", 4);
		writer_u8(w, (uint8_t)global);
	}
	writer_u8(w, 0x0b);
	writer_end(w);
	writer_end(w);
}

static void open_module(struct fixture *f)
{
	f->file = writer_file(&f->w, "t.wasm");
	assert_null(wcore_module_open(f->file, 0, f->w.size, &f->module));
}

static void close_module(struct fixture *f)
{
	wcore_module_close(f->module);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

static void test_by_use(void **state)
{
	(void)state;
	for (int used = 0; used < 3; used++) {
		struct fixture f;
		uint32_t global;

		write_start(&f.w);
		write_code(&f.w, used);
		open_module(&f);
		assert_true(wcore_stack_pointer_find(f.module, &global));
		assert_int_equal(global, used);
		close_module(&f);
	}
}

static void test_by_export(void **state)
{
	struct fixture f;
	uint32_t global;
	uint64_t initial;

	(void)state;
	write_start(&f.w);
	writer_section(&f.w, WCORE_SECTION_EXPORT);
	writer_u8(&f.w, 1);
	writer_name(&f.w, "__stack_pointer");
	writer_bytes(&f.w, "\3\2", 2);
	writer_end(&f.w);
	write_code(&f.w, 0);	/* the name counts for more than the use */
	open_module(&f);
	assert_true(wcore_stack_pointer_find(f.module, &global));
	assert_int_equal(global, 2);
	assert_true(wcore_stack_pointer_initial(f.module, global, &initial));
	assert_int_equal(initial, 4096);
	close_module(&f);
}

static void test_by_name(void **state)
{
	struct fixture f;
	uint32_t global;

	(void)state;
	write_start(&f.w);
	write_code(&f.w, 0);
	writer_custom(&f.w, "name");
	writer_u8(&f.w, 7);
	writer_begin(&f.w);
	writer_bytes(&f.w, "\1\1", 2);
	writer_name(&f.w, "__stack_pointer");
	writer_end(&f.w);
	writer_end(&f.w);
	open_module(&f);
	assert_true(wcore_stack_pointer_find(f.module, &global));
	assert_int_equal(global, 1);
	close_module(&f);
}

/* The first global starts at 5, which no linker would; and Go's pointers are not given back. */
static void test_none(void **state)
{
	struct fixture f;
	uint32_t global;

	(void)state;
	write_start(&f.w);
	write_code(&f.w, -1);
	open_module(&f);
	assert_false(wcore_stack_pointer_find(f.module, &global));
	close_module(&f);

	write_start(&f.w);
	write_code(&f.w, 2);
	writer_custom(&f.w, "go:buildid");
	writer_end(&f.w);
	open_module(&f);
	assert_false(wcore_stack_pointer_find(f.module, &global));
	close_module(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_use),
		cmocka_unit_test(test_by_export),
		cmocka_unit_test(test_by_name),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
