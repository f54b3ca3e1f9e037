/* uninitialized table element: a null function pointer */
struct plugin { const char *name; int (*run)(int); };
static int twice(int n) { return n * 2; }
__attribute__((noinline)) static int each(const struct plugin *p, int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += p[i].run(i);
	return sum;
}
int main(void)
{
	struct plugin p[2] = { { "twice", twice }, { "none", 0 } };
	return each(p, 2);
}
