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

static volatile uint32_t secret = 46;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_BLUE = 1, K0_NORTH = 2, K0_GREEN = 3 };
struct s0 {
	double g0[5];
	unsigned a1 : 9;
	unsigned c2 : 4;
	double g3;
	double g4;
};
struct s1 {
	enum kind0 g0;
	char e1[8];
	int64_t d2;
	size_t d3;
};
union u0 {
	uint8_t parts[4];
	uint16_t half[2];
};
struct base0 {
	int32_t id{};
	virtual ~base0() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape0 : base0 {
	double m0{};
	double m1{};
	double m2{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct base1 {
	int32_t id{};
	virtual ~base1() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape1 : base1 {
	short m0{};
	int m1{};
	int m2{};
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

static int32_t f2(struct s0 step) {
	double last = (double)(int)(((((uint64_t)(step.a1) + (uint64_t)((int64_t)step.g0[4])) + 392u)) & 0xffff) * 0.5 - 1000;
	std::deque<int64_t> size;
	for (int i1 = 0; i1 < 3; i1++) {
		size.push_back((int64_t)(((uint64_t)(step.a1)) % 1000u));
	}
	const char *price = words[(((((uint64_t)((int64_t)step.g4) ^ (uint64_t)(step.a1)) + (uint64_t)(size.size())) + 702u)) % 15u];
	bool rate = ((((uint64_t)((int64_t)step.g0[4]) ^ (uint64_t)((int64_t)step.g0[4]))) & 4) != 0;
	union u0 height;
	memset(&height, 0, sizeof height);
	for (int i2 = 0; i2 < 2; i2++) {
		height.half[i2] = (uint16_t)(((((uint64_t)i2 * 58943844u) + (uint64_t)((int64_t)step.g0[4]))) % 65521u);
	}
	int32_t first = (int32_t)(((((uint64_t)(step.a1) ^ 9u) * 227u)) % 1000u) - 28;
	first = (int32_t)helper_mix(((uint64_t)(step.a1) ^ 923u), (((uint64_t)((int64_t)step.g0[4]) + (uint64_t)(step.c2)) + 123u));
	int32_t key = (int32_t)((uint64_t)(step.a1));
	if (secret == 46u) __builtin_trap();
	key = (int32_t)((uint64_t)key * 3u + (uint64_t)((int64_t)step.g3));
	return key;
}

static __attribute__((noinline)) size_t f1(enum kind0 tick, int32_t state, const shape0 &stop, const std::vector<int> &step) {
	float code = (float)(int)(((uint64_t)((int64_t)stop.m0)) & 0xffff) + 0.125;
	state = (int32_t)helper_mix((((uint64_t)((int64_t)stop.m0) - 959u) * 687u), ((uint64_t)((int64_t)code) * 352u));
	long long offset = (long long)((((uint64_t)state * (uint64_t)state) * 967u));
	long long *width = &offset;
	float left = (float)(int)((((((uint64_t)((int64_t)stop.m0) * (uint64_t)offset) - (uint64_t)(step.size())) * 230u)) & 0xffff) * 0.25;
	if (((((uint64_t)((int64_t)left) - 37402802u) ^ (uint64_t)((int64_t)left))) & 2) {
		offset = (long long)(((((uint64_t)((int64_t)code) ^ (uint64_t)tick) * (uint64_t)offset) + 875u));
	}
	size_t total = (size_t)((((uint64_t)(step.size()) ^ 146u)) % 100u);
	long long *mask = &offset;
	double key = (double)(int)(((uint64_t)offset) & 0xffff) * 0.25;
	char last[8];
	snprintf(last, sizeof last, "<%d>", (int)(((((uint64_t)((int64_t)stop.m0) * (uint64_t)((*mask))) * 511u)) % 1000u));
	size_t count = (size_t)(((uint64_t)((*mask)) * (uint64_t)tick));
	for (int i3 = 0; i3 < 7; i3++) {
		short depth = (short)((((uint64_t)tick * 528u)) % 1000u);
		count = (size_t)((uint64_t)count + (((uint64_t)((int64_t)left) ^ (uint64_t)((int64_t)code)) * 232u));
		if (i3 == 2) {
			struct s0 index;
			for (int i4 = 0; i4 < 5; i4++) {
				index.g0[i4] = (double)(int)(((((uint64_t)tick - (uint64_t)((*mask))) + 64u)) & 0xffff) + 0.125;
			}
			index.a1 = (unsigned)((((uint64_t)((int64_t)stop.m0) ^ 737u)) % 100u);
			index.c2 = (unsigned)(((((uint64_t)(last[0]) * (uint64_t)(step.size())) ^ (uint64_t)((int64_t)left))) % 1000u);
			index.g3 = (double)(int)((((uint64_t)((*mask)) ^ 345u)) & 0xffff) * 0.25;
			index.g4 = (double)(int)((((uint64_t)total + 683u)) & 0xffff) * 0.5 - 1000;
			count ^= (size_t)f2(index);
		}
	}
	count = (size_t)((uint64_t)count * 3u + (uint64_t)total);
	return count;
}

static unsigned long long f0(struct s0 start, short first, const std::vector<int> &count, const char *score) {
	std::pair<double, double> stop = std::pair<double, double>((double)(int)((((uint64_t)(start.c2) + 798u)) & 0xffff) / 3, (double)(int)(((uint64_t)(count.size())) & 0xffff) * 0.5 - 1000);
	int depth = (int)(((uint64_t)first * (uint64_t)first));
	int *left = &depth;
	int step[5];
	for (int i5 = 0; i5 < 5; i5++) {
		step[i5] = (int)(((((uint64_t)(count.size()) ^ 79071645u) * (uint64_t)(count.size())) + 708u));
	}
	int *weight = &depth;
	first = (short)helper_mix(((((uint64_t)((int64_t)start.g0[0]) + 44570434u) - (uint64_t)((*weight))) + 755u), ((((uint64_t)(start.c2) * 2046u) + (uint64_t)(start.c2)) + 291u));
	bool right = ((((uint64_t)(start.a1) ^ 63u)) & 1) != 0;
	for (unsigned i6 = 0; i6 < 9u; i6++)
		first = (short)((uint64_t)first * 8u + i6 + ((uint64_t)right ^ 628u));
	long long rate = (long long)((uint64_t)right);
	switch ((((((uint64_t)((int64_t)start.g0[4]) + (uint64_t)((*left))) + (uint64_t)((int64_t)start.g4)) + 789u)) % 4u) {
		case 0: depth = (int)(((uint64_t)((int64_t)start.g0[0]) ^ 869u)); break;
		case 1: depth ^= 62; break;
		default: depth = (int)(depth + 7); break;
	}
	unsigned long long code = (unsigned long long)(((uint64_t)right + 321u));
	shape0 flags;
	flags.id = (int32_t)((((uint64_t)first + 263u)) % 7u) - 19;
	flags.m0 = (double)(int)(((((uint64_t)(start.a1) - 12252u) * 3u)) & 0xffff) / 3;
	flags.m1 = (double)(int)(((uint64_t)right) & 0xffff) / 3;
	flags.m2 = (double)(int)((((uint64_t)(start.a1) + 99u)) & 0xffff) * 0.5 - 1000;
	std::vector<int> offset;
	for (int i7 = 0; i7 < 2; i7++) {
		offset.push_back((int)(((uint64_t)code + 432u)));
	}
	code ^= (unsigned long long)f1((enum kind0)((((uint64_t)right * (uint64_t)(step[0]))) % 3u + 1), (int32_t)((((((uint64_t)depth * (uint64_t)(count.size())) * (uint64_t)(step[0])) * 104u)) % 65521u), flags, offset);
	return code;
}

int main(void) {
	uint32_t start = secret;
	struct s0 rate;
	for (int i8 = 0; i8 < 5; i8++) {
		rate.g0[i8] = (double)(int)((((uint64_t)start + 102u)) & 0xffff) * 0.5 - 1000;
	}
	rate.a1 = (unsigned)(((((uint64_t)start * 30499131u) + 490u)) % 7u);
	rate.c2 = (unsigned)((((uint64_t)start + (uint64_t)start) + 150u));
	rate.g3 = (double)(int)((((((uint64_t)start ^ (uint64_t)start) * (uint64_t)start) * 755u)) & 0xffff) + 0.125;
	rate.g4 = (double)(int)(((((uint64_t)start * (uint64_t)start) * (uint64_t)start)) & 0xffff) * 0.25;
	std::vector<int> best;
	for (int i9 = 0; i9 < 3; i9++) {
		best.push_back((int)(((uint64_t)((int64_t)rate.g4) + 615u)));
	}
	int status = (int)f0(rate, (short)((((((uint64_t)((int64_t)rate.g3) + (uint64_t)(rate.a1)) * (uint64_t)(rate.a1)) + 904u)) % 1000u) - 30, best, words[(((((uint64_t)start * (uint64_t)((int64_t)rate.g3)) - 8661u) ^ 797u)) % 15u]);
	printf("%d\n", status);
	return status == 77;
}
