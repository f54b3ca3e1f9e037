#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "print_fixture.h"

/* Two releases, whose Vec, VecDeque, Rc and HashMap are laid out differently. */
static const struct build {
	const char *dump, *module;
} builds[] = {
	{ "tests/data/print-rust/debug-1.63.core.gz", "tests/data/print-rust/debug-1.63.wasm.gz" },
	{ "tests/data/print-rust/debug-1.95.core.gz", "tests/data/print-rust/debug-1.95.wasm.gz" },
};

static void each_build(const char *function, void (*test)(struct print_fixture *fixture))
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct print_fixture fixture;

		print_fixture_open(&fixture, builds[i].dump, builds[i].module, function);
		test(&fixture);
		print_fixture_close(&fixture);
	}
}

/* What {:?} cannot show, or shows less of: expected is what the source says. */
static void check_others(struct print_fixture *fixture)
{
	static const struct { const char *expression, *text; } cases[] = {
		{ "dog", "Dog { age: 4 }" },
		{ "cat", "Cat(\"tom\")" },
		{ "zoo", "[Dog { age: 1 }, Cat(\"kit\")]" },
		{ "adds", "{closure_env#0} { _ref__base: 10, _ref__name: \"env\" }" },
		{ "moves", "{closure_env#1} { base: 10 }" },
		{ "shared", "7" },
		{ "held", "RefCell { value: 7, borrow: 1 }" },
		{ "exclusive", "8" },
		{ "locked", "RefCell { value: 8, borrow: -1 }" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		print_fixture_check(fixture, cases[i].expression, cases[i].text);
}

static void test_others(void **state)
{
	(void)state;
	each_build("kinds::others", check_others);
}

static void check_escapes(struct print_fixture *fixture)
{
	const char control = '\177';

	print_fixture_check(fixture, "str_", "\"zo\303\253\\t\\\"q\\\" 'a' \\\\ \\u{1b}\\0\"");
	print_fixture_patch(fixture, print_fixture_number(fixture, "str_.data_ptr"), &control, 1);
	print_fixture_check(fixture, "str_", "\"\\u{7f}o\303\253\\t\\\"q\\\" 'a' \\\\ \\u{1b}\\0\"");
	print_fixture_check_json(fixture, "string", "\"gr\303\266\303\237e\"");
	fixture->scope.viewer->max_string = 3;
	/* A character of two bytes is not cut in half. */
	print_fixture_check(fixture, "string", "\"gr\"...");
	print_fixture_check(fixture, "path", "\"/tm\"...");
}

static void test_text(void **state)
{
	(void)state;
	each_build("kinds::text", check_escapes);
}

static void check_shapes(struct print_fixture *fixture)
{
	print_fixture_check(fixture, "mutex", "Mutex { data: \"locked\", poisoned: false, .. }");
	print_fixture_check(fixture, "rwlock", "RwLock { data: 8, poisoned: false, .. }");
	print_fixture_check_json(fixture, "nested",
				 "{\"p\":{\"x\":1.5,\"y\":2},\"w\":{\"inner\":{\"Some\":9}},\"t\":[-1,\"t\"]}");
	fixture->scope.viewer->max_depth = 1;
	print_fixture_check(fixture, "wrapper", "Wrapper { inner: \"in\" }");
}

static void test_shapes(void **state)
{
	(void)state;
	each_build("kinds::owners", check_shapes);
}

static void check_limits(struct print_fixture *fixture)
{
	fixture->scope.viewer->max_elements = 2;
	print_fixture_check(fixture, "vec", "[4, 5...]");
	print_fixture_check(fixture, "deque", "[4, 5...]");
	print_fixture_check(fixture, "list", "[\"one\", \"two\"...]");
}

static void test_limits(void **state)
{
	(void)state;
	each_build("kinds::sequences", check_limits);
}

static void check_map_limits(struct print_fixture *fixture)
{
	fixture->scope.viewer->max_elements = 2;
	print_fixture_check(fixture, "btree", "{\"a\": 1, \"b\": 2, ...}");
	print_fixture_check(fixture, "bset_big", "{0, 1...}");
}

static void test_map_limits(void **state)
{
	(void)state;
	each_build("kinds::maps", check_map_limits);
}

/* The object's address, and the number in a field of it, where the build has that field. */
static uint64_t address_of(struct print_fixture *fixture, const char *expression)
{
	struct wcore_object object = print_fixture_object(fixture, expression);

	assert_int_equal(object.kind, WCORE_OBJECT_MEMORY);
	return object.address;
}

static void put(struct print_fixture *fixture, uint64_t address, uint32_t value)
{
	uint8_t bytes[4] = { (uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
			     (uint8_t)(value >> 24) };

	print_fixture_patch(fixture, address, bytes, sizeof(bytes));
}

static uint32_t get(struct print_fixture *fixture, uint64_t address)
{
	uint64_t value = 0;

	assert_true(wcore_space_uint(&fixture->scope.viewer->space, address, 4, &value));
	return (uint32_t)value;
}

/* The members as they are declared, in place of what the container would be: they begin with {. */
static void check_raw(struct print_fixture *fixture, const char *expression, const char *member)
{
	char *text = print_fixture_text(fixture, expression);

	if (!strstr(text, member))
		print_error("%s: %s\n", expression, text);
	assert_non_null(strstr(text, member));
	free(text);
}

/* A word of a container changed: it is shown raw; put back, it is shown as before. */
static void break_word(struct print_fixture *fixture, uint64_t address, uint32_t value,
		       const char *expression, const char *member)
{
	char *before = print_fixture_text(fixture, expression);
	uint32_t old = get(fixture, address);

	assert_null(strstr(before, member));
	put(fixture, address, value);
	check_raw(fixture, expression, member);
	put(fixture, address, old);
	print_fixture_check(fixture, expression, before);
	free(before);
}

static void break_sequences(struct print_fixture *fixture)
{
	break_word(fixture, address_of(fixture, "vec.len"), 4, "vec", "buf: ");
	break_word(fixture, address_of(fixture, "vec.len"), 0x40000000, "vec", "buf: ");
	break_word(fixture, address_of(fixture, "list.len"), 2, "list", "tail: ");
	break_word(fixture, address_of(fixture, "list.len"), 4, "list", "tail: ");
	break_word(fixture, address_of(fixture, "list.head"), 4, "list", "tail: ");
	break_word(fixture, address_of(fixture, "deque.head"), 0x1000, "deque", "buf: ");
}

static void test_broken_sequences(void **state)
{
	(void)state;
	each_build("kinds::sequences", break_sequences);
}

static uint64_t table_field(struct print_fixture *fixture, const char *map, const char *field)
{
	char expression[80];

	snprintf(expression, sizeof(expression), "%s.base.table.table.%s", map, field);
	return address_of(fixture, expression);
}

static void break_maps(struct print_fixture *fixture)
{
	uint64_t items = table_field(fixture, "map_many", "items");
	uint64_t mask = table_field(fixture, "map_many", "bucket_mask");
	uint32_t ctrl = get(fixture, table_field(fixture, "map_many", "ctrl"));

	assert_int_equal(get(fixture, items), 30);
	break_word(fixture, items, 31, "map_many", "hash_builder: ");
	break_word(fixture, items, 29, "map_many", "hash_builder: ");
	break_word(fixture, mask, 62, "map_many", "hash_builder: ");
	break_word(fixture, mask, 127, "map_many", "hash_builder: ");
	/* There is no control byte 0x81. */
	break_word(fixture, ctrl, 0x81818181, "map_many", "hash_builder: ");
	break_word(fixture, table_field(fixture, "map_many", "growth_left"), 60, "map_many",
		   "hash_builder: ");
	break_word(fixture, address_of(fixture, "btree_big.length"), 99, "btree_big", "length: ");
	break_word(fixture, address_of(fixture, "btree_big.length"), 101, "btree_big", "length: ");
	break_word(fixture, address_of(fixture, "btree.length"), 2, "btree", "length: ");
}

static void test_broken_maps(void **state)
{
	(void)state;
	each_build("kinds::maps", break_maps);
}

static void break_text(struct print_fixture *fixture)
{
	uint64_t string = address_of(fixture, "string.vec.len");
	uint64_t boxed = address_of(fixture, "boxed");

	assert_int_equal(get(fixture, string), 7);
	/* Half a character at its end is no UTF-8. */
	break_word(fixture, string, 3, "string", "vec: ");
	break_word(fixture, boxed + 4, 0x7fffffff, "boxed", "length: ");
}

static void test_broken_text(void **state)
{
	(void)state;
	each_build("kinds::text", break_text);
}

static void break_owners(struct print_fixture *fixture)
{
	uint64_t rc = get(fixture, address_of(fixture, "rc"));
	uint64_t shared = get(fixture, address_of(fixture, "shared"));

	/* Two owners, and a weak reference beside the owners' own. */
	assert_int_equal(get(fixture, rc), 2);
	assert_int_equal(get(fixture, rc + 4), 2);
	break_word(fixture, rc, 0, "rc", "ptr: ");
	break_word(fixture, rc + 4, 0, "rc", "ptr: ");
	break_word(fixture, rc + 4, 0, "weak", "ptr: ");
	break_word(fixture, shared, 0xffffffff, "shared", "ptr: ");
}

static void test_broken_owners(void **state)
{
	(void)state;
	each_build("kinds::owners", break_owners);
}

static void break_enums(struct print_fixture *fixture)
{
	uint8_t seven = 7, two = 2;
	uint64_t yes;

	print_fixture_patch(fixture, address_of(fixture, "tag_b"), &seven, 1);
	print_fixture_check(fixture, "tag_b", "<no variant has the discriminant 7>");
	print_fixture_check(fixture, "tag_a", "A(1)");
	yes = address_of(fixture, "flag") + 1;
	print_fixture_patch(fixture, yes, &two, 1);
	print_fixture_check(fixture, "flag", "Flag(2)");
	put(fixture, address_of(fixture, "ochar"), 0xd800);
	print_fixture_check(fixture, "ochar", "Some(0xd800)");
}

static void test_broken_enums(void **state)
{
	(void)state;
	each_build("kinds::enums", break_enums);
}

/* Where the array that a block points to holds a child. */
static uint64_t find_child(struct print_fixture *fixture, uint32_t block, uint32_t child)
{
	for (uint32_t offset = 8; offset < 48; offset += 4) {
		uint32_t array = get(fixture, block + offset);

		if (array > 0x1000 && get(fixture, array) == child)
			return array;
	}
	fail_msg("no array with the child");
	return 0;
}

/* Trait objects whose vtable is another's, or none; a tree that is its own child. */
static void break_others(struct print_fixture *fixture)
{
	uint64_t dog = address_of(fixture, "dog"), cat = address_of(fixture, "cat");
	uint32_t tree = get(fixture, address_of(fixture, "tree"));
	uint32_t vtable = get(fixture, dog + 4);
	uint64_t kids;
	char *text, back[32];

	put(fixture, dog + 4, vtable + 4);
	check_raw(fixture, "dog", "vtable: ");
	/* The size that it says is another. */
	put(fixture, dog + 4, vtable);
	put(fixture, vtable + 4, 16);
	check_raw(fixture, "dog", "vtable: ");
	print_fixture_check(fixture, "cat", "Cat(\"tom\")");
	put(fixture, cat, 0);
	check_raw(fixture, "cat", "vtable: ");

	kids = find_child(fixture, tree, get(fixture, address_of(fixture, "kid")));
	put(fixture, kids, tree);
	text = print_fixture_text(fixture, "tree");
	/* The pointer to itself is not followed; the object begins behind two counts. */
	snprintf(back, sizeof(back), "value: [0x%x] }", tree + 8);
	assert_non_null(strstr(text, back));
	free(text);
}

static void test_broken_others(void **state)
{
	(void)state;
	each_build("kinds::others", break_others);
}

/* A Vec of which one word is known nowhere has no value; with that word it has, out of memory too. */
static void check_partial(struct print_fixture *fixture)
{
	struct wcore_viewer *viewer = fixture->scope.viewer;
	struct wcore_object vec = print_fixture_object(fixture, "vec"), part;
	uint8_t bytes[12], known[12];
	struct wcore_view *view;

	assert_true(wcore_object_read(viewer, &vec, 0, sizeof(bytes), bytes, NULL));
	memset(known, 1, sizeof(known));
	part = wcore_object_bytes(vec.type, bytes, sizeof(bytes), WCORE_ORIGIN_RECONSTRUCTED);
	part.known = known;
	view = wcore_print(viewer, &part, 0);
	assert_non_null(view);
	assert_int_equal(view->kind, WCORE_VIEW_LIST);
	for (size_t i = 0; i < sizeof(known); i += 4) {
		known[i] = 0;
		view = wcore_print(viewer, &part, 0);
		known[i] = 1;
		assert_non_null(view);
		assert_int_equal(view->kind, WCORE_VIEW_UNAVAILABLE);
		assert_true(wcore_string_is(view->text, "optimized out"));
	}
}

static void test_partial(void **state)
{
	(void)state;
	each_build("kinds::sequences", check_partial);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_map_limits),
		cmocka_unit_test(test_broken_sequences),
		cmocka_unit_test(test_broken_maps),
		cmocka_unit_test(test_broken_text),
		cmocka_unit_test(test_broken_owners),
		cmocka_unit_test(test_broken_enums),
		cmocka_unit_test(test_broken_others),
		cmocka_unit_test(test_partial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
