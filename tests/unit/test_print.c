#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "print_fixture.h"

#define VALUES "tests/data/print/values"

static int setup(void **state)
{
	struct print_fixture *fixture = malloc(sizeof(*fixture));

	if (!fixture)
		return -1;
	print_fixture_open(fixture, VALUES ".core", VALUES ".wasm", "");
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	print_fixture_close(*state);
	free(*state);
	return 0;
}

/* Every kind of type of C, as the program itself printed its values. */
static void test_truth(void **state)
{
	unsigned lines;

	assert_int_equal(print_fixture_compare(*state, VALUES ".txt", &lines), 0);
	assert_int_equal(lines, 72);
}

static void test_json(void **state)
{
	struct print_fixture *fixture = *state;
	char expected[200];

	print_fixture_check_json(fixture, "second", "{\"id\":4,\"name\":\"date\",\"price\":0.25,\"next\":0}");
	snprintf(expected, sizeof(expected),
		 "{\"id\":3,\"name\":\"cherry\",\"price\":9.75,\"next\":{\"address\":%u,\"target\":"
		 "{\"id\":4,\"name\":\"date\",\"price\":0.25,\"next\":0}}}",
		 (unsigned)print_fixture_number(fixture, "&second"));
	print_fixture_check_json(fixture, "first", expected);
	print_fixture_check_json(fixture, "held",
				 "{\"kind\":2,\"i\":0,\"d\":1.5,\"x\":-1,\"y\":1}");
	print_fixture_check_json(fixture, "packed",
				 "{\"a\":5,\"b\":-3,\"c\":true,\"wide\":737894400291,\"m\":\"MODE_BAD\"}");
	print_fixture_check_json(fixture, "very_huge",
				 "\"85070591730234615865843651857942052869\"");
	print_fixture_check_json(fixture, "very_negative", "\"-1\"");
	print_fixture_check_json(fixture, "huge", "\"-9223372036854775808\"");
	print_fixture_check_json(fixture, "unknown", "42");
	print_fixture_check_json(fixture, "bad", "\"MODE_BAD\"");
	print_fixture_check_json(fixture, "letter", "97");
	print_fixture_check_json(fixture, "tenth", "0.1");
	print_fixture_check_json(fixture, "not_a_number", "\"NaN\"");
	print_fixture_check_json(fixture, "long_third", "\"0.3333333333333333333333333333333333\"");
	print_fixture_check_json(fixture, "turned", "[1,2]");
	print_fixture_check_json(fixture, "pointer", "\"a \\\"quoted\\\" text\\n\"");
	print_fixture_check_json(fixture, "ten_ones", "[1,1,1,1,1,1,1,1,1,1]");
	print_fixture_check_json(fixture, "lines", "[\"one\",\"two\"]");
	print_fixture_check_json(fixture, "matrix", "[[1,2,3],[4,5,6]]");
	print_fixture_check_json(fixture, "null_text", "0");
}

static void test_limits(void **state)
{
	struct print_fixture *fixture = *state;
	struct wcore_viewer *viewer = fixture->scope.viewer;
	char expected[200];

	viewer->max_elements = 4;
	print_fixture_check(fixture, "matrix", "{{1, 2, 3}, {4...}}");
	print_fixture_check(fixture, "many", "{0, 1, 2, 3...}");
	/* A run of equal elements counts once. */
	print_fixture_check(fixture, "zeros", "{0 <repeats 50 times>}");
	print_fixture_check_json(fixture, "zeros", "[0,0,0,0]");
	viewer->max_elements = 200;
	viewer->max_string = 3;
	print_fixture_check(fixture, "text", "\"hel\"...");
	print_fixture_check(fixture, "full", "\"ful\"...");
	print_fixture_check(fixture, "lines", "{\"one\", \"two\"}");
	viewer->max_string = 200;
	viewer->max_follow = 0;
	snprintf(expected, sizeof(expected),
		 "{id = 3, name = \"cherry\", price = 9.75, next = 0x%x <second>}",
		 (unsigned)print_fixture_number(fixture, "&second"));
	print_fixture_check(fixture, "first", expected);
	viewer->max_follow = 50;
	/* What is being shown already is not followed again. */
	snprintf(expected, sizeof(expected), "{id = 1, name = \"loop\", price = 1, next = 0x%x <circle>}",
		 (unsigned)print_fixture_number(fixture, "&circle"));
	print_fixture_check(fixture, "circle", expected);
	viewer->max_depth = 0;
	print_fixture_check(fixture, "first.id", "3");
	print_fixture_check(fixture, "items", "{{...}, {...}, {...}}");
}

/* A pointer that leads out of memory, or to nothing that the dump has. */
static void test_wild_pointers(void **state)
{
	struct print_fixture *fixture = *state;
	static const uint8_t wild[] = { 0xf0, 0xff, 0xff, 0xff };
	uint64_t list = print_fixture_number(fixture, "&list");
	uint64_t pointer = print_fixture_number(fixture, "&pointer");
	uint64_t handler = print_fixture_number(fixture, "&handler");

	print_fixture_patch(fixture, list, wild, sizeof(wild));
	print_fixture_check(fixture, "list", "0xfffffff0 -> <outside of memory>");
	print_fixture_check(fixture, "*list", "<outside of memory>");
	print_fixture_patch(fixture, pointer, wild, sizeof(wild));
	print_fixture_check(fixture, "pointer", "0xfffffff0 <outside of memory>");
	print_fixture_patch(fixture, handler, wild, sizeof(wild));
	print_fixture_check(fixture, "handler", "0xfffffff0");
	/* A bool that is neither. */
	print_fixture_patch(fixture, print_fixture_number(fixture, "&yes"), "\x07", 1);
	print_fixture_check(fixture, "yes", "7");
}

/* Clang 16 does not say how wide a _BitInt is, and what lies above its bits is no part of it. */
static void test_unknown_width(void **state)
{
	char *text = print_fixture_text(*state, "odd_int");

	assert_int_equal(text[0], '<');
	free(text);
}

/* Bytes that are known in part: the other members are shown. */
static void test_unknown_bytes(void **state)
{
	struct print_fixture *fixture = *state;
	struct wcore_viewer *viewer = fixture->scope.viewer;
	struct wcore_object object = print_fixture_object(fixture, "second");
	uint8_t bytes[32] = { 7 }, known[32] = { 1, 1, 1, 1 };
	struct wcore_object partial = wcore_object_bytes(object.type, bytes, sizeof(bytes),
							 WCORE_ORIGIN_RECORDED);
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_view *view;

	partial.known = known;
	partial.why = "not in the dump";
	view = wcore_print(viewer, &partial, 0);
	assert_non_null(out);
	assert_non_null(view);
	wcore_view_text(view, out);
	fclose(out);
	assert_string_equal(text, "{id = 7, name = <not in the dump>, price = <not in the dump>, "
				  "next = <not in the dump>}");
	free(text);
	/* None of it: said once. */
	known[0] = 0;
	view = wcore_print(viewer, &partial, 0);
	assert_non_null(view);
	assert_int_equal(view->kind, WCORE_VIEW_UNAVAILABLE);
}

/* The text of bytes of a type. */
static void check_bytes(struct print_fixture *fixture, const struct wcore_type *type, const void *bytes, size_t size,
			const char *expected)
{
	struct wcore_object object = wcore_object_bytes(type, bytes, size, WCORE_ORIGIN_RECORDED);
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct wcore_view *view = wcore_print(fixture->scope.viewer, &object, 0);

	assert_non_null(out);
	assert_non_null(view);
	wcore_view_text(view, out);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

/* As the Itanium C++ ABI has them (2.3), with the bit for virtual functions in adj. */
static void test_member_pointers(void **state)
{
	struct print_fixture *fixture = *state;
	const struct wcore_type *item = wcore_type_strip(print_fixture_object(fixture, "second").type);
	struct wcore_type code = { .kind = WCORE_TYPE_FUNCTION };
	struct wcore_type data = { .kind = WCORE_TYPE_MEMBER_POINTER, .size = 4, .has_size = true, .container = item,
				   .target = print_fixture_object(fixture, "second.price").type };
	struct wcore_type function = { .kind = WCORE_TYPE_MEMBER_POINTER, .size = 8, .has_size = true, .container = item,
				       .target = &code };

	check_bytes(fixture, &data, "\xff\xff\xff\xff", 4, "nullptr");
	check_bytes(fixture, &data, "\x10\0\0\0", 4, "&item::price");
	check_bytes(fixture, &data, "\x0c\0\0\0", 4, "offset 12");	/* no member begins there */
	check_bytes(fixture, &data, "\0\0\0\0", 4, "offset 0");	/* one of another type */
	check_bytes(fixture, &function, "\0\0\0\0\0\0\0\0", 8, "nullptr");
	check_bytes(fixture, &function, "\x08\0\0\0\1\0\0\0", 8, "virtual function at vtable offset 8");
	check_bytes(fixture, &function, "\0\0\0\0\1\0\0\0", 8, "virtual function at vtable offset 0");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_truth), CASE(test_json), CASE(test_limits), CASE(test_wild_pointers),
		CASE(test_unknown_width), CASE(test_unknown_bytes),
		CASE(test_member_pointers),
	};
	return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
