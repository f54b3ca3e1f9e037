/* Without columns the check and its trap share a row of the line table. */
__attribute__((noinline)) static int at(int i, int n)
{
	if (i >= n) __builtin_trap();
	return i * 2;
}

__attribute__((export_name("line"))) int line(int i)
{
	return at(i, 3) + 1;
}
