#include "order.h"

static int count = 77;
static const char *label = "other";
struct order *last_order;

int tally(int step)
{
	static int total = 500;

	count += step;
	return total += step + label[0] - 'o';
}
