/*
 * Statics of real modules, and of Rust and Zig the locals of all frames, over memory that is not theirs: the
 * first byte says of which module, the second which variable; then come changes, each an offset of two bytes from the variable, a length and
 * that many bytes.  Runs in the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/memory.h"
#include "../../libcore/lang/inspect.h"
#include "../../libcore/lang/print.h"
#include "fuzz.h"

#define VARIABLES_MAX 256
#define CHANGES_MAX 64
/* More than any value may take as text or JSON. */
#define OUTPUT_MAX (32 << 20)

static struct program {
	const char *dump, *module;
	bool has_locals;
	uint8_t *data;	/* the dump, to be changed */
	struct wcore_dump *opened;
	struct wcore_scope scope;
	struct wcore_object variables[VARIABLES_MAX];
	size_t count;
} programs[] = {
	{ .dump = "tests/data/print/values.core", .module = "tests/data/print/values.wasm" },
	{ .dump = "tests/data/print/containers-16.core.gz",
	  .module = "tests/data/print/containers-16.wasm.gz" },
	{ .dump = "tests/data/print/containers-22.core.gz",
	  .module = "tests/data/print/containers-22.wasm.gz" },
	{ .dump = "tests/data/print-rust/debug-1.95.core.gz",
	  .module = "tests/data/print-rust/debug-1.95.wasm.gz", .has_locals = true },
	{ .dump = "tests/data/print-zig/debug.core.gz",
	  .module = "tests/data/print-zig/debug.wasm.gz", .has_locals = true },
};
#define PROGRAMS (sizeof(programs) / sizeof(*programs))

static void must(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "fuzz_print: %s\n", text ? text : "out of memory");
	abort();
}

static bool add_object(struct program *program, const struct wcore_object *object)
{
	if (object->kind == WCORE_OBJECT_MEMORY && program->count < VARIABLES_MAX)
		program->variables[program->count++] = *object;
	return program->count < VARIABLES_MAX;
}

static bool add_static(void *context, const struct wcore_variable *variable)
{
	struct program *program = context;
	struct wcore_object object = wcore_scope_object(&program->scope, variable);

	return add_object(program, &object);
}

static bool add_local(void *context, const struct wcore_variable *variable, const struct wcore_object *object)
{
	(void)variable;
	return add_object(context, object);
}

static void add_variables(struct program *program, struct wcore_inspect *inspect, struct wcore_target_iter *iter)
{
	const struct wcore_string any = { 0 };
	struct wcore_target_frame frame;
	bool found = true;

	do {
		must(wcore_target_iter_next(iter, &frame, &found));
		for (size_t i = 0; found && i < frame.sites.count; i++) {
			struct wcore_site site = frame.sites.items[i];

			must(wcore_inspect_scope(inspect, frame.frame.index, &site, &program->scope));
			if (!program->has_locals) {
				wcore_variables_static(program->scope.viewer->types, any, any, any, NULL,
						       add_static, program);
				return;
			}
			wcore_scope_visit(&program->scope, add_local, program);
		}
	} while (found);
}

/* Opened once, and never closed: the sanitizers still reach it. */
static struct program *open_program(unsigned number)
{
	struct program *program = &programs[number];
	struct wcore_target_options options = {
		.lookup = { .no_search = true, .modules = &program->module, .module_count = 1 },
	};
	static const struct wcore_unwind_options unwind;
	struct wcore_target_iter iter;
	struct wcore_inspect *inspect;
	struct wcore_target *target;
	struct wcore_file *file;
	size_t size;

	if (program->data)
		return program;
	must(wcore_file_open(program->dump, NULL, &file));
	size = (size_t)file->size;
	program->data = malloc(size);
	if (!program->data)
		abort();
	memcpy(program->data, file->data, size);
	wcore_file_close(file);
	must(wcore_file_from_memory("fuzz.core", program->data, size, &file));
	must(wcore_dump_open(file, WCORE_DIALECT_AUTO, &program->opened));
	must(wcore_target_open(program->opened, &options, &target));
	must(wcore_inspect_open(target, &program->opened->threads[0], &unwind, &inspect));
	wcore_target_iter_init(&iter, target, &program->opened->threads[0]);
	add_variables(program, inspect, &iter);
	if (!program->count)
		abort();
	return program;
}

/* Where a byte of memory stands in the dump; NULL when it does not. */
static uint8_t *find_byte(struct program *program, uint64_t address)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found = true;

	wcore_segment_iter_init(&iter, program->opened);
	for (;;) {
		must(wcore_segment_iter_next(&iter, &segment, &found));
		if (!found)
			return NULL;
		if (address >= segment.address && address - segment.address < segment.size)
			return program->data + segment.offset + (address - segment.address);
	}
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
	if (size > OUTPUT_MAX)
		abort();
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct { uint8_t *at, old; } changes[CHANGES_MAX * 16];
	const struct wcore_object *object;
	struct program *program;
	size_t count = 0;

	if (size < 2)
		return 0;
	program = open_program(data[0] % PROGRAMS);
	object = &program->variables[data[1] % program->count];
	for (size_t i = 2; i + 3 < size && count + 16 <= sizeof(changes) / sizeof(*changes);) {
		uint64_t address = object->address + (uint16_t)(data[i] | data[i + 1] << 8);
		size_t length = data[i + 2] % 16 + 1;

		for (i += 3; i < size && length; i++, length--, address++) {
			uint8_t *at = find_byte(program, address);

			if (!at)
				continue;
			changes[count].at = at;
			changes[count++].old = *at;
			*at = data[i];
		}
	}
	wcore_viewer_restart(program->scope.viewer);
	program->scope.viewer->max_follow = size % 4;
	print(program->scope.viewer, object);
	while (count--)
		*changes[count].at = changes[count].old;
	return 0;
}
