/* Says what its variables are, each line as wcore is to show it, then traps. */
#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>

enum mode { MODE_OK, MODE_BAD = 7, MODE_NEGATIVE = -2 };
enum flags { A = 1, B = 2, C = 4, AB = 3 };
struct item { int id; char name[8]; double price; struct item *next; };
struct bits { unsigned a : 3; int b : 5; bool c : 1; unsigned long long wide : 40; enum mode m : 4; };
union number { int i; float f; unsigned char bytes[4]; };
struct holder { int kind; union { int i; double d; }; struct { short x, y; }; };
struct buffer { int length; int data[]; };
typedef int (*handler_t)(int);
typedef float float4 __attribute__((vector_size(16)));
typedef short short8 __attribute__((vector_size(16)));

static int twice(int x) { return 2 * x; }
int negate(int x) { return -x; }

struct item second = { 4, "date", 0.25, 0 };
struct item first = { 3, "cherry", 9.75, &second };
struct item circle = { 1, "loop", 1, &circle };
struct item items[3] = { { 1, "a", 1, 0 }, { 2, "b", 2.5, 0 }, { 3, "c", 3, 0 } };
enum mode bad = MODE_BAD, negative = MODE_NEGATIVE, unknown = (enum mode)42;
enum flags none, one = B, two = A | C, both = A | B, odd = (enum flags)(C | 8);
struct bits packed = { 5, -3, true, 0xabcdef0123, MODE_BAD };
union number pi = { .f = 3.5f };
struct holder held = { 2, { .d = 1.5 }, { -1, 1 } };
signed char small = -5;
unsigned char byte = 200;
char letter = 'a', newline = '\n', nul = 0, high = (char)0xe9;
short half = -12345;
unsigned short uhalf = 54321;
int minimum = INT32_MIN;
unsigned large = 4000000000u;
long long huge = INT64_MIN;
unsigned long long uhuge = UINT64_MAX;
__int128 very_huge = ((__int128)1 << 126) + 5, very_negative = -1;
unsigned __int128 unsigned_huge = ~(unsigned __int128)0;
_BitInt(37) odd_int = -5;
unsigned _BitInt(90) odd_wide = ((unsigned _BitInt(90))1 << 80) + 3;
bool yes = true, no;
float tenth = 0.1f, infinite = INFINITY;
double third = 1.0 / 3, negative_zero = -0.0, not_a_number = NAN, million = 1e6, tiny = 1e-10;
long double longer = 0.1L, long_third = 1.0L / 3;
double complex turned = 1 + 2i, back = 0.5 - 1.5i;
float4 vector = { 1, 2.5f, -3, 0 };
short8 shorts = { 1, 2, 3, 4, 5, 6, 7, 8 };
char text[16] = "hello", full[4] = { 'f', 'u', 'l', 'l' }, inner[8] = { 'a', 0, 'b' };
unsigned char raw[4] = { 1, 2, 255, 0 };
const char *pointer = "a \"quoted\" text\n", *null_text;
char lines[2][8] = { "one", "two" };
wchar_t wide[] = L"w\u00e4rme";
char16_t utf16[] = u"\U0001f600 ok";
char32_t utf32[] = U"\u20ac 5";
const wchar_t *wide_pointer = L"gr\u00fc\u00df";
int zeros[50], mixed[20] = { 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7 }, ten_ones[10] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
int matrix[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } };
int many[250];
handler_t handler = negate, no_handler;
handler_t handlers[2] = { twice, negate };
struct { int a, b; } anonymous = { 1, 2 };
void *anything = &first;
int *number_pointer = &matrix[1][0];
struct item *list = &first;
struct item **list_pointer = &list;
struct buffer *flexible;
int empty[0];
struct { } no_members;

#define SHOW(name, ...) (printf("%s\t", #name), printf(__VA_ARGS__), printf("\n"))
#define AT(p) ((unsigned)(uintptr_t)(p))

const void *volatile kept[] = { &none, empty, &no_members, &odd_int, &odd_wide, &zeros, &wide };

int main(void)
{
	for (int i = 0; i < 250; i++)
		many[i] = i;
	flexible = malloc(sizeof(*flexible) + 12);
	flexible->length = 3;
	SHOW(second, "{id = %d, name = \"%s\", price = %g, next = 0x0}", second.id, second.name, second.price);
	SHOW(first, "{id = %d, name = \"%s\", price = %g, next = 0x%x <second> -> {id = %d, name = \"%s\", price = %g, next = 0x0}}",
	     first.id, first.name, first.price, AT(&second), second.id, second.name, second.price);
	SHOW(circle, "{id = 1, name = \"loop\", price = 1, next = 0x%x <circle>}", AT(&circle));
	SHOW(items, "{{id = 1, name = \"a\", price = 1, next = 0x0}, {id = 2, name = \"b\", price = 2.5, next = 0x0}, {id = 3, name = \"c\", price = 3, next = 0x0}}");
	SHOW(items[1].price, "%g", items[1].price);
	SHOW(bad, "MODE_BAD");
	SHOW(negative, "MODE_NEGATIVE");
	SHOW(unknown, "(enum mode) %d", unknown);
	SHOW(none, "(enum flags) 0");
	SHOW(one, "B");
	SHOW(two, "A | C");
	SHOW(both, "AB");
	SHOW(odd, "C | 0x8");
	SHOW(packed, "{a = %d, b = %d, c = true, wide = %llu, m = MODE_BAD}", packed.a, packed.b, (unsigned long long)packed.wide);
	SHOW(pi, "{i = %d, f = %g, bytes = {%d, %d, %d, %d}}", pi.i, pi.f, pi.bytes[0], pi.bytes[1], pi.bytes[2], pi.bytes[3]);
	SHOW(held, "{kind = 2, {i = %d, d = %g}, {x = -1, y = 1}}", held.i, held.d);
	SHOW(small, "%d", small);
	SHOW(byte, "%d", byte);
	SHOW(letter, "%d '%c'", letter, letter);
	SHOW(newline, "%d '\\n'", newline);
	SHOW(nul, "0 '\\0'");
	SHOW(high, "%d '\\xe9'", high);
	SHOW(half, "%d", half);
	SHOW(uhalf, "%d", uhalf);
	SHOW(minimum, "%d", minimum);
	SHOW(large, "%u", large);
	SHOW(huge, "%lld", huge);
	SHOW(uhuge, "%llu", uhuge);
	SHOW(very_huge, "85070591730234615865843651857942052869");
	SHOW(very_negative, "-1");
	SHOW(unsigned_huge, "340282366920938463463374607431768211455");
	SHOW(yes, "true");
	SHOW(no, "false");
	SHOW(tenth, "0.1");
	SHOW(infinite, "%g", infinite);
	SHOW(third, "%.16g", third);
	SHOW(negative_zero, "%g", negative_zero);
	SHOW(not_a_number, "%g", not_a_number);
	SHOW(million, "1000000");
	SHOW(tiny, "%g", tiny);
	SHOW(longer, "0.1");
	SHOW(long_third, "0.3333333333333333333333333333333333");
	SHOW(turned, "%g + %gi", creal(turned), cimag(turned));
	SHOW(back, "%g - %gi", creal(back), -cimag(back));
	SHOW(vector, "{%g, %g, %g, %g}", vector[0], vector[1], vector[2], vector[3]);
	SHOW(shorts, "{1, 2, 3, 4, 5, 6, 7, 8}");
	SHOW(text, "\"%s\"", text);
	SHOW(full, "\"%.4s\"", full);
	SHOW(inner, "\"a\\x00b\"");
	SHOW(raw, "{1, 2, 255, 0}");
	SHOW(pointer, "0x%x \"a \\\"quoted\\\" text\\n\"", AT(pointer));
	SHOW(null_text, "0x0");
	SHOW(lines, "{\"%s\", \"%s\"}", lines[0], lines[1]);
	SHOW(wide, "\"w\xc3\xa4rme\"");
	SHOW(utf16, "\"\xf0\x9f\x98\x80 ok\"");
	SHOW(utf32, "\"\xe2\x82\xac 5\"");
	SHOW(wide_pointer, "0x%x \"gr\xc3\xbc\xc3\x9f\"", AT(wide_pointer));
	SHOW(zeros, "{0 <repeats 50 times>}");
	SHOW(mixed, "{1, 2, 0 <repeats 11 times>, 7, 0, 0, 0, 0, 0, 0}");
	SHOW(ten_ones, "{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}");
	SHOW(matrix, "{{1, 2, 3}, {4, 5, 6}}");
	printf("many\t{");
	for (int i = 0; i < 200; i++)
		printf(i ? ", %d" : "%d", many[i]);
	printf("...}\n");
	SHOW(handler, "0x%x <negate>", AT(handler));
	SHOW(no_handler, "0x0");
	SHOW(handlers, "{0x%x <twice>, 0x%x <negate>}", AT(handlers[0]), AT(handlers[1]));
	SHOW(anonymous, "{a = 1, b = 2}");
	SHOW(anything, "0x%x <first>", AT(anything));
	SHOW(number_pointer, "0x%x <matrix+12>", AT(number_pointer));
	SHOW(list_pointer, "0x%x <list>", AT(list_pointer));
	SHOW(*flexible, "{length = 3, data = <of unknown length>}");
	SHOW(empty, "{}");
	SHOW(no_members, "{}");
#if __clang_major__ >= 18
	printf("odd_int\t%d\nodd_wide\t1208925819614629174706179\n", (int)odd_int);
#endif
	fflush(stdout);
	__builtin_trap();
}
