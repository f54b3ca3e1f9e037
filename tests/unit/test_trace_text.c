#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/merge/trace_text.h"

#define NO_OFFSET UINT64_MAX

/* The forms that engines and runtimes document, and lines that are none. */
static const struct line_case {
	const char *line, *function, *module;	/* NULL: absent */
	int64_t funcidx;	/* -1: none; -2: the line is no frame */
	uint64_t offset;
} lines[] = {
	/* V8: a name, a module's name in front of it, none; an URL, the hash of the module, nothing */
	{ "    at f (wasm://wasm/0a1b2c3d:wasm-function[17]:0x5b2)", "f", "wasm://wasm/0a1b2c3d", 17, 0x5b2 },
	{ "at app.f (https://h:80/a.wasm:wasm-function[17]:0x5b2)", "app.f", "https://h:80/a.wasm", 17, 0x5b2 },
	{ "at foo(int, (anonymous namespace)::X) (wasm://wasm/a:wasm-function[1]:0x2)",
	  "foo(int, (anonymous namespace)::X)", "wasm://wasm/a", 1, 2 },
	{ "at https://h/a.wasm:wasm-function[17]:0x5b2", NULL, "https://h/a.wasm", 17, 0x5b2 },
	{ "at async f (a.wasm:wasm-function[17]:0x5b2)", "f", "a.wasm", 17, 0x5b2 },
	{ "at wasm-function[17]:0x5b2\r", NULL, NULL, 17, 0x5b2 },
	{ "at 185b031e:0x2904", NULL, "185b031e", -1, 0x2904 },
	{ "at f (<anonymous>:wasm-function[3]:0xff)", "f", NULL, 3, 0xff },
	/* What Chrome's console copies */
	{ "$func17 @ app.wasm:0x5b2", NULL, "app.wasm", 17, 0x5b2 },
	{ "$main @ app.wasm:0x5b2", "main", "app.wasm", -1, 0x5b2 },
	/* SpiderMonkey */
	{ "f@http://h/main.wasm:wasm-function[17]:0x5b2", "f", "http://h/main.wasm", 17, 0x5b2 },
	{ "@http://h/main.wasm:wasm-function[17]:0x5b2", NULL, "http://h/main.wasm", 17, 0x5b2 },
	{ "f@http://h/npm/@x/main.wasm:wasm-function[17]:0x5b2", "f", "http://h/npm/@x/main.wasm", 17, 0x5b2 },
	{ "f@http://h/x.js line 36 > WebAssembly.compile:wasm-function[2]:0x12", "f",
	  "http://h/x.js line 36 > WebAssembly.compile", 2, 0x12 },
	/* JavaScriptCore, of three times */
	{ "<?>.wasm-function[f]@[wasm code]", "f", NULL, -1, NO_OFFSET },
	{ "app.wasm-function[f(int)]@[wasm code]", "f(int)", "app", -1, NO_OFFSET },
	{ "<?>.wasm-function[17]@[wasm code]", NULL, NULL, 17, NO_OFFSET },
	{ "wasm-function[17]@[wasm code]", NULL, NULL, 17, NO_OFFSET },
	{ "run@<?>:wasm-function[1]", "run", NULL, 1, NO_OFFSET },
	{ "1@wasm-function[1]", NULL, NULL, 1, NO_OFFSET },
	{ "run@wasm-function[1]:0x10", "run", NULL, 1, 0x10 },
	/* Wasmtime and wasm3 */
	{ "    0:    0x51d - <unknown>!process", "process", NULL, -1, 0x51d },
	{ "   12:    0x137 - traps!<wasm function 6>", NULL, "traps", 6, 0x137 },
	{ "    1:  0x1475b - std::panicking::begin_panic", "std::panicking::begin_panic", NULL, -1, 0x1475b },
	{ "  0: 0x000c59 - .unnamed!c", "c", NULL, -1, 0xc59 },
	/* Wasmer */
	{ "\xe2\x94\x82       at climb (<module>[3]:0x296)", "climb", NULL, 3, 0x296 },
	{ "at <unnamed> (test.wasm[0]:0x1a)", NULL, "test.wasm", 0, 0x1a },
	/* WAMR */
	{ "#00: 0x0a04 - $f18 ", NULL, NULL, 18, 0xa04 },
	{ "#03: 0x01aa \xe2\x80\x94 _start", "_start", NULL, -1, 0x1aa },
	{ "#00 $f18", NULL, NULL, 18, NO_OFFSET },
	{ "#02 main", "main", NULL, -1, NO_OFFSET },
	/* Alone on a line */
	{ "wasm-function[17]:0x5b2", NULL, NULL, 17, 0x5b2 },
	{ "main.wasm:0x5b2", NULL, "main.wasm", -1, 0x5b2 },
	{ "<wasm>!f", "f", NULL, -1, NO_OFFSET },
	{ "app.wasm!f<a!b>", "f<a!b>", "app.wasm", -1, NO_OFFSET },
	/* None of them */
	{ "", NULL, NULL, -2, 0 },
	{ "RuntimeError: divide by zero", NULL, NULL, -2, 0 },
	{ "at f (http://h/x.js:10:5)", NULL, NULL, -2, 0 },
	{ "at http://h/x.js:10:5", NULL, NULL, -2, 0 },
	{ "at /rustc/abc/library/std/src/panicking.rs:12:3", NULL, NULL, -2, 0 },
	{ "f@http://h/x.js:10:5", NULL, NULL, -2, 0 },
	{ "wasm-stub@[wasm code]", NULL, NULL, -2, 0 },
	{ "someone@example.org wrote", NULL, NULL, -2, 0 },
	{ "    0: core dumped at x.core", NULL, NULL, -2, 0 },
	{ "#include <stdio.h>", NULL, NULL, -2, 0 },
	{ "Hello, world!", NULL, NULL, -2, 0 },
	{ "Node.js v20.20.2", NULL, NULL, -2, 0 },
	{ "at", NULL, NULL, -2, 0 }, { "at ", NULL, NULL, -2, 0 }, { "@", NULL, NULL, -2, 0 },
	{ ")", NULL, NULL, -2, 0 }, { "at ()", NULL, NULL, -2, 0 }, { ":0x1", NULL, NULL, -2, 0 },
	{ "at f (a.wasm:wasm-function[4294967296])", NULL, NULL, -2, 0 },
	{ "at f (wasm-function[1]:0x10000000000000000)", NULL, NULL, -2, 0 },
	{ "at f (wasm-function[1]:0x)", NULL, NULL, -2, 0 },
};

static void assert_text(struct wcore_string text, const char *wanted, const char *line)
{
	if (wanted ? wcore_string_is(text, wanted) : !text.data)
		return;
	fail_msg("%s: '%.*s' instead of '%s'", line, (int)text.size, text.data ? text.data : "", wanted ? wanted : "");
}

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct line_case *c = &lines[i];
		struct wcore_trace_frame frame;
		bool is_frame = wcore_trace_line(wcore_string_from(c->line), &frame);

		if (is_frame != (c->funcidx > -2))
			fail_msg("%s: %s a frame", c->line, is_frame ? "is" : "is not");
		if (!is_frame)
			continue;
		assert_text(frame.function, c->function, c->line);
		assert_text(frame.module, c->module, c->line);
		if (frame.has_funcidx != (c->funcidx >= 0) ||
		    (frame.has_funcidx && frame.funcidx != (uint32_t)c->funcidx))
			fail_msg("%s: function %u", c->line, frame.funcidx);
		if (frame.has_offset != (c->offset != NO_OFFSET) || (frame.has_offset && frame.offset != c->offset))
			fail_msg("%s: offset 0x%llx", c->line, (unsigned long long)frame.offset);
	}
}

static struct wcore_trace parse(const char *text)
{
	struct wcore_trace trace;

	assert_null(wcore_trace_parse("t", wcore_string_from(text), &trace));
	return trace;
}

static void test_wasmedge(void **state)
{
	struct wcore_trace trace = parse(
		"[2026] [error] execution failed: integer divide by zero, Code: 0x404\n"
		"[2026] [error]     In instruction: i32.div_s (0x63) , Bytecode offset: 0x0000051d , Args: [9 , 0]\n"
		"[2026] [error] calling stack:module[0]:62, module[0]:7, module[0]:8\n"
		"[2026] [error]     When executing function name: \"_start\"\n");

	(void)state;
	assert_int_equal(trace.count, 4);
	assert_true(trace.frames[0].has_offset && !trace.frames[0].has_funcidx);
	assert_int_equal(trace.frames[0].offset, 0x51d);
	assert_int_equal(trace.frames[1].funcidx, 8);
	assert_int_equal(trace.frames[3].funcidx, 62);
	assert_true(wcore_string_is(trace.message, "integer divide by zero"));
	wcore_trace_deinit(&trace);
}

/* The surest line says why: Wasmtime's last one, behind a trace that it prints twice. */
static void test_message(void **state)
{
	struct wcore_trace trace = parse("Error: failed to run main module\n"
					 "    0:    0x51d - <unknown>!f\n    1:    0x34a - <unknown>!g\n"
					 "    3: error while executing at wasm backtrace:\n"
					 "    0:    0x51d - <unknown>!f\n    1:    0x34a - <unknown>!g\n"
					 "    4: wasm trap: integer divide by zero\n");

	(void)state;
	assert_int_equal(trace.trace_count, 1);
	assert_int_equal(trace.count, 2);
	assert_int_equal(trace.frames[1].line, 3);
	assert_true(wcore_string_is(trace.message, "integer divide by zero"));
	wcore_trace_deinit(&trace);
}

static void test_traces(void **state)
{
	struct wcore_trace trace = parse("RuntimeError: a\n  at f (wasm-function[1]:0x1)\n  at x (x.js:1:1)\n"
					 "  at g (wasm-function[2]:0x2)\n  at x (x.js:1:2)\n"
					 "RuntimeError: b\n  at h (wasm-function[3]:0x3)\nbye\n");

	(void)state;
	assert_int_equal(trace.trace_count, 2);
	assert_int_equal(trace.count, 3);
	assert_false(trace.frames[0].is_behind_others);
	assert_true(trace.frames[1].is_behind_others);
	assert_int_equal(trace.frames[2].trace, 1);
	assert_false(trace.frames[2].is_behind_others);
	assert_int_equal(trace.host_frames, 2);
	assert_int_equal(trace.other_lines, 1);
	assert_true(wcore_string_is(trace.message, "a"));
	wcore_trace_deinit(&trace);
}

/* Wasmtime's lines of files are no frames of the host; interpreters' offsets may be behind the instruction. */
static void test_details(void **state)
{
	struct wcore_trace trace = parse("    0:  0x51d - f\n                    at /src/x.c:1:2\n    1:  0x34a - g\n"
					 "#00: 0x051e - f\n");

	(void)state;
	assert_int_equal(trace.host_frames, 0);
	assert_false(trace.frames[1].is_behind_others);
	assert_false(trace.frames[1].is_near);
	assert_true(trace.frames[2].is_near);
	assert_int_equal(trace.frames[2].trace, 1);
	wcore_trace_deinit(&trace);
}

static void test_hostile(void **state)
{
	const size_t size = 1 << 20;
	char *text = malloc(size);
	struct wcore_trace trace;

	(void)state;
	assert_non_null(text);
	memset(text, '(', size);
	assert_null(wcore_trace_parse("t", (struct wcore_string){ text, size }, &trace));
	assert_int_equal(trace.count, 0);
	wcore_trace_deinit(&trace);
	/* A name that is too long is none: the frame has its offset. */
	memcpy(text, "at ", 3);
	memset(text + 3, 'f', size - 3);
	memcpy(text + size - 24, " (wasm-function[1]:0x2)\n", 24);
	assert_null(wcore_trace_parse("t", (struct wcore_string){ text, size }, &trace));
	assert_int_equal(trace.count, 1);
	assert_null(trace.frames[0].function.data);
	assert_int_equal(trace.frames[0].funcidx, 1);
	wcore_trace_deinit(&trace);
	assert_null(wcore_trace_parse("t", (struct wcore_string){ text, 0 }, &trace));
	assert_int_equal(trace.count, 0);
	free(text);
	struct wcore_error *error = wcore_trace_parse("t", (struct wcore_string){ "", WCORE_TRACE_TEXT_MAX + 1 }, &trace);

	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines), cmocka_unit_test(test_wasmedge), cmocka_unit_test(test_message),
		cmocka_unit_test(test_traces), cmocka_unit_test(test_details), cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
