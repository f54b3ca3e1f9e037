/*
 * Talc 4, of Rust: declared in heap.h.
 *
 * A chunk in use ends in a tag, the chunk's address + 1, + 2 when a free one follows.  A free chunk has
 *
 *	0 next of its list	4 where the link to it stands	8 size	... size - 4 size
 *
 * The first heap starts with a tag without a chunk, then 64 heads of lists, which their own tag follows;
 * other heaps with such a tag alone.  The state points to the heads and has a bit for each list that is
 * not empty.  Where a chunk in use ends is found by its tag, which nothing else names: a tag counts when
 * what follows it fits, too.
 */
#include "heap.h"
#include "heap_static.h"

#define BINS 64
#define TAG 4
#define IN_USE 1
#define ABOVE_FREE 2
#define CHUNK_MIN 12
#define HEADS_SIZE (4 * BINS)

static bool word(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret)
{
	return address % 4 == 0 && wcore_heap_word(memory, address, ret);
}

static bool is_word(struct wcore_heap_memory *memory, uint64_t address, uint64_t wanted)
{
	uint64_t value;

	return word(memory, address, &value) && value == wanted;
}

/* A free chunk whose sizes agree and that its list names. */
static bool is_gap(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret_size)
{
	uint64_t link, size;

	if (!word(memory, address + 4, &link) || !word(memory, address + 8, &size))
		return false;
	*ret_size = size;
	return size % 4 == 0 && size >= CHUNK_MIN && size <= memory->size - address &&
	       is_word(memory, address + size - 4, size) && is_word(memory, link, address);
}

/* Recognition. */

static bool are_heads(struct wcore_heap_memory *memory, uint64_t heads, uint64_t ret_bits[2],
		      unsigned *ret_sure)
{
	*ret_sure = 0;
	ret_bits[0] = ret_bits[1] = 0;
	for (unsigned i = 0; i < BINS; i++) {
		uint64_t head, size;

		if (!word(memory, heads + 4 * i, &head) || head % 4 || head >= memory->size)
			return false;
		if (!head)
			continue;
		ret_bits[i / 32] |= UINT64_C(1) << i % 32;
		*ret_sure += is_word(memory, head + 4, heads + 4 * i) && is_gap(memory, head, &size);
	}
	return true;
}

/* The tag behind the heads, or a pointer to it when nothing fitted there. */
static bool find_heads_tag(struct wcore_heap_memory *memory, uint64_t heads, uint64_t *ret)
{
	const uint64_t base = heads - TAG;
	uint64_t tag;

	*ret = heads + HEADS_SIZE;
	if (!word(memory, *ret, &tag))
		return false;
	if (tag > *ret && tag - *ret <= 2 * CHUNK_MIN) {
		*ret = tag;
		return is_word(memory, tag, base | IN_USE);
	}
	return (tag & ~UINT64_C(2)) == (base | IN_USE);
}

/* Words that are tried: what is no state hardly ever looks like one. */
#define TRIES 4096
struct search {
	struct wcore_heap_memory *memory;
	struct wcore_heap_state *state;
	unsigned tries;
	bool found;
};

/* Whether the two words of bits stand near the pointer to the heads: compilers order a struct's members. */
static bool has_bits(struct wcore_heap_memory *memory, uint64_t address, const uint64_t bits[2])
{
	const uint64_t start = address < 16 ? 0 : address - 16;

	for (uint64_t at = start; at <= address + 16; at += 4)
		if (at != address && at + 4 != address && is_word(memory, at, bits[0]) &&
		    is_word(memory, at + 4, bits[1]))
			return true;
	return false;
}

static bool note_state(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	struct wcore_heap_memory *memory = search->memory;
	uint64_t bits[2], tag;
	unsigned sure;

	if (value % 4 || value <= TAG || value >= memory->size || !is_word(memory, value - TAG, IN_USE) ||
	    !find_heads_tag(memory, value, &tag))
		return true;
	if (search->tries++ == TRIES)
		return false;
	if (!are_heads(memory, value, bits, &sure))
		return true;
	if (!has_bits(memory, address, bits) && !sure)
		return true;
	search->found = true;
	*search->state = (struct wcore_heap_state){
		.address = address, .size = 4, .words = { value, tag, bits[0], bits[1] },
	};
	return false;
}

/* The first word in [from, limit) that is the tag of the chunk at base; flags of what follows as wanted. */
struct tag_search { uint64_t base, found, flags; };

static bool is_tag(void *context, uint64_t address, uint64_t value)
{
	struct tag_search *search = context;

	if ((value & ~UINT64_C(2)) != (search->base | IN_USE))
		return true;
	search->found = address;
	search->flags = value & ABOVE_FREE;
	return false;
}

static bool find_tag(struct wcore_heap_memory *memory, uint64_t base, uint64_t from, uint64_t limit,
		     struct tag_search *ret)
{
	*ret = (struct tag_search){ .base = base };
	wcore_heap_search(memory, from, limit, is_tag, ret, &ret->found);
	return ret->found;
}

/* Whether the heap that starts below ends there: by its last word, and no chunk follows. */
static bool is_end(struct wcore_heap_memory *memory, uint64_t address, uint64_t first)
{
	uint64_t last, size;
	struct tag_search tag;

	if (address % 4 || address <= first || address > memory->size || !word(memory, address - 4, &last))
		return false;
	if ((last & 3) != IN_USE && (last & 3 || last < CHUNK_MIN || last > address - first ||
				     !is_word(memory, address - last + 8, last)))
		return false;
	return !is_gap(memory, address, &size) &&
		!find_tag(memory, address, address + CHUNK_MIN - TAG, memory->size, &tag);
}

/* The end of the heap that the state may note, close to its other parts; 0 without one. */
static uint64_t find_end(struct wcore_heap_memory *memory, const struct wcore_heap_state *state)
{
	uint64_t best = 0, end;

	for (uint64_t at = state->address < 16 ? 0 : state->address - 16; at <= state->address + 32; at += 4)
		if (word(memory, at, &end) && end > best && is_end(memory, end, state->words[1]))
			best = end;
	return best;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory, .state = ret };

	if (memory->width != 4)
		return false;
	wcore_heap_scan(memory, wcore_heap_static_start(memory), memory->static_end, note_state, &search);
	if (!search.found)
		return false;
	ret->variant = "4";
	ret->words[4] = find_end(memory, ret);
	return true;
}

/* Walk. */

/* Whether what stands behind a tag is what it says: a free chunk, or one in use, or the end. */
static bool fits(struct wcore_heap_memory *memory, const struct tag_search *tag, uint64_t limit)
{
	const uint64_t next = tag->found + TAG;
	struct tag_search other;
	uint64_t size;

	if (tag->flags)
		return is_gap(memory, next, &size);
	return next == limit || find_tag(memory, next, next + CHUNK_MIN - TAG, limit, &other);
}

/* Tags that do not fit and are looked past. */
#define DOUBTS 64

/* Where the chunk in use ends; false when no tag names it.  *ret_fits: what follows agrees. */
static bool find_chunk_tag(struct wcore_heap_memory *memory, uint64_t base, uint64_t limit,
			   struct tag_search *ret, bool *ret_fits)
{
	struct tag_search first = { 0 };
	uint64_t from = base + CHUNK_MIN - TAG;

	*ret_fits = false;
	for (unsigned i = 0; i < DOUBTS && find_tag(memory, base, from, limit, ret); i++) {
		*ret_fits = fits(memory, ret, limit);
		if (*ret_fits)
			return true;
		if (!first.found)
			first = *ret;
		from = ret->found + 4;
	}
	*ret = first;
	return first.found;
}

static bool visit(const struct wcore_heap_visitor *visitor, uint64_t start, uint64_t end,
		  uint64_t lead, uint64_t tail,
		  enum wcore_chunk_state state)
{
	const struct wcore_chunk chunk = {
		.start = start, .total = end - start, .address = start + lead, .size = end - start - lead - tail,
		.state = state,
	};

	return wcore_heap_visit_chunk(visitor, &chunk);
}

struct chunks {
	struct wcore_heap_memory *memory;
	const struct wcore_heap_visitor *visitor;
	uint64_t limit;
	uint64_t before;	/* the chunk in front; NOWHERE */
};

/* The free chunk at *at, and behind it; false when that is the end, or the visitor's wish. */
static bool walk_gap(struct chunks *chunks, uint64_t *at)
{
	uint64_t size = 0, last = 0;
	const bool is_whole = is_gap(chunks->memory, *at, &size);

	if (size % 4 || size < CHUNK_MIN || size > chunks->limit - *at ||
	    (!is_whole && (!word(chunks->memory, *at + size - 4, &last) || last != size))) {
		wcore_heap_visit_problem(chunks->visitor, "header", *at + 8, *at, chunks->before,
					 "the free chunk's size is %llu, and its end does not say so",
					 (unsigned long long)size);
		return false;
	}
	if (!is_whole && !wcore_heap_visit_problem(chunks->visitor, "free-list", *at + 4, *at, chunks->before,
						   "no list leads to this free chunk"))
		return false;
	if (!visit(chunks->visitor, *at, *at + size, CHUNK_MIN, 0, WCORE_CHUNK_FREE))
		return false;
	chunks->before = *at;
	*at += size;
	return true;
}

/* Chunks from at on, as far as they are certain. */
static void walk_chunks(struct chunks *chunks, uint64_t at, bool is_gap_first, uint64_t *ret_end)
{
	bool is_free = is_gap_first, is_sure;
	struct tag_search tag;

	while (*ret_end = at, at < chunks->limit && chunks->limit - at >= CHUNK_MIN) {
		if (is_free) {
			if (!walk_gap(chunks, &at))
				return;
			is_free = false;
			continue;
		}
		if (!find_chunk_tag(chunks->memory, at, chunks->limit, &tag, &is_sure)) {
			if (chunks->limit != chunks->memory->size)
				wcore_heap_visit_problem(chunks->visitor, "footer", at, at, chunks->before,
							 "no tag up to 0x%llx says where this chunk ends",
							 (unsigned long long)chunks->limit);
			return;
		}
		if (!visit(chunks->visitor, at, tag.found + TAG, 0, TAG, WCORE_CHUNK_USED))
			return;
		chunks->before = at;
		at = tag.found + TAG;
		is_free = tag.flags;
	}
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	const uint64_t heads = state->words[0], first = state->words[1] + TAG;
	struct chunks chunks = {
		.memory = memory, .visitor = visitor, .limit = state->words[4] ? state->words[4] : memory->size,
		.before = heads - TAG,
	};
	uint64_t tag, end;

	if (!word(memory, first - TAG, &tag) || !wcore_heap_visit_region(visitor, heads - TAG, chunks.limit) ||
	    !visit(visitor, heads - TAG, first, TAG, TAG, WCORE_CHUNK_INTERNAL))
		return;
	walk_chunks(&chunks, first, tag & ABOVE_FREE, &end);
}

/* Lists. */

static bool check_list(struct wcore_heap *heap, uint64_t head, size_t *ret_count,
		       const struct wcore_heap_visitor *visitor)
{
	uint64_t at, from = head;

	if (!word(&heap->memory, head, &at))
		return true;
	for (size_t length = 0; at; length++) {
		size_t index;
		const uint64_t chunk = from == head ? WCORE_HEAP_NOWHERE : from;

		if (length > heap->count)
			return wcore_heap_visit_problem(visitor, "free-list", from, chunk, WCORE_HEAP_NOWHERE,
							"the free list does not end");
		if (!wcore_heap_index(heap, at, &index) || wcore_heap_at(heap, index).start != at ||
		    wcore_heap_at(heap, index).state != WCORE_CHUNK_FREE)
			return wcore_heap_visit_problem(visitor, "free-list", from, chunk, WCORE_HEAP_NOWHERE,
							"the next free chunk would be 0x%llx, where none is",
							(unsigned long long)at);
		if (!is_word(&heap->memory, at + 4, from) &&
		    !wcore_heap_visit_problem(visitor, "free-list", at + 4, at, WCORE_HEAP_NOWHERE,
					      "the link back is not 0x%llx, from where the list comes",
					      (unsigned long long)from))
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
	uint64_t bits[2] = { 0 }, head;
	size_t listed = 0, found = 0;

	for (unsigned i = 0; i < BINS; i++) {
		if (!check_list(heap, state->words[0] + 4 * i, &listed, visitor))
			return;
		if (word(&heap->memory, state->words[0] + 4 * i, &head) && head)
			bits[i / 32] |= UINT64_C(1) << i % 32;
	}
	if (!has_bits(&heap->memory, state->address, bits) &&
	    !wcore_heap_visit_problem(visitor, "bin", state->address, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
				      "the bits of lists that are not empty are not 0x%08llx 0x%08llx",
				      (unsigned long long)bits[0], (unsigned long long)bits[1]))
		return;
	for (size_t i = 0; i < heap->count; i++)
		found += wcore_heap_at(heap, i).state == WCORE_CHUNK_FREE;
	if (heap->state_count == 1 && !heap->is_partial && found > listed)
		wcore_heap_visit_problem(visitor, "free-list", state->words[0], WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
					 "%zu chunks are free, %zu of them on lists", found, listed);
}

const struct wcore_allocator wcore_talc = {
	.name = "talc", .recognize = recognize, .walk = walk, .check = check,
};
