/*
 * Each line that this prints is an expression, a tab, and its value.  P() takes the
 * expression's text from the program itself; G() is for what only a debugger
 * understands: its text, and what it must give.  Then it traps, with everything in place.
 */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "order.h"

static int count = 3;
static unsigned char mask = 0xf0;
static const long long far_away = -5000000000LL;
double ratios[4] = { 0.5, -1.25, 1e100, 3 };
const char *const names[] = { "ann", "bob", "cy" };

static void put_signed(const char *text, long long v) { printf("%s\t%lld\n", text, v); }
static void put_unsigned(const char *text, unsigned long long v) { printf("%s\t%llu\n", text, v); }
static void put_real(const char *text, double v) { printf("%s\t%.17g\n", text, v); }
static void put_pointer(const char *text, const volatile void *v) { printf("%s\t0x%lx\n", text, (unsigned long)v); }

#define PUT(text, e) _Generic((e), \
	bool: put_unsigned, char: put_signed, signed char: put_signed, unsigned char: put_unsigned, \
	short: put_signed, unsigned short: put_unsigned, int: put_signed, unsigned: put_unsigned, \
	long: put_signed, unsigned long: put_unsigned, long long: put_signed, \
	unsigned long long: put_unsigned, float: put_real, double: put_real, \
	default: put_pointer)(text, e)
#define P(...) PUT(#__VA_ARGS__, (__VA_ARGS__))
#define G(text, ...) PUT(text, (__VA_ARGS__))
/* A list of numbers. */
#define L(text, from, n) do { printf("%s\t[", text); \
	for (int l_ = 0; l_ < (n); l_++) printf("%s%lld", l_ ? ", " : "", (long long)(from)[l_]); \
	printf("]\n"); } while (0)

static int twice(struct order *o, int n) { return o->id * 2 * n; }
static int thrice(struct order *o, int n) { return o->id * 3 * n; }

static void memory(void);

/* Its frame stays: memory() is called from it. */
static void arithmetic(void)
{
	int i = -7, j = 3, zero = 0;
	unsigned u = 4000000000u;
	signed char tiny = -100;
	unsigned char byte = 200;
	short s = -30000;
	unsigned short us = 60000;
	long l = LONG_MIN;
	unsigned long ul = ULONG_MAX;
	long long ll = 1LL << 40;
	unsigned long long ull = ULLONG_MAX;
	float f = 0.1f;
	double d = -2.75;
	bool yes = true;
	char c = 'x';
	enum mode mode = MODE_BAD;
	enum level level = LEVEL_LOW;

	printf("in arithmetic\n");
	P(i);
	P(i + j);
	P(i - j);
	P(i * j);
	P(i / j);
	P(i % j);
	P(i / -j);
	P(i % -j);
	P(-i);
	P(+tiny);
	P(~i);
	P(~u);
	P(!i);
	P(!zero);
	P(!!d);
	P(-u);
	P(-tiny);
	P(~byte);
	P(~us);
	P(i + u);
	P(u + i);
	P(i * u);
	P(i / u);
	P(i < u);
	P(i > j);
	P(i >= j);
	P(i <= -7);
	P(i == -7);
	P(i != -7);
	P(u > 0);
	P(u == 4000000000);
	P(u + 1000000000);
	P(u * 2);
	P(u - 4000000001u);
	P(tiny + byte);
	P(tiny * byte);
	P(byte * byte);
	P(byte + 100);
	P((unsigned char)(byte + 100));
	P((signed char)byte);
	P((char)321);
	P((short)us);
	P((unsigned short)s);
	P(us * us);
	P(s * 2);
	P(us << 4);
	P(s >> 3);
	P(u >> 4);
	P(i >> 1);
	P(j << 4);
	P(1 << 31);
	P(1u << 31);
	P(1LL << 40);
	P(i << 2 >> 1);
	P(l);
	P(l + 1);
	P(ul);
	P(ul + 2);
	P(l < ul);
	P(ul + i);
	P(l + u);
	P(ll);
	P(ll * 3);
	P(ll + u);
	P(ll - i);
	P(ll * ll);
	P(ll / j);
	P(ll % 1000);
	P(ull);
	P(ull + 1);
	P(ull / 3);
	P(ull % 10);
	P(ull > ll);
	P(i < ull);
	P(ull >> 60);
	P(ll >> 35);
	P(i & 0xff);
	P(i | 1);
	P(i ^ j);
	P(u & ~byte);
	P(byte & mask | 3);
	P(i ^ ull);
	P(1 + 2 * 3 - 4 / 2);
	P((1 + 2) * 3);
	P(10 - 4 - 3);
	P(100 / 10 / 2);
	P(1 | 6 ^ 3 & 2);
	P(1 + 1 << 2);
	P(1 < 2 == 1);
	P(3 > 2 > 1);
	P(i < j && j < 10);
	P(i > j || j > 10);
	P(zero && i / zero);
	P(yes || i / zero);
	P(i && !zero || zero);
	P(i < j ? i : j);
	P(i > j ? u : i);
	P(zero ? 1 : yes ? 20 : 30);
	P(yes ? 1 : 2.5);
	P(zero ? i / zero : 4);
	P(f);
	P(d);
	P(f + f);
	P(f * 3);
	P(f * 3.0);
	P(f == 0.1);
	P(f == 0.1f);
	P(f < d);
	P(d * d);
	P(d / 2);
	P(1 / 3.0);
	P(1 / 3.0f);
	P(7 / 2);
	P(7 / 2.0);
	P(d + i);
	P(d + ll);
	P(f + ll);
	P(u * f);
	P(-d);
	P(-f);
	P((int)d);
	P((unsigned char)-d);
	P((float)d / 3);
	P((double)f);
	P((float)ull);
	P((double)ull);
	P((float)16777217);
	P((long long)1e15);
	P((_Bool)d);
	P((bool)zero);
	P(1e3);
	P(1.5e-3 + .5);
	P(0x1p-4);
	P(0x1.8p3f);
	P(0x7f);
	P(0xffffffff);
	P(0xffffffffff);
	P(4294967296);
	P(2147483647 + 0u);
	P(0777);
	P(0b1011);
	P(10UL);
	P(10ull - 11);
	P('a');
	P('\n');
	P('\x41' + 1);
	P('\101');
	P('\\');
	P('\'');
	P(c);
	P(c + 1);
	P(c == 'x');
	P(yes);
	P(yes + yes);
	P(!yes);
	P(mode);
	P(mode == MODE_BAD);
	P(mode + 1);
	P(MODE_BAD - 8);
	P(MODE_ON);
	P(MODE_BAD * 2);
	P(MODE_ON < MODE_BAD);
	P(level);
	P(level + 1);
	P(level < 0);
	P(LEVEL_LOW);
	P(LEVEL_HIGH + LEVEL_MID);
	P((enum mode)1 == MODE_ON);
	P(true);
	P(false);
	P(true + 1);
	P(far_away);
	P(far_away / 7);
	P(mask);
	P(mask >> 4);
	P(sizeof i);
	P(sizeof(int));
	P(sizeof(long));
	P(sizeof(long long));
	P(sizeof(unsigned char));
	P(sizeof tiny + sizeof s);
	P(sizeof(i + tiny));
	P(sizeof(tiny + tiny));
	P(sizeof(char *));
	P(sizeof(d));
	P(sizeof(f + 1));
	P(sizeof(1 / zero));
	P(sizeof(long double));
	P(sizeof 1LL);
	P(sizeof "four");
	P(-1 < sizeof i);
	G("count", count);
	P((i));
	P((((i)) + (((j)))));
	P(- -i);
	P(-~i);
	P(!~-1);
	memory();
}

static void memory(void)
{
	struct order first = { 1, "first", 0.25, { 1, 2 }, { { 3, 4 }, { 5, 6 }, { -7, 8 } }, MODE_ON,
			       { 1, -9, 300, 0xab12345678 }, { .real = 1.5f }, { { 1, 2, 3 }, { 4, 5, 6 } },
			       NULL, twice, { -1 } };
	struct order second = { .id = 22, .name = "h\303\251l\303\250ne", .price = -1e-5, .next = &first,
				.handler = thrice };
	struct order *o = &second, *none = NULL, **link = &second.next, many[3] = { first, second, first };
	const struct order *constant = &first;
	int row[5] = { 10, 20, 30, 40, 50 }, (*rows)[3] = first.grid, *end = row + 5;
	char text[] = "hello", *tail = text + 3;
	unsigned char raw[8] = { 0x78, 0x56, 0x34, 0x12, 0xff, 0xff, 0xff, 0x7f };
	void *anything = raw;
	int (*handler)(struct order *, int) = thrice;
	struct order *table[3] = { &first, NULL, &second };
	uint8_t small = 250;
	int64_t large = INT64_MIN;
	size_t size = sizeof first;
	ptrdiff_t apart = end - row;

	last_order = &second;
	many[1].id = 9;
	printf("in memory\n");
	P(o->id);
	P(o->price);
	P(o->next->id);
	P(o->next->next);
	P(o->next->price * 4);
	P((*o).id);
	P((*o->next).at.y);
	P(first.id);
	P(first.at.x + first.at.y);
	P(first.corners[2].x);
	P(first.corners[1].y);
	P(first.mode);
	P(first.mode == MODE_ON);
	P(first.flags.ready);
	P(first.flags.delta);
	P(first.flags.width);
	P(first.flags.wide);
	P(first.flags.ready + 1);
	P(-first.flags.ready);
	P(first.flags.ready - 2 < 0);
	P(first.flags.delta * 2);
	P(first.flags.width << 24);
	P(first.number.real);
	P(first.number.whole);
	P(first.number.bytes[3]);
	P(first.grid[1][2]);
	P(first.grid[0][0] + first.grid[1][1]);
	P(*first.grid[1]);
	P(**first.grid);
	P(*(*(first.grid + 1) + 2));
	P(rows[1][0]);
	P((*rows)[2]);
	P(first.left);
	P(first.right);
	P(first.name[0]);
	P(o->name[1]);
	P(*o->name);
	P(&first == o->next);
	P(&first);
	P(&o->next);
	P(&o->price);
	P(&first.corners[1].y);
	P(&row[2]);
	P(&row[5] - &row[1]);
	P(&second - &second);
	P(o->next != NULL);
	P(o->next == 0);
	P(none == NULL);
	P(!none);
	P(!o);
	P(o && o->next && !o->next->next);
	P(none && none->id);
	P(o ? o->id : -1);
	P(none ? none->id : -1);
	P(*link);
	P((*link)->id);
	P((**link).name[4]);
	P(many[1].id);
	P(many[2].grid[1][0]);
	P((many + 1)->id);
	P((*(many + 1)).price);
	P(many[1].next->id);
	P(&many[2] - many);
	P(constant->id);
	P(constant->name[4]);
	P(row[0]);
	P(row[4] - row[3]);
	P(*row);
	P(*(row + 2));
	P(2[row]);
	P(row[1 + 1]);
	P(row[row[0] / 10]);
	P(end[-1]);
	P(*(end - 2));
	P(end - row);
	P(row - end);
	P(end > row);
	P(row + 5 == end);
	P(row + 1);
	P(end - 1);
	P(1 + row);
	P(row == &row[0]);
	P(text[4]);
	P(tail[1]);
	P(tail - text);
	P(*tail);
	P(tail[-3]);
	P(names[1][2]);
	P(*names[2]);
	P(*(*names + 1));
	P(ratios[1] * 2);
	P(ratios[2]);
	P(raw[4]);
	P(*(int *)raw);
	P(*(unsigned *)(raw + 4));
	P(*(unsigned short *)&raw[1]);
	P(*(long long *)anything);
	P(((unsigned char *)anything)[3]);
	P((char *)anything + 2);
	P(anything);
	P((int *)anything + 1);
	P((long)anything % 4096);
	P((unsigned char)(size_t)o);
	P((struct order *)(unsigned long)o == o);
	P(((struct order *)anything)->id);
	P(((struct point *)raw)[1].y);
	P((*(struct point *)raw).x);
	P((const char *)0);
	P((void *)o == (void *)&second);
	P(table[0]->id);
	P(table[2]->next->id);
	P(table[1]);
	P(table[1] ? table[1]->id : 0);
	P(handler == thrice);
	P(handler == twice);
	P(handler != o->next->handler);
	P(o->next->handler == twice);
	P(first.handler == twice);
	P(small);
	P(small + 10);
	P((uint8_t)(small + 10));
	P(large);
	P(large + 1);
	P(size);
	P(size * 2 - 1);
	P(apart);
	P(sizeof first);
	P(sizeof(struct order));
	P(sizeof(struct point[7]));
	P(sizeof row);
	P(sizeof row / sizeof row[0]);
	P(sizeof first.grid[0]);
	P(sizeof *o);
	P(sizeof o);
	P(sizeof o->name);
	P(sizeof none->corners);
	P(sizeof(union number));
	P(sizeof(enum mode));
	P(sizeof(int (*)[4]));
	P(sizeof(int[2][3]));
	P(sizeof(*rows));
	P(sizeof text);
	P(sizeof &row);
	P((int (*)[3])row);
	P((*(int (*)[3])row)[2]);
	P(((int (*)[2])row)[1][1]);
	P(last_order->id);
	P(last_order == o);
	P(count + mask);
	P(far_away < count);
	G("expr.c::count", count);
	G("'expr.c'::count", count);
	G("'other.c'::count", 77 + 4);
	G("other.c::count", 77 + 4);
	G("other.c::count + expr.c::count", 77 + 4 + count);
	G("tally::total", 504);
	G("other.c::tally::total", 504);
	G("*'other.c'::label", 'o');
	G("::count", count);
	G("{int}raw", *(int *)raw);
	G("{int}(raw + 4)", *(int *)(raw + 4));
	G("({struct point}raw).y", ((short *)raw)[1]);
	G("{unsigned char}&row[1]", 20);
	G("o.id", o->id);
	G("o.next.id", o->next->id);
	G("first->id", first.id);
	G("&*o", o);
	G("*&row[3]", row[3]);
	G("sizeof(*row@4)", 4 * sizeof *row);
	G("(*row@3)[2]", row[2]);
	G("sizeof(struct order[2])", 2 * sizeof(struct order));
	G("o -> next -> at . x", o->next->at.x);
	G("  row [ 1 ]  ", row[1]);
	G("static_cast<unsigned char>(row[4] * 6)", (unsigned char)(row[4] * 6));
	G("reinterpret_cast<struct order *>(anything)->id", ((struct order *)anything)->id);
	L("row", row, 5);
	L("*row@3", row, 3);
	L("row[1]@2", row + 1, 2);
	L("tail@2", tail, 2);
	L("first.grid[1]", first.grid[1], 3);
	L("raw", raw, 8);
	L("*(short *)raw@2", (short *)raw, 2);
	L("{short[4]}raw", (short *)raw, 4);
	fflush(stdout);
	__builtin_trap();
}

int main(void)
{
	tally(4);
	arithmetic();
	return 0;
}
