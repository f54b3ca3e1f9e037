#include "needle.h"

#include <string.h>

enum wcore_simd wcore_simd_detect(void)
{
#if WCORE_NEEDLE_SIMD
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2"))
		return WCORE_SIMD_AVX2;
	if (__builtin_cpu_supports("sse2"))
		return WCORE_SIMD_SSE2;
#endif
	return WCORE_SIMD_PLAIN;
}

/* In parts of 4096: zeros are most of a memory, then small numbers, text and addresses. */
static unsigned weight_of(unsigned byte)
{
	if (byte == 0)
		return 1500;
	if (byte == 0xff || byte == ' ' || byte == 'e')
		return 60;
	if (byte < 9)
		return 40;
	if (byte && byte < 0x80 && strchr("tainosrlhdcum", (int)byte))
		return 35;
	if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
		return 14;
	if (byte >= 0x20 && byte < 0x7f)
		return 9;
	return 5;
}

unsigned wcore_needle_weight(uint8_t byte, uint8_t mask)
{
	unsigned weight = 0;

	if (mask == 0xff)
		return weight_of(byte);
	for (unsigned i = 0; i < 256; i++)
		if ((i & mask) == byte)
			weight += weight_of(i);
	return weight;
}

void wcore_needle_init(struct wcore_needle *needle, const struct wcore_pattern *pattern)
{
	unsigned best = UINT32_MAX, next = UINT32_MAX;

	*needle = (struct wcore_needle){ .pattern = pattern };
	for (size_t i = 0; i < pattern->size; i++) {
		const unsigned weight = wcore_needle_weight(pattern->bytes[i], pattern->mask[i]);

		if (weight < best) {
			next = best;
			needle->second = needle->first;
			best = weight;
			needle->first = i;
		} else if (weight < next) {
			next = weight;
			needle->second = i;
		}
	}
	if (pattern->size == 1)
		needle->second = needle->first;
	needle->bytes[0] = pattern->bytes[needle->first];
	needle->bytes[1] = pattern->bytes[needle->second];
	needle->masks[0] = pattern->mask[needle->first];
	needle->masks[1] = pattern->mask[needle->second];
	needle->is_plain = needle->masks[0] == 0xff && needle->masks[1] == 0xff;
}

static void check(const struct wcore_needle *needle, const uint8_t *data, size_t at,
		  const struct wcore_pattern_sink *sink)
{
	if ((data[at + needle->second] & needle->masks[1]) == needle->bytes[1] &&
	    wcore_pattern_matches(needle->pattern, data + at))
		sink->found(sink->context, at, needle->pattern);
}

static void find_plain(const struct wcore_needle *needle, const uint8_t *data, size_t end,
		       const struct wcore_pattern_sink *sink)
{
	const uint8_t *rare = data + needle->first;

	if (needle->masks[0] != 0xff) {
		for (size_t at = 0; at < end; at++)
			if ((rare[at] & needle->masks[0]) == needle->bytes[0])
				check(needle, data, at, sink);
		return;
	}
	for (size_t at = 0; at < end; at++) {
		const uint8_t *next = memchr(rare + at, needle->bytes[0], end - at);

		if (!next)
			return;
		at = (size_t)(next - rare);
		check(needle, data, at, sink);
	}
}

void wcore_needle_find(const struct wcore_needle *needle, enum wcore_simd simd, const uint8_t *data,
		       size_t size, size_t starts, const struct wcore_pattern_sink *sink)
{
	const size_t length = needle->pattern->size;
	size_t end;

	if (size < length)
		return;
	end = size - length + 1;
	if (end > starts)
		end = starts;
#if WCORE_NEEDLE_SIMD
	if (simd == WCORE_SIMD_AVX2 && end >= 32) {
		wcore_needle_find_avx2(needle, data, end, sink);
		return;
	}
	if (simd != WCORE_SIMD_PLAIN && end >= 16) {
		wcore_needle_find_sse2(needle, data, end, sink);
		return;
	}
#else
	(void)simd;
#endif
	find_plain(needle, data, end, sink);
}
