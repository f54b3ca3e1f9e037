#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile uint32_t secret = 165;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_BUSY = 0, K0_NORTH = 1, K0_SOUTH = 2 };
struct s0 {
	unsigned e0 : 6;
	double g1;
	enum kind0 h2;
	double b3[5];
	unsigned a4 : 13;
	int c5;
};
struct s1 {
	char e0[12];
	uint64_t d1;
};
struct s2 {
	unsigned d0;
	char f1[16];
	unsigned char e2;
	const char *c3;
	float h4;
	unsigned f5 : 11;
};
union u0 {
	uint32_t whole;
	uint16_t half[2];
};
static inline uint64_t helper_mix(uint64_t a, uint64_t b) {
	uint64_t twice = a * 2u + b;
	return (twice ^ (twice >> 7)) % 100003u;
}
static uint32_t helper_digest(const void *data, unsigned size) {
	const unsigned char *bytes = (const unsigned char *)data;
	uint32_t hash = 2166136261u;
	for (unsigned i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 16777619u;
	return hash;
}

__attribute__((noinline)) int32_t f3(const char *index, float depth, int32_t tick, long long state) {
	union u0 flags;
	memset(&flags, 0, sizeof flags);
	for (int i1 = 0; i1 < 2; i1++) {
		flags.half[i1] = (uint16_t)((((((uint64_t)i1 - (uint64_t)tick) + (uint64_t)((int64_t)depth)) * 811u)) % 1000u);
	}
	union u0 *left = &flags;
	struct s0 weight;
	weight.e0 = (unsigned)(((((uint64_t)((int64_t)depth) + (uint64_t)(index[0])) - (uint64_t)((int64_t)depth)) * 489u));
	weight.g1 = (double)(int)((((((uint64_t)tick + (uint64_t)state) * (uint64_t)((int64_t)depth)) + 979u)) & 0xffff) / 3;
	weight.h2 = (enum kind0)((((((uint64_t)state * (uint64_t)tick) + 1729007u) + 974u)) % 3u);
	for (int i2 = 0; i2 < 5; i2++) {
		weight.b3[i2] = (double)(int)((((uint64_t)state ^ 630u)) & 0xffff) + 0.125;
	}
	weight.a4 = (unsigned)(((((uint64_t)((int64_t)depth) - (uint64_t)tick) - (uint64_t)(index[0])) + 634u));
	weight.c5 = (int)(((uint64_t)state + (uint64_t)state));
	union u0 *best = &flags;
	uint32_t right = (uint32_t)((((uint64_t)(weight.e0) - 615095u) + (uint64_t)((int64_t)depth)));
	struct s0 *total = &weight;
	enum kind0 rate = (enum kind0)((((((uint64_t)(weight.c5) + (uint64_t)tick) + (uint64_t)((int64_t)weight.b3[4])) + 402u)) % 3u);
	tick = (int32_t)helper_mix(((uint64_t)((int64_t)total->g1) * 824u), ((((uint64_t)((int64_t)total->g1) * 97534210u) * (uint64_t)((int64_t)weight.b3[4])) + 792u));
	enum kind0 score = (enum kind0)(((((uint64_t)rate ^ (uint64_t)((int64_t)total->b3[0])) * 342u)) % 3u);
	uint32_t *height = &right;
	tick = (int32_t)helper_mix(((uint64_t)tick + 458u), (((uint64_t)((int64_t)weight.g1) * (uint64_t)(total->e0)) * (uint64_t)(total->a4)));
	int32_t width = (int32_t)((((((uint64_t)(total->a4) * (uint64_t)((int64_t)weight.b3[0])) * (uint64_t)(index[0])) * 985u)) % 1000u);
	if (secret == 165u) __builtin_trap();
	width = (int32_t)((uint64_t)width * 3u + (uint64_t)score);
	width = (int32_t)((uint64_t)width * 3u + (uint64_t)((int64_t)depth));
	return width;
}

int f2(unsigned char height, char score, const char *flags, size_t code) {
	char offset[8];
	snprintf(offset, sizeof offset, "n%d", (int)(((((uint64_t)score + 55u) + 31u)) % 1000u));
	uint64_t best = (uint64_t)((uint64_t)(offset[1]));
	uint64_t *width = &best;
	bool mask = (((((uint64_t)code ^ 4597u) + 932u)) & 4) != 0;
	uint64_t *step = &best;
	short limit = (short)(((uint64_t)(offset[0]) * 353u));
	bool level = (((uint64_t)((*step))) & 2) != 0;
	uint64_t *zone = &best;
	best = (uint64_t)helper_mix(((uint64_t)((*zone)) * (uint64_t)(flags[0])), (((uint64_t)((*zone)) ^ (uint64_t)score) * 766u));
	int64_t size = (int64_t)(((uint64_t)code ^ 4953846u));
	for (unsigned i3 = 0; i3 < 3u; i3++)
		best = (uint64_t)((uint64_t)best * 2u + i3 + ((uint64_t)(offset[1]) * 851u));
	int count = (int)((((uint64_t)mask - 716249581u) * 281u));
	count ^= (int)f3(words[(((uint64_t)code * 10u)) % 15u], (float)(int)((((((uint64_t)(flags[0]) + (uint64_t)(flags[0])) ^ 404357u) ^ 357u)) & 0xffff) + 0.125, 36, 76);
	return count;
}

static __attribute__((noinline)) signed char f1(struct s1 *stop, size_t first) {
	enum kind0 count = (enum kind0)(((((uint64_t)(stop->e0[0]) - 45u) + 175u)) % 3u);
	if ((((uint64_t)(stop->e0[0]) * 243u)) & 2) {
		first = (size_t)(((uint64_t)(stop->e0[0]) + 300u));
	}
	bool right = (((((uint64_t)first - (uint64_t)(stop->d1)) + 521u)) & 2) != 0;
	signed char depth = (signed char)((((uint64_t)count * (uint64_t)first) * 32u));
	for (int i4 = 0; i4 < 4; i4++) {
		char rate = (char)('a' + (((((uint64_t)(stop->e0[0]) - (uint64_t)(stop->e0[1])) * (uint64_t)(stop->e0[1])) + 159u)) % 26u);
		depth = (signed char)((uint64_t)depth + (((uint64_t)rate * (uint64_t)right) + (uint64_t)right));
		if (i4 == 0) {
			depth ^= (signed char)f2((unsigned char)(((uint64_t)(stop->e0[1]) - (uint64_t)first)), (char)('a' + (((uint64_t)i4 + 421u)) % 26u), words[((((uint64_t)count + (uint64_t)first) + 751u)) % 15u], (size_t)((((uint64_t)depth * 481u)) % 65521u));
		}
	}
	depth = (signed char)((uint64_t)depth * 3u + (uint64_t)(stop->e0[1]));
	return depth;
}

static int32_t f0(char mask, const uint32_t *limit, const char *code, int rounds) {
	uint8_t flags = (uint8_t)(((((uint64_t)rounds ^ (uint64_t)rounds) + 287223u) + 20u));
	uint8_t *first = &flags;
	char score[8];
	snprintf(score, sizeof score, "n%d", (int)(((uint64_t)flags) % 1000u));
	int price = (int)(((((uint64_t)(score[1]) ^ (uint64_t)flags) * 328u) * 712u));
	int *key = &price;
	price = (int)helper_mix((uint64_t)(score[1]), (((uint64_t)((*limit)) - (uint64_t)((*first))) ^ (uint64_t)mask));
	struct s0 last;
	last.e0 = (unsigned)(((((uint64_t)((*key)) * (uint64_t)((*key))) + (uint64_t)price) + 130u));
	last.g1 = (double)(int)((((uint64_t)((*limit)) + 122u)) & 0xffff) * 0.5 - 1000;
	last.h2 = (enum kind0)((((uint64_t)flags + (uint64_t)price)) % 3u);
	for (int i5 = 0; i5 < 5; i5++) {
		last.b3[i5] = (double)(int)(((uint64_t)(score[1])) & 0xffff) * 0.5 - 1000;
	}
	last.a4 = (unsigned)(((uint64_t)(score[0]) + 618u));
	last.c5 = (int)(((((uint64_t)(score[0]) + 3665u) + (uint64_t)(score[1])) + 848u));
	struct s0 *state = &last;
	struct s0 total;
	total.e0 = (unsigned)((((uint64_t)price * (uint64_t)((int64_t)state->b3[4])) + 995u));
	total.g1 = (double)(int)(((((uint64_t)(last.e0) * (uint64_t)(score[0])) + 215u)) & 0xffff) * 0.25;
	total.h2 = (enum kind0)((((uint64_t)(score[0]) + 8681u)) % 3u);
	for (int i6 = 0; i6 < 5; i6++) {
		total.b3[i6] = (double)(int)((((uint64_t)(last.c5) * 183u)) & 0xffff) * 0.5 - 1000;
	}
	total.a4 = (unsigned)((((uint64_t)(score[1]) * 658u)) % 65521u);
	total.c5 = (int)(((((uint64_t)(last.a4) + 161053745u) + 13820u)) % 7u);
	uint8_t *start = &flags;
	int32_t depth = (int32_t)((((((uint64_t)(state->c5) + (uint64_t)((int64_t)state->b3[4])) + (uint64_t)((*start))) + 284u)) % 65521u);
	if (rounds > 0) {
		depth ^= (int32_t)f0(mask, limit, code, rounds - 1);
	} else {
		struct s1 height;
		snprintf(height.e0, sizeof height.e0, "n%d", (int)((((((uint64_t)price * (uint64_t)((*start))) * (uint64_t)(total.c5)) + 645u)) % 1000u));
		height.d1 = (uint64_t)(((uint64_t)price) % 7u);
		depth ^= (int32_t)f1(&height, (size_t)((((uint64_t)((*limit)) * (uint64_t)(state->e0)) ^ 213u)));
	}
	return depth;
}

int main(void) {
	uint32_t start = secret;
	int status = (int)f0((char)('a' + (((((uint64_t)start + (uint64_t)start) * (uint64_t)start) + 763u)) % 26u), &start, words[((uint64_t)start) % 15u], 3);
	printf("%d\n", status);
	return status == 77;
}
