/* Functions, inlined calls and their names in DIEs written by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../../libcore/debug/dwarf_state.h"
#include "dwarf_writer.h"

/* Rows of a line each 10 bytes of the second function: 103 is line 1, 113 is line 2. */
static const uint8_t ten_rows[] = {
	0, 5, 2, 103, 0, 0, 0, 1,
	2, 10, 3, 1, 1, 2, 10, 3, 1, 1, 2, 10, 3, 1, 1, 2, 10, 3, 1, 1, 2, 10, 3, 1, 1,
	2, 10, 3, 1, 1, 2, 10, 3, 1, 1, 2, 10, 3, 1, 1, 2, 10, 3, 1, 1, 2, 10, 0, 1, 1,
};

struct opened {
	struct dwarf_fixture fixture;
	struct dump_writer bytes;
};

static void open_unit(struct dwarf_writer *w, struct opened *opened)
{
	dwarf_writer_unit_end(w, 0);
	dwarf_writer_lines(w, ten_rows, sizeof(ten_rows));
	dwarf_writer_open(w, &opened->fixture, &opened->bytes);
}

static void close_unit(struct opened *opened)
{
	dwarf_fixture_close(&opened->fixture);
	writer_deinit(&opened->bytes);
}

static struct wcore_sites find(struct opened *opened, uint64_t address)
{
	return dwarf_fixture_find(&opened->fixture, opened->fixture.base + address);
}

static void expect(const struct wcore_site *site, const char *function, unsigned line)
{
	assert_true(wcore_string_is(site->function, function));
	assert_int_equal(site->line, line);
	if (line)
		assert_true(wcore_string_is(site->file, "/src/a.c"));
}

static bool has_finding(struct opened *opened, const char *rule)
{
	const struct wcore_findings *findings = wcore_dwarf_findings(opened->fixture.dwarf);

	for (size_t i = 0; i < findings->count; i++)
		if (strcmp(findings->items[i].rule, rule) == 0)
			return true;
	return false;
}

/* outer calls middle at line 40, which calls inner at line 30. */
static void calls_are_named_from_the_inside_out(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	uint32_t inner = dwarf_writer_here(&w);

	dwarf_writer_abstract(&w, "inner", 1);
	uint32_t middle = dwarf_writer_here(&w);

	dwarf_writer_abstract(&w, "middle", 1);
	dwarf_writer_function(&w, "outer", SECOND_LOW, SECOND_HIGH);
	writer_u8(&w.info, ABBREV_BLOCK);
	dwarf_writer_call(&w, middle, 110, 150, 40);
	dwarf_writer_call(&w, inner, 120, 130, 30);
	writer_fill(&w.info, 0, 4);
	open_unit(&w, &opened);

	struct wcore_sites sites = find(&opened, 103);

	assert_int_equal(sites.count, 1);
	expect(&sites.items[0], "outer", 1);
	assert_false(sites.items[0].is_inlined);
	sites = find(&opened, 149);
	assert_int_equal(sites.count, 2);
	expect(&sites.items[0], "middle", 5);
	expect(&sites.items[1], "outer", 40);
	sites = find(&opened, 125);
	assert_int_equal(sites.count, 3);
	expect(&sites.items[0], "inner", 3);
	assert_true(sites.items[0].is_inlined);
	expect(&sites.items[1], "middle", 30);
	assert_int_equal(sites.items[1].column, 5);
	expect(&sites.items[2], "outer", 40);
	sites = find(&opened, 150);
	assert_int_equal(sites.count, 1);
	close_unit(&opened);
}

/* wasm-opt leaves the first of two calls ending too late. */
static void of_two_calls_the_one_that_starts_last_counts(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	for (int is_swapped = 0; is_swapped < 2; is_swapped++) {
		dwarf_writer_init(&w);
		dwarf_writer_unit(&w);
		uint32_t one = dwarf_writer_here(&w);

		dwarf_writer_abstract(&w, "one", 1);
		uint32_t two = dwarf_writer_here(&w);

		dwarf_writer_abstract(&w, "two", 1);
		dwarf_writer_function(&w, "outer", SECOND_LOW, SECOND_HIGH);
		dwarf_writer_call(&w, is_swapped ? two : one, is_swapped ? 130 : 110, 190, 40);
		writer_u8(&w.info, 0);
		dwarf_writer_call(&w, is_swapped ? one : two, is_swapped ? 110 : 130, 190, 40);
		writer_fill(&w.info, 0, 2);
		open_unit(&w, &opened);
		struct wcore_sites sites = find(&opened, 140);

		assert_int_equal(sites.count, 2);
		assert_true(wcore_string_is(sites.items[0].function, "two"));
		sites = find(&opened, 120);
		assert_true(wcore_string_is(sites.items[0].function, "one"));
		close_unit(&opened);
	}
}

/* A call inlined into a function that stands inside another one is none of the outer one's. */
static void functions_inside_functions_have_their_own_calls(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	uint32_t one = dwarf_writer_here(&w);

	dwarf_writer_abstract(&w, "one", 1);
	dwarf_writer_function(&w, "outer", SECOND_LOW, SECOND_HIGH);
	dwarf_writer_function(&w, "local", FIRST_LOW, FIRST_HIGH);
	dwarf_writer_call(&w, one, 110, 150, 40);
	writer_fill(&w.info, 0, 3);
	open_unit(&w, &opened);
	struct wcore_sites sites = find(&opened, 120);

	assert_int_equal(sites.count, 1);
	expect(&sites.items[0], "outer", 2);
	close_unit(&opened);
}

/* A sequence that ends before its function does, alone and beside one that is whole. */
static void a_damaged_sequence_gives_no_line(void **state)
{
	static const uint8_t lines[] = {
		0, 5, 2, 103, 0, 0, 0, 3, 6, 1, 2, 90, 0, 1, 1,
		0, 5, 2, 2, 0, 0, 0, 1, 2, 0xe4, 0, 0, 1, 1,
	};

	(void)state;
	for (int is_alone = 0; is_alone < 2; is_alone++) {
		struct dwarf_writer w;
		struct opened opened;

		dwarf_writer_init(&w);
		dwarf_writer_unit(&w);
		dwarf_writer_function(&w, "first", FIRST_LOW, FIRST_HIGH);
		writer_u8(&w.info, 0);
		dwarf_writer_function(&w, "second", SECOND_LOW, SECOND_HIGH);
		writer_u8(&w.info, 0);
		dwarf_writer_unit_end(&w, 0);
		dwarf_writer_lines(&w, lines, is_alone ? 15 : sizeof(lines));
		dwarf_writer_open(&w, &opened.fixture, &opened.bytes);

		struct wcore_sites sites = find(&opened, 110);

		assert_int_equal(sites.count, 1);
		expect(&sites.items[0], "second", is_alone ? 7 : 0);
		sites = find(&opened, 50);
		expect(&sites.items[0], "first", is_alone ? 0 : 1);
		close_unit(&opened);
	}
}

/* Line 5 is behind the declaration of middle at line 4: it cannot be in early, declared at 2. */
static void a_line_of_the_caller_ends_the_chain(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	uint32_t early = dwarf_writer_here(&w);

	dwarf_writer_abstract(&w, "early", 2);
	uint32_t middle = dwarf_writer_here(&w);

	dwarf_writer_abstract(&w, "middle", 4);
	dwarf_writer_function(&w, "outer", SECOND_LOW, SECOND_HIGH);
	dwarf_writer_call(&w, middle, 110, 190, 40);
	dwarf_writer_call(&w, early, 110, 190, 6);
	writer_fill(&w.info, 0, 3);
	open_unit(&w, &opened);
	/* 123 is line 3: in early.  143 is line 5: in middle. */
	struct wcore_sites sites = find(&opened, 123);

	assert_int_equal(sites.count, 3);
	expect(&sites.items[0], "early", 3);
	expect(&sites.items[1], "middle", 6);
	sites = find(&opened, 143);
	assert_int_equal(sites.count, 2);
	expect(&sites.items[0], "middle", 5);
	expect(&sites.items[1], "outer", 40);
	close_unit(&opened);
}

static void references_that_go_in_circles_end(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	uint32_t here = dwarf_writer_here(&w);

	/* Two specifications of each other, and an origin that leads there. */
	writer_u8(&w.info, ABBREV_SPECIFICATION);
	writer_u32(&w.info, here + 5);
	writer_u8(&w.info, ABBREV_SPECIFICATION);
	writer_u32(&w.info, here);
	writer_u8(&w.info, ABBREV_ORIGIN);
	writer_u32(&w.info, here);
	writer_u32(&w.info, SECOND_LOW);
	writer_u32(&w.info, SECOND_HIGH - SECOND_LOW);
	/* One that is its own origin, and one whose origin is nowhere. */
	here = dwarf_writer_here(&w);
	writer_u8(&w.info, ABBREV_ORIGIN);
	writer_u32(&w.info, here);
	writer_u32(&w.info, FIRST_LOW);
	writer_u32(&w.info, FIRST_HIGH - FIRST_LOW);
	open_unit(&w, &opened);
	struct wcore_sites sites = find(&opened, 113);

	assert_int_equal(sites.count, 1);
	assert_null(sites.items[0].function.data);
	assert_int_equal(sites.items[0].line, 2);
	sites = find(&opened, 50);
	assert_int_equal(sites.count, 1);
	assert_null(sites.items[0].function.data);
	close_unit(&opened);
}

/* Half a chain would give the innermost line to the wrong function. */
static void chains_that_cannot_be_read_give_nothing(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	uint32_t origin = dwarf_writer_here(&w);

	dwarf_writer_abstract(&w, "inner", 1);
	dwarf_writer_function(&w, "outer", SECOND_LOW, SECOND_HIGH);
	dwarf_writer_call(&w, origin, 110, 190, 40);
	writer_u8(&w.info, 99);	/* no such abbreviation */
	writer_fill(&w.info, 0, 3);
	open_unit(&w, &opened);
	assert_int_equal(find(&opened, 120).count, 0);
	close_unit(&opened);

	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	origin = dwarf_writer_here(&w);
	dwarf_writer_abstract(&w, "inner", 1);
	dwarf_writer_function(&w, "outer", SECOND_LOW, SECOND_HIGH);
	for (int i = 0; i < 300; i++)
		dwarf_writer_call(&w, origin, 110, 190, 40);
	writer_fill(&w.info, 0, 301);
	open_unit(&w, &opened);
	assert_int_equal(find(&opened, 120).count, 0);
	assert_int_equal(find(&opened, 105).count, 1);
	close_unit(&opened);
}

/* The unit whose function ends with the body is the one whose body the linker kept. */
static void of_weak_copies_the_one_that_fits_counts(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	dwarf_writer_function(&w, "longer", SECOND_LOW, SECOND_HIGH + 20);
	writer_u8(&w.info, 0);
	dwarf_writer_unit_end(&w, 0);
	uint32_t second = dwarf_writer_here(&w);

	dwarf_writer_unit(&w);
	dwarf_writer_function(&w, "shorter", SECOND_LOW, SECOND_HIGH - 20);
	writer_u8(&w.info, 0);
	dwarf_writer_function(&w, "right", SECOND_LOW, SECOND_HIGH);
	writer_u8(&w.info, 0);
	dwarf_writer_unit_end(&w, second);
	dwarf_writer_lines(&w, ten_rows, sizeof(ten_rows));
	dwarf_writer_open(&w, &opened.fixture, &opened.bytes);
	struct wcore_sites sites = find(&opened, 113);

	assert_int_equal(sites.count, 1);
	expect(&sites.items[0], "right", 2);
	assert_false(has_finding(&opened, "debug/stale"));
	close_unit(&opened);
}

static void functions_elsewhere_are_stale(void **state)
{
	static const struct { uint32_t low, high; } cases[] = {
		{ SECOND_LOW - 1, SECOND_HIGH }, { SECOND_LOW + 1, SECOND_HIGH },
		{ SECOND_LOW, SECOND_HIGH + 1 }, { SECOND_LOW, SECOND_HIGH - 1 },
		{ FIRST_LOW, SECOND_HIGH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static const uint8_t rows[] = { 0, 5, 2, 100, 0, 0, 0, 1, 2, 103, 0, 1, 1 };
		struct dwarf_writer w;
		struct opened opened;

		dwarf_writer_init(&w);
		dwarf_writer_unit(&w);
		dwarf_writer_function(&w, "moved", cases[i].low, cases[i].high);
		writer_u8(&w.info, 0);
		dwarf_writer_unit_end(&w, 0);
		dwarf_writer_lines(&w, rows, sizeof(rows));
		dwarf_writer_open(&w, &opened.fixture, &opened.bytes);
		assert_int_equal(find(&opened, 150).count, 0);
		assert_true(has_finding(&opened, "debug/stale"));
		close_unit(&opened);
	}
}

/* A function that happens to fit does not make the others' unit fresh. */
static void one_fit_among_misfits_is_chance(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	dwarf_writer_function(&w, "fits", SECOND_LOW, SECOND_HIGH);
	writer_u8(&w.info, 0);
	dwarf_writer_function(&w, "stale", 10, 40);
	writer_u8(&w.info, 0);
	dwarf_writer_function(&w, "stale too", 50, 90);
	writer_u8(&w.info, 0);
	open_unit(&w, &opened);
	assert_int_equal(find(&opened, 113).count, 0);
	assert_true(has_finding(&opened, "debug/stale"));
	close_unit(&opened);
}

/* Hostile files can make reading circle for ever: the work that is left ends it. */
static void used_up_work_gives_nothing(void **state)
{
	struct dwarf_writer w;
	struct opened opened;

	(void)state;
	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	dwarf_writer_function(&w, "f", SECOND_LOW, SECOND_HIGH);
	writer_u8(&w.info, 0);
	open_unit(&w, &opened);
	uint64_t before = *opened.fixture.dwarf->data.work;

	assert_int_equal(find(&opened, 113).count, 1);
	uint64_t spent = before - *opened.fixture.dwarf->data.work;

	assert_true(spent > 0);
	*opened.fixture.dwarf->data.work = 1;
	assert_int_equal(find(&opened, 113).count, 0);
	assert_true(has_finding(&opened, "debug/dwarf"));
	close_unit(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_named_from_the_inside_out),
		cmocka_unit_test(of_two_calls_the_one_that_starts_last_counts),
		cmocka_unit_test(functions_inside_functions_have_their_own_calls),
		cmocka_unit_test(a_damaged_sequence_gives_no_line),
		cmocka_unit_test(a_line_of_the_caller_ends_the_chain),
		cmocka_unit_test(references_that_go_in_circles_end),
		cmocka_unit_test(chains_that_cannot_be_read_give_nothing),
		cmocka_unit_test(of_weak_copies_the_one_that_fits_counts),
		cmocka_unit_test(functions_elsewhere_are_stale),
		cmocka_unit_test(one_fit_among_misfits_is_chance),
		cmocka_unit_test(used_up_work_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
