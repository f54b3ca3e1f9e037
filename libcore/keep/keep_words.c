/*
 * What words lead to that look like addresses, where no type says what they are: chunks of the heap, or where
 * the allocator is not known a window.  Words of the frames come first, then of what is kept already, then of
 * static data, then of what those led to.
 */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../layout/heap.h"
#include "keep_state.h"

/* Larger memories are not searched for their allocator: that reads all of their heap. */
#define HEAP_MAX (UINT64_C(32) << 20)
#define QUEUE_MAX (2 * WCORE_KEEP_RANGES_MAX)
/* Of one chunk; of a larger one so much around where the word points to. */
#define CHUNK_MAX 4096
#define CHUNK_BEFORE 1024
#define CHUNK_DEPTH 8
#define WINDOW 128
#define WINDOW_DEPTH 2
/* Any number may look like an address: and each one touches other pages of the dump. */
#define WINDOWS_MAX 64
#define LOCALS_MAX 4096
/* Nothing that a program points to stands below it. */
#define LOWEST 1024

/* Words of [start, end) are still to be looked at. */
struct item {
	uint64_t start, end;
	uint32_t owner;
	uint16_t depth;
	bool is_lost;	/* it is not kept itself: a word in it that leads somewhere is to be */
};

struct words {
	struct wcore_keep_build *build;
	const struct wcore_memory *memory;
	struct wcore_heap *heap;		/* NULL: no allocator is known */
	struct wcore_heap_memory *bytes;	/* of the heap, or plain */
	struct wcore_heap_memory plain;
	uint8_t *seen;				/* of each chunk, whether a word led there */
	uint64_t low;				/* no window lies below */
	unsigned window_count;
	struct item *items;
	size_t count, capacity;
	struct item now;			/* the one at hand */
	bool is_out_of_memory;
};

static bool push(struct words *words, const struct item *item)
{
	if (words->count == words->capacity) {
		const size_t capacity = words->capacity ? 2 * words->capacity : 256;
		void *items = capacity <= QUEUE_MAX ? wcore_realloc(words->items, capacity * sizeof(*words->items)) : NULL;

		if (!items) {
			words->is_out_of_memory = capacity <= QUEUE_MAX;
			return false;
		}
		words->items = items;
		words->capacity = capacity;
	}
	words->items[words->count++] = *item;
	return true;
}

static void own(struct words *words, enum wcore_keep_kind kind, uint32_t from)
{
	const struct wcore_keep_owner *owner = &words->build->keep.owners[from];
	const bool is_on_way = owner->kind == WCORE_KEEP_CHUNK || owner->kind == WCORE_KEEP_WINDOW;

	wcore_keep_own(words->build, &(struct wcore_keep_owner){
		.kind = kind, .from = is_on_way ? owner->from : from,
	});
}

/* What of a chunk is worth keeping; false when the word is no address of a chunk in use that is new. */
static bool find_chunk(struct words *words, uint64_t value, struct item *ret)
{
	struct wcore_chunk chunk;
	size_t index;

	if (!wcore_heap_index(words->heap, value, &index) || words->seen[index])
		return false;
	chunk = wcore_heap_at(words->heap, index);
	if ((chunk.state != WCORE_CHUNK_USED && chunk.state != WCORE_CHUNK_MIXED) || value < chunk.address ||
	    value - chunk.address >= chunk.size)
		return false;
	words->seen[index] = 1;
	ret->start = chunk.address;
	if (chunk.size > CHUNK_MAX && value - chunk.address > CHUNK_BEFORE)
		ret->start = value - CHUNK_BEFORE;
	ret->end = chunk.address + chunk.size;
	if (ret->end - ret->start > CHUNK_MAX)
		ret->end = ret->start + CHUNK_MAX;
	return true;
}

static bool find_window(struct words *words, uint64_t value, struct item *ret)
{
	const struct wcore_range_set *set = &words->build->keep.sets[words->memory->index];

	if (words->window_count == WINDOWS_MAX || value < words->low || value >= words->memory->size || value % 4)
		return false;
	ret->start = value - value % 16;
	ret->end = words->memory->size - ret->start < WINDOW ? words->memory->size : ret->start + WINDOW;
	if (wcore_range_set_holds(set, ret->start, ret->end))
		return false;
	words->window_count++;
	return true;
}

/* Takes a word of the item at hand; false when nothing more goes in. */
static bool take(struct words *words, uint64_t value)
{
	struct item found = { .depth = (uint16_t)(words->now.depth + 1) };

	if (!(words->heap ? find_chunk(words, value, &found) : find_window(words, value, &found)))
		return true;
	own(words, words->heap ? WCORE_KEEP_CHUNK : WCORE_KEEP_WINDOW, words->now.owner);
	if (!wcore_keep_add(words->build, words->memory->index, found.start, found.end - found.start) ||
	    !wcore_keep_number(words->build, &found.owner))
		return false;
	if (found.depth < (words->heap ? CHUNK_DEPTH : WINDOW_DEPTH))
		return push(words, &found);
	return true;
}

static bool visit(void *context, uint64_t address, uint64_t value)
{
	struct words *words = context;
	const size_t used = words->build->keep.sets[words->memory->index].count;
	const bool goes_on = take(words, value);

	if (words->now.is_lost && words->build->keep.sets[words->memory->index].count != used) {
		wcore_keep_own(words->build, &(struct wcore_keep_owner){ .kind = WCORE_KEEP_DATA });
		wcore_keep_add(words->build, words->memory->index, address, words->bytes->width);
	}
	return goes_on;
}

static void drain(struct words *words, size_t from)
{
	for (size_t i = from; i < words->count && !words->build->is_full && words->bytes->work; i++) {
		words->now = words->items[i];
		wcore_heap_scan(words->bytes, words->now.start, words->now.end, visit, words);
	}
}

/* Where to begin. */

static void take_word(struct words *words, struct wcore_word word)
{
	if (word.origin != WCORE_ORIGIN_UNAVAILABLE && (word.code == WCORE_I32 || word.code == WCORE_I64))
		take(words, word.bits);
}

static void take_frame(struct words *words, struct wcore_unwind_frame *frame, const struct wcore_thread *thread,
		       uint32_t number)
{
	wcore_keep_own(words->build, &(struct wcore_keep_owner){
		.kind = WCORE_KEEP_LOCAL, .thread = thread->index, .frame = number,
	});
	words->now = (struct item){ 0 };
	if (!wcore_keep_number(words->build, &words->now.owner))
		return;
	for (uint32_t i = 0; i < wcore_unwind_local_count(frame) && i < LOCALS_MAX; i++)
		take_word(words, wcore_unwind_local(frame, i));
	for (uint32_t i = 0; i < wcore_unwind_operand_count(frame) && i < LOCALS_MAX; i++)
		take_word(words, wcore_unwind_operand(frame, i));
}

static struct wcore_error *take_thread(struct words *words, const struct wcore_thread *thread)
{
	struct wcore_inspect *inspect;
	bool is_new;
	struct wcore_error *error = wcore_keep_open(words->build, thread, false, &is_new, &inspect);

	for (uint32_t i = 0; !error && i < thread->frame_count && i < WCORE_KEEP_FRAMES && !words->build->is_full; i++) {
		struct wcore_unwind_frame *frame;

		error = wcore_unwind_frame(wcore_inspect_unwind(inspect), i, &frame);
		if (error && error->code != WCORE_ERROR_NOMEM) {
			wcore_error_destroy(error);
			return NULL;
		}
		if (!error && (wcore_unwind_memory(frame) == words->memory || !wcore_unwind_memory(frame)))
			take_frame(words, frame, thread, i);
	}
	return error;
}

static void take_globals(struct words *words)
{
	const struct wcore_target_module *module = words->bytes->module;
	uint64_t value;

	wcore_keep_own(words->build, &(struct wcore_keep_owner){ .kind = WCORE_KEEP_GLOBAL });
	words->now = (struct item){ 0 };
	if (!module || !wcore_keep_number(words->build, &words->now.owner))
		return;
	for (uint32_t i = 0; i < module->found.module->index->global_count && !words->build->is_full; i++)
		if (wcore_heap_global_at(words->bytes, i, &value))
			take(words, value);
}

static int by_owner(const void *a, const void *b)
{
	const struct item *left = a, *right = b;

	if (left->owner != right->owner)
		return left->owner < right->owner ? -1 : 1;
	return (left->start > right->start) - (left->start < right->start);
}

/* What is kept already, what was found first before the rest. */
static void push_kept(struct words *words)
{
	const struct wcore_range_set *set = &words->build->keep.sets[words->memory->index];
	struct wcore_range_place place = { 0, 0 };
	const struct wcore_range *range;

	while ((range = wcore_range_set_next(set, &place)))
		if (!push(words, &(struct item){ .start = range->start, .end = range->end, .owner = range->owner }))
			break;
	if (words->count)
		qsort(words->items, words->count, sizeof(*words->items), by_owner);
}

static void push_statics(struct words *words, const struct wcore_regions *regions)
{
	uint32_t owner;

	wcore_keep_own(words->build, &(struct wcore_keep_owner){ .kind = WCORE_KEEP_DATA });
	if (!words->heap || !wcore_keep_number(words->build, &owner))
		return;
	for (size_t i = 0; i < regions->count; i++) {
		const struct wcore_region *region = &regions->items[i];
		const struct item item = {
			.start = region->address, .end = region->address + region->size, .owner = owner,
			.is_lost = true,
		};

		if ((region->kind == WCORE_REGION_DATA || region->kind == WCORE_REGION_BSS) && !push(words, &item))
			return;
	}
}

static struct wcore_error *follow(struct words *words, const struct wcore_regions *regions)
{
	const struct wcore_dump *dump = words->build->keep.target->dump;
	struct wcore_error *error = NULL;

	words->low = regions->has_heap ? regions->heap : regions->module_count ? regions->static_low : LOWEST;
	push_kept(words);
	for (uint32_t i = 0; !error && i < dump->thread_count && i < WCORE_KEEP_THREADS && !words->build->is_full; i++)
		error = take_thread(words, &dump->threads[i]);
	if (error)
		return error;
	take_globals(words);
	push_statics(words, regions);
	drain(words, 0);
	return words->is_out_of_memory ? wcore_error_nomem() : NULL;
}

static struct wcore_error *open_heap(struct words *words)
{
	struct wcore_target *target = words->build->keep.target;
	struct wcore_error *error = NULL;

	if (words->memory->size <= HEAP_MAX)
		error = wcore_heap_open(target, words->memory, &words->heap);
	if (!error && words->heap)
		error = wcore_heap_load(words->heap);
	if (!error && words->heap && words->heap->count) {
		words->bytes = &words->heap->memory;
		words->bytes->work = WCORE_HEAP_WORK;
		words->seen = wcore_calloc(words->heap->count, 1);
		return words->seen ? NULL : wcore_error_nomem();
	}
	wcore_heap_close(words->heap);
	words->heap = NULL;
	words->bytes = &words->plain;
	return error ? error : wcore_heap_memory_open(target, words->memory, &words->plain);
}

static struct wcore_error *follow_memory(struct wcore_keep_build *build, const struct wcore_memory *memory)
{
	struct words words = { .build = build, .memory = memory };
	struct wcore_regions *regions;
	struct wcore_error *error = wcore_regions_create(build->keep.target, memory, &regions);

	if (error)
		return error;
	error = open_heap(&words);
	if (!error)
		error = follow(&words, regions);
	if (words.heap)
		wcore_heap_close(words.heap);
	else
		wcore_heap_memory_close(&words.plain);
	free(words.seen);
	free(words.items);
	wcore_regions_destroy(regions);
	return error;
}

struct wcore_error *wcore_keep_words(struct wcore_keep_build *build)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < dump->memory_count && i < WCORE_KEEP_MEMORIES && !build->is_full; i++)
		if (dump->memories[i].size)
			error = follow_memory(build, &dump->memories[i]);
	return error;
}
