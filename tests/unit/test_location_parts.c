/* Expressions written by hand: DWARF 5, 2.5 and 2.6; tool-conventions Debugging.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "../../libcore/debug/location_parts.h"

/* Parts as text: L a local, G a global, O an operand, B the frame base, N a number, - nothing; index, then :size. */
static const struct parts_case {
	const char *what, *bytes;
	size_t size;
	const char *expected;
} cases[] = {
#define CASE(what, bytes, expected) { what, bytes, sizeof(bytes) - 1, expected }
	CASE("a local", "\xed\x00\x05", "L5"),
	CASE("a local's value", "\xed\x00\x85\x01\x9f", "L133"),
	CASE("an operand", "\xed\x02\x01\x9f", "O1"),
	CASE("globals", "\xed\x01\x02\x93\x04\xed\x03\x07\x00\x00\x00\x93\x04", "G2:4 G7:4"),
	CASE("the frame base", "\x91\x70\x9f", "B"),
	CASE("numbers", "\x30\x9f\x93\x01\x10\x80\x01\x9f\x93\x02\x11\x7f\x9f\x93\x04", "N:1 N:2 N:4"),
	CASE("parts that are not there", "\x93\x08\xed\x00\x07\x9f\x93\x08\x93\x04", "-:8 L7:8 -:4"),
	CASE("a sum", "\xed\x00\x01\x23\x61\x9f", ""),
	CASE("a sum with the frame base", "\x91\x00\x10\xff\xff\x03\x1a\x23\x61\x9f", ""),
	CASE("two values", "\xed\x00\x01\xed\x00\x02\x22\x9f", ""),
	CASE("two values and nothing done with them", "\xed\x00\x01\xed\x00\x02\x9f", ""),
	CASE("an address", "\x03\x00\x01\x00\x00", ""),
	CASE("an unknown kind", "\xed\x04\x01\x9f", ""),
	CASE("a value behind the last piece", "\xed\x00\x01\x93\x04\xed\x00\x02\x9f", ""),
	CASE("cut in an index", "\xed\x00\x80", ""),
	CASE("cut behind the operation", "\xed", ""),
	CASE("cut in a piece", "\xed\x00\x01\x93", ""),
	CASE("nothing", "", ""),
};

static void test_parts(void **state)
{
	static const char letters[] = { '-', 'L', 'G', 'O', 'B', 'N' };
	struct wcore_location_part parts[WCORE_LOCATION_PARTS];
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const unsigned count = wcore_location_parts((struct wcore_string){ cases[i].bytes, cases[i].size }, parts);
		size_t used = 0;

		text[0] = '\0';
		for (unsigned k = 0; k < count; k++) {
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%c", k ? " " : "", letters[parts[k].source]);
			if (parts[k].source >= WCORE_LOCATION_LOCAL && parts[k].source <= WCORE_LOCATION_OPERAND)
				used += (size_t)snprintf(text + used, sizeof(text) - used, "%u", (unsigned)parts[k].index);
			if (parts[k].size)
				used += (size_t)snprintf(text + used, sizeof(text) - used, ":%u", (unsigned)parts[k].size);
		}
		if (strcmp(text, cases[i].expected) != 0)
			fail_msg("%s: %s", cases[i].what, text);
	}
}

static void test_many(void **state)
{
	struct wcore_location_part parts[WCORE_LOCATION_PARTS];
	char bytes[(WCORE_LOCATION_PARTS + 1) * 2];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i += 2) {
		bytes[i] = '\x93';
		bytes[i + 1] = 1;
	}
	assert_int_equal(wcore_location_parts((struct wcore_string){ bytes, sizeof(bytes) - 2 }, parts), WCORE_LOCATION_PARTS);
	assert_int_equal(wcore_location_parts((struct wcore_string){ bytes, sizeof(bytes) }, parts), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
