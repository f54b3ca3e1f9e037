static inline __attribute__((always_inline)) int half(int value)
{
	if (value < 0)
		__builtin_trap();
	return value / 2;
}
