/* One of two units: the division is inlined into share(). */
static inline __attribute__((always_inline)) int divide(int total, int parts)
{
	return total / parts;
}

__attribute__((noinline)) int share(int total, int parts)
{
	return divide(total, parts) + 1;
}
