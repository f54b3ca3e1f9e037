/* Lines of functions and inlined calls of tests/data/lost, against what llvm-dwarfdump-16 --debug-line and --debug-info say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/debug/code_lines.h"
#include "dwarf_fixture.h"

#define FILE_NAME "/src/lost/lost.c"

/* A place in each block, as DWARF has it. */
enum { WALK = 0x9b, GROW = 0x99, FALL = 0x110, SPIN = 0x13f };

struct blocks {
	struct dwarf_fixture fixture;
	struct wcore_entries *entries;
};

static void find_block(struct blocks *blocks, uint64_t address, struct wcore_entry *ret)
{
	const struct wcore_sites sites = dwarf_fixture_find(&blocks->fixture, blocks->fixture.base + address);

	assert_int_equal(sites.count, address == GROW ? 2 : 1);
	assert_true(wcore_entries_site(blocks->entries, &sites.items[0], ret));
}

static int open_blocks(void **state)
{
	static struct blocks blocks;

	dwarf_fixture_open(&blocks.fixture, "tests/data/lost/lost-O2.wasm");
	assert_null(wcore_entries_open(blocks.fixture.dwarf, &blocks.entries));
	*state = &blocks;
	return 0;
}

static int close_blocks(void **state)
{
	struct blocks *blocks = *state;

	wcore_entries_close(blocks->entries);
	dwarf_fixture_close(&blocks->fixture);
	return 0;
}

static void test_lines_with_code(void **state)
{
	static const struct { uint64_t block; uint32_t first, last; bool has_code; } cases[] = {
		{ SPIN, 22, 22, true }, { SPIN, 23, 28, false }, { SPIN, 24, 29, true }, { SPIN, 29, 40, true }, { SPIN, 32, 200, false },
		{ SPIN, 16, 16, false }, { FALL, 37, 37, true }, { FALL, 38, 38, false }, { FALL, 39, 39, true },
		{ WALK, 45, 46, false }, { WALK, 47, 47, true }, { WALK, 49, 51, false }, { WALK, 53, 53, false },
		/* Where the call of grow stood; its own code is part of walk's. */
		{ WALK, 52, 52, true }, { WALK, 16, 16, true },
		{ GROW, 16, 16, true }, { GROW, 17, 17, false }, { GROW, 52, 52, false },
	};
	struct blocks *blocks = *state;
	struct wcore_entry block;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		find_block(blocks, cases[i].block, &block);
		if (wcore_code_lines_any(blocks->entries, &block, WCORE_STRING(FILE_NAME), cases[i].first, cases[i].last) !=
		    cases[i].has_code)
			fail_msg("block at %#x, lines %u to %u", (unsigned)cases[i].block, cases[i].first, cases[i].last);
		assert_false(wcore_code_lines_any(blocks->entries, &block, WCORE_STRING("/src/lost/other.c"), 1, 1000));
	}
}

static void test_lines_at(void **state)
{
	static const struct { uint64_t block, address; uint32_t line; } cases[] = {
		{ SPIN, 0x12e, 21 }, { SPIN, 0x12f, 29 }, { SPIN, 0x13e, 29 }, { SPIN, 0x13f, 30 }, { SPIN, 0x141, 0 }, { SPIN, 0x146, 22 },
		{ SPIN, 0x14a, 31 }, { FALL, 0x110, 0 }, { FALL, 0x114, 39 }, { FALL, 0x12c, 40 },
		{ WALK, 0x99, 52 }, { WALK, 0x9b, 48 }, { WALK, 0xa5, 52 }, { WALK, 0xf8, 47 }, { GROW, 0x99, 16 }, { GROW, 0xa5, 16 },
	};
	struct blocks *blocks = *state;
	struct wcore_entry block;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		find_block(blocks, cases[i].block, &block);
		if (wcore_code_lines_at(blocks->entries, &block, WCORE_STRING(FILE_NAME), cases[i].address) != cases[i].line)
			fail_msg("block at %#x, %#x: not line %u", (unsigned)cases[i].block, (unsigned)cases[i].address, cases[i].line);
		assert_int_equal(wcore_code_lines_at(blocks->entries, &block, WCORE_STRING("/src/lost/other.c"), cases[i].address), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_with_code),
		cmocka_unit_test(test_lines_at),
	};

	return cmocka_run_group_tests(tests, open_blocks, close_blocks);
}
