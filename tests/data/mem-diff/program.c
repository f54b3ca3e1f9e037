/*
 * Crashes after so many rounds as its argument says, and prints each variable before: two dumps of
 * it differ in what the two outputs say.  A line is "PATH = VALUE" as a debugger shows the value, a
 * local variable's is "PATH in FUNCTION = VALUE".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum state { EMPTY, OPEN, PAID };

struct item {
	char name[12];
	int count;
	double price;
	unsigned flags : 3, level : 5;
};

struct node {
	int value;
	struct node *next, *first;
};

struct cart {
	struct item items[3];
	enum state state;
	unsigned long long total;
	short grid[2][3];
	struct node *list;
	int *best;
	const char *note;
};

static struct cart cart = { .items = { { "apple", 1, 0.5, 1, 2 }, { "pear", 2, 0.25, 2, 3 }, { "plum", 3, 1.5, 3, 4 } },
			    .note = "none yet" };
static int rounds, untouched = 7;
static unsigned char *heap_block;
static volatile int zero;

static void add(struct cart *to, int value)
{
	struct node *node = malloc(sizeof(*node));

	node->value = value;
	/* A ring: the list has no end. */
	node->first = to->list ? to->list->first : node;
	node->next = to->list ? to->list->next : node;
	if (to->list)
		to->list->next = node;
	else
		to->list = node;
}

static void work(struct cart *to, int round)
{
	to->items[2].count = 3 + round;
	to->items[1].price = 0.25 * round;
	to->items[0].level = (unsigned)round & 31;
	to->grid[1][2] = (short)(-round);
	to->total = 1ull << (40 + round);
	if (round == 2) {
		strcpy(to->items[1].name, "quince");
		to->state = PAID;
		to->note = "second round";
		to->list->next->value = 99;
		*to->best = -1;
	} else {
		to->state = OPEN;
	}
}

static void show(const struct cart *c)
{
	static const char *const states[] = { "EMPTY", "OPEN", "PAID" };

	for (int i = 0; i < 3; i++) {
		printf("cart.items[%d].name = \"%s\"\n", i, c->items[i].name);
		printf("cart.items[%d].count = %d\n", i, c->items[i].count);
		printf("cart.items[%d].price = %g\n", i, c->items[i].price);
		printf("cart.items[%d].flags = %u\n", i, c->items[i].flags);
		printf("cart.items[%d].level = %u\n", i, c->items[i].level);
	}
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 3; k++)
			printf("cart.grid[%d][%d] = %d\n", i, k, c->grid[i][k]);
	printf("cart.state = %s\n", states[c->state]);
	printf("cart.total = %llu\n", c->total);
	printf("*cart.best = %d\n", *c->best);
	printf("cart.note = %p \"%s\"\n", (void *)c->note, c->note);
	printf("cart.list->value = %d\n", c->list->value);
	printf("cart.list->next->value = %d\n", c->list->next->value);
	printf("cart.list->next->next->value = %d\n", c->list->next->next->value);
	printf("rounds = %d\nuntouched = %d\n", rounds, untouched);
	printf("zero = %d\n", zero);
}

static int crash(int depth)
{
	int doubled = depth * 2;

	printf("depth in crash = %d\ndoubled in crash = %d\n", depth, doubled);
	fflush(stdout);
	return doubled / zero;
}

int main(int argc, char **argv)
{
	int local = argc > 1 ? atoi(argv[1]) : 1;
	struct item own = { "own", local, 2.5, 0, 1 };

	rounds = local;
	cart.best = malloc(sizeof(*cart.best));
	*cart.best = 10;
	for (int i = 0; i < 3; i++)
		add(&cart, i * 11);
	for (int i = 1; i <= rounds; i++)
		work(&cart, i);
	if (rounds == 2)
		heap_block = memset(malloc(200000), 0x5a, 100);
	show(&cart);
	printf("local in main = %d\nown.name in main = \"%s\"\nown.count in main = %d\nown.price in main = %g\n", local,
	       own.name, own.count, own.price);
	return crash(local);
}
