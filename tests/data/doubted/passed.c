#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile uint32_t secret = 178;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_IDLE = 1, K0_GREEN = 2, K0_SOUTH = 3, K0_RED = 4, K0_BLUE = 5 };
struct s0 {
	uint32_t f0;
	unsigned d1 : 6;
	char e2[3];
	int16_t a3;
	int h4[3];
	int e5;
};
struct s1 {
	unsigned b0 : 4;
	uint64_t g1[2];
	int64_t h2;
	float f3[2];
};
struct s2 {
	size_t e0;
	int32_t c1;
	double a2;
	float h3;
};
union u0 {
	uint16_t half[2];
	uint32_t whole;
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

int f5(short stop, double step) {
	struct s0 index;
	index.f0 = (uint32_t)((((uint64_t)((int64_t)step) + 401u)) % 100u);
	index.d1 = (unsigned)(((((uint64_t)((int64_t)step) * (uint64_t)stop) ^ (uint64_t)stop)) % 1000u);
	for (int i1 = 0; i1 < 3; i1++) {
		index.e2[i1] = (char)('a' + ((((uint64_t)i1 * (uint64_t)((int64_t)step)) * 126u)) % 26u);
	}
	index.a3 = (int16_t)(((((uint64_t)((int64_t)step) + (uint64_t)((int64_t)step)) * (uint64_t)((int64_t)step)) + 828u));
	for (int i2 = 0; i2 < 3; i2++) {
		index.h4[i2] = (int)((((((uint64_t)((int64_t)step) * (uint64_t)i2) + (uint64_t)stop) + 589u)) % 65521u);
	}
	index.e5 = (int)(((uint64_t)stop * 695u));
	if (((((uint64_t)(index.h4[2]) - (uint64_t)(index.e5)) * 111u)) & 8) {
		stop = (short)(((((uint64_t)(index.h4[0]) ^ (uint64_t)(index.e2[2])) ^ (uint64_t)(index.e5)) + 151u));
	}
	union u0 price;
	memset(&price, 0, sizeof price);
	price.whole = (uint32_t)(((uint64_t)(index.e2[0]) + 979u));
	struct s1 best;
	best.b0 = (unsigned)((((uint64_t)(index.f0) + (uint64_t)(index.e5))) % 65521u);
	for (int i3 = 0; i3 < 2; i3++) {
		best.g1[i3] = (uint64_t)((((uint64_t)(index.d1) - (uint64_t)stop)) % 100u);
	}
	best.h2 = (int64_t)((((uint64_t)(index.e2[2]) - (uint64_t)((int64_t)step)) + 646u));
	for (int i4 = 0; i4 < 2; i4++) {
		best.f3[i4] = (float)(int)((((((uint64_t)(index.f0) - (uint64_t)(index.h4[0])) + 71518825u) + 207u)) & 0xffff) / 3;
	}
	stop = (short)helper_mix(((uint64_t)((int64_t)best.f3[0]) * 616340u), (((uint64_t)(best.g1[1]) + (uint64_t)(best.g1[0])) + 402u));
	int count = (int)(((((uint64_t)(index.f0) + (uint64_t)(index.h4[0])) + 634u)) % 1000u);
	for (int i5 = 0; i5 < 6; i5++) {
		unsigned long long key = (unsigned long long)(((((uint64_t)stop + 145u) * (uint64_t)(index.e2[0])) ^ 745u));
		count = (int)((uint64_t)count + ((((uint64_t)count * (uint64_t)(index.h4[0])) * (uint64_t)(index.e2[2])) + 916u));
		if (i5 == 1) {
			if (secret == 178u) __builtin_trap();
		}
	}
	count = (int)((uint64_t)count * 3u + (uint64_t)((int64_t)best.f3[0]));
	count = (int)((uint64_t)count * 3u + (uint64_t)(index.e2[2]));
	count = (int)((uint64_t)count * 3u + (uint64_t)((int64_t)step));
	count = (int)((uint64_t)count * 3u + (uint64_t)count);
	return count;
}

unsigned f4(long long left, struct s2 *key, enum kind0 total, char tick) {
	struct s2 limit;
	limit.e0 = (size_t)(((uint64_t)((int64_t)key->a2) * 806u));
	limit.c1 = (int32_t)(((((uint64_t)((int64_t)key->a2) - (uint64_t)total) + 261724u) + 37u));
	limit.a2 = (double)(int)((((uint64_t)left + 551u)) & 0xffff) + 0.125;
	limit.h3 = (float)(int)((((uint64_t)left * (uint64_t)tick)) & 0xffff) / 3;
	union u0 stop;
	memset(&stop, 0, sizeof stop);
	stop.whole = (uint32_t)(((((uint64_t)((int64_t)key->a2) * (uint64_t)tick) * 420u)) % 1000u);
	union u0 *first = &stop;
	for (unsigned i6 = 0; i6 < 5u; i6++)
		left = (long long)((uint64_t)left * 4u + i6 + (uint64_t)((int64_t)key->a2));
	unsigned code = (unsigned)((((uint64_t)((int64_t)key->h3) + (uint64_t)left) ^ 606u));
	code ^= (unsigned)f5((short)(((((uint64_t)total * (uint64_t)tick) * (uint64_t)total)) % 100u), (double)(int)((((uint64_t)((int64_t)limit.h3) + (uint64_t)(key->c1))) & 0xffff) + 0.125);
	code = (unsigned)((uint64_t)code * 3u + (uint64_t)tick);
	code = (unsigned)((uint64_t)code * 3u + (uint64_t)((int64_t)key->a2));
	code = (unsigned)((uint64_t)code * 3u + (uint64_t)left);
	return code;
}

static __attribute__((noinline)) int f3(unsigned start, int rounds) {
	unsigned char limit = (unsigned char)(((((uint64_t)rounds - 996u) - (uint64_t)start) * 385u));
	unsigned char *left = &limit;
	if ((((uint64_t)rounds + 679u)) & 8) {
		limit = (unsigned char)((uint64_t)((*left)));
	}
	struct s0 tick;
	tick.f0 = (uint32_t)((((uint64_t)rounds + 484u)) % 7u);
	tick.d1 = (unsigned)((((uint64_t)rounds ^ (uint64_t)start) + 88u));
	for (int i7 = 0; i7 < 3; i7++) {
		tick.e2[i7] = (char)('a' + ((((uint64_t)i7 * 56644u) * 851u)) % 26u);
	}
	tick.a3 = (int16_t)(((((uint64_t)start + (uint64_t)start) + (uint64_t)((*left))) + 32u));
	for (int i8 = 0; i8 < 3; i8++) {
		tick.h4[i8] = (int)((((((uint64_t)start + (uint64_t)rounds) - (uint64_t)i8) ^ 928u)) % 7u);
	}
	tick.e5 = (int)(((((uint64_t)rounds + 8537481u) * (uint64_t)rounds) + 599u));
	struct s0 *state = &tick;
	for (unsigned i9 = 0; i9 < 9u; i9++)
		limit = (unsigned char)((uint64_t)limit * 9u + i9 + (uint64_t)(tick.e5));
	uint8_t offset = (uint8_t)(((((uint64_t)((*left)) - (uint64_t)(state->f0)) + 51738u) + 416u));
	uint8_t *score = &offset;
	offset = (uint8_t)helper_mix(((uint64_t)offset * 890u), ((uint64_t)((*score)) ^ 559u));
	int zone = (int)(((uint64_t)(state->d1) + 774u));
	if (rounds > 0) {
		zone ^= (int)f3(start, rounds - 1);
	} else {
		struct s2 stop;
		stop.e0 = (size_t)((((((uint64_t)(tick.a3) * 986u) * (uint64_t)((*left))) * 125u)) % 1000u);
		stop.c1 = (int32_t)(((uint64_t)(tick.f0) + 52u));
		stop.a2 = (double)(int)((((uint64_t)(state->a3) * (uint64_t)(state->e2[0]))) & 0xffff) / 3;
		stop.h3 = (float)(int)((((((uint64_t)(state->h4[2]) - 70u) * (uint64_t)(tick.f0)) * 838u)) & 0xffff) + 0.125;
		zone ^= (int)f4((long long)(((uint64_t)(state->h4[2])) % 65521u) - 4, &stop, (enum kind0)(((uint64_t)offset) % 5u + 1), (char)('a' + (((uint64_t)(stop.c1) * 597u)) % 26u));
	}
	zone = (int)((uint64_t)zone * 3u + (uint64_t)((*left)));
	zone = (int)((uint64_t)zone * 3u + (uint64_t)offset);
	zone = (int)((uint64_t)zone * 3u + (uint64_t)(tick.e2[0]));
	zone = (int)((uint64_t)zone * 3u + (uint64_t)zone);
	return zone;
}

static int32_t f2(bool offset, uint32_t start, unsigned long long price, int rounds) {
	long long state = (long long)(((((uint64_t)offset * 56514952u) ^ 845u)) % 1000u) - 37;
	switch (((((uint64_t)state * 97706736u) + 179u)) % 4u) {
		case 0: start = (uint32_t)((uint64_t)start); break;
		case 1: start ^= 72; break;
		default: start = (uint32_t)(start + 7); break;
	}
	enum kind0 limit[6];
	for (int i10 = 0; i10 < 6; i10++) {
		limit[i10] = (enum kind0)(((((uint64_t)rounds + (uint64_t)start) ^ (uint64_t)offset)) % 5u + 1);
	}
	int32_t left = (int32_t)((uint64_t)start);
	if (rounds > 0) {
		left ^= (int32_t)f2(offset, (uint32_t)((((uint64_t)price + 852u)) % 65521u), (unsigned long long)((((uint64_t)state + (uint64_t)state) + (uint64_t)price)), rounds - 1);
	} else {
		left ^= (int32_t)f3((unsigned)(((((uint64_t)left - (uint64_t)(limit[5])) + 186u)) % 7u), 2);
	}
	return left;
}

static int f1(float offset, const unsigned char *first, const char *limit, int64_t score, struct s2 *stop) {
	enum kind0 key = (enum kind0)((((uint64_t)score - (uint64_t)(stop->c1))) % 5u + 1);
	uint64_t sum = (uint64_t)((((((uint64_t)key - (uint64_t)((int64_t)offset)) ^ (uint64_t)((*first))) + 177u)) % 7u);
	struct s0 last[2];
	for (int i11 = 0; i11 < 2; i11++) {
		last[i11].f0 = (uint32_t)(((uint64_t)((int64_t)offset) + 220u));
		last[i11].d1 = (unsigned)((((uint64_t)((int64_t)stop->h3) ^ (uint64_t)(stop->e0)) + 927u));
		for (int i12 = 0; i12 < 3; i12++) {
			last[i11].e2[i12] = (char)('a' + (((((uint64_t)(limit[0]) ^ 352729u) + (uint64_t)((*first))) + 635u)) % 26u);
		}
		last[i11].a3 = (int16_t)(((((uint64_t)(stop->e0) - (uint64_t)(stop->e0)) + 463u)) % 100u) - 28;
		for (int i13 = 0; i13 < 3; i13++) {
			last[i11].h4[i13] = (int)(((uint64_t)(limit[0]) ^ 139u));
		}
		last[i11].e5 = (int)((((((uint64_t)((int64_t)offset) - (uint64_t)(limit[0])) + (uint64_t)((int64_t)stop->a2)) ^ 266u)) % 1000u);
	}
	const char *width = words[(((uint64_t)(limit[0]) * (uint64_t)sum)) % 15u];
	uint64_t *count = &sum;
	int depth = (int)((uint64_t)(last[0].d1));
	if (secret == 178u) {
		float size = (float)(int)(((((uint64_t)sum * 24785u) * 309u)) & 0xffff) / 3;
		union u0 zone;
		memset(&zone, 0, sizeof zone);
		for (int i14 = 0; i14 < 2; i14++) {
			zone.half[i14] = (uint16_t)((((uint64_t)((int64_t)stop->a2) - (uint64_t)((int64_t)offset)) * 388u));
		}
		depth ^= (int)f2(((((uint64_t)score * 598u)) & 2) != 0, (uint32_t)(((uint64_t)key * 902u)), (unsigned long long)((((uint64_t)depth * 50u)) % 65521u), 1);
	}
	depth = (int)((uint64_t)depth * 3u + (uint64_t)((*first)));
	return depth;
}

int f0(enum kind0 right) {
	enum kind0 last = (enum kind0)((((uint64_t)right + 611u)) % 5u + 1);
	struct node *sum = 0;
	for (int i15 = 0; i15 < 3; i15++)
		sum = push(sum, (int)((((uint64_t)last + 844u)) % 5000u) + i15, (uint64_t)i15 & 3 ? words[i15] : 0);
	struct s2 index[1];
	for (int i16 = 0; i16 < 1; i16++) {
		index[i16].e0 = (size_t)(((uint64_t)i16 + 565u));
		index[i16].c1 = (int32_t)(((((uint64_t)(sum->id) ^ (uint64_t)right) + 560u)) % 65521u) - 45;
		index[i16].a2 = (double)(int)((((uint64_t)right + 595u)) & 0xffff) * 0.25;
		index[i16].h3 = (float)(int)(((((uint64_t)right ^ (uint64_t)right) ^ 665u)) & 0xffff) * 0.5 - 1000;
	}
	struct node *limit = 0;
	for (int i17 = 0; i17 < 3; i17++)
		limit = push(limit, (int)((((((uint64_t)last + 14243775u) * (uint64_t)last) + 557u)) % 5000u) + i17, (uint64_t)i17 & 3 ? words[i17] : 0);
	int rate = (int)(((((uint64_t)(index[0].c1) + (uint64_t)(limit->id)) * (uint64_t)(limit->id)) * 573u));
	unsigned char tick = (unsigned char)(((uint64_t)(limit->id) + (uint64_t)last));
	struct s2 zone;
	zone.e0 = (size_t)(((((uint64_t)(index[0].e0) * 62285920u) + 990u)) % 65521u);
	zone.c1 = (int32_t)((((uint64_t)rate * 2305u) - (uint64_t)(index[0].c1)));
	zone.a2 = (double)(int)(((((uint64_t)(index[0].e0) * (uint64_t)(index[0].c1)) * 993u)) & 0xffff) * 0.5 - 1000;
	zone.h3 = (float)(int)(((((uint64_t)rate - (uint64_t)tick) + 314u)) & 0xffff) * 0.5 - 1000;
	int (*volatile call)(float , const unsigned char *, const char *, int64_t , struct s2 *) = f1;
	rate ^= (int)call((float)(int)(((((uint64_t)rate + 69071116u) + 22u)) & 0xffff) * 0.5 - 1000, &tick, words[((((uint64_t)right + (uint64_t)(index[0].e0)) + 408u)) % 15u], (int64_t)((((uint64_t)rate * 765u)) % 1000u), &zone);
	rate = (int)((uint64_t)rate * 3u + (uint64_t)last);
	rate = (int)((uint64_t)rate * 3u + (uint64_t)rate);
	return rate;
}

int main(void) {
	uint32_t start = secret;
	int status = (int)f0((enum kind0)(((uint64_t)start) % 5u + 1));
	printf("%d\n", status);
	return status == 77;
}
