/*
 * Prints expressions, each with its value as the program itself computes it, then traps: the
 * truth for `wcore-mem print`.  gdb.txt has expressions of gdb's own syntax, which gdb evaluated where
 * the same program, built natively, stops.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum color { RED, GREEN = 5, BLUE = -2 };
enum big_color { HUGE_COLOR = 0x7fffffff };

struct point { int x, y; };
struct item {
	int id;
	const char *name;
	double price;
	struct point at;
	struct item *next;
	enum color color;
	unsigned flags : 3, mode : 5;
	signed delta : 6;
	union { int number; unsigned char bytes[4]; float real; } any;
	int (*call)(int);
};

static int counter = 41;
int shared_total = 1000;
static const char *const words[] = { "zero", "one", "two", "three" };
static struct point corners[4] = { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } };
static struct item last = { 9, "last", 0.125, { 90, 91 }, NULL, BLUE, 1, 2, -3, { 65 }, NULL };

static int twice(int n) { return 2 * n; }

static int next_id(void)
{
	static int id = 700;
	return ++id;
}

/* Expressions with numbers, real numbers, texts, enumerators by name. */
#define I(...) printf("%s\t%lld\n", #__VA_ARGS__, (long long)(__VA_ARGS__))
#define U(...) printf("%s\t%llu\n", #__VA_ARGS__, (unsigned long long)(__VA_ARGS__))
#define F(...) printf("%s\t%.17g\n", #__VA_ARGS__, (double)(__VA_ARGS__))
#define S(...) printf("%s\t%s\n", #__VA_ARGS__, __VA_ARGS__)
#define E(name, ...) do { if ((__VA_ARGS__) == name) printf("%s\t" #name "\n", #__VA_ARGS__); } while (0)

static void places(struct item *it, int n, unsigned u, int **handle, int grid[3][4])
{
	struct point local = { 100, 200 }, *p = &corners[1];
	int row[5] = { 10, 20, 30, 40, 50 };
	char text[8] = "abc";
	void *anything = it;
	volatile int shadow = 1;
	long long big = 0x123456789aLL;
	signed char small = -7;
	unsigned char byte = 200;

	I(n + 3);
	I(n - 20);
	I(n * n);
	I(n / 3);
	I(-n / 3);
	I(n % 5);
	I(-n % 5);
	I(n << 4);
	I(n >> 1);
	I(-n >> 1);
	I(n & 6);
	I(n | 32);
	I(n ^ 0xff);
	I(~n);
	I(!n);
	I(!!n);
	I(-small);
	I(small + byte);
	I(byte * byte);
	I(n && it->next);
	I(n || 0);
	I(!n && 1 / n);
	I(n == 13);
	I(n != 13);
	I(n < u);
	I(-n < u);
	I(n <= 13 && n >= 13);
	I(n > 5 ? n : -n);
	I(n > 50 ? n : -n);
	U(u - 11);
	U(u * 2);
	U(u >> 1);
	U(~u);
	I(big);
	I(big >> 32);
	I(big + n);
	I((int)big);
	I((unsigned char)big);
	I((signed char)(byte + 100));
	I((short)70000);
	U((unsigned short)-1);
	U((unsigned)-n);
	I(0x7fffffff);
	I('A' + 1);
	I('\n');
	I(017 + 0x1f);
	I(1 + 2 * 3 - 4 / 2);
	I((1 + 2) * (3 - 4) / 2);
	I(sizeof n);
	I(sizeof(struct item));
	I(sizeof it->any);
	I(sizeof(big) + sizeof(char));
	I(sizeof corners / sizeof corners[0]);
	F(n / 2.0);
	F(1.5f * n);
	F((float)n / 3);
	F(it->price + 1);
	F(-it->price);
	I((int)it->price);
	I((int)-it->price);
	I(it->price > 9);
	F(1e3 + 0.5);

	I(it->id);
	S(it->name);
	F(it->price);
	I(it->at.x + it->at.y);
	I(it->next->id);
	S(it->next->name);
	I((*it).id);
	I((&local)->y);
	I(local.x);
	I(p->x);
	I(p[1].y);
	I(p[-1].x);
	I((p + 2)->x);
	I(*(row + 3));
	I(row[n - 11]);
	I(2[row]);
	I(&row[4] - &row[1]);
	I(&row[3] == row + 3);
	I(p - corners);
	I(grid[1][2]);
	I(*grid[2]);
	I(*(*(grid + 1) + 3));
	I(sizeof grid[0]);
	I(**handle);
	I(*handle == &shared_total);
	I(text[1]);
	S(text);
	S(&text[1]);
	S(words[2]);
	I(words[3][1]);
	I(*words[1]);
	I(words[n - 13][0] == 'z');
	I(((struct item *)anything)->id);
	I(*(int *)anything);
	I(((struct point *)&it->at)->y);
	I(*(unsigned char *)&n);
	E(GREEN, it->color);
	E(BLUE, it->next->color);
	E(GREEN, (enum color)5);
	I(it->color + 1);
	I(it->color == GREEN);
	I(it->next->color < RED);
	I(GREEN + HUGE_COLOR / 2);
	I(it->flags);
	I(it->mode);
	I(it->delta);
	I(it->flags + it->mode * 8);
	I(it->any.number);
	I(it->any.bytes[0]);
	F(it->any.real + 1);
	I(last.any.bytes[0]);
	I(it->call != 0);
	I(it->next->call == 0);
	I(it->next == &last);
	I(it->next->next == 0);
	I(!it->next->next);
	I(counter + shared_total);
	I(corners[n % 4].y);
	{
		int shadow = 2;

		I(shadow + n);
		if (it->call(n) == 26)
			__builtin_trap();
	}
}

int main(int argc, char **argv)
{
	struct item first = { 7, "first", 9.75, { 50, 51 }, &last, GREEN, 5, 17, -9, { 0x01020341 }, twice };
	int *pointer = &shared_total, grid[3][4] = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 }, { 9, 10, 11, 12 } };
	volatile int n = 13;

	(void)argc;
	(void)argv;
	setvbuf(stdout, NULL, _IOLBF, 4096);
	next_id();
	counter++;
	places(&first, n, 10u, &pointer, grid);
	return next_id();
}
