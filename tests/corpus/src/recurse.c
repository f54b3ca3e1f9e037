/* call stack exhausted by two functions that call each other */
int even(volatile int *n, int depth);
__attribute__((noinline)) int odd(volatile int *n, int depth)
{
	return even(n, depth + 1) + *n;
}
__attribute__((noinline)) int even(volatile int *n, int depth)
{
	return odd(n, depth + 1) - *n;
}
int main(void)
{
	volatile int n = 1;
	return odd(&n, 0);
}
