/* indirect call type mismatch: a function called through a pointer of another type */
typedef double (*shape)(double, double);
static int flat(int a) { return a + 1; }
__attribute__((noinline)) static double apply(shape f, double x)
{
	return f(x, x) + 1;
}
int main(void)
{
	volatile shape f = (shape)(void *)flat;
	return (int)apply(f, 2);
}
