/*
 * Expressions in a frame of a real dump: the first byte says of which, the rest is the
 * text.  What comes out is printed.  Runs in the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/lang/expr.h"
#include "../../libcore/lang/print.h"
#include "fuzz.h"

static const struct { const char *dump, *module, *function; } programs[] = {
	{ "tests/data/expr/expr.core", "tests/data/expr/expr.wasm", "memory" },
	{ "tests/data/wt-cpp-O0/dump.core", "tests/data/wt-cpp-O0/m.wasm", "main" },
	{ "tests/data/rust-panic/shop-debug.core", "tests/data/rust-panic/shop-debug.wasm.gz",
	  "shop::calculate" },
	{ "tests/data/wt-zig-debug/dump.core", "tests/data/wt-zig-debug/m.wasm.gz",
	  "fleet.Vehicle.nextStop" },
};
#define PROGRAMS (sizeof(programs) / sizeof(*programs))

static struct wcore_scope scopes[PROGRAMS];

static void must(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "fuzz_expr: %s\n", text ? text : "out of memory");
	abort();
}

/* Opened once, and never closed: the sanitizers still reach it. */
static struct wcore_scope *open_program(unsigned number)
{
	static const char *modules[PROGRAMS];
	struct wcore_target_options options = { .lookup = { .no_search = true, .module_count = 1 } };
	struct wcore_unwind_options unwind = { .speculative = number % 2 };
	struct wcore_target_frame frame;
	struct wcore_target_iter iter;
	struct wcore_inspect *inspect;
	struct wcore_target *target;
	struct wcore_file *file;
	struct wcore_dump *dump;
	bool found = true;

	if (scopes[number].viewer)
		return &scopes[number];
	modules[number] = programs[number].module;
	options.lookup.modules = &modules[number];
	must(wcore_file_open(programs[number].dump, NULL, &file));
	must(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	must(wcore_target_open(dump, &options, &target));
	must(wcore_inspect_open(target, &dump->threads[0], &unwind, &inspect));
	wcore_target_iter_init(&iter, target, &dump->threads[0]);
	while (found && !scopes[number].viewer) {
		must(wcore_target_iter_next(&iter, &frame, &found));
		for (size_t i = 0; found && i < frame.sites.count; i++) {
			struct wcore_site site = frame.sites.items[i];

			if (!scopes[number].viewer && wcore_string_is(site.function, programs[number].function))
				must(wcore_inspect_scope(inspect, frame.frame.index, &site, &scopes[number]));
		}
	}
	if (!scopes[number].viewer)
		abort();
	return &scopes[number];
}

static void print(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	struct wcore_view *view = wcore_print(viewer, object, 0);
	struct wcore_json json;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (view && out) {
		wcore_view_text(view, out);
		wcore_json_init(&json, out);
		wcore_view_json(view, &json);
	}
	if (out)
		fclose(out);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_scope *scope;
	struct wcore_object object;
	struct wcore_error *error;
	size_t column;
	char *text;

	if (!size)
		return 0;
	scope = open_program(data[0] % PROGRAMS);
	text = calloc(size, 1);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	wcore_viewer_restart(scope->viewer);
	error = wcore_expr_evaluate(scope, text, &object, &column);
	if (!error)
		print(scope->viewer, &object);
	else if (column > strlen(text))
		abort();
	wcore_error_destroy(error);
	free(text);
	return 0;
}
