/* integer divide by zero, three inlined calls deep */
static inline int ratio(int a, int b)
{
	return a / b;
}
static inline int weigh(const int *v, int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += ratio(v[i], v[n - 1 - i]);
	return sum;
}
__attribute__((noinline)) static int run(const int *v, int n)
{
	return weigh(v, n) + 1;
}
int main(int argc, char **argv)
{
	volatile int last = 0;
	int v[4] = { 5 + argc, 6, 7, last };
	return run(v, 4);
}
