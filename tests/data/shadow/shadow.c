/* Names that hide others: a parameter, a loop's and a block's variable, in scopes within each other. */
__attribute__((noinline)) int inner(int n, int by)
{
	int total = 100;

	for (int n = 5; n < 9; n++) {
		int by = n * 10;
		{
			long long total = by + 1000000000000LL;

			if (n == 7)
				__builtin_trap();
			total++;
		}
	}
	return n + by + total;
}

int outer(int n)
{
	return inner(n + 1, 4) + n;
}

void _start(void)
{
	outer(2);
}
