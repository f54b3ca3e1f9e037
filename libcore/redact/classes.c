#include "classes.h"

#include <string.h>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#define HAS_AVX2 1
#else
#define HAS_AVX2 0
#endif

#define BLOCK 64
/* How far from an '@' a domain's first dot, and a URL's scheme, are looked for. */
#define DOMAIN_MAX 66
#define SCHEME_MAX 400

static bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_upper(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static bool is_alpha(uint8_t byte)
{
	return is_upper(byte & 0xdf);
}

static void classify_plain(const uint8_t *bytes, struct wcore_redact_masks *ret)
{
	*ret = (struct wcore_redact_masks){ 0 };
	for (unsigned i = 0; i < BLOCK; i++) {
		const uint8_t byte = bytes[i];

		ret->digit |= (uint64_t)is_digit(byte) << i;
		ret->alpha |= (uint64_t)is_alpha(byte) << i;
		ret->word |= (uint64_t)wcore_redact_is_word(byte) << i;
		ret->at |= (uint64_t)(byte == '@') << i;
		ret->print |= (uint64_t)(byte >= 0x20 && byte < 0x7f) << i;
		ret->zero |= (uint64_t)(byte == 0) << i;
	}
}

wcore_redact_classifier wcore_redact_classifier_plain(void)
{
	return classify_plain;
}

#if HAS_AVX2
/* Bits of a class table: a byte is of a class when the entries of both its halves have the bit. */
enum { DIGIT = 1, LETTER_LOW = 2, LETTER_HIGH = 4, SIGN = 8, UNDERSCORE = 16 };

#define LETTERS (LETTER_LOW | LETTER_HIGH)
#define LOW_HALVES LETTER_HIGH | DIGIT, LETTERS | DIGIT, LETTERS | DIGIT, LETTERS | DIGIT, LETTERS | DIGIT, \
	LETTERS | DIGIT, LETTERS | DIGIT, LETTERS | DIGIT, LETTERS | DIGIT, LETTERS | DIGIT, LETTERS, \
	LETTER_LOW | SIGN, LETTER_LOW, LETTER_LOW | SIGN, LETTER_LOW, LETTER_LOW | SIGN | UNDERSCORE
#define HIGH_HALVES 0, 0, SIGN, DIGIT, LETTER_LOW, LETTER_HIGH | UNDERSCORE, LETTER_LOW, LETTER_HIGH, \
	0, 0, 0, 0, 0, 0, 0, 0

__attribute__((target("avx2"))) static inline uint32_t bits_of(__m256i classes, int wanted)
{
	const __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(classes, _mm256_set1_epi8((char)wanted)),
					       _mm256_setzero_si256());

	return ~(uint32_t)_mm256_movemask_epi8(none);
}

__attribute__((target("avx2"))) static void classify_avx2(const uint8_t *bytes, struct wcore_redact_masks *ret)
{
	const __m256i low_table = _mm256_setr_epi8(LOW_HALVES, LOW_HALVES);
	const __m256i high_table = _mm256_setr_epi8(HIGH_HALVES, HIGH_HALVES);
	const __m256i half = _mm256_set1_epi8(0x0f);

	*ret = (struct wcore_redact_masks){ 0 };
	for (unsigned i = 0; i < BLOCK; i += 32) {
		const __m256i in = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		const __m256i low = _mm256_shuffle_epi8(low_table, _mm256_and_si256(in, half));
		const __m256i high = _mm256_shuffle_epi8(high_table,
							 _mm256_and_si256(_mm256_srli_epi16(in, 4), half));
		const __m256i classes = _mm256_and_si256(low, high);
		const __m256i is_print = _mm256_andnot_si256(_mm256_cmpeq_epi8(in, _mm256_set1_epi8(0x7f)),
							     _mm256_cmpgt_epi8(in, _mm256_set1_epi8(0x1f)));
		const __m256i is_at = _mm256_cmpeq_epi8(in, _mm256_set1_epi8('@'));
		const __m256i is_zero = _mm256_cmpeq_epi8(in, _mm256_setzero_si256());

		ret->digit |= (uint64_t)bits_of(classes, DIGIT) << i;
		ret->alpha |= (uint64_t)bits_of(classes, LETTERS) << i;
		ret->word |= (uint64_t)bits_of(classes, DIGIT | LETTERS | SIGN | UNDERSCORE) << i;
		ret->at |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is_at) << i;
		ret->print |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is_print) << i;
		ret->zero |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is_zero) << i;
	}
}
#endif

wcore_redact_classifier wcore_redact_classifier_best(void)
{
#if HAS_AVX2
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2"))
		return classify_avx2;
#endif
	return classify_plain;
}

/* 128 bits: a block, and the one behind it. */
struct pair { uint64_t low, high; };

static inline struct pair and_behind(struct pair a, unsigned by)
{
	return (struct pair){ a.low & (a.low >> by | a.high << (BLOCK - by)), a.high & a.high >> by };
}

static inline uint64_t behind(uint64_t low, uint64_t high, unsigned by)
{
	return low >> by | high << (BLOCK - by);
}

/* Where count set bits begin, a power of two, by apart. */
static inline uint64_t runs(uint64_t low, uint64_t high, unsigned count, unsigned by)
{
	struct pair run = { low, high };

	for (; count > 1 && run.low; count /= 2, by *= 2)
		run = and_behind(run, by);
	return run.low;
}

/* Where masks begin that were not set at the byte, or the character, before. */
static inline uint64_t starts(uint64_t run, uint64_t mask, uint64_t before, unsigned by)
{
	return run & ~(mask << by | before >> (BLOCK - by));
}

struct walk {
	const uint8_t *data;
	size_t size;
	void (*found)(void *context, enum wcore_redact_class class, size_t at);
	void *context;
};

static bool is_card_like(const struct walk *walk, size_t at)
{
	unsigned digits = 0;

	for (; at < walk->size && digits < WCORE_DIGITS_LEAST; at++) {
		const uint8_t byte = walk->data[at];

		if (is_digit(byte))
			digits++;
		else if ((byte != ' ' && byte != '-') || !is_digit(walk->data[at - 1]))
			break;
	}
	return digits >= WCORE_DIGITS_LEAST;
}

/* Behind an '@': a name with a dot in it. */
static bool has_domain(const struct walk *walk, size_t at)
{
	const size_t end = walk->size - at > DOMAIN_MAX ? at + DOMAIN_MAX : walk->size;

	for (size_t i = at; i + 1 < end; i++) {
		const uint8_t byte = walk->data[i];

		if (byte == '.')
			return i > at && (is_alpha(walk->data[i + 1]) || is_digit(walk->data[i + 1]));
		if (!is_alpha(byte) && !is_digit(byte) && byte != '-')
			return false;
	}
	return false;
}

/* Before an '@': "://" with no space behind it. */
static bool has_scheme(const struct walk *walk, size_t at)
{
	const size_t end = at > SCHEME_MAX ? at - SCHEME_MAX : 0;

	for (; at >= end + 3 && walk->data[at - 1] > ' ' && walk->data[at - 1] < 0x7f; at--)
		if (walk->data[at - 1] == '/' && walk->data[at - 2] == '/' && walk->data[at - 3] == ':')
			return true;
	return false;
}

static bool is_wanted(const struct walk *walk, enum wcore_redact_class class, size_t at)
{
	const uint8_t *byte = walk->data + at;

	switch (class) {
	case WCORE_CLASS_AT:
		return at && byte[-1] > ' ' && byte[-1] < 0x7f && (has_domain(walk, at + 1) || has_scheme(walk, at));
	case WCORE_CLASS_DIGITS:
		return is_card_like(walk, at);
	case WCORE_CLASS_IBAN:
		return is_upper(byte[0]) && is_upper(byte[1]);
	default:
		return true;
	}
}

static inline void tell(const struct walk *walk, enum wcore_redact_class class, size_t base, uint64_t bits)
{
	for (; bits; bits &= bits - 1) {
		const size_t at = base + (size_t)__builtin_ctzll(bits);

		if (is_wanted(walk, class, at))
			walk->found(walk->context, class, at);
	}
}

static void tell_block(const struct walk *walk, const struct wcore_redact_masks *before,
		       const struct wcore_redact_masks *block, const struct wcore_redact_masks *next, size_t at,
		       uint64_t allowed)
{
	const uint64_t digits = runs(block->digit, next->digit, 4, 1);
	const uint64_t iban = block->alpha & behind(block->alpha, next->alpha, 1) &
			      behind(block->digit, next->digit, 2) & behind(block->digit, next->digit, 3);
	const uint64_t wide = block->print & behind(block->zero, next->zero, 1);
	const uint64_t words = runs(block->word, next->word, WCORE_RUN_LEAST, 1);
	const uint64_t wides = runs(wide, next->print & next->zero >> 1, WCORE_UTF16_LEAST, 2);

	tell(walk, WCORE_CLASS_AT, at, block->at & allowed);
	if (digits)
		tell(walk, WCORE_CLASS_DIGITS, at, starts(digits, block->digit, before->digit, 1) & allowed);
	if (iban)
		tell(walk, WCORE_CLASS_IBAN, at,
		     starts(iban, block->alpha | block->digit, before->alpha | before->digit, 1) & allowed);
	if (words)
		tell(walk, WCORE_CLASS_RUN, at, starts(words, block->word, before->word, 1) & allowed);
	if (wides)
		tell(walk, WCORE_CLASS_UTF16, at,
		     starts(wides, wide, before->print & behind(before->zero, block->zero, 1), 2) & allowed);
}

/* What lies behind the data is of no class. */
static void classify_at(wcore_redact_classifier classify, const uint8_t *data, size_t size, size_t at,
			struct wcore_redact_masks *ret)
{
	uint8_t rest[BLOCK] = { 0 };

	if (at + BLOCK <= size) {
		classify(data + at, ret);
		return;
	}
	memset(rest, 0xff, sizeof(rest));
	if (at < size)
		memcpy(rest, data + at, size - at);
	classify(rest, ret);
}

void wcore_redact_classes_find(wcore_redact_classifier classify, const struct wcore_redact_bytes *bytes, size_t from,
			       size_t to, void (*found)(void *context, enum wcore_redact_class class, size_t at),
			       void *context)
{
	const struct walk walk = { bytes->data, bytes->size, found, context };
	struct wcore_redact_masks before = { 0 }, block, next;

	if (from > bytes->base)
		classify(bytes->data + from - BLOCK, &before);
	classify_at(classify, bytes->data, bytes->size, from, &block);
	for (size_t at = from; at < to; at += BLOCK) {
		const uint64_t allowed = to - at < BLOCK ? (UINT64_C(1) << (to - at)) - 1 : UINT64_MAX;

		classify_at(classify, bytes->data, bytes->size, at + BLOCK, &next);
		if (block.word | block.at | (block.print & block.zero >> 1))
			tell_block(&walk, &before, &block, &next, at, allowed);
		before = block;
		block = next;
	}
}
