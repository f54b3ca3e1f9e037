#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "print_fixture.h"

#define WORD(value) { (uint8_t)((value) & 0xff), (uint8_t)((value) >> 8 & 0xff), \
		      (uint8_t)((value) >> 16 & 0xff), (uint8_t)((value) >> 24) }

/* One change of memory each, after which what is shown has another start: the raw struct, or why there is no value. */
static const struct {
	const char *function, *place;
	uint8_t bytes[4];
	size_t size;
	const char *variable, *before, *after;
} changes[] = {
	/* More elements than there is room for; nowhere; outside of the memory. */
	{ "kinds::sequences", "&vec.len", WORD(4u), 4, "vec", "[4, 5, 6]", "{ buf:" },
	{ "kinds::sequences", "&vec.buf.inner.cap", WORD(0xffffffffu), 4, "vec", "[4, 5, 6]", "{ buf:" },
	{ "kinds::sequences", "&vec.buf.inner.ptr", WORD(0u), 4, "vec", "[4, 5, 6]", "{ buf:" },
	{ "kinds::sequences", "&vec.buf.inner.ptr", WORD(0xfffffff0u), 4, "vec", "[4, 5, 6]", "{ buf:" },
	{ "kinds::sequences", "&slice.length", WORD(0x40000000u), 4, "slice", "[5, 6]", "{ data_ptr:" },
	{ "kinds::sequences", "&deque.head", WORD(7u), 4, "deque", "[4, 5, 6", "{ head:" },
	{ "kinds::sequences", "&deque.len", WORD(100u), 4, "deque", "[4, 5, 6", "{ head:" },
	/* Fewer and more nodes than are counted. */
	{ "kinds::sequences", "&list.len", WORD(2u), 4, "list", "[\"one\", ", "{ head:" },
	{ "kinds::sequences", "&list.len", WORD(4u), 4, "list", "[\"one\", ", "{ head:" },
	{ "kinds::text", "&string.vec.len", WORD(3u), 4, "string", "\"gr\303\266\303\237e\"", "{ vec:" },
	{ "kinds::text", "string.vec.buf.inner.ptr.pointer.pointer", { 0xff }, 1, "string",
	  "\"gr\303\266\303\237e\"", "{ vec:" },
	{ "kinds::text", "&str_.length", WORD(0xfffffffeu), 4, "str_", "\"zo", "{ data_ptr:" },
	/* Items that the control bytes do not have; a number of buckets that is none. */
	{ "kinds::maps", "&map.base.table.table.items", WORD(2u), 4, "map", "{4: 40}", "{ base:" },
	{ "kinds::maps", "&map.base.table.table.items", WORD(0u), 4, "map", "{4: 40}", "{ base:" },
	{ "kinds::maps", "&map.base.table.table.bucket_mask", WORD(4u), 4, "map", "{4: 40}", "{ base:" },
	{ "kinds::maps", "&map.base.table.table.bucket_mask", WORD(0x7fffffffu), 4, "map", "{4: 40}", "{ base:" },
	{ "kinds::maps", "&map.base.table.table.ctrl", WORD(0u), 4, "map", "{4: 40}", "{ base:" },
	/* Keys that the nodes do not have, and trees that are not so high. */
	{ "kinds::maps", "&btree.length", WORD(2u), 4, "btree", "{\"a\": 1, ", "{ root:" },
	{ "kinds::maps", "&btree.length", WORD(4u), 4, "btree", "{\"a\": 1, ", "{ root:" },
	{ "kinds::maps", "&btree_big.length", WORD(99u), 4, "btree_big", "{0: 0, ", "{ root:" },
	{ "kinds::maps", "&btree_big.root.0.height", WORD(2u), 4, "btree_big", "{0: 0, ", "{ root:" },
	{ "kinds::maps", "&btree_big.root.0.height", WORD(0xffffffffu), 4, "btree_big", "{0: 0, ", "{ root:" },
	{ "kinds::enums", "&tag_a", { 9 }, 1, "tag_a", "A(1)", "<no variant has the discriminant 9>" },
	{ "kinds::enums", "&low", { 7 }, 1, "low", "Low(1)", "<no variant has the discriminant 7>" },
	{ "kinds::enums", "&ob_t", { 2 }, 1, "ob_t", "Some(true)", "None" },
	{ "kinds::enums", "&some", WORD(2u), 4, "some", "Some(0)", "<no variant has the discriminant 2>" },
	{ "kinds::enums", "&o128", { 0, 0, 0, 0x80 }, 4, "o128", "Some(12676", "<no variant has its discriminant>" },
	/* Counts of owners that none has. */
	{ "kinds::owners", "rc.ptr.pointer", WORD(0u), 4, "rc", "5", "{ ptr:" },
	{ "kinds::owners", "&refcell.borrow", WORD(0x80000000u), 4, "refcell", "RefCell { value: [1] }", "{ borrow:" },
};

static unsigned check_start(struct print_fixture *fixture, const char *variable, const char *start)
{
	char *text = print_fixture_text(fixture, variable);
	bool is_right = strncmp(text, start, strlen(start)) == 0;

	if (!is_right)
		print_error("%s: %s, not %s\n", variable, text, start);
	free(text);
	return !is_right;
}

static void test_broken(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct print_fixture fixture;

		print_fixture_open(&fixture, "tests/data/print-rust/debug-1.95.core.gz",
				   "tests/data/print-rust/debug-1.95.wasm.gz", changes[i].function);
		wrong += check_start(&fixture, changes[i].variable, changes[i].before);
		print_fixture_patch(&fixture, print_fixture_number(&fixture, changes[i].place), changes[i].bytes,
				    changes[i].size);
		wrong += check_start(&fixture, changes[i].variable, changes[i].after);
		print_fixture_close(&fixture);
	}
	assert_int_equal(wrong, 0);
}

/* A root whose first child is itself: its parent and place contradict that, at once. */
static void test_circle(void **state)
{
	struct print_fixture fixture;
	uint64_t root;
	uint8_t bytes[4];

	(void)state;
	print_fixture_open(&fixture, "tests/data/print-rust/debug-1.95.core.gz",
			   "tests/data/print-rust/debug-1.95.wasm.gz", "kinds::maps");
	root = print_fixture_number(&fixture, "btree_big.root.0.node.pointer");
	for (int i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(root >> (8 * i));
	/* Edges stand behind the leaf's own members: 0x4c in InternalNode<u32, u16>. */
	print_fixture_patch(&fixture, root + 0x4c, bytes, 4);
	assert_int_equal(check_start(&fixture, "btree_big", "{ root:"), 0);
	print_fixture_close(&fixture);
}

/* What is cut is a start of the whole. */
static void test_limits(void **state)
{
	struct print_fixture fixture;

	(void)state;
	print_fixture_open(&fixture, "tests/data/print-rust/debug-1.63.core.gz",
			   "tests/data/print-rust/debug-1.63.wasm.gz", "kinds::maps");
	fixture.scope.viewer->max_elements = 2;
	print_fixture_check(&fixture, "btree_big", "{0: 0, 2: 1, ...}");
	print_fixture_check(&fixture, "bset", "{1, 2...}");
	print_fixture_close(&fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_circle),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
