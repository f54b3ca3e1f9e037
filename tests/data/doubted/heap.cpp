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

static volatile uint32_t secret = 70;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_RED = 1, K0_BUSY = 2 };
enum kind1 { K1_DONE = 0, K1_GREEN = 1, K1_IDLE = 2, K1_NORTH = 3, K1_RED = 4 };
struct s0 {
	enum kind0 h0;
	char h1[12];
	double a2[3];
	float h3;
};
struct s1 {
	uint64_t f0;
	char f1[16];
	char c2[12];
	enum kind1 h3[3];
	uint8_t f4;
};
struct s2 {
	char f0[8];
	unsigned short c1;
	unsigned long long a2;
	char h3[12];
	size_t h4;
};
struct s3 {
	unsigned d0 : 3;
};
union u0 {
	uint32_t whole;
	uint8_t parts[4];
};
struct base0 {
	int64_t id{};
	virtual ~base0() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape0 : base0 {
	double m0{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct base1 {
	unsigned char id{};
	virtual ~base1() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape1 : base1 {
	double m0{};
	int8_t m1{};
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

long long f4(const shape1 &height, int8_t depth, const std::string &step) {
	char count[8];
	snprintf(count, sizeof count, "<%d>", (int)(((((uint64_t)depth + (uint64_t)(step.size())) * (uint64_t)((int64_t)height.m0))) % 1000u));
	std::variant<int, double, std::string> size = std::variant<int, double, std::string>(std::string("item-") + std::to_string((int)((((uint64_t)((int64_t)height.m0) + (uint64_t)(step.size()))) % 997u)));
	union u0 width;
	memset(&width, 0, sizeof width);
	for (int i1 = 0; i1 < 4; i1++) {
		width.parts[i1] = (uint8_t)((((uint64_t)i1 ^ (uint64_t)(step.size())) ^ 330u));
	}
	long long price = (long long)(((((uint64_t)((int64_t)height.m0) ^ (uint64_t)(count[0])) * (uint64_t)(step.size())) ^ 682u));
	for (int i2 = 0; i2 < 7; i2++) {
		float stop = (float)(int)(((((uint64_t)i2 ^ (uint64_t)(size.index())) ^ 551u)) & 0xffff) * 0.25;
		price = (long long)((uint64_t)price + (((uint64_t)(step.size()) * (uint64_t)((int64_t)height.m0)) + 135u));
		if (i2 == 3) {
			if (secret == 70u) __builtin_trap();
		}
	}
	price = (long long)((uint64_t)price * 3u + (uint64_t)price);
	price = (long long)((uint64_t)price * 3u + (uint64_t)(count[0]));
	price = (long long)((uint64_t)price * 3u + (uint64_t)((int64_t)height.m0));
	return price;
}

static __attribute__((noinline)) short f3(const std::vector<int> &count, unsigned long long right, double mask, struct s3 *rate) {
	enum kind0 limit = (enum kind0)((((((uint64_t)((int64_t)mask) + (uint64_t)(rate->d0)) * (uint64_t)right) + 937u)) % 2u + 1);
	right = (unsigned long long)helper_mix((((uint64_t)((int64_t)mask) + (uint64_t)((int64_t)mask)) + 545u), ((uint64_t)(rate->d0) + 608u));
	char level = (char)('a' + (((uint64_t)limit ^ 313u)) % 26u);
	struct node *first = 0;
	for (int i3 = 0; i3 < 2; i3++)
		first = push(first, (int)(((((uint64_t)(rate->d0) * 165326u) ^ 431u)) % 5000u) + i3, (uint64_t)i3 & 3 ? words[i3] : 0);
	struct s0 sum;
	sum.h0 = (enum kind0)(((((uint64_t)right * (uint64_t)right) + (uint64_t)(count.size()))) % 2u + 1);
	snprintf(sum.h1, sizeof sum.h1, "key-%d", (int)((((uint64_t)((int64_t)mask) + 161u)) % 1000u));
	for (int i4 = 0; i4 < 3; i4++) {
		sum.a2[i4] = (double)(int)(((((uint64_t)(rate->d0) * (uint64_t)(rate->d0)) + 881u)) & 0xffff) * 0.25;
	}
	sum.h3 = (float)(int)(((((uint64_t)(rate->d0) - (uint64_t)(rate->d0)) + 385u)) & 0xffff) * 0.5 - 1000;
	short height = (short)((((uint64_t)(rate->d0) * (uint64_t)((int64_t)mask)) * 111u));
	for (int i5 = 0; i5 < 9; i5++) {
		bool width = (((((uint64_t)(sum.h0) * (uint64_t)(sum.h0)) * 376u)) & 4) != 0;
		height = (short)((uint64_t)height + (((uint64_t)(sum.h0) * (uint64_t)(sum.h1[0])) * 152u));
		if (i5 == 1) {
			shape1 offset;
			offset.id = (unsigned char)(((uint64_t)width * 453u));
			offset.m0 = (double)(int)((((((uint64_t)limit + (uint64_t)((int64_t)sum.a2[0])) * (uint64_t)i5) * 586u)) & 0xffff) / 3;
			offset.m1 = (int8_t)(((((uint64_t)right + 9u) * 544u) ^ 684u));
			std::string stop = std::string(words[(((((uint64_t)((int64_t)mask) + (uint64_t)(count.size())) ^ (uint64_t)height) * 749u)) % 15u]);
			height ^= (short)f4(offset, (int8_t)((((uint64_t)((int64_t)sum.a2[0]) - (uint64_t)(sum.h1[0])) + (uint64_t)((int64_t)offset.m0))), stop);
		}
	}
	height = (short)((uint64_t)height * 3u + (uint64_t)(rate->d0));
	return height;
}

static uint8_t f2(char right, const std::vector<int> &flags, int left) {
	struct s1 price;
	price.f0 = (uint64_t)((((((uint64_t)(flags.size()) * (uint64_t)(flags.size())) * 488u) + 195u)) % 1000u);
	snprintf(price.f1, sizeof price.f1, "%d apples", (int)(((uint64_t)left) % 1000u));
	snprintf(price.c2, sizeof price.c2, "<%d>", (int)(((((uint64_t)right ^ 6883u) + 858u)) % 1000u));
	for (int i6 = 0; i6 < 3; i6++) {
		price.h3[i6] = (enum kind1)((((((uint64_t)left - (uint64_t)right) * (uint64_t)left) + 79u)) % 5u);
	}
	price.f4 = (uint8_t)(((uint64_t)left + (uint64_t)(flags.size())));
	struct s1 *state = &price;
	const char *total = words[(((((uint64_t)(state->h3[0]) + (uint64_t)(flags.size())) + (uint64_t)right) ^ 381u)) % 15u];
	int32_t index = (int32_t)((((uint64_t)(price.c2[0]) * 42330503u) * 96u));
	int32_t *start = &index;
	*start = (int32_t)(((((uint64_t)(state->f0) * (uint64_t)(state->c2[1])) * 10u)) % 7u);
	int code = (int)(((((uint64_t)(flags.size()) + (uint64_t)(state->f4)) ^ (uint64_t)(state->h3[0])) + 878u));
	bool key = (((((uint64_t)(state->c2[1]) + (uint64_t)(state->c2[0])) + 684u)) & 1) != 0;
	int *first = &code;
	if ((((((uint64_t)right + (uint64_t)(price.f4)) + 9889u) * 58u)) & 2) {
		index = (int32_t)((uint64_t)(state->f4));
	}
	float width = (float)(int)((((uint64_t)(state->h3[2]) + 388u)) & 0xffff) * 0.25;
	struct s1 *stop = &price;
	uint8_t count = (uint8_t)(((((uint64_t)(state->h3[2]) * 68616u) + (uint64_t)left) + 423u));
	if (secret == 70u) {
		float tick = (float)(int)((((((uint64_t)(price.c2[1]) * 33u) * (uint64_t)(flags.size())) + 484u)) & 0xffff) * 0.5 - 1000;
		std::tuple<std::string, long long, double> limit = std::tuple<std::string, long long, double>(std::string(words[((uint64_t)(stop->f0)) % 15u]), (long long)(((uint64_t)(stop->f1[0]) * 746u)), (double)(int)((((uint64_t)(price.c2[0]) - (uint64_t)((int64_t)tick))) & 0xffff) + 0.125);
		std::vector<int> zone;
		for (int i7 = 0; i7 < 5; i7++) {
			zone.push_back((int)(((((uint64_t)((int64_t)width) ^ 4u) * 915u)) % 65521u));
		}
		struct s3 best;
		best.d0 = (unsigned)(((((uint64_t)(stop->f4) + (uint64_t)(stop->c2[1])) - (uint64_t)key) * 946u));
		count ^= (uint8_t)f3(zone, (unsigned long long)((((uint64_t)(stop->c2[0]) - (uint64_t)(price.h3[2]))) % 100u), (double)(int)((((uint64_t)(state->c2[1]) * 461u)) & 0xffff) + 0.125, &best);
	}
	count = (uint8_t)((uint64_t)count * 3u + (uint64_t)index);
	count = (uint8_t)((uint64_t)count * 3u + (uint64_t)left);
	count = (uint8_t)((uint64_t)count * 3u + (uint64_t)((*first)));
	return count;
}

static uint16_t f1(char size, float left, int32_t mask, const struct s2 *price) {
	unsigned offset = (unsigned)(((uint64_t)(price->h4)) % 65521u);
	struct node *limit = 0;
	for (int i8 = 0; i8 < 2; i8++)
		limit = push(limit, (int)(((((uint64_t)(price->f0[1]) - (uint64_t)(price->h3[1])) ^ 122u)) % 5000u) + i8, (uint64_t)i8 & 3 ? words[i8] : 0);
	uint16_t tick = (uint16_t)((((uint64_t)size - (uint64_t)(price->f0[0]))) % 7u);
	std::vector<int> step;
	for (int i9 = 0; i9 < 3; i9++) {
		step.push_back((int)((((((uint64_t)size * (uint64_t)size) ^ (uint64_t)(limit->id)) + 678u)) % 65521u) - 19);
	}
	uint8_t (*volatile call)(char , const std::vector<int> &, int ) = f2;
	tick ^= (uint16_t)call(size, step, 19);
	tick = (uint16_t)((uint64_t)tick * 3u + (uint64_t)offset);
	tick = (uint16_t)((uint64_t)tick * 3u + (uint64_t)(limit->id));
	return tick;
}

static __attribute__((noinline)) int32_t f0(int16_t size, const int *step) {
	std::pair<double, int64_t> sum = std::pair<double, int64_t>((double)(int)((((uint64_t)((*step)) * 94u)) & 0xffff) + 0.125, (int64_t)(((uint64_t)((*step)) + 911u)));
	size = (int16_t)helper_mix(((((uint64_t)size * (uint64_t)((*step))) * (uint64_t)size) ^ 279u), (uint64_t)size);
	unsigned long long height = (unsigned long long)((((uint64_t)size ^ 858u)) % 7u);
	unsigned long long *offset = &height;
	for (unsigned i10 = 0; i10 < 4u; i10++)
		size = (int16_t)((uint64_t)size * 4u + i10 + ((uint64_t)size + 809u));
	enum kind0 left = (enum kind0)(((((uint64_t)height * (uint64_t)((*step))) ^ 388u)) % 2u + 1);
	int32_t start = (int32_t)(((((uint64_t)left + 7955u) * (uint64_t)size) + 2u));
	struct s2 price;
	snprintf(price.f0, sizeof price.f0, "<%d>", (int)(((uint64_t)start) % 1000u));
	price.c1 = (unsigned short)((((((uint64_t)((*step)) - (uint64_t)left) - (uint64_t)start) * 275u)) % 7u);
	price.a2 = (unsigned long long)(((((uint64_t)left - (uint64_t)((*step))) * (uint64_t)start) + 943u));
	snprintf(price.h3, sizeof price.h3, "key-%d", (int)((((((uint64_t)left * (uint64_t)size) ^ (uint64_t)height) * 33u)) % 1000u));
	price.h4 = (size_t)((uint64_t)((*offset)));
	uint16_t (*volatile call)(char , float , int32_t , const struct s2 *) = f1;
	start ^= (int32_t)call((char)('a' + ((((uint64_t)height + (uint64_t)start) + 497u)) % 26u), (float)(int)((((uint64_t)left * 166u)) & 0xffff) / 3, start, &price);
	start = (int32_t)((uint64_t)start * 3u + (uint64_t)((*step)));
	start = (int32_t)((uint64_t)start * 3u + (uint64_t)((*offset)));
	start = (int32_t)((uint64_t)start * 3u + (uint64_t)size);
	return start;
}

int main(void) {
	uint32_t start = secret;
	int score = (int)(((((uint64_t)start - (uint64_t)start) * (uint64_t)start) + 358u));
	int status = (int)f0((int16_t)(((((uint64_t)start + (uint64_t)start) ^ (uint64_t)start) + 686u)), &score);
	printf("%d\n", status);
	return status == 77;
}
