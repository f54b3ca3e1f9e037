/* a callback inside the C library, which has no debug information */
#include <stdlib.h>
struct item { int *key; };
static int compare(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return *x->key - *y->key;
}
__attribute__((noinline)) static void order(struct item *items, size_t n)
{
	qsort(items, n, sizeof(*items), compare);
}
int main(void)
{
	static int keys[3] = { 3, 1, 2 };
	struct item items[4] = { { keys }, { keys + 1 }, { (int *)0x7fffff00 }, { keys + 2 } };
	order(items, 4);
	return 0;
}
