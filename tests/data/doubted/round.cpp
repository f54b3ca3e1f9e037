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

static volatile uint32_t secret = 171;
static const char *const words[] = {"apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"};
struct node { int id; const char *label; struct node *next; };
static struct node *push(struct node *next, int id, const char *label) {
	struct node *made = (struct node *)malloc(sizeof *made);
	made->id = id; made->label = label; made->next = next;
	return made;
}
enum kind0 { K0_IDLE = 0, K0_BLUE = 1 };
struct s0 {
	long long c0;
	double e1;
	int32_t d2;
	const char *e3;
	char d4[8];
};
struct s1 {
	char b0[12];
	unsigned d1 : 12;
	char e2;
};
struct s2 {
	char b0[8];
};
struct base0 {
	int id{};
	virtual ~base0() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape0 : base0 {
	double m0{};
	uint64_t measure() const override { return (uint64_t)m0 + 2; }
};
struct base1 {
	uint16_t id{};
	virtual ~base1() {}
	virtual uint64_t measure() const { return 1; }
};
struct shape1 : base1 {
	int64_t m0{};
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

__attribute__((noinline)) uint64_t f5(double code, const std::vector<int> &height, const shape1 &width, enum kind0 first, const std::vector<int> &level) {
	bool depth = ((((uint64_t)(height.size()) ^ 397u)) & 1) != 0;
	unsigned short rate = (unsigned short)(((uint64_t)first) % 65521u);
	unsigned short *zone = &rate;
	int64_t limit = (int64_t)((((uint64_t)depth * (uint64_t)(level.size())) + 789u));
	for (unsigned i1 = 0; i1 < 4u; i1++)
		limit = (int64_t)((uint64_t)limit * 7u + i1 + (uint64_t)((int64_t)code));
	const char *score = words[(((((uint64_t)((*zone)) + (uint64_t)((int64_t)code)) - (uint64_t)(width.m0)) + 177u)) % 15u];
	int64_t *sum = &limit;
	uint64_t left = (uint64_t)((((uint64_t)(height.size()) * (uint64_t)((*zone))) ^ 118u));
	for (int i2 = 0; i2 < 5; i2++) {
		char size = (char)('a' + (((uint64_t)i2 ^ 175u)) % 26u);
		left = (uint64_t)((uint64_t)left + ((uint64_t)first + 919u));
		if (i2 == 3) {
			secret = (uint32_t)(secret + 5u) / (secret - 171u);
		}
	}
	left = (uint64_t)((uint64_t)left * 3u + (uint64_t)left);
	left = (uint64_t)((uint64_t)left * 3u + (uint64_t)rate);
	left = (uint64_t)((uint64_t)left * 3u + (uint64_t)limit);
	return left;
}

static uint64_t f4(const std::string &key) {
	uint32_t count = (uint32_t)((((uint64_t)(key.size()) + (uint64_t)(key.size()))) % 7u);
	uint32_t *start = &count;
	long long left = (long long)(((uint64_t)((*start)) * (uint64_t)(key.size())));
	uint64_t depth = (uint64_t)((((uint64_t)left - 70237583u) + 503u));
	std::string stop = std::string(words[(((((uint64_t)count + (uint64_t)(key.size())) - (uint64_t)left) + 428u)) % 15u]);
	if (((((uint64_t)((*start)) + (uint64_t)(stop.size())) + 688u)) & 1) {
		depth = (uint64_t)((uint64_t)((*start)));
	}
	uint64_t score = (uint64_t)(((((uint64_t)(key.size()) + (uint64_t)left) + 736u)) % 7u);
	if (secret == 171u) {
		bool last = (((((uint64_t)((*start)) * (uint64_t)depth) - (uint64_t)left)) & 1) != 0;
		std::deque<int> best;
		for (int i3 = 0; i3 < 5; i3++) {
			best.push_back((int)((((uint64_t)(stop.size()) + 5u)) % 100u));
		}
		std::vector<int> right;
		for (int i4 = 0; i4 < 1; i4++) {
			right.push_back((int)((((uint64_t)(best.size()) + (uint64_t)last)) % 1000u));
		}
		shape1 size;
		size.id = (uint16_t)(((uint64_t)(key.size()) + 495u));
		size.m0 = (int64_t)((((uint64_t)(best.size()) + (uint64_t)depth) + 50u));
		score ^= (uint64_t)f5((double)(int)(((uint64_t)score) & 0xffff) + 0.125, right, size, (enum kind0)(((((uint64_t)(stop.size()) * 86382u) + 270u)) % 2u), right);
	}
	score = (uint64_t)((uint64_t)score * 3u + (uint64_t)score);
	score = (uint64_t)((uint64_t)score * 3u + (uint64_t)(key.size()));
	score = (uint64_t)((uint64_t)score * 3u + (uint64_t)left);
	return score;
}

static __attribute__((noinline)) int f3(struct s1 left, struct s2 right, unsigned char flags, const std::string &index, int rounds) {
	short key = (short)((((uint64_t)(left.e2) * (uint64_t)(right.b0[0]))) % 65521u) - 18;
	switch (((((uint64_t)(left.b0[1]) - (uint64_t)rounds) + 17u)) % 4u) {
		case 0: flags = (unsigned char)(((uint64_t)(left.b0[0]) + 631u)); break;
		case 1: flags ^= 21; break;
		default: flags = (unsigned char)(flags + 1); break;
	}
	long long total[5];
	for (int i5 = 0; i5 < 5; i5++) {
		total[i5] = (long long)((((uint64_t)(left.e2) + 592u)) % 1000u);
	}
	bool rate = ((((uint64_t)(right.b0[0]) ^ (uint64_t)rounds)) & 2) != 0;
	for (unsigned i6 = 0; i6 < 2u; i6++)
		flags = (unsigned char)((uint64_t)flags * 7u + i6 + ((uint64_t)(left.b0[0]) ^ 776u));
	int stop = (int)((((uint64_t)(left.e2) * 219u)) % 65521u);
	switch ((((uint64_t)(left.b0[1]) * 249u)) % 4u) {
		case 0: flags = (unsigned char)(((((uint64_t)(left.e2) - (uint64_t)(total[0])) * (uint64_t)(right.b0[0])) * 813u)); break;
		case 1: flags ^= 77; break;
		default: flags = (unsigned char)(flags + 2); break;
	}
	int best = (int)(((uint64_t)(index.size()) - (uint64_t)(right.b0[0])));
	if (rounds > 0) {
		best ^= (int)f3(left, right, (unsigned char)((((uint64_t)(right.b0[1]) ^ (uint64_t)(left.e2)) ^ 445u)), index, rounds - 1);
	} else {
		std::string mask = std::string("a rather long prefix of ") + std::to_string((int)((((((uint64_t)(right.b0[1]) ^ 144u) * (uint64_t)(total[4])) ^ 49u)) % 997u));
		best ^= (int)f4(mask);
	}
	best = (int)((uint64_t)best * 3u + (uint64_t)(index.size()));
	return best;
}

static __attribute__((noinline)) unsigned long long f2(const shape0 &total) {
	unsigned long long height = (unsigned long long)((((uint64_t)((int64_t)total.m0) - (uint64_t)((int64_t)total.m0)) + (uint64_t)((int64_t)total.m0)));
	unsigned long long *weight = &height;
	unsigned long long limit = (unsigned long long)(((((uint64_t)((*weight)) * (uint64_t)((int64_t)total.m0)) + 904u)) % 7u);
	unsigned long long *score = &limit;
	char mask = (char)('a' + ((((uint64_t)((*weight)) * 47715418u) ^ 563u)) % 26u);
	unsigned long long *size = &limit;
	if (((uint64_t)limit) & 8) {
		height = (unsigned long long)(((uint64_t)((*size)) + (uint64_t)mask));
	}
	enum kind0 step = (enum kind0)((((((uint64_t)((*score)) + (uint64_t)limit) + (uint64_t)((*score))) ^ 913u)) % 2u);
	unsigned long long *flags = &limit;
	for (unsigned i7 = 0; i7 < 8u; i7++)
		limit = (unsigned long long)((uint64_t)limit * 4u + i7 + ((uint64_t)((*score)) + 983u));
	unsigned long long level = (unsigned long long)((((uint64_t)((int64_t)total.m0) - 20157618u) * 133u));
	struct s1 rate;
	snprintf(rate.b0, sizeof rate.b0, "<%d>", (int)(((((uint64_t)((int64_t)total.m0) * 83386u) + 969u)) % 1000u));
	rate.d1 = (unsigned)((((uint64_t)((*weight)) - (uint64_t)level) + 39u));
	rate.e2 = (char)('a' + ((((uint64_t)step * (uint64_t)((*weight))) + 287u)) % 26u);
	struct s2 last;
	snprintf(last.b0, sizeof last.b0, "key-%d", (int)(((uint64_t)((*weight))) % 1000u));
	std::string right = std::string(words[((((uint64_t)level + 8064610u) + 993u)) % 15u]);
	level ^= (unsigned long long)f3(rate, last, 97, right, 3);
	level = (unsigned long long)((uint64_t)level * 3u + (uint64_t)mask);
	level = (unsigned long long)((uint64_t)level * 3u + (uint64_t)((*weight)));
	level = (unsigned long long)((uint64_t)level * 3u + (uint64_t)step);
	return level;
}

__attribute__((noinline)) signed char f1(const struct s2 *stop) {
	char width = (char)('a' + (((((uint64_t)(stop->b0[0]) + (uint64_t)(stop->b0[1])) * (uint64_t)(stop->b0[1])) + 282u)) % 26u);
	const char *size = words[(((uint64_t)(stop->b0[1]) + 658u)) % 15u];
	size_t score = (size_t)((((uint64_t)width * (uint64_t)(size[0])) ^ 622u));
	size_t *total = &score;
	for (unsigned i8 = 0; i8 < 7u; i8++)
		score = (size_t)((uint64_t)score * 8u + i8 + ((uint64_t)(size[0]) * 877u));
	std::shared_ptr<int> best = std::make_shared<int>((int)((((uint64_t)(stop->b0[0]) + 643u)) % 1000u));
	size_t *count = &score;
	for (unsigned i9 = 0; i9 < 4u; i9++)
		score = (size_t)((uint64_t)score * 2u + i9 + ((uint64_t)score ^ 715u));
	signed char right = (signed char)(((((uint64_t)width ^ (uint64_t)score) * (uint64_t)(stop->b0[1])) * 273u));
	shape0 mask;
	mask.id = (int)(((((uint64_t)(stop->b0[0]) + (uint64_t)((best != nullptr))) * (uint64_t)((best != nullptr)))) % 100u) - 37;
	mask.m0 = (double)(int)(((((uint64_t)((*count)) * (uint64_t)score) * 345u)) & 0xffff) * 0.25;
	right ^= (signed char)f2(mask);
	return right;
}

int f0(const std::vector<int> &left, int height, const shape0 &sum) {
	int32_t total = (int32_t)(((uint64_t)height * 586u));
	height = (int)helper_mix((uint64_t)((int64_t)sum.m0), ((uint64_t)(left.size()) ^ 770u));
	bool limit = ((((((uint64_t)total ^ (uint64_t)(left.size())) - 84515459u) + 588u)) & 4) != 0;
	switch ((((uint64_t)height ^ 369u)) % 4u) {
		case 0: total = (int32_t)(((((uint64_t)((int64_t)sum.m0) * (uint64_t)((int64_t)sum.m0)) * 854u)) % 7u); break;
		case 1: total ^= 85; break;
		default: total = (int32_t)(total + 7); break;
	}
	int flags = (int)(((((uint64_t)((int64_t)sum.m0) + 5u) * 439u)) % 100u);
	struct s2 state;
	snprintf(state.b0, sizeof state.b0, "key-%d", (int)((((((uint64_t)(left.size()) ^ (uint64_t)(left.size())) * (uint64_t)height) * 420u)) % 1000u));
	flags ^= (int)f1(&state);
	flags = (int)((uint64_t)flags * 3u + (uint64_t)((int64_t)sum.m0));
	flags = (int)((uint64_t)flags * 3u + (uint64_t)total);
	flags = (int)((uint64_t)flags * 3u + (uint64_t)height);
	flags = (int)((uint64_t)flags * 3u + (uint64_t)flags);
	return flags;
}

int main(void) {
	uint32_t start = secret;
	std::vector<int> last;
	for (int i10 = 0; i10 < 0; i10++) {
		last.push_back((int)(((((uint64_t)start ^ (uint64_t)start) - (uint64_t)start) + 946u)));
	}
	shape0 count;
	count.id = (int)(((uint64_t)start * (uint64_t)start));
	count.m0 = (double)(int)((((uint64_t)(last.size()) ^ 755u)) & 0xffff) * 0.25;
	int status = (int)f0(last, (int)((((uint64_t)(last.size()) + 356u)) % 7u), count);
	printf("%d\n", status);
	return status == 77;
}
