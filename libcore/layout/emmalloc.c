/*
 * emmalloc, of Emscripten and of newer wasi-libc: declared in heap.h.  Each region has its size at both ends, the one at
 * the end with the lowest bit set when the region is free.  Free ones are in 64 rings by size, whose heads stand
 * in static data.  Blocks of memory begin with a region that points to the next block.
 */
#include <stdlib.h>

#include "../base/alloc.h"

#include "heap.h"

#define BUCKETS 64
#define BUCKET_WORDS 4	/* size, prev, next, and what would be the size at the end */
#define ROOT_WORDS 4
#define FREE 1u
/* Heads of rings that may be damaged, and words on both sides of them where the list of blocks may stand. */
#define DAMAGED_MAX 4
#define WINDOW 512
#define BLOCKS_MAX 256
#define RESUMES_MAX 256

enum { AT_BUCKETS, AT_LIST };

struct search {
	struct wcore_heap_memory *memory;
	struct wcore_heap_state *ret;
	uint64_t width;
	bool found;
};

static bool is_bucket(struct wcore_heap_memory *memory, uint64_t bucket)
{
	const uint64_t width = memory->width;
	uint64_t prev, next, back, ahead;

	return wcore_heap_word(memory, bucket + width, &prev) && wcore_heap_word(memory, bucket + 2 * width, &next) &&
	       prev && next &&
	       ((prev == bucket && next == bucket) ||
		(wcore_heap_word(memory, prev + 2 * width, &ahead) && ahead == bucket &&
		 wcore_heap_word(memory, next + width, &back) && back == bucket));
}

static unsigned damaged_buckets(struct wcore_heap_memory *memory, uint64_t buckets)
{
	unsigned damaged = 0;

	for (unsigned i = 0; i < BUCKETS && damaged <= DAMAGED_MAX; i++)
		damaged += !is_bucket(memory, buckets + i * BUCKET_WORDS * memory->width);
	return damaged;
}

/* A block's first region: its size at both ends, and a last region of the smallest size just in front of its end. */
static bool is_root(struct wcore_heap_memory *memory, uint64_t root, uint64_t *ret_end, uint64_t *ret_next)
{
	const uint64_t width = memory->width;
	uint64_t size, end, last, last_end;

	if (root % width || !wcore_heap_word(memory, root, &size) || size < ROOT_WORDS * width ||
	    !wcore_heap_word(memory, root + width, ret_next) || !wcore_heap_word(memory, root + 2 * width, &end) ||
	    end <= root || end > memory->size || end - root < 2 * ROOT_WORDS * width || size > end - root)
		return false;
	*ret_end = end;
	return wcore_heap_word(memory, end - ROOT_WORDS * width, &last) && last == ROOT_WORDS * width &&
	       wcore_heap_word(memory, end - width, &last_end) && last_end == last;
}

static bool find_list(struct search *search, uint64_t buckets)
{
	const uint64_t width = search->width, after = buckets + BUCKETS * BUCKET_WORDS * width;
	uint64_t root, end, next;

	for (uint64_t i = 0; i < WINDOW; i++)
		for (unsigned side = 0; side < 2; side++) {
			const uint64_t at = side ? buckets - (i + 1) * width : after + i * width;

			if ((side && buckets < (i + 1) * width) || !wcore_heap_word(search->memory, at, &root) ||
			    root < after || !is_root(search->memory, root, &end, &next))
				continue;
			search->ret->words[AT_LIST] = at;
			return true;
		}
	return false;
}

static bool look_at(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	const uint64_t width = search->width, step = BUCKET_WORDS * width;
	uint64_t second, best = 0;
	unsigned least = DAMAGED_MAX + 1;

	if (value != address - width || !wcore_heap_word(search->memory, address + width, &second) || second != value)
		return true;
	for (unsigned i = 0; i < BUCKETS && value > i * step; i++) {
		const unsigned damaged = damaged_buckets(search->memory, value - i * step);

		if (damaged < least) {
			least = damaged;
			best = value - i * step;
		}
		if (!is_bucket(search->memory, value - i * step) && damaged > DAMAGED_MAX)
			break;
	}
	if (!best || !find_list(search, best))
		return true;
	search->ret->words[AT_BUCKETS] = best;
	search->ret->address = best;
	search->ret->size = BUCKETS * step;
	search->found = true;
	return false;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory, .ret = ret, .width = memory->width };

	wcore_heap_scan(memory, 0, memory->static_end, look_at, &search);
	return search.found;
}

/* The bucket of a free region with so many bytes for the program. */
static unsigned bucket_of(uint64_t size)
{
	unsigned log = 0, bucket;

	if (size < 128)
		return size < 16 ? 0 : (unsigned)(size >> 3) - 1;
	while (log < 31 && size >> (log + 1))
		log++;
	if (size >> 12 == 0)
		return 4 * log - 14 + (unsigned)(size >> (log - 2) & 3);
	bucket = 9 + 2 * log + (unsigned)(size >> (log - 1) & 1);
	return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/* Whether a region can have that size where it stands. */
static bool is_size(const struct wcore_heap_memory *memory, uint64_t region, uint64_t size, uint64_t end)
{
	return size >= 4 * (uint64_t)memory->width && size % memory->width == 0 && region < end && size <= end - region;
}

static bool read_region(struct wcore_heap_memory *memory, uint64_t region, uint64_t end, uint64_t *ret_size,
			uint64_t *ret_ceiling)
{
	return wcore_heap_word(memory, region, ret_size) && is_size(memory, region, *ret_size, end) &&
	       wcore_heap_word(memory, region + *ret_size - memory->width, ret_ceiling) &&
	       (*ret_ceiling & ~(uint64_t)FREE) == *ret_size;
}

/* The free lists: visit gives false to end it. */
struct node { uint64_t region, from; unsigned bucket; };

static void visit_lists(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
			bool (*visit)(void *context, const struct node *node), void *context)
{
	const uint64_t width = memory->width;
	/* More nodes than fit into the memory are a circle. */
	uint64_t left = memory->size / (4 * width) + 1;

	for (unsigned i = 0; i < BUCKETS; i++) {
		const uint64_t head = state->words[AT_BUCKETS] + i * BUCKET_WORDS * width;
		struct node node = { .from = head + 2 * width, .bucket = i };
		uint64_t slow = head;

		for (bool is_odd = false; wcore_heap_word(memory, node.from, &node.region) && node.region != head;
		     is_odd = !is_odd) {
			if (!left-- || !visit(context, &node))
				return;
			if (node.region % width || node.region > memory->size - 4 * width)
				break;
			node.from = node.region + 2 * width;
			if (is_odd && !wcore_heap_word(memory, slow + 2 * width, &slow))
				break;
			if (slow == node.region)
				break;
		}
	}
}

/* The walk. */

struct walk {
	struct wcore_heap_memory *memory;
	const struct wcore_heap_state *state;
	const struct wcore_heap_visitor *visitor;
	uint64_t end;		/* of the block */
	uint64_t before;
	uint64_t behind, best;	/* of resume() */
	unsigned resumes;
};

static bool consider(void *context, const struct node *node)
{
	struct walk *walk = context;
	uint64_t size, ceiling;

	if (node->region > walk->behind && node->region < walk->best && node->region % walk->memory->width == 0 &&
	    read_region(walk->memory, node->region, walk->end, &size, &ceiling) && (ceiling & FREE))
		walk->best = node->region;
	return true;
}

/* Goes on where a list names a free region that is whole. */
static bool resume(struct walk *walk, uint64_t *region)
{
	if (walk->resumes++ >= RESUMES_MAX)
		return false;
	walk->behind = *region;
	walk->best = walk->end - ROOT_WORDS * walk->memory->width;
	visit_lists(walk->memory, walk->state, consider, walk);
	if (walk->best <= *region)
		return false;
	*region = walk->best;
	walk->before = WCORE_HEAP_NOWHERE;
	return true;
}

static bool tell(const struct walk *walk, uint64_t region, uint64_t size, enum wcore_chunk_state state)
{
	const uint64_t width = walk->memory->width;
	const struct wcore_chunk chunk = {
		.start = region, .total = size, .address = region + width, .size = size - 2 * width, .state = state,
	};

	return wcore_heap_visit_chunk(walk->visitor, &chunk);
}

/* A size at the end that is another than the head's: whoever wrote there ran over, or the head is wrong. */
static bool tell_footer(const struct walk *walk, uint64_t region, uint64_t size, uint64_t ceiling)
{
	return wcore_heap_visit_problem(walk->visitor, "footer", region + size - walk->memory->width, region, region,
					"the region ends with size %llu, its head says %llu",
					(unsigned long long)(ceiling & ~(uint64_t)FREE), (unsigned long long)size);
}

static bool walk_block(struct walk *walk, uint64_t root)
{
	struct wcore_heap_memory *memory = walk->memory;
	uint64_t region = root, size = 0, ceiling = 0, next_size, next_ceiling;

	walk->before = WCORE_HEAP_NOWHERE;
	if (!wcore_heap_visit_region(walk->visitor, root, walk->end))
		return false;
	while (region < walk->end) {
		enum wcore_chunk_state state = WCORE_CHUNK_USED;

		if (!wcore_heap_word(memory, region, &size) || !is_size(memory, region, size, walk->end)) {
			if (!wcore_heap_visit_problem(walk->visitor, "header", region, region, walk->before,
						      "size %llu: no region can have that there", (unsigned long long)size))
				return false;
			if (!resume(walk, &region))
				return true;
			continue;
		}
		if (!wcore_heap_word(memory, region + size - memory->width, &ceiling))
			ceiling = 0;
		if ((ceiling & ~(uint64_t)FREE) != size) {
			if (!tell_footer(walk, region, size, ceiling))
				return false;
			/* The size is right when a whole region follows. */
			if (!read_region(memory, region + size, walk->end, &next_size, &next_ceiling)) {
				if (!resume(walk, &region))
					return true;
				continue;
			}
		} else if (ceiling & FREE) {
			state = WCORE_CHUNK_FREE;
		}
		if (region == root || region == walk->end - ROOT_WORDS * memory->width)
			state = WCORE_CHUNK_INTERNAL;
		if (!tell(walk, region, size, state))
			return false;
		walk->before = region;
		region += size;
	}
	return true;
}

static void walk_all(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		     const struct wcore_heap_visitor *visitor)
{
	struct walk walk = { .memory = memory, .state = state, .visitor = visitor };
	uint64_t from = state->words[AT_LIST], root, next = 0;

	for (unsigned i = 0; i < BLOCKS_MAX && wcore_heap_word(memory, from, &root) && root; i++) {
		/* A list that goes in circles or leads elsewhere ends here. */
		if (!is_root(memory, root, &walk.end, &next) || next == root) {
			wcore_heap_visit_problem(visitor, "region", from, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
						 "the list of blocks leads to 0x%llx, where none is",
						 (unsigned long long)root);
			return;
		}
		if (!walk_block(&walk, root))
			return;
		from = root + memory->width;
	}
}

/* The lists. */

struct check {
	struct wcore_heap *heap;
	const struct wcore_heap_visitor *visitor;
	uint8_t *seen;
	bool is_broken, is_over;
};

static uint64_t front_of(struct check *check, uint64_t start)
{
	struct wcore_chunk front;

	if (start && wcore_heap_find(check->heap, start - 1, &front) && front.start + front.total == start)
		return front.start;
	return WCORE_HEAP_NOWHERE;
}

static bool say(struct check *check, const char *rule, uint64_t address, uint64_t chunk, const struct node *node,
		const char *text)
{
	if (!wcore_heap_visit_problem(check->visitor, rule, address, chunk,
				      chunk == WCORE_HEAP_NOWHERE ? chunk : front_of(check, chunk),
				      "list %u leads to 0x%llx, %s", node->bucket, (unsigned long long)node->region, text))
		check->is_over = true;
	return !check->is_over;
}

static uint64_t chunk_of(struct check *check, uint64_t address)
{
	struct wcore_chunk chunk;

	return wcore_heap_find(check->heap, address, &chunk) ? chunk.start : WCORE_HEAP_NOWHERE;
}

static bool check_node(void *context, const struct node *node)
{
	struct check *check = context;
	const uint64_t width = check->heap->memory.width;
	struct wcore_chunk chunk;
	uint64_t back = 0;
	size_t index;

	if (!wcore_heap_index(check->heap, node->region, &index)) {
		if (check->heap->is_partial && node->region < check->heap->memory.size && node->region % width == 0)
			return true;
		check->is_broken = true;
		return say(check, "free-list", node->from, chunk_of(check, node->from), node, "where no region is");
	}
	chunk = wcore_heap_at(check->heap, index);
	if (chunk.start != node->region) {
		check->is_broken = true;
		return say(check, "overlap", node->region, chunk.start, node, "which lies inside another region");
	}
	if (check->seen[index]) {
		check->is_broken = true;
		return say(check, "double-free", chunk.start, chunk.start, node,
			   "which a list has already: it was freed twice, or its links were overwritten");
	}
	check->seen[index] = 1;
	if (chunk.state != WCORE_CHUNK_FREE)
		return say(check, "free-list", chunk.start, chunk.start, node, "which is not marked free");
	if (bucket_of(chunk.size) != node->bucket)
		return say(check, "bin", chunk.start, chunk.start, node, "whose size belongs into another list");
	if (!wcore_heap_word(&check->heap->memory, node->region + width, &back) || back != node->from - 2 * width)
		return say(check, "free-list", node->region + width, chunk.start, node,
			   "which has a link back to another");
	return true;
}

static void check_all(struct wcore_heap *heap, const struct wcore_heap_state *state,
		      const struct wcore_heap_visitor *visitor)
{
	struct check check = { .heap = heap, .visitor = visitor, .seen = wcore_calloc(heap->count + 1, 1) };

	if (!check.seen)
		return;
	visit_lists(&heap->memory, state, check_node, &check);
	for (size_t i = 0; i < heap->count && !check.is_broken && !check.is_over; i++) {
		const struct wcore_chunk chunk = wcore_heap_at(heap, i);

		if (chunk.state == WCORE_CHUNK_FREE && &heap->states[chunk.owner] == state && !check.seen[i] &&
		    !wcore_heap_visit_problem(visitor, "free-list", chunk.start, chunk.start,
					      front_of(&check, chunk.start), "free region of %llu bytes that no list has",
					      (unsigned long long)chunk.total))
			check.is_over = true;
	}
	free(check.seen);
}

const struct wcore_allocator wcore_emmalloc = {
	.name = "emmalloc", .recognize = recognize, .walk = walk_all, .check = check_all,
};
