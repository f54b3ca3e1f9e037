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

/* One change of memory each, and the start of what is shown before and after. */
static const struct change {
	const char *function, *place;
	uint8_t bytes[4];
	size_t size;
	const char *variable, *before, *after;
} changes[] = {
	/* No element stands at null, nor outside of the memory; half a character is no text. */
	{ "kinds.texts", "&slice.len", WORD(2u), 4, "slice", "\"m\303\274sli q\"", "{ 109, 195 }" },
	{ "kinds.texts", "&slice.len", WORD(0x7fffffffu), 4, "slice", "\"m", ".{ .ptr = " },
	{ "kinds.texts", "&slice.ptr", WORD(0u), 4, "slice", "\"m", ".{ .ptr = " },
	{ "kinds.texts", "&numbers.ptr", WORD(0xfffffff0u), 4, "numbers", "{ 10, ", ".{ .ptr = " },
	{ "kinds.unions", "&some.some", { 0 }, 1, "some", "1", "null" },
	{ "kinds.unions", "&some.some", { 2 }, 1, "some", "1", ".{ .payload = " },
	{ "kinds.unions", "&bad.error", { 0, 0 }, 2, "bad", "error.Missing", "" },
	{ "kinds.unions", "&bad.error", { 0xff, 0xff }, 2, "bad", "error.Missing", ".{ " },
	{ "kinds.unions", "&liquid.tag", { 3 }, 1, "liquid", ".{ .liquid = ", ".{ .payload = " },
	{ "kinds.unions", "&liquid.tag", { 0 }, 1, "liquid", ".{ .liquid = ", ".empty" },
	/* More items than there is room for. */
	{ "kinds.structs", "&list.capacity", WORD(4u), 4, "list", "{ 0, 1, 4", ".{ .items = " },
	/* Slots of the map that are not used, or none that there are. */
	{ "kinds.structs", "&ids.size", WORD(2u), 4, "ids", "{ 40: ", ".{ .metadata = " },
	{ "kinds.structs", "&ids.size", WORD(0u), 4, "ids", "{ 40: ", ".{ .metadata = " },
	{ "kinds.structs", "&ids.metadata", WORD(4u), 4, "ids", "{ 40: ", ".{ .metadata = " },
	{ "kinds.structs", "&map.unmanaged.size", WORD(3u), 4, "map", "{ \"one\": 1", ".{ .unmanaged = " },
};

static void check_start(struct print_fixture *fixture, const struct change *change, const char *start)
{
	char *text = print_fixture_text(fixture, change->variable);

	if (strncmp(text, start, strlen(start)) != 0)
		fail_msg("%s (%s): %s, not %s", change->variable, change->place, text, start);
	free(text);
}

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const struct change *change = &changes[i];
		struct print_fixture fixture;

		print_fixture_open(&fixture, "tests/data/print-zig/debug.core.gz",
				   "tests/data/print-zig/debug.wasm.gz", change->function);
		check_start(&fixture, change, change->before);
		print_fixture_patch(&fixture, print_fixture_number(&fixture, change->place), change->bytes,
				    change->size);
		check_start(&fixture, change, change->after);
		print_fixture_close(&fixture);
	}
}

static void test_limits(void **state)
{
	struct print_fixture fixture;

	(void)state;
	print_fixture_open(&fixture, "tests/data/print-zig/debug.core.gz",
			   "tests/data/print-zig/debug.wasm.gz", "kinds.structs");
	fixture.scope.viewer->max_elements = 1;
	fixture.scope.viewer->max_string = 2;
	print_fixture_check(&fixture, "list", "{ 0... }");
	print_fixture_check(&fixture, "map", "{ \"on\"...: 1, ... }");
	print_fixture_check_json(&fixture, "point", "{\"x\":1.25,\"y\":-300}");
	print_fixture_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
