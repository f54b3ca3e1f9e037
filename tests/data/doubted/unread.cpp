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

static volatile uint32_t secret = 112;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_BUSY = 0, K0_IDLE = 1, K0_SOUTH = 2, K0_GREEN = 3, K0_RED = 4 };
struct s0 {
	char h0;
	long long d1;
	enum kind0 h2;
	bool c3;
	char d4[16];
	uint32_t g5;
};
struct s1 {
	long long h0;
};
struct s2 {
	signed char e0;
	short h1;
	const char *f2;
};
union u0 {
	uint16_t half[2];
	uint32_t whole;
};
struct base0 {
	int64_t id{};
	virtual ~base0() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape0 : base0 {
	int32_t m0{};
	double m1{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct base1 {
	unsigned short id{};
	virtual ~base1() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape1 : base1 {
	uint32_t m0{};
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

static signed char f2(struct s0 index) {
	bool first = (((uint64_t)(index.h2)) & 1) != 0;
	std::string weight = std::string("item-") + std::to_string((int)((((uint64_t)(index.g5) * (uint64_t)first)) % 997u));
	struct s2 right;
	right.e0 = (signed char)((((uint64_t)first + (uint64_t)(index.h2)) * 525u));
	right.h1 = (short)((((((uint64_t)(index.h2) * (uint64_t)(index.d4[1])) + 382u) ^ 80u)) % 65521u) - 13;
	right.f2 = words[((((uint64_t)(index.h2) ^ (uint64_t)(index.h0)) + 200u)) % 15u];
	signed char depth = (signed char)(((((uint64_t)(index.d4[1]) + (uint64_t)(index.c3)) ^ (uint64_t)(index.d1)) * 45u));
	secret = *(volatile uint32_t *)(uintptr_t)(0xfff00000u + secret);
	depth = (signed char)((uint64_t)depth * 3u + (uint64_t)(right.h1));
	return depth;
}

static int f1(struct s0 *depth, bool level) {
	int32_t count = (int32_t)(((uint64_t)level) % 1000u);
	enum kind0 step = (enum kind0)(((((uint64_t)(depth->d4[0]) * (uint64_t)(depth->c3)) * 42u)) % 5u);
	int32_t *start = &count;
	*start = (int32_t)(((uint64_t)(depth->g5) + 771u));
	std::deque<double> last;
	for (int i1 = 0; i1 < 3; i1++) {
		last.push_back((double)(int)(((((uint64_t)i1 + (uint64_t)i1) * (uint64_t)(depth->h0))) & 0xffff) + 0.125);
	}
	*start = (int32_t)((uint64_t)(depth->g5));
	enum kind0 left = (enum kind0)((((uint64_t)(depth->d4[0]) ^ (uint64_t)(depth->d1))) % 5u);
	int32_t *height = &count;
	float mask = (float)(int)((((uint64_t)(depth->g5) + 8u)) & 0xffff) / 3;
	switch ((((uint64_t)(depth->d1) + (uint64_t)((int64_t)mask))) % 4u) {
		case 0: count = (int32_t)(((((uint64_t)(depth->c3) + (uint64_t)level) ^ 562u)) % 65521u); break;
		case 1: count ^= 43; break;
		default: count = (int32_t)(count + 6); break;
	}
	int tick = (int)(((((uint64_t)((int64_t)mask) * 474543u) * (uint64_t)(depth->c3)) * 455u));
	if (secret == 112u) {
		double zone = (double)(int)((((((uint64_t)count - 2368626u) * (uint64_t)(depth->d4[0])) * 638u)) & 0xffff) * 0.5 - 1000;
		std::unordered_map<uint64_t, double> stop;
		for (int i2 = 0; i2 < 2; i2++) {
			stop[(uint64_t)(((uint64_t)left + 109u))] = (double)(int)((((uint64_t)(depth->g5) + 303u)) & 0xffff) + 0.125;
		}
		struct s0 key;
		key.h0 = (char)('a' + (((uint64_t)(depth->g5) ^ 540u)) % 26u);
		key.d1 = (long long)(((((uint64_t)((*height)) + (uint64_t)((*height))) + (uint64_t)count)) % 1000u);
		key.h2 = (enum kind0)((((uint64_t)level * 9u)) % 5u);
		key.c3 = ((((uint64_t)((*height)) * 721u)) & 2) != 0;
		snprintf(key.d4, sizeof key.d4, "<%d>", (int)((((((uint64_t)((*height)) * (uint64_t)((int64_t)zone)) + (uint64_t)((*height))) ^ 708u)) % 1000u));
		key.g5 = (uint32_t)(((uint64_t)level + 402u));
		tick ^= (int)f2(key);
	}
	return tick;
}

__attribute__((noinline)) int32_t f0(const struct s1 *state, double last, char index, const std::vector<int> &limit, int rounds) {
	float tick = (float)(int)(((((uint64_t)index ^ 1983344u) ^ 444u)) & 0xffff) / 3;
	bool weight = ((((uint64_t)(state->h0) + 316u)) & 4) != 0;
	unsigned height = (unsigned)((((uint64_t)(limit.size()) ^ (uint64_t)index)) % 65521u);
	unsigned *left = &height;
	std::shared_ptr<unsigned long long> zone = std::make_shared<unsigned long long>((unsigned long long)((((((uint64_t)(limit.size()) * 62236997u) * (uint64_t)index) + 765u)) % 7u));
	int32_t sum = (int32_t)((((uint64_t)index + (uint64_t)((*left))) * 348u));
	if (rounds > 0) {
		sum ^= (int32_t)f0(state, last, index, limit, rounds - 1);
	} else {
		struct s0 mask;
		mask.h0 = (char)('a' + ((((uint64_t)height * (uint64_t)((*left))) ^ 454u)) % 26u);
		mask.d1 = (long long)((((uint64_t)((zone != nullptr)) + (uint64_t)((zone != nullptr))) ^ 248u));
		mask.h2 = (enum kind0)(((((uint64_t)(limit.size()) - (uint64_t)rounds) ^ 741u)) % 5u);
		mask.c3 = ((((uint64_t)height ^ 454979368u)) & 2) != 0;
		snprintf(mask.d4, sizeof mask.d4, "%d apples", (int)(((((uint64_t)(limit.size()) + (uint64_t)(limit.size())) + 649u)) % 1000u));
		mask.g5 = (uint32_t)((uint64_t)((int64_t)last));
		sum ^= (int32_t)f1(&mask, ((((uint64_t)index + (uint64_t)((int64_t)tick))) & 1) != 0);
	}
	sum = (int32_t)((uint64_t)sum * 3u + (uint64_t)((*left)));
	sum = (int32_t)((uint64_t)sum * 3u + (uint64_t)index);
	sum = (int32_t)((uint64_t)sum * 3u + (uint64_t)((int64_t)last));
	return sum;
}

int main(void) {
	uint32_t start = secret;
	struct s1 score;
	score.h0 = (long long)((((uint64_t)start ^ (uint64_t)start) + 38u));
	std::vector<int> stop;
	for (int i3 = 0; i3 < 2; i3++) {
		stop.push_back((int)((((((uint64_t)start * (uint64_t)start) + (uint64_t)i3) * 579u)) % 65521u) - 34);
	}
	int status = (int)f0(&score, (double)(int)((((((uint64_t)(score.h0) * (uint64_t)(score.h0)) - (uint64_t)(score.h0)) * 449u)) & 0xffff) * 0.25, (char)('a' + ((((uint64_t)(score.h0) * (uint64_t)start) ^ 341u)) % 26u), stop, 1);
	printf("%d\n", status);
	return status == 77;
}
