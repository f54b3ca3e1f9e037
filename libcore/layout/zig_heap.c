/*
 * Zig's std.heap.wasm_allocator (BrkAllocator since 0.16): declared in heap.h.
 *
 * Blocks of 8 to 32768 bytes, a power of two, are cut from pages of 64 KiB, one size a page; larger ones are powers of two of
 * pages.  A free block ends in the address of the next one of its list.  No block has a header.  The state is three arrays:
 * of each of 13 sizes where the page ends that is cut now, and the free list; of each of 16 (15 up to 0.15) numbers of
 * pages the free list.  That a page was given to a size is told by the page that is cut now and by free blocks alone: of others
 * nothing says what they hold.
 */
#include "heap.h"
#include "heap_static.h"

#include <stdlib.h>

#define PAGE 65536
#define CLASSES 13
#define BIG_CLASSES 15
#define SLOT(class) (UINT64_C(8) << (class))
#define SLOTS (PAGE / 8)
/* Bits by which arrays have to differ from chance. */
#define CERTAIN 16
#define CERTAIN_WITH_NAME 4
#define NATURAL_ALIGN 4
/* Pages with free blocks that are kept: 1 KiB each. */
#define BITMAPS_MAX 16384

static uint64_t first_page(const struct wcore_heap_memory *memory)
{
	return memory->module ? (memory->static_end + PAGE - 1) / PAGE * PAGE : PAGE;
}

/* Recognition. */

/* 13 words, each 0 or where a page is cut: behind a block of its size. */
static bool are_ends(struct wcore_heap_memory *memory, uint64_t array, unsigned *ret_bits)
{
	uint64_t pages[CLASSES], end;
	unsigned count = 0;

	*ret_bits = 0;
	for (unsigned class = 0; class < CLASSES; class++) {
		if (!wcore_heap_word(memory, array + 4 * class, &end))
			return false;
		if (!end)
			continue;
		if (end % SLOT(class) || end <= first_page(memory) || end > memory->size)
			return false;
		pages[count] = (end - 1) / PAGE;
		for (unsigned i = 0; i < count; i++)
			if (pages[i] == pages[count])
				return false;
		count++;
		*ret_bits += 3 + class > NATURAL_ALIGN ? 3 + class - NATURAL_ALIGN : 0;
	}
	return count;
}

static bool is_slot(struct wcore_heap_memory *memory, uint64_t address, uint64_t size)
{
	return address % (size < PAGE ? size : PAGE) == 0 && address >= first_page(memory) && address <= memory->size &&
	       size <= memory->size - address;
}

/* count words, each 0 or the first of a list of blocks of its size; the first is of size, doubling. */
static bool are_lists(struct wcore_heap_memory *memory, uint64_t array, unsigned count, uint64_t size, unsigned *ret_bits)
{
	uint64_t head, next;

	for (unsigned i = 0; i < count; i++, size *= 2) {
		if (!wcore_heap_word(memory, array + 4 * i, &head))
			return false;
		if (!head)
			continue;
		if (!is_slot(memory, head, size))
			return false;
		/* The link may be overwritten: it is no condition, but evidence. */
		if (wcore_heap_word(memory, head + size - 4, &next) && (!next || is_slot(memory, next, size)))
			*ret_bits += NATURAL_ALIGN;
	}
	return true;
}

struct search {
	struct wcore_heap_memory *memory;
	uint64_t start;			/* of static variables */
	uint64_t tried;			/* arrays below are looked at */
	uint64_t ends, lists;		/* best: where the arrays stand, lists 0 for none */
	unsigned bits;
};

/* The lists stand behind the ends, where one array follows the other in the source, or anywhere near. */
#define NEAR 512

static void find_lists(struct search *search, uint64_t ends, unsigned bits)
{
	const uint64_t low = ends < search->start + NEAR ? search->start : ends - NEAR;

	for (uint64_t at = ends + 4 * CLASSES, i = 0; i < 2 * NEAR; i += 4, at = low + i) {
		unsigned sum = bits, own = 0;

		if (at + 4 * CLASSES > ends && at < ends + 4 * CLASSES)
			continue;
		if (!are_lists(search->memory, at, CLASSES, SLOT(0), &own) || !own)
			continue;
		sum += own;
		if (sum <= search->bits)
			continue;
		search->bits = sum;
		search->ends = ends;
		search->lists = at;
	}
}

static bool note_word(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	const uint64_t low = address < search->start + 4 * (CLASSES - 1) ? search->start : address - 4 * (CLASSES - 1);

	if (value <= first_page(search->memory) || value > search->memory->size || value % 8)
		return true;
	for (uint64_t at = low < search->tried ? search->tried : low; at <= address; at += 4) {
		unsigned bits;

		search->tried = at + 4;
		if (!are_ends(search->memory, at, &bits))
			continue;
		if (bits > search->bits) {
			search->bits = bits;
			search->ends = at;
			search->lists = 0;
		}
		find_lists(search, at, bits);
	}
	return true;
}

/* The lists of pages, behind the blocks' in the source. */
static uint64_t find_big(struct wcore_heap_memory *memory, uint64_t ends, uint64_t lists)
{
	const uint64_t last = lists > ends ? lists : ends;
	const uint64_t places[] = { last + 4 * CLASSES, (lists && lists < ends ? lists : ends) - 4 * BIG_CLASSES };

	for (unsigned i = 0; i < 2; i++) {
		unsigned bits = 0;

		if (are_lists(memory, places[i], BIG_CLASSES, PAGE, &bits) && bits)
			return places[i];
	}
	return 0;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory, .start = wcore_heap_static_start(memory) };
	bool is_named;

	if (memory->width != 4)
		return false;
	wcore_heap_scan(memory, search.start, memory->static_end, note_word, &search);
	if (!search.ends)
		return false;
	is_named = wcore_heap_has_function(memory, "heap.WasmAllocator.") ||
		   wcore_heap_has_function(memory, "heap.BrkAllocator.");
	if (search.bits < (is_named ? CERTAIN_WITH_NAME : CERTAIN))
		return false;
	*ret = (struct wcore_heap_state){
		.variant = "wasm_allocator", .address = search.ends, .size = 4 * CLASSES,
		.words = { search.ends, search.lists, find_big(memory, search.ends, search.lists) },
	};
	return true;
}

/* Pages. */

enum page_kind { PAGE_UNKNOWN, PAGE_FREE = 64 };	/* between: the class + 1 */

struct page { uint8_t kind; uint32_t bitmap; /* + 1 of the free slots'; 0: none */ };

struct pages {
	struct wcore_heap_memory *memory;
	const struct wcore_heap_visitor *visitor;
	uint64_t first;		/* address */
	size_t count;
	struct page *pages;
	uint8_t (*bitmaps)[SLOTS / 8];
	uint32_t bitmap_count, bitmap_capacity;
	uint64_t ends[CLASSES];
	bool is_broken[CLASSES];	/* its list ends in something else: blocks may be free without being known to be */
};

static struct page *page_of(struct pages *pages, uint64_t address)
{
	const uint64_t number = (address - pages->first) / PAGE;

	return address >= pages->first && number < pages->count ? &pages->pages[number] : NULL;
}

static uint8_t *bitmap_of(struct pages *pages, struct page *page)
{
	if (!page->bitmap) {
		if (pages->bitmap_count == pages->bitmap_capacity) {
			const uint32_t capacity = pages->bitmap_capacity ? 2 * pages->bitmap_capacity : 16;
			void *bitmaps = capacity > BITMAPS_MAX ? NULL :
				realloc(pages->bitmaps, capacity * sizeof(*pages->bitmaps));

			if (!bitmaps)
				return NULL;
			pages->bitmaps = bitmaps;
			pages->bitmap_capacity = capacity;
		}
		page->bitmap = ++pages->bitmap_count;
		for (size_t i = 0; i < SLOTS / 8; i++)
			pages->bitmaps[page->bitmap - 1][i] = 0;
	}
	return pages->bitmaps[page->bitmap - 1];
}

/* Why a link of a class's list cannot be; NULL when it can. */
static const char *refuse_slot(struct pages *pages, uint64_t slot, unsigned class)
{
	struct page *page = slot % SLOT(class) ? NULL : page_of(pages, slot);
	const uint64_t number = slot % PAGE / SLOT(class);
	uint8_t *bitmap;

	if (!page)
		return "is no block of that size";
	if (page->kind != PAGE_UNKNOWN && page->kind != class + 1)
		return "is in a page of another size";
	if (pages->ends[class] && (pages->ends[class] - 1) / PAGE == slot / PAGE && slot >= pages->ends[class])
		return "was never handed out";
	page->kind = (uint8_t)(class + 1);
	bitmap = bitmap_of(pages, page);
	if (!bitmap)
		return "is one of too many";
	if (bitmap[number / 8] >> number % 8 & 1)
		return "is on the list twice";
	bitmap[number / 8] |= (uint8_t)(1 << number % 8);
	return NULL;
}

/* False when the visitor ended the walk. */
static bool mark_list(struct pages *pages, uint64_t head, unsigned class)
{
	uint64_t slot, from = head, chunk = WCORE_HEAP_NOWHERE;

	if (!wcore_heap_word(pages->memory, head, &slot))
		return true;
	while (slot) {
		const char *why = refuse_slot(pages, slot, class);

		if (why) {
			pages->is_broken[class] = true;
			return wcore_heap_visit_problem(pages->visitor, "free-list", from, chunk, WCORE_HEAP_NOWHERE,
							"the next free block of %llu bytes would be 0x%llx, which %s",
							(unsigned long long)SLOT(class), (unsigned long long)slot, why);
		}
		chunk = slot;
		from = slot + SLOT(class) - 4;
		if (!wcore_heap_word(pages->memory, from, &slot)) {
			pages->is_broken[class] = true;
			return true;
		}
	}
	return true;
}

static bool mark_big_list(struct pages *pages, uint64_t head, unsigned class)
{
	const uint64_t size = (uint64_t)PAGE << class;
	uint64_t at, from = head;

	if (!wcore_heap_word(pages->memory, head, &at))
		return true;
	while (at) {
		bool fits = at % PAGE == 0 && page_of(pages, at) && size <= pages->memory->size - at;

		for (uint64_t i = 0; fits && i < size; i += PAGE)
			fits = page_of(pages, at + i)->kind == PAGE_UNKNOWN;
		if (!fits)
			return wcore_heap_visit_problem(pages->visitor, "free-list", from, WCORE_HEAP_NOWHERE,
							WCORE_HEAP_NOWHERE, "%u free pages would be at 0x%llx, where they cannot be",
							1u << class, (unsigned long long)at);
		for (uint64_t i = 0; i < size; i += PAGE)
			page_of(pages, at + i)->kind = (uint8_t)(PAGE_FREE + (i ? 32 : class));
		from = at + size - 4;
		if (!wcore_heap_word(pages->memory, from, &at))
			return true;
	}
	return true;
}

static bool mark(struct pages *pages, const struct wcore_heap_state *state)
{
	for (unsigned class = 0; class < CLASSES; class++) {
		uint64_t end;

		if (!wcore_heap_word(pages->memory, state->words[0] + 4 * class, &end) || !end)
			continue;
		if (end % SLOT(class) || !page_of(pages, end - 1)) {
			if (!wcore_heap_visit_problem(pages->visitor, "state", state->words[0] + 4 * class,
						      WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
						      "blocks of %llu bytes would be cut at 0x%llx",
						      (unsigned long long)SLOT(class), (unsigned long long)end))
				return false;
			continue;
		}
		pages->ends[class] = end;
		page_of(pages, end - 1)->kind = (uint8_t)(class + 1);
	}
	for (unsigned class = 0; state->words[1] && class < CLASSES; class++)
		if (!mark_list(pages, state->words[1] + 4 * class, class))
			return false;
	for (unsigned class = 0; state->words[2] && class < BIG_CLASSES; class++)
		if (!mark_big_list(pages, state->words[2] + 4 * class, class))
			return false;
	return true;
}

/* Walk. */

static bool visit(const struct pages *pages, uint64_t start, uint64_t total, uint64_t size, enum wcore_chunk_state state)
{
	const struct wcore_chunk chunk = {
		.start = start, .total = total, .address = start, .size = size, .state = state,
	};

	return wcore_heap_visit_chunk(pages->visitor, &chunk);
}

static bool visit_slots(struct pages *pages, uint64_t start, const struct page *page, bool has_lists)
{
	const unsigned class = page->kind - 1u;
	const uint8_t *bitmap = page->bitmap ? pages->bitmaps[page->bitmap - 1] : NULL;
	const uint64_t size = SLOT(class), end = pages->ends[class];
	const uint64_t cut = end && (end - 1) / PAGE == start / PAGE ? end : start + PAGE;
	const enum wcore_chunk_state other = has_lists && !pages->is_broken[class] ? WCORE_CHUNK_USED : WCORE_CHUNK_MIXED;

	for (uint64_t at = start; at < cut; at += size) {
		const uint64_t number = (at - start) / size;
		const bool is_free = bitmap && bitmap[number / 8] >> number % 8 & 1;

		if (!visit(pages, at, size, size - 4, is_free ? WCORE_CHUNK_FREE : other))
			return false;
	}
	return cut == start + PAGE || visit(pages, cut, start + PAGE - cut, start + PAGE - cut, WCORE_CHUNK_TOP);
}

static void visit_pages(struct pages *pages, bool has_lists)
{
	size_t next;

	for (size_t i = 0; i < pages->count; i = next) {
		const struct page *page = &pages->pages[i];
		const uint64_t start = pages->first + i * PAGE;

		next = i + 1;
		if (page->kind != PAGE_UNKNOWN && page->kind < PAGE_FREE) {
			if (!visit_slots(pages, start, page, has_lists))
				return;
			continue;
		}
		/* Pages of one free block, or all that nothing is known of. */
		while (next < pages->count && pages->pages[next].kind == (page->kind ? PAGE_FREE + 32 : PAGE_UNKNOWN))
			next++;
		if (!visit(pages, start, (next - i) * PAGE, (next - i) * PAGE - 4,
			   page->kind ? WCORE_CHUNK_FREE : WCORE_CHUNK_MIXED))
			return;
	}
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	struct pages pages = { .memory = memory, .visitor = visitor, .first = first_page(memory) };

	if (pages.first >= memory->size || !wcore_heap_visit_region(visitor, pages.first, memory->size))
		return;
	pages.count = (memory->size - pages.first) / PAGE;
	pages.pages = calloc(pages.count ? pages.count : 1, sizeof(*pages.pages));
	if (pages.pages && mark(&pages, state))
		visit_pages(&pages, state->words[1]);
	free(pages.bitmaps);
	free(pages.pages);
}

const struct wcore_allocator wcore_zig = { .name = "Zig", .recognize = recognize, .walk = walk };
