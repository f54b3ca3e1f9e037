#include "many.h"

#include <stdlib.h>
#include <string.h>

#if WCORE_NEEDLE_SIMD
#include <immintrin.h>
#endif

#include "../base/alloc.h"

/* What a vector of grams has room for. */
#define STRIDE_MAX 4
/* Words of the first filter, as a power of two: what the fastest cache holds, and the second one. */
#define WORDS_LOG2_LEAST 12
#define WORDS_LOG2_MAX 16
/* Bits of the second filter and heads are so many times as many. */
#define FILTER_MORE 5
#define HEADS_MORE 2
#define HASH_FACTOR UINT32_C(0x9e3779b1)
#define NONE UINT32_MAX
/* Places that passed the first filter are collected up to so many. */
#define PLACES 1024

struct entry {
	uint64_t key;		/* of its first bytes */
	const struct wcore_pattern *pattern;
	uint32_t next;
};

/*
 * Every occurrence of a pattern of at least gram + stride - 1 = least bytes has, at a multiple of stride, gram
 * bytes that stand in the pattern at an offset below stride.  A first filter knows those grams, of all
 * patterns and offsets; what passes is looked up by the least bytes at each of the possible starts.
 */
struct wcore_many {
	size_t least, gram, stride;
	uint32_t gram_mask;	/* of a gram's value: its size, and folded cases */
	uint64_t key_mask;
	unsigned words_log2, filter_log2, heads_log2;
	uint32_t *words;
	uint8_t *filter;
	uint32_t *heads;
	struct entry *entries;
	uint32_t count;
};

static inline uint32_t hash(uint32_t value)
{
	return value * HASH_FACTOR;
}

static inline uint64_t hash_key(uint64_t key)
{
	return key * UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t load(const uint8_t *data, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)data[i] << (8 * i);
	return value;
}

static uint64_t mask_of(size_t size, bool is_folded)
{
	const uint64_t mask = size == 8 ? UINT64_MAX : (UINT64_C(1) << (8 * size)) - 1;

	return is_folded ? mask & UINT64_C(0xdfdfdfdfdfdfdfdf) : mask;
}

static void choose_gram(struct wcore_many *many, size_t least, bool is_folded)
{
	many->least = least;
	many->gram = least >= 5 ? 4 : least == 4 ? 3 : least;
	many->stride = least - many->gram + 1;
	if (many->stride > STRIDE_MAX)
		many->stride = STRIDE_MAX;
	many->gram_mask = (uint32_t)mask_of(many->gram, is_folded);
	many->key_mask = mask_of(least, is_folded);
}

/* The first bits of a hash are the number of a word, the next ones of two bits of it that say that a gram is there. */
static inline uint32_t word_bits(uint32_t word, uint32_t code, unsigned words_log2)
{
	return word >> (code >> (27 - words_log2) & 31) & word >> (code >> (22 - words_log2) & 31) & 1;
}

void wcore_many_add(struct wcore_many *many, const struct wcore_pattern *pattern)
{
	const uint64_t key = load(pattern->bytes, many->least) & many->key_mask;
	const uint64_t code = hash_key(key);
	const uint64_t bit = code >> (64 - many->filter_log2);
	const unsigned log2 = many->words_log2;
	uint32_t *head = &many->heads[code >> (64 - many->heads_log2)];

	for (size_t offset = 0; offset < many->stride; offset++) {
		const uint32_t gram = hash((uint32_t)load(pattern->bytes + offset, many->gram) & many->gram_mask);

		many->words[gram >> (32 - log2)] |=
			UINT32_C(1) << (gram >> (27 - log2) & 31) | UINT32_C(1) << (gram >> (22 - log2) & 31);
	}
	many->filter[bit >> 3] |= (uint8_t)(1u << (bit & 7));
	many->entries[many->count] = (struct entry){ key, pattern, *head };
	*head = many->count++;
}

static bool take_tables(struct wcore_many *many, size_t count)
{
	many->words_log2 = WORDS_LOG2_LEAST;
	while (many->words_log2 < WORDS_LOG2_MAX && count * many->stride >> many->words_log2)
		many->words_log2++;
	many->filter_log2 = many->words_log2 + FILTER_MORE;
	many->heads_log2 = many->words_log2 + HEADS_MORE;
	many->words = wcore_calloc((size_t)1 << many->words_log2, sizeof(*many->words));
	many->filter = wcore_calloc((size_t)1 << many->filter_log2 >> 3, 1);
	many->heads = wcore_malloc(sizeof(*many->heads) << many->heads_log2);
	many->entries = wcore_calloc(count, sizeof(*many->entries));
	if (!many->words || !many->filter || !many->heads || !many->entries)
		return false;
	memset(many->heads, 0xff, sizeof(*many->heads) << many->heads_log2);
	return true;
}

struct wcore_error *wcore_many_create(size_t count, size_t least, bool is_folded, struct wcore_many **ret)
{
	struct wcore_many *many = wcore_calloc(1, sizeof(*many));

	if (!many)
		return wcore_error_nomem();
	choose_gram(many, least, is_folded);
	if (!take_tables(many, count)) {
		wcore_many_destroy(many);
		return wcore_error_nomem();
	}
	*ret = many;
	return NULL;
}

void wcore_many_destroy(struct wcore_many *many)
{
	if (!many)
		return;
	free(many->words);
	free(many->filter);
	free(many->heads);
	free(many->entries);
	free(many);
}

bool wcore_many_takes(const struct wcore_pattern *pattern)
{
	if (pattern->has_range)
		return false;
	for (size_t i = 0; i < pattern->size; i++)
		if ((pattern->mask[i] & 0xdf) != 0xdf)
			return false;
	return true;
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

static inline uint64_t load_key(const uint8_t *data, size_t size)
{
	uint64_t value;

	if (size < sizeof(value))
		return load(data, size);
	memcpy(&value, data, sizeof(value));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	return value;
}

/* The bytes that are searched. */
struct text { const uint8_t *data; size_t size, starts; };

static void verify(const struct wcore_many *many, const struct text *text, size_t start, uint64_t key,
		   const struct wcore_pattern_sink *sink)
{
	for (uint32_t i = many->heads[hash_key(key) >> (64 - many->heads_log2)]; i != NONE; i = many->entries[i].next) {
		const struct entry *entry = &many->entries[i];

		if (entry->key == key && entry->pattern->size <= text->size - start &&
		    wcore_pattern_matches(entry->pattern, text->data + start))
			sink->found(sink->context, start, entry->pattern);
	}
}

/* Places with a gram: which patterns can begin up to stride - 1 bytes before them? */
static void look_up(const struct wcore_many *many, const struct text *text, const uint32_t *places, size_t count,
		    const struct wcore_pattern_sink *sink)
{
	for (size_t i = 0; i < count; i++)
		for (size_t offset = 0; offset < many->stride && offset <= places[i]; offset++) {
			const size_t start = places[i] - offset;
			uint64_t key, bit;

			if (start >= text->starts || text->size - start < many->least)
				continue;
			key = load_key(text->data + start, text->size - start) & many->key_mask;
			bit = hash_key(key) >> (64 - many->filter_log2);
			if (many->filter[bit >> 3] >> (bit & 7) & 1)
				verify(many, text, start, key, sink);
		}
}

/* The places from *at on, below end, that pass the first filter; data is readable to end + 3. */
static size_t
filter(const struct wcore_many *many, const uint8_t *data, size_t stride, size_t *at, size_t end, uint32_t *places)
{
	const uint32_t *words = many->words, mask = many->gram_mask;
	const unsigned log2 = many->words_log2;
	size_t count = 0, place = *at;

	for (; place < end && count < PLACES; place += stride) {
		const uint32_t code = hash(load_fast(data + place) & mask);

		places[count] = (uint32_t)place;
		count += word_bits(words[code >> (32 - log2)], code, log2);
	}
	*at = place;
	return count;
}

#if WCORE_NEEDLE_SIMD
/* The same for eight places at a time; stride is at most 4. */
__attribute__((target("avx2"))) static size_t filter_avx2(const struct wcore_many *many, const uint8_t *data,
							   size_t *at, size_t end, uint32_t *places)
{
	const size_t stride = many->stride;
	const int s = (int)stride;
	const __m256i picks = _mm256_setr_epi8(
		0, 1, 2, 3, (char)s, (char)(s + 1), (char)(s + 2), (char)(s + 3), (char)(2 * s), (char)(2 * s + 1),
		(char)(2 * s + 2), (char)(2 * s + 3), (char)(3 * s), (char)(3 * s + 1), (char)(3 * s + 2),
		(char)(3 * s + 3), 0, 1, 2, 3, (char)s, (char)(s + 1), (char)(s + 2), (char)(s + 3), (char)(2 * s),
		(char)(2 * s + 1), (char)(2 * s + 2), (char)(2 * s + 3), (char)(3 * s), (char)(3 * s + 1),
		(char)(3 * s + 2), (char)(3 * s + 3));
	const __m256i mask = _mm256_set1_epi32((int)many->gram_mask);
	const __m256i factor = _mm256_set1_epi32((int)HASH_FACTOR), low = _mm256_set1_epi32(31);
	const __m128i word_shift = _mm_cvtsi32_si128(32 - (int)many->words_log2);
	const __m128i first_shift = _mm_cvtsi32_si128(27 - (int)many->words_log2);
	const __m128i second_shift = _mm_cvtsi32_si128(22 - (int)many->words_log2);
	size_t count = 0, place = *at;

	for (; place + 8 * stride + 16 <= end && count + 8 <= PLACES; place += 8 * stride) {
		const uint8_t *first = data + place, *second = first + 4 * stride;
		__m256i code = _mm256_loadu2_m128i((const __m128i *)(const void *)second,
						   (const __m128i *)(const void *)first);
		__m256i word;
		unsigned bits;

		code = _mm256_and_si256(_mm256_shuffle_epi8(code, picks), mask);
		code = _mm256_mullo_epi32(code, factor);
		word = _mm256_i32gather_epi32((const int *)(const void *)many->words,
					      _mm256_srl_epi32(code, word_shift), 4);
		word = _mm256_and_si256(
			_mm256_srlv_epi32(word, _mm256_and_si256(_mm256_srl_epi32(code, first_shift), low)),
			_mm256_srlv_epi32(word, _mm256_and_si256(_mm256_srl_epi32(code, second_shift), low)));
		bits = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(word, 31)));
		for (; bits; bits &= bits - 1)
			places[count++] = (uint32_t)(place + (size_t)__builtin_ctz(bits) * stride);
	}
	*at = place;
	return count;
}
#endif

void wcore_many_run(const struct wcore_many *many, enum wcore_simd simd, const uint8_t *data, size_t size,
		    size_t starts, const struct wcore_pattern_sink *sink)
{
	const struct text area = { data, size, starts }, *text = &area;
	const size_t stride = many->stride;
	/* The last start's occurrence has its place at most stride - 1 bytes behind it. */
	const size_t last = text->starts + stride - 1;
	const size_t readable = text->size < 4 ? 0 : text->size - 3;
	const size_t end = last < readable ? last : readable;
	uint32_t places[PLACES + 1];
	size_t at = 0;

	(void)simd;
	while (at < end) {
		size_t count = 0;

#if WCORE_NEEDLE_SIMD
		if (simd == WCORE_SIMD_AVX2 && at + 8 * stride + 16 <= end)
			count = filter_avx2(many, text->data, &at, end, places);
		else
#endif
			count = filter(many, text->data, stride, &at, end, places);
		look_up(many, text, places, count, sink);
	}
	/* Fewer than four bytes are left: too few for the filter's read, not for a short gram. */
	for (; at < last && at < text->size; at += stride) {
		const uint32_t place = (uint32_t)at;

		look_up(many, text, &place, 1, sink);
	}
}

