#include "chain.h"

int first(int value);
int second(int value);

__attribute__((export_name("run"))) int run(int value)
{
	return half(first(value)) + second(value);
}
