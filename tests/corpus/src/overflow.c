/* integer overflow: the smallest number divided by -1 */
#include <limits.h>
__attribute__((noinline)) static int negate(int a, int by)
{
	return a / by;
}
int main(void)
{
	volatile int a = INT_MIN, by = -1;
	return negate(a, by);
}
