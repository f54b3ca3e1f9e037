/* out of bounds memory access: a store through an inlined setter */
struct cell { int *to; };
static inline void put(struct cell *c, int i, int v)
{
	c->to[i] = v;
}
__attribute__((noinline)) static void fill(struct cell *c, int n)
{
	for (int i = 0; i < n; i++)
		put(c, i * 1000000, i);
}
int main(void)
{
	static int room[10];
	struct cell c = { room };
	fill(&c, 2000);
	return room[3];
}
