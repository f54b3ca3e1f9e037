/* out of bounds memory access: a list with a broken link */
struct node { struct node *next; int value; };
__attribute__((noinline)) static int total(const struct node *n)
{
	int sum = 0;
	for (; n; n = n->next)
		sum += n->value;
	return sum;
}
int main(void)
{
	struct node c = { (struct node *)0x7ffffff0, 3 }, b = { &c, 2 }, a = { &b, 1 };
	return total(&a);
}
