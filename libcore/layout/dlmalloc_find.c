/*
 * Finds the state of dlmalloc in static data.  Bins 0 and 1 never hold a chunk, so that their heads point to
 * themselves as long as the heap is not damaged there; where such a head stands, the rest of
 * the state has to agree: a segment, with the top at its end.
 */
#include "dlmalloc.h"

#include <string.h>

/* Words of the C structure in front of its bins and behind them, in words; two maps of 4 bytes come first. */
enum { C_DVSIZE, C_TOPSIZE, C_LEAST, C_DV, C_TOP, C_TRIM, C_RELEASE, C_MAGIC, C_BEFORE };
#define SMALL_WORDS ((DL_BINS + 1) * 2)
#define C_BEHIND 4	/* footprint, its greatest, its limit, flags */
#define C_LOCK_MAX 16	/* words of a lock in front of the segment */
#define SEGMENT_WORDS 4

/* rustc sorts fields: they stand somewhere in so many words on both sides of the bins. */
#define RUST_WINDOW 64
/* Bins that may be damaged. */
#define DAMAGED_MAX 4

struct search {
	struct wcore_heap_memory *memory;
	struct wcore_heap_state *ret;
	uint64_t width;
	bool found;
};

static bool word(const struct search *search, uint64_t address, uint64_t *ret)
{
	return wcore_heap_word(search->memory, address, ret);
}

static bool is_end(const struct search *search, uint64_t bin, uint64_t end)
{
	return end == bin || (end >= search->width && end % 8 == 0 && end < search->memory->size);
}

/* A bin that became empty keeps the ends of its last ring: only the map says which ones count. */
static bool is_bin(const struct search *search, uint64_t bin)
{
	uint64_t first, last;

	return word(search, bin + 2 * search->width, &first) && word(search, bin + 3 * search->width, &last) &&
	       is_end(search, bin, first) && is_end(search, bin, last);
}

static bool has_bins(const struct search *search, uint64_t bins)
{
	unsigned damaged = 0;

	for (unsigned i = 0; i < DL_BINS && damaged <= DAMAGED_MAX; i++)
		damaged += !is_bin(search, bins + 2 * i * search->width);
	return damaged <= DAMAGED_MAX;
}

static bool is_segment(const struct search *search, uint64_t at, uint64_t *ret_base, uint64_t *ret_end)
{
	const struct wcore_heap_memory *memory = search->memory;
	uint64_t base, size;

	if (!word(search, at, &base) || !word(search, at + search->width, &size) || !base || !size ||
	    base > memory->size || size > memory->size - base)
		return false;
	*ret_base = base;
	*ret_end = base + size;
	return true;
}

/* The alignment by which top and its size end just where they have to in a segment; 0 when they do not. */
static uint64_t alignment_of(const struct search *search, uint64_t base, uint64_t end, uint64_t top, uint64_t topsize)
{
	static const uint64_t alignments[] = { 8, 16 };

	for (unsigned i = 0; i < 2; i++) {
		const uint64_t alignment = alignments[i];

		if (alignment >= 2 * search->width && top >= base && top < end && topsize <= end - top &&
		    end - top - topsize == dl_foot(search->width, alignment) &&
		    (top + 2 * search->width) % alignment == 0)
			return alignment;
	}
	return 0;
}

/* Without a top that can be relied on: the alignment by which a segment starts with a chunk. */
static uint64_t alignment_by_first(const struct search *search, uint64_t base, uint64_t end)
{
	struct dl dl = { .memory = search->memory, .width = search->width };
	uint64_t head, next;

	for (dl.alignment = 16; dl.alignment >= 2 * dl.width; dl.alignment /= 2) {
		const uint64_t first = dl_first(&dl, base);

		if (word(search, first + dl.width, &head) && (head & DL_FLAGS) == (DL_PINUSE | DL_CINUSE) &&
		    dl_size(head) >= 4 * dl.width && dl_size(head) % dl.alignment == 0 &&
		    dl_size(head) < end - first &&
		    word(search, first + dl_size(head) + dl.width, &next) && (next & DL_PINUSE) && next > DL_FLAGS)
			return dl.alignment;
	}
	return 0;
}

/* The C version, as wasi-libc and Emscripten compile it. */
static bool is_c(struct search *search, uint64_t bins)
{
	const uint64_t width = search->width, scalars = bins - C_BEFORE * width;
	const uint64_t behind = bins + (SMALL_WORDS + DL_BINS + C_BEHIND) * width;
	uint64_t top, topsize, least, base, end;
	uint64_t *words = search->ret->words;

	if (bins < C_BEFORE * width + 8 || !word(search, scalars + C_TOP * width, &top) ||
	    !word(search, scalars + C_TOPSIZE * width, &topsize) ||
	    !word(search, scalars + C_LEAST * width, &least))
		return false;
	for (unsigned pass = 0; pass < 2; pass++)
		for (uint64_t at = behind; at <= behind + C_LOCK_MAX * width; at += width) {
			if (!is_segment(search, at, &base, &end) || (pass && base != least) || base < behind)
				continue;
			words[DL_ALIGNMENT] = pass ? alignment_by_first(search, base, end)
						   : alignment_of(search, base, end, top, topsize);
			if (!words[DL_ALIGNMENT])
				continue;
			words[DL_AT_SEGMENT] = at;
			words[DL_AT_TREEBINS] = bins + SMALL_WORDS * width;
			words[DL_AT_SMALLMAP] = scalars - 8;
			words[DL_AT_TREEMAP] = scalars - 4;
			words[DL_AT_DV] = scalars + C_DV * width;
			words[DL_AT_DVSIZE] = scalars + C_DVSIZE * width;
			words[DL_AT_TOP] = scalars + C_TOP * width;
			words[DL_AT_TOPSIZE] = scalars + C_TOPSIZE * width;
			words[DL_AT_LEAST] = scalars + C_LEAST * width;
			search->ret->address = scalars - 8;
			search->ret->size = at + (SEGMENT_WORDS + 2) * width - search->ret->address;
			search->ret->variant = "C";
			return true;
		}
	return false;
}

/* Words around the bins, for what stands there in any order. */
struct window {
	uint64_t start, bins, end;	/* the small bins themselves are left out */
	uint64_t bins_end;
};

static bool next_word(const struct search *search, const struct window *window, uint64_t *at)
{
	*at += search->width;
	if (*at >= window->bins && *at < window->bins_end)
		*at = window->bins_end;
	return *at + search->width <= window->end;
}

/* Where a value stands in the window; 0 when nowhere. */
static uint64_t find_value(const struct search *search, const struct window *window, uint64_t wanted)
{
	uint64_t value;

	for (uint64_t at = window->start - search->width; next_word(search, window, &at);)
		if (word(search, at, &value) && value == wanted)
			return at;
	return 0;
}

static bool find_top(struct search *search, const struct window *window, uint64_t segment, uint64_t base,
		     uint64_t end)
{
	const uint64_t width = search->width;
	uint64_t *words = search->ret->words;
	uint64_t top;

	for (uint64_t at = window->start - width; next_word(search, window, &at);) {
		if (at == segment || !word(search, at, &top) || top < base || top >= end)
			continue;
		for (uint64_t alignment = 16; alignment >= 2 * width; alignment /= 2) {
			const uint64_t foot = dl_foot(width, alignment);

			if (foot >= end - top || (top + 2 * width) % alignment)
				continue;
			words[DL_AT_TOPSIZE] = find_value(search, window, end - top - foot);
			if (!words[DL_AT_TOPSIZE] || words[DL_AT_TOPSIZE] == segment + width)
				continue;
			words[DL_AT_TOP] = at;
			words[DL_AT_SEGMENT] = segment;
			words[DL_ALIGNMENT] = alignment;
			return true;
		}
	}
	return false;
}

/* A root of a tree has the address of its bin in place of a parent, and the bin's number behind it. */
static bool find_trees(struct search *search, const struct window *window)
{
	const uint64_t width = search->width;
	uint64_t root, parent, index;

	for (uint64_t at = window->start - width; next_word(search, window, &at);)
		if (word(search, at, &root) && root && word(search, root + 6 * width, &parent) && parent == at &&
		    wcore_heap_uint(search->memory, root + 7 * width, 4, &index) && index < DL_BINS &&
		    at - index * width >= window->start) {
			search->ret->words[DL_AT_TREEBINS] = at - index * width;
			return true;
		}
	return false;
}

static void find_dv(struct search *search, const struct window *window)
{
	struct dl dl;
	uint64_t *words = search->ret->words;
	const uint64_t trees = words[DL_AT_TREEBINS];
	uint64_t dv, size;

	dl_open(&dl, search->memory, search->ret);
	for (uint64_t at = window->start - dl.width; next_word(search, window, &at);) {
		if ((trees && at >= trees && at < trees + DL_BINS * dl.width) || at == words[DL_AT_TOP] ||
		    !word(search, at, &dv) || !dl_is_free(&dl, dv, &size))
			continue;
		words[DL_AT_DVSIZE] = find_value(search, window, size);
		if (words[DL_AT_DVSIZE]) {
			words[DL_AT_DV] = at;
			return;
		}
	}
}

static uint64_t find_map(const struct search *search, const struct window *window, uint64_t wanted)
{
	uint64_t value;

	if (!wanted)
		return 0;
	for (uint64_t at = window->start; at + 4 <= window->end; at += 4) {
		if (at == window->bins)
			at = window->bins_end;
		if (wcore_heap_uint(search->memory, at, 4, &value) && value == wanted)
			return at;
	}
	return 0;
}

/* The bits that the bins ask for. */
static void find_maps(struct search *search, const struct window *window)
{
	struct dl dl;
	uint64_t *words = search->ret->words;
	uint64_t small = 0, trees = 0, value;

	dl_open(&dl, search->memory, search->ret);
	for (unsigned i = 0; i < DL_BINS; i++) {
		if (dl_is_bin_live(&dl, i))
			small |= UINT64_C(1) << i;
		if (words[DL_AT_TREEBINS] && word(search, words[DL_AT_TREEBINS] + i * dl.width, &value) && value)
			trees |= UINT64_C(1) << i;
	}
	words[DL_AT_SMALLMAP] = find_map(search, window, small);
	words[DL_AT_TREEMAP] = find_map(search, window, trees);
	/* One that has no bits is found by the other: they are declared side by side, and alike. */
	if (words[DL_AT_TREEMAP] && !words[DL_AT_SMALLMAP] &&
	    wcore_heap_uint(search->memory, words[DL_AT_TREEMAP] - 4, 4, &value) && !(value & ~small))
		words[DL_AT_SMALLMAP] = words[DL_AT_TREEMAP] - 4;
	if (words[DL_AT_SMALLMAP] && !words[DL_AT_TREEMAP] && !trees &&
	    wcore_heap_uint(search->memory, words[DL_AT_SMALLMAP] + 4, 4, &value) && !value)
		words[DL_AT_TREEMAP] = words[DL_AT_SMALLMAP] + 4;
}

/* Of the state all that was found, which is less than the structure when some of it is not known. */
static void set_extent(struct wcore_heap_state *state, uint64_t width)
{
	uint64_t low = state->words[DL_AT_SMALLBINS], high = low + SMALL_WORDS * width;

	for (unsigned i = DL_AT_TREEBINS; i <= DL_AT_SEGMENT; i++) {
		const uint64_t at = state->words[i];
		const uint64_t end = at + (i == DL_AT_TREEBINS ? DL_BINS : i == DL_AT_SEGMENT ? SEGMENT_WORDS : 1) * width;

		if (at && at < low)
			low = at;
		if (at && end > high)
			high = end;
	}
	state->address = low;
	state->size = high - low;
}

/* Any order of fields: the Rust version. */
static bool is_any(struct search *search, uint64_t bins)
{
	const uint64_t width = search->width, reach = RUST_WINDOW * width;
	const struct window window = {
		.start = bins > reach + width ? bins - reach : width, .bins = bins,
		.bins_end = bins + SMALL_WORDS * width, .end = bins + SMALL_WORDS * width + reach,
	};
	uint64_t base, end;

	for (uint64_t at = window.start - width; next_word(search, &window, &at);) {
		if (!is_segment(search, at, &base, &end) || base < window.bins_end ||
		    !find_top(search, &window, at, base, end))
			continue;
		find_trees(search, &window);
		find_dv(search, &window);
		find_maps(search, &window);
		set_extent(search->ret, width);
		search->ret->variant = "Rust";
		return true;
	}
	return false;
}

static bool look_at(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	const uint64_t width = search->width;
	uint64_t second;

	if (value != address - 2 * width || !word(search, address + width, &second) || second != value)
		return true;
	/* The head of bin 0; of a later one when those in front are damaged. */
	for (unsigned i = 0; i <= DAMAGED_MAX && value > 2 * i * width; i++) {
		const uint64_t bins = value - 2 * i * width;

		memset(search->ret->words, 0, sizeof(search->ret->words));
		search->ret->words[DL_AT_SMALLBINS] = bins;
		if (!has_bins(search, bins))
			continue;
		search->found = is_c(search, bins) || is_any(search, bins);
		if (search->found)
			return false;
	}
	return true;
}

bool dl_recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct search search = { .memory = memory, .ret = ret, .width = memory->width };

	wcore_heap_scan(memory, 0, memory->static_end, look_at, &search);
	return search.found;
}
