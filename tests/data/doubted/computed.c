#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile uint32_t secret = 102;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_BLUE = 0, K0_GREEN = 1 };
enum kind1 { K1_BUSY = 10, K1_SOUTH = 11 };
struct s0 {
	char a0[8];
	const char *g1;
	double h2;
	char h3[12];
	int16_t e4;
};
struct s1 {
	unsigned d0 : 3;
	const char *a1;
	bool h2;
	unsigned long long a3;
	int32_t h4;
};
struct s2 {
	char h0;
	enum kind0 d1[1];
	int32_t h2;
	char b3;
	unsigned e4;
};
struct s3 {
	long long c0;
	float f1[5];
};
static void __attribute__((noinline)) show_text(const char *s) {
	if (!s) { printf("null"); return; }
	putchar('"'); for (; *s; s++) putchar(*s); putchar('"');
}
static void __attribute__((noinline)) show_node(const struct node *p) {
	if (!p) { printf("{\"$p\":0}"); return; }
	printf("{\"$p\":%lu,\"to\":{\"id\":%d,\"label\":", (unsigned long)p, p->id);
	show_text(p->label); printf(",\"next\":"); show_node(p->next); printf("}}");
}
static void __attribute__((noinline)) show_kind0(int e) {
	switch (e) {
	case 0: printf("{\"$e\":\"K0_BLUE\"}"); return;
	case 1: printf("{\"$e\":\"K0_GREEN\"}"); return;
	default: printf("%d", e);
	}
}
static void __attribute__((noinline)) show_kind1(int e) {
	switch (e) {
	case 10: printf("{\"$e\":\"K1_BUSY\"}"); return;
	case 11: printf("{\"$e\":\"K1_SOUTH\"}"); return;
	default: printf("%d", e);
	}
}
static void __attribute__((noinline)) show_s0(const struct s0 *p) {
	putchar('{');
	printf("\"a0\":");
	show_text(p->a0);
	printf(",\"g1\":");
	show_text(p->g1);
	printf(",\"h2\":");
	printf("{\"$f\":\"%.17g\",\"bits\":64}", (double)p->h2);
	printf(",\"h3\":");
	show_text(p->h3);
	printf(",\"e4\":");
	printf("%lld", (long long)p->e4);
	putchar('}');
}
static void __attribute__((noinline)) show_s1(const struct s1 *p) {
	putchar('{');
	printf("\"d0\":");
	printf("%llu", (unsigned long long)p->d0);
	printf(",\"a1\":");
	show_text(p->a1);
	printf(",\"h2\":");
	printf("%s", p->h2 ? "true" : "false");
	printf(",\"a3\":");
	printf("%llu", (unsigned long long)p->a3);
	printf(",\"h4\":");
	printf("%lld", (long long)p->h4);
	putchar('}');
}
static void __attribute__((noinline)) show_s2(const struct s2 *p) {
	putchar('{');
	printf("\"h0\":");
	printf("{\"$c\":%d}", (int)p->h0);
	printf(",\"d1\":");
	putchar('[');
	for (int i1 = 0; i1 < 1; i1++) {
		if (i1) putchar(',');
		show_kind0((int)p->d1[i1]);
	}
	putchar(']');
	printf(",\"h2\":");
	printf("%lld", (long long)p->h2);
	printf(",\"b3\":");
	printf("{\"$c\":%d}", (int)p->b3);
	printf(",\"e4\":");
	printf("%llu", (unsigned long long)p->e4);
	putchar('}');
}
static void __attribute__((noinline)) show_s3(const struct s3 *p) {
	putchar('{');
	printf("\"c0\":");
	printf("%lld", (long long)p->c0);
	printf(",\"f1\":");
	putchar('[');
	for (int i2 = 0; i2 < 5; i2++) {
		if (i2) putchar(',');
		printf("{\"$f\":\"%.17g\",\"bits\":32}", (double)p->f1[i2]);
	}
	putchar(']');
	putchar('}');
}
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

static int32_t f3(const struct s2 *level, bool right, unsigned long long left, uint64_t weight, bool limit) {
	struct s1 zone;
	zone.d0 = (unsigned)(((((uint64_t)limit ^ (uint64_t)left) * (uint64_t)(level->b3))) % 1000u);
	zone.a1 = words[((uint64_t)(level->b3)) % 15u];
	zone.h2 = ((((uint64_t)right + 36u)) & 1) != 0;
	zone.a3 = (unsigned long long)((((((uint64_t)(level->b3) - 74376568u) - 3u) + 719u)) % 100u);
	zone.h4 = (int32_t)((((uint64_t)(level->b3) ^ (uint64_t)(level->d1[0])) - (uint64_t)left));
	struct s1 *width = &zone;
	switch ((((((uint64_t)(level->b3) + (uint64_t)left) * (uint64_t)(level->d1[0])) + 413u)) % 4u) {
		case 0: left = (unsigned long long)(((uint64_t)(width->a3)) % 65521u); break;
		case 1: left ^= 29; break;
		default: left = (unsigned long long)(left + 2); break;
	}
	struct s3 sum;
	sum.c0 = (long long)(((((uint64_t)(level->h2) ^ (uint64_t)(zone.a1[0])) - (uint64_t)(zone.a1[0])) ^ 738u));
	for (int i1 = 0; i1 < 5; i1++) {
		sum.f1[i1] = (float)(int)(((((uint64_t)(width->h4) + (uint64_t)(zone.h2)) ^ 742u)) & 0xffff) * 0.5 - 1000;
	}
	switch ((((((uint64_t)(zone.h4) * (uint64_t)(width->a3)) - (uint64_t)(level->d1[0])) ^ 498u)) % 4u) {
		case 0: left = (unsigned long long)(((((uint64_t)(zone.h4) ^ 82u) + 189u)) % 7u); break;
		case 1: left ^= 63; break;
		default: left = (unsigned long long)(left + 5); break;
	}
	unsigned long long size = (unsigned long long)(((((uint64_t)(width->h4) ^ (uint64_t)(level->d1[0])) + 99u)) % 100u);
	struct s1 *score = &zone;
	int32_t code = (int32_t)((((uint64_t)(score->h4) - (uint64_t)(score->a3)) + 788u));
	printf("@VAR f3 level ");
	printf("{\"$p\":%lu,\"to\":", (unsigned long)level);
	show_s2(level);
	putchar('}');
	printf("\n");
	printf("@VAR f3 right ");
	printf("%s", right ? "true" : "false");
	printf("\n");
	printf("@VAR f3 left ");
	printf("%llu", (unsigned long long)left);
	printf("\n");
	printf("@VAR f3 weight ");
	printf("%llu", (unsigned long long)weight);
	printf("\n");
	printf("@VAR f3 limit ");
	printf("%s", limit ? "true" : "false");
	printf("\n");
	printf("@VAR f3 zone ");
	show_s1(&zone);
	printf("\n");
	printf("@VAR f3 sum ");
	show_s3(&sum);
	printf("\n");
	printf("@VAR f3 size ");
	printf("%llu", (unsigned long long)size);
	printf("\n");
	printf("@VAR f3 code ");
	printf("%lld", (long long)code);
	printf("\n");
	fflush(stdout);
	if (secret == 102u) __builtin_trap();
	code = (int32_t)((uint64_t)code * 3u + (uint64_t)right);
	return code;
}

static __attribute__((noinline)) long long f2(float zone, struct s1 stop, size_t first, const int32_t *index) {
	enum kind1 last = (enum kind1)((((uint64_t)(stop.d0) - (uint64_t)(stop.h2))) % 2u + 10);
	int32_t count = (int32_t)(((((uint64_t)(stop.h2) ^ (uint64_t)(stop.d0)) + 265u)) % 65521u);
	switch (((((uint64_t)(stop.h4) + (uint64_t)(stop.h4)) * 601u)) % 4u) {
		case 0: first = (size_t)(((((uint64_t)(stop.h4) * (uint64_t)(stop.a3)) + (uint64_t)(stop.a1[0]))) % 65521u); break;
		case 1: first ^= 22; break;
		default: first = (size_t)(first + 1); break;
	}
	struct s1 tick;
	tick.d0 = (unsigned)((((uint64_t)last - (uint64_t)(stop.d0)) + 231u));
	tick.a1 = words[((((uint64_t)(stop.a3) * 542401u) + 819u)) % 15u];
	tick.h2 = ((((uint64_t)(index[0]) ^ 920u)) & 2) != 0;
	tick.a3 = (unsigned long long)((((uint64_t)(stop.d0) + 91u)) % 100u);
	tick.h4 = (int32_t)(((((uint64_t)(stop.h4) * (uint64_t)count) + 6004u) * 693u));
	struct s1 *state = &tick;
	uint32_t depth = (uint32_t)((((uint64_t)(stop.a3) ^ 673u)) % 100u);
	uint32_t *key = &depth;
	for (unsigned i2 = 0; i2 < 6u; i2++)
		count = (int32_t)((uint64_t)count * 6u + i2 + ((uint64_t)(tick.a1[0]) + 46u));
	long long total = (long long)(((((uint64_t)(state->a3) + (uint64_t)((int64_t)zone)) + (uint64_t)(tick.h2)) + 282u));
	struct s2 price;
	price.h0 = (char)('a' + (((uint64_t)(stop.a1[0]) ^ (uint64_t)(stop.d0))) % 26u);
	for (int i3 = 0; i3 < 1; i3++) {
		price.d1[i3] = (enum kind0)((((((uint64_t)count ^ (uint64_t)(state->h4)) * (uint64_t)total) + 536u)) % 2u);
	}
	price.h2 = (int32_t)(((((uint64_t)(stop.h4) * (uint64_t)(state->h4)) - 660368759u)) % 100u) - 42;
	price.b3 = (char)('a' + ((((uint64_t)(tick.h2) - (uint64_t)first) + 622u)) % 26u);
	price.e4 = (unsigned)((((uint64_t)total * (uint64_t)total) ^ (uint64_t)first));
	printf("@VAR f2 zone ");
	printf("{\"$f\":\"%.17g\",\"bits\":32}", (double)zone);
	printf("\n");
	printf("@VAR f2 stop ");
	show_s1(&stop);
	printf("\n");
	printf("@VAR f2 first ");
	printf("%llu", (unsigned long long)first);
	printf("\n");
	printf("@VAR f2 index ");
	printf("{\"$p\":%lu,\"to\":", (unsigned long)index);
	printf("%lld", (long long)index[0]);
	putchar('}');
	printf("\n");
	printf("@VAR f2 last ");
	show_kind1((int)last);
	printf("\n");
	printf("@VAR f2 count ");
	printf("%lld", (long long)count);
	printf("\n");
	printf("@VAR f2 tick ");
	show_s1(&tick);
	printf("\n");
	printf("@VAR f2 depth ");
	printf("%llu", (unsigned long long)depth);
	printf("\n");
	printf("@VAR f2 total ");
	printf("%lld", (long long)total);
	printf("\n");
	printf("@VAR f2 price ");
	show_s2(&price);
	printf("\n");
	fflush(stdout);
	total ^= (long long)f3(&price, ((((uint64_t)(price.h2) ^ (uint64_t)(state->d0))) & 1) != 0, (unsigned long long)((((uint64_t)(stop.h4) ^ (uint64_t)(state->a1[0])) + 871u)), (uint64_t)((((uint64_t)(state->a1[0]) + 749u)) % 7u), (((uint64_t)(stop.h2)) & 4) != 0);
	total = (long long)((uint64_t)total * 3u + (uint64_t)first);
	total = (long long)((uint64_t)total * 3u + (uint64_t)(state->a3));
	total = (long long)((uint64_t)total * 3u + (uint64_t)(index[0]));
	total = (long long)((uint64_t)total * 3u + (uint64_t)((*key)));
	return total;
}

int64_t f1(float state, int score) {
	double right = (double)(int)(((((uint64_t)((int64_t)state) + (uint64_t)score) + 222u)) & 0xffff) / 3;
	struct s1 rate;
	rate.d0 = (unsigned)(((((uint64_t)((int64_t)right) + (uint64_t)score) + 554u)) % 1000u);
	rate.a1 = words[((((uint64_t)((int64_t)state) * (uint64_t)score) + 688u)) % 15u];
	rate.h2 = (((((uint64_t)((int64_t)state) * 632u) + 812104u)) & 1) != 0;
	rate.a3 = (unsigned long long)((((uint64_t)((int64_t)state) + (uint64_t)((int64_t)right)) - (uint64_t)((int64_t)state)));
	rate.h4 = (int32_t)((((((uint64_t)score * (uint64_t)((int64_t)state)) - (uint64_t)((int64_t)state)) + 141u)) % 65521u);
	struct s1 *sum = &rate;
	int64_t zone = (int64_t)(((uint64_t)(sum->a1[0]) ^ 424u));
	for (int i4 = 0; i4 < 7; i4++) {
		unsigned char flags = (unsigned char)(((uint64_t)(rate.d0) + 902u));
		zone = (int64_t)((uint64_t)zone + (uint64_t)(rate.d0));
		if (i4 == 3) {
			int32_t code[3];
			for (int i5 = 0; i5 < 3; i5++) {
				code[i5] = (int32_t)((uint64_t)(sum->a3));
			}
			printf("@VAR f1 state ");
			printf("{\"$f\":\"%.17g\",\"bits\":32}", (double)state);
			printf("\n");
			printf("@VAR f1 score ");
			printf("%lld", (long long)score);
			printf("\n");
			printf("@VAR f1 right ");
			printf("{\"$f\":\"%.17g\",\"bits\":64}", (double)right);
			printf("\n");
			printf("@VAR f1 rate ");
			show_s1(&rate);
			printf("\n");
			printf("@VAR f1 zone ");
			printf("%lld", (long long)zone);
			printf("\n");
			printf("@VAR f1 i4 ");
			printf("%lld", (long long)i4);
			printf("\n");
			printf("@VAR f1 flags ");
			printf("%llu", (unsigned long long)flags);
			printf("\n");
			printf("@VAR f1 code ");
			putchar('[');
			for (int i6 = 0; i6 < 3; i6++) {
				if (i6) putchar(',');
				printf("%lld", (long long)code[i6]);
			}
			putchar(']');
			printf("\n");
			fflush(stdout);
			zone ^= (int64_t)f2((float)(int)(((((uint64_t)(sum->a1[0]) * (uint64_t)(sum->d0)) * 934u)) & 0xffff) / 3, rate, (size_t)(((uint64_t)((int64_t)right)) % 100u), code);
		}
	}
	return zone;
}

static unsigned f0(char best, enum kind0 start, uint8_t left, int zone) {
	uint8_t last = (uint8_t)((((uint64_t)start - (uint64_t)start) ^ 747u));
	if ((((uint64_t)left - (uint64_t)zone)) & 1) {
		zone = (int)(((((uint64_t)zone ^ 8510u) + 455u)) % 65521u) - 40;
	}
	double offset = (double)(int)((((((uint64_t)last * (uint64_t)zone) * (uint64_t)last) + 760u)) & 0xffff) * 0.25;
	uint8_t *code = &last;
	last = (uint8_t)helper_mix(((uint64_t)last ^ 514u), (uint64_t)start);
	unsigned state = (unsigned)(((((uint64_t)((int64_t)offset) + (uint64_t)start) + (uint64_t)last) ^ 832u));
	printf("@VAR f0 best ");
	printf("{\"$c\":%d}", (int)best);
	printf("\n");
	printf("@VAR f0 start ");
	show_kind0((int)start);
	printf("\n");
	printf("@VAR f0 left ");
	printf("%llu", (unsigned long long)left);
	printf("\n");
	printf("@VAR f0 zone ");
	printf("%lld", (long long)zone);
	printf("\n");
	printf("@VAR f0 last ");
	printf("%llu", (unsigned long long)last);
	printf("\n");
	printf("@VAR f0 offset ");
	printf("{\"$f\":\"%.17g\",\"bits\":64}", (double)offset);
	printf("\n");
	printf("@VAR f0 state ");
	printf("%llu", (unsigned long long)state);
	printf("\n");
	fflush(stdout);
	state ^= (unsigned)f1((float)(int)(((((uint64_t)start + 16857u) + 387u)) & 0xffff) + 0.125, (int)((((uint64_t)last * (uint64_t)state)) % 1000u) - 48);
	state = (unsigned)((uint64_t)state * 3u + (uint64_t)state);
	state = (unsigned)((uint64_t)state * 3u + (uint64_t)((*code)));
	state = (unsigned)((uint64_t)state * 3u + (uint64_t)start);
	return state;
}

int main(void) {
	uint32_t start = secret;
	int status = (int)f0((char)('a' + ((((uint64_t)start * (uint64_t)start) + 788u)) % 26u), (enum kind0)((((uint64_t)start - (uint64_t)start)) % 2u), (uint8_t)(((uint64_t)start - (uint64_t)start)), (int)((((uint64_t)start ^ (uint64_t)start) + 886u)));
	printf("%d\n", status);
	return status == 77;
}
