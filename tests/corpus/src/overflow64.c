/* integer overflow in 64 bits, in a loop */
__attribute__((noinline)) static long long walk(long long a, const long long *by, int n)
{
	for (int i = 0; i < n; i++)
		a /= by[i];
	return a;
}
int main(void)
{
	long long by[3] = { 1, -1, 2 };
	volatile long long smallest = -9223372036854775807LL - 1;
	return (int)walk(smallest, by, 3);
}
