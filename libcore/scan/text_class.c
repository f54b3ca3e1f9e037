#include "text_class.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

unsigned wcore_text_width(enum wcore_text_encoding encoding)
{
	switch (encoding) {
	case WCORE_TEXT_16LE: case WCORE_TEXT_16BE:
		return 2;
	case WCORE_TEXT_32LE: case WCORE_TEXT_32BE:
		return 4;
	default:
		return 1;
	}
}

/* Plain C: a byte after the other. */

static bool is_printable(uint8_t c)
{
	return (c >= 0x20 && c < 0x7f) || c == '\t';
}

static bool is_between(uint8_t c, uint8_t low, uint8_t high)
{
	return c >= low && c <= high;
}

/* RFC 3629, section 4: the length of the sequence of two to four bytes that begins here, or 0. */
static unsigned sequence_length(const uint8_t *p)
{
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] < 0xe0)
		return is_between(p[1], 0x80, 0xbf) ? 2 : 0;
	if (p[0] < 0xf0)
		return is_between(p[1], p[0] == 0xe0 ? 0xa0 : 0x80, p[0] == 0xed ? 0x9f : 0xbf) &&
		       is_between(p[2], 0x80, 0xbf) ? 3 : 0;
	return is_between(p[1], p[0] == 0xf0 ? 0x90 : 0x80, p[0] == 0xf4 ? 0x8f : 0xbf) &&
	       is_between(p[2], 0x80, 0xbf) && is_between(p[3], 0x80, 0xbf) ? 4 : 0;
}

static unsigned length_utf8(const uint8_t *p)
{
	return is_printable(p[0]) ? 1 : sequence_length(p);
}

static unsigned length_8bit(const uint8_t *p)
{
	return is_printable(p[0]) || p[0] >= 0x80;
}

static unsigned length_7bit(const uint8_t *p)
{
	return is_printable(p[0]);
}

static unsigned length_16le(const uint8_t *p)
{
	return is_printable(p[0]) && !p[1] ? 2 : 0;
}

static unsigned length_16be(const uint8_t *p)
{
	return !p[0] && is_printable(p[1]) ? 2 : 0;
}

static unsigned length_32le(const uint8_t *p)
{
	return is_printable(p[0]) && !p[1] && !p[2] && !p[3] ? 4 : 0;
}

static unsigned length_32be(const uint8_t *p)
{
	return !p[0] && !p[1] && !p[2] && is_printable(p[3]) ? 4 : 0;
}

#define PLAIN(name)									\
	static void plain_##name(const uint8_t *bytes, struct wcore_text_starts *ret)	\
	{										\
		uint64_t of_length[5] = { 0 };						\
											\
		for (unsigned i = 0; i < 64; i++)					\
			of_length[length_##name(bytes + i)] |= UINT64_C(1) << i;	\
		for (unsigned i = 1; i < 5; i++)					\
			ret->of_length[i] = of_length[i];				\
	}

PLAIN(utf8)
PLAIN(8bit)
PLAIN(7bit)
PLAIN(16le)
PLAIN(16be)
PLAIN(32le)
PLAIN(32be)

wcore_text_classifier wcore_text_classifier_plain(enum wcore_text_encoding encoding)
{
	static const wcore_text_classifier classifiers[] = {
		[WCORE_TEXT_UTF8] = plain_utf8, [WCORE_TEXT_8BIT] = plain_8bit,
		[WCORE_TEXT_7BIT] = plain_7bit, [WCORE_TEXT_16LE] = plain_16le,
		[WCORE_TEXT_16BE] = plain_16be, [WCORE_TEXT_32LE] = plain_32le,
		[WCORE_TEXT_32BE] = plain_32be,
	};

	return classifiers[encoding];
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))

/* Two vectors are a block; bit i of a mask is byte i. */
struct block { __m256i low, high; };

AVX2 static inline struct block load(const uint8_t *bytes)
{
	return (struct block){ _mm256_loadu_si256((const void *)bytes),
			       _mm256_loadu_si256((const void *)(bytes + 32)) };
}

AVX2 static inline uint64_t mask_of(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* Bytes of [first, last], which lie both below 0x80 or both above it; first is neither 0 nor 0x80. */
AVX2 static inline uint64_t between(struct block b, uint8_t first, uint8_t last)
{
	const __m256i below = _mm256_set1_epi8((char)(first - 1)), above = _mm256_set1_epi8((char)(last + 1));

	return mask_of(_mm256_and_si256(_mm256_cmpgt_epi8(b.low, below), _mm256_cmpgt_epi8(above, b.low)),
		       _mm256_and_si256(_mm256_cmpgt_epi8(b.high, below), _mm256_cmpgt_epi8(above, b.high)));
}

/* Bytes of [0x80, end): as signed numbers they are the least. */
AVX2 static inline uint64_t from_80(struct block b, uint8_t end)
{
	const __m256i above = _mm256_set1_epi8((char)end);

	return mask_of(_mm256_cmpgt_epi8(above, b.low), _mm256_cmpgt_epi8(above, b.high));
}

AVX2 static inline uint64_t equal(struct block b, uint8_t value)
{
	const __m256i wanted = _mm256_set1_epi8((char)value);

	return mask_of(_mm256_cmpeq_epi8(b.low, wanted), _mm256_cmpeq_epi8(b.high, wanted));
}

AVX2 static inline uint64_t printable(struct block b)
{
	const __m256i space = _mm256_set1_epi8(0x1f), delete = _mm256_set1_epi8(0x7f);
	const __m256i tab = _mm256_set1_epi8('\t');
	const __m256i low = _mm256_and_si256(_mm256_cmpgt_epi8(b.low, space), _mm256_cmpgt_epi8(delete, b.low));
	const __m256i high = _mm256_and_si256(_mm256_cmpgt_epi8(b.high, space),
					      _mm256_cmpgt_epi8(delete, b.high));

	return mask_of(_mm256_or_si256(low, _mm256_cmpeq_epi8(b.low, tab)),
		       _mm256_or_si256(high, _mm256_cmpeq_epi8(b.high, tab)));
}

/* Bytes whose highest bit is set. */
AVX2 static inline uint64_t upper(struct block b)
{
	return mask_of(b.low, b.high);
}

/* A mask of the bytes behind a block, as far as they are looked at, is put behind the block's. */
static inline uint64_t shifted(uint64_t mask, uint64_t behind, unsigned count)
{
	return mask >> count | behind << (64 - count);
}

/* Of the three bytes behind a block those that are continuations. */
static inline uint64_t continuations_behind(const uint8_t *bytes)
{
	return (uint64_t)((bytes[64] & 0xc0) == 0x80) | (uint64_t)((bytes[65] & 0xc0) == 0x80) << 1 |
	       (uint64_t)((bytes[66] & 0xc0) == 0x80) << 2;
}

AVX2 static void avx2_utf8(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	const struct block b = load(bytes);
	const uint64_t high = upper(b);

	ret->of_length[1] = printable(b);
	ret->of_length[2] = ret->of_length[3] = ret->of_length[4] = 0;
	if (!high)
		return;
	/* A continuation that nothing leads is the common case of what is no text. */
	const uint64_t lead = between(b, 0xc2, 0xf4);

	if (!lead)
		return;
	const uint64_t behind = continuations_behind(bytes);
	const uint64_t follow = from_80(b, 0xc0);
	const uint64_t follow1 = shifted(follow, behind, 1);
	const uint64_t follow2 = follow1 & shifted(follow, behind, 2);
	const uint64_t two = between(b, 0xc2, 0xdf) & follow1;

	ret->of_length[2] = two;
	if (!(lead & follow2))
		return;
	/* Second bytes below 0x90 and 0xa0 are refused or asked for behind some leads. */
	const uint64_t three = between(b, 0xe0, 0xef) & follow2;
	const uint64_t four = between(b, 0xf0, 0xf4) & follow2 & shifted(follow, behind, 3);
	const struct block second = load(bytes + 1);
	const uint64_t below_90 = from_80(second, 0x90), below_a0 = from_80(second, 0xa0);

	ret->of_length[3] = three & ~(equal(b, 0xe0) & below_a0) & ~(equal(b, 0xed) & ~below_a0);
	ret->of_length[4] = four & ~(equal(b, 0xf0) & below_90) & ~(equal(b, 0xf4) & ~below_90);
}

AVX2 static void avx2_8bit(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	const struct block b = load(bytes);

	*ret = (struct wcore_text_starts){ .of_length[1] = printable(b) | upper(b) };
}

AVX2 static void avx2_7bit(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	*ret = (struct wcore_text_starts){ .of_length[1] = printable(load(bytes)) };
}

AVX2 static void avx2_16le(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	*ret = (struct wcore_text_starts){ .of_length[2] = printable(load(bytes)) & equal(load(bytes + 1), 0) };
}

AVX2 static void avx2_16be(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	*ret = (struct wcore_text_starts){ .of_length[2] = equal(load(bytes), 0) & printable(load(bytes + 1)) };
}

AVX2 static void avx2_32le(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	*ret = (struct wcore_text_starts){
		.of_length[4] = printable(load(bytes)) & equal(load(bytes + 1), 0) &
				equal(load(bytes + 2), 0) & equal(load(bytes + 3), 0),
	};
}

AVX2 static void avx2_32be(const uint8_t *bytes, struct wcore_text_starts *ret)
{
	*ret = (struct wcore_text_starts){
		.of_length[4] = equal(load(bytes), 0) & equal(load(bytes + 1), 0) &
				equal(load(bytes + 2), 0) & printable(load(bytes + 3)),
	};
}

wcore_text_classifier wcore_text_classifier_of(enum wcore_text_encoding encoding)
{
	static const wcore_text_classifier classifiers[] = {
		[WCORE_TEXT_UTF8] = avx2_utf8, [WCORE_TEXT_8BIT] = avx2_8bit,
		[WCORE_TEXT_7BIT] = avx2_7bit, [WCORE_TEXT_16LE] = avx2_16le,
		[WCORE_TEXT_16BE] = avx2_16be, [WCORE_TEXT_32LE] = avx2_32le,
		[WCORE_TEXT_32BE] = avx2_32be,
	};

	return __builtin_cpu_supports("avx2") ? classifiers[encoding] : wcore_text_classifier_plain(encoding);
}

#else

wcore_text_classifier wcore_text_classifier_of(enum wcore_text_encoding encoding)
{
	return wcore_text_classifier_plain(encoding);
}

#endif
