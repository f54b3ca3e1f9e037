/* Which dialect a stack is in, and how well each reading fits the modules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stack_fixture.h"

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

/* The module, opened, and a dump that is written on. */
static void begin(struct stack_fixture *f)
{
	write_module(&f->module_w);
	stack_open_module(f);
	writer_init(&f->w);
	writer_core(&f->w, "a.wasm");
}

static void end(struct stack_fixture *f)
{
	stack_close(f);
	stack_close_module(f);
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
		struct stack_fixture f;

		begin(&f);
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
		stack_open(&f, WCORE_DIALECT_AUTO);
		wcore_stack_choose(f.dump, &f.dump->threads[0], &f.module);
		assert_string_equal(f.dump->threads[0].dialect->name,
				    wcore_dialect_get(c->chosen)->name);
		if (f.dump->threads[0].is_sure != c->is_sure)
			fail_msg("%s: sure is %d", c->what, f.dump->threads[0].is_sure);
		found = stack_finding(f.dump, "core/dialect");
		assert_int_equal(found != NULL, c->has_finding);
		if (found)
			assert_int_equal(found->severity, c->severity);
		end(&f);
	}
}

/* A forced dialect stays, whatever the modules say. */
static void test_forced(void **state)
{
	struct stack_fixture f;

	(void)state;
	begin(&f);
	writer_stack_begin(&f.w, "main", 2);
	writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 1, 4, NULL, 0, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 0, 6, NULL, 0, NULL, 0);
	writer_end(&f.w);
	stack_open(&f, WCORE_DIALECT_XTUC);
	wcore_stack_choose(f.dump, &f.dump->threads[0], &f.module);
	assert_int_equal(f.dump->threads[0].dialect->id, WCORE_DIALECT_XTUC);
	assert_int_equal(stack_finding(f.dump, "core/dialect")->severity, WCORE_SEVERITY_WARNING);
	end(&f);
}

/* A stack that is cut is read as the modules say, too. */
static void test_choose_cut(void **state)
{
	struct stack_fixture f;

	(void)state;
	begin(&f);
	writer_stack_begin(&f.w, "main", 3);
	writer_frame(&f.w, WCORE_DIALECT_XTUC, 0, 1, 1, NULL, 0, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_XTUC, 0, 0, 3, NULL, 0, NULL, 0);
	writer_frame(&f.w, WCORE_DIALECT_XTUC, 0, 0, 3, NULL, 0, NULL, 0);
	writer_end(&f.w);
	f.w.size -= 3;
	stack_open(&f, WCORE_DIALECT_AUTO);
	assert_int_equal(f.dump->threads[0].fits, 0);
	assert_true(f.dump->threads[0].candidates & stack_bit(WCORE_DIALECT_SPEC));
	assert_true(f.dump->threads[0].candidates & stack_bit(WCORE_DIALECT_XTUC));
	assert_false(f.dump->threads[0].candidates & stack_bit(WCORE_DIALECT_BUILDER));
	wcore_stack_choose(f.dump, &f.dump->threads[0], &f.module);
	assert_int_equal(f.dump->threads[0].dialect->id, WCORE_DIALECT_XTUC);
	end(&f);
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

		truth_open(paths[i], &truth);
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
		truth_close(&truth);
	}
}

/* A direct call stays in its instance; only imports and tables lead to another one. */
static void test_fit_instances(void **state)
{
	(void)state;
	for (uint32_t younger = 0; younger < 2; younger++) {
		struct wcore_module *modules[2];
		struct wcore_fit fit;
		struct stack_fixture f;

		begin(&f);
		modules[0] = modules[1] = f.module;
		writer_modules(&f.w, (const char *[]){ "a", "b" }, 2);
		writer_instances_begin(&f.w, 2);
		writer_instance(&f.w, 0, NULL, 0, NULL, 0);
		writer_instance(&f.w, 1, NULL, 0, NULL, 0);
		writer_end(&f.w);
		writer_stack_begin(&f.w, "main", 2);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, younger, 1, 4, NULL, 0, NULL, 0);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 0, 6, NULL, 0, NULL, 0);
		writer_end(&f.w);
		stack_open(&f, WCORE_DIALECT_SPEC);
		wcore_stack_fit(f.dump, &f.dump->threads[0], wcore_dialect_get(WCORE_DIALECT_SPEC),
				modules, 2, &fit);
		assert_int_equal(fit.checked, 2);
		assert_int_equal(fit.on_instruction, 2);
		assert_int_equal(fit.callers, 1);
		assert_int_equal(fit.at_call, younger == 0);
		end(&f);
	}
}

/* The youngest frame may stand in front of the first instruction; at it, there has to be one. */
static void test_fit_entry(void **state)
{
	static const uint8_t no_code[] = { 0xff, 0x0b };

	(void)state;
	for (uint32_t offset = 0; offset < 4; offset++) {
		struct wcore_fit fit;
		struct stack_fixture f;

		writer_init(&f.module_w);
		writer_functions(&f.module_w, 1);
		writer_code_begin(&f.module_w, 1);
		writer_body(&f.module_w, 1, no_code, sizeof(no_code));
		writer_end(&f.module_w);
		stack_open_module(&f);
		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 1);
		writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 0, offset, NULL, 0, NULL, 0);
		writer_end(&f.w);
		stack_open(&f, WCORE_DIALECT_SPEC);
		wcore_stack_fit(f.dump, &f.dump->threads[0], wcore_dialect_get(WCORE_DIALECT_SPEC), &f.module, 1, &fit);
		assert_int_equal(fit.checked, 1);
		assert_int_equal(fit.on_instruction, offset < 3);
		end(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_forced),
		cmocka_unit_test(test_choose_cut),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_fit_instances),
		cmocka_unit_test(test_fit_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
