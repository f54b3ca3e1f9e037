#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile uint32_t secret = 34;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_SOUTH = 0, K0_BUSY = 1, K0_DONE = 2 };
enum kind1 { K1_RED = 1, K1_GREEN = 2, K1_SOUTH = 3 };
struct s0 {
	double g0;
	signed char c1;
	char g2[8];
	int64_t e3;
	uint16_t d4;
};
struct s1 {
	enum kind0 f0[1];
	bool h1;
	struct s0 h2;
	char d3;
	enum kind0 a4[4];
	long long g5;
};
struct s2 {
	const char *e0;
	char h1[8];
};
union u0 {
	uint16_t half[2];
	uint8_t parts[4];
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

static int f4(char height, float key) {
	unsigned long long mask = (unsigned long long)(((((uint64_t)((int64_t)key) + 74555u) + (uint64_t)((int64_t)key))) % 1000u);
	for (unsigned i1 = 0; i1 < 7u; i1++)
		mask = (unsigned long long)((uint64_t)mask * 7u + i1 + (uint64_t)height);
	uint64_t left[5];
	for (int i2 = 0; i2 < 5; i2++) {
		left[i2] = (uint64_t)((((uint64_t)((int64_t)key) + 538u)) % 65521u);
	}
	bool total = (((((uint64_t)(left[0]) * (uint64_t)(left[0])) + 182u)) & 4) != 0;
	unsigned long long *count = &mask;
	bool width = ((((((uint64_t)((*count)) - (uint64_t)(left[0])) + 28932u) ^ 220u)) & 4) != 0;
	mask = (unsigned long long)helper_mix(((((uint64_t)(left[0]) ^ (uint64_t)(left[0])) + (uint64_t)(left[0])) + 622u), ((uint64_t)((*count)) * 501u));
	int weight = (int)((((uint64_t)(left[0]) - (uint64_t)height)) % 100u) - 16;
	for (int i3 = 0; i3 < 5; i3++) {
		unsigned long long tick = (unsigned long long)((((uint64_t)weight + 546u)) % 7u);
		weight = (int)((uint64_t)weight + ((uint64_t)((*count)) + 692u));
		if (i3 == 3) {
			if (secret == 34u) abort();
		}
	}
	weight = (int)((uint64_t)weight * 3u + (uint64_t)weight);
	weight = (int)((uint64_t)weight * 3u + (uint64_t)total);
	return weight;
}

static int f3(bool limit, float last, const int32_t *first, int8_t weight) {
	bool offset = ((((uint64_t)((*first)) + 346u)) & 1) != 0;
	for (unsigned i4 = 0; i4 < 5u; i4++)
		weight = (int8_t)((uint64_t)weight * 7u + i4 + ((uint64_t)((int64_t)last) + 182u));
	struct s1 left[3];
	for (int i5 = 0; i5 < 3; i5++) {
		for (int i6 = 0; i6 < 1; i6++) {
			left[i5].f0[i6] = (enum kind0)(((((uint64_t)limit * (uint64_t)weight) * 840u)) % 3u);
		}
		left[i5].h1 = ((((uint64_t)((*first)) * (uint64_t)((*first)))) & 2) != 0;
		left[i5].h2.g0 = (double)(int)((((((uint64_t)((int64_t)last) + (uint64_t)limit) ^ 91867u) + 435u)) & 0xffff) * 0.25;
		left[i5].h2.c1 = (signed char)(((uint64_t)((int64_t)last) + 561u));
		snprintf(left[i5].h2.g2, sizeof left[i5].h2.g2, "%d apples", (int)(((((uint64_t)weight + (uint64_t)((*first))) + 800u)) % 1000u));
		left[i5].h2.e3 = (int64_t)((((uint64_t)offset + 535u)) % 100u);
		left[i5].h2.d4 = (uint16_t)(((((uint64_t)((int64_t)last) + (uint64_t)i5) - 85159u) + 908u));
		left[i5].d3 = (char)('a' + (((uint64_t)i5 ^ 334u)) % 26u);
		for (int i7 = 0; i7 < 4; i7++) {
			left[i5].a4[i7] = (enum kind0)(((((uint64_t)((int64_t)last) + (uint64_t)i5) - (uint64_t)((int64_t)last))) % 3u);
		}
		left[i5].g5 = (long long)((((uint64_t)((int64_t)last) + (uint64_t)offset)) % 1000u);
	}
	long long flags = (long long)((((((uint64_t)offset + (uint64_t)limit) - (uint64_t)(left[2].f0[0])) * 413u)) % 100u);
	float tick = (float)(int)(((((uint64_t)(left[0].f0[0]) * (uint64_t)((*first))) * 8u)) & 0xffff) / 3;
	long long *step = &flags;
	*step = (long long)(((((uint64_t)flags + (uint64_t)(left[2].f0[0])) - (uint64_t)flags)) % 65521u);
	enum kind1 sum = (enum kind1)((((uint64_t)weight + 308u)) % 3u + 1);
	bool start = (((((uint64_t)((*first)) * (uint64_t)(left[0].f0[0])) + (uint64_t)(left[2].f0[0]))) & 2) != 0;
	switch (((((uint64_t)((int64_t)last) * 39598779u) + 601u)) % 4u) {
		case 0: flags = (long long)((((uint64_t)(left[0].f0[0]) * (uint64_t)sum) ^ 159u)); break;
		case 1: flags ^= 65; break;
		default: flags = (long long)(flags + 5); break;
	}
	int score = (int)(((((uint64_t)start + (uint64_t)(left[2].f0[0])) * (uint64_t)weight) * 598u));
	score ^= (int)f4((char)('a' + ((uint64_t)score) % 26u), (float)(int)((((((uint64_t)((*step)) * (uint64_t)sum) + 158u) * 868u)) & 0xffff) * 0.5 - 1000);
	score = (int)((uint64_t)score * 3u + (uint64_t)flags);
	score = (int)((uint64_t)score * 3u + (uint64_t)((*first)));
	score = (int)((uint64_t)score * 3u + (uint64_t)limit);
	score = (int)((uint64_t)score * 3u + (uint64_t)((*step)));
	return score;
}

int8_t f2(double offset, int32_t sum) {
	char total[16];
	snprintf(total, sizeof total, "n%d", (int)(((((uint64_t)((int64_t)offset) * (uint64_t)sum) ^ 857u)) % 1000u));
	for (unsigned i8 = 0; i8 < 6u; i8++)
		sum = (int32_t)((uint64_t)sum * 3u + i8 + ((uint64_t)(total[0]) + 353u));
	struct s1 stop[3];
	for (int i9 = 0; i9 < 3; i9++) {
		for (int i10 = 0; i10 < 1; i10++) {
			stop[i9].f0[i10] = (enum kind0)(((((uint64_t)((int64_t)offset) * (uint64_t)(total[1])) * 458u)) % 3u);
		}
		stop[i9].h1 = (((((uint64_t)((int64_t)offset) + (uint64_t)i9) ^ 402u)) & 2) != 0;
		stop[i9].h2.g0 = (double)(int)((((((uint64_t)i9 * (uint64_t)(total[0])) * 94u) + 629u)) & 0xffff) * 0.5 - 1000;
		stop[i9].h2.c1 = (signed char)(((uint64_t)i9 ^ (uint64_t)((int64_t)offset)));
		snprintf(stop[i9].h2.g2, sizeof stop[i9].h2.g2, "<%d>", (int)((((uint64_t)i9 ^ 405u)) % 1000u));
		stop[i9].h2.e3 = (int64_t)((((((uint64_t)(total[1]) + (uint64_t)(total[1])) ^ 1u) + 148u)) % 65521u);
		stop[i9].h2.d4 = (uint16_t)((((uint64_t)sum + (uint64_t)(total[1]))) % 1000u);
		stop[i9].d3 = (char)('a' + ((((uint64_t)(total[1]) + (uint64_t)(total[0])) + 749u)) % 26u);
		for (int i11 = 0; i11 < 4; i11++) {
			stop[i9].a4[i11] = (enum kind0)((((((uint64_t)i11 + (uint64_t)((int64_t)offset)) + (uint64_t)(total[0])) + 490u)) % 3u);
		}
		stop[i9].g5 = (long long)((((uint64_t)i9 * 827u)) % 1000u);
	}
	int64_t height = (int64_t)((((uint64_t)(stop[0].f0[0]) ^ 66u)) % 7u);
	float mask = (float)(int)(((((uint64_t)sum + (uint64_t)(stop[2].f0[0])) * 206u)) & 0xffff) / 3;
	struct s1 size[1];
	for (int i12 = 0; i12 < 1; i12++) {
		for (int i13 = 0; i13 < 1; i13++) {
			size[i12].f0[i13] = (enum kind0)(((uint64_t)sum) % 3u);
		}
		size[i12].h1 = (((((uint64_t)i12 ^ (uint64_t)i12) * 370u)) & 2) != 0;
		size[i12].h2.g0 = (double)(int)(((uint64_t)(stop[0].f0[0])) & 0xffff) * 0.25;
		size[i12].h2.c1 = (signed char)(((uint64_t)((int64_t)mask) + 474u));
		snprintf(size[i12].h2.g2, sizeof size[i12].h2.g2, "key-%d", (int)(((uint64_t)i12) % 1000u));
		size[i12].h2.e3 = (int64_t)(((uint64_t)(stop[2].f0[0])) % 65521u) - 29;
		size[i12].h2.d4 = (uint16_t)((((uint64_t)(total[0]) * 590u)) % 65521u);
		size[i12].d3 = (char)('a' + ((((uint64_t)(total[0]) - (uint64_t)(total[1])) ^ 689u)) % 26u);
		for (int i14 = 0; i14 < 4; i14++) {
			size[i12].a4[i14] = (enum kind0)(((((uint64_t)(stop[0].f0[0]) ^ (uint64_t)sum) + 224u)) % 3u);
		}
		size[i12].g5 = (long long)((((uint64_t)i12 * 197u)) % 65521u) - 21;
	}
	int64_t *index = &height;
	struct s2 key;
	key.e0 = words[(((uint64_t)(size[0].f0[0]) + 90u)) % 15u];
	snprintf(key.h1, sizeof key.h1, "%d apples", (int)(((((uint64_t)(size[0].f0[0]) + 2563936u) + (uint64_t)(size[0].f0[0]))) % 1000u));
	int8_t width = (int8_t)(((uint64_t)(size[0].f0[0]) ^ 193u));
	int32_t start = (int32_t)((((uint64_t)((*index)) + 959u)) % 7u) - 10;
	width ^= (int8_t)f3(((((uint64_t)(size[0].f0[0]) + 276u)) & 4) != 0, (float)(int)((((((uint64_t)(stop[2].f0[0]) ^ (uint64_t)(size[0].f0[0])) * (uint64_t)(key.h1[1])) + 586u)) & 0xffff) * 0.25, &start, width);
	return width;
}

__attribute__((noinline)) signed char f1(double right, struct s2 width, uint32_t weight, const struct s1 *flags) {
	union u0 sum;
	memset(&sum, 0, sizeof sum);
	for (int i15 = 0; i15 < 2; i15++) {
		sum.half[i15] = (uint16_t)((((uint64_t)((int64_t)right) * (uint64_t)weight) * 77031594u));
	}
	struct s1 code;
	for (int i16 = 0; i16 < 1; i16++) {
		code.f0[i16] = (enum kind0)((((((uint64_t)(flags->f0[0]) * (uint64_t)(width.e0[0])) + 24u) + 925u)) % 3u);
	}
	code.h1 = (((((uint64_t)((int64_t)flags->h2.g0) * 6998u) + 674u)) & 1) != 0;
	code.h2.g0 = (double)(int)((((((uint64_t)(flags->d3) * 888771u) * (uint64_t)(flags->a4[0])) + 332u)) & 0xffff) / 3;
	code.h2.c1 = (signed char)((((uint64_t)(flags->g5) * (uint64_t)(flags->d3)) + 717u));
	snprintf(code.h2.g2, sizeof code.h2.g2, "key-%d", (int)(((uint64_t)(flags->f0[0])) % 1000u));
	code.h2.e3 = (int64_t)((((uint64_t)weight ^ (uint64_t)(flags->a4[3])) + 348u));
	code.h2.d4 = (uint16_t)(((uint64_t)(flags->f0[0]) * 125u));
	code.d3 = (char)('a' + ((((uint64_t)(flags->f0[0]) + (uint64_t)((int64_t)right)) * 490u)) % 26u);
	for (int i17 = 0; i17 < 4; i17++) {
		code.a4[i17] = (enum kind0)(((((uint64_t)weight * (uint64_t)(width.h1[0])) + 688u)) % 3u);
	}
	code.g5 = (long long)(((uint64_t)weight * 346u));
	struct s1 *step = &code;
	weight = (uint32_t)helper_mix((((uint64_t)(width.h1[1]) + (uint64_t)(code.a4[3])) + 245958287u), (((uint64_t)((int64_t)flags->h2.g0) * (uint64_t)(flags->g5)) + 373u));
	signed char left = (signed char)(((((uint64_t)(flags->g5) + (uint64_t)(code.a4[3])) + 12974u) + 379u));
	left ^= (signed char)f2((double)(int)((((uint64_t)(code.h1) + 215u)) & 0xffff) * 0.25, (int32_t)((((uint64_t)(code.d3) + (uint64_t)(flags->a4[0])) + 743u)));
	left = (signed char)((uint64_t)left * 3u + (uint64_t)(code.d3));
	left = (signed char)((uint64_t)left * 3u + (uint64_t)(width.e0[0]));
	left = (signed char)((uint64_t)left * 3u + (uint64_t)(step->d3));
	return left;
}

int f0(int mask) {
	bool tick = ((((uint64_t)mask + (uint64_t)mask)) & 1) != 0;
	struct s1 index;
	for (int i18 = 0; i18 < 1; i18++) {
		index.f0[i18] = (enum kind0)((((((uint64_t)mask * (uint64_t)tick) + (uint64_t)tick) ^ 356u)) % 3u);
	}
	index.h1 = ((((((uint64_t)tick + (uint64_t)mask) + (uint64_t)tick) ^ 215u)) & 4) != 0;
	index.h2.g0 = (double)(int)((((uint64_t)mask - 854721u)) & 0xffff) / 3;
	index.h2.c1 = (signed char)(((uint64_t)mask * (uint64_t)tick));
	snprintf(index.h2.g2, sizeof index.h2.g2, "key-%d", (int)(((((uint64_t)tick * 3255u) ^ 861u)) % 1000u));
	index.h2.e3 = (int64_t)((((uint64_t)mask * (uint64_t)tick) * (uint64_t)mask));
	index.h2.d4 = (uint16_t)((((uint64_t)mask - (uint64_t)tick)) % 1000u);
	index.d3 = (char)('a' + ((((uint64_t)mask + (uint64_t)mask) + 168u)) % 26u);
	for (int i19 = 0; i19 < 4; i19++) {
		index.a4[i19] = (enum kind0)((((((uint64_t)i19 * (uint64_t)i19) ^ (uint64_t)i19) * 80u)) % 3u);
	}
	index.g5 = (long long)((((uint64_t)mask ^ 10055636u) ^ 28217u));
	int width = (int)((((uint64_t)(index.f0[0]) ^ (uint64_t)(index.a4[3]))) % 65521u);
	enum kind0 price = (enum kind0)((((uint64_t)tick + 274u)) % 3u);
	int code = (int)((((uint64_t)((int64_t)index.h2.g0) * (uint64_t)mask) + 95u));
	if (secret == 34u) {
		enum kind1 depth = (enum kind1)(((uint64_t)((int64_t)index.h2.g0)) % 3u + 1);
		int8_t count[4];
		for (int i20 = 0; i20 < 4; i20++) {
			count[i20] = (int8_t)((uint64_t)(index.a4[3]));
		}
		struct s2 last;
		last.e0 = words[(((uint64_t)(count[0]) ^ 304u)) % 15u];
		snprintf(last.h1, sizeof last.h1, "<%d>", (int)(((((uint64_t)(index.g5) ^ (uint64_t)code) ^ 685u)) % 1000u));
		code ^= (int)f1((double)(int)((((((uint64_t)(count[0]) * (uint64_t)(index.a4[0])) + (uint64_t)(index.h1)) + 260u)) & 0xffff) / 3, last, (uint32_t)((((((uint64_t)(index.g5) ^ (uint64_t)(index.g5)) + (uint64_t)(count[3])) + 995u)) % 100u), &index);
	}
	code = (int)((uint64_t)code * 3u + (uint64_t)(index.g5));
	code = (int)((uint64_t)code * 3u + (uint64_t)width);
	return code;
}

int main(void) {
	uint32_t start = secret;
	int status = (int)f0((int)((((uint64_t)start + 5373932u)) % 65521u) - 6);
	printf("%d\n", status);
	return status == 77;
}
