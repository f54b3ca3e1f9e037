/*
 * Heaps of real programs over memory that is changed: the first byte says of which program; then come
 * changes, each three bytes of an offset among the bytes that the dump has, a length and that many bytes.  What is recognised is walked and
 * checked; chunks must lie in the memory and not run over.  Runs in the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/layout/heap.h"
#include "fuzz.h"

#define CHANGES_MAX 1024

static struct program {
	const char *dump, *module;
	uint8_t *data;	/* the dump, to be changed */
	struct wcore_dump *opened;
	struct wcore_target *target;
} programs[] = {
	{ .dump = "tests/data/heap-wee/wee.core", .module = "tests/data/heap-wee/wee.wasm" },
	{ .dump = "tests/data/heap-wee/wee-plain.core", .module = "tests/data/heap-wee/wee-plain.wasm" },
	{ .dump = "tests/data/heap-talc/talc-4.core", .module = "tests/data/heap-talc/talc-4.wasm" },
	{ .dump = "tests/data/heap-talc/talc-5.core", .module = "tests/data/heap-talc/talc-5.wasm" },
	{ .dump = "tests/data/heap-talc/talc-5-claim.core", .module = "tests/data/heap-talc/talc-5-claim.wasm" },
	{ .dump = "tests/data/heap-assemblyscript/incremental.core",
	  .module = "tests/data/heap-assemblyscript/incremental.wasm" },
	{ .dump = "tests/data/heap-assemblyscript/stub.core", .module = "tests/data/heap-assemblyscript/stub.wasm" },
	{ .dump = "tests/data/heap-zig/zig-0.13.core", .module = "tests/data/heap-zig/zig-0.13.wasm" },
	{ .dump = "tests/data/heap-zig/zig-0.17.core", .module = "tests/data/heap-zig/zig-0.17.wasm" },
	{ .dump = "tests/data/heap-tinygo/blocks.core", .module = "tests/data/heap-tinygo/blocks.wasm" },
	{ .dump = "tests/data/heap-c/break-overlap.core", .module = "tests/data/heap-c/break.wasm" },
	{ .dump = "tests/data/heap-rust/double.core", .module = "tests/data/heap-rust/double.wasm" },
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

/* Opened once, and never closed: the sanitizers still reach it. */
static struct program *open_program(unsigned number)
{
	struct program *program = &programs[number];
	const struct wcore_target_options options = {
		.lookup = { .no_search = true, .modules = &program->module, .module_count = 1 },
	};
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
	must(wcore_target_open(program->opened, &options, &program->target));
	if (!program->opened->memory_count)
		abort();
	return program;
}

/* The number-th byte that the dump has of its memories, counted round. */
static uint8_t *find_byte(struct program *program, uint64_t number)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	uint64_t total = 0;
	bool found = true;

	for (unsigned round = 0; round < 2; round++) {
		uint64_t left = round ? number % total : UINT64_MAX;

		wcore_segment_iter_init(&iter, program->opened);
		for (;;) {
			must(wcore_segment_iter_next(&iter, &segment, &found));
			if (!found)
				break;
			if (left < segment.size)
				return program->data + segment.offset + left;
			left -= segment.size;
			total += segment.size;
		}
		if (!total)
			return NULL;
	}
	return NULL;
}

struct seen { uint64_t size, regions; };

static bool see_region(void *context, const struct wcore_heap_region *region)
{
	struct seen *seen = context;

	if (region->start > region->end || region->end > seen->size)
		abort();
	seen->regions++;
	return true;
}

static bool see_chunk(void *context, const struct wcore_chunk *chunk)
{
	const struct seen *seen = context;

	if (!chunk->total || chunk->start > seen->size || chunk->total > seen->size - chunk->start ||
	    chunk->address < chunk->start || chunk->address - chunk->start > chunk->total ||
	    chunk->size > chunk->total - (chunk->address - chunk->start) || !wcore_chunk_state_name(chunk->state))
		abort();
	return true;
}

static bool see_problem(void *context, const struct wcore_heap_problem *problem)
{
	(void)context;
	if (!problem->rule[0] || !problem->text[0])
		abort();
	return true;
}

static void look(struct program *program)
{
	struct seen seen = { .size = program->opened->memories[0].size };
	const struct wcore_heap_visitor visitor = { see_region, see_chunk, see_problem, &seen };
	struct wcore_heap *heap;

	must(wcore_heap_open(program->target, &program->opened->memories[0], &heap));
	for (unsigned i = 0; i < heap->state_count; i++) {
		wcore_heap_walk(heap, &heap->states[i], &visitor);
		must(wcore_heap_check(heap, &heap->states[i], &visitor));
	}
	for (size_t i = 0; i < heap->count; i++) {
		struct wcore_chunk chunk = wcore_heap_at(heap, i);

		wcore_heap_describe(heap, &chunk);
	}
	wcore_heap_close(heap);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct { uint8_t *at, old; } changes[CHANGES_MAX];
	struct program *program;
	size_t count = 0;

	if (!size)
		return 0;
	program = open_program(data[0] % PROGRAMS);
	for (size_t i = 1; i + 4 < size && count + 16 <= CHANGES_MAX;) {
		const uint64_t number = (uint64_t)data[i] | (uint64_t)data[i + 1] << 8 | (uint64_t)data[i + 2] << 16;
		size_t length = data[i + 3] % 16 + 1;

		i += 4;
		for (uint64_t next = number; i < size && length; i++, length--, next++) {
			uint8_t *at = find_byte(program, next);

			if (!at)
				continue;
			changes[count].at = at;
			changes[count++].old = *at;
			*at = data[i];
		}
	}
	look(program);
	while (count--)
		*changes[count].at = changes[count].old;
	return 0;
}
