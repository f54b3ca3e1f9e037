/* Types of C whose layout the truth files tell: see build.sh. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plain { char a; short b; int c; long long d; float e; double f; void *p; bool g; };

struct bits {
	unsigned a : 3;
	unsigned b : 5;
	int c : 10;
	unsigned : 0;
	unsigned long long d : 33;
	signed char e : 2;
	bool g : 1;
	unsigned h : 32;
};

struct __attribute__((packed)) tight {
	char x;
	unsigned a : 12;
	unsigned b : 20;
	unsigned long long c : 37;
	int d;
};

enum mode { MODE_OFF, MODE_ON = 5, MODE_BAD = -2 };
enum flags { FLAG_A = 1, FLAG_B = 2, FLAG_TOP = 0x80000000u };
enum large { LARGE_ONE = 1, LARGE_MAX = 0x7fffffffffffffffll };

union any { int i; double d; char text[12]; struct plain plain; };

struct nested {
	int kind;
	union { int number; struct { char low, high; }; };
	struct { short x, y; } point;
	enum mode mode : 4;
	const volatile int *const *pointers[3];
	int grid[2][3][4];
	int (*call)(const char *, ...);
	void (*nothing)(void);
	struct nested *next;
	_Atomic int counter;
	_Complex float z;
	__int128 wide;
	int rest[];
};

typedef float float4 __attribute__((vector_size(16)));
typedef struct { int x; } unnamed;
typedef unnamed again;

struct hidden;		/* defined in hidden.c */
struct never;		/* defined nowhere */

struct late { char c; struct hidden *there; struct never *nowhere; };
