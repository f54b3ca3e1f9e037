/* Functions written by hand, all of them () -> () or (i32) -> () by their type section: which look at their parameter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/param_read.h"
#include "ssa_fixture.h"

#define BLOCK "\x02\x40"
#define LOOP "\x03\x40"
#define END "\x0b"
#define GET "\x20\x00"
#define SET "\x21\x00"
#define ZERO "\x41\x00"
#define DROP "\x1a"
#define CALL_ITSELF "\x10\x00"

static const struct read_case {
	const char *what, *code;
	size_t size;
	bool is_read;
} cases[] = {
#define CASE(what, code, is_read) { what, code END, sizeof(code END) - 1, is_read }
	CASE("nothing", "", false),
	CASE("read", GET DROP, true),
	CASE("set", ZERO SET, false),
	CASE("read behind what it was set to", ZERO SET GET DROP, false),
	CASE("read in front of it", GET DROP ZERO SET, true),
	CASE("set in a block, read behind it", BLOCK ZERO SET END GET DROP, true),
	CASE("set in a block, read in it", BLOCK ZERO SET GET DROP END, false),
	CASE("read in a loop", LOOP GET DROP END, true),
	CASE("given on to itself", GET CALL_ITSELF, false),
	CASE("used for what is given on", GET ZERO "\x6a" CALL_ITSELF, true),
	CASE("something else is given on", ZERO CALL_ITSELF, false),
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct ssa_fixture fixture;

		ssa_fixture_make(&fixture, (const uint8_t *)cases[i].code, cases[i].size);
		if (wcore_param_is_read(fixture.module, 0, 0) != cases[i].is_read)
			fail_msg("%s: %d", cases[i].what, !cases[i].is_read);
		/* There is no such function. */
		assert_true(wcore_param_is_read(fixture.module, 7, 0));
		ssa_fixture_close(&fixture);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
