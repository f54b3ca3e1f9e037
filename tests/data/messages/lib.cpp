#include <vector>
#include <string>
#include <stdexcept>
#include <cstdio>
#include <cstdlib>
struct B { B(){ call(); } void call(){ f(); } virtual void f() = 0; };
struct D : B { void f() override {} };
int main(int argc, char **argv) {
  int k = argc > 1 ? atoi(argv[1]) : 0;
  std::vector<int> v{1,2,3};
  if (k == 0) printf("%d\n", v.at(7));
  if (k == 1) { std::string s("abc"); printf("%c\n", s.at(9)); }
  if (k == 2) { D d; }
  if (k == 3) { printf("%d\n", v[9]); }
  if (k == 4) { printf("%d\n", std::stoi("x")); }
  if (k == 5) { std::terminate(); }
}
