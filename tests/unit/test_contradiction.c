/* Each way in which a module can contradict a dump, and each that only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/debug/contradiction.h"
#include "../../libcore/debug/place.h"
#include "dump_writer.h"

/*
 * The module, funcidx 0 being imported:
 *   1: [0] locals; [1] nop; [2] unreachable; [3] end
 *   2: [0] locals; [1] call 1; [3] i32.const 5000; [6] drop; [7] call 0; [9] end
 *   3: [0] locals; [1] call 2; [3] i32.const 0; [5] call_indirect 0 0; [8] end
 *   4: [0] locals; [1] return_call 1; [3] end
 *   5: [0] locals; [1] call 4; [3] end
 */
static const uint8_t body_1[] = { 0x01, 0x00, 0x0b };
static const uint8_t body_2[] = { 0x10, 1, 0x41, 0x88, 0x27, 0x1a, 0x10, 0, 0x0b };
static const uint8_t body_3[] = { 0x10, 2, 0x41, 0, 0x11, 0, 0, 0x0b };
static const uint8_t body_4[] = { 0x12, 1, 0x0b };
static const uint8_t body_5[] = { 0x10, 4, 0x0b };

#define BODY(w, code) writer_body(w, 0, code, sizeof(code))


static void write_module(struct dump_writer *w, uint8_t memory_flags, uint64_t pages)
{
	writer_init(w);
	writer_section(w, WCORE_SECTION_TYPE);
	writer_uleb(w, 1);
	writer_bytes(w, "\x60\0\0", 3);
	writer_end(w);
	writer_section(w, WCORE_SECTION_IMPORT);
	writer_uleb(w, 1);
	writer_name(w, "env");
	writer_name(w, "f");
	writer_bytes(w, "\0\0", 2);
	writer_end(w);
	writer_section(w, WCORE_SECTION_FUNCTION);
	writer_uleb(w, 5);
	writer_fill(w, 0, 5);
	writer_end(w);
	writer_section(w, WCORE_SECTION_TABLE);
	writer_bytes(w, "\1\x70\0\1", 4);
	writer_end(w);
	writer_memory(w, memory_flags, pages, 100);
	writer_section(w, WCORE_SECTION_GLOBAL);
	writer_bytes(w, "\1\x7f\1\x41\0\x0b", 6);
	writer_end(w);
	writer_code_begin(w, 5);
	BODY(w, body_1);
	BODY(w, body_2);
	BODY(w, body_3);
	BODY(w, body_4);
	BODY(w, body_5);
	writer_end(w);
}

struct position {
	uint32_t instance, funcidx, offset;
};

#define MAX_FRAMES 4

struct frames_case {
	struct position frames[MAX_FRAMES];
	unsigned count;
	const char *reason;	/* words of it; NULL: it fits */
};

/* Instance 0 is of module 0, the one that is checked; 1 of module 1; 2 of module 0 again. */
static void write_dump(struct dump_writer *w, const struct frames_case *c)
{
	static const char *const names[] = { "a", "b" };
	static const uint32_t zero[] = { 0 };

	writer_init(w);
	writer_core(w, "a.wasm");
	writer_modules(w, names, 2);
	writer_instances_begin(w, 3);
	writer_instance(w, 0, zero, 1, zero, 1);
	writer_instance(w, 1, NULL, 0, NULL, 0);
	writer_instance(w, 0, zero, 1, zero, 1);
	writer_end(w);
	writer_memory(w, 0, 2, 0);
	writer_global_i32(w, 7);
	writer_stack_begin(w, "main", c->count);
	for (unsigned i = 0; i < c->count; i++)
		writer_frame(w, WCORE_DIALECT_SPEC, c->frames[i].instance, c->frames[i].funcidx,
			     c->frames[i].offset, NULL, 0, NULL, 0);
	writer_end(w);
}

/* What the check says of one dump and one module; the caller frees it. */
static char *check(const struct dump_writer *dump_bytes, const struct dump_writer *module_bytes,
		   uint64_t *ret_frames)
{
	struct wcore_file *dump_file = writer_file(dump_bytes, "t.core");
	struct wcore_file *module_file = writer_file(module_bytes, "t.wasm");
	struct wcore_contradiction_check checked;
	struct wcore_module *module = NULL;
	struct wcore_dump *dump = NULL;
	uint64_t budget = WCORE_CONTRADICTION_BUDGET;
	char *reason;

	assert_null(wcore_dump_open(dump_file, WCORE_DIALECT_SPEC, &dump));
	assert_null(wcore_module_open(module_file, 0, module_file->size, &module));
	assert_null(wcore_contradiction_init(&checked, dump, module, 0, &budget));
	wcore_contradiction_instances(&checked);
	if (dump->thread_count)
		wcore_contradiction_frames(&checked, &dump->threads[0], dump->threads[0].dialect,
					   UINT64_MAX);
	reason = checked.reason;
	checked.reason = NULL;
	if (ret_frames)
		*ret_frames = checked.frames;
	wcore_contradiction_deinit(&checked);
	wcore_module_close(module);
	wcore_dump_close(dump);
	wcore_file_close(module_file);
	wcore_file_close(dump_file);
	return reason;
}

static void expect(const char *reason, const char *words, size_t i)
{
	if (!words && reason)
		fail_msg("case %zu: %s", i, reason);
	if (words && (!reason || !strstr(reason, words)))
		fail_msg("case %zu: '%s' instead of '%s'", i, reason ? reason : "", words);
}

static void test_frames(void **state)
{
	static const struct frames_case cases[] = {
		/* The youngest frame: any instruction, the final end, the function's entry. */
		{ { { 0, 1, 2 } }, 1, NULL },
		{ { { 0, 1, 3 } }, 1, NULL },
		{ { { 0, 1, 0 } }, 1, NULL },
		{ { { 0, 6, 1 } }, 1, "no func[6]" },
		{ { { 0, 0, 1 } }, 1, "imports" },
		{ { { 0, 1, 4 } }, 1, "0x4 bytes into function 1" },
		{ { { 0, 1, 0xffffffff } }, 1, "bytes into function 1" },
		{ { { 0, 2, 4 } }, 1, "inside an instruction of function 2" },
		/* Callers. */
		{ { { 0, 1, 2 }, { 0, 2, 1 } }, 2, NULL },
		{ { { 0, 1, 2 }, { 2, 2, 1 } }, 2, NULL },	/* Wasmtime's instances of one module */
		{ { { 0, 1, 2 }, { 0, 2, 6 } }, 2, "which is no call" },
		{ { { 0, 1, 2 }, { 0, 2, 0 } }, 2, "which is no call" },
		{ { { 0, 1, 2 }, { 0, 3, 1 } }, 2, "calls function 2" },
		{ { { 0, 1, 2 }, { 0, 3, 5 } }, 2, NULL },	/* call_indirect */
		{ { { 0, 1, 2 }, { 0, 2, 7 } }, 2, NULL },	/* an import: the host called back */
		{ { { 1, 1, 2 }, { 0, 2, 7 } }, 2, NULL },	/* an import: another module */
		{ { { 1, 1, 2 }, { 0, 2, 1 } }, 2, "another module" },
		{ { { 0, 1, 2 }, { 0, 5, 1 } }, 2, NULL },	/* 4 left its place to 1 */
		{ { { 0, 2, 1 }, { 0, 3, 1 }, { 0, 3, 5 } }, 3, NULL },
		{ { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 9, 9 }, { 0, 9, 9 } }, 4, "no func[9]" },
		/* Frames of other modules, and of no module, say nothing. */
		{ { { 1, 99, 99 } }, 1, NULL },
		{ { { 7, 99, 99 } }, 1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dump_writer dump, module;
		uint64_t frames = 0;

		write_dump(&dump, &cases[i]);
		write_module(&module, 0, 1);
		char *reason = check(&dump, &module, &frames);

		expect(reason, cases[i].reason, i);
		if (cases[i].frames[0].instance != 0 && cases[i].count == 1)
			assert_int_equal(frames, 0);
		free(reason);
		writer_deinit(&module);
		writer_deinit(&dump);
	}
}

struct instance_case {
	uint8_t dump_flags;
	uint64_t dump_pages;
	uint32_t memory_count, global_count;
	uint8_t module_flags;
	uint64_t module_pages;
	const char *reason;
};

static void test_instances(void **state)
{
	static const struct instance_case cases[] = {
		{ 0, 2, 1, 1, 0, 2, NULL },
		{ 0, 2, 1, 1, 0, 1, NULL },	/* it has grown */
		{ 0, 2, 1, 1, 0, 3, "2 pages, in the module at least 3" },
		{ 4, 2, 1, 1, 0, 1, "64-bit addresses" },
		{ 4, 2, 1, 1, 4, 1, NULL },
		{ 0, 2, 2, 1, 0, 1, "2 memories, the module 1" },
		{ 0, 2, 1, 2, 0, 1, "2 globals, the module 1" },
		{ 0, 2, 0, 1, 3, 1, NULL },	/* Wasmtime leaves shared memories out */
		{ 0, 2, 1, 1, 3, 9, NULL },
	};
	static const uint32_t zeros[] = { 0, 0, 0 };
	static const char *const names[] = { "a" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct instance_case *c = &cases[i];
		struct dump_writer dump, module;

		writer_init(&dump);
		writer_core(&dump, "a.wasm");
		writer_modules(&dump, names, 1);
		writer_instances_begin(&dump, 1);
		writer_instance(&dump, 0, zeros, c->memory_count, zeros, c->global_count);
		writer_end(&dump);
		writer_memory(&dump, c->dump_flags, c->dump_pages, 0);
		writer_global_i32(&dump, 7);
		write_module(&module, c->module_flags, c->module_pages);
		char *reason = check(&dump, &module, NULL);

		expect(reason, c->reason, i);
		free(reason);
		writer_deinit(&module);
		writer_deinit(&dump);
	}
}

static void test_global_types(void **state)
{
	static const struct {
		uint8_t type;
		const char *init;
		size_t size;
		const char *reason;
	} cases[] = {
		{ 0x7f, "\x41\0\x0b", 3, NULL },
		{ 0x7e, "\x42\0\x0b", 3, "global 0 of instance 0 is i64, in the module i32" },
		{ 0x70, "\xd0\x70\x0b", 3, "is funcref, in the module i32" },
	};
	static const uint32_t zeros[] = { 0 };
	static const char *const names[] = { "a" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct dump_writer dump, module;

		writer_init(&dump);
		writer_core(&dump, "a.wasm");
		writer_modules(&dump, names, 1);
		writer_instances_begin(&dump, 1);
		writer_instance(&dump, 0, zeros, 1, zeros, 1);
		writer_end(&dump);
		writer_memory(&dump, 0, 2, 0);
		writer_section(&dump, WCORE_SECTION_GLOBAL);
		writer_uleb(&dump, 1);
		writer_u8(&dump, cases[i].type);
		writer_u8(&dump, 1);
		writer_bytes(&dump, cases[i].init, cases[i].size);
		writer_end(&dump);
		write_module(&module, 0, 1);
		char *reason = check(&dump, &module, NULL);

		expect(reason, cases[i].reason, i);
		free(reason);
		writer_deinit(&module);
		writer_deinit(&dump);
	}
}

struct shared_case {
	const char *code;
	size_t size;
	bool at_end;		/* else at 0 */
	uint64_t offset;	/* of the one instruction in the body; 0: it cannot be told */
};

/* Singlepass' shared traps: the place is known when one instruction alone can be the one. */
static void test_infer(void **state)
{
	static const struct shared_case cases[] = {
		/* nop; i32.div_s; end */
		{ "\x01\x6d\x0b", 3, true, 2 },
		{ "\x01\x6d\x0b", 3, false, 0 },
		{ "\x6d\x70\x0b", 3, true, 0 },
		{ "\x01\x01\x0b", 3, true, 0 },
		/* A load and `unreachable` carry their own places. */
		{ "\x28\0\0\0\x6d\x0b", 6, true, 5 },
		/* call_indirect, alone and beside a division */
		{ "\x11\0\0\x0b", 4, true, 1 },
		{ "\x11\0\0\x6d\x0b", 5, true, 0 },
		{ "\x10\0\x6d\x0b", 4, true, 3 },
		/* memory.fill; i32.trunc_f32_s */
		{ "\x01\xfc\x0b\0\x0b", 5, false, 2 },
		{ "\xa8\x6d\x0b", 3, false, 1 },
		{ "\xa8\x6d\x0b", 3, true, 2 },
		{ "\xa8\xfc\x0b\0\x0b", 5, false, 0 },
		/* table.get: nothing is known of how that is told */
		{ "\x25\0\x6d\x0b", 4, true, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_frame frame = { .position_kind = WCORE_POSITION_BODY, .is_funcidx_sure = true };
		struct wcore_module *module = NULL;
		struct wcore_place place;
		struct dump_writer w;
		uint64_t address = 0;

		writer_init(&w);
		writer_functions(&w, 1);
		writer_code_begin(&w, 1);
		writer_body(&w, 0, cases[i].code, cases[i].size);
		writer_end(&w);
		struct wcore_file *file = writer_file(&w, "t.wasm");

		assert_null(wcore_module_open(file, 0, file->size, &module));
		frame.position = cases[i].at_end ? cases[i].size : 0;
		assert_null(wcore_place_find(module, &frame, &place));
		assert_true(wcore_place_is_shared(wcore_dialect_get(WCORE_DIALECT_WASMER), &frame,
						  &place));
		assert_false(wcore_place_is_shared(wcore_dialect_get(WCORE_DIALECT_SPEC), &frame,
						   &place));
		bool found = wcore_place_infer(module, &place, &address);

		assert_int_equal(found, cases[i].offset != 0);
		if (found)
			assert_int_equal(address, place.function.body + cases[i].offset);
		/* A caller stands at its call in any case. */
		frame.index = 1;
		assert_false(wcore_place_is_shared(wcore_dialect_get(WCORE_DIALECT_WASMER), &frame,
						   &place));
		wcore_module_close(module);
		wcore_file_close(file);
		writer_deinit(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_instances),
		cmocka_unit_test(test_global_types),
		cmocka_unit_test(test_infer),
	};

	return cmocka_run_group_tests_name("contradiction", tests, NULL, NULL);
}
