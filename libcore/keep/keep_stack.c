/* The shadow stacks of threads, as far as they are in use. */
#include "../layout/frame_map.h"
#include "../layout/regions.h"
#include "keep_state.h"

/* Functions of LLVM use so many bytes below the stack pointer without moving it (BasicCABI.md, the red zone). */
#define RED_ZONE 128
/* Frames beyond which none is told apart. */
#define FRAMES_MAX 4096
/* What is kept where only the first global says where the stack may be. */
#define GUESS 16384

struct stack {
	struct wcore_keep_build *build;
	const struct wcore_thread *thread;
	const struct wcore_memory *memory;
	uint64_t pointer, end;
	bool has_end;
};

static void own(struct stack *stack, enum wcore_keep_kind kind)
{
	wcore_keep_own(stack->build, &(struct wcore_keep_owner){ .kind = kind, .thread = stack->thread->index });
}

static void keep_rest(struct stack *stack)
{
	const uint64_t start = stack->pointer > RED_ZONE ? stack->pointer - RED_ZONE : 0;

	own(stack, WCORE_KEEP_SHADOW);
	if (stack->end > start)
		wcore_keep_add(stack->build, stack->memory->index, start, stack->end - start);
}

/* Each frame, the youngest first: those the budget is for. */
static struct wcore_error *keep_frames(struct stack *stack, struct wcore_inspect *inspect)
{
	struct wcore_frame_map *map;
	struct wcore_frame_region *regions;
	struct wcore_error *error;
	size_t count;

	if (stack->thread->frame_count > FRAMES_MAX)
		return NULL;
	error = wcore_frame_map_create(stack->build->keep.target, inspect, stack->memory, &map);
	if (error)
		return error;
	regions = wcore_frame_map_regions(map, &count);
	for (size_t i = 0; i < count; i++) {
		wcore_keep_own(stack->build, &(struct wcore_keep_owner){
			.kind = WCORE_KEEP_FRAME, .thread = stack->thread->index, .frame = regions[i].number,
			.function = regions[i].function,
		});
		wcore_keep_add(stack->build, stack->memory->index, regions[i].address, regions[i].size);
		if (!stack->has_end && regions[i].address + regions[i].size > stack->end)
			stack->end = regions[i].address + regions[i].size;
	}
	wcore_frame_map_destroy(map);
	return NULL;
}

static bool is_known(const struct wcore_word *word)
{
	return word->origin != WCORE_ORIGIN_UNAVAILABLE && !word->is_low_half;
}

/* Where the stack that the pointer is in begins; a thread's own, which somebody allocated, is not known. */
static struct wcore_error *find_end(struct stack *stack)
{
	struct wcore_regions *regions;
	struct wcore_error *error = wcore_regions_create(stack->build->keep.target, stack->memory, &regions);

	if (error)
		return error;
	stack->has_end = regions->has_stack && stack->pointer <= regions->stack_high;
	if (stack->has_end)
		stack->end = regions->stack_high;
	wcore_regions_destroy(regions);
	return NULL;
}

/* Without a module: the first global, where linkers put the stack pointer, if it may be one. */
static bool guess(struct stack *stack)
{
	const struct wcore_dump *dump = stack->build->keep.target->dump;
	uint32_t global = 0, memory = 0;
	uint64_t bits;

	if (!dump->is_shared_instance) {
		const struct wcore_instance *instance = dump->instance_count ? &dump->instances[0] : NULL;

		if (!instance || !instance->global_count || !instance->memory_count)
			return false;
		global = instance->globals[0];
		memory = instance->memories[0];
	}
	if (global >= dump->index->global_count || memory >= dump->memory_count ||
	    dump->index->globals[global].init.kind != WCORE_CONST_VALUE)
		return false;
	bits = dump->index->globals[global].init.bits;
	if (dump->index->globals[global].type.code == WCORE_I32)
		bits = (uint32_t)bits;
	stack->memory = &dump->memories[memory];
	stack->pointer = bits;
	stack->end = bits + GUESS;
	return bits && bits % 16 == 0 && bits < stack->memory->size;
}

static struct wcore_error *keep_thread(struct stack *stack)
{
	struct wcore_unwind_frame *frame;
	struct wcore_inspect *inspect;
	struct wcore_word word = { .origin = WCORE_ORIGIN_UNAVAILABLE };
	bool is_new;
	struct wcore_error *error = wcore_keep_open(stack->build, stack->thread, false, &is_new, &inspect);

	if (error)
		return error;
	error = wcore_unwind_frame(wcore_inspect_unwind(inspect), 0, &frame);
	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	if (!error) {
		stack->memory = wcore_unwind_memory(frame);
		word = wcore_unwind_stack_pointer(frame);
	}
	wcore_error_destroy(error);
	if (!stack->memory || !is_known(&word)) {
		stack->build->keep.lacks_stack = true;
		if (guess(stack))
			keep_rest(stack);
		return NULL;
	}
	stack->pointer = word.bits;
	error = find_end(stack);
	if (!error)
		error = keep_frames(stack, inspect);
	if (!error)
		keep_rest(stack);
	return error;
}

struct wcore_error *wcore_keep_stacks(struct wcore_keep_build *build)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < dump->thread_count && i < WCORE_KEEP_THREADS; i++) {
		struct stack stack = { .build = build, .thread = &dump->threads[i] };

		error = keep_thread(&stack);
	}
	return error;
}
