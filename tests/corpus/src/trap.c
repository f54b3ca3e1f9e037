/* unreachable behind a condition */
__attribute__((noinline)) static int at(const int *v, int n, int i)
{
	if (i >= n)
		__builtin_trap();
	return v[i];
}
int main(void)
{
	int v[3] = { 1, 2, 3 }, sum = 0;
	for (int i = 0; i < 5; i++)
		sum += at(v, 3, i);
	return sum;
}
