/* unreachable by abort() */
#include <stdio.h>
#include <stdlib.h>
static void give_up(const char *why)
{
	fprintf(stderr, "giving up: %s\n", why);
	abort();
}
__attribute__((noinline)) static int parse(const char *text)
{
	if (*text != '{')
		give_up("no brace");
	return 1;
}
int main(void)
{
	return parse("[]");
}
