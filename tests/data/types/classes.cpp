#include "classes.h"

int shop::Both::made = 6;
int shop::Both::add(int n) { return base + left + right + both + n; }


namespace shop {
Both object;
Holder holder;
int number = 11;
Cart::Item item = { 3, Color::Green, nullptr };
Level level = Level::Low;
}
namespace {
struct Local { int local; };
}
static Local local;
std::vector<int> ints;
std::text text;
shop::Fixed<double, 3> fixed;
shop::Pack<int, char *> pack;
shop::Outer<long>::Inner inner;
const shop::Cart::Item &reference = shop::item;
int shop::Both::*member = &shop::Both::both;
int (shop::Both::*method)(int) = &shop::Both::add;
int (&row)[2] = *(int (*)[2])&shop::object;
decltype(nullptr) nothing;

inline int counter()
{
	static int calls = 20;

	return ++calls;
}

template <class T> T largest(T a, T b) { struct Pair { T one, two; } pair = { a, b }; return pair.one > pair.two ? pair.one : pair.two; }

extern "C" int run(int n)
{
	shop::Cart *cart = nullptr;
	auto twice = [n](int by) { return n * by; };

	return counter() + largest(n, 3) + twice(2) + local.local + (cart ? cart->count : 0) + shop::Both::LIMIT;
}
