#include "other.h"

static int hidden = 20;
int other_total = 21;
static char buffer[300];

int other_one(int n)
{
	static int calls = 22;

	return n + ++hidden + ++calls;
}

int other_two(int n)
{
	buffer[n & 255]++;
	return n - other_total;
}
