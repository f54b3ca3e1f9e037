#include <new>
#include <stdexcept>
#include <typeinfo>
#include <cstdlib>
/* What the compiler makes of `throw`, for a runtime that has no handlers. */
extern "C" __attribute__((noinline)) void __cxa_throw(void *object, std::type_info *type, void (*destroy)(void *)) {
  static void *volatile seen[3]; seen[0] = object; seen[1] = type; seen[2] = (void *)destroy;
  __builtin_trap();
}
namespace shop { struct Closed : std::out_of_range { int code; Closed(int c) : std::out_of_range("the shop is closed"), code(c) {} }; struct Odd { int a; }; }
template <class T> static void raise(T value) { __cxa_throw(new T(value), const_cast<std::type_info *>(&typeid(T)), nullptr); }
int main(int argc, char **argv) {
  int kind = argc > 1 ? atoi(argv[1]) : 0;
  if (kind == 0) raise(std::runtime_error("no \xc3\xa4pples"));
  if (kind == 1) raise(shop::Closed(3));
  if (kind == 2) raise(shop::Odd{4});
  if (kind == 3) raise(7);
}
