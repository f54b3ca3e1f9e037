#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/lang/message.h"
#include "crash_fixture.h"

/* What the programs printed when they died; "..." stands for what wcore cannot write. */
static const struct message_case {
	const char *folder, *dump;
	const char *modules[2];
	const char *text, *source, *file;
	uint32_t line, column;
} message_cases[] = {
	{ "rust-panic", "shop-debug.core", { "shop-debug.wasm" },
	  "index out of bounds: the len is 3 but the index is 33", "panic", "shop.rs", 4, 113 },
	{ "messages", "die-1.63-2.core", { "die-1.63.wasm" },
	  "called `Result::unwrap()` on an `Err` value: \"a \\\"b\\\"\"", "panic", "die.rs", 4, 78 },
	{ "messages", "die-1.63-4.core", { "die-1.63.wasm" }, "-5 of \"zo\u00eb\" and true", "panic", "die.rs", 6, 45 },
	{ "messages", "die-1.63-5.core", { "die-1.63.wasm" }, "a number", "panic", "die.rs", 7, 32 },
	/* rustc 1.63 leaves the type of what is compared out of names, and there is no debug information. */
	{ "messages", "die-1.63-8.core", { "die-1.63.wasm" },
	  "assertion failed: `(left == right)`\n  left: `...", "panic", "die.rs", 10, 20 },
	{ "messages", "die-1.95-2.core", { "die-1.95.wasm" },
	  "called `Result::unwrap()` on an `Err` value: \"a \\\"b\\\"\"", "panic", "die.rs", 4, 78 },
	{ "messages", "die-1.95-3.core", { "die-1.95.wasm" },
	  "index out of bounds: the len is 3 but the index is 9", "panic", "die.rs", 5, 35 },
	{ "messages", "die-1.95-4.core", { "die-1.95.wasm" }, "-5 of \"zo\u00eb\" and true", "panic", "die.rs", 6, 45 },
	{ "messages", "die-1.95-5.core", { "die-1.95.wasm" }, "a number", "panic", "die.rs", 7, 32 },
	/* Formatted with a width. */
	{ "messages", "die-1.95-6.core", { "die-1.95.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "messages", "die-1.95-8.core", { "die-1.95.wasm" },
	  "assertion `left == right` failed: at x\n  left: 8\n right: 9", "panic", "die.rs", 10, 20 },
	{ "messages", "assert.core", { "assert.wasm" },
	  "Assertion failed: n < 3 && \"too many\" (assert.c: check: 3)", "assert", "assert.c", 3, 0 },
	{ "messages", "lib-1.core", { "lib.wasm" },
	  "out_of_range was thrown in -fno-exceptions mode with message \"basic_string\"", "abort", "", 0, 0 },
	{ "messages", "lib-2.core", { "lib.wasm" }, "Pure virtual function called!", "abort", "", 0, 0 },
	{ "messages", "thrown-0.core", { "thrown.wasm" },
	  "uncaught exception of type std::runtime_error: no \u00e4pples", "uncaught exception", "", 0, 0 },
	{ "messages", "thrown-1.core", { "thrown.wasm" },
	  "uncaught exception of type shop::Closed: the shop is closed", "uncaught exception", "", 0, 0 },
	{ "messages", "thrown-2.core", { "thrown.wasm" }, "uncaught exception of type shop::Odd",
	  "uncaught exception", "", 0, 0 },
	{ "messages", "ab-5.core", { "ab.wasm" }, "Index out of range", "abort", "~lib/array.ts", 114, 42 },
	{ "messages", "ab-50.core", { "ab.wasm" }, "not fifty", "abort", "ab.ts", 3, 3 },
	{ "messages", "ab-200.core", { "ab.wasm" }, "zu gro\u00df: \U0001f4a5", "abort", "ab.ts", 2, 17 },
	{ "messages", "ab-host.core", { "ab.wasm", "abort.wasm" }, "not fifty", "abort", "ab.ts", 3, 3 },
	{ "wt-zig-debug", "dump.core", { "m.wasm" }, "index out of bounds: index 4, len 3", "panic", "", 0, 0 },
	{ "wt-c-stackoverflow-O0", "dump.core", { "m.wasm" },
	  "recurse calls itself, 32 bytes of shadow stack a round", "call stack", "", 0, 0 },
	/* o->hook(n), and f(n) behind f = o->hook; in the third one through a pointer to volatile. */
	{ "messages", "nullfn-member.core", { "nullfn.wasm" }, "o->hook is NULL", "null pointer", "", 0, 0 },
	{ "messages", "nullfn-local.core", { "nullfn.wasm" }, "f is NULL", "null pointer", "", 0, 0 },
	{ "wt-c-nullfn-O0", "dump.core", { "m.wasm" }, "o->hook is NULL", "null pointer", "", 0, 0 },
	/* They said nothing. */
	{ "wt-c-div-O0", "dump.core", { "m.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "wt-cpp-O0", "dump.core", { "m.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "wt-rs-tally-debug", "dump.core", { "m.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "wt-wat-noname", "dump.core", { "m.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "as-trap", "main.core", { "main.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "rewriter", "panic.core", { "panic.wasm" }, NULL, NULL, NULL, 0, 0 },
	{ "wasmedge", "panic.core", { NULL }, NULL, NULL, NULL, 0, 0 },
};

static bool find(struct crash *crash, struct wcore_message *ret)
{
	const struct wcore_thread *thread = &crash->dump->threads[0];
	struct wcore_inspect *inspect;
	bool found;

	assert_null(wcore_inspect_open(crash->target, thread, NULL, &inspect));
	found = wcore_message_find(inspect, crash->target, thread, ret);
	wcore_inspect_close(inspect);
	return found;
}

static void test_messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(message_cases) / sizeof(message_cases[0]); i++) {
		const struct message_case *c = &message_cases[i];
		unsigned count = c->modules[0] ? c->modules[1] ? 2 : 1 : 0;
		struct wcore_message message;
		struct crash crash;
		char text[sizeof(message.text) + 4];
		bool found;

		crash_open(&crash, c->folder, c->dump, c->modules, count);
		found = find(&crash, &message);
		if (found != (c->text != NULL))
			fail_msg("%s/%s: %s", c->folder, c->dump, found ? message.text : "no message");
		if (found) {
			snprintf(text, sizeof(text), "%s%s", message.text, message.is_cut ? "..." : "");
			assert_string_equal(text, c->text);
			assert_string_equal(message.source, c->source);
			assert_string_equal(message.file, c->file);
			assert_int_equal(message.line, c->line);
			assert_int_equal(message.column, c->column);
		} else {
			assert_string_equal(message.text, "");
		}
		crash_close(&crash);
	}
}

/* A dump whose memory was overwritten here and there says something else, or nothing, but ends. */
static void test_damaged(void **state)
{
	static const char *const dumps[][2] = {
		{ "die-1.63-4.core", "die-1.63.wasm" }, { "die-1.95-8.core", "die-1.95.wasm" },
		{ "lib-1.core", "lib.wasm" }, { "ab-200.core", "ab.wasm" }, { "assert.core", "assert.wasm" },
	};
	uint32_t seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		struct wcore_target_options options = { .lookup = { .no_search = true } };
		char path[256], module[256];
		const char *given[] = { module };
		struct wcore_file *file;

		crash_find(path, sizeof(path), "", "messages", dumps[i][0]);
		crash_find(module, sizeof(module), "0=", "messages", dumps[i][1]);
		options.lookup.modules = given;
		options.lookup.module_count = 1;
		assert_null(wcore_file_open(path, NULL, &file));
		for (int round = 0; round < 30; round++) {
			uint8_t *bytes = malloc(file->size);
			struct wcore_message message;
			struct crash crash = { 0 };

			assert_non_null(bytes);
			memcpy(bytes, file->data, file->size);
			for (int k = 0; k < 60; k++) {
				seed = seed * 1664525 + 1013904223;
				/* The sections in front of the data stay. */
				bytes[file->size / 8 + (seed >> 4) % (file->size * 6 / 8)] = (uint8_t)(seed >> 24);
			}
			assert_null(wcore_file_from_memory("damaged.core", bytes, file->size, &crash.file));
			struct wcore_error *error = wcore_dump_open(crash.file, WCORE_DIALECT_AUTO, &crash.dump);

			if (!error) {
				assert_null(wcore_target_open(crash.dump, &options, &crash.target));
				if (crash.dump->thread_count && find(&crash, &message))
					assert_true(strlen(message.text) < sizeof(message.text) && *message.source);
				wcore_target_close(crash.target);
				wcore_dump_close(crash.dump);
			}
			wcore_error_destroy(error);
			wcore_file_close(crash.file);
			free(bytes);
		}
		wcore_file_close(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
