/* Stacks as each dialect writes them, right and broken, and those of the corpus against the truth beside them. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/function.h"
#include "stack_fixture.h"

/* Locals and operands of each type, in each encoding, read back from each dialect. */
static void test_values(void **state)
{
	static const struct writer_value locals[] = {
		{ 0x7f, 0xffffffff }, { 0x7f, 5 }, { 0x01, 0 }, { 0x7e, UINT64_C(0x8000000000000001) },
		{ 0x7d, 0x3fc00000 }, { 0x7c, UINT64_C(0x7ff8000000000000) },
	};
	static const struct writer_value stack[] = { { 0x7f, 0x80000000 }, { 0x7e, 9 } };

	(void)state;
	for (unsigned id = 0; id < WCORE_DIALECT_COUNT; id++) {
		struct wcore_frame_iter iter;
		struct wcore_value_iter values;
		struct wcore_frame frame;
		struct wcore_value value;
		struct stack_fixture f;
		bool found;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 2);
		writer_frame(&f.w, id, 0, 7, 90, locals, 6, stack, 2);
		writer_frame(&f.w, id, 0, 8, 300, NULL, 0, stack, 1);
		writer_end(&f.w);
		stack_open(&f, WCORE_DIALECT_AUTO);
		assert_int_equal(f.dump->thread_count, 1);
		assert_true(f.dump->threads[0].fits & stack_bit(id));
		assert_false(f.dump->threads[0].is_broken);
		f.dump->threads[0].dialect = wcore_dialect_get(id);
		wcore_frame_iter_init(&iter, f.dump, &f.dump->threads[0]);
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.funcidx, 7);
		assert_int_equal(frame.recorded_offset, 90);
		assert_int_equal(frame.local_count, 6);
		assert_int_equal(frame.stack_count, 2);
		wcore_value_iter_locals(&values, f.dump, &f.dump->threads[0], &frame);
		for (unsigned i = 0; i < 6; i++) {
			assert_true(wcore_value_iter_next(&values, &value));
			assert_int_equal(value.code, locals[i].code);
			assert_int_equal(value.bits, locals[i].bits);
			assert_int_equal(value.is_low_half,
					 id == WCORE_DIALECT_WASMEDGE && value.code != 1);
		}
		assert_false(wcore_value_iter_next(&values, &value));
		wcore_value_iter_stack(&values, f.dump, &f.dump->threads[0], &frame);
		for (unsigned i = 0; i < 2; i++) {
			assert_true(wcore_value_iter_next(&values, &value));
			assert_int_equal(value.bits, stack[i].bits);
		}
		assert_false(wcore_value_iter_next(&values, &value));
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.index, 1);
		assert_int_equal(frame.funcidx, 8);
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_false(found);
		stack_close(&f);
	}
}

/* Positions: what each dialect's offset means. */
static void test_positions(void **state)
{
	static const struct {
		enum wcore_dialect_id id;
		enum wcore_position_kind kinds[3];
		uint64_t positions[3];
		bool is_oldest_sure;
	} cases[] = {
		{ WCORE_DIALECT_SPEC, { WCORE_POSITION_BODY, WCORE_POSITION_BODY, WCORE_POSITION_BODY },
		  { 10, 20, 30 }, true },
		{ WCORE_DIALECT_XTUC, { WCORE_POSITION_CODE, WCORE_POSITION_CODE, WCORE_POSITION_CODE },
		  { 10, 20, 30 }, true },
		{ WCORE_DIALECT_WASMER, { WCORE_POSITION_BODY, WCORE_POSITION_BODY, WCORE_POSITION_BODY },
		  { 10, 20, 30 }, true },
		{ WCORE_DIALECT_WASMEDGE, { WCORE_POSITION_NONE, WCORE_POSITION_FILE, WCORE_POSITION_FILE },
		  { 0, 10, 20 }, false },
		{ WCORE_DIALECT_BUILDER, { WCORE_POSITION_BODY, WCORE_POSITION_BODY, WCORE_POSITION_BODY },
		  { 10, 20, 30 }, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_frame_iter iter;
		struct wcore_frame frame;
		struct stack_fixture f;
		bool found;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 3);
		for (uint32_t j = 0; j < 3; j++)
			writer_frame(&f.w, cases[i].id, 0, 5, 10 * (j + 1), NULL, 0, NULL, 0);
		writer_end(&f.w);
		stack_open(&f, cases[i].id);
		assert_int_equal(f.dump->threads[0].dialect->id, cases[i].id);
		assert_true(f.dump->threads[0].is_sure);
		wcore_frame_iter_init(&iter, f.dump, &f.dump->threads[0]);
		for (unsigned j = 0; j < 3; j++) {
			assert_null(wcore_frame_iter_next(&iter, &frame, &found));
			assert_true(found);
			assert_int_equal(frame.position_kind, cases[i].kinds[j]);
			assert_int_equal(frame.position, cases[i].positions[j]);
			assert_int_equal(frame.is_funcidx_sure, j < 2 || cases[i].is_oldest_sure);
		}
		stack_close(&f);
	}
}

/* WasmEdge counts frames of the host that it does not write. */
static void test_wasmedge_count(void **state)
{
	static const struct writer_value local = { 0x7f, 1 };
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	struct stack_fixture f;
	bool found;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "");
	writer_stack_begin(&f.w, "main", 4);
	writer_frame(&f.w, WCORE_DIALECT_WASMEDGE, 0, 5, 100, &local, 1, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_WASMEDGE, 0, 6, 200, &local, 1, NULL, 0);
	writer_end(&f.w);
	stack_open(&f, WCORE_DIALECT_AUTO);
	assert_int_equal(f.dump->threads[0].dialect->id, WCORE_DIALECT_WASMEDGE);
	assert_int_equal(f.dump->threads[0].frame_count, 2);
	assert_non_null(stack_finding(f.dump, "core/frame-count"));
	assert_null(f.dump->broken);
	wcore_frame_iter_init(&iter, f.dump, &f.dump->threads[0]);
	for (unsigned i = 0; i < 2; i++) {
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.is_funcidx_sure, i == 0);
	}
	assert_null(wcore_frame_iter_next(&iter, &frame, &found));
	assert_false(found);
	stack_close(&f);
}

/* Shapes of before the kind bytes, and bytes that no reading takes. */
static void test_old_and_broken(void **state)
{
	static const struct {
		const char *what;
		uint8_t bytes[40];
		size_t size;
		uint32_t frames;	/* that can be read */
		bool is_broken, has_frame_kind;
		const char *rule;	/* a finding, or NULL */
	} cases[] = {
		{ "no kind of the thread", { 4, 'm', 'a', 'i', 'n', 1, 0, 0, 7, 90, 0, 0 }, 12, 1,
		  false, true, NULL },
		{ "no kind of the frames",
		  { 0, 4, 'm', 'a', 'i', 'n', 2, 1, 7, 90, 0, 0, 1, 8, 91, 0, 0 }, 17, 2,
		  false, false, "core/frame-kind" },
		{ "no kind at all", { 4, 'm', 'a', 'i', 'n', 2, 1, 7, 90, 0, 0, 1, 8, 91, 0, 0 }, 16, 2,
		  false, false, "core/frame-kind" },
		{ "bytes behind the frames", { 0, 4, 'm', 'a', 'i', 'n', 1, 0, 0, 7, 90, 0, 0, 9, 9 }, 15,
		  1, true, true, "core/corestack" },
		{ "the second frame is cut",
		  { 0, 4, 'm', 'a', 'i', 'n', 2, 0, 0, 7, 90, 0, 0, 0, 0, 8 }, 16, 1, true, true, NULL },
		{ "an unknown value type",
		  { 0, 4, 'm', 'a', 'i', 'n', 2, 0, 0, 7, 90, 0, 0, 0, 0, 8, 90, 1, 0x55, 0 }, 20, 1,
		  true, true, NULL },
		{ "more frames than bytes",
		  { 0, 4, 'm', 'a', 'i', 'n', 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 7, 90, 0, 0 }, 17, 1,
		  true, true, NULL },
		{ "no frames", { 0, 4, 'm', 'a', 'i', 'n', 0 }, 7, 0, false, true, "core/no-frames" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_frame_iter iter;
		struct wcore_frame frame;
		struct wcore_thread *thread;
		struct wcore_error *error;
		struct stack_fixture f;
		uint32_t frames = 0;
		bool found = true;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_instances_begin(&f.w, 2);
		writer_instance(&f.w, 0, NULL, 0, NULL, 0);
		writer_instance(&f.w, 0, NULL, 0, NULL, 0);
		writer_end(&f.w);
		writer_custom(&f.w, "corestack");
		writer_bytes(&f.w, cases[i].bytes, cases[i].size);
		writer_end(&f.w);
		stack_open(&f, WCORE_DIALECT_AUTO);
		assert_int_equal(f.dump->thread_count, 1);
		thread = &f.dump->threads[0];
		assert_true(wcore_string_is(thread->name, "main"));
		assert_int_equal(thread->is_broken, cases[i].is_broken);
		assert_int_equal(thread->has_frame_kind, cases[i].has_frame_kind);
		assert_int_equal(thread->fits == 0, cases[i].is_broken);
		if (cases[i].rule)
			assert_non_null(stack_finding(f.dump, cases[i].rule));
		assert_int_equal(f.dump->broken != NULL, cases[i].is_broken && !cases[i].rule);
		wcore_frame_iter_init(&iter, f.dump, thread);
		while (found) {
			error = wcore_frame_iter_next(&iter, &frame, &found);
			wcore_error_destroy(error);
			frames += found;
		}
		assert_int_equal(frames, cases[i].frames);
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_false(found);
		stack_close(&f);
	}
}

/* The dump has instance 0 alone: a frame in the next one is told of. */
static void test_frame_instance(void **state)
{
	(void)state;
	for (uint32_t instance = 0; instance < 2; instance++) {
		struct stack_fixture f;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_instances_begin(&f.w, 1);
		writer_instance(&f.w, 0, NULL, 0, NULL, 0);
		writer_end(&f.w);
		writer_stack_begin(&f.w, "main", 1);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, instance, 7, 90, NULL, 0, NULL, 0);
		writer_end(&f.w);
		stack_open(&f, WCORE_DIALECT_SPEC);
		assert_int_equal(stack_finding(f.dump, "core/frame-instance") != NULL, instance == 1);
		stack_close(&f);
	}
}

/* The file offset where a frame stands, as its position says. */
static uint64_t address_of(struct wcore_module *module, const struct wcore_frame *frame)
{
	struct wcore_function function;

	if (frame->position_kind == WCORE_POSITION_FILE)
		return frame->position;
	assert_null(wcore_module_function(module, frame->funcidx, &function));
	return frame->position +
	       (frame->position_kind == WCORE_POSITION_BODY ? function.body : function.code);
}

static void check_locals(const struct truth *truth, const struct wcore_thread *thread,
			 const struct wcore_frame *frame, const json_t *locals)
{
	struct wcore_value_iter iter;
	struct wcore_value value;

	assert_int_equal(frame->local_count, json_array_size(locals));
	wcore_value_iter_locals(&iter, truth->dump, thread, frame);
	for (size_t i = 0; i < json_array_size(locals); i++) {
		const json_t *wanted = json_array_get(locals, i);
		double number;
		float single;

		assert_true(wcore_value_iter_next(&iter, &value));
		switch (value.code) {
		case 0x7f:
			assert_int_equal((int32_t)value.bits, json_integer_value(wanted));
			break;
		case 0x7e:
			assert_int_equal((int64_t)value.bits, json_integer_value(wanted));
			break;
		case 0x7d:
			memcpy(&single, &value.bits, sizeof(single));
			assert_true((double)single == json_number_value(wanted));
			break;
		default:
			assert_int_equal(value.code, 0x7c);
			memcpy(&number, &value.bits, sizeof(number));
			assert_true(number == json_number_value(wanted));
		}
	}
	assert_false(wcore_value_iter_next(&iter, &value));
}

static void check_thread(struct truth *truth, struct wcore_thread *thread, const json_t *wanted)
{
	const json_t *frames = json_object_get(wanted, "frames");
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	bool found;

	assert_true(wcore_string_is(thread->name, json_string_value(json_object_get(wanted, "thread"))));
	assert_string_equal(thread->dialect->name,
			    json_string_value(json_object_get(wanted, "dialect")));
	assert_int_equal(thread->frame_count, json_array_size(frames));
	wcore_frame_iter_init(&iter, truth->dump, thread);
	for (size_t i = 0; i < json_array_size(frames); i++) {
		const json_t *row = json_array_get(frames, i);
		const json_t *stored = json_object_get(row, "stored");
		const json_t *address = json_object_get(row, "address");
		uint32_t module = 0;

		if (!stored)
			stored = json_object_get(row, "codeoffset");
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.instance, json_integer_value(json_object_get(row, "instance")));
		assert_int_equal(frame.funcidx, json_integer_value(json_object_get(row, "funcidx")));
		assert_int_equal(frame.recorded_offset, json_integer_value(stored));
		assert_true(wcore_dump_instance_module(truth->dump, frame.instance, &module));
		assert_true(module < truth->module_count);
		/* A frame that is recorded where it does not stand has its true place as the address. */
		if (json_is_integer(address) && !json_is_true(json_object_get(row, "inexact")))
			assert_int_equal(address_of(truth->modules[module], &frame),
					 json_integer_value(address));
		if (json_is_null(address))
			assert_int_equal(frame.position_kind, WCORE_POSITION_NONE);
		check_locals(truth, thread, &frame, json_object_get(row, "locals"));
	}
	assert_null(wcore_frame_iter_next(&iter, &frame, &found));
	assert_false(found);
}

/* The truth names two modules in one order or the other: that in which their functions are in range. */
static void sort_modules(struct truth *truth, const struct wcore_thread *thread)
{
	struct wcore_fit fit;
	struct wcore_module *first = truth->modules[0];

	wcore_stack_fit(truth->dump, thread, thread->dialect, truth->modules, 100, &fit);
	if (truth->module_count == 2 && fit.on_instruction < fit.checked) {
		truth->modules[0] = truth->modules[1];
		truth->modules[1] = first;
	}
}

static void test_corpus(void **state)
{
	glob_t paths;

	(void)state;
	assert_int_equal(glob("tests/data/*/*.expect.json", 0, NULL, &paths), 0);
	assert_true(paths.gl_pathc > 40);
	for (size_t i = 0; i < paths.gl_pathc; i++) {
		struct truth truth;
		json_t *threads;

		truth_open(paths.gl_pathv[i], &truth);
		assert_null(truth.dump->broken);
		threads = json_object_get(truth.json, "threads");
		for (size_t j = 0; j < truth.dump->thread_count; j++) {
			struct wcore_thread *thread = &truth.dump->threads[j];

			sort_modules(&truth, thread);
			wcore_stack_choose(truth.dump, thread, truth.modules);
			const struct wcore_finding *note = stack_finding(truth.dump, "core/dialect");

			if (note && note->severity != WCORE_SEVERITY_NOTE)
				fail_msg("%s: %s", paths.gl_pathv[i], note->text);
			if (threads)
				check_thread(&truth, thread, json_array_get(threads, j));
		}
		if (threads)
			assert_int_equal(truth.dump->thread_count, json_array_size(threads));
		truth_close(&truth);
	}
	globfree(&paths);
}

/* A stack overflow: nearly all frames are of the function that calls itself. */
static void test_deep(void **state)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame = { 0 };
	struct truth truth;
	uint32_t recursions = 0, frames = 0;
	bool found = true;

	(void)state;
	truth_open("tests/data/wt-c-stackoverflow-O0/dump.expect.json", &truth);
	assert_int_equal(truth.dump->threads[0].frame_count, 174757);
	wcore_frame_iter_init(&iter, truth.dump, &truth.dump->threads[0]);
	for (;;) {
		uint32_t previous = frame.funcidx;

		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		if (!found)
			break;
		recursions += frames && frame.funcidx == previous;
		assert_int_equal(frame.index, frames++);
	}
	assert_int_equal(frames, 174757);
	assert_true(recursions > 170000);
	truth_close(&truth);
}

/* Frames that make.rs of tests/data/builder wrote with three versions of the library. */
static void test_builder(void **state)
{
	static const struct { const char *path; enum wcore_dialect_id id; } cases[] = {
		{ "tests/data/builder/0.1.11.core", WCORE_DIALECT_BUILDER },
		{ "tests/data/builder/0.1.12.core", WCORE_DIALECT_BUILDER },
		{ "tests/data/builder/0.2.2.core", WCORE_DIALECT_WASMER },
	};
	static const uint32_t frames[3][2] = { { 7, 90 }, { 8, 300 }, { 300, 70000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_frame_iter iter;
		struct wcore_frame frame;
		struct wcore_file *file;
		struct wcore_dump *dump;
		bool found;

		assert_null(wcore_file_open(cases[i].path, NULL, &file));
		assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
		assert_true(wcore_string_is(dump->executable, "/usr/bin/crash.wasm"));
		wcore_stack_choose(dump, &dump->threads[0], NULL);
		assert_int_equal(dump->threads[0].dialect->id, cases[i].id);
		assert_non_null(stack_finding(dump, "core/dialect"));
		assert_int_equal(dump->threads[0].frame_count, 3);
		wcore_frame_iter_init(&iter, dump, &dump->threads[0]);
		for (unsigned j = 0; j < 3; j++) {
			assert_null(wcore_frame_iter_next(&iter, &frame, &found));
			assert_true(found);
			assert_int_equal(frame.funcidx, frames[j][0]);
			assert_int_equal(frame.position, frames[j][1]);
			assert_int_equal(frame.position_kind, WCORE_POSITION_BODY);
		}
		wcore_dump_close(dump);
		wcore_file_close(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_wasmedge_count),
		cmocka_unit_test(test_old_and_broken),
		cmocka_unit_test(test_frame_instance),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_builder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
