#include "gate.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#define HAS_AVX2 1
#else
#define HAS_AVX2 0
#endif

#define BLOCK WCORE_GATE_BLOCK

/* Bit i for byte i. */
struct masks { uint64_t print, zero; };

static inline uint64_t behind(uint64_t low, uint64_t high, unsigned by)
{
	return low >> by | high << (BLOCK - by);
}

/* Where WCORE_TEXT_LEAST set bits begin, by apart; high is the block behind. */
static inline uint64_t texts(uint64_t low, uint64_t high, unsigned by)
{
	const uint64_t two = low & behind(low, high, by), two_high = high & high >> by;

	return two & behind(two, two_high, 2 * by) & behind(two, two_high, 4 * by);
}

static inline void add(struct wcore_gates *gates, struct masks block, struct masks next, size_t number)
{
	const uint64_t begins = texts(block.print, next.print, 1);
	const uint64_t wide = texts(block.print & behind(block.zero, next.zero, 1), next.print & next.zero >> 1, 2);

	gates->text |= (uint64_t)((begins | gates->carry) != 0) << number;
	gates->wide |= (uint64_t)(wide != 0) << number;
	/* What begins there goes on into the next block. */
	gates->carry = begins >> (BLOCK + 1 - WCORE_TEXT_LEAST);
}

static struct masks look_plain(const uint8_t *bytes)
{
	struct masks masks = { 0 };

	for (unsigned i = 0; i < BLOCK; i++) {
		masks.print |= (uint64_t)(bytes[i] >= 0x20 && bytes[i] < 0x7f) << i;
		masks.zero |= (uint64_t)(bytes[i] == 0) << i;
	}
	return masks;
}

static void gate_plain(const uint8_t *bytes, size_t count, struct wcore_gates *gates)
{
	struct masks block = look_plain(bytes);

	gates->text = gates->wide = 0;
	for (size_t i = 0; i < count; i++) {
		const struct masks next = look_plain(bytes + (i + 1) * BLOCK);

		add(gates, block, next, i);
		block = next;
	}
}

wcore_gate wcore_gate_plain(void)
{
	return gate_plain;
}

#if HAS_AVX2
__attribute__((target("avx2"))) static inline struct masks look_avx2(const uint8_t *bytes)
{
	struct masks masks = { 0 };

	for (unsigned i = 0; i < BLOCK; i += 32) {
		const __m256i in = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		const __m256i is_print = _mm256_andnot_si256(_mm256_cmpeq_epi8(in, _mm256_set1_epi8(0x7f)),
							     _mm256_cmpgt_epi8(in, _mm256_set1_epi8(0x1f)));
		const __m256i is_zero = _mm256_cmpeq_epi8(in, _mm256_setzero_si256());

		masks.print |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is_print) << i;
		masks.zero |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is_zero) << i;
	}
	return masks;
}

__attribute__((target("avx2"))) static void gate_avx2(const uint8_t *bytes, size_t count, struct wcore_gates *gates)
{
	struct masks block = look_avx2(bytes);

	gates->text = gates->wide = 0;
	for (size_t i = 0; i < count; i++) {
		const struct masks next = look_avx2(bytes + (i + 1) * BLOCK);

		if (block.print)
			add(gates, block, next, i);
		else
			gates->carry = 0;
		block = next;
	}
}
#endif

wcore_gate wcore_gate_best(void)
{
#if HAS_AVX2
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2"))
		return gate_avx2;
#endif
	return gate_plain;
}
