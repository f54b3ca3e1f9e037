#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile uint32_t secret = 56;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_NORTH = 0, K0_BLUE = 1, K0_BUSY = 2 };
struct s0 {
	double a0;
	unsigned c1 : 12;
	int64_t d2;
	enum kind0 h3;
};
struct s1 {
	const char *c0;
	uint64_t g1;
};
struct s2 {
	enum kind0 h0[4];
	float g1[5];
	char e2;
	struct s1 b3;
	struct s0 c4;
	unsigned h5 : 7;
};
union u0 {
	uint8_t parts[4];
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

static __attribute__((noinline)) long long f5(float sum, int last, uint32_t limit, int width) {
	double mask = (double)(int)((((uint64_t)width + 688u)) & 0xffff) * 0.25;
	struct s0 count;
	count.a0 = (double)(int)((((((uint64_t)limit + 7163u) + 5854u) + 975u)) & 0xffff) * 0.5 - 1000;
	count.c1 = (unsigned)((uint64_t)limit);
	count.d2 = (int64_t)((((uint64_t)((int64_t)mask) - 9u) * (uint64_t)last));
	count.h3 = (enum kind0)(((((uint64_t)width * (uint64_t)limit) * 193u)) % 3u);
	struct s0 *offset = &count;
	struct node *zone = 0;
	for (int i1 = 0; i1 < 3; i1++)
		zone = push(zone, (int)((((uint64_t)(count.c1) + 302u)) % 5000u) + i1, (uint64_t)i1 & 3 ? words[i1] : 0);
	char score = (char)('a' + ((uint64_t)((int64_t)count.a0)) % 26u);
	enum kind0 rate = (enum kind0)((((((uint64_t)width + (uint64_t)(count.c1)) * (uint64_t)(count.h3)) * 534u)) % 3u);
	unsigned step[3];
	for (int i2 = 0; i2 < 3; i2++) {
		step[i2] = (unsigned)(((uint64_t)(count.c1)) % 7u);
	}
	switch ((((uint64_t)(offset->c1) ^ 305u)) % 4u) {
		case 0: limit = (uint32_t)(((uint64_t)(zone->id) + 844u)); break;
		case 1: limit ^= 3; break;
		default: limit = (uint32_t)(limit + 2); break;
	}
	long long weight = (long long)(((((uint64_t)(count.c1) ^ 2084185u) - (uint64_t)(offset->c1))) % 7u);
	for (int i3 = 0; i3 < 4; i3++) {
		unsigned right = (unsigned)(((uint64_t)width) % 65521u);
		weight = (long long)((uint64_t)weight + (uint64_t)rate);
		if (i3 == 3) {
			secret = (uint32_t)(secret + 5u) / (secret - 56u);
		}
	}
	weight = (long long)((uint64_t)weight * 3u + (uint64_t)last);
	weight = (long long)((uint64_t)weight * 3u + (uint64_t)(offset->h3));
	return weight;
}

unsigned char f4(bool first) {
	float start = (float)(int)((((uint64_t)first - (uint64_t)first)) & 0xffff) + 0.125;
	struct s1 sum;
	sum.c0 = words[(((uint64_t)first ^ 286u)) % 15u];
	sum.g1 = (uint64_t)(((((uint64_t)first * 8641504u) + 3u) * 248u));
	struct s1 *last = &sum;
	unsigned index = (unsigned)((((uint64_t)(last->c0[0]) + 11u)) % 7u);
	unsigned long long offset = (unsigned long long)((((uint64_t)((int64_t)start) * 851u)) % 7u);
	unsigned long long *step = &offset;
	unsigned char rate = (unsigned char)(((uint64_t)index + 100u));
	long long (*volatile call)(float , int , uint32_t , int ) = f5;
	rate ^= (unsigned char)call((float)(int)((((uint64_t)first ^ 188u)) & 0xffff) / 3, (int)(((uint64_t)(last->g1) * 452u)), (uint32_t)((((uint64_t)((int64_t)start) + 52u) + 587u)), (int)((((uint64_t)offset ^ (uint64_t)(sum.c0[0])) + 773u)));
	rate = (unsigned char)((uint64_t)rate * 3u + (uint64_t)(last->c0[0]));
	return rate;
}

uint16_t f3(enum kind0 sum, const char *right, const struct s2 *key, const char *best, enum kind0 mask) {
	struct s1 price[2];
	for (int i4 = 0; i4 < 2; i4++) {
		price[i4].c0 = words[(((uint64_t)mask - (uint64_t)((int64_t)key->c4.a0))) % 15u];
		price[i4].g1 = (uint64_t)((((uint64_t)((int64_t)key->g1[4]) ^ (uint64_t)(key->h0[0])) + 47u));
	}
	enum kind0 step = (enum kind0)((((((uint64_t)(key->h0[0]) + (uint64_t)(price[1].g1)) * (uint64_t)(price[0].c0[0])) * 848u)) % 3u);
	float limit = (float)(int)(((((uint64_t)(price[0].c0[0]) * (uint64_t)(price[1].g1)) - (uint64_t)(key->h5))) & 0xffff) / 3;
	const char *level = words[(((uint64_t)step + 862u)) % 15u];
	double score = (double)(int)((((((uint64_t)(key->b3.g1) * (uint64_t)(key->h0[0])) + 9101482u) + 962u)) & 0xffff) * 0.25;
	struct s0 total[1];
	for (int i5 = 0; i5 < 1; i5++) {
		total[i5].a0 = (double)(int)((((((uint64_t)(best[0]) + (uint64_t)((int64_t)key->c4.a0)) + (uint64_t)((int64_t)key->g1[0])) + 179u)) & 0xffff) + 0.125;
		total[i5].c1 = (unsigned)(((uint64_t)(key->e2) + 57u));
		total[i5].d2 = (int64_t)(((uint64_t)(key->h0[0]) * (uint64_t)(price[1].c0[0])));
		total[i5].h3 = (enum kind0)((((uint64_t)((int64_t)score) * 346u)) % 3u);
	}
	uint16_t left = (uint16_t)(((uint64_t)(key->h5) + 245u));
	left ^= (uint16_t)f4(((((((uint64_t)((int64_t)limit) * (uint64_t)(key->b3.c0[0])) * (uint64_t)((int64_t)key->c4.a0)) * 821u)) & 1) != 0);
	left = (uint16_t)((uint64_t)left * 3u + (uint64_t)step);
	left = (uint16_t)((uint64_t)left * 3u + (uint64_t)(level[0]));
	left = (uint16_t)((uint64_t)left * 3u + (uint64_t)((int64_t)total[0].a0));
	left = (uint16_t)((uint64_t)left * 3u + (uint64_t)(price[0].g1));
	return left;
}

unsigned short f2(int price, struct s2 tick, unsigned first, const char *stop, uint8_t total) {
	enum kind0 rate = (enum kind0)((((uint64_t)((int64_t)tick.g1[4]) + 491u)) % 3u);
	float count = (float)(int)(((((uint64_t)(tick.h5) * (uint64_t)(tick.h0[3])) + 119u)) & 0xffff) / 3;
	signed char state[5];
	for (int i6 = 0; i6 < 5; i6++) {
		state[i6] = (signed char)(((((uint64_t)(tick.h5) ^ (uint64_t)price) ^ 8384168u) ^ 318u));
	}
	size_t left = (size_t)((((((uint64_t)(tick.b3.g1) - (uint64_t)(tick.h0[0])) * 15541u) + 125u)) % 65521u);
	size_t *height = &left;
	enum kind0 level = (enum kind0)((((((uint64_t)rate ^ (uint64_t)((int64_t)tick.g1[0])) + (uint64_t)price) + 927u)) % 3u);
	size_t *score = &left;
	unsigned short weight = (unsigned short)((uint64_t)first);
	if (secret == 56u) {
		enum kind0 start = (enum kind0)(((((uint64_t)(stop[0]) + (uint64_t)weight) * 146u)) % 3u);
		struct s2 right;
		for (int i7 = 0; i7 < 4; i7++) {
			right.h0[i7] = (enum kind0)((((((uint64_t)((int64_t)tick.c4.a0) - 720571u) + (uint64_t)(tick.c4.c1)) ^ 574u)) % 3u);
		}
		for (int i8 = 0; i8 < 5; i8++) {
			right.g1[i8] = (float)(int)(((((uint64_t)(state[0]) - (uint64_t)(tick.c4.c1)) + 199u)) & 0xffff) * 0.5 - 1000;
		}
		right.e2 = (char)('a' + (((uint64_t)((*score)) + 546u)) % 26u);
		right.b3.c0 = words[(((uint64_t)(tick.e2) + 65u)) % 15u];
		right.b3.g1 = (uint64_t)((((uint64_t)first * 649u)) % 65521u);
		right.c4.a0 = (double)(int)(((((uint64_t)(state[0]) + (uint64_t)(tick.h0[3])) * 129u)) & 0xffff) + 0.125;
		right.c4.c1 = (unsigned)((((uint64_t)left ^ (uint64_t)((int64_t)tick.g1[4])) * (uint64_t)((*score))));
		right.c4.d2 = (int64_t)((((uint64_t)((*height)) + 52u)) % 1000u);
		right.c4.h3 = (enum kind0)(((((uint64_t)(state[0]) + 1636u) ^ (uint64_t)rate)) % 3u);
		right.h5 = (unsigned)((uint64_t)weight);
		char width[3];
		for (int i9 = 0; i9 < 3; i9++) {
			width[i9] = (char)('a' + (((uint64_t)(tick.h0[3]) ^ (uint64_t)(tick.e2))) % 26u);
		}
		weight ^= (unsigned short)f3((enum kind0)((((uint64_t)(right.e2) + 859u)) % 3u), words[(((((uint64_t)(tick.e2) + (uint64_t)(state[0])) * (uint64_t)first) * 99u)) % 15u], &tick, width, (enum kind0)(((((uint64_t)first + (uint64_t)(tick.c4.c1)) + 192u)) % 3u));
	}
	return weight;
}

static __attribute__((noinline)) int f1(struct s2 start, long long price, int depth, struct s2 *zone) {
	unsigned long long left = (unsigned long long)((((uint64_t)(zone->e2) + 284u)) % 65521u);
	unsigned long long *last = &left;
	if ((((uint64_t)(start.b3.g1) + (uint64_t)((int64_t)start.g1[0]))) & 2) {
		left = (unsigned long long)((((((uint64_t)left ^ 9625901u) + (uint64_t)((int64_t)zone->c4.a0)) ^ 498u)) % 7u);
	}
	int level = (int)(((uint64_t)(zone->b3.g1)) % 100u) - 47;
	int *total = &level;
	left = (unsigned long long)helper_mix(((uint64_t)(zone->b3.g1) + 454u), ((((uint64_t)(start.h0[3]) + 53u) - 7092u) ^ 103u));
	struct s0 right;
	right.a0 = (double)(int)(((uint64_t)((int64_t)start.g1[4])) & 0xffff) + 0.125;
	right.c1 = (unsigned)((((uint64_t)(start.b3.c0[0]) + 768u)) % 65521u);
	right.d2 = (int64_t)((((uint64_t)depth * 980u)) % 1000u);
	right.h3 = (enum kind0)((((((uint64_t)price * (uint64_t)((int64_t)start.g1[4])) * (uint64_t)(zone->b3.g1)) + 667u)) % 3u);
	depth = (int)helper_mix(((uint64_t)((int64_t)zone->g1[4]) + 524u), ((((uint64_t)((int64_t)zone->g1[4]) - (uint64_t)(start.c4.c1)) ^ (uint64_t)price) * 339u));
	bool tick = ((((uint64_t)(zone->b3.c0[0]) * 779u)) & 1) != 0;
	price = (long long)helper_mix((uint64_t)(start.h0[0]), (((uint64_t)(zone->e2) ^ (uint64_t)(zone->c4.c1)) + 85u));
	unsigned short count = (unsigned short)((((uint64_t)(zone->e2) + 12u)) % 1000u);
	switch (((((uint64_t)(start.b3.g1) - (uint64_t)((int64_t)zone->c4.a0)) ^ 411u)) % 4u) {
		case 0: depth = (int)((((((uint64_t)price ^ (uint64_t)(start.h5)) * (uint64_t)price) ^ 594u)) % 100u); break;
		case 1: depth ^= 14; break;
		default: depth = (int)(depth + 3); break;
	}
	int32_t rate = (int32_t)(((uint64_t)(start.b3.g1) * (uint64_t)depth));
	int width = (int)(((((uint64_t)(start.b3.c0[0]) + (uint64_t)((int64_t)zone->g1[0])) ^ 218u)) % 1000u) - 15;
	for (int i10 = 0; i10 < 9; i10++) {
		char weight = (char)('a' + (((((uint64_t)((int64_t)start.g1[4]) + 112380296u) + (uint64_t)((int64_t)start.c4.a0)) + 404u)) % 26u);
		width = (int)((uint64_t)width + (((uint64_t)(start.e2) + 127345u) * 348u));
		if (i10 == 2) {
			width ^= (int)f2((int)(((((uint64_t)((int64_t)start.g1[4]) ^ (uint64_t)((*last))) ^ 20u)) % 65521u), start, (unsigned)(((((uint64_t)(right.c1) + 485963605u) * 362u)) % 1000u), words[(((uint64_t)(zone->c4.c1) + 810u)) % 15u], 49);
		}
	}
	width = (int)((uint64_t)width * 3u + (uint64_t)count);
	width = (int)((uint64_t)width * 3u + (uint64_t)((*last)));
	return width;
}

__attribute__((noinline)) long long f0(struct s2 *start) {
	double best[6];
	for (int i11 = 0; i11 < 6; i11++) {
		best[i11] = (double)(int)((((uint64_t)((int64_t)start->g1[4]) * 713u)) & 0xffff) * 0.25;
	}
	float flags = (float)(int)((((uint64_t)(start->h0[0]) ^ 357u)) & 0xffff) * 0.25;
	bool rate = (((((uint64_t)(start->h5) * (uint64_t)(start->b3.g1)) * 153u)) & 2) != 0;
	bool left = ((((uint64_t)((int64_t)best[5]) + 946u)) & 4) != 0;
	uint32_t right = (uint32_t)(((uint64_t)(start->e2) ^ (uint64_t)rate));
	double index = (double)(int)((((uint64_t)((int64_t)best[0]) + (uint64_t)(start->b3.c0[0]))) & 0xffff) + 0.125;
	long long weight = (long long)(((((uint64_t)((int64_t)index) + 30741u) + (uint64_t)left) ^ 441u));
	struct s2 level;
	for (int i12 = 0; i12 < 4; i12++) {
		level.h0[i12] = (enum kind0)(((((uint64_t)((int64_t)best[5]) * (uint64_t)left) ^ 662u)) % 3u);
	}
	for (int i13 = 0; i13 < 5; i13++) {
		level.g1[i13] = (float)(int)((((((uint64_t)(start->h0[0]) * (uint64_t)((int64_t)start->g1[0])) * (uint64_t)(start->b3.g1)) + 239u)) & 0xffff) / 3;
	}
	level.e2 = (char)('a' + (((((uint64_t)left + 333u) + 484907980u) + 614u)) % 26u);
	level.b3.c0 = words[(((((uint64_t)right - (uint64_t)((int64_t)best[5])) + (uint64_t)rate) * 269u)) % 15u];
	level.b3.g1 = (uint64_t)((((uint64_t)rate * (uint64_t)(start->h0[3])) * (uint64_t)((int64_t)start->g1[4])));
	level.c4.a0 = (double)(int)((((((uint64_t)weight + 783u) ^ (uint64_t)((int64_t)index)) ^ 580u)) & 0xffff) * 0.25;
	level.c4.c1 = (unsigned)((((uint64_t)(start->c4.c1) - (uint64_t)(start->c4.c1)) ^ 668u));
	level.c4.d2 = (int64_t)(((uint64_t)(start->h0[0]) * 468u));
	level.c4.h3 = (enum kind0)((((uint64_t)(start->h0[3]) ^ 272u)) % 3u);
	level.h5 = (unsigned)(((uint64_t)(start->e2) - 23u));
	weight ^= (long long)f1(level, (long long)((((uint64_t)((int64_t)level.g1[0]) + 65902842u) * 446u)), (int)(((((uint64_t)((int64_t)level.g1[4]) - (uint64_t)((int64_t)level.g1[4])) * 240u)) % 65521u), &level);
	weight = (long long)((uint64_t)weight * 3u + (uint64_t)left);
	weight = (long long)((uint64_t)weight * 3u + (uint64_t)rate);
	return weight;
}

int main(void) {
	uint32_t start = secret;
	struct s2 stop;
	for (int i14 = 0; i14 < 4; i14++) {
		stop.h0[i14] = (enum kind0)((((uint64_t)i14 + 242u)) % 3u);
	}
	for (int i15 = 0; i15 < 5; i15++) {
		stop.g1[i15] = (float)(int)((((((uint64_t)start * (uint64_t)i15) + (uint64_t)start) * 498u)) & 0xffff) / 3;
	}
	stop.e2 = (char)('a' + (((((uint64_t)start + (uint64_t)start) * (uint64_t)start) * 535u)) % 26u);
	stop.b3.c0 = words[((((uint64_t)start - 677223463u) ^ 543u)) % 15u];
	stop.b3.g1 = (uint64_t)((((((uint64_t)start - 561737u) * 14157u) + 183u)) % 100u);
	stop.c4.a0 = (double)(int)((((uint64_t)start + 58u)) & 0xffff) + 0.125;
	stop.c4.c1 = (unsigned)((((uint64_t)start + 687u)) % 65521u);
	stop.c4.d2 = (int64_t)((((uint64_t)start * (uint64_t)start)) % 65521u);
	stop.c4.h3 = (enum kind0)((((((uint64_t)start * (uint64_t)start) + (uint64_t)start) * 884u)) % 3u);
	stop.h5 = (unsigned)(((uint64_t)start + (uint64_t)start));
	int status = (int)f0(&stop);
	printf("%d\n", status);
	return status == 77;
}
