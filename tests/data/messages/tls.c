#include <stdlib.h>
_Thread_local int tval = 7; static _Thread_local long tl2; int gval = 3; static int arr[4] = {1,2,3,4};
__attribute__((noinline)) int f(int x) { tval += x; tl2 = x * 2; gval++; arr[1] = x; return x / (gval - 4); }
int main(int argc, char **argv) { return f(argc + 10); }
