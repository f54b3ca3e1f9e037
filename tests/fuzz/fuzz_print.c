/*
 * Statics of real modules over memory that is not theirs: the first byte says of which
 * module, the second which static; then come changes, each an offset of two bytes from the static, a length and
 * that many bytes.  Runs in the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/memory.h"
#include "../../libcore/lang/inspect.h"
#include "../../libcore/lang/print.h"
#include "fuzz.h"

#define STATICS_MAX 256
#define CHANGES_MAX 64
/* More than any value may take as text or JSON. */
#define OUTPUT_MAX (32 << 20)

static struct program {
	const char *dump, *module;
	uint8_t *data;	/* the dump, to be changed */
	struct wcore_dump *opened;
	struct wcore_scope scope;
	struct wcore_object statics[STATICS_MAX];
	size_t count;
} programs[] = {
	{ .dump = "tests/data/print/values.core", .module = "tests/data/print/values.wasm" },
	{ .dump = "tests/data/print/containers-16.core.gz",
	  .module = "tests/data/print/containers-16.wasm.gz" },
	{ .dump = "tests/data/print/containers-22.core.gz",
	  .module = "tests/data/print/containers-22.wasm.gz" },
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

static bool add_static(void *context, const struct wcore_variable *variable)
{
	struct program *program = context;
	struct wcore_object object = wcore_scope_object(&program->scope, variable);

	if (object.kind == WCORE_OBJECT_MEMORY)
		program->statics[program->count++] = object;
	return program->count < STATICS_MAX;
}

/* Opened once, and never closed: the sanitizers still reach it. */
static struct program *open_program(unsigned number)
{
	struct program *program = &programs[number];
	struct wcore_target_options options = {
		.lookup = { .no_search = true, .modules = &program->module, .module_count = 1 },
	};
	static const struct wcore_unwind_options unwind;
	const struct wcore_string any = { 0 };
	struct wcore_target_frame frame;
	struct wcore_target_iter iter;
	struct wcore_inspect *inspect;
	struct wcore_target *target;
	struct wcore_file *file;
	struct wcore_site site;
	size_t size;
	bool found;

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
	must(wcore_target_iter_next(&iter, &frame, &found));
	site = frame.sites.items[0];
	must(wcore_inspect_scope(inspect, frame.frame.index, &site, &program->scope));
	wcore_variables_static(program->scope.viewer->types, any, any, any, NULL, add_static, program);
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
	object = &program->statics[data[1] % program->count];
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
