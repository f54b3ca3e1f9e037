/*
 * Heaps of real programs that were written over: the first byte says of which program, then come changes, each an
 * address of three bytes, a length and that many bytes.  What the allocators' readers say has to hold together: chunks
 * inside the memory, in order, and found again.  Runs in the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/layout/heap_reach.h"
#include "../../libcore/layout/heap_summary.h"
#include "fuzz.h"

#define CHANGES_MAX 64
#define CHANGE_MAX 16

static struct program {
	const char *dump, *module;	/* module NULL: none */
	uint8_t *data;	/* to be changed */
	struct wcore_dump *opened;
	struct wcore_target *target;
} programs[] = {
	{ .dump = "tests/data/heap-c/break-footer.core" },
	{ .dump = "tests/data/heap-c/break-tree_link.core" },
	{ .dump = "tests/data/heap-rust/double.core" },
	{ .dump = "tests/data/heap-rust/release.core.gz" },
	{ .dump = "tests/data/heap-c/heap-O0.core.gz" },
	{ .dump = "tests/data/heap-emscripten/emmalloc.core.gz" },
	{ .dump = "tests/data/heap-wee/wee.core", .module = "tests/data/heap-wee/wee.wasm" },
	{ .dump = "tests/data/heap-wee/wee-plain.core", .module = "tests/data/heap-wee/wee-plain.wasm" },
	{ .dump = "tests/data/heap-talc/talc-4.core", .module = "tests/data/heap-talc/talc-4.wasm" },
	{ .dump = "tests/data/heap-talc/talc-5.core", .module = "tests/data/heap-talc/talc-5.wasm" },
	{ .dump = "tests/data/heap-talc/talc-5-claim.core", .module = "tests/data/heap-talc/talc-5-claim.wasm" },
	{ .dump = "tests/data/heap-assemblyscript/release.core", .module = "tests/data/heap-assemblyscript/release.wasm" },
	{ .dump = "tests/data/heap-assemblyscript/stub.core", .module = "tests/data/heap-assemblyscript/stub.wasm" },
	{ .dump = "tests/data/heap-zig/zig-0.13.core", .module = "tests/data/heap-zig/zig-0.13.wasm" },
	{ .dump = "tests/data/heap-zig/zig-0.17.core", .module = "tests/data/heap-zig/zig-0.17.wasm" },
	{ .dump = "tests/data/heap-tinygo/blocks.core", .module = "tests/data/heap-tinygo/blocks.wasm" },
};
#define PROGRAMS (sizeof(programs) / sizeof(*programs))

static void must(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "fuzz_heap: %s\n", text ? text : "out of memory");
	abort();
}

static void open_program(struct program *program)
{
	const struct wcore_target_options options = {
		.lookup = { .no_search = true, .modules = &program->module, .module_count = program->module != NULL },
	};
	struct wcore_file *file, *copy;

	must(wcore_file_open(program->dump, NULL, &file));
	program->data = malloc(file->size);
	if (!program->data)
		abort();
	memcpy(program->data, file->data, file->size);
	must(wcore_file_from_memory(program->dump, program->data, file->size, &copy));
	must(wcore_dump_open(copy, WCORE_DIALECT_AUTO, &program->opened));
	must(wcore_target_open(program->opened, &options, &program->target));
	wcore_file_close(file);
}

/* A byte of memory 0 in the dump; NULL when no segment gives it. */
static uint8_t *byte_at(const struct program *program, uint64_t address)
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

struct told { const struct wcore_heap *heap; uint64_t count; };

static bool check_chunk(void *context, const struct wcore_chunk *chunk)
{
	struct told *told = context;

	if (chunk->total > told->heap->memory.size || chunk->start > told->heap->memory.size - chunk->total ||
	    chunk->address < chunk->start || chunk->address - chunk->start + chunk->size > chunk->total)
		abort();
	told->count++;
	return true;
}

static bool check_problem(void *context, const struct wcore_heap_problem *problem)
{
	struct told *told = context;

	told->count += strlen(problem->text);
	return true;
}

static void read_heap(struct program *program)
{
	struct wcore_heap *heap;
	struct wcore_reach *reach;
	struct wcore_heap_summary summary;
	struct wcore_chunk chunk;

	must(wcore_heap_open(program->target, &program->opened->memories[0], &heap));
	for (unsigned i = 0; i < heap->state_count; i++) {
		struct told told = { .heap = heap };
		const struct wcore_heap_visitor visitor = { .chunk = check_chunk, .problem = check_problem, .context = &told };

		wcore_heap_summarize(heap, &heap->states[i], &summary);
		wcore_heap_walk(heap, &heap->states[i], &visitor);
		must(wcore_heap_check(heap, &heap->states[i], &visitor));
	}
	must(wcore_heap_load(heap));
	for (size_t i = 0; i < heap->count; i++) {
		const struct wcore_chunk item = wcore_heap_at(heap, i);

		if (i && item.start < wcore_heap_at(heap, i - 1).start)
			abort();
		if (!wcore_heap_find(heap, item.start, &chunk))
			abort();
		wcore_heap_describe(heap, &chunk);
	}
	must(wcore_reach_create(heap, NULL, NULL, NULL, &reach));
	wcore_reach_destroy(reach);
	wcore_heap_close(heap);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct { uint8_t *byte, old; } undo[CHANGES_MAX * CHANGE_MAX];
	size_t count = 0, at = 1;
	struct program *program;

	if (!size)
		return 0;
	program = &programs[data[0] % PROGRAMS];
	if (!program->opened)
		open_program(program);
	for (unsigned i = 0; i < CHANGES_MAX && at + 4 <= size; i++) {
		const uint64_t address = data[at] | (uint64_t)data[at + 1] << 8 | (uint64_t)data[at + 2] << 16;
		const size_t length = data[at + 3] % CHANGE_MAX + 1u;

		at += 4;
		for (size_t j = 0; j < length && at < size; j++, at++) {
			uint8_t *byte = byte_at(program, address + j);

			if (!byte)
				continue;
			undo[count].byte = byte;
			undo[count++].old = *byte;
			*byte = data[at];
		}
	}
	read_heap(program);
	while (count--)
		*undo[count].byte = undo[count].old;
	return 0;
}
