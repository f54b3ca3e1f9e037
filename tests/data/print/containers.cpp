// Prints its variables in wcore's notation, by the containers' own interfaces, then traps.
#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdio>
#include <deque>
#include <forward_list>
#include <functional>
#include <initializer_list>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <span>
#include <stack>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#define SHOW(x) (printf("%s\t", #x), show(x), printf("\n"))

enum class Color { red, green = 5 };
struct Point { int x, y; };
struct Tree { std::string name; std::vector<Tree> children; };
struct Node { int id; std::shared_ptr<Node> next; std::weak_ptr<Node> back; };

void show(int v) { printf("%d", v); }
void show(unsigned v) { printf("%u", v); }
void show(long v) { printf("%ld", v); }
void show(long long v) { printf("%lld", v); }
void show(unsigned long v) { printf("%lu", v); }
void show(short v) { printf("%d", v); }
void show(bool v) { printf(v ? "true" : "false"); }
void show(double v) { printf("%g", v); }
void show(float v) { printf("%g", v); }
void show(char v) { printf("%d '%c'", v, v); }
void show(Color c) { printf(c == Color::red ? "red" : "green"); }
void show(const Point &p) { printf("{x = %d, y = %d}", p.x, p.y); }
void show(std::string_view s)
{
	printf("\"%.*s\"%s", (int)(s.size() < 200 ? s.size() : 200), s.data(),
	       s.size() > 200 ? "..." : "");
}
void show(const std::string &s) { show(std::string_view(s)); }
// UTF-8 of the wider ones: all of theirs here are below U+0800.
template <class S> void show_wide(const S &s)
{
	printf("\"");
	for (auto c : s) {
		if (c < 0x80)
			printf("%c", (char)c);
		else
			printf("%c%c", (char)(0xc0 | c >> 6), (char)(0x80 | (c & 63)));
	}
	printf("\"");
}
void show(const std::u16string &s) { show_wide(s); }
void show(const std::u32string &s) { show_wide(s); }
void show(const std::wstring &s) { show_wide(s); }

template <class A, class B> void show(const std::pair<A, B> &p);
template <class T> void show(const std::vector<T> &c);
template <class T> void show(const std::list<T> &c);
template <class T> void show(const std::set<T> &c);
template <class T> void show(const std::optional<T> &c);
template <class K, class V> void show(const std::map<K, V> &c);

template <class I> void show_range(I i, I end)
{
	int n = 0;
	printf("{");
	for (; i != end && n < 200; ++i, n++) {
		printf(n ? ", " : "");
		show(*i);
	}
	printf(i == end ? "}" : "...}");
}
template <class C> void show_map(const C &c)
{
	int n = 0;
	printf("{");
	for (auto &[k, v] : c) {
		printf(n++ ? ", [" : "[");
		show(k);
		printf("] = ");
		show(v);
	}
	printf("}");
}
template <class A, class B> void show(const std::pair<A, B> &p)
{
	printf("{first = ");
	show(p.first);
	printf(", second = ");
	show(p.second);
	printf("}");
}
template <class T> void show(const std::vector<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::list<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::forward_list<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::deque<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::set<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::multiset<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::unordered_set<T> &c) { show_range(c.begin(), c.end()); }
template <class T> void show(const std::initializer_list<T> &c) { show_range(c.begin(), c.end()); }
template <class T, size_t N> void show(const std::array<T, N> &c) { show_range(c.begin(), c.end()); }
template <class T, size_t N> void show(const std::span<T, N> &c) { show_range(c.begin(), c.end()); }
template <class K, class V> void show(const std::map<K, V> &c) { show_map(c); }
template <class K, class V> void show(const std::multimap<K, V> &c) { show_map(c); }
template <class K, class V> void show(const std::unordered_map<K, V> &c) { show_map(c); }
template <class K, class V> void show(const std::unordered_multimap<K, V> &c) { show_map(c); }
template <class T> void show(const std::optional<T> &c)
{
	if (!c) {
		printf("std::nullopt");
		return;
	}
	printf("std::optional(");
	show(*c);
	printf(")");
}
template <class... T> void show(const std::variant<T...> &c)
{
	printf("std::variant[%d](", (int)c.index());
	std::visit([](auto &v) { show(v); }, c);
	printf(")");
}
template <class... T> void show(const std::tuple<T...> &c)
{
	int n = 0;
	printf("{");
	std::apply([&](auto &...v) { ((printf(n++ ? ", " : ""), show(v)), ...); }, c);
	printf("}");
}
template <class T> void show(const std::unique_ptr<T> &c)
{
	printf("std::unique_ptr(0x%lx", (unsigned long)c.get());
	if (c) {
		printf(" -> ");
		show(*c);
	}
	printf(")");
}
template <class T> void show(const std::atomic<T> &c) { show(c.load()); }
template <class T> void show(const std::complex<T> &c) { printf("%g %c %gi", c.real(), c.imag() < 0 ? '-' : '+', c.imag() < 0 ? -c.imag() : c.imag()); }
template <size_t N> void show(const std::bitset<N> &c) { printf("%s", c.to_string().c_str()); }
void show(std::chrono::milliseconds d) { printf("%lldms", (long long)d.count()); }
void show(std::chrono::hours d) { printf("%lldh", (long long)d.count()); }
void show(const std::reference_wrapper<int> &r) { printf("std::reference_wrapper(0x%lx <target> -> %d)", (unsigned long)&r.get(), r.get()); }
// The program cannot ask for the number of weak pointers: it knows it.
template <class T> void show_shared(const std::shared_ptr<T> &c, int weak)
{
	(void)weak;
#ifdef HAS_COUNTS
	printf("std::shared_ptr {use_count = %ld, weak_count = %d, pointer = 0x%lx -> ", c.use_count(), weak, (unsigned long)c.get());
	show(*c);
	printf("}");
#else
	printf("std::shared_ptr(0x%lx -> ", (unsigned long)c.get());
	show(*c);
	printf(")");
#endif
}

std::string empty_string, short_string = "short", ten = "0123456789", eleven = "01234567890";
std::string long_string = "a string that is too long to be stored inside of the object";
std::string very_long(300, 'x');
std::u16string utf16 = u"h\u00e9llo", utf16_long = u"a long string of char16_t: h\u00e9llo";
std::u32string utf32 = U"h\u00e9llo w\u00f6rld";
std::wstring wide = L"w\u00e4hrung";
std::string_view view = "a view of a literal", no_view;
std::vector<int> numbers = { 1, 2, 3 }, no_numbers, many(300);
std::vector<std::string> names = { "one", "two", "a third one that is long enough to be allocated" };
std::vector<std::vector<int>> nested = { { 1 }, {}, { 2, 3 } };
std::vector<bool> bits = { true, false, true, true }, many_bits(70, true);
std::vector<Point> points = { { 1, 2 }, { -3, 4 } };
std::array<int, 4> fixed = { 4, 3, 2, 1 };
std::array<std::string, 2> fixed_names = { "a", "b" };
std::list<int> linked = { 7, 8, 9 }, unlinked;
std::list<std::string> linked_names = { "x", "yy" };
std::list<long long> aligned = { 1ll << 40, -1 };
std::forward_list<int> forward = { 5, 6 }, no_forward;
std::deque<int> queue_of_ints = { 1, 2, 3 }, no_deque;
std::deque<Point> blocks;
std::map<std::string, int> ages = { { "alice", 30 }, { "bob", 25 }, { "carol", 41 }, { "dave", 0 } };
std::map<int, std::string> by_number = { { 3, "c" }, { -1, "a" }, { 2, "b" } };
std::map<int, std::vector<std::string>> lists = { { 1, { "p", "q" } }, { 2, {} } };
std::map<int, int> no_map, big_map;
std::multimap<int, char> multi = { { 1, 'a' }, { 1, 'b' }, { 0, 'c' } };
std::set<int> ordered = { 3, 1, 2 };
std::set<std::string> ordered_names = { "q", "p" };
std::multiset<int> bag = { 2, 1, 2 };
std::unordered_map<std::string, double> prices = { { "pear", 1.5 }, { "fig", 0.25 } };
std::unordered_map<int, int> no_hash, squares;
std::unordered_multimap<int, int> hash_multi = { { 1, 10 }, { 1, 11 } };
std::unordered_set<int> hashed = { 10, 20, 30 };
std::optional<int> some = 4, nothing;
std::optional<std::string> some_name = "optional text";
std::variant<int, double, std::string> first_alternative = 1, third_alternative = "text";
std::pair<int, std::string> couple = { 1, "one" };
std::tuple<int, std::string, double> triple = { 1, "two", 3.5 };
std::tuple<char> single = { 'z' };
std::unique_ptr<int> owned(new int(5)), owns_nothing;
std::unique_ptr<Point> owned_point(new Point{ 8, 9 });
std::unique_ptr<std::string> owned_name(new std::string("owned text that is long enough for the heap"));
std::shared_ptr<int> shared = std::make_shared<int>(7), shared_too = shared;
std::shared_ptr<Point> shared_point(new Point{ 1, 1 });
std::weak_ptr<int> weak = shared;
std::atomic<int> counter = 12;
std::atomic<bool> flag = true;
std::complex<double> impedance(1.5, -2);
std::bitset<12> mask(0xa5);
std::chrono::milliseconds delay(250);
std::chrono::hours shift(8);
std::stack<int> pile({ 1, 2 });
std::queue<int> line({ 3, 4 });
std::priority_queue<int> heap(std::less<int>(), { 9, 5, 7 });
std::span<int> part(numbers.data() + 1, 2);
std::span<int, 2> fixed_part(numbers.data(), 2);
std::initializer_list<int> literal = { 11, 12 };
int target = 99;
std::reference_wrapper<int> ref = target;
Color color = Color::green;
std::vector<Color> colors = { Color::red, Color::green };
std::vector<std::optional<int>> maybe = { 1, std::nullopt };
std::map<std::pair<int, int>, std::string> by_pair = { { { 1, 2 }, "x" } };

void touch(const void *) {}

int main()
{
	for (int i = 0; i < 300; i++)
		many[i] = i * i;
	for (int i = 0; i < 1200; i++)
		blocks.push_back({ i, -i });
	for (int i = 0; i < 1030; i++)
		blocks.pop_front();
	for (int i = 0; i < 100; i++)
		big_map[(i * 37) % 101] = i;
	for (int i = 0; i < 20; i++)
		squares[i] = i * i;
	for (int i = 0; i < 60; i++)
		big_map.erase(i);
	SHOW(empty_string);
	SHOW(short_string);
	SHOW(ten);
	SHOW(eleven);
	SHOW(long_string);
	SHOW(very_long);
	SHOW(utf16);
	SHOW(utf16_long);
	SHOW(utf32);
	SHOW(wide);
	SHOW(view);
	SHOW(no_view);
	SHOW(numbers);
	SHOW(no_numbers);
	SHOW(many);
	SHOW(names);
	SHOW(nested);
	SHOW(bits);
	SHOW(points);
	SHOW(fixed);
	SHOW(fixed_names);
	SHOW(linked);
	SHOW(unlinked);
	SHOW(linked_names);
	SHOW(aligned);
	SHOW(forward);
	SHOW(no_forward);
	SHOW(queue_of_ints);
	SHOW(no_deque);
	SHOW(blocks);
	SHOW(ages);
	SHOW(by_number);
	SHOW(lists);
	SHOW(no_map);
	SHOW(big_map);
	SHOW(multi);
	SHOW(ordered);
	SHOW(ordered_names);
	SHOW(bag);
	SHOW(prices);
	SHOW(no_hash);
	SHOW(squares);
	SHOW(hash_multi);
	SHOW(hashed);
	SHOW(some);
	SHOW(nothing);
	SHOW(some_name);
	SHOW(first_alternative);
	SHOW(third_alternative);
	SHOW(couple);
	SHOW(triple);
	SHOW(single);
	SHOW(owned);
	SHOW(owns_nothing);
	SHOW(owned_point);
	SHOW(owned_name);
	printf("shared\t"), show_shared(shared, 1), printf("\n");
	printf("shared_point\t"), show_shared(shared_point, 0), printf("\n");
	SHOW(counter);
	SHOW(flag);
	SHOW(impedance);
	SHOW(mask);
	SHOW(delay);
	SHOW(shift);
	printf("pile\t{1, 2}\nline\t{3, 4}\nheap\t{9, 5, 7}\n");
	SHOW(part);
	SHOW(fixed_part);
	SHOW(literal);
	SHOW(ref);
	SHOW(color);
	SHOW(colors);
	SHOW(maybe);
	SHOW(by_pair);
	touch(&many_bits), touch(&shared_too), touch(&weak), touch(&pile), touch(&line), touch(&heap);
	fflush(stdout);
	__builtin_trap();
}
