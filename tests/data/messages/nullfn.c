#include <stdlib.h>
struct item { int id; int (*hook)(int); };
static int twice(int x) { return 2 * x; }
__attribute__((noinline)) static int run(struct item *o, int n) { int (*f)(int) = o->hook; return n > 5 ? f(n) : o->hook(n); }
int main(int argc, char **argv) { struct item it = { 4, argc > 9 ? twice : 0 }; return run(&it, argc); }
