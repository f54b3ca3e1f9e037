/*
 * Talc 5, of Rust: declared in heap.h.
 *
 * Chunks stand at multiples of 16.  One in use ends in a word of flags: 1, + 2 when a free one follows, +
 * 4 for the start of a heap, + 8 for its end.  A free one has
 *
 *	0 next of its list	4 where the link to it stands	8 the list's number	12 size	... size - 4 size, + 8
 *
 * The first heap starts with the heads of the lists.  Nothing says where a chunk in use starts: the
 * program brings its size when it frees it.  What lies between two free ones is one or more allocations,
 * and is told as such.
 */
#include "heap.h"
#include "heap_static.h"

#define UNIT 16
#define IN_USE 1
#define ABOVE_FREE 2
#define AT_START 4
#define AT_END 8
#define PAGE 65536
/* Lists of the two ways that the crate brings to sort sizes: for Wasm, and for all else. */
#define LISTS_WASM 64
#define LISTS_MAX 95

static bool word(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret)
{
	return address % 4 == 0 && wcore_heap_word(memory, address, ret);
}

static bool is_word(struct wcore_heap_memory *memory, uint64_t address, uint64_t wanted)
{
	uint64_t value;

	return word(memory, address, &value) && value == wanted;
}

/* A free chunk whose sizes agree; *ret_is_listed: and that its list names. */
static bool is_gap(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret_size,
		   bool *ret_is_listed)
{
	uint64_t link, list, last;

	if (address % UNIT || !word(memory, address + 12, ret_size))
		return false;
	/* In the smallest one both sizes are one word. */
	*ret_size &= ~(uint64_t)AT_END;
	if (*ret_size % UNIT || !*ret_size || *ret_size > memory->size - address ||
	    !word(memory, address + *ret_size - 4, &last) || (last & ~(uint64_t)AT_END) != *ret_size)
		return false;
	*ret_is_listed = word(memory, address + 4, &link) && word(memory, address + 8, &list) && list < LISTS_MAX &&
			 is_word(memory, link, address);
	return true;
}

/* Recognition. */

struct state {
	uint64_t heads, first;	/* of the lists; the first chunk behind them */
	unsigned lists;
	uint64_t bits[3];
	unsigned sure, wrong;	/* lists whose first chunk fits; or does not */
};

static bool read_lists(struct wcore_heap_memory *memory, struct state *state)
{
	for (unsigned i = 0; i < state->lists; i++) {
		uint64_t head, size;
		bool is_listed = false;

		if (!word(memory, state->heads + 4 * i, &head) || head % UNIT || head >= memory->size)
			return false;
		if (!head)
			continue;
		state->bits[i / 32] |= UINT64_C(1) << i % 32;
		if (is_word(memory, head + 4, state->heads + 4 * i) && is_word(memory, head + 8, i) &&
		    is_gap(memory, head, &size, &is_listed) && is_listed)
			state->sure++;
		else
			state->wrong++;
	}
	return state->sure > state->wrong;
}

static bool has_bits(struct wcore_heap_memory *memory, uint64_t address, const struct state *state)
{
	const unsigned words = state->lists > LISTS_WASM ? 3 : 2;

	for (uint64_t at = address < 24 ? 0 : address - 24; at <= address + 24; at += 4) {
		unsigned i = 0;

		while (i < words && is_word(memory, at + 4 * i, state->bits[i]))
			i++;
		if (i == words)
			return true;
	}
	return false;
}

static bool is_state(struct wcore_heap_memory *memory, uint64_t address, uint64_t heads, unsigned lists,
		     struct state *ret, unsigned *tries)
{
	uint64_t flags;

	*ret = (struct state){ .heads = heads, .lists = lists };
	ret->first = (heads + 4 * lists + 4 + UNIT - 1) / UNIT * UNIT;
	if (!word(memory, ret->first - 4, &flags) || (flags & ~(uint64_t)(ABOVE_FREE | AT_END)) != IN_USE)
		return false;
	++*tries;
	return read_lists(memory, ret) && has_bits(memory, address, ret);
}

/* Words that are tried: what is no state hardly ever looks like one. */
#define TRIES 4096
struct search { struct wcore_heap_memory *memory; struct state state; uint64_t found; unsigned tries; };

static bool note_state(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;

	if (value % 4 || value >= search->memory->size ||
	    (!is_state(search->memory, address, value, LISTS_WASM, &search->state, &search->tries) &&
	     !is_state(search->memory, address, value, LISTS_MAX, &search->state, &search->tries)))
		return search->tries < TRIES;
	search->found = address;
	return false;
}

/* The next place in a heap where flags say that a free chunk follows, and one does. */
struct gap_search { struct wcore_heap_memory *memory; uint64_t found; bool is_start; };

static bool is_before_gap(void *context, uint64_t address, uint64_t value)
{
	struct gap_search *search = context;
	uint64_t size;
	bool is_listed = false;

	if (address % UNIT != 12 || (value & ~(uint64_t)AT_START) != (IN_USE | ABOVE_FREE) ||
	    !is_gap(search->memory, address + 4, &size, &is_listed) || !is_listed)
		return true;
	search->found = address + 4;
	search->is_start = value & AT_START;
	return false;
}

static bool has_gap_behind(struct wcore_heap_memory *memory, uint64_t address)
{
	struct gap_search search = { .memory = memory };

	wcore_heap_search(memory, address, memory->size, is_before_gap, &search, &search.found);
	return search.found;
}

/* Whether a heap ends there: by its last word, and nothing of it follows. */
static bool is_end(struct wcore_heap_memory *memory, uint64_t address, uint64_t first)
{
	uint64_t last, gap, size;
	bool is_listed;

	if (address % UNIT || address <= first || address > memory->size || !word(memory, address - 4, &last))
		return false;
	gap = last & ~(uint64_t)AT_END;
	if (gap != IN_USE &&
	    (gap > address - first || !is_gap(memory, address - gap, &size, &is_listed) || size != gap))
		return false;
	return !has_gap_behind(memory, address);
}

/* The end of the heap, which most sources of memory keep near the lists' address; 0 without one. */
static uint64_t find_end(struct wcore_heap_memory *memory, uint64_t address, uint64_t first)
{
	uint64_t best = 0, end;

	for (uint64_t at = address < 24 ? 0 : address - 24; at <= address + 32; at += 4)
		if (word(memory, at, &end) && end > best && is_end(memory, end, first))
			best = end;
	return best;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory };

	if (memory->width != 4)
		return false;
	wcore_heap_scan(memory, wcore_heap_static_start(memory), memory->static_end, note_state, &search);
	if (!search.found)
		return false;
	*ret = (struct wcore_heap_state){
		.variant = "5", .address = search.found, .size = 4,
		.words = { search.state.heads, search.state.first, search.state.lists,
			   find_end(memory, search.found, search.state.first) },
	};
	return true;
}

/* Walk. */

struct heap {
	struct wcore_heap_memory *memory;
	const struct wcore_heap_visitor *visitor;
	uint64_t limit;
	uint64_t before;	/* the chunk in front; NOWHERE */
};

static bool visit(const struct heap *heap, uint64_t start, uint64_t end, enum wcore_chunk_state state)
{
	const uint64_t lead = state == WCORE_CHUNK_FREE ? UNIT : 0;
	const struct wcore_chunk chunk = {
		.start = start, .total = end - start, .address = start + lead,
		.size = end - start - lead - (state == WCORE_CHUNK_MIXED ? 4 : 0), .state = state,
	};

	return start == end || wcore_heap_visit_chunk(heap->visitor, &chunk);
}

/*
 * What is in use from *at to the next free chunk, or to the end if that is known; and that chunk's start
 * in *at.
 */
static bool walk_used(struct heap *heap, uint64_t *at, bool is_end_known)
{
	struct gap_search search = { .memory = heap->memory };
	const uint64_t start = *at;

	wcore_heap_search(heap->memory, start - 4, heap->limit, is_before_gap, &search, &search.found);
	*at = search.found ? search.found : heap->limit;
	if (!search.found && !is_end_known)
		return false;
	heap->before = start;
	/* Another heap, of the next pages. */
	if (search.is_start && start + UNIT == *at)
		return visit(heap, start, *at, WCORE_CHUNK_INTERNAL);
	return visit(heap, start, *at, WCORE_CHUNK_MIXED);
}

static bool walk_gap(struct heap *heap, uint64_t *at)
{
	uint64_t size = 0;
	bool is_listed = false;

	if (!is_gap(heap->memory, *at, &size, &is_listed) || size > heap->limit - *at) {
		wcore_heap_visit_problem(heap->visitor, "header", *at + 12, *at, heap->before,
					 "the free chunk's size is %llu, and its end does not say so",
					 (unsigned long long)size);
		return false;
	}
	if (!is_listed && !wcore_heap_visit_problem(heap->visitor, "free-list", *at + 4, *at, heap->before,
						    "no list leads to this free chunk"))
		return false;
	if (!visit(heap, *at, *at + size, WCORE_CHUNK_FREE))
		return false;
	heap->before = *at;
	*at += size;
	return true;
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	const uint64_t heads = state->words[0], first = state->words[1];
	const bool is_end_known = state->words[3];
	struct heap heap = {
		.memory = memory, .visitor = visitor, .limit = is_end_known ? state->words[3] : memory->size,
		.before = heads,
	};
	const struct wcore_chunk lists = {
		.start = heads, .total = first - heads, .address = heads, .size = first - heads,
		.state = WCORE_CHUNK_INTERNAL,
	};
	uint64_t at = first, flags;

	if (!word(memory, first - 4, &flags) || !wcore_heap_visit_region(visitor, heads, heap.limit) ||
	    !wcore_heap_visit_chunk(visitor, &lists))
		return;
	if (flags & ABOVE_FREE && !walk_gap(&heap, &at))
		return;
	while (at < heap.limit && walk_used(&heap, &at, is_end_known) && at < heap.limit && walk_gap(&heap, &at))
		;
}

/* Lists. */

static bool check_list(struct wcore_heap *heap, uint64_t head, unsigned number, size_t *ret_count,
		       const struct wcore_heap_visitor *visitor)
{
	uint64_t at, from = head;

	if (!word(&heap->memory, head, &at))
		return true;
	for (size_t length = 0; at; length++) {
		const uint64_t chunk = from == head ? WCORE_HEAP_NOWHERE : from;
		size_t index;

		if (length > heap->count)
			return wcore_heap_visit_problem(visitor, "free-list", from, chunk, WCORE_HEAP_NOWHERE,
							"the free list does not end");
		if (!wcore_heap_index(heap, at, &index) || wcore_heap_at(heap, index).start != at ||
		    wcore_heap_at(heap, index).state != WCORE_CHUNK_FREE)
			return wcore_heap_visit_problem(visitor, "free-list", from, chunk, WCORE_HEAP_NOWHERE,
							"the next free chunk would be 0x%llx, where none is",
							(unsigned long long)at);
		if (!is_word(&heap->memory, at + 8, number) &&
		    !wcore_heap_visit_problem(visitor, "bin", at + 8, at, WCORE_HEAP_NOWHERE,
					      "the free chunk is on list %u and has another number", number))
			return false;
		++*ret_count;
		from = at;
		if (!word(&heap->memory, at, &at))
			return true;
	}
	return true;
}

static void check(struct wcore_heap *heap, const struct wcore_heap_state *state,
		  const struct wcore_heap_visitor *visitor)
{
	struct state now = { .lists = (unsigned)state->words[2] };
	size_t listed = 0, found = 0;
	uint64_t head;

	for (unsigned i = 0; i < now.lists; i++) {
		if (!check_list(heap, state->words[0] + 4 * i, i, &listed, visitor))
			return;
		if (word(&heap->memory, state->words[0] + 4 * i, &head) && head)
			now.bits[i / 32] |= UINT64_C(1) << i % 32;
	}
	if (!has_bits(&heap->memory, state->address, &now) &&
	    !wcore_heap_visit_problem(visitor, "bin", state->address, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
				      "the bits of lists that are not empty are not those of the lists"))
		return;
	for (size_t i = 0; i < heap->count; i++)
		found += wcore_heap_at(heap, i).state == WCORE_CHUNK_FREE;
	if (heap->state_count == 1 && !heap->is_partial && found != listed)
		wcore_heap_visit_problem(visitor, "free-list", state->words[0], WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
					 "%zu chunks are free, %zu are on lists", found, listed);
}

const struct wcore_allocator wcore_talc5 = {
	.name = "talc", .recognize = recognize, .walk = walk, .check = check,
};
