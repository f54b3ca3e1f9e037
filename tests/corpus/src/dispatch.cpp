// C++: an object that was overwritten, so its table of virtual functions is gone
struct Node { virtual int eval() const { return 1; } int pad = 0; };
struct Sum : Node {
	const Node *a, *b;
	Sum(const Node *x, const Node *y) : a(x), b(y) {}
	int eval() const override { return a->eval() + b->eval(); }
};
__attribute__((noinline)) static int top(const Node &n) { return n.eval() * 2; }
int main()
{
	Node one, two;
	Sum s(&one, &two);
	*(volatile int *)(void *)&two = 0x7ffffffc;
	return top(s);
}
