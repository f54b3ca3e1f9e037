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

static volatile uint32_t secret = 163;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_RED = 0, K0_SOUTH = 1, K0_DONE = 2, K0_BLUE = 3 };
enum kind1 { K1_SOUTH = 0, K1_RED = 1, K1_DONE = 2, K1_IDLE = 3, K1_BLUE = 4 };
struct s0 {
	int32_t b0[3];
	char c1[12];
};
struct s1 {
	float a0;
	uint64_t g1;
	unsigned long long e2;
	enum kind1 b3;
	int a4[5];
	struct s0 f5;
};
struct base0 {
	uint64_t id{};
	virtual ~base0() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape0 : base0 {
	double m0{};
	double m1{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct base1 {
	uint8_t id{};
	virtual ~base1() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape1 : base1 {
	long long m0{};
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

static __attribute__((noinline)) int f4(struct s1 mask, const char *index, char weight, int *first, const char *left) {
	float size = (float)(int)(((((uint64_t)(mask.f5.b0[2]) - (uint64_t)(mask.f5.b0[0])) + 393u)) & 0xffff) / 3;
	*first = (int)((((((uint64_t)(mask.b3) + (uint64_t)((*first))) + 8u) ^ 755u)) % 65521u) - 12;
	std::variant<int, double, std::string> offset = std::variant<int, double, std::string>((double)(int)((((uint64_t)(mask.f5.b0[0]) + 151u)) & 0xffff) + 0.125);
	int right = (int)((((((uint64_t)(offset.index()) ^ 88513200u) * (uint64_t)(mask.e2)) + 908u)) % 7u);
	if (secret == 163u) {
		long long level = (long long)(((((uint64_t)(mask.b3) * 6605412u) + 97u)) % 100u);
		struct node *sum = 0;
		for (int i1 = 0; i1 < 1; i1++)
			sum = push(sum, (int)((((uint64_t)right ^ 947u)) % 5000u) + i1, (uint64_t)i1 & 3 ? words[i1] : 0);
		if (secret == 163u) __builtin_trap();
	}
	right = (int)((uint64_t)right * 3u + (uint64_t)((int64_t)size));
	right = (int)((uint64_t)right * 3u + (uint64_t)((*first)));
	return right;
}

int32_t f3(double weight, const shape0 &state) {
	uint64_t best = (uint64_t)((((uint64_t)((int64_t)weight) + 64429234u) * 483u));
	uint64_t *price = &best;
	if (((uint64_t)best) & 1) {
		best = (uint64_t)((((((uint64_t)((*price)) * 9075u) + (uint64_t)((int64_t)state.m0)) ^ 265u)) % 65521u);
	}
	size_t last = (size_t)(((uint64_t)best - 289535217u));
	switch ((((uint64_t)((int64_t)state.m0) * 786u)) % 4u) {
		case 0: best = (uint64_t)((uint64_t)best); break;
		case 1: best ^= 1; break;
		default: best = (uint64_t)(best + 3); break;
	}
	int start = (int)(((((uint64_t)last ^ (uint64_t)last) + (uint64_t)((int64_t)weight)) * 688u));
	for (unsigned i2 = 0; i2 < 7u; i2++)
		start = (int)((uint64_t)start * 8u + i2 + ((uint64_t)((int64_t)weight) + 2u));
	int32_t index = (int32_t)(((uint64_t)last + (uint64_t)((int64_t)weight)));
	if (secret == 163u) {
		int width = (int)((uint64_t)((int64_t)state.m0));
		struct s1 score;
		score.a0 = (float)(int)((((((uint64_t)start ^ (uint64_t)index) - (uint64_t)((int64_t)weight)) * 515u)) & 0xffff) * 0.5 - 1000;
		score.g1 = (uint64_t)((((uint64_t)((int64_t)weight) + 119u)) % 65521u);
		score.e2 = (unsigned long long)((((uint64_t)index + (uint64_t)((*price))) + (uint64_t)((int64_t)state.m0)));
		score.b3 = (enum kind1)(((((uint64_t)best * (uint64_t)((*price))) + 175u)) % 5u);
		for (int i3 = 0; i3 < 5; i3++) {
			score.a4[i3] = (int)(((uint64_t)index + 362u));
		}
		for (int i4 = 0; i4 < 3; i4++) {
			score.f5.b0[i4] = (int32_t)(((((uint64_t)((*price)) + (uint64_t)((int64_t)weight)) + 970u)) % 7u);
		}
		snprintf(score.f5.c1, sizeof score.f5.c1, "key-%d", (int)((((((uint64_t)width + (uint64_t)width) ^ 17480688u) + 630u)) % 1000u));
		char limit[5];
		for (int i5 = 0; i5 < 5; i5++) {
			limit[i5] = (char)('a' + ((((uint64_t)((*price)) + (uint64_t)best) + 62u)) % 26u);
		}
		index ^= (int32_t)f4(score, words[(((uint64_t)((int64_t)score.a0) + 743u)) % 15u], (char)('a' + (((uint64_t)width + 460u)) % 26u), &start, limit);
	}
	return index;
}

static __attribute__((noinline)) int64_t f2(float score, int64_t code, const std::vector<int> &index, int16_t price) {
	enum kind1 tick = (enum kind1)(((((uint64_t)code - (uint64_t)(index.size())) + 408u)) % 5u);
	code = (int64_t)helper_mix(((uint64_t)(index.size()) ^ 649756u), ((((uint64_t)(index.size()) ^ (uint64_t)tick) * 710u) + 408u));
	struct node *step = 0;
	for (int i6 = 0; i6 < 2; i6++)
		step = push(step, (int)((((uint64_t)price - (uint64_t)((int64_t)score))) % 5000u) + i6, (uint64_t)i6 & 3 ? words[i6] : 0);
	code = (int64_t)helper_mix(((((uint64_t)price ^ (uint64_t)code) + 6u) ^ 500u), ((uint64_t)tick + 126u));
	int64_t depth = (int64_t)(((((uint64_t)price * (uint64_t)(step->id)) + (uint64_t)code) ^ 264u));
	float first = (float)(int)(((((uint64_t)((int64_t)score) + 24u) + 164u)) & 0xffff) * 0.5 - 1000;
	int64_t *start = &depth;
	if (((uint64_t)(index.size())) & 2) {
		code = (int64_t)(((uint64_t)((int64_t)first) + 755u));
	}
	bool last = ((((((uint64_t)(step->id) + 193877u) - 10u) * 887u)) & 4) != 0;
	int64_t *stop = &depth;
	code = (int64_t)helper_mix((uint64_t)((int64_t)first), (((uint64_t)((int64_t)first) * (uint64_t)((*start))) * 647u));
	int64_t limit = (int64_t)(((((uint64_t)(step->id) + (uint64_t)price) * 566u)) % 1000u) - 12;
	shape0 count;
	count.id = (uint64_t)((((uint64_t)last + 684u)) % 1000u);
	count.m0 = (double)(int)(((((uint64_t)((*start)) + (uint64_t)depth) + 10u)) & 0xffff) * 0.5 - 1000;
	count.m1 = (double)(int)(((((uint64_t)price + (uint64_t)((int64_t)score)) + (uint64_t)limit)) & 0xffff) * 0.25;
	limit ^= (int64_t)f3((double)(int)((((uint64_t)last * (uint64_t)tick)) & 0xffff) / 3, count);
	limit = (int64_t)((uint64_t)limit * 3u + (uint64_t)last);
	return limit;
}

static int f1(struct s0 *first, const char *height, struct s0 step, const struct s0 *stop) {
	int16_t state = (int16_t)(((((uint64_t)(height[0]) ^ (uint64_t)(stop->c1[0])) - (uint64_t)(step.c1[1])) + 651u));
	state = (int16_t)helper_mix(((uint64_t)(stop->c1[0]) ^ 326u), (((uint64_t)(step.b0[0]) * (uint64_t)(stop->b0[2])) ^ 362u));
	std::string right = std::string("item-") + std::to_string((int)(((((uint64_t)(step.c1[0]) + (uint64_t)(stop->b0[2])) + 98u)) % 997u));
	struct s0 depth;
	for (int i7 = 0; i7 < 3; i7++) {
		depth.b0[i7] = (int32_t)((((uint64_t)(first->c1[0]) * 389908u)) % 1000u) - 43;
	}
	snprintf(depth.c1, sizeof depth.c1, "key-%d", (int)((((uint64_t)(stop->b0[2]) ^ 971u)) % 1000u));
	switch ((((uint64_t)(first->b0[0]) ^ (uint64_t)(step.c1[1]))) % 4u) {
		case 0: state = (int16_t)(((((uint64_t)(first->c1[1]) ^ (uint64_t)(step.b0[2])) * (uint64_t)(step.c1[0])) + 699u)); break;
		case 1: state ^= 10; break;
		default: state = (int16_t)(state + 1); break;
	}
	bool size = (((uint64_t)(step.c1[0])) & 4) != 0;
	int16_t *rate = &state;
	*rate = (int16_t)((((uint64_t)(step.b0[2]) + (uint64_t)(first->b0[0]))) % 1000u);
	int level = (int)((((((uint64_t)state + (uint64_t)((*rate))) - (uint64_t)(depth.b0[0])) ^ 344u)) % 1000u);
	std::vector<int> code;
	for (int i8 = 0; i8 < 2; i8++) {
		code.push_back((int)(((((uint64_t)(depth.c1[1]) * (uint64_t)(first->c1[1])) * 30u) + 11u)));
	}
	level ^= (int)f2((float)(int)((((uint64_t)(stop->b0[0]) + 309u)) & 0xffff) * 0.5 - 1000, (int64_t)((((uint64_t)(depth.b0[2]) - (uint64_t)(step.c1[1])) + 130u)), code, state);
	level = (int)((uint64_t)level * 3u + (uint64_t)(right.size()));
	level = (int)((uint64_t)level * 3u + (uint64_t)(height[0]));
	return level;
}

__attribute__((noinline)) int f0(const char *tick, int rounds) {
	unsigned long long count = (unsigned long long)((((((uint64_t)rounds * (uint64_t)(tick[0])) * (uint64_t)rounds) + 365u)) % 7u);
	for (unsigned i9 = 0; i9 < 5u; i9++)
		count = (unsigned long long)((uint64_t)count * 2u + i9 + ((uint64_t)(tick[0]) + 675u));
	int64_t best = (int64_t)((((uint64_t)(tick[0]) ^ 96u)) % 100u);
	if (((((uint64_t)(tick[0]) ^ (uint64_t)count) ^ 66525482u)) & 2) {
		count = (unsigned long long)(((((uint64_t)rounds + (uint64_t)rounds) + (uint64_t)rounds) ^ 796u));
	}
	std::unique_ptr<std::string> right = std::make_unique<std::string>(std::string("a rather long prefix of ") + std::to_string((int)(((uint64_t)count) % 997u)));
	enum kind1 index[4];
	for (int i10 = 0; i10 < 4; i10++) {
		index[i10] = (enum kind1)((((((uint64_t)best * (uint64_t)((right != nullptr))) * (uint64_t)count) + 869u)) % 5u);
	}
	char width = (char)('a' + (((uint64_t)((right != nullptr)) * (uint64_t)count)) % 26u);
	count = (unsigned long long)helper_mix((((uint64_t)count + (uint64_t)((right != nullptr))) + 417u), ((uint64_t)width ^ (uint64_t)width));
	int height = (int)((((uint64_t)count * 882u)) % 1000u);
	if (rounds > 0) {
		height ^= (int)f0(tick, rounds - 1);
	} else {
		struct s0 limit;
		for (int i11 = 0; i11 < 3; i11++) {
			limit.b0[i11] = (int32_t)((uint64_t)(index[3]));
		}
		snprintf(limit.c1, sizeof limit.c1, "n%d", (int)((((((uint64_t)(index[3]) ^ (uint64_t)width) * (uint64_t)((right != nullptr))) + 201u)) % 1000u));
		height ^= (int)f1(&limit, tick, limit, &limit);
	}
	return height;
}

int main(void) {
	uint32_t start = secret;
	int status = (int)f0(words[(((((uint64_t)start * (uint64_t)start) - 404u) + 940u)) % 15u], 1);
	printf("%d\n", status);
	return status == 77;
}
