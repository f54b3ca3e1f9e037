/*
 * AssemblyScript's TLSF, below its incremental and minimal runtimes: declared in heap.h.
 *
 * A block starts with its size, + 1 if free, + 2 if the one before is free; blocks end 4 bytes before a
 * multiple of 16.  A free one goes on with the previous and the next one of its list, and ends in its own
 * address.  The root stands at the heap's base:
 *
 *	0 bits of first levels	4 bits of second levels, 23 words	96 heads of lists, 23 * 16	1568 the tail
 *
 * The tail is an empty block in use, at the end.  Managed objects have 16 bytes more of header:
 * lang/assemblyscript.h.
 */
#include "assemblyscript_object.h"
#include "heap_static.h"

#define PAGE 65536
#define LEVELS 23
#define LISTS 16
#define SECOND 4
#define HEADS 96
#define TAIL 1568
#define ROOT_SIZE 1572
#define IS_FREE 1
#define IS_LEFT_FREE 2
#define BLOCK_MIN 12
#define OBJECT WCORE_ASSEMBLYSCRIPT_OBJECT
/* The heap's base lies behind the data, and the shadow stack if there is one. */
#define SEARCH_MAX (UINT64_C(4) << 20)
/* Behind a broken block the next one is looked for as far as this. */
#define NEXT_MAX (UINT64_C(4) << 20)

static bool word(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret)
{
	return wcore_heap_word(memory, address, ret);
}

static uint64_t first_block(uint64_t root)
{
	return (root + ROOT_SIZE + 4 + 15) / 16 * 16 - 4;
}

/* Where a list's head stands; of blocks of that size. */
static uint64_t head_of(uint64_t size, unsigned *ret_first, unsigned *ret_second)
{
	unsigned log = 0;

	*ret_first = 0;
	*ret_second = (unsigned)(size / 16);
	if (size >= 256) {
		while (size >> (log + 1))
			log++;
		*ret_second = (unsigned)(size >> (log - 4)) & 15;
		*ret_first = log - 7;
	}
	return HEADS + 4 * (*ret_first * LISTS + *ret_second);
}

/* Recognition. */

/* All levels' bits agree with each other, and with the heads that are there. */
static bool are_maps(struct wcore_heap_memory *memory, uint64_t root, unsigned *ret_wrong)
{
	uint64_t first, second, head;

	*ret_wrong = 0;
	if (!word(memory, root, &first) || first >> LEVELS)
		return false;
	for (unsigned i = 0; i < LEVELS; i++) {
		if (!word(memory, root + SECOND + 4 * i, &second) || second >> LISTS)
			return false;
		*ret_wrong += (first >> i & 1) != (second != 0);
		for (unsigned j = 0; j < LISTS; j++) {
			if (!word(memory, root + HEADS + 4 * (i * LISTS + j), &head))
				return false;
			*ret_wrong += (second >> j & 1) != (head != 0) || (head && (head % 16 != 12 || head < root));
		}
	}
	return true;
}

static bool is_tail(struct wcore_heap_memory *memory, uint64_t root, uint64_t *ret)
{
	uint64_t info;

	return word(memory, root + TAIL, ret) && *ret % 16 == 12 && *ret > first_block(root) &&
	       word(memory, *ret, &info) && (info & ~(uint64_t)IS_LEFT_FREE) == 0;
}

static bool is_first(struct wcore_heap_memory *memory, uint64_t root, uint64_t tail)
{
	uint64_t info, size;

	if (!word(memory, first_block(root), &info) || info & IS_LEFT_FREE)
		return false;
	size = info & ~UINT64_C(3);
	return size % 16 == 12 && size <= tail - first_block(root) - 4;
}

/* The tail is where the root says and all but one of the other parts agree: one may be overwritten. */
static bool is_root(struct wcore_heap_memory *memory, uint64_t root)
{
	unsigned wrong;
	uint64_t tail;

	if (root % 16 || !root || root > memory->size || memory->size - root < ROOT_SIZE ||
	    !is_tail(memory, root, &tail))
		return false;
	return are_maps(memory, root, &wrong) && wrong + !is_first(memory, root, tail) <= 1;
}

static bool find_named(struct wcore_heap_memory *memory, uint64_t *ret)
{
	static const char *const names[] = { "~lib/rt/tlsf/ROOT", "~lib/memory/__heap_base" };

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (wcore_heap_global(memory, names[i], ret)) {
			*ret = (*ret + 15) / 16 * 16;
			if (is_root(memory, *ret))
				return true;
		}
	return false;
}

struct search { struct wcore_heap_memory *memory; uint64_t found; };

/* The tail's pointer is met first: the words in front of it are often zero. */
static bool note_tail(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;

	if (address < TAIL || address % 16 || value % 16 != 12 || value <= address ||
	    !is_root(search->memory, address - TAIL))
		return true;
	search->found = address - TAIL;
	return false;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory };
	const uint64_t start = wcore_heap_data_end(memory);

	if (memory->width != 4)
		return false;
	if (!find_named(memory, &search.found))
		wcore_heap_search(memory, start, start + SEARCH_MAX, note_tail, &search, &search.found);
	if (!search.found)
		return false;
	*ret = (struct wcore_heap_state){ .variant = "AssemblyScript", .address = search.found, .size = ROOT_SIZE };
	return true;
}

/* Managed objects. */

/*
 * A managed object is on a list of its colour, both of whose neighbours name it.  The list's head is an
 * object, too, of the static data.
 */
static bool is_object(struct wcore_heap_memory *memory, uint64_t block, uint64_t size,
		      struct wcore_chunk *chunk)
{
	uint64_t next, before, other, bytes;

	if (size < OBJECT || !word(memory, block + 4, &next) || !word(memory, block + 8, &before) ||
	    !word(memory, block + 16, &bytes) || bytes > size - OBJECT)
		return false;
	next &= ~UINT64_C(3);
	if (!next || !before || next % 4 || before % 4)
		return false;
	if (!word(memory, before + 4, &other) || (other & ~UINT64_C(3)) != block ||
	    !word(memory, next + 8, &other) || other != block)
		return false;
	chunk->address += OBJECT;
	chunk->size -= OBJECT;
	return true;
}

/* Walk. */

struct blocks {
	struct wcore_heap_memory *memory;
	const struct wcore_heap_visitor *visitor;
	uint64_t tail;
	uint64_t before;	/* the block in front; NOWHERE */
	bool is_left_free;	/* whether that is free */
};

static bool is_block(const struct blocks *blocks, uint64_t at, uint64_t info)
{
	const uint64_t size = info & ~UINT64_C(3);

	return size % 16 == 12 && size >= BLOCK_MIN && size < blocks->tail - at &&
	       at + 4 + size <= blocks->tail;
}

/* The block behind a broken one: the first whose flags say that it starts there; 0 without one. */
static uint64_t find_next(struct blocks *blocks, uint64_t broken)
{
	uint64_t info, back, next;

	/* Only a free block says where it starts, at its end. */
	for (uint64_t at = broken + 4 + BLOCK_MIN; at <= blocks->tail && at - broken < NEXT_MAX; at += 16) {
		if (!word(blocks->memory, at, &info))
			return 0;
		if (info & IS_LEFT_FREE && word(blocks->memory, at - 4, &back) && back < at && back > broken &&
		    word(blocks->memory, back, &next) && next & IS_FREE && back + 4 + (next & ~UINT64_C(3)) == at)
			return back;
	}
	return 0;
}

static bool check_block(struct blocks *blocks, uint64_t at, uint64_t info)
{
	const uint64_t size = info & ~UINT64_C(3);
	uint64_t back = 0;

	if (!(info & IS_LEFT_FREE) != !blocks->is_left_free &&
	    !wcore_heap_visit_problem(blocks->visitor, "header", at, at, blocks->before,
				      "the block says that the one before is %s",
				      info & IS_LEFT_FREE ? "free" : "in use"))
		return false;
	if (!(info & IS_FREE))
		return true;
	return (word(blocks->memory, at + size, &back) && back == at) ||
	       wcore_heap_visit_problem(blocks->visitor, "footer", at + size, at, blocks->before,
					"the free block does not end in its address, but in 0x%llx",
					(unsigned long long)back);
}

static bool visit_block(struct blocks *blocks, uint64_t at, uint64_t info)
{
	const uint64_t size = info & ~UINT64_C(3);
	struct wcore_chunk chunk = {
		.start = at, .total = size + 4, .address = at + 4, .size = size,
		.state = info & IS_FREE ? WCORE_CHUNK_FREE : WCORE_CHUNK_USED,
	};

	if (!size)
		chunk.state = WCORE_CHUNK_INTERNAL;
	else if (!(info & IS_FREE))
		is_object(blocks->memory, at, size, &chunk);
	return wcore_heap_visit_chunk(blocks->visitor, &chunk);
}

/* Behind a tail that was the last before memory grew elsewhere: where the next page starts with a block. */
static uint64_t next_pool(struct blocks *blocks, uint64_t tail)
{
	uint64_t info;

	for (uint64_t page = tail / PAGE * PAGE + PAGE; page < blocks->tail; page += PAGE)
		if (word(blocks->memory, page + 12, &info) && !(info & IS_LEFT_FREE) && is_block(blocks, page + 12, info))
			return page + 12;
	return 0;
}

/* What follows a block that cannot be one; 0 for nothing that is certain. */
static uint64_t step_over(struct blocks *blocks, uint64_t at, uint64_t info, bool *ret_go_on)
{
	*ret_go_on = true;
	if (!(info & ~UINT64_C(3)) && !(info & IS_FREE)) {
		const uint64_t pool = next_pool(blocks, at);

		if (pool) {
			*ret_go_on = visit_block(blocks, at, info);
			blocks->is_left_free = false;
			return pool;
		}
	}
	*ret_go_on = wcore_heap_visit_problem(blocks->visitor, "header", at, at, blocks->before,
					      "a block of %llu bytes with flags %u cannot be here",
					      (unsigned long long)(info & ~UINT64_C(3)), (unsigned)info & 3);
	blocks->is_left_free = false;
	return *ret_go_on ? find_next(blocks, at) : 0;
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	struct blocks blocks = { .memory = memory, .visitor = visitor, .before = WCORE_HEAP_NOWHERE };
	uint64_t at = first_block(state->address), info;
	const struct wcore_chunk root = {
		.start = state->address, .total = at - state->address, .address = state->address,
		.size = at - state->address, .state = WCORE_CHUNK_INTERNAL,
	};

	if (!word(memory, state->address + TAIL, &blocks.tail) ||
	    !wcore_heap_visit_region(visitor, state->address, blocks.tail + 4) ||
	    !wcore_heap_visit_chunk(visitor, &root))
		return;
	while (at && at <= blocks.tail && word(memory, at, &info)) {
		bool go_on = true;
		const uint64_t broken = at;

		if (at == blocks.tail) {
			if (check_block(&blocks, at, info & ~(uint64_t)IS_FREE))
				visit_block(&blocks, at, info & IS_LEFT_FREE);
			return;
		}
		if (!is_block(&blocks, at, info)) {
			at = step_over(&blocks, at, info, &go_on);
			if (!go_on)
				return;
			blocks.before = broken;
			continue;
		}
		if (!check_block(&blocks, at, info) || !visit_block(&blocks, at, info))
			return;
		blocks.before = at;
		blocks.is_left_free = info & IS_FREE;
		at += 4 + (info & ~UINT64_C(3));
	}
}

/* Lists. */

struct list { struct wcore_heap *heap; uint64_t root; unsigned first, second; size_t listed; };

/* A block of the list at the address; its places among the lists and its links. */
static bool check_entry(struct list *list, uint64_t at, uint64_t from,
			const struct wcore_heap_visitor *visitor)
{
	unsigned first, second;
	struct wcore_chunk chunk;
	uint64_t back;
	size_t index;

	if (!wcore_heap_index(list->heap, at, &index))
		return true;
	chunk = wcore_heap_at(list->heap, index);
	head_of(chunk.size, &first, &second);
	if ((first != list->first || second != list->second) &&
	    !wcore_heap_visit_problem(visitor, "bin", at, at, WCORE_HEAP_NOWHERE,
				      "a block of %llu bytes is on the list of level %u, %u",
				      (unsigned long long)chunk.size, list->first, list->second))
		return false;
	if (word(&list->heap->memory, at + 4, &back) && back == from)
		return true;
	return wcore_heap_visit_problem(visitor, "free-list", at + 4, at, WCORE_HEAP_NOWHERE,
					"the link back is not 0x%llx", (unsigned long long)from);
}

static bool check_list(struct list *list, const struct wcore_heap_visitor *visitor)
{
	const uint64_t head = list->root + HEADS + 4 * (list->first * LISTS + list->second);
	struct wcore_heap *heap = list->heap;
	uint64_t at, from = 0;

	if (!word(&heap->memory, head, &at))
		return true;
	for (size_t length = 0; at; length++) {
		const uint64_t place = from ? from + 8 : head, chunk = from ? from : WCORE_HEAP_NOWHERE;
		size_t index;

		if (length > heap->count)
			return wcore_heap_visit_problem(visitor, "free-list", place, chunk, WCORE_HEAP_NOWHERE,
							"the free list does not end");
		if (!wcore_heap_index(heap, at, &index) || wcore_heap_at(heap, index).start != at ||
		    wcore_heap_at(heap, index).state != WCORE_CHUNK_FREE)
			return wcore_heap_visit_problem(visitor, "free-list", place, chunk, WCORE_HEAP_NOWHERE,
							"the next free block would be 0x%llx, where none is",
							(unsigned long long)at);
		if (!check_entry(list, at, from, visitor))
			return false;
		list->listed++;
		from = at;
		if (!word(&heap->memory, at + 8, &at))
			return true;
	}
	return true;
}

static bool check_bits(struct list *list, const struct wcore_heap_visitor *visitor)
{
	struct wcore_heap_memory *memory = &list->heap->memory;
	const uint64_t place = list->root + SECOND + 4 * list->first;
	uint64_t first = 0, second = 0, head = 0, heads = 0;

	if (!word(memory, list->root, &first) || !word(memory, place, &second))
		return true;
	for (unsigned i = 0; i < LISTS; i++)
		if (word(memory, list->root + HEADS + 4 * (list->first * LISTS + i), &head) && head)
			heads |= UINT64_C(1) << i;
	if (second != heads)
		return wcore_heap_visit_problem(visitor, "bin", place, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
						"the bits of level %u are 0x%llx, its lists 0x%llx", list->first,
						(unsigned long long)second, (unsigned long long)heads);
	return (first >> list->first & 1) == (second != 0) ||
	       wcore_heap_visit_problem(visitor, "bin", list->root, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
					"the bits of levels are 0x%llx, level %u has %s", (unsigned long long)first,
					list->first, second ? "lists" : "none");
}

static void check(struct wcore_heap *heap, const struct wcore_heap_state *state,
		  const struct wcore_heap_visitor *visitor)
{
	struct list list = { .heap = heap, .root = state->address };
	size_t found = 0;

	for (list.first = 0; list.first < LEVELS; list.first++) {
		for (list.second = 0; list.second < LISTS; list.second++)
			if (!check_list(&list, visitor))
				return;
		if (!check_bits(&list, visitor))
			return;
	}
	for (size_t i = 0; i < heap->count; i++)
		found += wcore_heap_at(heap, i).state == WCORE_CHUNK_FREE;
	if (heap->state_count == 1 && !heap->is_partial && found > list.listed)
		wcore_heap_visit_problem(visitor, "free-list", state->address + HEADS, WCORE_HEAP_NOWHERE,
					 WCORE_HEAP_NOWHERE, "%zu blocks are free, %zu of them on lists", found, list.listed);
}

const struct wcore_allocator wcore_tlsf = {
	.name = "TLSF", .recognize = recognize, .walk = walk, .check = check,
	.describe = wcore_assemblyscript_object_describe,
};
