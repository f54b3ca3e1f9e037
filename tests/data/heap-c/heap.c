/*
 * A heap with all sorts of chunks, and blocks that are lost on purpose: "leak ADDRESS" is lost itself,
 * "indirect ADDRESS" hangs on one that is, of "cycle ADDRESS" the first one is taken for the leak.
 */
#include "log.h"

struct node { struct node *next; int id; char name[20]; };
struct tree { struct tree *left, *right; double weight; enum { LEAF, FORK } kind; };

static struct node *list;
static char *middle;		/* the only pointer into its block is an interior one */
static void *table[400];
static struct { void *deep[3]; int count; } box;
static uint32_t seed = 12345;

static uint32_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

static size_t some_size(void)
{
	const uint32_t r = next_random();

	if (r % 97 == 0)
		return 20000 + r % 30000;
	if (r % 11 == 0)
		return 300 + r % 4000;
	return 1 + r % 180;
}

/* What stands in a block is no pointer, nor left from one. */
static void *filled(void *p, size_t size, int letter)
{
	return memset(p, 'a' + letter % 26, size);
}

static void churn(void)
{
	for (int i = 0; i < 1500; i++) {
		void **slot = &table[next_random() % 400];
		const uint32_t what = next_random() % 16;
		const size_t size = some_size(), wide = (size + 63) & ~(size_t)63;

		if (*slot && what < 2) {
			*slot = filled(retake(*slot, size), size, i);
		} else if (*slot) {
			give(*slot);
			*slot = NULL;
		} else if (what == 3) {
			*slot = filled(take_aligned(64, wide), wide, i);
		} else if (what == 4) {
			*slot = filled(take_zeroed(size), size, i);
		} else {
			*slot = filled(take(size), size, i);
		}
	}
}

static struct node *make_list(int count)
{
	struct node *head = NULL;

	while (count--) {
		struct node *node = take_zeroed(sizeof(*node));

		node->next = head;
		node->id = count;
		memcpy(node->name, "a node of the list", 19);
		head = node;
	}
	return head;
}

static struct tree *make_tree(int depth)
{
	struct tree *tree;

	if (!depth)
		return NULL;
	tree = take_zeroed(sizeof(*tree));
	tree->weight = depth;
	tree->kind = depth > 1 ? FORK : LEAF;
	tree->left = make_tree(depth - 1);
	tree->right = make_tree(depth - 1);
	return tree;
}

__attribute__((noinline)) static void lose(void)
{
	void *alone = take(40);
	struct node *chain = make_list(3);
	struct node *first = take_zeroed(sizeof(*first)), *second = take_zeroed(sizeof(*second));
	void **holder = take_zeroed(16);

	memset(alone, 'L', 40);
	put("leak", alone, 0);
	put("leak", chain, 0);
	put("indirect", chain->next, 0);
	put("indirect", chain->next->next, 0);
	first->next = second;
	second->next = first;
	put("cycle", first, 0);
	put("cycle", second, 0);
	*holder = list;		/* it points to what is not lost */
	put("leak", holder, 0);
}

/* What calls left below the stack pointer is overwritten. */
__attribute__((noinline)) static void scrub(void)
{
	volatile char dirt[16384];

	for (size_t i = 0; i < sizeof(dirt); i++)
		dirt[i] = 0;
}

__attribute__((noinline)) static int crash(struct tree *tree, int depth)
{
	struct tree *volatile kept = tree;

	if (depth)
		return crash(tree->left ? tree->left : tree, depth - 1) + (kept->kind == FORK);
	__builtin_trap();
}

int main(void)
{
	struct tree *tree;
	int result;

	list = make_list(5);
	churn();
	middle = (char *)take(100) + 37;
	box.deep[1] = take(60000);
	box.count = 1;
	lose();
	tree = make_tree(4);
	scrub();
	result = crash(tree, 2);
	give(tree);
	return result + list->id + *middle;
}
