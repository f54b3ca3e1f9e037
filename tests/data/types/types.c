/* Compiled without a library: what counts is its debug information. */
#include "types.h"

struct plain plain;
struct bits bits;
struct tight tight;
enum mode mode;
enum flags flags;
enum large large;
union any any;
struct nested nested;
float4 lanes;
again alias;
struct late late;
unsigned char bytes[8];
const char *text;
char *const fixed;
int (*row)[4];
void (*handler)(int);
int *(*table[5])(struct plain *, int (*)(char));
long double _Complex pair;
static int total = 7;
static const int limit = 9;
extern int elsewhere;

static int counted(void)
{
	static int calls = 3;

	return ++calls;
}

static int other(void)
{
	static short calls = 4;

	return ++calls;
}

int sum(int count, const char *name)
{
	int values[count];
	int result = 0;

	for (int i = 0; i < count; i++) {
		int twice = 2 * i;

		values[i] = twice;
	}
	for (int i = 0; i < count; i++) {
		int result_here = values[i];

		{
			int result = result_here + limit;

			total += result;
		}
		result += result_here + name[0];
	}
	return result;
}

int run(int n)
{
	return sum(n, text) + counted() + other() + total + elsewhere;
}
