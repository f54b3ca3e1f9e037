/* A loop that the compiler unrolls: its debug information has one constant of its variables for all rounds. */
#include <stdint.h>
#include <stdio.h>
static volatile uint32_t secret = 24;
__attribute__((noinline)) static int stop(int height, double size)
{
	if (secret == 24)
		__builtin_trap();
	return height + (int)size;
}

__attribute__((noinline)) static uint32_t rounds(uint32_t depth, const uint64_t *total)
{
	uint32_t sum = depth * 3;
	uint64_t twice = total[0] * total[1];

	for (int i = 0; i < 7; i++) {
		const int round = i;
		const uint32_t odd = (uint32_t)round * 2 + 1;

		sum += sum * (uint32_t)twice - (uint32_t)total[1];
		if (round == 3) {
			const int height = (int)total[1] + 943;

			sum ^= (uint32_t)stop(height, (round + depth) / 3.0);
		}
	}
	return sum;
}
int main(void)
{
	uint64_t total[2] = { secret, secret + 1 };

	printf("%u\n", rounds(secret + 16, total));
	return 0;
}
