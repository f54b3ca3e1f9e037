#include "finder.h"

#include <stdlib.h>
#include <string.h>

/* Up to so many patterns are needles, each with a pass of its own. */
#define MAX_NEEDLES 6
/* Of more patterns, those that are too short for the others' stride. */
#define MAX_SHORT 3
#define STRIDE_MAX 8
#define FILTER_LOG2 17
#define HEADS_LOG2 14
#define NONE UINT32_MAX
/* Bytes that stay in the fastest cache while pass after pass looks at them. */
#define BLOCK 16384

/* A part of a pattern, at offset in it. */
struct gram {
	uint32_t value;
	uint32_t offset;
	const struct wcore_pattern *pattern;
	uint32_t next;
};

/*
 * Every occurrence of a pattern of at least gram + stride - 1 bytes has, at a multiple of stride, gram bytes
 * that stand in the pattern at an offset below stride.
 */
struct hashed {
	size_t gram, stride;	/* gram 0: no pattern is here */
	uint32_t mask;		/* of a gram's value: its size, and folded cases */
	uint8_t filter[(1 << FILTER_LOG2) / 8];
	uint32_t heads[1 << HEADS_LOG2];
	struct gram *grams;
	uint32_t count;
};

struct wcore_finder {
	enum wcore_simd simd;
	struct wcore_needle *needles;
	size_t needle_count;
	struct hashed *hashed;	/* NULL: none */
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

/* Many patterns. */

static uint32_t hash(uint32_t value)
{
	return value * UINT32_C(0x9e3779b1);
}

static uint32_t load(const uint8_t *data, size_t size)
{
	uint32_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint32_t)data[i] << (8 * i);
	return value;
}

/* Bits that count are all, or all but that of a letter's case. */
static bool is_hashable(const struct wcore_pattern *pattern)
{
	if (pattern->has_range)
		return false;
	for (size_t i = 0; i < pattern->size; i++)
		if ((pattern->mask[i] & 0xdf) != 0xdf)
			return false;
	return true;
}

/* The least size for which at most MAX_SHORT patterns are shorter, 8 at most. */
static size_t choose_size(const struct wcore_patterns *patterns)
{
	size_t by_size[10] = { 0 };
	size_t shorter = 0, size = 1;

	for (size_t i = 0; i < patterns->count; i++)
		if (is_hashable(&patterns->items[i]))
			by_size[patterns->items[i].size < 9 ? patterns->items[i].size : 9]++;
	for (; size < 8; size++) {
		shorter += by_size[size];
		if (shorter > MAX_SHORT)
			break;
	}
	return size;
}

static void choose_gram(struct hashed *hashed, size_t size, bool is_folded)
{
	hashed->gram = size >= 7 ? 4 : size >= 4 ? 3 : size;
	hashed->stride = size - hashed->gram + 1;
	if (hashed->stride > STRIDE_MAX)
		hashed->stride = STRIDE_MAX;
	hashed->mask = hashed->gram == 4 ? UINT32_MAX : (UINT32_C(1) << (8 * hashed->gram)) - 1;
	if (is_folded)
		hashed->mask &= UINT32_C(0xdfdfdfdf);
}

static void add_grams(struct hashed *hashed, const struct wcore_pattern *pattern)
{
	for (size_t offset = 0; offset < hashed->stride; offset++) {
		struct gram *gram = &hashed->grams[hashed->count];
		const uint32_t value = load(pattern->bytes + offset, hashed->gram) & hashed->mask;
		const uint32_t code = hash(value);
		uint32_t *head = &hashed->heads[code >> (32 - HEADS_LOG2)];

		*gram = (struct gram){ value, (uint32_t)offset, pattern, *head };
		*head = hashed->count++;
		hashed->filter[code >> (32 - FILTER_LOG2) >> 3] |=
			(uint8_t)(1u << (code >> (32 - FILTER_LOG2) & 7));
	}
}

static struct wcore_error *build_hashed(struct wcore_finder *finder, const struct wcore_patterns *patterns,
					size_t least)
{
	struct hashed *hashed = calloc(1, sizeof(*hashed));
	bool is_folded = false;

	if (!hashed)
		return wcore_error_nomem();
	finder->hashed = hashed;
	for (size_t i = 0; i < patterns->count; i++)
		is_folded = is_folded || (is_hashable(&patterns->items[i]) && !patterns->items[i].is_exact);
	choose_gram(hashed, least, is_folded);
	memset(hashed->heads, 0xff, sizeof(hashed->heads));
	hashed->grams = calloc(patterns->count * hashed->stride, sizeof(*hashed->grams));
	return hashed->grams ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_finder_create(const struct wcore_patterns *patterns, enum wcore_simd simd,
					struct wcore_finder **ret)
{
	struct wcore_finder *finder = calloc(1, sizeof(*finder));
	const size_t least = choose_size(patterns);
	struct wcore_error *error = NULL;

	if (!finder)
		return wcore_error_nomem();
	finder->simd = simd;
	finder->needles = calloc(patterns->count + 1, sizeof(*finder->needles));
	if (!finder->needles)
		error = wcore_error_nomem();
	else if (patterns->count > MAX_NEEDLES)
		error = build_hashed(finder, patterns, least);
	if (error) {
		wcore_finder_destroy(finder);
		return error;
	}
	for (size_t i = 0; i < patterns->count; i++) {
		const struct wcore_pattern *pattern = &patterns->items[i];

		allow_pairs(finder, pattern);
		if (finder->hashed && is_hashable(pattern) && pattern->size >= least)
			add_grams(finder->hashed, pattern);
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
	if (finder->hashed)
		free(finder->hashed->grams);
	free(finder->hashed);
	free(finder->needles);
	free(finder);
}

/* The bytes at data + at are in the filter: which patterns have them? */
static void look_up(const struct hashed *hashed, const uint8_t *data, size_t size, size_t starts, size_t at,
		    uint32_t value, const struct wcore_sink *sink)
{
	for (uint32_t i = hashed->heads[hash(value) >> (32 - HEADS_LOG2)]; i != NONE; i = hashed->grams[i].next) {
		const struct gram *gram = &hashed->grams[i];
		const size_t start = at - gram->offset;

		if (gram->value == value && at >= gram->offset && start < starts &&
		    gram->pattern->size <= size - start && wcore_pattern_matches(gram->pattern, data + start))
			sink->found(sink->context, start, gram->pattern);
	}
}

static inline bool passes(const struct hashed *hashed, uint32_t value)
{
	const uint32_t bit = hash(value) >> (32 - FILTER_LOG2);

	return hashed->filter[bit >> 3] >> (bit & 7) & 1;
}

static inline uint32_t load_fast(const uint8_t *data)
{
	uint32_t value;

	memcpy(&value, data, sizeof(value));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap32(value);
#endif
	return value;
}

static void run_hashed(const struct hashed *hashed, const uint8_t *data, size_t size, size_t starts,
		       const struct wcore_sink *sink)
{
	const size_t stride = hashed->stride;
	const uint32_t mask = hashed->mask;
	/* The last start's occurrence has its place at most stride - 1 bytes behind it. */
	const size_t end = starts + stride - 1;
	size_t at = 0;

	for (; at + 3 * stride + 4 <= size && at + 3 * stride < end; at += 4 * stride) {
		uint32_t values[4];
		unsigned any = 0;

		for (unsigned i = 0; i < 4; i++) {
			values[i] = load_fast(data + at + i * stride) & mask;
			any |= (unsigned)passes(hashed, values[i]) << i;
		}
		for (; any; any &= any - 1) {
			const unsigned i = (unsigned)__builtin_ctz(any);

			look_up(hashed, data, size, starts, at + i * stride, values[i], sink);
		}
	}
	for (; at < end && at + hashed->gram <= size; at += stride) {
		const uint32_t value = load(data + at, hashed->gram) & mask;

		if (passes(hashed, value))
			look_up(hashed, data, size, starts, at, value, sink);
	}
}

static void run_block(const struct wcore_finder *finder, const uint8_t *data, size_t size, size_t starts,
		      const struct wcore_sink *sink)
{
	for (size_t i = 0; i < finder->needle_count; i++)
		wcore_needle_find(&finder->needles[i], finder->simd, data, size, starts, sink);
	if (finder->hashed)
		run_hashed(finder->hashed, data, size, starts, sink);
}

struct shifted {
	const struct wcore_sink *sink;
	size_t base;
};

static void found_shifted(void *context, size_t at, const struct wcore_pattern *pattern)
{
	const struct shifted *shifted = context;

	shifted->sink->found(shifted->sink->context, shifted->base + at, pattern);
}

void wcore_finder_run(const struct wcore_finder *finder, const uint8_t *data, size_t size, size_t starts,
		      const struct wcore_sink *sink)
{
	if (starts <= BLOCK || finder->needle_count + (finder->hashed != NULL) < 2) {
		run_block(finder, data, size, starts, sink);
		return;
	}
	for (size_t base = 0; base < starts; base += BLOCK) {
		struct shifted shifted = { sink, base };
		const struct wcore_sink inner = { found_shifted, &shifted };

		run_block(finder, data + base, size - base, starts - base < BLOCK ? starts - base : BLOCK, &inner);
	}
}
