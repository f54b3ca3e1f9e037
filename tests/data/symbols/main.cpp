// Variables and functions of all kinds, for `wcore-mem symbols` against the linker's map.
#include "other.h"

int plain = 1;
static int hidden = 2;
const char text[] = "a text";
double zeroed[10];
static thread_local int per_thread = 3;

namespace shop {
struct Cart { long long total; int items[3]; };
Cart cart{ 5, { 1, 2, 3 } };
static Cart spare;
namespace { int secret = 6; }
template <class T> struct Counter { static T count; };
template <class T> T Counter<T>::count = 7;
inline int shared_inline = 8;
struct Device { virtual int run(int n) { return n; } static int made; };
int Device::made = 9;
struct Disk : Device { int run(int n) override { return n + plain; } };
}

static int (*const handlers[])(int) = { other_one, other_two };

__attribute__((noinline)) static int count_calls(int by)
{
	static int calls = 10;
	static short calls_small;

	calls_small++;
	return calls += by;
}

template <class T> __attribute__((noinline)) T twice(T value)
{
	return value + value + static_cast<T>(shop::Counter<T>::count);
}

extern "C" int run(int n)
{
	shop::Disk disk;
	shop::Device *device = &disk;

	zeroed[1] += n + text[1];
	shop::spare.total = shop::cart.total + shop::secret + per_thread++;
	int sum = count_calls(n) + twice<int>(n) + (int)twice<double>(n) + shop::shared_inline + shop::Device::made;

	hidden = handlers[n & 1](sum) + device->run(n);
	if (hidden > plain)
		__builtin_trap();
	return hidden;
}
