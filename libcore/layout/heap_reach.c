#include "heap_reach.h"

#include <stdlib.h>

#include "../base/alloc.h"

/* Frames whose locals are asked for: the youngest ones. */
#define FRAMES_MAX 256
/* Functions of LLVM use so many bytes below the stack pointer without moving it (BasicCABI.md, the red zone). */
#define RED_ZONE 128
/* What linkers give the stack when nobody says a size: where it begins is not known, but hardly below. */
#define DEFAULT_STACK 65536

/* States while marking, beside enum wcore_reach_state; held: a chunk that is unmarked, too, points to it. */
enum { UNMARKED = 0x10, HELD = 0x20 };

#define KIND_SHIFT 60
#define FRAME_SHIFT 32

struct mark {
	struct wcore_reach *reach;
	uint32_t *queue;
	size_t head, tail;
	uint64_t low, high;	/* no chunk lies outside */
	enum wcore_reach_state state;	/* what is found now becomes */
	bool counts;		/* references are counted */
	uint64_t place;		/* of leaks: the chunk or the leak at hand */
};

static uint64_t pack(enum wcore_reference_kind kind, uint64_t place)
{
	return (uint64_t)kind << KIND_SHIFT | (place & ((UINT64_C(1) << KIND_SHIFT) - 1));
}

static bool is_unmarked(const struct wcore_reach *reach, size_t index)
{
	return reach->states[index] == UNMARKED;
}

/*
 * The used chunk that a word points into: into what is for the program.  One that points just behind a
 * block, as ends of ranges do, is none to the next one's header.
 */
static bool find_target(const struct mark *mark, uint64_t value, size_t *ret)
{
	struct wcore_chunk chunk;

	if (value < mark->low || value >= mark->high || !wcore_heap_index(mark->reach->heap, value, ret))
		return false;
	chunk = wcore_heap_at(mark->reach->heap, *ret);
	return value >= chunk.address && (value - chunk.address < chunk.size || value == chunk.address);
}

/* A word that may be a pointer, and where it stands. */
static void mark_value(struct mark *mark, enum wcore_reference_kind kind, uint64_t place, uint64_t value)
{
	struct wcore_reach *reach = mark->reach;
	size_t index;

	if (!find_target(mark, value, &index))
		return;
	if (mark->counts && reach->counts[index] < UINT32_MAX)
		reach->counts[index]++;
	if (!is_unmarked(reach, index))
		return;
	reach->states[index] = (uint8_t)mark->state;
	reach->from[index] = pack(kind, place);
	mark->queue[mark->tail++] = (uint32_t)index;
}

static bool mark_word(void *context, uint64_t address, uint64_t value)
{
	mark_value(context, WCORE_REFERENCE_MEMORY, address, value);
	return true;
}

static void mark_range(struct mark *mark, uint64_t start, uint64_t end)
{
	struct wcore_reach *reach = mark->reach;

	if (start >= end)
		return;
	wcore_heap_scan(&reach->heap->memory, start, end, mark_word, mark);
	if (!reach->heap->memory.work)
		reach->is_cut = true;
}

static void drain(struct mark *mark)
{
	while (mark->head < mark->tail) {
		const struct wcore_chunk chunk = wcore_heap_at(mark->reach->heap, mark->queue[mark->head++]);

		mark_range(mark, chunk.address, chunk.address + chunk.size);
	}
}

/* The nearest part of [start, end) that is no root: the dead part of the stack, or an allocator's state. */
static struct wcore_heap_region next_hole(const struct wcore_reach *reach, uint64_t start, uint64_t end)
{
	const struct wcore_heap *heap = reach->heap;
	struct wcore_heap_region hole = { end, end };

	if (reach->has_dead_stack && reach->dead_high > start && reach->dead_low < end)
		hole = (struct wcore_heap_region){ reach->dead_low, reach->dead_high };
	for (unsigned i = 0; i < heap->state_count; i++) {
		const struct wcore_heap_state *state = &heap->states[i];

		if (state->size && state->address < hole.start && state->address + state->size > start)
			hole = (struct wcore_heap_region){ state->address, state->address + state->size };
	}
	return hole;
}

static void mark_live_range(struct mark *mark, uint64_t start, uint64_t end)
{
	while (start < end) {
		const struct wcore_heap_region hole = next_hole(mark->reach, start, end);

		mark_range(mark, start, hole.start < end ? hole.start : end);
		start = hole.end;
	}
}

/* All memory that is no chunk, or of which nobody knows what of it is in use. */
static void mark_memory(struct mark *mark)
{
	const struct wcore_heap *heap = mark->reach->heap;
	uint64_t at = 0;

	for (size_t i = 0; i < heap->count; i++) {
		const struct wcore_chunk chunk = wcore_heap_at(heap, i);

		if (chunk.state == WCORE_CHUNK_MIXED)
			continue;
		if (chunk.start > at)
			mark_live_range(mark, at, chunk.start);
		if (chunk.start + chunk.total > at)
			at = chunk.start + chunk.total;
	}
	mark_live_range(mark, at, heap->memory.size);
}

static void mark_globals(struct mark *mark)
{
	struct wcore_heap_memory *memory = &mark->reach->heap->memory;
	uint64_t value;

	for (uint32_t i = 0; memory->module && i < memory->module->found.module->index->global_count; i++)
		if (wcore_heap_global_at(memory, i, &value))
			mark_value(mark, WCORE_REFERENCE_GLOBAL, i, value);
}

/* Locals and operands. */

static void mark_one(struct mark *mark, enum wcore_reference_kind kind, uint32_t frame, uint32_t number,
		     struct wcore_word word, bool *has_unknown)
{
	const unsigned width = mark->reach->heap->memory.width;

	if (word.origin != WCORE_ORIGIN_UNAVAILABLE) {
		if (word.code == WCORE_I32 || word.code == WCORE_I64)
			mark_value(mark, kind, (uint64_t)frame << FRAME_SHIFT | number, word.bits);
		return;
	}
	if (word.code && word.code != (width == 4 ? WCORE_I32 : WCORE_I64))
		return;
	mark->reach->unknown_values++;
	*has_unknown = true;
}

static bool is_of_memory(const struct mark *mark, struct wcore_unwind_frame *frame)
{
	const struct wcore_memory *memory = wcore_unwind_memory(frame);

	return !memory || memory == mark->reach->heap->memory.memory;
}

static void mark_frame(struct mark *mark, struct wcore_unwind_frame *frame, uint32_t number)
{
	bool has_unknown = false;

	if (!is_of_memory(mark, frame))
		return;
	for (uint32_t i = 0; i < wcore_unwind_local_count(frame); i++)
		mark_one(mark, WCORE_REFERENCE_LOCAL, number, i, wcore_unwind_local(frame, i), &has_unknown);
	for (uint32_t i = 0; i < wcore_unwind_operand_count(frame); i++)
		mark_one(mark, WCORE_REFERENCE_OPERAND, number, i, wcore_unwind_operand(frame, i), &has_unknown);
	mark->reach->unknown_frames += has_unknown || !wcore_unwind_target_frame(frame)->has_function;
}

static void mark_frames(struct mark *mark, struct wcore_unwind *unwind, const struct wcore_thread *thread)
{
	struct wcore_unwind_frame *frame;
	uint32_t i = 0;

	for (; i < thread->frame_count && i < FRAMES_MAX; i++) {
		struct wcore_error *error = wcore_unwind_frame(unwind, i, &frame);

		if (error) {
			wcore_error_destroy(error);
			break;
		}
		mark_frame(mark, frame, i);
	}
	mark->reach->unknown_frames += thread->frame_count - i;
}

/* The stack. */

static bool stack_pointer(struct wcore_reach *reach, struct wcore_unwind *unwind, uint64_t *ret)
{
	struct wcore_heap_memory *memory = &reach->heap->memory;
	struct wcore_unwind_frame *frame;
	struct wcore_word word = { .origin = WCORE_ORIGIN_UNAVAILABLE };

	if (!memory->has_stack_pointer || !wcore_heap_global_at(memory, memory->stack_pointer, ret))
		return false;
	if (unwind) {
		struct wcore_error *error = wcore_unwind_frame(unwind, 0, &frame);

		if (!error && wcore_unwind_memory(frame) == memory->memory)
			word = wcore_unwind_stack_pointer(frame);
		wcore_error_destroy(error);
	}
	*ret = *ret > RED_ZONE ? *ret - RED_ZONE : 0;
	if (word.origin != WCORE_ORIGIN_UNAVAILABLE && word.bits < *ret)
		*ret = word.bits;
	return true;
}

/* Of one thread alone: others have stacks elsewhere, and which bytes of them are dead is not known. */
static void find_dead_stack(struct wcore_reach *reach, struct wcore_unwind *unwind)
{
	const struct wcore_regions *regions = reach->regions;
	const struct wcore_dump *dump = reach->heap->memory.target->dump;
	uint64_t pointer;

	if (!regions || !regions->has_stack || dump->thread_count != 1 ||
	    !stack_pointer(reach, unwind, &pointer) || pointer <= regions->stack_low || pointer > regions->stack_high)
		return;
	reach->is_dead_sure = regions->is_stack_low_sure;
	reach->dead_low = regions->stack_low;
	if (!reach->is_dead_sure && regions->stack_high - reach->dead_low > DEFAULT_STACK)
		reach->dead_low = regions->stack_high - DEFAULT_STACK;
	reach->dead_high = pointer;
	reach->has_dead_stack = reach->dead_low < reach->dead_high;
}

/* Leaks. */

static bool is_leak(const struct wcore_reach *reach, size_t index)
{
	return is_unmarked(reach, index);
}

static bool note_hold(void *context, uint64_t address, uint64_t value)
{
	struct mark *mark = context;
	struct wcore_reach *reach = mark->reach;
	size_t index;

	(void)address;
	if (find_target(mark, value, &index) && index != mark->place && (reach->states[index] & UNMARKED))
		reach->states[index] |= HELD;
	return true;
}

static void scan_chunk(struct mark *mark, size_t index, bool (*visit)(void *, uint64_t, uint64_t))
{
	const struct wcore_chunk chunk = wcore_heap_at(mark->reach->heap, index);

	mark->place = index;
	wcore_heap_scan(&mark->reach->heap->memory, chunk.address, chunk.address + chunk.size, visit, mark);
}

static struct wcore_leak *find_leak(struct wcore_reach *reach, size_t index)
{
	size_t low = 0, high = reach->leak_count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (reach->leaks[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	return &reach->leaks[low];
}

/* What a lost chunk holds and no other one was met to hold before. */
static bool note_held(void *context, uint64_t address, uint64_t value)
{
	struct mark *mark = context;
	struct wcore_reach *reach = mark->reach;
	struct wcore_leak *leak;
	size_t index;

	(void)address;
	if (!find_target(mark, value, &index) || !(reach->states[index] & UNMARKED))
		return true;
	leak = find_leak(reach, index);
	if (leak == &reach->leaks[mark->place])
		return true;
	if (leak->state == WCORE_REACH_LEAKED && (reach->states[index] & HELD)) {
		/* A root that was only guessed: it hangs on this one. */
		struct wcore_leak *root = &reach->leaks[mark->place];

		root->held_chunks += leak->held_chunks + 1;
		root->held_bytes += leak->held_bytes + wcore_heap_at(reach->heap, index).size;
		leak->state = WCORE_REACH_INDIRECT;
		leak->root = mark->place;
	} else if (leak->state == WCORE_REACH_LIVE) {
		leak->state = WCORE_REACH_INDIRECT;
		leak->root = mark->place;
		mark->queue[mark->tail++] = (uint32_t)index;
	}
	return true;
}

static void follow(struct mark *mark, size_t number)
{
	struct wcore_reach *reach = mark->reach;
	struct wcore_leak *leak = &reach->leaks[number];

	leak->state = WCORE_REACH_LEAKED;
	mark->head = mark->tail = 0;
	mark->queue[mark->tail++] = (uint32_t)leak->index;
	while (mark->head < mark->tail) {
		const struct wcore_chunk chunk = wcore_heap_at(reach->heap, mark->queue[mark->head]);

		if (mark->head++) {
			leak->held_chunks++;
			leak->held_bytes += chunk.size;
		}
		mark->place = number;
		wcore_heap_scan(&reach->heap->memory, chunk.address, chunk.address + chunk.size, note_held, mark);
	}
}

/* A root that was demoted passes on those that hang on it. */
static void settle_roots(struct wcore_reach *reach)
{
	for (size_t i = 0; i < reach->leak_count; i++) {
		struct wcore_leak *leak = &reach->leaks[i];

		for (unsigned steps = 0; leak->state == WCORE_REACH_INDIRECT && steps < 64 &&
					 reach->leaks[leak->root].state == WCORE_REACH_INDIRECT; steps++)
			leak->root = reach->leaks[leak->root].root;
	}
}

static struct wcore_error *list_leaks(struct mark *mark)
{
	struct wcore_reach *reach = mark->reach;
	const struct wcore_heap *heap = reach->heap;
	size_t count = 0;

	for (size_t i = 0; i < heap->count; i++)
		count += is_leak(reach, i) || reach->states[i] == WCORE_REACH_DOUBTFUL;
	reach->leaks = wcore_calloc(count + 1, sizeof(*reach->leaks));
	if (!reach->leaks)
		return wcore_error_nomem();
	for (size_t i = 0; i < heap->count; i++)
		if (is_leak(reach, i) || reach->states[i] == WCORE_REACH_DOUBTFUL)
			reach->leaks[reach->leak_count++] = (struct wcore_leak){
				.index = i,
				.state = is_leak(reach, i) ? WCORE_REACH_LIVE : WCORE_REACH_DOUBTFUL,
			};
	for (size_t i = 0; i < heap->count; i++)
		if (reach->states[i] & UNMARKED)
			scan_chunk(mark, i, note_hold);
	for (size_t i = 0; i < reach->leak_count; i++)
		if (reach->states[reach->leaks[i].index] == UNMARKED)
			follow(mark, i);
	/* What is left hangs on circles: the first one of each is taken for the root. */
	for (size_t i = 0; i < reach->leak_count; i++)
		if (reach->leaks[i].state == WCORE_REACH_LIVE)
			follow(mark, i);
	settle_roots(reach);
	if (!heap->memory.work)
		reach->is_cut = true;
	return NULL;
}

static void find_bounds(struct mark *mark)
{
	const struct wcore_heap *heap = mark->reach->heap;

	mark->low = UINT64_MAX;
	for (size_t i = 0; i < heap->count; i++) {
		const struct wcore_chunk chunk = wcore_heap_at(heap, i);

		if (chunk.state == WCORE_CHUNK_MIXED)
			mark->reach->mixed_bytes += chunk.total;
		mark->reach->states[i] = chunk.state == WCORE_CHUNK_USED ? UNMARKED : WCORE_REACH_LIVE;
		if (chunk.state != WCORE_CHUNK_USED)
			continue;
		if (chunk.start < mark->low)
			mark->low = chunk.start;
		mark->high = chunk.start + chunk.total;
	}
}

/* Bytes that no segment gives, where that does not mean that they are zero. */
static struct wcore_error *count_missing(struct wcore_reach *reach)
{
	const struct wcore_heap_memory *memory = &reach->heap->memory;
	struct wcore_memory_usage usage;
	struct wcore_error *error;

	if (memory->space.omits_zeros)
		return NULL;
	error = wcore_memory_usage(memory->memory, &usage);
	if (!error && usage.captured < memory->size)
		reach->missing_bytes = memory->size - usage.captured;
	return error;
}

static struct wcore_error *mark_all(struct wcore_reach *reach, struct wcore_inspect *inspect,
				    const struct wcore_thread *thread)
{
	struct mark mark = { .reach = reach, .state = WCORE_REACH_LIVE, .counts = true };
	struct wcore_unwind *unwind = inspect ? wcore_inspect_unwind(inspect) : NULL;
	struct wcore_error *error;

	mark.queue = wcore_malloc((reach->heap->count + 1) * sizeof(*mark.queue));
	if (!mark.queue)
		return wcore_error_nomem();
	find_bounds(&mark);
	find_dead_stack(reach, unwind);
	mark_memory(&mark);
	mark_globals(&mark);
	if (unwind && thread)
		mark_frames(&mark, unwind, thread);
	drain(&mark);
	mark.counts = false;
	mark.state = WCORE_REACH_DOUBTFUL;
	if (reach->has_dead_stack && !reach->is_dead_sure)
		mark_range(&mark, reach->dead_low, reach->dead_high);
	drain(&mark);
	error = list_leaks(&mark);
	free(mark.queue);
	return error ? error : count_missing(reach);
}

struct wcore_error *wcore_reach_create(struct wcore_heap *heap, struct wcore_inspect *inspect,
				       const struct wcore_thread *thread, const struct wcore_regions *regions,
				       struct wcore_reach **ret)
{
	struct wcore_reach *reach = wcore_calloc(1, sizeof(*reach));
	struct wcore_error *error = reach ? wcore_heap_load(heap) : wcore_error_nomem();

	if (!error) {
		reach->heap = heap;
		reach->regions = regions;
		reach->states = wcore_calloc(heap->count + 1, sizeof(*reach->states));
		reach->from = wcore_calloc(heap->count + 1, sizeof(*reach->from));
		reach->counts = wcore_calloc(heap->count + 1, sizeof(*reach->counts));
		heap->memory.work = WCORE_HEAP_WORK;
		error = reach->states && reach->from && reach->counts ? mark_all(reach, inspect, thread)
								       : wcore_error_nomem();
	}
	if (error)
		wcore_reach_destroy(reach);
	else
		*ret = reach;
	return error;
}

void wcore_reach_destroy(struct wcore_reach *reach)
{
	if (!reach)
		return;
	free(reach->leaks);
	free(reach->states);
	free(reach->from);
	free(reach->counts);
	free(reach);
}

struct wcore_reference wcore_reach_reference(const struct wcore_reach *reach, size_t index, uint64_t *ret_count)
{
	const uint64_t packed = reach->from[index], place = packed & ((UINT64_C(1) << KIND_SHIFT) - 1);
	struct wcore_reference reference = { .kind = (enum wcore_reference_kind)(packed >> KIND_SHIFT) };

	*ret_count = reach->counts[index];
	reference.place = place;
	if (reference.kind == WCORE_REFERENCE_LOCAL || reference.kind == WCORE_REFERENCE_OPERAND) {
		reference.place = (uint32_t)place;
		reference.frame = (uint32_t)(place >> FRAME_SHIFT);
	}
	return reference;
}
