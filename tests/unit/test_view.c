#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "../../libcore/lang/view.h"

struct fixture {
	struct wcore_viewer viewer;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	if (!fixture)
		return -1;
	wcore_viewer_init(&fixture->viewer);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	wcore_viewer_deinit(&fixture->viewer);
	free(fixture);
	return 0;
}

static void check_text(const struct wcore_view *view, const char *expected)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_non_null(view);
	wcore_view_text(view, out);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

/* The JSON must also be what another reader takes for JSON, without double keys. */
static void check_json(const struct wcore_view *view, const char *expected)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_json json;
	json_t *read;

	assert_non_null(out);
	wcore_json_init(&json, out);
	wcore_view_json(view, &json);
	fclose(out);
	assert_string_equal(text, expected);
	read = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(read);
	json_decref(read);
	free(text);
}

static struct wcore_view *make(void **state, enum wcore_view_kind kind)
{
	struct fixture *fixture = *state;

	return wcore_view_create(&fixture->viewer, kind);
}

static struct wcore_view *number(void **state, int64_t value)
{
	struct fixture *fixture = *state;

	return wcore_view_number(&fixture->viewer, (uint64_t)value, true);
}

static struct wcore_view *string(void **state, const char *text)
{
	struct wcore_view *view = make(state, WCORE_VIEW_STRING);

	view->text = wcore_string_from(text);
	return view;
}

static void add(struct wcore_view *parent, const char *name, struct wcore_view *child)
{
	wcore_view_append_named(parent, wcore_string_from(name), child);
}

static void test_scalars(void **state)
{
	struct wcore_view *view = number(state, -7);

	check_text(view, "-7");
	check_json(view, "-7");
	view = number(state, INT64_MIN);
	check_text(view, "-9223372036854775808");
	check_json(view, "\"-9223372036854775808\"");
	view = number(state, (INT64_C(1) << 53) - 1);
	check_json(view, "9007199254740991");
	view = number(state, -((INT64_C(1) << 53) - 1));
	check_json(view, "-9007199254740991");
	view = number(state, INT64_C(1) << 53);
	check_json(view, "\"9007199254740992\"");
	view->bits = UINT64_MAX;
	view->is_signed = false;
	check_text(view, "18446744073709551615");
	check_json(view, "\"18446744073709551615\"");
	view->text = WCORE_STRING("170141183460469231731687303715884105727");
	view->is_wide = true;
	check_text(view, "170141183460469231731687303715884105727");
	check_json(view, "\"170141183460469231731687303715884105727\"");

	view = make(state, WCORE_VIEW_BOOL);
	check_text(view, "false");
	view->bits = 1;
	check_json(view, "true");

	view = make(state, WCORE_VIEW_FLOAT);
	view->text = WCORE_STRING("0.1");
	view->real = 0.1;
	check_text(view, "0.1");
	check_json(view, "0.1");
	view->real = (double)NAN;
	check_json(view, "\"NaN\"");
	view->real = -(double)INFINITY;
	check_json(view, "\"-Infinity\"");

	view = wcore_view_unavailable(&((struct fixture *)*state)->viewer, "optimized out");
	check_text(view, "<optimized out>");
	check_json(view, "null");
}

static void test_characters(void **state)
{
	struct wcore_view *view = make(state, WCORE_VIEW_CHARACTER);

	view->bits = 97;
	view->text = WCORE_STRING("'a'");
	check_text(view, "97 'a'");
	check_json(view, "97");
	view->style = WCORE_VIEW_RUST;
	check_text(view, "'a'");
	check_json(view, "\"a\"");
	view->bits = 0x1f980;
	check_json(view, "\"\xf0\x9f\xa6\x80\"");
}

static void test_strings(void **state)
{
	struct wcore_view *view = string(state, "a \"b\" \\ \n\t\x1b[31m h\xc3\xa9 \xff \xe2\x80\xae");

	check_text(view, "\"a \\\"b\\\" \\\\ \\n\\t\\x1b[31m h\xc3\xa9 \\xff \\u{202e}\"");
	check_json(view, "\"a \\\"b\\\" \\\\ \\n\\t\\u001b[31m h\xc3\xa9 \\ufffd \xe2\x80\xae\"");
	view = string(state, "abc");
	view->is_cut = true;
	check_text(view, "\"abc\"...");
	check_json(view, "\"abc\"");
	view = string(state, "");
	check_text(view, "\"\"");
	check_json(view, "\"\"");
}

static void test_lists(void **state)
{
	struct wcore_view *list = make(state, WCORE_VIEW_LIST), *zero;

	check_text(list, "{}");
	check_json(list, "[]");
	add(list, NULL, number(state, 1));
	add(list, NULL, number(state, 2));
	check_text(list, "{1, 2}");
	check_json(list, "[1,2]");
	zero = number(state, 0);
	zero->repeats = 20;
	add(list, NULL, zero);
	list->limit = 200;
	check_text(list, "{1, 2, 0 <repeats 20 times>}");
	check_json(list, "[1,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]");
	list->left_out = 3;
	list->limit = 4;
	check_text(list, "{1, 2, 0 <repeats 20 times>...}");
	check_json(list, "[1,2,0,0]");
}

/* Arrays of arrays of the same do not multiply into more than can be written. */
static void test_nested_repeats(void **state)
{
	struct wcore_view *inner = number(state, 0);
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_json json;

	for (int i = 0; i < 10; i++) {
		struct wcore_view *list = make(state, WCORE_VIEW_LIST);

		inner->repeats = 200;
		list->limit = 200;
		wcore_view_append(list, inner);
		inner = list;
	}
	assert_non_null(out);
	wcore_json_init(&json, out);
	wcore_view_json(inner, &json);
	fclose(out);
	assert_in_range(size, 100000, 1000000);
	free(text);
}

static void test_records(void **state)
{
	struct wcore_view *record = make(state, WCORE_VIEW_RECORD);
	struct wcore_view *base = make(state, WCORE_VIEW_RECORD);
	struct wcore_view *anonymous = make(state, WCORE_VIEW_RECORD);
	struct wcore_view *pointer = make(state, WCORE_VIEW_POINTER);

	check_text(record, "{}");
	check_json(record, "{}");
	add(base, "id", number(state, 3));
	base->is_base = true;
	add(record, "Base", base);
	add(record, "name", string(state, "cherry"));
	pointer->bits = 0x10f00;
	add(record, "next", pointer);
	add(anonymous, "x", number(state, 1));
	add(anonymous, "y", number(state, 2));
	add(record, NULL, anonymous);
	check_text(record, "{<Base> = {id = 3}, name = \"cherry\", next = 0x10f00, {x = 1, y = 2}}");
	check_json(record, "{\"id\":3,\"name\":\"cherry\",\"next\":69376,\"x\":1,\"y\":2}");
	/* A member hides one of the base. */
	add(record, "id", number(state, 4));
	check_json(record, "{\"Base\":{\"id\":3},\"name\":\"cherry\",\"next\":69376,\"\":{\"x\":1,\"y\":2},"
			   "\"id\":4}");
	add(record, "id", number(state, 5));
	add(record, "id#2", number(state, 6));
	check_json(record, "{\"Base\":{\"id\":3},\"name\":\"cherry\",\"next\":69376,\"\":{\"x\":1,\"y\":2},"
			   "\"id\":4,\"id#2\":5,\"id#2#2\":6}");
	record = make(state, WCORE_VIEW_RECORD);
	record->is_elided = true;
	check_text(record, "{...}");
	check_json(record, "null");
	record->prefix = WCORE_STRING("(Derived)");
	check_text(record, "(Derived) {...}");
}

static void test_pointers(void **state)
{
	struct wcore_view *pointer = make(state, WCORE_VIEW_POINTER);

	pointer->bits = 0x3;
	pointer->text = WCORE_STRING("handler");
	check_text(pointer, "0x3 <handler>");
	check_json(pointer, "3");
	pointer->text = (struct wcore_string){ 0 };
	pointer->bits = 0x1040;
	wcore_view_append(pointer, string(state, "hello"));
	check_text(pointer, "0x1040 \"hello\"");
	check_json(pointer, "\"hello\"");
	pointer->children = pointer->last = number(state, 7);
	check_text(pointer, "0x1040 -> 7");
	check_json(pointer, "{\"address\":4160,\"target\":7}");
	pointer->is_reference = true;
	check_text(pointer, "@0x1040: 7");
	check_json(pointer, "7");
	pointer->is_reference = false;
	pointer->bits = UINT64_C(1) << 60;
	check_json(pointer, "{\"address\":\"1152921504606846976\",\"target\":7}");
}

static void test_maps(void **state)
{
	struct wcore_view *map = make(state, WCORE_VIEW_MAP);

	check_text(map, "{}");
	check_json(map, "{}");
	wcore_view_append(map, string(state, "a"));
	wcore_view_append(map, number(state, 1));
	wcore_view_append(map, number(state, -2));
	wcore_view_append(map, number(state, 2));
	check_text(map, "{[\"a\"] = 1, [-2] = 2}");
	check_json(map, "{\"a\":1,\"-2\":2}");
	/* The same key twice, as in a multimap. */
	wcore_view_append(map, string(state, "a"));
	wcore_view_append(map, number(state, 3));
	check_json(map, "[[\"a\",1],[-2,2],[\"a\",3]]");
	map->left_out = 1;
	map->style = WCORE_VIEW_RUST;
	check_text(map, "{\"a\": 1, -2: 2, \"a\": 3, ...}");

	/* Keys that JSON cannot tell apart. */
	map = make(state, WCORE_VIEW_MAP);
	wcore_view_append(map, string(state, "\xff"));
	wcore_view_append(map, number(state, 1));
	check_json(map, "[[\"\\ufffd\",1]]");
	map = make(state, WCORE_VIEW_MAP);
	wcore_view_append(map, make(state, WCORE_VIEW_LIST));
	wcore_view_append(map, number(state, 1));
	check_json(map, "[[[],1]]");
}

static void test_wrappers(void **state)
{
	struct wcore_view *wrapper = make(state, WCORE_VIEW_WRAPPER);

	wrapper->prefix = WCORE_STRING("Some");
	wcore_view_append(wrapper, number(state, 3));
	check_text(wrapper, "Some(3)");
	check_json(wrapper, "{\"Some\":3}");
	wrapper->is_transparent = true;
	check_json(wrapper, "3");
}

static void test_styles(void **state)
{
	struct wcore_view *record = make(state, WCORE_VIEW_RECORD);
	struct wcore_view *list = make(state, WCORE_VIEW_LIST);

	add(record, "x", number(state, 1));
	add(record, "y", number(state, 2));
	wcore_view_append(list, number(state, 1));
	wcore_view_append(list, number(state, 2));
	record->style = list->style = WCORE_VIEW_RUST;
	check_text(record, "{ x: 1, y: 2 }");
	check_text(list, "[1, 2]");
	list->is_set = true;
	check_text(list, "{1, 2}");
	record->prefix = WCORE_STRING("Point");
	check_text(record, "Point { x: 1, y: 2 }");
	record->is_variant = true;
	check_json(record, "{\"Point\":{\"x\":1,\"y\":2}}");
	record->is_tuple = true;
	check_text(record, "Point(1, 2)");
	check_json(record, "{\"Point\":[1,2]}");
	record->is_tuple = record->is_variant = list->is_set = false;
	record->prefix = (struct wcore_string){ 0 };
	record->style = list->style = WCORE_VIEW_ZIG;
	check_text(record, ".{ .x = 1, .y = 2 }");
	check_text(list, "{ 1, 2 }");
	record->style = list->style = WCORE_VIEW_GO;
	check_text(record, "{x:1 y:2}");
	check_text(list, "[1 2]");
}

/* The writer's levels are not passed, whatever stands around the value. */
static void test_depth(void **state)
{
	struct wcore_view *inner = number(state, 1);
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_json json;
	json_t *read;

	for (int i = 0; i < 500; i++) {
		struct wcore_view *list = make(state, i % 2 ? WCORE_VIEW_LIST : WCORE_VIEW_RECORD);

		add(list, "a", inner);
		inner = list;
	}
	assert_non_null(out);
	wcore_json_init(&json, out);
	for (int i = 0; i < 40; i++)
		wcore_json_begin_array(&json);
	wcore_view_json(inner, &json);
	wcore_json_close(&json);
	fclose(out);
	read = json_loads(text, 0, NULL);
	assert_non_null(read);
	json_decref(read);
	free(text);
	text = NULL;
	out = open_memstream(&text, &size);
	assert_non_null(out);
	wcore_view_text(inner, out);
	fclose(out);
	assert_true(size < 2000);
	free(text);
}

/* A tree ends where the work does; what did not fit is counted. */
static void test_full_tree(void **state)
{
	struct fixture *fixture = *state;
	struct wcore_view *list = make(state, WCORE_VIEW_LIST);
	uint64_t count = 0;

	for (uint64_t i = 0; i < 1000000; i++) {
		struct wcore_view *child = wcore_view_create(&fixture->viewer, WCORE_VIEW_BOOL);

		count += child != NULL;
		wcore_view_append(list, child);
	}
	assert_in_range(count, 10000, 100000);
	assert_int_equal(list->left_out, 1000000 - count);
	assert_true(fixture->viewer.arena.used < 32 << 20);
	wcore_viewer_restart(&fixture->viewer);
	assert_non_null(wcore_view_create(&fixture->viewer, WCORE_VIEW_BOOL));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_scalars), CASE(test_characters), CASE(test_strings), CASE(test_lists),
		CASE(test_nested_repeats), CASE(test_records), CASE(test_pointers), CASE(test_maps),
		CASE(test_wrappers), CASE(test_styles), CASE(test_depth), CASE(test_full_tree),
	};
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
