/* The vector forms of needle.c, each for the processors that have it. */
#include "needle.h"

#if WCORE_NEEDLE_SIMD

#include <immintrin.h>

/* Checks the starts that a set of bits says, at + the number of each bit. */
static inline void check_bits(const struct wcore_needle *needle, const uint8_t *data, size_t at,
			      uint64_t bits, const struct wcore_pattern_sink *sink)
{
	for (; bits; bits &= bits - 1) {
		const size_t start = at + (size_t)__builtin_ctzll(bits);

		if (wcore_pattern_matches(needle->pattern, data + start))
			sink->found(sink->context, start, needle->pattern);
	}
}

__attribute__((target("avx2"))) static inline uint32_t
compare_avx2(const struct wcore_needle *needle, const uint8_t *at)
{
	__m256i first = _mm256_loadu_si256((const __m256i *)(const void *)(at + needle->first));
	__m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(at + needle->second));

	if (!needle->is_plain) {
		first = _mm256_and_si256(first, _mm256_set1_epi8((char)needle->masks[0]));
		second = _mm256_and_si256(second, _mm256_set1_epi8((char)needle->masks[1]));
	}
	first = _mm256_cmpeq_epi8(first, _mm256_set1_epi8((char)needle->bytes[0]));
	second = _mm256_cmpeq_epi8(second, _mm256_set1_epi8((char)needle->bytes[1]));
	return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(first, second));
}

__attribute__((target("avx2"))) static inline __m256i both_avx2(const uint8_t *first, const uint8_t *second,
								 const __m256i *masks, const __m256i *wanted)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)first);
	__m256i b = _mm256_loadu_si256((const __m256i *)(const void *)second);

	if (masks) {
		a = _mm256_and_si256(a, masks[0]);
		b = _mm256_and_si256(b, masks[1]);
	}
	return _mm256_and_si256(_mm256_cmpeq_epi8(a, wanted[0]), _mm256_cmpeq_epi8(b, wanted[1]));
}

/* Four vectors a step, of which nearly always none has anything. */
__attribute__((target("avx2"))) static inline size_t
skip_avx2(const struct wcore_needle *needle, const __m256i *masks, const uint8_t *data, size_t at, size_t end)
{
	const __m256i wanted[2] = { _mm256_set1_epi8((char)needle->bytes[0]), _mm256_set1_epi8((char)needle->bytes[1]) };
	const uint8_t *first = data + needle->first, *second = data + needle->second;

	for (; at + 128 <= end; at += 128) {
		__m256i any = _mm256_setzero_si256();

		for (size_t i = 0; i < 128; i += 32)
			any = _mm256_or_si256(any, both_avx2(first + at + i, second + at + i, masks, wanted));
		if (!_mm256_testz_si256(any, any))
			break;
	}
	return at;
}

__attribute__((target("avx2"))) void wcore_needle_find_avx2(const struct wcore_needle *needle,
							     const uint8_t *data, size_t end,
							     const struct wcore_pattern_sink *sink)
{
	const __m256i masks[2] = { _mm256_set1_epi8((char)needle->masks[0]), _mm256_set1_epi8((char)needle->masks[1]) };
	size_t at = 0;

	for (;;) {
		size_t stop;

		at = needle->is_plain ? skip_avx2(needle, NULL, data, at, end) : skip_avx2(needle, masks, data, at, end);
		stop = at + 128;
		for (; at < stop && at + 32 <= end; at += 32)
			check_bits(needle, data, at, compare_avx2(needle, data + at), sink);
		if (at + 32 > end)
			break;
	}
	/* The rest ends the last whole vector, whose first starts were looked at. */
	if (at < end)
		check_bits(needle, data, end - 32,
			   compare_avx2(needle, data + end - 32) & ~UINT32_C(0) << (at - (end - 32)), sink);
}

__attribute__((target("sse2"))) static inline uint32_t
compare_sse2(const struct wcore_needle *needle, const uint8_t *at)
{
	__m128i first = _mm_loadu_si128((const __m128i *)(const void *)(at + needle->first));
	__m128i second = _mm_loadu_si128((const __m128i *)(const void *)(at + needle->second));

	if (!needle->is_plain) {
		first = _mm_and_si128(first, _mm_set1_epi8((char)needle->masks[0]));
		second = _mm_and_si128(second, _mm_set1_epi8((char)needle->masks[1]));
	}
	first = _mm_cmpeq_epi8(first, _mm_set1_epi8((char)needle->bytes[0]));
	second = _mm_cmpeq_epi8(second, _mm_set1_epi8((char)needle->bytes[1]));
	return (uint32_t)_mm_movemask_epi8(_mm_and_si128(first, second));
}

__attribute__((target("sse2"))) void wcore_needle_find_sse2(const struct wcore_needle *needle,
							     const uint8_t *data, size_t end,
							     const struct wcore_pattern_sink *sink)
{
	size_t at = 0;

	for (; at + 16 <= end; at += 16) {
		const uint32_t bits = compare_sse2(needle, data + at);

		if (bits)
			check_bits(needle, data, at, bits, sink);
	}
	if (at < end)
		check_bits(needle, data, end - 16,
			   compare_sse2(needle, data + end - 16) & UINT32_C(0xffff) << (at - (end - 16)), sink);
}

#else

/* A translation unit is not empty. */
extern const int wcore_needle_simd_is_absent;
const int wcore_needle_simd_is_absent = 1;

#endif
