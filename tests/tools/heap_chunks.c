/*
 * Prints the heaps of a dump's memories as libcore has them, for tests/suites/mem-heap-allocators:
 *
 *	heap NAME VARIANT STATE		an allocator that was recognised; "-" for no variant
 *	region START END
 *	chunk STATE START TOTAL ADDRESS SIZE [CLASS OBJECT-SIZE]
 *	problem RULE ADDRESS CHUNK BEFORE TEXT
 *	unknown		no allocator was
 *
 * usage: heap_chunks DUMP [MODULE]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/layout/heap.h"

static void give_up(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "heap_chunks: %s\n", text ? text : "out of memory");
	exit(1);
}

static bool print_region(void *context, const struct wcore_heap_region *region)
{
	(void)context;
	printf("region %" PRIu64 " %" PRIu64 "\n", region->start, region->end);
	return true;
}

static bool print_chunk(void *context, const struct wcore_chunk *found)
{
	struct wcore_chunk copy = *found;
	const struct wcore_chunk *chunk = &copy;

	wcore_heap_describe(context, &copy);
	printf("chunk %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64, wcore_chunk_state_name(chunk->state),
	       chunk->start, chunk->total, chunk->address, chunk->size);
	if (chunk->is_object)
		printf(" %" PRIu32 " %" PRIu32, chunk->class_id, chunk->object_size);
	printf("\n");
	return true;
}

static bool print_problem(void *context, const struct wcore_heap_problem *problem)
{
	(void)context;
	printf("problem %s %" PRIu64 " %" PRId64 " %" PRId64 " %s\n", problem->rule, problem->address,
	       (int64_t)problem->chunk, (int64_t)problem->before, problem->text);
	return true;
}

static void print_memory(struct wcore_target *target, const struct wcore_memory *memory)
{
	struct wcore_heap_visitor walk = { .region = print_region, .chunk = print_chunk };
	const struct wcore_heap_visitor check = { .problem = print_problem };
	struct wcore_heap *heap;

	give_up(wcore_heap_open(target, memory, &heap));
	walk.context = heap;
	for (unsigned i = 0; i < heap->state_count; i++) {
		const struct wcore_heap_state *state = &heap->states[i];

		printf("heap %s %s %" PRIu64 "\n", state->allocator->name, state->variant ? state->variant : "-",
		       state->address);
		wcore_heap_walk(heap, state, &walk);
		give_up(wcore_heap_check(heap, state, &check));
	}
	if (!heap->state_count)
		printf("unknown\n");
	wcore_heap_close(heap);
}

int main(int argc, char **argv)
{
	struct wcore_target_options options = { 0 };
	const char *module = argc == 3 ? argv[2] : NULL;
	struct wcore_target *target = NULL;
	struct wcore_dump *dump = NULL;
	struct wcore_file *file = NULL;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: heap_chunks DUMP [MODULE]\n");
		return 2;
	}
	if (argc == 3) {
		options.lookup.modules = &module;
		options.lookup.module_count = 1;
	}
	give_up(wcore_file_open(argv[1], NULL, &file));
	give_up(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	give_up(wcore_target_open(dump, &options, &target));
	for (uint32_t i = 0; i < dump->memory_count; i++)
		print_memory(target, &dump->memories[i]);
	wcore_target_close(target);
	wcore_dump_close(dump);
	wcore_file_close(file);
	return 0;
}
