#include <glob.h>
#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../../libcore/dump/stack.h"
#include "../../libcore/wasm/function.h"
#include "dump_writer.h"

#define MAX_MODULES 4

static const struct wcore_finding *finding(const struct wcore_dump *dump, const char *rule)
{
	for (size_t i = 0; i < dump->findings.count; i++)
		if (!strcmp(dump->findings.items[i].rule, rule))
			return &dump->findings.items[i];
	return NULL;
}

struct fixture {
	struct dump_writer w, module_w;
	struct wcore_file *file, *module_file;
	struct wcore_dump *dump;
	struct wcore_module *module;
};

static void open_written(struct fixture *f, enum wcore_dialect_id force)
{
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, force, &f->dump));
}

static void open_module(struct fixture *f)
{
	f->module_file = writer_file(&f->module_w, "t.wasm");
	assert_null(wcore_module_open(f->module_file, 0, f->module_file->size, &f->module));
}

static void close_written(struct fixture *f)
{
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

static void close_module(struct fixture *f)
{
	wcore_module_close(f->module);
	wcore_file_close(f->module_file);
	writer_deinit(&f->module_w);
}

static unsigned bit(enum wcore_dialect_id id)
{
	return 1u << id;
}

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
		struct fixture f;
		bool found;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 2);
		writer_frame(&f.w, id, 0, 7, 90, locals, 6, stack, 2);
		writer_frame(&f.w, id, 0, 8, 300, NULL, 0, stack, 1);
		writer_end(&f.w);
		open_written(&f, WCORE_DIALECT_AUTO);
		assert_int_equal(f.dump->thread_count, 1);
		assert_true(f.dump->threads[0].fits & bit(id));
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
		close_written(&f);
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
		struct fixture f;
		bool found;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 3);
		for (uint32_t j = 0; j < 3; j++)
			writer_frame(&f.w, cases[i].id, 0, 5, 10 * (j + 1), NULL, 0, NULL, 0);
		writer_end(&f.w);
		open_written(&f, cases[i].id);
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
		close_written(&f);
	}
}

/* WasmEdge counts frames of the host that it does not write. */
static void test_wasmedge_count(void **state)
{
	static const struct writer_value local = { 0x7f, 1 };
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	struct fixture f;
	bool found;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "");
	writer_stack_begin(&f.w, "main", 4);
	writer_frame(&f.w, WCORE_DIALECT_WASMEDGE, 0, 5, 100, &local, 1, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_WASMEDGE, 0, 6, 200, &local, 1, NULL, 0);
	writer_end(&f.w);
	open_written(&f, WCORE_DIALECT_AUTO);
	assert_int_equal(f.dump->threads[0].dialect->id, WCORE_DIALECT_WASMEDGE);
	assert_int_equal(f.dump->threads[0].frame_count, 2);
	assert_non_null(finding(f.dump, "core/frame-count"));
	assert_null(f.dump->broken);
	wcore_frame_iter_init(&iter, f.dump, &f.dump->threads[0]);
	for (unsigned i = 0; i < 2; i++) {
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.is_funcidx_sure, i == 0);
	}
	assert_null(wcore_frame_iter_next(&iter, &frame, &found));
	assert_false(found);
	close_written(&f);
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
		struct fixture f;
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
		open_written(&f, WCORE_DIALECT_AUTO);
		assert_int_equal(f.dump->thread_count, 1);
		thread = &f.dump->threads[0];
		assert_true(wcore_string_is(thread->name, "main"));
		assert_int_equal(thread->is_broken, cases[i].is_broken);
		assert_int_equal(thread->has_frame_kind, cases[i].has_frame_kind);
		assert_int_equal(thread->fits == 0, cases[i].is_broken);
		if (cases[i].rule)
			assert_non_null(finding(f.dump, cases[i].rule));
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
		close_written(&f);
	}
}

/*
 * A module for the readings: func 0 has an i32 local, so that offsets from its
 * body's start and from its first instruction differ by three bytes.
 *   body 0: 01 01 7f | nop nop nop call 1 nop end
 *   body 1: 01 01 7f | nop unreachable end
 *   body 2: 01 01 7f | call 3 end		(3 makes a tail call)
 *   body 3: 00       | return_call 1 end
 */
static const uint8_t code_0[] = { 0x01, 0x01, 0x01, 0x10, 1, 0x01, 0x0b };
static const uint8_t code_1[] = { 0x01, 0x00, 0x0b };
static const uint8_t code_2[] = { 0x10, 3, 0x0b };
static const uint8_t code_3[] = { 0x12, 1, 0x0b };

static void write_module(struct dump_writer *w)
{
	writer_init(w);
	writer_functions(w, 4);
	writer_code_begin(w, 4);
	writer_body(w, 1, code_0, sizeof(code_0));
	writer_body(w, 1, code_1, sizeof(code_1));
	writer_body(w, 1, code_2, sizeof(code_2));
	writer_body(w, 0, code_3, sizeof(code_3));
	writer_end(w);
}

/* Frames without values, which every encoding with instances reads alike: modules decide. */
static const struct choose_case {
	const char *what;
	enum wcore_dialect_id written;
	uint32_t count;
	struct { uint32_t funcidx, codeoffset; } frames[3];
	bool has_instances;
	enum wcore_dialect_id chosen;
	bool is_sure;
	enum wcore_severity severity;	/* of core/dialect */
	bool has_finding;
} choose_cases[] = {
	{ "offsets from the body", WCORE_DIALECT_SPEC, 2, { { 1, 4 }, { 0, 6 } }, true,
	  WCORE_DIALECT_SPEC, true, WCORE_SEVERITY_NOTE, false },
	{ "offsets from the first instruction", WCORE_DIALECT_XTUC, 2, { { 1, 1 }, { 0, 3 } }, false,
	  WCORE_DIALECT_XTUC, true, WCORE_SEVERITY_NOTE, true },
	{ "the same in a dump with instances", WCORE_DIALECT_XTUC, 2, { { 1, 1 }, { 0, 3 } }, true,
	  WCORE_DIALECT_XTUC, true, WCORE_SEVERITY_NOTE, true },
	{ "one frame that fits both", WCORE_DIALECT_XTUC, 1, { { 0, 3 } }, false,
	  WCORE_DIALECT_SPEC, false, WCORE_SEVERITY_NOTE, true },
	{ "youngest at the entry", WCORE_DIALECT_SPEC, 2, { { 1, 0 }, { 0, 6 } }, true,
	  WCORE_DIALECT_SPEC, true, WCORE_SEVERITY_NOTE, false },
	{ "youngest at the final end", WCORE_DIALECT_WASMER, 2, { { 1, 5 }, { 0, 6 } }, false,
	  WCORE_DIALECT_SPEC, true, WCORE_SEVERITY_NOTE, false },
	{ "a tail call replaced the callee", WCORE_DIALECT_SPEC, 2, { { 1, 4 }, { 2, 3 } }, true,
	  WCORE_DIALECT_SPEC, true, WCORE_SEVERITY_NOTE, false },
	{ "no reading fits the module", WCORE_DIALECT_SPEC, 2, { { 1, 4 }, { 0, 5 } }, true,
	  WCORE_DIALECT_SPEC, false, WCORE_SEVERITY_WARNING, true },
	{ "a wrong module that likes another reading a little more", WCORE_DIALECT_SPEC, 3,
	  { { 3, 2 }, { 0, 2 }, { 0, 4 } }, false, WCORE_DIALECT_SPEC, false,
	  WCORE_SEVERITY_WARNING, true },
	{ "one frame with instances that fits the unlikely base alone", WCORE_DIALECT_SPEC, 1,
	  { { 3, 2 } }, true, WCORE_DIALECT_SPEC, false, WCORE_SEVERITY_WARNING, true },
	{ "a function that is not there", WCORE_DIALECT_SPEC, 1, { { 9, 4 } }, true,
	  WCORE_DIALECT_SPEC, false, WCORE_SEVERITY_WARNING, true },
};

static void test_choose(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(choose_cases) / sizeof(choose_cases[0]); i++) {
		const struct choose_case *c = &choose_cases[i];
		const struct wcore_finding *found;
		struct fixture f;

		write_module(&f.module_w);
		open_module(&f);
		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		if (c->has_instances) {
			writer_modules(&f.w, (const char *[]){ "a" }, 1);
			writer_instances_begin(&f.w, 1);
			writer_instance(&f.w, 0, NULL, 0, NULL, 0);
			writer_end(&f.w);
		}
		writer_global_i32(&f.w, 1);	/* no known producer's order of sections */
		writer_stack_begin(&f.w, "main", c->count);
		for (uint32_t j = 0; j < c->count; j++)
			writer_frame(&f.w, c->written, 0, c->frames[j].funcidx, c->frames[j].codeoffset,
				     NULL, 0, NULL, 0);
		writer_end(&f.w);
		open_written(&f, WCORE_DIALECT_AUTO);
		wcore_stack_choose(f.dump, &f.dump->threads[0], &f.module);
		assert_string_equal(f.dump->threads[0].dialect->name,
				    wcore_dialect_get(c->chosen)->name);
		if (f.dump->threads[0].is_sure != c->is_sure)
			fail_msg("%s: sure is %d", c->what, f.dump->threads[0].is_sure);
		found = finding(f.dump, "core/dialect");
		assert_int_equal(found != NULL, c->has_finding);
		if (found)
			assert_int_equal(found->severity, c->severity);
		close_written(&f);
		close_module(&f);
	}
}

/* A forced dialect stays, whatever the modules say. */
static void test_forced(void **state)
{
	struct fixture f;

	(void)state;
	write_module(&f.module_w);
	open_module(&f);
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_stack_begin(&f.w, "main", 2);
	writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 1, 4, NULL, 0, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 0, 6, NULL, 0, NULL, 0);
	writer_end(&f.w);
	open_written(&f, WCORE_DIALECT_XTUC);
	wcore_stack_choose(f.dump, &f.dump->threads[0], &f.module);
	assert_int_equal(f.dump->threads[0].dialect->id, WCORE_DIALECT_XTUC);
	assert_int_equal(finding(f.dump, "core/dialect")->severity, WCORE_SEVERITY_WARNING);
	close_written(&f);
	close_module(&f);
}

/* A corpus dump with the truth beside it and the modules that the truth names. */
struct truth {
	json_t *json;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_file *files[MAX_MODULES];
	struct wcore_module *modules[MAX_MODULES];
	size_t module_count;
};

static struct wcore_file *open_beside(const char *folder, const char *name)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error;
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	error = wcore_file_open(path, NULL, &file);
	if (error) {
		wcore_error_destroy(error);
		snprintf(path, sizeof(path), "%s/%s.gz", folder, name);
		assert_null(wcore_file_open(path, NULL, &file));
	}
	return file;
}

static void open_truth(const char *path, struct truth *ret)
{
	char *copy = strdup(path);
	const char *folder = dirname(copy);
	json_t *modules;

	*ret = (struct truth){ .json = json_load_file(path, 0, NULL) };
	assert_non_null(ret->json);
	ret->file = open_beside(folder, json_string_value(json_object_get(ret->json, "dump")));
	assert_null(wcore_dump_open(ret->file, WCORE_DIALECT_AUTO, &ret->dump));
	modules = json_object_get(ret->json, "modules");
	ret->module_count = json_array_size(modules);
	assert_in_range(ret->module_count, 1, MAX_MODULES);
	for (size_t i = 0; i < ret->module_count; i++) {
		ret->files[i] = open_beside(folder, json_string_value(json_array_get(modules, i)));
		assert_null(wcore_module_open(ret->files[i], 0, ret->files[i]->size, &ret->modules[i]));
	}
	free(copy);
}

static void close_truth(struct truth *truth)
{
	for (size_t i = 0; i < truth->module_count; i++) {
		wcore_module_close(truth->modules[i]);
		wcore_file_close(truth->files[i]);
	}
	wcore_dump_close(truth->dump);
	wcore_file_close(truth->file);
	json_decref(truth->json);
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

		open_truth(paths.gl_pathv[i], &truth);
		assert_null(truth.dump->broken);
		threads = json_object_get(truth.json, "threads");
		for (size_t j = 0; j < truth.dump->thread_count; j++) {
			struct wcore_thread *thread = &truth.dump->threads[j];

			sort_modules(&truth, thread);
			wcore_stack_choose(truth.dump, thread, truth.modules);
			const struct wcore_finding *note = finding(truth.dump, "core/dialect");

			if (note && note->severity != WCORE_SEVERITY_NOTE)
				fail_msg("%s: %s", paths.gl_pathv[i], note->text);
			if (threads)
				check_thread(&truth, thread, json_array_get(threads, j));
		}
		if (threads)
			assert_int_equal(truth.dump->thread_count, json_array_size(threads));
		close_truth(&truth);
	}
	globfree(&paths);
}

/* A stack that is cut is read as the modules say, too. */
static void test_choose_cut(void **state)
{
	struct fixture f;

	(void)state;
	write_module(&f.module_w);
	open_module(&f);
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_stack_begin(&f.w, "main", 3);
	writer_frame(&f.w, WCORE_DIALECT_XTUC, 0, 1, 1, NULL, 0, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_XTUC, 0, 0, 3, NULL, 0, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_XTUC, 0, 0, 3, NULL, 0, NULL, 0);
	writer_end(&f.w);
	f.w.size -= 3;
	open_written(&f, WCORE_DIALECT_AUTO);
	assert_int_equal(f.dump->threads[0].fits, 0);
	assert_true(f.dump->threads[0].candidates & bit(WCORE_DIALECT_SPEC));
	assert_true(f.dump->threads[0].candidates & bit(WCORE_DIALECT_XTUC));
	assert_false(f.dump->threads[0].candidates & bit(WCORE_DIALECT_BUILDER));
	wcore_stack_choose(f.dump, &f.dump->threads[0], &f.module);
	assert_int_equal(f.dump->threads[0].dialect->id, WCORE_DIALECT_XTUC);
	close_written(&f);
	close_module(&f);
}

/* With the right base every caller stands at the call of its callee, with the wrong one none does. */
static void test_fit(void **state)
{
	static const char *const paths[] = {
		"tests/data/c-divzero/crash-O0.expect.json", "tests/data/rewriter/panic.expect.json",
		"tests/data/wasmer/divide-O0-cranelift.expect.json",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct wcore_fit body, code;
		struct truth truth;

		open_truth(paths[i], &truth);
		wcore_stack_fit(truth.dump, &truth.dump->threads[0], wcore_dialect_get(WCORE_DIALECT_WASMER),
				truth.modules, 100, &body);
		wcore_stack_fit(truth.dump, &truth.dump->threads[0], wcore_dialect_get(WCORE_DIALECT_XTUC),
				truth.modules, 100, &code);
		assert_int_equal(body.checked, truth.dump->threads[0].frame_count);
		assert_int_equal(body.callers, body.checked - 1);
		assert_int_equal(code.callers, body.callers);
		if (i == 1) {
			assert_int_equal(code.at_call, code.callers);
			assert_int_equal(code.on_instruction, code.checked);
			assert_int_equal(body.at_call, 0);
		} else {
			assert_int_equal(body.at_call, body.callers);
			assert_int_equal(body.on_instruction, body.checked);
			assert_int_equal(code.at_call, 0);
		}
		wcore_stack_fit(truth.dump, &truth.dump->threads[0], truth.dump->threads[0].dialect,
				truth.modules, 1, &body);
		assert_int_equal(body.checked, 1);
		wcore_stack_fit(truth.dump, &truth.dump->threads[0], truth.dump->threads[0].dialect, NULL,
				100, &body);
		assert_int_equal(body.checked, 0);
		close_truth(&truth);
	}
}

/* A direct call stays in its instance; only imports and tables lead to another one. */
static void test_fit_instances(void **state)
{
	(void)state;
	for (uint32_t younger = 0; younger < 2; younger++) {
		struct wcore_module *modules[2];
		struct wcore_fit fit;
		struct fixture f;

		write_module(&f.module_w);
		open_module(&f);
		modules[0] = modules[1] = f.module;
		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_modules(&f.w, (const char *[]){ "a", "b" }, 2);
		writer_instances_begin(&f.w, 2);
		writer_instance(&f.w, 0, NULL, 0, NULL, 0);
		writer_instance(&f.w, 1, NULL, 0, NULL, 0);
		writer_end(&f.w);
		writer_stack_begin(&f.w, "main", 2);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, younger, 1, 4, NULL, 0, NULL, 0);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 0, 6, NULL, 0, NULL, 0);
		writer_end(&f.w);
		open_written(&f, WCORE_DIALECT_SPEC);
		wcore_stack_fit(f.dump, &f.dump->threads[0], wcore_dialect_get(WCORE_DIALECT_SPEC),
				modules, 2, &fit);
		assert_int_equal(fit.checked, 2);
		assert_int_equal(fit.on_instruction, 2);
		assert_int_equal(fit.callers, 1);
		assert_int_equal(fit.at_call, younger == 0);
		close_written(&f);
		close_module(&f);
	}
}

/* The youngest frame may stand in front of the first instruction; at it, there has to be one. */
static void test_fit_entry(void **state)
{
	static const uint8_t no_code[] = { 0xff, 0x0b };

	(void)state;
	for (uint32_t offset = 0; offset < 4; offset++) {
		struct wcore_fit fit;
		struct fixture f;

		writer_init(&f.module_w);
		writer_functions(&f.module_w, 1);
		writer_code_begin(&f.module_w, 1);
		writer_body(&f.module_w, 1, no_code, sizeof(no_code));
		writer_end(&f.module_w);
		open_module(&f);
		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 1);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 0, offset, NULL, 0, NULL, 0);
		writer_end(&f.w);
		open_written(&f, WCORE_DIALECT_SPEC);
		wcore_stack_fit(f.dump, &f.dump->threads[0], wcore_dialect_get(WCORE_DIALECT_SPEC), &f.module, 1, &fit);
		assert_int_equal(fit.checked, 1);
		assert_int_equal(fit.on_instruction, offset < 3);
		close_written(&f);
		close_module(&f);
	}
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
	open_truth("tests/data/wt-c-stackoverflow-O0/dump.expect.json", &truth);
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
	close_truth(&truth);
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
		assert_non_null(finding(dump, "core/dialect"));
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
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_forced),
		cmocka_unit_test(test_choose_cut),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_fit_instances),
		cmocka_unit_test(test_fit_entry),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_builder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
