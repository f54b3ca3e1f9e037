#include "chain.h"

int sink;

static inline __attribute__((always_inline)) int quarter(int value)
{
	sink = value;
	return half(half(value));
}

__attribute__((noinline)) int first(int value)
{
	return quarter(value) + 1;
}

__attribute__((noinline)) int second(int value)
{
	int sum = 0;

	for (int i = 0; i < value; i++)
		sum += quarter(i);
	return sum;
}
