#include <assert.h>
#include <stdlib.h>
static int check(int n) { assert(n < 3 && "too many"); return n; }
int main(int argc, char **argv) { return check(argc > 1 ? atoi(argv[1]) : 7); }
