/* out of bounds table access: a function pointer out of thin air */
typedef int (*handler)(int);
__attribute__((noinline)) static int dispatch(unsigned long where, int n)
{
	handler h = (handler)where;
	return h(n) + 1;
}
int main(void)
{
	volatile unsigned long where = 0x12345;
	return dispatch(where, 3);
}
