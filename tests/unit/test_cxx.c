#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "print_fixture.h"

/* Two libraries: LLVM 16 with its second ABI, as wasi-sdk has it, and LLVM 22 with the first, as zig has it. */
static const struct build {
	const char *dump, *module, *text;
	bool is_first_abi;
} builds[] = {
	{ "tests/data/print/containers-16.core.gz", "tests/data/print/containers-16.wasm.gz",
	  "tests/data/print/containers-16.txt", false },
	{ "tests/data/print/containers-22.core.gz", "tests/data/print/containers-22.wasm.gz",
	  "tests/data/print/containers-22.txt", true },
};

static void open_build(struct print_fixture *fixture, const struct build *build)
{
	print_fixture_open(fixture, build->dump, build->module, "");
}

static void each_build(void (*test)(struct print_fixture *fixture, const struct build *build))
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct print_fixture fixture;

		open_build(&fixture, &builds[i]);
		test(&fixture, &builds[i]);
		print_fixture_close(&fixture);
	}
}

static void compare(struct print_fixture *fixture, const struct build *build)
{
	unsigned lines;

	assert_int_equal(print_fixture_compare(fixture, build->text, &lines), 0);
	assert_int_equal(lines, 75);
}

/* Every container as the program itself saw it, by the container's own interface. */
static void test_truth(void **state)
{
	(void)state;
	each_build(compare);
}

static void check_json(struct print_fixture *fixture, const struct build *build)
{
	(void)build;
	print_fixture_check_json(fixture, "names",
				 "[\"one\",\"two\",\"a third one that is long enough to be allocated\"]");
	print_fixture_check_json(fixture, "points", "[{\"x\":1,\"y\":2},{\"x\":-3,\"y\":4}]");
	print_fixture_check_json(fixture, "ages",
				 "{\"alice\":30,\"bob\":25,\"carol\":41,\"dave\":0}");
	print_fixture_check_json(fixture, "by_number", "{\"-1\":\"a\",\"2\":\"b\",\"3\":\"c\"}");
	print_fixture_check_json(fixture, "multi", "[[0,99],[1,97],[1,98]]");
	print_fixture_check_json(fixture, "by_pair", "[[{\"first\":1,\"second\":2},\"x\"]]");
	print_fixture_check_json(fixture, "triple", "[1,\"two\",3.5]");
	print_fixture_check_json(fixture, "some", "4");
	print_fixture_check_json(fixture, "nothing", "\"std::nullopt\"");
	print_fixture_check_json(fixture, "color", "\"green\"");
	print_fixture_check_json(fixture, "impedance", "[1.5,-2]");
	print_fixture_check_json(fixture, "delay", "250");
	print_fixture_check_json(fixture, "utf16", "\"h\xc3\xa9llo\"");
}

static void test_json(void **state)
{
	(void)state;
	each_build(check_json);
}

static void limits(struct print_fixture *fixture, const struct build *build)
{
	struct wcore_viewer *viewer = fixture->scope.viewer;

	(void)build;
	viewer->max_elements = 2;
	viewer->max_string = 4;
	print_fixture_check(fixture, "numbers", "{1, 2...}");
	print_fixture_check(fixture, "linked", "{7, 8...}");
	print_fixture_check(fixture, "forward", "{5, 6}");
	print_fixture_check(fixture, "queue_of_ints", "{1, 2...}");
	print_fixture_check(fixture, "by_number", "{[-1] = \"a\", [2] = \"b\", ...}");
	print_fixture_check(fixture, "ordered", "{1, 2...}");
	print_fixture_check(fixture, "bits", "{true, false...}");
	print_fixture_check(fixture, "short_string", "\"shor\"...");
	/* A character is not cut in two. */
	viewer->max_string = 2;
	print_fixture_check(fixture, "utf16", "\"h\"...");
	viewer->max_depth = 0;
	viewer->max_elements = 200;
	print_fixture_check(fixture, "points", "{{...}, {...}}");
	print_fixture_check(fixture, "nested", "{{...}, {...}, {...}}");
	viewer->max_follow = 0;
	viewer->max_depth = 20;
}

static void test_limits(void **state)
{
	(void)state;
	each_build(limits);
}

/* Whether what is shown is the bare struct: its members have the library's names. */
static void check_raw(struct print_fixture *fixture, const char *expression)
{
	char *text = print_fixture_text(fixture, expression);

	if (text[0] != '{' || !strstr(text, "__"))
		print_error("%s: %s\n", expression, text);
	assert_int_equal(text[0], '{');
	assert_non_null(strstr(text, "__"));
	free(text);
}

static void patch_u32(struct print_fixture *fixture, uint64_t address, uint32_t value)
{
	const uint8_t bytes[] = { (uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
				  (uint8_t)(value >> 24) };

	print_fixture_patch(fixture, address, bytes, sizeof(bytes));
}

static uint32_t address_of(struct print_fixture *fixture, const char *name)
{
	char expression[64];

	snprintf(expression, sizeof(expression), "&%s", name);
	return (uint32_t)print_fixture_number(fixture, expression);
}

/* Containers that contradict themselves, one change each. */
static void break_vectors(struct print_fixture *fixture, const struct build *build)
{
	uint32_t numbers = address_of(fixture, "numbers"), points = address_of(fixture, "points");

	(void)build;
	/* The end lies before the start; no whole number of elements; past the capacity; outside of memory. */
	patch_u32(fixture, numbers + 4, 16);
	check_raw(fixture, "numbers");
	patch_u32(fixture, points + 4, (uint32_t)print_fixture_number(fixture, "points.__begin_") + 9);
	check_raw(fixture, "points");
	patch_u32(fixture, points + 4, (uint32_t)print_fixture_number(fixture, "points.__begin_") + 32);
	check_raw(fixture, "points");
	patch_u32(fixture, points, 0xfffffff0);
	patch_u32(fixture, points + 4, 0xfffffff8);
	patch_u32(fixture, points + 8, 0xfffffff8);
	check_raw(fixture, "points");
}

static void break_strings(struct print_fixture *fixture, const struct build *build)
{
	uint32_t small = address_of(fixture, "ten"), large = address_of(fixture, "long_string");
	uint32_t size = large + 4;

	/* No NUL behind the text: a size that is one too small. */
	print_fixture_patch(fixture, small + (build->is_first_abi ? 0 : 11),
			    build->is_first_abi ? "\x12" : "\x09", 1);
	check_raw(fixture, "ten");
	patch_u32(fixture, size, 58);
	check_raw(fixture, "long_string");
	/* Larger than the capacity. */
	patch_u32(fixture, size, 5000);
	check_raw(fixture, "long_string");
	patch_u32(fixture, size, 59);
	print_fixture_check(fixture, "long_string",
			    "\"a string that is too long to be stored inside of the object\"");
}

static void break_lists(struct print_fixture *fixture, const struct build *build)
{
	uint32_t linked = address_of(fixture, "linked"), names = address_of(fixture, "linked_names");
	uint32_t forward = address_of(fixture, "forward");
	uint32_t node = (uint32_t)print_fixture_number(fixture, "linked.__end_.__next_");
	uint32_t first = (uint32_t)print_fixture_number(fixture, "linked_names.__end_.__next_");
	uint32_t one = (uint32_t)print_fixture_number(fixture, "*(unsigned *)&forward");
	char *text;

	(void)build;
	/* A node that does not point back; more and fewer nodes than counted; a circle. */
	patch_u32(fixture, node, node);
	check_raw(fixture, "linked");
	patch_u32(fixture, node, linked);
	print_fixture_check(fixture, "linked", "{7, 8, 9}");
	patch_u32(fixture, linked + 8, 4);
	check_raw(fixture, "linked");
	patch_u32(fixture, linked + 8, 2);
	check_raw(fixture, "linked");
	patch_u32(fixture, first + 4, first);
	check_raw(fixture, "linked_names");
	(void)names;
	/* A singly linked list in a circle cannot be told from a long one: it is cut. */
	patch_u32(fixture, one, one);
	text = print_fixture_text(fixture, "forward");
	assert_true(strncmp(text, "{5, 5, 5, ", 10) == 0);
	assert_string_equal(text + strlen(text) - 5, "5...}");
	free(text);
	(void)forward;
}

static void break_trees(struct print_fixture *fixture, const struct build *build)
{
	uint32_t ages = address_of(fixture, "ages"), ordered = address_of(fixture, "ordered");
	uint32_t first = (uint32_t)print_fixture_number(fixture, "*(unsigned *)&ages");
	uint32_t root = (uint32_t)print_fixture_number(fixture, "((unsigned *)&ages)[1]");
	uint32_t left = (uint32_t)print_fixture_number(fixture, "((unsigned *)&ordered)[0]");

	(void)build;
	assert_int_not_equal(first, root);
	/* Another count; a first node that is not the leftmost; a wrong parent; a tree in a circle. */
	patch_u32(fixture, ages + 8, 3);
	check_raw(fixture, "ages");
	patch_u32(fixture, ages + 8, 5);
	check_raw(fixture, "ages");
	patch_u32(fixture, ages + 8, 4);
	patch_u32(fixture, ages, root);
	check_raw(fixture, "ages");
	patch_u32(fixture, ages, first);
	print_fixture_check(fixture, "ages",
			    "{[\"alice\"] = 30, [\"bob\"] = 25, [\"carol\"] = 41, [\"dave\"] = 0}");
	patch_u32(fixture, root + 8, first);
	check_raw(fixture, "ages");
	patch_u32(fixture, left, left);
	check_raw(fixture, "ordered");
	patch_u32(fixture, ordered + 4, 0x40000000);
	check_raw(fixture, "ordered");
}

static void break_others(struct print_fixture *fixture, const struct build *build)
{
	uint32_t squares = address_of(fixture, "squares"), some = address_of(fixture, "some");
	uint32_t queue = address_of(fixture, "queue_of_ints");
	uint32_t bits = address_of(fixture, "bits");

	(void)build;
	patch_u32(fixture, squares + 12, 21);
	check_raw(fixture, "squares");
	patch_u32(fixture, squares + 12, 19);
	check_raw(fixture, "squares");
	/* Neither true nor false. */
	print_fixture_patch(fixture, some + 4, "\x02", 1);
	check_raw(fixture, "some");
	patch_u32(fixture, queue + 20, 5000);
	check_raw(fixture, "queue_of_ints");
	patch_u32(fixture, bits + 4, 1000);
	check_raw(fixture, "bits");
}

static void test_broken(void **state)
{
	(void)state;
	each_build(break_vectors);
	each_build(break_strings);
	each_build(break_lists);
	each_build(break_trees);
	each_build(break_others);
}

/* A base class' pointer to an object of a class that is derived from it. */
static void test_dynamic_type(void **state)
{
	struct print_fixture fixture;
	char *text;

	(void)state;
	print_fixture_open(&fixture, "tests/data/cpp-abort/bank-O0.core",
			   "tests/data/cpp-abort/bank-O0.wasm.gz", "main");
	text = print_fixture_text(&fixture, "b");
	assert_true(strncmp(text, "std::unique_ptr(0x", 18) == 0);
	assert_non_null(strstr(text, " -> (bank::Audit) {depth = 3})"));
	free(text);
	print_fixture_check_json(&fixture, "a",
				 "{\"owner\":\"alice\",\"balance\":-42,\"history\":[1,2,3]}");
	print_fixture_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truth),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_dynamic_type),
	};
	return cmocka_run_group_tests_name("cxx", tests, NULL, NULL);
}
