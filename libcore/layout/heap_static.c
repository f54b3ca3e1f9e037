#include "heap_static.h"

uint64_t wcore_heap_static_start(struct wcore_heap_memory *memory)
{
	const struct wcore_index *index = memory->module ? memory->module->found.module->index : NULL;
	const struct wcore_global *global;
	uint64_t top;

	if (!index || !memory->has_stack_pointer || memory->stack_pointer >= index->global_count)
		return 0;
	global = &index->globals[memory->stack_pointer];
	if (global->is_imported || global->init.kind != WCORE_CONST_VALUE)
		return 0;
	top = global->type.code == WCORE_I32 ? (uint32_t)global->init.bits : global->init.bits;
	/* A stack behind the data has its top above all segments. */
	return top < wcore_heap_data_end(memory) && top < memory->static_end ? top : 0;
}

#define WASM_PAGE 65536

uint64_t wcore_heap_grown_start(const struct wcore_heap_memory *memory)
{
	const struct wcore_index *index = memory->module ? memory->module->found.module->index : NULL;
	const struct wcore_limits *limits;

	if (!index || memory->number >= index->memory_count)
		return WASM_PAGE;
	limits = &index->memories[memory->number].limits;
	/* Of an imported memory the module names the least, which is no more than it had. */
	return limits->page_log2 < 64 && limits->min <= memory->size >> limits->page_log2 ?
		       limits->min << limits->page_log2 : memory->size;
}

#define BYTES_OF_WORK 8
#define SEARCH_STEP (UINT64_C(1) << 20)

void wcore_heap_search(struct wcore_heap_memory *memory, uint64_t start, uint64_t end,
		       bool (*visit)(void *context, uint64_t address, uint64_t value), void *context,
		       const uint64_t *found)
{
	if (end > memory->size)
		end = memory->size;
	while (start < end && memory->work && !*found) {
		const uint64_t stop = end - start > SEARCH_STEP ? start + SEARCH_STEP : end;
		uint64_t cost;

		wcore_heap_scan(memory, start, stop, visit, context);
		cost = ((*found && *found > start && *found < stop ? *found : stop) - start) / BYTES_OF_WORK;
		memory->work -= cost < memory->work ? cost : memory->work;
		start = stop;
	}
}
