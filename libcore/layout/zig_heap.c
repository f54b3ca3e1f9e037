/*
 * Zig's std.heap.wasm_allocator (BrkAllocator since 0.16): declared in heap.h.
 *
 * Blocks of 8 to 32768 bytes, a power of two, are cut from pages of 64 KiB, one size a page; larger ones
 * are powers of two of pages.  A free block ends in the address of the next one of its list.  No block has
 * a header.  The state is three arrays: of each of 13 sizes where the page ends that is cut now, and the
 * free list; of each of 16 (15 up to 0.15) numbers of pages the free list.  That a page was given to a
 * size is told by the page that is cut now and by free blocks alone: of others nothing says what they
 * hold.
 */
#include "heap.h"
#include "heap_static.h"

#include <stdlib.h>

#include "../base/alloc.h"

#define PAGE 65536
#define CLASSES 13
#define BIG_CLASSES 15
#define SLOT(class) (UINT64_C(8) << (class))
#define SLOTS (PAGE / 8)
/*
 * Links from a free block to the next one that prove where the arrays stand, and that are counted in a
 * list.
 */
#define CERTAIN 3
#define LINKS_MAX 32
/* Pages with free blocks that are kept: 1 KiB each. */
#define BITMAPS_MAX 16384
#define WORK_OF_SLOT 4

static uint64_t first_page(const struct wcore_heap_memory *memory)
{
	return (wcore_heap_grown_start(memory) + PAGE - 1) / PAGE * PAGE;
}

/* Recognition. */

/* What may be the state: where each page is cut, and the lists; and how many links agree with it. */
struct guess {
	uint64_t ends, lists;
	uint64_t cut[CLASSES], head[CLASSES];
	unsigned links;
};

static bool is_slot(const struct wcore_heap_memory *memory, uint64_t address, uint64_t size)
{
	return address % (size < PAGE ? size : PAGE) == 0 && address >= first_page(memory) &&
		address <= memory->size &&
	       size <= memory->size - address;
}

/* 13 words, each 0 or where a page is cut, behind a block of its size, each another page. */
static bool read_ends(struct wcore_heap_memory *memory, uint64_t array, struct guess *guess)
{
	unsigned count = 0;

	guess->ends = array;
	for (unsigned class = 0; class < CLASSES; class++) {
		const uint64_t *cut = guess->cut;

		if (!wcore_heap_word(memory, array + 4 * class, &guess->cut[class]))
			return false;
		if (!cut[class])
			continue;
		if (cut[class] % SLOT(class) || cut[class] <= first_page(memory) || cut[class] > memory->size)
			return false;
		for (unsigned i = 0; i < class; i++)
			if (cut[i] && (cut[i] - 1) / PAGE == (cut[class] - 1) / PAGE)
				return false;
		count++;
	}
	return count;
}

/* Whether a block of the class may stand in its page: handed out before, and not of another size. */
static bool agrees(const struct guess *guess, uint64_t slot, unsigned class)
{
	for (unsigned i = 0; i < CLASSES; i++)
		if (guess->cut[i] && (guess->cut[i] - 1) / PAGE == slot / PAGE)
			return i == class && slot < guess->cut[i];
	return true;
}

static unsigned count_links(struct wcore_heap_memory *memory, const struct guess *guess, unsigned class)
{
	uint64_t slot = guess->head[class];
	unsigned links = 0;

	while (links < LINKS_MAX && wcore_heap_word(memory, slot + SLOT(class) - 4, &slot) && slot &&
	       is_slot(memory, slot, SLOT(class)) && agrees(guess, slot, class))
		links++;
	return links;
}

/*
 * 13 words, each 0 or the first free block of its size; of a size that no page was cut for there is none.
 */
static bool read_lists(struct wcore_heap_memory *memory, uint64_t array, struct guess *guess)
{
	guess->lists = array;
	guess->links = 0;
	for (unsigned class = 0; class < CLASSES; class++) {
		if (!wcore_heap_word(memory, array + 4 * class, &guess->head[class]))
			return false;
		if (!guess->head[class])
			continue;
		if (!guess->cut[class] || !is_slot(memory, guess->head[class], SLOT(class)) ||
		    !agrees(guess, guess->head[class], class))
			return false;
		guess->links += count_links(memory, guess, class);
	}
	return true;
}

/* Places that are tried, and those among them whose first array fits. */
#define TRIES 1000000
#define FITS 4096

struct search {
	struct wcore_heap_memory *memory;
	uint64_t start;		/* of static variables */
	uint64_t tried;		/* arrays below are looked at */
	struct guess best;
	bool is_doubtful;	/* another place fits as well */
	unsigned tries, fits;
};

/* The lists stand near: the arrays are declared one behind the other. */
#define NEAR 512

static void find_lists(struct search *search, struct guess *guess)
{
	const uint64_t low = guess->ends < search->start + NEAR ? search->start : guess->ends - NEAR;

	for (uint64_t at = low; at <= guess->ends + NEAR; at += 4) {
		if ((at + 4 * CLASSES > guess->ends && at < guess->ends + 4 * CLASSES) ||
		    !read_lists(search->memory, at, guess) || !guess->links || guess->links < search->best.links)
			continue;
		search->is_doubtful = guess->links == search->best.links;
		if (!search->is_doubtful)
			search->best = *guess;
	}
}

static bool note_word(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	const uint64_t low = address < search->start + 4 * (CLASSES - 1) ?
		search->start : address - 4 * (CLASSES - 1);

	if (value <= first_page(search->memory) || value > search->memory->size || value % 8)
		return true;
	for (uint64_t at = low < search->tried ? search->tried : low; at <= address; at += 4) {
		struct guess guess = { 0 };

		search->tried = at + 4;
		search->tries++;
		if (!read_ends(search->memory, at, &guess))
			continue;
		search->fits++;
		find_lists(search, &guess);
	}
	return search->tries < TRIES && search->fits < FITS;
}

/* The heads of lists of pages; they are declared behind the others, which linkers may turn around. */
static bool are_big_lists(struct wcore_heap_memory *memory, uint64_t array)
{
	uint64_t head;
	unsigned count = 0;

	for (unsigned i = 0; i < BIG_CLASSES; i++) {
		if (!wcore_heap_word(memory, array + 4 * i, &head) ||
		    (head && !is_slot(memory, head, (uint64_t)PAGE << i)))
			return false;
		count += head != 0;
	}
	return count;
}

static uint64_t find_big(struct wcore_heap_memory *memory, uint64_t ends, uint64_t lists)
{
	const uint64_t last = lists > ends ? lists : ends, first = lists < ends ? lists : ends;

	for (uint64_t at = last + 4 * CLASSES; at < last + 4 * CLASSES + 16; at += 4)
		if (are_big_lists(memory, at))
			return at;
	for (uint64_t at = first - 4 * BIG_CLASSES; at + 16 > first - 4 * BIG_CLASSES; at -= 4)
		if (are_big_lists(memory, at))
			return at;
	return 0;
}

/* By the names of debug information and a function of the allocator; the words must not contradict them. */
static bool find_named(struct wcore_heap_memory *memory, struct guess *guess, uint64_t *ret_big)
{
	uint64_t global, lists;

	if (wcore_heap_has_function(memory, "heap.BrkAllocator.") &&
	    wcore_heap_symbol(memory, "global", &global) && read_ends(memory, global, guess) &&
	    read_lists(memory, global + 4 * CLASSES, guess)) {
		*ret_big = global + 8 * CLASSES;
		return true;
	}
	if (!wcore_heap_has_function(memory, "heap.WasmAllocator.") ||
	    !wcore_heap_symbol(memory, "next_addrs", &global) ||
	    !wcore_heap_symbol(memory, "frees", &lists) || !read_ends(memory, global, guess) ||
	    !read_lists(memory, lists, guess))
		return false;
	if (!wcore_heap_symbol(memory, "big_frees", ret_big))
		*ret_big = 0;
	return true;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory, .start = wcore_heap_static_start(memory) };
	uint64_t big = 0;

	/* Without the module nothing tells the pages that the program grew. */
	if (memory->width != 4 || !memory->module || first_page(memory) >= memory->size)
		return false;
	if (!find_named(memory, &search.best, &big)) {
		wcore_heap_scan(memory, search.start, memory->static_end, note_word, &search);
		if (search.best.links < CERTAIN || search.is_doubtful)
			return false;
		big = find_big(memory, search.best.ends, search.best.lists);
	}
	*ret = (struct wcore_heap_state){
		.variant = "wasm_allocator", .address = search.best.ends, .size = 4 * CLASSES,
		.words = { search.best.ends, search.best.lists, big },
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
				wcore_realloc(pages->bitmaps, capacity * sizeof(*pages->bitmaps));

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

static bool visit(const struct pages *pages, uint64_t start, uint64_t total, uint64_t size,
		  enum wcore_chunk_state state)
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
	const bool is_sure = has_lists && !pages->is_broken[class];
	const enum wcore_chunk_state other = is_sure ? WCORE_CHUNK_USED : WCORE_CHUNK_MIXED;

	/* Few bytes of a dump can make many slots. */
	if (pages->memory->work <= (cut - start) / size * WORK_OF_SLOT) {
		pages->memory->work = 0;
		return false;
	}
	pages->memory->work -= (cut - start) / size * WORK_OF_SLOT;
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
	pages.pages = wcore_calloc(pages.count ? pages.count : 1, sizeof(*pages.pages));
	if (pages.pages && mark(&pages, state))
		visit_pages(&pages, state->words[1]);
	free(pages.bitmaps);
	free(pages.pages);
}

const struct wcore_allocator wcore_zig = { .name = "Zig", .recognize = recognize, .walk = walk };
