#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/function.h"
#include "../../libcore/wasm/index.h"
#include "dump_writer.h"

struct program {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
};

static void program_open(struct program *p)
{
	p->file = writer_file(&p->w, "t.wasm");
	assert_null(wcore_module_open(p->file, 0, p->file->size, &p->module));
}

static void program_close(struct program *p)
{
	wcore_module_close(p->module);
	wcore_file_close(p->file);
	writer_deinit(&p->w);
}

static void assert_no_function(struct program *p, uint32_t funcidx, enum wcore_error_code code)
{
	struct wcore_function function;
	struct wcore_error *error = wcore_module_function(p->module, funcidx, &function);

	assert_non_null(error);
	assert_int_equal(error->code, code);
	wcore_error_destroy(error);
}

static void assert_nothing_at(struct program *p, uint64_t offset)
{
	struct wcore_function function;
	struct wcore_error *error = wcore_module_function_at(p->module, offset, &function);

	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
	wcore_error_destroy(error);
	assert_false(wcore_module_is_body_start(p->module, offset));
}

/* Types, two imported functions among other imports, three bodies. */
static void small_begin(struct program *p)
{
	writer_init(&p->w);
	writer_section(&p->w, WCORE_SECTION_TYPE);
	writer_bytes(&p->w, "\2\x60\0\0\x60\2\x7f\x7e\0", 9);
	writer_end(&p->w);
	writer_section(&p->w, WCORE_SECTION_IMPORT);
	writer_bytes(&p->w, "\3\1m\1a\0\0\1m\1g\3\x7f\0\1m\1b\0\1", 21);
	writer_end(&p->w);
	writer_section(&p->w, WCORE_SECTION_FUNCTION);
	writer_bytes(&p->w, "\3\0\1\0", 4);
	writer_end(&p->w);
}

/* The same with a code section that has these contents. */
static void small_open(struct program *p, const char *bodies, size_t size)
{
	small_begin(p);
	writer_section(&p->w, WCORE_SECTION_CODE);
	writer_bytes(&p->w, bodies, size);
	writer_end(&p->w);
	program_open(p);
}

static void by_index_and_by_place(void **state)
{
	/* Bodies: no locals; 3 i32 and 2 f64 (a padded size); one (ref null 0). */
	static const char bodies[] = "\3" "\3\0\1\x0b" "\x86\x80\0\2\3\x7f\2\x7c\x0b"
				     "\6\1\1\x63\0\1\x0b";
	struct program p;
	struct wcore_function function;
	uint64_t base = 0;

	(void)state;
	small_open(&p, bodies, sizeof(bodies) - 1);
	assert_null(wcore_module_code_base(p.module, &base));
	assert_int_equal(base, wcore_module_section(p.module, WCORE_SECTION_CODE)->offset);

	const struct { uint32_t funcidx; uint64_t header, body, code, end; } want[] = {
		{ 2, base + 1, base + 2, base + 3, base + 5 },
		{ 3, base + 5, base + 8, base + 13, base + 14 },
		{ 4, base + 14, base + 15, base + 19, base + 21 },
	};
	for (size_t i = 0; i < 3; i++) {
		for (uint64_t at = want[i].header; at < want[i].end; at++) {
			struct wcore_error *error;

			assert_int_equal(wcore_module_is_body_start(p.module, at),
					 at == want[i].body);
			if (at < want[i].body) {
				assert_nothing_at(&p, at);
				continue;
			}
			error = wcore_module_function_at(p.module, at, &function);
			assert_null(error);
			assert_int_equal(function.funcidx, want[i].funcidx);
		}
		assert_null(wcore_module_function(p.module, want[i].funcidx, &function));
		assert_false(function.is_imported);
		assert_int_equal(function.funcidx, want[i].funcidx);
		assert_int_equal(function.header, want[i].header);
		assert_int_equal(function.body, want[i].body);
		assert_int_equal(function.code, want[i].code);
		assert_int_equal(function.end, want[i].end);
	}
	assert_nothing_at(&p, 0);
	assert_nothing_at(&p, base);
	assert_nothing_at(&p, base + 21);
	assert_nothing_at(&p, UINT64_MAX);
	assert_null(wcore_module_function(p.module, 1, &function));
	assert_true(function.is_imported);
	assert_int_equal(function.funcidx, 1);
	assert_no_function(&p, 5, WCORE_ERROR_NOT_FOUND);
	assert_no_function(&p, UINT32_MAX, WCORE_ERROR_NOT_FOUND);
	assert_int_equal(p.module->findings.count, 0);
	program_close(&p);
}

/* func[3] has type 1 (i32, i64) and declares two groups of locals: 3 i32 and 2 f64. */
static void groups_of_locals(void **state)
{
	static const char bodies[] = "\3" "\2\0\x0b" "\6\2\3\x7f\2\x7c\x0b" "\2\0\x0b";
	static const uint8_t want[] = { WCORE_I32, WCORE_I64, WCORE_I32, WCORE_I32, WCORE_I32, WCORE_F64, WCORE_F64 };
	struct program p;
	struct wcore_function function;
	struct wcore_valtype type;

	(void)state;
	small_open(&p, bodies, sizeof(bodies) - 1);
	assert_null(wcore_module_function(p.module, 3, &function));
	for (uint32_t i = 0; i < sizeof(want); i++) {
		assert_true(wcore_function_local_type(p.module, &function, i, &type));
		assert_int_equal(type.code, want[i]);
	}
	assert_false(wcore_function_local_type(p.module, &function, sizeof(want), &type));
	program_close(&p);
}

static void locals(void **state)
{
	/* func[3] has type 1 (i32, i64) and declares 4294967295 f64 twice and a funcref. */
	static const char bodies[] = "\3" "\2\0\x0b"
		"\x10\3\xff\xff\xff\xff\x0f\x7c\xff\xff\xff\xff\x0f\x7c\1\x70\x0b" "\2\0\x0b";
	static const struct { uint32_t local; uint8_t code; } want[] = {
		{ 0, WCORE_I32 }, { 1, WCORE_I64 }, { 2, WCORE_F64 }, { UINT32_MAX, WCORE_F64 },
	};
	struct program p;
	struct wcore_function function;
	struct wcore_valtype type;

	(void)state;
	small_open(&p, bodies, sizeof(bodies) - 1);
	assert_null(wcore_module_function(p.module, 3, &function));
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		assert_true(wcore_function_local_type(p.module, &function, want[i].local, &type));
		assert_int_equal(type.code, want[i].code);
	}
	assert_true(wcore_function_local_count(p.module, &function) ==
		    2 + UINT64_C(2) * UINT32_MAX + 1);
	assert_null(wcore_module_function(p.module, 2, &function));
	assert_false(wcore_function_local_type(p.module, &function, 0, &type));
	assert_int_equal(wcore_function_local_count(p.module, &function), 0);
	assert_null(wcore_module_function(p.module, 1, &function));	/* imported, type 1 */
	assert_true(wcore_function_local_type(p.module, &function, 1, &type));
	assert_int_equal(type.code, WCORE_I64);
	assert_false(wcore_function_local_type(p.module, &function, 2, &type));
	assert_int_equal(wcore_function_local_count(p.module, &function), 2);
	program_close(&p);
}

/* Bodies of different sizes, asked for from the end, the middle, and all of them. */
static void many_bodies(void **state)
{
	enum { COUNT = 5000 };
	static const char code[] = "\1\1\1\1\1\1\1\1\1\x0b";
	uint64_t *starts = malloc(COUNT * sizeof(*starts));
	struct program p;
	struct wcore_function function;
	uint64_t base = 0, at;

	(void)state;
	writer_init(&p.w);
	writer_functions(&p.w, COUNT);
	writer_code_begin(&p.w, COUNT);
	for (uint32_t i = 0; i < COUNT; i++)
		writer_body(&p.w, i % 3, &code[i % 10], 10 - i % 10);
	writer_end(&p.w);
	program_open(&p);
	assert_null(wcore_module_code_base(p.module, &base));
	at = base + 2;	/* behind the count */
	for (uint32_t i = 0; i < COUNT; i++) {
		starts[i] = at + 1;
		at += 1u + (i % 3 ? 3u : 1u) + 10u - i % 10;
	}
	assert_true(wcore_module_is_body_start(p.module, starts[4321]));
	assert_null(wcore_module_function(p.module, COUNT - 1, &function));
	assert_int_equal(function.body, starts[COUNT - 1]);
	assert_null(wcore_module_function_at(p.module, starts[2500] + 1, &function));
	assert_int_equal(function.funcidx, 2500);
	for (uint32_t i = 0; i < COUNT; i++) {
		assert_null(wcore_module_function(p.module, i, &function));
		assert_int_equal(function.body, starts[i]);
		assert_int_equal(function.code, starts[i] + (i % 3 ? 3 : 1));
		assert_null(wcore_module_function_at(p.module, starts[i], &function));
		assert_int_equal(function.funcidx, i);
		assert_nothing_at(&p, starts[i] - 1);
	}
	assert_int_equal(p.module->findings.count, 0);
	program_close(&p);
	free(starts);
}

/* More bodies than places are kept for at the usual distance: memory stays the same. */
static void millions_of_bodies(void **state)
{
	enum { COUNT = 9000000 };
	static const uint32_t asked[] = { COUNT - 1, 0, 4194304, 4194303, 255, 256, 8388607, 1 };
	struct program p;
	struct wcore_function function;
	uint64_t base = 0;

	(void)state;
	writer_init(&p.w);
	writer_functions(&p.w, COUNT);
	writer_section(&p.w, WCORE_SECTION_CODE);
	writer_uleb(&p.w, COUNT);	/* four bytes */
	for (uint32_t i = 0; i < COUNT; i++)
		writer_bytes(&p.w, "\2\0\x0b", 3);
	writer_end(&p.w);
	program_open(&p);
	assert_null(wcore_module_code_base(p.module, &base));
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		uint64_t body = base + 4 + 3 * (uint64_t)asked[i] + 1;

		assert_null(wcore_module_function(p.module, asked[i], &function));
		assert_int_equal(function.body, body);
		assert_null(wcore_module_function_at(p.module, body + 1, &function));
		assert_int_equal(function.funcidx, asked[i]);
		assert_non_null(wcore_index_functype(p.module, asked[i]));
	}
	assert_true(p.module->arena.used < 1 << 20);
	program_close(&p);
}

static void broken_code(void **state)
{
	/* The second body passes the section; the first one's locals do not fit. */
	static const char bodies[] = "\3" "\3\x05\1\x0b" "\x50\0\x0b";
	struct program p;
	uint64_t base;

	(void)state;
	small_open(&p, bodies, sizeof(bodies) - 1);
	base = wcore_module_section(p.module, WCORE_SECTION_CODE)->offset;
	assert_no_function(&p, 2, WCORE_ERROR_FORMAT);
	assert_true(wcore_module_is_body_start(p.module, base + 2));
	assert_no_function(&p, 3, WCORE_ERROR_FORMAT);
	assert_no_function(&p, 4, WCORE_ERROR_FORMAT);
	assert_no_function(&p, 5, WCORE_ERROR_NOT_FOUND);
	assert_nothing_at(&p, base + 6);
	assert_int_equal(p.module->findings.count, 1);
	assert_string_equal(p.module->findings.items[0].rule, "wasm/code");
	assert_int_equal(p.module->findings.items[0].offset, base + 5);
	program_close(&p);

	/* Four thousand million bodies in a section of two bytes. */
	small_open(&p, "\xff\xff\xff\xff\x0f\0\0", 7);
	assert_no_function(&p, 4000000000, WCORE_ERROR_FORMAT);
	assert_true(p.module->arena.used < 65536);
	program_close(&p);

	/* Declarations of locals beyond any engine's limit. */
	small_begin(&p);
	writer_section(&p.w, WCORE_SECTION_CODE);
	writer_uleb(&p.w, 1);
	writer_begin(&p.w);
	writer_uleb(&p.w, 70000);
	writer_fill(&p.w, 0x7f, 140000);
	writer_end(&p.w);
	writer_end(&p.w);
	program_open(&p);
	assert_no_function(&p, 2, WCORE_ERROR_LIMIT);
	program_close(&p);
}

static void no_code(void **state)
{
	struct program p;
	struct wcore_error *error;
	uint64_t base = 0;

	(void)state;
	small_begin(&p);
	program_open(&p);
	error = wcore_module_code_base(p.module, &base);
	assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
	wcore_error_destroy(error);
	assert_no_function(&p, 2, WCORE_ERROR_NOT_FOUND);
	assert_nothing_at(&p, 20);
	program_close(&p);

	small_open(&p, "", 0);
	for (int i = 0; i < 100; i++)
		assert_no_function(&p, 2, WCORE_ERROR_FORMAT);
	assert_true(p.module->arena.used < 4096);
	program_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_index_and_by_place),
		cmocka_unit_test(groups_of_locals),
		cmocka_unit_test(locals),
		cmocka_unit_test(many_bodies),
		cmocka_unit_test(millions_of_bodies),
		cmocka_unit_test(broken_code),
		cmocka_unit_test(no_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
