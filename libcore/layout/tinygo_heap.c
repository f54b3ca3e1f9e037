/*
 * TinyGo's collector of blocks (-gc=conservative, precise): declared in heap.h.
 *
 * The heap is blocks of 16 bytes, and behind them, up to the memory's end, two bits for each: 0 free, 1
 * the first of an object, 2 one more of it, 3 a first one that is marked.  With H its start and Z its end,
 * the bits take (Z - H + 64) / 65 bytes. Static variables have Z, where the bits start, and the number of
 * blocks; they decide H.
 */
#include "heap.h"
#include "heap_static.h"

#define BLOCK 16
#define BLOCKS_A_BYTE 4
#define RATIO (BLOCK * BLOCKS_A_BYTE + 1)
#define CANDIDATES 32
/* Bytes of bits that a recognition looks at. */
#define SAMPLE 65536

enum block_state { BLOCK_FREE, BLOCK_HEAD, BLOCK_TAIL, BLOCK_MARKED };

/*
 * Where the bits start, as a static variable has it, and starts of the heap that it allows with their
 * numbers of blocks.
 */
struct candidate {
	uint64_t address, bits;
	uint64_t starts[RATIO / BLOCK + 2];
	unsigned count;
	int found;	/* which start has its number of blocks among the variables; -1 for none */
};

struct search {
	struct wcore_heap_memory *memory;
	struct candidate candidates[CANDIDATES];
	unsigned count;
	bool has_end;
};

static void add_starts(struct wcore_heap_memory *memory, struct candidate *candidate)
{
	const uint64_t size = memory->size - candidate->bits, most = size * RATIO, low = most - (RATIO - 1);

	candidate->count = 0;
	candidate->found = -1;
	for (uint64_t total = most; total >= low && total > size; total--) {
		const uint64_t start = memory->size - total;

		if (total < memory->size && start % BLOCK == 0 && start < candidate->bits &&
		    candidate->count < sizeof(candidate->starts) / sizeof(*candidate->starts))
			candidate->starts[candidate->count++] = start;
	}
}

static bool note_bits(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	const uint64_t size = search->memory->size;
	struct candidate *candidate = &search->candidates[search->count];

	search->has_end |= value == size;
	if (value >= size || size - value > size / RATIO + 1 || search->count == CANDIDATES)
		return true;
	*candidate = (struct candidate){ .address = address, .bits = value };
	add_starts(search->memory, candidate);
	search->count += candidate->count != 0;
	return true;
}

static bool note_count(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;

	(void)address;
	for (unsigned i = 0; i < search->count; i++)
		for (unsigned j = 0; j < search->candidates[i].count; j++)
			if (value == (search->candidates[i].bits - search->candidates[i].starts[j]) / BLOCK)
				search->candidates[i].found = (int)j;
	return true;
}

static enum block_state state_in(uint64_t byte, uint64_t block)
{
	return (enum block_state)(byte >> block % BLOCKS_A_BYTE * 2 & 3);
}

/* Objects are there, and hardly any goes on where none started. */
static bool are_bits(struct wcore_heap_memory *memory, uint64_t bits, uint64_t blocks)
{
	uint64_t byte = 0, wrong = 0, heads = 0;
	enum block_state last = BLOCK_FREE;

	for (uint64_t i = 0; i < blocks && i < SAMPLE * BLOCKS_A_BYTE; i++) {
		if (i % BLOCKS_A_BYTE == 0 && !wcore_heap_uint(memory, bits + i / BLOCKS_A_BYTE, 1, &byte))
			return false;
		const enum block_state state = state_in(byte, i);

		wrong += state == BLOCK_TAIL && last == BLOCK_FREE;
		heads += state == BLOCK_HEAD || state == BLOCK_MARKED;
		last = state;
	}
	return heads && wrong <= heads / 16;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory };
	const uint64_t start = wcore_heap_static_start(memory);

	if (memory->width != 4)
		return false;
	wcore_heap_scan(memory, start, memory->static_end, note_bits, &search);
	if (!search.count || !search.has_end)
		return false;
	wcore_heap_scan(memory, start, memory->static_end, note_count, &search);
	for (unsigned i = 0; i < search.count; i++) {
		const struct candidate *candidate = &search.candidates[i];

		if (candidate->found < 0)
			continue;
		const uint64_t heap = candidate->starts[candidate->found], blocks = (candidate->bits - heap) / BLOCK;

		if (heap <= candidate->address || heap < wcore_heap_data_end(memory) ||
		    !are_bits(memory, candidate->bits, blocks))
			continue;
		*ret = (struct wcore_heap_state){
			.variant = "blocks", .address = candidate->address, .size = 4,
			.words = { heap, candidate->bits, blocks },
		};
		return true;
	}
	return false;
}

/* Walk. */

struct blocks {
	const struct wcore_heap_state *state;
	const struct wcore_heap_visitor *visitor;
	uint64_t first;		/* block that the chunk before us started with */
	uint64_t before;	/* the chunk in front of that; NOWHERE */
	bool is_used;
};

static uint64_t address_of(const struct blocks *blocks, uint64_t block)
{
	return blocks->state->words[0] + block * BLOCK;
}

/* The chunk that ends where block starts. */
static bool end_chunk(struct blocks *blocks, uint64_t block)
{
	const uint64_t start = address_of(blocks, blocks->first);
	const struct wcore_chunk chunk = {
		.start = start, .total = address_of(blocks, block) - start, .address = start,
		.size = address_of(blocks, block) - start,
		.state = blocks->is_used ? WCORE_CHUNK_USED : WCORE_CHUNK_FREE,
	};

	blocks->first = block;
	if (!chunk.total)
		return true;
	blocks->before = start;
	return wcore_heap_visit_chunk(blocks->visitor, &chunk);
}

static bool take_block(struct blocks *blocks, uint64_t block, enum block_state state)
{
	if (state == BLOCK_TAIL && blocks->is_used)
		return true;
	if (state == BLOCK_FREE && !blocks->is_used)
		return true;
	if (!end_chunk(blocks, block))
		return false;
	blocks->is_used = state != BLOCK_FREE;
	return state != BLOCK_TAIL ||
	       wcore_heap_visit_problem(blocks->visitor, "state", blocks->state->words[1] + block / BLOCKS_A_BYTE,
					address_of(blocks, block), blocks->before,
					"block %llu goes on with an object, and the one before it is free",
					(unsigned long long)block);
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	struct blocks blocks = { .state = state, .visitor = visitor, .before = WCORE_HEAP_NOWHERE };
	const uint64_t bits = state->words[1], count = state->words[2];
	const struct wcore_chunk table = {
		.start = bits, .total = memory->size - bits, .address = bits, .size = memory->size - bits,
		.state = WCORE_CHUNK_INTERNAL,
	};
	uint64_t word;

	if (!wcore_heap_visit_region(visitor, state->words[0], memory->size))
		return;
	for (uint64_t i = 0; i < count;) {
		const unsigned bytes = (count - i) / BLOCKS_A_BYTE >= 8 ? 8 : 1;
		const uint64_t end = i + bytes * BLOCKS_A_BYTE < count ? i + bytes * BLOCKS_A_BYTE : count;

		if (!wcore_heap_uint(memory, bits + i / BLOCKS_A_BYTE, bytes, &word))
			return;
		if (!word && !blocks.is_used)
			i = end;
		for (; i < end; i++)
			if (!take_block(&blocks, i, state_in(word >> i / BLOCKS_A_BYTE % bytes * 8, i)))
				return;
	}
	if (end_chunk(&blocks, count))
		wcore_heap_visit_chunk(visitor, &table);
}

const struct wcore_allocator wcore_tinygo = { .name = "TinyGo", .recognize = recognize, .walk = walk };
