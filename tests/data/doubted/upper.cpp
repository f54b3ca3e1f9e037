#include <array>
#include <cassert>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

static volatile uint32_t secret = 197;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_BUSY = 1, K0_IDLE = 2, K0_NORTH = 3, K0_GREEN = 4, K0_BLUE = 5 };
struct s0 {
	int a0;
	enum kind0 f1;
	double b2;
	const char *e3;
};
struct s1 {
	const char *f0;
	int16_t e1;
	double a2;
	const char *g3;
};
struct s2 {
	const char *b0;
	double e1;
	long long e2;
	unsigned short h3;
};
struct s3 {
	char g0;
	int64_t d1[4];
	struct s2 c2;
};
struct base0 {
	short id{};
	virtual ~base0() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape0 : base0 {
	size_t m0{};
	int m1{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct base1 {
	int id{};
	virtual ~base1() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape1 : base1 {
	double m0{};
	int64_t m1{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct engine;
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
template <typename T> static uint64_t weigh(const T &value, unsigned times) {
	uint64_t sum = 0;
	for (unsigned i = 0; i < times; i++) sum += helper_digest(&value, sizeof value);
	return sum;
}

static unsigned char f4(struct s1 last, const std::string &score, int level, const char *state) {
	int32_t index = (int32_t)(((((uint64_t)(last.e1) + 262123u) + 940u)) % 100u) - 22;
	if ((((uint64_t)index - 453u)) & 2) {
		level = (int)((((((uint64_t)((int64_t)last.a2) * (uint64_t)(last.g3[0])) + (uint64_t)index) + 842u)) % 1000u) - 3;
	}
	char zone = (char)('a' + (((uint64_t)(last.e1) ^ 559u)) % 26u);
	for (unsigned i1 = 0; i1 < 7u; i1++)
		index = (int32_t)((uint64_t)index * 9u + i1 + (uint64_t)((int64_t)last.a2));
	double offset = (double)(int)(((((uint64_t)((int64_t)last.a2) + (uint64_t)((int64_t)last.a2)) + 851u)) & 0xffff) * 0.5 - 1000;
	int32_t *first = &index;
	std::array<unsigned, 3> step{};
	for (int i2 = 0; i2 < 3; i2++) {
		step[i2] = (unsigned)((((uint64_t)(last.e1) + 494u)) % 100u);
	}
	double left = (double)(int)((((uint64_t)(last.g3[0]) * 381u)) & 0xffff) + 0.125;
	unsigned char width = (unsigned char)((((uint64_t)(last.e1) + (uint64_t)(last.g3[0])) + 706u));
	for (int i3 = 0; i3 < 4; i3++) {
		size_t weight = (size_t)(((uint64_t)(score.size()) + 815u));
		width = (unsigned char)((uint64_t)width + (((uint64_t)(step.size()) * (uint64_t)level) * 459u));
		if (i3 == 0) {
			if (secret == 197u) __builtin_trap();
		}
	}
	width = (unsigned char)((uint64_t)width * 3u + (uint64_t)((int64_t)offset));
	width = (unsigned char)((uint64_t)width * 3u + (uint64_t)(step.size()));
	width = (unsigned char)((uint64_t)width * 3u + (uint64_t)level);
	return width;
}

static __attribute__((noinline)) short f3(bool best) {
	double mask = (double)(int)((((uint64_t)best * 706u)) & 0xffff) + 0.125;
	struct node *sum = 0;
	for (int i4 = 0; i4 < 3; i4++)
		sum = push(sum, (int)((((((uint64_t)((int64_t)mask) * (uint64_t)best) * 113402722u) * 420u)) % 5000u) + i4, (uint64_t)i4 & 3 ? words[i4] : 0);
	long long key = (long long)((((((uint64_t)((int64_t)mask) - (uint64_t)best) * (uint64_t)((int64_t)mask)) * 503u)) % 65521u);
	for (unsigned i5 = 0; i5 < 5u; i5++)
		key = (long long)((uint64_t)key * 9u + i5 + ((uint64_t)key + 153u));
	enum kind0 start = (enum kind0)((((((uint64_t)best - (uint64_t)key) - (uint64_t)((int64_t)mask)) + 924u)) % 5u + 1);
	long long *last = &key;
	char width = (char)('a' + ((((uint64_t)((int64_t)mask) + (uint64_t)key) + 540u)) % 26u);
	long long *score = &key;
	bool code = ((((uint64_t)((int64_t)mask) + (uint64_t)((*last)))) & 1) != 0;
	long long *limit = &key;
	short level = (short)(((((uint64_t)((*limit)) + (uint64_t)((int64_t)mask)) - (uint64_t)code) + 26u));
	struct s1 size;
	size.f0 = words[((((uint64_t)(sum->id) + (uint64_t)((*last))) + 33u)) % 15u];
	size.e1 = (int16_t)((((((uint64_t)((*limit)) ^ (uint64_t)key) + (uint64_t)width) ^ 96u)) % 65521u);
	size.a2 = (double)(int)(((uint64_t)code) & 0xffff) + 0.125;
	size.g3 = words[((((uint64_t)best + (uint64_t)((*score))) + 503u)) % 15u];
	std::string left = std::string(words[(((((uint64_t)((*limit)) + (uint64_t)start) ^ (uint64_t)((*last))) + 705u)) % 15u]);
	level ^= (short)f4(size, left, (int)(((((uint64_t)best ^ (uint64_t)level) + (uint64_t)((int64_t)mask)) ^ 830u)), words[((((uint64_t)((*limit)) + (uint64_t)width) ^ (uint64_t)best)) % 15u]);
	return level;
}

static __attribute__((noinline)) int f2(long long first, int64_t weight) {
	uint8_t depth = (uint8_t)(((uint64_t)first ^ 956u));
	switch (((uint64_t)depth) % 4u) {
		case 0: weight = (int64_t)((((uint64_t)first + 754u)) % 7u); break;
		case 1: weight ^= 74; break;
		default: weight = (int64_t)(weight + 7); break;
	}
	std::array<std::string, 3> tick{};
	for (int i6 = 0; i6 < 3; i6++) {
		tick[i6] = std::string(words[((((uint64_t)weight ^ (uint64_t)depth) - (uint64_t)weight)) % 15u]);
	}
	uint8_t *zone = &depth;
	switch ((((((uint64_t)weight - (uint64_t)((*zone))) - (uint64_t)((*zone))) * 734u)) % 4u) {
		case 0: weight = (int64_t)((((((uint64_t)depth ^ 8u) + (uint64_t)first) + 729u)) % 7u) - 8; break;
		case 1: weight ^= 48; break;
		default: weight = (int64_t)(weight + 9); break;
	}
	int64_t offset = (int64_t)(((((uint64_t)(tick.size()) * (uint64_t)((*zone))) * (uint64_t)first) + 104u));
	int score = (int)(((uint64_t)((*zone))) % 7u) - 47;
	score ^= (int)f3(((((((uint64_t)weight - (uint64_t)offset) * (uint64_t)first) + 242u)) & 4) != 0);
	score = (int)((uint64_t)score * 3u + (uint64_t)(tick.size()));
	score = (int)((uint64_t)score * 3u + (uint64_t)score);
	score = (int)((uint64_t)score * 3u + (uint64_t)weight);
	score = (int)((uint64_t)score * 3u + (uint64_t)((*zone)));
	return score;
}

static int32_t f1(const struct s3 &left, enum kind0 limit, const shape1 &offset, bool step, char height) {
	uint16_t count = (uint16_t)((((uint64_t)(left.d1[3]) + 24u) + 523u));
	unsigned char first = (unsigned char)(((uint64_t)(left.g0) - (uint64_t)limit));
	long long start = (long long)((((((uint64_t)count * (uint64_t)(left.c2.b0[0])) * (uint64_t)(left.g0)) * 335u)) % 65521u) - 44;
	unsigned char last = (unsigned char)(((uint64_t)(left.d1[0]) * 28850u));
	for (unsigned i7 = 0; i7 < 7u; i7++)
		count = (uint16_t)((uint64_t)count * 7u + i7 + ((uint64_t)((int64_t)offset.m0) + 604u));
	int32_t sum = (int32_t)(((((uint64_t)limit + (uint64_t)(left.g0)) + 348u)) % 1000u);
	sum ^= (int32_t)f2(start, (int64_t)(((uint64_t)sum ^ 184u)));
	sum = (int32_t)((uint64_t)sum * 3u + (uint64_t)(left.d1[3]));
	return sum;
}

__attribute__((noinline)) long long f0(const shape0 &step, const std::vector<int> &count, const struct s2 &zone, struct s2 *state, struct s1 *level) {
	std::deque<unsigned long long> mask;
	for (int i8 = 0; i8 < 2; i8++) {
		mask.push_back((unsigned long long)((uint64_t)((int64_t)state->e1)));
	}
	bool score = ((((uint64_t)(zone.b0[0]) + (uint64_t)(level->f0[0]))) & 4) != 0;
	double stop = (double)(int)(((((uint64_t)((int64_t)state->e1) - (uint64_t)(state->h3)) * (uint64_t)(state->b0[0]))) & 0xffff) + 0.125;
	long long key = (long long)((((uint64_t)(mask.size()) * (uint64_t)(state->b0[0])) + 653u));
	struct s3 limit;
	limit.g0 = (char)('a' + (((uint64_t)((int64_t)level->a2) ^ 409u)) % 26u);
	for (int i9 = 0; i9 < 4; i9++) {
		limit.d1[i9] = (int64_t)(((((uint64_t)key * (uint64_t)(level->g3[0])) * 975u) ^ 895u));
	}
	limit.c2.b0 = words[(((uint64_t)(level->e1) + (uint64_t)((int64_t)zone.e1))) % 15u];
	limit.c2.e1 = (double)(int)(((((uint64_t)(count.size()) ^ (uint64_t)(level->f0[0])) + 926u)) & 0xffff) / 3;
	limit.c2.e2 = (long long)((((uint64_t)((int64_t)stop) * (uint64_t)((int64_t)state->e1)) * 337u));
	limit.c2.h3 = (unsigned short)((((uint64_t)((int64_t)level->a2) + 400u)) % 65521u);
	shape1 last;
	last.id = (int)(((((uint64_t)(limit.g0) * (uint64_t)(limit.g0)) + 922u)) % 100u) - 50;
	last.m0 = (double)(int)(((uint64_t)(count.size())) & 0xffff) * 0.25;
	last.m1 = (int64_t)((((uint64_t)(level->e1) + 831u)) % 1000u);
	int32_t (*volatile call)(const struct s3 &, enum kind0 , const shape1 &, bool , char ) = f1;
	key ^= (long long)call(limit, (enum kind0)((((uint64_t)(zone.e2) - (uint64_t)((int64_t)zone.e1))) % 5u + 1), last, ((((((uint64_t)key + (uint64_t)(level->e1)) + (uint64_t)(mask.size())) + 612u)) & 1) != 0, (char)('a' + ((uint64_t)(limit.c2.b0[0])) % 26u));
	key = (long long)((uint64_t)key * 3u + (uint64_t)((int64_t)zone.e1));
	key = (long long)((uint64_t)key * 3u + (uint64_t)(level->f0[0]));
	return key;
}

int main(void) {
	uint32_t start = secret;
	shape0 key;
	key.id = (short)((((uint64_t)start + 5495896u) ^ 661u));
	key.m0 = (size_t)(((uint64_t)start ^ 546u));
	key.m1 = (int)((((uint64_t)start + (uint64_t)start) + 834u));
	std::vector<int> mask;
	for (int i10 = 0; i10 < 5; i10++) {
		mask.push_back((int)(((((uint64_t)start + 219u) + 427u)) % 7u));
	}
	struct s2 zone;
	zone.b0 = words[(((uint64_t)(key.m0) + 623u)) % 15u];
	zone.e1 = (double)(int)((((((uint64_t)(key.m0) - (uint64_t)(mask.size())) + 97020u) + 273u)) & 0xffff) * 0.5 - 1000;
	zone.e2 = (long long)((((uint64_t)(mask.size()) ^ (uint64_t)(mask.size())) * 734u));
	zone.h3 = (unsigned short)((((((uint64_t)(key.m0) * (uint64_t)(mask.size())) + (uint64_t)(key.m0)) + 219u)) % 7u);
	struct s1 rate;
	rate.f0 = words[((((uint64_t)start + (uint64_t)(zone.e2)) + 39u)) % 15u];
	rate.e1 = (int16_t)(((uint64_t)((int64_t)zone.e1) + (uint64_t)(key.m0)));
	rate.a2 = (double)(int)(((((uint64_t)(zone.e2) * 2u) + 813u)) & 0xffff) * 0.25;
	rate.g3 = words[((((uint64_t)start + (uint64_t)((int64_t)zone.e1)) + (uint64_t)(zone.b0[0]))) % 15u];
	int status = (int)f0(key, mask, zone, &zone, &rate);
	printf("%d\n", status);
	return status == 77;
}
