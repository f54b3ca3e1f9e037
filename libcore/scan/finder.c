#include "finder.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "many.h"

/* Up to so many patterns are needles, each with a pass of its own. */
#define MAX_NEEDLES 6
/* Of more patterns, those that are too short for the others' stride. */
#define MAX_SHORT 3
/* Bytes that stay in the fastest cache while pass after pass looks at them. */
#define BLOCK 16384

struct wcore_finder {
	enum wcore_simd simd;
	struct wcore_needle *needles;
	size_t needle_count;
	struct wcore_many *many;	/* NULL: none */
	uint8_t pairs[65536 / 8];
};

/* Pairs. */

static void allow_pair(struct wcore_finder *finder, const struct wcore_pattern *pattern, size_t at)
{
	for (unsigned left = 0; left < 256; left++) {
		if ((left & pattern->mask[at]) != pattern->bytes[at])
			continue;
		for (unsigned right = 0; right < 256; right++)
			if ((right & pattern->mask[at + 1]) == pattern->bytes[at + 1])
				finder->pairs[(left << 8 | right) >> 3] |= (uint8_t)(1u << (right & 7));
	}
}

static void allow_pairs(struct wcore_finder *finder, const struct wcore_pattern *pattern)
{
	for (size_t i = 0; i + 1 < pattern->size; i++) {
		if (pattern->mask[i] == 0xff && pattern->mask[i + 1] == 0xff)
			finder->pairs[((unsigned)pattern->bytes[i] << 8 | pattern->bytes[i + 1]) >> 3] |=
				(uint8_t)(1u << (pattern->bytes[i + 1] & 7));
		else
			allow_pair(finder, pattern, i);
	}
}

bool wcore_finder_may_cross(const struct wcore_finder *finder, uint8_t left, uint8_t right)
{
	return finder->pairs[((unsigned)left << 8 | right) >> 3] >> (right & 7) & 1;
}

/* The least size for which at most MAX_SHORT patterns are shorter, 8 at most. */
static size_t choose_size(const struct wcore_patterns *patterns)
{
	size_t by_size[10] = { 0 };
	size_t shorter = 0, size = 1;

	for (size_t i = 0; i < patterns->count; i++)
		if (wcore_many_takes(&patterns->items[i]))
			by_size[patterns->items[i].size < 9 ? patterns->items[i].size : 9]++;
	for (; size < 8; size++) {
		shorter += by_size[size];
		if (shorter > MAX_SHORT)
			break;
	}
	return size;
}

static struct wcore_error *create_many(struct wcore_finder *finder, const struct wcore_patterns *patterns,
				       size_t least)
{
	bool is_folded = false;

	for (size_t i = 0; i < patterns->count; i++)
		is_folded = is_folded ||
			    (wcore_many_takes(&patterns->items[i]) && !patterns->items[i].is_exact);
	return wcore_many_create(patterns->count, least, is_folded, &finder->many);
}

struct wcore_error *wcore_finder_create(const struct wcore_patterns *patterns, enum wcore_simd simd,
					struct wcore_finder **ret)
{
	struct wcore_finder *finder = wcore_calloc(1, sizeof(*finder));
	const size_t least = choose_size(patterns);
	struct wcore_error *error = NULL;

	if (!finder)
		return wcore_error_nomem();
	finder->simd = simd;
	finder->needles = wcore_calloc(patterns->count + 1, sizeof(*finder->needles));
	if (!finder->needles)
		error = wcore_error_nomem();
	else if (patterns->count > MAX_NEEDLES)
		error = create_many(finder, patterns, least);
	if (error) {
		wcore_finder_destroy(finder);
		return error;
	}
	for (size_t i = 0; i < patterns->count; i++) {
		const struct wcore_pattern *pattern = &patterns->items[i];

		allow_pairs(finder, pattern);
		if (finder->many && wcore_many_takes(pattern) && pattern->size >= least)
			wcore_many_add(finder->many, pattern);
		else
			wcore_needle_init(&finder->needles[finder->needle_count++], pattern);
	}
	*ret = finder;
	return NULL;
}

void wcore_finder_destroy(struct wcore_finder *finder)
{
	if (!finder)
		return;
	wcore_many_destroy(finder->many);
	free(finder->needles);
	free(finder);
}

static void run_block(const struct wcore_finder *finder, const uint8_t *data, size_t size, size_t starts,
		      const struct wcore_pattern_sink *sink)
{
	for (size_t i = 0; i < finder->needle_count; i++)
		wcore_needle_find(&finder->needles[i], finder->simd, data, size, starts, sink);
	if (finder->many)
		wcore_many_run(finder->many, finder->simd, data, size, starts, sink);
}

struct shifted {
	const struct wcore_pattern_sink *sink;
	size_t base;
};

static void found_shifted(void *context, size_t at, const struct wcore_pattern *pattern)
{
	const struct shifted *shifted = context;

	shifted->sink->found(shifted->sink->context, shifted->base + at, pattern);
}

void wcore_finder_run(const struct wcore_finder *finder, const uint8_t *data, size_t size, size_t starts,
		      const struct wcore_pattern_sink *sink)
{
	if (starts <= BLOCK || finder->needle_count + (finder->many != NULL) < 2) {
		run_block(finder, data, size, starts, sink);
		return;
	}
	for (size_t base = 0; base < starts; base += BLOCK) {
		struct shifted shifted = { sink, base };
		const struct wcore_pattern_sink inner = { found_shifted, &shifted };

		run_block(finder, data + base, size - base, starts - base < BLOCK ? starts - base : BLOCK, &inner);
	}
}
