/* unreachable by assert() */
#include <assert.h>
struct account { int id, cents; };
__attribute__((noinline)) static void pay(struct account *a, int cents)
{
	assert(a->cents >= cents);
	a->cents -= cents;
}
int main(void)
{
	struct account a = { 7, 100 };
	pay(&a, 60);
	pay(&a, 60);
	return a.cents;
}
