/* Types of C++ whose layout the truth files tell: see build.sh. */
#include <stddef.h>
#include <stdint.h>

namespace std {
inline namespace __2 {
template <class T> struct allocator { };
template <class T, class A = allocator<T>> struct vector { T *first, *last; A rest; };
typedef vector<char> text;
}
}

namespace shop {

enum class Color : uint8_t { Red, Green = 200 };
enum class Level : int8_t { Low = -3, High = 7 };

struct Base { virtual int touch() { return 1; } int base = 1; };
struct Left : virtual Base { int left = 2; };
struct Right : virtual Base { int right = 3; };
struct Both : Left, Right {
	int both = 4;
	static int made;
	static constexpr int LIMIT = 12;
	int add(int n);
};

class Cart {
public:
	struct Item { short id; Color color; Item *next; };
	Item first;
	int &count;
	int &&moved;
	int Item::*field;
	int (Cart::*method)(int, char) const;
	unsigned width : 7, height : 9;
};

template <class T, int N> struct Fixed { T items[N]; };
template <class... T> struct Pack { int size; };
template <class T> struct Outer { struct Inner { T value; char c; }; Inner inner; };

class Secret;	/* defined in secret.cpp */
struct Holder { Secret *secret; Both *both; };

}
