/* out of bounds memory access by memory.fill; flags: -mbulk-memory */
#include <string.h>
__attribute__((noinline)) static void wipe(char *at, unsigned size)
{
	memset(at, 0x5a, size);
}
int main(int argc, char **argv)
{
	static char room[16];
	volatile unsigned size = 0x70000000;
	wipe(room, size);
	return room[argc];
}
