int share(int total, int parts);

static inline __attribute__((always_inline)) int twice(int parts)
{
	return share(10, parts) * 2;
}

volatile int zero;

__attribute__((export_name("start"))) int start(void)
{
	return twice(zero) + 3;
}
