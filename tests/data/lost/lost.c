/*
 * Assignments that nothing reads before the program dies: the compiler removes them, and its debug information keeps the
 * older values.  lost.gdb has the values, of the program without optimisation.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct pair { int left; char name[12]; int right; };

static volatile uint32_t secret = 24;

/* By an address, in a call that is inlined. */
static void grow(int *count, int by)
{
	if (secret > 20)
		*count += by;
}

__attribute__((noinline)) static int spin(unsigned char width, const long long *turn, int depth)
{
	int key = width * 3 + depth;

	switch (turn[0] % 4) {
	case 0: width = 7; break;
	case 1: width ^= 61; break;
	default: width = (unsigned char)(width + 8); break;
	}
	if (secret == 24)
		__builtin_trap();
	return key;
}

/* By an address that the compiler makes a plain argument of, since nothing reads what is written there. */
__attribute__((noinline)) static int fall(int *level, const long long *turn)
{
	int start = *level;

	*level = 0;
	return spin((unsigned char)(start + 162), turn, start - 38);
}

__attribute__((noinline)) static int walk(int steps, const long long *turn)
{
	int total = steps;
	int seen = steps * 2;
	int kept = steps + 193;
	struct pair pair = { .left = steps };

	for (int i = 0; i < 3; i++)
		seen += 2 + i * (steps - 8);
	grow(&total, steps - 8);
	pair.right = seen;
	snprintf(pair.name, sizeof(pair.name), "pair %d", steps);
	int level = steps + 31;

	return kept + fall(&level, turn) + pair.name[0];
}

int main(void)
{
	long long turn[] = { secret + 1, 3 };
	int result = walk((int)secret - 15, turn);

	printf("%d %lld\n", result, turn[1]);
	return 0;
}
